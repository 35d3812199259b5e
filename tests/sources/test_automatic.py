"""Which messages are automatic replies, and which are nothing that the standard speaks of."""

from __future__ import annotations

from datetime import date
from email.header import Header
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest

from replylint.facts import Facts, Kind
from replylint.model import Document, DocumentKind, Mailbox, Settings
from replylint.sources import mime

NEUTRAL = "The permit desk answers at 813-555-0142.\n"
AWAY = "I am out of the office until June 5.\n"
BASE = {
    "From": "Dana Whitlock <dana@city.example>",
    "Subject": "Your permit",
    "Date": "Fri, 11 Dec 2026 10:00:00 -0500",
}


def recognised(headers: dict[str, str], text: str = NEUTRAL) -> Document:
    """Read a plain message with these header lines."""
    lines = "".join(f"{name}: {value}\n" for name, value in {**BASE, **headers}.items())
    content = "" if "Content-Type" in headers else "Content-Type: text/plain; charset=utf-8\n"
    (mailbox,) = mime.load(f"{lines}{content}\n{text}".encode(), "reply.eml")
    assert isinstance(mailbox, Mailbox)
    return mailbox.documents[0]


AUTOMATIC = {
    "RFC 3834": {"Auto-Submitted": "auto-replied"},
    "RFC 3834 in capitals": {"AUTO-SUBMITTED": "Auto-Replied"},
    "RFC 3834 with a comment": {"Auto-Submitted": "auto-replied (vacation)"},
    "RFC 3834 with a comment before": {"Auto-Submitted": "(vacation) auto-replied"},
    "RFC 3834 with a parameter": {"Auto-Submitted": 'auto-replied; owner-email="dana@city.example"'},
    "RFC 3834 folded": {"Auto-Submitted": "\n auto-replied"},
    "Exchange": {
        "Auto-Submitted": "auto-generated",
        "X-MS-Exchange-Generated-Message-Source": "Mailbox Rules Agent",
    },
    "X-Autoreply": {"X-Autoreply": "yes"},
    "X-Autorespond": {"X-Autorespond": "Your permit"},
    "Precedence": {"Precedence": "auto_reply"},
    "iCloud": {"X-Apple-Action": "VACATION"},
    "older gateways": {"X-POST-MessageClass": "9; Autoresponder"},
    "message class": {"X-Message-Class": "IPM.Note.Rules.OofTemplate.Microsoft"},
    "answer of a list server's owner": {"Auto-Submitted": "auto-replied", "List-Id": "<news.city.example>"},
    "bulk": {"Auto-Submitted": "auto-replied", "Precedence": "bulk"},
}


@pytest.mark.parametrize("case", AUTOMATIC)
def test_headers_that_mark_an_automatic_reply(case: str) -> None:
    """A header of RFC 3834 or of a vendor is enough."""
    read = recognised(AUTOMATIC[case])
    assert read.automatic is True
    assert read.kind is DocumentKind.AUTO_REPLY
    assert not read.passed_over


SUBJECTS = [
    "Automatic reply: your permit",
    "AUTOMATIC REPLY: your permit",
    "Automatic reply : your permit",
    "Automatic Response",
    "Auto reply: your permit",
    "Autoreply: your permit",
    "Auto-Reply: your permit",
    "Out of Office AutoReply: your permit",
    "Out of Office: your permit",
    "Out of the office until June 5",
    "AUTO: Dana Whitlock is out of the office (returning 06/05/2026)",
    "Dana Whitlock is out of the office",
    "[EXTERNAL] Automatic reply: your permit",
    "Respuesta automática: su permiso",
    "Fuera de la oficina",
    "Réponse automatique : votre permis",
    "Réponse automatique: votre permis",
    "Re\u0301ponse automatique\u00a0: votre permis",
    "Automatische Antwort: Ihr Antrag",
    "Abwesenheitsnotiz",
    "Automatisch antwoord: uw aanvraag",
    "Risposta automatica: il suo permesso",
    "Resposta automática: sua licença",
    "Automatiskt svar: ditt tillstånd",
    "Automatisk svar: din tillatelse",
    "Automaattinen vastaus: lupanne",
    "Samodejni odgovor: vaše dovoljenje",
    "Автоответ: ваше разрешение",
    "自动答复: 您的许可",
    "自動応答: 許可",
    "自動返信: 許可",
    "자동 응답: 허가",
    "otomatik yanıt: izniniz",
    "رد تلقائي: تصريحك",
    "Odpowiedź automatyczna: pozwolenie",
    "Automatická odpověď: povolení",
    "Automatická odpoveď: povolenie",
    "Automatikus válasz: engedély",
    "Răspuns automat: autorizație",
    "Αυτόματη απάντηση: άδεια",
    "תשובה אוטומטית: היתר",
    "Автоматична відповідь: дозвіл",
    "Trả lời tự động: giấy phép",
    "Balasan otomatis: izin",
    "自動回覆：許可證",
    "Resposta automàtica: el permís",
]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_subjects_that_mark_an_automatic_reply(subject: str) -> None:
    """The mark that a mail program puts before the subject is known in the languages of its users."""
    assert recognised({"Subject": Header(subject, "utf-8").encode()}).automatic is True
    if subject.isascii():
        assert recognised({"Subject": subject}).automatic is True


