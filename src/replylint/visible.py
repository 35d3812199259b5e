"""What a reader sees of a source, and where each character of it came from."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from replylint.tables import INVISIBLE

_INVISIBLE = frozenset(INVISIBLE)
_LINE_END = re.compile(r"\r\n?")


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


@dataclass(frozen=True)
class Visible:
    """Visible text with the map back to its source. Offsets are in characters."""

    text: str
    runs: tuple[Run, ...]
    _starts: tuple[int, ...] = field(default=(), repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_starts", tuple(run.start for run in self.runs))

    @classmethod
    def plain(cls, text: str) -> Visible:
        """Return plain text as it is read: without invisible characters, accents composed, every line end a newline."""
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
        return builder.done()

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


class Builder:
    """Collects visible text piece by piece. Pieces must come in the order of the source."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._runs: list[Run] = []
        self.length = 0

    @property
    def last(self) -> str:
        """The last visible character so far, or an empty string."""
        return self._parts[-1][-1] if self._parts else ""

    def verbatim(self, text: str, source_start: int) -> None:
        """Add text that stands in the source as it is read, dropping invisible characters and composing accents."""
        if not _INVISIBLE.isdisjoint(text):
            at = 0
            for index, char in enumerate(text):
                if char in _INVISIBLE:
                    self._composed(text[at:index], source_start + at)
                    at = index + 1
            self._composed(text[at:], source_start + at)
        else:
            self._composed(text, source_start)

    def _composed(self, text: str, source_start: int) -> None:
        if not text:
            return
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
        visible = "".join(char for char in text if char not in _INVISIBLE)
        if visible:
            self._add(visible, source_start, source_end, verbatim=False)

    def _add(self, text: str, source_start: int, source_end: int, *, verbatim: bool) -> None:
        start, self.length = self.length, self.length + len(text)
        self._parts.append(text)
        if verbatim and self._runs:
            last = self._runs[-1]
            if last.verbatim and last.source_end == source_start:
                self._runs[-1] = Run(last.start, self.length, last.source_start, source_end, True)
                return
        self._runs.append(Run(start, self.length, source_start, source_end, verbatim))

    def done(self) -> Visible:
        """Return what was collected."""
        return Visible("".join(self._parts), tuple(self._runs))
