"""Is a mail message an automatic reply, and if not, is it anything that the standard speaks of?

Evidence and its weight are those of RFC 3834 and of the vendors' own marks; headers that only look like evidence
(`X-Auto-Response-Suppress`, `Precedence: bulk`) are not counted.
"""

from __future__ import annotations

import unicodedata
from contextlib import suppress
from email.message import Message
from typing import NamedTuple

from replylint.patterns import late
from replylint.sources.encoded_words import decoded
from replylint.sources.judged import Origin, own_words, says_nothing_own
from replylint.tables import fold
from replylint.visible import Visible

HEADERS = (
    "Subject", "Auto-Submitted", "X-Failed-Recipients", "Content-Type", "From", "Return-Path", "X-MS-Exchange-Generated-Message-Source", "X-Autoreply",
    "X-Autorespond", "Precedence", "X-Apple-Action", "X-POST-MessageClass", "X-Message-Class", "List-Id", "List-Unsubscribe", "List-Post",
    "X-Mailman-Version", "X-Campaign", "Feedback-ID", "Content-Class",
)  # fmt: skip
"""The header lines that are read here."""


class Recognition(NamedTuple):
    """What a mail message is. `passed_over` says why it is not judged, or is empty."""

    automatic: bool
    passed_over: str = ""
    says_away: bool = False
    """Whether an automatic reply's header block says that its author is away."""


_BOUNCE_SUBJECT = late(
    r"(?i)^\s*\W*(?:re:\s*)?(?:undeliver(?:able|ed)|un[dz]ustellbar|mail delivery|delivery (?:status|failure|report|has failed)|returned mail|failure notice|"
    r"mail (?:system error|failure)|message status\s*-|warning: could not send|there was an error sending|notice: mail delivery|message (?:you sent )?blocked|"
    r"postmaster notify|\[postmaster\]|non remis|no entregado|you [^ ]+@[^ ]+ are not member)|mail failure\.?\s*$|delivery failure|could not be delivered"
)
_BOUNCE_SENDER = late(r"(?i)(?:^|[<\"\s])(?:mailer-daemon|postmaster|mail delivery (?:sub)?system)\b")
_BOUNCE_TEXT = late(
    r"(?i)(?:this (?:is the|message was created automatically by)|i'?m sorry to have to inform|i'm afraid i wasn't able to deliver|hi\. this is the qmail|"
    r"could not be delivered|delivery to the following recipients? (?:has been|failed)|was not delivered to|undeliverable|permanent (?:fatal )?error|smtp; ?5\d\d|status: [45]\.\d)"
)
_SUBJECT = late(
    r"(?ix)^\s*(?:re:\s*|aw:\s*)?(?:\[[^\]]{1,40}\]\s*)?(?:"
    r"auto(?:matic|matisk|matische|mated|-|\s)?\s*-?(?:reply|response|respons[ae]?|antwort|antwoord|svar|svare)\b|autom(?:atic)?\.?\s*(?:reply|response)\b|autoreply|autorespon|"
    r"automatische\s+antwort|automatisch\s+antwoord|automatiskt?\s+svar|automaattinen\s+vastaus|samodejni\s+odgovor|автоответ|自动答复|自動応答|自動返信|자동\s*응답|otomatik\s+yanıt|رد\s+تلقائي|"
    r"odpowiedź\s+automatyczna|automatyczna\s+odpowiedź|automatická\s+odpov[ěe]ď|automatikus\s+válasz|răspuns\s+automat|"
    r"αυτόματη\s+απάντηση|תשובה\s+אוטומטית|автоматична\s+відповідь|автоматический\s+ответ|trả\s+lời\s+tự\s+động|"
    r"balasan\s+otomatis|自動回覆|自动回复|"
    r"r[ée]ponse\s+automatique|risposta\s+automatica|resposta\s+autom[áàa]tica|respuesta\s+autom[áa]tica|fuera\s+de\s+(?:la\s+)?oficina|ausente\b|"
    r"out[\s-]+of[\s-]+(?:the[\s-]+)?office(?!\s+hours)|ooo\b|ooto\b|on\s+(?:vacation|holiday|annual\s+leave|leave)\b|vacation\s+(?:reply|response|notice|message)|away\s+from\s+(?:the\s+)?(?:office|my\s+(?:desk|mail))|"
    r"i\s+am\s+(?:currently\s+)?(?:out|away)|away\s+(?:until|till|from|message)|auto:\s|abwesen(?:d|heit)|(?:absence|absent)\b(?=\s*(?:$|[-:–(.,;!]|until|till|from|notice|message|reply|due|today|\d))"
    r")|is\s+out\s+of\s+(?:the\s+)?office|\(automatic\s+(?:response|reply)\)|\bauto-?reply\b\s*\)?$|(?:returning|will\s+return)\s+\d"
)
_AWAY_SUBJECT = late(
    r"(?i)\b(?:out[\s-]+of[\s-]+(?:the[\s-]+)?office|ooo|ooto|on\s+(?:vacation|annual\s+leave|leave)|vacation\s+(?:reply|response|notice|message)|"
    r"(?:i\s+am|i'm)\s+(?:currently\s+)?(?:out|away)|away\s+(?:from|until|till|message)|fuera\s+de\s+(?:la\s+)?oficina|ausente)\b"
)
_CHALLENGE = late(
    r"(?i)(?:allowed\s+list|guest\s+list|wait\s?listed|whitelist(?:ed)?|allow\s+list|confirm\s+(?:that\s+)?(?:you\s+are|you're)\s+(?:a\s+)?(?:human|real)|"
    r"(?:click|follow|visit)[^.]{0,80}(?:to\s+(?:have|ensure|deliver|verify|confirm|release)[^.]{0,60}(?:deliver|address|message|e-?mail)))"
)
_RECEIPT_TEXT = late(
    r"(?i)^\W*(?:(?:hello|hi|dear|hola|estimad[oa]s?)[^\n]{0,60}\n\s*)?(?:thank(?:s| you)\b[^.\n]{0,30}\b(?:e-?mail|message|mail|contacting|writing|request|inquiry|enquiry)|"
    r"(?:we|i)\s+(?:have\s+)?(?:got|received)\s+your\b|your\s+(?:message|e-?mail|request)\s+(?:has\s+been|was)\s+received|gracias\s+por\s+(?:su|tu)\s+(?:mensaje|correo)|hemos\s+recibido\s+su)"
)
_AWAY_TEXT = late(
    r"(?i)\b(?:i\s+(?:am|'m|will\s+be|'ll\s+be|m)\s+(?:currently\s+|now\s+)?(?:out\s+of\s+(?:the\s+)?office|away\s+(?:from|until|on)|on\s+(?:annual\s+|parental\s+|maternity\s+)?leave|on\s+vacation|out\s+(?:until|from|today))|"
    r"will\s+(?:not|be\s+out)[^.\n]{0,40}\breturn\s+until|this\s+is\s+an\s+auto(?:mated|matic)\s+(?:reply|response)|estar[ée]\s+fuera\s+de\s+la\s+oficina|fuera\s+de\s+la\s+oficina\s+hasta)"
)


