"""Who is who, and who covers for whom: the same person under several names and addresses, spells of absence, and what nobody can tell."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from audit.inline import audited, rules_in

SIGNS = '<p>Thank you,</p><p>{}<br>Planner<br>City of Plant City, Florida<br>813-555-0100 ext. 4211<br>http://www.plantcitygov.com/<br><img src="city-seal.png" alt="City Seal"></p>'
OUT = "<p>I am out of the office from {} through {}. For immediate assistance, contact {}.</p>"
BY_NAME = "{} at 813-555-0161"


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go into an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def row(name: str, text: str = "", email: str = "", sign: str = "", **more: Any) -> dict[str, Any]:
    """Return the settings of one mailbox as Exchange has them: switched on with a text, or off."""
    text += SIGNS.format(sign) if sign else ""
    place = f"plantcitygov.com/Users/{name}"
    settings = {"Identity": place, "MailboxOwnerId": place, "AutoReplyState": "Enabled" if text else "Disabled", "ExternalAudience": "All", "InternalMessage": text, "ExternalMessage": text}  # fmt: skip
    return settings | ({"PrimarySmtpAddress": email} if email else {}) | more


def out(contact: str, first: str = "December 14, 2026", last: str = "December 18, 2026") -> str:
    """Return an absence of a week."""
    return OUT.format(first, last, contact)


def covered(*rows: dict[str, Any], **question: Any) -> list[tuple[str, str]]:
    """Write the settings, audit them, and return what was found about who covers for whom."""
    Path("exports").mkdir(exist_ok=True)
    Path("exports", "replies.json").write_text(json.dumps(rows), encoding="utf-8")
    return rules_in(audited("exports", **question), "coverage.")


DANA, TERRENCE = "dana.whitlock@plantcitygov.com", "terrence.boyd@plantcitygov.com"
TEAM = "the Water Plant at 813-555-0139"
CHAIN = [("coverage.chain", "dana.whitlock")]
CIRCLE = [("coverage.circular", "dana.whitlock"), ("coverage.circular", "terrence.boyd")]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([row("Dana Whitlock", out(f"Terrence Boyd at {TERRENCE}")), row("Terrence Boyd", out(TEAM))], [("coverage.chain", "Dana Whitlock")]),
        ([row("Dana Whitlock", out(BY_NAME.format("Terrence Boyd")), DANA), row("Terrence Boyd", out(BY_NAME.format("Dana Whitlock")), TERRENCE)], CIRCLE),
        ([row("Whitlock, Dana", out(BY_NAME.format("Terrence Boyd")), DANA), row("Boyd, Terrence", out(BY_NAME.format("Dana Whitlock")), TERRENCE)], CIRCLE),
        ([row("Dana Whitlock", out(BY_NAME.format("Terrence J. Boyd")), DANA), row("Terrence Boyd", out(TEAM), TERRENCE)], CHAIN),
        ([row("u1", out(BY_NAME.format("Terrence Boyd")), DANA, sign="Dana Whitlock"), row("u2", out(BY_NAME.format("Dana Whitlock")), TERRENCE, sign="Terrence Boyd"),
          row("permits", "<p>We have received your message and will answer within two business days.</p>", "permits@plantcitygov.com", sign="Dana Whitlock")], CIRCLE),
        ([row("Dana Whitlock", out("Terrence Boyd at tboyd@home.example"), DANA), row("Terrence Boyd", out(TEAM), TERRENCE)], []),
        ([row("Dana Whitlock", out(BY_NAME.format("Terrence Boyd")), DANA), row("Terrence Boyd", f"<p>I am out of the office until Monday, December 21, 2026. Contact {TEAM}.</p>", TERRENCE)], CHAIN),
        ([row("Dana Whitlock", OUT.format("December 14, 2026", "December 15, 2026 and from December 21, 2026 through December 22, 2026", BY_NAME.format("Terrence Boyd")), DANA),
          row("Terrence Boyd", out(TEAM, "December 17, 2026"), TERRENCE)], []),
        ([row("Dana Whitlock", f"<p>I am out of the office on December 14, 2026 and December 18, 2026. Contact {BY_NAME.format('Terrence Boyd')}.</p>", DANA),
          row("Terrence Boyd", out(TEAM, "December 16, 2026", "December 16, 2026"), TERRENCE)], []),
        ([row("Dana Whitlock", out("Terrence Boyd"), DANA), row("Terrence Boyd", out(TEAM), TERRENCE)], CHAIN),
    ],
    ids=["no address in the export", "by name alone", "last name first", "a middle initial", "a shared mailbox", "the same name elsewhere", "until", "two spells", "two days", "named without a number"],
)  # fmt: skip
def test_whom_a_reply_names_is_found(rows: list[dict[str, Any]], expected: list[tuple[str, str]]) -> None:
    """A contact is the colleague who has the address or the name, however a list writes it; each spell of an absence is one by itself."""
    assert covered(*rows) == expected


STAFF = """\
DisplayName,Alias,UserPrincipalName,PrimarySmtpAddress,ExchangeGuid,Department
Dana Whitlock,dwhitlock,dana@login.example,dana.whitlock@plantcitygov.com,1a238faa-a65f-49c9-830f-2485df1cc6da,Permits
"Boyd, Terrence J.",tboyd,terry@login.example,terrence.boyd@plantcitygov.com,2a238faa-a65f-49c9-830f-2485df1cc6da,Water
Terrence Boyd-Lane,tboyd2,tb@login.example,terrence.lane@plantcitygov.com,3a238faa-a65f-49c9-830f-2485df1cc6da,Parks
"""


@pytest.mark.parametrize(
    "identities",
    [
        ("dwhitlock", "tboyd"),
        ("1a238faa-a65f-49c9-830f-2485df1cc6da", "2A238FAA-A65F-49C9-830F-2485DF1CC6DA"),
        ("dana@login.example", "terry@login.example"),
        ("dwhitlock@plantcity.onmicrosoft.example", "tboyd@plantcity.onmicrosoft.example"),
        ("plantcitygov.com/Users/dwhitlock", "plantcitygov.com/Users/tboyd"),
        ("CITY\\dwhitlock", "CITY\\tboyd"),
        ("Dana Whitlock", "Terrence J. Boyd"),
    ],
    ids=["alias", "GUID", "login", "alias in another domain", "canonical name", "domain login", "display name"],
)
def test_mailboxes_are_found_in_the_staff_list_however_they_are_named(here: Path, identities: tuple[str, str]) -> None:
    """Departments, addresses and stand-ins are those of the list, though the export names no address."""
    (here / "staff.csv").write_text(STAFF, encoding="utf-8")
    texts = (out(f"Terrence Boyd at {TERRENCE}"), out(TEAM))
    rows = [
        row("x", text, Identity=identity, MailboxOwnerId=identity)
        for identity, text in zip(identities, texts, strict=True)
    ]
    assert covered(*rows, directory="staff.csv") == CHAIN
    found = audited("exports", output="again", directory="staff.csv")
    assert [(one.owner.email, one.department) for one in found.people] == [(DANA, "Permits"), (TERRENCE, "Water")]


def test_every_address_of_the_staff_list_is_its_persons(here: Path) -> None:
    """An alias and the address to log in with, as the staff list has them, are the same person's."""
    rows = (
        row("x", out("Terrence Boyd at tboyd@plantcitygov.com"), DANA, sign="Dana Whitlock"),
        row("y", out(TEAM), TERRENCE, sign="Terrence Boyd"),
    )
    Path("staff.csv").write_text(
        f"DisplayName,UserPrincipalName,Mail\nDana Whitlock,{DANA},{DANA}\nTerrence Boyd,tboyd@plantcitygov.com,{TERRENCE}\n",
        encoding="utf-8",
    )
    assert covered(*rows, directory="staff.csv") == CHAIN


