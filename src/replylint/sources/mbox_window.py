"""The part of a mailbox in one file that is held while its messages are read."""

from __future__ import annotations

from typing import BinaryIO

from replylint.patterns import compiled
from replylint.sources.postmarks import AHEAD, MMDF, Verdict, judge

_PIECE = 1 << 18
BOM = b"\xef\xbb\xbf"
_BEFORE = 16
"""Bytes before a line that are held, to see whether it stands after a blank line."""
_SEPARATOR = compiled(rb"\nFrom ")
AFTER_ZEROS = compiled(rb"[\n\x00]From ")
"""What may begin a message where bytes of the file were lost; slower to search for."""
_MMDF_SEPARATOR = compiled(rb"\n\x01\x01\x01\x01\r?(?:\n|\Z)")
BLANK = compiled(rb"\r*\n")


def begins(head: bytes | bytearray, *, ended: bool) -> bool:
    """Return whether bytes begin as a mailbox does; `ended` tells whether they are all there is."""
    if head.startswith(MMDF):
        return head[len(MMDF) : len(MMDF) + 1] in (b"\n", b"\r")
    if not head.startswith(b"From "):
        return False
    return judge(head, 0, ended=ended, after_blank=True) is Verdict.BEGINS


def blank_before(held: bytes | bytearray, at: int) -> int:
    """Return the length of the blank line that ends at a place, 0 if there is none."""
    if held[at - 2 : at] == b"\n\n":
        return 1
    return 2 if held[at - 3 : at] == b"\n\r\n" else 0


class Window:
    """The part of the file that is held: from the beginning of a message on."""

    def __init__(self, stream: BinaryIO, other: Window | None = None) -> None:
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
            self._separator = AFTER_ZEROS

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
        if self.fill(len(BOM)) and self.held.startswith(BOM):
            self.drop(len(BOM))
        while self.fill(2) or self.held:
            at = 0
            while blank := BLANK.match(self.held, at):
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
        return begins(self.held[at : at + AHEAD], ended=self.ended)

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
        """Return the length of the blank line that ends at a place, as `blank_before` does."""
        return blank_before(self.held, at)

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
