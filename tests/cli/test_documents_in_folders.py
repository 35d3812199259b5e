"""Documents in which people write replies, and which replylint does not read, are named and make the run exit 2."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from cli.given import GOOD, check, fix

DOCUMENTS = (
    "reply.docx", "Out of office.DOC", "template.dotx", "macro.docm", "signature.rtf", "reply.odt", "flat.fodt",
    "reply.pdf", "reply.pages", "reply.gdoc", "old.wpd", "my readme.docx", "licensed staff.pdf",
)  # fmt: skip
OTHERS = (
    "seal.png", "photo.jpeg", "style.css", "page.js", "tool.py", "README", "README.md", "readme.txt", "README.docx",
    "LICENSE", "LICENSE.txt", "license-mit.pdf", "NOTICE", "CHANGELOG.md", "staff.xlsx", "slides.pptx", "~$reply.docx",
    "Makefile", "data.yaml",
)  # fmt: skip


def clean(*arguments: str) -> tuple[int, str]:
    """Check with nothing else to find, and return the exit code and what was said."""
    result = check(*arguments, "--no-config")
    return result.exit_code, result.stderr


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_in_a_folder_is_named(here: Path, name: str) -> None:
    """A folder with a document that is not read is not clean, and a sentence says what to do."""
    (here / "in").mkdir()
    (here / "in" / "good.txt").write_text(GOOD, encoding="utf-8")
    (here / "in" / name).write_bytes(b"x")
    code, said = clean("in")
    assert code == 2
    assert f"not checked: {Path('in', name)}: " in said
    assert "save its text as .txt or HTML" in said
    assert "1 message checked, 1 not checked" in said
    assert fix("in", "--no-config").exit_code == 2


def test_a_document_in_an_archive_is_named(here: Path) -> None:
    """A document in a ZIP archive is named like one in a folder."""
    with zipfile.ZipFile(here / "in.zip", "w") as archive:
        archive.writestr("good.txt", GOOD)
        archive.writestr("sub/reply.docx", b"PK\x03\x04")
    code, said = clean("in.zip")
    assert code == 2
    assert "reply.docx: it is a Word document" in said


@pytest.mark.parametrize("name", OTHERS)
def test_other_files_are_passed_over(here: Path, name: str) -> None:
    """Pictures, code, tables and documents about the folder are counted, and the run is clean."""
    (here / "in").mkdir()
    (here / "in" / "good.txt").write_text(GOOD, encoding="utf-8")
    (here / "in" / name).write_bytes(b"x")
    code, said = clean("in")
    assert code == 0
    assert "1 file was passed over" in said


@pytest.mark.parametrize("place", [".git/reply.docx", "node_modules/x.pdf", ".hidden.docx"])
def test_places_that_are_not_entered(here: Path, place: str) -> None:
    """What is hidden, or belongs to a program, is never named."""
    path = here / "in" / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"x")
    (here / "in" / "good.txt").write_text(GOOD, encoding="utf-8")
    assert clean("in")[0] == 0
