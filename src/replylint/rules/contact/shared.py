"""What the contact rules share: the messages they hold for, and the blanks they leave."""

from __future__ import annotations

from replylint.facts import Contact, Kind, Own
from replylint.model import DocumentKind
from replylint.rules.base import Subject

AUTO_REPLY = frozenset((DocumentKind.AUTO_REPLY,))


_CONCERNED = (Kind.ABSENCE, Kind.CLOSURE, Kind.DEPARTED)


def blank(subject: Subject, which: str, at: int) -> str:
    """Return a blank, or a joining word, in the language of the sentence around a character of the text."""
    facts = subject.facts
    sentence = next((item for item in facts.sentences if item.start <= at < item.end), None)
    words: str = (sentence.language if sentence else facts.language)["written"][which]
    return words


_BESIDE = 40
"""Characters between a name and the number that is given as the person's."""


def own_beside(subject: Subject, contact: Contact) -> Own | None:
    """Return the author's own number or address that stands where an otherwise unreachable person's should."""
    if contact.reachable or contact.phones or contact.name_span is None:
        return None
    end = contact.name_span.end
    for own in subject.facts.own_channels:
        between = subject.facts.text[end : own.span.start]
        if end <= own.span.start <= end + _BESIDE and not any(mark in between for mark in ".;\n"):
            return own
    return None


def is_concerned(subject: Subject) -> bool:
    """Say whether a document is an automatic reply that must send people to somebody."""
    return subject.facts.kind_of_document is DocumentKind.AUTO_REPLY and subject.facts.kind in _CONCERNED
