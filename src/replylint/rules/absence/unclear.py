"""Dates that a reader cannot be sure of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from replylint.facts.mentions import Mention
from replylint.model import Finding, Fix, Safety, Severity
from replylint.rules.absence.shared import (
    AUTO_REPLY,
    BACK,
    LAST,
    each_stated,
    written,
)
from replylint.rules.base import Example, Rule, Subject, at, by_hand, replaced
from replylint.visible import Span


class VagueDate(Rule):
    """Gives dates, not "next week".

    > Include dates out and who to contact if immediate assistance is needed

    People read your message on days when "next week" means another week.
    """

    id = "absence.vague-date"
    kinds = AUTO_REPLY
    severity = Severity.WARNING
    valid = (Example("I am out from 12/14/26 to 12/18/26."), Example("I am out the week of December 14."))
    invalid = (
        Example(
            "I am out of the office next week.", fixed="I am out of the office from [first day out] to [last day out]."
        ),
        Example("I am on leave and will return in mid-February.", fixed="I am on leave and will return on [day back]."),
        Example("I am out until further notice.", fixed="I am out until [last day out]."),
        Example("I am out from 12/14/26 and return around December 21."),
        Example("I am out today and back tomorrow."),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find words that name a time and no day."""
        absence = subject.facts.absence
        if not subject.is_absence or (
            not absence.states_start and not absence.states_end and not subject.stands_in("date") and not absence.vague
        ):
            return
        yield from _approximate(subject)
        yield from _relative(subject)
        named = [stated for stated in (absence.first, absence.last or absence.back) if stated and stated.day]
        if len(named) == 2 and not any(stated.span in absence.vague for stated in named):
            return  # the days are named; "our newsletter comes out in March" speaks of something else
        ends = [item.span for item in (absence.last, absence.back, absence.until) if item and item.day]
        for span in _joined(absence.vague, subject.facts.folded):
            if ends and span not in ends and not absence.states_start and not absence.vague_end:
                continue  # `absence.missing-first-day` asks for the day
            words = written(subject, span)
            named_span, fix = _day_for_vague(subject, span)
            if _asks_elsewhere(subject, span):
                fix = by_hand("only you know the day")
            elif not _is_for_days(subject, named_span, fix):
                fix = by_hand("the sentence is not made for a date; only you know the days")
            if _is_of_a_longer_stretch(subject, span):
                fix = by_hand("it is part of a longer stretch of time; only you know its first and last day")
            yield at(named_span, f'Give the date. "{words}" means different days to different readers.', fix)


def writes_both_days(subject: Subject, span: Span) -> bool:
    """Return True if blanks for the first and the last day take the place of words that name no day."""
    named, fix = _day_for_vague(subject, span)
    return _has_both_days(subject, span, fix) and _is_for_days(subject, named, fix)


def _has_both_days(subject: Subject, span: Span, fix: Fix) -> bool:
    """Return True if a correction writes blanks for the first and the last day."""
    sentence = subject.facts.sentence_at(span.start)
    both = (sentence.language if sentence else subject.facts.language)["written"]["span"]
    return any(edit.text.strip().lower() == both for edit in fix.edits)


def _asks_elsewhere(subject: Subject, span: Span) -> bool:
    """Return True if another sentence has blanks for the days already, so that no more of them are needed."""
    sentence = subject.facts.sentence_at(span.start)
    return sentence is not None and any(
        blank.fact == "date" and blank.bracketed and not sentence.start <= blank.span.start < sentence.end
        for blank in subject.facts.blanks
    )


def _is_for_days(subject: Subject, span: Span, fix: Fix) -> bool:
    """Return False if both days would take the place of words that are no more than a part of their clause: `taking some time around …`."""
    sentence = subject.facts.sentence_at(span.start)
    if sentence is None or not _has_both_days(subject, span, fix):
        return True
    before = sentence.lowered[: span.start - sentence.start]
    return sentence.language.pattern("placing", "span_lead").search(before) is not None


def _is_of_a_longer_stretch(subject: Subject, span: Span) -> bool:
    """Return True if the sentence of a time without a day goes on with more time: `this week and part of next`."""
    facts = subject.facts
    sentence = facts.sentence_at(span.start)
    if sentence is None:
        return False
    goes_on = sentence.language.pattern("placing", "goes_on")
    inside = [one for one in facts.absence.vague if sentence.start <= one.start < sentence.end]
    return any(goes_on.search(facts.folded[one.end : sentence.end].lower()) for one in [span, *inside])


