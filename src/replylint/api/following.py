"""Changes that can still be undone after the texts were edited, at their places there."""

from __future__ import annotations

import html
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

from replylint.api.shapes import Change, File, Replaced, Reply, Text
from replylint.patterns import compiled

_MOST_CHARACTERS = 1_200
"""Characters of an edit up to which it is looked at character by character; a longer one counts as one edit."""
_MOST_TOKENS = 6_000
"""Words and tags up to which two versions of an HTML text are aligned."""
_TOKEN = compiled(r"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>|&#?\w+;|\w+|\S")
_TAG_NAME = compiled(r"</?\w+")


class Shift(NamedTuple):
    """`length` characters in place of `start` to `end` of a text."""

    start: int
    end: int
    length: int


def follow(changes: Iterable[Change], before: Reply | File, after: Reply | File) -> tuple[Change, ...]:
    """Return the changes that can still be undone after a person edited the texts, at their places there.

    A change whose own words the person edited is left out: they are the person's now. An editor may write all tags of an HTML
    text in its own way at the first key press; words between the same tags are still the same.
    """
    kept = [one for one in changes if one.number < len(after.texts)]
    for number, (old, new) in enumerate(zip(before.texts, after.texts, strict=False)):
        if old.content != new.content:
            here = [one for one in kept if one.number == number]
            found = _followed(here, old, new)
            kept = [found.get(one.id, one) for one in kept if one.number != number or one.id in found]
    return tuple(kept)


def moved(changes: Iterable[Change], number: int, shifts: Sequence[Shift]) -> Iterable[Change]:
    """Yield changes at their places after edits of a text, without those that an edit touches inside."""
    for change in changes:
        if change.number != number:
            yield change
            continue
        pieces = []
        for piece in change.pieces:
            if any(_touches(piece, one) for one in shifts):
                break
            grown = sum(one.length - (one.end - one.start) for one in shifts if _is_before(piece, one))
            pieces.append(piece._replace(start=piece.start + grown, end=piece.end + grown))
        else:
            yield replace(change, pieces=tuple(pieces))


def _is_before(piece: Replaced, shift: Shift) -> bool:
    """Return whether an edit is before a piece; one that touches its beginning is."""
    return shift.end <= piece.start and not (shift.start == shift.end == piece.start == piece.end)


def _touches(piece: Replaced, shift: Shift) -> bool:
    """Return whether an edit changes what is inside a piece; words written at its edges do not."""
    return shift.start < piece.end and piece.start < shift.end


def _followed(changes: Sequence[Change], old: Text, new: Text) -> dict[str, Change]:
    """Return the changes of one text at their places in its new version, by id."""
    if not changes:
        return {}
    found = {one.id: one for one in moved(changes, changes[0].number, _shifts(old.content, new.content))}
    if not (old.markup and new.markup) or len(found) == len(changes):
        return found
    aligned = _Aligned(old.content, new.content)
    for change in changes:
        if change.id in found:
            continue
        pieces = [aligned.piece(one) for one in change.pieces]
        whole = tuple(one for one in pieces if one is not None)
        others = [one for other in found.values() for one in other.pieces]
        if len(whole) == len(pieces) and not any(_overlap(one, other) for one in whole for other in others):
            found[change.id] = replace(change, pieces=whole)
    return found


def _overlap(one: Replaced, other: Replaced) -> bool:
    return one.start < other.end and other.start < one.end


def _shifts(old: str, new: str) -> list[Shift]:
    """Return which stretches of a text were replaced, and by how many characters."""
    start, end = _common(old, new)
    middle, other = old[start : len(old) - end], new[start : len(new) - end]
    if not middle or not other or max(len(middle), len(other)) > _MOST_CHARACTERS:
        return [Shift(start, start + len(middle), len(other))]
    opcodes = SequenceMatcher(None, middle, other, autojunk=False).get_opcodes()
    return [
        Shift(start + low, start + high, upper - lower)
        for tag, low, high, lower, upper in opcodes
        if tag != "equal"
    ]  # fmt: skip


