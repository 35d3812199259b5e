"""Colours of a terminal, or none."""

from __future__ import annotations

from dataclasses import dataclass

_CODES = {"red": "31", "green": "32", "yellow": "33", "blue": "34", "magenta": "35", "cyan": "36"}


@dataclass(frozen=True)
class Style:
    """Paints text where `color` says so."""

    color: bool

    def paint(self, text: str, name: str) -> str:
        """Return text in a colour."""
        return f"\x1b[{_CODES[name]}m{text}\x1b[0m" if self.color else text

    def bold(self, text: str) -> str:
        """Return text in bold."""
        return f"\x1b[1m{text}\x1b[0m" if self.color else text

    def dim(self, text: str) -> str:
        """Return text that steps back."""
        return f"\x1b[2m{text}\x1b[0m" if self.color else text
