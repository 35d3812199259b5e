"""Reminders: who is away soon, by a calendar or a table of leave, and has no valid reply set."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from replylint.audit.rows import Row
from replylint.errors import ConfigError
from replylint.tables import fold, strip_accents

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


def load_leave(path: Path) -> tuple[Leave, ...]:
    """Read a calendar (iCalendar, RFC 5545) or a table (CSV) of leave.

    A table has a name or an address, a first and a last day, written as 2026-12-14. In a calendar the one who is away is the attendee or organizer
    of an entry, or else its summary is their name. Raises ConfigError if the file cannot be read, or an entry of it is not understood.
    """
    try:
        if path.stat().st_size > _LARGEST:
            raise ConfigError(f"--leave: {path} is larger than {_LARGEST / 1e6:.0f} MB; export fewer days")
        data = path.read_bytes()
    except OSError as error:
        raise ConfigError(f"--leave: {path} cannot be read ({error.strerror or error}); check the name") from None
    try:
        found = tuple(
            _calendar(data)
            if data.lstrip(b"\xef\xbb\xbf\r\n ").upper().startswith(b"BEGIN:VCALENDAR")
            else _table(data)
        )
    except UnicodeDecodeError:
        raise ConfigError(f"--leave: {path} is not UTF-8; save it as 'CSV UTF-8'") from None
    except ValueError as error:
        raise ConfigError(f"--leave: {path}: {error}") from None
    if not found:
        raise ConfigError(f"--leave: {path} names nobody who is away; export it again")
    return found


def reminders(
    leave: Iterable[Leave], mailboxes: Iterable[Row], findings: Iterable[Row], as_of: date
) -> Iterator[Reminder]:
    """Yield whoever is away within a week, or now, and whose reply does not say so, does not cover all of it, or has errors."""
    wrong = {(row["path"], row["number"]) for row in findings if row["severity"] == "error"}
    replies: dict[str, list[Row]] = {}
    for row in mailboxes:
        for key in {_key(row["email"]), _key(row["name"])} - {""}:
            replies.setdefault(key, []).append(row)
    for one in sorted(leave, key=lambda item: (item.first, item.name, item.email)):
        if one.last < as_of or one.first > as_of + SOON:
            continue
        own = replies.get(_key(one.email)) or replies.get(_key(one.name)) or []
        sent = [row for row in own if row["judged"] and row["state"] != "off"]
        covering = [
            row
            for row in sent
            if row["first_day"]
            and row["last_day"]
            and row["first_day"] <= max(one.first, as_of)
            and row["last_day"] >= one.last
        ]
        if not own:
            yield Reminder(one, "no mailbox of theirs was read")
        elif not sent:
            yield Reminder(one, "no reply is switched on")
        elif not covering:
            yield Reminder(one, "the reply does not name all of these days")
        elif all((row["path"], row["number"]) in wrong for row in covering):
            yield Reminder(one, "the reply has errors")


def _key(text: str) -> str:
    return " ".join(strip_accents(fold(text)).lower().split())


def _table(data: bytes) -> Iterator[Leave]:
    text = data.decode("utf-8-sig")
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
    for number, row in enumerate(reader, 2):
        values = {field: (row.get(column) or "").strip() for field, column in columns.items()}
        try:
            yield _leave(
                values.get("name", ""),
                values.get("email", ""),
                date.fromisoformat(values["first"]),
                date.fromisoformat(values["last"]),
            )
        except ValueError as error:
            raise ValueError(f"line {number}: {error}; write the days as 2026-12-14") from None


def _calendar(data: bytes) -> Iterator[Leave]:
    from icalendar import Calendar

    text = data.decode("utf-8-sig")
    try:
        calendar = Calendar.from_ical(text)
    except (ValueError, KeyError, IndexError):
        raise ValueError("the calendar is damaged or cut off; export it again") from None
    for event in calendar.walk("VEVENT"):
        if str(event.get("STATUS", "")).upper() == "CANCELLED":
            continue
        first, last = _day(event.decoded("DTSTART")), _last_day(event)
        attendees = event.get("ATTENDEE") or event.get("ORGANIZER") or ()
        people = (
            [
                (str(one.params.get("CN", "")), str(one))
                for one in (attendees if isinstance(attendees, list) else [attendees])
            ]
            if attendees
            else []
        )
        for name, address in people or [(str(event.get("SUMMARY", "")), "")]:
            yield _leave(name, address.removeprefix("mailto:").removeprefix("MAILTO:"), first, last)


def _last_day(event: object) -> date:
    """Return the last day of an entry: the end of one of whole days is the day after (RFC 5545 section 3.6.1)."""
    from icalendar import Event

    assert isinstance(event, Event)
    start = event.decoded("DTSTART")
    if "DTEND" in event:
        end = event.decoded("DTEND")
    elif "DURATION" in event:
        end = start + event.decoded("DURATION")
    else:
        return _day(start)
    whole = not isinstance(end, datetime) or (end.hour, end.minute, end.second) == (0, 0, 0)
    last = _day(end) - timedelta(days=1) if whole else _day(end)
    return max(last, _day(start))


def _day(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _leave(name: str, email: str, first: date, last: date) -> Leave:
    if not (name or email):
        raise ValueError("an entry does not say who is away; give a name or an address")
    if last < first:
        raise ValueError(f"the leave of {name or email} ends on {last} before it begins on {first}; put the days right")
    return Leave(name, email, first, last)
