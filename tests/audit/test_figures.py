"""The figures of an audit: who counts as a mailbox with a message, what counts as its error, and percents that add up."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.inline import TODAY, audited
from cli.given import GOOD, MISSPELLED, run
from replylint.audit.result import Audit, nothing_judged
from replylint.engine import Engine
from replylint.model import Colleague, Exchange, Person
from replylint.policy import load_pack
from replylint.report import auditing
from replylint.report.audit_page import audit_page
from replylint.report.figures import history, mailboxes_of, shares


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go into an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def found_of(*mailboxes: tuple[int, list[tuple[str, str]]], exchanges: list[Exchange] | None = None) -> Audit:
    """Return what an audit found: of each person how many messages were judged, and rules with severities."""
    people = tuple(Colleague(Person(f"Person {number}", f"p{number}@example.com")) for number in range(len(mailboxes)))
    rows = [
        {"path": "r.json", "number": number, "name": one.owner.name, "email": one.owner.email, "department": "",
         "judged": judged, "checked": True, "state": "on" if judged else "off", "person": number, "away": [], "contacts": []}
        for number, ((judged, _), one) in enumerate(zip(mailboxes, people, strict=True))
    ]  # fmt: skip
    findings = [
        {"path": "r.json", "number": number, "order": 0, "mailbox": f"p{number}@example.com", "document": "reply", "rule": rule,
         "severity": severity, "message": "", "clause": None, "fixable": False, "answer": "", "person": number}
        for number, (_, rules) in enumerate(mailboxes)
        for rule, severity in rules
    ]  # fmt: skip
    return Audit(mailboxes=rows, findings=findings, people=people, exchanges=exchanges or [])


CASES: dict[str, tuple[int, list[tuple[str, str]], tuple[bool, bool, bool]]] = {
    "right": (1, [], (True, False, True)),
    "error": (1, [("absence.missing-dates", "error")], (True, True, False)),
    "warning": (1, [("tone.joking", "warning")], (True, False, False)),
    "too much for one person, whose reply is off": (0, [("coverage.overloaded", "warning")], (False, False, False)),
    "one late letter beside a right message": (1, [("response.late", "error")], (True, False, True)),
    "letters without a message": (0, [("response.unanswered", "error")], (False, False, True)),
    "nobody covers": (1, [("coverage.contact-away", "error")], (True, True, False)),
    "late, and a warning": (2, [("response.late", "error"), ("tone.joking", "warning")], (True, False, False)),
    "off": (0, [], (False, False, True)),
}


@pytest.mark.parametrize("case", CASES)
def test_who_counts_as_what(case: str) -> None:
    """A mailbox counts as checked if a message was; a late letter is no error of the message, and overload is none of a reply."""
    judged, rules, (checked, wrong, right) = CASES[case]
    (one,) = mailboxes_of(found_of((judged, rules)))
    assert (one.judged, one.wrong, not one.faults) == (checked, wrong, right)


def test_the_parts_of_the_summary_are_the_whole() -> None:
    """Mailboxes with errors, with warnings, and right ones add up to those that were checked, on the page too."""
    found = found_of(*((judged, rules) for judged, rules, _ in CASES.values()))
    first, second, *_ = auditing.summary(found, TODAY)
    assert first == "9 mailboxes were read: 6 checked, 3 with the reply turned off."
    assert second == "Of the 6 checked, 2 have errors, 2 only warnings or notes, and 2 are right."
    assert history(found, TODAY) == {"as_of": "2026-12-14", "judged": 6, "right": 4}
    page = audit_page(found, TODAY, load_pack("plant-city"), lambda day: day.weekday() < 5)
    assert first in page
    assert "33 % of the 6 mailboxes that were checked have errors." in page


@given(st.lists(st.integers(0, 5_000), min_size=1, max_size=6))
def test_percents_of_a_whole_add_up(parts: list[int]) -> None:
    """Shares add up to 100, are within one of what they stand for, keep their order, and only all is 100 %."""
    found = shares(parts)
    whole = sum(parts)
    assert sum(found) == (100 if whole else 0)
    for part, share in zip(parts, found, strict=True):
        assert abs(share - (100 * part / whole if whole else 0)) <= 1
        assert (share == 100) == (part == whole > 0)
        assert part or not share


@pytest.mark.parametrize(
    ("parts", "expected"),
    [([705, 165, 130], [71, 16, 13]), ([996, 4, 0], [99, 1, 0]), ([1, 1, 1], [34, 33, 33]), ([5, 0, 0], [100, 0, 0]), ([0, 0], [0, 0])],
)  # fmt: skip
def test_percents_are_not_cut_off(parts: list[int], expected: list[int]) -> None:
    """The largest rests are rounded up."""
    assert shares(parts) == expected


def exchange_of(person: int, hours: float | None) -> Exchange:
    """Return a letter that was answered so many hours after it came, and was due after eight."""
    arrived = datetime(2026, 12, 7, 9, tzinfo=UTC)
    answered = arrived + timedelta(hours=hours) if hours is not None else None
    return Exchange("visitor@example.org", person, arrived, arrived + timedelta(hours=8), answered)


def test_answers_are_shown_by_department() -> None:
    """The page has a row for each department with its share of answers in time, the lowest first."""
    found = found_of((1, []), (1, []), (1, []), exchanges=[*(exchange_of(0, hours) for hours in (1, 2, 30)), exchange_of(1, None), exchange_of(2, 1)])  # fmt: skip
    found.people = tuple(
        one._replace(department=name) for one, name in zip(found.people, ("Finance", "Parks", ""), strict=True)
    )
    found.response_times = [None] * 5
    page = audit_page(found, TODAY, load_pack("plant-city"), lambda day: True)
    rows = page.partition("<h3>By department</h3>")[2].partition("</table>")[0]
    assert [row.partition("</td>")[0] for row in rows.split("<tr><td>")[1:]] == [
        "Parks",
        "Finance",
        "not in the staff list",
    ]
    assert (
        '<td>Finance</td><td class="n">3</td><td class="n">67 %</td><td class="n">33 %</td><td class="n">0 %</td>'
        in rows
    )


def mail(sender: str, number: int, text: str = MISSPELLED) -> str:
    """Return an automatic reply in a mail file."""
    return (
        f"From: Dana <dana@{sender}>\nTo: visitor@customer.example\nSubject: Automatic reply\nMessage-ID: <{number}@x>\n"
        f"Date: Fri, 11 Dec 2026 10:00:00 -0500\nAuto-Submitted: auto-replied\nContent-Type: text/plain; charset=utf-8\n\n{text}"
    )


def test_mail_of_other_domains_is_no_clean_bill(here: Path) -> None:
    """Where no message comes from a domain of the policy, the domains that were seen are named, and the exit code is 2."""
    (here / "mail").mkdir()
    senders = ["city.example"] * 4 + ["hr.city.example", "other.example"]
    for number, sender in enumerate(senders):
        (here / "mail" / f"{number}.eml").write_text(mail(sender, number), encoding="utf-8")
    done = run("audit", "mail", "--output", "out", "--no-config")
    assert done.exit_code == 2
    assert "no message of 6 comes from a domain of the policy (plantcitygov.com)" in done.stderr
    assert "city.example (4), hr.city.example (1), other.example (1)" in done.stderr
    assert "--policy" in done.stderr
    assert (
        "no message of 6 comes from" in json.loads((here / "out" / "audit.json").read_bytes())["troubles"][0]["message"]
    )


def test_a_large_mailbox_of_other_domains_is_none_either(here: Path) -> None:
    """An mbox of which only header lines were read names the domains too, of whatever kind its mail is."""
    letters = [
        mail("city.example", 1),
        mail("city.example", 2).replace("Auto-Submitted: auto-replied\n", ""),
        mail("", 3),
    ]
    (here / "all.mbox").write_text(
        "".join(f"From x Fri Dec 11 10:00:00 2026\n{one}\n" for one in letters), encoding="utf-8"
    )
    found = audited("all.mbox")
    assert found.senders == {"city.example": 2, "no domain": 1}
    (trouble,) = found.troubles
    assert "no message of 3" in trouble.message


@pytest.mark.parametrize(
    ("domain", "judged"), [("plantcitygov.com", True), ("mail.plantcitygov.com", True), ("notplantcitygov.com", False)]
)
def test_one_message_of_ours_is_enough(here: Path, domain: str, judged: bool) -> None:
    """As soon as one message is from the policy's domains, those of others are only counted."""
    (here / "mail").mkdir()
    for number, sender in enumerate(("city.example", domain)):
        (here / "mail" / f"{number}.eml").write_text(mail(sender, number), encoding="utf-8")
    assert (audited("mail").troubles == []) is judged


