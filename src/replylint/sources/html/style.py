"""How an element looks: what its declarations, and those of the elements around it, come to."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from replylint.sources.html.cascade import Block, Winners
from replylint.sources.html.colors import BLACK, CURRENT, LINK, WHITE, Rgba
from replylint.sources.html.declarations import Declared
from replylint.sources.html.elements import DISPLAY, FORMATTING, NEVER_SHOWN, ON_LINES, OWN_FONT, PREFORMATTED
from replylint.sources.html.hiding import BOX, FAINTEST, FAR, NEAR, SMALLEST, Get, distance, hides_box, may_hide
from replylint.sources.html.lengths import Length
from replylint.sources.html.properties import INHERIT, INITIAL, NONE, REVERT, UNKNOWN, UNSET
from replylint.sources.html.symbols import symbol_font
from replylint.visible import Span

MOVED = "part of its text may lie outside the page; delete the position, margin or indent that moves it"
UNKNOWN_VALUE = (
    "a style that only a browser can work out may hide part of its text; write its value without var() and the like"
)


class Style:
    """The look of an element. A style is not changed once an element has it."""

    def __init__(self, root: float = 16.0, *, quirks: bool = False) -> None:
        """Make the look of a page of which nothing is said, with letters of `root` pixels."""
        self.root, self.quirks = root, quirks
        # What is inherited.
        self.visible = True
        self.size = root
        self.color: Rgba = BLACK
        self.color_at: Span | None = None
        self.colored = False
        """Whether the color of the letters, or what is behind them, was set."""
        self.fill: Rgba | None = None
        self.shadow = self.masked = False
        self.white_space = "normal"
        self.symbols = ""
        """The font in which letters are pictures, or an empty string."""
        self.list_mark = False
        """Whether Word wrote the text for the bullet or number of a list."""
        self.bullets = True
        self.right_to_left = self.reversed = False
        self.indent = 0.0
        self.link = LINK
        # What holds for everything inside.
        self.hidden = self.quoted = False
        self.opacity = 1.0
        self.behind: Rgba | None = WHITE
        """The color behind the letters; None where a picture is."""
        self.clipped_to_text = False
        # The element's own.
        self.display = "inline"
        self.tight = False
        """Whether no space is above and below it: a paragraph that is a line, as Outlook writes them."""
        self.drags = False
        """Whether it takes what follows on its line along, off the page."""
        self.doubts: tuple[str, ...] = ()
        """What cannot be known about the text inside."""
        self._read: bool | None = None
        self._codes: tuple[str, str] | tuple[()] | None = None
        self.family: dict[str, Style] = {}
        """Looks of elements inside that are plain. Styles with the same one have the same to pass on."""

    @property
    def on_lines(self) -> bool:
        """Whether an element is on lines of its own."""
        return self.display in ON_LINES

    @property
    def ink(self) -> Rgba:
        """The color of the letters."""
        color = self.fill or self.color
        return color if self.opacity == 1 else color.faded(self.opacity)

    @property
    def is_read(self) -> bool:
        """Whether people can read the letters of an element."""
        if self._read is None:
            self._read = self._is_read()
        return self._read

    def _is_read(self) -> bool:
        return (
            self.visible
            and not self.hidden
            and not self.quoted
            and not self.masked
            and self.size >= SMALLEST
            and self.indent > -FAR
            and (self.ink.alpha > FAINTEST or self.shadow or self.clipped_to_text)
        )

    def copy(self) -> Style:
        """Return a style like this one that may be changed."""
        new = Style.__new__(Style)
        new.__dict__.update(self.__dict__)
        new.family, new._read, new._codes = {}, None, None
        return new

    def inside(self, tag: str) -> Style:
        """Return the look of an element `tag` inside, of which nothing else is said."""
        found = self.family.get(tag)
        if found is None:
            if tag in _CHANGING or (tag == "table" and self.quirks) or self.display in _BLOCKIFIES:
                return self._changed_inside(tag)
            found = self.copy()
            found.family = self.family
            found.tight = found.drags = False
            found.display = DISPLAY.get(tag, "inline")
            if tag in _KEPT:
                self.family[tag] = found
        return found

    def _changed_inside(self, tag: str) -> Style:
        new = self.copy()
        new.tight = new.drags = False
        new.display = DISPLAY.get(tag, "inline")
        if self.display in _BLOCKIFIES:
            new.display = _BLOCK_OF.get(new.display, new.display)
        if new.display == "none":
            new.hidden = True
        if tag in OWN_FONT:
            new.size, new.color, new.color_at = 13.33, BLACK, None
        if tag in PREFORMATTED:
            new.white_space = "pre"
        if tag == "table" and self.quirks:
            new.size, new.white_space = 16.0, "normal"  # Quirks Mode Standard, section 3.5
        return new

    @property
    def codes(self) -> tuple[str, str] | None:
        """The colors of the letters and behind them, as people see them; None if nobody set or knows them."""
        if not self.colored or self.behind is None:
            return None
        if self._codes is None:
            self._codes = _codes(self.ink, self.behind)
        return self._codes or None


@lru_cache(maxsize=1024)
def _codes(ink: Rgba, behind: Rgba) -> tuple[str, str] | tuple[()]:
    """Return the codes of two colors; none for black on white."""
    found = ink.over(behind).code, behind.code
    return () if found == ("#000000", "#ffffff") else found


_KEPT = frozenset((*DISPLAY, *FORMATTING, "br", "del", "img", "ins", "o:p", "span", "sub", "sup", "wbr"))
"""Elements whose looks are kept; names that anybody may make up are not."""
_CHANGING = OWN_FONT | PREFORMATTED | {tag for tag, display in DISPLAY.items() if display == "none"}
"""Elements that pass on something else than they inherit."""
_BLOCKIFIES = frozenset(("flex", "inline-flex", "grid", "inline-grid"))
"""Displays that put each element inside on lines of its own."""
_BLOCK_OF = {
    "inline": "block",
    "inline-block": "block",
    "inline-flex": "flex",
    "inline-grid": "grid",
    "inline-table": "table",
}
_INHERITED = frozenset(
    "color direction font-family font-size list-style-type mso-list text-indent text-shadow visibility white-space "
    "-webkit-text-fill-color -webkit-text-security".split()
)


def style_of(parent: Style, tag: str, winners: Winners) -> Style:
    """Return the look of an element `tag` for which the declarations `winners` hold."""
    style = parent.inside(tag)
    if not winners or parent.hidden:
        return style
    style = style.copy()
    said = {name: _resolved(one) for name, (one, _) in winners.items()}
    get = said.get
    doubts = list(parent.doubts)
    if any(one.value == UNKNOWN and may_hide(one) for one, _ in winners.values() if isinstance(one.value, str)):
        doubts.append(UNKNOWN_VALUE)
    if (display := get("display")) is not None:
        display = "inline" if display == INITIAL else display
        style.display = _BLOCK_OF.get(display, display) if parent.display in _BLOCKIFIES else display
    _set_size(style, parent, get("font-size"))
    if not _LETTERS.isdisjoint(said):
        _set_letters(style, get)
    if said.get("color") is not None:
        _set_color(style, parent, said["color"], *winners["color"])
    if not _GROUND.isdisjoint(said):
        _set_ground(style, get)
    if get("position") in ("absolute", "fixed") or get("float") in ("left", "right", "inline-start", "inline-end"):
        style.display = _BLOCK_OF.get(style.display, style.display)
    if style.on_lines and "margin-top" in said:
        style.tight = _no_space(get("margin-top"), style) and _no_space(get("margin-bottom"), style)
    opacity = get("opacity")
    if isinstance(opacity, float):
        style.opacity = parent.opacity * min(max(opacity, 0.0), 1.0)
    boxed = not BOX.isdisjoint(winners)
    style.hidden = (
        tag in NEVER_SHOWN
        or style.display == "none"
        or style.opacity <= FAINTEST
        or (boxed and hides_box(get, style.size, style.display))
    )
    if style.right_to_left and get("unicode-bidi") in ("bidi-override", "isolate-override"):
        style.reversed = True
    if boxed and not style.hidden:
        moved = max(
            distance(get, style.size, inline=style.display == "inline"), -style.indent if get("text-indent") else 0
        )
        if NEAR <= moved < FAR:
            doubts.append(MOVED)
    margin = get("margin-left")
    if not style.on_lines and isinstance(margin, Length):
        style.drags = margin.pixels(style.size, style.root) <= -NEAR
    style.doubts = tuple(dict.fromkeys(doubts)) if doubts else ()
    if tag == "html":
        style.root = style.size
    return style


def _resolved(one: Declared) -> Any:
    """Return what a declaration says, None if nothing is known or the parent's value is meant."""
    value = one.value
    if not isinstance(value, str):
        return value
    if value in (UNKNOWN, INHERIT) or (value == UNSET and one.name in _INHERITED):
        return None
    return INITIAL if value in (INITIAL, UNSET, REVERT) else value


