"""Transfer encodings are undone as forgiving mail programs undo them, and what was cut off is refused."""

from __future__ import annotations

import base64
import quopri
from collections.abc import Callable
from contextlib import suppress
from email import message_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replylint.errors import SourceError
from replylint.model import Document
from replylint.sources.transfer import content_of

Read = Callable[..., Document]
TEXT = (
    "I will be out of the office from 12/14/26 through 12/18/26. I will reply once I return. "
    "Please contact Terrence Boyd at 813-555-0161. ¡Gracias!\n\nDana Whitlock\n"
)
HEADER = "From: dana@city.example\nAuto-Submitted: auto-replied\nContent-Type: text/plain; charset=utf-8\n"
BASE64 = base64.encodebytes(TEXT.encode())
QUOTED = quopri.encodestring(TEXT.encode())


def mail(encoding: str, body: bytes) -> bytes:
    """Return a message whose header line for the encoding is written by hand."""
    return f"{HEADER}{encoding}\n".encode() + body


@pytest.mark.parametrize(
    "encoding",
    [
        "base64 ",
        "base64\t",
        "(as it is)base64",
        "base64 (RFC 2045)",
        '"base64"',
        "BASE-64",
        "base64;",
        "base64; charset=utf-8",
        "bas64",
        "\n base64",
    ],
)
def test_names_of_base64(encoding: str, document: Read) -> None:
    """White space, comments, quotes, capitals and a slip of the pen do not change what an encoding is called."""
    assert document(mail(f"Content-Transfer-Encoding: {encoding}\n", BASE64)).text == TEXT


@pytest.mark.parametrize(
    "encoding",
    [
        "quoted-printable ",
        "Quoted-Printable\t(by hand)",
        "quoted-printible",
        "quoted printable",
        "quoted_printable",
        "qouted-printable",
        "quoted-printable;",
        "'quoted-printable'",
    ],
)
def test_names_of_quoted_printable(encoding: str, document: Read) -> None:
    """Quoted-printable is known by its usual misspellings too."""
    assert document(mail(f"Content-Transfer-Encoding: {encoding}\n", QUOTED)).text == TEXT


@pytest.mark.parametrize(
    "encoding", ["7bit ", "8-bit", "8 bit", "8bits", "binary (really)", "none", "utf-8", "9bit", ""]
)
def test_names_of_no_encoding(encoding: str, document: Read) -> None:
    """A text that is not encoded is read as it is, whatever its header line calls that."""
    assert document(mail(f"Content-Transfer-Encoding: {encoding}\n", TEXT.encode())).text == TEXT


@pytest.mark.parametrize("body", [BASE64, QUOTED])
def test_an_unknown_name_and_a_known_look(body: bytes, document: Read) -> None:
    """Where the name says nothing, the text shows how it is encoded."""
    assert document(mail("Content-Transfer-Encoding: encoded\n", body)).text == TEXT


def test_an_unknown_encoding_is_refused(refusal: Callable[..., str]) -> None:
    """A text in an encoding that nobody knows is not judged as if it were text."""
    assert "'x-gzip64'" in refusal(mail("Content-Transfer-Encoding: x-gzip64\n", b"\xff\x00\x9c\xe9 packed"))


@pytest.mark.parametrize(
    "body",
    [
        b"I am out un= \ntil June=\t \n 5. \n",
        b"I am out un= \r\ntil June=\r\n 5.\t\r\n",
        b"I am out until June 5.     \n",
        b"I am out until June 5.=20=\n\n",
        b"I am out unt=69l=  \n June 5.\n",
        b"I am out until June= \n= \n 5.\n",
    ],
)
def test_blanks_at_the_end_of_a_line(body: bytes, document: Read) -> None:
    """Blanks at the end of a line of quoted-printable are padding (RFC 2045 section 6.7), also after a soft line break."""
    read = document(mail("Content-Transfer-Encoding: quoted-printable\n", body))
    assert read.text.replace(" \n", "\n") == "I am out until June 5.\n"


