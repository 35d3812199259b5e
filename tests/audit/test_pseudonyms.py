"""Pseudonyms: where names hide, and where words that are also names stay what they are."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.given import run
from replylint.audit.places import here as place_of
from replylint.audit.pseudonyms import Disguise
from replylint.audit.result import Audit
from replylint.directory import Directory, Entry
from replylint.model import Colleague, Notice, Person, Unchecked

KEY = b"k" * 32
STAFF = Directory(
    (
        Entry("Dana Whitlock", email="dana.whitlock@example.com", department="Office of Dana Whitlock"),
        Entry("Terrence James Boyd", email="tboyd@example.com", department="Parks"),
        Entry("Ana María de la Cruz", email="acruz@example.com", department="Whitlock's team"),
        Entry("Jean Parks", email="jparks@example.com", department="Parks"),
        Entry("Vandermeer, Ignatius", email="iv@example.com", department="Finance"),
        Entry("Will Page", email="wpage@example.com", department="Town Hall"),
        Entry("Jack Hall", email="jhall@example.com", department="Town Hall"),
    )
)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go into an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def disguised(**values: object) -> Audit:
    """Return an audit of the people of the staff list, disguised."""
    people = tuple(
        Colleague(Person(one.name, one.email), "exports/r.json", department=one.department) for one in STAFF.entries
    )
    found = Audit(people=people, places=(place_of("exports"),), **values)  # type: ignore[arg-type]  # what the test gives
    return Disguise(found, KEY, STAFF).audit(found)


COVERAGE = [
    "Dana Whitlock leads on to Terrence James Boyd, who is away on December 14",
    "Name somebody else. Your message leads to Terrence Boyd and Ana María de la Cruz",
    "Dana Marie Whitlock leads on",
    "DANA WHITLOCK leads on",
    "Ana Maria de la Cruz is away",
    "Ignatius J. Vandermeer, T. James Boyd, Dana M. Whitlock",
    "Ignatius Vandermeer stands in for 4 people on December 14: Jean Parks, Will Page",
    "Dana Marie Louise Whitlock and Dana-Marie Whitlock",
]
NAMES = (
    "dana",
    "marie",
    "louise",
    "whitlock",
    "terrence",
    "james",
    "boyd",
    "ana",
    "maría",
    "maria",
    "cruz",
    "jean",
    "ignatius",
    "vandermeer",
    "page",
)


def words_in(text: str) -> set[str]:
    """Return the words of a text in lower case."""
    return {word.strip(".,:'’-") for word in text.lower().replace("-", " ").replace("’", " ").replace("'", " ").split()}


@pytest.mark.parametrize("message", COVERAGE)
def test_no_part_of_a_name_is_left_in_who_covers_for_whom(message: str) -> None:
    """First, middle and last names are gone, however the message writes them; days and other words stay."""
    row = {
        "rule": "coverage.chain",
        "path": "exports/r.json",
        "mailbox": "dana.whitlock@example.com",
        "message": message,
        "number": 0,
    }
    said = Disguise(Audit(places=(place_of("exports"),)), KEY, STAFF).row(row)["message"]
    assert words_in(said) & {*NAMES} == set(), said
    assert ("December 14" in message) == ("December 14" in said)
    assert ("leads on" in message) == ("leads on" in said)


def test_a_name_of_two_people_is_nobodys_pseudonym() -> None:
    """A first name that two people have gets the pseudonym of neither: what is said of one must not be laid at the other's door."""
    staff = Directory((Entry("Dana Whitlock", email="dw@example.com"), Entry("Dana Boyd", email="db@example.com")))
    people = tuple(Colleague(Person(one.name, one.email), "exports/r.json") for one in staff.entries)
    found = Audit(people=people, places=(place_of("exports"),), notices=[Notice("Ask Dana; Dana Boyd is away.")])
    shown = Disguise(found, KEY, staff).audit(found)
    whitlock, boyd = (one.owner.name for one in shown.people)
    assert whitlock != boyd
    assert [one.message for one in shown.notices] == [f"Ask [name]; {boyd} is away."]


