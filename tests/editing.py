"""Edits of visible text for tests that do not go through a rule."""

from __future__ import annotations

from replylint.fix.edits import apply, in_source
from replylint.model import Document, Edit


def edited(document: Document, *edits: Edit) -> str:
    """Return the document's source with edits of its visible text made."""
    return apply(document.content, [piece for edit in edits for piece in in_source(document, edit)])
