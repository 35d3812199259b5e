"""A signature as RTF (Rich Text Format Specification 1.9.1): its lines and pictures, for mail that Outlook writes in that format."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping

from replylint.model import Document
from replylint.patterns import compiled

_SPECIAL = compiled(r"[\\{}]|[^\x20-\x7e]")
_BLANK_LINES = compiled(r"(?:\\par\r\n){2,}")
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_TWIPS_A_PIXEL = 15
_HEAD = r"{\rtf1\ansi\ansicpg1252\deff0\uc1{\fonttbl{\f0\fswiss\fcharset0 Calibri;}}\viewkind4\pard\plain\f0\fs22 "


def as_rtf(document: Document, pictures: Mapping[str, bytes], *, dense: bool = False) -> bytes:
    """Return a document as RTF, in ASCII. `pictures` are the files of its pictures, by their sources in the page.

    A picture that is not there, or is neither PNG nor JPEG, is written as its alternative text in brackets. `dense` leaves out blank lines.
    """
    written = "".join(_pieces(document, pictures))
    return (_HEAD + (_BLANK_LINES.sub("\\\\par\r\n", written) if dense else written) + "}\r\n").encode("ascii")


def _pieces(document: Document, pictures: Mapping[str, bytes]) -> Iterator[str]:
    text, at = document.text.rstrip("\n") + "\n", 0
    for picture in sorted(document.pictures, key=lambda item: item.at):
        here = min(picture.at, len(text))
        yield escaped(text[at:here])
        shown = _picture(pictures.get(picture.source, b""))
        yield shown or escaped(f"[{picture.alt or 'image'}]")
        at = here
        if text[here : here + 1] not in ("\n", ""):
            yield "\\par\r\n"
    yield escaped(text[at:])


def escaped(text: str) -> str:
    """Return plain text as it stands in RTF: characters beyond ASCII as UTF-16 numbers, line ends as paragraphs."""
    return _SPECIAL.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    character = match[0]
    if character in "\\{}":
        return f"\\{character}"
    if character == "\n":
        return "\\par\r\n"
    if character == "\t":
        return "\\tab "
    if ord(character) < 0x20:
        return ""
    units = struct.iter_unpack("<h", character.encode("utf-16-le"))
    return "".join(f"\\u{unit}?" for (unit,) in units)


def _picture(data: bytes) -> str:
    if data.startswith(_PNG) and len(data) > 24:
        width, height = struct.unpack(">II", data[16:24])
        size = f"\\picwgoal{width * _TWIPS_A_PIXEL}\\pichgoal{height * _TWIPS_A_PIXEL}"
        return f"{{\\pict\\pngblip{size} {data.hex()}}}" if 0 < width < 5000 and 0 < height < 5000 else ""
    return f"{{\\pict\\jpegblip {data.hex()}}}" if data.startswith(_JPEG) else ""
