"""The elements of a page that are open (HTML Standard, sections 13.2.4.2 and 13.2.4.3)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable

from replylint.errors import SourceError
from replylint.sources.html.element import Element, Limits, limits_inside
from replylint.sources.html.elements import IMPLIED_ENDS, IN_TABLES, SPECIAL
from replylint.sources.html.tokens import Attribute, Start

MAX_DEPTH = 500
"""Elements open at once; Word's deepest replies have about 40, and browsers stop at 512."""
_MOST_FORMATTING = 60
"""Tags such as `<b>` that go on over the ends of paragraphs."""
_HTML_AGAIN = frozenset(("foreignobject", "desc", "annotation-xml"))
"""Elements of SVG and MathML whose content is HTML."""
TOO_DEEP = f"its HTML is nested more than {MAX_DEPTH} deep; save the message again as plain HTML"
TOO_DAMAGED = "its HTML is damaged: many tags in it never end; save the message again as plain HTML"


class OpenElements:
    """The elements of a page that are open, and those formatting elements that go on over the ends of blocks."""

    def __init__(self, look: Callable[[Element], None], *, quirks: bool, siblings: bool) -> None:
        """Begin a page. `look` sets the style of an element; `siblings` says whether one has to know the one before it."""
        self._look = look
        self.quirks, self._siblings = quirks, siblings
        self._serial = 0
        self._stack: list[Element] = []
        self._open: dict[str, list[Element]] = defaultdict(list)
        self._formatting: list[Element | None] = []
        """Elements that go on behind the end of their block, and None where a cell keeps them in."""
        self.begun = False
        """Whether anything of the body was seen."""
        self.framed = False
        """Whether the page is a set of frames, which shows nothing of what is written in it."""
        self._in_head = True
        """Whether everything so far belongs to the head of the page."""
        page = self._push("html", {}, None)
        self._head = self._push("head", {}, page)
        self._pop(0)
        self._push("body", {}, page)

    # What subclasses do.
    def opened(self, element: Element, tag: Start | None) -> None:
        """Take notice of an element that is opened, by `tag` or, where None, by itself."""

    def closed(self, element: Element, at: int) -> None:
        """Take notice of an element that is closed, at a place in the source."""

    def crossed(self, element: Element) -> None:
        """Take notice of an element that what is inside turns out not to be inside of."""

    # What is open.
    @property
    def current(self) -> Element:
        """The innermost open element."""
        return self._stack[-1]

    def place(self) -> Element:
        """Return the element that text and elements are put into: before a table, if they are no part of it."""
        current = self._stack[-1]
        if self._in_head:
            return self._head
        if current.tag in IN_TABLES and not current.foreign:
            table = self._open["table"][-1] if self._open["table"] else None
            if table is not None and table.parent is not None:
                return table.parent
        return current

    def text_place(self) -> Element:
        """Return the element that text is put into, formatting elements opened again."""
        self.begun, self._in_head = True, False
        self._reopen()
        return self.place()

    def _push(
        self, tag: str, attributes: dict[str, Attribute], parent: Element | None, start: Start | None = None
    ) -> Element:
        if len(self._stack) > MAX_DEPTH:
            raise SourceError(TOO_DEEP)
        element = Element(tag, attributes, parent, quirks=self.quirks)
        if parent is not None and self._siblings:
            element.before, parent.last = parent.last, element
        self._serial += 1
        element.serial = self._serial
        element.at = start.end if start else 0
        around = self._stack[-1] if self._stack else element
        if around.foreign:
            element.foreign = tag not in _HTML_AGAIN
            element.limits = around.limits if element.foreign else Limits(*[self._serial] * 4)
        else:
            element.foreign = tag in ("svg", "math")
            element.limits = limits_inside(tag, around.limits, self._serial)
        self._stack.append(element)
        self._open[tag].append(element)
        self._look(element)
        self.opened(element, start)
        return element

    def _pop(self, at: int) -> Element:
        element = self._stack.pop()
        self._open[element.tag].pop()
        element.is_open = False
        if element.keeps_formatting and None in self._formatting:
            while self._formatting.pop() is not None:
                pass
        self.closed(element, at)
        return element

    def _pop_through(self, element: Element, at: int) -> None:
        while self._pop(at) is not element:
            pass

    def _in_reach(self, tag: str, limit: int) -> Element | None:
        """Return the innermost open element of a name if it is not outside the element with the serial number `limit`."""
        found = self._open.get(tag)
        return found[-1] if found and found[-1].serial >= limit else None

    def _imply_ends(self, at: int, but: str = "") -> None:
        while self._stack[-1].tag in IMPLIED_ENDS and self._stack[-1].tag != but:
            self._pop(at)

    def _close(self, element: Element, at: int) -> None:
        self._imply_ends(at, element.tag)
        self._pop_through(element, at)

    def _close_paragraph(self, at: int) -> None:
        paragraph = self._in_reach("p", self.current.limits.button)
        if paragraph is not None:
            self._close(paragraph, at)

    def _look_again(self, index: int) -> None:
        for element in self._stack[index:]:
            self._look(element)

    # Formatting elements
    def _keep_formatting(self) -> None:
        """Keep the formatting elements that are opened from now on inside the current element."""
        self.current.keeps_formatting = True
        self._formatting.append(None)

    def _remember(self, element: Element) -> None:
        same = []
        for other in reversed(self._formatting):
            if other is None:
                break
            if other.tag == element.tag and _alike(other, element):
                same.append(other)
        if len(same) >= 3:
            self._formatting.remove(same[-1])
        self._formatting.append(element)
        if len(self._formatting) > _MOST_FORMATTING:
            raise SourceError(TOO_DAMAGED)

    def _reopen(self) -> None:
        """Open the formatting elements again that were closed with their block."""
        first = len(self._formatting)
        if not first or (last := self._formatting[-1]) is None or last.is_open:
            return
        while first:
            element = self._formatting[first - 1]
            if element is None or element.is_open:
                break
            first -= 1
        for index in range(first, len(self._formatting)):
            closed = self._formatting[index]
            if closed is not None:
                self._formatting[index] = self._push(closed.tag, closed.attributes, self.place())

    def _adopt(self, name: str, at: int) -> None:
        """Close a formatting element; blocks that were opened inside of it stay open (the adoption agency algorithm)."""
        current = self.current
        if current.tag == name and current not in self._formatting:
            self._pop(at)
            return
        element = next((one for one in reversed(self._from_marker()) if one.tag == name), None)
        if element is None:
            self._end_other(name, at)
            return
        if not element.is_open:
            self._formatting.remove(element)
            return
        if element.serial < current.limits.scope:
            return
        self._formatting.remove(element)
        first = self._stack.index(element)
        inside = self._stack[first + 1 :]
        blocks = [index for index, one in enumerate(inside) if one.tag in SPECIAL]
        if not blocks:
            self._pop_through(element, at)
            return
        while len(self._stack) > first + 2 + blocks[-1]:
            self._pop(at)
        kept = [one for one in inside[: blocks[-1] + 1] if one.tag in SPECIAL or one in self._formatting]
        for gone in [element, *inside[: blocks[-1] + 1]]:
            if gone not in kept:
                self._open[gone.tag].remove(gone)
                gone.is_open = False
                if gone is not element:
                    self.crossed(gone)
        self._stack[first:] = kept
        for index in range(first, len(self._stack)):
            self._stack[index].parent = self._stack[index - 1]
        self._look_again(first)

    def _from_marker(self) -> list[Element]:
        found: list[Element] = []
        for element in self._formatting:
            if element is None:
                found = []
            else:
                found.append(element)
        return found

    def _end_other(self, name: str, at: int) -> None:
        found = self._in_reach(name, self.current.limits.special)
        if found is not None:
            self._close(found, at)


def _alike(one: Element, other: Element) -> bool:
    if not one.attributes or not other.attributes:
        return not one.attributes and not other.attributes
    return {name: value.value for name, value in one.attributes.items()} == {
        name: value.value for name, value in other.attributes.items()
    }
