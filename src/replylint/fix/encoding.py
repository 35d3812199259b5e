"""Corrected text as bytes: in the charset the file had, so that what it declares stays true."""

from __future__ import annotations

import codecs
import re

from replylint.errors import ConfigError, SourceError
from replylint.patterns import compiled
from replylint.sources.declared import (
    charset_of_page,
    declared_in_file,
    declared_in_html,
    declaring,
)
from replylint.sources.text import codec_of, decode

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"), (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)  # fmt: skip
"""Byte order marks with their codecs, UTF-32 before UTF-16, which begins alike."""
_LABELS = {
    "cp932": "shift_jis", "cp949": "euc-kr", "cp874": "windows-874", "mac-roman": "macintosh",
    "utf-16-le": "utf-16", "utf-16-be": "utf-16", "utf-32-le": "utf-32", "utf-32-be": "utf-32",
    **{f"cp125{page}": f"windows-125{page}" for page in range(9)},
    **{f"cp{page}": f"ibm{page}" for page in (437, 850, 852, 866)},
}  # fmt: skip
"""The names by which pages declare codecs of Python that are called otherwise."""
_AS_REFERENCES = frozenset(("exchange-clixml", "exchange-ews"))
"""Formats other than pages in which a character can be written as `&#8212;`."""
_AS_ESCAPES = frozenset(("exchange-json", "graph-json", "gmail-json", "jmap-json", "cpanel-json", "thunderbird"))
"""Formats in which a character can be written as `\\u2014`."""


def encoded_page(content: str, original: bytes) -> bytes:
    """Return a page in the charset of the file it came from, which its `meta` element declares.

    A byte order mark stays. Characters that the charset lacks become references. Raises ConfigError
    if the page would be read as something else.
    """
    declared = declared_in_html(original)
    mark, name = _codec(original, declared)
    label = charset_of_page(content)
    if name == "ascii" and not declared:
        # Without a declaration, browsers read a page as Windows-1252; as ASCII it reads the same.
        data = content.encode("ascii", "xmlcharrefreplace")
        return _verified(data, label, content, "xmlcharrefreplace", "ascii")
    if label and label != charset_of_page(decode(original, declared)[0]) and codec_of(label.lower()) != name:
        content = declaring(content, declared or _LABELS.get(name, name))
    data = mark + content.encode(name, "xmlcharrefreplace")
    return _verified(data, declared_in_html(data), content, "xmlcharrefreplace", name)


def encoded_text(content: str, original: bytes, form: str = "") -> bytes:
    """Return the text of a file in the charset it had, with its byte order mark.

    `form` is its format. Characters that the charset lacks become references in XML and escapes in
    JSON; any other text becomes UTF-8 with a byte order mark. Raises ConfigError if the file would
    be read as something else.
    """
    declared = declared_in_file(form, original)
    mark, name = _codec(original, declared)
    name = "utf-8" if name == "ascii" and not declared else name
    how = "xmlcharrefreplace" if form in _AS_REFERENCES else "strict"
    if form in _AS_ESCAPES:
        content, how = _escaped(content, name), "strict"
    try:
        data = mark + content.encode(name, how)
        return _verified(data, declared, content, how, name)
    except (UnicodeEncodeError, ConfigError):
        if declared:
            raise ConfigError(
                f"its character set, {declared}, has no place for the corrected text; "
                "save it again as UTF-8, then correct it"
            ) from None
        return content.encode("utf-8-sig")


def _codec(original: bytes, declared: str) -> tuple[bytes, str]:
    """Return the byte order mark of a file and the codec that gives its bytes back.

    That is the declared charset itself, if it reads the file as its superset does: a dash of
    Windows-1252 added to a file in ISO 8859-1 is unknown to programs that take the name literally.
    """
    for mark, name in _MARKS:
        if original.startswith(mark):
            return mark, name
    try:
        text, name = decode(original, declared)
    except SourceError:
        return b"", "utf-8"
    for literal in (declared.lower(), "" if declared else "ascii"):
        try:
            if literal and original.decode(literal) == text:
                return b"", codecs.lookup(literal).name if literal == "ascii" else literal
        except (LookupError, ValueError):
            continue
    return b"", name


def _verified(data: bytes, declared: str, content: str, how: str, name: str) -> bytes:
    """Return the bytes of a text. Raises ConfigError if reading them gives another text."""
    expected = content.encode(name, how).decode(name)
    try:
        if decode(data, declared)[0] == expected:
            return data
    except SourceError:
        pass
    raise ConfigError(
        "the corrected text would not be readable in the character set of the file; "
        "save the file again as UTF-8, then correct it"
    )


_BEYOND_ASCII = compiled(r"[^\x00-\x7f]")


def _escaped(content: str, name: str) -> str:
    """Return JSON with escapes for the characters that a charset lacks; they are in strings."""

    def escape(match: re.Match[str]) -> str:
        try:
            match[0].encode(name)
        except UnicodeEncodeError:
            units = match[0].encode("utf-16-be").hex()
            return "".join(f"\\u{units[at : at + 4]}" for at in range(0, len(units), 4))
        return match[0]

    return _BEYOND_ASCII.sub(escape, content)