@pytest.mark.parametrize(
    "subject", ["Automatic reply\u00a0: café", "Respuesta automática: su permiso", "自動応答: 許可"]
)
def test_subjects_in_bare_utf_8(subject: str) -> None:
    """The mark is found also where a subject travels in UTF-8 without being encoded (RFC 6532)."""
    assert recognised({"Subject": subject}).automatic is True


HUMAN = {
    "nothing": {},
    "Auto-Submitted: no": {"Auto-Submitted": "no"},
    "no, with a comment": {"Auto-Submitted": "No (a person wrote this)"},
    "X-Auto-Response-Suppress": {"X-Auto-Response-Suppress": "All"},
    "X-Auto-Response-Suppress of some": {"X-Auto-Response-Suppress": "DR, RN, NRN, OOF, AutoReply"},
    "the loop mark of forwarding": {"X-MS-Exchange-Inbox-Rules-Loop": "dana@city.example"},
    "Precedence: bulk": {"Precedence": "bulk"},
    "X-Autoreply: no": {"X-Autoreply": "no"},
    "nobody to bounce to": {"Return-Path": "<>"},
    "a word that begins alike": {"Subject": "Autumn reply cards"},
    "automatic doors": {"Subject": "Automatic door at the front office"},
    "a request for leave": {"Subject": "Vacation request"},
    "automobile": {"Subject": "Automobile response times"},
    "absence of something": {"Subject": "Absence of quorum on Tuesday"},
    "an answer to an automatic reply": {
        "Subject": "RE: Automatic reply: your permit",
        "In-Reply-To": "<1@city.example>",
    },
    "a wrong value": {"Auto-Submitted": "maybe"},
}


@pytest.mark.parametrize("case", HUMAN)
def test_messages_that_a_person_wrote(case: str) -> None:
    """Headers and subjects that only look like marks of an automatic reply make none."""
    read = recognised(HUMAN[case])
    assert read.automatic is False
    assert read.kind is DocumentKind.MESSAGE
    assert not read.passed_over


def test_no_outweighs_the_subject_and_the_text() -> None:
    """`Auto-Submitted: no` says that a person wrote it, whatever the subject and the text look like."""
    assert recognised({"Auto-Submitted": "no", "Subject": "Automatic reply: x"}, AWAY).automatic is False


def test_the_text_speaks_where_the_headers_are_silent() -> None:
    """A forwarded or old automatic reply without marks is known by its first words."""
    assert recognised({}, AWAY).automatic is True
    assert recognised({}, "Estaré fuera de la oficina hasta el 5 de junio.\n").automatic is True
    assert recognised({}, NEUTRAL + "x\n" * 2000 + AWAY).automatic is False


PASSED_OVER = {
    "report": ({"Content-Type": "multipart/report; report-type=delivery-status; boundary=b"}, "delivered"),
    "Exim's bounce": (
        {"Auto-Submitted": "auto-replied", "Return-Path": "<>", "X-Failed-Recipients": "x@customer.example"},
        "delivered",
    ),
    "mailer daemon": (
        {"From": "Mail Delivery Subsystem <MAILER-DAEMON@city.example>", "Return-Path": "<>"},
        "delivered",
    ),
    "postmaster": ({"From": "postmaster@city.example", "Subject": "Undeliverable: x"}, "delivered"),
    "undeliverable": ({"Subject": "Undeliverable: Your permit", "Return-Path": "<>"}, "delivered"),
    "undeliverable in German": ({"Subject": "Unzustellbar: Ihr Antrag", "Return-Path": "<>"}, "delivered"),
    "failure notice": ({"Subject": "failure notice", "Return-Path": "<>"}, "delivered"),
    "calendar": ({"Content-Type": "text/calendar; method=REPLY"}, "meeting"),
    "list": ({"List-Id": "City news <news.city.example>"}, "newsletter"),
    "newsletter": ({"List-Unsubscribe": "<https://www.example.com/u>", "Precedence": "bulk"}, "newsletter"),
    "list with a subject that looks like a mark": (
        {"List-Id": "<news.city.example>", "Subject": "Out of office? Ten tips"},
        "newsletter",
    ),
    "ticket": ({"Auto-Submitted": "auto-generated", "Subject": "Ticket 12 is closed"}, "program"),
    "ticket with a comment": ({"Auto-Submitted": "auto-generated (ticket)"}, "program"),
    "notification": ({"Auto-Submitted": "auto-notified; owner-email=a@city.example"}, "program"),
}


