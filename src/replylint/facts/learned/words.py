"""The words of a text as the learned models count them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from replylint.facts.learned.linear import Feature, number_of
from replylint.patterns import compiled

_WORD = compiled(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+(?:[:/.,-]\d+)*|[^\w\s]|\n")
_PIECES = (3, 4, 5)
_LONGEST = 20
"""Letters of a word that count."""
_MOST_WORDS = 60
"""Words of a sentence that are looked at."""
_STEM = 4
"""Letters of a word that its forms share."""
_WIDEST = 3
"""From a word to the last of those that count as its neighbors."""
_REMEMBERED = 4096
"""Words whose pieces are remembered: those of one text are mostly those of the next."""


def words_in(lowered: str) -> list[str]:
    """Return the words and marks of a text in lower case, without accents; `#` stands for any number, `@` for an address."""
    text = unicodedata.normalize("NFD", lowered).replace("’", "'") if not lowered.isascii() else lowered
    text = "".join(char for char in text if not unicodedata.combining(char)) if not text.isascii() else text
    return ["#" if word[0].isdigit() else word for word in _WORD.findall(text)]


def pairs_of(words: list[str]) -> list[str]:
    """Return each two neighbors among words."""
    return [f"{one} {other}" for one, other in pairwise(words)]


def features_of_sentence(lowered: str) -> Iterator[Feature]:
    """Yield the features of a sentence in lower case: its words, pairs of them, pieces of its words."""
    words = ["^", *words_in(lowered)[:_MOST_WORDS], "$"]
    yield from words
    yield from pairs_of(words)
    yield from (f"{one} _ {other}" for one, other in zip(words, words[2:], strict=False))
    for word in dict.fromkeys(words):
        if len(word) > 1:
            yield from pieces_of(word)
    stems = [word[:_STEM] for word in words]
    for gap in range(1, _WIDEST + 1):
        yield from (f"{gap}:{one} {other}" for one, other in zip(stems, stems[gap:], strict=False))


@lru_cache(maxsize=_REMEMBERED)
def pieces_of(word: str) -> tuple[int, ...]:
    """Return the pieces of three to five letters of a word, its ends marked, which forms of one word share, as numbers."""
    word = f" {word[:_LONGEST]} "
    return tuple(number_of("~" + word[at : at + size]) for size in _PIECES for at in range(len(word) - size + 1))
