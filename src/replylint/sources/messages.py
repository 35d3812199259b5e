"""The bytes of a mail message: as mail has them, parsed, and its header lines alone.

Everything that reads mail starts here. To parse takes most of its time, so header lines that
nothing reads are left out first, and large attachments are emptied.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import errors as defects
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message
from email.utils import getaddresses
from typing import Any, NamedTuple

from replylint.errors import SourceError
from replylint.patterns import compiled
from replylint.sources import automatic
from replylint.sources.encoded_words import decoded

TOO_DEEP = "it has too many parts inside each other; save the message you want checked by itself"

HEADER_LINE = compiled(rb"(?:[!-9;-~]+[ \t]*:|>?From )")
_ENVELOPE = compiled(rb">?From (?![ \t]*:)")
_ATTACHED = compiled(rb"\ncontent-disposition:[ \t]*attachment", re.IGNORECASE)
_BASE64 = compiled(rb"\ncontent-transfer-encoding:[ \t]*base64", re.IGNORECASE)
_ENCODED = compiled(rb"[A-Za-z0-9+/=\r\n \t]*+")
_BOUNDARY = compiled(rb"(?i)\bboundary=\"([^\"\r\n]{16,70})\"")
"""Those of mail programs are long and in quotation marks; what is shorter may stand in a text as well."""
_LARGE_ATTACHMENT = 4_000
"""Bytes from which on an attachment is worth leaving out."""
_SAMPLE = 2_000
"""Bytes by which a part is seen to be in base64; a large one is longer than two of them."""
_LONGEST_PART_HEADER = 10_000
HEADER_END = compiled(rb"\n\r?\n|\r\r")
_WIDE = (b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff", b"\xff\xfe", b"\xfe\xff")
MAX_HEADER = 200_000
"""Bytes of the header lines; Exchange writes 20,000."""
_READ = {
    *automatic.HEADERS, "Message-ID", "In-Reply-To", "References", "From", "To", "Date", "Delivery-Date", "MIME-Version", "Content-Type",
    "Content-Transfer-Encoding", "Content-Disposition", "Content-ID", "Cc", "Reply-To", "Thread-Index", "X-Spam-Flag", "Received", "Authentication-Results",
}  # fmt: skip
"""The header lines of a message that anything here or in an audit reads."""
_ROUTE = compiled(
    rb"^(?:Received(?:-SPF)?|DKIM-Signature|ARC-[A-Za-z-]{1,40}|Authentication-Results|X-MS-Exchange-(?!Generated)[A-Za-z-]{1,60}|X-Google-DKIM-Signature)[ \t]*:[^\n]*\n(?:[ \t][^\n]*\n)*",
    re.MULTILINE | re.IGNORECASE,
)
"""Header lines that servers add on the way, most of a header block; nothing here reads them, and to take them apart takes long."""
_READ_LOWER = frozenset(name.lower().encode() for name in _READ)
_FIRST = frozenset((b"received", b"authentication-results"))
"""Header lines of which the first alone is read: that of the last server, which is the mailbox's own."""


def head_of(data: bytes) -> bytes:
    """Return the header lines of a message, with the blank line below them."""
    match = HEADER_END.search(data, 0, MAX_HEADER)
    return data[: match.end()] if match else data[:MAX_HEADER]


_MULTIPART = compiled(
    rb"(?ims)^content-type:[ \t]*multipart/[^\n]*(?:\n[ \t][^\n]*)*?boundary=(?:\"([^\"\r\n]{1,200})\"|([^\s;]{1,200}))"
)


def end_of_parts(data: bytes) -> int:
    """Return where the last part of a message with parts ends, 0 for a message without any."""
    match = _MULTIPART.search(as_mail(head_of(data)).data)
    if match is None:
        return 0
    return data.find(b"\n--" + (match[1] or match[2]) + b"--") + 1


class Parsed(NamedTuple):
    """A message with its decoded senders."""

    message: Message
    from_: list[tuple[str, str]]


