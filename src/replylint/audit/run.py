"""An audit from beginning to end: units done that are not done yet, and what all of them show together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC
from functools import partial
from pathlib import Path

from replylint.audit import result, units
from replylint.audit.dataset import Dataset
from replylint.audit.leave import load_leave
from replylint.audit.places import here
from replylint.audit.pool import Pool, Work
from replylint.audit.progress import Progress, Told
from replylint.audit.remote import copied, is_elsewhere
from replylint.audit.result import Audit
from replylint.audit.rows import Question, engine_for
from replylint.audit.supervisor import Supervisor
from replylint.audit.units import Unit
from replylint.audit.work import MISDIVIDED, do
from replylint.calendar import calendar_of
from replylint.model import Unchecked
from replylint.times import zone_named


def audit(
    paths: Iterable[str], dataset: Dataset, question: Question, pool: Pool | Supervisor, told: Told, scheduler: str = "",
    leave: Path | None = None,
) -> Audit:  # fmt: skip
    """Audit files and folders into a dataset that was entered, by the processes of a pool or on the Dask cluster that is named.

    Raises ReplylintErrors for a policy or staff list that is wrong. A unit that cannot be done is trouble, and the others are done.
    """
    engine = engine_for(question)
    zone = zone_named(engine.settings.timezone) or UTC
    order = question.date_order or engine.settings.date_order
    away = load_leave(leave, zone, question.day, order, engine.directory) if leave else ()
    folder = dataset.folder
    found = Audit()
    stamp = question.stamp()
    found.places = tuple(
        copied(path, folder / "copied", told) if is_elsewhere(path) else here(path) for path in dict.fromkeys(paths)
    )
    listed: list[Unit] = []
    for one in units.units_of([place.path for place in found.places], folder):
        if isinstance(one, Unit):
            listed.append(one)
        elif isinstance(one, Unchecked):
            found.troubles.append(one)
        else:
            found.notices.append(one)
    found.read = tuple(dict.fromkeys(path for unit in listed for path in unit.paths))
    found.files = frozenset(map(found.named, found.read))
    found.rules = (*(rule.id for rule in engine.rules), *(check.id for check in engine.checks))
    work = partial(do, question, stamp, folder.resolve())

    def meanwhile() -> None:
        calendar_of(engine.settings)  # one that is wrong is told before the units are done
        _load_ahead()

    whole = _do_all(
        listed, dataset, stamp, found, lambda missing: _run(missing, work, pool, scheduler), told, meanwhile
    )
    pool.end()
    told(Progress("comparing all mailboxes", 0, 0))
    calendar = calendar_of(engine.settings)
    keys = [unit.key(stamp) for unit in whole]
    addresses = result.read(found, dataset, keys, _messages_before(whole, dataset, stamp), engine)
    result.match(found, dataset.files("letters", keys), calendar, engine)
    result.across(found, engine, calendar, addresses, question.day, away)
    if unjudged := result.nothing_judged(found, engine):
        found.troubles.append(unjudged)
    dataset.keep(keys)
    found.troubles = sorted(one._replace(path=found.named(one.path)) for one in found.troubles)
    found.notices = [one._replace(path=found.named(one.path)) for one in found.notices]
    return found


def _load_ahead() -> None:
    """Load what all rows together are asked with, while other processes read the units."""
    import duckdb

    import replylint.audit.threads  # noqa: F401  # as is said above
    from replylint.report import audit_page

    duckdb.cursor().close()
    audit_page.load()


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
                found.troubles.append(Unchecked(unit.called(found.named(unit.paths[0])), wrong))
                found.failed.update(map(found.named, unit.paths))
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


def _run(missing: list[Unit], work: Work, pool: Pool | Supervisor, scheduler: str) -> Iterator[tuple[Unit, str]]:
    if not scheduler or not missing:
        return pool.run(missing, work)
    from replylint.audit import cluster

    return cluster.run(missing, work, pool.workers, scheduler)
