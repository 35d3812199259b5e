"""Lengths of style sheets: `9pt`, `.5em`, `calc(100% - 2px)`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tinycss2.ast import Node

_UNITS = {
    "px": 1.0,
    "pt": 4 / 3,
    "pc": 16.0,
    "in": 96.0,
    "cm": 96 / 2.54,
    "mm": 9.6 / 2.54,
    "q": 2.4 / 2.54,
    "vw": 8.0,
    "vh": 6.0,
    "vmin": 6.0,
    "vmax": 8.0,
}
"""Pixels of each unit, on a window of 800 by 600."""
_EMS = {"em": 1.0, "ex": 0.5, "ch": 0.5, "cap": 0.7, "ic": 1.0, "lh": 1.2}

_DEEPEST = 20
"""Brackets inside brackets of a calculation."""


class Length(NamedTuple):
    """A length as a sum of pixels, sizes of the element's and of the root's letters, and percents."""

    px: float = 0.0
    em: float = 0.0
    rem: float = 0.0
    percent: float = 0.0

    def times(self, factor: float) -> Length:
        """Return this length several times."""
        return Length(*(part * factor for part in self))

    def plus(self, other: Length) -> Length:
        """Return the sum of two lengths."""
        return Length(*(one + two for one, two in zip(self, other, strict=True)))

    def pixels(self, em: float = 16.0, rem: float = 16.0, whole: float = 0.0) -> float:
        """Return the length in pixels, for letters of that size and a whole of that length."""
        return self.px + self.em * em + self.rem * rem + self.percent / 100 * whole


def length(token: Node, *, quirks: bool = False) -> Length | None:
    """Return the length of a token, or None. Without a unit only 0 is one, but in old pages (`quirks`) any number."""
    if token.type == "number":
        return Length(token.value) if quirks or not token.value else None
    if token.type == "percentage":
        return Length(percent=token.value)
    if token.type == "dimension":
        unit = token.lower_unit
        if unit == "rem":
            return Length(rem=token.value)
        if unit in _EMS:
            return Length(em=token.value * _EMS[unit])
        return Length(token.value * _UNITS[unit]) if unit in _UNITS else None
    if token.type == "function":
        found = _calculated(token)
        return found if isinstance(found, Length) else None
    return None


def _calculated(token: Node, depth: int = 0) -> Length | float | None:
    """Return the value of `calc()`, `min()`, `max()` or `clamp()`: a length or a plain number."""
    name, arguments = token.lower_name, _split(token.arguments)
    if name in ("calc", "-webkit-calc", "") and len(arguments) == 1:
        return _sum(arguments[0], depth)
    values = [_sum(argument, depth) for argument in arguments]
    lengths = [value for value in values if isinstance(value, Length)]
    if len(lengths) != len(values):
        return None
    if name in ("min", "max") and lengths:
        return (min if name == "min" else max)(lengths, key=Length.pixels)
    if name == "clamp" and len(lengths) == 3:
        low, middle, high = lengths
        return max(low, min(middle, high, key=Length.pixels), key=Length.pixels)
    return None


def _split(tokens: Sequence[Node]) -> list[list[Node]]:
    parts: list[list[Node]] = [[]]
    for node in tokens:
        if node == ",":
            parts.append([])
        elif node.type not in ("whitespace", "comment"):
            parts[-1].append(node)
    return parts


def _sum(tokens: list[Node], depth: int) -> Length | float | None:
    """Return the value of a sum of products, or None where it cannot be told."""
    if depth > _DEEPEST:
        return None
    total: Length | float | None = None
    at, sign = 0, 1.0
    while at < len(tokens):
        value, at = _product(tokens, at, depth + 1)
        if value is None:
            return None
        value = value.times(sign) if isinstance(value, Length) else value * sign
        if total is None:
            total = value
        elif isinstance(total, Length) and isinstance(value, Length):
            total = total.plus(value)
        elif isinstance(total, float) and isinstance(value, float):
            total += value
        else:
            return None
        if at < len(tokens):
            if tokens[at] not in ("+", "-"):
                return None
            sign = -1.0 if tokens[at] == "-" else 1.0
            at += 1
    return total


def _product(tokens: list[Node], at: int, depth: int) -> tuple[Length | float | None, int]:
    value = _value(tokens[at], depth)
    at += 1
    while at + 1 < len(tokens) and tokens[at] in ("*", "/"):
        other, divide = _value(tokens[at + 1], depth), tokens[at] == "/"
        at += 2
        if divide:
            other = 1 / other if isinstance(other, float) and other else None
        if isinstance(value, float) and isinstance(other, Length):
            value, other = other, value
        if value is None or not isinstance(other, float):
            return None, at
        value = value.times(other) if isinstance(value, Length) else value * other
    return value, at


def _value(token: Node, depth: int) -> Length | float | None:
    if token.type == "number":
        return float(token.value)
    if token.type == "() block":
        return _sum([one for one in token.content if one.type not in ("whitespace", "comment")], depth)
    if token.type == "function":
        return _calculated(token, depth)
    return length(token)
