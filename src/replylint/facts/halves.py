"""The halves of a message that says the same in two languages, each as a text of its own."""

from __future__ import annotations

from collections.abc import Sequence

from replylint.facts import languages
from replylint.facts.layout import Sentence

_LEAST = 4
"""Telling words from which sentences of a language are a half, rather than a greeting or an address."""


def halves_of(text: str, sentences: Sequence[Sentence]) -> dict[str, str]:
    """Return each half's text by the code of its language, with the other half made blank; nothing for a text in one language.

    Offsets stay the same. A sentence that no word tells the language of (a name with a number) belongs to every half, as do a
    closing and a signature, which are none of `sentences`.
    """
    by_language: dict[str, list[Sentence]] = {}
    for sentence in sentences:
        if (code := _leading(sentence.lowered)) is not None:
            by_language.setdefault(code, []).append(sentence)
    halves = [
        code
        for code, own in by_language.items()
        if sum(languages.shares(sentence.lowered)[code] for sentence in own) >= _LEAST
    ]
    if len(halves) < 2:
        return {}
    return {
        code: _without(text, [one for other, own in by_language.items() if other != code for one in own])
        for code in halves
    }


def _leading(lowered: str) -> str | None:
    """Return the code of the language most of whose telling words a sentence has; None if none leads."""
    counts = languages.shares(lowered)
    best = max(counts.values())
    leaders = [code for code, count in counts.items() if count == best]
    return leaders[0] if best and len(leaders) == 1 else None


def _without(text: str, sentences: Sequence[Sentence]) -> str:
    pieces, at = [], 0
    for sentence in sorted(sentences):
        pieces += [text[at : sentence.start], " " * (sentence.end - sentence.start)]
        at = sentence.end
    return "".join([*pieces, text[at:]])
