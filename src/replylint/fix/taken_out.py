"""What a correction took out of a message, so that its author sees it without comparing the two."""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher, get_close_matches

from replylint.facts.languages import CODES, messages
from replylint.fix.verifying import TOKEN, words_of
from replylint.patterns import compiled
from replylint.tables import clipped, digits, squeeze
from replylint.tally import counted

_MOST_WORDS = 4_000
"""Words up to which two versions are compared; a reply has about 80."""
_LONGEST = 60
"""Characters of each stretch that are shown."""
_MOST = 4
"""Stretches that are shown."""

_TELLING = 3
"""Letters of a single word that tells something."""
_ALIKE = 0.8
"""From which likeness on a line is taken for another one that was written otherwise."""
_PIECES = compiled(r"\n|[ \t\xa0][|•·][ \t\xa0]|\t|[ \xa0]{3,}")
"""What stands between two lines, or between two parts of one: `Name | Title | Phone`."""
_ADDRESS = compiled(
    r"[\w.+%-]{1,64}@[\w.-]{1,100}\w|\b(?:https?://)?(?:[\w-]{1,40}\.){1,4}[a-z]{2,10}\b(?:/[^\s<>\"')\]]*)?"
)
"""A mail or web address, with or without its scheme."""
_BLANK = compiled(r"(?:\b([^\W\d_]{1,7}) )?(\[[^\[\]\n]{1,60}\])")
"""A blank with the word before it, which a correction may have written with it: `to [last day out]`."""
_SINGLE = str.maketrans('"“”', "'‘’")
_QUOTES = '"“”'


def taken_out(before: str, after: str) -> list[str]:
    """Return the stretches of words that a text has no longer, in order, each shortened to about a line.

    These are whole lines, and words within a line that nothing took the place of. A line or a word that was written otherwise, as
    a misspelled one is, or that stands elsewhere now, was not taken out.
    """
    before, after = _without_blanks(before, after), _without_blanks(after, before)
    old, new = words_of(before), words_of(after)
    if max(len(old), len(new)) > _MOST_WORDS:
        return []
    kept = Counter(new)
    numbers_kept = {digits(word) for word in new}
    lost = Counter(
        {word: count for word, count in (Counter(old) - kept).items() if digits(word) not in numbers_kept - {""}}
    )
    unchanged = {*map(str.strip, _PIECES.split(before))}
    lines = [line for line in _PIECES.split(after) if line.strip() not in unchanged]
    opcodes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    same = {number for tag, low, high, *_ in opcodes if tag == "equal" for number in range(low, high)}
    dropped = {number for tag, low, high, *_ in opcodes if tag == "delete" for number in range(low, high)}
    for tag, low, high, start, end in opcodes:
        if tag == "replace" and high - low > 1 and end - start != high - low:
            dropped |= {number for number in range(low, high) if not get_close_matches(old[number], new[start:end], 1)}
    found: list[str] = []
    first = 0
    for line in _PIECES.split(before):
        spans = [match.span() for match in TOKEN.finditer(line)]
        numbers = range(first, first + len(spans))
        first += len(spans)
        if not spans:
            continue
        address = "@" in line and len(line.split()) == 1
        if same.isdisjoint(numbers) or (address and any(lost[old[number]] for number in numbers)):
            if any(lost[old[number]] for number in numbers) and not get_close_matches(line.strip(), lines, 1, _ALIKE):
                found.append(line)
            else:
                found += _gone_addresses(line, after)
            continue
        if gone := _gone_addresses(line, after):
            found += gone
            continue
        for low, high in _runs([number - numbers.start for number in numbers if number in dropped]):
            words = old[numbers.start + low : numbers.start + high]
            said_twice = len(words) == 1 and (words[0] in kept or (len(words[0]) < _TELLING and words[0].isalpha()))
            if any(lost[word] for word in words) and not said_twice:
                found.append(line[spans[low][0] : spans[high - 1][1]])
    return [clipped(squeeze(stretch), _LONGEST) for stretch in found]


def _without_blanks(text: str, other: str) -> str:
    """Return a text without the blanks that the other one lacks: what a new one took the place of was taken out."""
    known = {*words_of(other)}

    def left(match: re.Match[str]) -> str:
        if match[2] in other:
            return match.group()
        return " " if not match[1] or match[1].lower() not in known else f"{match[1]} "

    return _BLANK.sub(left, text)


def _gone_addresses(line: str, after: str) -> list[str]:
    """Return the web and mail addresses of a line that a text has no longer."""
    return [
        match.group() for match in _ADDRESS.finditer(line) if match.group().rstrip("/").lower() not in after.lower()
    ]


def _runs(numbers: list[int]) -> list[tuple[int, int]]:
    """Return numbers in ascending order as runs: (first, one past the last)."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number:
            runs[-1] = (runs[-1][0], number + 1)
        else:
            runs.append((number, number + 1))
    return runs


def in_words(stretches: list[str], pictures: int = 0, language: str = CODES[0]) -> str:
    """Return what was taken out as the end of a line, such as `took out "Fax: 813-555-0198"`; empty if nothing was.

    `pictures` is how many pictures fewer there are.
    """
    words = messages(language)["fix"]["took-out"]
    shown = [f'"{stretch.strip(_QUOTES).translate(_SINGLE)}"' for stretch in stretches[:_MOST]]
    if pictures > 0:
        shown.append(counted(words["pictures"], pictures))
    if not shown:
        return ""
    more = len(stretches) - _MOST
    return str(words["list"].format(list=", ".join(shown)) + (words["more"].format(count=more) if more > 0 else ""))
