"""What kind of automatic text it is: absence, closure, departed, schedule, acknowledgement, or none of these."""

from __future__ import annotations

import enum
from bisect import bisect_right

from replylint.facts.absence import Absence
from replylint.facts.languages import Language
from replylint.facts.layout import Sentence
from replylint.facts.learned.kinds import likely_kinds
from replylint.facts.name_words import is_given


class Kind(enum.StrEnum):
    """The kinds of text that are told apart."""

    ABSENCE = "absence"
    CLOSURE = "closure"
    DEPARTED = "departed"
    SCHEDULE = "schedule"
    ACKNOWLEDGEMENT = "acknowledgement"
    NONE = "none"


def kind_of(lowered: str, sentences: list[Sentence], lang: Language, absence: Absence, below: str = "") -> Kind:
    """Return the kind of a text.

    `lowered` is what stands above the signature, `below` the signature with what stands below it. What the author says of themselves outweighs what their office does, and a dated
    absence outweighs a standing notice.
    """
    if not lowered.strip():
        return Kind.NONE
    away = _says(lang, "away", lowered)
    closure = _says(lang, "closure", lowered) or _says(lang, "closure_line", lowered)
    dated = any(
        item.mention.shape
        in ("date", "numeric", "today", "tomorrow", "this-week", "next-week", "week-of", "nth-week", "holiday")
        and item.day
        for item in absence.stated
    )
    own = away and _says_self(lang, lowered)
    if not own:
        if is_other_mail(lowered, lang, below):
            return Kind.NONE
        if _says(lang, "ticket", lowered):
            return Kind.ACKNOWLEDGEMENT
    if not (away and absence.back) and _has_left(lang, lowered, of_author=own and dated):
        return Kind.DEPARTED
    ends = (absence.first, absence.last or absence.until)
    spanned = all(item is not None and item.mention.shape in ("date", "numeric") for item in ends)
    if not (dated and (away or closure or spanned)) and _says(lang, "schedule", lowered):
        return Kind.SCHEDULE
    if closure and not own:
        return Kind.CLOSURE
    if away and not _says(lang, "office", lowered):
        return Kind.ABSENCE
    receipt = _says(lang, "acknowledgement", lowered)
    if away and not receipt:
        return Kind.ABSENCE
    if closure:
        return Kind.CLOSURE
    if receipt and not _spoken_of(sentences, absence):
        return Kind.ACKNOWLEDGEMENT
    if _spoken_of(sentences, absence):
        return Kind.ABSENCE
    if absence.vague_end and not receipt:
        return Kind.ABSENCE
    if absence.stated and not receipt and (absence.outright or lang.pattern("absence", "cue").search(lowered)):
        return Kind.ABSENCE
    return Kind.ACKNOWLEDGEMENT if receipt else Kind.NONE


_SURE = 0.9
"""How likely another kind must be to outweigh what the patterns found."""
_LIKELY = 0.5
"""How likely a kind must be where they found nothing."""


def second_opinion(lowered: str, found: Kind, *, away: bool) -> Kind:
    """Return the kind of a text of which the patterns found `found`, by all its words together.

    `away` says that it is known to be an automatic reply: if nothing tells its kind, it says that somebody is away,
    however short it is.
    """
    if found in (Kind.DEPARTED, Kind.CLOSURE) or (found is Kind.NONE and not away):
        return found  # who has left, or closes, says so
    likely = likely_kinds(lowered)
    best = max(likely, key=likely.__getitem__)
    if found is Kind.NONE:
        return Kind(best) if best != Kind.NONE and likely[best] >= _LIKELY else Kind.ABSENCE
    return Kind(best) if best != Kind.DEPARTED and likely[best] >= _SURE else found


def is_other_mail(lowered: str, lang: Language, below: str = "") -> bool:
    """Return True if a text is mail of another kind, whatever its headers say: a bounce, a newsletter, a letter to one person."""
    return is_no_reply(lowered, lang, below) or _is_letter(lowered, lang)


def is_no_reply(lowered: str, lang: Language, below: str = "") -> bool:
    """Say whether a text is something else than an automatic reply: a bounce, a newsletter, an ordinary letter, an invitation."""
    said = _says(lang, "none", lowered) or _says(lang, "none_opening", lowered) or _says(lang, "none", below)
    return said and not _says_self(lang, lowered)


def _is_letter(lowered: str, lang: Language) -> bool:
    """Say whether a text is written to one person, whom it greets by first name, as no automatic reply does."""
    greeted = lang.pattern("kinds", "letter").match(lowered)
    return greeted is not None and is_given(greeted.group(1))


def _says(lang: Language, key: str, lowered: str) -> bool:
    return lang.may_have("kinds", key, lowered) and lang.pattern("kinds", key).search(lowered) is not None


_ENDS = ".!?\n;"


def _has_left(lang: Language, lowered: str, *, of_author: bool) -> bool:
    """Say whether somebody has left for good; with `of_author`, whether it is the author: "I am out Monday. Ann has left the City."."""
    if not lang.may_have("kinds", "departed", lowered):
        return False
    for match in lang.pattern("kinds", "departed").finditer(lowered):
        if not of_author or match.group().startswith(("my ", "mi ")):
            return True
        opening = max(lowered.rfind(end, 0, match.start()) for end in _ENDS) + 1
        if lang.pattern("absence", "alone").search(lowered, opening, match.end()):
            return True
    return False


def _says_self(lang: Language, lowered: str) -> bool:
    """Say whether the author says `I am away`, beside what is said of the office."""
    return any(
        match.group().startswith(("i", "am ", "estoy", "estar", "me ", "no est")) and not match.group().startswith("is")
        for match in lang.pattern("kinds", "away").finditer(lowered)
    )


def _spoken_of(sentences: list[Sentence], absence: Absence) -> bool:
    """Return whether a sentence with one of the absence's days speaks of being away."""
    starts = [sentence.start for sentence in sentences]
    seen = -1
    for start in sorted(stated.span.start for stated in absence.stated):
        number = bisect_right(starts, start) - 1
        if number <= seen or start >= sentences[number].end:
            continue
        seen = number
        language, lowered = sentences[number].language, sentences[number].lowered
        if any(language.pattern("absence", key).search(lowered) for key in ("cue", "back")):
            return True
    return False
