"""What an audit found: the rows of all units together, who is who, and what only all of them show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from replylint.audit.dataset import Dataset
from replylint.audit.leave import Leave, Reminder, reminders
from replylint.audit.people import all_addresses, people_of
from replylint.audit.places import Place
from replylint.audit.rows import SENDERS, Row
from replylint.calendar import BusinessCalendar
from replylint.engine import Engine
from replylint.model import Colleague, Diagnostic, Exchange, Notice, Organization, Unchecked
from replylint.rules.coverage import Alone, Cover, cover_of


@dataclass
class Audit:
    """What an audit found. The rows are those of `dataset`, with the number of the person that they are about (`person`, or None)."""

    mailboxes: list[Row] = field(default_factory=list)
    findings: list[Row] = field(default_factory=list)
    """What was found in messages, then what only all mailboxes together show."""
    people: tuple[Colleague, ...] = ()
    gap_days: list[tuple[int, date]] = field(default_factory=list)
    """Who is away on which business day, from that of the audit on, without anybody to cover."""
    lines: list[Line] = field(default_factory=list)
    """Who is named by whom, of those who are away now or will be."""
    covered: dict[int, str] = field(default_factory=dict)
    """How each of these is covered: somebody whom they name is `there` every day, or is away and `leads on`, or they are `away` without cover on some day."""
    files: frozenset[str] = frozenset()
    read: tuple[str, ...] = ()
    """The same files where they are read."""
    failed: set[str] = field(default_factory=set)
    """All files that were to be read, and those that were not, as people call them."""
    rules: tuple[str, ...] = ()
    """The rules that were asked."""
    exchanges: list[Exchange] = field(default_factory=list)
    """The letters that need an answer; their people are numbers of `people`."""
    response_times: list[tuple[timedelta, timedelta] | None] = field(default_factory=list)
    """For each letter that is to be answered, how long that took: in office hours, and by the clock. None for those that nobody answered."""
    reminders: list[Reminder] = field(default_factory=list)
    """Who is away soon and has no valid reply."""
    troubles: list[Unchecked] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    senders: Counter[str] = field(default_factory=Counter)
    """How many mail messages came from which domain."""
    places: tuple[Place, ...] = ()
    """The files and folders that were read."""

    def named(self, path: str) -> str:
        """Return what a file is called where it came from."""
        for place in self.places:
            path = place.named(path)
        return path


@dataclass(frozen=True)
class Line:
    """Somebody who is away, and one of those whom their reply names."""

    person: int
    contact: str
    """What the contact is called; empty if the reply names nobody."""
    other: int | None
    """Who the contact is, if they have a mailbox."""
    covers: str
    """`there` on all days of the absence, `leads on` to somebody who is there, or `away`: on some day nobody is there."""


def read(
    found: Audit, dataset: Dataset, keys: list[str], before: dict[str, int], engine: Engine
) -> frozenset[str] | None:
    """Read the rows of the units with these keys into what was found. Returns all addresses that there are, if they are known.

    `before` says of ranges of a mailbox how many messages stand before them. Raises ConfigError as `Dataset.rows` does.
    """
    found.mailboxes, found.findings, said = (
        [{**row, "path": found.named(row["path"])} for row in dataset.rows(table, keys, before)]
        for table in ("mailboxes", "findings", "said")
    )
    for row in said:
        if row["kind"] == "trouble":
            found.troubles.append(Unchecked(row["path"], row["message"]))
        elif row["kind"] == SENDERS:
            count, _, domain = row["message"].partition(" ")
            found.senders[domain] += int(count)
        else:
            found.notices.append(Notice(row["message"], row["path"]))
    _once(found)
    found.people, numbers = people_of(found.mailboxes, engine.directory)
    whose = {(row["path"], row["number"]): row["person"] for row in found.mailboxes}
    for row in found.findings:
        row["person"] = numbers.get(row["mailbox"].lower(), whose.get((row["path"], row["number"])))
        if row["person"] is not None:
            row["mailbox"] = _called(found.people[row["person"]])
    found.notices += engine.open_questions()
    return all_addresses(found.mailboxes, engine.directory)


_MOST_DOMAINS = 5
"""Domains that are named where no message is from one of the policy's."""


