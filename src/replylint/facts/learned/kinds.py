"""What kind of text it is, by all its words together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from replylint.facts.learned.linear import Feature, model
from replylint.facts.learned.words import pairs_of, pieces_of, words_in

_MOST_WORDS = 400
"""Words of a text that are looked at: what a message is, it says early."""


def features_of(lowered: str) -> Iterator[Feature]:
    """Yield the features of a text in lower case: its words, each two neighbors, and pieces of its words."""
    words = words_in(lowered)[:_MOST_WORDS]
    yield from words
    yield from pairs_of(words)
    for word in dict.fromkeys(words):
        if len(word) > 1:
            yield from pieces_of(word)


def likely_kinds(lowered: str) -> Mapping[str, float]:
    """Return how likely each kind of text is, by name, from 0 to 1."""
    return model("kind").likelihoods(features_of(lowered))
