"""What is drawn in a message: the seal, other pictures, emoji and ornaments, text that is hard to read."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable
from functools import cache
from importlib import import_module
from itertools import takewhile
from operator import itemgetter
from typing import NamedTuple

from replylint.facts.emblem import emblem_of
from replylint.model import Coloring, Picture, Settings
from replylint.patterns import compiled
from replylint.visible import Span

LOW_CONTRAST = 4.5
"""Contrast ratio below which text is hard to read (WCAG 2.2, success criterion 1.4.3)."""
SAME_PICTURE = 6
"""Bits in which the hashes of two scaled or recompressed copies of one picture may differ, of 64."""

_EMOJI = compiled(
    "[\u2600-\u26ff\u2702-\u27b0\u2b50\u2b55\u231a\u231b\u23e9-\u23f3\U0001f000-\U0001faff]+[\ufe0f\u200d\U0001f000-\U0001faff]*"
)
_MARK = compiled(r"[/\\|_()`.'<>^~*=-]")
_DRAWN = frozenset("\\/|_`(")
"""Marks that lines are drawn with; a picture has several of them in each row."""
_PIECE = compiled(r"\S+(?: \S+)*")
"""What stands together on a line: a picture beside an address is two spaces or more away from it."""
_READABLE = compiled(r"\d|\w+@|://|[^\W\d_]{3}|([^\W\d_])(?!\1)[^\W\d_]")
"""A number, an address or a word: text that people read, so not part of a drawing. `oo` and `ww` are eyes and grass."""
_FORM = compiled(r"[_/().\s:-]*")
"""Blanks of a form: `__/__/____ - __/__/____`."""
_TELLING = compiled(
    r"(?i)(?:image|img|picture|photo|unnamed|untitled|bild|imagen|clip_image|graphic|cid)?[\W_\d]*(?:image|picture)?[\W_\d]*"
)


SYMBOL = "symbol"
"""The form of pictures that are letters of a font such as Wingdings."""


class Graphic(NamedTuple):
    """A picture with what it is taken for."""

    picture: Picture
    is_seal: bool
    hash: str = ""


def graphics_of(
    pictures: tuple[Picture, ...], settings: Settings, is_in_signature: Callable[[Picture], bool]
) -> list[Graphic]:
    """Return the pictures of a document, each with whether it is the seal.

    The seal is known by its picture (perceptual hash, if the pack gives any), then by alternative text or file name.
    A single picture in the signature whose text and file name tell nothing counts as the seal: its missing text has a rule of
    its own.
    """
    found = []
    for picture in pictures:
        code = difference_hash(picture.data) if picture.data and settings.seal_hashes else ""
        is_seal = picture.form != SYMBOL and (
            any(_bits_apart(code, known) <= SAME_PICTURE for known in settings.seal_hashes)
            if code and settings.seal_hashes
            else _named_as_seal(picture, settings)
        )
        found.append(Graphic(picture, is_seal, code))
    signed = [graphic for graphic in found if is_in_signature(graphic.picture)]
    if (
        not any(graphic.is_seal for graphic in found)
        and len(signed) == 1
        and not signed[0].hash
        and _says_nothing(signed[0].picture)
    ):
        found[found.index(signed[0])] = signed[0]._replace(is_seal=True)
    return found


def _named_as_seal(picture: Picture, settings: Settings) -> bool:
    alt = (picture.alt or "").strip().lower()
    if alt and not re.fullmatch(r"[\w.-]+\.(?:png|jpe?g|gif|bmp|svg|webp)", alt) and not _says_nothing(picture):
        return emblem_of(settings).is_named(alt)
    name = picture.source.lower().split("?")[0] + " " + alt
    return any(part.lower() in name for part in settings.seal_files)


def _says_nothing(picture: Picture) -> bool:
    """Say whether neither alternative text nor file name tells what a picture shows: `image001.png`."""
    alt = (picture.alt or "").strip()
    name = re.sub(r"@.*", "", picture.source.rsplit("/", 1)[-1].removeprefix("cid:"))
    stem = re.sub(r"\.(?:png|jpe?g|gif|bmp)$", "", name, flags=re.IGNORECASE)
    return (
        (not alt or bool(_TELLING.fullmatch(re.sub(r"\.\w+$", "", alt))))
        and bool(_TELLING.fullmatch(stem))
        and picture.form == "img"
        and not picture.source.startswith("data:")
    )


def difference_hash(data: bytes) -> str:
    """Return the difference hash of a picture, 16 hexadecimal digits, or an empty string if it cannot be read.

    Each bit says whether a cell of the picture, scaled to 9 by 8 greys, is darker than its right neighbour.
    """
    if not _pictures_open():
        return ""
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > 40_000_000:
                return ""
            grey = image.convert("RGBA")
            ground = Image.new("RGBA", grey.size, "white")
            ground.alpha_composite(grey)
            cells = list(ground.convert("L").resize((9, 8)).tobytes())
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return ""
    bits = 0
    for row in range(8):
        for column in range(8):
            bits = bits << 1 | (cells[row * 9 + column] < cells[row * 9 + column + 1])
    return f"{bits:016x}"


@cache
def _pictures_open() -> bool:
    """Return whether pictures can be opened here: Pillow is a compiled library, which not every Python has."""
    try:
        import_module("PIL.Image")
    except ImportError:
        return False
    return True


def uncompared(pictures: Iterable[Picture]) -> bool:
    """Return whether there is a picture whose data would be compared with the seal, and cannot be here."""
    return any(picture.data for picture in pictures) and not _pictures_open()


def _bits_apart(one: str, other: str) -> int:
    return (int(one, 16) ^ int(other, 16)).bit_count()


def ornaments_in(text: str) -> list[Span]:
    """Return the places of emoji and other symbols drawn as pictures, and of pictures made of characters.

    A picture made of characters has two rows or more, one below the other, given one by one.
    """
    found = [Span(match.start(), match.end()) for match in _EMOJI.finditer(text)]
    rows: list[Span] = []
    certain = False
    at = 0
    for line in (*text.split("\n"), ""):
        row = _drawn_part(line)
        part = line[row.start : row.end]
        if _is_row(part) or (part == line.strip() and _may_be_row(part)):
            rows.append(Span(at + row.start, at + row.end))
            certain |= _is_row(part)
        else:
            if certain and len(rows) > 1:
                found += rows
            rows, certain = [], False
        at += len(line) + 1
    return found


def _drawn_part(line: str) -> Span:
    """Return the part of a line, at its beginning or else at its end, in which there is nothing that people read."""
    pieces = [(match.span(), not _READABLE.search(match.group())) for match in _PIECE.finditer(line)]
    drawn = [place for place, is_drawn in takewhile(itemgetter(1), pieces)]
    drawn = drawn or [place for place, is_drawn in takewhile(itemgetter(1), reversed(pieces))][::-1]
    return Span(drawn[0][0], drawn[-1][1]) if drawn else Span(0, 0)


def _is_row(part: str) -> bool:
    """Return True if a part of a line is certainly drawn: with several marks of several kinds."""
    marks = _MARK.findall(part)
    return (
        len(marks) >= 4
        and sum(map(_DRAWN.__contains__, marks)) >= 3
        and len(set(marks)) >= 3
        and not _FORM.fullmatch(part)
    )


def _may_be_row(part: str) -> bool:
    """Return True if a part of a line is drawn where its neighbors are: `> ^ <`, `|| ||`; a line of dashes is not."""
    marks = _MARK.findall(part)
    solid = sum(not char.isspace() for char in part)
    return (
        len(marks) >= 2
        and len(marks) * 2 > solid
        and (len(set(marks)) >= 2 or marks[0] in "\\|")
        and not _FORM.fullmatch(part)
    )


def hard_to_read(colorings: tuple[Coloring, ...], text: str) -> list[Coloring]:
    """Return the colored words whose contrast with what is behind them is below LOW_CONTRAST."""
    return [
        item
        for item in colorings
        if text[item.start : item.end].strip() and contrast(item.color, item.background) < LOW_CONTRAST
    ]


def readable_color(color: str, background: str, least: float = LOW_CONTRAST) -> str:
    """Return the color nearest to `color`, of the same hue, that can be read on `background`; all are `#rrggbb`.

    It is darker, or lighter on a dark background. A color that can be read is returned as it is.
    """
    import colorsys

    if contrast(color, background) >= least:
        return color
    hue, lightness, saturation = colorsys.rgb_to_hls(*(value / 255 for value in bytes.fromhex(color[1:])))
    end = 0.0 if contrast("#000000", background) >= contrast("#ffffff", background) else 1.0
    steps = 510  # half a step of an 8-bit channel each
    for step in range(1, steps + 1):
        moved = lightness + (end - lightness) * step / steps
        channels = colorsys.hls_to_rgb(hue, moved, saturation)
        found = "#" + "".join(f"{round(value * 255):02x}" for value in channels)
        if contrast(found, background) >= least:
            return found
    return "#000000" if end == 0 else "#ffffff"


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colors given as `#rrggbb`, from 1 to 21 (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    channels = (int(color[index : index + 2], 16) / 255 for index in (1, 3, 5))
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
