"""A mail message built from what a mailbox program kept of it: header lines, text, HTML and pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from email.header import Header
from email.message import EmailMessage, MIMEPart
from email.policy import default
from email.utils import format_datetime, formataddr, getaddresses
from hashlib import sha256
from importlib import import_module
from typing import NamedTuple

from replylint.errors import SourceError
from replylint.patterns import compiled
from replylint.sources.declared import declared_in_html
from replylint.sources.text import decode

MAX_RTF = 300_000
"""Bytes of a text in RTF that is read."""

_CODE_PAGES = {
    1200: "utf-16-le", 1201: "utf-16-be", 10000: "mac-roman", 10006: "mac-greek", 10007: "mac-cyrillic",
    10029: "mac-latin2", 10079: "mac-iceland", 10081: "mac-turkish", 12000: "utf-32-le", 12001: "utf-32-be",
    20127: "cp1252", 20866: "koi8-r", 20932: "euc-jp", 20949: "cp949", 21866: "koi8-u", 28591: "cp1252",
    38598: "iso-8859-8", 50220: "iso-2022-jp", 50221: "iso-2022-jp", 50222: "iso-2022-jp", 50225: "iso-2022-kr",
    51932: "euc-jp", 51936: "gb18030", 51949: "cp949", 52936: "hz", 54936: "gb18030", 65000: "utf-7", 65001: "utf-8",
}  # fmt: skip
"""Code pages whose number is not in Python's name for them; ASCII and Latin 1 by their usual superset."""
_NAME = compiled(r"[!-9;-~]{1,200}")
_CONTROLS = compiled(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_ADDRESSES = frozenset({"from", "to", "cc", "bcc", "sender", "reply-to", "resent-from", "resent-to"})
_POLICY = default.clone(max_line_length=998)
_LONGEST_HEADER = 20_000
_PICTURE_DATA = compiled(rb"[0-9A-Fa-f\r\n]{500,}+")
_MOST_FONT_TABLES = 4


class Inline(NamedTuple):
    """A picture shown within the text."""

    content_id: str
    media_type: str
    data: bytes


def message(
    headers: Iterable[tuple[str, str]], plain: str | None, html: str | None, pictures: Sequence[Inline] = ()
) -> bytes:
    """Return a message with these header lines and its text in as many forms as are given.

    Header lines about the form of the text are left out, because the text is written anew.
    """
    lines = [_header_line(name, value) for name, value in headers]
    content = _content(plain, html, pictures)
    # The same message is always built alike, so the lines between the parts come from the text and not from chance.
    mark = sha256(f"{plain}\x00{html}".encode("utf-8", "replace")).hexdigest()[:32]
    for number, part in enumerate(content.walk()):
        if part.is_multipart():
            part.set_boundary(f"=_{mark}_{number}")
    return "".join(lines).encode("ascii", "replace") + bytes(content)


def header_fields(text: str) -> list[tuple[str, str]]:
    """Return the names and values of header lines as they came over the network."""
    fields: list[tuple[str, list[str]]] = []
    for line in text.lstrip("\r\n").splitlines():
        if not line.strip():
            break
        name, colon, value = line.partition(":")
        if line[0] in " \t":
            if fields:
                fields[-1][1].append(line)
        elif colon and _NAME.fullmatch(name.rstrip()):
            fields.append((name.rstrip(), [value.lstrip(" \t")]))
    return [(name, "\n".join(values)) for name, values in fields]


def address(name: str, mail: str) -> str:
    """Return a name and an address as header lines have them, empty if there is neither."""
    name, mail = (" ".join(_clean(part).split()) for part in (name, mail))
    mail = mail if "@" in mail and mail.isascii() else ""
    if name == mail:
        name = ""
    return formataddr((name, mail)) if mail or name else ""


def date_line(moment: datetime | None) -> str:
    """Return a moment as the Date line has it, in UTC; empty if there is none."""
    if moment is None:
        return ""
    utc = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return format_datetime(utc)


def charset_of(code_page: int) -> str:
    """Return the character set of one of Windows' code pages by Python's name for it, empty if it is not known."""
    import codecs

    name = _CODE_PAGES.get(code_page, f"cp{code_page}")
    if 28592 <= code_page <= 28605:
        name = f"iso-8859-{code_page - 28590}"
    try:
        return codecs.lookup(name).name if code_page > 0 else ""
    except LookupError:
        return ""


def text_of(data: bytes, declared: str = "") -> str:
    """Return text that has to be read somehow: as declared, else by what it looks like, else with marks for lost letters."""
    for charset in (declared, declared_in_html(data), ""):
        try:
            return decode(data, charset)[0]
        except SourceError:
            continue
    return data.decode("utf-8", "replace")


def rtf_text(rtf: bytes) -> str:
    """Return the plain text of RTF, empty if it cannot be had."""
    rtf = _PICTURE_DATA.sub(b"", rtf)
    if not rtf.lstrip().startswith(b"{\\rtf") or len(rtf) > MAX_RTF:
        return ""
    if rtf.count(b"\\fonttbl") > _MOST_FONT_TABLES:  # striprtf searches the whole text for the end of each
        return ""
    try:
        text = str(import_module("striprtf.striprtf").rtf_to_text(rtf.decode("latin-1"), errors="replace"))
        # A character beyond the first plane is written as two numbers, which striprtf leaves as they are.
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace").strip("\x00\r\n ")
    except Exception:
        return ""


def _clean(text: str) -> str:
    """Return text without control characters and without halves of characters."""
    return _CONTROLS.sub("", text).encode("utf-8", "replace").decode("utf-8")


def _header_line(name: str, value: str) -> str:
    """Return a header line; nothing for one that is about the form of the text, or far too long."""
    if not _NAME.fullmatch(name) or name.lower() == "mime-version" or name.lower().startswith("content-"):
        return ""
    parts = [part.strip() for part in _clean(value).splitlines()]
    value = "\n ".join(part for part in parts if part)
    if len(value) > _LONGEST_HEADER:
        return ""
    if not value.isascii():
        value = _in_ascii(name, value)
    return f"{name}: {value}\n"


def _in_ascii(name: str, value: str) -> str:
    if name.lower() in _ADDRESSES:
        found = getaddresses([value.replace("\n", "")])
        return ",\n ".join(one for name, mail in found if (one := address(name, mail)))
    return Header(value.replace("\n", ""), "utf-8").encode(linesep="\n")


def _content(plain: str | None, html: str | None, pictures: Sequence[Inline]) -> EmailMessage:
    content = EmailMessage(policy=_POLICY)
    if plain is not None or html is None:
        content.set_content(_clean(plain or ""), charset="utf-8")
    if html is None:
        return content
    if plain is None:
        content.set_content(_clean(html), subtype="html", charset="utf-8")
    else:
        content.add_alternative(_clean(html), subtype="html", charset="utf-8")
    if not pictures:
        return content
    parts = content.get_payload()
    page: MIMEPart = content if plain is None else parts[-1]  # type: ignore[index, assignment]
    for picture in pictures:
        kind, _, subtype = picture.media_type.lower().partition("/")
        content_id = "".join(_clean(picture.content_id).split()).strip("<>")
        if kind == "image" and re.fullmatch(r"[a-z0-9.+-]{1,60}", subtype) and content_id.isascii():
            page.add_related(picture.data, maintype=kind, subtype=subtype, cid=f"<{content_id}>", disposition="inline")
    return content
