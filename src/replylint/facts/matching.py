"""Small questions to patterns and spans that several facts ask."""

from __future__ import annotations

import re
from collections.abc import Iterable

from replylint.visible import Span


def last_match(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Return the last match of a pattern, or None."""
    found = None
    for match in pattern.finditer(text):
        found = match
    return found


def last_start(pattern: re.Pattern[str], text: str) -> int | None:
    """Return where the last match of a pattern begins, or None."""
    found = last_match(pattern, text)
    return found.start() if found else None


def overlaps(span: Span, others: Iterable[Span]) -> bool:
    """Say whether a span shares a character with one of the others."""
    return any(other.start < span.end and span.start < other.end for other in others)
