"""Reminders: whoever is away soon and has no valid reply, by a calendar or a table of leave."""

from __future__ import annotations

import json
from datetime import UTC, date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from audit.inline import Inline
from audit.test_people import DANA, out, row
from cli.given import run
from organizations import AS_OF, person, write
from replylint.audit.dataset import Dataset
from replylint.audit.leave import load_leave
from replylint.audit.rows import Question
from replylint.audit.run import audit
from replylint.directory import Directory, Entry
from replylint.errors import ConfigError

ROWS = (
    (0, "2026-12-14", "2026-12-18"),  # names these days
    (1, "2026-12-14", "2026-12-22"),  # comes back earlier, as the reply says
    (5, "2026-12-10", "2026-12-11"),  # has no reply
    (6, "2027-01-11", "2027-01-15"),  # is not away soon
    (7, "2026-11-30", "2026-12-04"),  # is back
)
CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example//leave//EN\r\n{}END:VCALENDAR\r\n"


def table() -> str:
    """Return the leave as a table."""
    lines = (f"{person(number)[0]};{person(number)[1].upper()};{first};{last}\n" for number, first, last in ROWS)
    return "Name;Email;Start;End\n" + "".join(lines)


def calendar() -> str:
    """Return the leave as a calendar: whole days, whose end is the day after, and an entry that was cancelled."""
    from datetime import date, timedelta

    events = []
    for number, first, last in ROWS:
        end = date.fromisoformat(last) + timedelta(days=1)
        events.append(
            f"BEGIN:VEVENT\r\nUID:{number}@example.com\r\nDTSTAMP:20261201T000000Z\r\nDTSTART;VALUE=DATE:{first.replace('-', '')}\r\n"
            f"DTEND;VALUE=DATE:{end:%Y%m%d}\r\nSUMMARY:Leave\r\nATTENDEE;CN={person(number)[0]}:mailto:{person(number)[1]}\r\nEND:VEVENT\r\n"
        )
    cancelled = (
        events[2]
        .replace("UID:5", "UID:55")
        .replace("SUMMARY", "STATUS:CANCELLED\r\nSUMMARY")
        .replace(person(5)[1], person(8)[1])
    )
    return CALENDAR.format("".join([*events, cancelled]))


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go into an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("name", ["leave.csv", "leave.ics"])
def test_those_without_a_valid_reply_are_named(here: Path, name: str) -> None:
    """Who has no reply, or one that does not name all the days, is named with the reason; who is away later, or back, is not."""
    write(here / "exports", 10, seed=3)
    Path(name).write_text(table() if name.endswith("csv") else calendar(), encoding="utf-8", newline="")
    done = run("audit", "exports", "--output", "out", "--as-of", AS_OF, "--no-config", "--leave", name)
    said = json.loads(Path("out", "audit.json").read_bytes())["reminders"]
    assert [(one["name"], one["last"], one["message"]) for one in said] == [
        (person(5)[0], "2026-12-11", "no reply is switched on"),
        (person(1)[0], "2026-12-22", "the reply does not name all of these days"),
    ]
    assert "2 people are away within a week" in done.stdout
    assert "Remind them" in Path("out", "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Name,Begin\nDana,2026-12-14\n", "needs the columns"),
        ("Name,Start,End\nDana,12/04/2026,12/05/2026\n", "line 2: '12/04/2026' may be December 4 or April 12; write"),
        ("Name,Start,End\nDana,02-04-2026,02-05-2026\n", "line 2: .* may be February 4 or April 2; write"),
        ("Name,Start,End\nDana,tomorrow,12/15/2026\n", "line 2: 'tomorrow' is not a day"),
        ("Name,Start,End\nDana,02/30/2026,12/15/2026\n", "line 2: '02/30/2026' is not a day"),
        ("Name,Start,End\nDana,12/14/2026,\n", "line 2: '' is not a day"),
        ("Name,Start,End\nDana,2026-12-14,2026-12-10\n", "before it begins"),
        ("Name,Start,End\n,2026-12-14,2026-12-15\n", "does not say who"),
        ("Name,Start,End\n", "names nobody"),
        ("Name,Start,End\nRen\udce9,2026-12-14,2026-12-15\n", "not UTF-8"),
        ("BEGIN:VCALENDAR\nBEGIN:VEVENT\n", "leave"),
        (CALENDAR.format(""), "names nobody"),
    ],
)
def test_leave_that_is_not_understood_is_refused(here: Path, text: str, said: str) -> None:
    """A table or calendar that is damaged, or has an entry without a person or with days the wrong way round, is one line."""
    Path("leave").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(ConfigError, match=said) as told:
        load_leave(Path("leave"), UTC, date(2026, 12, 7))
    assert "\n" not in str(told.value)


