"""HTML as readers of mail see it."""

from replylint.sources.html.reader import Page, read_html
from replylint.sources.html.tree import MAX_DEPTH

__all__ = ["MAX_DEPTH", "Page", "read_html"]
