"""Word lists packed more tightly than gzip alone packs them: each word as what differs from the one before it.

A list is JSON with one word a line, in order: `"word": 50,`. Packed, a line is a letter that says how many bytes the word shares
with the one before (`A` for none), and the rest of the word; the counts follow, one a line, an empty line for the commonest, 50.
The worker of the page puts the lists together again, byte for byte.
"""

from __future__ import annotations

import re

_LINE = re.compile(rb'"(.*)": (\d+),?')
_USUAL = b"50"
_MOST = 60
"""Bytes that a letter can say are shared: beyond them the letters are not printable."""


def packed(plain: bytes) -> tuple[bytes, bytes]:
    """Return the words and the counts of a list. Raises ValueError if it is not written as above."""
    words, counts, before = [], [], b""
    for line in plain.split(b"\n")[1:-1]:
        match = _LINE.fullmatch(line)
        if match is None:
            raise ValueError(f"the word list has the line {line[:60]!r}")
        word, count = match.groups()
        shared = 0
        while shared < min(len(word), len(before), _MOST) and word[shared] == before[shared]:
            shared += 1
        words.append(bytes([ord("A") + shared]) + word[shared:])
        counts.append(b"" if count == _USUAL else count)
        before = word
    result = b"\n".join(words), b"\n".join(counts)
    if unpacked(*result) != plain:
        raise ValueError("the word list is not written as one word a line, so packing would change it")
    return result


def unpacked(words: bytes, counts: bytes) -> bytes:
    """Return the list that was packed."""
    lines, before = [], b""
    for word, count in zip(words.split(b"\n"), counts.split(b"\n"), strict=True):
        before = before[: word[0] - ord("A")] + word[1:]
        lines.append(b'"' + before + b'": ' + (count or _USUAL))
    return b"{\n" + b",\n".join(lines) + b"\n}"
