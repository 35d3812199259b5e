"""Blanks: what was to be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from replylint.facts import Blank
from replylint.facts.blanks import EXTENSION_BEFORE, SEAL
from replylint.model import Finding, Fix, Form, Insertion, Safety
from replylint.rules.base import Example, Rule, Subject, at

_KNOWN = {"name": "name", "title": "title", "organization": "organization"}


class Unfilled(Rule):
    """Every blank is filled in.

    > "I will be out of the office from MM/DD/YY— MM/DD/YY. … please contact (First name Last name) at (phone #) or (email)."

    In a template a variable is right and nothing is said; in a message that people get, it is a blank left standing.
    """

    id = "placeholder.unfilled"
    valid = (
        Example("I am out until 12/21/26. Please contact Dana Whitlock at 813-555-0142."),
        Example("I am out of office [and delighted about it!] until 12/21/26."),
        Example("I am out until {{ return_date }}.", template=True),
    )
    invalid = (
        Example("I will be out from 12/14/26 to MM/DD/YY."),
        Example("Call [Name] at XXX-XXXX."),
        Example("I am out until {{ return_date }}."),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find blanks in a text that is not a template."""
        if subject.document.template:
            return
        for blank in subject.facts.blanks:
            words = subject.facts.text[blank.span.start : blank.span.end]
            if blank.fact == SEAL:
                message = f'Put the picture of the {subject.settings.emblem} in place of "{words}".'
                yield at(blank.span, message)
                continue
            yield at(blank.span, f'Fill in "{words}".', _from_profile(subject, blank))


def _from_profile(subject: Subject, blank: Blank) -> Fix | None:
    """Return the correction for a blank in the signature, which the owner's profile may fill."""
    start, end = blank.span
    if start < subject.facts.body_end:
        return None
    if blank.fact == "signature":
        while start > 0 and subject.facts.text[start - 1] == " ":
            start -= 1
        return Fix(Safety.SAFE, insertions=(Insertion("signature-block", start, end, Form.BLOCK),))
    if blank.fact == "phone":
        extension = re.search(r"(?i)ext", blank.text) or EXTENSION_BEFORE.search(subject.facts.text[:start][-16:])
        return Fix(
            Safety.SAFE,
            insertions=(Insertion("extension-number" if extension else "office-phone", start, end, Form.WORDS),),
        )
    name = subject.facts.signature.name if subject.facts.signature else None
    if blank.fact == "name" and name is not None and name.span.start <= start and end <= name.span.end:
        start, end = name.span  # "Svetlana [Last name]" becomes the whole name
    if blank.fact in _KNOWN:
        return Fix(Safety.SAFE, insertions=(Insertion(_KNOWN[blank.fact], start, end, Form.WORDS),))
    return None


RULES = (Unfilled,)
