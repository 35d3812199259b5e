"""A place in a text that speaks of a day, before it is settled which day."""

from __future__ import annotations

from typing import NamedTuple


class Mention(NamedTuple):
    """A place in a text that speaks of a day or a span of days. What is not said is None.

    `shape`: `date` (month and day), `numeric` (two numbers whose order may be open), `day` (a day of some month), `weekday`,
    `holiday`, `today`, `tomorrow`, `yesterday`, `that-day`, `day-after`, `this-week`, `rest-of-week`, `weekend`, `next-week`, `week-of`, `end-of-week`,
    `nth-week` (of a month; `day` counts it, -1 is the last), `end-of-month`, `vague`.
    """

    start: int
    end: int
    shape: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    numbers: tuple[int, int] | None = None
    dotted: bool = False
    which: str = ""
    """`this` or `next` before a weekday; the formula of a holiday."""
    then: int | None = None
    """The weekday after the day: 0 in "the Monday after Thanksgiving"; 7 for the day after, whichever it is."""
