"""Internal and external tabs with the same message; text and HTML with the same facts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache

from replylint.facts import Facts
from replylint.facts.numbers import emails_in, phones_in
from replylint.model import Audience, Finding, Fix, Safety
from replylint.patterns import compiled
from replylint.rules.base import Example, Rule, Subject
from replylint.tables import digits, fold, squeeze

_WORD = compiled(r"[^\W_]+(?:['’][^\W_]+)*|[-/:@#$%&+*=<>|]|(?<=\d)[.,](?=\d)|,(?=\s*\d)|[.](?=\w)")
_BULLET = compiled(r"(?m)^[ \t]*(?:[•·◦▪*–-]|\d{1,2}[.)])[ \t]+")
_SPACED_DASH = compiled(r"\s*-+\s*")
_BY_HAND = Fix(Safety.MANUAL)
"""The plain form is made anew from the HTML; where it says what the HTML does not, its author must choose."""


@cache
def _words(text: str) -> tuple[str, ...]:
    """Return what a reader reads of a text: words, numbers, and the marks that carry meaning.

    Markup, wrapping, quote and dash styles, bullets, capitals and the points that end sentences do not count.
    """
    plain = fold(unicodedata.normalize("NFKC", text))
    plain = _BULLET.sub("", plain)
    plain = _SPACED_DASH.sub("-", squeeze(plain).lower())
    return tuple(match.group() for match in _WORD.finditer(fold(plain)))


def _pair(subject: Subject) -> tuple[Facts | None, Facts | None]:
    inside = next((facts for facts in subject.others if facts.document.audience is Audience.INTERNAL), None)
    outside = next((facts for facts in subject.others if facts.document.audience is Audience.EXTERNAL), None)
    return inside, outside


def _index(subject: Subject, facts: Facts) -> int:
    return next(number for number, item in enumerate(subject.others) if item is facts)


def _answers_outside(subject: Subject) -> bool:
    settings = subject.mailbox.settings if subject.mailbox else None
    return settings is None or settings.answers_outside is not False


def _says_something(facts: Facts | None) -> bool:
    return facts is not None and bool(facts.text.strip() or facts.document.pictures)


class Different(Rule):
    """Both tabs say the same.

    > Use both *internal* and *external* tabs with same message

    What a reader sees counts: words, numbers, names. Fonts, wrapping and quotation marks do not.
    """

    id = "parity.different"
    examines = "mailbox"
    valid = (
        Example(
            'I\'ll be out December 14-18. Contact the "duty planner".',
            external="I’ll be out December 14–18.\nContact the “duty planner”.",
        ),
        Example("I am out 12/14/26.", external=""),
    )
    invalid = (
        Example(
            "I am out 12/14/26 to 12/18/26. Call Dana Whitlock, 813-555-0142.",
            external="I am out 12/14/26 to 12/17/26. Call Dana Whitlock, 813-555-0142.",
        ),
        Example("I will be checking messages.", external="I will not be checking messages."),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find internal and external messages that differ to a reader."""
        inside, outside = _pair(subject)
        if (
            inside is None
            or outside is None
            or not (_says_something(inside) and _says_something(outside))
            or not _answers_outside(subject)
        ):
            return
        if _words(inside.text) == _words(outside.text):
            return
        yield Finding(
            f"Your two messages are different. {_difference(inside, outside)}", document=_index(subject, outside)
        )


