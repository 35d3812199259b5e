"""The little of CSS that decides what a reader of mail sees: hidden text, colours, backgrounds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from replylint.errors import SourceError
from replylint.model import Background
from replylint.visible import Span

_DECLARATION = re.compile(
    r"(?<![a-zA-Z-])([a-zA-Z-]{1,40})\s{0,9}:\s{0,9}((?:[^;\"'(]|\"[^\"]*\"|'[^']*'|\([^()]*\))*)"
)
_MOST_SHEET = 200_000
"""Characters of style sheets that are looked at; Word writes 40,000."""
_MOST_RULES = 300
"""Rules of a page that draw backgrounds."""
_HEX = re.compile(r"#([0-9a-fA-F]{6}|[0-9a-fA-F]{3})(?![0-9a-fA-F])")
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})(?:[\s,/]+([\d.]+%?))?\s*\)", re.IGNORECASE)
_NUMBER = re.compile(r"-?\d*\.?\d+")
_WORD = re.compile(r"[a-zA-Z]+")
_NAMED = {
    "white": "#ffffff", "black": "#000000", "red": "#ff0000", "green": "#008000", "blue": "#0000ff", "yellow": "#ffff00", "navy": "#000080",
    "gray": "#808080", "grey": "#808080", "silver": "#c0c0c0", "lightgrey": "#d3d3d3", "lightgray": "#d3d3d3", "maroon": "#800000", "purple": "#800080",
    "fuchsia": "#ff00ff", "magenta": "#ff00ff", "lime": "#00ff00", "olive": "#808000", "aqua": "#00ffff", "cyan": "#00ffff", "teal": "#008080",
    "orange": "#ffa500", "pink": "#ffc0cb", "gold": "#ffd700", "beige": "#f5f5dc", "ivory": "#fffff0", "lavender": "#e6e6fa", "lightblue": "#add8e6",
    "lightyellow": "#ffffe0", "lightgreen": "#90ee90", "aliceblue": "#f0f8ff", "whitesmoke": "#f5f5f5", "darkblue": "#00008b", "brown": "#a52a2a",
    "khaki": "#f0e68c", "tan": "#d2b48c", "salmon": "#fa8072", "skyblue": "#87ceeb", "windowtext": "#000000", "window": "#ffffff",
}  # fmt: skip
_BACKGROUND_KEYS = ("background", "background-color", "background-image")
_NO_SPACE = re.compile(r"(?:0|(?=\.0))(?:\.0+1?)?(?:in|cm|mm|pt|px|em|rem)?(?:\s*!important)?\Z")
"""Margins that nobody sees; Word writes `.0001pt`."""


def declarations(style: str) -> dict[str, str]:
    """Return the declarations of a `style` attribute, names and values in lower case."""
    if not style:
        return {}
    return {
        match.group(1).lower(): match.group(2).strip().lower().removesuffix("!important").strip()
        for match in _DECLARATION.finditer(style)
    }


def is_hidden(style: Mapping[str, str]) -> bool:
    """Say whether the declarations hide their element from a reader."""
    if not style:
        return False
    return (
        style.get("display") == "none"
        or style.get("visibility") == "hidden"
        or style.get("mso-hide") == "all"
        or _is_zero(style.get("font-size", ""))
        or (_is_zero(style.get("max-height", "")) and "hidden" in style.get("overflow", ""))
        or style.get("opacity") in ("0", "0.0", "0%")
    )


def _is_zero(length: str) -> bool:
    number = _NUMBER.match(length)
    return number is not None and float(number.group()) == 0


def is_tight(style: dict[str, str]) -> bool:
    """Say whether a paragraph has no space above and below it."""
    sides = style.get("margin", "").split()
    above = style.get("margin-top", sides[0] if sides else "")
    below = style.get("margin-bottom", sides[2] if len(sides) > 2 else sides[0] if sides else "")
    return bool(_NO_SPACE.match(above) and _NO_SPACE.match(below))


def is_preformatted(style: Mapping[str, str]) -> bool:
    """Say whether white space counts."""
    return style.get("white-space", "") in ("pre", "pre-wrap", "pre-line", "break-spaces")


def is_tiny(style: Mapping[str, str], attributes: Mapping[str, str]) -> bool:
    """Say whether a picture is too small to be seen, as tracking pixels are: 3 pixels or fewer in one direction."""
    for name in ("width", "height"):
        value = style.get(name) or attributes.get(name, "")
        number = _NUMBER.match(value.strip())
        if number and not value.strip().endswith(("%", "in", "em", "rem", "cm")) and float(number.group()) <= 3:
            return True
    return False


def is_watermark(style: Mapping[str, str]) -> bool:
    """Say whether a picture lies behind the text."""
    number = _NUMBER.match(style.get("z-index", ""))
    return style.get("position") in ("absolute", "fixed") and number is not None and float(number.group()) < 0


def color_of(value: str) -> str | None:
    """Return a colour as `#rrggbb`, or None if it is transparent, inherited or unknown."""
    value = value.strip().lower()
    if not value:
        return None
    if match := _HEX.search(value):
        code = match.group(1)
        return "#" + (code if len(code) == 6 else "".join(char * 2 for char in code))
    if match := _RGB.search(value):
        if match.group(4) and float(match.group(4).rstrip("%") or 0) == 0:
            return None
        return "#" + "".join(f"{min(int(part), 255):02x}" for part in match.groups()[:3])
    if re.fullmatch(r"[0-9a-f]{6}", value):
        return "#" + value
    for word in _WORD.findall(value):
        if word in _NAMED:
            return _NAMED[word]
    return None


def color_behind(style: Mapping[str, str], bgcolor: str) -> str | None:
    """Return the background colour that an element sets, or None."""
    for key in ("background-color", "background"):
        if color := color_of(style.get(key, "")):
            return color
    return color_of(bgcolor)


def background_in(style: Mapping[str, str]) -> str:
    """Say what background the declarations draw, or an empty string. White and transparent are none."""
    for key in _BACKGROUND_KEYS:
        value = style.get(key, "")
        if "gradient(" in value:
            return "a colour gradient"
        if re.search(r"url\(\s*[\"']?[^\"'\s)]", value):
            return "a background picture"
        if color_of(value) not in (None, "#ffffff"):
            return "a background colour"
    return ""


def attribute_span(tag: str, name: str, offset: int) -> Span | None:
    """Return the place of an attribute, with the blank before it, in the start tag `tag` found at `offset`."""
    match = re.search(rf"\s{{1,9}}{re.escape(name)}\s{{0,9}}=\s*(?:\"[^\"]*\"|'[^']*'|[^\s>]+)", tag, re.IGNORECASE)
    return Span(offset + match.start(), offset + match.end()) if match else None


def style_span(tag: str, offset: int) -> Span | None:
    """Return the place of the background declarations in the start tag `tag` found at `offset`."""
    match = re.search(r"\s{1,9}style\s{0,9}=\s{0,9}(?:\"([^\"]*)\"|'([^']*)'|([^\s>]+))", tag, re.IGNORECASE)
    if not match:
        return None
    group = next(index for index in (1, 2, 3) if match.group(index) is not None)
    return _declaration_span(match.group(group), offset + match.start(group))


def _declaration_span(text: str, offset: int) -> Span | None:
    spans = [
        Span(offset + match.start(1), offset + match.end() + (1 if text[match.end() : match.end() + 1] == ";" else 0))
        for match in _DECLARATION.finditer(text)
        if match.group(1).lower() in _BACKGROUND_KEYS
        and background_in({match.group(1).lower(): match.group(2).strip().lower()})
    ]
    return spans[0] if spans else None


_LONGEST_SELECTOR = 400
"""Characters of a selector."""


def _without_comments(sheet: str) -> str:
    """Return a style sheet with blanks for its comments, of the same length."""
    parts, at = [], 0
    while (start := sheet.find("/*", at)) >= 0:
        end = sheet.find("*/", start + 2)
        end = len(sheet) if end < 0 else end + 2
        parts += [sheet[at:start], " " * (end - start)]
        at = end
    return "".join([*parts, sheet[at:]]).replace("<!--", "    ").replace("-->", "   ")


def _rules(sheet: str) -> Iterator[tuple[str, str, int]]:
    """Yield (selector, declarations, where these begin) of each rule."""
    at = 0
    while (end := sheet.find("}", at)) >= 0:
        opening = sheet.rfind("{", at, end)
        if opening >= 0:
            before = sheet.rfind("{", at, opening)
            yield sheet[max(at, before + 1) : opening].strip(), sheet[opening + 1 : end], opening + 1
        at = end + 1


def backgrounds_of_sheets(sheets: Sequence[tuple[int, str]], content: str) -> list[Background]:
    """Return the backgrounds that style sheets really draw: those whose selector matches an element.

    `sheets` are (offset, text) pairs. Only a sheet that mentions a background is looked at; then Beautiful Soup
    answers which selectors apply, because that needs the tree.
    """
    rules: list[tuple[str, str, Span]] = []
    sheets = [(offset, text) for offset, text in sheets if "background" in text.lower()]
    if sum(len(text) for _, text in sheets) > _MOST_SHEET:
        raise SourceError(
            f"its style sheets have more than {_MOST_SHEET:,} characters; save the message again as plain HTML"
        )
    for offset, text in sheets:
        for selector, body, start in _rules(_without_comments(text)):
            what = background_in(declarations(body))
            span = _declaration_span(body, offset + start) if what else None
            if what and span:
                rules.append((selector, what, span))
    if not rules:
        return []
    if len(rules) > _MOST_RULES:
        raise SourceError(
            f"its style sheets draw more than {_MOST_RULES} backgrounds; save the message again as plain HTML"
        )
    from bs4 import BeautifulSoup
    from soupsieve import SelectorSyntaxError

    soup = BeautifulSoup(content, "html.parser")
    found = []
    for selector, what, span in rules:
        if not selector or selector.startswith("@") or len(selector) > _LONGEST_SELECTOR or ":" in selector:
            continue  # states such as :hover, which a reader of mail does not see
        try:
            used = selector.lower() in ("body", "html") or soup.select_one(selector) is not None
        except (SelectorSyntaxError, NotImplementedError, ValueError):
            used = False  # Word's own @page and namespaced selectors; no mail program draws them
        if used:
            found.append(Background(what, span))
    return found
