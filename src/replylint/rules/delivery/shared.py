"""What the delivery rules share: the header lines of a reply, and examples with header lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from email.message import Message

from replylint.model import Document, DocumentKind, Finding, Mailbox
from replylint.rules.base import Example, Rule, Subject, by_hand

SERVER = by_hand("the mail server writes the header lines; its administrator can change them")
_AS_SENT = ("eml", "emlx")
"""Formats that keep a message as it was sent; others do so for delivered messages only."""
_DELIVERED = (b"\nreceived:", b"\nreturn-path:")
_REPLY = {
    "Return-Path": "<>",
    "From": "Dana Whitlock <dana.whitlock@example.org>",
    "To": "pat@resident.example",
    "Subject": "Automatic reply: Fence permit",
    "In-Reply-To": "<q1@resident.example>",
    "References": "<q1@resident.example>",
    "Auto-Submitted": "auto-replied",
}
"""The header lines of an automatic reply as RFC 3834 describes it."""


def has_headers(document: Document, mailbox: Mailbox) -> bool:
    """Return True if a document is an automatic reply with the header lines it was sent with."""
    if document.automatic is not True or not mailbox.head:
        return False
    head = b"\n" + mailbox.head.lower()
    return mailbox.format in _AS_SENT or any(line in head for line in _DELIVERED)


def reply(changes: Mapping[str, str] | None = None, **other: str) -> Example:
    """Return an example with the header lines of a good reply, some changed or left out."""
    lines = _REPLY | dict(changes or {})
    headers = "".join(f"{name}: {value}\n" for name, value in lines.items() if value)
    return Example(other.get("text", "I am out of the office until 12/21/26."), headers=headers)


class DeliveryRule(Rule):
    """A rule about the header lines of an automatic reply that is a mail message."""

    kinds = frozenset((DocumentKind.AUTO_REPLY,))
    needs = "headers"
    unchecked = "which header lines the automatic reply is sent with"

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find what is wrong with the header lines of an automatic reply."""
        from replylint.sources.messages import header_of

        assert subject.mailbox is not None
        message = self.problem(header_of(subject.mailbox.head))
        if message:
            yield Finding(message, fix=SERVER)

    def problem(self, header: Message) -> str:
        """Return what to do about a header, as a finding says it; empty if nothing is wrong."""
        raise NotImplementedError


def value_of(header: Message, name: str) -> str:
    """Return the value of a header line in lower case, without parameters and comments."""
    value = str(header.get(name) or "").strip().lower()
    return value.partition(";")[0].partition("(")[0].strip()
