"""Mail messages: the part that a reader sees, as the standard library's own e-mail package wrote it."""

from __future__ import annotations

import base64
import quopri
from collections.abc import Callable
from datetime import date
from email.message import EmailMessage
from email.mime.image import MIMEImage
from email.mime.message import MIMEMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replylint.errors import SourceError
from replylint.model import Document, DocumentKind, Mailbox, Person, Unchecked
from replylint.sources import Loaded, messages
from replylint.sources import mime as reader
from replylint.sources.mime import MAX_PART, MAX_PARTS

REPLY = "I am out of the office until June 5.\nCall José Peña at 813-555-0142 — “thank you”.\n"
PAGE = "<html><body><p>I am out of the office until June&nbsp;5.</p><p>Call Jos&eacute;.</p></body></html>\n"
PAGE_TEXT = "I am out of the office until June\u00a05.\n\nCall José."
HEADERS = """\
From: Dana Whitlock <dana@city.example>
To: Someone <someone@customer.example>
Subject: Your permit
Date: Fri, 11 Dec 2026 10:00:00 -0500
MIME-Version: 1.0
"""
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(range(256))

Read = Callable[..., Document]


def message(text: str | None = REPLY, **options: str) -> EmailMessage:
    """Return a message with a plain text."""
    made = EmailMessage()
    made["From"] = "Dana Whitlock <dana@city.example>"
    made["To"] = "someone@customer.example"
    made["Subject"] = "Your permit"
    made["Date"] = "Fri, 11 Dec 2026 10:00:00 -0500"
    if text is not None:
        made.set_content(text, **options)
    return made


def raw(content: str, body: str | bytes) -> bytes:
    """Return a message with content headers and a body written by hand."""
    return f"{HEADERS}{content}\n".encode() + (body if isinstance(body, bytes) else body.encode())


# Encodings of the text


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252", "utf-7"])
@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit"])
def test_text_is_read_as_it_was_put_in(encoding: str, charset: str, document: Read) -> None:
    """A text is read as it was written, in whatever transfer encoding and character set it travels."""
    assert document(message(charset=charset, cte=encoding).as_bytes()).text == REPLY


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit", "7bit"])
def test_the_content_is_what_the_rules_point_into(encoding: str, document: Read) -> None:
    """The source of a mail's text is the decoded part, with newlines, and each visible character leads back into it."""
    text = "out until June 5.\nCall Jose.\n" if encoding == "7bit" else REPLY
    read = document(message(text, cte=encoding).as_bytes())
    assert read.content == text
    assert [read.visible.source_offset(at) for at in range(len(text))] == list(range(len(text)))


