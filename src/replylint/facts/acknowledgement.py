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


@cache
def _times(code: str) -> re.Pattern[str]:
    return language(code).pattern("acknowledgement", "response_time")


def read_acknowledgement(sentences: list[Sentence]) -> Acknowledgement:
    """Return what a text acknowledges. A time counts only in a sentence that speaks of answering."""
    receipt = response = follow_up = None
    for sentence in sentences:
        lang = sentence.language
        receipt = receipt or _place(lang.pattern("acknowledgement", "receipt"), sentence)
        follow_up = follow_up or _place(lang.pattern("acknowledgement", "follow_up"), sentence)
        if response is None and _speaks_of_answer(sentence):
            response = _place(_times(lang.code), sentence)
    return Acknowledgement(receipt, response, follow_up)


_ANSWER = re.compile(
    r"\b(?:repl\w+|respon\w+|answer\w*|hear from|get back|in touch|contact(?:ed)? you|follow[ -]?up|return(?:ed)?|resolv\w+|review\w*|acknowledg\w+|process\w*|let you know|update you|call you|look(?:ing)? into|contest\w+|atend\w+|avis\w+|comunic\w+|turnaround)\b"
)


def _speaks_of_answer(sentence: Sentence) -> bool:
    return bool(_ANSWER.search(sentence.lowered))


def _place(pattern: re.Pattern[str], sentence: Sentence) -> Span | None:
    match = pattern.search(sentence.lowered)
    return Span(sentence.start + match.start(), sentence.start + match.end()) if match else None
