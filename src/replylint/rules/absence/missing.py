"""What an absence does not say: its first day, its last day, that people will be answered."""

from __future__ import annotations

import re
from collections.abc import Iterator

from replylint.facts import Kind
from replylint.model import Edit, Finding, Fix, Insertion, Safety, Severity
from replylint.rules.absence.shared import (
    AUTO_REPLY,
    FIRST,
    LAST,
    blank_for,
    written,
)
from replylint.rules.base import Example, Rule, Subject, at


class MissingDates(Rule):
    """Says which days you are out.

    > Include dates out and who to contact if immediate assistance is needed

    Without a date nobody can tell whether to wait for you or to ask somebody else.
    """

    id = "absence.missing-dates"
    kinds = AUTO_REPLY
    valid = (
        Example("I will be out of the office from 12/14/26 — 12/18/26."),
        Example("I am out of the office and will be back on December 21."),
        Example("We are closed on December 24."),
        Example("I no longer work for the city."),
        Example("I am out of the office from {{ first_day }} to {{ last_day }}.", template=True),
    )
    invalid = (
        Example(
            "I am out of the office.",
            fixed="I will be out of the office from [first day out] to [last day out]. I am out of the office.",
        ),
        Example("I am on leave until further notice."),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find an absence with neither a beginning nor an end."""
        absence = subject.facts.absence
        if not subject.is_absence or absence.states_start or absence.states_end or subject.stands_in("date"):
            return
        if absence.vague:
            words = written(subject, absence.vague[0])
            yield at(absence.vague[0], f'Say which days you are out. Right now the message says only "{words}".')
        else:
            fix = Fix(Safety.SAFE, insertion=Insertion("dates", opening(subject), opening(subject)))
            yield Finding("Say which days you are out: the first day and the last day.", fix=fix)


def opening(subject: Subject) -> int:
    """Return where the text proper begins, after a greeting and thanks for the message."""
    at_start = 0
    for sentence in subject.facts.sentences[:3]:
        if (
            re.match(
                r"(?:hello|hi|hey|dear|greetings|good (?:morning|afternoon|day)|hola|estimad\w+|buen[oa]s)\b",
                sentence.lowered,
            )
            and len(sentence.lowered) < 60
        ) or (re.match(r"(?:thank you|thanks|gracias)\b", sentence.lowered) and len(sentence.lowered) < 90):
            at_start = sentence.end
        else:
            break
    text = subject.facts.text
    while at_start < len(text) and text[at_start] in " \t,":
        at_start += 1
    return at_start


class MissingFirstDay(Rule):
    """Says on which day your absence begins.

    > *Example:* "I will be out of the office from MM/DD/YY— MM/DD/YY."

    People who wrote before you left want to know whether you saw their message.
    """

    id = "absence.missing-first-day"
    kinds = AUTO_REPLY
    severity = Severity.WARNING
    valid = (
        Example("I am out from 12/14/26 to 12/18/26."),
        Example("I am out today."),
        Example("I am away from my desk until 2 pm today."),
    )
    invalid = (
        Example(
            "I am out of the office until 12/21/26.",
            fixed="I am out of the office from [first day out] until 12/21/26.",
        ),
        Example("OOO thru Fri 12/18.", fixed="OOO from [first day out] thru Fri 12/18."),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find an absence with an end and no beginning."""
        absence = subject.facts.absence
        if not subject.is_absence or absence.states_start or not absence.states_end or subject.stands_in("date"):
            return
        stated = absence.last or absence.until or absence.back
        if stated and stated.mention.shape == "today":
            return
        fix = None
        place = _behind_cue(subject)
        if place is not None:
            words = blank_for(subject, "from") + blank_for(subject, FIRST)
            fix = Fix(Safety.SAFE, (Edit(place, place, words),))
        span = stated.span if stated else (absence.vague[0] if absence.vague else None)
        message = "Say on which day your absence begins. Right now the message says only when it ends."
        yield at(span, message, fix) if span else Finding(message, fix=fix)


def _behind_cue(subject: Subject) -> int | None:
    """Return the place after the first words that say somebody is away: `I am out of the office| until …`."""
    for sentence in subject.facts.sentences:
        cue = sentence.language.pattern("absence", "cue").search(sentence.lowered)
        if cue and not re.match(r"\s*(?:from|starting|beginning|desde|del)\b", sentence.lowered[cue.end() :]):
            return sentence.start + cue.end()
    return None


class MissingLastDay(Rule):
    """Says when you are back.

    > *Example:* "I will be out of the office from MM/DD/YY— MM/DD/YY."

    A reply that only says when you left sounds as if you were gone for good. A day back counts as well.
    """

    id = "absence.missing-last-day"
    kinds = AUTO_REPLY
    valid = (
        Example("I am out from 12/14/26 to 12/18/26."),
        Example("I am out from 12/14/26 and back on 12/21/26."),
        Example("I am out until Monday."),
    )
    invalid = (
        Example(
            "I will be out of the office starting 12/14/26.",
            fixed="I will be out of the office starting 12/14/26 to [last day out].",
        ),
        Example("Estaré fuera de la oficina desde el 14 de diciembre."),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find an absence with a beginning and no end."""
        absence = subject.facts.absence
        if (
            not subject.is_absence
            or not absence.states_start
            or absence.states_end
            or subject.stands_in("date")
            or absence.first is None
        ):
            return
        words = blank_for(subject, "to") + blank_for(subject, LAST)
        end = absence.first.span.end
        fix = None
        if not any(not subject.facts.text[end : span.start].strip(" ,") for span in absence.vague if span.start >= end):
            fix = Fix(Safety.SAFE, (Edit(end, end, words),))  # else `absence.vague-date` puts a day there
        yield at(
            absence.first.span, "Say when you are back. Right now the message says only when your absence begins.", fix
        )


class MissingReplyPromise(Rule):
    """Says that the sender will be answered.

    > "I will reply to your message at my earliest opportunity once I return."
    """

    id = "absence.missing-reply-promise"
    kinds = AUTO_REPLY
    severity = Severity.WARNING
    valid = (
        Example(
            "I am out from 12/14/26 to 12/18/26. I will reply to your message at my earliest opportunity once I return."
        ),
        Example("We are closed on December 24."),
    )
    invalid = (
        Example(
            "I am out from 12/14/26 to 12/18/26.",
            fixed="I am out from 12/14/26 to 12/18/26. I will reply to your message at my earliest opportunity once I return.",
        ),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find an absence that does not say when the sender will be answered."""
        if not subject.is_absence or subject.facts.kind is not Kind.ABSENCE or subject.facts.promise is not None:
            return
        place = _after_dates(subject)
        fix = Fix(Safety.SAFE, insertion=Insertion("promise", place, place))
        yield Finding(
            'Say that you will reply, for example "I will reply to your message at my earliest opportunity once I return."',
            fix=fix,
        )


def _after_dates(subject: Subject) -> int:
    """Return the end of the sentence with the last date, or of the first sentence."""
    sentences = subject.facts.sentences
    stated = subject.facts.absence.stated
    places = [item.span.start for item in stated] + [
        blank.span.start for blank in subject.facts.blanks if blank.fact == "date"
    ]
    last = max((place for place in places if place < subject.facts.body_end), default=None)
    for sentence in sentences:
        if last is not None and sentence.start <= last < sentence.end:
            return sentence.end
    return sentences[0].end if sentences else 0