def test_an_unknown_address_is_told_only_where_all_are_known(here: Path) -> None:
    """A slip of the pen is found by the staff list or the settings of all mailboxes; an export of a few shows no address to be wrong, which is said."""
    slip = row("Dana Whitlock", out("Terrence Boyd at terence.boyd@plantcitygov.com"), DANA)
    unknown = ("coverage.unknown", "dana.whitlock")
    assert covered(slip, row("Terrence Boyd", "", TERRENCE)) == [unknown]
    assert covered(slip) == []
    assert any("whether the addresses that replies name exist" in one.message for one in audited("exports").notices)
    Path("staff.csv").write_text(
        f"DisplayName,Mail\nDana Whitlock,{DANA}\nTerrence Boyd,{TERRENCE}\n", encoding="utf-8"
    )
    assert covered(slip, directory="staff.csv") == [unknown]
    alias = row("Dana Whitlock", out("Terrence Boyd at tboyd@plantcitygov.com"), DANA)
    assert covered(alias, row("Terrence Boyd", "", TERRENCE)) == []  # may well be another address of his


def test_settings_and_mail_of_one_person_are_one_mailbox(here: Path) -> None:
    """An export without addresses and the sent mail of the same person count once, and the settings say whether they are away."""
    from audit.test_answers import boxes
    from replylint.report.figures import mailboxes_of

    boxes()
    Path("mail", "replies.json").write_text(
        json.dumps([row("Dana Whitlock", out(TEAM)), row("Maria Lopez", "")]), encoding="utf-8"
    )
    found = audited("mail")
    assert len(mailboxes_of(found)) == 2  # type: ignore[arg-type]  # what reports are handed
    (away,) = [one for one in found.people if one.away]
    assert (away.owner.name, away.owner.email) == ("Dana Whitlock", DANA)


