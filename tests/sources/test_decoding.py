"""Bytes become the characters that were written, or one line says why they cannot."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editing import edited
from replylint.errors import SourceError
from replylint.fix.encoding import encoded_page, encoded_text
from replylint.model import Document, Edit, Mailbox, Unchecked
from replylint.sources import Loaded
from replylint.sources.loose import load_html, load_text
from replylint.sources.mime import MAX_PART
from replylint.sources.text import decode, garbled

REPLY = "I’m out — José answers at 813-555-0142.\n"

WRITTEN = {
    "UTF-8": REPLY.encode(),
    "UTF-8 with a byte order mark": REPLY.encode("utf-8-sig"),
    "UTF-16 little-endian with a byte order mark": codecs.BOM_UTF16_LE + REPLY.encode("utf-16-le"),
    "UTF-16 big-endian with a byte order mark": codecs.BOM_UTF16_BE + REPLY.encode("utf-16-be"),
    "UTF-32 with a byte order mark": codecs.BOM_UTF32_LE + REPLY.encode("utf-32-le"),
    "Windows-1252": REPLY.encode("cp1252"),
}


@pytest.mark.parametrize("name", ["reply.txt", "reply.html"])
@pytest.mark.parametrize("encoding", WRITTEN)
def test_encodings_that_can_be_told(encoding: str, name: str, document: Callable[..., Document]) -> None:
    """A file is read as its byte order mark says, else as UTF-8, else as Windows-1252."""
    assert document(WRITTEN[encoding], name).text.strip() == REPLY.strip()


@pytest.mark.parametrize("encoding", WRITTEN)
def test_a_file_is_written_in_the_encoding_it_was_in(encoding: str, document: Callable[..., Document]) -> None:
    """Text that is put back unchanged gives the same bytes, byte order mark included."""
    read = document(WRITTEN[encoding], "reply.txt")
    assert encoded_text(read.content, WRITTEN[encoding]) == WRITTEN[encoding]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_byte_order_mark(encoding: str, read: Callable[..., list[Loaded]]) -> None:
    """Without its mark UTF-16 is read rightly or refused, and never read as something else."""
    for name in ("reply.txt", "reply.html"):
        (loaded,) = read("I am out of the office.\n".encode(encoding), name)
        if isinstance(loaded, Mailbox):
            assert loaded.documents[0].text.strip() == "I am out of the office."
        else:
            assert "\n" not in loaded.message


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"\x91out\x92 \x93now\x94 \x96 \x97 \x85", "‘out’ “now” – — …"),
        ("Peña, Núñez, ¿cuándo?".encode("latin-1"), "Peña, Núñez, ¿cuándo?"),
        (b"caf\xe9", "café"),
        (b"caf\xc3\xa9", "café"),
        (b"\x80 5", "€ 5"),
    ],
)
def test_bytes_without_a_name(data: bytes, text: str) -> None:
    """Smart quotes, dashes and accents of Windows-1252 and Latin-1 come out as they were typed."""
    assert decode(data)[0] == text


@pytest.mark.parametrize(
    ("declared", "codec", "text"),
    [
        ("iso-8859-1", "cp1252", "“out”"),
        ("US-ASCII", "utf-8", "café"),
        ('"UTF-8"', "utf-8", "café"),
        ("utf8", "utf-8", "café"),
        ("gb2312", "gb18030", "自动答复：镕"),
        ("ks_c_5601-1987", "cp949", "자동 응답 뷁"),
        ("shift_jis", "cp932", "自動応答①"),
        ("iso-2022-jp", "iso-2022-jp", "自動応答"),
        ("koi8-r", "koi8-r", "Автоответ"),
        ("windows-1251", "cp1251", "Автоответ"),
        ("iso-8859-9", "cp1254", "otomatik yanıt"),
        ("big5", "big5", "自動回覆"),
        ("macintosh", "mac-roman", "José"),
    ],
)
def test_declared_character_sets(declared: str, codec: str, text: str) -> None:
    """A declared character set is believed, and read as the larger one that mail programs mean by it."""
    assert decode(text.encode(codec), declared)[0] == text


@pytest.mark.parametrize(
    ("data", "declared", "words"),
    [
        (b"caf\xe9 au lait", "utf-8", "cannot be read as UTF-8; save it again as UTF-8"),
        (
            b"\x81\x8d\x8f\x90\x9d\xff",
            "",
            "character set cannot be told, so its letters may be wrong; save it again as UTF-8",
        ),
        (b"\xff\xfeabc", "", "cannot be read as UTF-16"),
        (b"caf\xe9", "x-made-up", "'x-made-up' is not known; save it again as UTF-8"),
        (b"caf\xe9", "base64", "'base64' is not known"),
        (b"caf\xe9", "rot13", "'rot13' is not known"),
        (b"caf\xe9", "unicode_escape", "'unicode_escape' is not known"),
        (b"\x1b$B<+F0\x1b(B", "x-made-up", "'x-made-up' is not known"),
        (b"I am out.", "x-made-up", "'x-made-up' is not known"),
        (b"+AKE-Hola!", "x-unicode-utf-7-imap", "is not known"),
        (b"\x1b$B<+F0\x1b(B", "", "character set cannot be told, so its letters may be wrong; save it again as UTF-8"),
        (b"I am out. \x1b$(C@Z\x1b(B", "us-ascii", "character set cannot be told"),
        ("日".encode("shift_jis") + b"\x81", "shift_jis", "cannot be read as CP932"),
        (b"caf\xe9", "latin\x00", "not known"),
    ],
)
def test_characters_that_cannot_be_told(data: bytes, declared: str, words: str) -> None:
    """Bytes that do not fit their character set are refused in one line that says what to do; none are dropped or replaced."""
    with pytest.raises(SourceError) as caught:
        decode(data, declared)
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "declared",
    [
        "utf-8mb4",
        "unknown-8bit",
        "default",
        "x-unknown",
        "en_US.UTF-8",
        "UTF-8 (Unicode)",
        "x-made-up",
        "unicode-1-1-utf-8",
        "base64",
    ],
)
def test_utf_8_under_an_odd_name(declared: str) -> None:
    """What is UTF-8 is read as such where the declared name says so in other words, or says nothing."""
    assert decode("Responderé a su mensaje".encode(), declared) == ("Responderé a su mensaje", "utf-8")


@pytest.mark.parametrize(
    ("declared", "codec"),
    [
        ("iso-8859-1;format=flowed", "cp1252"),
        ("win-1251", "cp1251"),
        ("CP 1252", "cp1252"),
        ("x-cp1250", "cp1250"),
        ("ISO8859-15", "iso8859-15"),
        ("x-sjis", "cp932"),
        ("unknown-8bit", "cp1252"),
    ],
)
def test_other_names_of_known_character_sets(declared: str, codec: str) -> None:
    """A known character set is found in a name that holds more than that."""
    text = {"cp1251": "Автоответ", "cp932": "自動応答"}.get(codec, "Año – mañana" if codec != "iso8859-15" else "Año")
    text = "Část" if codec == "cp1250" else text
    assert decode(text.encode(codec), declared)[0] == text


@pytest.mark.parametrize(
    "text", ["Estaré fuera", "Don’t call", "¿Cuándo?", "Gdańsk, środa", "Привет", "temperature 20 °C", "party 🎉"]
)
def test_garbled_letters_are_seen(text: str) -> None:
    """Letters of UTF-8 that were read as Windows-1252 or Latin-1 are told from letters that are meant."""
    for codec in ("cp1252", "latin-1"):
        wrong = text.encode().decode(codec, "replace")
        assert "\ufffd" in wrong or garbled(wrong) or codec == "latin-1", wrong
    assert garbled(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "“SÍ”, “NO”",
        "AMANHÃ”",
        "CAFÉ™",
        "São Paulo, não, NÃO…",
        "ESTÁ ABIERTO",
        "“INAUGURACIÓN”",
        "À bientôt – Élodie",
        "Übermäßig »gut«",
    ],
)
def test_letters_that_are_meant_are_not_garbled(text: str) -> None:
    """Capitals with accents before a quote, a dash or a sign are letters as they were typed."""
    assert garbled(text) == ""


@given(
    st.binary(max_size=60),
    st.sampled_from(["", "utf-8", "utf-16", "iso-8859-1", "gb2312", "utf-7", "idna", "hex", "x"]),
)
def test_any_bytes_are_read_or_refused(data: bytes, declared: str) -> None:
    """No bytes and no declared character set lead to anything but text or a SourceError."""
    text = ""
    with suppress(SourceError):
        text, _ = decode(data, declared)
    assert declared or "\ufffd" not in text or b"\xef\xbf\xbd" in data or data[:2] in (b"\xff\xfe", b"\xfe\xff")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1, max_size=40))
def test_what_is_written_in_utf_8_is_read(text: str) -> None:
    """UTF-8 is never taken for anything else, whatever characters it holds."""
    assert decode(text.encode("utf-8")) in ((text, "utf-8"), (text.removeprefix("\ufeff"), "utf-8-sig"))


@pytest.mark.parametrize(
    ("head", "codec"),
    [
        ('<meta charset="windows-1252">', "cp1252"),
        ("<meta charset=utf-8>", "utf-8"),
        ('<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=ISO-8859-1">', "cp1252"),
        ("<meta http-equiv=Content-Type content='text/html; charset=windows-1252'>", "cp1252"),
        ('<meta name=Generator content="x"><meta charset="utf-8"/>', "utf-8"),
    ],
)
def test_the_character_set_a_page_declares(head: str, codec: str, document: Callable[..., Document]) -> None:
    """A page is read in the character set that its head declares."""
    content = f"<html><head>{head}</head><body><p>{REPLY}</p></body></html>"
    assert document(content.encode(codec), "reply.html").text == REPLY.strip()


def test_a_page_in_another_character_set_than_it_declares(refusal: Callable[..., str]) -> None:
    """A page that declares UTF-8 and is not in it is refused."""
    page = "<meta charset=utf-8><p>José is out.</p>".encode("cp1252")
    assert refusal(page, "reply.html") == "its characters cannot be read as UTF-8; save it again as UTF-8"


def test_a_byte_order_mark_outweighs_what_a_page_declares(document: Callable[..., Document]) -> None:
    """A page saved anew as UTF-16 or UTF-8 still declares its old character set; the mark is right."""
    page = "<meta http-equiv=Content-Type content='text/html; charset=windows-1252'><p>José</p>"
    assert document(page.encode("utf-8-sig"), "reply.html").text == "José"
    assert document(codecs.BOM_UTF16_LE + page.encode("utf-16-le"), "reply.html").text == "José"


# Line ends


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_are_seen_alike_and_kept(end: str, document: Callable[..., Document]) -> None:
    """Every kind of line end is one newline to the rules, and an edit leaves each as it was."""
    read = document(f"I am out.{end}{end}Call Dana.{end}", "reply.txt")
    assert read.text == "I am out.\n\nCall Dana.\n"
    at = read.text.index("Dana")
    assert edited(read, Edit(at, at + 4, "José")) == f"I am out.{end}{end}Call José.{end}"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_new_lines_have_the_line_ends_of_the_file(end: str, document: Callable[..., Document]) -> None:
    """A line that is put in ends as the lines of the file do."""
    read = document(f"I am out.{end}Dana{end}", "reply.txt")
    at = len("I am out.")
    assert edited(read, Edit(at, at, "\nCall.")) == f"I am out.{end}Call.{end}Dana{end}"


@given(
    st.lists(
        st.tuples(st.text("abc .,é’😀", max_size=6), st.sampled_from(["\n", "\r\n", "\r"])), min_size=1, max_size=6
    ),
    st.data(),
)
def test_an_edit_of_plain_text_changes_only_its_words(lines: list[tuple[str, str]], data: st.DataObject) -> None:
    """Replacing a letter of plain text changes that letter and no byte beside it, whatever the line ends."""
    content = "".join(text + end for text, end in lines) + "x"
    (mailbox,) = load_text(content.encode(), "reply.txt")
    (read,) = mailbox.documents
    at = data.draw(st.sampled_from([place for place, char in enumerate(read.text) if char not in "\n"]))
    changed = edited(read, Edit(at, at + 1, "Z"))
    source = read.visible.source_offset(at)
    assert changed == content[:source] + "Z" + content[source + 1 :]
    # A lone \r that meets a \n is one line end with it, in the text that is read as in the text that was made.
    assert read.text == content.replace("\r\n", "\n").replace("\r", "\n")


@given(st.text("abc <>&\"'é’€😀漢", max_size=30), st.sampled_from(["utf-8", "cp1252", "utf-16"]))
def test_new_characters_survive_in_the_encoding_of_a_page(text: str, codec: str) -> None:
    """Characters that a page's own character set lacks are written so that a reader sees them nonetheless."""
    page = f"<html><head><meta charset={codec}></head><body><p>Dana x</p></body></html>".encode(codec)
    (mailbox,) = load_html(page, "reply.html")
    (read,) = mailbox.documents
    changed = replace(read, content=edited(read, Edit(0, 4, "[" + text.strip() + "]")))
    ((again,),) = [mailbox.documents for mailbox in load_html(encoded_page(changed.content, page), "reply.html")]
    assert again.text.split() == f"[{text.strip()}] x".split()


