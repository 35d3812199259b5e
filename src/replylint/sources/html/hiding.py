"""Boxes that nobody sees: clipped, shrunk, transparent or moved off the page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from replylint.sources.html.declarations import Declared
from replylint.sources.html.lengths import Length, length
from replylint.sources.html.properties import UNKNOWN

if TYPE_CHECKING:
    from tinycss2.ast import Node

FAR = 1_000
"""Pixels that take text off the page."""
NEAR = 200
"""Pixels that may take text off the page, as wide as it is."""
SMALLEST = 2.0
"""Pixels of letters below which nobody can read them."""
THINNEST = 1.0
"""Pixels of a box in which no letter can be seen."""
FAINTEST = 0.02
"""Opacity below which nobody sees anything."""

BOX = frozenset(
    "bottom clip clip-path content-visibility filter height left margin-left margin-top max-height max-width overflow padding-bottom "
    "position right scale text-indent top transform width".split()
)
"""Properties that may hide a box or move it away."""
Get = Callable[[str], Any]
"""Returns the value of a property, or None where nothing is said of it."""


def hides_box(get: Get, size: float, display: str) -> bool:
    """Return whether what `get` says of an element leaves nothing of it to see; `size` is that of its letters."""
    inline = display == "inline"
    if display == "none" or (get("content-visibility") == "hidden" and not inline):
        return True
    out_of_flow = get("position") in ("absolute", "fixed")
    return (
        (not inline and not display.startswith("table") and _shrunk(get, size))
        or (out_of_flow and _clip(get("clip")))
        or _clip_path(get("clip-path"))
        or (not inline and (_scaled_away(get("transform")) or _numbers_with_zero(get("scale"))))
        or _filtered(get("filter"))
        or distance(get, size, inline=inline) >= FAR
    )


def distance(get: Get, size: float, *, inline: bool = False) -> float:
    """Return how many pixels an element is moved to the left or up, where people cannot follow."""
    moved = [0.0]
    if get("position") in ("absolute", "fixed", "relative", "sticky"):
        moved += [-_pixels(get(side), size) for side in ("left", "top")]
        if not isinstance(get("left"), Length):
            moved.append(_pixels(get("right"), size))
        if not isinstance(get("top"), Length):
            moved.append(_pixels(get("bottom"), size))
    moved.append(-_pixels(get("margin-left"), size))
    if not inline:
        moved.append(-_pixels(get("margin-top"), size))
        moved += [-pixels for pixels in _translations(get("transform"), size)]
    return max(moved)


def may_hide(one: Declared) -> bool:
    """Return whether a declaration may keep text from being seen, whatever else is said of its element."""
    value = one.value
    if value == UNKNOWN:
        return one.name in (
            "display",
            "visibility",
            "opacity",
            "font-size",
            "max-height",
            "height",
            "content-visibility",
        )
    if one.name == "display":
        return bool(value == "none")
    if one.name in ("visibility", "content-visibility"):
        return value in ("hidden", "collapse")
    if one.name == "opacity":
        return isinstance(value, float) and value <= FAINTEST
    if one.name == "font-size":
        return isinstance(value, Length) and value.pixels() < SMALLEST
    if one.name in ("height", "max-height", "width", "max-width"):
        return isinstance(value, Length) and not value.percent and value.pixels() <= THINNEST
    if one.name in ("left", "top", "text-indent", "margin-left", "margin-top"):
        return isinstance(value, Length) and value.pixels() <= -NEAR
    return (
        one.name in ("clip", "clip-path", "transform", "scale", "filter", "-webkit-text-security") and value != "none"
    )


def _pixels(value: Any, size: float) -> float:
    return value.pixels(size, 16.0, 800.0) if isinstance(value, Length) else 0.0


def _shrunk(get: Get, size: float) -> bool:
    """Return whether a box that cuts off what does not fit in has no room for a letter."""
    if get("overflow") in (None, "visible"):
        return False
    for name in ("height", "max-height", "width", "max-width"):
        value = get(name)
        if isinstance(value, Length) and not (value.percent and "height" in name):
            bottom = _pixels(get("padding-bottom"), size) if "height" in name else 0.0
            if _pixels(value, size) + bottom <= THINNEST:
                return True
    return False


def _functions(nodes: Sequence[Node] | None) -> list[Node]:
    return [node for node in nodes or () if getattr(node, "type", "") == "function"]


def _arguments(node: Node) -> list[Node]:
    return [one for one in node.arguments if one.type not in ("whitespace", "comment") and one != ","]


def _clip(nodes: Sequence[Node] | None) -> bool:
    """Return whether `clip: rect(top, right, bottom, left)` leaves nothing."""
    for node in _functions(nodes):
        edges = [length(one, quirks=True) for one in _arguments(node)]
        if node.lower_name == "rect" and len(edges) == 4:
            top, right, bottom, left = edges
            low = bottom.pixels() - (top.pixels() if top else 0) if bottom else 9.0
            wide = right.pixels() - (left.pixels() if left else 0) if right else 9.0
            if low <= THINNEST or wide <= THINNEST:
                return True
    return False


def _clip_path(nodes: Sequence[Node] | None) -> bool:
    for node in _functions(nodes):
        parts = [length(one, quirks=True) for one in _arguments(node)]
        amounts = [part.pixels(whole=100.0) if part else 0.0 for part in parts]
        if node.lower_name == "inset" and amounts:
            sides = {1: (0, 0, 0, 0), 2: (0, 1, 0, 1), 3: (0, 1, 2, 1)}.get(len(amounts), (0, 1, 2, 3))
            top, right, bottom, left = (amounts[index] for index in sides)
            relative = any(part and part.percent for part in parts)
            if relative and (top + bottom >= 99 or left + right >= 99):
                return True
        elif node.lower_name in ("circle", "ellipse"):
            if amounts and parts[0] is not None and amounts[0] <= THINNEST:
                return True
        elif node.lower_name == "polygon" and _no_area(amounts):
            return True
    return False


def _no_area(corners: list[float]) -> bool:
    """Return whether a polygon given as x, y, x, y … covers nothing."""
    points = list(zip(corners[::2], corners[1::2], strict=False))
    if not points:
        return True
    pairs = zip(points, [*points[1:], points[0]], strict=True)
    return abs(sum(x * other_y - other_x * y for (x, y), (other_x, other_y) in pairs)) / 2 <= 1


def _amount(node: Node) -> float:
    return (
        float(node.value) / (100 if node.type == "percentage" else 1) if node.type in ("number", "percentage") else 1.0
    )


def _scaled_away(nodes: Sequence[Node] | None) -> bool:
    for node in _functions(nodes):
        values, name = _arguments(node), node.lower_name
        if name in ("scale", "scalex", "scaley", "scale3d") and any(abs(_amount(one)) < 0.02 for one in values[:2]):
            return True
        if name == "matrix" and len(values) == 6:
            a, b, c, d = map(_amount, values[:4])
            if abs(a * d - b * c) < 0.0004:
                return True
        if name in ("rotatex", "rotatey") and values and values[0].type == "dimension":
            turned = values[0].value % 180 if values[0].lower_unit == "deg" else 0
            if abs(turned - 90) < 1:
                return True
    return False


def _numbers_with_zero(nodes: Any) -> bool:
    return isinstance(nodes, list) and any(
        one.type in ("number", "percentage") and abs(one.value) < 0.02 for one in nodes[:2]
    )


def _filtered(nodes: Sequence[Node] | None) -> bool:
    return any(
        node.lower_name == "opacity" and any(_amount(one) <= FAINTEST for one in _arguments(node))
        for node in _functions(nodes)
    )


def _translations(nodes: Sequence[Node] | None, size: float) -> list[float]:
    found = []
    for node in _functions(nodes):
        if node.lower_name in ("translate", "translatex", "translatey", "translate3d"):
            found += [_pixels(length(one), size) for one in _arguments(node)[:2]]
    return found
