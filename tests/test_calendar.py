"""The business calendar: when an answer is due, and how long the office was open."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replylint import calendar
from replylint.calendar import BusinessCalendar, calendar_of
from replylint.errors import PolicyError
from replylint.model import Settings
from replylint.policy import load_pack

NEW_YORK = ZoneInfo("America/New_York")
CITY = calendar_of(load_pack("plant-city").settings)


def at(text: str) -> datetime:
    """Return a moment on the clock of the city."""
    return datetime.fromisoformat(text).replace(tzinfo=NEW_YORK)


@pytest.mark.parametrize(
    ("arrived", "due"),
    [
        ("2026-12-14T09:00", "2026-12-14T17:00"),
        ("2026-12-14T06:30", "2026-12-14T17:00"),
        ("2026-12-14T16:59", "2026-12-14T17:00"),
        ("2026-12-14T17:00", "2026-12-15T17:00"),
        ("2026-12-11T18:00", "2026-12-14T17:00"),
        ("2026-12-12T10:00", "2026-12-14T17:00"),
        ("2026-12-24T17:30", "2026-12-28T17:00"),
        ("2026-07-02T18:00", "2026-07-06T17:00"),
        ("2026-11-26T10:00", "2026-11-27T17:00"),
        ("2026-03-06T17:01", "2026-03-09T17:00"),
    ],
    ids=["morning", "before it opens", "last minute", "closing", "Friday evening", "Saturday", "Christmas Eve, evening",
         "before a Saturday Fourth that is kept on Friday", "Thanksgiving", "into summer time"],
)  # fmt: skip
def test_an_answer_is_due_at_the_end_of_the_business_day(arrived: str, due: str) -> None:
    """What comes while the office is open, or before, is due the same day; what comes later, by the end of the next business day."""
    assert CITY.due(at(arrived)) == at(due)
    assert CITY.due(at(arrived).astimezone(UTC)) == at(due)


@pytest.mark.parametrize(
    ("start", "end", "hours"),
    [
        ("2026-12-14T09:00", "2026-12-14T11:30", 2.5),
        ("2026-12-14T16:00", "2026-12-15T09:00", 2),
        ("2026-12-11T16:00", "2026-12-14T09:00", 2),
        ("2026-12-12T09:00", "2026-12-13T09:00", 0),
        ("2026-12-14T18:00", "2026-12-15T07:00", 0),
        ("2026-12-15T09:00", "2026-12-14T09:00", 0),
        ("2026-10-30T16:00", "2026-11-02T09:00", 2),
    ],
)
def test_office_time_is_counted_while_the_office_is_open(start: str, end: str, hours: float) -> None:
    """Evenings, weekends, holidays and the change of the clocks count for nothing."""
    assert CITY.office_time(at(start), at(end)) == timedelta(hours=hours)


MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)).map(lambda moment: moment.replace(tzinfo=UTC))


@given(MOMENTS, MOMENTS, MOMENTS)
def test_office_time_adds_up(one: datetime, two: datetime, three: datetime) -> None:
    """The time from one moment to a third is that to the second and that from there, and none is longer than the clock says."""
    first, second, third = sorted((one, two, three))
    third = min(third, first + timedelta(days=40))
    second = min(second, third)
    assert CITY.office_time(first, third) == CITY.office_time(first, second) + CITY.office_time(second, third)
    assert CITY.office_time(first, third) <= third - first


@given(MOMENTS)
def test_what_is_due_lies_ahead_and_on_a_business_day(arrived: datetime) -> None:
    """Nothing is due before it came, and the office is open that day; what comes before the end of a day is due no later than what comes after."""
    due = CITY.due(arrived)
    assert due > arrived
    assert CITY.is_business_day(due.astimezone(NEW_YORK).date())
    assert due <= CITY.due(arrived + timedelta(hours=1))


def test_another_calendar_is_read_from_the_policy() -> None:
    """Hours, days, holidays and closures are the policy's own."""
    settings = Settings(
        timezone="Europe/Madrid", business_hours="9:30 – 14:00", business_days=("Saturday", "sunday"), holidays="ES", closed=("2026-12-19",)
    )  # fmt: skip
    calendar = calendar_of(settings)
    assert calendar.due(datetime(2026, 12, 18, 8, tzinfo=UTC)) == datetime(2026, 12, 20, 13, tzinfo=UTC)
    assert calendar.is_business_day(date(2026, 12, 12))
    assert not calendar.is_business_day(date(2028, 1, 1))


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ({"timezone": "Mars/Base"}, "no time zone"),
        ({"business_hours": "nine to five"}, "8:00-17:00"),
        ({"business_hours": "17:00-8:00"}, "8:00-17:00"),
        ({"business_hours": "8:00-25:00"}, "8:00-17:00"),
        ({"business_days": ("moonday",)}, "moonday"),
        ({"business_days": ()}, "an empty list"),
        ({"holidays": "XX"}, "no public holidays"),
        ({"holidays": "Florida"}, "no public holidays"),
        ({"closed": ("tomorrow",)}, "2026-11-27"),
    ],
)
def test_a_calendar_that_makes_no_sense_is_refused(setting: dict[str, object], said: str) -> None:
    """What is wrong with a setting is said, with how it is written."""
    with pytest.raises(PolicyError, match=said):
        calendar_of(replace(Settings(), **setting))  # type: ignore[arg-type]  # as named above


def test_a_calendar_without_business_days_is_told() -> None:
    """A year of closures is a mistake of the policy, and no endless search."""
    closed = frozenset(date(2026, 1, 1) + timedelta(days=number) for number in range(900))
    with pytest.raises(PolicyError, match="leaves no business day"):
        BusinessCalendar(UTC, closed=closed).due(datetime(2026, 1, 5, 9, tzinfo=UTC))


def test_a_copy_without_the_package_has_the_holidays_along(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the package is missing, a table made with it gives the same days back, and a year that it lacks is not guessed."""
    table = {"US": calendar.holidays_table("US", range(2026, 2028))}
    here = [calendar._holidays("US", year) for year in (2026, 2027)]
    (tmp_path / "holidays.json").write_text(json.dumps(table), encoding="utf-8")
    calendar._holidays.cache_clear()
    monkeypatch.setattr(calendar, "folder", lambda _: tmp_path)
    monkeypatch.setitem(sys.modules, "holidays", None)
    assert [calendar._holidays("US", year) for year in (2026, 2027)] == here
    assert date(2026, 12, 25) in here[0]
    for region, year in (("US", 2030), ("MX", 2026)):
        with pytest.raises(ImportError, match="not known here"):
            calendar._holidays(region, year)
    calendar._holidays.cache_clear()
