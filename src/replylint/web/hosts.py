"""Whom the server answers: those who call it by its own name, and pages of its own."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from replylint.errors import ConfigError
from replylint.web.problems import problem

LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1"))
_SAFE = ("GET", "HEAD")
_OWN = ("same-origin", "none")


def names_for(host: str, allowed: Iterable[str]) -> frozenset[str]:
    """Return the names by which the server may be called.

    Raises ConfigError if it listens on every address and nobody said by which name it is called, or a name is not one.
    """
    names = {one.strip().lower() for one in allowed}
    for name in names:
        if not name or host_of(name) != name.strip("[]"):
            raise ConfigError(f"--allowed-host {name}: write the name alone, as in replies.example.gov")
    try:
        is_any = ip_address(host).is_unspecified
    except ValueError:
        is_any = False
    if is_any and not names:
        raise ConfigError(f"--host {host} answers on every address; say by which name people call it: --allowed-host")
    own = set() if is_any else {host.lower()}
    return LOOPBACK | own | {one.strip("[]") for one in names}


def host_of(header: str) -> str:
    """Return the name in a Host header, without its port; empty if it is none."""
    try:
        parts = urlsplit(f"//{header}")
        _ = parts.port
    except ValueError:
        return ""
    if parts.path or parts.query or parts.fragment or "@" in parts.netloc:
        return ""
    return (parts.hostname or "").rstrip(".")


class OwnHostOnly:
    """Turns away requests for another host, so that no other site's name can be pointed at this server (DNS rebinding)."""

    def __init__(self, app: ASGIApp, names: frozenset[str]) -> None:
        self._app = app
        self._names = names

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on if it is for one of the names."""
        if scope["type"] == "http" and host_of(Headers(scope=scope).get("host", "")) not in self._names:
            detail = "This server is not called by that name. IT can allow it: replylint serve --allowed-host NAME."
            await problem(421, detail)(scope, receive, send)
            return
        await self._app(scope, receive, send)


class OwnPagesOnly:
    """Turns away what pages of other sites send. There are no cookies that they could use; they could still make work."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on unless it changes or asks for something and comes from elsewhere."""
        if scope["type"] == "http" and scope["method"] not in _SAFE and not _is_own(Headers(scope=scope)):
            await problem(403, "Only pages of this server may send this.")(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _is_own(headers: Headers) -> bool:
    if headers.get("sec-fetch-site", "none") not in _OWN:
        return False
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc.lower() == headers.get("host", "").lower()
