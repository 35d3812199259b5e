"""Encoded words of header lines (RFC 2047): `=?utf-8?Q?Automatic_reply?=`."""

from __future__ import annotations

import re
from email.errors import MessageError
from email.header import decode_header, make_header

from replylint.patterns import compiled

_WORD = compiled(r"=\?[^?\s]{1,60}\?[BbQq]\?[^?\s]{0,1000}\?=")


def decoded(raw: str) -> str:
    """Return a header line with its encoded words decoded; a damaged word stays as it is."""
    if "=?" not in raw:
        return raw
    try:
        return str(make_header(decode_header(raw)))
    except (MessageError, LookupError, ValueError):
        return _WORD.sub(_one, raw)


def _one(match: re.Match[str]) -> str:
    try:
        return str(make_header(decode_header(match[0])))
    except (MessageError, LookupError, ValueError):
        return match[0]
