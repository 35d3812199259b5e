"""Who covers for whom, across the mailboxes of an organisation, day by day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from replylint.model import Finding, Organization, Person, Settings, Severity
from replylint.rules.base import Example, Rule
from replylint.tables import fold, strip_accents

_LONGEST = timedelta(days=370)
"""Days of an absence that are looked at one by one."""
_AWAY = "I am out from {} to {}. Contact {}."


def _out(first: str, last: str, contact: str) -> str:
    return _AWAY.format(first, last, contact)


class Cover:
    """Who stands in for whom in an organisation. People are numbers: their places in its list."""

    def __init__(self, organization: Organization) -> None:
        self.people = organization.people
        self._is_business_day = organization.is_business_day

    @cached_property
    def _by_address(self) -> dict[str, int]:
        return {one.owner.email.lower(): index for index, one in enumerate(self.people) if one.owner.email}

    @cached_property
    def _by_name(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for index, one in enumerate(self.people):
            if one.owner.name:
                found.setdefault(_key(one.owner.name), []).append(index)
        return found

    def person(self, contact: Person) -> int | None:
        """Return whose mailbox a contact has: by the address, or by first and last name if one person alone has it."""
        if contact.email:
            return self._by_address.get(contact.email.lower())
        named = self._by_name.get(_key(contact.name), []) if " " in contact.name.strip() else []
        return named[0] if len(named) == 1 else None

    @cached_property
    def stand_ins(self) -> list[list[int | None]]:
        """For each person, whom their reply names; None for a contact who has no mailbox here, such as a team or a switchboard."""
        return [[self.person(contact) for contact in one.contacts] for one in self.people]

    def days_away(self, index: int) -> Iterator[date]:
        """Yield the business days on which a person is away."""
        one = self.people[index]
        if one.first is None or one.last is None:
            return
        for number in range(min(one.last - one.first, _LONGEST).days + 1):
            day = one.first + timedelta(days=number)
            if self._is_business_day(day):
                yield day

    def left_alone(self, index: int, day: date) -> bool:
        """Say whether everybody whom a person names is known to be away as well on a day."""
        named = self.stand_ins[index]
        return bool(named) and all(
            other is not None and other != index and self.people[other].is_away(day) for other in named
        )

    def beyond(self, index: int, day: date) -> tuple[list[int], list[int]]:
        """Return where the replies lead to on a day: the way to somebody who is there, and the way back to the person; empty if there is none."""
        ways = [[other] for other in self.stand_ins[index] if other is not None]
        seen = {index}
        back: list[int] = []
        while ways:
            way = ways.pop(0)
            for other in self.stand_ins[way[-1]]:
                if other is None or not (self.people[other].is_away(day) or other == index):
                    return ([*way, other] if other is not None else way), back
                if other == index:
                    back = back or way
                elif other not in seen:
                    seen.add(other)
                    ways.append([*way, other])
        return [], back

    def uncovered(self) -> Iterator[tuple[int, date]]:
        """Yield each person and business day on which they are away, and so is everybody their reply leads to."""
        for index in range(len(self.people)):
            for day in self.days_away(index):
                if self.left_alone(index, day) and not self.beyond(index, day)[0]:
                    yield index, day

    def name(self, index: int) -> str:
        """Return how a person is called."""
        return self.people[index].owner.name or self.people[index].owner.email


class _Coverage(Rule):
    """A rule about an organisation."""

    examines = "organization"


class ContactAway(_Coverage):
    """Somebody whom the message names is there on every day.

    > Include dates out and who to contact if immediate assistance is needed
    """

    id = "coverage.contact-away"
    valid = (
        Example(
            _out("12/14/26", "12/18/26", "Terrence Boyd at 813-555-0161"),
            colleagues=(("Terrence Boyd", _out("12/21/26", "12/23/26", "Maria Lopez at 813-555-0162")),),
        ),
        Example(
            _out("12/14/26", "12/18/26", "Terrence Boyd at 813-555-0161 or Maria Lopez at 813-555-0162"),
            colleagues=(("Terrence Boyd", _out("12/14/26", "12/18/26", "the Water Plant at 813-555-0139")),),
        ),
    )
    invalid = (
        Example(
            _out("12/14/26", "12/18/26", "Terrence Boyd at 813-555-0161"),
            colleagues=(("Terrence Boyd", "I am out from 12/17/26 to 12/23/26."),),
        ),
    )

    def examine(self, organization: Organization, settings: Settings) -> Iterator[Finding]:
        """Find the days on which everybody named is away and nobody further on is there."""
        cover = Cover(organization)
        for index in range(len(cover.people)):
            days = [
                day
                for day in cover.days_away(index)
                if cover.left_alone(index, day) and cover.beyond(index, day) == ([], [])
            ]
            if days:
                others = [cover.name(other) for other in cover.stand_ins[index] if other is not None]
                yield Finding(
                    f"Name somebody who is there. {_and(others)} {'is' if len(others) == 1 else 'are'} away too on {_days(days)}.",
                    document=index,
                )


class Circular(_Coverage):
    """People who are away at the same time do not name each other.

    > Include dates out and who to contact if immediate assistance is needed
    """

    id = "coverage.circular"
    valid = (
        Example(
            _out("12/14/26", "12/16/26", "Terrence Boyd at 813-555-0161"),
            colleagues=(("Terrence Boyd", _out("12/17/26", "12/18/26", "Dana Whitlock at 813-555-0142")),),
        ),
    )
    invalid = (
        Example(
            _out("12/14/26", "12/18/26", "Terrence Boyd at 813-555-0161"),
            colleagues=(("Terrence Boyd", _out("12/17/26", "12/21/26", "Dana Whitlock at 813-555-0142")),),
        ),
    )

    def examine(self, organization: Organization, settings: Settings) -> Iterator[Finding]:
        """Find replies that lead back to where they began."""
        cover = Cover(organization)
        for index in range(len(cover.people)):
            days: list[date] = []
            way: list[int] = []
            for day in cover.days_away(index):
                if cover.left_alone(index, day):
                    there, back = cover.beyond(index, day)
                    if back and not there:
                        way = way or back
                        days.append(day)
            if days:
                names = _and([cover.name(other) for other in way])
                yield Finding(
                    f"Name somebody else. Your message leads to {names} and back to you, and all of you are away on {_days(days)}.",
                    document=index,
                )


class Chain(_Coverage):
    """The message leads to somebody who is there, not on to a second absence.

    > Include dates out and who to contact if immediate assistance is needed
    """

    id = "coverage.chain"
    severity = Severity.WARNING
    valid = ContactAway.valid
    invalid = (
        Example(
            _out("12/14/26", "12/18/26", "Terrence Boyd at 813-555-0161"),
            colleagues=(
                ("Terrence Boyd", _out("12/17/26", "12/23/26", "Maria Lopez at 813-555-0162")),
                ("Maria Lopez", "I work Tuesdays and Thursdays. I reply within one business day."),
            ),
        ),
    )

    def examine(self, organization: Organization, settings: Settings) -> Iterator[Finding]:
        """Find replies whose contacts are away, and whose contacts' contacts are there."""
        cover = Cover(organization)
        for index in range(len(cover.people)):
            days: list[date] = []
            way: list[int] = []
            for day in cover.days_away(index):
                if cover.left_alone(index, day) and (there := cover.beyond(index, day)[0]):
                    way = way or there
                    days.append(day)
            if days:
                onward = (
                    f"{cover.name(way[0])} leads on to {cover.name(way[1])}"
                    if len(way) > 1
                    else f"{cover.name(way[0])} leads on"
                )
                yield Finding(
                    f"Name somebody who is there. {cover.name(way[0])} is away too on {_days(days)}; the reply of {onward}.",
                    document=index,
                )


