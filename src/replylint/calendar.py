"""Business days and hours: when an answer is due, and how much office time has gone by.

The standard asks for a response "by the end of the same business day"; what arrives when the office is closed is due by the end of the next.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from replylint.errors import PolicyError
from replylint.model import Settings
from replylint.patterns import compiled
from replylint.resources import folder
from replylint.times import zone_named

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HOURS = compiled(r"(\d{1,2}):(\d\d)\s*[-–]\s*(\d{1,2}):(\d\d)")
_REGION = compiled(r"([A-Z]{2})(?:-([A-Z0-9]{1,3}))?")
_PREPARED = "holidays.json"
_CHECKED = 2026
"""A year by which it is seen that a region has public holidays."""
_LONGEST_ANSWER = 1_000
"""Days of which office hours are counted."""
_LONGEST_CLOSURE = 400
"""Days that are looked ahead for one on which the office is open."""


@dataclass(frozen=True)
class BusinessCalendar:
    """The days and hours on which an office is open, in its own time zone."""

    zone: tzinfo
    opens: time = time(8)
    closes: time = time(17)
    days: frozenset[int] = frozenset(range(5))
    """Weekdays, 0 for Monday."""
    region: str = ""
    """Whose public holidays are kept: `US`, `US-OR`, `MX`; empty for none. Of the United States, without a state, the federal ones."""
    closed: frozenset[date] = field(default_factory=frozenset)
    """Other days on which the office is closed."""

    def is_business_day(self, day: date) -> bool:
        """Say whether the office is open on a day."""
        return day.weekday() in self.days and day not in self.closed and day not in _holidays(self.region, day.year)

    def next_business_day(self, day: date) -> date:
        """Return the first business day after a day. Raises PolicyError if there is none within a year."""
        for ahead in range(1, _LONGEST_CLOSURE):
            if self.is_business_day(day + timedelta(days=ahead)):
                return day + timedelta(days=ahead)
        raise PolicyError("the policy's calendar leaves no business day; look at business_days and closed")

    def due(self, arrived: datetime) -> datetime:
        """Return the instant by which what arrived is to be answered: the end of its business day, of the next if the office was closed.

        `arrived` must have a zone. Raises PolicyError as `next_business_day`.
        """
        local = arrived.astimezone(self.zone)
        day = local.date()
        if not self.is_business_day(day) or local.time() >= self.closes:
            day = self.next_business_day(day)
        return datetime.combine(day, self.closes, self.zone)

    def office_time(self, start: datetime, end: datetime) -> timedelta:
        """Return how long the office was open between two instants, which must have zones, in the first years; nothing if the second is the earlier."""
        first, last = start.astimezone(self.zone).date(), end.astimezone(self.zone).date()
        total = timedelta()
        for number in range(min((last - first).days, _LONGEST_ANSWER) + 1):
            day = first + timedelta(days=number)
            if self.is_business_day(day):
                opened = max(datetime.combine(day, self.opens, self.zone), start)
                closed = min(datetime.combine(day, self.closes, self.zone), end)
                # Times of one zone are subtracted by the clock on the wall, which is set forward and back.
                total += max(_utc(closed) - _utc(opened), timedelta())
        return total


def hours_of(text: str) -> tuple[time, time] | None:
    """Return when an office opens and closes, written as `8:00-17:00`, or None if these are not two times of a day."""
    hours = _HOURS.fullmatch(text.strip())
    try:
        return (time(int(hours[1]), int(hours[2])), time(int(hours[3]), int(hours[4]))) if hours else None
    except ValueError:
        return None


def calendar_of(settings: Settings) -> BusinessCalendar:
    """Return the calendar of a policy. Raises PolicyError if its zone, hours, days or region are not ones."""
    zone = zone_named(settings.timezone or "UTC")
    if zone is None:
        raise PolicyError(
            f"timezone: there is no time zone {settings.timezone!r}; write its name as in America/New_York"
        )
    opens, closes = hours_of(settings.business_hours) or (time(), time())
    if opens >= closes:
        raise PolicyError(f"business_hours: {settings.business_hours!r} are no hours; write them as 8:00-17:00")
    names = [name.lower() for name in settings.business_days]
    unknown = next((name for name in names if name not in DAYS), "")
    if unknown or not names:
        raise PolicyError(f"business_days: {unknown or 'an empty list'!r} is no day; write them as monday, tuesday …")
    try:
        closed = frozenset(date.fromisoformat(day) for day in settings.closed)
    except ValueError as error:
        raise PolicyError(f"closed: write the days as 2026-11-27 ({error})") from None
    _holidays(settings.holidays, _CHECKED)
    return BusinessCalendar(zone, opens, closes, frozenset(map(DAYS.index, names)), settings.holidays, closed)


def _utc(moment: datetime) -> datetime:
    from datetime import UTC

    return moment.astimezone(UTC)


@lru_cache(maxsize=512)
def _holidays(region: str, year: int) -> frozenset[date]:
    """Return the public holidays of a region in a year. Raises PolicyError if the region is not known.

    Raises ImportError where neither the package `holidays` is there nor a table that `holidays_table` made.
    """
    if not region:
        return frozenset()
    match = _REGION.fullmatch(region)
    try:
        from holidays import country_holidays
    except ImportError:
        return _prepared(region, year)
    try:
        if match is None:
            raise NotImplementedError
        return frozenset(country_holidays(match[1], subdiv=match[2], years=year, observed=True))
    except NotImplementedError:
        raise PolicyError(
            f"holidays: no public holidays of {region!r} are known; write US, US-OR, MX …, or leave it empty"
        ) from None


def holidays_table(region: str, years: range) -> dict[str, list[str]]:
    """Return the public holidays of a region by year, as days such as `2026-12-25`, for a copy without the package.

    Such a copy has them in `rules/holidays.json`, by region. Raises as `_holidays`.
    """
    return {str(year): sorted(day.isoformat() for day in _holidays(region, year)) for year in years}


def _prepared(region: str, year: int) -> frozenset[date]:
    """Return the public holidays that a copy of replylint carries along. Raises ImportError if it has none of that year."""
    try:
        table = json.loads((folder("rules") / _PREPARED).read_text(encoding="utf-8"))
        return frozenset(map(date.fromisoformat, table[region][str(year)]))
    except (OSError, KeyError, ValueError):
        raise ImportError(f"the public holidays of {region} in {year} are not known here") from None
