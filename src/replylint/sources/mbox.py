"""Mailboxes in one file (mbox): where one message ends and the next begins.

The kinds differ in what they do with a line of the text that begins with `From `. mboxo and mboxrd (and Google Takeout) put a
`>` before it, mboxcl2 writes the length of the message into its header instead, and some programs do neither. So a line is
taken as the beginning of a message only if it stands after a blank line, has a sender and a full time as mail programs write
them, and header lines follow. A length is believed only if it leads to such a line or to the end of the file.

The file is read once, in pieces, and one message is held at a time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

from replylint.errors import SourceError

MAX_MESSAGE = 64_000_000
"""Bytes of one message. Of a longer one the header is given, and the rest is passed over."""

_PIECE = 1 << 18
_BOM = b"\xef\xbb\xbf"
_LONGEST_LINE = 1_000
"""Bytes of a line that may begin a message."""
_LONGEST_HEADER = 1_000_000
"""Bytes of the header lines of one message."""
_MOST_EMPTY = 8
"""Empty messages in a row that are told from text."""
_AHEAD = (_LONGEST_LINE + 4) * _MOST_EMPTY + _LONGEST_LINE
"""Bytes behind the beginning of a line that decide whether it begins a message."""

_BEFORE = 16
"""Bytes before a line that are held, to see whether it stands after a blank line."""

_MONTH = rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_WEEKDAY = rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_TIME = rb"\d{1,2}:\d\d(?::\d\d(?:\.\d{1,9})?)?"
_YEAR = rb"(?:19|20)\d\d"
_ZONES = (
    rb"(?: {1,9}(?:[-+]\d\d:?\d\d|\(?[A-Za-z]{1,5}(?:[-+]\d{1,4})?\)?|[A-Z][A-Za-z_]{1,20}/[A-Z][A-Za-z_]{1,20})){0,2}"
)
_POSTMARK = re.compile(
    rb"From \S+(?: .*)? (?:"
    + _WEEKDAY + rb",? {1,9}" + _MONTH + rb" {1,9}\d{1,2} {1,9}" + _TIME + _ZONES + rb" {1,9}" + _YEAR
    + rb"|"
    + _WEEKDAY + rb",? {1,9}\d{1,2}[ -]" + _MONTH + rb"[ -]" + _YEAR + rb" {1,9}" + _TIME
    + rb")" + _ZONES + rb"[ \t]*\r?"
)  # fmt: skip
_FROM = re.compile(rb"\nFrom ")
_HEADER_LINE = re.compile(rb"[!-9;-~]{1,200}[ \t]{0,9}:(?!//)")
_BLANK_LINE = re.compile(rb"\n\r?\n")
_BLANK = re.compile(rb"\r?\n")


class Message(NamedTuple):
    """A message of the file."""

    data: bytes
    """Its bytes without the line that begins it, and with the `>` undone that the mail program put before `From `."""
    offset: int
    """Where the line that begins it stands, in bytes from the beginning of the file."""
    too_long: bool = False
    """Whether it is over MAX_MESSAGE, so that `data` is its header alone."""
    head_only: bool = False
    """Whether it was not wanted, so that `data` is its header alone."""


def is_mbox(head: bytes) -> bool:
    """Say whether a file that begins so is such a mailbox."""
    at = len(_BOM) if head.startswith(_BOM) else 0
    while blank := _BLANK.match(head, at):
        at = blank.end()
    return _begins_message(bytearray(head[at : at + _AHEAD]), 0, True)


Wanted = Callable[[bytes], bool]
"""Says of header lines whether the message below them is to be read."""


class Misdivided(Exception):  # noqa: N818  # no error of anybody's: the file is then read as a whole
    """A place at which a mailbox was to be divided lies within a message, as its length says."""


def messages(stream: BinaryIO, wanted: Wanted | None = None) -> Iterator[Message]:
    """Yield the messages of a mailbox, in their order; of those that are not `wanted`, by their header lines, these lines alone.

    Raises SourceError if the file does not begin as a mailbox does.
    """
    return messages_between(stream, 0, None, wanted)


def messages_between(stream: BinaryIO, start: int, stop: int | None, wanted: Wanted | None = None) -> Iterator[Message]:
    """Yield the messages that begin at or behind byte `start` and before byte `stop`, as `messages` does; None is the end of the file.

    Ranges that touch give each message once. Raises SourceError as `messages` does, and Misdivided where the lines and the lengths
    of the messages do not agree on where the next range begins.
    """
    window = _Window(stream)
    if start == 0:
        window.pass_over_beginning()
        if not window.begins_message(0):
            raise SourceError(
                "it is not an mbox file: it does not begin with a line “From sender date” and header lines; export it again"
            )
    elif not window.to_first(start):
        return
    following: int | None = window.offset
    while following is not None and (stop is None or following < stop):
        found = _next(window, wanted)
        yield found.message
        following = None
        if found.following >= 0:
            window.drop(found.following)
            following = window.offset
    if stop is not None:
        beyond = _Window(stream)
        if following != (beyond.offset if beyond.to_first(stop) else None):
            raise Misdivided


class _Window:
    """The part of the file that is held: from the beginning of a message on."""

    def __init__(self, stream: BinaryIO) -> None:
        self.held = bytearray()
        self.offset = 0
        self.ended = False
        self._stream = stream

    def more(self) -> None:
        """Read a piece."""
        piece = self._stream.read(_PIECE)
        self.held += piece
        self.ended = not piece

    def fill(self, size: int) -> bool:
        """Hold at least so many bytes. Say whether the file has them."""
        while len(self.held) < size and not self.ended:
            self.more()
        return len(self.held) >= size

    def drop(self, size: int) -> None:
        """Give up the first bytes."""
        del self.held[:size]
        self.offset += size

    def pass_over_beginning(self) -> None:
        """Give up a byte order mark and blank lines."""
        if self.fill(len(_BOM)) and self.held.startswith(_BOM):
            self.drop(len(_BOM))
        while self.fill(2) or self.held:
            at = 0
            while blank := _BLANK.match(self.held, at):
                at = blank.end()
            self.drop(at)
            if not at:
                return

    def to_first(self, start: int) -> bool:
        """Hold the file from the first line on, at or behind byte `start`, that begins a message. Say whether there is one."""
        self.offset = max(start - _BEFORE, 0)
        self._stream.seek(self.offset)
        following = _pass_over(self, start - self.offset - 1)
        if following >= 0:
            self.drop(following)
        return following >= 0

    def begins_message(self, at: int) -> bool:
        """Say whether the line at a place begins a message."""
        self.fill(at + _AHEAD)
        return _begins_message(self.held, at, self.ended)

    def blank_before(self, at: int) -> int:
        """Return the length of the blank line that ends at a place, 0 if there is none."""
        if self.held[at - 2 : at] == b"\n\n":
            return 1
        return 2 if self.held[at - 3 : at] == b"\n\r\n" else 0


class _Found(NamedTuple):
    message: Message
    following: int
    """Where the next message begins in the window, -1 if this was the last."""


def _next(window: _Window, wanted: Wanted | None) -> _Found:
    """Read the message that begins where the window does."""
    offset = window.offset
    start = _line_end(window)
    header_end = _header_end(window, start)
    ends = _by_length(window, start, header_end)
    by_length = ends is not None
    header = bytes(window.held[start:header_end]) if header_end else b""
    if ends is None:
        ends = _by_lines(window, start)
    if ends is None:  # over the cap: only the header was kept
        window.drop(MAX_MESSAGE)
        return _Found(Message(header, offset, True), _pass_over(window))
    end, following = ends
    if not by_length and header.strip():
        end = max(end, header_end)
    if end - start > MAX_MESSAGE:
        return _Found(Message(header, offset, True), following)
    if wanted is not None and header.strip() and not wanted(header):
        return _Found(Message(header, offset, head_only=True), following)
    with memoryview(window.held) as held:
        data = bytes(held[start:end])
    return _Found(Message(data if by_length else _unquoted(data, max(header_end - start, 0)), offset), following)


def _line_end(window: _Window) -> int:
    end = window.held.find(b"\n", 0, _AHEAD)
    return len(window.held) if end < 0 else end + 1


def _header_end(window: _Window, start: int) -> int:
    """Return where the text begins, behind the blank line; the end of the file if there is none, 0 if it is too far."""
    at = start - 1
    while True:
        if blank := _BLANK_LINE.search(window.held, at, start + _LONGEST_HEADER):
            return blank.end()
        if window.ended:
            return len(window.held) if len(window.held) - start <= _LONGEST_HEADER else 0
        if len(window.held) - start > _LONGEST_HEADER:
            return 0
        at = max(start - 1, len(window.held) - 2)
        window.more()


def _by_length(window: _Window, start: int, header_end: int) -> tuple[int, int] | None:
    """Return where the message ends and the next begins by its Content-Length, or None if that leads nowhere."""
    length = _content_length(b"\n" + bytes(window.held[start:header_end]).lower()) if header_end else None
    if length is None or length > MAX_MESSAGE:
        return None
    end = header_end + length
    if not window.fill(end):
        return None
    window.fill(end + 4 + _AHEAD)
    at = end
    for _ in range(3):  # the end of its last line and a blank line may stand between
        if at == len(window.held) and window.ended:
            return end, -1
        if window.held[at - 1 : at] == b"\n" and window.begins_message(at):
            return end, at
        blank = _BLANK.match(window.held, at)
        if not blank:
            return None
        at = blank.end()
    return None


def _content_length(header: bytes) -> int | None:
    """Return the length a header in small letters gives, None if it gives none or two different ones."""
    name = b"\ncontent-length:"
    found = set()
    at = header.find(name)
    while at >= 0:
        end = header.find(b"\n", at + 1)
        found.add(header[at + len(name) : end if end >= 0 else len(header)].strip())
        at = header.find(name, at + 1)
    value = found.pop() if len(found) == 1 else b""
    return int(value) if value.isdigit() and len(value) <= 12 else None


def _by_lines(window: _Window, start: int) -> tuple[int, int] | None:
    """Return where the message ends and the next begins by the lines, or None if it is over the cap."""
    at = start - 1
    while True:
        match = _FROM.search(window.held, at)
        found = match.start() if match else -1
        if (found if found >= 0 else len(window.held)) - start > MAX_MESSAGE + 2:
            return None
        if found >= 0:
            blank = window.blank_before(found + 1)
            if blank and window.begins_message(found + 1):
                return found + 1 - blank, found + 1
            at = found + 1
        elif window.ended:
            size = len(window.held)
            return size - window.blank_before(size), -1
        else:
            at = max(at, len(window.held) - len(b"\nFrom") - 1)
            window.more()


def _pass_over(window: _Window, at: int = 0) -> int:
    """Give up bytes until a message begins behind a place, and return where it does, or -1 at the end of the file."""
    while True:
        found = window.held.find(b"\nFrom ", at)
        if found >= 0:
            if window.blank_before(found + 1) and window.begins_message(found + 1):
                return found + 1
            at = found + 1
        elif window.ended:
            return -1
        else:
            passed = max(0, len(window.held) - _BEFORE)
            window.drop(passed)
            at = max(0, at - passed)
            window.more()


def _begins_message(held: bytearray, at: int, ended: bool) -> bool:
    """Say whether a line begins a message, by itself and by what follows it.

    What follows is a header line, another such line that an older program quoted, or, if the message is empty, the next
    message or the end of the file.
    """
    for _ in range(_MOST_EMPTY):
        end = held.find(b"\n", at, at + _LONGEST_LINE)
        line_end = end if end >= 0 else len(held) if ended and len(held) - at < _LONGEST_LINE else -1
        if line_end < 0 or not _POSTMARK.fullmatch(held, at, line_end):
            return False
        at = min(line_end + 1, len(held))
        if _HEADER_LINE.match(held, at):
            return True
        if held.startswith(b">From ", at):
            at += 1
            continue
        for _ in range(2):
            blank = _BLANK.match(held, at)
            at = blank.end() if blank else at
        if at == len(held) and ended:
            return True
        if not held.startswith(b"From ", at):
            return False
    return False


def _unquoted(data: bytes, text: int) -> bytes:
    """Return a message with one `>` taken from each line of its text that begins with `>From `, `>>From ` and so on."""
    pieces = []
    last = 0
    at = data.find(b">From ", text)
    while at >= 0:
        first = at
        while first > text and data[first - 1] == ord(">"):
            first -= 1
        if first == text or data[first - 1] == ord("\n"):
            pieces.append(data[last:first])
            last = first + 1
        at = data.find(b">From ", at + 1)
    if not pieces:
        return data
    pieces.append(data[last:])
    return b"".join(pieces)
