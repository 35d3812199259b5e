"""Gmail adds the user's signature below a reply: the two are judged together, and no second signature is written."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from cli.given import check, fix, found
from replylint.model import Mailbox, Notice
from replylint.sources import load
from replylint.sources.gmail_signatures import SendAs, Signatures

USER = "kai@plantcitygov.com"
TEXT = (
    "I will be out of the office from December 14, 2026 to December 18, 2026. I will reply to your message when I return. "
    "If you need immediate assistance, please contact Dana Whitlock at 813-555-0142."
)
SIGNATURE = (
    "<div>Kai Mori<br>Permit Technician II<br>City of Plant City, Florida<br>813-555-0153 ext. 1204<br>"
    'Website: http://www.plantcitygov.com/<br><img src="https://www.plantcitygov.com/cityseal.png" alt="City Seal"></div>'
)
ADDED = "Gmail adds it below the reply"


def vacation(text: str = TEXT, **more: Any) -> dict[str, Any]:
    """Return Gmail's vacation settings."""
    return {"enableAutoReply": True, "responseBodyHtml": f"<div>{text}</div>", "startTime": "1797224400000", "endTime": "1797656400000", **more}  # fmt: skip


def send_as(signature: str = SIGNATURE, **more: Any) -> dict[str, Any]:
    """Return an address of the user with its signature."""
    return {"sendAsEmail": USER, "displayName": "Kai Mori", "isDefault": True, "signature": signature, **more}


def table(*rows: str, columns: str) -> str:
    """Return a table of GAM."""
    return "\n".join([columns, *rows]) + "\n"


VACATIONS = table(f'{USER},True,False,False,2026-12-14,2026-12-19,Away,True,"{TEXT}"', columns="User,enabled,contactsonly,domainonly,startdate,enddate,subject,html,message")  # fmt: skip
SIGNATURES = table(f'{USER},Kai Mori,{USER},True,"{SIGNATURE.replace(chr(34), chr(34) * 2)}"', columns="User,displayName,sendAsEmail,isDefault,signature")  # fmt: skip
TOGETHER: dict[str, dict[str, Any]] = {
    "one user's settings": {"a.json": {USER: {"vacation": vacation(), "sendAs": [send_as()]}}},
    "the resources side by side": {"kai@plantcitygov.com.json": {"vacation": vacation(), "sendAs": [send_as()]}},
    "another address beside it": {"a.json": {USER: {"vacation": vacation(), "sendAs": [send_as("", sendAsEmail="permits@plantcitygov.com", isDefault=False), send_as()]}}},
    "JSON Lines": {"a.json": "\n".join(json.dumps(one) for one in ({"user": USER, **vacation()}, {"user": USER, **send_as()}))},
    "two files by the user's name": {f"{USER}.vacation.json": vacation(), f"{USER}.sendAs.json": {"sendAs": [send_as()]}},
    "two files of one user": {"vacation.json": vacation(), "sendas.json": {"sendAs": [send_as()]}},
    "two tables of GAM": {"vacation.csv": VACATIONS, "signature.csv": SIGNATURES},
    "GAM and Gmail": {"vacation.csv": VACATIONS, f"{USER}.json": {"sendAs": [send_as()]}},
}  # fmt: skip


def written(folder: Path, files: dict[str, Any]) -> None:
    """Write the files of an export."""
    for name, content in files.items():
        text = content if isinstance(content, str) else json.dumps(content)
        (folder / name).write_text(text, encoding="utf-8")


@pytest.fixture(autouse=True)
def in_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("case", TOGETHER)
def test_a_reply_is_judged_with_the_signature_below_it(tmp_path: Path, case: str) -> None:
    """Where the export has the signature, the reply is signed: nothing is found and nothing is left open."""
    written(tmp_path, TOGETHER[case])
    done = check("--export-timezone", "America/New_York", ".")
    assert found(done) == [], done.output
    assert ADDED not in done.stderr
    assert done.exit_code == 0


@pytest.mark.parametrize(
    "files",
    [
        {"a.json": {USER: vacation()}},
        {f"{USER}.json": vacation()},
        {"vacation.csv": VACATIONS},
        {"vacation.csv": VACATIONS, "signature.csv": SIGNATURES.replace(USER, "pat@plantcitygov.com")},
        {"a.json": {USER: {"vacation": vacation(), "sendAs": [send_as(isDefault=False), send_as(isDefault=False, sendAsEmail="b@plantcitygov.com")]}}, "x": ""},
        {"vacation.json": vacation(), "one.json": {"sendAs": [send_as()]}, "two.json": {"sendAs": [send_as()]}},
    ],
)  # fmt: skip
def test_without_the_signature_that_is_said_once_and_is_no_finding(tmp_path: Path, files: dict[str, Any]) -> None:
    """What Gmail adds is not known then: a notice says what to export, and `signature.missing` is silent."""
    written(tmp_path, files)
    done = check("--export-timezone", "America/New_York", ".")
    if "x" in files:  # of two addresses the user's own is taken
        assert ADDED not in done.stderr
        return
    assert "signature.missing" not in found(done)
    assert done.stderr.count(ADDED) == 1
    assert done.exit_code in (0, 1)


