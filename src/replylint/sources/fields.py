"""Texts that stand in a field of an export, as documents."""

from __future__ import annotations

from dataclasses import replace

from replylint.model import Audience, Document, DocumentKind, Key
from replylint.sources.html import read_html
from replylint.sources.judged import origin_of, own_words
from replylint.sources.mime import MAX_PART, with_page
from replylint.visible import Visible

TOO_LONG = f"is more than {MAX_PART / 1e6:.0f} MB long, which nobody reads, so the entry was not checked; shorten it"
"""What is said of an entry that has a text of more than `MAX_PART` characters."""


def reply(content: str, key: Key, audience: Audience = Audience.BOTH, *, markup: bool | None = None) -> Document:
    """Return the text of an automatic reply; it is HTML if `markup` says so, or by its tags where None.

    Raises SourceError if it is HTML that cannot be read.
    """
    name = "reply" if audience is Audience.BOTH else f"{audience} reply"
    return _document(name, content, key, DocumentKind.AUTO_REPLY, audience, markup)


def signature(content: str, key: Key, name: str = "signature", *, markup: bool | None = None) -> Document:
    """Return the text of a signature, as `reply` does."""
    return _document(name, content, key, DocumentKind.SIGNATURE, Audience.BOTH, markup)


def is_too_long(*texts: object) -> bool:
    """Say whether one of the values is a text that is too long to be read."""
    return any(isinstance(text, str) and len(text) > MAX_PART for text in texts)


def shows_nothing(content: str) -> bool:
    """Say whether a reader would see nothing of a text or of HTML: `<html><body></body></html>`."""
    page = read_html(content) if _has_tags(content) else None
    return not (page.visible.text.strip() or page.pictures) if page else not content.strip()


def _document(
    name: str, content: str, key: Key, kind: DocumentKind, audience: Audience, markup: bool | None
) -> Document:
    content = content.encode("utf-8", "replace").decode("utf-8")  # half a character is none
    document = Document(name, Visible.plain(content), content, kind=kind, audience=audience, key=key)
    if markup or (markup is None and _has_tags(content)):
        return with_page(document, read_html(content), {}, origin_of(document))
    return replace(document, visible=own_words(document.visible, origin_of(document)))


def _has_tags(content: str) -> bool:
    return "<" in content and ">" in content
