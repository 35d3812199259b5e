"""A text in several parts of a mail message is read as mail programs show it: one part below the other."""

from __future__ import annotations

from collections.abc import Callable
from email import message_from_bytes
from email.message import Message
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest
from click.testing import CliRunner

from replylint.cli import cli
from replylint.errors import ConfigError
from replylint.fix.mail import with_text
from replylint.model import Document, Mailbox, Unchecked
from replylint.sources import Loaded
from replylint.sources.mime import load

FIRST = "I am out of the office from 12/14/26 to 12/18/26.\n"
SECOND = "Please contact Maria Lopez at 813-555-0162.\n"
Read = Callable[..., Document]


def plain(text: str, disposition: str = "") -> MIMEText:
    """Return a part in plain text."""
    part = MIMEText(text, "plain", "utf-8")
    if disposition:
        part["Content-Disposition"] = disposition
    return part


def page(text: str) -> MIMEText:
    """Return a part in HTML."""
    return MIMEText(f"<html><body><p>{text}</p></body></html>", "html", "iso-8859-1")


def parts(kind: str, *subparts: Message) -> MIMEMultipart:
    """Return parts of a message as one."""
    return MIMEMultipart(kind, _subparts=subparts)


def mail(part: Message) -> bytes:
    """Return a part as an automatic reply."""
    part["From"] = "Dana Whitlock <dana@plantcitygov.com>"
    part["To"] = "someone@customer.example"
    part["Subject"] = "Automatic reply: your permit"
    part["Auto-Submitted"] = "auto-replied"
    return part.as_bytes()


PICTURE = MIMEImage(b"\x89PNG\r\n\x1a\n", "png")
DIVIDED = {
    "two plain parts": lambda: parts("mixed", plain(FIRST), plain(SECOND)),
    "the second marked as inline": lambda: parts("mixed", plain(FIRST), plain(SECOND, "inline")),
    "with a file's name": lambda: parts("mixed", plain(FIRST), plain(SECOND, 'inline; filename="2.txt"')),
    "two pages": lambda: parts("mixed", page(FIRST), page(SECOND)),
    "a page and a plain part": lambda: parts("mixed", page(FIRST), plain(SECOND)),
    "a plain part and a page": lambda: parts("mixed", plain(FIRST), page(SECOND)),
    "alternatives and a plain part": lambda: parts(
        "mixed", parts("alternative", plain(FIRST), page(FIRST)), plain(SECOND)
    ),
    "a plain part and alternatives": lambda: parts(
        "mixed", plain(FIRST), parts("alternative", plain(SECOND), page(SECOND))
    ),
    "as Apple Mail puts pages around a file": lambda: parts(
        "alternative", plain(FIRST + "\n" + SECOND), parts("mixed", page(FIRST), PICTURE, page(SECOND))
    ),
    "one inside another": lambda: parts("mixed", parts("mixed", plain(FIRST)), parts("mixed", plain(SECOND))),
    "below related parts": lambda: parts("mixed", parts("related", page(FIRST), PICTURE), page(SECOND)),
    "related, without a content id": lambda: parts("related", plain(FIRST), plain(SECOND)),
    "an empty part between": lambda: parts("mixed", plain(FIRST), plain("\n"), plain(SECOND)),
}


@pytest.mark.parametrize("case", DIVIDED)
def test_all_parts_of_a_text_are_read(case: str, document: Read) -> None:
    """Each inline part of the text is judged, in the order in which a reader sees them."""
    text = document(mail(DIVIDED[case]())).text
    assert " ".join(text.split()) == f"{FIRST} {SECOND}".replace("\n", "").replace("  ", " ").strip()


@pytest.mark.parametrize(
    "disposition", ["attachment", "attachment; filename=notes.txt", 'ATTACHMENT; filename="2.txt"']
)
def test_attachments_are_not_the_text(disposition: str, document: Read) -> None:
    """A part that says it is an attachment is not judged."""
    made = parts("mixed", plain(FIRST), plain(SECOND, disposition))
    assert document(mail(made)).text == FIRST


@pytest.mark.parametrize("case", [case for case in DIVIDED if "Apple" not in case and "related parts" not in case])
def test_a_corrected_copy_says_it_all_once(case: str, document: Read) -> None:
    """A corrected copy shows the corrected text, all of it and nothing twice."""
    data = mail(DIVIDED[case]())
    read = document(data)
    changed = with_text(data, read.__class__(**{**read.__dict__, "content": read.content.replace("Maria", "Rosa")}))
    (again,) = [one for one in load(changed, "x") if isinstance(one, Mailbox)]
    assert again.documents[0].text.split() == read.text.replace("Maria", "Rosa").split()
    for part in message_from_bytes(changed).walk():
        if part.get_content_maintype() == "text":
            assert part.get_content_charset() == "utf-8" or not part.get_payload(decode=True)


def test_text_around_a_picture_is_not_written(document: Read) -> None:
    """Where a picture comes between two parts, no copy is written, because it would show them elsewhere."""
    data = mail(parts("mixed", plain(FIRST), PICTURE, plain(SECOND)))
    with pytest.raises(ConfigError, match="goes on after a picture"):
        with_text(data, document(data))


@pytest.mark.parametrize("trick", ["<!-- ", "<div style='display:none'>", "<style>", "<title>"])
def test_a_page_that_hides_the_next_part(trick: str, read: Callable[..., list[Loaded]]) -> None:
    """What a damaged page would swallow of the next part is never taken for read."""
    made = parts("mixed", MIMEText(f"<p>{FIRST}</p>{trick}", "html", "utf-8"), plain(SECOND))
    loaded = read(mail(made))
    texts = [one.documents[0].text for one in loaded if isinstance(one, Mailbox)]
    assert any(isinstance(one, Unchecked) for one in loaded) or any("Maria" in text for text in texts)


def test_a_fault_in_the_second_part_is_found(tmp_path: Path) -> None:
    """A misspelling in the second part is an error of the message, and corrected in a copy of it."""
    path = tmp_path / "reply.eml"
    path.write_bytes(mail(parts("mixed", plain(FIRST), plain(SECOND.replace("contact", "contcat")))))
    result = CliRunner().invoke(cli, ["check", "--no-config", "--as-of", "2026-12-10", str(path)])
    assert result.exit_code == 1
    assert "contcat" in result.stdout
