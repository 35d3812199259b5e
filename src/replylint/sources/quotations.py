"""Find the mail that a message quotes below an introduction of the mail program.

Outlook puts header lines above it ("Von: … Gesendet: … An: …"), Gmail, Apple Mail and Thunderbird a
line such as "Le … a écrit :". What such lines look like comes first, and only then the words: those
of `quotations.json`, by language. A section of it has

- from, sent, to, copy, subject: the labels of the header lines;
- wrote: the line that introduces a quotation, where "…" stands for names and dates;
- original: what stands between dashes above a quoted or forwarded message;
- begins: how a line begins that introduces one and ends in a colon.

The words are those of Outlook, Outlook on the web, Gmail, Apple Mail and Thunderbird, as these
programs write them in each language.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from replylint.patterns import late
from replylint.visible import Span

_KINDS = ("from", "sent", "to", "copy", "subject")
_LABEL = late(r"[ \t]*[*_]{0,2}([^\W\d_][^:：\n*<>@]{0,24}?)[ *_]{0,3}[:：][*_]{0,2}[ \t]*")
_DASHES = late(r"[ \t]*-{2,20}[ \t]*([^\n]{2,60}?)[ \t]*-{2,20}[ \t]*")
_IS_FOLDED = late(r"[ \t]+\S")
_RULE = late(r"[ \t]*(?:_{20,}|-{20,})[ \t]*")
_WHEN = late(r"\d{1,2}[:.h]\d\d|(?:19|20)\d\d|[^\s<>@]@[^\s<>@]")
"""What the line that introduces a quotation has: a time, a year or a mail address."""
_TIME = late(r"\d{1,2}[:.h]\d\d")
_ADDRESS_LAST = late(
    r"(?=.{0,200}(?<!\d)(?:19|20)\d\d(?!\d))(?=.{0,200}\d{1,2}[:.]\d\d).{0,200}"
    r"[<(][^<>()\s]{1,100}@[^<>()\s]{1,100}[>)]\s?[:：]"
)
"""A date, a time and, at the end, an address: so Gmail writes it in languages without a verb."""
_ENDS = (":", "：")
_COLON = late("[:：]")
_STRIPPED = " \t\u2066\u2067\u2068\u2069"
_LONGEST = 300
"""Characters of a line that introduces a quotation, wrapped lines joined."""
_MOST_WRAPPED = 3
_WRAPPED = 50
"""Characters from which on a line may have been wrapped."""
_FOLDED = 5
"""Further lines of a header line's value."""
_LONGEST_RUN = 20
"""Lines of header lines, folded and blank ones included."""
_LEAST = 3
"""Characters of a name or date."""
_LONGEST_INTRODUCTION = 60
"""Characters after the words of an introduction."""


class _Words(NamedTuple):
    """The words of all languages, in lower case."""

    labels: Mapping[str, frozenset[tuple[str, str]]]
    """For each label, the languages it is of and what it stands for in them."""
    begun: Mapping[str, Sequence[tuple[str, ...]]]
    """For each word of a line that introduces a quotation, the pieces of such lines, in order."""
    open: Mapping[str, Sequence[tuple[str, ...]]]
    """The same of lines that begin with a name or a date."""
    original: frozenset[str]
    begins: tuple[str, ...]


@cache
def _words() -> _Words:
    data = json.loads(Path(__file__).with_name("quotations.json").read_text(encoding="utf-8"))
    labels: dict[str, set[tuple[str, str]]] = {}
    begun: dict[str, list[tuple[str, ...]]] = {}
    names_first: dict[str, list[tuple[str, ...]]] = {}
    general = data.pop("any")
    for code, section in data.items():
        for kind in _KINDS:
            for label in (*section.get(kind, ()), *general.get(kind, ())):
                labels.setdefault(label.casefold(), set()).add((code, kind))
        for line in section["wrote"]:
            pieces = tuple(line.casefold().split("…"))
            group = begun if pieces[0] else names_first
            group.setdefault(max(pieces[1:], key=len), []).append(pieces)
    return _Words(
        {label: frozenset(meanings) for label, meanings in labels.items()},
        begun,
        names_first,
        frozenset(text.casefold() for section in data.values() for text in section["original"]),
        tuple(text.casefold() for section in data.values() for text in section["begins"]),
    )


class _Line(NamedTuple):
    start: int
    text: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def introduction_in(text: str) -> Span | None:
    """Return the lines that introduce the first quoted message of a text, or None.

    `text` has plain quotes, dashes and spaces, as `tables.fold` makes them.
    """
    return next(introductions_in(text), None)


def introductions_in(text: str) -> Iterator[Span]:
    """Yield the lines that introduce each quoted message of a text; see `introduction_in`."""
    if ":" not in text and "：" not in text and "--" not in text:
        return
    lines, at = [], 0
    for piece in text.split("\n"):
        lines.append(_Line(at, piece))
        at += len(piece) + 1
    labels = [_LABEL.match(line.text) if _COLON.search(line.text) else None for line in lines]
    end = 0
    for number, line in enumerate(lines):
        bare = line.text.strip(_STRIPPED)
        if not bare or line.start < end:
            continue
        span = None
        if labels[number]:
            span = _header_lines(lines, labels, number)
        if span is None and bare.endswith(_ENDS):
            span = _written_line(lines, number, bare)
        if span is None and _original(line.text, bare):
            span = _with_header_lines(lines, labels, number)
        if span is not None:
            yield span
            end = span.end