@given(
    st.text("abcXYZ 019.,;:=?!'éñ€—“”😀漢\u00a0\n", min_size=1, max_size=200),
    st.sampled_from(["quoted-printable", "base64", "8bit"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_any_text_is_read_as_it_was_put_in(text: str, encoding: str, end: str) -> None:
    """Long lines, trailing blanks, equals signs and characters beyond the first plane come out as the e-mail package put them in."""
    made = message(None)
    made.set_content(text, cte=encoding)
    policy = made.policy.clone(linesep=end)
    (mailbox,) = reader.load(made.as_bytes(policy=policy), "reply.eml")
    assert isinstance(mailbox, Mailbox)
    assert mailbox.documents[0].text == text.rstrip("\n") + text[len(text.rstrip("\n")) :].ljust(1, "\n")


def test_soft_line_breaks(document: Read) -> None:
    """A soft line break of quoted-printable is no line break, not even in the middle of a character, and with lower-case digits."""
    body = "I am out un=\ntil =\nJune 5. Jos=c3=\n=a9=20\nNew line=3D\n"
    read = document(raw("Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: Quoted-Printable\n", body))
    assert read.text == "I am out until June 5. José \nNew line=\n"


def test_quoted_printable_that_is_none(document: Read) -> None:
    """An equals sign that no hexadecimal digits follow stays as it is."""
    content = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n"
    assert document(raw(content, "1+1=2, a=ZZ b\n")).text == "1+1=2, a=ZZ b\n"


@pytest.mark.parametrize(
    "body",
    [
        base64.b64encode(REPLY.encode())[:-3] + b"\n",
        base64.b64encode(REPLY.encode())[:-1] + b"\n",
        b"SGVsbG8gd29ybGQhI\n",
        b"SGVs*G8gd29ybGQh\n",
    ],
)
def test_damaged_base64_is_refused(body: bytes, refusal: Callable[..., str]) -> None:
    """Base64 that was cut off or has foreign characters is refused: what was read of it may be half of the text."""
    content = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n"
    assert "base64 text is damaged or cut off" in refusal(raw(content, body))


def test_8bit_without_saying_so(document: Read) -> None:
    """Bytes beyond ASCII in a message that declares nothing are read as UTF-8, else as Windows-1252."""
    assert document(raw("", REPLY)).text == REPLY
    assert document(raw("", REPLY.encode("cp1252"))).text == REPLY
    assert document(raw("Content-Type: text/plain; charset=us-ascii\n", REPLY)).text == REPLY


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("Content-Type: text/plain; charset=x-made-up\n", "'x-made-up' is not known"),
        ("Content-Type: text/plain; charset=utf-8\n", "cannot be read as UTF-8"),
        ("Content-Type: text/html; charset=utf-8\n", "cannot be read as UTF-8"),
    ],
)
def test_character_sets_that_lie_are_said(content: str, words: str, refusal: Callable[..., str]) -> None:
    """A text in another character set than its header says is refused, not read with signs for the lost characters."""
    assert words in refusal(raw(content, REPLY.encode("cp1252")))


def test_a_page_in_a_mail_declares_its_character_set(document: Read) -> None:
    """Where the header is silent the page's own declaration counts, and where it speaks it counts for more."""
    page = "<html><head><meta charset=windows-1252></head><p>José</p></html>"
    assert document(raw("Content-Type: text/html\n", page.encode("cp1252"))).text == "José"
    assert document(raw("Content-Type: text/html; charset=utf-8\n", page)).text == "José"


# format=flowed (RFC 3676)

FLOWED = {
    "paragraphs flow": (
        "",
        "I am out of the \noffice until \nJune 5.\n\nDana\n",
        "I am out of the office until June 5.\n\nDana\n",
    ),
    "deleted spaces": (
        "; delsp=yes",
        "I am out of the  \noffice until Ju \nne 5.\n",
        "I am out of the office until June 5.\n",
    ),
    "stuffed spaces": ("", "Hello\n From June 1 to June 5 I am away.\n", "Hello\nFrom June 1 to June 5 I am away.\n"),
    "the line before a signature does not flow": ("", "I am out.\n-- \nDana\n", "I am out.\n-- \nDana\n"),
    "fixed lines stay": ("", "I am out.\nDana\n", "I am out.\nDana\n"),
}


@pytest.mark.parametrize("case", FLOWED)
def test_flowed_text_is_read_as_it_was_typed(case: str, document: Read) -> None:
    """In format=flowed a line that ends with a blank goes on in the next one, and a first blank may be no part of the text."""
    parameters, body, expected = FLOWED[case]
    assert document(raw(f"Content-Type: text/plain; charset=utf-8; format=flowed{parameters}\n", body)).text == expected


# Which part


def alternative() -> EmailMessage:
    """Return a message in both forms."""
    made = message()
    made.add_alternative(PAGE, subtype="html", cte="quoted-printable")
    return made


def test_html_is_what_a_reader_sees(document: Read) -> None:
    """Of a plain and an HTML form the HTML is judged, and the plain one is kept beside it."""
    read = document(alternative().as_bytes())
    assert read.text == PAGE_TEXT
    assert read.markup
    assert read.content == PAGE
    assert read.alternative is not None
    assert read.alternative.text == REPLY


def test_the_order_of_alternatives_does_not_count(document: Read) -> None:
    """A mail program shows HTML also where a careless sender put it first."""
    made = MIMEMultipart("alternative", _subparts=[MIMEText(PAGE, "html", "utf-8"), MIMEText(REPLY, "plain", "utf-8")])
    assert document(made.as_bytes()).text == PAGE_TEXT


def test_an_empty_page_leaves_the_plain_text(document: Read) -> None:
    """Where the HTML form shows nothing the plain form is judged."""
    made = message()
    made.add_alternative("<html><body><p>&nbsp;</p></body></html>", subtype="html")
    assert document(made.as_bytes()).text == REPLY


@pytest.mark.parametrize("disposition", ["inline", "attachment"])
def test_pictures_inside_the_text(disposition: str, document: Read) -> None:
    """A related picture is joined to the tag that shows it by its content id, also where a program marks it as attached."""
    made = message()
    made.add_alternative('<p>I am out.</p><img src="cid:seal@city" alt="City Seal">', subtype="html")
    page = made.get_payload()[1]
    page.add_related(PICTURE, "image", "png", cid="<seal@city>", disposition=disposition, filename="seal.png")
    (picture,) = document(made.as_bytes()).pictures
    assert (picture.source, picture.alt, picture.data) == ("cid:seal@city", "City Seal", PICTURE)


def nested() -> EmailMessage:
    """Return a message as Outlook sends it: mixed, in it related, in it alternative, and attachments."""
    made = alternative()
    made.get_payload()[1].add_related(PICTURE, "image", "png", cid="<a@b>")
    made.add_attachment("not this\n", filename="notes.txt")
    made.add_attachment("<p>nor this</p>", subtype="html", filename="page.html")
    made.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="form.pdf")
    return made


