"""`replylint new`: few questions or none, both messages and the signature, and the days of a calendar."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cli.given import run

TODAY = "2026-11-30"
DAYS = ("--first", "2026-12-14", "--last", "2026-12-18")
CONTACT = ("--contact", "Dana Whitlock, 813-555-0142")
SELF = (
    "--name",
    "Kai Mori",
    "--title",
    "Permit Technician II",
    "--phone",
    "813-555-0153 x1204",
    "--email",
    "kai@plantcity.example",
)
ALL = (*DAYS, *CONTACT, *SELF)
STAFF = """\
Name,Title,Phone,Extension,Email
Dana Whitlock,Permit Technician II,813-555-0142,4211,dana@plantcity.example
Maria Ortiz,City Manager,813-555-0100,1001,maria@plantcity.example
"""


def new(*arguments: str, **options: object):
    """Run `replylint new` as if it were November 30, 2026."""
    return run("new", "--as-of", TODAY, *arguments, **options)


def test_everything_as_options() -> None:
    """With all answers as options nothing is asked: the message and the signature are printed, checked, with exit 0."""
    result = new(*ALL)
    assert result.exit_code == 0
    assert result.stdout.startswith(
        "Message, the same for people inside and outside:\n\nI will be out of the office from 12/14/26 — 12/18/26 and back on 12/21/26. "
    )
    assert (
        "\nSignature:\n\nKai Mori\nPermit Technician II\nCity of Plant City, Florida\n813-555-0153 ext. 1204\n"
        in result.stdout
    )
    assert "sent from 2026-12-14 00:00 to 2026-12-21 08:00" in result.stderr
    assert "checked: 3 texts, nothing to change but the seal" in result.stderr


@pytest.mark.parametrize(
    ("left_out", "option"),
    [(0, "--first"), (2, "--last"), (4, "--contact"), (6, "--name"), (8, "--title"), (10, "--phone")],
)
def test_what_is_missing_without_a_terminal_is_named(left_out: int, option: str) -> None:
    """Where nobody can be asked, the missing option is named, and the exit code is 2."""
    result = new(*ALL[:left_out], *ALL[left_out + 2 :])
    assert result.exit_code == 2
    assert option in result.stderr
    assert not result.stdout


def test_questions_are_few_and_in_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """At a terminal each missing answer is one question; a day may be typed as people write it, and is asked again if it is none."""
    monkeypatch.setattr("replylint.cli.new.can_ask", lambda: True)
    answers = [
        "12/14/26",
        "someday",
        "Dec 18",
        "Dana Whitlock",
        "813-555-0142",
        "Kai Mori",
        "Permit Technician II",
        "813-555-0153 ext 1204",
    ]
    result = new(input="\n".join(answers) + "\n")
    assert result.exit_code == 0, result.output
    questions = re.findall(r"([A-Z][^:\n]*): ", result.stderr)
    assert len(questions) <= 10
    assert questions[0] == "Your first day out"
    assert "“someday” is not a day" in result.stderr
    assert "from 12/14/26 — 12/18/26 and back on 12/21/26" in result.stdout
    assert "813-555-0153 ext. 1204" in result.stdout


def test_the_configuration_and_the_staff_list_answer(here: Path) -> None:
    """The profile and the staff list answer what they know, so that days and a name are enough."""
    (here / "staff.csv").write_text(STAFF, encoding="utf-8")
    (here / "replylint.toml").write_text('directory = "staff.csv"\n[profile]\nname = "Maria Ortiz"\n', encoding="utf-8")
    result = new(*DAYS, "--contact", "Dana Whitlock")
    assert result.exit_code == 0, result.output
    assert "contact Dana Whitlock at 813-555-0142 ext. 4211." in result.stdout
    assert "Maria Ortiz\nCity Manager\nCity of Plant City, Florida\n813-555-0100 ext. 1001\n" in result.stdout


def test_for_somebody_else(here: Path) -> None:
    """With --for the message is the other person's, signed by them, and the one who writes is the contact."""
    (here / "staff.csv").write_text(STAFF, encoding="utf-8")
    profile = 'directory = "staff.csv"\n[profile]\nname = "Dana Whitlock"\nphone = "813-555-0142"\nextension = "4211"\n'
    (here / "replylint.toml").write_text(profile, encoding="utf-8")
    result = new(*DAYS, "--for", "Maria Ortiz")
    assert result.exit_code == 0, result.output
    assert "please contact Dana Whitlock at 813-555-0142 ext. 4211." in result.stdout
    assert "Thank you,\n\nMaria Ortiz\nCity Manager\n" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--first", "2026-12-14", "--last", "2026-12-11", *CONTACT, *SELF), "is before your first"),
        (("--first", "soon", *ALL[2:]), "“soon” is not a day"),
        ((*DAYS, "--contact", "Kai Mori, 813-555-0142", *SELF), "Name someone else"),
        ((*ALL, "--to", "msg"), "is read, not written"),
        ((*ALL, "--to", "wordperfect"), "There is no format"),
        ((*ALL, "--to", "gmail-json"), "--system gmail"),
        ((*ALL, "--ics", "none.ics"), "cannot be read"),
    ],
)
def test_what_cannot_be_right_is_refused(arguments: tuple[str, ...], said: str) -> None:
    """Contradictions and formats that are not written end with one sentence and exit 2."""
    result = new(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr


@pytest.mark.parametrize(
    "form",
    [
        "text",
        "html",
        "exchange-json",
        "exchange-csv",
        "graph-json",
        "gmail-json",
        "jmap-json",
        "sieve",
        "vacation",
        "signature-html",
        "signature-text",
    ],
)
def test_what_is_written_is_read_again_without_a_finding(form: str, here: Path) -> None:
    """A file in each format that can be written is read by `check`, with the days of its settings, and nothing is wrong with it."""
    (here / "city.toml").write_text(
        '[pack]\nid = "plant-city"\nextends = "plant-city"\n[settings]\nseal_url = "https://www.plantcitygov.com/cityseal.png"\n',
        encoding="utf-8",
    )
    system = ("--system", "gmail") if form == "gmail-json" else ()
    names = {
        "html": "reply.html",
        "signature-html": "signature.html",
        "exchange-csv": "a.csv",
        "sieve": "a.sieve",
        "vacation": ".vacation.msg",
    }
    name = names.get(form, "a.json" if form.endswith("json") else "a.txt")
    assert new(*ALL, *system, "--policy", "city.toml", "--to", form, "-o", name).exit_code == 0
    result = run("check", "--no-config", "--policy", "city.toml", "--fail-on", "warning", name, as_of="2026-12-14")
    assert result.exit_code == 0, result.output
    assert "no findings" in result.output or "nothing" in result.output.lower() or "0 findings" in result.output


EVENT = "BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20261101T000000Z\r\nDTSTART{start}\r\nDTEND{end}\r\nSUMMARY:{summary}\r\n{more}END:VEVENT\r\n"
OOF = "X-MICROSOFT-CDO-BUSYSTATUS:OOF\r\n"


def calendar(*events: str) -> str:
    """Return a calendar with these events."""
    return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example//EN\r\n" + "".join(events) + "END:VCALENDAR\r\n"


def event(start: str, end: str, summary: str, more: str = "") -> str:
    """Return an event of whole days, or of times where they have one."""
    mark = "" if "T" in start else ";VALUE=DATE"
    return EVENT.format(
        uid=f"{start}-{summary}", start=f"{mark}:{start}", end=f"{mark}:{end}", summary=summary, more=more
    )


FREE_BUSY = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example//EN\r\nBEGIN:VFREEBUSY\r\nUID:1\r\nDTSTAMP:20261101T000000Z\r\n"
    "FREEBUSY;FBTYPE=BUSY:20261207T140000Z/20261207T150000Z\r\n"
    "FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:20261214T050000Z/20261219T050000Z\r\nEND:VFREEBUSY\r\nEND:VCALENDAR\r\n"
)
CALENDARS = {
    "marked": (calendar(event("20261207", "20261208", "Budget day"), event("20261214", "20261219", "Trip", OOF)), "Trip"),
    "with times": (calendar(event("20261214T130000Z", "20261218T220000Z", "Trip", OOF)), "Trip"),
    "named": (calendar(event("20261207", "20261208", "Budget day"), event("20261214", "20261219", "Vacation - Kai")), "Vacation - Kai"),
    "the next one": (calendar(event("20261101", "20261106", "PTO"), event("20261214", "20261219", "PTO"), event("20270104", "20270109", "PTO")), "PTO"),
    "the only one": (calendar(event("20261214", "20261219", "Kai")), "Kai"),
    "free and busy": (FREE_BUSY, "free/busy"),
}  # fmt: skip


