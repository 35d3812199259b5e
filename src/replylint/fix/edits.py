"""Edits of visible text carried to the source: what they do not name stays byte for byte."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from replylint.model import Diagnostic, Document, Edit
from replylint.patterns import compiled
from replylint.visible import Span

SourceEdit = tuple[int, int, str]
"""Start, end and new text of a stretch of source."""

_CLOSING_TAG = compiled(r"</(a|b|i|u|em|strong|span|font|small|big|sub|sup|o:p)\s*>", re.IGNORECASE)
_EMPTIED = "a|b|i|u|em|strong|span|font|small|big|div|p|li"
"""Elements that go with the last of their words."""
_OPENS = compiled(rf"<({_EMPTIED})(?=[\s>])(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>(?:\s|<o:p>\s*</o:p>)*\Z", re.IGNORECASE)
_CLOSES = compiled(rf"(?:\s|<o:p>\s*</o:p>)*</({_EMPTIED})\s*>", re.IGNORECASE)
_TAGS_ALONE = compiled(rf"(?:\s|&nbsp;|<(/?)(?:{_EMPTIED})(?=[\s>])(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>)*", re.IGNORECASE)
_LONGEST_TAG = 4_000
"""Characters of a start tag that is looked at; Word's longest have about 900."""


class Change(NamedTuple):
    """One edit of a correction, as a reader sees it and as the source has it."""

    span: Span | None
    """The visible characters that it replaces; None for an edit of the source alone."""
    text: str
    """The visible text that comes instead."""
    source: tuple[SourceEdit, ...]


class Correction(NamedTuple):
    """The changes that are to settle one finding: all of them are made, or none."""

    diagnostic: Diagnostic
    changes: tuple[Change, ...]

    @property
    def source(self) -> list[SourceEdit]:
        """The edits of the source."""
        return [edit for change in self.changes for edit in change.source]


def change_of(document: Document, edit: Edit) -> Change:
    """Return an edit as a change of the document's text and source."""
    if edit.in_source:
        source = (edit.start, edit.end, edit.text)
        return Change(None, "", (source if edit.text else _with_emptied(document, *source[:2]),))
    return Change(Span(edit.start, edit.end), edit.text, tuple(in_source(document, edit)))


def compatible(corrections: Iterable[Correction]) -> list[Correction]:
    """Return the corrections that can be made together: none that overlaps an earlier one."""
    taken: list[Change] = []
    kept: list[Correction] = []
    for correction in corrections:
        if not any(_collide(change, other) for change in correction.changes for other in taken):
            taken += correction.changes
            kept.append(correction)
    return kept


def apply(content: str, edits: Sequence[SourceEdit]) -> str:
    """Return a source with edits made that do not overlap; those at one place come in the order they are given in."""
    ordered = sorted(enumerate(edits), key=lambda item: (item[1][0], item[1][1], item[0]), reverse=True)
    for _, (start, end, text) in ordered:
        content = content[:start] + text + content[end:]
    return content


def _collide(one: Change, other: Change) -> bool:
    """Return True if two changes cannot be made together."""
    return any(_overlap(piece, another, one, other) for piece in one.source for another in other.source)


def _overlap(piece: SourceEdit, another: SourceEdit, one: Change, other: Change) -> bool:
    for insertion, change in ((piece, another), (another, piece)):
        if insertion[0] == insertion[1] and change[0] < change[1] and not change[2]:
            # There is room for new words next to what is only left out.
            return change[0] < insertion[0] < change[1]
    inserted = piece[0] == piece[1], another[0] == another[1]
    if any(inserted):
        if (_is_line(one) and inserted[0] and piece[0] == another[1]) or (
            _is_line(other) and inserted[1] and another[0] == piece[1]
        ):
            return False  # a line of its own may follow whatever is written there
        # Two insertions at one place, or one inside or at the edge of a change, would run together.
        return piece[0] <= another[1] and another[0] <= piece[1]
    return piece[0] < another[1] and another[0] < piece[1]


def _is_line(change: Change) -> bool:
    """Return True if a change writes a new line, not words into one."""
    return change.text.startswith("\n")


