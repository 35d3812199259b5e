"""The writer: both messages and the signature, right by construction, and checked before they are returned."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from api.replies import KAI, TODAY
from replylint.api import Answers, Checker, Part, Person, Profile, Reply, ReplylintError, Written
from replylint.cli import cli

PACK = """\
[pack]
id = "plant-city"
extends = "plant-city"
[settings]
seal_url = "https://www.plantcitygov.com/cityseal.png"
"""
DANA = Person("Dana Whitlock", "813-555-0142")
ROSA = Person("Rosa Lima", "813-555-0144 ext. 12", "rosa.lima@plantcity.example", topic="Permits")
CHECKER = Checker(today=TODAY, profile=KAI)
STAFF = b"""\
Name,Title,Phone,Extension,Email
Dana Whitlock,Permit Technician II,813-555-0142,4211,dana@plantcity.example
Maria Ortiz,City Manager,813-555-0100,1001,maria@plantcity.example
"""
WEEK = Answers(first_day=date(2026, 12, 14), last_day=date(2026, 12, 18), contacts=(DANA,))


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Checker:
    """Return a checker whose pack says where the picture of the seal is."""
    path = tmp_path_factory.mktemp("pack") / "city.toml"
    path.write_text(PACK, encoding="utf-8")
    return Checker(path, today=TODAY, profile=KAI)


def text(written: Written, part: Part = Part.INTERNAL) -> str:
    """Return one of the plain texts."""
    found = written.plain.text(part)
    assert found is not None
    return found.content


def test_a_week_out() -> None:
    """The message is the standard's own example with the answers in it, the same for both tabs, and the signature beside it."""
    written = CHECKER.write(WEEK)
    assert text(written) == text(written, Part.EXTERNAL)
    assert text(written) == (
        "I will be out of the office from 12/14/26 — 12/18/26 and back on 12/21/26. I will reply to your message at my earliest "
        "opportunity once I return. If you need immediate assistance, please contact Dana Whitlock at 813-555-0142.\n\nThank you,\n\n"
        + text(written, Part.SIGNATURE)
    )
    assert text(written, Part.SIGNATURE) == (
        "Kai Mori\nPermit Technician II\nCity of Plant City, Florida\n813-555-0153 ext. 1204\n"
        "Website: http://www.plantcitygov.com/\n[City Seal]\n"
    )
    assert [one.part for one in written.reply.texts] == [Part.INTERNAL, Part.EXTERNAL, Part.SIGNATURE]
    assert all(one.markup for one in written.reply.texts)


def test_text_and_schedule_agree() -> None:
    """The reply is to be sent from the first day on, until the office opens on the day back, on the clock of the office."""
    written = CHECKER.write(WEEK)
    assert written.settings is not None
    assert written.settings == ("2026-12-14T00:00:00-05:00", "2026-12-21T08:00:00-05:00", "America/New_York")
    assert written.back_day == date(2026, 12, 21)


@pytest.mark.parametrize(
    ("last", "back"),
    [
        (date(2026, 12, 18), date(2026, 12, 21)),
        (date(2026, 12, 16), date(2026, 12, 17)),
        (date(2026, 12, 24), date(2026, 12, 28)),
        (date(2026, 12, 31), date(2027, 1, 4)),
        (date(2027, 7, 2), date(2027, 7, 6)),
        (date(2026, 12, 20), date(2026, 12, 21)),
    ],
)
def test_the_day_back_is_a_business_day(last: date, back: date) -> None:
    """The day back is the first one after the last day out that is no weekend and no holiday of the pack."""
    assert CHECKER.write(replace(WEEK, last_day=last)).back_day == back


def test_a_day_back_that_is_given_counts() -> None:
    """Who says when they are back is believed."""
    written = CHECKER.write(replace(WEEK, back_day=date(2026, 12, 23)))
    assert "back on 12/23/26" in text(written)


def test_hours_on_one_day() -> None:
    """Some hours of one day are named with the day, and the reply stops when they end."""
    written = CHECKER.write(
        Answers(first_day=date(2026, 12, 14), contacts=(DANA,), kind="hours", hours="1-4 pm", language="both")
    )
    assert "out of the office on 12/14/26 from 1:00 PM to 4:00 PM. I will" in text(written)
    assert "el 14 de diciembre de 2026 de 1:00 p. m. a 4:00 p. m. Responderé" in text(written)
    assert written.settings is not None
    assert written.settings[:2] == ("2026-12-14T13:00:00-05:00", "2026-12-14T16:00:00-05:00")


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        ("1:00 PM to 4:00 PM", "1:00 PM to 4:00 PM"),
        ("9-11", "9:00 AM to 11:00 AM"),
        ("13:00–16:30", "1:00 PM to 4:30 PM"),
        ("10 to 2 pm", "10:00 AM to 2:00 PM"),
        ("noon to 3 p.m.", "12:00 PM to 3:00 PM"),
        ("8.30 a.m. - 12:15 pm", "8:30 AM to 12:15 PM"),
    ],
)
def test_hours_are_read_as_people_type_them(hours: str, said: str) -> None:
    """Hours may be typed in any usual way, and are written in one."""
    written = CHECKER.write(Answers(first_day=date(2026, 12, 14), contacts=(DANA,), kind="hours", hours=hours))
    assert f" from {said}. " in text(written)


