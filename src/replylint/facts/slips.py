"""The slip that separates a misspelled word from the word meant."""

from __future__ import annotations

from enum import Enum

_VOWELS = frozenset("aeiou")
_SOUND_ALIKE = frozenset(map(frozenset, ("cs", "sz", "ck", "iy", "dt")))
"""Letters that people exchange because they hear the same sound in some words."""


class Slip(Enum):
    """How a misspelled word differs from the word meant."""

    SWAPPED = "two neighbors exchanged"
    DOUBLED = "a double letter written once, or a single one twice"
    MISSING = "a letter left out"
    ADDED = "a letter too many"
    VOWEL = "another vowel"
    MISHEARD = "another letter that sounds the same"
    OTHER = "another letter"


def slip_of(word: str, right: str) -> Slip | None:
    """Return the one slip that makes `right` into `word`, or None if more than one does."""
    start = 0
    shortest = min(len(word), len(right))
    while start < shortest and word[start] == right[start]:
        start += 1
    rest, meant = word[start:], right[start:]
    if len(rest) == len(meant):
        if len(rest) > 1 and rest[:2] == meant[1::-1] and rest[2:] == meant[2:]:
            return Slip.SWAPPED
        return _replaced(rest[0], meant[0]) if rest and rest[1:] == meant[1:] else None
    if rest == meant[1:]:
        return Slip.DOUBLED if _is_double(right, start) else Slip.MISSING
    if rest[1:] == meant:
        return Slip.DOUBLED if _is_double(word, start) else Slip.ADDED
    return None


def _replaced(letter: str, meant: str) -> Slip:
    if letter in _VOWELS and meant in _VOWELS:
        return Slip.VOWEL
    return Slip.MISHEARD if frozenset((letter, meant)) in _SOUND_ALIKE else Slip.OTHER


def _is_double(word: str, place: int) -> bool:
    """Return True if the letter at a place equals one of its neighbors."""
    return word[place] in (word[place - 1 : place] + word[place + 1 : place + 2])


def edges_alike(word: str, right: str) -> bool:
    """Return True if two words begin and end alike, as words of two languages often do not."""
    return word[0] == right[0] and word[-1] == right[-1]
