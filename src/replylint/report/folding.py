"""Long lines on a terminal: divided between words, by the columns that characters take there."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from replylint.visible import Span

NARROWEST = 20
"""Columns below which nothing is divided any further."""


def columns(text: str) -> int:
    """Return how many columns of a terminal a text takes: wide characters take two, combining ones none."""
    return len(text) if text.isascii() else sum(map(_columns_of, text))


def _columns_of(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in ("W", "F") else 1


def folded(text: str, width: int) -> Iterator[Span]:
    """Yield the stretches of a text that fit into `width` columns each, divided at spaces where there are any.

    A space at which a line ends belongs to it, and may stand beyond the last column.
    """
    width = max(width, NARROWEST)
    start = 0
    while start < len(text):
        end = _end_of_line(text, start, width)
        yield Span(start, end)
        start = end


def _end_of_line(text: str, start: int, width: int) -> int:
    used = 0
    space = 0
    for at in range(start, len(text)):
        used += _columns_of(text[at])
        if used > width and not text[at].isspace():
            return space or max(at, start + 1)
        if text[at] == " ":
            space = at + 1
    return len(text)


def wrapped(text: str, width: int | None, indent: str = "", further: str | None = None) -> str:
    """Return a sentence as lines of at most `width` columns; one line if there is no width.

    The first line begins with `indent`, the others with `further`, or with `indent` too. Words are never divided unless one
    alone is longer than a line.
    """
    if width is None:
        return f"{indent}{text}"
    further = indent if further is None else further
    room = width - max(columns(indent), columns(further))
    lines = [text[span.start : span.end].rstrip() for span in folded(text, room)]
    return f"\n{further}".join([f"{indent}{line}" if not number else line for number, line in enumerate(lines or [""])])
