"""Figures of an audit that its page and its summary share: what was found person by person, and how fast letters are answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from replylint.model import Exchange, State
from replylint.tally import Tally

if TYPE_CHECKING:
    from replylint.report.auditing import Found

Row = dict[str, Any]


def in_words(span: timedelta) -> str:
    """Return a span of time in hours and minutes."""
    minutes = round(span.total_seconds() / 60)
    return f"{minutes // 60} h {minutes % 60:02} min" if minutes >= 60 else f"{minutes} min"


_ANSWERS = "response."
"""The family of rules about a person's letters."""


class Mailbox(NamedTuple):
    """What was read of one person, or of what nobody is known to own: settings, replies and ways of signing together, and what was found about them."""

    who: str
    department: str
    rows: list[Row]
    findings: list[Row]

    @property
    def judged(self) -> bool:
        """Whether it has a message that was checked, as a whole or in part."""
        return any(row["judged"] for row in self.rows)

    @property
    def whole(self) -> bool:
        """Whether all of it that was to be checked was checked."""
        return all(row["checked"] for row in self.rows)

    @property
    def tally(self) -> Tally:
        """The mailbox as one of a tally."""
        if self.judged:
            return Tally(checked=1) if self.whole else Tally(in_part=1)
        if not self.whole:
            return Tally(unchecked=1)
        return Tally(off=int(any(row["state"] == str(State.OFF) for row in self.rows)))

    @property
    def is_right(self) -> bool:
        """Whether all of it was checked, and nothing is wrong with its messages."""
        return self.judged and self.whole and not self.faults

    @property
    def faults(self) -> list[Row]:
        """What is wrong with its messages, and with who covers for its owner. When letters were answered is no fault."""
        return [row for row in self.findings if not row["rule"].startswith(_ANSWERS)]

    @property
    def wrong(self) -> bool:
        """Whether its messages have errors."""
        return any(row["severity"] == "error" for row in self.faults)


def mailboxes_of(found: Found) -> list[Mailbox]:
    """Return what was read, person by person, in the order of the rows."""
    people: dict[object, Mailbox] = {}
    for row in found.mailboxes:
        key = row["person"] if row["person"] is not None else (row["path"], row["number"])
        people.setdefault(key, Mailbox(called(row), row["department"], [], [])).rows.append(row)
    for row in found.findings:
        key = row["person"] if row["person"] is not None else (row["path"], row["number"])
        people.setdefault(key, Mailbox(row["mailbox"] or row["path"], "", [], [])).findings.append(row)
    return list(people.values())


class Figures(NamedTuple):
    """How many mailboxes were read, how much of them was checked, and what was found in those that were."""

    read: int
    tally: Tally
    wrong: int
    """With errors."""
    warned: int
    """Checked as a whole, with warnings or notes and no errors."""
    right: int
    """Checked as a whole, with nothing wrong."""

    @property
    def open(self) -> int:
        """Checked in part, with no error in that part."""
        return self.tally.judged - self.wrong - self.warned - self.right

    @property
    def reading(self) -> str:
        """What was read, and how much of it was checked, as a sentence."""
        tally = self.tally
        parts = [
            f"{number:,} {what}"
            for number, what in (
                (tally.checked, "checked"),
                (tally.in_part, "checked in part"),
                (tally.unchecked, "not checked"),
                (tally.off, "with the reply turned off"),
                (self.read - sum(tally), "with nothing to check"),
            )
            if number
        ]
        was = "mailbox was" if self.read == 1 else "mailboxes were"
        return f"{self.read:,} {was} read" + (f": {', '.join(parts)}." if parts else ".")

    @property
    def result(self) -> str:
        """What was found in the mailboxes that were checked, as a sentence; empty if none was."""
        if not self.tally.judged:
            return ""
        said = [
            f"{self.wrong:,} {'has' if self.wrong == 1 else 'have'} errors",
            f"{self.warned:,} only warnings or notes",
            f"{self.right:,} {'is' if self.right == 1 else 'are'} right",
        ]
        if self.open:
            said.append(f"{self.open:,} {'has' if self.open == 1 else 'have'} no errors in the part that was checked")
        extent = ", as a whole or in part" if self.tally.in_part and self.tally.checked else ""
        extent = extent or (" in part" if self.tally.in_part else "")
        return f"Of the {self.tally.judged:,} checked{extent}, {', '.join(said[:-1])}, and {said[-1]}."


