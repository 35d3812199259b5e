"""An element of a page, as far as it has to be known while it is open."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from replylint.sources.html.cascade import Block
from replylint.sources.html.elements import SCOPES, SPECIAL
from replylint.sources.html.style import Style
from replylint.sources.html.tokens import Attribute


class Limits(NamedTuple):
    """The serial numbers of the nearest elements around that end a search for open ones."""

    scope: int
    special: int
    item: int
    button: int


_OUTSIDE = Limits(0, 0, 0, 0)


def limits_inside(tag: str, around: Limits, number: int) -> Limits:
    """Return the limits inside an element with a serial number."""
    if tag not in SPECIAL:
        return around
    scope = number if tag in SCOPES else around.scope
    item = around.item if tag in ("address", "div", "p") else number
    return Limits(scope, number, item, number if tag == "button" else max(scope, around.button))


class Element:
    """An element that is open, or was."""

    style: Style
    blocks: Sequence[Block] = ()
    """The declarations that say something of it."""
    at = 0
    """Where its start tag ends."""
    number = 1
    children = 0
    before: Element | None = None
    last: Element | None = None
    """The last element inside, if anybody has to know it."""
    is_open = True
    keeps_formatting = False
    foreign = False
    """Whether what is inside belongs to SVG or MathML."""
    cell = (0, 0)
    """Where its last cell began, as a mark of the text."""
    beside = False
    """Whether its last cell with words in it is a single line, so that the next stands beside it."""
    folded = False
    """Whether only its summary is shown."""
    serial = 0
    limits = _OUTSIDE
    _classes: frozenset[str] | None = None

    def __init__(self, tag: str, attributes: dict[str, Attribute], parent: Element | None, *, quirks: bool) -> None:
        """Make an element as the last one inside `parent`."""
        self.tag, self.attributes, self.parent, self.quirks = tag, attributes, parent, quirks
        if parent is not None:
            self.number = parent.children = parent.children + 1

    def get(self, name: str) -> str | None:
        """Return the value of an attribute, or None."""
        found = self.attributes.get(name)
        return found.value if found else None

    @property
    def id(self) -> str:
        """The id; in lower case on an old page, where case does not count."""
        found = self.get("id") or ""
        return found.lower() if self.quirks else found

    @property
    def classes(self) -> frozenset[str]:
        """The names of the classes, likewise."""
        if self._classes is None:
            found = self.get("class") or ""
            self._classes = frozenset((found.lower() if self.quirks else found).split())
        return self._classes
