"""A delivered reply is judged as a reader's mail program shows it: what programs put into it on the way is no finding."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import quote

import pytest

from replylint.engine import Engine
from replylint.model import Diagnostic, Document, Mailbox, Unchecked
from replylint.policy import load_pack
from replylint.sources import Loaded, load

ENGINE = Engine(load_pack("plant-city"), date(2026, 12, 10))
HEADER = """\
From: Dana Whitlock <dwhitlock@plantcity.example>
To: Sam Public <sam@example.com>
Subject: Automatic reply: Permit
Date: Mon, 14 Dec 2026 09:00:00 -0500
Message-ID: <a1@plantcity.example>
Auto-Submitted: auto-replied
MIME-Version: 1.0
"""
TEXT = """\
I will be out of the office from 12/14/26 through 12/18/26. I will reply once I return. Please contact Terrence Boyd at 813-555-0161.

Thank you,

Dana Whitlock
Permit Technician II
City of Plant City, Florida
813-555-0142 ext. 4211
Website: http://www.plantcitygov.com/
[City Seal]
"""
PAGE = (
    "<p>"
    + TEXT.replace("\n\n", "</p><p>")
    .replace("\n", "<br>")
    .replace("http://www.plantcitygov.com/", '<a href="{link}">http://www.plantcitygov.com/</a>')
    .replace("[City Seal]", '<img src="cid:seal" alt="City Seal">')
    + "</p>"
)
SITE = "http://www.plantcitygov.com/"
SAFE = f"https://nam02.safelinks.protection.outlook.com/?url={quote(SITE, safe='')}&data=05%7C02%7Csam%40example.com%7C8135550199%7C0&sdata=x%3D&reserved=0"
DEFENSE = f"https://urldefense.com/v3/__{SITE}__;!!ABC123!xy-813-555-0199$"


def mail(text: str = TEXT, kind: str = "plain", charset: str = "utf-8") -> str:
    """Return a delivered automatic reply."""
    return f"{HEADER}Content-Type: text/{kind}; charset={charset}\n\n{text}"


def both(text: str, page: str) -> str:
    """Return one in both forms."""
    parts = "".join(
        f"--b\nContent-Type: text/{kind}; charset=utf-8\n\n{content}\n"
        for kind, content in (("plain", text), ("html", page))
    )
    return f'{HEADER}Content-Type: multipart/alternative; boundary="b"\n\n{parts}--b--\n'


@pytest.fixture
def found(tmp_path: Path) -> Callable[..., list[str]]:
    """Return a function that lists what is found in a file, and what is not checked."""

    def finder(data: str | bytes, name: str = "reply.eml") -> list[str]:
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        said: list[str] = []
        for loaded in load([str(path)]):
            if isinstance(loaded, Unchecked):
                said.append(loaded.message)
            elif isinstance(loaded, Mailbox):
                said += (
                    f"{item.rule}: {item.message}" for item in ENGINE.check(loaded) if isinstance(item, Diagnostic)
                )
        return said

    return finder


def test_the_reply_itself_is_right(found: Callable[..., list[str]]) -> None:
    """Nothing is found in the replies that the tests below change."""
    assert found(mail()) == []
    assert found(mail(PAGE.format(link=SITE), "html")) == []
    assert found(both(TEXT, PAGE.format(link=SITE))) == []


LINKS = {
    "Safe Links in a page": mail(PAGE.format(link=SAFE.replace("&", "&amp;")), "html"),
    "Safe Links in both forms": both(TEXT.replace(SITE, SAFE), PAGE.format(link=SAFE.replace("&", "&amp;"))),
    "Safe Links in a text": mail(TEXT.replace(SITE, SAFE)),
    "Safe Links beside the address": mail(TEXT.replace(SITE, f"{SITE}<{SAFE}>")),
    "URL Defense in a page": mail(PAGE.format(link=DEFENSE), "html"),
    "URL Defense in a text": mail(TEXT.replace(SITE, DEFENSE)),
    "URL Defense beside the address": mail(TEXT.replace(SITE, f"{SITE} [plantcitygov.com] <{DEFENSE}>")),
    "Mimecast in a page": mail(PAGE.format(link="https://protect-us.mimecast.com/s/x?domain=plantcitygov.com"), "html"),
    "an unknown target": mail(PAGE.format(link="https://protect-us.mimecast.com/s/x"), "html"),
}


@pytest.mark.parametrize("case", LINKS)
def test_a_link_that_a_gateway_rewrote(case: str, found: Callable[..., list[str]]) -> None:
    """The website is the city's, whatever the gateway of the reader put in front of it."""
    assert found(LINKS[case]) == []


