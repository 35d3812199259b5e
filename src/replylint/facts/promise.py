"""Does the text say that the sender will be answered?"""

from __future__ import annotations

from collections.abc import Mapping

from replylint.facts.layout import Sentence
from replylint.facts.learned.promises import likely_promise
from replylint.visible import Span

_LIKELY = 0.5
"""How likely a sentence must promise an answer in words that are in no list: to ask for a second promise is worse than for none."""


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
    likely = {sentence: likely_promise(sentence.lowered, said=False) for sentence in sentences}
    best = max(likely, key=likely.__getitem__, default=None)
    if best is None or likely[best] < _LIKELY:
        return None
    return Span(best.start, best.end)


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
