"""What a text tells of its author's private life: health, where they stay, an empty home, a private telephone."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from replylint.facts.layout import Sentence
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
    """Words that tell something private. `kind` is `health`, `stay`, `home` or `number`."""

    kind: str
    span: Span


def disclosures_in(sentences: Sequence[Sentence], phones: Sequence[Phone], names: Sequence[Span]) -> list[Disclosure]:
    """Return what sentences tell of their author's private life, in order, each kind once a sentence.

    `names` are the places of the names of other people, of whom the words after them speak.
    """
    found: list[Disclosure] = []
    for sentence in sentences:
        for kind in KINDS:
            if not sentence.language.may_have("privacy", kind, sentence.lowered):
                continue
            for match in sentence.language.pattern("privacy", kind).finditer(sentence.lowered):
                if _is_private(kind, match, sentence, names):
                    found.append(Disclosure(kind, _span(sentence, match)))
                    break
        found += _private_numbers(sentence, phones)
    return sorted(found, key=lambda item: item.span)


def _is_private(kind: str, match: re.Match[str], sentence: Sentence, names: Sequence[Span]) -> bool:
    """Return True if words are about the author, and neither denied nor a subject of the office."""
    language = sentence.language
    before, after = sentence.lowered[: match.start()], sentence.lowered[match.end() :]
    with_first_word = before + match.group().partition(" ")[0] + " "
    topic = language.pattern("privacy", "topic")
    if topic.search(before) or topic.search(with_first_word) or language.pattern("privacy", "service").match(after):
        return False
    if language.pattern("privacy", "negated").search(before):
        return False
    others = language.pattern("privacy", "others")
    if kind == "home":
        return not (others.search(before) or language.pattern("privacy", "conditional").search(before))
    return _is_about_author(match, sentence, names)


def _is_about_author(match: re.Match[str], sentence: Sentence, names: Sequence[Span]) -> bool:
    """Return True if the author, or the author's family, was mentioned last before the words, or soon after a reason."""
    language = sentence.language
    author, others = language.pattern("privacy", "author"), language.pattern("privacy", "others")
    if author.search(match.group()):
        return True
    before, after = sentence.lowered[: match.start()], sentence.lowered[match.end() :]
    named = [name.start - sentence.start for name in names if 0 <= name.start - sentence.start < match.start()]
    last_other = max([last_start(others, before) or -1, *named])
    if others.match(before):
        last_other = max(last_other, 0)
    mention = last_start(author, before)
    if mention is not None:
        return mention > last_other
    if last_other < 0 and language.pattern("privacy", "fragment").search(sentence.lowered):
        return True
    first = language.pattern("privacy", "reason_first").search(sentence.lowered)
    return first is not None and last_other < 0 and author.search(after[:_SOON]) is not None


def _private_numbers(sentence: Sentence, phones: Sequence[Phone]) -> list[Disclosure]:
    """Return the private telephones of a sentence that are given with their numbers."""
    found: list[Disclosure] = []
    if not sentence.language.may_have("privacy", "number", sentence.lowered):
        return found
    for match in sentence.language.pattern("privacy", "number").finditer(sentence.lowered):
        span = _span(sentence, match)
        if sentence.language.pattern("privacy", "negated").search(sentence.lowered[: match.start()]):
            continue
        phone = next((one for one in phones if 0 <= one.span.start - span.end <= _NEAR), None)
        if phone is not None and phone.reaches_outside:
            found.append(Disclosure("number", Span(span.start, phone.span.end)))
    return found


def _span(sentence: Sentence, match: re.Match[str]) -> Span:
    return Span(sentence.start + match.start(), sentence.start + match.end())