@pytest.mark.parametrize("case", [case for case in LINKS if case not in ("an unknown target", "Mimecast in a page")])
def test_a_wrong_link_that_a_gateway_rewrote(case: str, found: Callable[..., list[str]]) -> None:
    """A wrong website is found inside the link of the gateway too, and the message names it and not the gateway."""
    (said,) = set(
        found(
            LINKS[case].replace("plantcitygov", "plantctygov").replace(">http://www.plantcty", ">http://www.plantcity")
        )
    )
    assert said.startswith("signature.wrong-website: ")
    assert "plantctygov.com" in said
    assert "safelinks" not in said
    assert "urldefense" not in said


def test_a_signature_with_the_link_of_a_gateway(found: Callable[..., list[str]]) -> None:
    """A signature that was copied from a received message may hold the gateway's link."""
    assert found(PAGE.format(link=SAFE.replace("&", "&amp;")), "reply.html") == []
    assert found(TEXT.replace(SITE, DEFENSE), "reply.txt") == []


STARS = {
    "name and organization": TEXT.replace("Dana Whitlock", "*Dana Whitlock*").replace(
        "City of Plant City, Florida", "*City of Plant City, Florida*"
    ),
    "a sentence": TEXT.replace("I will reply once I return.", "*I will reply once I return.*"),
    "dates": TEXT.replace("12/14/26 through 12/18/26", "*12/14/26* through *12/18/26*"),
    "contact": TEXT.replace("Terrence Boyd at 813-555-0161", "*Terrence Boyd* at *813-555-0161*"),
    "over two lines": TEXT.replace(
        "City of Plant City, Florida\n813-555-0142 ext. 4211", "*City of Plant City, Florida\n813-555-0142 ext. 4211*"
    ),
    "every line of the signature": TEXT[: TEXT.index("Dana")]
    + "".join(f"*{line}*\n" for line in TEXT[TEXT.index("Dana") :].splitlines()),
}


@pytest.mark.parametrize("case", STARS)
def test_bold_letters_in_the_plain_form(case: str, found: Callable[..., list[str]]) -> None:
    """The stars that Gmail puts around bold letters are not the author's."""
    assert found(mail(STARS[case])) == []


@pytest.mark.parametrize(
    "text",
    [
        "2 * 3 * 4",
        "* one\n* two",
        "***",
        "a*b*c",
        "*note",
        "*** EXTERNAL ***",
        "5* and 6*",
        "* not bold *",
        "*one\n\ntwo*",
    ],
)
def test_stars_that_are_meant(text: str, document: Callable[..., Document]) -> None:
    """Bullets, products and notes keep their stars."""
    assert document(mail(f"I am out.\n\n{text}\n\nDana\n")).text == f"I am out.\n\n{text}\n\nDana\n"


def test_stars_in_a_text_that_nobody_sent(document: Callable[..., Document]) -> None:
    """In a text that is still to be sent the stars are the author's."""
    assert document("I am *out*.\n", "reply.txt").text == "I am *out*.\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Terrence", "Ter&shy;rence"),
        ("Terrence", "Ter\u00adren\u00adce"),
        ("12/18/26", "12/&#8203;18/&ZeroWidthSpace;26"),
        ("813-555-0161", "813&#8209;555&#8209;0161"),
        ("813-555-0161", "813<wbr>-555-<wbr>0161"),
        ("Dana Whitlock", "Dana&nbsp;Whit&shy;lock"),
        ("plantcitygov.com/</a>", "plantcity&shy;gov.com/</a>"),
        ("office", "of&#x200C;fice"),
        ("Thank you", "Thank\u2060 you"),
    ],
)
def test_characters_that_nobody_sees(old: str, new: str, found: Callable[..., list[str]]) -> None:
    """Soft hyphens and characters of no width change nothing that is found, in either form."""
    assert found(mail(PAGE.format(link=SITE).replace(old, new), "html")) == []
    if "&" not in new and "<" not in new:
        assert found(mail(TEXT.replace(old, new))) == []


