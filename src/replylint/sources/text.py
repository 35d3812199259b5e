"""Bytes to characters, plain text to documents."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache

from replylint.errors import SourceError
from replylint.patterns import compiled, late
from replylint.sources.mojibake import is_mojibake
from replylint.visible import Span, Visible

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = compiled(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_SUPERSETS = {
    "us-ascii": "cp1252", "ascii": "cp1252", "iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030",
    "ks_c_5601-1987": "cp949", "ks_c_5601": "cp949", "euc-kr": "cp949", "shift_jis": "cp932", "shift-jis": "cp932", "iso-8859-8-i": "iso-8859-8", "unicode-1-1-utf-7": "utf-7",
    "windows-874": "cp874", "x-mac-roman": "mac-roman", "iso-8859-9": "cp1254", "tis-620": "cp874", "iso-8859-11": "cp874", "utf8": "utf-8", "cp-850": "cp850",
    **dict.fromkeys(("x-sjis", "sjis", "ms_kanji", "windows-31j"), "cp932"), "x-euc-jp": "euc-jp",
    **dict.fromkeys(("x-gbk", "gb_2312-80", "x-euc-cn", "chinese"), "gb18030"), "cn-big5": "big5",
    "ks_c_5601-1989": "cp949", "ksc5601": "cp949", "korean": "cp949", "x-mac-cyrillic": "mac-cyrillic",
    "mac": "mac-roman", "ansi": "cp1252", "x-ansi": "cp1252", "visual": "iso-8859-8",
}  # fmt: skip
"""Names by which mail programs mean a larger or another charset (encoding.spec.whatwg.org)."""


_UNSTATED = frozenset(
    " us-ascii ascii ansi_x3.4-1968 unknown-8bit x-unknown unknown default x-user-defined undefined "
    "binary 8bit none null (null) auto".split(" ")
)
"""Names that say nothing of bytes beyond ASCII (RFC 1428 for `unknown-8bit`)."""
_INSIDE = late(
    r"(?P<utf8>utf[-_ ]?8)|utf[-_ ]?16(?P<wide>[lb]e)?"
    r"|(?:windows|win|cp|ibm|dos)[-_ ]?(?P<page>125[0-8]|874|932|936|949|950|8[56]\d|437)(?!\d)"
    r"|iso[-_ ]?8859[-_ ]?(?P<iso>1[0-6]|[1-9])(?!\d)|koi8[-_ ]?(?P<koi>[ru])"
)
"""A known name inside one that is not: `utf8mb4`, `iso-8859-1;format=flowed`, `win-1251`."""
_NOT_FOR_MAIL = frozenset(
    "base64 bz2 hex idna mbcs oem punycode quopri raw_unicode_escape rot13 rot_13 undefined "
    "unicode_escape uu zlib".split()
)
"""Codecs of Python that are no character sets."""
_ISO_2022 = compiled(rb"\x1b[$(]")
"""What switches between the letters of ISO-2022-JP, -KR and -CN (RFC 1468, 1557, 1922), all 7-bit."""
_UNTOLD = "its character set cannot be told, so its letters may be wrong; save it again as UTF-8"


def decode(data: bytes, declared: str = "") -> tuple[str, str]:
    """Return the text of `data` and the encoding it was in.

    Order: byte order mark, declared charset (its usual superset), strict UTF-8, Windows-1252. Where
    the declared charset is not known, characters of several bytes still show that it is UTF-8; ASCII
    shows nothing, because other 7-bit charsets use the same bytes (UTF-7, HZ, ISO 646).
    Raises SourceError if the declared charset is unknown or does not fit, or nothing fits.
    """
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _strict(data, name), name
    declared = declared.strip().strip("\"'").lower()
    if declared in _UNSTATED:
        if _ISO_2022.search(data):
            raise SourceError(_UNTOLD)
        try:
            return data.decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            return _western(data, _strict(data, "cp1252")), "cp1252"
    if name := codec_of(declared):
        text = _strict(data, name)
        return _western(data, text) if name == "cp1252" else text, name
    if not data.isascii():
        with suppress(UnicodeDecodeError):
            return data.decode("utf-8"), "utf-8"
    raise SourceError(f"its character set {declared[:40]!r} is not known; save it again as UTF-8")


@lru_cache(64)
def codec_of(declared: str) -> str:
    """Return the codec for a declared charset in lower case, empty if none is known."""
    name = _SUPERSETS.get(declared, declared)
    with suppress(LookupError, ValueError):
        codec = codecs.lookup(name)
        return "" if codec.name.replace("-", "_") in _NOT_FOR_MAIL else name
    match = _INSIDE.search(declared)
    if match is None:
        return ""
    if match["page"]:
        return f"cp{match['page']}"
    if match["iso"]:
        return _SUPERSETS.get(f"iso-8859-{match['iso']}", f"iso-8859-{match['iso']}")
    if match["koi"]:
        return f"koi8-{match['koi']}"
    return "utf-8" if match["utf8"] else f"utf-16{match['wide'] or ''}"


def _western(data: bytes, text: str) -> str:
    """Return a text that was read as Windows-1252. Raises SourceError if it is in another charset."""
    if is_mojibake(text):
        with suppress(UnicodeDecodeError):
            data.decode("utf-8")
            return text  # garbled, of which its reader speaks
        raise SourceError(_UNTOLD)
    return text


def _strict(data: bytes, name: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError:
        if name == "cp1252":
            raise SourceError(_UNTOLD) from None
        raise SourceError(f"its characters cannot be read as {name.upper()}; save it again as UTF-8") from None


def looks_binary(text: str) -> bool:
    """Return whether text holds control characters that no message has."""
    return bool(_CONTROLS.search(text[:65536]))


_LATER = "\x81\x8d\x8f\x90\x9d€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ\xa0-\xbf"
"""What Windows-1252 shows for the later bytes of a character in UTF-8."""
_MIDDLE = "‚ƒ„†‡ˆ‰Š‹ŒŽ‘“•˜š›œžŸ¡-ª¬-º¼-¾"
"""Those of them that come inside words only where letters are garbled."""
_GARBLED = late(
    f"Ã[¡-º¼-¿]|Â[\xa0-\xbf]|â€[\x9d™œ“”˜¦¢]|ðŸ|ï»¿|(?<=[a-zß-ÿ])[Â-Þ][{_MIDDLE}]|[Â-Þ][{_MIDDLE}](?=[a-zß-ÿ])"
)
_PERHAPS_GARBLED = late(f"[Â-ß][{_LATER}]")
_ACCENTED = late("[À-ÿ]")


def garbled(text: str) -> str:
    """Return a sample of letters in UTF-8 that were read as another character set, or "".

    `Ã¡` is such a sample, for `á`. The other pairs also come about in capitals before a closing
    quote (“SÍ”), so they count only where there are several and hardly any other accents.
    """
    if text.isascii():
        return ""
    if match := _GARBLED.search(text):
        return match[0]
    found = _PERHAPS_GARBLED.findall(text)
    if len(found) >= 3 and len(found) >= 0.8 * len(_ACCENTED.findall(text)):
        return str(found[0])
    return ""


GARBLED = (
    "its letters are garbled, as “{}” shows, because a program took it for another character set; "
    "save the original again as UTF-8"
)


def without_template_tags(visible: Visible) -> Visible:
    """Return a template's text without its comments and statements; its `{{ variables }}` stay.

    A line that held nothing else goes with them, as Jinja's own trimming does.
    """
    text = visible.text
    spans = []
    for start, end in _template_tags(text):
        first, last = max(0, start - _LONGEST_LINE), min(len(text), end + _LONGEST_LINE)
        line_start = text.rfind("\n", first, start) + 1 or first
        line_end = text.find("\n", end, last) + 1 or last
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