def test_an_entry_of_some_hours_ends_on_its_day(here: Path) -> None:
    """An entry with times ends on the day of its end, and one without an end on that of its beginning; the summary names the person where nobody is invited."""
    event = "BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20261201T000000Z\r\nDTSTART:20261214T130000Z\r\n{}SUMMARY:Dana Whitlock\r\nEND:VEVENT\r\n"
    for end, last in (("DTEND:20261215T220000Z\r\n", 15), ("", 14), ("DURATION:P2D\r\n", 16)):
        Path("leave.ics").write_text(CALENDAR.format(event.format(end)), encoding="utf-8", newline="")
        (one,) = load_leave(Path("leave.ics"), UTC, date(2026, 12, 7))
        assert (one.name, one.first.day, one.last.day) == ("Dana Whitlock", 14, last)


@pytest.mark.parametrize(
    ("end", "last"),
    [("20261216T050000Z", 15), ("20261216T000000", 15), ("20261216T000000Z", 15), ("20261216T220000Z", 16)],
)
def test_an_entry_that_ends_at_midnight_ends_the_day_before(here: Path, end: str, last: int) -> None:
    """Midnight is that of the office, whatever zone the calendar writes: nobody is reminded of the day on which they are back."""
    event = f"BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20261201T000000Z\r\nDTSTART:20261214T050000Z\r\nDTEND:{end}\r\nSUMMARY:Dana Whitlock\r\nEND:VEVENT\r\n"
    Path("leave.ics").write_text(CALENDAR.format(event), encoding="utf-8", newline="")
    (one,) = load_leave(Path("leave.ics"), ZoneInfo("America/New_York"), date(2026, 12, 7))
    assert (one.first.day, one.last.day) == (14, last)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["WRONG"], [("Dana Whitlock", "the reply has errors")]),
        (["WRONG", "AWAY"], []),
        (["AWAY", "WRONG"], []),
    ],
)
def test_one_right_reply_is_enough(here: Path, rows: list[str], said: list[tuple[str, str]]) -> None:
    """Whoever has a reply without errors for these days is not reminded because of another one that has some."""
    known = {"WRONG": WRONG, "AWAY": AWAY}
    assert reminded("Name,Start,End\nDana Whitlock,2026-11-30,2026-12-04\n", *(known[name] for name in rows)) == said


def reminded(text: str, *rows: dict[str, object]) -> list[tuple[str, str]]:
    """Audit settings as of November 28, 2026, and return who is reminded of what."""
    Path("exports").mkdir(exist_ok=True)
    Path("exports", "r.json").write_text(json.dumps(rows), encoding="utf-8")
    Path("leave").write_text(text, encoding="utf-8", newline="")
    asked = Question("plant-city", date(2026, 11, 28))
    with Dataset(Path("out")) as dataset:
        found = audit(["exports"], dataset, asked, Inline(), lambda _: None, leave=Path("leave"))  # type: ignore[arg-type]  # it does what a pool does
    return [(one.leave.name or one.leave.email, one.message) for one in found.reminders]


AWAY = row(
    "Dana Whitlock",
    out("Maria Lopez at 813-555-0162", "November 30, 2026", "December 4, 2026"),
    DANA,
    sign="Dana Whitlock",
)
WRONG = row(
    "Dana Whitlock",
    out("Maria Lopez at 813-555-0162", "November 30, 2026", "December 4, 2026").replace("office", "ofice"),
    DANA,
    sign="Dana Whitlock",
)
EVENT = "BEGIN:VEVENT\r\nUID:1@example\r\nDTSTAMP:20261101T000000Z\r\n{}\r\nEND:VEVENT\r\n"
WEEK = "DTSTART;VALUE=DATE:20261130\r\nDTEND;VALUE=DATE:20261205\r\n"


