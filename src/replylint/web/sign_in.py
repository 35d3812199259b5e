"""Where the served page signs people in, and what it calls then to put a reply into their mail program.

Everything happens between the browser and Microsoft or Google; this server only says which addresses those are, and lets the page
connect to them. Microsoft: "Microsoft identity platform and OAuth 2.0 authorization code flow", single-page apps with PKCE
(RFC 7636). Google gives no token for a code without a client secret, so there it is "OAuth 2.0 for Client-side Web Applications".
"""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any, NamedTuple
from urllib.parse import quote, urlsplit

from replylint.errors import ConfigError
from replylint.model import Settings

RETURN = "signed-in"
"""The path, beside the page, to which Microsoft and Google send the browser back."""
_ANY_ORGANIZATION = "organizations"
_LOGIN = "https://login.microsoftonline.com"
_GRAPH = "https://graph.microsoft.com"
_GOOGLE = "https://accounts.google.com"
_GMAIL = "https://gmail.googleapis.com"


class Service(NamedTuple):
    """A mail service that the page may put a reply into."""

    client_id: str
    authorize: str
    """Where a window of its own opens to sign in."""
    token: str
    """Where a code is exchanged for a token; empty if the token comes at once."""
    api: str
    """Where the settings are read and written."""

    @property
    def connections(self) -> tuple[str, ...]:
        """What the page connects to: the origins of its requests. (Windows that open are no connections.)"""
        return tuple(dict.fromkeys(_origin(url) for url in (self.token, self.api) if url))


class SignIn(NamedTuple):
    """The services that the policy names."""

    outlook: Service | None
    gmail: Service | None

    @property
    def connections(self) -> tuple[str, ...]:
        """What the page connects to."""
        return tuple(dict.fromkeys(url for one in self if one for url in one.connections))

    def to_json(self) -> dict[str, Any]:
        """Return it as the page has it."""
        return {name: one and one._asdict() for name, one in self._asdict().items()} | {"back": RETURN}


def sign_in_of(settings: Settings, services: str = "") -> SignIn | None:
    """Return where the page signs people in by a policy; None if it names no registration.

    `services` is for tests: an address of this computer where stand-ins for all of the services are.
    Raises ConfigError if it is another address.
    """
    login, graph, google, gmail = _stand_ins(services) if services else (_LOGIN, _GRAPH, _GOOGLE, _GMAIL)
    outlook_service = gmail_service = None
    if settings.outlook_app_id:
        oauth = f"{login}/{quote(settings.outlook_tenant or _ANY_ORGANIZATION, safe='')}/oauth2/v2.0"
        outlook_service = Service(
            settings.outlook_app_id, f"{oauth}/authorize", f"{oauth}/token", f"{graph}/v1.0/me/mailboxSettings"
        )
    if settings.google_client_id:
        gmail_service = Service(
            settings.google_client_id, f"{google}/o/oauth2/v2/auth", "", f"{gmail}/gmail/v1/users/me/settings"
        )
    found = SignIn(outlook_service, gmail_service)
    return found if any(found) else None


def _stand_ins(address: str) -> tuple[str, ...]:
    """Return the addresses of the stand-ins. Raises ConfigError unless they are on this computer."""
    if not _is_ours(address):
        raise ConfigError(
            f"--test-services {address}: stand-ins for tests are at http://127.0.0.1:PORT and nowhere else"
        )
    return tuple(f"{address}/{name}" for name in ("login", "graph", "google", "gmail"))


def _is_ours(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return ip_address(parts.hostname or "").is_loopback and address == f"http://{parts.hostname}:{parts.port}"
    except ValueError:
        return False


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
