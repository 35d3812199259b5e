"""Which elements are open: what browsers make of start and end tags, written well or badly (HTML Standard, section 13.2.6).

The tree itself is never built. What is inside of what is known while the tags are read, which takes time in proportion to
the length of the page.
"""

from __future__ import annotations

from replylint.sources.html.element import Element
from replylint.sources.html.elements import (
    CELLS,
    ENDS_PARAGRAPH,
    FORMATTING,
    HEADINGS,
    IN_TABLES,
    LEAVES_FOREIGN,
    MARKERS,
    ROW_GROUPS,
    TABLE_PARTS,
    VOID,
)
from replylint.sources.html.open_elements import OpenElements
from replylint.sources.html.tokens import End, Start

_IN_HEAD = frozenset(("base", "link", "meta", "noscript", "script", "style", "template", "title"))
_RULED = (
    ENDS_PARAGRAPH | FORMATTING | MARKERS | TABLE_PARTS | VOID | _IN_HEAD
    | {"body", "button", "form", "frameset", "head", "html", "optgroup", "option", "table"}
)  # fmt: skip
"""Tags that do more than open an element."""
_BLOCK_ENDS = frozenset(("applet", "button", "marquee", "object"))
_TABLES = frozenset(("table", "html"))
_GROUPS = ROW_GROUPS | _TABLES
_ROWS = _GROUPS | {"tr"}


class Tree(OpenElements):
    """Opens and closes the elements of a page as its tags say. Subclasses say what happens then."""

    # Start tags
    def start(self, tag: Start) -> None:
        """Open the element of a start tag, and close what it ends."""
        name = tag.name
        if self.current.foreign and self._is_foreign(tag):
            self._insert(tag, closes=tag.closes_itself)
            return
        if name not in _RULED:
            self._in_head = False
            self._reopen()
            self._push(name, tag.attributes, self.place(), tag)
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