def test_parts_inside_parts(document: Read) -> None:
    """The text is found inside mixed, related and alternative parts, and attached texts are not judged."""
    read = document(nested().as_bytes())
    assert read.text == PAGE_TEXT
    assert read.alternative is not None
    assert read.alternative.text == REPLY


def test_an_attachment_before_the_text(document: Read) -> None:
    """What is marked as an attachment is none of the text, wherever it stands."""
    first = MIMEText("not this\n", "plain", "utf-8")
    first.add_header("Content-Disposition", "attachment", filename="notes.txt")
    made = MIMEMultipart(_subparts=[first, MIMEText(REPLY, "plain", "utf-8")])
    assert document(made.as_bytes()).text == REPLY


@pytest.mark.parametrize(
    "disposition",
    [
        "attachment; filename*=utf-8''r%C3%A9ponse.txt",
        "attachment; filename*0*=utf-8''r%C3%A9; filename*1=ponse.txt",
        'ATTACHMENT;\n filename="a\\"b.txt"',
        'attachment; filename="=?utf-8?q?r=C3=A9ponse?="',
    ],
)
def test_names_of_attachments(disposition: str, document: Read) -> None:
    """An attachment is known as one however its name is written (RFC 2231, RFC 2047, quotes)."""
    parts = (
        f"--b\nContent-Type: text/plain\nContent-Disposition: {disposition}\n\nnot this\n"
        f"--b\nContent-Type: text/plain; charset=utf-8\n\n{REPLY}\n--b--\n"
    )
    assert document(raw('Content-Type: multipart/mixed; boundary="b"\n', parts)).text == REPLY


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain; charset*=utf-8'en'windows-1252",
        "text/plain; charset*0=windows-; charset*1=1252",
        'TEXT/Plain; Charset="Windows-1252"; format=fixed',
        "text/plain;\n\tcharset=windows-1252",
    ],
)
def test_parameters_of_the_content_type(content_type: str, document: Read) -> None:
    """The character set is found however the parameter is written (RFC 2231 included)."""
    assert document(raw(f"Content-Type: {content_type}\n", REPLY.encode("cp1252"))).text == REPLY


def test_an_attached_message_is_not_judged(document: Read) -> None:
    """Neither the text nor the headers of an attached message say anything about the message it is attached to."""
    inner = message("not this\n")
    inner["Auto-Submitted"] = "auto-replied"
    made = MIMEMultipart(_subparts=[MIMEMessage(inner), MIMEText("See below.\n", "plain", "utf-8")])
    made["From"] = "dana@city.example"
    made["Subject"] = "Fwd: x"
    read = document(made.as_bytes())
    assert read.text == "See below.\n"
    assert read.automatic is False


def test_only_an_attached_message(refusal: Callable[..., str]) -> None:
    """A message that has nothing but an attached one in it is not passed as clean."""
    made = MIMEMultipart(_subparts=[MIMEMessage(message())])
    made["From"] = "dana@city.example"
    assert "no text to check" in refusal(made.as_bytes())


