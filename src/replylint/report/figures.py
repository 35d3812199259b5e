"""Figures of an audit that its page and its summary share: what was found person by person, and how fast letters are answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from replylint.model import Exchange

if TYPE_CHECKING:
    from replylint.report.auditing import Found

Row = dict[str, Any]


def in_words(span: timedelta) -> str:
    """Return a span of time in hours and minutes."""
    minutes = round(span.total_seconds() / 60)
    return f"{minutes // 60} h {minutes % 60:02} min" if minutes >= 60 else f"{minutes} min"


_ANSWERS, _COVER = "response.", "coverage."
"""Families of rules about a person's letters, and about all replies together."""


def _is_about_message(row: Row) -> bool:
    return not row["rule"].startswith((_ANSWERS, _COVER))


class Mailbox(NamedTuple):
    """What was read of one person, or of what nobody is known to own: settings, replies and ways of signing together, and what was found about them."""

    who: str
    department: str
    rows: list[Row]
    findings: list[Row]

    @property
    def concerned(self) -> bool:
        """Whether it has a message that was judged as a whole, or in which something was found."""
        read = any(row["judged"] for row in self.rows)
        whole = all(row["checked"] for row in self.rows)
        return read and (whole or any(_is_about_message(row) for row in self.findings))

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
    """Return what the next audit says of this one: its day, the mailboxes with a message, and how many have no errors."""
    judged = [one for one in mailboxes_of(found) if one.concerned]
    return {"as_of": as_of.isoformat(), "judged": len(judged), "right": sum(not one.wrong for one in judged)}
