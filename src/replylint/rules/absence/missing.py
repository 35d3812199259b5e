"""What an absence does not say: its first day, its last day, that people will be answered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from replylint.facts import Facts, Kind
from replylint.facts.languages import language
from replylint.model import Edit, Finding, Fix, Form, Insertion, Safety, Severity
from replylint.patterns import compiled, late
from replylint.rules.absence.shared import (
    AUTO_REPLY,
    FIRST,
    after_dates,
    away_cue,
    before_end,
    blank_for,
    last_day_edit,
    written,
)
from replylint.rules.absence.unclear import writes_both_days
from replylint.rules.base import Example, Rule, Subject, at, by_hand, missing_part
from replylint.visible import Span


class MissingDates(Rule):
    """Says which days you are out.

    > Include dates out and who to contact if immediate assistance is needed

    Without a date, readers cannot tell whether to wait for you or to ask someone else.
    """

    id = "absence.missing-dates"
    kinds = AUTO_REPLY
    valid = (
        Example("I will be out of the office from 12/14/26 — 12/18/26."),
        Example("I am out of the office and will be back on December 21."),
        Example("We are closed on December 24."),
        Example("I no longer work here."),
        Example("I am out of the office from {{ first_day }} to {{ last_day }}.", template=True),
    )
    invalid = (
        Example(
            "I am out of the office.",
            fixed="I am out of the office from [first day out] to [last day out].",
        ),
        Example(
            "Gone fishing! Ann Lee can help: 813-555-0123.",
            fixed="Gone fishing! I will be out of the office from [first day out] to [last day out]. "
            "Ann Lee can help: 813-555-0123.",
        ),
        Example("I am on leave until further notice."),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find an absence with neither a beginning nor an end."""
        absence = subject.facts.absence
        if not subject.is_absence or absence.states_start or absence.states_end or _day_is_blank(subject):
            return
        if absence.vague:
            words = written(subject, absence.vague[0])
            yield at(absence.vague[0], f'Say which days you are out. Right now the message says only "{words}".')
        elif absence.doubtful:
            yield at(absence.doubtful[0], _WHICH_DAYS, _MAYBE)
        elif _is_open(subject):
            yield Finding("Say on which day your absence begins, and when people can expect you back.", fix=_OPEN)
        else:
            yield Finding(_WHICH_DAYS, fix=_dates(subject))


def _day_is_blank(subject: Subject) -> bool:
    """Return True if a blank stands for a day: `MM/DD/YY`, or any blank beside a month or a word such as `through`."""
    facts = subject.facts
    if subject.stands_in("date"):
        return True
    lowered = facts.folded.lower()
    day_before, day_after = _day_words(facts.language.code)
    for blank in facts.blanks:
        before, after = (
            lowered[max(0, blank.span.start - _BESIDE) : blank.span.start],
            lowered[blank.span.end :][:_BESIDE],
        )
        if day_before.search(before) or day_after.match(after):
            return True
    return False


