"""Messages and templates of Outlook for Windows (`.msg`, `.oft`): a compound file with one stream for each property.

[MS-OXMSG] says how the properties lie in the file, [MS-OXPROPS] what their numbers mean.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from importlib import import_module
from typing import Any, NamedTuple

from replylint.errors import SourceError
from replylint.sources import built
from replylint.sources.text import looks_binary

MAX_PICTURE = 5_000_000
"""Bytes of one picture in the text."""
MAX_PICTURES = 50
"""Pictures of one message."""
MAX_STREAMS = 10_000
"""Streams and storages of one file."""
MAX_SIDE_BY_SIDE = 3_000
"""Streams and storages in one storage."""
MAX_PEOPLE = 500
"""Recipients that are named in the message built."""
MAX_PARTS = 500
"""Attachments that are looked at."""

_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEMPLATE = "0006F046-0000-0000-C000-000000000046"
_DAMAGED = "it is damaged or cut off; save the message again"
_ENCRYPTED = (
    "it is encrypted or sealed with a signature, so its text cannot be read; open it and save it as text or HTML"
)
_MESSAGE_HEADER, _PART_HEADER = 32, 8
_CLASS, _SUBJECT, _SUBMITTED, _HEADERS = 0x001A, 0x0037, 0x0039, 0x007D
_DELIVERED, _BODY, _RTF, _HTML, _MESSAGE_ID = 0x0E06, 0x1000, 0x1009, 0x1013, 0x1035
_SENDER = ((0x0C1A, 0x5D01), (0x0C1A, 0x0C1F), (0x0042, 0x5D02), (0x0042, 0x0065))
_RECIPIENT = ((0x3001, 0x39FE), (0x3001, 0x3003))
_RECIPIENT_KIND, _ATTACHED, _ATTACH_METHOD = 0x0C15, 0x3701, 0x3705
_FILE_NAMES, _MEDIA_TYPE, _CONTENT_ID = (0x3707, 0x3704), 0x370E, 0x3712
_BY_VALUE = 1
_PROPERTIES = "__properties_version1.0"
_ATTACHMENT, _PERSON = "__attach_version1.0_#", "__recip_version1.0_#"
_STREAM, _FOLDER = 2, 1
"""What an entry of a compound file's directory is ([MS-CFB] section 2.6.1)."""
_BINARY, _UNICODE = 0x0102, 0x001F
_NUMBERS = {0x0002: 2, 0x0003: 4}
"""Types of whole numbers, with their bytes."""
_TIME = 0x0040
_TIME_BEGINS = datetime(1601, 1, 1, tzinfo=UTC)
_CODE_PAGES = (0x3FDE, 0x3FFD)
_EIGHT_BIT = 0x001E
_PICTURES = (
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
)


class Item(NamedTuple):
    """What a file holds."""

    data: bytes
    """The message, as it would be sent."""
    message_class: str
    """What Outlook takes it for: `IPM.Note`, `IPM.Contact`, `IPM.Note.Rules.OofTemplate.Microsoft`."""
    template: bool
    """Whether it is a template or draft: written by nobody at no time, or saved as `.oft`."""


def is_compound(head: bytes) -> bool:
    """Say whether a file that begins so is a compound file, as `.msg` and `.oft` are (and old Word files too)."""
    return head.startswith(_MAGIC)


def item_of(data: bytes, name: str = "") -> Item:
    """Return what a file of this name holds.

    Raises SourceError if it is damaged, encrypted or a compound file of another kind.
    """
    if not is_compound(data):
        raise SourceError("it is not a message of Outlook; save the message again as .msg or .eml")
    try:
        item = _item(data)
    except SourceError:
        raise
    except MemoryError:
        raise SourceError("it is too large to be read; save the message without its attachments") from None
    except Exception:  # olefile raises whatever the damage leads it to
        raise SourceError(_DAMAGED) from None
    return item._replace(template=True) if name.lower().endswith(".oft") else item


