"""Whether a sentence promises an answer, by all its words together."""

from __future__ import annotations

from collections.abc import Iterator

from replylint.facts.learned.linear import Feature, model
from replylint.facts.learned.words import features_of_sentence

_WEIGHT_OF_PATTERNS = 3
"""Features that say what the patterns found."""


def features_of(lowered: str, *, said: bool) -> Iterator[Feature]:
    """Yield the features of a sentence in lower case. `said` says whether the patterns find a promise in it."""
    yield from features_of_sentence(lowered)
    yield from (f"said{number}={said}" for number in range(_WEIGHT_OF_PATTERNS))


def likely_promise(lowered: str, *, said: bool) -> float:
    """Return how likely a sentence promises that its reader will be answered, from 0 to 1."""
    return model("promise").likelihoods(features_of(lowered, said=said))["yes"]