def _set_size(style: Style, parent: Style, size: Any) -> None:
    if isinstance(size, Length):
        style.size = min(max(size.pixels(parent.size, style.root, 0.0), 0.0), 10_000.0)
    elif size == INITIAL:
        style.size = 16.0


def _set_color(style: Style, parent: Style, color: Any, declared: Declared, block: Block) -> None:
    if color == CURRENT:
        return
    style.color = color if isinstance(color, Rgba) else parent.link if color == "link" else BLACK
    style.color_at = block.span(declared.value_start, declared.value_end)
    style.colored = style.colored or color != "link"


_LETTERS = frozenset(
    "direction font-family link-color list-style-type mso-list mso-symbol-font-family text-indent text-shadow visibility white-space "
    "-webkit-text-fill-color -webkit-text-security".split()
)
_GROUND = frozenset(("background-clip", "background-color", "background-image"))


def _set_letters(style: Style, get: Get) -> None:
    if (visibility := get("visibility")) is not None:
        style.visible = visibility in ("visible", INITIAL)
    if isinstance(link := get("link-color"), Rgba):
        style.link = link
    if (fill := get("-webkit-text-fill-color")) is not None:
        style.fill = fill if isinstance(fill, Rgba) else None
    if (shadow := get("text-shadow")) is not None:
        style.shadow = shadow not in (NONE, INITIAL)
    if (security := get("-webkit-text-security")) is not None:
        style.masked = security not in (NONE, INITIAL)
    if (white_space := get("white-space")) is not None:
        style.white_space = "normal" if white_space == INITIAL else white_space
    if (family := get("mso-symbol-font-family") or get("font-family")) is not None:
        style.symbols = symbol_font(family)
    if (mark := get("mso-list")) is not None:
        style.list_mark = mark.strip() == "ignore"
    if (bullets := get("list-style-type")) is not None:
        style.bullets = bullets.strip() != NONE
    if (direction := get("direction")) is not None:
        style.right_to_left = direction == "rtl"
    if (indent := get("text-indent")) is not None and style.display != "inline":
        style.indent = indent.pixels(style.size, style.root, 800.0) if isinstance(indent, Length) else 0.0


def _set_ground(style: Style, get: Get) -> None:
    color, image = get("background-color"), get("background-image")
    if isinstance(color, Rgba) and color.alpha:
        style.behind = color.over(style.behind or WHITE) if style.behind or color.alpha == 1 else None
        style.colored = True
        style.clipped_to_text = False
    elif image not in (None, NONE, INITIAL):
        style.behind = None
    if get("background-clip") == "text":
        style.clipped_to_text = True


def _no_space(margin: Any, style: Style) -> bool:
    return isinstance(margin, Length) and abs(margin.pixels(style.size, style.root)) < 0.5


PLAIN = {quirks: Style(quirks=quirks) for quirks in (False, True)}
"""The look of a page of which nothing is said, by whether it is read as an old one."""
