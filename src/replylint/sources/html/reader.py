"""HTML as a reader of Outlook, Gmail or Apple Mail sees it: visible text, pictures, backgrounds, colors.

The text keeps a map to the source, so that a correction touches only the words it means.
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import NamedTuple

from replylint.model import Background, Coloring, Link, Picture
from replylint.sources.html import backgrounds, symbols
from replylint.sources.html.cascade import LINK_BLOCK, TAG_HINTS, Block, Winners, hints, holding, inline_block
from replylint.sources.html.elements import IN_TABLES, PARAGRAPHS, UNSEEN_FOREIGN
from replylint.sources.html.flow import KEEPS_LINES, Flow
from replylint.sources.html.lengths import Length
from replylint.sources.html.quotes import is_quote, quotes_the_rest
from replylint.sources.html.scan import scan
from replylint.sources.html.sheets import TOO_HARD, Sheets
from replylint.sources.html.style import MOVED, Style, style_of
from replylint.sources.html.tokens import Attribute, Comment, End, Start, Text, Token, character, references, tokens
from replylint.sources.html.tree import Element, Tree
from replylint.visible import REVERSED, Span, Visible

_DATA_URI = re.compile(r"data:image/[\w.+-]+;base64,", re.IGNORECASE)
_OUTLOOK_LINE = re.compile(r"(?i)(?:x_)?Mso(?:Normal|NoSpacing|PlainText)\Z")
"""Classes of the paragraphs of Word and Outlook that have no space between them."""
_NOTED = frozenset(("br", "img", "input", "li", "listing", "ol", "pre", "svg", "textarea", "ul"))
_WORDS = re.compile(r">[^<]*\w|\A[^<]*\w")
_TINY = 3.0
"""Pixels of a picture that nobody sees, as those that tell when a message is opened."""

CROSSED = "its tags cross in a way that may hide part of its text; save the message again as plain HTML"
NO_SCRIPT = "some mail programs show the text inside <noscript>, others do not; delete that element"
FIELD = "a form field holds text; write it as ordinary text"


class Page(NamedTuple):
    """What was read of an HTML text."""

    visible: Visible
    pictures: tuple[Picture, ...]
    backgrounds: tuple[Background, ...]
    colorings: tuple[Coloring, ...]
    links: tuple[Link, ...]


def read_html(content: str) -> Page:
    """Read HTML (a document or a fragment).

    Mail that it quotes is left out, unless there is nothing else. Raises SourceError if it is nested more than
    MAX_DEPTH deep, or its style sheets are too long.
    """
    found = list(tokens(content))
    reader = _Reader(content, found, quotes=False)
    page = reader.read()
    if reader.quoting and not page.visible.text.strip() and not page.pictures:
        return _Reader(content, found, quotes=True).read()
    return page


class _Reader(Tree):
    """Reads the tags of a page one after the other."""

    def __init__(self, content: str, found: list[Token], *, quotes: bool) -> None:
        self._content, self._tokens = content, found
        self._quotes = quotes
        """Whether mail that is quoted is read as well."""
        self.quoting = False
        """Whether something was left out because it is quoted."""
        self._rest_quoted = False
        self._flow = Flow(content)
        self._items: list[int] = []  # counters of open lists; 0 for bullets
        self._pictures: list[Picture] = []
        self._outlook_pictures: list[Picture] = []
        self._backgrounds: list[Background] = []
        self._of_sheets: set[tuple[Span, ...]] = set()
        self._colorings: list[Coloring] = []
        self._links: list[Link] = []
        self._open_link: tuple[int, str] | None = None
        self._at = 0
        self._at_pre = -1
        seen = scan(content, found)
        self._sheets = Sheets(seen.sheets, len(content), quirks=seen.old)
        self._first = Style(quirks=seen.old)
        self._looks: dict[tuple[str | int, ...], tuple[Style, list[Block], Style]] = {}
        """Styles by the style around them and the declarations that say something of them; both are kept with them."""
        super().__init__(quirks=seen.old, siblings=self._sheets.need_siblings)
        for tag in seen.page_tags:
            self.merge(tag)

    def read(self) -> Page:
        """Return what is read of the page."""
        for element in self._stack:  # the page and its body, whose tags may be left out
            self._ground(element)
        for token in self._tokens:
            self._at = token.start
            if isinstance(token, Text):
                self._text(token)
            elif isinstance(token, Start):
                self.start(token)
            elif isinstance(token, End):
                self.end(token)
            else:
                self._comment(token)
        while len(self._stack) > 2:
            self._pop(len(self._content))
        pictures = self._pictures
        if not any(picture.form == "img" for picture in pictures):
            pictures = pictures + self._outlook_pictures  # otherwise the VML is Outlook's double of an <img>
        return Page(
            self._flow.done(), tuple(pictures), tuple(self._backgrounds), tuple(self._colorings), tuple(self._links)
        )

    # How elements look
    def look(self, element: Element) -> None:
        """Set the style of an element: what attributes, sheets and its own style say, on top of what is inherited."""
        tag, attributes, parent = element.tag, element.attributes, element.parent
        around = parent.style if parent else self._first
        if around.hidden:
            element.style = around.inside(tag)
            return
        blocks: list[Block] = []
        doubtful = False
        if attributes or self._sheets or tag in TAG_HINTS:
            blocks, doubtful = self._blocks(element)
        style = self._styled(around, tag, blocks) if blocks else around.inside(tag)
        element.blocks = blocks
        element.folded = tag == "details" and "open" not in attributes
        unseen = parent is not None and (
            (parent.folded and tag != "summary") or (parent.foreign and tag in UNSEEN_FOREIGN)
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
        if style.drags:
            self._flow.doubt(MOVED)
        element.style = style

    def _blocks(self, element: Element) -> tuple[list[Block], bool]:
        """Return the declarations for an element, the weightiest last, and whether others may hide its text."""
        hint = hints(element.tag, element.attributes)
        blocks = [hint] if hint else []
        doubtful = False
        if self._sheets:
            matching, doubtful = self._sheets.matching(element)
            blocks += matching
        own = element.attributes.get("style")
        if own and own.value:
            inline = inline_block(own, self._content, quirks=self.quirks)
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
        found = self._looks.get(tuple(key))
        if found is None:
            found = self._looks[tuple(key)] = style_of(around, tag, holding(blocks)), blocks, around
        return found[0]

    def crossed(self, element: Element) -> None:
        """Say so where text that was left out turns out not to be inside of what hides it."""
        if element.parent and element.parent.style.is_read and not element.style.is_read:
            self._flow.doubt(CROSSED)

    # Text
    def _text(self, token: Text) -> None:
        start, end = token.start, token.end
        if self._at_pre == start and self._content[start] in "\r\n":
            start += 2 if self._content.startswith("\r\n", start) else 1
        data = self._content[start:end]
        blank = not data or data.isspace()
        if blank and self.current.tag in IN_TABLES:
            return
        place = self.place() if blank else self.text_place()
        style = place.style
        if self.framed or self._rest_quoted or place.folded:
            return
        if not style.is_read:
            if place.tag == "noscript" and place.parent and place.parent.style.is_read and _WORDS.search(data):
                self._flow.doubt(NO_SCRIPT)
            return
        if not blank:
            for doubt in style.doubts:
                self._flow.doubt(doubt)
            if style.reversed and re.search(r"\w", data):
                self._flow.unread(start, end, REVERSED)
                return
            if style.list_mark and data.strip() == "o":
                self._flow.replaced("•", start, end)
                return
        self._flow.first = None
        at = start
        if not token.literal and "&" in data:
            for match in references(self._content, start, end):
                self._plain(at, match.start(), style)
                at = match.end()
                self._reference(match, style)
        self._plain(at, end, style)
        if self._flow.first is not None:
            self._colored(self._flow.first, style)

    def _plain(self, start: int, end: int, style: Style) -> None:
        """Add text that stands in the source as it is shown."""
        if style.symbols:
            for match in re.finditer(r"(\s+)|\S+", self._content[start:end]):
                place = Span(start + match.start(), start + match.end())
                if match[1]:
                    self._flow.text(*place, style.white_space)
                else:
                    self._symbols(match[0], place, style)
        elif end > start:
            self._flow.text(start, end, style.white_space)

    def _symbols(self, text: str, place: Span, style: Style) -> None:
        """Add letters of a font of pictures: a bullet or an arrow as such, others as pictures and not as text."""
        step = 1 if len(text) == place.end - place.start else 0
        shown = [symbols.glyph(style.symbols, char) for char in text]
        for index, glyph in enumerate(shown):
            at = place.start + index if step else place.start
            end = at + 1 if step else place.end
            if style.list_mark:
                self._flow.replaced("•", at, end)
            elif symbols.is_text(style.symbols, glyph):
                self._flow.replaced(glyph, at, end)
            else:
                self._flow.picture(at, end)
                self._pictures.append(Picture(style.symbols, glyph or None, at, end, self._flow.next, "symbol"))

    def _reference(self, match: re.Match[str], style: Style) -> None:
        start, end, source = match.start(), match.end(), match[0]
        text = character(source)
        # A reference without its end may run into the words behind it: "&copy2026", "R&D".
        behind = _common_end(text, source)
        decoded, tail = text[: len(text) - behind], source[len(source) - behind :]
        if text == source:
            decoded, tail = "", source
        middle = end - len(tail)
        if decoded in ("\n", "\r") and style.white_space in KEEPS_LINES:
            self._flow.replaced("\n", start, middle)
        elif decoded and not decoded.strip(" \t\r\n\f"):
            if style.white_space in KEEPS_LINES and style.white_space != "pre-line":
                self._flow.replaced(decoded, start, middle)
            else:
                self._flow.space(start, middle)
        elif decoded and style.symbols and not decoded.isspace():
            self._symbols(decoded, Span(start, middle), style)
        elif decoded:
            self._flow.replaced(decoded, start, middle)
        if tail:
            self._plain(middle, end, style)

    def _colored(self, start: int, style: Style) -> None:
        end, codes = self._flow.length, style.codes
        if end <= start or codes is None:
            return
        color, behind = codes
        last = self._colorings[-1] if self._colorings else None
        if last and last.end >= start - 1 and last[2:] == (color, behind, style.color_at):
            self._colorings[-1] = last._replace(end=end)
        else:
            self._colorings.append(Coloring(start, end, color, behind, style.color_at))

    # Tags
    def opened(self, element: Element, tag: Start | None) -> None:
        """Begin a line, a cell or an item, and note pictures, links and backgrounds."""
        style, name = element.style, element.tag
        if "id" in element.attributes and not self._quotes and quotes_the_rest(element.attributes):
            self._rest_quoted = self.quoting = True
        if style.hidden or style.quoted or self.framed or self._rest_quoted:
            return
        place = tag.start if tag else self._at
        if style.on_lines:
            self._flow.lines(_gap(element), place)
        if name == "a" and (target := element.get("href")):
            self._end_link()
            self._open_link = (self._flow.next, target.strip())
        if tag is None:
            return
        if style.display == "table-cell":
            self._flow.cell(place)
        if name in _NOTED:
            self._note(element, tag)
        if element.blocks and name not in ("html", "body"):
            self._ground(element)
        if name.startswith("v:"):
            self._vml(tag, Span(tag.start, tag.end), tag.start)

    def _note(self, element: Element, tag: Start) -> None:
        """Take notice of an element that is more than a box for text."""
        name = element.tag
        if name == "br":
            self._line_break(tag)
        elif name in ("ul", "ol"):
            self._items.append(_start_of(element) if name == "ol" else 0)
        elif name == "li":
            self._item(element, tag)
        elif name == "img":
            self._image(element, tag)
        elif name == "svg":
            self._drawing(element, tag)
        elif name == "input" and _is_field(element) and element.style.is_read:
            self._flow.doubt(FIELD)
        elif name in ("pre", "listing", "textarea"):
            self._at_pre = tag.end

    def closed(self, element: Element, at: int) -> None:
        """End a line, a list or a link."""
        style = element.style
        if style.hidden or style.quoted:
            return
        if style.on_lines:
            self._flow.lines(_gap(element), at)
        if element.tag in ("ul", "ol") and self._items:
            self._items.pop()
        elif element.tag == "a":
            self._end_link()

    def _line_break(self, tag: Start) -> None:
        self._flow.line_break(tag.start, tag.end)
        for element in self._stack:
            if element.style.indent < 0:  # only the first line is indented
                element.style = element.style.copy()
                element.style.indent = 0.0

    def _item(self, element: Element, tag: Start) -> None:
        if self._items and self._items[-1]:
            number = _number(element.get("value")) or self._items[-1]
            self._flow.replaced(f"{number}. ", tag.end, tag.end)
            self._items[-1] = number + 1
        elif element.style.bullets and element.style.is_read:
            self._flow.replaced("• ", tag.end, tag.end)

    def _end_link(self) -> None:
        if self._open_link is not None and self._flow.length > self._open_link[0]:
            self._links.append(Link(self._open_link[0], self._flow.length, self._open_link[1]))
        self._open_link = None

    # Pictures and backgrounds
    def _image(self, element: Element, tag: Start) -> None:
        source = (element.get("src") or "").strip()
        said = holding(element.blocks)
        if not source or not element.style.visible or _is_tiny(said):
            return
        picture = Picture(
            source, element.get("alt"), tag.start, tag.end, self._flow.length, "img", _inline_data(source)
        )
        if _is_behind(said):
            edits = (Span(tag.start, tag.end),)
            self._backgrounds.append(Background(backgrounds.BEHIND, edits, self._flow.length))
        self._pictures.append(picture)

    def _drawing(self, element: Element, tag: Start) -> None:
        if element.style.visible and not _is_tiny(holding(element.blocks)):
            name = element.get("aria-label")
            self._pictures.append(Picture("", name, tag.start, tag.end, self._flow.length, "svg"))

    def _ground(self, element: Element) -> None:
        """Note what an element draws behind its text."""
        if not element.style.visible or element.style.hidden:
            return
        for found in backgrounds.drawn_by(element.blocks):
            if found.shared:
                if found.edits in self._of_sheets:
                    continue
                self._of_sheets.add(found.edits)
            self._backgrounds.append(Background(found.what, found.edits, self._flow.length))

    def _vml(self, tag: Start, place: Span, offset: int) -> None:
        """Note what a tag of Outlook's drawings draws; `offset` is where places in the tag are counted from."""
        ground = backgrounds.vml_ground(tag)
        if isinstance(ground, Attribute):
            shift = place.start - tag.start
            place = Span(ground.start + shift, ground.end + shift)
        if ground:
            self._backgrounds.append(Background(backgrounds.OUTLOOK, (place,), self._flow.length))

    def _comment(self, token: Comment) -> None:
        """Look for what Outlook draws of a conditional comment."""
        text = self._content[token.text_start : token.text_end]
        if not text.lstrip().lower().startswith("[if") or "!mso" in text[:40].replace(" ", "").lower():
            return
        place = Span(token.start, token.end)
        for tag, span in backgrounds.vml_in_comment(text, token.text_start):
            self._vml(tag, span, token.text_start)
            if tag.name == "v:imagedata":
                source = tag.attributes.get("src")
                picture = Picture(source.value if source else "", None, *place, self._flow.length, "vml")
                self._outlook_pictures.append(picture)


