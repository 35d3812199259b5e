"""Bytes to characters, plain text to documents."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator

from replylint.errors import SourceError
from replylint.visible import Span, Visible

_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SUPERSETS = {
    "us-ascii": "cp1252", "ascii": "cp1252", "iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030",
    "ks_c_5601-1987": "cp949", "ks_c_5601": "cp949", "euc-kr": "cp949", "shift_jis": "cp932", "shift-jis": "cp932", "iso-8859-8-i": "iso-8859-8", "unicode-1-1-utf-7": "utf-7",
    "windows-874": "cp874", "x-mac-roman": "mac-roman", "iso-8859-9": "cp1254", "tis-620": "cp874", "iso-8859-11": "cp874", "utf8": "utf-8", "cp-850": "cp850",
}  # fmt: skip


def decode(data: bytes, declared: str = "") -> tuple[str, str]:
    """Return the text of `data` and the encoding it was in.

    Order: byte order mark, declared charset (its usual superset), strict UTF-8, Windows-1252.
    Raises SourceError if the declared charset is unknown or does not fit, or nothing fits.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _strict(data, name), name
    declared = declared.strip().strip("\"'").lower()
    if declared in ("us-ascii", "ascii", ""):
        try:
            return data.decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            return _strict(data, "cp1252"), "cp1252"
    name = _SUPERSETS.get(declared, declared)
    try:
        codecs.lookup(name)
    except (LookupError, ValueError):
        raise SourceError(f"its character set {declared[:40]!r} is not known; save it again as UTF-8") from None
    return _strict(data, name), name


def _strict(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        if name == "cp1252":
            raise SourceError(
                "it is not text, or in a character set that cannot be told; save it again as UTF-8"
            ) from None
        raise SourceError(f"its characters cannot be read as {name.upper()}; save it again as UTF-8") from None
    except (LookupError, ValueError):
        raise SourceError(f"{name!r} is not a character set for text; save it again as UTF-8") from None


def declared_in_html(data: bytes) -> str:
    """Return the charset that the first 2,048 bytes of an HTML file declare, or an empty string."""
    match = _META_CHARSET.search(data[:2048])
    return match.group(1).decode("ascii", "replace") if match else ""


def looks_binary(text: str) -> bool:
    """Say whether text holds control characters that no message has."""
    return bool(_CONTROLS.search(text[:65536]))


def without_template_tags(visible: Visible) -> Visible:
    """Return a template's text without its comments and statements; its `{{ variables }}` stay.

    A line that held nothing else goes with them, as Jinja's own trimming does.
    """
    text = visible.text
    spans = []
    for start, end in _template_tags(text):
        line_start = text.rfind("\n", 0, start) + 1
        line_end = text.find("\n", end)
        line_end = len(text) if line_end < 0 else line_end + 1
        short = line_end - line_start <= _LONGEST_LINE
        alone = short and not text[line_start:start].strip() and not text[end:line_end].strip()
        spans.append(Span(line_start, line_end) if alone else Span(start, end))
    return visible.without(spans) if spans else visible


_LONGEST_LINE = 2_000
"""Characters of a line of a template that is looked at for other things than its tags."""


def _template_tags(text: str) -> Iterator[tuple[int, int]]:
    """Yield the places of comments and statements, those that never end left out."""
    at = 0
    closed = {"{#": True, "{%": True}
    for match in re.finditer(r"\{[#%]", text):
        opening = match.group()
        if match.start() < at or not closed[opening]:
            continue
        end = text.find(opening[1] + "}", match.end())
        if end < 0:
            closed[opening] = False
            continue
        at = end + 2
        yield match.start(), at
