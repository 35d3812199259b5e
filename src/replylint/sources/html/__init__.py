"""HTML as readers of mail see it. The reader is loaded when the first page is read: most replies are plain text."""

from __future__ import annotations

from replylint.sources.html.page import Page

__all__ = ["Page", "read_html"]


def read_html(content: str) -> Page:
    """Read HTML (a document or a fragment). Raises SourceError if it is nested too deep, or its style sheets are too long."""
    from replylint.sources.html.reader import read_html as read

    return read(content)