@pytest.mark.parametrize("files", [{"a.json": {USER: {"vacation": vacation(), "sendAs": [send_as("")]}}}, {"v.csv": VACATIONS, "s.csv": SIGNATURES.replace(SIGNATURE.replace('"', '""'), "None")}])  # fmt: skip
def test_a_user_without_a_signature_has_to_sign_the_reply(tmp_path: Path, files: dict[str, Any]) -> None:
    """Where the user has no signature Gmail adds none, so an unsigned reply is an error as anywhere else."""
    written(tmp_path, files)
    assert "signature.missing" in found(check("--export-timezone", "America/New_York", "."))


def test_what_is_wrong_with_the_signature_is_found_there(tmp_path: Path) -> None:
    """A signature below a reply is judged by itself, and the reply is not blamed for it."""
    bad = send_as(SIGNATURE.replace("Permit Technician II<br>", ""))
    written(tmp_path, {"a.json": {USER: {"vacation": vacation(), "sendAs": [bad]}}})
    done = check("--output-format", "json", ".")
    (one,) = json.loads(done.stdout)["diagnostics"]
    assert (one["rule"], one["document"]) == ("signature.missing-title", "signature")


@pytest.mark.parametrize(
    "end", ["", "<br><br>Thank you,<br>Kai", "<br><br>Thanks!<br>Kai Mori", "<br>- Kai", "<br><br>Best,<br><br>Kai M."]
)
@pytest.mark.parametrize("how", [(), ("--rewrite",)])
@pytest.mark.parametrize("known", [True, False])
def test_no_second_signature_is_written(tmp_path: Path, end: str, how: tuple[str, ...], known: bool) -> None:
    """Correcting or rewriting a reply, also one that ends in a first name, adds no signature: Gmail does."""
    text = TEXT.replace("office", "ofice") + end
    written(tmp_path, {"a.json": {USER: {"vacation": vacation(text), **({"sendAs": [send_as()]} if known else {})}}})
    fix(*how, "--output-dir", "out", "--export-timezone", "America/New_York", "a.json")
    body = json.loads((tmp_path / "out" / "a.json").read_text(encoding="utf-8"))[USER]["vacation"]["responseBodyHtml"]
    assert "ofice" not in body
    assert "Job Title" not in body
    assert "City of Plant City" not in body
    assert "Permit Technician" not in body


def test_the_number_in_the_signature_is_the_users_own(tmp_path: Path) -> None:
    """Whoever sends people to the number that stands in the signature below sends them to themselves."""
    text = TEXT.replace("Dana Whitlock at 813-555-0142", "me at 813-555-0153")
    written(tmp_path, {"a.json": {USER: {"vacation": vacation(text), "sendAs": [send_as()]}}})
    assert "contact.yourself" in found(check("."))


def test_a_signature_in_an_acknowledgement_is_the_direct_contact(tmp_path: Path) -> None:
    """The responder's own number may stand in the signature that Gmail adds."""
    text = "I have received your message and will respond by Friday, December 18, 2026."
    for signature, rules in ((SIGNATURE, []), (SIGNATURE.replace("813-555-0153 ext. 1204<br>", ""), ["acknowledgement.missing-direct-contact"])):  # fmt: skip
        written(tmp_path, {"a.json": {USER: {"vacation": vacation(text), "sendAs": [send_as(signature)]}}})
        own = [rule for rule in found(check("--select", "acknowledgement", "a.json")) if rule.startswith("ack")]
        assert own == rules


def test_an_archive_has_no_folder_to_look_into(tmp_path: Path) -> None:
    """In an archive each export is read alone, and that the signature is missing is said."""
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("vacation.csv", VACATIONS)
    assert any(isinstance(item, Notice) and ADDED in item.message for item in load([str(tmp_path / "x.zip")]))


def test_the_folder_is_looked_through_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many exports lie in a folder, each is opened once for its signature."""
    from replylint.sources import gmail_signatures

    opened: list[str] = []
    real = gmail_signatures._in_file
    monkeypatch.setattr(gmail_signatures, "_in_file", lambda path: (opened.append(path.name), real(path))[1])
    for number in range(30):
        written(tmp_path, {f"u{number}@plantcitygov.com.json": vacation()})
    gmail_signatures._in_folder.cache_clear()
    assert len([one for one in load([str(tmp_path)]) if isinstance(one, Mailbox)]) == 30
    assert sorted(opened) == sorted(path.name for path in tmp_path.iterdir())


def test_the_address_that_is_used_is_chosen() -> None:
    """The default address comes before the primary one, the user's own before others of the same rank; else none is known."""
    signatures = Signatures()
    signatures.put([SendAs("A@x.example", "b@x.example", "b", 2), SendAs("a@x.example", "a@x.example", "a", 1)])
    signatures.put([SendAs("c@x.example", "C@x.example", "c", 0), SendAs("c@x.example", "d@x.example", "d", 0)])
    signatures.put([SendAs("e@x.example", "f@x.example", "f", 0), SendAs("e@x.example", "g@x.example", "g", 0)])
    chosen = [signatures.of(user) for user in ("a@X.example", "c@x.example", "e@x.example", "h@x.example")]
    assert [one and one.signature for one in chosen] == ["b", "c", None, None]