@pytest.mark.parametrize("case", PASSED_OVER)
def test_messages_the_standard_does_not_speak_of(case: str) -> None:
    """Bounces, answers to meeting requests, lists and programs are no automatic replies, and the reason is said."""
    headers, words = PASSED_OVER[case]
    text = NEUTRAL
    if "boundary=b" in headers.get("Content-Type", ""):
        text = f"--b\nContent-Type: text/plain\n\n{AWAY}\n--b\nContent-Type: message/delivery-status\n\nStatus: 5.1.1\n\n--b--\n"
    read = recognised(headers, text)
    assert read.automatic is False
    assert words in read.passed_over


@pytest.mark.parametrize(
    ("headers", "away", "absence"),
    [
        ({"X-Apple-Action": "VACATION"}, True, True),
        ({"Auto-Submitted": "auto-replied", "Subject": "Out of Office: your permit"}, True, True),
        ({"Subject": "Fuera de la oficina: su permiso"}, True, True),
        ({"Auto-Submitted": "auto-replied", "Subject": "Automatic reply: your permit"}, False, True),
        ({"X-Apple-Action": "VACATION", "Auto-Submitted": "no"}, False, False),
        ({"Subject": "Vacation request"}, False, False),
    ],
)
def test_headers_say_that_the_sender_is_away(headers: dict[str, str], away: bool, absence: bool) -> None:
    """Whatever is known to be an automatic reply is an absence ("only sleeping"), so that days and contacts are asked for."""
    document = recognised(headers, "I'm only sleeping.\n")
    assert document.says_away is away
    kind = Facts(document, Settings(), date(2026, 12, 11)).kind
    assert (kind is Kind.ABSENCE) is absence


@pytest.mark.parametrize("depth", [0, 1])
def test_answers_to_meeting_requests(depth: int) -> None:
    """A message with a calendar part is no reply of the standard, also where the part stands beside the text inside another part."""
    made = MIMEMultipart(
        "alternative", _subparts=[MIMEText("Accepted: budget\n"), MIMEText("BEGIN:VCALENDAR\n", "calendar")]
    )
    for _ in range(depth):
        made = MIMEMultipart("mixed", _subparts=[made, MIMEText("BEGIN:VCALENDAR\n", "x-invite")])
    made["From"] = "dana@city.example"
    made["Subject"] = "Accepted: budget"
    (mailbox,) = mime.load(made.as_bytes(), "reply.eml")
    assert isinstance(mailbox, Mailbox)
    assert "meeting" in mailbox.documents[0].passed_over


def test_a_bounce_that_cannot_be_read_is_no_trouble() -> None:
    """A report that would not be judged anyway may be without text."""
    read = recognised({"Content-Type": "multipart/report; boundary=b"}, "--b\nContent-Type: image/png\n\nx\n--b--\n")
    assert "delivered" in read.passed_over


def test_an_automatic_reply_of_a_postmaster_is_judged() -> None:
    """The person who is postmaster may be away, too."""
    assert recognised(
        {"From": "Postmaster <postmaster@city.example>", "Auto-Submitted": "auto-replied"}, AWAY
    ).automatic


@pytest.mark.parametrize(
    "quoted",
    [
        f"> {AWAY}",
        f"From: Bob <bob@example.com>\nSent: Monday\nTo: Ann\n\n{AWAY}",
        f"-----Original Message-----\nFrom: Bob\n\n{AWAY}",
    ],
)
def test_an_absence_that_is_only_quoted(quoted: str) -> None:
    """A person's answer to an automatic reply is none itself, though the absence stands below it."""
    assert recognised({"Subject": "Re: your permit"}, AWAY).automatic
    assert not recognised({"Subject": "Re: your permit"}, f"Then let us meet on Monday.\n\n{quoted}").automatic
