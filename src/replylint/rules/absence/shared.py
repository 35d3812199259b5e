"""What the absence rules share: the blanks for days, and how days are written."""

from __future__ import annotations

from datetime import date

from replylint.facts.absence import Stated
from replylint.model import DocumentKind
from replylint.rules.base import Subject
from replylint.visible import Span

AUTO_REPLY = frozenset((DocumentKind.AUTO_REPLY,))


FIRST, LAST, BACK = "first", "last", "back"


def blank_for(subject: Subject, which: str) -> str:
    """Return the blank for a day, in the language of the text."""
    words: str = subject.facts.language["written"][which]
    return words


def role_of(subject: Subject, stated: Stated) -> str:
    """Say which day of the absence a stated day is."""
    absence = subject.facts.absence
    if stated is absence.back:
        return BACK
    return FIRST if stated is absence.first else LAST


def shown(day: date) -> str:
    """Return a day as messages to people write it."""
    return f"{day:%B} {day.day}, {day.year}"


def written(subject: Subject, span: Span) -> str:
    """Return the words of a span on one line."""
    return " ".join(subject.facts.text[span.start : span.end].split())


def each_stated(subject: Subject) -> list[Stated]:
    """Return each stated day once, in the order of the text."""
    seen: dict[Span, Stated] = {}
    for stated in subject.facts.absence.stated:
        seen.setdefault(stated.span, stated)
    return [seen[span] for span in sorted(seen)]
