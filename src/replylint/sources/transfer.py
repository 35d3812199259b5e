"""Undo the transfer encoding of a part (RFC 2045 section 6) as forgiving mail programs do.

White space and comments around the name of the encoding do not count, trailing white space in
quoted-printable is padding, and foreign characters in base64 are ignored. What a list or gateway
appended after the base64 as plain text is set apart. Text that was cut off is refused: half of a
message must not be judged.
"""

from __future__ import annotations

import base64
import binascii
import copy
from email.message import Message
from functools import lru_cache
from typing import NamedTuple

from replylint.errors import SourceError
from replylint.patterns import compiled

_AS_IT_IS = ("7bit", "8bit", "binary", "")
_NAMES = {
    **dict.fromkeys(("7bit", "8bit", "binary", "", "7bits", "8bits", "none", "identity"), "8bit"),
    **dict.fromkeys(("base64", "b64", "b"), "base64"),
    **dict.fromkeys(("quotedprintable", "qp", "q"), "quoted-printable"),
    **dict.fromkeys(("xuuencode", "uuencode", "xuue", "uue"), "x-uuencode"),
}
"""Encodings by their names, in lower case, without what is neither letter nor digit."""
_CLOSE = 0.85
"""How much a misspelled name has in common with the right one."""
_COMMENT = compiled(r"\([^()]{0,200}\)")
_NEITHER = compiled(r"[^a-z0-9]+")
_WHITE = b" \t\r\n"
_BASE64 = compiled(rb"[A-Za-z0-9+/]*+={0,2}")
_RUN = compiled(rb"[A-Za-z0-9+/]+={0,2}")
_WORD = 20
"""Characters of a run from which on a line with several of them is base64 and not words."""
_LOOKS_QUOTED = compiled(rb"=(?:[0-9A-F]{2}|[ \t]{0,9}\r?\n)")
_CUT_QUOTED = compiled(rb"=[0-9A-Fa-f]\Z")
_LEAST = 40
"""Characters of base64 that are known as such without being declared."""


class Content(NamedTuple):
    """The bytes of a part, and what was appended after its encoded text."""

    data: bytes
    appended: bytes = b""
    open_end: bool = False
    """Whether the encoded text ends in the middle of a line, as it does where a file was cut."""


def content_of(part: Message) -> Content:
    """Return the bytes of a part, with its transfer encoding undone.

    Raises SourceError if the encoding is unknown, or the encoded text damaged or cut off.
    """
    written = str(part.get("Content-Transfer-Encoding", ""))
    encoding = _encoding(written)
    if encoding == "8bit":
        return Content(_raw(part, written))
    if encoding == "base64":
        return _from_base64(_raw(part, written))
    if encoding == "quoted-printable":
        raw = _raw(part, written)
        return Content(_from_quoted_printable(raw), open_end=raw.endswith(b"="))
    if encoding == "x-uuencode":
        return Content(_payload(part, encoding))
    raw = _raw(part, written)
    compact = raw.translate(None, _WHITE)
    if len(compact) >= _LEAST and _BASE64.fullmatch(compact) and b" " not in raw.strip():
        return _from_base64(raw)
    if _LOOKS_QUOTED.search(raw):
        return Content(_from_quoted_printable(raw))
    if not raw.isascii() and encoding.startswith("x"):
        raise SourceError(
            f"its text is in an encoding that is not known ({written.strip()[:40]!r}); "
            "save the message again from your mail program"
        )
    return Content(raw)


@lru_cache(64)
def _encoding(written: str) -> str:
    """Return the encoding that a header line names, misspelled names included.

    What cannot be known is returned without white space and punctuation.
    """
    name = _COMMENT.sub("", written).partition(";")[0].lower()
    name = _NEITHER.sub("", name)
    if name in _NAMES:
        return _NAMES[name]
    from difflib import get_close_matches

    close = get_close_matches(name, [known for known in _NAMES if len(known) > 3], 1, _CLOSE)
    return _NAMES[close[0]] if close else name


def _raw(part: Message, written: str) -> bytes:
    """Return the bytes of a part as they came over the network."""
    if written.lower() in _AS_IT_IS:
        payload = part.get_payload(decode=True)
        return payload if isinstance(payload, bytes) else b""
    return _payload(part, "8bit")


def _payload(part: Message, encoding: str) -> bytes:
    bare = copy.copy(part)  # a header line deleted from a copy stays in the original
    del bare["Content-Transfer-Encoding"]
    bare["Content-Transfer-Encoding"] = encoding
    payload = bare.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _from_quoted_printable(raw: bytes) -> bytes:
    """Return what quoted-printable stands for; blanks at the end of a line are no part of it."""
    if b" \n" in raw or b"\t\n" in raw or b" \r\n" in raw or b"\t\r\n" in raw:
        raw = b"\n".join(line.rstrip(b" \t\r") for line in raw.split(b"\n"))
    if _CUT_QUOTED.search(raw.rstrip(_WHITE)[-2:]):
        raise SourceError("its text is cut off inside a character; save the message again")
    return binascii.a2b_qp(raw)


def _from_base64(raw: bytes) -> Content:
    """Return what base64 stands for, and the text appended after it."""
    compact = raw.translate(None, _WHITE)
    if len(compact) % 4 == 0 and _BASE64.fullmatch(compact):
        decoded = base64.b64decode(compact)
        closed = raw.endswith((b"\n", b"=")) or decoded.endswith(b"\n")
        return Content(decoded, open_end=bool(decoded) and not closed)
    data, at, ended, rest = [], 0, False, b""
    for line in raw.splitlines(keepends=True):
        bare = line.strip()
        runs = _RUN.findall(bare)
        if runs:
            words = len(runs) > 1 and max(map(len, runs)) < _WORD
            if words or (ended and not _begins_stretch(bare)):
                break
            rest += b"".join(runs)
            padding = rest.find(b"=")
            if 0 <= padding < len(rest.rstrip(b"=")):
                raise _damaged()
            whole = len(rest) // 4 * 4
            data.append(rest[:whole])
            rest = rest[whole:]
        ended = not runs or padding >= 0
        at += len(line)
    appended = raw[at:].strip()
    if rest or not data or (appended and _BASE64.fullmatch(appended)):
        raise _damaged()
    try:
        return Content(b"".join(map(base64.b64decode, data)), appended)
    except binascii.Error:
        raise _damaged() from None


def _begins_stretch(line: bytes) -> bool:
    """Return whether base64 goes on with a line after its end: the text was encoded in pieces."""
    whole = len(line) % 4 == 0 and _BASE64.fullmatch(line) is not None
    return whole and (len(line) >= _LEAST or line.endswith(b"="))


def _damaged() -> SourceError:
    return SourceError("its base64 text is damaged or cut off; save the message again")
