"""Reasons without the words of a message: what may come from it stands in quotes or in parentheses."""

from __future__ import annotations

import re

from replylint.patterns import compiled

_FOREIGN = compiled(r"""\(.*\)|\(.*\Z|'.*'|'.*\Z|".*"|“.*”|says?: .*""", re.DOTALL)
"""The longest stretch from each opening mark, because what is quoted may hold such marks itself."""
_APOSTROPHE = compiled(r"(?<=\w)'(?=\w)")
_STANDS_FOR_ONE = "\0"


def redacted(reason: str) -> str:
    """Return a reason with "…" for everything that it quotes: names of character sets, words of a template, errors."""
    kept = _APOSTROPHE.sub(_STANDS_FOR_ONE, reason)
    return _FOREIGN.sub("…", kept).replace(_STANDS_FOR_ONE, "'")
