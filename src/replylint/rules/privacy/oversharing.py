"""Private matters in messages that outsiders read."""

from __future__ import annotations

from collections.abc import Iterator

from replylint.model import Audience, DocumentKind, Finding, Severity
from replylint.rules.base import Example, Rule, Subject, at, by_hand
from replylint.tables import clipped, squeeze

_LONGEST = 60
"""Characters of the author's words that a message quotes."""
_WHY = {
    "health": "People outside need to know when you are back, not why you are away.",
    "stay": "People outside need to know when you are back, not where you are staying.",
    "home": "It tells strangers that your home is empty.",
    "other": "People outside need not know it.",
    "number": "Everyone who writes to you gets this number. Give an office number.",
}
_KEPT = by_hand("you know best how to say it without the private part")


class Oversharing(Rule):
    """Keeps private matters out of messages that people outside read.

    > In all customer interactions, staff will be: Professional

    An automatic reply goes to everyone who writes, strangers and senders of spam included. It need
    not say that you or your family are ill, where you are staying, that nobody is home, or what
    your private telephone number is. Plain reasons ("on leave", "on vacation", "at a conference",
    "a doctor's appointment") are fine, and so is any reason in a message that only colleagues read.
    """

    id = "privacy.oversharing"
    kinds = frozenset((DocumentKind.AUTO_REPLY,))
    severity = Severity.NOTE
    valid = (
        Example("I am on leave from 12/14/26 to 12/18/26."),
        Example("I am at a conference in Savannah until 12/18/26."),
        Example("I have a doctor's appointment and am out this afternoon, 12/14/26."),
        Example("I am out until 12/18/26. For surgery permits call Dana Whitlock at 813-555-0142."),
        Example("I am in the field until 12/18/26. Call my city cell, 813-555-0140."),
    )
    invalid = (
        Example("I am on medical leave from 12/14/26 to 12/18/26."),
        Example("I am out for knee surgery until 12/18/26."),
        Example("I am at a conference until 12/18/26, staying at the Palmetto Inn."),
        Example("We are in Maine until 12/18/26, so our house is empty."),
        Example("I am out until 12/18/26. Call my personal cell, 813-555-0199."),
        Example("Debido a una operación de rodilla estaré fuera hasta el 18 de diciembre de 2026."),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find private matters in messages that outsiders read."""
        if subject.document.audience is Audience.INTERNAL:
            return
        for item in subject.facts.disclosures:
            words = clipped(squeeze(subject.facts.text[item.span.start : item.span.end]), _LONGEST)
            yield at(item.span, f'Leave out "{words}". {_WHY[item.kind]}', _KEPT)