class _Properties:
    """The properties of the message, of a recipient or of an attachment."""

    def __init__(self, file: Any, folder: Any, header: int) -> None:
        """Read the fixed values, which lie in one stream behind a header of so many bytes ([MS-OXMSG] section 2.4)."""
        self._file = file
        self._streams = {entry.name.lower(): entry for entry in folder.kids if entry.entry_type == _STREAM}
        self._fixed: dict[int, tuple[int, bytes]] = {}
        values = self._content(_PROPERTIES) or b""
        for at in range(header, len(values) - 15, 16):
            kind, number = (int.from_bytes(values[place : place + 2], "little") for place in (at, at + 2))
            self._fixed.setdefault(number, (kind, values[at + 8 : at + 16]))

    def text(self, number: int) -> str:
        """Return a text, empty if there is none."""
        value = self._property(number, _UNICODE)
        if value is not None:
            return value.decode("utf-16-le", "replace").rstrip("\x00")
        value = self._property(number, _EIGHT_BIT)
        return built.text_of(value, self.charset(number)).rstrip("\x00") if value else ""

    def binary(self, number: int) -> bytes:
        """Return bytes, none if there are none."""
        return self._property(number, _BINARY) or b""

    def number(self, number: int) -> int | None:
        """Return a whole number, None if there is none."""
        kind, value = self._fixed.get(number, (0, b""))
        return int.from_bytes(value[: _NUMBERS[kind]], "little", signed=True) if kind in _NUMBERS else None

    def moment(self, number: int) -> datetime | None:
        """Return an instant, None if there is none: hundreds of nanoseconds since 1601."""
        kind, value = self._fixed.get(number, (0, b""))
        try:
            ticks = int.from_bytes(value, "little")
            moment = (_TIME_BEGINS + timedelta(microseconds=ticks // 10)) if kind == _TIME else None
        except OverflowError:
            return None
        return moment if moment and 1980 <= moment.year <= 9000 else None

    def charset(self, number: int) -> str:
        """Return the character set of a text that is not Unicode, empty if the file does not tell.

        Raises SourceError if it tells one that is not known.
        """
        order = _CODE_PAGES if number in (_BODY, _HTML) else _CODE_PAGES[::-1]
        page = next((known for one in order if (known := self.number(one))), 0)
        charset = built.charset_of(page)
        if page and not charset:
            raise SourceError("its character set is not known; save the message again as Unicode")
        return charset

    def _property(self, number: int, kind: int) -> bytes | None:
        return self._content(f"__substg1.0_{number:04X}{kind:04X}")

    def _content(self, name: str) -> bytes | None:
        """Return the bytes of a stream, None if there is none. Raises OSError and others if it is damaged."""
        entry = self._streams.get(name.lower())
        if entry is None:
            return None
        data: bytes = self._file._open(entry.isectStart, entry.size).read()
        if len(data) != entry.size:
            raise EOFError
        return data


def _item(data: bytes) -> Item:
    with import_module("olefile").OleFileIO(io.BytesIO(data)) as file:
        entries = [entry for entry in file.direntries if entry is not None]
        widest = max(len(entry.kids) for entry in entries)
        # A file made to keep a reader busy names the same bytes again and again.
        held = sum(entry.size for entry in entries[1:] if entry.entry_type == _STREAM)
        if len(entries) > MAX_STREAMS or widest > MAX_SIDE_BY_SIDE or held > len(data):
            raise SourceError(_DAMAGED)
        names = {entry.name for entry in file.root.kids}
        if not names:
            raise SourceError(_DAMAGED)
        if "EncryptedPackage" in names:
            raise SourceError(_ENCRYPTED)
        if _PROPERTIES not in names:
            raise SourceError("it is a file of Office, but not a message of Outlook; save the message as .msg or .eml")
        return _read(file)


def _read(file: Any) -> Item:
    """Return the item of an open compound file."""
    message = _Properties(file, file.root, _MESSAGE_HEADER)
    parts = list(_below(file, _ATTACHMENT, MAX_PARTS))
    plain, html = _bodies(message)
    message_class = message.text(_CLASS).strip()
    if _is_sealed(message_class, parts) and not plain and not html:
        raise SourceError(_ENCRYPTED)
    sender = _person(message, _SENDER)
    sent = message.moment(_SUBMITTED) or message.moment(_DELIVERED)
    headers = built.header_fields(message.text(_HEADERS))
    given = {name.lower() for name, _ in headers}
    own = [
        ("From", sender),
        ("Subject", " ".join(message.text(_SUBJECT).split())),
        ("Date", built.date_line(sent)),
        ("Message-ID", message.text(_MESSAGE_ID).strip()),
        *_recipients(file),
    ]
    # A copy in Sent Items and a template have no header lines, and those of some deliveries lack the sender.
    headers += [(name, value) for name, value in own if value and name.lower() not in given]
    pictures = list(_pictures(parts)) if html else []
    by_nobody = not sender and sent is None and not given & {"from", "date"}
    is_template = file.root.clsid == _TEMPLATE
    return Item(built.message(headers, plain, html, pictures), message_class, is_template or by_nobody)


def _below(file: Any, prefix: str, most: int) -> Iterator[_Properties]:
    """Yield the properties of the attachments or the recipients, at most so many."""
    folders = (entry for entry in file.root.kids if entry.entry_type == _FOLDER and entry.name.startswith(prefix))
    for _, folder in zip(range(most), folders, strict=False):
        yield _Properties(file, folder, _PART_HEADER)


def _is_sealed(message_class: str, parts: list[_Properties]) -> bool:
    kind = message_class.lower()
    if ".smime" in kind or "rpmsg" in kind or kind.startswith("ipm.note.secure"):
        return True
    return any(part.text(number).lower().endswith((".p7m", ".rpmsg")) for part in parts for number in _FILE_NAMES)


def _bodies(message: _Properties) -> tuple[str | None, str | None]:
    plain = message.text(_BODY)
    page = message.binary(_HTML)
    html = built.text_of(page, message.charset(_HTML)).rstrip("\x00") if page else message.text(_HTML)
    if not plain.strip() and not html.strip():
        plain = built.rtf_text(unpacked_rtf(message.binary(_RTF)))
    if looks_binary(plain):
        plain = "".join(mark for mark in plain if mark.isprintable() or mark in "\t\r\n")
    return plain or None, html or None


def _person(properties: _Properties, numbers: tuple[tuple[int, int], ...]) -> str:
    """Return name and address by the first pair that has an address of the network, else the name alone."""
    for name, mail in numbers:
        if "@" in properties.text(mail):
            return built.address(properties.text(name), properties.text(mail))
    return next((known for name, _ in numbers if (known := built.address(properties.text(name), ""))), "")


def _recipients(file: Any) -> Iterator[tuple[str, str]]:
    people: dict[int, list[str]] = {1: [], 2: []}
    for recipient in _below(file, _PERSON, MAX_PEOPLE):
        known = _person(recipient, _RECIPIENT)
        kind = (recipient.number(_RECIPIENT_KIND) or 1) & 0xF
        if known and kind in people:
            people[kind].append(known)
    yield "To", ",\n ".join(people[1])
    yield "Cc", ",\n ".join(people[2])


def _pictures(parts: list[_Properties]) -> Iterator[built.Inline]:
    count = 0
    for part in parts:
        content_id = part.text(_CONTENT_ID).strip().strip("<>")
        if not content_id or part.number(_ATTACH_METHOD) not in (_BY_VALUE, None) or count >= MAX_PICTURES:
            continue
        data = part.binary(_ATTACHED)
        media_type = next((kind for magic, kind in _PICTURES if data.startswith(magic)), part.text(_MEDIA_TYPE))
        if media_type.startswith("image/") and 0 < len(data) <= MAX_PICTURE:
            count += 1
            yield built.Inline(content_id, media_type, data)


_RTF_BEGINNING = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans SerifSymbolArial"
    b"Times New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)


def unpacked_rtf(data: bytes) -> bytes:
    """Return RTF as it was before Outlook packed it ([MS-OXRTFCP]); nothing if it is damaged or very large."""
    size = int.from_bytes(data[4:8], "little")
    if data[8:12] == b"MELA":
        return data[16 : 16 + size]
    if data[8:12] != b"LZFu" or size > built.MAX_RTF:
        return b""
    ring = bytearray(_RTF_BEGINNING.ljust(4096, b" "))
    write = len(_RTF_BEGINNING)
    unpacked = bytearray()
    at = 16
    while at < len(data) and len(unpacked) < size:
        control = data[at]
        at += 1
        for bit in range(8):
            if control >> bit & 1:
                pair = int.from_bytes(data[at : at + 2], "big")
                at += 2
                read = pair >> 4
                if read == write or at > len(data):
                    return bytes(unpacked[:size])
                run = [(read + step) & 4095 for step in range((pair & 15) + 2)]
            elif at < len(data):
                ring[write] = data[at]
                unpacked.append(data[at])
                write = (write + 1) & 4095
                at += 1
                continue
            else:
                return bytes(unpacked[:size])
            for place in run:
                ring[write] = ring[place]
                unpacked.append(ring[place])
                write = (write + 1) & 4095
    return bytes(unpacked[:size])
