"""Mailboxes in one file (mbox, MMDF): where one message ends and the next begins.

mboxo and mboxrd (and Google Takeout) put a `>` before lines of the text that begin with `From `,
mboxcl2 writes the length of the message into its header instead, and some programs do neither.
`postmarks` decides by the line and by what follows it. A length is believed only if it leads to a
separator or to the end of the file. What stays unclear, and where bytes were lost, is reported with
the message. MMDF puts a line of four Control-A before and after each message.

The file is read once, in pieces, and one message is held at a time.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

from replylint.errors import SourceError
from replylint.sources.postmarks import AHEAD, LONGEST_LINE, MMDF, Verdict, judge

MAX_MESSAGE = 64_000_000
"""Bytes of one message. Of a longer one the header is given, and the rest is passed over."""

_PIECE = 1 << 18
_BOM = b"\xef\xbb\xbf"
_LONGEST_HEADER = 1_000_000
"""Bytes of the header lines of one message."""
_BEFORE = 16
"""Bytes before a line that are held, to see whether it stands after a blank line."""

_SEPARATOR = re.compile(rb"\nFrom ")
_AFTER_ZEROS = re.compile(rb"[\n\x00]From ")
"""What may begin a message where bytes of the file were lost; slower to search for."""
_MMDF_SEPARATOR = re.compile(rb"\n\x01\x01\x01\x01\r?(?:\n|\Z)")
_BLANK_LINE = re.compile(rb"\n\r*\n")
_BLANK = re.compile(rb"\r*\n")

UNCLEAR = (
    "another message may begin inside it, at a line “From …” that is not clearly a separator; "
    "that part was not checked by itself. Save each message in a file of its own"
)
ZEROS = (
    "zero bytes follow it in the file, where other messages may have been lost; "
    "restore the mailbox from a backup, or export it again"
)


class Message(NamedTuple):
    """A message of the file."""

    data: bytes
    """Its bytes without the line that begins it, and with the `>` undone that the mail program put
    before `From `."""
    offset: int
    """Where the line that begins it starts, in bytes from the beginning of the file."""
    too_long: bool = False
    """Whether it is over MAX_MESSAGE, so that `data` is its header alone."""
    head_only: bool = False
    """Whether it was not wanted, so that `data` is its header alone."""
    doubts: tuple[str, ...] = ()
    """What is not certain about where it ends, in sentences."""


def is_mbox(head: bytes) -> bool:
    """Return whether a file that begins so is such a mailbox."""
    head = _with_newlines(head)
    at = len(_BOM) if head.startswith(_BOM) else 0
    while blank := _BLANK.match(head, at):
        at = blank.end()
    return _begins(head[at : at + AHEAD], ended=True)


def _begins(head: bytes | bytearray, *, ended: bool) -> bool:
    if head.startswith(MMDF):
        return head[len(MMDF) : len(MMDF) + 1] in (b"\n", b"\r")
    if not head.startswith(b"From "):
        return False
    return judge(head, 0, ended=ended, after_blank=True) is Verdict.BEGINS


def _with_newlines(head: bytes) -> bytes:
    """Return the beginning of a file with the line ends of old Macs as newlines."""
    return head.replace(b"\r", b"\n") if b"\n" not in head else head


def separators(data: bytes) -> list[tuple[int, Verdict]]:
    """Return where messages begin or may begin in the bytes of a file, in order."""
    found: list[tuple[int, Verdict]] = []
    matches = [-1] if data.startswith(b"From ") else []
    matches += [match.start() for match in _AFTER_ZEROS.finditer(data)]
    for at in matches:
        after_blank = at < 0 or _blank_before(data, at + 1) > 0
        window = data[at + 1 : at + 1 + AHEAD]
        verdict = judge(window, 0, ended=len(window) < AHEAD, after_blank=after_blank)
        if verdict is not Verdict.TEXT:
            found.append((at + 1, verdict))
    return found


Wanted = Callable[[bytes], bool]
"""Returns, for header lines, whether the message below them is to be read."""


class Misdivided(Exception):  # noqa: N818  # not an error: the file is then read as a whole
    """A place at which a mailbox was to be divided lies within a message, as its length says."""


def messages(stream: BinaryIO, wanted: Wanted | None = None) -> Iterator[Message]:
    """Yield the messages of a mailbox in order; of those not `wanted`, the header lines alone.

    Raises SourceError if the file does not begin as a mailbox does.
    """
    return messages_between(stream, 0, None, wanted)


def messages_between(
    stream: BinaryIO,
    start: int,
    stop: int | None,
    wanted: Wanted | None = None,
) -> Iterator[Message]:
    """Yield the messages that begin between bytes `start` and `stop`, as `messages` does.

    None as `stop` is the end of the file. Ranges that touch give each message once. Raises
    SourceError as `messages` does, and Misdivided where the lines and the lengths of the messages
    do not agree on where the next range begins.
    """
    window = _Window(stream)
    if start == 0:
        window.skip_beginning()
        if not window.begins_message(0):
            raise SourceError(
                "it is not an mbox file: it does not begin with a line “From sender date” and "
                "header lines. If it holds one message, rename it to .eml; if not, export it again"
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
        beyond = _Window(stream, window)
        if following != (beyond.offset if beyond.to_first(stop) else None):
            raise Misdivided


class _Window:
    """The part of the file that is held: from the beginning of a message on."""

    def __init__(self, stream: BinaryIO, other: _Window | None = None) -> None:
        """Hold the beginning of the file, which tells its line ends and its kind.

        Where `other` is of the same file, what it knows is taken over, and nothing is read.
        """
        self.held = bytearray()
        self.offset = 0
        self.ended = False
        self._stream = stream
        self._separator = _SEPARATOR
        self._carriage_returns: bool = other is not None and other._carriage_returns
        while other is None and len(self.held) < AHEAD and not self.ended:
            self.more()
        if b"\n" not in self.held and b"\r" in self.held:
            self._carriage_returns = True
            self.held = self.held.replace(b"\r", b"\n")
        beginning = self.held.lstrip(b"\xef\xbb\xbf\r\n")
        self.mmdf: bool = other.mmdf if other else beginning.startswith(MMDF)
        if self.mmdf:
            self._separator = _MMDF_SEPARATOR

    def more(self) -> None:
        """Read a piece."""
        piece = self._stream.read(_PIECE)
        self.held += piece.replace(b"\r", b"\n") if self._carriage_returns else piece
        self.ended = not piece
        if b"\x00" in piece and self._separator is _SEPARATOR:
            self._separator = _AFTER_ZEROS

    def fill(self, size: int) -> bool:
        """Hold at least so many bytes. Return whether the file has them."""
        while len(self.held) < size and not self.ended:
            self.more()
        return len(self.held) >= size

    def drop(self, size: int) -> None:
        """Give up the first bytes."""
        del self.held[:size]
        self.offset += size

    def skip_beginning(self) -> None:
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
        """Hold the file from the first line at or after byte `start` that begins a message.

        Return whether there is one.
        """
        self.offset = max(start - _BEFORE, 0)
        self._stream.seek(self.offset)
        self.held.clear()
        self.ended = False
        following = self.pass_over(start - self.offset - 1)
        if following >= 0:
            self.drop(following)
        return following >= 0

    def begins_message(self, at: int) -> bool:
        """Return whether the beginning of the file, held from `at` on, begins a message."""
        self.fill(at + AHEAD)
        return _begins(self.held[at : at + AHEAD], ended=self.ended)

    def candidate(self, at: int) -> int:
        """Return where the next line that may begin a message starts, -1 if none is held."""
        match = self._separator.search(self.held, at)
        return match.start() + 1 if match else -1

    def verdict(self, at: int) -> Verdict:
        """Return whether the line at a place begins a message."""
        if self.mmdf:  # of the two lines between messages the second begins one
            line_end = self.held.find(b"\n", at) + 1
            self.fill(line_end + len(MMDF))
            last = not line_end or self.held.startswith(MMDF, line_end)
            return Verdict.TEXT if last or len(self.held) == line_end else Verdict.BEGINS
        self.fill(at + AHEAD)
        return judge(self.held, at, ended=self.ended, after_blank=self.blank_before(at) > 0)

    def blank_before(self, at: int) -> int:
        """Return the length of the blank line that ends at a place, 0 if there is none."""
        return _blank_before(self.held, at)

    def pass_over(self, at: int = 0) -> int:
        """Give up bytes until a message begins after a place.

        Return where it does, -1 at the end of the file.
        """
        while True:
            found = self.candidate(at)
            if found >= 0:
                if self.verdict(found) is Verdict.BEGINS:
                    return found
                at = found
            elif self.ended:
                return -1
            else:
                passed = max(0, len(self.held) - _BEFORE)
                self.drop(passed)
                at = max(0, at - passed)
                self.more()


def _blank_before(held: bytes | bytearray, at: int) -> int:
    if held[at - 2 : at] == b"\n\n":
        return 1
    return 2 if held[at - 3 : at] == b"\n\r\n" else 0


class _End(NamedTuple):
    """Where a message ends in the window."""

    end: int
    following: int
    """Where the next message begins, -1 if this is the last."""
    unclear: bool = False
    """Whether another message may begin before its end."""


class _Found(NamedTuple):
    message: Message
    following: int


def _next(window: _Window, wanted: Wanted | None) -> _Found:
    """Read the message that begins where the window does."""
    offset = window.offset
    start = _line_end(window)
    header_end = _header_end(window, start)
    found = _by_length(window, start, header_end)
    by_length = found is not None
    found = found or _by_lines(window, start)
    header = bytes(window.held[start:header_end]) if header_end else b""
    if found is None:  # over the cap: only the header was kept
        window.drop(MAX_MESSAGE)
        return _Found(Message(header, offset, True), window.pass_over())
    end, following = found.end, found.following
    if 0 <= following < header_end:  # it has no text, and perhaps not all of its header
        header_end = end = following
        header = bytes(window.held[start:header_end])
    elif not by_length and header.strip():
        end = max(end, header_end)
    if end - start > MAX_MESSAGE:
        return _Found(Message(header, offset, True), following)
    if wanted is not None and header.strip() and not wanted(header):
        return _Found(Message(header, offset, head_only=True), following)
    with memoryview(window.held) as held:
        data = bytes(held[start:end])
    doubts: tuple[str, ...] = (UNCLEAR,) if found.unclear else ()
    if data.rstrip(b"\r\n").endswith(b"\x00"):
        data = data.rstrip(b"\x00\r\n") + b"\n"
        doubts += (ZEROS,)
    if not by_length and not window.mmdf:
        data = _unquoted(data, max(header_end - start, 0))
    return _Found(Message(data, offset, doubts=doubts), following)


def _line_end(window: _Window) -> int:
    end = window.held.find(b"\n", 0, LONGEST_LINE)
    end = len(window.held) if end < 0 else end + 1
    if window.mmdf and window.held.startswith(b"From ", end):
        return window.held.find(b"\n", end) + 1 or len(window.held)
    return end


def _header_end(window: _Window, start: int) -> int:
    """Return where the text begins, after the blank line.

    It is the end of the file if there is no blank line, and 0 if it is too far.
    """
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


def _by_length(window: _Window, start: int, header_end: int) -> _End | None:
    """Return where the message ends by its Content-Length, or None if that leads nowhere."""
    if not header_end or window.mmdf:
        return None
    length = _content_length(b"\n" + bytes(window.held[start:header_end]).lower())
    if length is None or length > MAX_MESSAGE:
        return None
    end = header_end + length
    if not window.fill(end):
        return None
    window.fill(end + 4 + AHEAD)
    at = end
    for _ in range(3):  # the end of its last line and a blank line may come between
        if at == len(window.held) and window.ended:
            return _End(end, -1)
        if window.held[at - 1 : at] == b"\n" and window.held.startswith(b"From ", at):
            window.fill(at + AHEAD)
            if judge(window.held, at, ended=window.ended, after_blank=True) is Verdict.BEGINS:
                return _End(end, at)
        blank = _BLANK.match(window.held, at)
        if not blank:
            return None
        at = blank.end()
    return None


def _content_length(header: bytes) -> int | None:
    """Return the length a header in lower case gives, None if it gives none or two of them."""
    name = b"\ncontent-length:"
    found = set()
    at = header.find(name)
    while at >= 0:
        end = header.find(b"\n", at + 1)
        found.add(header[at + len(name) : end if end >= 0 else len(header)].strip())
        at = header.find(name, at + 1)
    value = found.pop() if len(found) == 1 else b""
    return int(value) if value.isdigit() and len(value) <= 12 else None


def _by_lines(window: _Window, start: int) -> _End | None:
    """Return where the message ends by the lines, or None if it is over the cap."""
    at = start - 1
    unclear = False
    while True:
        found = window.candidate(at)
        if (found - 1 if found >= 0 else len(window.held)) - start > MAX_MESSAGE + 2:
            return None
        if found >= 0:
            verdict = window.verdict(found)
            if window.mmdf:  # the line after the message ends it
                return _mmdf_end(window, found)
            if verdict is Verdict.BEGINS:
                return _End(found - window.blank_before(found), found, unclear)
            unclear = unclear or verdict is Verdict.UNCLEAR
            at = found
        elif window.ended:
            size = len(window.held)
            return _End(size - window.blank_before(size), -1, unclear)
        else:
            at = max(at, len(window.held) - len(b"\nFrom") - 1)
            window.more()


def _mmdf_end(window: _Window, at: int) -> _End:
    """Return the end of the message that the MMDF line at a place closes, and the next one's."""
    following = at
    while window.verdict(following) is not Verdict.BEGINS:
        found = window.candidate(following)
        while found < 0 and not window.ended:
            window.more()
            found = window.candidate(following)
        if found < 0:
            return _End(at, -1)
        following = found
    return _End(at, following)


def _unquoted(data: bytes, text: int) -> bytes:
    """Return a message with one `>` less on each line of its text that begins with `>From `."""
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
