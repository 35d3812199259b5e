"""Words written twice in a row by mistake: "when when", "de de"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from operator import eq
from typing import NamedTuple

from replylint.facts.languages import Language, language
from replylint.facts.layout import Sentence
from replylint.facts.name_words import is_given
from replylint.patterns import compiled
from replylint.visible import Span


class RepeatedWord(NamedTuple):
    """A word written twice or more in a row."""

    span: Span
    """All of its occurrences."""
    extra: Span
    """What to delete, so that it is written once."""
    word: str
    times: int


_AGAIN = r"\s+\1(?![\w@]|['./-]\w)"
_TWINS = compiled(rf"(?<![\w@./#&'-])([^\W\d_]+(?:'[^\W\d_]+)?)({_AGAIN})(?:{_AGAIN})*")
_WORD_BEFORE = compiled(r"([^\W\d_]+)\W*\Z")
_NEARBY = 100
"""Characters before the first of two words that decide whether the second is a slip."""


def repeated_in(sentences: Sequence[Sentence], text: str, *, shouted: bool) -> list[RepeatedWord]:
    """Return the words of a text that can only be repeated by mistake.

    Names and labels are left alone: "Bora Bora", "Plan A a week later". `shouted` says that most of
    the text is in capitals, so that a capital letter makes no name.
    """
    found = []
    for sentence in sentences:
        if not _has_twins(sentence.lowered):
            continue
        for match in _TWINS.finditer(sentence.lowered):
            start, end = sentence.start + match.start(), sentence.start + match.end()
            words = text[start:end].split()
            before = text[max(sentence.start, start - _NEARBY) : start]
            if _is_slip(match, sentence.language) and (shouted or _has_no_name(words, before)):
                extra = _extra(text, start + len(words[0]), end)
                found.append(RepeatedWord(Span(start, end), extra, words[0], len(words)))
    return found


def _has_twins(lowered: str) -> bool:
    """Return True if a word may occur twice in a row; most sentences have none."""
    words = [word.strip("\"'(),.:;!?*") for word in lowered.split()]
    return any(map(eq, words, words[1:]))


def _is_slip(match: re.Match[str], lang: Language) -> bool:
    """Return True if the rules of a language leave no other reading of a repeated word."""
    word = match[1]
    if word not in _words(lang.code):
        return False
    before, after = (
        match.string[max(0, match.start() - _NEARBY) : match.start()],
        match.string[match.end(2) :],
    )
    rules = _rules(lang.code)
    needed = [(rules.get(("only_after", word)), before), (rules.get(("only_before", word)), after)]
    if any(pattern is not None and pattern.search(part) is None for pattern, part in needed):
        return False
    excluded = rules.get(("not_after", word))
    return excluded is None or excluded.search(before) is None


def _has_no_name(words: Sequence[str], before: str) -> bool:
    """Return True if no capital letter makes one of the words a name; `before` precedes them."""
    first, *others = words
    previous = _WORD_BEFORE.search(before)
    if _is_pronoun(first):
        # "Planner I I spoke to": a capital letter inside the sentence makes it a number.
        if previous is None or previous[1].islower():
            return True
        return not any(map(str.isalnum, before[: previous.start()]))
    opens = not any(map(str.isalnum, before))
    return (first.islower() or (opens and not is_given(first))) and all(map(str.islower, others))


def _is_pronoun(word: str) -> bool:
    """Return True for "I" and its short forms, which have a capital wherever they occur."""
    return word[0] == "I" and not word[1:2].isalpha()


def _extra(text: str, start: int, end: int) -> Span:
    """Return the repeated word with the space that goes with it, without joining two lines."""
    gap = compiled(r"\s*").match(text, start)
    assert gap is not None
    if "\n" not in gap.group() or text[end : end + 1] in ("\n", ""):
        return Span(start, end)
    while end < len(text) and text[end] in " \t":
        end += 1
    return Span(gap.end(), end)


@cache
def _words(code: str) -> frozenset[str]:
    """Return the words that can only be repeated by mistake, some only between certain others."""
    section = language(code)["repeated"]
    return frozenset((*section["words"].split(), *section["only_after"], *section["only_before"]))


@cache
def _rules(code: str) -> dict[tuple[str, str], re.Pattern[str]]:
    """Return the patterns that the text before or after two words must match, or must not."""
    lang = language(code)
    section = lang["repeated"]
    found = {
        (place, word): compiled(lang.fill(pattern))
        for place in ("only_after", "only_before", "not_after")
        for word, pattern in section[place].items()
    }
    for words, key in (("particles", "ends_verb"), ("verbs", "opens_clause")):
        pattern = compiled(lang.fill(section[key]))
        found |= {("not_after", word): pattern for word in section[words].split()}
    return found
