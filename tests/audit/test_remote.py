"""Exports that lie elsewhere: they are read as those that lie here, and copied again only where they changed."""

from __future__ import annotations

import json
from pathlib import Path

import fsspec
import pytest

from audit.running import audited, found
from cli.given import run
from organizations import write


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go into an empty folder, with an empty bucket."""
    monkeypatch.chdir(tmp_path)
    fsspec.filesystem("memory").store.clear()
    return tmp_path


def uploaded(folder: Path) -> None:
    """Put a folder into the bucket."""
    bucket = fsspec.filesystem("memory")
    for path in folder.rglob("*.json"):
        bucket.pipe_file(f"/bucket/exports/{path.relative_to(folder).as_posix()}", path.read_bytes())


def test_a_bucket_is_read_as_a_folder(here: Path) -> None:
    """What lies in a bucket gives the findings of what lies here, under the names that it has there; corrected copies too."""
    planted = write(here / "exports" / "year" / "2026", 100, files=3)
    uploaded(here / "exports")
    data = audited("memory://bucket/exports", "--patch")
    assert found(data) == planted
    paths = {row["path"] for row in data["mailboxes"]}  # type: ignore[attr-defined]  # a list of tables
    assert paths == {f"memory://bucket/exports/year/2026/replies{number:03}.json" for number in range(3)}
    assert list(Path("out", "patch").rglob("apply.ps1"))


def test_only_what_changed_is_copied_and_read_again(here: Path) -> None:
    """A second run copies nothing; a file that changed there is read again, and one that is gone is gone here."""
    write(here / "exports", 100, files=2)
    uploaded(here / "exports")
    first = audited("memory://bucket/exports")
    copies = {path: path.stat().st_mtime_ns for path in Path("out", "copied").rglob("replies*.json")}
    parts = {path: path.stat().st_mtime_ns for path in Path("out", "parts").iterdir()}
    assert len(copies) == 2
    assert audited("memory://bucket/exports") == first
    assert {path: path.stat().st_mtime_ns for path in copies} == copies
    assert {path: path.stat().st_mtime_ns for path in Path("out", "parts").iterdir()} == parts
    bucket = fsspec.filesystem("memory")
    bucket.rm("/bucket/exports/replies001.json")
    half = json.loads(bucket.cat_file("/bucket/exports/replies000.json"))[:10]
    bucket.pipe_file("/bucket/exports/replies000.json", json.dumps(half).encode())
    data = audited("memory://bucket/exports", code=None)
    assert len(data["mailboxes"]) == 10  # type: ignore[arg-type]  # a list
    assert [path.name for path in Path("out", "copied").rglob("replies*.json")] == ["replies000.json"]


def test_one_file_may_be_named(here: Path) -> None:
    """A URL may be that of a file."""
    write(here / "exports", 20)
    uploaded(here / "exports")
    data = audited("memory://bucket/exports/replies000.json", code=None)
    assert {row["path"] for row in data["mailboxes"]} == {"memory://bucket/exports/replies000.json"}  # type: ignore[attr-defined]  # a list of tables


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("memory://nowhere", "there is no file"),
        ("nosuch://bucket/exports", "cannot be read"),
        ("sieve://dana@mail.example", "scripts of a server"),
    ],
)
def test_what_cannot_be_copied_is_said(url: str, said: str) -> None:
    """A place that is not there is one line and exit 2."""
    done = run("audit", url, "--output", "out", "--no-config")
    assert done.exit_code == 2
    assert said in done.stderr
    assert "Traceback" not in done.output


def test_a_name_that_leads_out_of_the_folder_is_refused(here: Path) -> None:
    """A bucket is as hostile as an archive: nothing is written beside the copy."""
    fsspec.filesystem("memory").store["/bucket/exports/../../../escaped.json"] = (
        fsspec.implementations.memory.MemoryFile(None, "x", b"[]")
    )
    done = run("audit", "memory://bucket/exports", "--output", "out", "--no-config")
    assert done.exit_code == 2
    assert not list(here.rglob("escaped.json"))


@pytest.mark.parametrize("record", ['{"../../../victim.txt": "1"}', "[]", "[" * 100_000])
def test_a_record_that_was_changed_takes_nothing_away(here: Path, record: str) -> None:
    """What lies outside the copy stays, whatever the record of it says; a record that is none is made anew."""
    write(here / "exports", 10)
    uploaded(here / "exports")
    audited("memory://bucket/exports", code=None)
    Path("victim.txt").write_text("mine", encoding="utf-8")
    (path,) = Path("out", "copied").glob("*.json")
    path.write_text(record, encoding="utf-8")
    audited("memory://bucket/exports", code=None)
    assert Path("victim.txt").read_text(encoding="utf-8") == "mine"


def test_no_password_is_written(here: Path) -> None:
    """The name and password by which somebody gets in are in no report, and in no message."""
    write(here / "exports", 10)
    data = Path("exports", "replies000.json").read_bytes()
    fsspec.filesystem("memory").pipe_file(
        "/bob:SECRET@bucket/exports/replies000.json", data
    )  # which takes all of it for a path
    audited("memory://bob:SECRET@bucket/exports", code=None)
    for name in ("report.html", "findings.csv", "audit.json"):
        assert "SECRET" not in Path("out", name).read_text(encoding="utf-8")
    done = run("audit", "memory://bob:SECRET@nowhere/at-all", "--output", "other", "--no-config")
    assert done.exit_code == 2
    assert "SECRET" not in done.output
