"""An audit of a whole organization finds what was planted, and does only what is not done already."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from audit.running import COUNT, FEW, audited, found
from cli.given import run
from organizations import write


def test_exactly_what_was_planted_is_found(here: Path) -> None:
    """Of an organisation with planted faults each is found, and nothing else: misspellings, gaps, circles, chains, wrong times."""
    planted = write(here / "exports", COUNT, files=3)
    assert len({rule for rule, _ in planted}) >= 6
    assert found(audited("exports")) == planted


def test_what_was_done_is_not_done_again_unless_it_changed(here: Path) -> None:
    """A second run does nothing; a file that changed is read again, and so is everything under another question."""
    write(here / "exports", FEW)
    audited("exports")
    parts = sorted(Path("out", "parts").iterdir())
    times = [part.stat().st_mtime_ns for part in parts]
    audited("exports")
    assert [part.stat().st_mtime_ns for part in sorted(Path("out", "parts").iterdir())] == times
    planted = write(here / "exports", FEW, seed=3)
    assert found(audited("exports")) == planted
    assert found(audited("exports", "--select", "coverage", "--select", "spelling")) == {
        item for item in planted if item[0].startswith(("coverage.", "spelling."))
    }


def test_a_damaged_part_is_done_again(here: Path) -> None:
    """A part whose files are cut off, or lack their list, is never taken for whole."""
    write(here / "exports", FEW)
    whole = audited("exports")
    (part,) = Path("out", "parts").iterdir()
    for damage in ("findings.parquet", "done.json"):
        data = (part / damage).read_bytes()
        (part / damage).write_bytes(data[: len(data) // 2])
        assert audited("exports") == whole
    shutil.rmtree(part)
    (Path("out", "parts") / ".left.tmp").mkdir()
    assert audited("exports") == whole
    assert [path.name for path in Path("out", "parts").iterdir()] == [part.name]


def test_a_folder_with_other_things_is_refused(here: Path) -> None:
    """An audit writes only into an empty folder or its own."""
    write(here / "exports", 10)
    (here / "mine").mkdir()
    (here / "mine" / "notes.txt").write_text("mine", encoding="utf-8")
    done = run("audit", "exports", "--output", "mine")
    assert done.exit_code == 2
    assert "give an empty folder" in done.stderr
    assert [path.name for path in (here / "mine").iterdir()] == ["notes.txt"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "name a file or a folder"),
        (("-",), "save standard input to a file"),
        (("nowhere",), "no such file"),
        (("exports", "--export-timezone", "Mars"), "no time zone"),
        (("exports", "--directory", "nowhere.csv"), "cannot be read"),
        (("exports", "--directory", os.devnull), "is not a regular file"),
        (("exports", "--directory", "."), "is not a regular file"),
    ],
)
def test_what_cannot_be_audited_is_said(here: Path, arguments: tuple[str, ...], said: str) -> None:
    """A wrong path or option is one line and exit 2."""
    write(here / "exports", 10)
    done = run("audit", "--output", "out", "--no-config", *arguments)
    assert done.exit_code == 2
    assert said in done.stderr
    assert "Traceback" not in done.output
