"""What the values of CSS properties mean, for those properties that decide what people see."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from replylint.patterns import compiled
from replylint.sources.html.colors import TRANSPARENT, Rgba, css_color, legacy_color
from replylint.sources.html.lengths import Length, length

if TYPE_CHECKING:
    from tinycss2.ast import Node

    _Reader = Callable[[list[Node], bool], Any]

INHERIT, INITIAL, UNSET, REVERT = "inherit", "initial", "unset", "revert"
_WIDE = {INHERIT: INHERIT, UNSET: UNSET, INITIAL: INITIAL, REVERT: REVERT, "revert-layer": REVERT}
UNKNOWN = "?"
"""The value of a declaration that only a browser can work out: `var(--x)`."""


def is_read(name: str) -> bool:
    """Return whether a property has a say in what people see."""
    return name in _PROPERTIES or _EXTRA.match(name) is not None


def meanings(name: str, value: list[Node], *, quirks: bool) -> Iterable[tuple[str, Any]]:
    """Return the properties that a declaration sets; none if it is invalid, so that browsers pass over it.

    `quirks` says that the page is an old one, in which lengths need no unit and colors no `#`.
    """
    reader: _Reader = _PROPERTIES.get(name, _extra)
    if len(value) == 1 and value[0].type == "ident" and value[0].lower_value in _WIDE:
        wide = _WIDE[value[0].lower_value]
        return [(longhand, wide) for longhand in _SHORTHANDS.get(name, (_ALIASES.get(name, name),))]
    if _is_open(value):
        return [(longhand, UNKNOWN) for longhand in _SHORTHANDS.get(name, (_ALIASES.get(name, name),))]
    try:
        meant = reader(value, quirks)
    except (AttributeError, IndexError, KeyError, TypeError, ValueError, OverflowError):
        return []  # something that cannot be there: invalid
    if meant is None:
        return []
    return meant.items() if isinstance(meant, dict) else [(_ALIASES.get(name, name), meant)]


def _is_open(value: Sequence[Node], depth: int = 0) -> bool:
    """Return whether only a browser can work out a value: it refers to another one."""
    return any(
        token.lower_name in ("var", "env", "attr") or (depth < 3 and _is_open(token.arguments, depth + 1))
        for token in value
        if token.type == "function"
    )


# The readers of values. Each returns what the value means, a dict for a shorthand, or None if it is invalid.


def _words(*allowed: str) -> _Reader:
    known = frozenset(allowed)

    def read(value: list[Node], quirks: bool) -> str | None:
        words = [token.lower_value for token in value if token.type == "ident"]
        return " ".join(words) if len(words) == len(value) and known.issuperset(words) else None

    return read


_BOXES = (
    "block inline inline-block flow-root flow list-item table inline-table table-row table-cell table-row-group table-header-group "
    "table-footer-group table-column table-column-group table-caption flex inline-flex grid inline-grid contents none ruby "
    "ruby-text ruby-base math run-in -webkit-box -webkit-inline-box -webkit-flex -webkit-inline-flex"
)

_TWO_WORDS = frozenset("block inline flow flow-root table flex grid ruby math list-item run-in".split())
"""Words of displays that have two of them: outside and inside."""


def _display(value: list[Node], quirks: bool) -> str | None:
    words = _words(*_BOXES.split())(value, quirks)
    if words is None:
        return None
    names = str(words).replace("-webkit-", "").replace("box", "flex").split()
    if len(names) == 1:
        return names[0]
    if not _TWO_WORDS.issuperset(names):
        return None
    outer = "inline" if "inline" in names else "block"
    inner = next((name for name in names if name not in ("inline", "block", "flow")), "")
    if not inner or inner == "flow-root":
        return "inline-block" if inner and outer == "inline" else outer
    return f"inline-{inner}" if outer == "inline" and inner in ("flex", "grid", "table") else inner


def _length(value: list[Node], quirks: bool) -> Length | str | None:
    if len(value) != 1:
        return None
    (token,) = value
    if token.type == "ident":
        return "auto" if token.lower_value in _NO_LENGTH else None
    found = length(token, quirks=quirks)
    if found is None and token.type == "function":
        return UNKNOWN
    return found


_NO_LENGTH = frozenset(
    ("auto", "none", "min-content", "max-content", "fit-content", "stretch", "-webkit-fill-available")
)
_FONT_SIZES = {
    "xx-small": 9.0, "x-small": 10.0, "small": 13.0, "medium": 16.0, "large": 18.0, "x-large": 24.0, "xx-large": 32.0, "xxx-large": 48.0,
}  # fmt: skip


def _font_size(value: list[Node], quirks: bool) -> Length | str | None:
    if len(value) != 1:
        return None
    (token,) = value
    if token.type == "ident":
        if token.lower_value in _FONT_SIZES:
            return Length(_FONT_SIZES[token.lower_value])
        return {"smaller": Length(em=1 / 1.2), "larger": Length(em=1.2), "math": Length(em=1)}.get(token.lower_value)
    found = _length(value, quirks)
    if isinstance(found, Length):
        if min(found) < 0 and token.type != "function":
            return None
        return found._replace(em=found.em + found.percent / 100, percent=0)
    return found


def _font_family(value: list[Node], quirks: bool) -> str | None:
    """Return the name of the first font in lower case."""
    words: list[str] = []
    for node in value:
        if node == ",":
            break
        if node.type not in ("ident", "string"):
            return None
        words.append(node.value)
    return " ".join(words).lower() or None


def _font(value: list[Node], quirks: bool) -> dict[str, Any] | None:
    """Return the size and family of a `font` shorthand."""
    system = _words("caption", "icon", "menu", "message-box", "small-caption", "status-bar")(value, quirks)
    if system:
        return {"font-size": Length(13.0), "font-family": system}
    for index, token in enumerate(value):
        size = _font_size([token], quirks=False) if token.type != "number" or not token.value else None
        weight = token.type == "number" and not (size and index + 1 < len(value))
        if size is None or weight:
            continue
        rest = value[index + 1 :]
        if rest and rest[0] == "/":
            rest = rest[2:]
        family = _font_family(rest, quirks)
        return {"font-size": size, "font-family": family} if family else None
    return None


def _color(value: list[Node], quirks: bool) -> Rgba | str | None:
    if len(value) != 1:
        return None
    (token,) = value
    color = css_color(token)
    if color is None and quirks and (code := _without_sign(token)):
        color = legacy_color(code)
    if color is None and token.type == "function" and token.lower_name in ("color-mix", "light-dark"):
        return UNKNOWN
    return color


def _without_sign(token: Node) -> str:
    """Return the digits of a color without `#` in an old page (Quirks Mode Standard, section 3.1)."""
    if token.type not in ("ident", "number", "dimension"):
        return ""
    written = token.serialize()
    return written if re.fullmatch(r"[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?", written) else ""


def _layers(value: list[Node]) -> Iterator[list[Node]]:
    layer: list[Node] = []
    for node in value:
        if node == ",":
            yield layer
            layer = []
        else:
            layer.append(node)
    yield layer


GRADIENT, PICTURE, NONE = "gradient", "picture", "none"


def _image(token: Node) -> str | None:
    """Return what kind of picture a token of a background is, NONE, or None if it is none at all."""
    if token.type == "url":
        return PICTURE if token.value.strip() else NONE
    if token.type == "function":
        name = token.lower_name
        if name == "url":
            return PICTURE if any(one.type == "string" and one.value.strip() for one in token.arguments) else NONE
        if name.endswith("gradient"):
            return GRADIENT
        if name in ("image-set", "-webkit-image-set", "cross-fade", "image", "element", "paint"):
            return PICTURE
    if token.type == "ident" and token.lower_value == "none":
        return NONE
    return None


def _images(value: list[Node], quirks: bool) -> str | None:
    kinds = [_image(layer[0]) if len(layer) == 1 else None for layer in _layers(value)]
    if None in kinds:
        return None
    return PICTURE if PICTURE in kinds else GRADIENT if GRADIENT in kinds else NONE


_PLACING = frozenset(
    "repeat repeat-x repeat-y no-repeat round space scroll fixed local left right top bottom center cover contain auto border-box "
    "padding-box content-box text".split()
)


def _background(value: list[Node], quirks: bool) -> dict[str, Any] | None:
    """Return color and picture of a `background` shorthand."""
    color: Rgba | str = TRANSPARENT
    kinds: list[str] = []
    clipped = False
    for layer in _layers(value):
        for node in layer:
            if (kind := _image(node)) is not None:
                kinds.append(kind)
            elif (found := css_color(node)) is not None:
                color = found
            elif node.type == "ident" and node.lower_value in _PLACING:
                clipped = clipped or node.lower_value == "text"
            elif node != "/" and length(node, quirks=True) is None:
                return None
    picture = PICTURE if PICTURE in kinds else GRADIENT if GRADIENT in kinds else NONE
    return {
        "background-color": color,
        "background-image": picture,
        "background-clip": "text" if clipped else "border-box",
    }


_SIDES = ("top", "right", "bottom", "left")


def _sides(name: str) -> _Reader:
    """Return a reader of a shorthand of four sides."""

    def read(value: list[Node], quirks: bool) -> dict[str, Any] | None:
        found = [_length([token], quirks) for token in value]
        if None in found:
            return None
        order = {1: (0, 0, 0, 0), 2: (0, 1, 0, 1), 3: (0, 1, 2, 1), 4: (0, 1, 2, 3)}[len(found)]
        return {f"{name}-{side}": found[index] for side, index in zip(_SIDES, order, strict=True)}

    return read


def _number(value: list[Node], quirks: bool) -> float | str | None:
    if len(value) != 1:
        return None
    (token,) = value
    if token.type == "number":
        return float(token.value)
    if token.type == "percentage":
        return float(token.value) / 100
    return UNKNOWN if token.type == "function" else None


def _list_style(value: list[Node], quirks: bool) -> dict[str, Any]:
    words = [token.lower_value for token in value if token.type == "ident"]
    return {"list-style-type": "none" if "none" in words else "disc"}


def _tokens(value: list[Node], quirks: bool) -> list[Node]:
    return value


def _text(value: list[Node], quirks: bool) -> str:
    return " ".join(str(getattr(token, "value", "")) for token in value).lower()


def _extra(value: list[Node], quirks: bool) -> str:
    return ""


_EXTRA = compiled(r"background|mso-(?:background|shading|pattern)")
"""Declarations that belong to a background and draw none: its place, and Word's own words for it."""
_ALIASES = {
    "-webkit-background-clip": "background-clip",
    "-webkit-clip-path": "clip-path",
    "-webkit-transform": "transform",
    "-webkit-filter": "filter",
    "overflow-x": "overflow",
    "overflow-y": "overflow",
}
_SHORTHANDS = {
    "background": ("background-color", "background-image", "background-clip"),
    "font": ("font-size", "font-family"),
    "list-style": ("list-style-type",),
    **{name: tuple(f"{name}-{side}" for side in ("top", "right", "bottom", "left")) for name in ("margin", "padding")},
}
_OVERFLOW = _words("visible", "hidden", "clip", "scroll", "auto", "overlay")
_PROPERTIES: dict[str, _Reader] = {
    "background": _background,
    "background-clip": _words("border-box", "padding-box", "content-box", "text"),
    "-webkit-background-clip": _words("border-box", "padding-box", "content-box", "text"),
    "background-color": _color,
    "background-image": _images,
    "clip": _tokens,
    "clip-path": _tokens,
    "-webkit-clip-path": _tokens,
    "color": _color,
    "content-visibility": _words("visible", "auto", "hidden"),
    "direction": _words("ltr", "rtl"),
    "display": _display,
    "filter": _tokens,
    "-webkit-filter": _tokens,
    "float": _words("left", "right", "none", "inline-start", "inline-end"),
    "font": _font,
    "font-family": _font_family,
    "font-size": _font_size,
    **dict.fromkeys(
        ("height", "max-height", "width", "max-width", "left", "right", "top", "bottom", "text-indent"), _length
    ),
    "list-style": _list_style,
    "list-style-type": _text,
    "margin": _sides("margin"),
    **dict.fromkeys((f"margin-{side}" for side in _SIDES), _length),
    "mso-highlight": _color,
    "mso-list": _text,
    "mso-symbol-font-family": _font_family,
    "opacity": _number,
    **dict.fromkeys(("overflow", "overflow-x", "overflow-y"), _OVERFLOW),
    "padding": _sides("padding"),
    "padding-bottom": _length,
    "position": _words("static", "relative", "absolute", "fixed", "sticky", "-webkit-sticky"),
    "scale": _tokens,
    "text-shadow": _text,
    "-webkit-text-fill-color": _color,
    "-webkit-text-security": _words("none", "circle", "disc", "square"),
    "transform": _tokens,
    "-webkit-transform": _tokens,
    "unicode-bidi": _words("normal", "embed", "isolate", "bidi-override", "isolate-override", "plaintext"),
    "visibility": _words("visible", "hidden", "collapse"),
    "white-space": _words("normal", "nowrap", "pre", "pre-wrap", "pre-line", "break-spaces"),
    "z-index": _number,
}