def texts_of(loaded: list[Loaded]) -> str:
    """Return all that was read, and what was said not to be."""
    return "\n".join(
        item.message if not isinstance(item, Mailbox) else "\n".join(document.text for document in item.documents)
        for item in loaded
    )


def test_text_that_goes_on_after_a_picture(read: Callable[..., list[Loaded]]) -> None:
    """Apple Mail puts text, a picture and more text one after another; a reader sees all of it, so it is judged."""
    made = MIMEMultipart(
        _subparts=[MIMEText("I am out.\n"), MIMEImage(b"\x89PNG\r\n\x1a\n", "png"), MIMEText("Dana Whitlock\n")]
    )
    made["From"] = "dana@city.example"
    assert texts_of(read(made.as_bytes())) == "I am out.\n\nDana Whitlock\n"


def test_a_page_after_an_empty_text(read: Callable[..., list[Loaded]]) -> None:
    """Where an empty plain part comes before the page, a reader sees the page, so it is judged."""
    made = MIMEMultipart(_subparts=[MIMEText("\n"), MIMEText("<p>I am out of the office.</p>", "html")])
    made["From"] = "dana@city.example"
    assert "I am out of the office." in texts_of(read(made.as_bytes()))


def test_a_footer_is_no_alternative(document: Read) -> None:
    """A plain part that a list adds below a page is no other form of that page."""
    made = MIMEMultipart(
        _subparts=[MIMEText("<p>I am out of the office.</p>", "html"), MIMEText("Sent by the list server.\n")]
    )
    made["From"] = "dana@city.example"
    read = document(made.as_bytes())
    assert read.text.startswith("I am out of the office.")
    assert read.alternative is None or "out of the office" in read.alternative.text


# Header lines


@pytest.mark.parametrize(
    ("written", "person"),
    [
        ("Dana Whitlock <dana@city.example>", Person("Dana Whitlock", "dana@city.example")),
        ('"Whitlock, Dana" <dana@city.example>', Person("Dana Whitlock", "dana@city.example")),
        ("=?utf-8?q?Jos=C3=A9_Pe=C3=B1a?= <jose@city.example>", Person("José Peña", "jose@city.example")),
        ("=?utf-8?B?Sm9zw6kgUGXDsWE=?= <jose@city.example>", Person("José Peña", "jose@city.example")),
        (
            "=?iso-8859-1?Q?Jos=E9?=\n =?utf-8?q?_Pe=C3=B1a?= <jose@city.example>",
            Person("José Peña", "jose@city.example"),
        ),
        ("dana@city.example", Person("", "dana@city.example")),
        ("dana@city.example (Dana Whitlock)", Person("Dana Whitlock", "dana@city.example")),
        ("'Dana Whitlock' <dana@city.example>", Person("Dana Whitlock", "dana@city.example")),
    ],
)
def test_the_author(written: str, person: Person, document: Read) -> None:
    """The author is the decoded name and address of the From line, the name in the order in which people write it."""
    data = raw("", REPLY).replace(b"Dana Whitlock <dana@city.example>", written.encode())
    assert document(data).author == person


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("Fri, 11 Dec 2026 23:30:00 -0500", date(2026, 12, 11)),
        ("11 Dec 2026 00:30 +0100", date(2026, 12, 11)),
        ("Fri, 11 Dec 26 10:00:00 GMT", date(2026, 12, 11)),
        ("Friday, 11 December 2026 at 10:00", date(2026, 12, 11)),
        ("Fri, 11 Dec 2026 10:00:00 -0500 (EST)", date(2026, 12, 11)),
        ("Fri, 31 Feb 2026 10:00:00 -0500", None),
        ("yesterday", None),
    ],
)
def test_the_day_of_writing(written: str, day: date | None, document: Read) -> None:
    """The day of writing is that of the Date line where the sender was, or unknown."""
    assert document(raw("", REPLY).replace(b"Fri, 11 Dec 2026 10:00:00 -0500", written.encode())).written_on == day


