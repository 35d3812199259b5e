"""Which words exist: pyspellchecker's frequency lists, read without building its whole checker.

The lists come with the installed package; only their words and counts are used here. `SpellChecker` itself would
take 150 ms more to start.
"""

from __future__ import annotations

import gzip
import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path


@cache
def frequencies(code: str) -> dict[str, int]:
    """Return the words of a language in lower case with how often they occur.

    Raises FileNotFoundError if the installed pyspellchecker has no list for the language.
    """
    spec = find_spec("spellchecker")
    if spec is None or not spec.origin:
        raise FileNotFoundError("pyspellchecker is not installed")
    path = Path(spec.origin).with_name("resources") / f"{code}.json.gz"
    with gzip.open(path, "rb") as stream:
        words: dict[str, int] = json.loads(stream.read())
    return words


def is_known(word: str, code: str) -> bool:
    """Say whether a word, in lower case, is in the list of a language."""
    return word in frequencies(code)


def is_one_edit_away(word: str, other: str) -> bool:
    """Say whether one letter added, left out, changed, or two neighbours exchanged, makes one word the other."""
    if abs(len(word) - len(other)) > 1 or word == other:
        return False
    shorter, longer = (word, other) if len(word) <= len(other) else (other, word)
    start = 0
    while start < len(shorter) and shorter[start] == longer[start]:
        start += 1
    if len(shorter) < len(longer):
        return shorter[start:] == longer[start + 1 :]
    if shorter[start + 1 :] == longer[start + 1 :]:
        return True
    swapped = shorter[start + 1 : start + 2] + shorter[start : start + 1] + shorter[start + 2 :]
    return swapped == longer[start:]


def edits_of(word: str, alphabet: str = "abcdefghijklmnopqrstuvwxyz") -> set[str]:
    """Return every string one edit away from a word."""
    splits = [(word[:index], word[index:]) for index in range(len(word) + 1)]
    found = {left + right[1:] for left, right in splits if right}
    found |= {left + right[1] + right[0] + right[2:] for left, right in splits if len(right) > 1}
    found |= {left + char + right[1:] for left, right in splits if right for char in alphabet}
    found |= {left + char + right for left, right in splits for char in alphabet}
    found.discard(word)
    return found


def distance(word: str, other: str, most: int) -> int:
    """Return how many edits (as in `is_one_edit_away`) lie between two words, or `most` + 1 if more."""
    if abs(len(word) - len(other)) > most:
        return most + 1
    previous2: list[int] = []
    previous = list(range(len(other) + 1))
    for i, char in enumerate(word, 1):
        current = [i]
        for j, wanted in enumerate(other, 1):
            cost = min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (char != wanted))
            if i > 1 and j > 1 and char == other[j - 2] and word[i - 2] == wanted:
                cost = min(cost, previous2[j - 2] + 1)
            current.append(cost)
        if min(current) > most:
            return most + 1
        previous2, previous = previous, current
    return min(previous[-1], most + 1)
