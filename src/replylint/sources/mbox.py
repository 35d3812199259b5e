"""Mailboxes in one file (mbox, MMDF): where one message ends and the next begins.

mboxo and mboxrd (and Google Takeout) put a `>` before lines of the text that begin with `From `,
mboxcl2 writes the length of the message into its header instead, and some programs do neither.
`postmarks` decides by the line and by what follows it. A length is believed only if it leads to a
separator or to the end of the file. What stays unclear, and where bytes were lost, is reported with
the message. MMDF puts a line of four Control-A before and after each message.

The file is read once, in pieces, and one message is held at a time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

from replylint.errors import SourceError
from replylint.patterns import compiled
from replylint.sources.mbox_window import AFTER_ZEROS, BLANK, BOM, Window, begins, blank_before
from replylint.sources.postmarks import AHEAD, LONGEST_LINE, Verdict, judge

MAX_MESSAGE = 64_000_000
"""Bytes of one message. Of a longer one the header is given, and the rest is passed over."""

_LONGEST_HEADER = 1_000_000
"""Bytes of the header lines of one message."""

_BLANK_LINE = compiled(rb"\n\r*\n")

UNCLEAR = (
    "another message may begin inside it, at a line “From …” that is not clearly a separator; "
    "that part was not checked by itself. Save each message in a file of its own"
)
ZEROS = (
    "zero bytes follow it in the file, where other messages may have been lost; "
    "restore the mailbox from a backup, or export it again"
)


CUT = "the file ends in the middle of a line, so this message may be cut off; export the mailbox again"


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
    at = len(BOM) if head.startswith(BOM) else 0
    while blank := BLANK.match(head, at):
        at = blank.end()
    return begins(head[at : at + AHEAD], ended=True)


def _with_newlines(head: bytes) -> bytes:
    """Return the beginning of a file with the line ends of old Macs as newlines."""
    return head.replace(b"\r", b"\n") if b"\n" not in head else head


def separators(data: bytes) -> list[tuple[int, Verdict]]:
    """Return where messages begin or may begin in the bytes of a file, in order."""
    found: list[tuple[int, Verdict]] = []
    matches = [-1] if data.startswith(b"From ") else []
    matches += [match.start() for match in AFTER_ZEROS.finditer(data)]
    for at in matches:
        after_blank = at < 0 or blank_before(data, at + 1) > 0
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
    window = Window(stream)
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
        beyond = Window(stream, window)
        if following != (beyond.offset if beyond.to_first(stop) else None):
            raise Misdivided


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


def _next(window: Window, wanted: Wanted | None) -> _Found:
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
    elif following < 0 and not by_length and data and not data.endswith((b"\n", b"\r")):
        doubts += (CUT,)
    if not by_length and not window.mmdf:
        data = _unquoted(data, max(header_end - start, 0))
    return _Found(Message(data, offset, doubts=doubts), following)


def _line_end(window: Window) -> int:
    end = window.held.find(b"\n", 0, LONGEST_LINE)
    end = len(window.held) if end < 0 else end + 1
    if window.mmdf and window.held.startswith(b"From ", end):
        return window.held.find(b"\n", end) + 1 or len(window.held)
    return end


def _header_end(window: Window, start: int) -> int:
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


def _by_length(window: Window, start: int, header_end: int) -> _End | None:
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
        blank = BLANK.match(window.held, at)
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


def _by_lines(window: Window, start: int) -> _End | None:
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


def _mmdf_end(window: Window, at: int) -> _End:
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
