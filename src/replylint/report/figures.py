"""Figures of an audit that its page and its summary share."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from replylint.report.auditing import Found

Row = dict[str, Any]


def in_words(span: timedelta) -> str:
    """Return a span of time in hours and minutes."""
    minutes = round(span.total_seconds() / 60)
    return f"{minutes // 60} h {minutes % 60:02} min" if minutes >= 60 else f"{minutes} min"


class Mailbox(NamedTuple):
    """What was read of one person, or of what nobody is known to own: settings, replies and ways of signing together."""

    who: str
    department: str
    rows: list[Row]
    findings: list[Row]

    @property
    def judged(self) -> bool:
        """Whether there is a message that was judged, and all of it was."""
        return any(row["judged"] for row in self.rows) and all(row["checked"] for row in self.rows)

    @property
    def wrong(self) -> bool:
        """Whether it has errors."""
        return any(row["severity"] == "error" for row in self.findings)


def mailboxes_of(found: Found) -> list[Mailbox]:
    """Return what was read, person by person, in the order of the rows."""
    people: dict[object, Mailbox] = {}
    whose: dict[object, object] = {}
    for row in found.mailboxes:
        place = (row["path"], row["number"])
        whose[place] = row["email"].lower() or place
        one = people.setdefault(whose[place], Mailbox(_who(row), row["department"], [], []))
        one.rows.append(row)
        if len(_who(row)) > len(one.who):  # some of somebody's letters may not be signed with a name
            people[whose[place]] = one._replace(who=_who(row))
    for row in found.findings:
        place = (row["path"], row["number"])
        person = row["mailbox"].lower() if "@" in row["mailbox"] else whose.get(place, place)
        people.setdefault(person, Mailbox(row["mailbox"] or row["path"], "", [], [])).findings.append(row)
    return list(people.values())


def _who(row: Row) -> str:
    name, email = row["name"], row["email"]
    return f"{name} ({email})" if name and email and name != email else name or email or row["path"]


def history(found: Found, as_of: date) -> Row:
    """Return what the next audit says of this one: its day, how many mailboxes were judged, and how many of them have no errors."""
    judged = [one for one in mailboxes_of(found) if one.judged]
    return {"as_of": as_of.isoformat(), "judged": len(judged), "right": sum(not one.wrong for one in judged)}