def test_a_name_that_two_people_have_is_neither_of_them(here: Path) -> None:
    """A mailbox that is known by its name alone is not taken for one of two people who are called so."""
    rows = [
        row("Pat Lee", out(TEAM)),
        row("Pat Lee", "", "pat.lee@plantcitygov.com"),
        row("Pat Lee", "", "p.lee@plantcitygov.com"),
    ]
    assert covered(*rows) == []
    people = audited("exports").people
    assert [(one.owner.email, bool(one.away)) for one in people] == [
        ("", True),
        ("pat.lee@plantcitygov.com", False),
        ("p.lee@plantcitygov.com", False),
    ]


@pytest.mark.parametrize("newest_first", [True, False])
def test_the_latest_reply_counts_not_the_last_of_the_file(here: Path, newest_first: bool) -> None:
    """Of several replies in somebody's mail the one sent last says when they are away."""
    from audit.test_answers import letter

    sender = f"Terrence Boyd <{TERRENCE}>"
    texts = (
        letter(sender, "v@home.example", "Mon, 14 Dec 2026 09:00:00 -0500", "Automatic reply", f"I am out of the office from December 14, 2026 to December 18, 2026. Contact {TEAM}.", "Auto-Submitted: auto-replied", "Message-ID: <t2@city>"),
        letter(sender, "v@home.example", "Mon, 01 Jun 2026 09:00:00 -0400", "Automatic reply", f"I am out of the office from June 1, 2026 to June 5, 2026. Contact {TEAM}.", "Auto-Submitted: auto-replied", "Message-ID: <t1@city>"),
    )  # fmt: skip
    Path("exports").mkdir()
    Path("exports", "Sent.mbox").write_text("".join(texts if newest_first else reversed(texts)), encoding="utf-8")
    assert covered(row("Dana Whitlock", out(f"Terrence Boyd at {TERRENCE}"), DANA)) == CHAIN


def test_who_names_nobody_is_without_cover(here: Path) -> None:
    """Days on which somebody is away and names nobody are days without cover, though no rule about cover speaks of them."""
    Path("replies.json").write_text(json.dumps([row("Dana Whitlock", "<p>I am out of the office from December 14, 2026 to December 15, 2026.</p>", DANA)]), encoding="utf-8")  # fmt: skip
    found = audited("replies.json")
    assert [(found.people[person].owner.name, day.day) for person, day in found.gap_days] == [
        ("Dana Whitlock", 14),
        ("Dana Whitlock", 15),
    ]
    assert [line.covers for line in found.lines] == ["away"]
