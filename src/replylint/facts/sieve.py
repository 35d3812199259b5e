"""Questions about words that most words answer with no: the answers are kept, as messages are made of the same few thousand words."""

from __future__ import annotations

from collections.abc import Callable

_REMEMBERED = 16_384
"""Words whose answers are kept."""


class Sieve:
    """Finds sentences with a word to which a question is answered with yes; a word answered with no is not asked about again."""

    def __init__(self, asks: Callable[[str], object]) -> None:
        self._asks = asks
        self._passed: set[str] = set()

    def holds(self, words: frozenset[str]) -> bool:
        """Say whether one of the words is answered with yes."""
        for word in words - self._passed:
            if self._asks(word):
                return True
            if len(self._passed) >= _REMEMBERED:
                self._passed.clear()
            self._passed.add(word)
        return False