@pytest.mark.parametrize(
    "data",
    [
        mail().encode("utf-16"),
        b"\xfe\xff" + mail().encode("utf-16-be"),
        mail().encode("utf-16-le"),
        mail(charset="iso-8859-1").encode("utf-16"),
        mail().replace("\n", "\r\n").encode("utf-16"),
        b"\xff\xfe\x00\x00" + mail().encode("utf-32-le"),
        b"\xef\xbb\xbf" + mail().encode(),
        mail().replace("\n", "\r").encode(),
        mail().replace("\n", "\r\r\n").encode(),
    ],
)
def test_files_as_editors_save_them(data: bytes, found: Callable[..., list[str]]) -> None:
    """A message that an editor saved as UTF-16, or with other line ends, is read as the message it was."""
    assert found(data) == []


def test_letters_of_a_message_in_utf_16(document: Callable[..., Document]) -> None:
    """Accents of such a file are read, whatever character set its header names."""
    for charset in ("utf-8", "iso-8859-1", "us-ascii", "x-made-up"):
        text = "Estaré fuera de la oficina – José\n"
        assert document(mail(text, charset=charset).encode("utf-16")).text == text


SEALED = {
    "PGP inside": mail("-----BEGIN PGP MESSAGE-----\n\nhQEMA4fake\n=abcd\n-----END PGP MESSAGE-----\n"),
    "PGP below words": mail("Hello,\n\n-----BEGIN PGP MESSAGE-----\n\nhQEMA4fake\n-----END PGP MESSAGE-----\n"),
    "PGP in a page": mail("<pre>-----BEGIN PGP MESSAGE-----\nhQEMA4fake\n</pre>\n", "html"),
    "PGP/MIME": f'{HEADER}Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary="b"\n\n'
    "--b\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n--b\nContent-Type: application/octet-stream\n\n"
    "-----BEGIN PGP MESSAGE-----\nhQ\n--b--\n",
    "S/MIME": f"{HEADER}Content-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nMIAGCSqGSIb3\n",
    "S/MIME among parts": f'{HEADER}Content-Type: multipart/mixed; boundary="b"\n\n'
    "--b\nContent-Type: application/x-pkcs7-mime; smime-type=signed-data\n\nMIAGCSqGSIb3\n--b--\n",
}


@pytest.mark.parametrize("case", SEALED)
@pytest.mark.parametrize("name", ["reply.eml", "Sent.mbox"])
def test_encrypted_messages(case: str, name: str, found: Callable[..., list[str]]) -> None:
    """What is encrypted is not judged, and the run says why, also in a mailbox."""
    (said,) = found(
        ("From d@p.example Mon Dec 14 09:00:00 2026\n" if name.endswith("mbox") else "") + SEALED[case], name
    )
    assert "encrypted or sealed" in said


def test_an_encrypted_message_that_is_quoted(document: Callable[..., Document]) -> None:
    """An answer to an encrypted message is read."""
    quoted = "On Mon, 14 Dec 2026, Sam Public <sam@example.com> wrote:\n> -----BEGIN PGP MESSAGE-----\n> hQ\n"
    assert document(mail(f"I am out.\n\n{quoted}")).text.strip() == "I am out."


def test_a_sealed_part_below_a_text(found: Callable[..., list[str]]) -> None:
    """Of a message with a text and a sealed part the text is judged, and the rest is said not to be."""
    made = both(TEXT, PAGE.format(link=SITE)).replace(
        "--b--", "--b\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nMIAGCS\n--b--"
    )
    assert ["a part of it is encrypted" in said for said in found(made)] == [True]


def test_a_signed_text_is_read(found: Callable[..., list[str]]) -> None:
    """A signature of PGP around a text is not the author's words."""
    for dashes in ("", "- -- \n"):
        signed = (
            f"-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n{TEXT}{dashes}"
            "-----BEGIN PGP SIGNATURE-----\nVersion: GnuPG v2\n\niQEzBAEBfake\n=abcd\n-----END PGP SIGNATURE-----\n"
        )
        assert found(mail(signed)) == []


TNEF = "eJ8+IgAAAAAAAAAA\n"
WINMAIL = {
    "alone": f"{HEADER}Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n{TNEF}",
    "under another type": f'{HEADER}Content-Type: application/octet-stream; name="winmail.dat"\nContent-Transfer-Encoding: base64\n\n{TNEF}',
    "as a vendor's": f"{HEADER}Content-Type: application/vnd.ms-tnef\nContent-Transfer-Encoding: base64\n\n{TNEF}",
    "attached": f'{HEADER}Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: application/ms-tnef\n'
    f"Content-Disposition: attachment; filename=winmail.dat\nContent-Transfer-Encoding: base64\n\n{TNEF}--b--\n",
    "below an empty text": f'{HEADER}Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\n \n'
    f"--b\nContent-Type: application/ms-tnef\nContent-Transfer-Encoding: base64\n\n{TNEF}--b--\n",
}