_MACHINE = late(
    r"(?i)(?:^|[<\s\"])(?:(?:no|do[-_.]?not|not)[-_.]?repl(?:y|ies)\w{0,20}|no[-_.]?responder|scanner|scan-?to-?(?:e?-?mail)|copier|notifications?|notify|alerts?|newsletters?|bounces?|"
    r"webforms?|web-forms?|voicemail|mailer)(?:[+-][\w.+-]{0,80})?@"
)
"""Addresses of machines: nobody reads what is sent to them."""
_RE = late(r"(?i)\s*(?:re|aw)\s?:")
MACHINE = "a program sent it: nobody reads answers to its address"
MEETING = "it is about a meeting: a request, or the answer to one"
_MEETING_SUBJECT = late(
    r"(?i)^\s*(?:accepted|declined|tentative|tentatively accepted|cancel(?:l)?ed(?: event)?|(?:updated )?invitation|aceptad[oa]|rechazad[oa]|invitaci[oó]n)\s?:"
)
_READ_SUBJECT = late(r"(?i)^\s*(?:(?:not )?read|(?:no )?le[ií]do)\s?:")
"""The subject of a receipt by which a mail program says that a message was opened (RFC 8098), or was not."""


_COMMENT = late(r"\A\([^()]{0,200}\)\s{0,9}")


_OPENING = late(
    r"(?i)\A(?:\s*(?:(?:dear|hello|hi|hey|greetings|good\s+(?:morning|afternoon|day)|thank(?:s| you)|hola|estimad\w{1,3}|gracias|buen\w{1,3}|auto\w{0,8}|(?:please\s+)?note|this\s+is|subject|from|to|date)\b[^.!?\n]{0,120}"
    r"|[\w .'-]{1,40}(?=[,:\n]))[.!?,:;\s]{0,9}){0,6}\s*\Z"
)
"""What may stand before the words by which an automatic reply says that its author is away: a greeting, thanks for the message."""
_ANSWERED = late(r"(?i)\A(?:re|aw|fw|fwd|rv|wg)\s?:\s{0,9}(?:auto|out\s+of)|\A(?:absence|absent)\s+(?:of|without)\b")
"""A person's answer to an automatic reply, or another absence."""


