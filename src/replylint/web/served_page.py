"""The page as the server gives it: built once, compressed once, and known by its hash."""

from __future__ import annotations

import gzip
import re
from hashlib import sha256
from html import unescape

from starlette.requests import Request
from starlette.responses import Response

from replylint.errors import ConfigError

_POLICY = re.compile(rb'<meta http-equiv="Content-Security-Policy" content="([^"]*)">')
_LEVEL = 6


class ServedPage:
    """One file, as it is and compressed, with the policy that it has inside said in a header as well.

    Raises ConfigError if it is not a file that `replylint page` wrote.
    """

    def __init__(self, page: bytes) -> None:
        policy = _POLICY.search(page)
        if policy is None:
            raise ConfigError("--page: this is not a file that replylint page wrote; write it again")
        self.policy = unescape(policy[1].decode()) + "; frame-ancestors 'none'"
        digest = sha256(page).hexdigest()[:32]
        self._forms = {
            "": (f'"{digest}"', page),
            "gzip": (f'"{digest}-gzip"', gzip.compress(page, _LEVEL, mtime=0)),
        }

    async def respond(self, request: Request) -> Response:
        """Return the page, or that the browser's copy is still right."""
        encoding = "gzip" if _takes_gzip(request.headers.get("accept-encoding", "")) else ""
        tag, content = self._forms[encoding]
        headers = {
            "Content-Security-Policy": self.policy,
            "Cache-Control": "no-cache",
            "ETag": tag,
            "Vary": "Accept-Encoding",
        }
        if _is_among(tag, request.headers.get("if-none-match", "")):
            return Response(status_code=304, headers=headers)
        if encoding:
            headers["Content-Encoding"] = encoding
        return Response(content, headers=headers, media_type="text/html")


def _takes_gzip(accepted: str) -> bool:
    """Return whether a browser takes gzip (RFC 9110, section 12.5.3)."""
    for one in accepted.lower().split(","):
        name, _, quality = one.partition(";")
        if name.strip() in ("gzip", "*"):
            weight = quality.replace(" ", "").removeprefix("q=")
            return not re.fullmatch(r"0(\.0*)?", weight)
    return False


def _is_among(tag: str, given: str) -> bool:
    return given.strip() == "*" or tag in {one.strip().removeprefix("W/") for one in given.split(",")}
