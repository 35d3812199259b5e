"""Corrected copies of mail messages: the text is the corrected one, and everything else is as it was."""

from __future__ import annotations

import base64
from email import message_from_bytes
from email.message import EmailMessage, Message

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editing import edited
from replylint.fix.mail import with_text
from replylint.model import Document, Edit, Mailbox
from replylint.sources import mime
from replylint.sources.again import with_content

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
TEXT = "I am out of the ofice until June 5 — thank you.\n\nJosé Peña\n"
PAGE = (
    "<html><head><style>p { margin: 0 }</style></head><body>\n<p>I am out of the <b>ofice</b> until June&nbsp;5 &mdash; thank"
    " you.</p><p>Jos&eacute; Pe&ntilde;a</p></body></html>\n"
)


def message() -> EmailMessage:
    """Return an automatic reply without a text."""
    made = EmailMessage()
    made["Received"] = "from a.city.example by b.city.example; Fri, 11 Dec 2026 10:00:01 -0500"
    made["From"] = "José Peña <jose@city.example>"
    made["To"] = "someone@customer.example"
    made["Subject"] = "Automatic reply: caf\u00e9 — permit"
    made["Date"] = "Fri, 11 Dec 2026 10:00:00 -0500"
    made["Auto-Submitted"] = "auto-replied"
    made["X-Long"] = "word " * 40
    return made


def read(data: bytes) -> Document:
    """Read a message that is whole."""
    (mailbox,) = mime.load(data, "reply.eml")
    assert isinstance(mailbox, Mailbox)
    return mailbox.documents[0]


def corrected(data: bytes) -> tuple[bytes, Document]:
    """Return a copy with `ofice` corrected, and the corrected document."""
    before = read(data)
    at = before.text.index("ofice")
    after = with_content(before, edited(before, Edit(at, at + 5, "office")))
    return with_text(data, after), after


def headers(data: bytes) -> list[tuple[str, str]]:
    """Return the header lines of a message, unfolded, but for those that say how its text travels."""
    lines = [(name, " ".join(str(value).split())) for name, value in message_from_bytes(data).items()]
    return [line for line in lines if not line[0].startswith(("Content-", "MIME-"))]


def attached_messages(data: bytes) -> list[bytes]:
    """Return the attached messages."""
    parts = message_from_bytes(data).walk()
    return [part.get_payload()[0].as_bytes() for part in parts if part.get_content_type() == "message/rfc822"]


def payloads(data: bytes) -> list[tuple[str, bytes | None]]:
    """Return the types and contents of the parts that are no text of the message."""
    parts = message_from_bytes(data).walk()
    return [(part.get_content_type(), part.get_payload(decode=True)) for part in parts if is_attached(part)]


def is_attached(part: Message) -> bool:
    """Say whether a part is no text of the message."""
    return part.get_content_disposition() == "attachment" or part.get_content_maintype() == "image"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("charset", ["utf-8", "windows-1252"])
@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
def test_plain_text_is_corrected_in_any_encoding(encoding: str, charset: str, end: str) -> None:
    """The corrected copy says the corrected text, whatever encoding the text came in, and has the same header lines."""
    made = message()
    made.set_content(TEXT, charset=charset, cte=encoding)
    data = made.as_bytes(policy=made.policy.clone(linesep=end))
    copy, _ = corrected(data)
    assert read(copy).text == TEXT.replace("ofice", "office")
    assert headers(copy) == headers(data)


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
def test_html_is_corrected_and_the_plain_part_says_the_same(encoding: str) -> None:
    """In the corrected page only the word is changed, and the plain part is made anew from it."""
    made = message()
    made.set_content(TEXT, cte=encoding)
    made.add_alternative(PAGE, subtype="html", cte=encoding)
    copy, after = corrected(made.as_bytes())
    again = read(copy)
    assert again.content == PAGE.replace("ofice", "office") == after.content
    assert again.alternative is not None
    assert again.alternative.text.split() == again.text.split()


