"""Who covers for whom, across the mailboxes of an organisation, day by day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from replylint.model import Finding, Organization, Settings, Severity
from replylint.rules.base import Example, Rule
from replylint.rules.coverage.cover import Alone, Cover, cover_of

__all__ = ["RULES", "Alone", "Cover", "cover_of"]

_AWAY = "I am out from {} to {}. Contact {}."


def _out(first: str, last: str, contact: str) -> str:
    return _AWAY.format(first, last, contact)


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
        cover = cover_of(organization)
        for index in range(len(cover.people)):
            if days := cover.days_alone(index, Alone.NOBODY):
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
        cover = cover_of(organization)
        for index in range(len(cover.people)):
            if days := cover.days_alone(index, Alone.CIRCLE):
                names = _and([cover.name(other) for other in cover.way_back(index, days[0])])
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
        cover = cover_of(organization)
        for index in range(len(cover.people)):
            if days := cover.days_alone(index, Alone.ONWARD):
                way = cover.way_on(index, days[0])
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
        cover = cover_of(organization)
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

    Teams and shared addresses may be lists without a mailbox, so only people with first and last name and an address of the organisation are asked for,
    and only where all addresses are known: by a staff list, or by the settings of every mailbox. Somebody may have an address more than is known; of those
    who have a mailbox only one that is nearly theirs is told.
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
        Example(
            _out("12/14/26", "12/18/26", "Terrence Boyd at terence.boyd@plantcitygov.com"),
            colleagues=(("Terrence Boyd", "I work Tuesdays and Thursdays. I reply within one business day."),),
        ),
    )

    def examine(self, organization: Organization, settings: Settings) -> Iterator[Finding]:
        """Find people named with an address of the organisation that nobody has."""
        if organization.addresses is None:
            return
        cover = cover_of(organization)
        domains = {domain.lower() for domain in settings.domains}
        for index, one in enumerate(cover.people):
            for contact in one.contacts:
                address = contact.email.lower()
                if address.rpartition("@")[2] not in domains or address in organization.addresses:
                    continue
                known = cover.person(contact)
                if " " in contact.name.strip() and (known is None or _nearly(address, cover.people[known].owner.email)):
                    yield Finding(
                        f"Check the address {contact.email} of {contact.name}. Nobody here has it.", document=index
                    )


def _nearly(one: str, other: str) -> bool:
    """Say whether an address is another one with a slip of the pen."""
    from difflib import SequenceMatcher

    return SequenceMatcher(None, one.partition("@")[0], other.lower().partition("@")[0]).ratio() >= 0.85


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
