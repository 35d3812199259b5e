"""Does the text say that the sender will be answered?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from replylint.facts.layout import Sentence
from replylint.facts.learned.promises import likely_promise
from replylint.patterns import compiled
from replylint.visible import Span

_REMEMBERED = 256
"""Sentences of which it is remembered: the rule asks after the reader did."""
_LIKELY = 0.8
"""How likely a sentence must promise an answer to do so in words that are in no list."""
_POSSIBLE = 0.13
"""How likely one must, for nobody to ask for a promise that may be there: a second one is worse than none."""
_POSSIBLE_BESIDE_CONTACT = 0.35
"""The same for a sentence with a number or an address, or before a list of them, which mostly sends people to somebody."""
_CHANNEL = compiled(r"\d{3}[-. ]\d{4}|@|:\s*\Z")


def promise_in(sentences: list[Sentence], respelled: Mapping[int, str]) -> Span | None:
    """Return where a text promises an answer, or None.

    "Expect delays", "will be read" and "unable to respond until" promise nothing. `respelled` gives, by the start of a sentence, its lower-case
    form with misspelled words put right; a promise found only there is placed on the whole sentence.
    """
    for sentence in sentences:
        if sentence.start in respelled and promise_in([sentence._replace(lowered=respelled[sentence.start])], {}):
            return Span(sentence.start, sentence.end)
        if (said := said_in(sentence)) is not None:
            return said
    best = max(sentences, key=_likelihood, default=None)
    if best is None or _likelihood(best) < _LIKELY:
        return None
    return Span(best.start, best.end)


def may_promise(sentences: Sequence[Sentence]) -> bool:
    """Return True if a sentence may promise an answer, though it is not certain."""
    return any(
        said_in(sentence) is not None
        or _likelihood(sentence) >= (_POSSIBLE_BESIDE_CONTACT if _CHANNEL.search(sentence.lowered) else _POSSIBLE)
        for sentence in sentences
    )


@lru_cache(maxsize=_REMEMBERED)
def _likelihood(sentence: Sentence) -> float:
    """Return how likely a sentence promises an answer in words that are in no list."""
    if sentence.language.pattern("promise", "unread").search(sentence.lowered):
        return 0.0
    if said_in(sentence) is None and sentence.language.pattern("promise", "yes").search(sentence.lowered):
        return 0.0  # "we cannot reply to every message": what the list knows is taken back
    return likely_promise(sentence.lowered, said=False)


def said_in(sentence: Sentence) -> Span | None:
    """Return where a sentence promises an answer in words that the language lists, or None."""
    lang = sentence.language
    if not lang.may_have("promise", "yes", sentence.lowered):
        return None
    no = lang.pattern("promise", "no")
    for match in lang.pattern("promise", "yes").finditer(sentence.lowered):
        if not no.search(sentence.lowered[max(0, match.start() - 60) : match.end() + 24]):
            return Span(sentence.start + match.start(), sentence.start + match.end())
        # A clause of its own may still promise: "I cannot read mail, but I will answer on Monday".
        clause = sentence.lowered[: match.start()]
        cut = max(clause.rfind(mark) for mark in (",", ";", " but ", " and ", " pero ", " y "))
        if not no.search(sentence.lowered[max(cut, 0) : match.end()]) and cut > 0:
            return Span(sentence.start + match.start(), sentence.start + match.end())
    return None