def test_my_last_day() -> None:
    """Who leaves promises no reply, names the last day, and says whom to contact."""
    written = CHECKER.write(Answers(last_day=date(2026, 12, 31), contacts=(DANA,), kind="departed"))
    assert "my last day was 12/31/26. Please contact Dana Whitlock" in text(written)
    assert "reply" not in text(written)
    assert written.checked.kind == "departed"
    assert written.settings == ("2027-01-01T00:00:00-05:00", "", "America/New_York")


def test_for_somebody_else() -> None:
    """An assistant writes for a manager: the manager's name and signature, the assistant as the contact, no finding about her."""
    checker = Checker(today=TODAY, profile=KAI, directory=STAFF)
    written = checker.write(
        replace(
            WEEK, contacts=(), on_behalf_of=True, writer=Person("Dana Whitlock"), profile=Profile(name="Maria Ortiz")
        )
    )
    assert "please contact Dana Whitlock at 813-555-0142 ext. 4211." in text(written)
    assert text(written, Part.SIGNATURE).startswith(
        "Maria Ortiz\nCity Manager\nCity of Plant City, Florida\n813-555-0100 ext. 1001"
    )
    assert "Kai" not in text(written)
    assert [one.rule for one in checker.check(written.plain).findings] == []


def test_gmail_adds_the_signature() -> None:
    """For Gmail there is one message without a signature in it, and the signature beside it."""
    written = CHECKER.write(replace(WEEK, system="gmail"))
    assert [one.part for one in written.reply.texts] == [Part.MESSAGE, Part.SIGNATURE]
    assert "Kai Mori" not in text(written, Part.MESSAGE)
    assert CHECKER.check(written.plain).ok


def test_several_contacts_and_a_sentence_of_ones_own() -> None:
    """Several people are listed with what they help with, and the person's own sentence is kept word for word."""
    written = CHECKER.write(replace(WEEK, contacts=(DANA, ROSA), note="Our office moved to 12 Elm Street."))
    assert (
        "Dana Whitlock, 813-555-0142\nPermits: Rosa Lima, 813-555-0144 ext. 12 or rosa.lima@plantcity.example\n"
        in text(written)
    )
    assert "\n\nOur office moved to 12 Elm Street.\n\nThank you,\n" in text(written)


def test_what_is_not_answered_is_a_question() -> None:
    """Without answers there is a message with blanks, each a question, and it is not called right."""
    written = Checker(today=TODAY).write(Answers())
    assert not written.checked.ok
    questions = {blank.question for blank in written.checked.blanks}
    assert {"When is your first day out?", "When is your last day out?", "What is your job title?"} <= questions


def test_the_staff_list_knows_the_numbers() -> None:
    """A contact and the person are looked up in the staff list; what is given by hand wins."""
    checker = Checker(today=TODAY, profile=Profile(name="Maria Ortiz", title="Acting City Manager"), directory=STAFF)
    written = checker.write(replace(WEEK, contacts=(Person("Dana Whitlock"),)))
    assert "Dana Whitlock at 813-555-0142 ext. 4211" in text(written)
    assert "Maria Ortiz\nActing City Manager\n" in text(written)


BAD = {
    "is before your first": replace(WEEK, last_day=date(2026, 12, 11)),
    "has passed": Answers(first_day=date(2026, 11, 2), last_day=date(2026, 11, 6)),
    "must come after": replace(WEEK, back_day=date(2026, 12, 18)),
    "Look at the years": replace(WEEK, last_day=date(2029, 12, 18)),
    "Name someone else": replace(WEEK, contacts=(Person("Kai Mori", "813-555-0142"),)),
    "number you gave is of the person": replace(WEEK, contacts=(Person("Ann Reed", "(813) 555-0153"),)),
    "is one digit short": replace(WEEK, contacts=(Person("Ann Reed", "813-555-014"),)),
    "is not a phone number": replace(WEEK, contacts=(Person("Ann Reed", "call me"),)),
    "looks like name@example": replace(WEEK, contacts=(Person("Ann Reed", "", "ann at home"),)),
    "Write en, es, both": replace(WEEK, language="fr"),
    "There is no kind": replace(WEEK, kind="holiday"),
    "There is no system": replace(WEEK, system="lotus"),
    "on one day": replace(WEEK, kind="hours", hours="1-4 pm"),
    "Give the hours": Answers(first_day=date(2026, 12, 14), kind="hours", hours="the afternoon"),
    "end before they begin": Answers(first_day=date(2026, 12, 14), kind="hours", hours="4 pm to 1 pm"),
    "not a time of day": Answers(first_day=date(2026, 12, 14), kind="hours", hours="13:75 to 99:00"),
    "at most 8 people": replace(WEEK, contacts=(DANA,) * 9),
    "Make it shorter": replace(WEEK, note="x" * 3000),
}


