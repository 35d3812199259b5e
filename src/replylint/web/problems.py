"""Errors as problem documents (RFC 9457)."""

from __future__ import annotations

import json
from http import HTTPStatus

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

MEDIA_TYPE = "application/problem+json"


def problem(status: int, detail: str, headers: dict[str, str] | None = None) -> Response:
    """Return an error: its kind is its status (`about:blank`), and `detail` is a sentence that says what to do."""
    content = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    return Response(json.dumps(content), status, headers, MEDIA_TYPE)


_DETAILS = {
    404: "There is nothing at this address. /openapi.json lists what there is.",
    405: "This address does not take that method. The Allow header names those that it takes.",
}


async def raised(_: Request, error: Exception) -> Response:
    """Return what the framework or a route raised as a problem document."""
    assert isinstance(error, HTTPException)
    detail = _DETAILS.get(error.status_code, error.detail)
    return problem(error.status_code, detail, dict(error.headers or {}))