@pytest.mark.parametrize(
    "text",
    [
        "Name,Start,End\nDana Whitlock,2026-11-28,2026-12-06\n",
        "Name;Start;End\n\"Whitlock, Dana\";2026-11-30T00:00;2026-12-04\n",
        CALENDAR.format(EVENT.format("DTSTART:20261130T050000Z\r\nDTEND:20261205T050000Z\r\nSUMMARY:Dana Whitlock")),
        CALENDAR.format(EVENT.format(f"{WEEK}SUMMARY:Vacation\r\nORGANIZER;CN=Dana Whitlock:mailto:{DANA}\r\nATTENDEE;CN=Ann Kerr:mailto:ann.kerr@plantcitygov.com")),
        CALENDAR.format(EVENT.format(f"{WEEK}SUMMARY:PTO: Dana Whitlock\r\nORGANIZER;CN=HR:mailto:hr@plantcitygov.com")),
        CALENDAR.format(EVENT.format(f"{WEEK}SUMMARY:Dana Whitlock - Vacation")),
    ],
    ids=["weekends around", "last name first", "times of the office", "who organizes", "PTO", "a dash"],
)  # fmt: skip
def test_whoever_has_said_so_is_not_reminded(here: Path, text: str) -> None:
    """Only business days count, on the clock of the office; and whoever an entry is about is found however it says so."""
    assert reminded(text, AWAY) == []
    assert [message for _, message in reminded(text, row("Dana Whitlock", "", DANA))] == ["no reply is switched on"]


def test_leave_that_repeats_is_followed(here: Path) -> None:
    """Of an entry that repeats each time within the week counts, those taken out do not; what repeats by the second is refused."""
    first = "DTSTART;VALUE=DATE:20260904\r\nDTEND;VALUE=DATE:20260905\r\nSUMMARY:Zoe Kerr\r\n"
    nobody = ("Zoe Kerr", "no mailbox of theirs was read")
    weekly = CALENDAR.format(EVENT.format(f"{first}RRULE:FREQ=WEEKLY;UNTIL=20270101T000000Z"))
    assert reminded(weekly, AWAY) == [nobody]
    gone = CALENDAR.format(EVENT.format(f"{first}RRULE:FREQ=WEEKLY\r\nEXDATE;VALUE=DATE:20261204"))
    assert reminded(gone, AWAY) == []
    moved = EVENT.format(
        "RECURRENCE-ID;VALUE=DATE:20261204\r\nDTSTART;VALUE=DATE:20261202\r\nDTEND;VALUE=DATE:20261203\r\nSUMMARY:Zoe Kerr"
    )
    assert reminded(CALENDAR.format(EVENT.format(f"{first}RRULE:FREQ=WEEKLY") + moved), AWAY) == [nobody]
    assert reminded(CALENDAR.format(EVENT.format(f"{first}RDATE;VALUE=DATE:20261202")), AWAY) == [nobody]
    for endless in ("FREQ=SECONDLY", "FREQ=DAILY;INTERVAL=0", "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30"):
        with pytest.raises(ConfigError, match="not understood"):
            reminded(CALENDAR.format(EVENT.format(f"{first}RRULE:{endless}")), AWAY)


