"""Dates out: when somebody is away, so that people know when to expect them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from replylint.facts import Kind
from replylint.facts.absence import Problem, Stated
from replylint.model import DocumentKind, Edit, Finding, Fix, Insertion, Safety, Severity
from replylint.rules.base import Example, Rule, Subject, at, replaced
from replylint.visible import Span

_AUTO_REPLY = frozenset((DocumentKind.AUTO_REPLY,))

FIRST, LAST, BACK = "first", "last", "back"
"""The days of an absence, as blanks and snippets name them."""

_BLANKS = {
    "en": {FIRST: "[first day out]", LAST: "[last day out]", BACK: "[day back]", "span": "from [first day out] to [last day out]"},
    "es": {FIRST: "[primer día fuera]", LAST: "[último día fuera]", BACK: "[día de regreso]", "span": "del [primer día fuera] al [último día fuera]"},
}


def blank_for(subject: Subject, which: str) -> str:
    """Return the blank for a day, in the language of the text."""
    return _BLANKS[subject.facts.language.code][which]


def _role(subject: Subject, stated: Stated) -> str:
    absence = subject.facts.absence
    if stated is absence.back:
        return BACK
    return FIRST if stated is absence.first else LAST


def _day(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"


def _written(subject: Subject, span: Span) -> str:
    return " ".join(subject.facts.text[span.start : span.end].split())


class MissingDates(Rule):
    """Says which days you are out.

    > Include dates out and who to contact if immediate assistance is needed

    Without a date nobody can tell whether to wait for you or to ask somebody else.
    """

    id = "absence.missing-dates"
    kinds = _AUTO_REPLY
    valid = (
        Example("I will be out of the office from 12/14/26 — 12/18/26."),
        Example("I am out of the office and will be back on December 21."),
        Example("We are closed on December 24."),
        Example("I no longer work for the city."),
        Example("I am out of the office from {{ first_day }} to {{ last_day }}.", template=True),
    )
    invalid = (
        Example("I am out of the office.", fixed="I will be out of the office from [first day out] to [last day out]. I am out of the office."),
        Example("I am on leave until further notice."),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find an absence with neither a beginning nor an end."""
        absence = subject.facts.absence
        if not subject.is_absence or absence.states_start or absence.states_end or subject.stands_in("date"):
            return
        if absence.vague:
            words = _written(subject, absence.vague[0])
            yield at(absence.vague[0], f'Say which days you are out. Right now the message says only "{words}".')
        else:
            fix = Fix(Safety.SAFE, insertion=Insertion("dates", opening(subject), opening(subject)))
            yield Finding("Say which days you are out: the first day and the last day.", fix=fix)


