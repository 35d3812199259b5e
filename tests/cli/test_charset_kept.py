"""A corrected file declares the charset that its bytes are in, whatever it was before."""

from __future__ import annotations

import codecs
import json
from email import message_from_bytes
from pathlib import Path

import pytest

from cli.given import HEADERS, fix
from replylint.sources.declared import charset_of_page, declared_in_html, declaring
from replylint.sources.text import decode

WORDS = "Renée Álvarez"
PAGE = """\
<html><head>{head}</head><body>
<p>Hello, I am out of the ofice from Monday, December 14 through Friday, December 18, 2026.</p>
<p>Please contact Renée Álvarez at 813-555-0142.</p>
<p>Thanks,<br>Zoë Pérez</p></body></html>
"""
META = '<meta http-equiv="Content-Type" content="text/html; charset={}">'
FILES = {
    "windows-1252": (META.format("windows-1252"), "cp1252", b""),
    "iso-8859-1": (META.format("iso-8859-1"), "latin-1", b""),
    "a short declaration": ('<meta charset="ISO-8859-15">', "iso-8859-15", b""),
    "macintosh": (META.format("macintosh"), "mac-roman", b""),
    "ibm850": (META.format("ibm850"), "cp850", b""),
    "utf-8": (META.format("utf-8"), "utf-8", b""),
    "utf-8 and its mark": (META.format("utf-8"), "utf-8", codecs.BOM_UTF8),
    "utf-8's mark against the declaration": (META.format("windows-1252"), "utf-8", codecs.BOM_UTF8),
    "utf-16": (META.format("utf-16"), "utf-16-le", codecs.BOM_UTF16_LE),
    "utf-16, big-endian": ("", "utf-16-be", codecs.BOM_UTF16_BE),
    "utf-16, as Word declares it": (META.format("unicode"), "utf-16-le", codecs.BOM_UTF16_LE),
    "none, in Windows-1252": ("", "cp1252", b""),
    "none, in UTF-8": ("", "utf-8", b""),
    "after a long style sheet": (
        f"<style>{'p {margin: 0}' * 900}</style>{META.format('iso-8859-1')}",
        "latin-1",
        b"",
    ),
    "in a comment first": (f"<!-- {META.format('utf-8')} -->{META.format('cp1252')}", "cp1252", b""),
}


def shown(data: bytes) -> str:
    """Return a page as a browser decodes it: by its mark, else by its declaration."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return data.removeprefix(mark).decode(name)
    return data.decode(charset_of_page(data.decode("latin-1")) or "cp1252")


@pytest.mark.parametrize("rewritten", [False, True])
@pytest.mark.parametrize("name", FILES)
def test_a_page_is_readable_as_it_declares(here: Path, name: str, rewritten: bool) -> None:
    """A page that was corrected or rewritten shows the same names to a browser as before."""
    head, codec, mark = FILES[name]
    path = here / "reply.html"
    path.write_bytes(mark + PAGE.format(head=head).encode(codec))
    fix("reply.html", "--no-config", *(["--rewrite"] if rewritten else []))
    data = path.read_bytes()
    assert (here / "reply.html.bak").exists()
    text = data.decode("utf-8") if name == "none, in UTF-8" else shown(data)
    assert WORDS in text
    assert "Zoë Pérez" in text
    assert data.startswith(mark)


@pytest.mark.parametrize("declared", ["iso-8859-1", "us-ascii", "windows-1252", "iso-8859-5", "shift_jis"])
def test_characters_that_the_charset_lacks_become_references(here: Path, declared: str) -> None:
    """A name that is written into a page stays readable, even for a program that takes the charset literally."""
    path = here / "reply.html"
    page = PAGE.replace("Renée Álvarez", "[name]").replace("Zoë Pérez", "Zoe Perez")
    path.write_bytes(page.format(head=META.format(declared)).encode(declared))
    fix("reply.html", "--no-config", "--rewrite")
    path.read_bytes().decode(declared)


def test_bytes_stay_as_they_were_read(here: Path) -> None:
    """Rewriting a page without a declaration keeps the bytes of its words, whatever charset they were in."""
    path = here / "reply.html"
    path.write_bytes(PAGE.format(head="").encode("cp1252"))
    fix("reply.html", "--no-config", "--rewrite")
    data = path.read_bytes()
    assert b"Ren\xe9e \xc1lvarez" in data
    assert declared_in_html(data) == "windows-1252"


def test_the_part_of_a_mail_message_declares_what_its_header_line_says(here: Path) -> None:
    """The page within a message that was corrected names the charset that the part is in now."""
    page = PAGE.format(head=META.format("iso-8859-1"))
    data = f"{HEADERS}Content-Type: text/html; charset=iso-8859-1\nContent-Transfer-Encoding: 8bit\n\n{page}"
    (here / "reply.eml").write_bytes(data.encode("latin-1"))
    for more in ([], ["--rewrite"]):
        fix("reply.eml", "--no-config", "--output-dir", "out", *more)
        message = message_from_bytes((here / "out" / "reply.eml").read_bytes())
        charset = message.get_content_charset("")
        text = message.get_payload(decode=True).decode(charset)  # type: ignore[union-attr]
        assert WORDS in text
        assert charset_of_page(text) == charset


EXPORTS = {
    "UTF-8": ("utf-8", b""),
    "UTF-8 with a mark": ("utf-8", codecs.BOM_UTF8),
    "UTF-16": ("utf-16-le", codecs.BOM_UTF16_LE),
    "Windows-1252": ("cp1252", b""),
}


@pytest.mark.parametrize("rewritten", [False, True])
@pytest.mark.parametrize("name", EXPORTS)
def test_a_page_in_an_export(here: Path, name: str, rewritten: bool) -> None:
    """The page in an export of JSON is in the encoding of the file, and declares a charset that has its letters."""
    codec, mark = EXPORTS[name]
    page = PAGE.format(head=META.format("iso-8859-1"))
    row = {
        "MailboxOwnerId": "zoe@plantcity.example",
        "AutoReplyState": "Enabled",
        "ExternalAudience": "All",
        "InternalMessage": page,
        "ExternalMessage": page,
    }
    (here / "oof.json").write_bytes(mark + json.dumps([row], ensure_ascii=False).encode(codec))
    fix("oof.json", "--no-config", "--output-dir", "out", *(["--rewrite"] if rewritten else []))
    data = (here / "out" / "oof.json").read_bytes()
    assert data.startswith(mark)
    (read,) = json.loads(data.removeprefix(mark).decode(codec))
    for key in ("InternalMessage", "ExternalMessage"):
        assert WORDS in read[key]
        read[key].encode(charset_of_page(read[key]))
    new = [path.read_bytes() for path in (here / "out").rglob("new/*.html")]
    assert new
    assert all(charset_of_page(page.decode("utf-8")) == "utf-8" for page in new)


def test_a_letter_that_an_export_cannot_hold_is_written_out(here: Path) -> None:
    """In JSON of Windows-1252 an emoji stays the escape of two halves that it was, beside letters that the charset has."""
    reply = "I am out of the ofice from 12/14/26 to 12/18/26 \U0001f384. Call Zoë Brandt at 813-555-0142."
    row = {
        "MailboxOwnerId": "zoe@plantcity.example",
        "AutoReplyState": "Enabled",
        "ExternalAudience": "All",
        "InternalMessage": reply,
        "ExternalMessage": reply,
    }
    text = json.dumps(row, ensure_ascii=False).replace("\U0001f384", "\\ud83c\\udf84")
    (here / "oof.json").write_bytes(text.encode("cp1252"))
    fix("oof.json", "--no-config", "--select", "spelling", "--output-dir", "out")
    read = json.loads((here / "out" / "oof.json").read_bytes().decode("cp1252"))
    assert read["InternalMessage"] == reply.replace("ofice", "office")


def test_xml_declares_its_charset(here: Path) -> None:
    """An answer of Exchange in another charset is read and written back in that charset."""
    reply = "I am out of the ofice from 12/14/26 to 12/18/26. Call Zoë Dvořák at 813-555-0142."
    answer = f"""<?xml version="1.0" encoding="iso-8859-2"?>
