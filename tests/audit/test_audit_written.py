"""What an audit writes: a table, a page, corrections, comparisons, and no names where none are wanted."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from audit.running import COUNT, FEW, audited, found
from cli.given import run
from organizations import AS_OF, write, write_mail


def test_the_table_opens_in_a_spreadsheet_and_runs_nothing(here: Path) -> None:
    """findings.csv is UTF-8 with a mark, and no cell begins as a formula does."""
    planted = write(here / "exports", FEW)
    audited("exports")
    text = Path("out", "findings.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(text.decode("utf-8-sig").splitlines()))
    assert {(row["rule"], row["mailbox"]) for row in rows} == planted
    assert not [cell for row in rows for cell in row.values() if cell[:1] in ("=", "+", "-", "@")]


def test_the_report_says_what_was_found_and_runs_nothing_of_a_message(here: Path) -> None:
    """The page names everybody concerned, the days without cover and what was not checked, and what a mailbox is called cannot leave its place."""
    planted = write(here / "exports", COUNT)
    hostile = '"><script>alert(1)<script>'
    row = {
        "Identity": f"x/{hostile}",
        "AutoReplyState": "Enabled",
        "InternalMessage": "I am out.",
        "ExternalMessage": "I am out.",
    }
    Path("exports", "hostile.json").write_text(json.dumps([row]), encoding="utf-8")
    Path("exports", "damaged.json").write_text('{"InternalMessage": "cut', encoding="utf-8")
    audited("exports", code=2)
    page = Path("out", "report.html").read_text(encoding="utf-8")
    for rule, address in planted:
        assert address in page
        assert rule in page or rule.startswith("coverage.")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "damaged.json: it is damaged or cut off" in page
    assert "with nobody to cover" in page
    assert "://" not in page.replace("http://www.plantcitygov.com/", "")


def test_two_audits_are_compared(here: Path) -> None:
    """Against an earlier audit it is said what is new, what is mended and what is still open; only the same finding about the same person counts as the same."""
    before = write(here / "exports", FEW)
    audited("exports", output="earlier")
    after = write(here / "exports", FEW, seed=3)
    data = audited("exports", "--since", "earlier")
    since = data["since"]
    assert isinstance(since, dict)
    assert {(row["rule"], row["mailbox"]) for row in since["fixed"]} >= before - after
    rows = data["findings"]
    assert isinstance(rows, list)
    assert {(row["rule"], row["mailbox"]) for row in rows if row["new"]} >= after - before
    assert since["open"] == sum(not row["new"] for row in rows)
    assert " mended, " in Path("out", "report.html").read_text(encoding="utf-8")
    again = audited("exports", "--since", "out", output="again")
    assert not [row for row in again["findings"] if row["new"]]  # type: ignore[attr-defined]  # a list, as above
    done = run("audit", "exports", "--output", "other", "--since", "exports")
    assert done.exit_code == 2
    assert "no audit" in done.stderr


def test_what_can_be_corrected_comes_with_what_applies_it(here: Path) -> None:
    """With --patch the exports lie corrected beside the report, each with the manifest of the mailboxes that changed."""
    planted = write(here / "exports", FEW)
    audited("exports", "--patch")
    manifest = Path("out", "patch", "replies000.json.apply", "manifest.json").read_text(encoding="utf-8")
    applied = {change["identity"] for change in json.loads(manifest)["changes"]}
    misspelled = {address for rule, address in planted if rule == "spelling.misspelling"}
    assert misspelled
    assert misspelled <= applied
    left = found(audited("out/patch", output="after"))
    assert not {item for item in left if item[0] == "spelling.misspelling"}
    assert {item for item in left if item[0].startswith("coverage.")} == {
        item for item in planted if item[0].startswith("coverage.")
    }


def test_words_of_messages_are_kept_only_if_asked_for(here: Path) -> None:
    """The dataset has no texts unless --include-text says so."""
    write(here / "exports", 10)
    assert "at my earliest opportunity" not in json.dumps(audited("exports", code=None))
    assert "at my earliest opportunity" in json.dumps(audited("exports", "--include-text", code=None))


def test_pseudonyms_name_nobody_and_stay_the_same(here: Path) -> None:
    """With --pseudonyms no name and no address of anybody is in what is written and said; the same person has the same pseudonym the next time."""
    planted = write(here / "exports", FEW)
    write_mail(here / "exports" / "mail", 9)
    leave = "Name,Start,End\nDana Whitlock,2026-12-08,2026-12-09\n"
    Path("leave.csv").write_text(leave, encoding="utf-8")
    plain = audited("exports", output="plain")
    done = run(
        "audit", "exports", "--output", "out", "--as-of", AS_OF, "--no-config", "--pseudonyms", "--leave", "leave.csv"
    )
    assert done.exit_code == 1
    written = [Path("out", name).read_text(encoding="utf-8") for name in ("report.html", "findings.csv", "audit.json")]
    for text in (*written, done.output):
        assert "Whitlock" not in text
        assert "whitlock" not in text
        assert "Terrence" not in text
        assert "visitor" not in text
    data = json.loads(written[2])
    assert len(data["findings"]) == len(plain["findings"])  # type: ignore[arg-type]  # a list
    assert len({who for _, who in found(data)}) >= len({who for _, who in planted})
    again = audited("exports", "--pseudonyms", "--since", "out", output="again")
    assert not [row for row in again["findings"] if row["new"]]  # type: ignore[attr-defined]  # a list of tables
    assert found(again) == found(data)
    other = audited("exports", "--pseudonyms", output="other")
    assert found(other) != found(data)  # by another key
    done = run("audit", "exports", "--output", "out", "--pseudonyms", "--include-text")
    assert done.exit_code == 2


SECRETS = ("dwhitlock", "whitlock", "dana", "vandermeer", "ignatius", "555-01", "lindqvist", "tboyd", "terrence")


def test_pseudonyms_hide_files_quotations_and_what_came_before(here: Path) -> None:
    """No file name, no word of a message, and nothing of an earlier audit that names people is written or said; corrected exports are, where they lie."""
    text = "I am out of the ofice from 12/14/26 to 12/18/26. Contact Ignatius Vandermeer. Call vera lindqvist on 813-555-0199!!"
    settings = {"Identity": "x/Users/Dana Whitlock", "PrimarySmtpAddress": "dwhitlock@plantcitygov.com", "AutoReplyState": "Enabled", "ExternalAudience": "All", "InternalMessage": text, "ExternalMessage": text}  # fmt: skip
    folder = Path("exports", "dwhitlock")
    folder.mkdir(parents=True)
    (folder / "dwhitlock-settings.json").write_text(json.dumps([settings]), encoding="utf-8")
    (folder / "broken_tboyd.eml").write_bytes(b"From: tboyd@plantcitygov.com\n\xff")
    Path("staff.csv").write_text(
        "Name,Mail\nDana Whitlock,dwhitlock@plantcitygov.com\nTerrence Boyd,tboyd@plantcitygov.com\n", encoding="utf-8"
    )
    named = audited("exports", "--directory", "staff.csv", output="named", code=None)
    words = (
        "audit",
        "exports",
        "--output",
        "out",
        "--as-of",
        AS_OF,
        "--no-config",
        "--pseudonyms",
        "--directory",
        "staff.csv",
        "--since",
        "named",
        "--patch",
    )
    done = run(*words)
    written = [Path("out", name).read_text(encoding="utf-8") for name in ("report.html", "findings.csv", "audit.json")]
    for said in (*written, done.output):
        assert [secret for secret in SECRETS if secret in said.lower()] == []
    data = json.loads(written[2])
    assert len(data["findings"]) == len(named["findings"])  # type: ignore[arg-type]  # a list
    assert not [row for row in data["findings"] if row["new"]]
    assert "they name people" in done.stderr
    assert list(Path("out", "patch").rglob("*settings.json"))


@pytest.mark.parametrize("key", ["", "00", "xyz", "0" * 200])
def test_a_key_that_is_none_gives_no_pseudonyms(here: Path, key: str) -> None:
    """A key that was not written to its end is refused: anybody could compute what it gives."""
    write(here / "exports", 10)
    audited("exports", code=None)
    Path("out", "pseudonyms.key").write_text(key, encoding="ascii")
    done = run("audit", "exports", "--output", "out", "--no-config", "--pseudonyms")
    assert done.exit_code == 2
    assert "take it away for new pseudonyms" in done.stderr


def test_corrections_of_an_earlier_run_do_not_stay_among_those_of_this_one(here: Path) -> None:
    """What a run before corrected is set aside and said, so that nothing of it is applied by mistake, and nothing that people filled in is lost."""
    write(here / "exports", FEW)
    audited("exports", "--patch")
    first = Path("out", "patch", "replies000.json.apply", "manifest.json").read_text(encoding="utf-8")
    write(here / "exports", 10, seed=5)
    done = run("audit", "exports", "--output", "out", "--as-of", AS_OF, "--no-config", "--patch")
    assert "is now in out/patch.old-1" in done.stderr
    assert Path("out", "patch.old-1", "replies000.json.apply", "manifest.json").read_text(encoding="utf-8") == first
    assert not Path("out", "patch", "replies000.json.apply").exists()
