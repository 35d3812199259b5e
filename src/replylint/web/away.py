"""Who is away when, as the replies of an organization say."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from replylint.api import Checker
from replylint.engine import Engine
from replylint.model import Mailbox, State, Unchecked
from replylint.sources import load

_MOST_FILES = 100_000


class Spell(NamedTuple):
    """A person and the days of an absence."""

    name: str
    email: str
    first_day: date
    last_day: date


class Absences(NamedTuple):
    """What the replies say: nobody is known to be here because no reply of theirs was read."""

    spells: tuple[Spell, ...] = ()
    unread: int = 0
    """Files and mailboxes that could not be read."""

    def between(self, first: date, last: date) -> Absences:
        """Return the spells that share a day with these."""
        return self._replace(
            spells=tuple(one for one in self.spells if one.first_day <= last and one.last_day >= first)
        )

    def to_bytes(self) -> bytes:
        """Return it as JSON."""
        rows = [
            {**one._asdict(), "first_day": str(one.first_day), "last_day": str(one.last_day)} for one in self.spells
        ]
        return json.dumps({"people": rows, "unread": self.unread}).encode("ascii")

    @classmethod
    def from_bytes(cls, data: bytes) -> Absences:
        """Return what `to_bytes` was made of."""
        found = json.loads(data)
        days = date.fromisoformat
        spells = (
            Spell(one["name"], one["email"], days(one["first_day"]), days(one["last_day"])) for one in found["people"]
        )
        return cls(tuple(spells), found["unread"])


def read(paths: Iterable[str], checker: Checker) -> Absences:
    """Return the absences that have not ended, from exports or folders of replies; a reply that is turned off counts for nothing."""
    engine = checker.engine
    unread = 0
    found: set[Spell] = set()
    for loaded in load(paths):
        if isinstance(loaded, Mailbox):
            found.update(_spells(loaded, engine))
        elif isinstance(loaded, Unchecked):
            unread += 1
    return Absences(tuple(sorted(found, key=lambda one: (one.first_day, one.name, one.email, one.last_day))), unread)


def _spells(mailbox: Mailbox, engine: Engine) -> Iterator[Spell]:
    if mailbox.settings is not None and mailbox.settings.state is State.OFF:
        return
    colleague = engine.colleague(mailbox, tuple(engine.facts(document) for document in mailbox.documents))
    if colleague is None:
        return
    for first, last in colleague.away:
        if last >= engine.today:
            yield Spell(colleague.owner.name, colleague.owner.email, first, last)


def fingerprint(paths: Iterable[str]) -> tuple[tuple[str, int, int], ...]:
    """Return what changes when the files do: the name, size and time of each."""
    return tuple(sorted(_states(paths)))


def _states(paths: Iterable[str]) -> Iterator[tuple[str, int, int]]:
    count = 0
    for given in map(Path, paths):
        for path in given.rglob("*") if given.is_dir() else (given,):
            count += 1
            if count > _MOST_FILES:
                return
            try:
                state = path.stat()
            except OSError:
                continue
            yield str(path), state.st_size, state.st_mtime_ns
