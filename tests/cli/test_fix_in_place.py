"""Working copies with more to them than a text: Outlook's signatures, Apple Mail's, Sieve scripts, vacation(1)."""

from __future__ import annotations

import os
import stat
from email import message_from_bytes
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cli.given import GOOD, MISSPELLED, SIGNATURE, check, fix, process
from replylint.fix.rtf import as_rtf
from replylint.model import Document, Picture
from replylint.sources.built import rtf_text
from replylint.visible import Visible

WRONG = SIGNATURE.replace("Technician", "Tecnician")
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def page(text: str) -> str:
    """Return a signature as Outlook's page, with the seal as a picture in the folder beside it."""
    lines = text.replace("[City Seal]", '<img src="Dana_files/city-seal.png" alt="City Seal">').strip().split("\n")
    inner = "".join(f"<p class=MsoAutoSig>{line}</p>\r\n" for line in lines)
    return f'<html><head><meta charset="utf-8"></head><body>\r\n{inner}</body></html>\r\n'


def outlook(folder: Path, text: str, plain_encoding: str = "utf-16") -> None:
    """Write the files of a signature as Outlook keeps them."""
    (folder / "Dana_files").mkdir(parents=True)
    (folder / "Dana_files" / "city-seal.png").write_bytes(PNG)
    (folder / "Dana.htm").write_bytes(page(text).encode())
    (folder / "Dana.txt").write_bytes(text.replace("\n", "\r\n").encode(plain_encoding))
    document = Document("signature", Visible.plain(text), text)
    (folder / "Dana.rtf").write_bytes(as_rtf(document, {}))


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1252"])
def test_the_three_forms_of_an_outlook_signature_are_corrected_alike(here: Path, encoding: str) -> None:
    """Page, plain text and RTF say the same afterwards, each in its own encoding, and each keeps its original beside it."""
    outlook(here / "Signatures", WRONG, encoding)
    before = {path.name: path.read_bytes() for path in (here / "Signatures").iterdir() if path.is_file()}
    done = fix("Signatures")
    assert done.exit_code == 0, done.output
    after = {path.name: path.read_bytes() for path in (here / "Signatures").iterdir() if path.is_file()}
    assert after["Dana.htm"] == page(SIGNATURE).encode()
    assert after["Dana.txt"].decode(encoding) == SIGNATURE.replace("\n", "\r\n")
    assert "Technician" in rtf_text(after["Dana.rtf"])
    assert PNG.hex().encode() in after["Dana.rtf"]
    assert {name: after[f"{name}.bak"] for name in before} == before
    assert check("Signatures").exit_code == 0
    assert "written anew from the page" in done.stderr


def test_a_signature_that_is_right_is_left_alone(here: Path) -> None:
    """Where nothing is to be corrected no file of a signature changes, and there is no backup."""
    outlook(here / "Signatures", SIGNATURE)
    before = {path.name: path.read_bytes() for path in (here / "Signatures").iterdir() if path.is_file()}
    assert fix("Signatures").exit_code == 0
    assert {path.name: path.read_bytes() for path in (here / "Signatures").iterdir() if path.is_file()} == before


def test_copies_of_a_signature_go_to_the_output_folder_in_all_forms(here: Path) -> None:
    """With --output-dir the originals stay, and the three corrected forms lie in the folder."""
    outlook(here / "Signatures", WRONG)
    assert fix("Signatures", "--output-dir", "out").exit_code == 0
    assert sorted(path.name for path in (here / "out").iterdir()) == ["Dana.htm", "Dana.rtf", "Dana.txt"]
    assert "Tecnician" in (here / "Signatures" / "Dana.htm").read_text(encoding="utf-8")


def test_a_signature_of_apple_mail_is_corrected_and_keeps_its_header_lines(here: Path) -> None:
    """The HTML below the header lines is corrected, and the header lines are those that Mail wrote."""
    html = "<div>" + WRONG.strip().replace("\n", "<br>").replace("[City Seal]", '<img alt="City Seal" src="seal.png">')
    head = "Message-Id: <0F5E3C1A@example.com>\nMime-Version: 1.0 (Mac OS X Mail 16.0)\nContent-Type: text/html;\n\tcharset=utf-8\n"
    path = here / "0F5E3C1A.mailsignature"
    path.write_text(
        f"Content-Transfer-Encoding: quoted-printable\n{head}\n{html.replace('=', '=3D')}</div>\n", encoding="utf-8"
    )
    done = fix(path.name)
    assert done.exit_code == 0, done.output
    message = message_from_bytes(path.read_bytes())
    assert message["Mime-Version"] == "1.0 (Mac OS X Mail 16.0)"
    text = message.get_payload(decode=True)
    assert isinstance(text, bytes)
    assert "Technician" in text.decode()
    assert "Tecnician" in path.with_name(f"{path.name}.bak").read_text(encoding="utf-8")