# What is no text


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("reply.txt", b"", "empty"),
        ("reply.txt", b"\xff\xfe\r\x00\n\x00", "empty"),
        ("reply.html", b" \n\t", "empty"),
        ("reply.eml", b" \r\n", "empty"),
        ("reply.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "picture"),
        ("reply.html", b"%PDF-1.7\n", "PDF"),
        ("reply.txt", b"PK\x03\x04\x14\x00", "ZIP"),
        ("reply.txt", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "Outlook"),
        ("reply.txt", b"{\\rtf1\\ansi I am out.}", "RTF"),
        ("reply.txt", bytes(range(1, 129)), "not text"),
        ("reply.html", b"<p>I am out.\x00\x01\x02</p>", "not text"),
        ("reply.txt", b"x" * (MAX_PART + 1), "2 MB"),
        ("reply.eml", b"I am out of the office.\n", "not a mail message"),
        ("reply.txt", b"From: a@city.example\nTo: b@city.example\nSubject: x\n\nI am out.\n", ".eml"),
        ("reply.txt", b"<!DOCTYPE html><html><p>I am out.</p></html>", ".html"),
    ],
)
def test_what_is_no_text_is_refused(name: str, data: bytes, words: str, refusal: Callable[..., str]) -> None:
    """Empty, binary, overlong and wrongly named files are refused in one line that says what they are."""
    assert words in refusal(data, name)


def test_a_file_of_an_unknown_suffix_is_not_passed_over(read: Callable[..., list[Loaded]]) -> None:
    """A file that was named and cannot be read is a trouble, and the run is not clean."""
    (loaded,) = read("I am out.", "reply.docx")
    assert isinstance(loaded, Unchecked)
