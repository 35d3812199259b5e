"""Text as it flows: white space collapsed, blocks on lines of their own, each character traced to its source."""

from __future__ import annotations

import re

from replylint.patterns import compiled
from replylint.visible import Builder, Visible

_SPACES = " \t\r\n\f"
_SPACE = compiled(r"[ \t\r\n\f]{2,}|[\t\r\n\f]")
"""White space that people do not see as it is written: all but single blanks."""
_LINE_END = compiled(r"(\r\n?|\n)")
KEEPS_LINES = frozenset(("pre", "pre-wrap", "pre-line", "break-spaces"))
"""Values of `white-space` for which a line end of the source is one of the text."""


class Flow:
    """Collects the visible text of a page. Places are offsets in its source, `content`."""

    def __init__(self, content: str) -> None:
        self._content = content
        self._out = Builder()
        self._gap = ""  # white space owed before the next visible character: "", " ", "\t", "\n" or "\n\n"
        self._gap_start = self._gap_end = 0
        self._between: tuple[int, int] | None = None
        self._line_ends = 0  # how many were written
        self._line = 0  # where the present line begins
        self.first: int | None = None
        """Where the first character is that was added since this was set to None; white space that collapses aside."""

    @property
    def length(self) -> int:
        """How many characters there are so far."""
        return self._out.length

    @property
    def next(self) -> int:
        """Where the next visible character will be."""
        return self._out.length + (len(self._gap) if self._out.length else 0)

    @property
    def at_line_start(self) -> bool:
        """Whether nothing was written on the present line."""
        return self._gap.startswith("\n") or self._out.last in ("", "\n")

    def text(self, start: int, end: int, white_space: str) -> None:
        """Add text of the source as it is shown with `white-space: white_space`."""
        data = self._content[start:end]
        if white_space in KEEPS_LINES:
            self._kept(data, start, collapse=white_space == "pre-line")
        else:
            self._collapsed(data, start)

    def _kept(self, data: str, start: int, *, collapse: bool) -> None:
        for line in _LINE_END.split(data):
            if line.startswith(("\r", "\n")):
                self.replaced("\n", start, start + len(line))
            elif line and collapse:
                self._collapsed(line, start)
            elif line:
                self.verbatim(line, start)
            start += len(line)

    def _collapsed(self, data: str, start: int) -> None:
        begin, end = len(data) - len(data.lstrip(_SPACES)), len(data.rstrip(_SPACES))
        if begin:
            self.space(start, start + begin)
        at = begin
        for space in _SPACE.finditer(data, begin, end):
            self.verbatim(data[at : space.start()], start + at)
            at = space.end()
            self.space(start + space.start(), start + at)
        if at < end:
            self.verbatim(data[at:end], start + at)
            if end < len(data):
                self.space(start + end, start + len(data))

    def verbatim(self, text: str, start: int) -> None:
        """Add characters that stand in the source from `start` on."""
        self._flush(text)
        self.first = self._out.length if self.first is None else self.first
        if "\0" in text:  # browsers drop it
            for part in re.finditer(r"[^\0]+", text):
                self._out.verbatim(part[0], start + part.start())
        else:
            self._out.verbatim(text, start)

    def replaced(self, text: str, start: int, end: int) -> None:
        """Add characters for which something else stands in the source."""
        self._flush(text)
        self.first = self._out.length if self.first is None else self.first
        self._write(text, start, end)

    def unread(self, start: int, end: int, why: str) -> None:
        """Add a blank for something that people see and that cannot be read."""
        self._flush()
        self._out.unread(start, end, why)

    def picture(self, start: int, end: int) -> None:
        """Note that a picture is at this place, so that letters on both sides of it are not one word."""
        self._between = start, end

    def doubt(self, message: str) -> None:
        """Say something about the text at this place that cannot be known."""
        self._out.doubt(message)

    def space(self, start: int, end: int) -> None:
        """Add white space that collapses."""
        if not self._gap and self._out.last not in ("", "\n", " ", "\t"):
            self._gap, self._gap_start, self._gap_end = " ", start, end

    def cell(self, at: int, *, beside: bool) -> None:
        """Begin a cell of a table, beside one of a single line or not."""
        if beside or (self._gap in ("", " ") and self._out.last not in ("", "\n")):
            self._gap, self._gap_start, self._gap_end = "\t", at, at

    def lines(self, gap: str, at: int, *, ends_row: bool = False) -> None:
        """Begin or end a block that has `gap` between it and what is around it; the first one in a cell has none."""
        if self._gap == "\t" and not ends_row:
            return
        if self._out.length and self._gap.count("\n") < gap.count("\n"):
            self._gap, self._gap_start, self._gap_end = gap, at, at

    def mark(self) -> tuple[int, int]:
        """Return a mark of this place for `is_one_line`."""
        return self._out.length, self._line_ends

    def is_one_line(self, since: tuple[int, int]) -> bool | None:
        """Return whether what was written since a mark is one line; None if nothing was."""
        length, line_ends = since
        begins = length + self._line_ends - line_ends
        return self._line <= begins if self._out.length > begins else None

    def line_break(self, start: int, end: int) -> None:
        """Add a `<br>`: a line break now, whatever white space was owed before it dropped."""
        if self._gap.startswith("\n"):
            self._flush()
        self._gap = ""
        if self._out.length:
            self._write("\n", start, end)

    def _flush(self, following: str = "") -> None:
        if self._between is not None:
            if not self._gap and following[:1].isalnum() and self._out.last.isalnum():
                self._gap, (self._gap_start, self._gap_end) = " ", self._between
            self._between = None
        if self._gap and self._out.length:
            if self._gap == self._content[self._gap_start : self._gap_end]:
                self._out.verbatim(self._gap, self._gap_start)
            else:
                self._write(self._gap, self._gap_start, self._gap_end)
        self._gap = ""

    def _write(self, text: str, start: int, end: int) -> None:
        """Write characters for which something else stands in the source, and count the lines."""
        self._out.replaced(text, start, end)
        if text.endswith("\n"):
            self._line_ends += text.count("\n")
            self._line = self._out.length

    def done(self) -> Visible:
        """Return the text."""
        return self._out.done()
