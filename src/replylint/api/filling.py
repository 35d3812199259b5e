"""Answers written into the blanks that they belong to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from replylint.api.changes import change_with
from replylint.api.reading import Given
from replylint.api.saving import texts_of
from replylint.api.shapes import Blank, Change, Checked, File, Replaced, Reply
from replylint.engine import Engine
from replylint.errors import InputError
from replylint.facts import Facts
from replylint.facts.name_words import particles
from replylint.fix.edits import in_source
from replylint.fix.filling import written
from replylint.model import Edit
from replylint.patterns import compiled

_DAY = compiled(r"\d{4}-\d\d-\d\d")
_LONGEST = 300
"""Characters of an answer."""


def filled(
    what: Reply | File, given: Given, checked: Checked, answers: Mapping[str, str], engine: Engine, language: str
) -> tuple[Reply | File, tuple[Change, ...]]:
    """Return the texts with answers in place of blanks, by the ids of the blanks, and the changes that this makes.

    Raises InputError for an unknown blank, or an answer that is empty or more than one line.
    """
    known = {blank.id: blank for blank in checked.blanks}
    documents = {
        place.number: document
        for one in given.mailboxes
        for place, document in zip(one.places, one.mailbox.documents, strict=True)
    }
    texts = list(texts_of(what, given))
    changes: list[Change] = []
    for number, document in documents.items():
        facts = engine.facts(document)
        edits = []
        for id_, answer in answers.items():
            if id_ not in known:
                raise InputError("There is no such blank in this text. Check it again.")
            if known[id_].number == number:
                edits.append((known[id_], _answer(answer, known[id_], facts)))
        if not edits:
            continue
        content, shift = document.content, 0
        for blank, answer in sorted(edits, key=lambda pair: pair[0].start):
            pieces = []
            for start, end, text in sorted(in_source(document, Edit(blank.start, blank.end, answer))):
                low, high = start + shift, end + shift
                pieces.append(Replaced(low, low + len(text), content[low:high], text))
                content = content[:low] + text + content[high:]
                shift += len(text) - (high - low)
            changes.append(
                change_with(blank.part, number, tuple(pieces), "filled", language, is_markup=document.markup)
            )
        texts[number] = replace(texts[number], content=content)
    return (replace(what, texts=tuple(texts)) if changes else what), tuple(changes)


def _answer(answer: str, blank: Blank, facts: Facts) -> str:
    """Return an answer as it is written: a day as the message writes days, a name with capitals."""
    answer = answer.strip()
    if not answer or not answer.isprintable() or len(answer) > _LONGEST:
        raise InputError(f"{blank.question} Answer in one line.")
    if blank.fact == "date" and _DAY.fullmatch(answer):
        try:
            return written(date.fromisoformat(answer), facts)
        except ValueError:
            raise InputError(f"{blank.question} {answer} is not a day.") from None
    if blank.fact == "name" and answer.islower():
        return " ".join(word if word in particles() else word.capitalize() for word in answer.split())
    return answer
