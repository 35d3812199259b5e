"""The legal notice below a message or a signature: public records, confidentiality. It is no part of either."""

from __future__ import annotations

import re

from replylint.facts.languages import everywhere
from replylint.facts.languages.alternatives import grouped
from replylint.patterns import compiled, late
from replylint.tables import lower

_RULE = compiled(r"\s*[-_*=~]{3,}\s*\Z")
"""A line drawn with characters."""
_OPENING = late(lambda: rf"[\s*_~>#-]*{everywhere('notices', 'opening')}")
_LEGAL = late(lambda: grouped(rf"\b{everywhere('notices', 'legal')}"))
_LONGEST_HEADING = 60
"""Characters of a line such as `Confidentiality notice` above the notice itself."""


def notice_start(folded: str) -> int:
    """Return where the legal notice at the end of a folded text begins; the length of the text if it has none.

    A notice never opens a message: something must come before it. It begins at the first paragraph or line that opens as
    notices do, if every paragraph from there on speaks of what notices speak of. A line drawn above it belongs to it.
    """
    lowered = lower(folded)
    if _LEGAL.search(lowered) is None:
        return len(folded)
    lines: list[tuple[int, str]] = []
    at = 0
    for line in lowered.split("\n"):
        lines.append((at, line))
        at += len(line) + 1
    for number, (start, line) in enumerate(lines):
        if not lowered[:start].strip() or _OPENING.match(line) is None:
            continue
        if not _is_legal(lowered[start:]):
            continue
        while number > 0 and (not lines[number - 1][1].strip() or _RULE.match(lines[number - 1][1])):
            number -= 1
        start = lines[number][0]
        return start if lowered[:start].strip() else len(folded)
    return len(folded)


def _is_legal(lowered: str) -> bool:
    """Return True if every paragraph of a text speaks of confidentiality or public records, headings aside."""
    paragraphs = [paragraph for paragraph in re.split(r"\n\s*\n", lowered) if paragraph.strip()]
    found = [_LEGAL.search(paragraph) is not None for paragraph in paragraphs]
    return any(found) and all(
        legal or (len(paragraph.strip()) <= _LONGEST_HEADING and number < len(paragraphs) - 1)
        for number, (legal, paragraph) in enumerate(zip(found, paragraphs, strict=True))
    )
