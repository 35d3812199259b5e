"""An audit from beginning to end: units done that are not done yet, and what all of them show together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path

from replylint.audit import pool, units
from replylint.audit.dataset import Dataset
from replylint.audit.leave import Reminder, load_leave, reminders
from replylint.audit.rows import Question, Row, engine_for, rows_of
from replylint.audit.units import Unit
from replylint.calendar import calendar_of
from replylint.model import Colleague, Diagnostic, Letter, Notice, Organization, Person, Trouble
from replylint.rules.coverage import Cover
from replylint.rules.response import exchanges

Done = Callable[[int, int], None]
"""Told of each unit that is done: how many are, and of how many."""


@dataclass
class Audit:
    """What an audit found. The rows are those of `dataset.SCHEMAS`."""

    mailboxes: list[Row] = field(default_factory=list)
    findings: list[Row] = field(default_factory=list)
    across: list[Diagnostic] = field(default_factory=list)
    """What only all mailboxes together show."""
    gap_days: list[tuple[str, date]] = field(default_factory=list)
    """Who is away on which business day without anybody to cover."""
    response_times: list[tuple[timedelta, timedelta] | None] = field(default_factory=list)
    """For each letter that is to be answered, how long that took: in office hours, and by the clock. None for those that nobody answered."""
    reminders: list[Reminder] = field(default_factory=list)
    """Who is away soon and has no valid reply."""
    troubles: list[Trouble] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    units: int = 0
    reused: int = 0
    """Units that were done before and are whole."""

    @property
    def judged(self) -> int:
        """How many mailboxes have a message that was judged, and wholly."""
        return sum(row["judged"] > 0 and row["checked"] for row in self.mailboxes)


def audit(
    paths: Iterable[str], folder: Path, question: Question, workers: int, told: Done, scheduler: str = "",
    leave: Path | None = None,
) -> Audit:  # fmt: skip
    """Audit files and folders into a folder, by processes on this machine or on the Dask cluster that is named.

    Raises ConfigError if the folder cannot be used, and other ReplylintErrors for a policy or staff list that is wrong. A unit that cannot be
    done is trouble, and the others are done.
    """
    engine = engine_for(question)
    calendar = calendar_of(engine.settings)
    away = load_leave(leave) if leave else ()
    dataset = Dataset(folder)
    dataset.prepare()
    found = Audit()
    stamp = question.stamp()
    keys: dict[Unit, str] = {}
    for one in units.units_of(paths, folder):
        if isinstance(one, Unit):
            keys[one] = one.key(stamp)
        elif isinstance(one, Trouble):
            found.troubles.append(one)
        else:
            found.notices.append(one)
    missing = [unit for unit, key in keys.items() if not dataset.has(key)]
    found.units, found.reused = len(keys), len(keys) - len(missing)
    done = found.reused
    told(done, len(keys))
    whole = set(keys.values()) - {keys[unit] for unit in missing}
    work = partial(_do, question, stamp, folder.resolve())
    for unit, wrong in _run(missing, work, workers, scheduler):
        if wrong:
            found.troubles.append(Trouble(unit.name, wrong))
        else:
            whole.add(keys[unit])
        done += 1
        told(done, len(keys))
    ordered = [key for key in keys.values() if key in whole]
    found.mailboxes = dataset.rows("mailboxes", ordered)
    found.findings = dataset.rows("findings", ordered)
    for row in dataset.rows("said", ordered):
        if row["kind"] == "trouble":
            found.troubles.append(Trouble(row["path"], row["message"]))
        else:
            found.notices.append(Notice(row["message"], row["path"]))
    letters = tuple(_letters(dataset.rows("letters", ordered)))
    today = question.as_of or question.today
    organization = Organization(
        tuple(_colleagues(found.mailboxes)), calendar.is_business_day, letters, calendar.due, datetime.combine(today, time(), calendar.zone)
    )  # fmt: skip
    found.notices += _of_letters(letters)
    found.response_times = [
        (calendar.office_time(one.letter.at, one.answered), one.answered - one.letter.at)
        if one.answered and one.letter.at
        else None
        for one in exchanges(organization)
    ]
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


def _run(missing: list[Unit], work: pool.Work, workers: int, scheduler: str) -> Iterator[tuple[Unit, str]]:
    if not scheduler or not missing:
        return pool.run(missing, work, workers)
    from replylint.audit import cluster

    return cluster.run(missing, work, workers, scheduler)


def _do(question: Question, stamp: str, folder: Path, unit: Unit) -> str:
    """Do a unit in the process that this is; return what went wrong in words, or an empty string."""
    try:
        Dataset(folder).put(unit.key(stamp), rows_of(unit, question))
    except MemoryError:
        return "there is not enough memory for it, so it was not checked; use fewer --workers"
    except OSError as error:
        return f"its rows cannot be written ({error.strerror or error}), so it was not checked; make room and run the audit again, which does only what is missing"
    except Exception as error:  # whatever a unit does to us, the others are still done
        return f"it could not be read ({type(error).__name__}: {error}), so it was not checked; tell the makers of replylint"
    return ""


def _letters(rows: Iterable[Row]) -> Iterator[Letter]:
    """Yield each letter once, though the sender's mailbox and the recipient's both have it."""
    seen: set[str] = set()
    for row in rows:
        if row["id"] not in seen:
            seen.add(row["id"])
            yield Letter(
                row["id"], row["sender"], tuple(row["recipients"]), row["at"], tuple(row["answers"]), row["automatic"], row["acknowledges"], row["passed_over"]
            )  # fmt: skip


def _of_letters(letters: tuple[Letter, ...]) -> Iterator[Notice]:
    """Yield what is to be said of mail whose answers are not asked for."""
    if not letters:
        yield Notice("not checked: who answers in time. No mail was read; give the mailboxes too, inbox and sent mail")
        return
    reasons = Counter(one.passed_over for one in letters if one.passed_over)
    yield from (Notice(f"{number:,} messages need no answer: {reason}") for reason, number in sorted(reasons.items()))
    if number := sum(one.automatic for one in letters):
        yield Notice(f"{number:,} messages need no answer: they are automatic")
    if number := sum(one.at is None for one in letters):
        yield Notice(f"not checked: whether {number:,} messages were answered in time. They have no date")


def _colleagues(mailboxes: Iterable[Row]) -> Iterator[Colleague]:
    """Yield each person once: by the settings of their mailbox where there are any, else by the last of their replies."""
    people: dict[str, tuple[bool, Colleague]] = {}
    for row in mailboxes:
        if not (row["name"] or row["email"]):
            continue
        contacts = tuple(Person(one["name"], one["email"]) for one in row["contacts"])
        one = Colleague(Person(row["name"], row["email"]), row["path"], row["first_day"], row["last_day"], contacts)
        key = (row["email"] or row["name"]).lower()
        set_up = row["state"] is not None
        if key not in people or set_up >= people[key][0]:
            people[key] = (set_up, one)
    yield from (one for _, one in people.values())