def test_one_reply_that_is_off_is_no_result_for_the_others(here: Path) -> None:
    """That nothing was judged is a result only where every reply is turned off."""
    engine = Engine(load_pack("plant-city"), TODAY)
    found = found_of((0, []), (0, []))
    assert nothing_judged(found, engine) is None
    found.mailboxes[1]["state"] = None
    trouble = nothing_judged(found, engine)
    assert trouble is not None
    assert "nothing was judged" in trouble.message


FRENCH = "Je suis absent du bureau et je vous répondrai dès mon retour. Pour toute question, merci de contacter mon collègue."


@pytest.mark.parametrize(("text", "whole"), [(GOOD, True), (f"{GOOD}\n\n{FRENCH}", False)])
def test_a_mailbox_that_was_checked_in_part_is_not_checked(here: Path, text: str, whole: bool) -> None:
    """A reply with a part that nobody could read is judged, and does not count as checked."""
    (here / "in").mkdir()
    (here / "in" / "r.json").write_text(json.dumps([setting("Enabled", text)]), encoding="utf-8")
    (row,) = audited("in").mailboxes
    assert row["judged"] == 2
    assert row["checked"] is whole


def test_bulk_mail_of_ours_is_not_that_of_other_domains(here: Path) -> None:
    """Where mail of the policy's domains was read but none of it judged, the domains are not to blame."""
    (here / "mail").mkdir()
    bulk = mail("plantcitygov.com", 1).replace("Auto-Submitted: auto-replied", "Precedence: bulk")
    (here / "mail" / "1.eml").write_text(bulk, encoding="utf-8")
    (here / "mail" / "2.eml").write_text(mail("city.example", 2), encoding="utf-8")
    (trouble,) = audited("mail").troubles
    assert trouble.message.startswith("nothing was judged")