@pytest.mark.parametrize("said", BAD)
def test_answers_that_cannot_be_right_are_refused_in_a_sentence(said: str) -> None:
    """Answers that contradict themselves are refused with a sentence that says what to change."""
    with pytest.raises(ReplylintError, match=said):
        CHECKER.write(BAD[said])


FIRST = ["Dana", "Luis", "Mary Ann", "Zoë", "Terrence", "Grace", "José", "Mary-Ann", "April", "Anh"]
LAST = ["Whitlock", "Hall", "de la Cruz", "O'Neil", "Núñez", "Park", "Ortiz", "Smith-Jones", "Boyd", "Nguyen"]
TITLES = ["Permit Technician II", "City Manager", "Director of Public Works", "Clerk", "Utility Billing Specialist"]
_NAMES = st.builds("{} {}".format, st.sampled_from(FIRST), st.sampled_from(LAST))
_PHONES = st.builds("{}555-01{:02}".format, st.sampled_from(["813-", "(813) ", "813."]), st.integers(10, 99)).map(
    lambda phone: phone.replace(".555-", ".555.")
)
_CONTACTS = st.builds(
    Person, _NAMES, _PHONES, st.sampled_from(["", "front.desk@plantcity.example", "a_b@plantcity.example"]),
    extension=st.sampled_from(["", "12", "4211"]), topic=st.sampled_from(["", "", "Permits"]),
).flatmap(lambda one: st.sampled_from([one, one, one._replace(phone="", extension="")] if one.email else [one]))  # fmt: skip
_ANSWERS = st.builds(
    Answers,
    first_day=st.integers(0, 300).map(lambda days: TODAY + timedelta(days=days)),
    contacts=st.lists(_CONTACTS, min_size=1, max_size=3, unique_by=lambda one: one.name).map(tuple),
    profile=st.builds(
        Profile, _NAMES, st.sampled_from(TITLES), st.just("813-555-0100"), st.sampled_from(["1", "1204"])
    ),
    language=st.sampled_from(["en", "es", "both"]),
    kind=st.sampled_from(["absence", "absence", "hours", "departed"]),
    system=st.sampled_from(["outlook", "gmail"]),
    on_behalf_of=st.booleans(),
    hours=st.sampled_from(["9-11", "1:30 PM to 4:00 PM", "noon to 3 pm"]),
)


@settings(max_examples=max(settings.default.max_examples // 3, 1))  # each one is checked twice
@given(_ANSWERS, st.integers(0, 60))
def test_what_is_written_passes(sealed: Checker, answers: Answers, days: int) -> None:
    """Whatever sensible answers are given, what is written has no finding at all, as HTML and as text."""
    assert answers.first_day is not None
    last = answers.first_day if answers.kind == "hours" else answers.first_day + timedelta(days=days)
    contacts = tuple(one for one in answers.contacts if one.name != answers.profile.name) or (
        Person("Ed Ames", "813-555-0101"),
    )
    answers = replace(answers, last_day=last, contacts=contacts)
    written = sealed.write(answers)
    assert [(one.part, one.rule, one.message) for one in written.checked.findings] == []
    assert written.checked.ok
    assert sealed.check(written.plain).findings == ()
    if written.settings is not None and written.settings.end:
        assert datetime.fromisoformat(written.settings.start) < datetime.fromisoformat(written.settings.end)
    if written.back_day is not None:
        assert written.back_day > last
        assert written.back_day.weekday() < 5


def test_what_is_written_passes_on_the_command_line(tmp_path: Path) -> None:
    """`check --fail-on warning` ends with exit 0 for both tabs and for the signature, with the seal's address and without it."""
    pack = tmp_path / "city.toml"
    pack.write_text(PACK, encoding="utf-8")
    for language in ("en", "es", "both"):
        for checker, as_html in ((Checker(pack, today=TODAY, profile=KAI), True), (CHECKER, False)):
            written = checker.write(replace(WEEK, language=language))
            reply: Reply = written.reply if as_html else written.plain
            end = ".html" if as_html else ".txt"
            for one in reply.texts:
                (tmp_path / f"{one.part}{end}").write_text(one.content, encoding="utf-8", newline="")
            shared = [
                "check",
                "--no-config",
                "--as-of",
                TODAY.isoformat(),
                "--fail-on",
                "warning",
                "--policy",
                str(pack),
            ]
            pair = ["--internal", str(tmp_path / f"internal{end}"), "--external", str(tmp_path / f"external{end}")]
            for words in (pair, [str(tmp_path / f"signature{end}")]):
                result = CliRunner().invoke(cli, [*shared, *words])
                assert result.exit_code == 0, result.output
