"""What two tabs of one reply say differently, with the words of both."""

from __future__ import annotations

from collections.abc import Iterator

from replylint.api.wording import words_that_differ
from replylint.facts import Facts
from replylint.facts.absence import Stated
from replylint.tables import digits, squeeze

Difference = tuple[str, str, str]
"""A case of `parity.different` in the tables of words, and what is said inside and outside."""
_MOST = 2
"""Differences that are told; whoever mends these sees the others."""


def differences(inside: Facts, outside: Facts, message: str) -> list[Difference]:
    """Return the first things that differ for a reader, as the message of `parity.different` orders them."""
    found = [*_dates(inside, outside), *_contacts(inside, outside)]
    found = found or [*_phones(inside, outside)]
    if len(found) < _MOST and (inside.signature is None) != (outside.signature is None):
        found.append(("signed", "", ""))
    if not found and (quoted := words_that_differ(message)):
        found.append(quoted)
    return found[:_MOST]


def _dates(inside: Facts, outside: Facts) -> Iterator[Difference]:
    one, other = inside.absence, outside.absence
    pairs = ((one.first, other.first), (one.last, other.last), (one.back, other.back), (one.until, other.until))
    for mine, yours in pairs:
        if (mine.day if mine else None) != (yours.day if yours else None):
            yield _case("dates", _words(inside, mine), _words(outside, yours))
            return


def _words(facts: Facts, stated: Stated | None) -> str:
    return squeeze(facts.text[stated.span.start : stated.span.end]) if stated else ""


def _contacts(inside: Facts, outside: Facts) -> Iterator[Difference]:
    inner, outer = (
        list(dict.fromkeys(contact.name or contact.role for contact in facts.contacts)) for facts in (inside, outside)
    )
    if set(inner) != set(outer):
        mine = ", ".join(filter(None, (name for name in inner if name not in outer)))
        yours = ", ".join(filter(None, (name for name in outer if name not in inner)))
        if mine or yours:
            yield _case("contacts", mine, yours)


def _phones(inside: Facts, outside: Facts) -> Iterator[Difference]:
    inner, outer = ({digits(phone.text): phone.text for phone in facts.phones} for facts in (inside, outside))
    if [*inner] != [*outer]:
        mine = ", ".join(text for number, text in inner.items() if number not in outer)
        yours = ", ".join(text for number, text in outer.items() if number not in inner)
        if mine or yours:
            yield _case("phones", mine, yours)


def _case(what: str, inside: str, outside: str) -> Difference:
    return (what if inside and outside else f"{what}-inside" if inside else f"{what}-outside"), inside, outside