SCRIPT = """\
require ["vacation", "date", "relational"];\r
# rule:[Vacation]\r
if allof (currentdate :zone "-0500" :value "ge" "date" "2026-12-14", currentdate :zone "-0500" :value "le" "date" "2026-12-18")\r
{\r
\tvacation :days 1 :subject "Away" text:\r
@TEXT@.\r
;\r
}\r
"""


def test_a_script_is_corrected_in_place_and_nothing_else_in_it_changes(here: Path) -> None:
    """In a Sieve script the reason alone changes, with the line ends of the script, and the original stays beside it."""
    before = SCRIPT.replace("@TEXT@", MISSPELLED.replace("\n", "\r\n"))
    (here / "vacation.sieve").write_bytes(before.encode())
    done = fix("vacation.sieve")
    assert done.exit_code == 0, done.output
    assert (here / "vacation.sieve").read_bytes().decode() == SCRIPT.replace("@TEXT@", GOOD.replace("\n", "\r\n"))
    assert (here / "vacation.sieve.bak").read_bytes().decode() == before
    assert fix("vacation.sieve").exit_code == 0
    assert not (here / "vacation.sieve.bak2").exists()


def test_a_script_from_standard_input_is_shown_corrected(here: Path) -> None:
    """A script that comes through a pipe goes on through it, corrected and whole."""
    before = SCRIPT.replace("@TEXT@", MISSPELLED.replace("\n", "\r\n"))
    done = process("fix", "--as-of", "2026-12-11", "-", cwd=here, given=before.encode())
    assert done.returncode == 0, done.stderr
    assert done.stdout.decode() == SCRIPT.replace("@TEXT@", GOOD.replace("\n", "\r\n"))


def test_the_message_of_vacation_is_corrected_below_its_header_lines(here: Path) -> None:
    """~/.vacation.msg keeps its header lines and the variable in them."""
    head = "From: dana.whitlock@example.com\nSubject: Away: $SUBJECT\nPrecedence: bulk\n\n"
    (here / ".vacation.msg").write_text(head + MISSPELLED, encoding="utf-8")
    assert fix(".vacation.msg").exit_code == 0
    assert (here / ".vacation.msg").read_text(encoding="utf-8") == head + GOOD


def test_what_lies_in_an_archive_is_not_changed(here: Path) -> None:
    """A file within a ZIP is corrected only into a folder that is named, as private as the ZIP."""
    from zipfile import ZipFile

    with ZipFile(here / "all.zip", "w") as archive:
        archive.writestr("replies/dana.txt", MISSPELLED)
    (here / "all.zip").chmod(0o600)
    before = (here / "all.zip").read_bytes()
    assert "archive, which is never changed" in fix("all.zip").stderr
    assert fix("all.zip", "--output-dir", "out").exit_code == 0
    assert (here / "out" / "dana.txt").read_text(encoding="utf-8") == GOOD
    if os.name == "posix":
        assert stat.S_IMODE((here / "out" / "dana.txt").stat().st_mode) == 0o600
    assert (here / "all.zip").read_bytes() == before


LINES = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=40)


@given(st.lists(LINES, min_size=1, max_size=5))
@example(["{\\par} \\u233?", "Renée 🌴 ünï", "a\tb"])
def test_rtf_says_what_the_text_says(lines: list[str]) -> None:
    """Whatever a line holds, braces, backslashes and emoji too, RTF reads back as the same lines."""
    text = "\n".join(lines).rstrip("\n")
    document = Document("signature", Visible.plain(text), text)
    assert rtf_text(as_rtf(document, {})).strip("\n ") == document.text.strip("\n ")


def test_a_picture_that_is_missing_is_named_in_rtf() -> None:
    """Where the file of a picture is not there, its alternative text stands in brackets on a line of its own."""
    text = "Dana\n"
    document = Document("signature", Visible.plain(text), text, pictures=(Picture("x.png", "City Seal", 0, 0, 5),))
    assert "[City Seal]" in rtf_text(as_rtf(document, {}))
