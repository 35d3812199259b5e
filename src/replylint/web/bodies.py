"""What a request carries: its type, and no more of it than may be."""

from __future__ import annotations

import asyncio

from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

_SECONDS = 20.0
"""In which a body must have come; who sends slower holds a place for nothing."""


async def body_of(request: Request, media_type: str, most: int) -> bytes:
    """Return the body. Raises HTTPException if it is of another type, too large, or does not come."""
    kind, _, parameters = request.headers.get("content-type", "").partition(";")
    charset = parameters.replace(" ", "").replace('"', "").lower()
    if kind.strip().lower() != media_type or charset not in ("", "charset=utf-8"):
        raise HTTPException(415, f"Send {media_type}, in UTF-8.", {"Accept": media_type})
    if request.headers.get("content-encoding", "identity") != "identity":
        raise HTTPException(415, "Send the body as it is, not compressed.", {"Accept-Encoding": "identity"})
    too_large = HTTPException(413, f"This is too large. The most that is taken is {most:,} bytes.")
    length = request.headers.get("content-length", "0")
    if length.isdecimal() and int(length[:20]) > most:
        raise too_large
    data = bytearray()
    try:
        async with asyncio.timeout(_SECONDS):
            async for piece in request.stream():
                data += piece
                if len(data) > most:
                    raise too_large
    except TimeoutError:
        raise HTTPException(408, "The body did not come in time.", {"Connection": "close"}) from None
    except ClientDisconnect:
        raise HTTPException(400, "The body did not come whole.") from None
    return bytes(data)
