"""HTML as a reader of Outlook, Gmail or Apple Mail sees it: visible text, pictures, backgrounds.

The text keeps a map to the source, so that a correction touches only the words it means. The walker reads each
tag once and never builds a tree, so it is linear and cannot be nested to death.
"""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections import Counter
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import NamedTuple

from replylint.errors import SourceError
from replylint.model import Background, Coloring, Link, Picture
from replylint.sources import css
from replylint.sources.html_tags import BLOCKS, HEAD, PARAGRAPHS, QUOTE_CLASSES, QUOTE_IDS, REST_IS_QUOTED, UNSEEN, VOID
from replylint.visible import Builder, Span, Visible

MAX_DEPTH = 1_000
"""Elements open at once; Word's deepest replies have about 40."""
_MOST_OPEN = 100
"""Tags that may begin before one ends: a few signs for "less than" are text, a hundred are an attack."""

_SPACE = re.compile(r"[ \t\r\n\f]+")
_DATA_URI = re.compile(r"data:image/[\w.+-]+;base64,", re.IGNORECASE)
_VML_FILL = re.compile(r"<v:(?:background|fill)\b[^>]*>", re.IGNORECASE)
_VML_PICTURE = re.compile(r"<v:imagedata\b[^>]*>", re.IGNORECASE)


class Page(NamedTuple):
    """What was read of an HTML text."""

    visible: Visible
    pictures: tuple[Picture, ...]
    backgrounds: tuple[Background, ...]
    colorings: tuple[Coloring, ...]
    links: tuple[Link, ...]


@dataclass(slots=True)
class _Open:
    """An element that is open, with what it passes on to its children."""

    tag: str
    hidden: bool
    preformatted: bool
    color: str | None
    background: str | None
    quoted: bool
    tight: bool = False
    """Whether no space is above and below it: a paragraph that stands for a line, as Outlook writes them."""


def read_html(content: str) -> Page:
    """Read HTML (a document or a fragment).

    Raises SourceError if it is nested more than MAX_DEPTH deep, or if many of its tags never end.
    """
    if any(piece.count("<") > _MOST_OPEN for piece in content.split(">")):
        # The parser looks for the end of each of them, again and again.
        raise SourceError("its HTML is damaged: many tags in it never end; save the message again as plain HTML")
    walker = _Walker(content)
    walker.feed(content + "\n")  # a reference at the very end is read only if something follows it
    walker.close()
    return walker.page()


_CONDITIONAL = re.compile(r"<!\[\s*(?:if|endif|else|cdata|temp|ignore|include|rcdata)\b", re.IGNORECASE)


_OUTLOOK_LINE = re.compile(r"(?i)(?:x_)?Mso(?:Normal|NoSpacing|PlainText)\Z")
"""Classes of the paragraphs of Word and Outlook that have no space between them."""


def _gap(tag: str, tight: bool) -> str:
    """Return the space above and below a block: a blank line around a paragraph, as browsers have it, unless it is written without."""
    return "\n\n" if tag in PARAGRAPHS and not (tight and tag == "p") else "\n"


def _common_end(one: str, other: str) -> int:
    """Return how many letters two texts have in common at their end."""
    count = 0
    while count < min(len(one), len(other)) and one[-1 - count] == other[-1 - count] and one[-1 - count].isalnum():
        count += 1
    return count