def without_attachments(data: bytes) -> bytes:
    """Return a message with its large attachments emptied: parts that say that they are attachments, in base64. Their header lines stay.

    To decode them takes most of the time of a message that has any, and nobody reads them here.
    """
    pieces, last = [], 0
    for match in _ATTACHED.finditer(data):
        low, high = match.start(), data.find(b"\n--", match.start())
        head_start = max(
            data.rfind(b"\n--", last, low), data.rfind(b"\n\n", last, low), data.rfind(b"\n\r\n", last, low), last
        )
        head_end = HEADER_END.search(data, low, low + _LONGEST_PART_HEADER)
        if head_end is None or not head_end.end() <= high - _LARGE_ATTACHMENT or low < last:
            continue
        if _BASE64.search(data, head_start, head_end.end()) and _is_encoded(data, head_end.end(), high):
            pieces.append(data[last : head_end.end()])
            last = high
    return b"".join([*pieces, data[last:]]) if pieces else data


def _is_encoded(data: bytes, start: int, end: int) -> bool:
    """Return whether a part begins and ends as base64 does."""
    return all(_ENCODED.fullmatch(data, low, high) for low, high in ((start, start + _SAMPLE), (end - _SAMPLE, end)))


class Raw(NamedTuple):
    """The bytes of a message from its first header line on."""

    data: bytes
    wide: bool = False
    """Whether the file was in UTF-16 or UTF-32; now its text is UTF-8, whatever its header says."""


def as_mail(data: bytes) -> Raw:
    """Return the bytes of a file as mail has them.

    Programs put a byte order mark, blank lines or an envelope line before the header, save mail
    with the line ends of old Macs or with doubled carriage returns, or as UTF-16.
    """
    wide = data.startswith(_WIDE) or (len(data) > 8 and data[1:8:2] == b"\0\0\0\0")
    if wide:
        name = "utf-32" if data.startswith(_WIDE[:2]) else "utf-16"
        name = name if data.startswith(_WIDE) else "utf-16-le"
        data = data.decode(name, "replace").encode("utf-8", "replace")
    data = data.lstrip(b"\r\n \t\xef\xbb\xbf") if data[:1] in b"\r\n \t\xef" else data
    if b"\r" in data[:_LONGEST_PART_HEADER]:
        if b"\n" not in data:
            data = data.replace(b"\r", b"\n")
        elif b"\r\r\n" in data[:_LONGEST_PART_HEADER]:
            data = data.replace(b"\r\r\n", b"\r\n")
    while _ENVELOPE.match(data):
        data = data.partition(b"\n")[2]
    return Raw(data, wide)


def parse(raw: Raw) -> Parsed:
    """Parse a message.

    Raises SourceError for what is not a mail message.
    """
    data = raw.data
    if not HEADER_LINE.match(data):
        raise SourceError(
            "it is not a mail message: it does not begin with header lines; for a plain text use --input-format text"
        )
    header = re.match(rb"(?s).*?\r?\n\r?\n", data[: MAX_HEADER + 2]) or len(data) <= MAX_HEADER
    if not header:
        raise SourceError(f"its header is more than {MAX_HEADER // 1000} kB long; save the message again")
    import logging

    import mailparser
    from mailparser.exceptions import MailParserError, MailParserRecursionError

    # It logs about parts it does not know, and a log that nobody handles goes to standard error.
    logger = logging.getLogger("mailparser")
    logger.propagate = False
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    head = head_of(data)
    data = _ROUTE.sub(b"", head) + without_attachments(data)[len(head) :]
    try:
        mail = mailparser.parse_from_bytes(data)
        message = mail.message
        found = [(name, address) for name, address in mail.from_ if "@" in address]
    except (RecursionError, MailParserRecursionError):
        raise SourceError(TOO_DEEP) from None
    except (MailParserError, MessageError, ValueError, LookupError, TypeError, AttributeError):
        # What it does not take, a parser that asks less may still read.
        message = message_from_bytes(data)
        found = senders(message)
    if message is None or not message.keys():
        raise SourceError("it is not a mail message: it has no header lines; for a plain text use --input-format text")
    if raw.wide:
        for part in walk(message):
            if not part.is_multipart() and not str(part.get("Content-Transfer-Encoding", "")).strip(" 78BITbit"):
                part.set_param("charset", "utf-8")
    return Parsed(message, found)


