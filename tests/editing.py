"""Corrections and edits for tests that do not go through the command line."""

from __future__ import annotations

from datetime import date

from replylint.engine import Engine
from replylint.fix.correcting import Corrector
from replylint.fix.edits import apply, in_source
from replylint.model import Document, DocumentKind, Edit, Mailbox
from replylint.policy import load_pack
from replylint.visible import Visible

ENGINE = Engine(load_pack("plant-city"), date(2026, 12, 10))


def corrected(text: str) -> str:
    """Return an automatic reply of the City of Plant City as it is corrected on December 10, 2026."""
    document = Document("text", Visible.plain(text), text, kind=DocumentKind.AUTO_REPLY)
    return Corrector(ENGINE).correct(Mailbox("reply.txt", (document,))).after.documents[0].content


def edited(document: Document, *edits: Edit) -> str:
    """Return the document's source with edits of its visible text made."""
    return apply(document.content, [piece for edit in edits for piece in in_source(document, edit)])
