"""Reminders: who is away soon, by a calendar or a table of leave, and has no valid reply set."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta, tzinfo
from pathlib import Path
from typing import Any, NamedTuple

from replylint.audit.rows import Row
from replylint.bounded import read_bounded
from replylint.calendar import BusinessCalendar
from replylint.directory import Directory
from replylint.errors import ConfigError
from replylint.patterns import compiled
from replylint.sources.times import in_order, moment_of, order_shown
from replylint.tables import name_key

SOON = timedelta(days=7)
"""How long before somebody's first day away they are reminded."""
_LARGEST = 64_000_000
_COLUMNS = {
    "name": ("name", "employee", "displayname", "display name", "full name", "person"),
    "email": ("email", "e-mail", "mail", "email address", "userprincipalname", "primarysmtpaddress"),
    "first": ("start", "first day", "from", "start date", "begin", "begins", "first"),
    "last": ("end", "last day", "to", "until", "end date", "through", "last"),
}
"""Names of columns, in lower case."""
_LONGEST = timedelta(days=370)
"""Days of one absence."""
_FIRST_YEAR = 1970
"""The year before which no calendar of leave begins."""
_REPEATS = frozenset(("DAILY", "WEEKLY", "MONTHLY", "YEARLY"))
_SELDOM = frozenset(("BYSETPOS", "BYYEARDAY", "BYWEEKNO", "BYHOUR", "BYMINUTE", "BYSECOND"))
_MONTHS = dict(enumerate((31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), 1))
_UNTIL = compiled(r"UNTIL=(\d{8})(?:T\d{6}Z?)?")
_LEAVE_WORDS = compiled(
    r"\b(?:all|half|day|days|on|is|in|off|out)\b|(?i:\b(?:vacations?|pto|leave|ooo|out of (?:the )?office|annual|sick|holidays?|away|medical|maternity|paternity|parental|fmla|personal|jury duty|bereavement|wfh|training|"
    r"conference|vacaciones|ausente|permiso|licencia)\b)|\([^()]{0,200}\)|[\[\]():|/–—]|\s-\s|-\s*$"
)
"""What the summary of an entry says besides a name."""
_OFFICES = compiled(r"(?i)\b(?:hr|human|resources|leave|payroll|calendar|admin|noreply|no-reply|office)\b")
"""Organizers of entries who are no person."""


class Leave(NamedTuple):
    """One absence of one person: calendar days, both included."""

    name: str
    email: str
    first: date
    last: date


class Reminder(NamedTuple):
    """Somebody to be reminded, and of what, in words."""

    leave: Leave
    message: str


def load_leave(
    path: Path, zone: tzinfo, as_of: date, date_order: str = "", staff: Directory | None = None
) -> tuple[Leave, ...]:
    """Read a calendar (iCalendar, RFC 5545) or a table (CSV) of leave: who is away on a day from `as_of` to a week later.

    A table has a name or an address, a first and a last day. Days such as 12/01/2026 are read as the others of the
    table show, or else in `date_order`. In a calendar the person is named in the summary of an entry, or organizes it,
    or attends it; its times are those of `zone`, and entries that repeat are followed. `staff` tells addresses that
    the file leaves out. Raises ConfigError if the file cannot be read, or an entry of it is not understood.
    """
    try:
        data = read_bounded(path, _LARGEST)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ConfigError(f"--leave: {path} cannot be read ({reason}); check the name") from None
    begins = data.lstrip(b"\xef\xbb\xbf\r\n ").upper().startswith(b"BEGIN:VCALENDAR")
    try:
        text = data.decode("utf-8-sig")
        found = tuple(_calendar(text, zone, as_of) if begins else _table(text, date_order))
    except UnicodeDecodeError:
        raise ConfigError(f"--leave: {path} is not UTF-8; save it as 'CSV UTF-8'") from None
    except csv.Error as error:
        raise ConfigError(f"--leave: {path} is damaged ({error}); export it again") from None
    except ValueError as error:
        raise ConfigError(f"--leave: {path}: {error}") from None
    if not found and not begins:
        raise ConfigError(f"--leave: {path} names nobody who is away; export it again")
    return tuple(_known(one, staff) for one in found if one.last >= as_of and one.first <= as_of + SOON)


def _known(leave: Leave, staff: Directory | None) -> Leave:
    """Return an absence with the name and the address that the staff list has for the person."""
    entry = staff.person(leave.name, leave.email) if staff else None
    return leave._replace(name=leave.name or entry.name, email=leave.email or entry.email) if entry else leave