class Overloaded(_Coverage):
    """Nobody covers for too many people at the same time.

    > Include dates out and who to contact if immediate assistance is needed
    """

    @dataclass(frozen=True)
    class Options:
        """Options of the rule."""

        people: int = 3
        """The most people for whom one person stands in on one day."""

    id = "coverage.overloaded"
    severity = Severity.WARNING
    valid = ContactAway.valid
    invalid = (
        Example(
            _out("12/14/26", "12/18/26", "Terrence Boyd at 813-555-0161"),
            colleagues=(
                ("Terrence Boyd", "I work Tuesdays and Thursdays. I reply within one business day."),
                *((name, _out("12/16/26", "12/23/26", "Terrence Boyd at 813-555-0161")) for name in ("Maria Lopez", "Ann Kerr", "Luis Ortega")),
            ),
        ),
    )  # fmt: skip

    def examine(self, organization: Organization, settings: Settings) -> Iterator[Finding]:
        """Find people whom more replies name on one day than the option allows."""
        most = self.options.people if isinstance(self.options, self.Options) else self.Options().people
        cover = Cover(organization)
        load: dict[int, dict[date, list[int]]] = {}
        for index, named in enumerate(cover.stand_ins):
            for other in {other for other in named if other is not None and other != index}:
                for day in cover.days_away(index):
                    load.setdefault(other, {}).setdefault(day, []).append(index)
        for other in sorted(load):
            heavy = {day: who for day, who in load[other].items() if len(who) > most}
            if heavy:
                who = sorted({index for people in heavy.values() for index in people})
                names = [cover.name(index) for index in who]
                yield Finding(
                    f"Spread the work. {cover.name(other)} stands in for {max(map(len, heavy.values()))} people on {_days(sorted(heavy))}: {_and(names)}.",
                    document=other,
                )


