"""Months and weekdays that are misspelled: `Febrary 15` is a date too."""

from __future__ import annotations

from functools import cache

from replylint.facts.date_grammar import grammar_of
from replylint.facts.layout import words_of
from replylint.facts.sieve import Sieve
from replylint.patterns import compiled


@cache
def _day_words(code: str) -> tuple[str, ...]:
    grammar = grammar_of(code)
    extra = {
        "en": ("today", "tomorrow", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    }.get(code, ())
    return tuple(word for word in (*grammar.months, *extra) if len(word) >= 5)


_LONG_WORD = compiled(r"[^\W\d_]{5,}")
_LONGEST = 12
"""Letters of the longest misspelled month."""


def _day_meant(word: str, code: str) -> str:
    """Return the month or weekday that a word was meant to be, or an empty string for one that is none or is right."""
    from replylint.facts.words import distance, is_known, is_one_edit_away

    if not 5 <= len(word) <= _LONGEST:
        return ""
    for day in _day_words(code):
        if word == day:
            return ""
        if (
            word[0] == day[0]
            and abs(len(word) - len(day)) <= 1
            and (is_one_edit_away(word, day) or (len(day) >= 8 and distance(word, day, 2) <= 2))
        ):
            return "" if is_known(word, code) else day
    return ""


@cache
def _misspelled(code: str) -> Sieve:
    return Sieve(lambda word: _day_meant(word, code))


def misspelled_days(lowered: str, code: str) -> list[tuple[int, int, str]]:
    """Return (start, end, right word) of each misspelled month or weekday: `Febrary 15` is a date too."""
    if not _misspelled(code).holds(words_of(lowered)):
        return []
    return [
        (match.start(), match.end(), right)
        for match in _LONG_WORD.finditer(lowered)
        if (right := _day_meant(match.group(), code))
    ]


def spelled_right(text: str, lowered: str, code: str) -> tuple[str, str, list[tuple[int, int]]]:
    """Return both forms of a sentence with misspelled days put right, and where its length changed by how much."""
    shifts: list[tuple[int, int]] = []
    moved = 0
    for start, end, right in misspelled_days(lowered, code):
        low, high = start + moved, end + moved
        text = text[:low] + (right.capitalize() if text[low : low + 1].isupper() else right) + text[high:]
        lowered = lowered[:low] + right + lowered[high:]
        if len(right) != end - start:
            moved += len(right) - (end - start)
            shifts.append((low + len(right), len(right) - (end - start)))
    return text, lowered, shifts


def moved_back(offset: int, shifts: list[tuple[int, int]]) -> int:
    """Return where an offset in a sentence put right lies in the sentence as written."""
    return offset - sum(by for at, by in shifts if offset >= at)
