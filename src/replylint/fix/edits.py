"""Edits of visible text carried to the source: what they do not name stays byte for byte."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from replylint.model import Diagnostic, Document, Edit
from replylint.visible import Span

SourceEdit = tuple[int, int, str]
"""Start, end and new text of a stretch of source."""

_CLOSING_TAGS = re.compile(r"(?:</(?:a|b|i|u|em|strong|span|font|small|big|o:p)\s*>)+", re.IGNORECASE)
"""Tags that end with the words before a place: new words there are not part of their link or color."""


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
        return Change(None, "", ((edit.start, edit.end, edit.text),))
    return Change(Span(edit.start, edit.end), edit.text, tuple(in_source(document, edit)))


def compatible(corrections: Iterable[Correction]) -> list[Correction]:
    """Return the corrections that can be made together: none that overlaps an earlier one."""
    taken: list[SourceEdit] = []
    kept: list[Correction] = []
    for correction in corrections:
        pieces = correction.source
        if not any(_overlap(piece, other) for piece in pieces for other in taken):
            taken += pieces
            kept.append(correction)
    return kept


def apply(content: str, edits: Iterable[SourceEdit]) -> str:
    """Return a source with edits made that do not overlap."""
    for start, end, text in sorted(edits, key=lambda piece: (piece[0], piece[1]), reverse=True):
        content = content[:start] + text + content[end:]
    return content


def _overlap(one: SourceEdit, other: SourceEdit) -> bool:
    for insertion, change in ((one, other), (other, one)):
        if insertion[0] == insertion[1] and change[0] < change[1] and not change[2]:
            # There is room for new words next to what is only left out.
            return change[0] < insertion[0] < change[1]
    if one[0] == one[1] or other[0] == other[1]:
        # Two insertions at one place, or one inside or at the edge of a change, would run together.
        return one[0] <= other[1] and other[0] <= one[1]
    return one[0] < other[1] and other[0] < one[1]


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
    return pieces


def insertion_place(document: Document, at: int) -> int:
    """Return the source offset where words are inserted that go before visible character `at`."""
    visible = document.visible
    if at == 0 or _begins_block(document, at):
        return visible.source_offset(at)
    before = visible.source_spans(at - 1, at)
    place = before[-1].end if before else visible.source_offset(at)
    if document.markup and (tags := _CLOSING_TAGS.match(document.content, place)):
        place = tags.end()
    return place


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
    """Return the edits of the source of several corrections."""
    return [edit for correction in corrections for edit in correction.source]
