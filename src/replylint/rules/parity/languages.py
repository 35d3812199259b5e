"""A message in two languages says the same in both."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from replylint.facts import Contact, Facts, Kind
from replylint.facts.absence import Absence, Stated
from replylint.model import DocumentKind, Finding
from replylint.rules.absence.shared import after_dates, promises_nothing
from replylint.rules.base import Example, Rule, Subject, at, by_hand, missing_part
from replylint.tables import name_key
from replylint.visible import Span

_LONGEST_WEEKEND = 4
"""Days between the last day out and the day back that nobody counts: a weekend with a holiday on both sides."""
_BY_HAND = by_hand("only you know which of the two languages is right")
_ENGLISH = "I am out 12/14/26 to 12/18/26. For immediate assistance please call Terrence Boyd, 813-555-0161."


class LanguagesDiffer(Rule):
    """A message in two languages gives the same dates, and somebody to turn to, in both.

    > Include dates out and who to contact if immediate assistance is needed

    Whoever reads only one of the languages reads only half of the message. Different people may be named, for one of them may speak the
    other language.
    """

    id = "parity.languages-differ"
    kinds = frozenset({DocumentKind.AUTO_REPLY})
    valid = (
        Example(
            f"{_ENGLISH}\n\nEstaré fuera de la oficina del 14 al 18 de diciembre. Para ayuda inmediata llame a Rosa Delgado, 813-555-0136."
        ),
        Example(
            f"{_ENGLISH}\n\nPara asistencia en español llame a Rosa Delgado al 813-555-0136. Gracias por su mensaje."
        ),
    )
    invalid = (
        Example(
            f"{_ENGLISH}\n\nEstaré fuera de la oficina del 14 al 21 de diciembre. Para ayuda inmediata llame a Terrence Boyd, 813-555-0161."
        ),
        Example(f"{_ENGLISH}\n\nEstaré fuera de la oficina del 14 al 18 de diciembre. Gracias por su mensaje."),
        Example(
            f"{_ENGLISH}\n\nEstaré fuera de la oficina del 14 al 18 de diciembre. Para ayuda inmediata llame a Terrence Boyd, 813-555-0116."
        ),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find days that differ, and halves that leave out what another says."""
        halves = [half for half in subject.facts.halves if half.kind in (Kind.ABSENCE, Kind.CLOSURE)]
        for one, other in pairwise(halves):
            if not subject.stands_in("date"):
                yield from _dates(one, other)
            if not subject.stands_in_body("name", "phone", "email") and not _interleaved(subject.facts, one, other):
                yield from _contacts(one, other)
        facts = subject.facts
        if facts.may_promise and not facts.says_unread and any(map(promises_nothing, facts.halves)):
            fix = missing_part(subject, "promise", promises_nothing, after_dates)
            yield Finding("Say in both languages that you will reply.", fix=fix)


def _dates(one: Facts, other: Facts) -> Iterator[Finding]:
    mine, yours = one.absence, other.absence
    if not mine.stated and not mine.vague and not _names_day_of(yours, one):
        yield _silent(one, other, "on which days you are out")
    elif not yours.stated and not yours.vague and not _names_day_of(mine, other):
        yield _silent(other, one, "on which days you are out")
    pairs = [(_start(mine, one), _start(yours, other))]
    pairs += _alike((_last(mine, one), _last(yours, other)), (_back(mine, one), _back(yours, other))) or [
        (_end(mine, one), _end(yours, other))
    ]
    for said, said_otherwise in pairs:
        if said and said_otherwise and not said[1] & said_otherwise[1]:
            message = f"The dates are not the same in both languages: {said[2]}, and {said_otherwise[2]}. Check which is right."
            yield at(said_otherwise[0], message, _BY_HAND)


def _names_day_of(absence: Absence, half: Facts) -> bool:
    """Return True if a half names a day of an absence, in whatever words, or if that has none to name."""
    days = {(one.day.month, one.day.day) for one in absence.stated if one.day}
    return not absence.stated or not days.isdisjoint(half.days_named)


