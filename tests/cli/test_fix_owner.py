"""Whose mailbox it is fills in the signature, and the times it is set for fill in the days; nobody gets another's details."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.given import fix

GUID = "2a238faa-a65f-49c9-830f-2485df1cc6da"
STAFF = (
    "userPrincipalName,displayName,alias,mail,id,jobTitle,telephoneNumber\n"
    f"marilyn.powell@city.example,Marilyn Powell,mpowell,mpowell@plantcity.example,{GUID},Budget Analyst,813-555-0142 x4211\n"
    "svetlana.orlova@city.example,Svetlana Orlova,sorlova,sorlova@plantcity.example,,Planner,813-555-0144 x4212\n"
    "jonas.payne@city.example,Jonas Payne,jpayne,jpayne@plantcity.example,,Director,813-555-0143 x4213\n"
)
DAYS = "I am out from 12/14/26 to 12/18/26. "
BODY = "I will reply when I return. If you need immediate assistance, please contact Jonas Payne at 813-555-0143."
LINES = ["Marilyn Powell", "Budget Analyst", "813-555-0142 ext. 4211"]


def corrected(text: str, *options: str, staff: str = STAFF, **settings: str) -> tuple[str, str]:
    """Correct a reply in an Exchange export, and return what it says then, and what was said about it."""
    own = {"AutoReplyState": "Enabled", "ExternalAudience": "All", "InternalMessage": text, "ExternalMessage": text}
    Path("r.json").write_text(json.dumps({**own, **settings}), encoding="utf-8")
    Path("staff.csv").write_text(staff, encoding="utf-8")
    done = fix(
        "--directory", "staff.csv", "--export-timezone", "America/New_York", "--output-dir", "out", *options, "r.json"
    )
    assert done.exit_code != 2, done.output
    said = json.loads(Path("out/r.json").read_text(encoding="utf-8"))
    assert said["InternalMessage"] == said["ExternalMessage"]
    return str(said["ExternalMessage"]), done.stderr


@pytest.mark.parametrize(
    "settings",
    [
        {"Identity": "mpowell@plantcity.example"},
        {"Identity": "mpowell"},
        {"Identity": GUID},
        {"Identity": "example.com/Users/Marilyn Powell"},
        {"Identity": "example.com/Users/mpowell", "DisplayName": "Powell, Marilyn"},
        {"UserPrincipalName": "marilyn.powell@city.example"},
        {"Identity": "mpowell@plantcity.onmicrosoft.example"},
    ],
)
def test_a_missing_signature_is_filled_from_the_staff_list(settings: dict[str, str]) -> None:
    """The owner is found by address, alias, login, GUID or name, and signs with name, title, number and extension."""
    text, _ = corrected(DAYS + BODY, **settings)
    assert all(line in text.split("\n") for line in LINES), text


@pytest.mark.parametrize(
    ("signed", "filled"),
    [
        ("Svetlana\n", "Svetlana Orlova"),
        ("Orlova\n", "Svetlana Orlova"),
        ("Svetlana Orlova\nPlanner\n", "Svetlana Orlova"),
        ("Svetlana [Last name]\n", "Svetlana Orlova"),
        ("[First name] Orlova\n", "Svetlana Orlova"),
        ("[Your Name]\n", "Svetlana Orlova"),
        ("Bob\n", "Bob [Last name]"),
        ("Bob [Last name]\n", "Bob [Last name]"),
    ],
)
def test_a_signature_that_is_begun_is_completed(signed: str, filled: str) -> None:
    """A first or last name of the owner becomes the full name; another name is never made the owner's."""
    text, _ = corrected(f"{DAYS}{BODY}\n\nThank you,\n\n{signed}", Identity="sorlova@plantcity.example")
    assert filled in text.split("\n")
    assert ("813-555-0144 ext. 4212" in text) is ("Orlova" in text) is ("Orlova" in filled)


def test_somebody_who_is_not_on_the_list_stays_a_blank() -> None:
    """Nothing is invented for a mailbox that the list does not know."""
    text, _ = corrected(DAYS + BODY, Identity="nobody@plantcity.example")
    assert "[First name Last name]" in text


PROFILE = (
    '[profile]\nname = "Ann Lee"\ntitle = "Administrator"\nphone = "813-555-0101"\nemail = "alee@plantcity.example"\n'
)


@pytest.mark.parametrize(
    ("identity", "name"),
    [
        ("mpowell@plantcity.example", "Marilyn Powell"),
        ("nobody@plantcity.example", "[First name Last name]"),
        ("example.com/Users/Rosa Díaz", "[First name Last name]"),
        ("alee@plantcity.example", "Ann Lee"),
    ],
)
def test_the_configured_profile_signs_only_its_own_mailbox(identity: str, name: str) -> None:
    """Whoever corrects the mailboxes of others does not sign for them."""
    Path("replylint.toml").write_text(PROFILE, encoding="utf-8")
    display = {"DisplayName": identity.rpartition("/")[2]} if "/" in identity else {}
    text, _ = corrected(DAYS + BODY, Identity=identity, **display)
    assert name in text.split("\n")
    assert ("Administrator" in text) is (name == "Ann Lee")


