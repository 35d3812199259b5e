"""The minimum acknowledgement: receipt, when the answer comes, and the responder's own direct contact."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from replylint.facts.languages import language
from replylint.facts.layout import Sentence
from replylint.visible import Span


class Acknowledgement(NamedTuple):
    """Where a text says each part of an acknowledgement; None where it does not."""

    receipt: Span | None = None
    response_time: Span | None = None
    follow_up: Span | None = None
    loose_end: Span | None = None
    """Where somebody unnamed is to do something at no time."""


@cache
def _times(code: str) -> re.Pattern[str]:
    return language(code).pattern("acknowledgement", "response_time")


def read_acknowledgement(sentences: list[Sentence]) -> Acknowledgement:
    """Return what a text acknowledges. A time counts only in a sentence that speaks of answering."""
    receipt = response = follow_up = loose_end = None
    for sentence in sentences:
        lang = sentence.language
        receipt = receipt or _place(lang.pattern("acknowledgement", "receipt"), sentence)
        follow_up = follow_up or _place(lang.pattern("acknowledgement", "follow_up"), sentence)
        time = _place(_times(lang.code), sentence)
        if time is None:
            loose_end = loose_end or _place(lang.pattern("acknowledgement", "anybody"), sentence)
        elif response is None and _speaks_of_answer(sentence):
            response = time
    return Acknowledgement(receipt, response, follow_up, loose_end)


def _speaks_of_answer(sentence: Sentence) -> bool:
    return bool(sentence.language.pattern("acknowledgement", "answer").search(sentence.lowered))


def _place(pattern: re.Pattern[str], sentence: Sentence) -> Span | None:
    match = pattern.search(sentence.lowered)
    return Span(sentence.start + match.start(), sentence.start + match.end()) if match else None
