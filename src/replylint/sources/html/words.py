"""What a page says anywhere in its source, whether it is shown or not."""

from __future__ import annotations

import html
from collections.abc import Iterator

from replylint.sources.html.tokens import Start, Text, tokens

_SAYS_NOTHING = frozenset(("script", "style", "title"))
"""Elements whose text belongs to no message."""


def texts_in(content: str) -> Iterator[str]:
    """Yield the texts between the tags of a page, decoded: those of quoted mail and those that a style hides as well."""
    inside = ""
    for token in tokens(content):
        if isinstance(token, Start):
            inside = token.name
        elif isinstance(token, Text) and not (token.literal and inside in _SAYS_NOTHING) and inside != "title":
            yield html.unescape(content[token.start : token.end])
        if not isinstance(token, (Start, Text)):
            inside = ""