def _common(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """Return how many items two sequences share at the beginning, and how many of the others at the end."""
    most = min(len(old), len(new))
    start = end = 0
    while start < most and old[start] == new[start]:
        start += 1
    while end < most - start and old[-1 - end] == new[-1 - end]:
        end += 1
    return start, end


class _Token(NamedTuple):
    """A word, a tag or a sign of HTML, and what it is compared by: tags by their names, entities by their characters."""

    start: int
    end: int
    key: str


class _Aligned:
    """Two versions of an HTML text whose tags may be written in different ways, word by word and tag by tag."""

    def __init__(self, old: str, new: str) -> None:
        self._new_content = new
        self._old, self._new = _tokens(old), _tokens(new)
        self._starts, self._ends = [one.start for one in self._old], [one.end for one in self._old]
        self._matches = self._matching() if max(len(self._old), len(self._new)) <= _MOST_TOKENS else {}

    def _matching(self) -> dict[int, int]:
        """Return which token of the new version each token of the old one is."""
        old, new = [one.key for one in self._old], [one.key for one in self._new]
        start, end = _common(old, new)
        middle = SequenceMatcher(None, old[start : len(old) - end], new[start : len(new) - end], autojunk=False)
        found = {place: place for place in range(start)}
        found |= {len(old) - 1 - place: len(new) - 1 - place for place in range(end)}
        for low, lower, size in middle.get_matching_blocks():
            found |= {start + low + place: start + lower + place for place in range(size)}
        return found

    def piece(self, piece: Replaced) -> Replaced | None:
        """Return a piece at its place in the new version; None if it was edited."""
        first, last = bisect_right(self._ends, piece.start), bisect_left(self._starts, piece.end)
        inside = [self._matches.get(place, -1) for place in range(first, last)]
        if -1 in inside or any(after != place + 1 for place, after in pairwise(inside)):
            return None
        start = self._place(first, piece.start) if inside else self._gap(first, piece.start)
        end = self._place(last - 1, piece.end) if inside else self._gap(first, piece.end)
        if start is None or end is None:
            return None
        return Replaced(start, end, piece.before, self._new_content[start:end])

    def _place(self, place: int, at: int) -> int | None:
        """Return where a place in a matched token, or in the space beside it, is in the new version."""
        old, new = self._old[place], self._new[self._matches[place]]
        if at <= old.start:
            return max(new.start - (old.start - at), self._gap_start(self._matches[place]))
        if at >= old.end:
            return min(new.end + (at - old.end), self._gap_end(self._matches[place]))
        return new.start + (at - old.start) if new.end - new.start == old.end - old.start else None

    def _gap(self, following: int, at: int) -> int | None:
        """Return where a place in the space before a token is in the new version, if the tokens beside it are still neighbors."""
        before = self._matches.get(following - 1, -1) if following else -1
        after = self._matches.get(following, -1) if following < len(self._old) else len(self._new)
        if after != before + 1 or (following and before < 0):
            return None
        if following:
            return self._place(following - 1, at)
        return self._place(following, at) if following < len(self._old) else None

    def _gap_start(self, place: int) -> int:
        return self._new[place - 1].end if place else 0

    def _gap_end(self, place: int) -> int:
        return self._new[place + 1].start if place + 1 < len(self._new) else len(self._new_content)


def _tokens(content: str) -> list[_Token]:
    """Return the words, tags and signs of HTML, without white space."""
    found = (_Token(*one.span(), _key(one.group())) for one in _TOKEN.finditer(content))
    return [one for one in found if not one.key.isspace()]


def _key(token: str) -> str:
    if tag := _TAG_NAME.match(token):
        return tag.group().lower()
    return html.unescape(token) if token.startswith("&") else token