def reminders(
    leave: Iterable[Leave], mailboxes: Iterable[Row], findings: Iterable[Row], as_of: date, calendar: BusinessCalendar
) -> Iterator[Reminder]:
    """Yield each person away on a business day soon whose reply is off, does not cover all of these days, or has errors."""
    wrong = {(row["path"], row["number"]) for row in findings if row["severity"] == "error"}
    known: dict[str, list[Row]] = {}
    for row in mailboxes:
        named = (name_key(name) for name in (row["name"], *row["names"]))
        for key in {*named, row["email"].lower(), *row["addresses"]} - {""}:
            known.setdefault(key, []).append(row)
    for one in sorted(set(leave), key=lambda item: (item.first, item.name, item.email)):
        span = (one.last - max(one.first, as_of)).days + 1
        each = (max(one.first, as_of) + timedelta(days=number) for number in range(min(span, _LONGEST.days)))
        days = [day for day in each if calendar.is_business_day(day)]
        if not days:
            continue
        own = known.get(one.email.lower()) or known.get(name_key(one.name)) or []
        addresses = {row["email"] for row in own if row["email"]}
        if not one.email and len(addresses) == 1:
            one = one._replace(email=addresses.pop())
        settings = [row for row in own if row["state"] is not None]
        on = (
            [row for row in settings if row["state"] != "off" and (row["judged"] or not row["checked"])]
            if settings
            else [row for row in own if row["away"]]
        )
        covering = [
            row
            for row in on
            if all(any(spell["first"] <= day <= spell["last"] for spell in row["away"]) for day in days)
        ]
        if not own:
            yield Reminder(one, "no mailbox of theirs was read")
        elif not on:
            yield Reminder(
                one, "no reply is switched on" if settings else "no settings of theirs were read, and no reply"
            )
        elif not covering:
            yield Reminder(one, "the reply does not name all of these days")
        elif all((row["path"], row["number"]) in wrong for row in covering):
            yield Reminder(one, "the reply has errors")


def _table(text: str, date_order: str) -> Iterator[Leave]:
    header = text.lstrip().partition("\n")[0]
    reader = csv.DictReader(io.StringIO(text.lstrip(), newline=""), delimiter=max(",;\t", key=header.count))
    columns = {
        field: column
        for column in reader.fieldnames or ()
        for field, names in _COLUMNS.items()
        if column.strip().lower() in names
    }
    if not {"first", "last"} <= columns.keys() or not {"name", "email"} & columns.keys():
        raise ValueError("it needs the columns Name or Email, Start and End")
    rows = [{field: (row.get(column) or "").strip() for field, column in columns.items()} for row in reader]
    days = [_DASHES.sub(r"\1/\2/\3", row[field]) for row in rows for field in ("first", "last")]
    order = order_shown(days) or date_order
    for number, (row, first, last) in enumerate(zip(rows, days[::2], days[1::2], strict=True), 2):
        try:
            yield _leave(row.get("name", ""), row.get("email", ""), _written(first, order), _written(last, order))
        except ValueError as error:
            raise ValueError(f"line {number}: {error}") from None


_DASHES = compiled(r"\A(\d{1,2})-(\d{1,2})-(\d{2,4})\b")
"""A day whose dashes say nothing of the order of its figures."""


def _written(day: str, order: str) -> date:
    """Return a day of a table. Raises ValueError if it is none, or may be another day as well."""
    moment = in_order(moment_of(day), order)
    if moment is None:
        raise ValueError(f"{day!r} is not a day; write it as 2026-12-14")
    if moment.day_first is not None:
        raise ValueError(
            f"{day!r} may be {moment.at:%B} {moment.at.day} or {moment.day_first:%B} {moment.day_first.day}; "
            "write it as 2026-12-14, or give --date-order"
        )
    return moment.at.date()


def _calendar(text: str, zone: tzinfo, as_of: date) -> Iterator[Leave]:
    from icalendar import Calendar

    try:
        events = Calendar.from_ical(text).walk("VEVENT")
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        raise ValueError("the calendar is damaged or cut off; export it again") from None
    if not events:
        raise ValueError("it names nobody who is away; export it again")
    moved: dict[str, set[date]] = {}
    for event in events:
        if isinstance(was := getattr(event.get("RECURRENCE-ID"), "dt", None), date):
            moved.setdefault(str(event.get("UID", "")), set()).add(_day(was, zone))
    for event in events:
        if str(event.get("STATUS", "")).upper() == "CANCELLED":
            continue
        try:
            elsewhere = moved.get(str(event.get("UID", "")), set()) if "RRULE" in event else set()
            spells = [one for one in spells_of(event, zone, as_of, as_of + SOON) if one[0] not in elsewhere]
        except (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError):
            said = str(event.get("SUMMARY", "without a summary"))
            raise ValueError(f"the days of the entry {said[:80]!r} are not understood; export it again") from None
        for first, last in spells:
            yield from (_leave(name, address, first, last) for name, address in _people(event))