def figures_of(mailboxes: Iterable[Mailbox]) -> Figures:
    """Return the figures of the mailboxes of an audit."""
    mailboxes = list(mailboxes)
    total = Tally()
    for one in mailboxes:
        total = total.plus(one.tally)
    judged = [one for one in mailboxes if one.judged]
    return Figures(
        len(mailboxes),
        total,
        sum(one.wrong for one in judged),
        sum(one.whole and bool(one.faults) and not one.wrong for one in judged),
        sum(one.is_right for one in judged),
    )


def called(row: Row) -> str:
    """Return what a person is called: name and address, as far as they are known, or else the file."""
    name, email = row["name"], row["email"]
    return f"{name} ({email})" if name and email and name != email else name or email or row["path"]


def rules_of(mailboxes: Iterable[Mailbox], severity: str = "") -> Counter[str]:
    """Return in how many mailboxes each rule finds something, of one severity or any."""
    return Counter(
        rule
        for one in mailboxes
        for rule in {row["rule"] for row in one.findings if not severity or row["severity"] == severity}
    )


def percent(part: int, whole: int) -> int:
    """Return a share in whole percent, rounded down: what is not all is never 100 %."""
    return part * 100 // whole if whole else 0


def middle_times(found: Found) -> str:
    """Return how long half of the answers took at most, by both clocks; empty if there is none."""
    answered = [one for one in found.response_times if one is not None]
    if not answered:
        return ""
    office, elapsed = (in_words(sorted(one[clock] for one in answered)[len(answered) // 2]) for clock in (0, 1))
    return f"Half of the answers took at most {office} of office time, {elapsed} by the clock."


def shares(parts: Sequence[int]) -> list[int]:
    """Return parts of a whole in whole percent that add up to 100; what is not all is never 100 %."""
    whole = sum(parts)
    if not whole:
        return [0] * len(parts)
    found = [percent(part, whole) for part in parts]
    by_rest = sorted(range(len(parts)), key=lambda at: -(parts[at] * 100 % whole))
    room = [at for at in by_rest if parts[at] and (found[at] < 99 or parts[at] == whole)]
    for at in room[: 100 - sum(found)]:
        found[at] += 1
    return found


class Answers(NamedTuple):
    """How many letters that need an answer got it in time, late, not at all, or need it only later."""

    in_time: int
    late: int
    missing: int
    waiting: int

    @property
    def due(self) -> int:
        """How many were due."""
        return self.in_time + self.late + self.missing


def answers_of(found: Found, as_of: date) -> Answers:
    """Return how the letters of an audit were answered."""
    return answers_in(found.exchanges, as_of)


def answers_in(exchanges: Iterable[Exchange], as_of: date) -> Answers:
    """Return how letters were answered; what is due on the day of the audit or later may still be."""
    counts = [0, 0, 0, 0]
    for one in exchanges:
        if one.answered is not None:
            counts[one.is_late] += 1
        else:
            counts[3 if one.due.date() >= as_of else 2] += 1
    return Answers(*counts)


def history(found: Found, as_of: date) -> Row:
    """Return what the next audit says of this one: its day, how many mailboxes were checked, and how many have no errors.

    A mailbox that was checked only in part, without an error in that part, is neither.
    """
    judged = [one for one in mailboxes_of(found) if one.judged and (one.whole or one.wrong)]
    return {"as_of": as_of.isoformat(), "judged": len(judged), "right": sum(not one.wrong for one in judged)}
