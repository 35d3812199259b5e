"""Which declaration of each property holds for an element: attributes, style sheets and its own style, in CSS's order."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from replylint.sources.html import declarations
from replylint.sources.html.colors import legacy_color
from replylint.sources.html.declarations import Declared
from replylint.sources.html.lengths import Length
from replylint.sources.html.properties import PICTURE
from replylint.sources.html.tokens import Attribute, in_attribute, references
from replylint.visible import Span

_FONT_SIZES = (10.0, 13.0, 16.0, 18.0, 24.0, 32.0, 48.0)
"""Pixels of `<font size=1>` to `<font size=7>`."""
_SIZES = {"big": Length(em=1.2), "small": Length(em=1 / 1.2), "sub": Length(em=1 / 1.2), "sup": Length(em=1 / 1.2)}
TAG_HINTS = frozenset((*_SIZES, "bdo", "input"))
"""Tags whose names alone say something that depends on the element around."""
_SIZED = frozenset(("img", "input", "svg", "object", "video"))
_HINTS = frozenset(
    (
        "background",
        "bgcolor",
        "color",
        "dir",
        "face",
        "height",
        "hidden",
        "href",
        "link",
        "open",
        "size",
        "text",
        "width",
    )
)


class Block(NamedTuple):
    """Declarations that stand together, and where their text stands in the source."""

    declarations: tuple[Declared, ...]
    offset: int = 0
    kind: str = "attribute"
    """`attribute`, `sheet`, `narrow` (of a sheet, for narrow windows only) or `inline`."""
    shifts: tuple[tuple[int, int], ...] = ()
    """Where references make the source longer than the text: (offset in the text, characters more from there on)."""

    @property
    def colors(self) -> bool:
        """Whether it sets the color of letters, so that its place counts."""
        return any(one.name == "color" for one in self.declarations)

    def span(self, start: int, end: int) -> Span | None:
        """Return the place in the source of a stretch of the block's text; None if it is not known."""
        return Span(self._place(start), self._place(end)) if end > start else None

    def _place(self, at: int) -> int:
        index = bisect_right(self.shifts, (at, 0)) - 1
        return self.offset + at + (self.shifts[index][1] if index >= 0 else 0)


Winners = dict[str, tuple[Declared, Block]]
"""The declaration that holds for each property, and the block it is in."""


def holding(blocks: Iterable[Block]) -> Winners:
    """Return what holds of the blocks of an element on a desktop."""
    return winners(block for block in blocks if block.kind != "narrow")


def winners(blocks: Iterable[Block]) -> Winners:
    """Return what holds of blocks that are in order of weight, the weightiest last (CSS Cascade, section 6)."""
    found: Winners = {}
    important: Winners = {}
    for block in blocks:
        for one in block.declarations:
            (important if one.important else found)[one.name] = (one, block)
    found.update(important)
    return found


@lru_cache(maxsize=4096)
def _declarations(text: str, quirks: bool) -> tuple[Declared, ...] | None:
    return declarations.in_attribute(text, quirks=quirks)


def inline_block(attribute: Attribute, content: str, *, quirks: bool) -> Block | None:
    """Return the declarations of a `style` attribute; None if it cannot be read."""
    found = _declarations(attribute.value, quirks)
    if found is None:
        return None
    shifts: tuple[tuple[int, int], ...] = ()
    if attribute.value_end - attribute.value_start != len(attribute.value):
        shifts = _shifts(content, attribute.value_start, attribute.value_end)
    return Block(found, attribute.value_start, "inline", shifts)


def _shifts(content: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    found = []
    more = 0
    for match in references(content, start, end):
        short = len(in_attribute(match[0], content[match.end() : min(match.end() + 1, end)]))
        at = match.end() - start - more
        more += len(match[0]) - short
        found.append((at - len(match[0]) + short, more))
    return tuple(found)


def hints(tag: str, attributes: dict[str, Attribute]) -> Block | None:
    """Return what a tag's name and its old attributes say of its look (HTML Standard, section 15)."""
    if tag not in TAG_HINTS and _HINTS.isdisjoint(attributes):
        return None
    if len(attributes) == 1 and "href" in attributes:
        return LINK_BLOCK if tag in ("a", "area") else None
    found: list[Declared] = []

    def add(name: str, value: Any, attribute: Attribute | None = None) -> None:
        at = attribute or _NOWHERE
        found.append(Declared(name, value, False, at.start, at.end, at.value_start, at.value_end))

    if tag in _SIZES:
        add("font-size", _SIZES[tag])
    elif tag == "bdo":
        add("unicode-bidi", "bidi-override")
    elif tag == "input" and attributes.get("type", _NOWHERE).value.strip().lower() == "hidden":
        add("display", "none")
    for name in attributes.keys() & _HINTS:
        attribute = attributes[name]
        value = attribute.value.strip()
        if name == "hidden":
            if value.lower() == "until-found":
                add("content-visibility", "hidden", attribute)
            else:
                add("display", "none", attribute)
        elif name == "href" and tag in ("a", "area"):
            add("color", "link")
        elif name == "open" and tag == "dialog":
            add("display", "block")
        elif name == "dir" and value.lower() in ("ltr", "rtl"):
            add("direction", value.lower())
        elif name == "background" and value:
            add("background-image", PICTURE, attribute)
        elif name == "bgcolor" and (color := legacy_color(value)):
            add("background-color", color, attribute)
        elif (name == "color" and tag == "font") or (name == "text" and tag == "body"):
            if color := legacy_color(value):
                add("color", color, attribute)
        elif name == "link" and tag == "body" and (color := legacy_color(value)):
            add("link-color", color)
        elif name == "face" and tag == "font" and value:
            add("font-family", value.split(",")[0].strip(" \"'").lower())
        elif name == "size" and tag == "font":
            if size := _font_size(value):
                add("font-size", size)
        elif name in ("width", "height") and tag in _SIZED and (size := _dimension(value)):
            add(name, size)
    return Block(tuple(found)) if found else None


LINK_BLOCK = Block((Declared("color", "link"),))
_NOWHERE = Attribute("", 0, 0, 0, 0)


def _font_size(value: str) -> Length | None:
    digits = value.lstrip("+-")[:1]
    if not digits.isdigit():
        return None
    number = int(digits)
    if value[:1] == "+":
        number = 3 + number
    elif value[:1] == "-":
        number = 3 - number
    return Length(_FONT_SIZES[min(max(number, 1), 7) - 1])


def _dimension(value: str) -> Length | None:
    """Return the length of an attribute: pixels, or percents with `%` (HTML Standard, section 2.3.4)."""
    number, rest = "", value
    while (rest[:1].isdigit() and rest[:1].isascii()) or rest[:1] == ".":
        number, rest = number + rest[0], rest[1:]
    try:
        amount = float(number[:20])
    except ValueError:
        return None
    return Length(percent=amount) if rest.startswith("%") else Length(amount)
