"""Who stands in for whom in an organisation, day by day: the graph of people who are away and whom their replies name."""

from __future__ import annotations

import enum
from collections import deque
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cached_property, lru_cache

from replylint.model import Organization, Person
from replylint.tables import name_key

_LONGEST = timedelta(days=370)
"""Days of a spell away that are looked at one by one."""
_LARGEST_CIRCLE = 200
"""People of a circle that is followed from person to person."""


class Alone(enum.Enum):
    """What becomes of a sender on a day on which everybody whom a reply names is known to be away as well."""

    ONWARD = enum.auto()
    """The replies of those who are named lead on to somebody who is there."""
    CIRCLE = enum.auto()
    """They lead back to where they began."""
    NOBODY = enum.auto()
    """They lead to nobody else."""


class Cover:
    """Who stands in for whom in an organisation. People are numbers: their places in its list."""

    def __init__(self, organization: Organization) -> None:
        self.people = organization.people
        self._is_business_day = organization.is_business_day
        self._onward: dict[date, dict[int, int | None]] = {}
        self._circles: dict[date, dict[int, list[int]]] = {}

    @cached_property
    def _by_address(self) -> dict[str, int]:
        return {
            address.lower(): index
            for index, one in enumerate(self.people)
            for address in (*one.addresses, one.owner.email)
            if address
        }

    @cached_property
    def _domains(self) -> frozenset[str]:
        return frozenset(address.rpartition("@")[2] for address in self._by_address)

    @cached_property
    def _by_name(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for index, one in enumerate(self.people):
            for key in {name_key(name) for name in (one.owner.name, *one.names) if name}:
                found.setdefault(key, []).append(index)
        return found

    @cached_property
    def _by_ends(self) -> dict[tuple[str, str], dict[int, list[str]]]:
        """People by the first and last word of their names, with the words between."""
        found: dict[tuple[str, str], dict[int, list[str]]] = {}
        for key, indexes in self._by_name.items():
            first, *between, last = [*key.split(), ""] if " " not in key else key.split()
            for index in indexes:
                found.setdefault((first, last), {})[index] = between
        return found

    def person(self, contact: Person) -> int | None:
        """Return whose mailbox a contact has: by the address, or else by first and last name if one person alone has it.

        An address of another organisation is nobody's here, whatever the name.
        """
        if contact.email:
            found = self._by_address.get(contact.email.lower())
            if found is not None:
                return found
            if self._domains and contact.email.rpartition("@")[2].lower() not in self._domains:
                return None
        return self._named(name_key(contact.name))

    def _named(self, key: str) -> int | None:
        if " " not in key:
            return None
        named = self._by_name.get(key, [])
        if not named:
            first, *between, last = key.split()
            alike = self._by_ends.get((first, last), {})
            named = [index for index, other in alike.items() if _fit(between, other)]
        if len(named) > 1:  # a shared mailbox may be signed by one of those who read it
            named = [
                index
                for index in named
                if key.rpartition(" ")[2] in name_key(self.people[index].owner.email.partition("@")[0])
            ]
        return named[0] if len(named) == 1 else None

    @cached_property
    def stand_ins(self) -> list[list[int | None]]:
        """For each person, whom their reply names; None for a contact who has no mailbox here, such as a team or a switchboard."""
        return [[self.person(contact) for contact in one.contacts] for one in self.people]

    @cached_property
    def _days_away(self) -> list[list[date]]:
        return [sorted(set(self._business_days(one.away))) for one in self.people]

    def _business_days(self, away: tuple[tuple[date, date], ...]) -> Iterator[date]:
        for first, last in away:
            for number in range(min(last - first, _LONGEST).days + 1):
                day = first + timedelta(days=number)
                if self._is_business_day(day):
                    yield day

    def days_away(self, index: int) -> list[date]:
        """Return the business days on which a person is away, in order."""
        return self._days_away[index]

    @cached_property
    def _away(self) -> dict[date, list[int]]:
        """Who is away on each business day."""
        found: dict[date, list[int]] = {}
        for index, days in enumerate(self._days_away):
            for day in days:
                found.setdefault(day, []).append(index)
        return found

    @cached_property
    def _days_alone(self) -> list[dict[Alone, list[date]]]:
        found: list[dict[Alone, list[date]]] = []
        for index, days in enumerate(self._days_away):
            alone: dict[Alone, list[date]] = {}
            for day in days:
                if self._left_alone(index, day):
                    alone.setdefault(self._what_becomes(index, day), []).append(day)
            found.append(alone)
        return found

    def _what_becomes(self, index: int, day: date) -> Alone:
        if self.way_on(index, day):
            return Alone.ONWARD
        return Alone.CIRCLE if index in self._circles_on(day) else Alone.NOBODY

    def days_alone(self, index: int, alone: Alone) -> list[date]:
        """Return the business days on which a person and everybody whom they name is away, of one sort, in order."""
        return self._days_alone[index].get(alone, [])

    def _left_alone(self, index: int, day: date) -> bool:
        """Say whether everybody whom a person names is known to be away as well on a day."""
        named = self.stand_ins[index]
        return bool(named) and all(
            other is not None and other != index and self.people[other].is_away(day) for other in named
        )

    def way_on(self, index: int, day: date) -> list[int]:
        """Return the shortest way from whom a person names to somebody who is there on a day; empty if there is none."""
        onward = self._onward.get(day)
        if onward is None:
            onward = self._onward[day] = self._lead_on(day)
        way: list[int] = []
        at: int | None = index
        while at is not None and at in onward:
            at = onward[at]
            if at is not None:
                way.append(at)
        return way

    def _lead_on(self, day: date) -> dict[int, int | None]:
        """Return, of those who are away and whose replies lead to somebody who is there, whom they lead to next."""
        away = self._away.get(day, [])
        absent = set(away)
        named_by: dict[int, list[int]] = {}
        onward: dict[int, int | None] = {}
        for index in away:
            for other in self.stand_ins[index]:
                if other is None or other not in absent:
                    onward.setdefault(index, other)
                else:
                    named_by.setdefault(other, []).append(index)
        waiting = deque(onward)
        while waiting:
            reached = waiting.popleft()
            for index in named_by.get(reached, ()):
                if index not in onward:
                    onward[index] = reached
                    waiting.append(index)
        return onward

    def way_back(self, index: int, day: date) -> list[int]:
        """Return the shortest way on which a reply leads back to a person on a day, without the person; of a very large circle some of its people."""
        members = self._circles_on(day).get(index, [])
        if len(members) > _LARGEST_CIRCLE:
            return [one for one in members[:_LARGEST_CIRCLE] if one != index]
        inside = set(members)
        ways = deque([other] for other in self._absent_contacts(index, day) if other in inside)
        seen = {index}
        while ways:
            way = ways.popleft()
            for other in self._absent_contacts(way[-1], day):
                if other == index:
                    return way
                if other in inside and other not in seen:
                    seen.add(other)
                    ways.append([*way, other])
        return []

    def _circles_on(self, day: date) -> dict[int, list[int]]:
        circles = self._circles.get(day)
        if circles is None:
            leads = {one: self._absent_contacts(one, day) for one in self._away.get(day, ())}
            circles = self._circles[day] = _circles(leads)
        return circles

    def _absent_contacts(self, index: int, day: date) -> list[int]:
        return [
            other
            for other in self.stand_ins[index]
            if other is not None and other != index and self.people[other].is_away(day)
        ]

    def uncovered(self) -> Iterator[tuple[int, date]]:
        """Yield each person and business day on which they are away and name nobody, or everybody their reply leads to is away too."""
        for index, one in enumerate(self.people):
            nowhere = (*self.days_alone(index, Alone.CIRCLE), *self.days_alone(index, Alone.NOBODY))
            for day in sorted(nowhere) if one.contacts else self.days_away(index):
                yield index, day

    def name(self, index: int) -> str:
        """Return how a person is called."""
        return self.people[index].called


@lru_cache(maxsize=1)
def cover_of(organization: Organization) -> Cover:
    """Return who stands in for whom in an organisation, worked out once for all who ask about it."""
    return Cover(organization)


def _fit(one: list[str], other: list[str]) -> bool:
    """Say whether the words between first and last name can be those of one person: one list is empty, or each begins as the other's does."""
    return not one or not other or all(a.startswith(b) or b.startswith(a) for a, b in zip(one, other, strict=False))


def _circles(leads: dict[int, list[int]]) -> dict[int, list[int]]:
    """Return with whom each is in a circle: the strongly connected components of a graph, by two searches of all of it (Kosaraju)."""
    order: list[int] = []
    seen: set[int] = set()
    for root in leads:
        if root in seen:
            continue
        seen.add(root)
        stack = [(root, iter(leads[root]))]
        while stack:
            at, others = stack[-1]
            for other in others:
                if other not in seen:
                    seen.add(other)
                    stack.append((other, iter(leads.get(other, ()))))
                    break
            else:
                order.append(at)
                stack.pop()
    back: dict[int, list[int]] = {}
    for index, others_of in leads.items():
        for other in others_of:
            back.setdefault(other, []).append(index)
    found: dict[int, list[int]] = {}
    for root in reversed(order):
        if root in found:
            continue
        members = found[root] = [root]
        for at in members:  # which grows
            for other in back.get(at, ()):
                if other not in found:
                    found[other] = members
                    members.append(other)
    return {index: members for index, members in found.items() if len(members) > 1}