def senders(message: Message) -> list[tuple[str, str]]:
    """Return the names and addresses of those who wrote a message."""
    values = [str(value) for value in message.get_all("From", [])]
    return [(decoded(name), address) for name, address in getaddresses(values) if "@" in address]


class Part(Message):
    """A message or part of one that looks its header lines up in a table; they do not change once it is read."""

    _table: tuple[int, dict[str, str]] = (0, {})
    """How many header lines there were, and the first of each name."""
    _kind = ""

    def get(self, name: str, failobj: Any = None) -> Any:
        """Return the first header line of a name."""
        if self._table[0] != len(self):  # it is still being read
            self._table = (len(self), {key.lower(): value for key, value in reversed(list(self.raw_items()))})
        value = self._table[1].get(name.lower())
        if value is None or value.isascii():
            return failobj if value is None else value
        return self.policy.header_fetch_parse(name, value)

    def first(self, name: str) -> str:
        """Return the first header line of a name as it stands, empty if there is none; UTF-8 without a mark is read as such (RFC 6532)."""
        if self._table[0] != len(self):
            self.get(name)
        value = self._table[1].get(name.lower(), "")
        return value if value.isascii() else value.encode("utf-8", "surrogateescape").decode("utf-8", "replace")

    def get_content_type(self) -> str:
        """Return the type, worked out once."""
        if not self._kind:
            self._kind = super().get_content_type()
        return self._kind


def walk(message: Message) -> Iterator[Message]:
    """Walk the parts without recursion, not going into attached messages."""
    stack = [message]
    while stack:
        part = stack.pop()
        yield part
        if part.is_multipart() and part.get_content_maintype() == "multipart":
            stack.extend(reversed(part.get_payload()))  # type: ignore[arg-type]  # a multipart's payload is its list of parts


def header_of(head: bytes) -> Part:
    """Return header lines as a message without a text: those that anything reads, and no others, which are most of them."""
    if b"\n" not in head:
        return message_from_bytes(head, _class=Part)
    message = Part()
    name, lines, once = "", [b""], set(_FIRST)
    for line in head.split(b"\n"):
        if line[:1] in (b" ", b"\t"):
            lines.append(line)
            continue
        if name:
            message[name] = b"\n".join(lines).strip(b"\r\n \t").decode("ascii", "surrogateescape")
            name = ""
        field, colon, value = line.partition(b":")
        if not colon and line.strip():  # here the text begins, without a blank line before it
            message.defects.append(defects.MissingHeaderBodySeparatorDefect())
        if colon and (lower := (field := field.rstrip()).lower()) in _READ_LOWER:
            if lower in _FIRST:
                if lower not in once:
                    continue
                once.remove(lower)
            name, lines = field.decode("ascii"), [value]
    if name:
        message[name] = b"\n".join(lines).strip(b"\r\n \t").decode("ascii", "surrogateescape")
    return message


def parts_below(header: Message, data: bytes) -> Message:
    """Return the message below header lines that were read already, taken apart by the standard library alone; large attachments are emptied."""
    return message_from_bytes(_with_plain_boundaries(_below(header, data)), _class=Part)


def _with_plain_boundaries(data: bytes) -> bytes:
    """Return a message with boundaries that are the same in every message, so that `email` need not compile patterns for each."""
    boundaries = list(dict.fromkeys(_BOUNDARY.findall(data)))
    for number, boundary in enumerate(boundaries):
        if any(boundary in other for other in boundaries if other != boundary):
            return data
        data = data.replace(boundary, b"replylint-boundary-%d" % number)
    return data


def _below(header: Message, data: bytes) -> bytes:
    """Return a message with these header lines, and with its large attachments emptied."""
    lines = "".join(f"{name}: {value}\n" for name, value in header.items()).encode("ascii", "surrogateescape")
    return lines + b"\n" + without_attachments(data)[len(head_of(data)) :]
