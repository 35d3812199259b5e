"""From a mention of a day to the day: years, weekdays and the order of day and month, seen from the day of writing."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from typing import NamedTuple

from replylint.facts.mentions import Mention

_FURTHEST = 100
"""Years from the day of writing beyond which no day is meant: 2206 is a slip of 2026."""
_PAST = 120
"""Days back within which a date without a year is taken as past rather than next year's: people leave old replies on."""
_FLIP_PAST, _FLIP_NEAR = 30, 45
"""A date read month first that is more than 30 days past, and within 45 days of the writing read day first, is day first."""


class Days(NamedTuple):
    """What a mention comes to: first and last day (the same for a single day), or neither if it names none."""

    first: date | None
    last: date | None
    impossible: bool = False
    mismatch: bool = False
    """Whether the weekday named is not that of the date."""
    open_order: bool = False
    """Whether day and month could be the other way round."""


NO_DAYS = Days(None, None)


def day_first(mentions: list[Mention], written: date | None, *, default: bool) -> bool:
    """Say whether the numeric dates of a text put the day first.

    A part over 12 settles it for the whole text, dotted dates are day first, and so is a text whose dates would otherwise lie months back
    while they are near read the other way. A date written out as well ("05/01/2010 … 5th Jan"), or a weekday that only the other way
    agrees with, settles it too.
    """
    numeric = [mention for mention in mentions if mention.numbers]
    month_first_only = [m for m in numeric if m.numbers and m.numbers[1] > 12 >= m.numbers[0]]
    day_first_only = [m for m in numeric if m.numbers and m.numbers[0] > 12 >= m.numbers[1]]
    if month_first_only or day_first_only:
        return len(day_first_only) > len(month_first_only)
    if any(mention.dotted and mention.year for mention in numeric):
        return True
    if _is_other_way(mentions, numeric, written, default):
        return not default
    if default or written is None or not numeric:
        return default
    usual = [_numeric(mention, False) for mention in numeric if mention.year]
    other = [_numeric(mention, True) for mention in numeric if mention.year]
    if not usual or None in usual or None in other:
        return default
    stale = all(day is not None and (written - day).days > _FLIP_PAST for day in usual)
    near = all(day is not None and -_FLIP_NEAR <= (written - day).days <= 0 for day in other)
    return stale and near


def _is_other_way(mentions: list[Mention], numeric: list[Mention], written: date | None, default: bool) -> bool:
    """Say whether a date written out, or a weekday, agrees with a numeric date only if its parts are read in the other order."""
    written_out = {(mention.month, mention.day) for mention in mentions if mention.shape == "date"}
    for mention in numeric:
        usual, other = _numeric(mention, default), _numeric(mention, not default)
        if usual is None or other is None or usual == other:
            continue
        if (usual.month, usual.day) in written_out:
            return False
        if (other.month, other.day) in written_out:
            return True
        if mention.year and written and mention.weekday is not None and mention.weekday == other.weekday():
            return usual.weekday() != mention.weekday and abs(other - written) < abs(usual - written)
    return False


def _numeric(mention: Mention, first_is_day: bool) -> date | None:
    assert mention.numbers is not None
    first, second = mention.numbers
    day, month = (first, second) if first_is_day else (second, first)
    try:
        return date(mention.year or 2000, month, day)
    except ValueError:
        return None


