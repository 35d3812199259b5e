"""An audit from beginning to end: units done that are not done yet, and what all of them show together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from threading import Thread

from replylint.audit import units
from replylint.audit.dataset import Dataset
from replylint.audit.leave import Reminder, load_leave, reminders
from replylint.audit.pool import Pool, Work
from replylint.audit.progress import Progress, Told
from replylint.audit.remote import Copied, copied, is_elsewhere
from replylint.audit.rows import Question, Row, engine_for
from replylint.audit.units import Unit
from replylint.audit.work import MISDIVIDED, do
from replylint.calendar import BusinessCalendar, calendar_of
from replylint.model import Colleague, Diagnostic, Exchange, Notice, Organization, Person, Trouble
from replylint.rules.coverage import Cover


@dataclass
class Audit:
    """What an audit found. The rows are those of `dataset.schemas`."""

    mailboxes: list[Row] = field(default_factory=list)
    findings: list[Row] = field(default_factory=list)
    across: list[Diagnostic] = field(default_factory=list)
    """What only all mailboxes together show."""
    gap_days: list[tuple[str, date]] = field(default_factory=list)
    """Who is away on which business day without anybody to cover."""
    exchanges: list[Exchange] = field(default_factory=list)
    """The letters that need an answer; their people are numbers of `people`."""
    people: tuple[Colleague, ...] = ()
    response_times: list[tuple[timedelta, timedelta] | None] = field(default_factory=list)
    """For each letter that is to be answered, how long that took: in office hours, and by the clock. None for those that nobody answered."""
    reminders: list[Reminder] = field(default_factory=list)
    """Who is away soon and has no valid reply."""
    troubles: list[Trouble] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    here: tuple[str, ...] = ()
    """The files and folders that were read: what lies elsewhere, as it was copied."""
    places: tuple[Copied, ...] = ()
    units: int = 0
    reused: int = 0
    """Units that were done before and are whole."""

    def named(self, path: str) -> str:
        """Return what a file is called where it came from."""
        for place in self.places:
            path = place.named(path)
        return path


def audit(
    paths: Iterable[str], folder: Path, question: Question, pool: Pool, told: Told, scheduler: str = "",
    leave: Path | None = None,
) -> Audit:  # fmt: skip
    """Audit files and folders into a folder, by the processes of a pool or on the Dask cluster that is named.

    Raises ConfigError if the folder cannot be used, and other ReplylintErrors for a policy or staff list that is wrong. A unit that cannot be
    done is trouble, and the others are done.
    """
    engine = engine_for(question)
    away = load_leave(leave) if leave else ()
    dataset = Dataset(folder)
    dataset.prepare()
    found = Audit()
    stamp = question.stamp()
    paths = tuple(paths)
    elsewhere = {path: copied(path, folder / "copied", told) for path in paths if is_elsewhere(path)}
    found.places = tuple(elsewhere.values())
    found.here = tuple(str(elsewhere[path].folder) if path in elsewhere else path for path in paths)
    listed: list[Unit] = []
    for one in units.units_of(found.here, folder):
        if isinstance(one, Unit):
            listed.append(one)
        elif isinstance(one, Trouble):
            found.troubles.append(one)
        else:
            found.notices.append(one)
    work = partial(do, question, stamp, folder.resolve())

    def meanwhile() -> None:
        calendar_of(engine.settings)  # one that is wrong is told before the units are done
        Thread(target=_load_ahead, daemon=True).start()

    whole = _do_all(
        listed, dataset, stamp, found, lambda missing: _run(missing, work, pool, scheduler), told, meanwhile
    )
    pool.end()
    calendar = calendar_of(engine.settings)
    _read(found, dataset, whole, stamp)
    _match(found, dataset.files("letters", [unit.key(stamp) for unit in whole]), calendar)
    today = question.as_of or question.today
    organization = Organization(
        found.people,
        calendar.is_business_day,
        tuple(found.exchanges),
        datetime.combine(today, time(), calendar.zone),
    )
    cover = Cover(organization)
    found.gap_days = [(cover.name(index), day) for index, day in cover.uncovered()]
    for result in engine.check_organization(organization):
        if isinstance(result, Diagnostic):
            found.across.append(result)
        elif isinstance(result, Trouble):
            found.troubles.append(result)
    found.reminders = list(reminders(away, found.mailboxes, found.findings, today))
    found.troubles.sort()
    return found


def _load_ahead() -> None:
    """Load what all rows together are asked with, while other processes read the units."""
    with suppress(ImportError):  # who needs it says so
        import duckdb

        import replylint.audit.threads  # noqa: F401  # as is said above
        from replylint.report import audit_page

        duckdb.cursor().close()
        audit_page.load()


def _read(found: Audit, dataset: Dataset, units: list[Unit], stamp: str) -> None:
    """Read the rows of these units: mailboxes, findings, what is said, and who the people are."""
    keys = [unit.key(stamp) for unit in units]
    before = _messages_before(units, dataset, stamp)
    found.mailboxes, found.findings, said = (
        [{**row, "path": found.named(row["path"])} for row in dataset.rows(table, keys, before)]
        for table in ("mailboxes", "findings", "said")
    )
    for row in said:
        if row["kind"] == "trouble":
            found.troubles.append(Trouble(row["path"], row["message"]))
        else:
            found.notices.append(Notice(row["message"], row["path"]))
    _once(found)
    found.people = tuple(_colleagues(found.mailboxes))


def _match(found: Audit, letters: list[str], calendar: BusinessCalendar) -> None:
    """Match the letters that need an answer with their answers; acknowledgements are judged where they are the first."""
    from replylint.audit.threads import threads

    first_answers = set()
    numbers = {one.owner.email.lower(): place for place, one in enumerate(found.people) if one.owner.email}
    for thread in threads(letters, numbers):
        if isinstance(thread, Notice):
            found.notices.append(thread)
            continue
        first_answers.add(thread.by_a_person)
        arrived = thread.arrived.astimezone(calendar.zone)
        found.exchanges.append(
            Exchange(thread.sender, numbers[thread.recipient], arrived, calendar.due(arrived), thread.answered)
        )
    found.findings = [row for row in found.findings if not row["answer"] or row["answer"] in first_answers]
    found.response_times = [
        (calendar.office_time(one.arrived, one.answered), one.answered - one.arrived) if one.answered else None
        for one in found.exchanges
    ]


def _do_all(
    units: list[Unit], dataset: Dataset, stamp: str, found: Audit, work_on: Callable[[list[Unit]], Iterator[tuple[Unit, str]]], told: Told,
    meanwhile: Callable[[], None],
) -> list[Unit]:  # fmt: skip
    """Do the units that are not done yet, and return those that then are, in order. A mailbox that cannot be divided is read as a whole.

    `meanwhile` is called when units have been begun.
    """
    divided = dict.fromkeys(unit.whole() for unit in units if unit.divided)
    units = _whole(units, {unit for unit in divided if dataset.has(unit.key(stamp))})  # as an earlier run found
    missing = [unit for unit in units if not dataset.has(unit.key(stamp))]
    found.units, found.reused = len(units), len(units) - len(missing)
    failed: set[Unit] = set()
    while True:
        todo, read, misdivided = sum(unit.size for unit in missing), 0, set()
        done = len(units) - len(missing)
        told(Progress("units", done, len(units), read, todo))
        results = work_on(missing)
        meanwhile()
        for unit, wrong in results:
            if wrong == MISDIVIDED:
                misdivided.add(unit.whole())
            elif wrong:
                found.troubles.append(Trouble(unit.name, wrong))
                failed.add(unit)
            done, read = done + 1, read + unit.size
            told(Progress("units", done, len(units), read, todo))
        if not misdivided:
            return [unit for unit in units if unit not in failed]
        units, missing = _whole(units, misdivided), sorted(misdivided)


def _whole(units: Iterable[Unit], undivided: set[Unit]) -> list[Unit]:
    """Return the units, the ranges of some files put together again."""
    return list(dict.fromkeys(whole if (whole := unit.whole()) in undivided else unit for unit in units))


def _messages_before(units: Iterable[Unit], dataset: Dataset, stamp: str) -> dict[str, int]:
    """Return how many messages of their mailbox stand before ranges of it, by their keys."""
    before: dict[str, int] = {}
    read: Counter[Unit] = Counter()
    for unit in units:
        if unit.divided:
            before[unit.key(stamp)] = read[unit.whole()]
            read[unit.whole()] += dataset.messages(unit.key(stamp))
    return before


def _once(found: Audit) -> None:
    """Put together what several units have alike: the same person's way of signing, copies of a message."""
    kept: dict[tuple[str, str], Row] = {}
    rows = []
    dropped = set()
    for row in found.mailboxes:
        first = kept.setdefault((row["email"], row["digest"]), row) if row["digest"] else row
        if first is row:
            rows.append(row)
        else:
            first["times"] += row["times"]
            dropped.add((row["path"], row["number"]))
    found.mailboxes = rows
    found.findings = [row for row in found.findings if row["answer"] or (row["path"], row["number"]) not in dropped]


def _run(missing: list[Unit], work: Work, pool: Pool, scheduler: str) -> Iterator[tuple[Unit, str]]:
    if not scheduler or not missing:
        return pool.run(missing, work)
    from replylint.audit import cluster

    return cluster.run(missing, work, pool.workers, scheduler)


def _colleagues(mailboxes: Iterable[Row]) -> Iterator[Colleague]:
    """Yield each person once: by the settings of their mailbox where there are any, else by the last of their replies."""
    people: dict[str, tuple[bool, Colleague]] = {}
    for row in mailboxes:
        if not (row["name"] or row["email"]):
            continue
        contacts = tuple(Person(one["name"], one["email"]) for one in row["contacts"])
        one = Colleague(
            Person(row["name"], row["email"]),
            row["path"],
            row["first_day"],
            row["last_day"],
            contacts,
            row["department"],
        )
        key = (row["email"] or row["name"]).lower()
        set_up = row["state"] is not None
        if key not in people or set_up >= people[key][0]:
            people[key] = (set_up, one)
    yield from (one for _, one in people.values())
