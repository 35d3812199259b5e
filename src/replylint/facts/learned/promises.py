"""Whether a sentence promises an answer, by all its words together."""

from __future__ import annotations

from collections.abc import Iterator

from replylint.facts.learned.linear import model
from replylint.facts.learned.words import pairs_of, pieces_of, words_in

_MOST_WORDS = 60
"""Words of a sentence that are looked at."""
_STEM = 4
"""Letters of a word that its forms share."""
_WIDEST = 3
"""From a word to the last of those that count as its neighbors."""
_WEIGHT_OF_PATTERNS = 3
"""Features that say what the patterns found."""


def features_of(lowered: str, *, said: bool) -> Iterator[str]:
    """Yield the features of a sentence in lower case: its words, pairs of them, pieces of its words.

    `said` says whether the patterns find a promise in it.
    """
    words = ["^", *words_in(lowered)[:_MOST_WORDS], "$"]
    yield from words
    yield from pairs_of(words)
    yield from (f"{one} _ {other}" for one, other in zip(words, words[2:], strict=False))
    for word in dict.fromkeys(words):
        if len(word) > 1:
            yield from pieces_of(word)
    stems = [word[:_STEM] for word in words]
    for gap in range(1, _WIDEST + 1):
        yield from (f"{gap}:{one} {other}" for one, other in zip(stems, stems[gap:], strict=False))
    yield from (f"said{number}={said}" for number in range(_WEIGHT_OF_PATTERNS))


def likely_promise(lowered: str, *, said: bool) -> float:
    """Return how likely a sentence promises that its reader will be answered, from 0 to 1."""
    return model("promise").likelihoods(features_of(lowered, said=said))["yes"]