def opening(subject: Subject) -> int:
    """Return where the text proper begins, after a greeting and thanks for the message."""
    at_start = 0
    for sentence in subject.facts.sentences[:3]:
        if re.match(r"(?:hello|hi|hey|dear|greetings|good (?:morning|afternoon|day)|hola|estimad\w+|buen[oa]s)\b", sentence.lowered) and len(sentence.lowered) < 60:
            at_start = sentence.end
        elif re.match(r"(?:thank you|thanks|gracias)\b", sentence.lowered) and len(sentence.lowered) < 90:
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
    kinds = _AUTO_REPLY
    severity = Severity.WARNING
    valid = (Example("I am out from 12/14/26 to 12/18/26."), Example("I am out today."))
    invalid = (
        Example("I am out of the office until 12/21/26.", fixed="I am out of the office from [first day out] until 12/21/26."),
        Example("OOO thru Fri 12/18.", fixed="OOO from [first day out] thru Fri 12/18."),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find an absence with an end and no beginning."""
        absence = subject.facts.absence
        if not subject.is_absence or absence.states_start or not absence.states_end or subject.stands_in("date"):
            return
        stated = absence.last or absence.until or absence.back
        fix = None
        place = _behind_cue(subject)
        if place is not None:
            words = {"en": " from ", "es": " desde el "}[subject.facts.language.code]
            fix = Fix(Safety.SAFE, (Edit(place, place, f"{words}{blank_for(subject, FIRST)}"),))
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
    kinds = _AUTO_REPLY
    valid = (Example("I am out from 12/14/26 to 12/18/26."), Example("I am out from 12/14/26 and back on 12/21/26."), Example("I am out until Monday."))
    invalid = (
        Example("I will be out of the office starting 12/14/26.", fixed="I will be out of the office starting 12/14/26 to [last day out]."),
        Example("Estaré fuera de la oficina desde el 14 de diciembre."),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find an absence with a beginning and no end."""
        absence = subject.facts.absence
        if not subject.is_absence or not absence.states_start or absence.states_end or subject.stands_in("date") or absence.first is None:
            return
        words = {"en": " to ", "es": " hasta el "}[subject.facts.language.code]
        end = absence.first.span.end
        fix = Fix(Safety.SAFE, (Edit(end, end, f"{words}{blank_for(subject, LAST)}"),))
        yield at(absence.first.span, "Say when you are back. Right now the message says only when your absence begins.", fix)


class VagueDate(Rule):
    """Names days, not "next week".

    > Include dates out and who to contact if immediate assistance is needed

    Your message is read on days when "next week" has come to mean another week.
    """

    id = "absence.vague-date"
    kinds = _AUTO_REPLY
    severity = Severity.WARNING
    valid = (Example("I am out from 12/14/26 to 12/18/26."), Example("I am out the week of December 14."))
    invalid = (
        Example("I am out of the office next week.", fixed="I am out of the office from [first day out] to [last day out]."),
        Example("I am on leave and will return in mid-February.", fixed="I am on leave and will return on [day back]."),
        Example("I am out until further notice.", fixed="I am out until [last day out]."),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find words that name a time and no day."""
        absence = subject.facts.absence
        if not subject.is_absence or (not absence.states_start and not absence.states_end and not subject.stands_in("date") and not absence.vague):
            return
        for span in absence.vague:
            words = _written(subject, span)
            yield at(span, f'Name the day. "{words}" means something else to everybody who reads it.', _day_for_vague(subject, span))


def _day_for_vague(subject: Subject, span: Span) -> Fix:
    text = subject.facts.folded
    words = text[span.start : span.end].lower()
    before = text[max(0, span.start - 40) : span.start].lower()
    lead = re.search(r"(?:\b(in|for|during|over|en|por|a)\s+)$", before)
    start = span.start - (len(lead.group(0)) if lead else 0)
    sentence = next((item for item in subject.facts.sentences if item.start <= span.start < item.end), None)
    language = sentence.language if sentence else subject.facts.language
    until = re.match(rf"(?:{language['dates']['until']}|{language['dates']['through'].split('|')[0].strip('(?:')})\b", words)
    ends = re.search(rf"\b(?:{language['dates']['until']}|through|thru)\s+(?:the\s+|el\s+|la\s+)?$", before)
    if until:
        return replaced(Span(span.start + until.end(), span.end), f" {blank_for(subject, LAST)}", Safety.UNSAFE)
    if ends:
        return replaced(span, blank_for(subject, LAST), Safety.UNSAFE)
    if language.pattern("absence", "back").search(before):
        on = "" if re.search(r"\b(?:on|el)\s+$", before) else {"en": "on ", "es": "el "}[language.code]
        return replaced(Span(start, span.end), f"{on}{blank_for(subject, BACK)}", Safety.UNSAFE)
    return replaced(Span(start, span.end), blank_for(subject, "span"), Safety.UNSAFE)


class WeekdayMismatch(Rule):
    """The weekday belongs to the date.

    > Include dates out and who to contact if immediate assistance is needed

    Readers cannot know whether the weekday or the number is right; only you do.
    """

    id = "absence.weekday-mismatch"
    kinds = _AUTO_REPLY
    valid = (Example("I am out Tuesday, February 29, 2028.", written_on=date(2028, 2, 25)),)
    invalid = (
        Example("I am out until Friday, June 21, 2025.", written_on=date(2025, 6, 2), fixed="I am out until [last day out]."),
        Example("Back in the office Tues. 5/11.", written_on=date(2026, 5, 5), fixed="Back in the office [day back]"),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find dates that fall on another weekday than the one named."""
        if not subject.is_absence:
            return
        for stated in _each(subject):
            if stated.mismatch and stated.day and stated.mention.weekday is not None:
                named = _WEEKDAYS[stated.mention.weekday]
                message = f"{_day(stated.day)} is a {_WEEKDAYS[stated.day.weekday()]}, not a {named}. Check which one is right."
                yield at(stated.span, message, replaced(stated.span, blank_for(subject, _role(subject, stated)), Safety.UNSAFE))


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _each(subject: Subject) -> list[Stated]:
    """Return each stated day once, in the order of the text."""
    seen: dict[Span, Stated] = {}
    for stated in subject.facts.absence.stated:
        seen.setdefault(stated.span, stated)
    return [seen[span] for span in sorted(seen)]


class EndBeforeStart(Rule):
    """The days are in order: first day, last day, day back.

    > Include dates out and who to contact if immediate assistance is needed

    Often only the year was forgotten at the turn of the year.
    """

    id = "absence.end-before-start"
    kinds = _AUTO_REPLY
    valid = (Example("I am out from 12/21/26 to 01/04/27."),)
    invalid = (
        Example("I am out from 12/21/26 to 01/04/26.", fixed="I am out from 12/21/26 to [last day out]."),
        Example("I am out from 12/14/26 to 12/18/26, back on 12/16/26."),
        Example("I am out 12/14/2026 to 12/18/2062."),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find an end before the beginning, a return before the end, and absences of years."""
        absence = subject.facts.absence
        if not subject.is_absence:
            return
        first, last, back = absence.first, absence.last, absence.back
        if Problem.END_BEFORE_START in absence.problems and first and last and first.day and last.day:
            message = f"The last day, {_day(last.day)}, is before the first day, {_day(first.day)}. Check the year."
            yield at(last.span, message, replaced(last.span, blank_for(subject, LAST), Safety.UNSAFE))
        if Problem.IMPLAUSIBLE_SPAN in absence.problems and first and last and first.day and last.day:
            years = (last.day - first.day).days // 365
            message = f"From {_day(first.day)} to {_day(last.day)} is {years} years. Check the year."
            yield at(last.span, message, replaced(last.span, blank_for(subject, LAST), Safety.UNSAFE))
        if Problem.RETURN_BEFORE_END in absence.problems and back and back.day:
            message = f"You say you are back on {_day(back.day)}, while you are still out. Check the dates."
            yield at(back.span, message, replaced(back.span, blank_for(subject, BACK), Safety.UNSAFE))


class ImpossibleDate(Rule):
    """The date exists.

    > Include dates out and who to contact if immediate assistance is needed
    """

    id = "absence.impossible-date"
    kinds = _AUTO_REPLY
    valid = (Example("I am out on 02/29/2028.", written_on=date(2028, 2, 1)),)
    invalid = (
        Example("On annual leave 15 June to 31 June.", written_on=date(2026, 6, 12), fixed="On annual leave 15 June to [last day out]."),
        Example("I am out 02/30/27.", fixed="I am out [first day out]."),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find days that no calendar has."""
        if not subject.is_absence:
            return
        for stated in _each(subject):
            if stated.impossible:
                words = _written(subject, stated.span)
                yield at(stated.span, f'There is no such day as "{words}". Check the date.', replaced(stated.span, blank_for(subject, _role(subject, stated)), Safety.UNSAFE))


class Past(Rule):
    """The absence is not over already.

    > Include dates out and who to contact if immediate assistance is needed

    An old reply that is still switched on sends people away from somebody who is back.
    """

    id = "absence.past"
    kinds = _AUTO_REPLY
    valid = (Example("I am out from 12/14/26 to 12/18/26."), Example("I am out 12/11/26."))
    invalid = (Example("I am out of the office until June 21, 2024.", fixed="I am out of the office until [last day out]."),)

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find absences of which every day lies before the day of judging."""
        absence = subject.facts.absence
        latest = absence.latest
        if not subject.is_absence or latest is None or latest >= subject.today or Problem.END_BEFORE_START in absence.problems:
            return
        if any(stated.mismatch or stated.impossible for stated in absence.stated):
            return  # the wrong date speaks already
        edits = tuple(Edit(item.span.start, item.span.end, blank_for(subject, _role(subject, item))) for item in _each(subject))
        message = f"These dates are over: the last one is {_day(latest)}. Switch the reply off, or give the new dates."
        last = max(_each(subject), key=lambda item: item.day or date.min)
        yield at(last.span, message, Fix(Safety.UNSAFE, edits))


class AmbiguousDate(Rule):
    """The day and the month cannot be mistaken for each other.

    > *Example:* "I will be out of the office from MM/DD/YY— MM/DD/YY."

    Where readers of several countries write to you, 03/04 is March 4 to some and April 3 to others. A pack that settles the order
    (`date_order`) silences this.
    """

    id = "absence.ambiguous-date"
    kinds = _AUTO_REPLY
    severity = Severity.NOTE
    valid = (Example("I am out until 03/14/27.", settings={"date_order": ""}), Example("I am out until 03/04/27."))
    invalid = (Example("I am out until 03/04/27.", settings={"date_order": ""}),)

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find numeric dates that read both ways, in a text whose other dates do not settle it."""
        stated = _each(subject)
        if not subject.is_absence or subject.settings.date_order or any(item.mention.numbers and max(item.mention.numbers) > 12 for item in stated):
            return
        for item in stated:
            if item.open_order:
                yield at(item.span, f'"{_written(subject, item.span)}" can be read two ways. Write the month as a word.')


class MissingReplyPromise(Rule):
    """Says that the sender will be answered.

    > "I will reply to your message at my earliest opportunity once I return."
    """

    id = "absence.missing-reply-promise"
    kinds = _AUTO_REPLY
    severity = Severity.WARNING
    valid = (
        Example("I am out from 12/14/26 to 12/18/26. I will reply to your message at my earliest opportunity once I return."),
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
        yield Finding('Say that you will reply, for example "I will reply to your message at my earliest opportunity once I return."', fix=fix)


def _after_dates(subject: Subject) -> int:
    """Return the end of the sentence with the last date, or of the first sentence."""
    sentences = subject.facts.sentences
    stated = subject.facts.absence.stated
    places = [item.span.start for item in stated] + [blank.span.start for blank in subject.facts.blanks if blank.fact == "date"]
    last = max((place for place in places if place < subject.facts.body_end), default=None)
    for sentence in sentences:
        if last is not None and sentence.start <= last < sentence.end:
            return sentence.end
    return sentences[0].end if sentences else 0


RULES = (MissingDates, MissingFirstDay, MissingLastDay, VagueDate, WeekdayMismatch, EndBeforeStart, ImpossibleDate, Past, AmbiguousDate, MissingReplyPromise)
