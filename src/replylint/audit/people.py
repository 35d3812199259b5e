"""Who is who: the settings, replies and letters of one person put together, however their name and address are written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from replylint.audit.rows import Row
from replylint.directory import Directory
from replylint.model import Colleague, Person
from replylint.tables import name_key


class People(NamedTuple):
    """The people of an organisation."""

    colleagues: tuple[Colleague, ...]
    numbers: dict[str, int]
    """Their places among the colleagues, by each of their addresses, in lower case."""


def people_of(rows: list[Row], directory: Directory | None) -> People:
    """Return the people of all mailboxes, in the order of the rows, each of which then tells name, address and number (`person`) of its owner.

    Rows with an address are one person's if the address is the same, or the staff list has both for one. A row with a name alone is that of the one
    person who is called so.
    """
    places: dict[str, int] = {}
    groups: list[list[Row]] = []
    by_name: dict[str, set[int]] = {}
    for row in rows:
        if not row["email"]:
            continue
        addresses = [address.lower() for address in (row["email"], *row["addresses"])]
        place = next((places[one] for one in addresses if one in places), len(groups))
        if place == len(groups):
            groups.append([])
        groups[place].append(row)
        places |= dict.fromkeys(addresses, place)
        for name in _names(row):
            by_name.setdefault(name, set()).add(place)
    for row in rows:
        if row["email"] or not row["name"]:
            continue
        named = set().union(*(by_name.get(name, set()) for name in _names(row)))
        place = named.pop() if len(named) == 1 else len(groups)
        if place == len(groups):
            groups.append([])
            by_name.setdefault(name_key(row["name"]), set()).add(place)
        groups[place].append(row)
    order = {id(row): number for number, row in enumerate(rows)}
    groups.sort(key=lambda group: min(order[id(row)] for row in group))
    colleagues = tuple(_colleague(group) for group in groups)
    numbers: dict[str, int] = {}
    for row in rows:
        row["person"] = None
    for number, (one, group) in enumerate(zip(colleagues, groups, strict=True)):
        numbers |= {address.lower(): number for address in (*one.addresses, one.owner.email) if address}
        for row in group:
            row["person"] = number
            row["name"], row["email"], row["department"] = one.owner.name, one.owner.email, one.department
    if directory is not None:
        for entry in directory.entries:
            known = {numbers[address] for address in entry.addresses if address in numbers}
            if len(known) == 1:
                numbers |= dict.fromkeys(entry.addresses, known.pop())
    return People(colleagues, numbers)


def all_addresses(rows: Iterable[Row], directory: Directory | None) -> frozenset[str] | None:
    """Return all addresses of the organization, or None if they are not all known.

    They are known from a staff list with addresses, or where the settings of every mailbox were read: some of them
    without a reply, all with an address.
    """
    settings = [row for row in rows if row["state"] is not None]
    complete = any(row["state"] == "off" for row in settings) and all(row["email"] for row in settings)
    listed = [address for entry in directory.entries for address in entry.addresses] if directory else []
    if not listed and not complete:
        return None
    own = (address.lower() for row in rows for address in (row["email"], *row["addresses"]) if address)
    return frozenset((*listed, *own))


def _names(row: Row) -> Iterator[str]:
    yield from {name_key(name) for name in (row["name"], *row["names"]) if " " in name.strip()} or {
        name_key(row["name"])
    } - {""}


def _colleague(rows: list[Row]) -> Colleague:
    """Return one person: away as their settings say where there are any, else as the last of their replies."""
    said = max(rows, key=lambda row: (row["state"] is not None, bool(row["away"]), row["written_on"] or date.min))
    named = next((row for row in (said, *rows) if row["name"]), said)
    email = next((row["email"] for row in (said, *rows) if row["email"]), "")
    names = dict.fromkeys(
        name for row in rows for name in (row["name"], *row["names"]) if name and name != named["name"]
    )
    addresses = dict.fromkeys(
        one.lower() for row in rows for one in (row["email"], *row["addresses"]) if one and one.lower() != email.lower()
    )
    return Colleague(
        Person(named["name"], email),
        said["path"],
        tuple((one["first"], one["last"]) for one in said["away"]),
        tuple(Person(one["name"], one["email"]) for one in said["contacts"]),
        next((row["department"] for row in rows if row["department"]), ""),
        tuple(names),
        tuple(addresses),
    )
