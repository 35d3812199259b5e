"""What a correction changed, piece by piece, so that each change can be taken back alone and exactly."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256

from replylint.api.following import Shift, moved
from replylint.api.shapes import Change, File, Part, Replaced, Reply, Text, Undone
from replylint.api.wording import change_in_words
from replylint.errors import InputError
from replylint.fix.correcting import Corrected
from replylint.fix.edits import SourceEdit
from replylint.model import Diagnostic
from replylint.patterns import compiled
from replylint.tables import clipped, squeeze

_TAG = compiled(r"<(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>")
_LONGEST = 60
"""Characters of each text that a change in words quotes."""


@dataclass
class _Stretch:
    """A stretch of the present text: kept from the text before, or new in place of `start` to `end` of it."""

    start: int
    end: int
    text: str | None = None
    """The new text; None where the stretch is kept."""
    owners: set[int] = field(default_factory=set)
    """The corrections that it comes from."""

    def take(self, start: int, end: int) -> None:
        """Replace a further stretch of the text before."""
        self.start = start if self.start < 0 else min(self.start, start)
        self.end = max(self.end, end)

    @property
    def length(self) -> int:
        """How many characters it has now."""
        return self.end - self.start if self.text is None else len(self.text)


class Composer:
    """Composes edits that were made one after the other into one set of pieces between the first and the last text."""

    def __init__(self, before: str) -> None:
        self._before = before
        self._stretches = [_Stretch(0, len(before))]

    def apply(self, edits: Sequence[tuple[SourceEdit, int]]) -> None:
        """Make edits of the present text that do not overlap, each with the number of its correction.

        Edits at one place come in the order in which they are given.
        """
        ordered = sorted(enumerate(edits), key=lambda one: (one[1][0][0], one[1][0][1], one[0]), reverse=True)
        for _, ((start, end, text), owner) in ordered:
            self._edit(start, end, text, owner)

    def _edit(self, start: int, end: int, text: str, owner: int) -> None:
        """Put a text in place of what is between two places of the present text."""
        before: list[_Stretch] = []
        after: list[_Stretch] = []
        inside = _Stretch(-1, -1, text, {owner})
        head = tail = ""
        at = 0
        for one in self._stretches:
            low, high = at, at + one.length
            at = high
            if high <= start:
                before.append(one)
            elif low >= end:
                after.append(one)
            elif one.text is None:
                cut, uncut = one.start + max(start - low, 0), one.start + min(end, high) - low
                before += [_Stretch(one.start, cut)] if low < start else []
                after += [_Stretch(uncut, one.end)] if high > end else []
                inside.take(cut, uncut)
            else:  # what was written before is edited again: it stays one stretch, with both corrections
                head += one.text[: max(start - low, 0)]
                tail += one.text[min(end, high) - low :]
                inside.take(one.start, one.end)
                inside.owners |= one.owners
        if inside.start < 0:  # new words between two stretches
            place = before[-1].end if before else 0
            inside.take(place, place)
        inside.text = head + text + tail
        self._stretches = [*before, inside, *after]

    def content(self) -> str:
        """Return the present text."""
        return "".join(self._before[one.start : one.end] if one.text is None else one.text for one in self._stretches)

    def pieces(self) -> list[tuple[Replaced, set[int]]]:
        """Return what was replaced by what, in order, each with its corrections.

        Two removals at one place are one piece, because nothing would tell which of them comes first.
        """
        found: list[tuple[Replaced, set[int]]] = []
        at = 0
        for one in self._stretches:
            if one.text is not None:
                before = self._before[one.start : one.end]
                piece = Replaced(at, at + len(one.text), before, one.text)
                last = found[-1][0] if found else None
                if last is not None and last.end == piece.start and not (last.after or piece.after):
                    joined = Replaced(last.start, piece.end, last.before + before, last.after + one.text)
                    found[-1] = (joined, found[-1][1] | one.owners)
                elif before != one.text:
                    found.append((piece, set(one.owners)))
            at += one.length
        return [(piece, owners) for piece, owners in found if piece.before != piece.after]


def changes_of(
    item: Corrected, part: Part, number: int, ids: Mapping[tuple[str, str], tuple[str, ...]], language: str
) -> list[Change]:
    """Return what was changed in a document. `ids` are the findings before, by rule and message."""
    if not item.changed:
        return []
    before, after = item.before, item.after
    composer = Composer(before.content)
    diagnostics: list[Diagnostic] = []
    for corrections in item.rounds:
        edits = []
        # Words come before new lines at one place, as they do where the corrections are made.
        pairs = [(change, len(diagnostics) + n) for n, each in enumerate(corrections) for change in each.changes]
        for change, owner in sorted(pairs, key=lambda pair: pair[0].text.startswith("\n")):
            edits += [(edit, owner) for edit in change.source]
        diagnostics += [each.diagnostic for each in corrections]
        composer.apply(edits)
    if composer.content() != after.content or before.markup != after.markup:
        how = "copied" if item.copied else "whole"
        whole = (Replaced(0, len(after.content), before.content, after.content),)
        return [change_with(part, number, whole, how, language, markup=(before.markup, after.markup))]
    found = []
    for pieces, owners in _grouped(composer.pieces()):
        rules = tuple(dict.fromkeys(diagnostics[owner].rule for owner in sorted(owners)))
        keys = ((diagnostics[owner].rule, diagnostics[owner].message) for owner in sorted(owners))
        findings = tuple(dict.fromkeys(one for key in keys for one in ids.get(key, ())))
        found.append(change_with(part, number, pieces, "", language, rules, findings, before.markup))
    return found


def _grouped(pieces: Iterable[tuple[Replaced, set[int]]]) -> list[tuple[tuple[Replaced, ...], set[int]]]:
    """Return the pieces that go together because a correction made both."""
    groups: list[tuple[list[Replaced], set[int]]] = []
    for piece, owners in pieces:
        joined = [group for group in groups if group[1] & owners]
        groups = [group for group in groups if not group[1] & owners]
        groups.append(
            ([each for group in joined for each in group[0]] + [piece], set().union(owners, *(g[1] for g in joined)))
        )
    return sorted(((tuple(sorted(each)), owners) for each, owners in groups), key=lambda group: group[0])


def change_with(
    part: Part,
    number: int,
    pieces: tuple[Replaced, ...],
    how: str,
    language: str,
    rules: tuple[str, ...] = (),
    findings: tuple[str, ...] = (),
    is_markup: bool = False,
    markup: tuple[bool, bool] | None = None,
) -> Change:
    """Return a change with its id and what it is in words; `how` says which words, or else the pieces do."""
    said = _in_words(pieces, how, language, is_markup)
    key = f"{part}\x00{number}\x00{pieces}\x00{rules}"
    changed = markup if markup and markup[0] != markup[1] else (None, None)
    return Change(
        sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:12], part, number, pieces, rules, findings, said, *changed
    )  # fmt: skip


def _in_words(pieces: Sequence[Replaced], how: str, language: str, is_markup: bool) -> str:
    before, after = (
        clipped(squeeze(" ".join(_shown(text, is_markup) for text in texts)), _LONGEST)
        for texts in ([one.before for one in pieces], [one.after for one in pieces])
    )
    if not how:
        if before == after:
            how = "moved" if len(pieces) > 1 and before else "looks"
        else:
            how = "took" if not after else "added" if not before else "changed"
    return change_in_words(how, before, after, language)


def _shown(text: str, is_markup: bool) -> str:
    return squeeze(html.unescape(_TAG.sub(" ", text)) if is_markup else text)


def undo(what: Reply | File, change: Change, others: Iterable[Change] = ()) -> Undone:
    """Return the reply or file with one change taken back, byte for byte, and `others` at their places in it.

    Raises InputError if the text is no longer what the change made of it.
    """
    text = _text_of(what, change)
    content = text.content
    for piece in reversed(change.pieces):
        if content[piece.start : piece.end] != piece.after:
            raise InputError("That part has changed since, so it cannot be undone by itself. Change it by hand.")
        content = content[: piece.start] + piece.before + content[piece.end :]
    markup = text.markup if change.markup_before is None else change.markup_before
    undone = replace(text, content=content, markup=markup)
    kept = [one for one in others if one.id != change.id]
    shifts = [Shift(piece.start, piece.end, len(piece.before)) for piece in change.pieces]
    return Undone(_with_text(what, change, undone), tuple(moved(kept, change.number, shifts)))


def _text_of(what: Reply | File, change: Change) -> Text:
    if change.number >= len(what.texts) or what.texts[change.number].part is not change.part:
        raise InputError("That change belongs to another text. Check the text again.")
    return what.texts[change.number]


def _with_text(what: Reply | File, change: Change, text: Text) -> Reply | File:
    texts = tuple(text if number == change.number else one for number, one in enumerate(what.texts))
    return replace(what, texts=texts)
