"""The access log: method, path, status and milliseconds of each request, and nothing that a person typed.

An address that the server does not have is not written either, nor is what an error says: both may quote a text.
"""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Callable, Collection

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from replylint.web.problems import problem

_METHODS = frozenset("GET HEAD POST PUT PATCH DELETE OPTIONS TRACE CONNECT".split())
_OTHER = "(other)"
log = logging.getLogger("replylint.serve")


class AccessLog:
    """Logs each request; what fails within becomes a problem document and a line with the kind and place of the error."""

    def __init__(self, app: ASGIApp, paths: Collection[str], clock: Callable[[], float] = time.perf_counter) -> None:
        self._app = app
        self._paths = frozenset(paths)
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and log it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        status = 0
        begun = self._clock()

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except Exception as error:
            log.error("%s", _described(error))
            if not status:
                await problem(500, "Something went wrong on this server. IT finds the kind of error in its log.")(
                    scope, receive, noted
                )
        finally:
            method = scope["method"] if scope["method"] in _METHODS else _OTHER
            path = scope["path"] if scope["path"] in self._paths else _OTHER
            log.info("%s %s %s %.0f ms", method, path, status or "-", (self._clock() - begun) * 1000)


def _described(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {frames[-1].name}, line {frames[-1].lineno}" if frames else ""
    return f"internal error: {type(error).__name__}{place}"
