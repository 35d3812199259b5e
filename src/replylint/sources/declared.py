"""The charset that a file declares for itself: in a page, in XML, in header lines above a text."""

from __future__ import annotations

import re
from email import message_from_bytes

from replylint.patterns import compiled
from replylint.visible import Span

_LONGEST_HEAD = 100_000
"""Bytes at the beginning of a page in which its declaration is looked for; Word's style sheets
take up to 60,000."""
_IN_CONTENT = compiled(r"charset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.IGNORECASE)
_XML = compiled(rb"\A(?:\xef\xbb\xbf)?<\?xml[^>]{0,100}?\sencoding\s*=\s*[\"']([\w.:-]{1,40})[\"']")
_HEADER_LINES = compiled(rb"\A(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+")
_WIDE = ("utf-16", "utf16", "utf-32", "utf32", "unicode", "ucs-2", "iso-10646-ucs-2")
"""Charsets in which no declaration can be found as ASCII. Browsers take them for UTF-8
(HTML Standard, 13.2.3.2)."""
_WITH_HEADERS = frozenset(("cpanel", "vacation"))
"""Formats whose text follows header lines."""
_XML_FORMATS = frozenset(("exchange-clixml", "exchange-ews"))


def declared_in_html(data: bytes) -> str:
    """Return the charset that an HTML file declares in a `meta` element, or an empty string."""
    if b"charset" not in data[:_LONGEST_HEAD].lower():
        return ""
    head = data[:_LONGEST_HEAD].decode("latin-1")
    place = charset_in_page(head)
    name = head[place.start : place.end] if place else ""
    return "utf-8" if name.lower().startswith(_WIDE) else name


def declared_in_file(form: str, data: bytes) -> str:
    """Return the charset that a file in a format of `formats` declares, or an empty string."""
    if form in _XML_FORMATS:
        match = _XML.match(data[:_LONGEST_HEAD])
        name = match[1].decode("ascii") if match else ""
        return "utf-8" if name.lower().startswith(_WIDE) else name
    if form in _WITH_HEADERS and (header := _HEADER_LINES.match(data)):
        return message_from_bytes(header[0] + b"\n").get_content_charset("")
    return ""


def charset_in_page(content: str) -> Span | None:
    """Return the place of the charset's name in the first `meta` element that declares one.

    The element is either `<meta charset=…>` or `<meta http-equiv=Content-Type content="…">`
    (HTML Standard, 4.2.5).
    """
    from replylint.sources.html.tokens import Start, tokens

    for token in tokens(content[:_LONGEST_HEAD]):
        if not isinstance(token, Start) or token.name != "meta":
            continue
        if (attribute := token.attributes.get("charset")) and attribute.value.strip():
            return Span(attribute.value_start, attribute.value_end)
        kind = token.attributes.get("http-equiv")
        value = token.attributes.get("content")
        if kind is None or value is None or kind.value.strip().lower() != "content-type":
            continue
        if match := _IN_CONTENT.search(content, value.value_start, value.value_end):
            return Span(*match.span(1))
    return None


def charset_of_page(content: str) -> str:
    """Return the name of the charset that a page declares, or an empty string."""
    place = charset_in_page(content)
    return content[place.start : place.end].strip() if place else ""


def declaring(content: str, charset: str) -> str:
    """Return a page with `charset` in its declaration; one without a declaration stays as it is."""
    place = charset_in_page(content)
    return content[: place.start] + charset + content[place.end :] if place else content