NOISE = {
    "a sign at the end of lines": BASE64.replace(b"\n", b" !\n", 1),
    "blanks inside": BASE64[:20] + b"  " + BASE64[20:],
    "blank lines": BASE64.replace(b"\n", b"\n\n"),
    "carriage returns": BASE64.replace(b"\n", b"\r\n"),
    "quoted by a mailbox": BASE64.replace(b"\n", b"\n>", 1),
    "zero width space": BASE64[:30] + b"\xe2\x80\x8b" + BASE64[30:],
    "in pieces": base64.b64encode(TEXT.encode()[:40]) + b"\n" + base64.b64encode(TEXT.encode()[40:]) + b"\n",
}


@pytest.mark.parametrize("case", NOISE)
def test_noise_in_base64(case: str, document: Read) -> None:
    """Characters that are not of base64 are ignored (RFC 2045 section 6.8)."""
    assert document(mail("Content-Transfer-Encoding: base64\n", NOISE[case])).text == TEXT


FOOTERS = [
    b"\n_______________________________________________\nThis message was scanned by Example Gateway.\n",
    b"\n-- \nSent to list@city.example\nhttps://lists.city.example/\n",
    b"Confidentiality notice: this message is for its recipient.\n",
    b"\n=====================\nUnsubscribe: https://lists.city.example/\n",
    b"\n\n\nVirus-free.\n",
    b"\n* * * * * *\n",
]


@pytest.mark.parametrize("text", [TEXT, TEXT + "!", TEXT + "!!"])
@pytest.mark.parametrize("footer", FOOTERS)
def test_a_footer_below_base64(footer: bytes, text: str, document: Read) -> None:
    """What a list or gateway put below base64 in plain letters is not part of the text, and does not hide it."""
    body = base64.encodebytes(text.encode())
    assert document(mail("Content-Transfer-Encoding: base64\n", body + footer)).text == text


@pytest.mark.parametrize(
    "body",
    [
        BASE64[:-4],
        BASE64[:-3] + b"\n",
        BASE64[:75],
        BASE64.replace(b"\n", b"\n\n", 1)[:80],
        BASE64[:-4] + FOOTERS[0],
        TEXT.encode(),
    ],
)
def test_base64_that_was_cut_off(body: bytes, refusal: Callable[..., str]) -> None:
    """Base64 that ends inside a group of four, or is none, is refused: the rest of the text may be missing."""
    assert "base64 text is damaged or cut off" in refusal(mail("Content-Transfer-Encoding: base64\n", body))


def test_quoted_printable_that_was_cut_off(refusal: Callable[..., str]) -> None:
    """Quoted-printable that ends inside a character is refused."""
    body = b"I am out until June 5. Jos=C3=A"
    assert "cut off inside a character" in refusal(mail("Content-Transfer-Encoding: quoted-printable\n", body))


@given(st.binary(max_size=300), st.sampled_from(["base64", "quoted-printable", "x-uuencode", "x-none"]))
def test_any_body_is_decoded_or_refused(body: bytes, encoding: str) -> None:
    """Whatever a body holds, it is decoded or refused."""
    with suppress(SourceError):
        content = content_of(message_from_bytes(mail(f"Content-Transfer-Encoding: {encoding}\n", body)))
        assert isinstance(content.data, bytes)


@given(st.binary(min_size=1, max_size=300), st.booleans())
def test_what_was_encoded_is_decoded(data: bytes, windows: bool) -> None:
    """What a mail program encoded comes out as it went in."""
    encoded = base64.encodebytes(data)
    body = encoded.replace(b"\n", b"\r\n") if windows else encoded
    assert content_of(message_from_bytes(mail("Content-Transfer-Encoding: base64\n", body))).data == data
    assert content_of(message_from_bytes(mail("Content-Transfer-Encoding: base64 \n", body))).data == data
