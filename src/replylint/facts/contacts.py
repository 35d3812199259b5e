"""Contacts as data: persons, roles, numbers and addresses that are not the author's own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from replylint.facts.blanks import Blank
from replylint.facts.numbers import Phone
from replylint.visible import Span


class Contact(NamedTuple):
    """Somebody to turn to. What the text does not give is empty; a blank counts as the fact it stands for."""

    name: str
    role: str
    phones: tuple[Phone, ...] = ()
    emails: tuple[str, ...] = ()
    span: Span = Span(0, 0)
    """From the first word about the contact to the last."""
    name_span: Span | None = None
    full_name: bool = False
    blanks: tuple[Blank, ...] = ()

    @property
    def named(self) -> bool:
        """Whether a person is named, be it by first name, or a blank stands for the name."""
        return bool(self.name) or any(blank.fact == "name" for blank in self.blanks)

    @property
    def fully_named(self) -> bool:
        """Whether first and last name are there, or a blank for them."""
        return self.full_name or any(blank.fact == "name" for blank in self.blanks)

    @property
    def reachable(self) -> bool:
        """Whether somebody outside can reach the contact: seven digits or an address, or a blank for one."""
        return (
            any(phone.reaches_outside for phone in self.phones)
            or bool(self.emails)
            or any(blank.fact in ("phone", "email") for blank in self.blanks)
        )

    @property
    def complete(self) -> bool:
        """Whether the text gives first and last name and a way to reach the person; blanks do not count."""
        return self.full_name and (any(phone.reaches_outside for phone in self.phones) or bool(self.emails))


class Own(NamedTuple):
    """A way to reach the author that the text offers in place of somebody else."""

    text: str
    span: Span


def each_once(contacts: Iterable[Contact]) -> list[Contact]:
    """Return the contacts, those that are one put together.

    Two are one person who have the same name, or of whom one has only the first or last name of the other. Two without names are one
    that are reached the same way.
    """
    found: list[Contact] = []
    places: dict[str, int] = {}
    """The first contact that is known as something: by a name, a lone name, a way to reach it."""
    for contact in contacts:
        known = min((places[key] for key in _asked_for(contact) if key in places), default=None)
        if known is None:
            known = len(found)
            found.append(contact)
        else:
            found[known] = _merged(found[known], contact)
        for key in _known_as(found[known]):
            places.setdefault(key, known)
    return found


def _known_as(contact: Contact) -> list[str]:
    """Return what a contact may be found by."""
    words = contact.name.lower().split()
    if not words:
        return _ways(contact)
    return [
        f"name {' '.join(words)}",
        *([f"part {words[0]}", f"part {words[-1]}"] if words[1:] else [f"lone {words[0]}"]),
    ]


def _asked_for(contact: Contact) -> list[str]:
    """Return what an earlier contact would be known as that is the same."""
    words = contact.name.lower().split()
    if not words:
        return _ways(contact)
    return [
        f"name {' '.join(words)}",
        *([f"lone {words[0]}", f"lone {words[-1]}"] if words[1:] else [f"part {words[0]}"]),
    ]


def _ways(contact: Contact) -> list[str]:
    return [*(f"way {phone.text}" for phone in contact.phones), *(f"way {email}" for email in contact.emails)]


def _merged(one: Contact, other: Contact) -> Contact:
    """Return one contact with what is known of both."""
    longer, shorter = (one, other) if len(one.name) >= len(other.name) else (other, one)
    phones = one.phones + tuple(phone for phone in other.phones if phone.text not in {item.text for item in one.phones})
    emails = one.emails + tuple(email for email in other.emails if email not in one.emails)
    return longer._replace(
        phones=phones, emails=emails, role=longer.role or shorter.role, blanks=one.blanks + other.blanks
    )
