"""HTML as readers of mail see it."""

from replylint.sources.html.open_elements import MAX_DEPTH
from replylint.sources.html.reader import Page, read_html

__all__ = ["MAX_DEPTH", "Page", "read_html"]
