"""Stand-ins for Microsoft's and Google's sign-in, Microsoft Graph and Gmail on this computer, as their documents describe them.

Sign-in: "Microsoft identity platform and OAuth 2.0 authorization code flow" (single-page apps, PKCE by RFC 7636) and "OAuth 2.0 for
Client-side Web Applications". Settings: Graph v1.0 "Update user mailbox settings", "automaticRepliesSetting resource type", "Microsoft
Graph error responses"; Gmail v1 users.settings.getVacation, updateVacation, sendAs.list, "Resolve errors".
"""

from __future__ import annotations

import hashlib
import json
import re
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlencode, urlsplit

APP_ID = "0f3a9c5e-1b2d-4c6f-8a7b-9d0e1f2a3b4c"
TENANT = "plantcitygov.example"
CLIENT_ID = "123456789012-abcdefghijklmnopqrstuvwxyz012345.apps.googleusercontent.com"
OWNER = "dwhitlock@plantcitygov.example"
GMAIL_SCOPE = "https://www.googleapis.com/auth/gmail.settings.basic"
GRAPH_SCOPE = "https://graph.microsoft.com/MailboxSettings.ReadWrite"
# Graph does not expose Retry-After to pages.
GRAPH_EXPOSES = "ETag, Location, Preference-Applied, Content-Range, request-id, client-request-id, ReadWriteConsistencyToken, SdkVersion, WWW-Authenticate"
OLD = "<html>\n<body>\n<p>At the lake. Back in May.</p></body>\n</html>\n"
STATUSES = {one.lower(): one for one in ("disabled", "alwaysEnabled", "scheduled")}
AUDIENCES = {one.lower(): one for one in ("none", "contactsOnly", "all")}
VACATION = {
    "enableAutoReply": bool, "responseSubject": str, "responseBodyPlainText": str, "responseBodyHtml": str, "restrictToContacts": bool,
    "restrictToDomain": bool, "startTime": str, "endTime": str,
}  # fmt: skip
CHOICES = {
    "login": {
        "accept": {},
        "cancel": {"error": "access_denied", "error_subcode": "cancel", "error_description": "AADSTS65004: User declined to consent to access the app."},
        "admin": {"error": "access_denied", "error_description": "AADSTS90094: replylint needs permission that only an admin can grant.\r\nTrace ID: 1"},
        "late": {"error": "temporarily_unavailable", "error_description": "AADSTS90033: A transient error has occurred."},
        "unknown": {"error": "unauthorized_client", "error_description": "AADSTS700016: Application was not found in the directory."},
    },
    "google": {"accept": {}, "cancel": {"error": "access_denied"}, "partly": {"scope": "openid"}},
}  # fmt: skip
"""What a person can press on the pages for signing in, and what they answer then."""


class Answer(NamedTuple):
    """What a service answers in place of what it was asked for; without a status it hangs up."""

    status: int = 0
    content: Any = None
    headers: tuple[tuple[str, str], ...] = ()
    taken: bool = False
    """Whether it has done what it was asked to all the same."""


def graph_error(status: int, code: str, **headers: str) -> Answer:
    """Return an error of Graph."""
    content = {"error": {"code": code, "message": f"{code} happened.", "innerError": {"request-id": "1"}}}
    return Answer(status, content, tuple((name.replace("_", "-"), value) for name, value in headers.items()))


def gmail_error(status: int, reason: str, **headers: str) -> Answer:
    """Return an error of Gmail."""
    one = {"domain": "global", "reason": reason, "message": f"{reason} happened."}
    content = {"error": {"code": status, "message": one["message"], "errors": [one]}}
    return Answer(status, content, tuple((name.replace("_", "-"), value) for name, value in headers.items()))


