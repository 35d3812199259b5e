"""What looks like a fault and is none: weekdays of hours, another person's return, degrees, names that are words, thanks."""

from __future__ import annotations

from datetime import date

import pytest

from replylint.engine import Engine
from replylint.model import Diagnostic, Document, DocumentKind, Mailbox
from replylint.policy import load_pack
from replylint.visible import Visible

ENGINE = Engine(load_pack("plant-city"), date(2026, 12, 10))
OUT = "I am out of the office from 12/14/26 to 12/18/26."
CALL = "Please contact Dana Whitlock at 813-555-0142."


def document(text: str) -> Document:
    """Return an automatic reply written on December 10, 2026."""
    return Document("text", Visible.plain(text), text, kind=DocumentKind.AUTO_REPLY, written_on=date(2026, 12, 10))


def rules(text: str, family: str) -> list[str]:
    """Return the rules of a family that find something in a reply."""
    found = ENGINE.check(Mailbox("reply.txt", (document(text),)))
    return [item.rule for item in found if isinstance(item, Diagnostic) and item.rule.startswith(family)]


def contacts(text: str) -> list[str]:
    """Return the names of the contacts of a reply."""
    return [contact.name for contact in ENGINE.facts(document(text)).contacts]


@pytest.mark.parametrize(
    "dates",
    [
        "from 12/14/26 to 12/18/26 (Monday-Friday)",
        "12/14/26 - 12/25/26 (Monday - Friday)",
        "December 14-18 (Mon-Fri)",
        "from December 14, 2026 through January 8, 2027 (Monday through Thursday only)",
        "December 14, 15 and 16 (Mon, Tue, Wed)",
        "from 12/14/26 to 12/18/26, 8 am - 5 pm (Monday-Friday)",
        "from 12/14/26 to 12/23/26. Office hours are 8-5 (Mon. - Fri.)",
    ],
)
def test_weekdays_in_brackets_are_those_of_the_span(dates: str) -> None:
    """A span of weekdays in brackets behind dates or hours is not the weekday of the last date."""
    assert rules(f"I am out of the office {dates}. {CALL}", "absence.weekday-mismatch") == []


def test_one_weekday_in_brackets_is_checked() -> None:
    """A single weekday in brackets is the one of its date, and checked."""
    text = f"I am out of the office on December 14, 2026 (Tuesday). {CALL}"
    assert rules(text, "absence.weekday-mismatch") == ["absence.weekday-mismatch"]
    assert rules(text.replace("Tuesday", "Monday"), "absence.weekday-mismatch") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "She returns from leave on December 7.",
        "They return Friday, December 11.",
        "Omar returns Friday, December 11.",
        "Mr. Haddad will be back Friday, December 11.",
        "My supervisor is back on Friday, December 11.",
        "Trash collection resumes Thursday, December 17.",
        "Work on the bridge resumes Monday, December 7.",
        "Work resumes Monday.",
    ],
)
def test_the_return_of_others_is_not_the_authors(sentence: str) -> None:
    """A return that cannot be the author's is that of another person or thing, and no contradiction."""
    assert rules(f"I am out of the office from December 14 to December 18. {CALL} {sentence}", "absence") == [
        "absence.missing-reply-promise"
    ]


def test_an_assistant_gives_the_day_back() -> None:
    """Where an assistant writes for somebody, "she returns" soon after the last day out is the day back."""
    text = f"Dana is out of the office from December 14 to December 18. She returns on December 21. {CALL}"
    assert ENGINE.facts(document(text)).absence.return_day == date(2026, 12, 21)


@pytest.mark.parametrize(
    "degree", ["M.D.", "Ph.D.", "D.D.S.", "D.D.", "N.A.", "Psy.D.", "M.Ed.", "D.M.D.", "R.N., M.M."]
)
def test_degrees_are_no_blanks_and_no_contacts(degree: str) -> None:
    """Letters with points behind a name are a degree: not a date to fill in, and not another person."""
    text = f"{OUT} Please contact Ruth Otis, {degree}, at 813-555-0142."
    assert rules(text, "placeholder") == []
    assert rules(text, "contact") == []


@pytest.mark.parametrize("mask", ["MM.DD.YYYY", "m.d.yyyy", "M/D/YY", "D.MM.YY", "dd-mm-yyyy", "M/D"])
def test_masks_of_dates_are_blanks(mask: str) -> None:
    """Letters for the digits of a date are a blank, with points as well as with slashes."""
    assert rules(f"I am out of the office until {mask}. {CALL}", "placeholder") == ["placeholder.unfilled"]


@pytest.mark.parametrize(
    "name",
    [
        "Don Reese", "Dean Bolton", "Dean Martin", "Bill Best", "Will Page", "Mark Down", "Grace May", "April June",
        "Chase Summers", "Art Galleria", "Skip Close", "Chip Norris", "April Best", "Earl Holiday", "Grace Farmer",
    ],
)  # fmt: skip
def test_names_that_are_words_are_names(name: str) -> None:
    """A contact whose name is made of words, titles or months is a full name, before a number or an address."""
    for channel in ("at 813-555-0142", "(813-555-0142)", "at help@example.com"):
        text = f"{OUT} Please contact {name} {channel}."
        assert contacts(text) == [name]
        assert rules(text, "contact") == []


@pytest.mark.parametrize("role", ["Dean of Students Lena Ortiz", "Dean Lena Ortiz", "Chief Lena Ortiz"])
def test_titles_before_full_names_are_titles(role: str) -> None:
    """A title stays one where a first and a last name follow it."""
    assert contacts(f"{OUT} Please contact {role} at 813-555-0142.")[0].endswith("Lena Ortiz")


@pytest.mark.parametrize(
    "thanks",
    [
        "Say hi to Bo for me.",
        "Thanks to Skip and Peggy for covering.",
        "Thank you so much to Peggy Lund and Skip Rowe for filling in!",
        "Kudos to Lena for holding down the fort.",
        "Congratulations to Marcus, he has been promoted.",
        "Thank you, Peggy, for covering!",
    ],
)
def test_people_who_are_thanked_are_no_contacts(thanks: str) -> None:
    """Who is only thanked or greeted needs no number."""
    assert contacts(f"{OUT} {CALL} {thanks}") == ["Dana Whitlock"]
    assert rules(f"{OUT} {CALL} {thanks}", "contact") == []


def test_people_who_are_thanked_with_a_number_are_contacts() -> None:
    """A person who is thanked, and can be called, is somebody to turn to."""
    text = f"{OUT} Thanks to Dana Whitlock, who is covering for me (813-555-0142)."
    assert contacts(text) == ["Dana Whitlock"]
