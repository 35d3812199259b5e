"""The next absence in a person's own calendar: an event that is marked as out of office, or named so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta, tzinfo
from pathlib import Path
from typing import Any, NamedTuple

from replylint.audit.leave import spells_of
from replylint.bounded import read_bounded
from replylint.errors import ConfigError, needs_extra
from replylint.patterns import compiled

_LARGEST = 64_000_000
_AHEAD = timedelta(days=400)
_SHOWN = 80
_MOST_NAMED = 4
_BEGINS, _ENDS = compiled(r"(?im)^BEGIN:"), compiled(r"(?im)^END:")
_WORDS = compiled(
    r"(?i)\b(?:vacations?|pto|leave|ooo|out of (?:the )?office|holidays?|away|day off|days off|time off|jury duty|"
    r"vacaciones|ausente|permiso|licencia|fuera de la oficina)\b"
)


class Away(NamedTuple):
    """An absence, and how its event is called."""

    first: date
    last: date
    summary: str


def next_absence(path: Path, zone: tzinfo, today: date) -> Away:
    """Return the next absence in a calendar (iCalendar, RFC 5545) that has not ended by `today`.

    What the calendar marks as out of office comes first (Outlook's X-MICROSOFT-CDO-BUSYSTATUS, free/busy times that are
    BUSY-UNAVAILABLE), then what is named so, then a single event of whole days. Raises ConfigError, with what to do, if the
    calendar cannot be read or does not tell.
    """
    try:
        from icalendar import Calendar
    except ImportError:
        raise ConfigError(f"--ics needs more than is installed; {needs_extra('audit')}, or give the days") from None
    try:
        text = read_bounded(path, _LARGEST).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ConfigError(f"--ics: {path} is not UTF-8; export the calendar again") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ConfigError(f"--ics: {path} cannot be read ({reason}); check the name") from None
    try:
        if len(_BEGINS.findall(text)) != len(_ENDS.findall(text)):
            raise ValueError
        calendars = Calendar.from_ical(text, multiple=True)
        found = [one for calendar in calendars for one in _absences(calendar, zone, today)]
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError, RecursionError):
        raise ConfigError(f"--ics: {path} is damaged or cut off; export the calendar again") from None
    return _chosen(found, path)


def _chosen(found: list[tuple[int, Away]], path: Path) -> Away:
    if not found:
        raise ConfigError(f"--ics: {path} has no event that is still to come; give the days with --first and --last")
    rank = min(rank for rank, _ in found)
    likely = sorted({away for each, away in found if each == rank})
    if rank < _UNMARKED or len(likely) == 1:
        return likely[0]
    named = "; ".join(f"{one.summary[:_SHOWN]} ({one.first} to {one.last})" for one in likely[:_MOST_NAMED])
    raise ConfigError(
        f"--ics: no event of {path} is marked out of office, and it has several ({named}); give --first and --last"
    )


_MARKED, _NAMED, _UNMARKED = range(3)


def _absences(calendar: Any, zone: tzinfo, today: date) -> Iterator[tuple[int, Away]]:
    """Yield the absences of a calendar that have not ended, each with how sure it is: 0 marked, 1 named, 2 whole days."""
    for event in calendar.walk("VEVENT"):
        if str(event.get("STATUS", "")).upper() == "CANCELLED":
            continue
        summary = " ".join(str(event.get("SUMMARY", "")).split()) or "event without a name"
        status = str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper()
        whole = not hasattr(event.decoded("DTSTART"), "hour")
        if status == "OOF":
            rank = _MARKED
        elif status in ("FREE", "WORKINGELSEWHERE", "TENTATIVE"):
            continue
        elif _WORDS.search(summary):
            rank = _NAMED
        elif whole:
            rank = _UNMARKED
        else:
            continue
        for first, last in spells_of(event, zone, today, today + _AHEAD):
            if last >= today:
                yield rank, Away(first, last, summary)
    for times in calendar.walk("VFREEBUSY"):
        periods: Any = times.get("FREEBUSY") or ()
        for period in periods if isinstance(periods, list) else [periods]:
            if str(period.params.get("FBTYPE", "")).upper() != "BUSY-UNAVAILABLE":
                continue
            for start, end in _pairs(period):
                first, last = start.astimezone(zone).date(), (end - timedelta(seconds=1)).astimezone(zone).date()
                if last >= today:
                    yield _MARKED, Away(first, last, "free/busy time out of office")


def _pairs(period: Any) -> Iterator[tuple[Any, Any]]:
    values = [period.dt] if hasattr(period, "dt") else [one.dt for one in getattr(period, "dts", ())]
    for start, end in values:
        yield start, start + end if isinstance(end, timedelta) else end
