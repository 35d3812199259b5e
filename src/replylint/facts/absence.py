"""When somebody is away: first and last day, day back, or the day until which they are out.

Each mention of a day, or range of mentions, is read with the words around it in its sentence; what speaks of something
else (deadlines, festivals, case numbers) is left aside. What the text states is told apart: nothing is derived from anything else.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import IntEnum
from typing import NamedTuple

from replylint.facts.mentions import Mention
from replylint.patterns import compiled
from replylint.visible import Span

IMPLAUSIBLE_SPAN = 550
"""Days out that nobody means: a military leave of a year is real, ten are a slip of the year."""


class Problem(IntEnum):
    """What is wrong with the dates of an absence."""

    WEEKDAY_MISMATCH = 1
    END_BEFORE_START = 2
    RETURN_BEFORE_END = 3
    IMPOSSIBLE_DATE = 4
    STALE = 5
    IMPLAUSIBLE_SPAN = 6

    def __str__(self) -> str:
        return self.name.lower().replace("_", "-")


class Stated(NamedTuple):
    """A day as the text states it, and where."""

    day: date | None
    span: Span
    mention: Mention
    mismatch: bool = False
    impossible: bool = False
    open_order: bool = False


class Absence(NamedTuple):
    """What a text says of when its author is away. A date that is not stated is None."""

    first: Stated | None = None
    last: Stated | None = None
    back: Stated | None = None
    until: Stated | None = None
    vague: tuple[Span, ...] = ()
    """Words that name a time but no day: "next week", "mid-February"."""
    states_start: bool = False
    states_end: bool = False
    problems: tuple[Problem, ...] = ()
    stated: tuple[Stated, ...] = ()
    """Every day that belongs to the absence."""
    vague_end: bool = False
    """Whether the end is told in words that name no day: "until April"."""
    outright: bool = False
    """Whether words or the form of a range say so, rather than a day in a sentence about the author."""
    spans: tuple[tuple[date | None, date | None], ...] = ()
    """Each spell of days, where there are several."""
    doubtful: tuple[Span, ...] = ()
    """Days that may be of the absence, though nothing says so for certain."""

    @property
    def first_day(self) -> date | None:
        """First day out."""
        return self.first.day if self.first else None

    @property
    def last_day(self) -> date | None:
        """Last day out."""
        return self.last.day if self.last else None

    @property
    def return_day(self) -> date | None:
        """Day back."""
        return self.back.day if self.back else None

    @property
    def until_day(self) -> date | None:
        """The day of a bare "until", which may be the last day out or the day back."""
        return self.until.day if self.until else None

    @property
    def latest(self) -> date | None:
        """The latest day that is stated."""
        return max((stated.day for stated in self.stated if stated.day), default=None)


NO_ABSENCE = Absence()


def with_problems(absence: Absence, written: date) -> Absence:
    """Return an absence with what is wrong with its dates, for a text written on day `written`."""
    problems: set[Problem] = set()
    if any(item.mismatch for item in absence.stated):
        problems.add(Problem.WEEKDAY_MISMATCH)
    if any(item.impossible for item in absence.stated):
        problems.add(Problem.IMPOSSIBLE_DATE)
    first, last, back = absence.first_day, absence.last_day, absence.return_day
    end = last or (absence.until_day if absence.first else None)
    if first and end and end < first:
        problems.add(Problem.END_BEFORE_START)
    elif first and last and (last - first).days > IMPLAUSIBLE_SPAN:
        problems.add(Problem.IMPLAUSIBLE_SPAN)
    start_or_last = last if last and not (first and last < first) else first
    if back and start_or_last and back < start_or_last and not _is_between(back, absence.spans):
        problems.add(Problem.RETURN_BEFORE_END)
    latest = absence.latest
    ended = not absence.vague_end and (last or back or absence.until_day)
    if ended and latest and latest < written and Problem.END_BEFORE_START not in problems:
        problems.add(Problem.STALE)
    return absence._replace(problems=tuple(sorted(problems)))


def _is_between(back: date, spans: Iterable[tuple[date | None, date | None]]) -> bool:
    """Return True if a day back lies between two absences: `out 12/14 and 12/15, back 12/16, then out again 12/24 - 1/3`."""
    stated = [(first or last, last or first) for first, last in spans]
    return any(end and end < back for _, end in stated) and not any(
        start and end and start < end and start <= back <= end for start, end in stated
    )


_AND = compiled(
    r"(?i)[\s,]{0,3}(?:and|&|y|e)\s{1,3}(?:then\s|also\s|on\s|el\s|again\s){0,2}(?:[a-zé]{3,10}\.?,?\s{1,3})?(?:the\s)?"
)
"""What stands between two days that are named one by one."""
_BETWEEN = compiled(r"(?i)\b(?:between|entre|from|del?|desde)\b[^.\n]{0,25}\Z")


def spells_of(text: str, absence: Absence) -> tuple[tuple[date, date], ...]:
    """Return the first and the last day of each spell that a text states in full: `December 14 and 18` are two of one day each."""
    spells: list[tuple[date, date]] = []
    for first, last in absence.spans:
        if first is None or last is None or last < first:
            return ()
        spells += [(first, first), (last, last)] if _one_by_one(text, absence, first, last) else [(first, last)]
    return tuple(spells)


def _one_by_one(text: str, absence: Absence, first: date, last: date) -> bool:
    return first != last and any(
        _AND.fullmatch(text, one.span.end, other.span.start)
        and not _BETWEEN.search(text, max(one.span.start - 40, 0), one.span.start)
        for one in absence.stated
        for other in absence.stated
        if one.day == first and other.day == last and one.span.end < other.span.start
    )