class _Walker(HTMLParser):
    def __init__(self, content: str) -> None:
        super().__init__(convert_charrefs=False)
        self._content = content
        self._at = 0
        self._out = Builder()
        self._stack: list[_Open] = [_Open("", False, False, None, None, False)]
        self._gap = ""  # white space owed before the next visible character: "", " ", "\t", "\n" or "\n\n"
        self._gap_source = self._gap_end = 0
        self._items: list[int] = []  # counters of open lists; 0 for bullets
        self._pictures: list[Picture] = []
        self._outlook_pictures: list[Picture] = []
        self._backgrounds: list[Background] = []
        self._colorings: list[Coloring] = []
        self._styles: list[tuple[int, str]] = []
        self._style_at: int | None = None
        self._links: list[Link] = []
        self._open_link: tuple[int, str] | None = None
        self._open_tags: Counter[str] = Counter()

    # Where we are. HTMLParser calls updatepos for each stretch it has consumed, in order.
    def updatepos(self, i: int, j: int) -> int:
        if j > i:
            self._at += j - i
        return j

    # Text
    def handle_data(self, data: str) -> None:
        if self._style_at is not None:
            self._styles.append((self._at, data))
            return
        data = data[: len(self._content) - self._at]  # without the line end that was put behind the whole
        state = self._stack[-1]
        if state.hidden or not data:
            return
        start = self._at
        if state.preformatted:
            for line in re.split(r"(\r\n?|\n)", data):
                if line.startswith(("\r", "\n")):
                    self._flush()
                    self._out.replaced("\n", start, start + len(line))
                elif line:
                    self._words(line, start, state)
                start += len(line)
            return
        at = 0
        for space in _SPACE.finditer(data):
            if space.start() > at:
                self._words(data[at : space.start()], start + at, state)
            self._space(start + space.start(), start + space.end())
            at = space.end()
        if at < len(data):
            self._words(data[at:], start + at, state)

    def _space(self, start: int, end: int) -> None:
        if not self._gap and self._out.last not in ("", "\n", " ", "\t"):
            self._gap, self._gap_source, self._gap_end = " ", start, end

    def _flush(self) -> None:
        if self._gap and self._out.length:
            if self._gap == self._content[self._gap_source : self._gap_end]:
                self._out.verbatim(self._gap, self._gap_source)
            else:
                self._out.replaced(self._gap, self._gap_source, self._gap_end)
        self._gap = ""

    def _words(self, text: str, source: int, state: _Open) -> None:
        self._flush()
        start = self._out.length
        self._out.verbatim(text, source)
        self._colored(start, state)

    def _colored(self, start: int, state: _Open) -> None:
        if state.color and self._out.length > start and (state.background or state.color != "#000000"):
            background = state.background or "#ffffff"
            last = self._colorings[-1] if self._colorings else None
            if last and last.end >= start - 1 and (last.color, last.background) == (state.color, background):
                self._colorings[-1] = Coloring(last.start, self._out.length, state.color, background)
            else:
                self._colorings.append(Coloring(start, self._out.length, state.color, background))

    def handle_entityref(self, name: str) -> None:
        self._reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self._reference(f"&#{name}")

    def _reference(self, written: str) -> None:
        state = self._stack[-1]
        if state.hidden:
            return
        end = self._at + len(written)
        if self._content[end : end + 1] == ";":
            end += 1
        source = self._content[self._at : end]
        text = html.unescape(source)
        # A reference without its end may run into the words behind it: "&copy2026", "R&D".
        behind = _common_end(text, source)
        decoded, tail = text[: len(text) - behind], source[len(source) - behind :]
        if text == source:
            decoded, tail = "", source
        middle = end - len(tail)
        if decoded == "\n" and state.preformatted:
            self._flush()
            self._out.replaced("\n", self._at, middle)
        elif decoded and not decoded.strip(" \t\r\n\f"):
            self._space(self._at, middle)
        elif decoded:
            self._flush()
            start = self._out.length
            self._out.replaced(decoded, self._at, middle)
            self._colored(start, state)
        if tail:
            self._words(tail, middle, state)

    # Tags
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        raw = self.get_starttag_text() or ""
        start, end = self._at, self._at + len(raw)
        values = {name: value or "" for name, value in reversed(attrs)}  # of two, browsers take the first
        if tag == "body" or (self._in_head and tag not in HEAD):
            self._leave_head()
        parent = self._stack[-1]
        style = css.declarations(values.get("style", ""))
        hidden = (
            parent.hidden or tag in UNSEEN or "hidden" in values or css.is_hidden(style) or self._is_quote(tag, values)
        )
        if values.get("id", "").lower().removeprefix("x_") in REST_IS_QUOTED:
            for element in self._stack:  # Outlook on the web: the quoted message follows, in elements of its own
                element.hidden = True
        if tag == "style":
            self._style_at = end
        if tag == "svg" and not parent.hidden:
            self._picture(Picture("", values.get("aria-label"), start, end, self._out.length, "svg"))
        tight = css.is_tight(style) or any(map(_OUTLOOK_LINE.match, values.get("class", "").split()))
        if not hidden:
            self._show(tag, values, style, start, end, tight)
        if tag in VOID:
            return
        if tag in ("p", "li", "tr", "td", "th", "option", "dt", "dd"):
            self._close_implied(tag)
            parent = self._stack[-1]
        if len(self._stack) > MAX_DEPTH:
            raise SourceError(f"its HTML is nested more than {MAX_DEPTH} deep; save the message again as plain HTML")
        self._open_tags[tag] += 1
        own_background = css.color_behind(style, values.get("bgcolor", ""))
        self._stack.append(
            _Open(
                tag,
                hidden,
                parent.preformatted or tag in ("pre", "textarea") or css.is_preformatted(style),
                css.color_of(style.get("color", ""))
                or (css.color_of(values.get("color", "")) if tag == "font" else None)
                or parent.color,
                own_background or parent.background,
                False,
                tight,
            )
        )

    @property
    def _in_head(self) -> bool:
        return bool(self._open_tags["head"] or self._open_tags["title"])

    def _leave_head(self) -> None:
        """Close the head, whose end tag may be left out (HTML Standard, section 13.1.2.4)."""
        for tag in ("title", "head"):
            if self._open_tags[tag]:
                self.handle_endtag(tag)

    def parse_html_declaration(self, i: int) -> int:
        """Read `<![ anything ]>` that is no marked section as browsers do: a comment up to the next `>`."""
        if self.rawdata[i : i + 3] == "<![" and not _CONDITIONAL.match(self.rawdata, i):
            end = self.rawdata.find(">", i)
            return end + 1 if end >= 0 else -1
        return super().parse_html_declaration(i)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def _is_quote(self, tag: str, values: dict[str, str]) -> bool:
        if tag == "blockquote" and values.get("type", "").lower() == "cite":
            return True
        if values.get("id", "").lower().removeprefix("x_") in QUOTE_IDS:
            return True
        return any(name.lower().removeprefix("x_") in QUOTE_CLASSES for name in values.get("class", "").split())

    def _show(self, tag: str, values: dict[str, str], style: dict[str, str], start: int, end: int, tight: bool) -> None:
        if tag in BLOCKS:
            self._break(_gap(tag, tight), start)
        if tag == "br":
            self._line(start, end)
        elif tag in ("td", "th"):
            if self._gap in ("", " ") and self._out.last not in ("", "\n"):
                self._gap, self._gap_source, self._gap_end = "\t", start, start
        elif tag in ("ul", "ol"):
            self._items.append(1 if tag == "ol" else 0)
        elif tag == "li":
            self._flush()
            number = self._items[-1] if self._items else 0
            self._out.replaced(f"{number}. " if number else "• ", end, end)
            if number:
                self._items[-1] += 1
        elif tag == "a" and values.get("href"):
            self._end_link()
            gap = len(self._gap) if self._out.length else 0
            self._open_link = (self._out.length + gap, values["href"].strip())
        elif tag == "img":
            self._image(values, style, start, end)
        self._behind(tag, values, style, start, end)

    def _image(self, values: dict[str, str], style: dict[str, str], start: int, end: int) -> None:
        source = values.get("src", "").strip()
        if css.is_tiny(style, values) or not source:
            return
        picture = Picture(source, values.get("alt"), start, end, self._out.length, "img", _inline_data(source))
        if css.is_watermark(style):
            self._backgrounds.append(Background("a picture behind the text", Span(start, end), self._out.length))
        self._picture(picture)

    def _picture(self, picture: Picture) -> None:
        self._pictures.append(picture)

    def _behind(self, tag: str, values: dict[str, str], style: dict[str, str], start: int, end: int) -> None:
        raw = self._content[start:end]
        if values.get("background", "").strip():
            self._backgrounds.append(
                Background("a background picture", css.attribute_span(raw, "background", start), self._out.length)
            )
        if css.color_of(values.get("bgcolor", "")) not in (None, "#ffffff"):
            self._backgrounds.append(
                Background("a background colour", css.attribute_span(raw, "bgcolor", start), self._out.length)
            )
        if what := css.background_in(style):
            self._backgrounds.append(Background(what, css.style_span(raw, start), self._out.length))
        if tag in ("v:background", "v:fill"):
            self._backgrounds.append(Background("a background that Outlook shows", Span(start, end), self._out.length))

    def handle_endtag(self, tag: str) -> None:
        if tag == "style":
            self._style_at = None
        elif tag == "a":
            self._end_link()
        if not self._open_tags[tag]:
            return
        for index in range(len(self._stack) - 1, 0, -1):
            if self._stack[index].tag == tag:
                hidden, tight = self._stack[index].hidden, self._stack[index].tight
                self._close_from(index)
                if not hidden:
                    if tag in BLOCKS:
                        self._break(_gap(tag, tight), self._at)
                    if tag in ("ul", "ol") and self._items:
                        self._items.pop()
                return

    def _close_from(self, index: int) -> None:
        for element in self._stack[index:]:
            self._open_tags[element.tag] -= 1
        del self._stack[index:]

    def _end_link(self) -> None:
        if self._open_link is not None and self._out.length > self._open_link[0]:
            self._links.append(Link(self._open_link[0], self._out.length, self._open_link[1]))
        self._open_link = None

    def _close_implied(self, tag: str) -> None:
        """Close an open element that the tag ends without saying so: a paragraph, a list item, a table cell."""
        ends = {
            "p": ("p",),
            "li": ("li",),
            "tr": ("tr", "td", "th"),
            "td": ("td", "th"),
            "th": ("td", "th"),
            "dt": ("dd", "dt"),
            "dd": ("dd", "dt"),
            "option": ("option",),
        }[tag]
        if not any(self._open_tags[end] for end in ends):
            return
        stops = {"p": BLOCKS - {"p"} | {"td", "th"}, "li": {"ul", "ol"}}.get(tag, {"table"})
        for index in range(len(self._stack) - 1, 0, -1):
            if self._stack[index].tag in ends:
                self._close_from(index)
                return
            if self._stack[index].tag in stops:
                return

    def _break(self, gap: str, source: int) -> None:
        if not self._out.length:
            return
        if self._gap.count("\n") < gap.count("\n"):
            self._gap, self._gap_source, self._gap_end = gap, source, source

    def _line(self, start: int, end: int) -> None:
        """A `<br>`: a line break now, whatever white space was owed before it dropped."""
        if self._gap.startswith("\n"):
            self._flush()
        self._gap = ""
        if self._out.length:
            self._out.replaced("\n", start, end)

    # Outlook's own parts
    def handle_comment(self, data: str) -> None:
        if not data.lstrip().lower().startswith("[if") or "!mso" in data[:40].replace(" ", "").lower():
            return
        for match in _VML_FILL.finditer(data):
            if not re.search(r"\bon\s*=\s*[\"']?f", match.group(), re.IGNORECASE):
                self._backgrounds.append(
                    Background(
                        "a background that Outlook shows", Span(self._at, self._at + len(data) + 7), self._out.length
                    )
                )
                break
        if picture := _VML_PICTURE.search(data):
            found = re.search(r"src\s*=\s*[\"']?([^\"'\s>]+)", picture.group())
            self._outlook_pictures.append(
                Picture(
                    found.group(1) if found else "", None, self._at, self._at + len(data) + 7, self._out.length, "vml"
                )
            )

    def unknown_decl(self, data: str) -> None:
        """`<![if !vml]>` and its like: what follows is shown."""

    def page(self) -> Page:
        """Return what was read; call after close()."""
        pictures = self._pictures
        if not any(picture.form == "img" for picture in pictures):
            pictures = pictures + self._outlook_pictures  # otherwise the VML is Outlook's double of an <img>
        backgrounds = list(self._backgrounds)
        if self._styles:
            backgrounds += css.backgrounds_of_sheets(self._styles, self._content)
        return Page(self._out.done(), tuple(pictures), tuple(backgrounds), tuple(self._colorings), tuple(self._links))


def _inline_data(source: str) -> bytes | None:
    match = _DATA_URI.match(source)
    if not match:
        return None
    try:
        return base64.b64decode(source[match.end() :], validate=False)
    except binascii.Error:
        return None
