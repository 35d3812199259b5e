"""What Outlook draws: the boxes, fills and pictures of VML, most of them in conditional comments."""

from __future__ import annotations

import re
from collections.abc import Iterator

from replylint.patterns import compiled
from replylint.sources.html.colors import is_seen, legacy_color
from replylint.sources.html.tokens import End, Start, tokens
from replylint.visible import Span

_OFF = frozenset(("f", "false", "0", "no", "off"))
_BOXES = frozenset(("v:rect", "v:roundrect", "v:oval", "v:shape", "v:background", "v:polyline"))
_CONDITION = compiled(r"\s*\[if\b[^\]]*\]>|<!\[endif\]\s*\Z", re.IGNORECASE)


def is_for_outlook(comment: str) -> bool:
    """Return whether Outlook reads what is in a comment: `[if mso]>`."""
    head = comment[:80].lstrip().lower()
    return head.startswith("[if") and "!mso" not in head[:40].replace(" ", "")


def ground_of(tag: Start) -> Span | None:
    """Return the stretch of a tag that draws a background: the attribute of its color, or all of it."""
    values = {name: attribute.value.strip().lower() for name, attribute in tag.attributes.items()}
    if tag.name == "v:fill" and values.get("on", "") not in _OFF:
        picture, color = values.get("src") or values.get("o:href"), values.get("color", "")
        return Span(tag.start, tag.end) if picture or not color or _is_colored(color) else None
    if tag.name in _BOXES and values.get("filled", "") not in _OFF and _is_colored(values.get("fillcolor", "")):
        return Span(tag.attributes["fillcolor"].start, tag.attributes["fillcolor"].end)
    return None


def _is_colored(value: str) -> bool:
    """Return whether a color of VML (`#7bceeb [3204]`) is one that people see."""
    color = legacy_color(value.split("[")[0])
    return color is not None and is_seen(color)


def grounds_in(comment: str) -> Iterator[tuple[Span, ...]]:
    """Yield for each background that a conditional comment draws the stretches of the comment that draw it.

    A box and the fill inside of it are one. The background of a page goes as a whole. How boxes look that say
    nothing else (`o:shapedefaults`) draws none.
    """
    box: Start | None = None
    spans: list[Span] = []
    defaults = False
    for token in tokens(comment):
        if token_is_defaults := isinstance(token, Start | End) and token.name == "o:shapedefaults":
            defaults = isinstance(token, Start)
        if token_is_defaults or defaults:
            continue
        if isinstance(token, Start) and token.name in _BOXES:
            if spans:
                yield tuple(spans)
            box, spans = token, [span for span in (ground_of(token),) if span]
        elif isinstance(token, Start) and token.name == "v:fill" and (span := ground_of(token)):
            if box is not None:
                spans.append(span)
            else:
                yield (span,)
        elif isinstance(token, End) and box is not None and token.name == box.name:
            if spans:
                yield (Span(box.start, token.end),) if box.name == "v:background" else tuple(spans)
            box, spans = None, []
    if spans:
        yield tuple(spans)


def has_nothing_else(comment: str, spans: tuple[Span, ...]) -> bool:
    """Return whether a conditional comment is empty but for some stretches of it."""
    for span in reversed(spans):
        comment = comment[: span.start] + comment[span.end :]
    return not _CONDITION.sub("", comment).strip()


def pictures_in(comment: str) -> Iterator[str]:
    """Yield the addresses of the pictures in a conditional comment."""
    for token in tokens(comment):
        if isinstance(token, Start) and token.name == "v:imagedata":
            source = token.attributes.get("src")
            yield source.value if source else ""
