"""Which elements are open: what browsers make of start and end tags, written well or badly (HTML Standard, section 13.2.6).

The tree itself is never built. What is inside of what is known while the tags are read, which takes time in proportion to
the length of the page.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from replylint.errors import SourceError
from replylint.sources.html.cascade import Block
from replylint.sources.html.elements import (
    CELLS,
    ENDS_PARAGRAPH,
    FORMATTING,
    HEADINGS,
    IMPLIED_ENDS,
    IN_TABLES,
    LEAVES_FOREIGN,
    MARKERS,
    ROW_GROUPS,
    SCOPES,
    SPECIAL,
    TABLE_PARTS,
    VOID,
)
from replylint.sources.html.style import Style
from replylint.sources.html.tokens import Attribute, End, Start

MAX_DEPTH = 500
"""Elements open at once; Word's deepest replies have about 40, and browsers stop at 512."""
_MOST_FORMATTING = 60
"""Tags such as `<b>` that go on over the ends of paragraphs."""
TOO_DEEP = f"its HTML is nested more than {MAX_DEPTH} deep; save the message again as plain HTML"
TOO_DAMAGED = "its HTML is damaged: many tags in it never end; save the message again as plain HTML"


class _Limits(NamedTuple):
    """The serial numbers of the nearest elements around that end a search for open ones."""

    scope: int
    special: int
    item: int
    button: int


_OUTSIDE = _Limits(0, 0, 0, 0)


def _limits(tag: str, around: _Limits, number: int) -> _Limits:
    """Return the limits inside an element with a serial number."""
    if tag not in SPECIAL:
        return around
    scope = number if tag in SCOPES else around.scope
    item = around.item if tag in ("address", "div", "p") else number
    return _Limits(scope, number, item, number if tag == "button" else max(scope, around.button))


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


