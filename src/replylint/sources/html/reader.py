"""HTML as a reader of Outlook, Gmail or Apple Mail sees it: visible text, pictures, backgrounds, colors.

The text keeps a map to the source, so that a correction touches only the words it means.
"""

from __future__ import annotations

import base64
import binascii
import re

from replylint.model import Background, Link, Picture
from replylint.patterns import compiled
from replylint.sources.html import backgrounds, vml
from replylint.sources.html.cascade import Winners, holding
from replylint.sources.html.element import Element
from replylint.sources.html.elements import IN_TABLES, PARAGRAPHS
from replylint.sources.html.flow import Flow
from replylint.sources.html.lengths import Length
from replylint.sources.html.looks import Looks
from replylint.sources.html.page import Page
from replylint.sources.html.quotes import quotes_the_rest
from replylint.sources.html.scan import scan
from replylint.sources.html.sheets import Sheets
from replylint.sources.html.style import MOVED
from replylint.sources.html.tokens import Comment, End, Start, Text, Token, tokens
from replylint.sources.html.tree import Tree
from replylint.sources.html.writer import Writer
from replylint.visible import Span

_DATA_URI = compiled(r"data:image/[\w.+-]+;base64,", re.IGNORECASE)
_OUTLOOK_LINE = compiled(r"(?i)(?:x_)?Mso(?:Normal|NoSpacing|PlainText)\Z")
"""Classes of the paragraphs of Word and Outlook that have no space between them."""
_NOTED = frozenset(("br", "img", "input", "li", "listing", "ol", "pre", "svg", "textarea", "ul"))
_TAGS = compiled(r"<[^>]*>?")
_SHORT = 5_000
"""Characters of a comment that may hold nothing but one drawing."""
_TINY = 3.0
"""Pixels of a picture that nobody sees, as those that tell when a message is opened."""

CROSSED = "its tags cross in a way that may hide part of its text; save the message again as plain HTML"
NO_SCRIPT = "some mail programs show the text inside <noscript>, others do not; delete that element"
FIELD = "a form field holds text; write it as ordinary text"


def read_html(content: str) -> Page:
    """Read HTML (a document or a fragment).

    Mail that it quotes is left out, unless there is nothing else. Raises SourceError if it is nested more than
    MAX_DEPTH deep, or its style sheets are too long.
    """
    found = list(tokens(content))
    reader = _Reader(content, found, quotes=False)
    page = reader.read()
    if reader.is_quoting and not page.visible.text.strip() and not page.pictures:
        return _Reader(content, found, quotes=True).read()
    return page


class _Reader(Tree):
    """Reads the tags of a page one after the other."""

    def __init__(self, content: str, found: list[Token], *, quotes: bool) -> None:
        self._content, self._tokens = content, found
        self._quotes = quotes
        """Whether mail that is quoted is read as well."""
        self._rest_quoted = False
        self._flow = Flow(content)
        self._items: list[int] = []  # counters of open lists; 0 for bullets
        self._pictures: list[Picture] = []
        self._outlook_pictures: list[Picture] = []
        self._backgrounds: list[Background] = []
        self._of_sheets: set[tuple[Span, ...]] = set()
        self._links: list[Link] = []
        self._open_link: tuple[int, str] | None = None
        self._at = 0
        self._at_pre = -1
        seen = scan(content, found)
        sheets = Sheets(seen.sheets, len(content), quirks=seen.old)
        self._looks = Looks(content, sheets, quirks=seen.old, quotes=quotes)
        self._writer = Writer(content, self._flow, self._pictures)
        super().__init__(self._looks.set_style, quirks=seen.old, siblings=sheets.need_siblings)
        for tag in seen.page_tags:
            self.merge(tag)

    @property
    def is_quoting(self) -> bool:
        """Whether something was left out because it is quoted."""
        return self._looks.quoting

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
            self._flow.done(),
            tuple(pictures),
            tuple(self._backgrounds),
            tuple(self._writer.colorings),
            tuple(self._links),
        )

    def crossed(self, element: Element) -> None:
        """Say so where text that was left out turns out not to be inside of what hides it."""
        if element.parent and element.parent.style.is_read and not element.style.is_read:
            self._flow.doubt(CROSSED)

    def _text(self, token: Text) -> None:
        start = token.start
        if self._at_pre == start and self._content[start] in "\r\n":
            start += 2 if self._content.startswith("\r\n", start) else 1
        data = self._content[start : token.end]
        blank = not data or data.isspace()
        if blank and self.current.tag in IN_TABLES:
            return
        place = self.place() if blank else self.text_place()
        if self.framed or self._rest_quoted or place.folded:
            return
        if place.style.is_read:
            self._writer.add(token, start, data, place.style)
        elif place.tag == "noscript" and place.parent and place.parent.style.is_read and _has_words(data):
            self._flow.doubt(NO_SCRIPT)

    # Tags
    def opened(self, element: Element, tag: Start | None) -> None:
        """Begin a line, a cell or an item, and note pictures, links and backgrounds."""
        style, name = element.style, element.tag
        if style.drags:
            self._flow.doubt(MOVED)
        if "id" in element.attributes and not self._quotes and quotes_the_rest(element.attributes):
            self._rest_quoted = self._looks.quoting = True
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
        if style.display == "table-cell" and element.parent:
            self._flow.cell(place, beside=element.parent.beside)
            element.parent.cell = self._flow.mark()
        if name in _NOTED:
            self._note(element, tag)
        if element.blocks and name not in ("html", "body"):
            self._ground(element)
        if name.startswith("v:") and (ground := vml.ground_of(tag)):
            self._backgrounds.append(Background(backgrounds.OUTLOOK, (ground,), self._flow.length))

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
            self._flow.lines(_gap(element), at, ends_row=style.display == "table-row")
        elif style.display == "table-cell" and element.parent:
            alone = self._flow.is_one_line(element.parent.cell)
            element.parent.beside = element.parent.beside if alone is None else alone
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

    def _comment(self, token: Comment) -> None:
        """Note what Outlook draws of a conditional comment."""
        text = self._content[token.text_start : token.text_end]
        if not vml.is_for_outlook(text) or "<v:" not in text.lower():
            return
        whole, shift = Span(token.start, token.end), token.text_start
        for spans in vml.grounds_in(text):
            edits = tuple(Span(shift + start, shift + end) for start, end in spans)
            if len(text) < _SHORT and vml.has_nothing_else(text, spans):
                edits = (whole,)
            self._backgrounds.append(Background(backgrounds.OUTLOOK, edits, self._flow.length))
        for source in vml.pictures_in(text):
            self._outlook_pictures.append(Picture(source, None, *whole, self._flow.length, "vml"))


def _gap(element: Element) -> str:
    """Return the space above and below a block: a blank line around a paragraph, as browsers have it, unless it is written without."""
    if element.tag not in PARAGRAPHS:
        return "\n"
    tight = element.tag == "p" and (element.style.tight or any(map(_OUTLOOK_LINE.match, element.classes)))
    return "\n" if tight else "\n\n"


def _has_words(markup: str) -> bool:
    return re.search(r"\w", _TAGS.sub("", markup)) is not None


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