def setting(state: str, text: str = GOOD) -> dict[str, Any]:
    """Return the settings of a mailbox in an Exchange export."""
    return {
        "Identity": "dana@plantcitygov.com",
        "AutoReplyState": state,
        "ExternalAudience": "All",
        "InternalMessage": text,
        "ExternalMessage": text,
    }


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"r.json": json.dumps([setting("Disabled"), setting("Disabled")])}, 0),
        ({"r.json": json.dumps([setting("Enabled")])}, 0),
        ({"r.json": json.dumps([setting("Disabled")]), "1.eml": mail("city.example", 1)}, 2),
        ({"1.eml": mail("plantcitygov.com", 1).replace("auto-replied", "no").replace("Subject: Automatic reply", "Precedence: bulk")}, 2),
        ({"r.json": json.dumps([setting("Enabled", "")])}, 2),
    ],
    ids=["all off", "judged", "all off, mail of others", "only bulk mail", "only empty replies"],
)  # fmt: skip
def test_an_audit_that_judged_nothing_cannot_be_trusted(here: Path, files: dict[str, str], code: int) -> None:
    """Exit 2 where nothing was judged, unless every reply is turned off, which is a result."""
    (here / "in").mkdir()
    for name, text in files.items():
        (here / "in" / name).write_text(text, encoding="utf-8")
    done = run(
        "audit",
        "in",
        "--output",
        "out",
        "--no-config",
        "--as-of",
        "2026-12-11",
        "--ignore",
        "schedule",
        "--ignore",
        "coverage",
    )
    assert done.exit_code == code, done.output


_OPEN = "and 1 has no errors in the part that was checked."
IN_PART: dict[str, tuple[list[tuple[int, bool, list[tuple[str, str]]]], str, str]] = {
    "a part with nothing found": (
        [(1, False, []), (1, True, [])],
        "2 mailboxes were read: 1 checked, 1 checked in part.",
        f"Of the 2 checked, as a whole or in part, 0 have errors, 0 only warnings or notes, 1 is right, {_OPEN}",
    ),
    "a part with a warning": (
        [(1, False, [("tone.joking", "warning")])],
        "1 mailbox was read: 1 checked in part.",
        f"Of the 1 checked in part, 0 have errors, 0 only warnings or notes, 0 are right, {_OPEN}",
    ),
    "a part with an error": (
        [(1, False, [("contact.missing", "error")]), (0, True, [])],
        "2 mailboxes were read: 1 checked in part, 1 with the reply turned off.",
        "Of the 1 checked in part, 1 has errors, 0 only warnings or notes, and 0 are right.",
    ),
    "none checked": (
        [(0, False, []), (0, True, [])],
        "2 mailboxes were read: 1 not checked, 1 with the reply turned off.",
        "",
    ),
    "letters that were late beside a text that was not checked": (
        [(0, False, [("response.late", "error")])],
        "1 mailbox was read: 1 not checked.",
        "",
    ),
    "all off": ([(0, True, []), (0, True, [])], "2 mailboxes were read: 2 with the reply turned off.", ""),
}


@pytest.mark.parametrize("case", IN_PART)
def test_what_was_checked_in_part_is_not_counted_as_checked(case: str) -> None:
    """The summary and the page tell what was checked as a whole, in part, not at all, or is off, and no part is right."""
    mailboxes, first, second = IN_PART[case]
    found = found_of(*((judged, rules) for judged, _, rules in mailboxes))
    for row, (_, whole, _) in zip(found.mailboxes, mailboxes, strict=True):
        row["checked"] = whole
    said = [line for line in auditing.summary(found, TODAY) if line.startswith(("Of the", first))]
    assert said == [line for line in (first, second) if line]
    page = audit_page(found, TODAY, load_pack("plant-city"), lambda day: day.weekday() < 5)
    assert first in page
    assert ("no errors in the part that was checked" in page) == ("in the part" in second)


def test_a_part_without_errors_is_not_in_the_history() -> None:
    """From audit to audit a mailbox that was checked in part counts as wrong, or not at all; never as right."""
    found = found_of((1, [("contact.missing", "error")]), (1, []), (1, []))
    for row in found.mailboxes[:2]:
        row["checked"] = False
    assert history(found, TODAY) == {"as_of": "2026-12-14", "judged": 2, "right": 1}
