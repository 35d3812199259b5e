"""Audits compared: what is new, what was mended, and what nobody knows because it was not read this time."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from audit.inline import TODAY, audited
from audit.test_people import DANA, TERRENCE, row
from replylint.audit.rows import Question, engine_for
from replylint.errors import ConfigError
from replylint.report import auditing, since
from replylint.report.since import Since


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go into an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


BAD = "<p>I am out of the ofice from December 14, 2026 to December 18, 2026.</p>"


def audit(path: str, output: str, earlier: str = "") -> Since:
    """Audit a folder, write what was found, and compare it with an earlier audit or with itself."""
    found: Any = audited(path, output=output)
    pack = engine_for(Question("plant-city", TODAY, TODAY)).pack
    list(auditing.write(found, Path(output), TODAY, pack))
    return since.compare(since.load(Path(earlier or output)), found)


def export(folder: str, *rows: dict[str, Any]) -> None:
    """Write an export."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    Path(folder, "r.json").write_text(json.dumps(rows), encoding="utf-8")


def test_a_folder_of_another_month_is_compared_file_by_file(here: Path) -> None:
    """Replies that nobody owns are the same if they lie at the same place below what was named, whatever that is called."""
    for month in ("nov", "dec"):
        Path(month, "dana").mkdir(parents=True)
        Path(month, "dana", "reply.txt").write_text("I am out of the ofice until 12/21/26.\n", encoding="utf-8")
    audit("nov", "a")
    for path, output in (("dec", "b"), (str(here / "nov"), "c")):
        compared = audit(path, output, "a")
        assert compared.new
        assert (any(compared.new), compared.fixed, compared.unread) == (False, [], [])


def test_what_was_not_read_this_time_is_not_mended(here: Path) -> None:
    """Findings of a damaged file, or of people whose settings are not there, are neither mended nor open."""
    export("one", row("Dana Whitlock", BAD, DANA), row("Terrence Boyd", BAD, TERRENCE))
    before = audit("one", "a")
    Path("one", "r.json").write_text(json.dumps([row("Dana Whitlock", BAD, DANA)])[:-20], encoding="utf-8")
    cut = audit("one", "b", "a")
    assert (cut.new, cut.fixed) == ([], [])
    assert len(cut.unread) == len(before.new)
    export("one", row("Dana Whitlock", BAD, DANA))
    fewer = audit("one", "c", "a")
    assert {one["mailbox"] for one in fewer.unread} == {TERRENCE}
    assert fewer.fixed == []
    export("one", row("Dana Whitlock", BAD, DANA), row("Terrence Boyd", "", TERRENCE))
    off = audit("one", "d", "a")
    assert {one["mailbox"] for one in off.fixed} == {TERRENCE}
    assert off.unread == []


def test_each_of_two_messages_counts(here: Path) -> None:
    """The same fault in the internal and the external reply is two findings; one of them mended is one mended."""
    export("one", row("Dana Whitlock", BAD, DANA))
    before = audit("one", "a")
    export("one", row("Dana Whitlock", BAD, DANA, InternalMessage=BAD.replace("ofice", "office")))
    after = audit("one", "b", "a")
    assert [one["rule"] for one in after.fixed] == ["spelling.misspelling"]
    still = [new for new in after.new if not new]
    assert len(still) + len(after.fixed) == len(before.new)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "{}",
        '{"findings": [], "history": 5, "paths": [], "pseudonyms": false, "mailboxes": []}',
        '{"findings": [], "history": [{}], "paths": [], "pseudonyms": false, "mailboxes": []}',
        '{"findings": [], "history": [{"as_of": "x", "judged": 1, "right": 1000000000}], "paths": [], "pseudonyms": false, "mailboxes": []}',
        '{"findings": [{"rule": 5}], "history": [], "paths": [], "pseudonyms": false, "mailboxes": []}',
        '{"findings": [], "history": [], "paths": 3, "pseudonyms": false, "mailboxes": []}',
    ],
)
def test_a_damaged_audit_is_told_before_anything_is_read(here: Path, text: str) -> None:
    """An earlier audit that is none is one line that says so."""
    Path("a").mkdir()
    Path("a", "audit.json").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match="no audit in a, or it is damaged"):
        since.load(Path("a"))


def test_what_was_not_asked_or_lies_in_other_files_is_not_mended(here: Path) -> None:
    """A rule that was left out, mail that was not given this time, and cover whose people are not all there tell nothing."""
    from audit.test_answers import asked, boxes
    from audit.test_people import out

    boxes([asked()])
    for name in ("mail", "settings"):
        export(
            name,
            row("Dana Whitlock", BAD + out("Terrence Boyd at 813-555-0161"), DANA),
            row("Terrence Boyd", out("the Water Plant at 813-555-0139"), TERRENCE),
        )
    before = audit("mail", "a")
    only = audit("settings", "b", "a")
    assert not [one for one in only.fixed if one["rule"].startswith(("response.", "signature."))]
    assert [one for one in only.unread if one["rule"] == "response.unanswered"]
    export("settings", row("Dana Whitlock", BAD + out("Terrence Boyd at 813-555-0161"), DANA))
    alone = audit("settings", "c", "b")
    assert not [one for one in alone.fixed if one["rule"].startswith("coverage.")]
    found: Any = audited("mail", output="d", ignored=("spelling",))
    compared = since.compare(since.load(Path("a")), found)
    assert [one["rule"] for one in compared.unread] == [rule for rule in ["spelling.misspelling"] * 2 if before]
    assert compared.fixed == []


def test_a_slash_behind_the_folder_makes_no_other_findings(here: Path) -> None:
    """`exports/` and `exports` are the same, and so is a person who had no address the month before."""
    Path("exports").mkdir()
    Path("exports", "reply.txt").write_text("I am out of the ofice until further notice.\n", encoding="utf-8")
    audit("exports/", "a")
    compared = audit("exports", "b", "a")
    assert (any(compared.new), compared.fixed, compared.unread) == (False, [], [])
    export("one", row("Dana Whitlock", BAD))
    audit("one", "c")
    export("one", row("Dana Whitlock", BAD, DANA))
    compared = audit("one", "d", "c")
    assert (any(compared.new), compared.fixed, compared.unread) == (False, [], [])
