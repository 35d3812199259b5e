"""Courteous, honest, professional, respectful."""

from __future__ import annotations

import re
from collections.abc import Iterator

from replylint.facts.tone import Tone
from replylint.model import Edit, Finding, Fix, Safety, Severity
from replylint.rules.base import Example, Rule, Subject, at, replaced
from replylint.visible import Span


class Shouting(Rule):
    """Nothing is shouted.

    > In all customer interactions, staff will be: Courteous, Honest, Professional, Respectful

    Words in capitals and double exclamation marks sound angry.
    """

    id = "tone.shouting"
    severity = Severity.WARNING
    valid = (Example("OOO 12/14-12/18 (TDY, NIPR access only)! Call the PIO desk."),)
    invalid = (
        Example("Please call the clerk!!", fixed="Please call the clerk."),
        Example("PLEASE CONTACT THE CLERK.", fixed="Please contact the clerk."),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find words in capitals and doubled marks."""
        for tone in subject.facts.tones:
            words = subject.facts.text[tone.span.start : tone.span.end]
            if tone.kind == "marks":
                calm = "?" if "?" in words else "."
                yield at(
                    tone.span, f'One mark is enough; "{words}" sounds angry.', replaced(tone.span, calm, Safety.UNSAFE)
                )
            elif tone.kind == "capitals":
                yield at(
                    tone.span,
                    "Write in small letters. Capitals read as shouting.",
                    replaced(tone.span, _calm(words, subject, tone), Safety.UNSAFE),
                )


def _calm(words: str, subject: Subject, tone: Tone) -> str:
    """Return words in small letters, with capitals where sentences, names, months and abbreviations have them."""
    keep = {subject.facts.text[span.start : span.end] for span in subject.facts.names}
    names = {word.upper() for name in keep for word in name.split()}
    proper = {
        "JANUARY",
        "FEBRUARY",
        "MARCH",
        "APRIL",
        "MAY",
        "JUNE",
        "JULY",
        "AUGUST",
        "SEPTEMBER",
        "OCTOBER",
        "NOVEMBER",
        "DECEMBER",
        "MONDAY",
        "TUESDAY",
        "WEDNESDAY",
        "THURSDAY",
        "FRIDAY",
        "SATURDAY",
        "SUNDAY",
        "CHRISTMAS",
        "THANKSGIVING",
        "EASTER",
    }
    city = {word.upper() for word in re.findall(r"[^\W\d_]+", subject.settings.organization) if word[0].isupper()}

    def small(match: re.Match[str]) -> str:
        word = match.group()
        if word in proper or word in names or word in city:
            return word.capitalize()
        if word.split("'")[0] == "I":
            return "I" + word[1:].lower()
        if len(word) <= 3 and word in ("OOO", "PTO", "TDY", "HR", "IT", "EOD", "FL", "US", "USA", "ASAP", "TBD"):
            return word
        return word.lower()

    calm = re.sub(r"[^\W\d_]+(?:'[^\W\d_]+)?", small, words)
    begins = not subject.facts.text[tone.sentence.start : tone.span.start].strip(" \"'(*-")
    return calm[:1].upper() + calm[1:] if begins else calm


class Discourteous(Rule):
    """Nobody is blamed, sent away or called names.

    > In all customer interactions, staff will be: Courteous, Honest, Professional, Respectful
    """

    id = "tone.discourteous"
    severity = Severity.WARNING
    valid = (Example("Please contact Carl Ames at 813-555-0138."),)
    invalid = (
        Example("I am out until 12/21/26. Figure it out.", fixed="I am out until 12/21/26."),
        Example(
            "I am out until 12/21/26. You're on your own. Dana Whitlock can help: 813-555-0142.",
            fixed="I am out until 12/21/26. Dana Whitlock can help: 813-555-0142.",
        ),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find rude words."""
        yield from _found(subject, "discourteous", "Say this kindly, or leave it out.")


class Joking(Rule):
    """The message is serious about its purpose.

    > In all customer interactions, staff will be: Courteous, Honest, Professional, Respectful

    A joke that amuses a colleague puzzles a citizen who needs a permit.
    """

    id = "tone.joking"
    severity = Severity.WARNING
    valid = (Example("I am out until 12/21/26, with limited access to e-mail."),)
    invalid = (Example("I am out until 12/21/26. LOL.", fixed="I am out until 12/21/26."),)

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find jokes and slang."""
        yield from _found(subject, "joking", "Leave the joke out. Not everybody who writes to you will see it as one.")


def _found(subject: Subject, kind: str, message: str) -> Iterator[Finding]:
    said: set[Span] = set()
    for tone in subject.facts.tones:
        if tone.kind != kind or tone.sentence in said:
            continue
        if tone.kinder:
            opens = subject.facts.text[tone.span.start : tone.span.start + 1].isupper()
            kinder = tone.kinder[0].upper() + tone.kinder[1:] if opens else tone.kinder
            yield at(tone.span, message, replaced(tone.span, kinder, Safety.UNSAFE))
            continue
        said.add(tone.sentence)
        yield at(tone.span, message, _without_sentence(subject, tone))


def _without_sentence(subject: Subject, tone: Tone) -> Fix | None:
    """Return the correction that leaves the sentence out, if it says nothing that a reader needs."""
    facts = subject.facts
    needed = (
        [item.span for item in facts.absence.stated]
        + [contact.span for contact in facts.contacts]
        + list(facts.absence.vague)
        + [phone.span for phone in facts.phones]
    )
    start, end = tone.sentence
    if any(start <= span.start < end for span in needed) or (facts.promise and start <= facts.promise.start < end):
        short = Span(*tone.span)
        if kind_is_marginal(facts.text[short.start : short.end]):
            return Fix(Safety.UNSAFE, (_cut(facts.text, short),))
        return None
    return Fix(Safety.UNSAFE, (_cut(facts.text, tone.sentence),))


def kind_is_marginal(words: str) -> bool:
    """Say whether words can go without leaving a hole: a smiley, "lol"."""
    return bool(re.fullmatch(r"(?i)\W+\w?|lol|lmao|haha+|jaja+|jk|ha ha|xd", words.strip()))


def _cut(text: str, span: Span) -> Edit:
    start, end = span
    while start > 0 and text[start - 1] in " \t":
        start -= 1
    if start == 0 or text[start - 1] == "\n":
        start = span.start
        while end < len(text) and text[end] in " \t":
            end += 1
    return Edit(start, end, "")


RULES = (Shouting, Discourteous, Joking)
