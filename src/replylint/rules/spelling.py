"""Spell-check."""

from __future__ import annotations

import re
from collections.abc import Iterator

from replylint.model import Edit, Finding, Fix, Safety, Severity
from replylint.patterns import compiled
from replylint.rules.base import Example, Rule, Subject, at, replaced
from replylint.visible import Span


class Misspelling(Rule):
    """Every word is spelled right.

    > Use Spell-Check

    Only words that are certainly wrong are reported: known misspellings, and unknown words one slip away from a common one.
    Names, places, abbreviations and words of the policy or the staff list are left alone.
    """

    id = "spelling.misspelling"
    valid = (
        Example("I will be out of the office until Friday. Thank you for your patience."),
        Example("I apologise for any inconvenience: please ring Siân Llewellyn-Davies at the Aberystwyth centre."),
        Example("Munis, Laserfiche and ArcGIS tickets go to Siddharth Venkataraghavan (svenkat@example.com)."),
    )
    invalid = (
        Example("I am out untill Friday.", fixed="I am out until Friday."),
        Example("Thank you for your patiance.", fixed="Thank you for your patience."),
        Example(
            "Estaré fuera de la ofisina hasta el lunes 14 de diciembre.",
            fixed="Estaré fuera de la oficina hasta el lunes 14 de diciembre.",
        ),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find words that are certainly misspelled."""
        for item in subject.facts.misspellings:
            fix, span = replaced(item.span, item.right), item.span
            if article := _article_before(subject.facts.text, item.span, item.right):
                fix, span = fix._replace(edits=(article, *fix.edits)), Span(article.start, item.span.end)
            yield at(span, f'"{item.word}" is misspelled. Write "{item.right}".', fix)


def _article_before(text: str, word: Span, right: str) -> Edit | None:
    """Return the edit of the article before a word that needs another one once it is spelled right: `a emergancy`, `an fire`."""
    match = _ARTICLE.search(text, max(0, word.start - _LONGEST_ARTICLE), word.start)
    if match is None or _BY_SOUND.match(right):
        return None
    wanted = "an" if right[0].lower() in "aeiou" else "a"
    if match[1].lower() == wanted:
        return None
    return Edit(match.start(1), match.end(1), wanted.capitalize() if match[1][0].isupper() else wanted)


_LONGEST_ARTICLE = 4
_ARTICLE = compiled(r"(?<!\w)(an?) \Z", re.IGNORECASE)
_BY_SOUND = compiled(r"(?:h(?:our|onest|onor|eir)|u(?:ni|se|su|ti)|eu|one|once)", re.IGNORECASE)
"""Words whose first letter does not tell which article they take."""


class Confused(Rule):
    """The right word is in its place.

    > Use Spell-Check

    No spell-checker finds a word that exists: "form 9/9" for "from 9/9".
    """

    id = "spelling.confused-word"
    severity = Severity.WARNING
    valid = (Example("Please fill in the form. I am out from 12/14/26 to 12/18/26."),)
    invalid = (
        Example("I am out form 12/14/26 to 12/18/26.", fixed="I am out from 12/14/26 to 12/18/26."),
        Example("Sorry for any trouble this may of caused.", fixed="Sorry for any trouble this may have caused."),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find words that exist and do not belong where they stand."""
        for item in subject.facts.confused_words:
            right = item.right.capitalize() if item.word[:1].isupper() else item.right
            yield at(
                item.span,
                f'Write "{right}", not "{item.word}" ({item.why}).',
                replaced(item.span, right, Safety.UNSAFE),
            )


class Repeated(Rule):
    """No word is written twice in a row by mistake.

    > Use Spell-Check

    "I will reply when when I return." A spell-checker underlines the second word, but only while the author types.
    Words that can be repeated on purpose ("had had", "log in in the morning") and names ("Bora Bora") are left alone.
    """

    id = "spelling.repeated-word"
    severity = Severity.WARNING
    valid = (
        Example("I will reply when I return to the office."),
        Example("I had had enough of that that day. Stop by by noon, or log in in the morning."),
        Example("Will will cover for me while I am in Walla Walla."),
    )
    invalid = (
        Example("I will reply when when I return.", fixed="I will reply when I return."),
        Example("I am out of the the office.", fixed="I am out of the office."),
        Example("Estaré fuera de de la oficina.", fixed="Estaré fuera de la oficina."),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find words that are written twice in a row and can only be meant once."""
        for item in subject.facts.repeated_words:
            message = f'Delete the second "{item.word}".'
            if item.times > 2:
                message = f'Write "{item.word}" once, not {item.times} times.'
            fix = Fix(Safety.SAFE, (Edit(item.extra.start, item.extra.end, ""),))
            yield at(item.span, message, fix)


RULES = (Misspelling, Confused, Repeated)
