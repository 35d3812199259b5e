"""The page to which Microsoft and Google send a window for signing in back: it hands their answer to the page that asked."""

from __future__ import annotations

from importlib.resources import files

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from replylint.web.hashes import source_hash


class SignedIn:
    """One short page. What it receives is behind a `#`, which browsers never send to a server."""

    def __init__(self) -> None:
        app = files("replylint.web") / "app"
        script = (app / "signed-in.js").read_text(encoding="utf-8")
        self._page = (app / "signed-in.html").read_text(encoding="utf-8").replace("{{script}}", script)
        self._policy = (
            f"default-src 'none'; script-src {source_hash(script)}; img-src data:; form-action 'none'; base-uri 'none'; "
            "frame-ancestors 'none'"
        )

    async def respond(self, _: Request) -> Response:
        """Return the page."""
        return HTMLResponse(self._page, headers={"Content-Security-Policy": self._policy})