def resolve(
    mention: Mention,
    written: date,
    *,
    first_is_day: bool,
    after: date | None = None,
    before: date | None = None,
    anchor: Days = NO_DAYS,
) -> Days:
    """Return the days that a mention stands for.

    `after` is the day a range began: its end is sought from there. `before` is the day a range ends, when only that has a year.
    `anchor` is what was mentioned last, for "that day" and "the Tuesday after".
    """
    shape = mention.shape
    if mention.then is not None:
        day = resolve(
            _as(mention._replace(then=None), shape), written, first_is_day=first_is_day, after=after, before=before
        )
        return _day_after(mention._replace(weekday=None if mention.then == 7 else mention.then), day)
    if shape == "week-of":
        day = resolve(_as(mention, mention.which), written, first_is_day=first_is_day, after=after)
        return _week(day.first) if day.first else day
    if shape in ("date", "numeric"):
        return _dated(mention, written, first_is_day, after, before)
    if shape == "day":
        return _day_of_month(mention, written, after)
    if shape == "weekday":
        return _one(_weekday(mention, written, after))
    if shape == "holiday":
        return _holiday(mention, written, after)
    if shape == "nth-week":
        return _nth_week(mention, written, after)
    if shape == "that-day":
        return Days(anchor.first, anchor.first)
    if shape == "day-after":
        return _day_after(mention, anchor)
    return _relative(mention, written, after)


def _as(mention: Mention, shape: str) -> Mention:
    return mention._replace(shape=shape or "date")


def _one(day: date | None, **flags: bool) -> Days:
    return Days(day, day, **flags)


def _week(day: date) -> Days:
    monday = day - timedelta(days=day.weekday())
    return Days(max(monday, day) if day.weekday() < 5 else monday, monday + timedelta(days=4))


def _nth_week(mention: Mention, written: date, after: date | None) -> Days:
    """Return Monday to Friday of the first, second … full week of a month."""
    assert mention.month is not None
    assert mention.day is not None
    near = _nearest_year(mention.month, 28, written, after, None)
    if near is None:
        return NO_DAYS
    mondays = [week[0] for week in calendar.monthcalendar(near.year, mention.month) if week[0]]
    if mention.day > len(mondays):
        return Days(None, None, impossible=True)
    return _week(date(near.year, mention.month, mondays[mention.day - 1 if mention.day > 0 else -1]))


def _dated(mention: Mention, written: date, first_is_day: bool, after: date | None, before: date | None) -> Days:
    open_order = False
    if mention.numbers is not None:
        first, second = mention.numbers
        flipped = first_is_day
        if (second if not flipped else first) > 31 or (first if not flipped else second) > 12:
            flipped = not flipped if min(first, second) <= 12 and max(first, second) <= 31 else flipped
        open_order = first <= 12 and second <= 12 and first != second
        day, month = (first, second) if flipped else (second, first)
    else:
        assert mention.month is not None
        assert mention.day is not None
        day, month = mention.day, mention.month
    found = (
        _make(mention.year, month, day)
        if mention.year is not None
        else _nearest_year(month, day, written, after, before)
    )
    if found is None or abs(found.year - written.year) > _FURTHEST:
        return Days(None, None, impossible=True)
    mismatch = mention.weekday is not None and found.weekday() != mention.weekday
    return _one(found, mismatch=mismatch, open_order=open_order)