@pytest.mark.parametrize("case", WINMAIL)
@pytest.mark.parametrize("name", ["reply.eml", "Sent.mbox"])
def test_a_text_inside_winmail_dat(case: str, name: str, found: Callable[..., list[str]]) -> None:
    """A message of which there is only winmail.dat is not checked, in a mailbox too, and the words say what to do."""
    (said,) = found(
        ("From d@p.example Mon Dec 14 09:00:00 2026\n" if name.endswith("mbox") else "") + WINMAIL[case], name
    )
    assert "winmail.dat" in said
    assert "save it as .msg" in said


def test_winmail_dat_beside_a_text(found: Callable[..., list[str]]) -> None:
    """Where the text is there too, it is judged."""
    made = both(TEXT, PAGE.format(link=SITE)).replace("--b--", f"--b\nContent-Type: application/ms-tnef\n\n{TNEF}--b--")
    assert found(made) == []


GARBLED = "Estaré fuera de la oficina del 14 al 18 de diciembre de 2026. Comuníquese con Belkis Ortuño.\n"


@pytest.mark.parametrize(
    "data",
    [
        mail(GARBLED, charset="iso-8859-1").encode(),
        mail(GARBLED, charset="windows-1252").encode(),
        mail(GARBLED.encode().decode("cp1252")).encode(),
        mail(f"<p>{GARBLED}</p>", "html", charset="iso-8859-1").encode(),
        both(GARBLED, f"<p>{GARBLED.encode().decode('cp1252')}</p>").encode(),
    ],
)
def test_garbled_letters_are_not_judged(data: bytes, found: Callable[..., list[str]]) -> None:
    """A text whose letters a program garbled is not checked, and the words show how they look."""
    (said,) = found(data)
    assert "its letters are garbled, as “Ã" in said


def test_garbled_letters_in_a_text(found: Callable[..., list[str]]) -> None:
    """A text file that was saved so is not checked either."""
    (said,) = found(GARBLED.encode().decode("cp1252"), "reply.txt")
    assert "garbled" in said


@pytest.mark.parametrize(
    "subject",
    [
        "=?U?B?2?=",
        "=?\udcae?q??=",
        "=?.?q??=",
        "=?utf-8?b?////?= Automatic reply",
        "=?a\0b?q?x?=",
        "=?hex?q?00?=",
        "=?undefined?q?x?=",
        "=?utf-8?Q?Automatic_reply:?= =?U?B?2?=",
    ],
)
def test_damaged_encoded_words(subject: str, read: Callable[..., list[Loaded]]) -> None:
    """A word of a header line that cannot be decoded stays as it is, wherever it is, and the message is judged."""
    for name in ("Subject", "From", "To", "X-Autoreply"):
        made = mail().replace("Subject: Automatic reply: Permit\n", "") + ""
        made = (
            made.replace("From: Dana Whitlock <", f"From: {subject} <")
            if name == "From"
            else f"{name}: {subject}\n{made}"
        )
        (loaded,) = read(made.encode("utf-8", "surrogateescape"))
        assert isinstance(loaded, Mailbox)
        assert loaded.documents[0].automatic is True


def test_the_other_words_of_a_damaged_subject_are_read(document: Callable[..., Document]) -> None:
    """One damaged word does not keep a subject from being known as that of an automatic reply."""
    read = document(
        mail()
        .replace("Auto-Submitted: auto-replied\n", "")
        .replace("Subject: Automatic reply: Permit", "Subject: =?utf-8?Q?R=C3=A9ponse_automatique_:?= =?U?B?2?=")
    )
    assert read.automatic is True


def test_a_file_of_nothing_but_a_damaged_header(read: Callable[..., list[Loaded]]) -> None:
    """A file without a text is never clean, however small it is."""
    loaded = read(b"e:\nSubject:=?\xae?q??=")
    assert [item.message for item in loaded if isinstance(item, Unchecked)] == [
        "it ends inside its header lines, so its text is missing; save the message again"
    ]
