"""Alternatives of a pattern tried by their first letters: the same matches, found in a fraction of the time.

Python's `re` tries the alternatives of a group one after the other at every place. The word lists of a language have up to a
hundred; put together by their first letter, few of them are tried.
"""

from __future__ import annotations

import re

from replylint.patterns import compiled

_HEAD = compiled(r"\((?:\?(?:P<\w+>|P=\w+|<?[=!]|:|[aiLmsux]+(?=\))))?")
_PLAIN = compiled(r"(?:[^\\()|\[]|\\.)+", re.DOTALL)
_CLASS = compiled(r"\[\^?\]?(?:\\.|[^\]\\])*\]")
_CAPTURES = compiled(r"(?<!\\)\((?!\?)|\(\?P")
_QUANTIFIERS = ("?", "*", "+", "{")
_FEW = 4
"""Alternatives that are tried as they stand."""
_MOST_GROWTH = 3
"""How many times as long a pattern may become: what stands behind the words is repeated for each of their letters, and each start compiles it."""


def grouped(pattern: str) -> str:
    r"""Return a pattern that matches the same, with the alternatives of each group put together by their first letters.

    Those that begin with something else than a letter or digit, or capture, keep their place; so does what stands before and after them.
    The `\b` that all alternatives of the whole begin with is asked once. A pattern of the form `\b(?:…)…` whose alternatives all begin with letters gets a form that begins with these letters, as `re` looks
    for one of some letters many times faster than for the beginning of a word.
    """
    alternatives, end = _sequence(pattern, 0)
    if end != len(pattern):
        raise ValueError(f"unbalanced brackets in {pattern!r}")
    bare = [_unwrapped(each) for each in alternatives]
    if all(each.startswith(_BOUNDARY) for each in bare):
        if (quick := _by_letters(bare)) and len(quick) <= _MOST_GROWTH * len(pattern):
            return quick
        if len(bare) > 1:
            return rf"{_BOUNDARY}(?:{'|'.join(_put_together([each.removeprefix(_BOUNDARY) for each in bare]))})"
    return "|".join(_put_together(alternatives))


def _by_letters(bare: list[str]) -> str:
    """Return alternatives that begin with a word boundary as one alternative for each first letter; an empty string if that cannot be.

    An apostrophe may be such a letter: the boundary is before it where it stands behind a word.
    """
    tails: dict[str, list[str]] = {}
    for each in bare:
        words, after = [each.removeprefix(_BOUNDARY)], ""
        if each.startswith(_WORD_OF):
            inner, end = _sequence(each, len(_WORD_OF))
            after = each[end + 1 :]
            words = [flat for word in inner for flat in _flattened(word)]
        if after[:1] in _QUANTIFIERS or (_CAPTURES.search(each) and len(bare) > 1):
            return ""
        ends: dict[str, list[str]] = {}
        for word in words:
            if not (_begins_plainly(word) or (word[:1] == "'" and word[1:2] not in _QUANTIFIERS)):
                return ""
            ends.setdefault(word[0], []).append(word[1:])
        if len(bare) == 1:  # what stands behind the words stays one, with what it captures
            begun = "|".join(_begun(letter, f"(?:{'|'.join(_put_together(rest))})") for letter, rest in ends.items())
            return "" if any(map(_CAPTURES.search, words)) else f"(?:{begun}){after}"
        for letter, endings in ends.items():
            tails.setdefault(letter, []).append(f"(?:{'|'.join(_put_together(endings))}){after}")
    return "|".join(_begun(letter, f"(?:{'|'.join(parts)})") for letter, parts in tails.items())


def _begun(letter: str, rest: str) -> str:
    return f"{letter}{_AT_ITS_BEGINNING if letter.isalnum() else _BEHIND_A_WORD}{rest}"


_BOUNDARY = r"\b"
_WORD_OF = r"\b(?:"
_AT_ITS_BEGINNING = r"(?<!\w\w)"
"""Behind a letter, what a word boundary is before it."""
_BEHIND_A_WORD = r"(?<=\w')"
"""The same behind an apostrophe."""


def _sequence(pattern: str, at: int) -> tuple[list[str], int]:
    """Return the alternatives that begin at `at`, and where they end: at a bracket or the end of the pattern."""
    alternatives, current = [], ""
    while at < len(pattern) and pattern[at] != ")":
        if found := _PLAIN.match(pattern, at):
            current, at = current + found.group(), found.end()
        elif pattern[at] == "|":
            alternatives.append(current)
            current, at = "", at + 1
        elif found := _CLASS.match(pattern, at):
            current, at = current + found.group(), found.end()
        else:
            head = _HEAD.match(pattern, at)
            assert head is not None
            inner, at = _sequence(pattern, head.end())
            current, at = f"{current}{head.group()}{'|'.join(_put_together(inner))})", at + 1
    return [*alternatives, current], at


def _unwrapped(alternative: str) -> str:
    """Return an alternative without a group around the whole of it: `(?:a)` as `a`."""
    if alternative.startswith("(?:"):
        inner, end = _sequence(alternative, 3)
        if end + 1 == len(alternative) and len(inner) == 1:
            return inner[0]
    return alternative


def _flattened(alternative: str) -> list[str]:
    """Return an alternative that begins with a group as those of the group: `(?:a|b)c` as `ac`, `bc`."""
    if not alternative.startswith("(?:"):
        return [alternative]
    inner, end = _sequence(alternative, 3)
    after = alternative[end + 1 :]
    if after[:1] in _QUANTIFIERS or _CAPTURES.search(after):
        return [alternative]
    return [flat + after for each in inner for flat in _flattened(each)]


def _begins_plainly(alternative: str) -> bool:
    return alternative[:1].isalnum() and alternative[1:2] not in _QUANTIFIERS


def _put_together(alternatives: list[str]) -> list[str]:
    """Return alternatives with those that begin with the same letter as one; their order matters among these only."""
    if len(alternatives) < _FEW:
        return alternatives
    found: list[str] = []
    run: dict[str, list[str]] = {}
    for each in alternatives:
        if _begins_plainly(each) and not _CAPTURES.search(each):
            run.setdefault(each[0], []).append(each[1:])
        else:
            found += _flushed(run)
            found.append(each)
    return found + _flushed(run)


def _flushed(run: dict[str, list[str]]) -> list[str]:
    parts = [
        first + (rest[0] if len(rest) == 1 else f"(?:{'|'.join(_put_together(rest))})") for first, rest in run.items()
    ]
    run.clear()
    return parts