@cache
def _day_words(code: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of a month or a joining word at the end of what is before a blank, and at the beginning of what is after it."""
    lang = language(code)
    words = "|".join([lang.fill("{month}"), *(lang["dates"][key] for key in ("until", "through", "from", "to"))])
    return late(rf"\b(?:{words})\W*\Z"), late(rf"\W*(?:{words})\b")


_BESIDE = 16
"""Characters beside a blank in which a month or a joining word is looked for."""
_WHICH_DAYS = "Say which days you are out: the first day and the last day."
_MAYBE = by_hand("the message names a day; only you know whether you are out on it")
_OPEN = by_hand("the message says that you do not know the day yet")


def _is_open(subject: Subject) -> bool:
    """Return True if a message says that its author does not know when the absence ends."""
    facts = subject.facts
    return any(one.language.pattern("absence", "open_end").search(one.lowered) for one in facts.sentences)


def _dates(subject: Subject) -> Fix:
    """Return the correction that writes both days: after the words that say where you are, or as a sentence after them."""
    halves = [half for half in subject.facts.halves if half.kind is not Kind.NONE] or [subject.facts]
    insertions: list[Insertion] = []
    for half in halves:
        cue = away_cue(half)
        if cue is not None and cue[1] is not None:
            insertions.append(Insertion("span", cue[1], cue[1], Form.WORDS, cue[0].language.code))
        else:
            place = cue[0].end if cue else _behind_greeting(half)
            insertions.append(Insertion("dates", place, place, language=half.language.code))
    return Fix(Safety.SAFE, insertions=tuple(insertions))


def _behind_greeting(half: Facts) -> int:
    """Return where the text proper begins, or the end of its first sentence if that greets as well: "Hi all, the shop …"."""
    sentence = half.sentence_at(half.proper_start)
    greets = sentence is not None and sentence.language.pattern("opening", "greets").match(sentence.lowered)
    return sentence.end if sentence is not None and greets else half.proper_start


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
        Example(
            "Gone fishing! Back Friday.",
            fixed="Gone fishing! My absence begins on [first day out]. Back Friday.",
        ),
        Example(
            "I am out of the office and will be back on 12/21/26.",
            fixed="I am out of the office from [first day out] and will be back on 12/21/26.",
        ),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find an absence with an end and no beginning."""
        absence = subject.facts.absence
        if not subject.is_absence or absence.states_start or not absence.states_end or _day_is_blank(subject):
            return
        stated = absence.last or absence.until or absence.back
        if stated and stated.mention.shape == "today":
            return
        if any(writes_both_days(subject, span) for span in absence.vague):
            return  # `absence.vague-date` asks for the first day as well
        halves = [half for half in subject.facts.halves if half.absence.states_end] or [subject.facts]
        edits, insertions = [], []
        for half in halves:
            if (edit := _first_day_edit(half)) is not None:
                edits.append(edit)
            else:
                place = _before_back(half) or after_dates(half)
                insertions.append(Insertion("first-day", place, place, language=half.language.code))
        fix = Fix(Safety.SAFE, tuple(edits), tuple(insertions))
        span = stated.span if stated else (absence.vague[0] if absence.vague else None)
        message = "Say on which day your absence begins. Right now the message says only when it ends."
        yield at(span, message, fix) if span else Finding(message, fix=fix)


def _before_back(half: Facts) -> int | None:
    """Return where the sentence with the day back begins, if another one is before it in its paragraph, else None."""
    absence = half.absence
    if absence.back is None or absence.last is not None or absence.until is not None:
        return None
    sentence = half.sentence_at(absence.back.span.start)
    earlier = [one for one in half.sentences if sentence and one.start < sentence.start and one.block == sentence.block]
    return sentence.start if sentence and earlier and earlier[-1].end > half.proper_start else None


def _first_day_edit(facts: Facts) -> Edit | None:
    """Return the edit that writes a blank for the first day, before the end or after the words that say where you are."""
    absence = facts.absence
    stated = absence.last or absence.until or absence.back
    end = stated.span if stated is not None else (absence.vague[0] if absence.vague else None)
    place = before_end(facts, end) if end is not None else None
    if place is None and (cue := away_cue(facts)) is not None:
        place = cue[1]
    if place is None:
        return None
    sentence = facts.sentence_at(place - 1)
    return Edit(place, place, blank_for(facts, "from", sentence) + blank_for(facts, FIRST, sentence))


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
            fixed="I will be out of the office starting 12/14/26 through [last day out].",
        ),
        Example(
            "I have been on leave since 12/7/26.",
            fixed="I have been on leave since 12/7/26 and will be back on [day back].",
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
            or _day_is_blank(subject)
            or absence.first is None
        ):
            return
        end = absence.first.span.end
        if (sentence := subject.facts.sentence_at(end - 1)) and _HOURS.search(sentence.lowered):
            return  # "leaving early on Friday: out from 1 p.m. to 5 p.m."
        fix: Fix | None = None
        if _is_open(subject):
            fix = _OPEN
        elif (event := _event_after(subject, end)) is not None:
            words = written(subject, event)
            fix = by_hand(f'the message says "{words} …"; only you know which day that is')
        elif not any(
            not subject.facts.text[end : span.start].strip(" ,") for span in absence.vague if span.start >= end
        ):
            halves = [half for half in subject.facts.halves if half.absence.first] or [subject.facts]
            fix = _end(halves)  # else `absence.vague-date` writes a blank there
        message = "Say when you are back. Right now the message says only when your absence begins."
        yield at(absence.first.span, message, fix)


_HOURS = compiled(
    r"\b\d{1,2}(?::\d\d)? ?(?:[ap]\.?m\.?)? ?(?:to|until|till|and|a|hasta|-+|–) ?(?:las? )?\d{1,2}(?::\d\d)? ?[ap]\.? ?m\b"
)
"""From one hour to another: both ends of an absence on one day."""


def _end(halves: Iterable[Facts]) -> Fix:
    """Return the correction that writes the end of an absence: behind its first day, or where the sentence goes on, as one of its own."""
    edits: list[Edit] = []
    insertions: list[Insertion] = []
    for half in halves:
        if (first := half.absence.first) is None:
            continue
        if (edit := last_day_edit(half, first)) is not None:
            edits.append(edit)
        else:
            place = after_dates(half)
            insertions.append(Insertion("day-back", place, place, language=half.language.code))
    return Fix(Safety.SAFE, tuple(edits), tuple(insertions))


def _event_after(subject: Subject, end: int) -> Span | None:
    """Return the word after the first day that says that an event ends the absence: `until the all clear`."""
    facts = subject.facts
    sentence = facts.sentence_at(end - 1)
    language = sentence.language if sentence else facts.language
    stop = sentence.end if sentence else len(facts.folded)
    match = re.compile(rf"\b({language['dates']['until']})\s").search(facts.folded.lower(), end, stop)
    return Span(*match.span(1)) if match else None


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
        Example("I am out from 12/14/26 to 12/18/26. Messages will not be read."),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find an absence that does not say when the sender will be answered."""
        facts = subject.facts
        if not subject.is_absence or facts.kind is not Kind.ABSENCE:
            return
        if facts.may_promise:
            return  # whether both languages do, `parity.languages-differ` says
        if facts.says_unread:
            fix = by_hand("the message says that mail is not read, so only you know what you can promise")
        else:
            fix = missing_part(subject, "promise", lambda half: not half.may_promise, after_dates)
        yield Finding(
            'Say that you will reply, for example "I will reply to your message at my earliest opportunity once I return."',
            fix=fix,
        )