class MailServices:
    """All of the services at one address, with the mailbox of one person. `now` is their clock, in milliseconds."""

    def __init__(self, url: str, now: int) -> None:
        self.url = url
        self.now = datetime.fromtimestamp(now / 1000, UTC)
        self.redirects: set[str] = set()
        self.reset()

    def reset(self) -> None:
        """Begin again: no reply is on, nobody is signed in, nothing fails."""
        self.replies: dict[str, Any] = {
            "status": "disabled", "externalAudience": "none",
            "scheduledStartDateTime": {"dateTime": "2026-05-01T04:00:00.0000000", "timeZone": "UTC"},
            "scheduledEndDateTime": {"dateTime": "2026-05-08T04:00:00.0000000", "timeZone": "UTC"},
            "internalReplyMessage": OLD, "externalReplyMessage": OLD,
        }  # fmt: skip
        self.vacation: dict[str, Any] = {
            "enableAutoReply": False,
            "responseSubject": "At the lake",
            "responseBodyPlainText": "Back in May.",
        }
        self.owner = OWNER
        self.codes: dict[str, dict[str, str]] = {}
        self.tokens: dict[str, str] = {}
        self.pending: dict[str, dict[str, str]] = {}
        self.secrets: list[str] = []
        """Codes, proof keys and tokens, of which nothing may be kept anywhere."""
        self.asked: list[tuple[str, str, Any]] = []
        """Method, path and body of every request to the services, those for signing in aside."""
        self.instead: dict[str, list[Answer]] = {}
        self.changes_html = ""
        """A pattern of HTML that is taken out of what is stored."""

    def answer_instead(self, request: str, *answers: Answer) -> None:
        """Answer the next requests to read or write settings (`PATCH graph`) otherwise."""
        self.instead[request] = list(answers)

    def written(self) -> list[Any]:
        """Return the bodies of the requests that change something."""
        return [body for method, _, body in self.asked if method in ("PATCH", "PUT")]

    # Signing in
    def authorize(self, kind: str, query: dict[str, str]) -> Answer:
        """Return the page that asks the person, or the page that says what is wrong with the request."""
        wanted = {"login": (APP_ID, "code"), "google": (CLIENT_ID, "token")}[kind]
        scope = {"login": f"openid profile {GRAPH_SCOPE}", "google": GMAIL_SCOPE}[kind]
        wrong = [
            name
            for name, right in (
                ("client_id", query.get("client_id") == wanted[0]),
                ("redirect_uri", query.get("redirect_uri") in self.redirects),
                ("response_type", query.get("response_type") == wanted[1]),
                ("scope", query.get("scope") == scope),
                ("state", len(query.get("state", "")) >= 22),
                ("prompt", query.get("prompt") == "select_account"),
                ("response_mode", kind == "google" or query.get("response_mode") == "fragment"),
                ("code_challenge_method", kind == "google" or query.get("code_challenge_method") == "S256"),
                ("code_challenge", kind == "google" or re.fullmatch(r"[\w-]{43}", query.get("code_challenge", ""))),
            )
            if not right
        ]
        if wrong:
            return Answer(400, f"<p id=wrong>{', '.join(wrong)}</p>")
        number = secrets.token_hex(4)
        self.pending[number] = query
        buttons = "".join(
            f'<a id="{one}" href="/{kind}/decide?{urlencode({"n": number, "choice": one})}">{one}</a> '
            for one in CHOICES[kind]
        )
        return Answer(200, f"<!doctype html><title>Sign in</title><h1>Sign in</h1>{buttons}")

    def decide(self, kind: str, number: str, choice: str) -> Answer:
        """Send the browser back with the answer behind the `#`."""
        query = self.pending.pop(number)
        answer = {"state": query["state"], **CHOICES[kind][choice]}
        if "error" not in answer and kind == "login":
            answer |= {"code": secrets.token_urlsafe(24), "session_state": "1"}
            self.codes[answer["code"]] = query
        elif "error" not in answer:
            answer = {
                "access_token": self.token(GMAIL_SCOPE),
                "token_type": "Bearer",
                "expires_in": "3599",
                "scope": GMAIL_SCOPE,
                **answer,
            }
        return Answer(302, "", (("Location", f"{query['redirect_uri']}#{urlencode(answer)}"),))

    def token(self, scope: str) -> str:
        """Return a new access token."""
        made = f"token-{secrets.token_urlsafe(16)}"
        self.tokens[made] = scope
        self.secrets.append(made)
        return made

    def exchange(self, origin: str, form: dict[str, str]) -> Answer:
        """Return a token for a code, if the request is that of the page which asked for it."""
        query = self.codes.pop(form.get("code", ""), None)
        verifier = form.get("code_verifier", "")
        self.secrets += [form.get("code", ""), verifier]
        challenge = urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
        if not origin or "client_secret" in form:
            return self._oauth_error(
                "invalid_request", "AADSTS9002327: Tokens may only be redeemed via cross-origin requests."
            )
        if form.get("grant_type") != "authorization_code" or form.get("client_id") != APP_ID:
            return self._oauth_error("invalid_request", "AADSTS900144: The request body is wrong.")
        if query is None or form.get("redirect_uri") != query["redirect_uri"]:
            return self._oauth_error("invalid_grant", "AADSTS70000: The code is not valid.")
        if not 43 <= len(verifier) <= 128 or challenge != query["code_challenge"]:
            return self._oauth_error(
                "invalid_grant", "AADSTS501481: The code verifier does not match the code challenge."
            )
        account = urlsafe_b64encode(
            json.dumps({"preferred_username": self.owner, "name": "Dana Núñez Whitlock"}).encode()
        ).decode()
        return Answer(200, {
            "token_type": "Bearer", "scope": f"openid profile {GRAPH_SCOPE}", "expires_in": 3599, "access_token": self.token(GRAPH_SCOPE),
            "id_token": f"eyJhbGciOiJub25lIn0.{account.rstrip('=')}.",
        })  # fmt: skip

    def _oauth_error(self, error: str, description: str) -> Answer:
        return Answer(400, {"error": error, "error_description": f"{description}\r\nTrace ID: 1", "error_codes": [1]})

    # Settings
    def graph(self, method: str, token: str, body: Any) -> Answer:
        """Read or change the settings of the mailbox."""
        if self.tokens.get(token) != GRAPH_SCOPE:
            return graph_error(401, "InvalidAuthenticationToken", WWW_Authenticate="Bearer")
        if method == "PATCH":
            given = (body or {}).get("automaticRepliesSetting")
            if not isinstance(given, dict) or {*body} != {"automaticRepliesSetting"} or not {*given} <= {*self.replies}:
                return graph_error(400, "RequestBodyRead")
            made = {**self.replies, **given}
            made["status"] = STATUSES.get(str(made["status"]).lower())
            made["externalAudience"] = AUDIENCES.get(str(made["externalAudience"]).lower())
            if made["status"] is None or made["externalAudience"] is None:
                return graph_error(400, "RequestBodyRead")
            times = [_graph_time(made[name]) for name in ("scheduledStartDateTime", "scheduledEndDateTime")]
            if made["status"] == "scheduled" and not (times[0] < times[1] and self.now < times[1]):
                return graph_error(400, "ErrorInvalidTimeSettings")
            for name in ("internalReplyMessage", "externalReplyMessage"):
                inner = re.sub(r"(?is)</?(?:html|body)>\n?", "", made[name])
                made[name] = f"<html>\n<body>\n{self._stored(inner)}</body>\n</html>\n"
            self.replies = made
        context = (
            f"https://graph.microsoft.com/v1.0/$metadata#users('{self.owner.replace('@', '%40')}')/mailboxSettings"
        )
        return Answer(
            200,
            {"@odata.context": context, "timeZone": "Eastern Standard Time", "automaticRepliesSetting": self.replies},
        )

    def gmail(self, method: str, path: str, token: str, body: Any) -> Answer:
        """Read or replace the vacation settings, or list the addresses."""
        if self.tokens.get(token) != GMAIL_SCOPE:
            return gmail_error(401, "authError")
        if path == "sendAs":
            others = [
                {"sendAsEmail": "permits@plantcitygov.example"},
                {"sendAsEmail": self.owner, "isPrimary": True, "isDefault": True},
            ]
            return Answer(200, {"sendAs": others})
        if method == "PUT":
            if not isinstance(body, dict) or any(
                not isinstance(value, VACATION.get(name, ())) for name, value in body.items()
            ):
                return gmail_error(400, "invalidArgument")
            begins, ends = (int(body.get(name, 0)) for name in ("startTime", "endTime"))
            empty = not any(body.get(name) for name in ("responseSubject", "responseBodyHtml", "responseBodyPlainText"))
            if (begins and ends and begins >= ends) or (body.get("enableAutoReply") and empty):
                return gmail_error(400, "invalidArgument")
            kept = {name: value for name, value in body.items() if value not in ("", False)}
            if "responseBodyHtml" in kept:
                kept["responseBodyHtml"] = self._stored(
                    re.sub(r'\s(?:style|class|on\w+)="[^"]*"', "", kept["responseBodyHtml"])
                )
            self.vacation = {"enableAutoReply": False, **kept}
        return Answer(200, self.vacation)

    def _stored(self, html: str) -> str:
        return re.sub(self.changes_html, "", html) if self.changes_html else html


