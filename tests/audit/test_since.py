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