def _joined(spans: Iterable[Span], text: str) -> list[Span]:
    """Return spans with those joined that have only space between them: `sometime in late April`."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and not text[found[-1].end : span.start].strip():
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found


def _approximate(subject: Subject) -> Iterator[Finding]:
    """Yield a finding for each day out or back that the text gives only roughly: `around March 3`."""
    facts = subject.facts
    absence = facts.absence
    spans = dict.fromkeys(item.span for item in (absence.first, absence.last, absence.back) if item)
    for span in spans:
        sentence = facts.sentence_at(span.start)
        language = sentence.language if sentence else facts.language
        before = facts.folded[max(0, span.start - _LONGEST_LEAD) : span.start].lower()
        if match := language.pattern("placing", "approximate").search(before):
            rough = Span(span.start - len(match.group()), span.end)
            message = f'Give the exact date. "{written(subject, rough)}" leaves readers guessing.'
            yield at(rough, message, by_hand("only you know the day"))


_LONGEST_LEAD = 40
"""Characters before a date in which a word that makes it uncertain is looked for."""


_RELATIVE = frozenset(("today", "tomorrow", "yesterday"))
"""Shapes of days that are counted from the day of reading."""


def _counts_from_reading(mention: Mention) -> bool:
    """Return True if a day depends on the day of reading: `tomorrow`, `next Thursday`."""
    return mention.shape in _RELATIVE or (mention.shape == "weekday" and mention.which == "next")


def _relative(subject: Subject) -> Iterator[Finding]:
    """Yield a finding where a message that is sent for days gives no date, only `today` or `tomorrow`."""
    stated = [item for item in subject.facts.absence.stated if item.day]
    if subject.document.sent or not stated or not all(_counts_from_reading(item.mention) for item in stated):
        return
    words = written(subject, stated[-1].span)
    message = f'Give the date. "{words}" means different days to different readers.'
    yield at(stated[-1].span, message, by_hand("only you know which day that is"))


def _day_for_vague(subject: Subject, span: Span) -> tuple[Span, Fix]:
    """Return the words that a blank for the day replaces, with the preposition before them, and the correction."""
    facts = subject.facts
    text = facts.folded
    words = text[span.start : span.end].lower()
    before = text[max(0, span.start - 40) : span.start].lower()
    sentence = facts.sentence_at(span.start)
    language = sentence.language if sentence else facts.language
    blanks = language["written"]
    lead = language.pattern("placing", "vague_lead").search(before)
    start = span.start - (len(lead.group()) if lead else 0)
    until = re.match(
        rf"(?:{language['dates']['until']}|{language['dates']['through'].split('|')[0].strip('(?:')})\b", words
    )
    if until:
        cut, blank = Span(span.start + until.end(), span.end), f" {blanks[LAST]}"
    elif language.pattern("placing", "end_lead").search(before):
        cut, blank = span, blanks[LAST]
    elif language.pattern("absence", "back").search(before):
        on = "" if language.pattern("placing", "on_lead").search(before) else blanks["on"]
        cut, blank = Span(start, span.end), f"{on}{blanks[BACK]}"
    else:
        cut, blank = Span(start, span.end), blanks["span"]
    if sentence is not None and cut.start == sentence.start:
        blank = blank[:1].upper() + blank[1:]
    return Span(min(cut.start, span.start), cut.end), replaced(cut, blank, Safety.UNSAFE)


class AmbiguousDate(Rule):
    """The day and the month cannot be mistaken for each other.

    > *Example:* "I will be out of the office from MM/DD/YY— MM/DD/YY."

    Where readers of several countries write to you, 03/04 is March 4 to some and April 3 to others. A pack that settles the order
    (`date_order`) silences this, but for a language that has another order of its own.
    """

    id = "absence.ambiguous-date"
    kinds = AUTO_REPLY
    severity = Severity.NOTE
    valid = (Example("I am out until 03/14/27.", settings={"date_order": ""}), Example("I am out until 03/04/27."))
    invalid = (Example("I am out until 03/04/27.", settings={"date_order": ""}),)

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find numeric dates that read both ways, in a text whose other dates do not settle it."""
        stated = each_stated(subject)
        own_order = subject.facts.language["dates"]["day_first"] and not subject.facts.halves
        settled = subject.settings.date_order and not (own_order and subject.settings.date_order == "month-first")
        if (
            not subject.is_absence
            or settled
            or any(item.mention.numbers and max(item.mention.numbers) > 12 for item in stated)
        ):
            return
        for item in stated:
            if item.open_order:
                yield at(item.span, f'"{written(subject, item.span)}" can be read two ways. Write the month as a word.')
