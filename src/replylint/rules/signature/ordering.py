"""Putting the lines of a signature in order: they are moved as they are, none is written again."""

from __future__ import annotations

import itertools
import re

from replylint.facts import Facts, Signature
from replylint.facts.signature import ELEMENTS
from replylint.model import Edit, Fix, Safety
from replylint.patterns import compiled
from replylint.rules.base import by_hand
from replylint.rules.signature.parts import seal_place
from replylint.visible import Span

_SHARED = by_hand("several parts of the signature share one line or one element; move them yourself")
_TAG = compiled(r"<(/?)([a-zA-Z][\w:-]*)\b[^<>]*?(/?)>")
_VOID = frozenset("br hr img input wbr".split())
_BEFORE = compiled(r"<(?:a|b|i|u|em|strong|span|font|small|big)\b[^<>]*>\s*\Z", re.IGNORECASE)
_AFTER = compiled(r"\s*</(?:a|b|i|u|em|strong|span|font|small|big)\s*>", re.IGNORECASE)


def in_order(facts: Facts, signature: Signature) -> Fix:
    """Return the correction that sorts the lines by the element each has, or what is left by hand where that cannot be."""
    rows = _rows(facts, signature)
    ordered = sorted(rows, key=lambda row: row[0])
    if rows == ordered or not _one_each(signature):
        return _SHARED
    spans = [span for _, span in rows]
    moved = [span for _, span in ordered]
    if not facts.document.markup:
        text = facts.text
        pieces = [text[span.start : span.end] for span in moved]
        gaps = [text[one.end : other.start] for one, other in itertools.pairwise(spans)]
        whole = "".join(piece + gap for piece, gap in zip(pieces, [*gaps, ""], strict=True))
        return Fix(Safety.SAFE, (Edit(spans[0].start, spans[-1].end, whole),))
    content = facts.document.content
    slices = [_slice(facts, span) for span in spans]
    if any(each is None for each in slices):
        return _SHARED
    kept = {span: content[each.start : each.end] for span, each in zip(spans, slices, strict=True) if each}
    return Fix(
        Safety.SAFE,
        tuple(
            Edit(each.start, each.end, kept[span], in_source=True)
            for each, span in zip(slices, moved, strict=True)
            if each and kept[span] != content[each.start : each.end]
        ),
    )


def _rows(facts: Facts, signature: Signature) -> list[tuple[int, Span]]:
    """Return the lines of a signature, and its seal's picture, with the rank of each; a line without element follows its neighbor."""
    rows: list[tuple[int, Span]] = []
    rank = -1
    for span in signature.lines:
        ranks = [
            number
            for number, name in enumerate(ELEMENTS)
            if (part := signature.part(name)) and span.start <= part.span.start < span.end
        ]
        rank = min(ranks, default=rank)
        rows.append((rank, span))
    seal = seal_place(facts)
    if facts.document.markup and seal is not None:
        rows.append((ELEMENTS.index("seal"), Span(seal, seal)))
    return sorted(rows, key=lambda row: row[1])


def _one_each(signature: Signature) -> bool:
    """Return True if no two elements that must change places share a line."""
    places = [part.line for name in ELEMENTS if (part := signature.part(name))]
    return len(places) == len(set(places)) and not signature.inline


def _slice(facts: Facts, span: Span) -> Span | None:
    """Return the source of a line with the inline elements around it, or None if it has half an element."""
    document = facts.document
    if span.start == span.end:
        seal = next((item.picture for item in facts.graphics if item.is_seal and item.picture.at == span.start), None)
        return Span(seal.start, seal.end) if seal else None
    pieces = document.visible.source_spans(span.start, span.end)
    if not pieces:
        return None
    start, end = pieces[0].start, pieces[-1].end
    for _ in range(6):
        if _is_balanced(document.content[start:end]):
            return _with_elements(document.content, Span(start, end))
        before = _BEFORE.search(document.content, 0, start)
        after = _AFTER.match(document.content, end)
        opened = document.content[start:end].count("</")
        if before is not None and before.end() == start and opened:
            start = before.start()
        elif after is not None:
            end = after.end()
        else:
            return None
    return None


def _with_elements(content: str, span: Span) -> Span:
    """Return a stretch of source with the inline elements of which it is the whole content: a link goes where its words go."""
    while (before := _BEFORE.search(content, max(0, span.start - _LONGEST_TAG), span.start)) and (
        after := _AFTER.match(content, span.end)
    ):
        span = Span(before.start(), after.end())
    return span


_LONGEST_TAG = 4_000
"""Characters of a start tag that is looked at."""


def _is_balanced(source: str) -> bool:
    stack: list[str] = []
    for match in _TAG.finditer(source):
        tag = match.group(2).lower()
        if tag in _VOID or match.group(3):
            continue
        if not match.group(1):
            stack.append(tag)
        elif not stack or stack.pop() != tag:
            return False
    return not stack