NO_DAYS = f"I am out of the office. {BODY}"
SIGNED = "\n\nThank you,\n\nMarilyn Powell\nBudget Analyst\nCity of Plant City, Florida\n813-555-0142 ext. 4211\nWebsite: http://www.plantcitygov.com/\n[City Seal]\n"


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2026-12-14T08:00:00-05:00", "2026-12-21T08:00:00-05:00", "from 12/14/26 to 12/20/26"),
        ("2026-12-11T17:00:00-05:00", "2026-12-18T17:00:00-05:00", "from 12/12/26 to 12/18/26"),
        ("2026-12-14T00:00:00-05:00", "2026-12-19T00:00:00-05:00", "from 12/14/26 to 12/18/26"),
        ("2026-12-14T13:00:00Z", "2026-12-22T03:00:00Z", "from 12/14/26 to 12/21/26"),
        ("2026-12-14T08:00:00-05:00", "2026-12-14T17:00:00-05:00", "on 12/14/26"),
        ("2026-12-14T13:00:00-05:00", "2026-12-14T17:00:00-05:00", "on 12/14/26"),
        ("2026-12-07T08:00:00-05:00", "2026-12-11T17:00:00-05:00", "from 12/07/26 to 12/11/26"),  # until today
    ],
)
def test_the_times_a_reply_is_set_for_fill_in_the_days(start: str, end: str, said: str) -> None:
    """A reply that names no day gets those on which it is set to be sent, in its own words; that is said."""
    scheduled = {"AutoReplyState": "Scheduled", "StartTime": start, "EndTime": end}
    text, stderr = corrected(NO_DAYS + SIGNED, Identity="mpowell", **scheduled)
    assert f"I am out of the office {said}." in text
    assert "check the days out" in stderr


@pytest.mark.parametrize(
    ("text", "settings"),
    [
        (NO_DAYS, {"AutoReplyState": "Enabled", "StartTime": "2026-12-14T08:00:00-05:00", "EndTime": "2026-12-21T08:00:00-05:00"}),
        (NO_DAYS, {"AutoReplyState": "Scheduled", "StartTime": "2026-11-02T08:00:00-05:00", "EndTime": "2026-11-09T08:00:00-05:00"}),
        (f"I am out from 10/12/26 to 10/16/26. {BODY}", {"AutoReplyState": "Scheduled", "StartTime": "2026-12-14T08:00:00-05:00", "EndTime": "2026-12-21T08:00:00-05:00"}),
        (f"I am out from 12/14/26. {BODY}", {"AutoReplyState": "Scheduled", "StartTime": "2026-12-14T08:00:00-05:00", "EndTime": "2026-12-23T08:00:00-05:00"}),
    ],
    ids=["always on", "over", "days that are past", "one day"],
)  # fmt: skip
def test_no_day_is_taken_from_settings_otherwise(text: str, settings: dict[str, str]) -> None:
    """A reply that is always on, times that have passed, and a message that names a day of its own fill in nothing."""
    written, stderr = corrected(text + SIGNED, Identity="mpowell", **settings)
    assert not any(day in written for day in ("11/02/26", "11/08/26", "12/20/26", "12/22/26"))
    assert "check the days out" not in stderr


def test_days_that_are_over_leave_blanks() -> None:
    """Where the times of the settings have passed, the days are blanks for the author and not those of the last absence."""
    over = {"StartTime": "2026-11-02T08:00:00-05:00", "EndTime": "2026-11-09T08:00:00-05:00"}
    text, _ = corrected(NO_DAYS + SIGNED, Identity="mpowell", AutoReplyState="Scheduled", **over)
    assert "from [first day out] to [last day out]" in text


def test_days_of_the_authors_own_need_no_second_look() -> None:
    """A reply that names the days on which it is set to be sent has them from its author, so that nobody is asked to check them."""
    same = {"StartTime": "2026-12-14T08:00:00-05:00", "EndTime": "2026-12-19T00:00:00-05:00"}
    misspelled = (DAYS + BODY + SIGNED).replace("immediate", "imediate")
    text, stderr = corrected(misspelled, Identity="mpowell", AutoReplyState="Scheduled", **same)
    assert text == DAYS + BODY + SIGNED
    assert "check the days out" not in stderr


def test_the_days_are_filled_in_in_the_language_of_the_reply() -> None:
    """A Spanish reply names the days as Spanish readers write them."""
    text = (
        "Estoy fuera de la oficina. Responderé a mi regreso. Si necesita ayuda, llame a Jonas Payne al 813-555-0143."
        + SIGNED.replace("Thank you", "Gracias")
    )
    scheduled = {
        "AutoReplyState": "Scheduled",
        "StartTime": "2026-12-14T08:00:00-05:00",
        "EndTime": "2026-12-18T17:00:00-05:00",
    }
    written, _ = corrected(text, Identity="mpowell", **scheduled)
    assert "Estoy fuera de la oficina del 14 de diciembre de 2026 al 18 de diciembre de 2026." in written


def test_a_message_written_anew_keeps_every_way_to_reach_a_contact(here: Path) -> None:
    """Where a contact has a number and an address, both are in the message that is written from the template."""
    text = "Out 12/14/26 until 12/18/26, ask Terrence Boyd, 813-555-0161 or tboyd@plantcity.example.\n"
    written, _ = corrected(text, "--rewrite")
    assert "please contact Terrence Boyd at 813-555-0161 or tboyd@plantcity.example" in written