def _interleaved(whole: Facts, one: Facts, other: Facts) -> bool:
    """Say whether both languages stand in one line, and may share a contact: `Please contact / Favor de contactar: …`."""
    lines = [
        {sentence.line for sentence in whole.sentences if half.text[sentence.start : sentence.end].isspace()}
        for half in (one, other)
    ]
    return not lines[0].isdisjoint(lines[1])


def _contacts(one: Facts, other: Facts) -> Iterator[Finding]:
    if one.contacts and not other.contacts:
        yield _silent(other, one, "who to contact")
    elif other.contacts and not one.contacts:
        yield _silent(one, other, "who to contact")
    named = [{name_key(contact.name) for contact in half.contacts} for half in (one, other)]
    for mine in one.contacts:
        for yours in other.contacts:
            if name_key(mine.name) != name_key(yours.name) and (
                name_key(mine.name) in named[1] or name_key(yours.name) in named[0]
            ):
                continue  # two people at one number, whom both languages name
            if difference := _difference(mine, yours):
                here, there = difference
                message = (
                    f"Give the same contact in both languages. In {_name(one)} it is {here}, in {_name(other)} {there}."
                )
                yield at(yours.span, message, _BY_HAND)


def _difference(mine: Contact, yours: Contact) -> tuple[str, str] | None:
    """Return what differs of two contacts that are one: the numbers of one person, or the people at one number."""
    same_person = bool(mine.name) and name_key(mine.name) == name_key(yours.name)
    numbers = [{phone.digits for phone in contact.phones if phone.digits} for contact in (mine, yours)]
    if same_person and all(numbers) and numbers[0].isdisjoint(numbers[1]):
        return mine.phones[0].text, yours.phones[0].text
    if same_person and mine.emails and yours.emails and set(mine.emails).isdisjoint(yours.emails):
        return mine.emails[0], yours.emails[0]
    if not same_person and mine.full_name and yours.full_name and numbers[0] & numbers[1]:
        return mine.name, yours.name
    return None


def _silent(half: Facts, other: Facts, what: str) -> Finding:
    sentence = half.sentences[0]
    message = f"Say {what} in {_name(half)} too. Right now only the {_name(other)} text says it."
    return at(
        Span(sentence.start, sentence.end), message, by_hand(f"only you know what the {_name(half)} text should say")
    )


def _name(half: Facts) -> str:
    return str(half.language["name"])


_Said = tuple[Span, set[date], str]
"""Where a day is stated, the days that may be meant, and how to say it."""


def _start(absence: Absence, half: Facts) -> _Said | None:
    first = absence.first
    return _said(first, {first.day}, "your first day out is", half) if first and first.day else None


def _end(absence: Absence, half: Facts) -> _Said | None:
    """Return the end of an absence; a day back leaves open which of the days before it was the last day out."""
    before = [timedelta(days) for days in range(1, _LONGEST_WEEKEND + 1)]
    if last := _last(absence, half):
        return last
    if absence.back and absence.back.day:
        return _said(absence.back, {absence.back.day - days for days in before}, "you are back on", half)
    if absence.until and (until := absence.until.day):
        return _said(absence.until, {until, *(until - days for days in before)}, "you are out until", half)
    return None


def _last(absence: Absence, half: Facts) -> _Said | None:
    last = absence.last
    return _said(last, {last.day}, "your last day out is", half) if last and last.day else None


def _back(absence: Absence, half: Facts) -> _Said | None:
    back = absence.back
    return _said(back, {back.day}, "you are back on", half) if back and back.day else None


def _alike(*pairs: tuple[_Said | None, _Said | None]) -> list[tuple[_Said | None, _Said | None]]:
    """Return the pairs of days that both languages state."""
    return [pair for pair in pairs if all(pair)]


def _said(stated: Stated, days: set[date], words: str, half: Facts) -> _Said:
    assert stated.day is not None
    return stated.span, days, f"in {_name(half)} {words} {stated.day:%B} {stated.day.day}"