def recognise(message: Message, text: str) -> Recognition:
    """Return what a message is, from its header block and, where that is silent, its first words.

    `text` is the visible text of its body, or what could be read of it.
    """
    subject = subject_of(message)
    submitted = _value(message, "Auto-Submitted")
    opening = fold(text[:1500])
    if _is_bounce(message, subject, opening):
        if _CHALLENGE.search(opening) and not _BOUNCE_SUBJECT.search(subject):
            return Recognition(True, "it asks the sender to prove who they are; no person wrote it")
        return Recognition(False, "it is a report that a message could not be delivered")
    if message.get_content_type() in ("text/calendar",) or _has_calendar(message):
        return Recognition(False, MEETING)
    if submitted.startswith("no"):
        return Recognition(False)
    says_away = _says_away(message, subject)
    if _marked(message, submitted):
        return Recognition(True, says_away=says_away)
    if _is_list(message):
        return Recognition(False, "it is a newsletter or a message of a mailing list")
    if is_announced(subject) and "?" not in subject:
        return Recognition(True, says_away=says_away)
    if submitted.startswith(("auto-generated", "auto-notified")):
        return Recognition(False, "a program wrote it of its own accord, in answer to nobody")
    no_bounce = _nobody_to_bounce_to(message)
    if _answers(message) and len(text) < 4000 and (no_bounce or _AWAY_TEXT.search(fold(text))):
        said = (
            "" if says_nothing_own(text) else fold(own_words(Visible.plain(text), Origin.DELIVERED).text[:1500])
        )  # not what it quotes
        away = _AWAY_TEXT.search(said)
        if away and not no_bounce and _RE.match(subject) and not _OPENING.match(said[: away.start()]):
            away = None  # a person answers, and says among other things when they are out
        if away or (no_bounce and _RECEIPT_TEXT.search(said)):
            return Recognition(True)
    if (
        _CHALLENGE.search(opening)
        and subject.lower().startswith("re:")
        and ("received" in opening or "protected" in opening)
    ):
        return Recognition(True, "it asks the sender to prove who they are; no person wrote it")
    return Recognition(False, _by_a_program(message, subject))


def _by_a_program(message: Message, subject: str) -> str:
    """Return why a message is none that a person wrote, though no mark says so; empty if it may be one."""
    if "calendarmessage" in _value(message, "Content-Class") or (
        _MEETING_SUBJECT.search(subject) and "?" not in subject
    ):
        return MEETING
    if _READ_SUBJECT.search(subject):
        return "it is a receipt: a mail program says that a message was read"
    if _MACHINE.search(str(message.get("From") or "")):
        return MACHINE
    return ""


def _says_away(message: Message, subject: str) -> bool:
    """Return whether the header block of an automatic reply says that its author is away: iCloud's mark, or the subject."""
    return "vacation" in _value(message, "X-Apple-Action") or _AWAY_SUBJECT.search(subject) is not None


def _value(message: Message, name: str) -> str:
    """Return a header's value in lower case, without the comment that RFC 5322 allows before it."""
    return _COMMENT.sub("", str(message.get(name) or "").strip().lower())


def is_announced(subject: str) -> bool:
    """Return True if a subject says that a message is an automatic reply, or that its author is away."""
    return _SUBJECT.search(subject) is not None and _ANSWERED.search(subject) is None


def subject_of(message: Message) -> str:
    """Return the subject of a message as people read it, on one line; empty if there is none."""
    raw = next((str(value) for name, value in message.raw_items() if len(name) == 7 and name.lower() == "subject"), "")
    with suppress(UnicodeError):  # RFC 6532: UTF-8 as it is, which `email` keeps as surrogates
        raw = raw.encode("ascii", "surrogateescape").decode("utf-8") if not raw.isascii() else raw
    return unicodedata.normalize("NFKC", " ".join(decoded(raw).split()))


def _nobody_to_bounce_to(message: Message) -> bool:
    return _value(message, "Return-Path") == "<>"


def _is_bounce(message: Message, subject: str, opening: str) -> bool:
    if message.get("X-Failed-Recipients"):
        return True
    if message.get_content_type() == "multipart/report":
        return True
    if _BOUNCE_SENDER.search(str(message.get("From") or "")) or "mailer-daemon" in _value(message, "Return-Path"):
        return not _AWAY_TEXT.search(opening)
    return bool(_BOUNCE_SUBJECT.search(subject)) and (
        _nobody_to_bounce_to(message)
        or not message.get("Return-Path")
        or bool(_BOUNCE_TEXT.search(opening))
        or bool(_value(message, "Auto-Submitted"))
    )


def _marked(message: Message, submitted: str) -> bool:
    """Return whether a header of RFC 3834 or of a vendor marks an automatic reply."""
    if submitted.startswith("auto-replied"):
        return True
    if "mailbox rules agent" in _value(message, "X-MS-Exchange-Generated-Message-Source"):
        return True
    if _value(message, "X-Autoreply") not in ("", "no") or message.get("X-Autorespond"):
        return True
    if _value(message, "Precedence") == "auto_reply" or "vacation" in _value(message, "X-Apple-Action"):
        return True
    return "autoresponder" in _value(message, "X-POST-MessageClass") or "ooftemplate" in _value(
        message, "X-Message-Class"
    )


def _is_list(message: Message) -> bool:
    return any(
        message.get(name)
        for name in ("List-Id", "List-Unsubscribe", "List-Post", "X-Mailman-Version", "X-Campaign", "Feedback-ID")
    )


def _has_calendar(message: Message) -> bool:
    """Return whether a calendar part stands in the message itself, be it inside an alternative; not one in a message attached."""
    if message.get_content_maintype() != "multipart":
        return message.get_content_type() == "text/calendar"
    parts = message.get_payload()
    return isinstance(parts, list) and any(isinstance(part, Message) and _has_calendar(part) for part in parts)


def _answers(message: Message) -> bool:
    """Return whether nothing speaks against its being an answer: it names no list, and has a From."""
    return bool(message.get("From"))