def _make(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _nearest_year(month: int, day: int, written: date, after: date | None, before: date | None) -> date | None:
    if (month, day) == (2, 29) and (near := _nearest_year(2, 28, written, after, before)):
        return _make(near.year, month, day)  # it counts only if the year that is meant has it
    candidates = [found for year in range(written.year - 1, written.year + 3) if (found := _make(year, month, day))]
    if after is not None:
        candidates = [found for year in range(after.year, after.year + 3) if (found := _make(year, month, day))]
        return next((found for found in candidates if found >= after), candidates[0] if candidates else None)
    if before is not None:
        candidates = [found for year in range(before.year - 2, before.year + 1) if (found := _make(year, month, day))]
        return next((found for found in reversed(candidates) if found <= before), candidates[0] if candidates else None)
    return next((found for found in candidates if -366 < (written - found).days <= _PAST), None)


_NEXT_MONTH = 45
"""Days within which "Monday the 18th" is looked for in another month, so that the weekday fits."""


def _day_of_month(mention: Mention, written: date, after: date | None) -> Days:
    assert mention.day is not None
    if mention.day > 31 or mention.day < 1:
        return Days(None, None, impossible=True)
    start = after or written
    year, month = start.year, start.month
    first: date | None = None
    for _ in range(13):
        found = _make(year, month, mention.day)
        if found and found >= start:
            first = first or found
            if (mention.weekday is None or found.weekday() == mention.weekday) and (
                mention.weekday is None or (found - start).days < _NEXT_MONTH
            ):
                return _one(found)
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    return _one(first, mismatch=mention.weekday is not None)


def _weekday(mention: Mention, written: date, after: date | None) -> date:
    assert mention.weekday is not None
    monday = written - timedelta(days=written.weekday())
    if mention.which == "this-week":
        return monday + timedelta(days=mention.weekday)
    if mention.which == "next-week":
        return monday + timedelta(days=7 + mention.weekday)
    if mention.which == "next" and after is None:
        ahead = (mention.weekday - written.weekday()) % 7 or 7
        return written + timedelta(days=ahead)
    start = written if after is None else after
    ahead = (mention.weekday - start.weekday()) % 7 or 7
    return start + timedelta(days=ahead)


def _day_after(mention: Mention, anchor: Days) -> Days:
    if anchor.last is None:
        return NO_DAYS
    if mention.weekday is None:
        return _one(anchor.last + timedelta(days=1))
    ahead = (mention.weekday - anchor.last.weekday()) % 7 or 7
    return _one(anchor.last + timedelta(days=ahead))


def _holiday(mention: Mention, written: date, after: date | None) -> Days:
    start = after or written
    for year in (start.year - 1, start.year, start.year + 1, start.year + 2):
        found = holiday_in(mention.which, year)
        if found and (found >= start or (after is None and (start - found).days <= 14)):
            return _one(found, mismatch=mention.weekday is not None and found.weekday() != mention.weekday)
    return NO_DAYS


_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def holiday_in(formula: str, year: int) -> date | None:
    """Return the day a holiday falls on: `12-24`, `4 thursday 11` (the fourth), `-1 monday 5` (the last), `easter -2`."""
    if match := re.fullmatch(r"(\d\d)-(\d\d)", formula):
        return _make(year, int(match.group(1)), int(match.group(2)))
    if match := re.fullmatch(r"easter (-?\d+)", formula):
        return _easter(year) + timedelta(days=int(match.group(1)))
    if match := re.fullmatch(r"(-?\d) (\w+) (\d{1,2})", formula):
        count, weekday, month = int(match.group(1)), _WEEKDAYS.index(match.group(2)), int(match.group(3))
        days = [week[weekday] for week in calendar.monthcalendar(year, month) if week[weekday]]
        return date(year, month, days[count - 1] if count > 0 else days[count])
    return None


def _easter(year: int) -> date:
    """Return Easter Sunday by the anonymous Gregorian computus (Meeus, Astronomical Algorithms, chapter 8)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * weekday) // 451
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return date(year, month, day + 1)


def _relative(mention: Mention, written: date, after: date | None) -> Days:
    monday = written - timedelta(days=written.weekday())
    friday = monday + timedelta(days=4)
    shape = mention.shape
    if shape == "today":
        return _one(written)
    if shape == "tomorrow":
        return _one(written + timedelta(days=1))
    if shape == "yesterday":
        return _one(written - timedelta(days=1))
    if shape == "this-week":
        return Days(min(max(monday, written), friday), friday)
    if shape == "weekend":
        return Days(max(monday + timedelta(days=5), written), monday + timedelta(days=6))
    if shape == "rest-of-week":
        return Days(min(written, friday), friday)
    if shape == "next-week":
        return Days(monday + timedelta(days=7), friday + timedelta(days=7))
    if shape == "end-of-week":
        return _one(friday)
    if shape == "end-of-month":
        month = mention.month or (after or written).month
        year = mention.year or (written.year if month >= written.month else written.year + 1)
        return _one(date(year, month, calendar.monthrange(year, month)[1]))
    return NO_DAYS
