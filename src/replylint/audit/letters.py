"""The header block of a mail message as threads need it: who wrote to whom, when, in answer to what, and whether it asks for an answer."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from email.utils import getaddresses, parsedate_to_datetime
from functools import lru_cache
from hashlib import blake2b
from pathlib import PurePath
from typing import Any

from replylint.patterns import compiled
from replylint.sources.automatic import MACHINE, recognise
from replylint.sources.encoded_words import decoded
from replylint.sources.messages import Part

_ID = compiled(r"<[^<>\s]{1,500}>")
_FROM = compiled(rb"^[Ff][Rr][Oo][Mm][ \t]*:([^\n]*(?:\n[ \t][^\n]*)*)", re.MULTILINE)
_MOST = 200
"""Recipients and answered messages of one letter that are kept."""
_YEARS = range(1980, 2200)
"""Years in which a letter can have been written."""
_THREAD = 29
"""Characters of Outlook's Thread-Index that all letters of a conversation share: its 22 bytes of header, in base64 (MS-OXOMSG 2.2.1.3)."""
_PREFIX = compiled(
    r"(?i)\s{0,9}(?:(?P<again>re|aw|sv|antw|ref|res|ynt)|(?P<forward>fwd?|wg|rv|tr|enc|reenv))(?:\s?\[\d{1,3}\]|\^\d{1,3}|\(\d{1,3}\))?\s?:"
)
"""What mail programs put before the subject of an answer or a forward."""
_LONGEST_KEPT, _LONGEST_LIST = 1_000, 100_000
"""Characters of a header with addresses that is remembered, and that is read."""
_LONGEST_SUBJECT = 200
_INFORMS = compiled(
    r"(?i)\s{0,9}(?:fyi\b|for your information|for information only|thank(?:s| you)\b(?! for your (?:message|e-?mail) )|many thanks|much appreciated|"
    r"gracias|para (?:su|tu) informaci[oó]n|no (?:reply|response|action) (?:needed|required|necessary)|announcement\b|reminder\b|newsletter\b|recordatorio\b|aviso\b)"
)
"""How a subject begins that asks nothing."""
_NO_ANSWER = compiled(
    r"(?i)\bno (?:need (?:to|for a?)|reply|response|answer|action)\b[^.\n]{0,25}\b(?:needed|required|necessary|reply|respond|answer)\b"
)
_ASKS = compiled(
    r"(?i)[?¿]|\b(?:please|pls|kindly|could you|can you|would you|will you|let me know|let us know|i(?:'d| would) (?:like|need)|(?:i|we) need|asap|advise|confirm|send (?:me|us)|call (?:me|us)|"
    r"waiting for|look(?:ing)? forward to (?:your|hear)|por favor|puede[ns]?|podr[ií]as?|podr[ií]an|necesit\w+|av[ií]s[ae]\w*|d[ií]game|env[ií]e\w*)\b"
)
_JUNK = frozenset(("junk", "junk email", "junk e-mail", "spam", "bulk mail", "correo no deseado", "[gmail].spam"))
"""Folders that mail programs put into what they take for spam, in small letters and without their ending."""
_MOST_COLLEAGUES, _MOST_OUTSIDE = 3, 10
"""Recipients from which on a letter is told to everybody, of a colleague and of somebody outside."""


def is_from(head: bytes, domains: tuple[bytes, ...]) -> bool:
    """Say whether a message is from an address in one of the domains (in lower case), or one below it, by its header lines alone."""
    match = _FROM.search(head, max(head.find(b"\nFrom:"), 0))  # as nearly every program writes it, or else anyhow
    sender = match[1].lower() if match else b""
    return any(b"@" + domain in sender or b"." + domain in sender for domain in domains)


def kind_of(message: Part, path: str) -> dict[str, Any]:
    """Return whether a message is automatic and why it needs no answer, as far as its header lines and its folder show."""
    recognition = recognise(message, "")
    reason = (
        "" if recognition.passed_over == MACHINE and _addresses(message.first("Reply-To")) else recognition.passed_over
    )
    return {
        "automatic": recognition.automatic, "acknowledges": False, "brief": False, "asks": True, "passed_over": reason or no_letter(message, path),
    }  # fmt: skip


