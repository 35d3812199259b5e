"""Who is on the staff list, for typing ahead."""

from __future__ import annotations

from collections.abc import Iterator

from replylint.api.shapes import Person
from replylint.directory import Directory, Entry
from replylint.tables import name_key

_MOST = 50


def beginning(staff: Directory | None, prefix: str, limit: int) -> tuple[Person, ...]:
    """Return the people of whose names each typed word begins one, those whose first name begins so before the others."""
    typed = name_key(prefix).split()
    if staff is None or not typed or limit < 1:
        return ()
    found = sorted(_ranked(staff, typed), key=lambda pair: (pair[0], name_key(pair[1].name)))
    return tuple(person_of(entry) for _, entry in found[: min(limit, _MOST)])


def _ranked(staff: Directory, typed: list[str]) -> Iterator[tuple[int, Entry]]:
    for entry in staff.entries:
        words = name_key(entry.name).split()
        if all(any(word.startswith(part) for word in words) for part in typed):
            yield 0 if words[0].startswith(typed[0]) else 1, entry


def person_of(entry: Entry) -> Person:
    """Return a person of the staff list as the interface has them."""
    return Person(entry.name, entry.phone, entry.email, entry.title, entry.extension, entry.department)
