"""What a correction promises (nothing left but blanks, the same again, nothing invented), checked over labelled messages.

usage: promise.py [FOLDER]     a folder with messages.jsonl; by default the one of `accuracy` beside this file
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path

from accuracy.score import HERE, document_of, rows
from replylint.engine import Engine
from replylint.facts import Facts
from replylint.facts.numbers import emails_in, urls_in
from replylint.facts.words import is_one_edit_away
from replylint.fix.correcting import BLANK, CorrectedMailbox, Corrector
from replylint.model import Mailbox, Profile
from replylint.policy import load_pack
from replylint.resources import folder
from replylint.tables import digits, fold, lower

BY_HAND = ("contact.unknown", "parity.languages-differ")
"""Rules whose findings only a person can settle: nobody else knows who was meant."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_CAPITALISED = re.compile(r"\b[A-ZÀ-ÖØ-Þ][^\W\d_]+")
_LONG_NUMBER = 5
"""Digits from which a number is a telephone number or an extension of one, not part of a date."""


def broken_promises(corrected: CorrectedMailbox, corrector: Corrector) -> Iterator[str]:
    """Yield every promise of a correction (see CONTRIBUTING.md) that a corrected mailbox breaks."""
    for item in corrected.remaining:
        if item.rule not in (BLANK, *BY_HAND):
            yield f"left over: {item.rule}: {item.message}"
    for trouble in corrected.troubles:
        yield f"failed: {trouble.message}"
    again = corrector.correct(corrected.after)
    for first, second in zip(corrected.documents, again.documents, strict=True):
        if first.after.content != second.after.content:
            yield "fixing again changes it"
    for document in corrected.documents:
        if not document.copied:  # else it says what the other message says, whose own correction is looked at
            yield from _invented(
                corrector, corrector.engine.facts(document.before), corrector.engine.facts(document.after)
            )


def _invented(corrector: Corrector, before: Facts, after: Facts) -> Iterator[str]:
    known = _known_text(corrector) + "\n" + before.document.author.name + "\n" + before.document.author.email
    respelled = " ".join(item.right for item in [*before.misspellings, *before.confused_words, *after.misspellings])
    old_words = set(_WORD.findall(lower(fold(f"{before.document.content}\n{before.text}\n{known}\n{respelled}"))))
    # A day that the message states may be written out: "until Sunday" as "11 July 2027".
    months = before.language["dates"]["months"]
    old_words |= {name for stated in before.absence.stated if stated.day for name in months[stated.day.month - 1]}
    text = _without_blanks(after)
    for word in _CAPITALISED.findall(fold(text)):
        if word.lower() not in old_words:
            yield f"invented the word {word!r}"
    old_days = {stated.day for stated in before.absence.stated}
    for stated in after.absence.stated:
        words = after.text[stated.span.start : stated.span.end]
        if stated.day and stated.day not in old_days and words not in before.text and not _respelled(words, old_words):
            yield f"invented the day {stated.day}"
    old_numbers = digits(before.text + before.document.content + known)
    for number in re.findall(r"\d[\d ().-]*\d", text):
        bare = digits(number)
        if (
            len(bare) >= _LONG_NUMBER
            and "/" not in number
            and bare not in old_numbers
            and digits(bare[-10:]) not in old_numbers
        ):
            yield f"invented the number {number!r}"
    old_addresses = lower(before.text + before.document.content + known)
    for span in [*emails_in(fold(text)), *urls_in(fold(text))]:
        address = text[span.start : span.end].lower().rstrip("/")
        if address not in old_addresses:
            yield f"invented the address {address!r}"
    organization = corrector.engine.settings.organization
    if after.text.count(organization) > max(1, before.text.count(organization)):
        yield "signed twice"


def _respelled(words: str, old_words: set[str]) -> bool:
    """Say whether words are those of the message before, put right: `toda` has become "today"."""
    return not any(map(str.isdigit, words)) and all(
        word in old_words or any(is_one_edit_away(word, old) for old in old_words)
        for word in _WORD.findall(lower(fold(words)))
    )


def _without_blanks(facts: Facts) -> str:
    text = facts.text
    for blank in sorted(facts.blanks, key=lambda item: item.span, reverse=True):
        text = text[: blank.span.start] + " " + text[blank.span.end :]
    return text


def _known_text(corrector: Corrector) -> str:
    """Return everything a correction may use beside the message: the pack's words, the profile, the staff list."""
    engine = corrector.engine
    settings = engine.settings
    parts = [settings.organization, settings.website, settings.main_phone, "Website: ext.", *_template_text()]
    parts += [str(value) for value in _fields(corrector.profile)]
    if engine.directory is not None:
        parts += [" ".join(map(str, entry)) for entry in engine.directory.entries]
    return "\n".join(parts)


def _fields(profile: Profile) -> list[str]:
    return [getattr(profile, name) for name in profile.__slots__]


@cache
def _template_text() -> tuple[str, ...]:
    return tuple(path.read_text(encoding="utf-8") for path in sorted(folder("templates").rglob("*.j2")))


def main() -> int:
    """Correct every message of a folder and print what promises were broken; 1 if any was."""
    base = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    corrector = Corrector(Engine(load_pack("plant-city"), date.today()))
    counts: Counter[str] = Counter()
    broken = 0
    for message in rows(base / "messages.jsonl"):
        corrected = corrector.correct(Mailbox(message["id"], (document_of(message),)))
        counts["messages"] += 1
        counts["changed"] += corrected.changed
        counts["rewritten"] += any(document.rewritten for document in corrected.documents)
        for promise in broken_promises(corrected, corrector):
            broken += 1
            print(f"{message['id']}: {promise}")
    print(
        f"fix: {counts['messages']} messages, {counts['changed']} corrected, {counts['rewritten']} of them written anew; {broken} promises broken"
    )
    return broken > 0


if __name__ == "__main__":
    sys.exit(main())
