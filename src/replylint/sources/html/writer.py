"""The text of a page: references decoded, symbols told from letters, colors noted."""

from __future__ import annotations

import re

from replylint.model import Coloring, Picture
from replylint.sources.html import symbols
from replylint.sources.html.flow import KEEPS_LINES, Flow
from replylint.sources.html.style import Style
from replylint.sources.html.tokens import Text, character, references
from replylint.visible import REVERSED, Span


class Writer:
    """Adds the text of a page to what a reader sees."""

    def __init__(self, content: str, flow: Flow, pictures: list[Picture]) -> None:
        """Begin a page; letters that are pictures go to `pictures`."""
        self._content, self._flow, self._pictures = content, flow, pictures
        self.colorings: list[Coloring] = []

    def add(self, token: Text, start: int, data: str, style: Style) -> None:
        """Add a text, which is `data` from `start` on, as it is shown with a style."""
        end = token.end
        if not data.isspace():
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
        last = self.colorings[-1] if self.colorings else None
        if last and last.end >= start - 1 and last[2:] == (color, behind, style.color_at):
            self.colorings[-1] = last._replace(end=end)
        else:
            self.colorings.append(Coloring(start, end, color, behind, style.color_at))


def _common_end(one: str, other: str) -> int:
    """Return how many letters two texts have in common at their end."""
    count = 0
    while count < min(len(one), len(other)) and one[-1 - count] == other[-1 - count] and one[-1 - count].isalnum():
        count += 1
    return count