def _with_header_lines(lines: list[_Line], labels: _Labels, number: int) -> Span:
    """Return a line between dashes, with the header lines below it."""
    span = Span(lines[number].start, lines[number].end)
    below = number + 1
    if below < len(lines) and labels[below] and (header := _header_lines(lines, labels, below)):
        return Span(span.start, header.end)
    return span


def _original(line: str, bare: str) -> bool:
    """Return whether a line says between dashes that the original message follows."""
    if not (bare.startswith("--") and bare.endswith("--") and bare.strip("- ")):
        return False
    if len(line) > _LONGEST:
        return False
    match = _DASHES.fullmatch(line)
    return match is not None and match[1].casefold() in _words().original


_Labels = list[re.Match[str] | None]
"""For each line of a text, what it begins with if that may be the label of a header line."""


def _header_lines(lines: list[_Line], labels: _Labels, number: int) -> Span | None:
    """Return the header lines that begin with a line, and a rule above them.

    They name a sender and two more of what a message has, in one language; below a rule one more
    is enough. A memo, which says first whom it is to and from whom without an address, is the
    author's own.
    """
    match = labels[number]
    value = lines[number].text[match.end() :].strip() if match else ""
    above = number - 1
    rule = lines[above].text if above >= 0 else ""
    ruled = _RULE.fullmatch(rule) is not None
    dashed = len(rule) <= _LONGEST and _DASHES.fullmatch(rule) is not None
    run = _run(lines, labels, number)
    if not value or len(run) < 2:
        return None
    sure = ruled or dashed or _says_when(lines, labels, run)
    words = _words()
    meanings = [words.labels.get(_label(labels[index]), frozenset()) for index in run]
    languages = {code for code, kind in meanings[0] if kind == "from"}
    if not languages:
        return None
    before = labels[above] if above >= 0 else None
    memo: set[str] = set()
    if "@" not in value:
        memo = {code for code, kind in words.labels.get(_label(before), ()) if kind != "from"}
    for code in sorted(languages - memo):
        kinds = [next((kind for known, kind in one if known == code), "") for one in meanings]
        count = kinds.index("") if "" in kinds else len(kinds)
        if len(set(kinds[:count])) >= (2 if ruled or dashed or (sure and kinds[1] == "sent") else 3):
            start = lines[above if ruled or dashed else number].start
            return Span(start, lines[run[count - 1]].end)
    return None


def _label(match: re.Match[str] | None) -> str:
    return match[1].strip().casefold() if match else ""


def _says_when(lines: list[_Line], labels: _Labels, run: list[int]) -> bool:
    """Return whether the second header line has a time of day, or the first an address."""
    values = [lines[index].text[match.end() :] for index in run[:2] if (match := labels[index])]
    return "@" in values[0] or _TIME.search(values[-1]) is not None


def _run(lines: list[_Line], labels: _Labels, number: int) -> list[int]:
    """Return the numbers of the lines with a label from one on.

    Folded values may come between, and one blank line after each, as a page pasted as text has.
    """
    run = [number]
    folded = blank = 0
    for index in range(number + 1, min(number + _LONGEST_RUN, len(lines))):
        line = lines[index].text
        if labels[index]:
            run.append(index)
            folded = blank = 0
        elif not line.strip(_STRIPPED) and not blank:
            blank = 1
        elif _IS_FOLDED.match(line) and folded < _FOLDED and not blank:
            folded += 1
        else:
            break
    return run


def _written_line(lines: list[_Line], number: int, bare: str) -> Span | None:
    """Return the line, with those it was wrapped from, if it introduces a quotation."""
    end = lines[number].end
    words = _words()
    low = bare.casefold()
    for begins in words.begins:
        if low.startswith(begins) and len(low) - len(begins) <= _LONGEST_INTRODUCTION:
            return Span(lines[number].start, end)
    found = -1
    joined = ""
    for first in range(number, max(number - _MOST_WRAPPED, -1), -1):
        piece = lines[first].text.strip(_STRIPPED)
        joined = f"{piece} {joined}" if joined else piece
        if not piece or piece.startswith(">") or len(joined) > _LONGEST:
            break
        if not _WHEN.search(joined):
            continue
        low = joined.casefold().rstrip(":： ")
        if _fits_any(low, words.begun):
            return Span(lines[first].start, end)
        whole = found < 0 or (_may_be_wrapped(piece) and first == found - 1)
        if whole and (_ADDRESS_LAST.fullmatch(joined) or _fits_any(low, words.open)):
            found = first
    return Span(lines[found].start, end) if found >= 0 else None


def _may_be_wrapped(line: str) -> bool:
    """Return whether a line may go on in the next: it is long and does not end a sentence."""
    return len(line) >= _WRAPPED and not line.endswith((".", "!", "?", ":", ";"))


def _fits_any(low: str, lines: Mapping[str, Sequence[tuple[str, ...]]]) -> bool:
    return any(word in low and any(_fits(low, one) for one in lines[word]) for word in lines)


def _fits(low: str, pieces: tuple[str, ...]) -> bool:
    """Return whether a line is made of these pieces, with something between them."""
    if pieces[0] and not low.startswith(pieces[0]):
        return False
    at = len(pieces[0])
    for piece in pieces[1:]:
        if not piece:  # the line ends in names and dates
            return len(low) > at
        found = low.find(piece, at + _LEAST)
        if found < 0:
            return False
        at = found + len(piece)
    return at == len(low)
