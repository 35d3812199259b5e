"""How a sentence sounds, by all its words together: like a joke, rude, too private, or all right."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from replylint.facts.learned.linear import model
from replylint.facts.learned.words import features_of_sentence

JOKING, RUDE, PRIVATE = "joking", "rude", "private"
LIKELY = {JOKING: 0.65, RUDE: 0.65, PRIVATE: 0.5}
"""How likely a sentence must sound so for a person to be told: what is private is the surest, jokes are the hardest to tell."""
_REMEMBERED = 1024
"""Sentences whose answers are kept: stock ones come again in every message."""


@lru_cache(maxsize=_REMEMBERED)
def likely_tones(lowered: str) -> Mapping[str, float]:
    """Return how likely a sentence in lower case is joking, rude, private or plain, each from 0 to 1."""
    return model("tone").likelihoods(features_of_sentence(lowered))


def is_whole(lowered: str) -> bool:
    """Return True if a sentence is finished: what opens a list, or lacks its end, may sound like anything."""
    return lowered.rstrip().endswith((".", "!", "?", "…", ")", '"'))
