"""XML of exports, without entities, with the place of each element's content in the source.

What a document type could do (entities that multiply, files and addresses that are fetched) is refused before it is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NoReturn

from replylint.errors import SourceError
from replylint.visible import Span

_DEEPEST = 100
_MOST = 1_000_000
"""Elements of one document: those of some 20,000 mailboxes."""


@dataclass(eq=False)
class Element:
    """An element: its name without namespace, its attributes, its text and elements, and the places of its content and of all of it in UTF-8 bytes."""

    name: str
    attributes: dict[str, str]
    children: list[Element] = field(default_factory=list)
    text: str = ""
    content: Span = Span(0, 0)
    whole: Span = Span(0, 0)

    def all(self, name: str) -> Iterator[Element]:
        """Yield the elements below of this name, in the order of the document, without those inside one another."""
        for child in self.children:
            if child.name == name:
                yield child
            else:
                yield from child.all(name)

    def first(self, name: str) -> Element | None:
        """Return the first element below of this name, or None."""
        return next(self.all(name), None)

    def text_of(self, name: str) -> str:
        """Return the text of the first element below of this name; empty if there is none."""
        one = self.first(name)
        return one.text if one else ""


def tree_of(text: str) -> Element:
    """Return the root of a document.

    Raises SourceError if it is damaged, cut off, nested more than 100 deep, larger than any export, or declares a document type.
    """
    from xml.parsers import expat

    source = text.encode("utf-8", "replace")
    parser = expat.ParserCreate("utf-8", namespace_separator=" ")
    parser.buffer_text = True
    root = Element("", {})
    stack = [root]
    pieces: list[list[str]] = [[]]
    count = 0

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal count
        count += 1
        if count > _MOST:
            raise SourceError(f"it has more than {_MOST:,} elements; export fewer mailboxes at a time")
        if len(stack) > _DEEPEST:
            raise SourceError(f"it is nested more than {_DEEPEST} deep, so it is no export; export it again")
        element = Element(name.rpartition(" ")[2], {key.rpartition(" ")[2]: value for key, value in attributes.items()})
        start = source.index(b">", _tag_end(source, parser.CurrentByteIndex)) + 1
        element.whole = Span(parser.CurrentByteIndex, start)
        element.content = Span(start, start)
        stack[-1].children.append(element)
        stack.append(element)
        pieces.append([])

    def end(_: str) -> None:
        element = stack.pop()
        element.text = "".join(pieces.pop())
        at = parser.CurrentByteIndex
        element.content = Span(element.content.start, max(at, element.content.start))
        closes = source.startswith(b"</", element.content.end)
        last = source.index(b">", element.content.end) + 1 if closes else element.content.start
        element.whole = Span(element.whole.start, last)

    def refuse(*_: object) -> NoReturn:
        raise SourceError("it declares a document type, which no export does and which may do harm; export it again")

    parser.StartElementHandler = begin
    parser.EndElementHandler = end
    parser.CharacterDataHandler = lambda data: pieces[-1].append(data)
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    try:
        parser.Parse(source, True)
    except expat.ExpatError as error:
        raise SourceError(f"it is damaged or cut off at line {error.lineno}; export it again") from None
    return root.children[0]


def _tag_end(source: bytes, start: int) -> int:
    """Return a place in a tag from which the next `>` is its end: behind the last quoted value."""
    at = start
    while True:
        close = source.find(b">", at)
        quotes = [place for mark in (b'"', b"'") if (place := source.find(mark, at, close)) >= 0]
        if not quotes:
            return at
        first = min(quotes)
        at = source.index(source[first : first + 1], first + 1) + 1


def escaped(text: str) -> str:
    """Return a text as it stands in an element, its line ends kept."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#xD;")