def no_letter(message: Part, path: str) -> str:
    """Return why a message is nobody's letter: a filter took it for spam, it is sent in bulk, or its sender is not who it says. Empty if it may be one."""
    if message.first("X-Spam-Flag").strip().lower() == "yes" or _folder(path).lower().removesuffix(".mbox") in _JUNK:
        return "a filter took it for spam"
    if message.first("Precedence").strip().lower() in ("bulk", "junk"):
        return "it is sent in bulk"
    if "dmarc=fail" in message.first("Authentication-Results").lower():
        return "it does not come from whom it says (its DMARC check failed)"
    return ""


def _folder(path: str) -> str:
    """Return the name of the folder that a message lies in: of a mailbox in one file the file's, of a Maildir the one above `cur`."""
    file, mark, _ = path.rpartition("#")
    parts = PurePath(file).parts[-1:] if mark else PurePath(path).parts[:-1]
    return next((part for part in reversed(parts) if part not in ("cur", "new")), "")


def asks(text: str) -> bool:
    """Say whether what somebody wrote to a colleague asks for an answer."""
    return _NO_ANSWER.search(text) is None and _ASKS.search(text) is not None


def letter_of(message: Part, ours: bool) -> dict[str, Any] | None:
    """Return what threads need of a message, or None if it has no sender; `ours` says whether one of the organisation's people wrote it.

    Addresses are in lower case, times in UTC. What came from outside came when the server of the mailbox received it: senders' clocks are wrong now
    and then (RFC 5321 section 4.4). A message without an id gets one of its own.
    """
    sender = next(iter(_addresses(message.first("From"))), "")
    if not sender:
        return None
    reply_to = _addresses(message.first("Reply-To"))
    if reply_to and recognise(message, "").passed_over == MACHINE:
        sender, ours = reply_to[0], False  # a form on a website: what a person wrote into it, a program sent
    own = _ID.search(message.first("Message-ID"))
    answers = dict.fromkeys(_ID.findall(f"{message.first('In-Reply-To')} {message.first('References')}"))
    subject, again, forwards = _subject(message.first("Subject"))
    recipients, copied = _addresses(message.first("To")), _addresses(message.first("Cc"))
    written, received = message.first("Date"), message.first("Received").rpartition(";")[2]
    many = len(recipients) > (_MOST_COLLEAGUES if ours else _MOST_OUTSIDE)
    return {
        "id": own[0] if own else _id_for(message), "answers": list(answers)[:_MOST], "sender": sender,
        "reply_to": list(reply_to), "recipients": list(recipients), "copied": list(copied), "subject": subject, "again": again,
        "forwards": forwards, "thread": message.first("Thread-Index").strip()[:_THREAD],
        "at": (_time(written) or _time(received)) if ours else (_time(received) or _time(written)),
        "informs": "it is told to many at once" if many else "its subject says that it only informs or thanks" if "?" not in subject and _INFORMS.match(subject) else "",
    }  # fmt: skip


def _id_for(message: Part) -> str:
    said = repr(list(message.raw_items()))
    return f"<{blake2b(said.encode('utf-8', 'surrogatepass'), digest_size=16).hexdigest()}@no-id>"


def _addresses(value: str) -> tuple[str, ...]:
    """Return the addresses of a header in lower case, each once; none of one that is made to keep us busy."""
    if not value:
        return ()
    try:
        return _addresses_in(value) if len(value) <= _LONGEST_KEPT else _addresses_in.__wrapped__(value[:_LONGEST_LIST])
    except RecursionError:
        return ()


@lru_cache(4096)
def _addresses_in(value: str) -> tuple[str, ...]:  # an office writes to the same people again and again
    return tuple(dict.fromkeys(mail.lower() for _, mail in getaddresses([value]) if "@" in mail))[:_MOST]


def _subject(raw: str) -> tuple[str, bool, bool]:
    """Return a subject without what answers and forwards put before it, and whether it is one of these."""
    raw = decoded(raw)
    again = forwards = False
    at = 0
    while match := _PREFIX.match(raw, at):
        if not at:
            again, forwards = bool(match["again"]), bool(match["forward"])
        at = match.end()
    return " ".join(unicodedata.normalize("NFKC", raw[at:]).lower().split())[:_LONGEST_SUBJECT], again, forwards


def _time(value: str) -> datetime | None:
    if not value:
        return None
    try:
        moment = parsedate_to_datetime(value)
        moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.year in _YEARS else None
