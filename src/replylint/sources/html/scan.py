"""What has to be known of a page before it is read: its age, its style sheets, and what is said of the page as a whole."""

from __future__ import annotations

from typing import NamedTuple

from replylint.patterns import compiled
from replylint.sources.html.sheets import is_for_screens
from replylint.sources.html.tokens import Attribute, Comment, End, Start, Text, Token

_STANDARD = compiled(
    r"""(?ix)doctype\s+html\s*(?:\Z|system
    |public\s*["'][^"']*(?:xhtml|html\s4\.01//|html\s4\.01\s\w+//[^"']*["']\s*["']))"""
)
"""Document types of pages that browsers read by the standard; all others are read as old pages are (quirks mode)."""


class Scan(NamedTuple):
    """What was seen of a page at first sight."""

    old: bool
    """Whether browsers read it as an old page: without a document type, or with one of those days."""
    sheets: tuple[tuple[int, str], ...]
    """Offset and text of each style sheet for screens."""
    page_tags: tuple[Start, ...]
    """The tags `<html>` and `<body>`; what a late one says is so from the beginning."""


def scan(content: str, found: list[Token]) -> Scan:
    """Return what has to be known of a page before it is read."""
    sheets, page_tags = [], []
    templates = 0
    for index, token in enumerate(found):
        if isinstance(token, Start):
            name = token.name
            if name in ("html", "body"):
                page_tags.append(token)
            elif name == "template":
                templates += 1
            elif name == "style" and not templates and index + 1 < len(found):
                following = found[index + 1]
                if isinstance(following, Text) and _is_sheet(token.attributes):
                    sheets.append((following.start, content[following.start : following.end]))
        elif templates and isinstance(token, End) and token.name == "template":
            templates -= 1
    return Scan(_is_old(content, found), tuple(sheets), tuple(page_tags))


def _is_old(content: str, found: list[Token]) -> bool:
    for token in found:
        if isinstance(token, Comment):
            text = content[token.text_start : min(token.text_end, token.text_start + 300)]
            if text[:7].lower() == "doctype" and content[token.start + 2 : token.start + 4] != "--":
                return _STANDARD.match(text) is None
        elif not isinstance(token, Text) or content[token.start : token.end].strip():
            return True
    return True


def _is_sheet(attributes: dict[str, Attribute]) -> bool:
    kind, wanted = attributes.get("type"), attributes.get("media")
    if kind and kind.value.strip().lower() not in ("", "text/css"):
        return False
    return not wanted or is_for_screens(wanted.value)
