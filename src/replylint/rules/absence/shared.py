"""What the absence rules share: the blanks for days, how days are written, and where missing ones go."""

from __future__ import annotations

from datetime import date

from replylint.facts import Facts, Kind
from replylint.facts.absence import Stated
from replylint.facts.layout import Sentence
from replylint.model import DocumentKind, Edit
from replylint.rules.base import Subject
from replylint.visible import Span

AUTO_REPLY = frozenset((DocumentKind.AUTO_REPLY,))


FIRST, LAST, BACK = "first", "last", "back"


def blank_for(facts: Facts, which: str, sentence: Sentence | None = None) -> str:
    """Return a blank or joining words for a day, in the language of a sentence, or else of the text."""
    language = sentence.language if sentence else facts.language
    words: str = language["written"][which]
    return words


def away_cue(facts: Facts) -> tuple[Sentence, int | None] | None:
    """Return the first sentence that says somebody is away, and where days can follow in it.

    `I am out of the office| and …`; None for the place where no words say in full where the person is (`Gone fishing!`).
    """
    for sentence in facts.sentences:
        if not sentence.language.pattern("absence", "cue").search(sentence.lowered):
            continue
        complete = sentence.language.pattern("placing", "complete").search(sentence.lowered)
        if complete and sentence.language.pattern("placing", "or_else").match(sentence.lowered, complete.end()):
            complete = None  # "I am either away from my desk or in the field"
        return sentence, (sentence.start + complete.end() if complete else None)
    return None


def before_end(facts: Facts, end: Span) -> int | None:
    """Return where a first day goes before an end: `I am out| until Friday`, `I am in Lima|, back Friday`; else None."""
    from replylint.facts.date_groups import cues_of

    sentence = facts.sentence_at(end.start)
    if sentence is None:
        return None
    cues = cues_of(sentence.language.code)
    lead = sentence.lowered[: end.start - sentence.start]
    match = cues.until_end.search(lead) or cues.through_end.search(lead)
    if match is None:
        match = sentence.language.pattern("placing", "return_lead").search(lead)
        if match is None or not sentence.language.pattern("absence", "cue").search(lead, 0, match.start()):
            return None
    before = lead[: match.start()].rstrip()
    if not before or sentence.language.pattern("placing", "not_back").search(before):
        return None  # "I won't be back until Monday"
    return sentence.start + len(lead[: match.start()].rstrip())


def last_day_edit(facts: Facts, first: Stated) -> Edit | None:
    """Return the edit that writes a blank for the last day after the first: `12/14/26 through [last day out]`.

    None where the sentence goes on with words that it would cut off: `as of 12/14/26 I am at home`.
    """
    sentence = facts.sentence_at(first.span.start)
    end = first.span.end
    language = sentence.language if sentence else facts.language
    if sentence is not None:
        clock = language.pattern("placing", "clock_after").match(sentence.lowered, end - sentence.start)
        end = sentence.start + clock.end() if clock else end
        if not language.pattern("placing", "after_days").match(sentence.lowered, end - sentence.start):
            return None
        lead = sentence.lowered[: first.span.start - sentence.start]
        if language.pattern("placing", "since").search(lead):
            return Edit(end, end, blank_for(facts, "and_back", sentence) + blank_for(facts, BACK, sentence))
    return Edit(end, end, blank_for(facts, "through", sentence) + blank_for(facts, LAST, sentence))


def shown(day: date) -> str:
    """Return a day as messages to people write it."""
    return f"{day:%B} {day.day}, {day.year}"


def written(subject: Subject, span: Span) -> str:
    """Return the words of a span on one line."""
    return " ".join(subject.facts.text[span.start : span.end].split())


def each_stated(subject: Subject) -> list[Stated]:
    """Return each stated day once, in the order of the text."""
    seen: dict[Span, Stated] = {}
    for stated in subject.facts.absence.stated:
        seen.setdefault(stated.span, stated)
    return [seen[span] for span in sorted(seen)]


def promises_nothing(half: Facts) -> bool:
    """Return True if half of a message in two languages gives the days away and does not say that the sender is answered."""
    unread = bool(half.misspellings)  # it may be in the words that are misspelled
    return half.kind is Kind.ABSENCE and bool(half.absence.stated) and not half.may_promise and not unread


def after_dates(facts: Facts) -> int:
    """Return the end of the sentence with the last date, or else of the one that says somebody is away."""
    places = [item.span.start for item in facts.absence.stated]
    places += [blank.span.start for blank in facts.blanks if blank.fact == "date"]
    last = max((place for place in places if place < facts.body_end), default=None)
    sentence = facts.sentence_at(last) if last is not None else None
    if sentence is None and (cue := away_cue(facts)) is not None:
        sentence = cue[0]
    if sentence is None:
        return facts.sentences[0].end if facts.sentences else facts.proper_start
    for following in facts.sentences:
        if following.start < sentence.end:
            continue
        refers = following.language.pattern("placing", "refers_back").match(following.lowered.lstrip())
        if following.block != sentence.block or not refers:
            break
        sentence = following  # "During this time I will not have access to e-mail."
    return _full_end(facts, sentence)


def _full_end(facts: Facts, sentence: Sentence) -> int:
    """Return where a sentence ends that goes on behind a semicolon: another is written there, not within it."""
    end = sentence.end
    for one in facts.sentences:
        if one.start >= end and one.line == sentence.line and facts.folded[end - 1] == ";":
            end = one.end
    return end