def test_attachments_and_pictures_are_as_they_were() -> None:
    """Pictures, attached texts and files keep every byte, and the parts their order."""
    made = message()
    made.set_content(TEXT)
    made.add_alternative(PAGE, subtype="html")
    made.get_payload()[1].add_related(PICTURE, "image", "png", cid="<seal@city>")
    made.add_attachment("I am out of the ofice.\nFrom here\n.\n", filename="r\u00e9ponse.txt")
    made.add_attachment(b"%PDF-1.7\x00\xff\n", maintype="application", subtype="pdf", filename="form.pdf")
    data = made.as_bytes()
    copy, _ = corrected(data)
    assert payloads(copy) == payloads(data)
    types = [part.get_content_type() for part in message_from_bytes(data).walk()]
    assert [part.get_content_type() for part in message_from_bytes(copy).walk()] == types


def test_an_attached_message_is_as_it_was() -> None:
    """A message that is attached is not corrected with the message it is attached to."""
    inner = message()
    inner.set_content("Not the ofice.\n")
    made = message()
    made.set_content(TEXT)
    made.add_attachment(inner)
    copy, _ = corrected(made.as_bytes())
    assert attached_messages(copy) == attached_messages(made.as_bytes())
    assert b"Not the ofice." in attached_messages(copy)[0]


def test_an_envelope_line_is_left_out() -> None:
    """The line that an mbox puts before a message is no header of its copy."""
    made = message()
    made.set_content(TEXT)
    copy, _ = corrected(b"From jose@city.example Fri Dec 11 10:00:00 2026\n" + made.as_bytes())
    assert copy.startswith(b"Received: ")
    assert read(copy).author.email == "jose@city.example"


LETTERS = "abcXYZ 019.,;:=?!'éñ€—“”😀漢\u00a0\t\n"


@given(st.text(LETTERS, min_size=1, max_size=200), st.sampled_from(["quoted-printable", "base64", "8bit"]))
def test_any_text_can_be_put_in(text: str, encoding: str) -> None:
    """Whatever a corrected text says, its copy says the same: long lines, trailing blanks, equals signs, dots, any character."""
    made = message()
    made.set_content(TEXT, cte=encoding)
    before = read(made.as_bytes())
    after = with_content(before, text)
    assert read(with_text(made.as_bytes(), after)).content == text


@pytest.mark.parametrize(
    "line", [".", "From June 1 to June 5 I am away.", "--", "a" * 1200, "=20", "x \t", "Subject: x"]
)
def test_lines_that_mail_treats_in_its_own_way(line: str) -> None:
    """A line that means something to mail systems comes through as text."""
    made = message()
    made.set_content(TEXT)
    before = read(made.as_bytes())
    text = f"I am out.\n{line}\nThank you.\n"
    assert read(with_text(made.as_bytes(), with_content(before, text))).content == text


def test_a_copy_of_a_copy_is_the_same() -> None:
    """Putting the same text in again changes nothing more."""
    made = message()
    made.set_content(TEXT, cte="base64")
    made.add_alternative(PAGE, subtype="html")
    copy, after = corrected(made.as_bytes())
    assert with_text(copy, after) == copy


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_file_that_an_editor_saved_is_corrected_as_mail(encoding: str, end: str) -> None:
    """A message that was saved as UTF-16 or with other line ends becomes a message as mail programs write it."""
    made = message()
    made.set_content(TEXT, charset="utf-8", cte="8bit")
    data = made.as_bytes().decode().replace("\n", end).encode(encoding)
    copy, after = corrected(data)
    assert "office" in after.text
    assert read(copy).text == after.text
    assert headers(copy) == headers(made.as_bytes())


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("base64 ", base64.encodebytes(TEXT.encode())),
        ("base64", base64.encodebytes(TEXT.encode()) + b"\n____\nScanned by Example Gateway.\n"),
        (
            "Quoted-Printable (x)",
            TEXT.encode()
            .replace(b"\xe2\x80\x94", b"=E2=80=94")
            .replace(b"\xc3\xa9", b"=C3=A9")
            .replace(b"\xc3\xb1", b"=C3=B1"),
        ),
    ],
)
def test_an_encoding_of_an_odd_name_is_corrected(name: str, body: bytes) -> None:
    """A text that had to be decoded with indulgence is written anew in a form that every program reads."""
    head = message().as_bytes().rstrip(b"\n")
    data = head + f"\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {name}\n\n".encode() + body
    copy, after = corrected(data)
    assert after.text == TEXT.replace("ofice", "office")
    assert message_from_bytes(copy).get_payload(decode=True).decode() == after.text
