"""What the contact rules share: the messages they hold for, and the blanks they leave."""

from __future__ import annotations

from replylint.facts import Contact, Kind, Own
from replylint.facts.numbers import same_number
from replylint.model import DocumentKind
from replylint.patterns import compiled
from replylint.rules.base import Subject
from replylint.tables import digits
from replylint.visible import Span

AUTO_REPLY = frozenset((DocumentKind.AUTO_REPLY,))
CAPITALIZED_WORD = compiled(r" [A-ZÀ-ÖØ-Þ][\w'-]+")
"""One more word of a name that is written with capitals, and the space before it."""


_CONCERNED = (Kind.ABSENCE, Kind.CLOSURE, Kind.DEPARTED)


def blank(subject: Subject, which: str, at: int) -> str:
    """Return a blank, or a joining word, in the language of the sentence around a character of the text."""
    facts = subject.facts
    sentence = facts.sentence_at(at)
    words: str = (sentence.language if sentence else facts.language)["written"][which]
    return words


def mentions(subject: Subject, contact: Contact, span: Span) -> list[Span]:
    """Return where a contact is named: at `span`, and in the other language of the message."""
    others = (one for half in subject.facts.halves for one in half.contacts if one.name == contact.name)
    return sorted({span, *(one.name_span for one in others if one.name_span is not None)})


_BESIDE = 40
"""Characters between a name and the number that is given as the person's."""


def own_beside(subject: Subject, contact: Contact) -> Own | None:
    """Return the author's own number or address that is given for an otherwise unreachable person, behind or before the name."""
    if contact.reachable or contact.phones or contact.name_span is None:
        return None
    start, end = contact.name_span
    for own in subject.facts.own_channels:
        between = subject.facts.text[end : own.span.start] or subject.facts.text[own.span.end : start]
        near = end <= own.span.start <= end + _BESIDE or own.span.end <= start <= own.span.end + _BESIDE
        if near and not any(mark in between for mark in ".;\n"):
            return own
    return None


def is_shared(subject: Subject, own: Own) -> bool:
    """Return True if a number is the one that the author signs with, which may be that of the whole office."""
    number = digits(own.text)
    return any(
        one.number is not None and not one.mobile and same_number(number, digits(one.number.digits))
        for one in subject.facts.signatures
    )


def is_concerned(subject: Subject) -> bool:
    """Say whether a document is an automatic reply that must send people to somebody."""
    return subject.facts.kind_of_document is DocumentKind.AUTO_REPLY and subject.facts.kind in _CONCERNED
