"""Which elements hold the mail that a message answers, and not words of its author's own."""

from __future__ import annotations

import re

from replylint.patterns import compiled
from replylint.sources.html.tokens import Attribute
from replylint.visible import Visible

_CLASSES = frozenset(
    ["gmail_quote", "gmail_attr", "yahoo_quoted", "moz-cite-prefix", "protonmail_quote", "zmail_extra"]
)
_IDS = frozenset(["divrplyfwdmsg", "appendonsend", "mailcontainerbody", "olk_src_body_section"])
_REST = frozenset(["divrplyfwdmsg", "appendonsend"])
"""Ids after which Outlook on the web puts the message that is answered."""
_SIGNS = compiled(r"<blockquote|gmail_attr|[-_]{4}|:\s*<(?:br|/div|/p)\b", re.IGNORECASE)
_LOOKED_AT = 2_000
"""Characters after the beginning of a quotation in which its marks are looked for."""


def is_quote(tag: str, attributes: dict[str, Attribute], content: str, end: int) -> bool:
    """Return whether an element is a quotation; `end` is where its start tag ends in `content`.

    A class of a mail program is believed if there is a sign of a quotation in what follows: templates are pasted
    from messages, classes and all.
    """
    if tag == "blockquote" and _value(attributes, "type") == "cite":
        return True
    if _value(attributes, "id").removeprefix("x_") in _IDS:
        return True
    names = {name.removeprefix("x_") for name in _value(attributes, "class").split()} & _CLASSES
    return bool(names) and (tag == "blockquote" or _SIGNS.search(content, end, end + _LOOKED_AT) is not None)


def quotes_the_rest(attributes: dict[str, Attribute]) -> bool:
    """Return whether everything after an element is the message that is answered."""
    return _value(attributes, "id").removeprefix("x_") in _REST


_BLOCKQUOTE = compiled(r"<(/?)blockquote(?=[\t\n\f\r />])", re.IGNORECASE)


def end_of_quotation(content: str, visible: Visible, end: int) -> int | None:
    """Return where the text of a page goes on after a block quotation that comes next after `end`.

    `end` and the place returned are in the visible text. None if no block quotation comes next.
    """
    text = visible.text
    following = next((at for at in range(end, len(text)) if not text[at].isspace()), len(text))
    source = visible.source_offset(end)
    limit = visible.source_offset(following) if following < len(text) else len(content)
    first = _BLOCKQUOTE.search(content, source, limit)
    if first is None or first[1]:
        return None
    depth, close = 0, len(content)
    for match in _BLOCKQUOTE.finditer(content, first.start()):
        depth += -1 if match[1] else 1
        if depth == 0:
            close = match.end()
            break
    return next(
        (max(run.start, end) for run in visible.runs if run.source_start >= close and run.end > end),
        len(text),
    )


def _value(attributes: dict[str, Attribute], name: str) -> str:
    attribute = attributes.get(name)
    return attribute.value.strip().lower() if attribute else ""
