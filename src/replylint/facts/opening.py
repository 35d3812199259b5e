"""How a message opens: with a greeting and thanks, before it says anything of its own."""

from __future__ import annotations

from collections.abc import Sequence

from replylint.facts.layout import Sentence
from replylint.visible import Span

_LONGEST_GREETING = 60
_LONGEST_THANKS = 90
_MOST_SENTENCES = 3
"""Sentences in which a greeting and thanks are looked for."""


def opening_of(text: str, sentences: Sequence[Sentence]) -> tuple[Span, int]:
    """Return where the greeting is, empty if there is none, and where the text proper begins after greeting and thanks."""
    greeting, proper = Span(0, 0), 0
    for sentence in sentences[:_MOST_SENTENCES]:
        length = sentence.end - sentence.start
        if length < _LONGEST_GREETING and _matches(sentence, "greeting"):
            greeting = Span(greeting.start if greeting.end else sentence.start, sentence.end)
        elif not (length < _LONGEST_THANKS and _matches(sentence, "thanks")):
            break
        proper = sentence.end
    while proper < len(text) and text[proper] in " \t,":
        proper += 1
    return greeting, proper


def _matches(sentence: Sentence, key: str) -> bool:
    return sentence.language.pattern("opening", key).match(sentence.lowered) is not None