<GetUserOofSettingsResponse><OofSettings><OofState>Enabled</OofState><ExternalAudience>All</ExternalAudience>
<InternalReply><Message>{reply}</Message></InternalReply><ExternalReply><Message>{reply}</Message></ExternalReply>
</OofSettings></GetUserOofSettingsResponse>"""
    (here / "zoe@plantcity.example.xml").write_bytes(answer.encode("iso-8859-2"))
    fix("zoe@plantcity.example.xml", "--no-config", "--output-dir", "out")
    text = (here / "out" / "zoe@plantcity.example.xml").read_bytes().decode("iso-8859-2")
    assert text.count("Dvořák") == 2
    assert "office" in text
    assert "ofice" not in text


def test_header_lines_declare_the_charset_of_a_responder(here: Path) -> None:
    """A responder of cPanel keeps the charset that its header lines name."""
    text = (
        'From: "Zoe" <zoe@plantcity.example>\nContent-Type: text/plain; charset=iso-8859-2\nSubject: Out\n\n'
        "I am out of the ofice from 12/14/26 to 12/18/26. Call Jana Dvořáková at 813-555-0142.\n"
    )
    (here / "zoe@plantcity.example").write_bytes(text.encode("iso-8859-2"))
    fix("zoe@plantcity.example", "--no-config", "--output-dir", "out")
    written = (here / "out" / "zoe@plantcity.example").read_bytes().decode("iso-8859-2")
    assert "Jana Dvořáková" in written
    assert "of the office" in written


@pytest.mark.parametrize(
    ("page", "charset"),
    [
        ("<meta charset=utf-8>", "utf-8"),
        ("<META CHARSET='Windows-1252' />", "Windows-1252"),
        ('<meta content="text/html;charset=koi8-r" http-equiv=content-type>', "koi8-r"),
        ('<meta name="description" content="charset=utf-7"><meta charset=big5>', "big5"),
        ("<!-- <meta charset=utf-8> --><p>", ""),
        ("<title><meta charset=utf-8></title>", ""),
    ],
)
def test_which_declaration_counts(page: str, charset: str) -> None:
    """The declaration of a page is what browsers take for it, and only its value changes."""
    assert charset_of_page(page) == charset
    changed = declaring(page, "x-new")
    assert charset_of_page(changed) == ("x-new" if charset else "")
    assert len(changed) == len(page) + (len("x-new") - len(charset) if charset else 0)


def test_a_declaration_of_utf_16_in_ascii(here: Path) -> None:
    """A page whose declaration can be read as ASCII is not in UTF-16, whatever it says."""
    data = b"<meta charset=utf-16><p>I am out of the office today.</p>"
    assert decode(data, declared_in_html(data))[0] == data.decode("ascii")
