"""The header block of a mail message as threads need it: who wrote to whom, when, and in answer to what."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime
from functools import lru_cache
from typing import Any

from replylint.sources.automatic import recognise

_ID = re.compile(r"<[^<>\s]{1,500}>")
_FROM = re.compile(rb"^[Ff][Rr][Oo][Mm][ \t]*:([^\n]*(?:\n[ \t][^\n]*)*)", re.MULTILINE)
_MOST = 200
"""Recipients and answered messages of one letter that are kept."""


def is_from(head: bytes, domains: tuple[bytes, ...]) -> bool:
    """Say whether a message is from an address in one of the domains (in lower case), or one below it, by its header lines alone."""
    match = _FROM.search(head, max(head.find(b"\nFrom:"), 0))  # as nearly every program writes it, or else anyhow
    sender = match[1].lower() if match else b""
    return any(b"@" + domain in sender or b"." + domain in sender for domain in domains)


def kind_of(message: Message) -> dict[str, Any]:
    """Return whether a message is automatic and why it needs no answer, as far as its header lines show."""
    recognition = recognise(message, "")
    return {"automatic": recognition.automatic, "acknowledges": False, "passed_over": recognition.passed_over}


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