class Unknown(_Coverage):
    """Whoever a message names has a mailbox here.

    > Include dates out and who to contact if immediate assistance is needed

    Teams and shared addresses may be lists without a mailbox, so only people with first and last name and an address of the organisation are asked for.
    """

    id = "coverage.unknown"
    severity = Severity.WARNING
    valid = (
        Example(
            _out("12/14/26", "12/18/26", "Terrence Boyd at terrence.boyd@plantcitygov.com"),
            colleagues=(("Terrence Boyd", "I work Tuesdays and Thursdays. I reply within one business day."),),
        ),
        Example(_out("12/14/26", "12/18/26", "Terrence Boyd at tboyd@home.example")),
    )
    invalid = (
        Example(
            _out("12/14/26", "12/18/26", "Terrence Boyd at terence.boyd@plantcitygov.com"),
        ),
    )

    def examine(self, organization: Organization, settings: Settings) -> Iterator[Finding]:
        """Find people named with an address of the organisation that no mailbox has."""
        cover = Cover(organization)
        domains = {domain.lower() for domain in settings.domains}
        for index, one in enumerate(cover.people):
            for contact in one.contacts:
                ours = contact.email.rpartition("@")[2].lower() in domains
                if ours and " " in contact.name.strip() and cover.person(contact) is None:
                    yield Finding(
                        f"Check the address {contact.email} of {contact.name}. No mailbox has it.", document=index
                    )


def _key(name: str) -> str:
    return " ".join(strip_accents(fold(name)).lower().replace(".", " ").split())


def _and(names: list[str]) -> str:
    names = list(dict.fromkeys(names))
    if len(names) > 4:
        return f"{', '.join(names[:3])} and {len(names) - 3} others"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _days(days: list[date]) -> str:
    """Return days in words: one by one up to three, else the first and the last with their number."""
    said = [f"{day:%B} {day.day}, {day.year}" for day in days]
    return _and(said) if len(said) <= 3 else f"{len(said)} business days from {said[0]} to {said[-1]}"


RULES = (ContactAway, Circular, Chain, Overloaded, Unknown)