def _people(event: Any) -> list[tuple[str, str]]:
    """Return who is away, by name and address: whom the summary names, or else who organizes the entry, or else who attends it."""
    listed = {
        which: [
            (str(one.params.get("CN", "")), str(one).removeprefix("mailto:").removeprefix("MAILTO:"))
            for one in (found if isinstance(found, list) else [found])
        ]
        for which in ("ORGANIZER", "ATTENDEE")
        if (found := event.get(which))
    }
    called = " ".join(_LEAVE_WORDS.sub(" ", str(event.get("SUMMARY", ""))).split()).strip(" ,;-")
    people = [one for found in listed.values() for one in found]
    if called:
        words = set(name_key(called).split())
        return [next((one for one in people if words <= set(name_key(one[0]).split())), (called, ""))]
    organizers = [one for one in listed.get("ORGANIZER", ()) if not _OFFICES.search(f"{one[0]} {one[1]}")]
    return (
        organizers[:1]
        or listed.get("ATTENDEE")
        or listed.get("ORGANIZER")
        or [(called or str(event.get("SUMMARY", "")), "")]
    )


def spells_of(event: Any, zone: tzinfo, as_of: date, until: date) -> Iterator[tuple[date, date]]:
    """Yield the first and the last day of an entry, of one that repeats each time from a year before `as_of` to `until`."""
    start = event.decoded("DTSTART")
    if not isinstance(start, date):
        raise ValueError
    first, last = _day(start, zone), _last_day(event, start, zone)
    rule = event.get("RRULE")
    added = event.get("RDATE") or ()
    more = {
        _day(one.dt, zone)
        for found in (added if isinstance(added, list) else [added])
        for one in getattr(found, "dts", ())
        if isinstance(one.dt, date)
    }
    yield from ((day, day + min(last - first, _LONGEST)) for day in sorted(more))
    if rule is None:
        yield first, last
        return
    if first.year < _FIRST_YEAR or not _is_usual(rule):
        raise ValueError
    from dateutil.rrule import rrulestr

    said = _UNTIL.sub(r"UNTIL=\1T235959", rule.to_ical().decode("ascii"))
    begins = rrulestr(said, dtstart=datetime.combine(first, time()))
    excluded = event.get("EXDATE") or ()
    gone = {
        _day(one.dt, zone)
        for found in (excluded if isinstance(excluded, list) else [excluded])
        for one in getattr(found, "dts", ())
    }
    length = min(last - first, _LONGEST)
    low, high = (datetime.combine(day, time()) for day in (as_of - length, until))
    for moment in begins.between(low, high, inc=True):
        if moment.date() not in gone:
            yield moment.date(), moment.date() + length


def _is_usual(rule: Any) -> bool:
    """Say whether a rule by which an entry repeats is one that people make: by days, and on days that there are. Another may be looked for to the end of time."""
    days, months = ([int(one) for one in rule.get(name, ())] for name in ("BYMONTHDAY", "BYMONTH"))
    return (
        {str(one).upper() for one in rule["FREQ"]} <= _REPEATS
        and not _SELDOM & rule.keys()
        and min(map(int, rule.get("INTERVAL", [1]))) >= 1
        and (not days or any(abs(day) <= _MONTHS[month] for day in days for month in months or range(1, 13)))
    )


def _last_day(event: Any, start: date | datetime, zone: tzinfo) -> date:
    """Return the last day of an entry: the end of one of whole days is the day after (RFC 5545 section 3.6.1)."""
    if "DTEND" in event:
        end = event.decoded("DTEND")
    elif "DURATION" in event:
        end = start + event.decoded("DURATION")
    else:
        return _day(start, zone)
    local = end.astimezone(zone) if isinstance(end, datetime) and end.tzinfo else end
    whole = not isinstance(local, datetime) or local.time() == time()
    last: date = _day(local, zone) - timedelta(days=1) if whole else _day(local, zone)
    return max(last, _day(start, zone))


def _day(moment: date | datetime, zone: tzinfo) -> date:
    if not isinstance(moment, datetime):
        return moment
    return (moment.astimezone(zone) if moment.tzinfo else moment).date()


def _leave(name: str, email: str, first: date, last: date) -> Leave:
    if not (name or email):
        raise ValueError("an entry does not say who is away; give a name or an address")
    if last < first:
        raise ValueError(f"the leave of {name or email} ends on {last} before it begins on {first}; put the days right")
    return Leave(name, email, first, last)
