"""Edits of visible text, carried to the source behind it: what they do not mean stays byte for byte."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence

from replylint.model import Document, Edit

_SourceEdit = tuple[int, int, str]

_CLOSING_TAGS = re.compile(r"(?:</(?:a|b|i|u|em|strong|span|font|small|big|o:p)\s*>)+", re.IGNORECASE)
"""Tags that end with the words before a place: what is put in there is no part of their link or colour."""


def apply(document: Document, edits: Iterable[Sequence[Edit]]) -> str:
    """Return the document's source with edits made.

    Each item is the edits of one correction: they are made together or, where they overlap a correction made already, not at all.
    """
    taken: list[_SourceEdit] = []
    for correction in edits:
        wanted = [piece for edit in correction for piece in in_source(document, edit)]
        if not any(_overlap(piece, other) for piece in wanted for other in taken):
            taken += wanted
    content = document.content
    for start, end, text in sorted(taken, key=lambda piece: (piece[0], piece[1]), reverse=True):
        content = content[:start] + text + content[end:]
    return content


def _overlap(one: _SourceEdit, other: _SourceEdit) -> bool:
    for insertion, change in ((one, other), (other, one)):
        if insertion[0] == insertion[1] and change[0] < change[1] and not change[2]:
            return change[0] < insertion[0] < change[1]  # beside what is only left out there is room
    if one[0] == one[1] or other[0] == other[1]:
        # Two insertions at one place, or an insertion inside or at the edge of a change, would run into each other.
        return one[0] <= other[1] and other[0] <= one[1]
    return one[0] < other[1] and other[0] < one[1]


def in_source(document: Document, edit: Edit) -> list[_SourceEdit]:
    """Return what an edit comes to in the document's source."""
    if edit.in_source:
        return [(edit.start, edit.end, edit.text)]
    text = as_source(document, edit.text)
    visible = document.visible
    if edit.start == edit.end:
        if edit.start == 0:
            place = visible.source_offset(0)
        elif _begins_block(document, edit.start):
            place = visible.source_offset(edit.start)
        else:
            before = visible.source_spans(edit.start - 1, edit.start)
            place = before[-1].end if before else visible.source_offset(edit.start)
            if document.markup and (tags := _CLOSING_TAGS.match(document.content, place)):
                place = tags.end()
        return [(place, place, text)]
    spans = visible.source_spans(edit.start, edit.end)
    if not spans:
        return []
    pieces: list[_SourceEdit] = []
    for span in spans:
        start = span.start
        while pieces and document.markup and start > pieces[-1][1] and document.content[start - 1].isspace():
            start -= 1  # white space that was not seen beside what goes would be seen now
        pieces.append((start, span.end, "" if pieces else text))
    return pieces


def _begins_block(document: Document, at: int) -> bool:
    """Say whether a visible place is the beginning of a line that an element makes: what is put there goes inside that element."""
    before = document.visible.text[at - 1 : at]
    if not document.markup or before not in ("\n", "\t") or at >= len(document.visible.text):
        return False
    return not any(span.end > span.start for span in document.visible.source_spans(at - 1, at))


def as_source(document: Document, text: str) -> str:
    """Return visible text as the document's source writes it: escaped in HTML, with the file's own line ends in plain text."""
    if document.markup:
        return html.escape(text, quote=False).replace("\n", "<br>")
    if "\r\n" in document.content:
        return text.replace("\n", "\r\n")
    if "\r" in document.content and "\n" not in document.content:
        return text.replace("\n", "\r")
    return text
