"""Which words exist, and how common they are: pyspellchecker's frequency lists, searched without being parsed.

A list is JSON with one word a line, in order, so a word is found by bisecting the unpacked bytes. Building pyspellchecker's own
checker would take twenty times as long.
"""

from __future__ import annotations

import json
import zlib
from bisect import bisect_right
from functools import cache
from importlib.util import find_spec
from pathlib import Path

_SAMPLES = 200
"""Places at which the order of a list is checked before it is relied on, and between which a word is then looked for."""
_GZIP = 31
"""The window bits by which zlib knows that it reads gzip."""
_LARGEST = 64_000_000
"""Bytes of a list for which room is made at once."""
_PARSE_AFTER = 4_000
"""Searches after which a list is parsed: parsing it takes as long as 4,000 to 5,000 searches."""


def rounded(count: int) -> int:
    """Return a count with its first two digits, zeros for the others: finer differences mean nothing, and the page carries none."""
    if count < _EXACT:
        return count
    digits = str(count)
    return int(digits[:2]) * int("1" + "0" * (len(digits) - 2))


_EXACT = 100


class WordList:
    """The words of a language in lower case, with how often they occur in its sources."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._counts: dict[str, int] = {}
        self._common: dict[int, frozenset[str]] = {}
        """Words by how often they occur at least, once the list is parsed."""
        self._words: list[str] = []
        self._places: list[int] = []
        if not self._in_order():
            self._parse()

    def count(self, word: str) -> int:
        """Return how often a word occurs; 0 if it is not in the list."""
        known = self._counts.get(word)
        if known is not None or not self._data:
            return rounded(known or 0)
        if len(self._counts) >= _PARSE_AFTER:
            self._parse()
            return rounded(self._counts.get(word, 0))
        known = self._counts[word] = self._find(word)
        return rounded(known)

    def common(self, words: set[str], least: int) -> dict[str, int]:
        """Return those of some words that occur at least so often, with how often each occurs."""
        if self._data:
            return {word: count for word in words if (count := self.count(word)) >= least}
        if least not in self._common:
            counts = self._counts.items()
            self._common[least] = frozenset(word for word, count in counts if count >= least)
        return {word: rounded(self._counts[word]) for word in words & self._common[least]}

    def _parse(self) -> None:
        """Read the whole list, so that each further word is found at once."""
        self._counts = json.loads(self._data)
        self._data = b""

    def _find(self, word: str) -> int:
        sample = bisect_right(self._words, word)
        low = self._places[sample - 1] if sample else 0
        high = self._places[sample] if sample < len(self._places) else len(self._data)
        while low < high:
            middle = (low + high) // 2
            start = self._data.rfind(b"\n", low, middle) + 1 or low
            end = self._data.find(b"\n", middle)
            end = len(self._data) if end < 0 else end
            key, count = _entry(self._data[start:end])
            if key == word:
                return count
            if key is None or key < word:
                low = end + 1
            else:
                high = start
        return 0

    def _in_order(self) -> bool:
        step = max(len(self._data) // _SAMPLES, 1)
        previous = ""
        for place in range(step, len(self._data), step):
            start = self._data.rfind(b"\n", 0, place) + 1
            end = self._data.find(b"\n", start)
            key, _ = _entry(self._data[start : end if end > 0 else len(self._data)])
            if key is None or key < previous:
                return False
            previous = key
            self._words.append(key)
            self._places.append(start)
        return True


def _entry(line: bytes) -> tuple[str | None, int]:
    """Return the word and count of a line `"word": 12,`; None for a line that is none."""
    key, colon, count = line.strip().rstrip(b",").rpartition(b":")
    if not colon:
        return None, 0
    return json.loads(key) if b"\\" in key else key.strip(b' "').decode("utf-8"), int(count)


@cache
def word_list(code: str) -> WordList:
    """Return the word list of a language.

    Raises FileNotFoundError if the installed pyspellchecker has none for it.
    """
    spec = find_spec("spellchecker")
    if spec is None or not spec.origin:
        raise FileNotFoundError("pyspellchecker is not installed")
    path = Path(spec.origin).with_name("resources") / f"{code}.json.gz"
    plain = path.with_suffix("")
    if plain.is_file():  # the page has the lists unpacked
        return WordList(plain.read_bytes())
    packed = path.read_bytes()
    size = int.from_bytes(packed[-4:], "little")  # RFC 1952 section 2.3.1
    return WordList(zlib.decompress(packed, _GZIP, min(size, _LARGEST)))


def frequency(word: str, code: str) -> int:
    """Return how often a word, in lower case, occurs in the list of a language; 0 if it is not there."""
    return word_list(code).count(word)


def is_known(word: str, code: str) -> bool:
    """Say whether a word, in lower case, is in the list of a language."""
    return frequency(word, code) > 0


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