def _difference(inside: Facts, outside: Facts) -> str:
    """Return in plain words which facts differ, or the first words that do."""
    said = []
    one, other = inside.absence, outside.absence
    if (one.first_day, one.last_day, one.return_day, one.until_day) != (
        other.first_day,
        other.last_day,
        other.return_day,
        other.until_day,
    ):
        said.append("The dates are not the same.")
    inner = {contact.name or contact.role for contact in inside.contacts}
    outer = {contact.name or contact.role for contact in outside.contacts}
    if inner - outer and not outer:
        said.append(f"People outside the {inside.settings.noun} do not see who to contact.")
    elif inner != outer:
        said.append("They name different people to contact.")
    elif [digits(phone.text) for phone in inside.phones] != [digits(phone.text) for phone in outside.phones]:
        said.append("The phone numbers are not the same.")
    if (inside.signature is None) != (outside.signature is None):
        said.append("Only one of them is signed.")
    if said:
        return " ".join(said)
    import difflib

    a, b = _words(inside.text), _words(outside.text)
    for tag, a1, a2, b1, b2 in difflib.SequenceMatcher(None, a[:600], b[:600], autojunk=False).get_opcodes():
        if tag != "equal":
            left, right = " ".join(a[a1 : a1 + 6][: a2 - a1]), " ".join(b[b1 : b1 + 6][: b2 - b1])
            if not left:
                return f'Only people outside read "{right}".'
            return f'Inside it says "{left}", outside "{right}".' if right else f'Only people inside read "{left}".'
    return "They differ near the end."


class MissingExternal(Rule):
    """The external tab has the message too.

    > Use both *internal* and *external* tabs with same message
    """

    id = "parity.missing-external"
    examines = "mailbox"
    valid = (Example("I am out 12/14/26.", external="I am out 12/14/26."),)
    invalid = (Example("I am out 12/14/26.", external=""),)

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find mailboxes that answer outside with nothing."""
        inside, outside = _pair(subject)
        if (
            outside is not None
            and _says_something(inside)
            and not _says_something(outside)
            and _answers_outside(subject)
        ):
            yield Finding(
                f"Copy the message to the external tab as well. People outside the {subject.settings.noun} get no message now.",
                document=_index(subject, outside),
            )


class MissingInternal(Rule):
    """The internal tab has the message too.

    > Use both *internal* and *external* tabs with same message
    """

    id = "parity.missing-internal"
    examines = "mailbox"
    valid = (Example("I am out 12/14/26.", external="I am out 12/14/26."),)
    invalid = (Example("", external="I am out 12/14/26."),)

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find mailboxes that answer colleagues with nothing."""
        inside, outside = _pair(subject)
        if inside is not None and not _says_something(inside) and _says_something(outside):
            yield Finding(
                "Copy the message to the internal tab as well. Your colleagues get no message now.",
                document=_index(subject, inside),
            )


class PlainHtmlDiffer(Rule):
    """The text and the HTML form of a message give the same facts.

    > Use both *internal* and *external* tabs with same message

    Mail programs send both and the reader's program picks one. Only numbers, addresses and dates are compared: the wording of the plain
    form is often the program's own.
    """

    id = "parity.plain-html-differ"
    valid = (Example("<p>I am out until 12/21/26.</p>", markup=True, plain="I am out until 12/21/26."),)
    invalid = (Example("<p>I am out until 12/21/26.</p>", markup=True, plain="I am out until 12/31/26."),)

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find facts that only one of the two forms has."""
        other = subject.document.alternative
        if other is None or not other.text.strip():
            return
        shown, plain = _facts_of(subject.facts.folded, subject), _facts_of(fold(other.text), subject)
        only_shown, only_plain = shown - plain, plain - shown
        if only_shown or only_plain:
            what = ", ".join(sorted(only_shown or only_plain)[:3])
            where = "HTML" if only_shown else "plain text"
            yield Finding(
                f"The HTML and the plain text of this message are different: {what} is only in the {where}. Write the message again, so that both are made anew.",
                fix=_BY_HAND if only_plain else None,
            )


def _facts_of(text: str, subject: Subject) -> set[str]:
    lang = subject.facts.language
    found = {phone.digits + (f" ext. {phone.extension}" if phone.extension else "") for phone in phones_in(text, lang)}
    found |= {text[span.start : span.end].lower() for span in emails_in(text)}
    return found | {
        match.group() for match in re.finditer(r"(?<![\d/.-])\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?(?![\d/]|\.\d)", text)
    }