class Tree:
    """Keeps track of the open elements of a page. Subclasses say what happens as elements are opened and closed."""

    def __init__(self, *, quirks: bool, siblings: bool) -> None:
        """Begin a page; `siblings` says whether elements have to know the one before them."""
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
    def look(self, element: Element) -> None:
        """Set the style of an element that is opened, or moved."""

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
        element.foreign = around.foreign
        element.limits = around.limits if element.foreign else _limits(tag, around.limits, self._serial)
        if tag in ("svg", "math"):
            element.foreign = True
        elif element.foreign and tag in ("foreignobject", "desc", "annotation-xml"):
            element.foreign = False
            element.limits = _Limits(*[self._serial] * 4)
        self._stack.append(element)
        self._open[tag].append(element)
        self.look(element)
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

    # Start tags
    def start(self, tag: Start) -> None:
        """Open the element of a start tag, and close what it ends."""
        name = tag.name
        if self.current.foreign and self._is_foreign(tag):
            self._insert(tag, closes=tag.closes_itself)
            return
        if name in ("html", "body"):
            if name == "body":
                self.begun, self._in_head = True, False
            self.opened(self._stack[name == "body"], tag)
            return
        if name in ("head", "frame"):
            return
        if name == "frameset":
            self.framed = self.framed or not self.begun
            return
        self._in_head = self._in_head and name in _IN_HEAD
        if name in TABLE_PARTS:
            self._table_part(tag)
            return
        at = tag.start
        if name in ENDS_PARAGRAPH or (name == "table" and not self.quirks):
            self._end_before(name, at)
        if name == "table":
            if self.current.tag in IN_TABLES:
                self._pop_through(self._open["table"][-1], at)
        elif name in ("option", "optgroup"):
            if self.current.tag == "option":
                self._pop(at)
        elif name == "button" and (button := self._in_reach("button", self.current.limits.scope)):
            self._close(button, at)
        elif name == "form" and self.current.tag in IN_TABLES:
            return
        elif name in ("a", "nobr"):
            self._end_same(name, at)
        if name not in ENDS_PARAGRAPH and name not in _IN_HEAD and name != "table":
            self._reopen()
        element = self._insert(tag, closes=name in VOID)
        if name in FORMATTING:
            self._remember(element)
        elif name in MARKERS:
            self._keep_formatting()

    def _is_foreign(self, tag: Start) -> bool:
        """Return whether a tag inside SVG or MathML belongs to it; one of HTML ends it."""
        breaks_out = tag.name in LEAVES_FOREIGN or (
            tag.name == "font" and tag.attributes.keys() & {"color", "face", "size"}
        )
        if breaks_out:
            while self.current.foreign:
                self._pop(tag.start)
        return not breaks_out

    def _insert(self, tag: Start, *, closes: bool) -> Element:
        element = self._push(tag.name, tag.attributes, self.place(), tag)
        if closes:
            self._pop(tag.end)
        return element

    def merge(self, tag: Start) -> None:
        """Give the page or its body, which are there from the beginning, the attributes of a tag."""
        index = int(tag.name == "body")
        element = self._stack[index]
        added = {name: value for name, value in tag.attributes.items() if name not in element.attributes}
        if added:
            element.attributes = {**element.attributes, **added}
            element._classes = None
            self._look_again(index)

    def _look_again(self, index: int) -> None:
        for element in self._stack[index:]:
            self.look(element)

    def _end_before(self, name: str, at: int) -> None:
        """Close what the start tag of a block ends: a paragraph, a heading, an item of the same list."""
        if name in ("li", "dd", "dt"):
            for other in ("li",) if name == "li" else ("dd", "dt"):
                if item := self._in_reach(other, self.current.limits.item):
                    self._close(item, at)
                    break
        self._close_paragraph(at)
        if name in HEADINGS and self.current.tag in HEADINGS:
            self._pop(at)

    def _end_same(self, name: str, at: int) -> None:
        """Close a link inside which another begins."""
        for element in reversed(self._formatting):
            if element is None:
                return
            if element.tag == name:
                self._adopt(name, at)
                if element in self._formatting:
                    self._formatting.remove(element)
                return

    def _table_part(self, tag: Start) -> None:
        """Open a part of a table, with the parts around it that may be left out."""
        name, at = tag.name, tag.start
        if not self._in_table():
            return
        wanted = {**dict.fromkeys(CELLS, _ROWS), "tr": _GROUPS}.get(name, _TABLES)
        while self.current.tag not in wanted:
            self._pop(at)
        if name in ("tr", *CELLS) and self.current.tag == "table":
            self._push("tbody", {}, self.current)
        if name in CELLS and self.current.tag != "tr":
            self._push("tr", {}, self.current)
        self._push(name, tag.attributes, self.current, tag)
        if name in VOID:
            self._pop(tag.end)
        elif name in MARKERS:
            self._keep_formatting()

    def _in_table(self) -> bool:
        """Return whether a table is open, and no template inside of it."""
        tables, templates = self._open["table"], self._open["template"]
        return bool(tables) and not (templates and templates[-1].serial > tables[-1].serial)

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

    # End tags
    def end(self, tag: End) -> None:
        """Close the element of an end tag, if it is open."""
        name, at = tag.name, tag.start
        if self.current.foreign and name not in ("p", "br"):
            if self._open.get(name) and self._open[name][-1].foreign:
                self._pop_through(self._open[name][-1], at)
            return
        if name in ("html", "body", "head"):
            return
        if name == "p":
            if self._in_reach("p", self.current.limits.button) is None:
                self._push("p", {}, self.place())
            self._close_paragraph(at)
        elif name == "br":
            self.start(Start(tag.start, tag.end, "br", {}))
        elif name in FORMATTING:
            self._adopt(name, at)
        elif name == "table" or name in TABLE_PARTS:
            table = self._open["table"][-1] if self._open["table"] else None
            found = self._in_reach(name, table.serial if table else 0)
            if table is not None and found is not None:
                self._pop_through(found, at)
        elif name in HEADINGS:
            scope = self.current.limits.scope
            reachable = [one for one in (self._in_reach(other, scope) for other in HEADINGS) if one]
            if reachable:
                self._close(max(reachable, key=lambda one: one.serial), at)
        elif name in ENDS_PARAGRAPH or name in _BLOCK_ENDS:
            found = self._in_reach(name, self.current.limits.scope)
            if found is not None and not (name == "li" and self._list_between(found)):
                self._close(found, at)
        else:
            self._end_other(name, at)

    def _list_between(self, item: Element) -> bool:
        return any(self._open[name] and self._open[name][-1].serial > item.serial for name in ("ul", "ol"))

    def _end_other(self, name: str, at: int) -> None:
        found = self._in_reach(name, self.current.limits.special)
        if found is not None:
            self._close(found, at)

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


_IN_HEAD = frozenset(("base", "link", "meta", "noscript", "script", "style", "template", "title"))
_BLOCK_ENDS = frozenset(("applet", "button", "marquee", "object"))
_TABLES = frozenset(("table", "html"))
_GROUPS = ROW_GROUPS | _TABLES
_ROWS = _GROUPS | {"tr"}


def _alike(one: Element, other: Element) -> bool:
    if not one.attributes or not other.attributes:
        return not one.attributes and not other.attributes
    return {name: value.value for name, value in one.attributes.items()} == {
        name: value.value for name, value in other.attributes.items()
    }