@pytest.mark.parametrize(
    "subject",
    [
        "=?utf-8?q?Automatic_reply=3A_caf=C3=A9?=",
        "=?UTF-8?B?QXV0b21hdGljIHJlcGx5OiBjYWbDqQ==?=",
        "=?utf-8?q?Automatic_?= =?utf-8?q?reply=3A?= x",
        "Automatic\n reply: x",
    ],
)
def test_encoded_subjects(subject: str, document: Read) -> None:
    """A subject is read decoded (RFC 2047) and unfolded."""
    read = document(raw("", "See you.\n").replace(b"Your permit", subject.encode()))
    assert read.automatic is True
    assert read.kind is DocumentKind.AUTO_REPLY


@pytest.mark.parametrize(
    "subject", ["=?utf-8?q?=?=", "=?x-none?q?a?=", "=?utf-8?b?!!!?=", "=?utf-8?q?=FF=FE?=", "\udc80\udc81"]
)
def test_damaged_subjects_are_no_crash(subject: str, document: Read) -> None:
    """A subject that cannot be decoded leaves the message to be judged."""
    data = raw("", REPLY).replace(b"Your permit", subject.encode("utf-8", "surrogateescape"))
    assert document(data).text == REPLY


@pytest.mark.parametrize(
    "start", [b"From dana@city.example Fri Dec 11 10:00:00 2026\n", b"\r\n\r\n", b"\xef\xbb\xbf", b">From x\n"]
)
def test_what_programs_put_before_the_header_lines(start: bytes, document: Read) -> None:
    """An envelope line, blank lines or a byte order mark before the header lines are no part of the message."""
    read = document(start + raw("", REPLY))
    assert read.text == REPLY
    assert read.author.email == "dana@city.example"


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_line_ends_of_a_message(end: bytes, document: Read) -> None:
    """A message with any kind of line ends is read alike."""
    data = raw("Content-Type: text/plain; charset=utf-8\n", REPLY).replace(b"\n", end)
    assert document(data).text == REPLY


# Damage


def test_a_boundary_that_is_missing(read: Callable[..., list[Loaded]]) -> None:
    """Parts that cannot be told apart are said to be so."""
    for content in ("Content-Type: multipart/mixed\n", "Content-Type: multipart/mixed; boundary=other\n"):
        loaded = read(raw(content, f"--b\nContent-Type: text/plain\n\n{REPLY}\n--b--\n"))
        assert ["its parts cannot be told apart" in item.message for item in loaded if isinstance(item, Unchecked)] == [
            True
        ]


def test_a_message_that_was_cut_off_is_read_and_said_to_be(read: Callable[..., list[Loaded]]) -> None:
    """Of a message without its end the text is judged, and the trouble is told."""
    data = alternative().as_bytes()
    trouble, mailbox = read(data[: data.rindex(b"--=") - 1])
    assert isinstance(trouble, Unchecked)
    assert "cut off" in trouble.message
    assert isinstance(mailbox, Mailbox)
    assert mailbox.documents[0].text == PAGE_TEXT


def inside(depth: int) -> bytes:
    """Return a message with parts inside one another."""
    made = MIMEText(REPLY, "plain", "utf-8").as_string()
    for level in range(depth):
        made = f'Content-Type: multipart/mixed; boundary="b{level}"\n\n--b{level}\n{made}\n--b{level}--\n'
    return (HEADERS + made.replace("MIME-Version: 1.0\n", "")).encode()


def test_parts_nested_as_nobody_nests_them(read: Callable[..., list[Loaded]]) -> None:
    """A thousand parts inside one another are read or refused; twenty are read."""
    (mailbox,) = read(inside(20))
    assert isinstance(mailbox, Mailbox)
    assert mailbox.documents[0].text.strip() == REPLY.strip()
    assert REPLY.strip() in texts_of(read(inside(1000))) or "save the message" in texts_of(read(inside(1000)))


def test_too_many_parts(refusal: Callable[..., str]) -> None:
    """A message of more parts than anybody sends is refused."""
    parts = "--b\nContent-Type: image/png\n\nx\n" * (MAX_PARTS + 1)
    assert "more than 1000 parts" in refusal(raw('Content-Type: multipart/mixed; boundary="b"\n', parts + "--b--\n"))


