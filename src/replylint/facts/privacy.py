"""Private matters in a text: its author's health, whereabouts, empty home, private phone."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from replylint.facts.layout import Sentence
from replylint.facts.learned.tones import LIKELY, PRIVATE, is_whole, likely_tones
from replylint.facts.matching import last_start
from replylint.facts.numbers import Phone
from replylint.visible import Span

KINDS = ("health", "stay", "home")
"""What is read from words alone; a private telephone also needs its number."""
_NEAR = 40
"""Characters between the words for a telephone and its number."""
_SOON = 60
"""Characters after a reason that begins a sentence within which its author is mentioned."""


class Disclosure(NamedTuple):
    """Words that tell something private. `kind` is `health`, `stay`, `home`, `number` or `other`."""

    kind: str
    span: Span


def disclosures_in(
    sentences: Sequence[Sentence], phones: Sequence[Phone], names: Sequence[Span], absent: str = ""
) -> list[Disclosure]:
    """Return what sentences tell of their author's private life, each kind once a sentence.

    `names` are the places of the names of other people, of whom the words after them speak.
    `absent` is the last name, in lower case, of the person for whom someone else writes.
    """
    found: list[Disclosure] = []
    named = sorted(name.start for name in names)
    numbers = sorted(phones, key=lambda phone: phone.span)
    for sentence in sentences:
        for kind in KINDS:
            if not sentence.language.may_have("privacy", kind, sentence.lowered):
                continue
            for match in sentence.language.pattern("privacy", kind).finditer(sentence.lowered):
                if _is_private(kind, match, sentence, named, absent):
                    found.append(Disclosure(kind, _span(sentence, match)))
                    break
        found += _private_numbers(sentence, numbers)
        told = any(sentence.start <= item.span.start < sentence.end for item in found)
        if (
            not told
            and is_whole(sentence.lowered)
            and likely_tones(sentence.lowered.strip())[PRIVATE] >= LIKELY[PRIVATE]
        ):
            found.append(Disclosure("other", Span(sentence.start, sentence.end)))
    return sorted(found, key=lambda item: item.span)


def _is_private(
    kind: str,
    match: re.Match[str],
    sentence: Sentence,
    named: Sequence[int],
    absent: str,
) -> bool:
    """Return True if words are about the author, and neither denied nor a subject of the office."""
    language = sentence.language
    before, after = sentence.lowered[: match.start()], sentence.lowered[match.end() :]
    with_first_word = before + match.group().partition(" ")[0] + " "
    topic, service = language.pattern("privacy", "topic"), language.pattern("privacy", "service")
    if topic.search(before) or topic.search(with_first_word) or service.match(after):
        return False
    if language.pattern("privacy", "negated").search(before):
        return False
    if kind == "home":
        excluded = (language.pattern("privacy", key) for key in ("others", "conditional"))
        return not any(pattern.search(before) for pattern in excluded)
    return _is_about_author(match, sentence, named, absent)


def _is_about_author(
    match: re.Match[str],
    sentence: Sentence,
    named: Sequence[int],
    absent: str,
) -> bool:
    """Return True if the author or the family is mentioned last before the words, or soon after.

    `named` says where the names of other people begin, in order.
    """
    language = sentence.language
    author, others = language.pattern("privacy", "author"), language.pattern("privacy", "others")
    if author.search(match.group()):
        return True
    before, after = sentence.lowered[: match.start()], sentence.lowered[match.end() :]
    place = bisect_left(named, sentence.start + match.start()) - 1
    last_name = named[place] - sentence.start if place >= 0 else -1
    other = last_start(others, before)
    last_other = max(-1 if other is None else other, last_name)
    own = last_start(author, before)
    mention = max(-1 if own is None else own, before.rfind(absent) if absent else -1)
    if mention >= 0:
        return mention > last_other
    if last_other < 0 and language.pattern("privacy", "fragment").search(sentence.lowered):
        return True
    first = language.pattern("privacy", "reason_first").search(sentence.lowered)
    return first is not None and last_other < 0 and author.search(after[:_SOON]) is not None


def _private_numbers(sentence: Sentence, numbers: Sequence[Phone]) -> list[Disclosure]:
    """Return the private telephones of a sentence that have a number; `numbers` are in order."""
    found: list[Disclosure] = []
    if not sentence.language.may_have("privacy", "number", sentence.lowered):
        return found
    for match in sentence.language.pattern("privacy", "number").finditer(sentence.lowered):
        span = _span(sentence, match)
        negated = sentence.language.pattern("privacy", "negated")
        if negated.search(sentence.lowered[: match.start()]):
            continue
        place = bisect_left(numbers, span.end, key=lambda phone: phone.span.start)
        phone = numbers[place] if place < len(numbers) else None
        if phone is not None and phone.span.start - span.end <= _NEAR and phone.reaches_outside:
            found.append(Disclosure("number", Span(span.start, phone.span.end)))
    return found


def _span(sentence: Sentence, match: re.Match[str]) -> Span:
    """Return the place of the private words of a match: those of its group, if it has one."""
    start, end = match.span(match.lastindex or 0)
    return Span(sentence.start + start, sentence.start + end)
