"""The report of an audit in a real browser: readable for everybody, on every screen, and nothing of it comes from elsewhere."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from chromium import BROWSER, CHROMIUM, need_browser
from cli.given import run
from organizations import AS_OF, person, write, write_mail

RULE = "spelling.misspelling"


@pytest.fixture
def report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a report with all that one may have: departments, an earlier audit, mail, reminders, something not checked."""
    need_browser()
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "exports", 60)
    write_mail(tmp_path / "exports" / "mail", 9)
    Path("exports", "damaged.json").write_text('{"InternalMessage": "cut', encoding="utf-8")
    staff = ["DisplayName,Mail,Department"]
    staff += [
        f"{name},{mail},{('Permits', 'Utility Billing', 'Clerk')[at % 3]}"
        for at, (name, mail, _) in enumerate(map(person, range(60)))
    ]
    Path("staff.csv").write_text("\n".join(staff), encoding="utf-8")
    Path("leave.csv").write_text(f"Name,Start,End\n{person(12)[0]},2026-12-08,2026-12-09\n", encoding="utf-8")
    words = ("audit", "exports", "--directory", "staff.csv", "--no-config", "--leave", "leave.csv")
    assert run(*words, "--output", "earlier", "--as-of", "2026-11-30").exit_code == 2
    assert run(*words, "--output", "out", "--as-of", AS_OF, "--since", "earlier").exit_code == 2
    return Path("out", "report.html").resolve()


def test_the_report_is_accessible_and_works_on_every_screen(report: Path, tmp_path: Path) -> None:
    """axe-core finds no violation, wide, narrow and dark; nothing is wider than the screen, nothing is fetched, and search and filter show what they should."""
    pictures = Path(os.environ.get("REPLYLINT_PICTURES", tmp_path))
    words = ["node", str(BROWSER / "look.mjs"), str(report), str(pictures), person(0)[1], RULE]
    done = subprocess.run(
        words, capture_output=True, text=True, check=False, env={**os.environ, "CHROMIUM": CHROMIUM}, timeout=180
    )
    assert done.returncode == 0, done.stderr
    seen: dict[str, dict[str, Any]] = json.loads(done.stdout)
    assert set(seen) == {"wide", "narrow", "dark"}
    for view in seen.values():
        assert view["violations"] == []
        assert view["passes"] > 20
        assert view["wrong"] == view["asked"] == []
        assert not view["wide"]
        assert 0 < view["withWords"] < view["all"]
        assert 0 < view["withRule"] < view["all"]
    page = report.read_text(encoding="utf-8")
    for title in (
        "Department by department",
        "From audit to audit",
        "Who covers for whom",
        "Who is away when",
        "Who answers in time",
        "Remind them",
        "Not checked",
    ):
        assert title in page
    assert (pictures / "paper.pdf").stat().st_size > 10_000