def in_source(document: Document, edit: Edit) -> list[SourceEdit]:
    """Return what an edit of visible characters comes to in the document's source."""
    text = as_source(document, edit.text)
    if edit.start == edit.end:
        place = insertion_place(document, edit.start)
        return [(place, place, text)]
    pieces: list[SourceEdit] = []
    for span in document.visible.source_spans(edit.start, edit.end):
        start = span.start
        while pieces and document.markup and start > pieces[-1][1] and document.content[start - 1].isspace():
            start -= 1  # white space that did not show next to the removed words would show now
        pieces.append((start, span.end, "" if pieces else text))
    if text or not document.markup:
        return pieces
    content = document.content
    words = [piece for piece in pieces if content[piece[0] : piece[1]].strip()]
    ends = [piece for piece in pieces if piece not in words and piece[0] < piece[1]]
    return [*ends, *(_with_emptied(document, *piece[:2]) for piece in _joined(content, words))]


def _joined(content: str, pieces: list[SourceEdit]) -> list[SourceEdit]:
    """Return removed stretches with those joined that have nothing but whole elements between them, which goes with them."""
    if len(pieces) < 2:
        return pieces
    start, end = pieces[0][0], pieces[-1][1]
    between = [content[one[1] : other[0]] for one, other in pairwise(pieces)]
    tags = [match.groups() for match in _ANY_TAG.finditer("".join(between))]
    depth = 0
    for closing, _ in tags:
        depth += -1 if closing else 1
        if depth < 0:
            return pieces
    if depth or not all(map(_TAGS_ALONE.fullmatch, between)):
        return pieces
    return [(start, end, "")]


_ANY_TAG = compiled(rf"<(/?)({_EMPTIED})(?=[\s>])", re.IGNORECASE)


def _with_emptied(document: Document, start: int, end: int) -> SourceEdit:
    """Return the removal of a stretch of source, with the elements around it that would be left without content."""
    content = document.content
    while document.markup:
        opening = _OPENS.search(content, max(0, start - _LONGEST_TAG), start)
        closing = _CLOSES.match(content, end)
        if not opening or not closing or opening.group(1).lower() != closing.group(1).lower():
            break
        start, end = opening.start(), closing.end()
    return (start, end, "")


def insertion_place(document: Document, at: int) -> int:
    """Return the source offset where words are inserted that go before visible character `at`."""
    visible = document.visible
    if at == 0 or _begins_block(document, at):
        return visible.source_offset(at)
    before = visible.source_spans(at - 1, at)
    place = before[-1].end if before else visible.source_offset(at)
    return _outside(document, at, place) if document.markup else place


def _outside(document: Document, at: int, place: int) -> int:
    """Return where words are inserted behind others at `place`: outside of links, and of looks that are not those of the line.

    A color or font that the line begins with is the line's, so that new words have it too.
    """
    content, visible = document.content, document.visible
    line = visible.text.rfind("\n", 0, at) + 1
    begins = visible.source_spans(line, line + 1)
    first = begins[0].start if begins else 0
    found, end = place, place
    while closing := _CLOSING_TAG.match(content, end):
        end = closing.end()
        name = closing.group(1).lower()
        if name in _NEVER_OF_A_LINE or _opening(content, name, closing.start()) > first:
            found = end
    return found


_NEVER_OF_A_LINE = frozenset(("a", "sub", "sup"))


def _opening(content: str, name: str, end: int) -> int:
    """Return where the element begins whose end tag is at `end`; 0 if that is not found."""
    depth = 0
    tags = list(re.finditer(rf"<(/?){re.escape(name)}(?=[\s>])", content[:end], re.IGNORECASE))
    for tag in reversed(tags):
        depth += 1 if tag.group(1) else -1
        if depth < 0:
            return tag.start()
    return 0


def _begins_block(document: Document, at: int) -> bool:
    """Return True if a visible place begins a line that an element makes: words go inside that element."""
    before = document.visible.text[at - 1 : at]
    if not document.markup or before not in ("\n", "\t") or at >= len(document.visible.text):
        return False
    return not any(span.end > span.start for span in document.visible.source_spans(at - 1, at))


def as_source(document: Document, text: str) -> str:
    """Return visible text as the source writes it: escaped in HTML, with the file's line ends in plain text."""
    if document.markup:
        return html.escape(text, quote=False).replace("\n", "<br>")
    return with_line_ends(document, text)


def with_line_ends(document: Document, text: str) -> str:
    """Return text with the line ends that the document's source uses."""
    if "\r\n" in document.content:
        return text.replace("\n", "\r\n")
    if "\r" in document.content and "\n" not in document.content:
        return text.replace("\n", "\r")
    return text


def edits_of(corrections: Sequence[Correction]) -> list[SourceEdit]:
    """Return the edits of the source of several corrections: at one place words come before new lines."""
    changes = sorted((change for each in corrections for change in each.changes), key=_is_line)
    return [edit for change in changes for edit in change.source]
