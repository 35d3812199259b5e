"""The declarations of a style attribute or rule that decide what people see, each with its place in the source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from replylint.patterns import compiled
from replylint.sources.html.properties import is_read, meanings

if TYPE_CHECKING:
    from tinycss2.ast import Node

_LONGEST = 20_000
"""Characters of a style attribute that is read; Word's longest have about 600."""


class Declared(NamedTuple):
    """A declaration. `value` is what its property makes of it; places are offsets in the style's own text."""

    name: str
    value: Any
    important: bool = False
    start: int = 0
    end: int = 0
    """Where it ends, with its semicolon; 0 if that cannot be told."""
    value_start: int = 0
    value_end: int = 0


class Lines:
    """Offsets in a text from lines and columns as tinycss2 counts them, from 1."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0, *(match.end() for match in re.finditer(r"\r\n|[\r\n\f]", text))]

    def offset(self, node: Node) -> int:
        """Return where a node begins."""
        return int(self._starts[node.source_line - 1] + node.source_column) - 1


def in_attribute(text: str, *, quirks: bool) -> tuple[Declared, ...] | None:
    """Return the declarations of a `style` attribute, or None if it is too long or damaged to be read.

    Word breaks lines inside quoted names of fonts. Browsers drop what follows (CSS Syntax 3, 4.3.5), and Word does not, so
    the colors behind such a break are read: they may be pale where the message is read in Outlook.
    """
    if len(text) > _LONGEST:
        return None
    try:
        found = _parsed(text, quirks)
        if _BROKEN.search(text):
            found += tuple(
                one for one in _parsed(_LINE_END.sub(" ", text), quirks) if one.name == "color" and one not in found
            )
    except ValueError:  # a number of thousands of digits
        return None
    return found


_BROKEN = compiled(r"""["'][^"'\r\n;]*[\r\n]""")
_LINE_END = compiled(r"[\r\n]")


def _parsed(text: str, quirks: bool) -> tuple[Declared, ...]:
    import tinycss2

    nodes = tinycss2.parse_component_value_list(text, skip_comments=True)
    return tuple(declared(nodes, Lines(text), quirks=quirks))


def declared(nodes: Sequence[Node], lines: Lines, *, quirks: bool) -> Iterator[Declared]:
    """Yield the declarations among the nodes of a style attribute or of a rule's block."""
    import tinycss2

    ends = [lines.offset(node) for node in nodes if node == ";"]
    ends.reverse()
    for item in tinycss2.parse_blocks_contents(nodes, skip_comments=True, skip_whitespace=True):
        if item.type != "declaration":
            continue
        if not is_read(item.lower_name):
            continue
        value = [token for token in item.value if token.type not in ("whitespace", "comment")]
        if not value:
            continue
        start = lines.offset(item)
        while ends and ends[-1] < start:
            ends.pop()
        end = ends[-1] + 1 if ends else _end_of(value[-1], lines, item.important)
        first = lines.offset(value[0])
        last = _value_in(lines.text[first:end]) if end else ""
        for name, meant in meanings(item.lower_name, value, quirks=quirks):
            yield Declared(name, meant, item.important, start, end, first, first + len(last))


_BLOCKS = frozenset(("function", "() block", "[] block", "{} block"))
"""Tokens with others inside."""
_IMPORTANT = compiled(r"\s*!\s*important", re.IGNORECASE)


def _value_in(text: str) -> str:
    """Return a value without what follows it in its declaration: `!important` and the semicolon."""
    text = text.rstrip().removesuffix(";").rstrip()
    before = text[: -len("important")].rstrip() if text.lower().endswith("important") else ""
    return before[:-1].rstrip() if before.endswith("!") else text


def _end_of(token: Node, lines: Lines, important: bool) -> int:
    """Return where a declaration without a semicolon ends, after its last token; 0 if that cannot be told."""
    start, text = lines.offset(token), lines.text
    if token.type in ("function", "url"):
        inside = token.arguments if token.type == "function" else [token]
        plain = all(one.type not in _BLOCKS and ")" not in str(getattr(one, "value", "")) for one in inside)
        end = text.find(")", start) + 1 if plain else 0
    elif token.type == "string":
        end = start + len(token.value) + 2 if text.startswith(token.value, start + 1) else 0
    elif token.type in _BLOCKS:
        end = 0
    else:
        written = token.serialize()
        end = start + len(written) if text.startswith(written, start) else 0
    if not end:
        return 0
    if important and (match := _IMPORTANT.match(lines.text, end)):
        end = match.end()
    return end
