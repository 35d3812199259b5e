"""The header block of a mail message as threads need it: who wrote to whom, when, and in answer to what."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from functools import lru_cache
from typing import Any

from replylint.sources.automatic import HEADERS, recognise

_ID = re.compile(r"<[^<>\s]{1,500}>")
_FROM = re.compile(rb"^[Ff][Rr][Oo][Mm][ \t]*:([^\n]*(?:\n[ \t][^\n]*)*)", re.MULTILINE)
_READ = {
    *HEADERS, "Message-ID", "In-Reply-To", "References", "From", "To", "Date", "Delivery-Date", "MIME-Version", "Content-Type",
    "Content-Transfer-Encoding", "Content-Disposition", "Content-ID",
}  # fmt: skip
_FIELD = re.compile(
    rb"^("
    + b"|".join(re.escape(name.encode()) for name in sorted(_READ))
    + rb")[ \t]*:[ \t]*([^\n]*(?:\n[ \t][^\n]*)*)",
    re.MULTILINE | re.IGNORECASE,
)
_MOST = 200
"""Recipients and answered messages of one letter that are kept."""


def is_from(head: bytes, domains: tuple[bytes, ...]) -> bool:
    """Say whether a message is from an address in one of the domains (in lower case), or one below it, by its header lines alone."""
    match = _FROM.search(head)
    sender = match[1].lower() if match else b""
    return any(b"@" + domain in sender or b"." + domain in sender for domain in domains)


def kind_of(message: Message) -> dict[str, Any]:
    """Return whether a message is automatic and why it needs no answer, as far as its header lines show."""
    recognition = recognise(message, "")
    return {"automatic": recognition.automatic, "acknowledges": False, "passed_over": recognition.passed_over}


def header_of(head: bytes) -> Message:
    """Return header lines as a message without a text: those that anything here reads, and no others, which are most of them."""
    if b"\n" not in head:
        return message_from_bytes(head)
    message = Message()
    for name, value in _FIELD.findall(head):
        message[name.decode("ascii")] = value.rstrip(b"\r\n").decode("ascii", "surrogateescape")
    return message


def letter_of(message: Message) -> dict[str, Any] | None:
    """Return id, answers, sender, recipients and time of a message, or None if it has no id or sender. Addresses are in lower case, times in UTC."""
    own = _ID.search(_text(message, "Message-ID"))
    sender = next(iter(_addresses(_text(message, "From"))), "")
    if own is None or not sender:
        return None
    answers = dict.fromkeys(_ID.findall(f"{_text(message, 'In-Reply-To')} {_text(message, 'References')}"))
    return {
        "id": own[0],
        "answers": list(answers)[:_MOST],
        "sender": sender,
        "recipients": list(_addresses(", ".join(str(value) for value in message.get_all("To", [])))),
        "at": _time(message),
    }


def _text(message: Message, name: str) -> str:
    return " ".join(str(value) for value in message.get_all(name, []))


@lru_cache(4096)
def _addresses(value: str) -> tuple[str, ...]:
    """Return the addresses of a header in lower case, each once. An office writes to the same people again and again."""
    return tuple(dict.fromkeys(mail.lower() for _, mail in getaddresses([value]) if "@" in mail))[:_MOST]


def _time(message: Message) -> datetime | None:
    try:
        moment = parsedate_to_datetime(_text(message, "Date"))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
