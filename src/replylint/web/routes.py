"""What the server answers at each address."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Sequence
from datetime import date

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from replylint.web import basic, openapi, operations
from replylint.web.absences import KnownAbsences
from replylint.web.bodies import body_of
from replylint.web.limits import Buckets, client_of
from replylint.web.problems import problem
from replylint.web.served_page import ServedPage
from replylint.web.sign_in import RETURN
from replylint.web.signed_in import SignedIn
from replylint.web.work import request_of
from replylint.web.workers import BusyError, DiedError, SlowError, Workers

_JSON = "application/json"
_FORM = "application/x-www-form-urlencoded"
_SLOW_COSTS = 20.0
"""Tokens of a request that was stopped because it took too long."""
_BASIC = 400_000
"""The most bytes of the form."""


class Routes:
    """The addresses, and what they need."""

    def __init__(
        self, page: ServedPage, workers: Workers, absences: KnownAbsences, buckets: Buckets, today: Callable[[], date], largest: int,
        signs_in: bool,
    ) -> None:  # fmt: skip
        self._page = page
        self._signs_in = signs_in
        self._workers = workers
        self._absences = absences
        self._buckets = buckets
        self._today = today
        self._largest = largest
        self._document = json.dumps(openapi.document(largest)).encode()

    def all(self) -> Sequence[Route]:
        """Return them."""
        return (
            Route("/", self._page.respond),
            *(Route(f"/api/{name}", self._operation(name), methods=["POST"]) for name in operations.OPERATIONS),
            Route("/api/people", self._people),
            Route("/api/away", self._away),
            Route("/basic", self._basic, methods=["GET", "POST"]),
            *([Route(f"/{RETURN}", SignedIn().respond)] if self._signs_in else []),
            Route("/openapi.json", self._openapi),
            Route("/healthz", self._health),
        )

    def _operation(self, name: str) -> Callable[[Request], Awaitable[Response]]:
        async def respond(request: Request) -> Response:
            body = await body_of(request, _JSON, self._largest)
            return await self._asked(request, request_of(name, self._today(), body))

        return respond

    async def _people(self, request: Request) -> Response:
        prefix = _parameters(request, "q").get("q", "")
        if not 1 <= len(prefix) <= operations.LONGEST_PREFIX:
            raise HTTPException(
                400, f"Give q: the beginning of a name, at most {operations.LONGEST_PREFIX} characters."
            )
        return await self._asked(request, request_of("people", self._today(), q=prefix))

    async def _away(self, request: Request) -> Response:
        given = _parameters(request, "first", "last")
        first, last = (_day(given, name) for name in ("first", "last"))
        found = self._absences.now.between(first or date.min, last or date.max)
        return Response(found.to_bytes(), media_type=_JSON)

    async def _basic(self, request: Request) -> Response:
        language = request.query_params.get("language", "")
        if language not in basic.LANGUAGES:
            spanish = request.headers.get("accept-language", "").lower().startswith("es")
            language = "es" if spanish else "en"
        headers = {"Content-Security-Policy": basic.content_security_policy()}
        if request.method != "POST":
            return HTMLResponse(basic.empty(language), headers=headers)
        body = await body_of(request, _FORM, _BASIC)
        answer = await self._asked(request, request_of("basic", self._today(), body, language=language))
        return HTMLResponse(answer.body, headers=headers) if answer.status_code == 200 else answer

    async def _openapi(self, _: Request) -> Response:
        return Response(self._document, media_type=_JSON, headers={"Cache-Control": "no-cache"})

    async def _health(self, _: Request) -> Response:
        if not self._workers.ready:
            return problem(503, "No process is ready to check.", {"Retry-After": "5"})
        return Response(b'{"status":"ok"}', media_type=_JSON)

    async def _asked(self, request: Request, asked: bytes) -> Response:
        """Return what a process answers, or why none did."""
        client = client_of(request.scope)
        try:
            status, content = await self._workers.ask(asked, client)
        except BusyError:
            return problem(503, "Too much is asked at the moment. Try again in a few seconds.", {"Retry-After": "5"})
        except SlowError:
            self._buckets.charge(client, _SLOW_COSTS)
            return problem(422, "This took too long, so it was not checked. Send only the reply itself.")
        except DiedError:
            self._buckets.charge(client, _SLOW_COSTS)
            return problem(500, "The process that checked this text ended, so it was not checked.")
        if status == 200:
            return Response(content, media_type=_JSON)
        return problem(status, json.loads(content)["detail"])


def _parameters(request: Request, *known: str) -> dict[str, str]:
    """Return the parameters of an address. Raises HTTPException for others, and for one that is given twice."""
    given = request.query_params.multi_items()
    found = dict(given)
    if len(found) < len(given) or not found.keys() <= {*known}:
        raise HTTPException(400, f"This address takes {' and '.join(known)}, each once.")
    return found


def _day(given: dict[str, str], name: str) -> date | None:
    if name not in given:
        return None
    try:
        day = date.fromisoformat(given[name])
    except ValueError:
        day = None
    if day is None or day.isoformat() != given[name]:
        raise HTTPException(400, f"Give {name} as a day such as 2026-12-31.")
    return day
