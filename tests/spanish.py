"""English in what is meant to be Spanish."""

from __future__ import annotations

import re

from replylint.facts.words import frequency

_QUOTED = re.compile(
    r"\A[a-z_]+: |“[^”]*”|\"[^\"\n]*\"|'[^'\n]*'|`[^`]*`|<[^<>]*>|\[[^\]\n]*\]|\{[^{}]*\}|--[\w-]+(?: [\w/.-]+)?|\S*[/@\\.:_=]\S+"
)
"""The key of a setting at the beginning; what is quoted, names of rules, options and files, and addresses."""
_COMMAND = re.compile(r"(?m) {3,}\S.*$")
"""A command, which stands apart from what is said of it."""
_WORD = re.compile(r"[^\W\d_]+")
_COMMON = 60
"""From which frequency on a word is one that English readers know."""
_SPANISH = frozenset(
    (
        "active",
        "coincide", "dan", "describe", "dice", "hay", "ido", "lea", "lee", "mire", "personas", "pone", "produce", "pulse", "revise",
        "sale", "sea", "urge", "van", "ven",
    )
)  # fmt: skip
"""Words of Spanish that its list lacks."""
_TERMS = frozenset(("bytes", "hmong", "macro", "python", "script", "scripts", "tar", "token", "tokens", "web"))
"""Words that Spanish has from English, or that are names."""


def english_in(text: str) -> list[str]:
    """Return the words of a Spanish text that are English ones, what it quotes left out."""
    said = _QUOTED.sub(" ", _COMMAND.sub("", text))
    return [
        word
        for word in _WORD.findall(said)
        if word.islower()
        and len(word) > 2
        and word not in _SPANISH | _TERMS
        and frequency(word, "en") >= _COMMON
        and not frequency(word, "es")
    ]
