"""Colors of style sheets and of HTML attributes, as red, green, blue and opacity."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from replylint.patterns import compiled

if TYPE_CHECKING:
    from tinycss2.ast import Node


class Rgba(NamedTuple):
    """A color: red, green and blue from 0 to 255, opacity from 0 to 1."""

    red: float
    green: float
    blue: float
    alpha: float = 1.0

    @property
    def code(self) -> str:
        """The color without its opacity, as `#rrggbb`."""
        return "#" + "".join(f"{round(min(max(channel, 0), 255)):02x}" for channel in self[:3])

    def over(self, under: Rgba) -> Rgba:
        """Return the color that people see where this one is painted over an opaque one."""
        alpha = self.alpha
        red, green, blue = (self[index] * alpha + under[index] * (1 - alpha) for index in range(3))
        return Rgba(red, green, blue)

    def faded(self, opacity: float) -> Rgba:
        """Return this color with less opacity."""
        return self._replace(alpha=self.alpha * opacity)


WHITE, BLACK, LINK = Rgba(255, 255, 255), Rgba(0, 0, 0), Rgba(0, 0, 238)
TRANSPARENT = Rgba(0, 0, 0, 0)
CURRENT = "currentcolor"
_SYSTEM = {
    "activetext": Rgba(255, 0, 0),
    "buttonface": Rgba(240, 240, 240),
    "canvas": WHITE,
    "canvastext": BLACK,
    "buttontext": BLACK,
    "field": WHITE,
    "fieldtext": BLACK,
    "graytext": Rgba(109, 109, 109),
    "highlight": Rgba(0, 120, 215),
    "highlighttext": WHITE,
    "infobackground": Rgba(255, 255, 225),
    "infotext": BLACK,
    "linktext": LINK,
    "visitedtext": Rgba(85, 26, 139),
    "mark": Rgba(255, 255, 0),
    "marktext": BLACK,
    "threedface": Rgba(240, 240, 240),
    "window": WHITE,
    "windowtext": BLACK,
}
"""Colors of the system (CSS Color 4, section 6.2), as a light desktop has them; Word writes `windowtext`."""
_UNSEEN = 5
"""By how much each of red, green and blue may differ from white so that nobody sees it."""


def css_color(token: Node) -> Rgba | str | None:
    """Return the color that a token of a style means, CURRENT, or None if it is no color."""
    if token.type == "ident" and token.lower_value in _SYSTEM:
        return _SYSTEM[token.lower_value]
    from tinycss2 import color4

    try:
        color = color4.parse_color(token)
    except (AttributeError, IndexError, TypeError, ValueError):
        return None  # an argument that is no number
    if color is None or isinstance(color, str):
        return color
    return _to_rgba(color)


def _to_rgba(color: Any) -> Rgba | None:
    space = color.space
    if space in ("hsl", "hwb"):
        color = color.to("srgb")
    elif space in ("lab", "lch"):
        return _from_xyz(_D50_TO_SRGB, color.to("xyz-d50"))
    elif space in ("oklab", "oklch"):
        return _from_xyz(_D65_TO_SRGB, color.to("xyz-d65"))
    elif space == "xyz-d50":
        return _from_xyz(_D50_TO_SRGB, color)
    elif space == "xyz-d65":
        return _from_xyz(_D65_TO_SRGB, color)
    elif space == "srgb-linear":
        return _encoded(tuple(value or 0 for value in color.coordinates), color.alpha)
    # The wide spaces (display-p3 …) hold about the same colors under the same numbers.
    red, green, blue = (min(max(value or 0, 0), 1) * 255 for value in color.coordinates)
    return Rgba(red, green, blue, color.alpha)


_D65_TO_SRGB = (
    (3.2409699, -1.5373832, -0.4986108),
    (-0.9692436, 1.8759675, 0.0415551),
    (0.0556301, -0.2039770, 1.0569715),
)
_D50_TO_SRGB = (
    (3.1341359, -1.6172210, -0.4906630),
    (-0.9787955, 1.9162544, 0.0334427),
    (0.0719550, -0.2289768, 1.4053860),
)
"""From XYZ to linear sRGB (CSS Color 4, section 10.12); the second with Bradford's adaptation."""


def _from_xyz(matrix: tuple[tuple[float, ...], ...], color: Any) -> Rgba:
    xyz = [value or 0 for value in color.coordinates]
    return _encoded(tuple(sum(map(float.__mul__, row, xyz)) for row in matrix), color.alpha)


def _encoded(linear: tuple[float, ...], alpha: float) -> Rgba:
    """Return a color of linear light in sRGB."""
    clipped = [min(max(value, 0), 1) for value in linear]
    coded = [value * 12.92 if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055 for value in clipped]
    red, green, blue = (value * 255 for value in coded)
    return Rgba(red, green, blue, alpha)


_HASH = compiled(r"#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})\Z")


def legacy_color(value: str) -> Rgba | None:
    """Return the color of an attribute such as `bgcolor`, or None (HTML Standard, section 2.3.6).

    Any word is a color there; browsers read `chucknorris` as a red.
    """
    value = value.strip(" \t\r\n\f")
    if not value or value.lower() == "transparent":
        return None
    if match := _HASH.match(value):
        code = match[1] if len(match[1]) == 6 else "".join(char * 2 for char in match[1])
        return Rgba(*bytes.fromhex(code))
    if value.isalpha() and (named := css_color(_ident(value))) is not None:
        return named if isinstance(named, Rgba) else None
    digits = "".join(char if char in "0123456789abcdefABCDEF" else "0" for char in value[:128].removeprefix("#"))
    digits += "0" * (-len(digits) % 3 if digits else 3)
    size = len(digits) // 3
    parts = [digits[index * size : (index + 1) * size][-8:] for index in range(3)]
    while len(parts[0]) > 2 and all(part[0] == "0" for part in parts):
        parts = [part[1:] for part in parts]
    return Rgba(*(int(part[:2], 16) for part in parts))


def _ident(word: str) -> Node:
    from tinycss2.ast import IdentToken

    return IdentToken(1, 1, word)


def is_seen(color: Rgba) -> bool:
    """Return whether people see a color that is painted on white paper."""
    return any(255 - channel > _UNSEEN for channel in color.over(WHITE)[:3])
