"""The halves of a message that says the same in two languages, each as a text of its own."""

from __future__ import annotations

from collections.abc import Sequence

from replylint.facts import languages
from replylint.facts.layout import Sentence

_LEAST, _LEAST_WITH_NUMBERS = 4, 2
"""Telling words from which sentences of a language are a half, rather than a greeting or an address; fewer will do with a number or a day."""


def halves_of(text: str, sentences: Sequence[Sentence]) -> dict[str, str]:
    """Return each half's text by the code of its language, with the other half made blank; nothing for a text in one language.

    Offsets stay the same. A sentence that no word tells the language of (a name with a number) goes with its paragraph; if that tells
    none or two, it belongs to every half, as do a closing and a signature, which are none of `sentences`.
    """
    leading = {sentence.start: _leading(sentence.lowered) for sentence in sentences}
    of_block: dict[int, set[str]] = {}
    for sentence in sentences:
        if code := leading[sentence.start]:
            of_block.setdefault(sentence.block, set()).add(code)
    by_language: dict[str, list[Sentence]] = {}
    for sentence in sentences:
        around = of_block.get(sentence.block, set())
        if code := leading[sentence.start] or (next(iter(around)) if len(around) == 1 else None):
            by_language.setdefault(code, []).append(sentence)
    halves = [code for code, own in by_language.items() if _is_half(own, code)]
    if len(halves) < 2:
        return {}
    return {
        code: _without(text, [one for other, own in by_language.items() if other != code for one in own])
        for code in halves
    }


def _is_half(sentences: Sequence[Sentence], code: str) -> bool:
    """Return True if sentences of a language say enough to be a half of a message."""
    telling = sum(languages.shares(sentence.lowered)[code] for sentence in sentences)
    numbered = any(map(str.isdigit, "".join(sentence.lowered for sentence in sentences)))
    return telling >= (_LEAST_WITH_NUMBERS if numbered else _LEAST)


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