@pytest.mark.parametrize("encoding", ["7bit", "base64", "quoted-printable"])
def test_a_text_that_nobody_reads(encoding: str, refusal: Callable[..., str]) -> None:
    """A text above the cap is refused by its decoded size; one below it is read."""
    text = b"I am out of the office.\n" * (MAX_PART // 24 + 1)
    body = {"7bit": text, "base64": base64.encodebytes(text), "quoted-printable": quopri.encodestring(text)}[encoding]
    content = f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {encoding}\n"
    assert "2 MB long" in refusal(raw(content, body))


@given(st.data())
def test_damaged_messages_are_read_or_refused(data: st.DataObject) -> None:
    """However a message is cut, doubled or bitten, it is read or refused in one line, and nothing else happens."""
    whole = bytearray(nested().as_bytes())
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(whole) - 1))
        end = data.draw(st.integers(start, min(len(whole), start + 80)))
        whole[start:end] = data.draw(
            st.sampled_from([b"", b"\n", b"\n\n", b"--", b"\xff", b"\x00", b"=", b'"', bytes(whole[start:end]) * 2])
        )
        if not whole:
            return
    try:
        said = [item.message for item in reader.load(bytes(whole), "reply.eml") if isinstance(item, Unchecked)]
    except SourceError as error:
        said = [str(error)]
    assert all(line and "\n" not in line for line in said)


@pytest.mark.parametrize(
    "header",
    [
        "Content-Type: text/plain; charset*=us-ascii''a%00b",
        "Content-Type: text/plain; charset*=x'y'utf-8",
        "Content-Type: text/plain; charset=",
        "Content-Type: text",
        "Content-Type:",
        "Content-Type: multipart/alternative; boundary=",
        "Content-Transfer-Encoding: 9bit",
        "Content-Type: text/plain; =utf-8; ;",
        "From: <<<>>>",
        "From: @",
        "Date: Fri, 11 Dec 99999999999999 10:00:00 -0500",
        "Date: Fri, 11 Dec 2026 10:00:00 -99999999",
    ],
)
def test_header_lines_nobody_should_write(header: str, read: Callable[..., list[Loaded]]) -> None:
    """A header line that makes no sense leads to a reading or to words, never to a crash."""
    name = header.partition(":")[0]
    kept = [line for line in HEADERS.splitlines() if not line.startswith(name)]
    loaded = read("\n".join([*kept, header, "", REPLY]))
    assert loaded
    assert all(
        REPLY.strip() in item.documents[0].text if isinstance(item, Mailbox) else item.message for item in loaded
    )


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["application/pdf", "image/png", "text/plain", "text/calendar", "message/rfc822"]),
            st.sampled_from(["attachment", "inline", ""]),
            st.integers(0, 12_000),
        ),
        max_size=4,
    ),
    st.booleans(),
)
def test_leaving_out_attachments_changes_nothing_that_is_read(parts: list[tuple[str, str, int]], wide: bool) -> None:
    """Whatever is attached, the text, the pictures within it and what the message is are the same when large attachments are emptied first."""
    pieces = [
        "Content-Type: text/plain; charset=utf-8\n\nI am out until 12/21/26. Content-Disposition: attachment\n\n-- \nDana Whitlock\n"
    ]
    for kind, disposition, size in parts:
        where = f'Content-Disposition: {disposition}; filename="a"\n' if disposition else ""
        data = base64.encodebytes(b"From: a@example.com\n\nx" * (size // 20)).decode()
        pieces.append(f"Content-Type: {kind}\nContent-Transfer-Encoding: base64\n{where}\n{data}\n")
    body = "".join(f"--b\n{piece}" for piece in pieces)
    text = f"From: Dana <dana@plantcitygov.com>\nTo: a@example.com\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n{body}--b--\n"
    mail = (text.replace("\n", "\r\n") if wide else text).encode()
    emptied = messages.without_attachments(mail)
    assert len(emptied) <= len(mail)
    with pytest.MonkeyPatch.context() as patch:
        read = list(reader.load(mail, "x"))
        patch.setattr(messages, "without_attachments", lambda data: data)
        assert list(reader.load(mail, "x")) == read
    assert (len(emptied) < len(mail) - 5_000) or not any(
        disposition == "attachment" and size > 9_000 for _, disposition, size in parts
    )
