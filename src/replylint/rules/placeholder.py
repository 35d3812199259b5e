"""Blanks: what was to be filled in."""

from __future__ import annotations

from collections.abc import Iterator

from replylint.model import Finding, Fix, Form, Insertion, Safety
from replylint.rules.base import Example, Rule, Subject, at

_KNOWN = {"name": "name", "title": "title", "phone": "phone", "signature": "signature", "organization": "organization"}


class Unfilled(Rule):
    """Every blank is filled in.

    > "I will be out of the office from MM/DD/YY— MM/DD/YY. … please contact (First name Last name) at (phone #) or (email)."

    In a template a variable is right and nothing is said; in a message that people get, it is a blank left standing.
    """

    id = "placeholder.unfilled"
    valid = (Example("I am out of office [and delighted about it!] until 12/21/26."), Example("I am out until {{ return_date }}.", template=True))
    invalid = (Example("I will be out from 12/14/26 to MM/DD/YY."), Example("Call [Name] at XXX-XXXX."), Example("I am out until {{ return_date }}."))

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find blanks in a text that is not a template."""
        if subject.document.template:
            return
        for blank in subject.facts.blanks:
            words = subject.facts.text[blank.span.start : blank.span.end]
            fix = None
            if _is_own(subject, blank.span.start) and blank.fact in _KNOWN:
                fix = Fix(Safety.SAFE, insertion=Insertion(_KNOWN[blank.fact], blank.span.start, blank.span.end, Form.WORDS))
            yield at(blank.span, f'Fill in "{words}".', fix)


def _is_own(subject: Subject, place: int) -> bool:
    """Say whether a blank stands in the signature, so that the owner's profile can fill it."""
    return place >= subject.facts.body_end


RULES = (Unfilled,)