@pytest.mark.parametrize("name", CALENDARS)
def test_the_days_come_from_a_calendar(name: str, here: Path) -> None:
    """The next absence of a calendar gives the days, and it is said which event was taken."""
    content, summary = CALENDARS[name]
    (here / "mine.ics").write_text(content, encoding="utf-8", newline="")
    result = new("--ics", "mine.ics", *CONTACT, *SELF)
    assert result.exit_code == 0, result.output
    assert "from 12/14/26 — 12/18/26 and back on 12/21/26" in result.stdout
    assert f"mine.ics: took “{summary}" in result.stderr


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            calendar(event("20261207", "20261208", "Budget day"), event("20261214", "20261219", "Trip")),
            "it has several (Budget day (2026-12-07",
        ),
        (calendar(event("20261101", "20261106", "PTO")), "no event that is still to come"),
        ("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", "is damaged or cut off"),
        ("hello", "is damaged or cut off"),
    ],
)
def test_a_calendar_that_does_not_tell_is_refused(content: str, said: str, here: Path) -> None:
    """A calendar in which no absence can be told is an error that names what was found."""
    (here / "mine.ics").write_text(content, encoding="utf-8", newline="")
    result = new("--ics", "mine.ics", *CONTACT, *SELF)
    assert result.exit_code == 2
    assert said in result.stderr