def nothing_judged(found: Audit, engine: Engine) -> Unchecked | None:
    """Return what to report where an audit judged nothing, or None; that every reply is turned off is a result."""
    if any(row["judged"] for row in found.mailboxes):
        return None
    if engine.settings.domains and found.senders and not any(map(engine.is_ours, found.senders)):
        often = ", ".join(f"{domain} ({count:,})" for domain, count in found.senders.most_common(_MOST_DOMAINS))
        more = f" and {rest:,} more" if (rest := len(found.senders) - _MOST_DOMAINS) > 0 else ""
        return Unchecked(
            "the mail",
            f"no message of {found.senders.total():,} comes from a domain of the policy "
            f"({', '.join(engine.settings.domains)}), so none was judged. They come from {often}{more}; "
            "name your domains in the policy, or give another with --policy",
        )
    if found.troubles or (found.mailboxes and all(row["state"] == "off" for row in found.mailboxes)):
        return None
    return Unchecked("the audit", "nothing was judged: no reply and no signature was found; check what you named")


def _called(one: Colleague) -> str:
    return one.owner.email or one.owner.name


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


def match(found: Audit, letters: list[str], calendar: BusinessCalendar, engine: Engine) -> None:
    """Match the letters that need an answer with their answers. `letters` are the files with them.

    What a person wrote first is held against the minimum of an acknowledgement only where nobody answered in full by the time that is due, and no
    automatic reply had acknowledged the letter before.
    """
    from replylint.audit.threads import threads

    numbers = {
        address.lower(): number
        for number, one in enumerate(found.people)
        for address in (*one.addresses, one.owner.email)
        if address
    }
    acknowledgements = set()
    for thread in threads(letters, numbers, engine.settings.domains):
        if isinstance(thread, Notice):
            found.notices.append(thread)
            continue
        arrived = thread.arrived.astimezone(calendar.zone)
        due = calendar.due(arrived)
        found.exchanges.append(Exchange(thread.sender, thread.person, arrived, due, thread.answered))
        if thread.acknowledged is None and (thread.in_full is None or thread.in_full > due):
            acknowledgements.add(thread.by_a_person)
    found.findings = [row for row in found.findings if not row["answer"] or row["answer"] in acknowledgements]
    found.response_times = [
        (calendar.office_time(one.arrived, one.answered), one.answered - one.arrived) if one.answered else None
        for one in found.exchanges
    ]


def across(
    found: Audit, engine: Engine, calendar: BusinessCalendar, addresses: frozenset[str] | None, today: date, leave: Iterable[Leave]
) -> None:  # fmt: skip
    """Find what only all mailboxes together show: who covers for whom, who answers in time, who leaves without a reply."""
    organization = Organization(
        found.people,
        calendar.is_business_day,
        tuple(found.exchanges),
        datetime.combine(today, time(), calendar.zone),
        addresses,
    )
    cover = cover_of(organization)
    found.gap_days = [(person, day) for person, day in cover.uncovered() if day >= today]
    found.lines = list(_lines(cover, today))
    gaps = {person for person, _ in found.gap_days}
    found.covered = {
        person: "away"
        if person in gaps
        else "leads on"
        if any(day >= today for day in cover.days_alone(person, Alone.ONWARD))
        else "there"
        for person in dict.fromkeys(line.person for line in found.lines)
    }
    if (
        addresses is None
        and any(rule.id == "coverage.unknown" for rule in engine.rules)
        and any(contact.email for one in found.people for contact in one.contacts)
    ):
        found.notices.append(
            Notice(
                "not checked: whether the addresses that replies name exist. Not all mailboxes were read; give a staff list with --directory"
            )
        )
    for result in engine.check_organization(organization):
        if isinstance(result, Diagnostic):
            found.findings.append(_row(result))
        elif isinstance(result, Unchecked):
            found.troubles.append(result)
    found.reminders = list(reminders(leave, found.mailboxes, found.findings, today, calendar))


def _lines(cover: Cover, today: date) -> Iterable[Line]:
    """Yield who is named by whom, of those who are away on a day that is not over."""
    for index, one in enumerate(cover.people):
        days = [day for day in cover.days_away(index) if day >= today]
        if not days:
            continue
        if not one.contacts:
            yield Line(index, "", None, "away")
        for contact, other in zip(one.contacts, cover.stand_ins[index], strict=True):
            absent = [day for day in days if other is not None and cover.people[other].is_away(day)]
            covers = (
                "there"
                if other is None or not absent
                else "leads on"
                if all(cover.way_on(other, day) for day in absent)
                else "away"
            )
            yield Line(index, cover.name(other) if other is not None else contact.name or contact.email, other, covers)


def _row(one: Diagnostic) -> Row:
    return {
        "path": one.path, "number": None, "order": 0, "mailbox": one.mailbox, "document": one.document, "rule": one.rule, "severity": str(one.severity),
        "message": one.message, "clause": one.clause.id if one.clause else None, "fixable": one.fixable, "answer": "", "person": one.index,
    }  # fmt: skip