@pytest.mark.parametrize(
    "lines",
    [
        "SUMMARY:Dana Whitlock",
        "DTSTART;VALUE=DATE:20261345\r\nSUMMARY:Dana Whitlock",
        "DTSTART;VALUE=DATE:20261130\r\nDTSTART;VALUE=DATE:20261201\r\nSUMMARY:Dana Whitlock",
        "DTSTART;VALUE=DATE:20261130\r\nDURATION:X\r\nSUMMARY:Dana Whitlock",
        "DTSTART;VALUE=DATE:00010101\r\nDTEND;VALUE=DATE:00010101\r\nSUMMARY:Dana Whitlock",
    ],
)
def test_days_that_are_none_are_one_line(here: Path, lines: str) -> None:
    """An entry without a day, with an impossible or a second one, is told by its summary; or it is in no week of ours."""
    text = CALENDAR.format(EVENT.format(lines))
    try:
        assert reminded(text, AWAY) == []
    except ConfigError as error:
        assert "export it again" in str(error)  # noqa: PT017  # either is right, a crash is not


@pytest.mark.parametrize(
    ("first", "last", "order"),
    [
        ("12/01/2026", "12/04/2026", "month-first"),
        ("01/12/2026", "04/12/2026", "day-first"),
        ("12-01-2026", "12-04-2026", "month-first"),
        ("1/12/26", "4/12/26", "day-first"),
        ("12/1/2026 12:00:00 AM", "12/4/2026 12:00:00 AM", "month-first"),
        ("01.12.2026", "04.12.2026", "month-first"),
        ("2026-12-01T00:00:00", "2026-12-04", ""),
        ("2026/12/01", "2026/12/04", ""),
    ],
)
def test_days_of_a_table_are_read_in_the_order_of_the_pack(here: Path, first: str, last: str, order: str) -> None:
    """Days are understood however spreadsheets write them; what could be two days is settled by the pack."""
    Path("leave").write_text(f"Name,Start,End\nDana,{first},{last}\n", encoding="utf-8")
    (one,) = load_leave(Path("leave"), UTC, date(2026, 11, 28), order)
    assert (one.first, one.last) == (date(2026, 12, 1), date(2026, 12, 4))


@pytest.mark.parametrize(("order", "day"), [("month-first", 1), ("day-first", 1), ("", 1)])
def test_days_of_a_table_show_their_order_themselves(here: Path, order: str, day: int) -> None:
    """A day beyond 12 settles the order of the whole table, whatever the pack says."""
    Path("leave").write_text("Name,Start,End\nDana,12/01/2026,12/14/2026\n", encoding="utf-8")
    (one,) = load_leave(Path("leave"), UTC, date(2026, 11, 28), order)
    assert (one.first, one.last) == (date(2026, 12, day), date(2026, 12, 14))


STAFF = Directory(
    (
        Entry("Aaron Nichols", email="anichols@example.com"),
        Entry("Robinson, Daniel", email="drobinson@example.com", others=("dan@example.com",)),
        Entry("Zoë Rivera", email="zrivera@example.com"),
        Entry("Pat Lee", email="pat1@example.com"),
        Entry("Pat Lee", email="pat2@example.com"),
    )
)


@pytest.mark.parametrize(
    ("who", "found"),
    [
        ("SUMMARY:Aaron Nichols - Vacation", ("Aaron Nichols", "anichols@example.com")),
        ("SUMMARY:OOO: Zoe Rivera", ("Zoe Rivera", "zrivera@example.com")),
        ("SUMMARY:PTO\r\nORGANIZER:mailto:dan@example.com", ("Robinson, Daniel", "dan@example.com")),
        ("SUMMARY:PTO\r\nORGANIZER;CN=Daniel Robinson:mailto:d@elsewhere.example", ("Daniel Robinson", "d@elsewhere.example")),
        ("SUMMARY:Pat Lee", ("Pat Lee", "")),
        ("SUMMARY:Nobody Known", ("Nobody Known", "")),
    ],
)  # fmt: skip
def test_the_staff_list_tells_the_address(here: Path, who: str, found: tuple[str, str]) -> None:
    """An entry that names only the person gets the address of the list, unless two people are called so."""
    event = (
        f"BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20261201T000000Z\r\nDTSTART;VALUE=DATE:20261214\r\n{who}\r\nEND:VEVENT\r\n"
    )
    Path("leave.ics").write_text(CALENDAR.format(event), encoding="utf-8", newline="")
    (one,) = load_leave(Path("leave.ics"), UTC, date(2026, 12, 7), staff=STAFF)
    assert (one.name, one.email) == found
