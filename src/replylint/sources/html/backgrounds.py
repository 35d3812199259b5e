"""What is drawn behind the text, and all that has to go from the source so that it no longer is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from replylint.patterns import compiled
from replylint.sources.html.cascade import Block, winners
from replylint.sources.html.colors import Rgba, is_seen
from replylint.sources.html.declarations import Declared
from replylint.sources.html.properties import GRADIENT, PICTURE
from replylint.visible import Span

COLOR = "a background color"
IMAGE = "a background picture"
BLEND = "a color gradient"
OUTLOOK = "a background that Outlook shows"
BEHIND = "a picture behind the text"

_MOST_LAYERS = 20
"""Backgrounds one under the other that one element has."""
_DRAWS = ("background-color", "background-image", "mso-highlight")
_GROUND = compiled(r"background|mso-(?:background|highlight|shading|pattern)")


class Drawn(NamedTuple):
    """A background, and the stretches of source that draw it; none if that is not known."""

    what: str
    edits: tuple[Span, ...]
    shared: bool
    """Whether only style sheets draw it, so that other elements may have the same."""


def drawn_by(blocks: Sequence[Block]) -> list[Drawn]:
    """Return the background that an element's declarations draw, and that which they draw on narrow windows only."""
    grounds = [block for block in blocks if _has_ground(block)]
    if not grounds:
        return []
    wide = [block for block in grounds if block.kind != "narrow"]
    narrow = [block for block in grounds if block.kind == "narrow"]
    return [found for found in (_drawn(wide), _drawn(narrow)) if found]


def _has_ground(block: Block) -> bool:
    return any(one.name in _DRAWS for one in block.declarations)


def _drawn(blocks: list[Block]) -> Drawn | None:
    """Return what blocks draw.

    The edits take away each block's declarations that would draw it, one under the other, so that nothing is drawn after them.
    """
    what, guilty = _effect(blocks)
    if not what:
        return None
    edits: set[Span] = set()
    known = shared = True
    for _ in range(_MOST_LAYERS):
        for block in guilty:
            spans = _spans(block)
            known = known and spans is not None
            edits |= spans or set()
            shared = shared and block.kind in ("sheet", "narrow")
        blocks = [block for block in blocks if not any(block is one for one in guilty)]
        _, guilty = _effect(blocks)
        if not guilty:
            break
    return Drawn(what, tuple(sorted(edits)) if known and not guilty else (), shared)


def _effect(blocks: Sequence[Block]) -> tuple[str, list[Block]]:
    """Return what is drawn, and the blocks whose declarations draw it."""
    holding = winners(blocks)
    found: dict[str, Block] = {}
    for name in _DRAWS:
        if name in holding and (kind := _kind(holding[name][0])):
            found.setdefault(kind, holding[name][1])
    what = next((kind for kind in (IMAGE, BLEND, COLOR) if kind in found), "")
    return what, [block for block in blocks if any(block is one for one in found.values())]


def _kind(one: Declared) -> str:
    if one.value == PICTURE:
        return IMAGE
    if one.value == GRADIENT:
        return BLEND
    return COLOR if isinstance(one.value, Rgba) and is_seen(one.value) else ""


def _spans(block: Block) -> set[Span] | None:
    """Return the places of all declarations of a block that have to do with a background; None if one is not known."""
    found = {block.span(one.start, one.end) for one in block.declarations if _GROUND.match(one.name)}
    known = {span for span in found if span is not None}
    return known if len(known) == len(found) else None
