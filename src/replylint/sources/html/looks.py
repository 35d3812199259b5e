"""How the elements of a page look: attributes, style sheets and styles put together, and what of it is quoted mail."""

from __future__ import annotations

from replylint.sources.html.cascade import LINK_BLOCK, TAG_HINTS, Block, hints, holding, inline_block
from replylint.sources.html.element import Element
from replylint.sources.html.elements import UNSEEN_FOREIGN
from replylint.sources.html.quotes import is_quote
from replylint.sources.html.sheets import TOO_HARD, Sheets
from replylint.sources.html.style import PLAIN, Style, style_of


class Looks:
    """Finds the style of each element of a page."""

    def __init__(self, content: str, sheets: Sheets, *, quirks: bool, quotes: bool) -> None:
        """Begin a page; `quotes` says whether quoted mail is read as well."""
        self._content, self._quirks, self._quotes = content, quirks, quotes
        self._sheets = sheets if sheets else None
        self.quoting = False
        """Whether something was left out because it is quoted."""
        self._first = PLAIN[quirks]
        self._known: dict[tuple[str | int, ...], tuple[Style, list[Block], Style]] = {}
        """Styles by the style around them and the declarations that say something of them; both are kept with them."""

    def set_style(self, element: Element) -> None:
        """Set the style of an element: what attributes, sheets and its own style say, on top of what is inherited."""
        tag, attributes, parent = element.tag, element.attributes, element.parent
        around = parent.style if parent else self._first
        if around.hidden or (
            not attributes
            and self._sheets is None
            and tag not in TAG_HINTS
            and tag != "details"
            and not (parent and (parent.folded or parent.foreign))
        ):
            element.style = around.inside(tag)
            return
        blocks: list[Block] = []
        doubtful = False
        if attributes or self._sheets is not None or tag in TAG_HINTS:
            blocks, doubtful = self._blocks(element)
        style = self._styled(around, tag, blocks) if blocks else around.inside(tag)
        element.blocks = blocks
        element.folded = tag == "details" and "open" not in attributes
        unseen = parent is not None and (
            (parent.folded and tag != "summary") or (parent.foreign and (tag in UNSEEN_FOREIGN or _is_picture(parent)))
        )
        quoted = (
            not self._quotes
            and ("class" in attributes or "id" in attributes or tag == "blockquote")
            and not style.quoted
            and is_quote(tag, attributes, self._content, element.at)
        )
        if doubtful or unseen or quoted:
            style = style.copy()
            style.doubts = tuple(dict.fromkeys((*style.doubts, *([TOO_HARD] if doubtful else []))))
            style.hidden = style.hidden or unseen
            style.quoted = style.quoted or quoted
            self.quoting = self.quoting or quoted
        element.style = style

    def _blocks(self, element: Element) -> tuple[list[Block], bool]:
        """Return the declarations for an element, the weightiest last, and whether others may hide its text."""
        hint = hints(element.tag, element.attributes)
        blocks = [hint] if hint else []
        doubtful = False
        if self._sheets is not None:
            matching, doubtful = self._sheets.matching(element)
            blocks += matching
        own = element.attributes.get("style")
        if own and own.value:
            inline = inline_block(own, self._content, quirks=self._quirks)
            if inline is None:
                doubtful = True
            else:
                blocks.append(inline)
        return blocks, doubtful

    def _styled(self, around: Style, tag: str, blocks: list[Block]) -> Style:
        """Return the style of an element of which blocks of declarations say something, the same for elements alike."""
        key: list[str | int] = [tag, id(around.family)]
        for block in blocks:
            if block.kind == "attribute" and block is not LINK_BLOCK:
                return style_of(around, tag, holding(blocks))
            key.append(id(block.declarations))
            if block.colors:
                key.append(block.offset)
        found = self._known.get(tuple(key))
        if found is None:
            found = self._known[tuple(key)] = style_of(around, tag, holding(blocks)), blocks, around
        return found[0]


def _is_picture(element: Element) -> bool:
    """Return whether an element is one picture, whatever letters it is drawn with (WAI-ARIA 1.2, role `img`)."""
    return element.tag == "svg" and (element.get("role") == "img" or bool(element.get("aria-label")))