def _graph_time(value: dict[str, str]) -> datetime:
    assert value["timeZone"] == "UTC"
    return datetime.fromisoformat(value["dateTime"][:19]).replace(tzinfo=UTC)


@contextmanager
def running(now: int) -> Iterator[MailServices]:
    """Run the stand-ins on a free port of loopback."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    services = MailServices(f"http://127.0.0.1:{server.server_port}", now)
    server.services = services  # type: ignore[attr-defined]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield services
    server.shutdown()
    server.server_close()
    thread.join()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    @property
    def services(self) -> MailServices:
        found: MailServices = self.server.services  # type: ignore[attr-defined]
        return found

    def do_GET(self) -> None:
        self._respond("GET", None)

    def do_POST(self) -> None:
        self._respond("POST", self._body().decode())

    def do_PATCH(self) -> None:
        self._respond("PATCH", json.loads(self._body()))

    def do_PUT(self) -> None:
        self._respond("PUT", json.loads(self._body()))

    def do_OPTIONS(self) -> None:
        """Answer whether a page may ask (CORS); the sign-in pages are none of its business."""
        allowed = {"graph": "GET, PATCH", "gmail": "GET, PUT"}.get(self.path.split("/")[1])
        headers = (
            ("Access-Control-Allow-Methods", allowed or "GET"),
            ("Access-Control-Allow-Headers", "authorization, content-type"),
        )
        self._send(Answer(204 if allowed else 405, "", headers), "")

    def _body(self) -> bytes:
        return self.rfile.read(int(self.headers["Content-Length"]))

    def _respond(self, method: str, body: Any) -> None:
        path = urlsplit(self.path)
        kind, _, rest = path.path.strip("/").partition("/")
        instead = [] if rest.endswith("sendAs") else self.services.instead.get(f"{method} {kind}", [])
        answer = instead[0] if instead else None
        if answer and answer.status:  # who hangs up does so each time, because browsers ask again
            instead.pop(0)
        if answer is None or answer.taken:
            done = self._asked(
                method, kind, rest, {name: value[0] for name, value in parse_qs(path.query).items()}, body
            )
            answer = answer or done
        self._send(answer, kind)

    def _asked(self, method: str, kind: str, rest: str, query: dict[str, str], body: Any) -> Answer:
        services = self.services
        token = self.headers.get("Authorization", "").removeprefix("Bearer ")
        if rest == "decide":
            return services.decide(kind, query["n"], query["choice"])
        if kind == "login" and rest == f"{TENANT}/oauth2/v2.0/authorize":
            return services.authorize(kind, query)
        if kind == "google" and rest == "o/oauth2/v2/auth":
            return services.authorize(kind, query)
        if kind == "login" and rest == f"{TENANT}/oauth2/v2.0/token":
            return services.exchange(
                self.headers.get("Origin", ""), {name: value[0] for name, value in parse_qs(body).items()}
            )
        if kind in ("graph", "gmail"):
            services.asked.append((method, f"{kind}/{rest}", body))
        if kind == "graph" and rest == "v1.0/me/mailboxSettings":
            return services.graph(method, token, body)
        if kind == "gmail" and rest.startswith("gmail/v1/users/me/settings/"):
            return services.gmail(method, rest.rpartition("/")[2], token, body)
        return Answer(404, {"error": {"code": "ResourceNotFound", "message": rest}})

    def _send(self, answer: Answer, kind: str) -> None:
        if not answer.status:
            self.close_connection = True
            return
        is_page = isinstance(answer.content, str)
        content = (answer.content if is_page else json.dumps(answer.content)).encode()
        self.send_response(answer.status)
        self.send_header("Content-Type", "text/html" if is_page else "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cross-Origin-Opener-Policy", "same-origin")
        if origin := self.headers.get("Origin"):
            self.send_header("Access-Control-Allow-Origin", origin)
            self.send_header("Access-Control-Expose-Headers", GRAPH_EXPOSES if kind == "graph" else "Retry-After")
        for name, value in answer.headers:
            self.send_header(name, value)
        self.end_headers()
        if answer.status != 204:
            self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""
