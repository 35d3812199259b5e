"""What a reader sees of a source, and where each character of it came from."""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from replylint.patterns import compiled
from replylint.tables import shapes

_LINE_END = compiled(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
"""Line ends of plain text, those of Word and of Unicode included."""
_FORCES_RIGHT_TO_LEFT = "\u202e"
_NESTS = "\u202a\u202b\u202d\u202e"
_UNNESTS = "\u202c"
_TURNED_NUMBER = compiled(r"(?<=\d)[\u200f\u061c\u202b](?=[\d/.:,-])|(?<=[/.:,-])[\u200f\u061c\u202b](?=\d)")
"""A right-to-left mark in a number, whose parts it makes change places before a reader's eyes."""
_READ_LEFT_TO_RIGHT = frozenset(("L", "EN", "AN"))
"""Bidirectional classes of letters and digits that change places when they are forced right to left."""
_UNSEEN = frozenset(("Cc", "Cf", "Mn", "Me", "Zs"))
"""Categories of characters that show nothing by themselves."""
REVERSED = (
    "part of the text is forced to run right to left, so it could not be checked; "
    "delete the hidden direction marks there and type that part again"
)


class Span(NamedTuple):
    """A half-open range of character offsets."""

    start: int
    end: int


class Run(NamedTuple):
    """A stretch of visible text and the stretch of source it stands for.

    A verbatim run maps character to character; any other run (an entity, a line break made by a tag,
    collapsed white space) is one piece.
    """

    start: int
    end: int
    source_start: int
    source_end: int
    verbatim: bool


def shows_anything(text: str) -> bool:
    """Return whether a text has anything that people see, accents without a letter aside."""
    return any(not char.isspace() and unicodedata.category(char) not in _UNSEEN for char in text)


class Doubt(NamedTuple):
    """Something about the text at `at` that nobody can know from the source, as a sentence."""

    at: int
    message: str


@dataclass(frozen=True)
class Visible:
    """Visible text with the map back to its source. Offsets are in characters."""

    text: str
    runs: tuple[Run, ...]
    doubts: tuple[Doubt, ...] = ()
    """What could not be known about this text, so that it counts as not checked."""
    below: str = ""
    """What a reader sees below it and its author need not have written: a legal notice or a footer. It is not judged."""
    _starts: tuple[int, ...] = field(default=(), repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", tuple(run.start for run in self.runs))

    @classmethod
    def plain(cls, text: str) -> Visible:
        """Return plain text as people read it, with a newline for every line end; see Builder.verbatim."""
        builder = Builder()
        at = 0
        for match in _LINE_END.finditer(text):
            builder.verbatim(text[at : match.start()], at)
            builder.replaced("\n", match.start(), match.end())
            at = match.end()
        builder.verbatim(text[at:], at)
        return builder.done()

    def source_offset(self, offset: int) -> int:
        """Return the source offset of the visible character at `offset` (the end of the text is allowed)."""
        if not self.runs:
            return 0
        index = max(bisect_right(self._starts, offset) - 1, 0)
        run = self.runs[index]
        if offset >= run.end:
            return run.source_end
        return run.source_start + (offset - run.start) if run.verbatim else run.source_start

    def source_spans(self, start: int, end: int) -> list[Span]:
        """Return the stretches of source behind the visible characters `start` to `end`, in order, joined where they touch."""
        spans: list[Span] = []
        for index in range(max(bisect_right(self._starts, start) - 1, 0), len(self.runs)):
            run = self.runs[index]
            if run.start >= end:
                break
            if run.end <= start:
                continue
            if run.verbatim:
                low, high = max(start, run.start), min(end, run.end)
                span = Span(run.source_start + low - run.start, run.source_start + high - run.start)
            else:
                span = Span(run.source_start, run.source_end)
            if spans and spans[-1].end == span.start:
                spans[-1] = Span(spans[-1].start, span.end)
            else:
                spans.append(span)
        return spans

    def keep(self, spans: Sequence[Span]) -> Visible:
        """Return only the given stretches of this text, still mapped to the same source."""
        if len(spans) == 1 and spans[0].start <= 0 and spans[0].end >= len(self.text):
            return self
        builder = Builder()
        ends = [run.end for run in self.runs]
        for span in spans:
            for index in range(bisect_right(ends, span.start), len(self.runs)):
                run = self.runs[index]
                low, high = max(run.start, span.start), min(run.end, span.end)
                if low >= high:
                    break
                piece = self.text[low:high]
                if run.verbatim:
                    builder.verbatim(piece, run.source_start + low - run.start)
                else:
                    builder.replaced(piece, run.source_start, run.source_end)
        return builder.done(tuple(_moved(self.doubts, spans)))

    def without(self, spans: Iterable[Span]) -> Visible:
        """Return this text with the given stretches left out."""
        kept: list[Span] = []
        at = 0
        for span in sorted(spans):
            if span.start > at:
                kept.append(Span(at, span.start))
            at = max(at, span.end)
        kept.append(Span(at, len(self.text)))
        return self.keep(kept)


def _moved(doubts: Iterable[Doubt], spans: Sequence[Span]) -> Iterator[Doubt]:
    """Yield the doubts about text in `spans`, at their places in the text that consists of these spans."""
    for doubt in doubts:
        before = 0
        for span in spans:
            if span.start <= doubt.at <= span.end:
                yield Doubt(before + doubt.at - span.start, doubt.message)
                break
            before += span.end - span.start


class _Piece(NamedTuple):
    """Text that waits because it is forced to run right to left."""

    text: str
    start: int
    end: int
    verbatim: bool


class Builder:
    """Collects visible text piece by piece. Pieces must come in the order of the source."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._runs: list[Run] = []
        self._doubts: list[Doubt] = []
        self._forced: list[_Piece] = []
        self._nested = 0
        self.length = 0

    @property
    def last(self) -> str:
        """The last visible character so far, or an empty string."""
        return self._parts[-1][-1] if self._parts else ""

    def doubt(self, message: str) -> None:
        """Say something about the text at this place that cannot be known; said once of a text."""
        if all(doubt.message != message for doubt in self._doubts):
            self._doubts.append(Doubt(self.length, message))

    def verbatim(self, text: str, source_start: int) -> None:
        """Add text of the source as people read it.

        Invisible characters are dropped, accents composed, and letters and digits of other shapes (full-width,
        mathematical, superscript, Cyrillic ones inside a Latin word) read as the letters they look like. What a
        direction mark forces to run right to left is not read.
        """
        if text.isascii() and not self._nested:
            if text:
                self._add(text, source_start, source_start + len(text), verbatim=True)
            return
        found = shapes(text)
        if not found and not self._nested:
            self._composed(text, source_start)
            return
        if _TURNED_NUMBER.search(text):
            self.doubt(REVERSED)
        at = 0
        for index, shape in found:
            if index > at:
                self._place(text[at:index], source_start + at, source_start + index, verbatim=True)
            at = index + 1
            if shape:
                self._place(shape, source_start + index, source_start + at, verbatim=False)
            else:
                self._turn(text[index])
        if at < len(text):
            self._place(text[at:], source_start + at, source_start + len(text), verbatim=True)

    def _turn(self, mark: str) -> None:
        """Follow a direction mark: from one that forces right to left on, text waits until it is undone."""
        if self._nested:
            self._nested += (mark in _NESTS) - (mark in _UNNESTS)
            if not self._nested:
                self._release()
        elif mark == _FORCES_RIGHT_TO_LEFT:
            self._nested = 1

    def _place(self, text: str, start: int, end: int, *, verbatim: bool) -> None:
        if self._nested and verbatim and "\n" in text:  # a direction mark holds to the end of its line
            line = text.index("\n")
            if line:
                self._forced.append(_Piece(text[:line], start, start + line, True))
            self._release()
            self._composed(text[line:], start + line)
        elif self._nested:
            self._forced.append(_Piece(text, start, end, verbatim))
        elif verbatim:
            self._composed(text, start)
        else:
            self._add(text, start, end, verbatim=False)

    def _release(self) -> None:
        """Add the text that was forced right to left, or a blank for it where that changes what people read."""
        self._nested = 0
        pieces, self._forced = self._forced, []
        if any(unicodedata.bidirectional(char) in _READ_LEFT_TO_RIGHT for piece in pieces for char in piece.text):
            self.unread(pieces[0].start, pieces[-1].end, REVERSED)
            return
        for piece in pieces:
            self._place(*piece[:3], verbatim=piece.verbatim)

    def unread(self, source_start: int, source_end: int, why: str) -> None:
        """Add a blank for a stretch of source that people see and that cannot be read."""
        self.doubt(why)
        self._add(" ", source_start, source_end, verbatim=False)

    def _composed(self, text: str, source_start: int) -> None:
        if unicodedata.is_normalized("NFC", text):
            self._add(text, source_start, source_start + len(text), verbatim=True)
            return
        at = 0
        for index in range(1, len(text) + 1):
            if index < len(text) and unicodedata.combining(text[index]):
                continue
            cluster = text[at:index]
            composed = unicodedata.normalize("NFC", cluster)
            self._add(composed, source_start + at, source_start + index, verbatim=composed == cluster)
            at = index

    def replaced(self, text: str, source_start: int, source_end: int) -> None:
        """Add text that stands for something else in the source: an entity, a tag, a run of blanks."""
        if self._nested and "\n" in text:
            self._release()  # a direction mark holds to the end of its line
        if not text.isascii() and (found := shapes(text)):
            seen = list(text)
            for index, shape in found:
                seen[index] = shape
                if not shape:
                    self._turn(text[index])
            text = "".join(seen)
        if text:
            self._place(text, source_start, source_end, verbatim=False)

    def _add(self, text: str, source_start: int, source_end: int, *, verbatim: bool) -> None:
        start, self.length = self.length, self.length + len(text)
        self._parts.append(text)
        if verbatim and self._runs:
            last = self._runs[-1]
            if last.verbatim and last.source_end == source_start:
                self._runs[-1] = Run(last.start, self.length, last.source_start, source_end, True)
                return
        self._runs.append(Run(start, self.length, source_start, source_end, verbatim))

    def done(self, doubts: tuple[Doubt, ...] = ()) -> Visible:
        """Return what was collected, with `doubts` besides its own."""
        if self._nested:
            self._release()
        return Visible("".join(self._parts), tuple(self._runs), (*self._doubts, *doubts))
