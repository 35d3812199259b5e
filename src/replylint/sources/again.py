"""A document with other content: what a correction makes of it, read as its source would be."""

from __future__ import annotations

from dataclasses import replace

from replylint.model import Document
from replylint.sources.html import read_html
from replylint.sources.judged import origin_of, own_words
from replylint.sources.mime import with_page
from replylint.sources.text import without_template_tags
from replylint.visible import Visible


def with_content(document: Document, content: str, *, markup: bool | None = None) -> Document:
    """Return `document` with `content` for its source.

    Raises SourceError if the content cannot be read.
    """
    markup = document.markup if markup is None else markup
    changed = replace(
        document, content=content, markup=markup, alternative=None, links=(), pictures=(), backgrounds=(), colorings=()
    )
    if markup:
        data = {picture.source.removeprefix("cid:"): picture.data for picture in document.pictures if picture.data}
        changed = with_page(changed, read_html(content), data, origin_of(document))
        return replace(changed, visible=without_template_tags(changed.visible)) if document.template else changed
    visible = Visible.plain(content)
    return replace(
        changed,
        visible=without_template_tags(visible) if document.template else own_words(visible, origin_of(document)),
    )
