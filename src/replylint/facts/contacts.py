"""Contacts as data: persons, roles, numbers and addresses that are not the author's own."""

from __future__ import annotations

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


def same_person(one: Contact, other: Contact) -> bool:
    """Say whether two contacts are one person: the same name, or a first or last name of the other."""
    if not one.name or not other.name:
        return False
    a, b = one.name.lower().split(), other.name.lower().split()
    return a == b or (len(b) == 1 and b[0] in (a[0], a[-1])) or (len(a) == 1 and a[0] in (b[0], b[-1]))


def same_desk(one: Contact, other: Contact) -> bool:
    """Say whether two contacts without names are one: they are reached the same way."""
    if one.name or other.name or not (one.phones or one.emails):
        return False
    numbers = {phone.text for phone in one.phones}, {phone.text for phone in other.phones}
    return bool(numbers[0] & numbers[1] or set(one.emails) & set(other.emails))


def merged_contact(one: Contact, other: Contact) -> Contact:
    """Return one contact with what is known of both."""
    longer, shorter = (one, other) if len(one.name) >= len(other.name) else (other, one)
    phones = one.phones + tuple(phone for phone in other.phones if phone.text not in {item.text for item in one.phones})
    emails = one.emails + tuple(email for email in other.emails if email not in one.emails)
    return longer._replace(
        phones=phones, emails=emails, role=longer.role or shorter.role, blanks=one.blanks + other.blanks
    )