def _gap(element: Element) -> str:
    """Return the space above and below a block: a blank line around a paragraph, as browsers have it, unless it is written without."""
    if element.tag not in PARAGRAPHS:
        return "\n"
    tight = element.tag == "p" and (element.style.tight or any(map(_OUTLOOK_LINE.match, element.classes)))
    return "\n" if tight else "\n\n"


def _common_end(one: str, other: str) -> int:
    """Return how many letters two texts have in common at their end."""
    count = 0
    while count < min(len(one), len(other)) and one[-1 - count] == other[-1 - count] and one[-1 - count].isalnum():
        count += 1
    return count


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else 0


def _start_of(element: Element) -> int:
    return _number(element.get("start")) or 1


def _is_field(element: Element) -> bool:
    """Return whether an input shows words."""
    kind = (element.get("type") or "text").strip().lower()
    shows = kind not in ("hidden", "checkbox", "radio", "range", "color", "file", "image", "password")
    return shows and bool((element.get("value") or element.get("placeholder") or "").strip())


def _is_tiny(said: Winners) -> bool:
    """Return whether a picture is too small to be seen, as tracking pixels are."""
    for name in ("width", "height"):
        value = said[name][0].value if name in said else None
        if isinstance(value, Length) and not value.percent and value.pixels() <= _TINY:
            return True
    return False


def _is_behind(said: Winners) -> bool:
    """Return whether a picture lies behind the text."""
    position = said["position"][0].value if "position" in said else ""
    level = said["z-index"][0].value if "z-index" in said else 0
    return position in ("absolute", "fixed") and isinstance(level, float) and level < 0


def _inline_data(source: str) -> bytes | None:
    match = _DATA_URI.match(source)
    if not match:
        return None
    try:
        return base64.b64decode(source[match.end() :], validate=False)
    except binascii.Error:
        return None