DEPARTMENTS = {
    "Office of Dana Whitlock": False,
    "Whitlock's team": False,
    "Team Vandermeer": False,
    "Office of Terrence J. Boyd": False,
    "Will M. Page's office": False,
    "Page's office": False,
    "Parks": True,
    "Parks & Recreation": True,
    "Parks Hall": True,
    "Will and Page": True,
    "Town Hall": True,
    "Finance": True,
    "": True,
}


@pytest.mark.parametrize("department", DEPARTMENTS)
def test_a_department_names_nobody(department: str) -> None:
    """A department that is called after a person is disguised; one whose word is also somebody's last name stays."""
    rows = [{"path": "exports/r.json", "number": 0, "name": "X", "email": "", "department": department, "contacts": []}]
    found = disguised(mailboxes=rows)
    (row,) = found.mailboxes
    assert (row["department"] == department) is DEPARTMENTS[department]
    assert DEPARTMENTS[department] or not words_in(row["department"]) & {*NAMES}
    assert {one.department for one in found.people} & {"Parks", "Finance", "Town Hall"}
    assert not words_in(" ".join(one.department for one in found.people)) & {*NAMES}


FILES = [
    "mail/dana.whitlock/Inbox.mbox is cut off",
    "mail/boyd_terrence.json could not be read",
    "C:\\mail\\whitlock-dana\\r.json is damaged",
    "exports/tboyd.zip holds ignatius.vandermeer.eml",
    "exports/dana whitlock/r.json is damaged",
    "'cruz.ana.csv' has no rows",
]


@pytest.mark.parametrize("message", FILES)
def test_names_in_small_letters_in_file_names_are_hidden(message: str) -> None:
    """File names say whose mail they hold in small letters: in what is said of a file they are pseudonyms."""
    found = disguised(
        troubles=[Unchecked("exports/dana.whitlock.json", message)], notices=[Notice(message, "exports/boyd.eml")]
    )
    for one in (*found.troubles, *found.notices):
        assert not words_in(
            f"{one.path} {one.message}".replace("/", " ").replace("\\", " ").replace(".", " ").replace("_", " ")
        ) & {*NAMES}


@pytest.mark.parametrize("word", ["page 3 is damaged", "it will be read", "the parks of the city", "march on"])
def test_words_in_small_letters_elsewhere_are_no_names(word: str) -> None:
    """`will` and `page` outside of file names are what they always are."""
    (notice,) = disguised(notices=[Notice(word)]).notices
    assert notice.message == word


def test_departments_are_hidden_in_all_that_is_written(here: Path) -> None:
    """Neither the page nor the tables nor the terminal show a department that is called after a person."""
    text = "I am out from 12/14/26 to 12/18/26. Call Terrence Boyd at 813-555-0161."
    own = {
        "Identity": "dana.whitlock@example.com",
        "AutoReplyState": "Enabled",
        "ExternalAudience": "All",
        "InternalMessage": text,
        "ExternalMessage": text,
    }
    (here / "exports").mkdir()
    (here / "exports" / "r.json").write_text(json.dumps(own), encoding="utf-8")
    rows = "".join(f'"{one.name}",{one.email},"{one.department}"\n' for one in STAFF.entries)
    (here / "staff.csv").write_text(f"DisplayName,Mail,Department\n{rows}", encoding="utf-8")
    done = run(
        "audit",
        "exports",
        "--output",
        "out",
        "--as-of",
        "2026-12-11",
        "--no-config",
        "--pseudonyms",
        "--directory",
        "staff.csv",
    )
    for said in (
        done.output,
        *((here / "out" / name).read_text(encoding="utf-8") for name in ("report.html", "findings.csv", "audit.json")),
    ):
        assert "whitlock" not in said.lower()
        assert "boyd" not in said.lower()
