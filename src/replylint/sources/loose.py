"""Loose files: plain text, HTML, and templates of either."""

from __future__ import annotations

from collections.abc import Iterator

from replylint.errors import SourceError
from replylint.model import Document, Mailbox
from replylint.sources.declared import declared_in_html
from replylint.sources.html import read_html
from replylint.sources.jinja import check_template
from replylint.sources.judged import QUOTED_FIRST, Origin, begins_with_quotation, own_words
from replylint.sources.mime import MAX_PART, with_page
from replylint.sources.text import (
    GARBLED,
    decode,
    garbled,
    looks_binary,
    without_template_tags,
)
from replylint.visible import Visible, shows_anything

EMPTY = "it is empty; write the message first"
_NOTHING = "it shows a reader nothing; is it the right file?"


def load_text(data: bytes, path: str, *, template: bool = False) -> Iterator[Mailbox]:
    """Read a plain text. Raises SourceError if it is empty, binary, too long or undecodable."""
    yield text_mailbox(decode(_checked(data))[0], path, template=template)


def load_html(data: bytes, path: str, *, template: bool = False) -> Iterator[Mailbox]:
    """Read an HTML file. Raises SourceError as `load_text` does, or if it is nested too deep."""
    yield page_mailbox(decode(_checked(data), declared_in_html(data))[0], path, template=template)


def text_mailbox(content: str, path: str, *, template: bool = False) -> Mailbox:
    """Return a plain text that is already decoded as a mailbox. Raises SourceError as `load_text` does."""
    _check_text(content)
    if template:
        check_template(content)
    visible = Visible.plain(content)
    if not shows_anything(visible.text):
        raise SourceError(_NOTHING)
    if not template and begins_with_quotation(visible.text):
        raise SourceError(QUOTED_FIRST)
    visible = without_template_tags(visible) if template else own_words(visible, Origin.WRITTEN)
    return _one(path, Document("text", visible, content, template=template, whole_file=True), "text")


def page_mailbox(content: str, path: str, *, template: bool = False) -> Mailbox:
    """Return HTML that is already decoded as a mailbox. Raises SourceError as `load_html` does."""
    _check_text(content)
    if template:
        check_template(content)
    page = read_html(content)
    if not shows_anything(page.visible.text) and not page.pictures:
        raise SourceError(_NOTHING)
    if not template and begins_with_quotation(page.visible.text):
        raise SourceError(QUOTED_FIRST)
    document = Document("text", page.visible, content, template=template, whole_file=True)
    document = with_page(document, page, {}, Origin.WRITTEN)
    if template:
        document = _template_page(document)
    return _one(path, document, "html")


def _template_page(document: Document) -> Document:
    from dataclasses import replace

    return replace(document, visible=without_template_tags(document.visible))


def _one(path: str, document: Document, form: str) -> Mailbox:
    return Mailbox(path, (document,), format=form)


def _checked(data: bytes) -> bytes:
    if not data.strip(b"\r\n \t\x00\xef\xbb\xbf\xff\xfe"):
        raise SourceError(EMPTY)
    if len(data) > MAX_PART:
        raise SourceError(too_long(len(data)))
    return data


def too_long(size: int) -> str:
    """Return what is said of a text of this many bytes or characters, more than MAX_PART."""
    most = f"{MAX_PART / 1e6:.0f} MB"
    return f"it is {size / 1e6:.0f} MB long; nobody reads a reply of more than {most}, so it was not checked"


def _check_text(content: str) -> None:
    if looks_binary(content):
        raise SourceError("it is not text (a picture or a program?); give a text, HTML or .eml file")
    if sample := garbled(content):
        raise SourceError(GARBLED.format(sample))
