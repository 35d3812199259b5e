"""Small questions to patterns and spans that several facts ask."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from replylint.visible import Span


def last_match(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Return the last match of a pattern, or None."""
    found = None
    for match in pattern.finditer(text):
        found = match
    return found


def last_start(pattern: re.Pattern[str], text: str) -> int | None:
    """Return where the last match of a pattern begins, or None."""
    found = last_match(pattern, text)
    return found.start() if found else None


def overlaps(span: Span, others: Iterable[Span]) -> bool:
    """Say whether a span shares a character with one of the others."""
    return any(other.start < span.end and span.start < other.end for other in others)


class Stretches:
    """Stretches of a text that are taken; asking takes time logarithmic in their number."""

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(end, self._ends[-1])
            else:
                self._starts.append(start)
                self._ends.append(end)

    def touch(self, start: int, end: int) -> bool:
        """Say whether a stretch overlaps one that is taken."""
        at = bisect_left(self._starts, end)
        return at > 0 and self._ends[at - 1] > start

    def add(self, span: Span) -> None:
        """Take a stretch, joined to those that it overlaps."""
        low = bisect_left(self._ends, span.start)
        high = bisect_right(self._starts, span.end)
        start = min([span.start, *self._starts[low : low + 1]]) if low < high else span.start
        end = max([span.end, *self._ends[high - 1 : high]]) if low < high else span.end
        self._starts[low:high] = [start]
        self._ends[low:high] = [end]
