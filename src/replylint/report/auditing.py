"""What an audit found, for people and for programs: a summary, tables as CSV, and all of it as JSON."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from replylint import __version__
from replylint.errors import ConfigError
from replylint.model import Colleague, Exchange, Notice, Unchecked
from replylint.policy.pack import Pack
from replylint.report.figures import answers_of, figures_of, history, mailboxes_of, middle_times, rules_of, shares
from replylint.report.since import Since
from replylint.report.titles import title_of

if TYPE_CHECKING:  # the audit stands above the reports, which are handed what it found
    from typing import Protocol

    class Found(Protocol):
        """What an audit found: see `replylint.audit.result.Audit`."""

        mailboxes: list[dict[str, Any]]
        findings: list[dict[str, Any]]
        people: tuple[Colleague, ...]
        gap_days: list[tuple[int, date]]
        lines: list[Any]
        covered: dict[int, str]
        exchanges: list[Exchange]
        response_times: list[tuple[timedelta, timedelta] | None]
        reminders: list[Any]
        troubles: list[Unchecked]
        notices: list[Notice]
        places: tuple[Any, ...]
        files: frozenset[str]
        failed: set[str]
        rules: tuple[str, ...]


_COLUMNS = ("mailbox", "path", "document", "rule", "severity", "message", "clause", "fixable", "new")
_MOST = 5
"""Rules and people that the summary names."""
_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How a cell begins that a spreadsheet may take for a formula; some read the wide forms alike."""


def summary(found: Found, as_of: date, compared: Since | None = None) -> Iterator[str]:
    """Yield lines that a manager understands: how many mailboxes, how many with errors, what most often, where nobody covers, who does not answer."""
    mailboxes = mailboxes_of(found)
    figures = figures_of(mailboxes)
    yield figures.reading
    if figures.result:
        yield figures.result
    often = rules_of(mailboxes, "error").most_common(_MOST)
    if often:
        yield "What the standard asks for, and in how many mailboxes it is wrong:"
        yield from (f"  {number:>7,}  {title_of(rule)} [{rule}]" for rule, number in often)
    gaps = Counter(person for person, _ in found.gap_days)
    if gaps:
        named = ", ".join(found.people[person].called for person, _ in gaps.most_common(3))
        more = f" and {len(gaps) - 3:,} more" if len(gaps) > 3 else ""
        yield f"{_count(len(gaps), 'person is', 'people are')} away on days on which nobody covers for them: {named}{more}."
    yield from _answering(found, as_of)
    if found.reminders:
        people = {(one.leave.name, one.leave.email) for one in found.reminders}
        yield f"{_count(len(people), 'person is', 'people are')} away within a week and to be reminded:"
        for one in found.reminders:
            yield f"  {one.leave.name or one.leave.email}, {days_in_words(one.leave.first, one.leave.last)}: {one.message}"
    if compared is not None:
        new = sum(compared.new)
        unread = (
            f", {len(compared.unread):,} of mailboxes that were not read or checked this time"
            if compared.unread
            else ""
        )
        yield f"Since the earlier audit: {new:,} new, {len(compared.fixed):,} mended, {len(found.findings) - new:,} still open{unread}."
    if found.troubles:
        yield f"{_count(len(found.troubles), 'thing was', 'things were')} not checked; the lines above and the report name {'it' if len(found.troubles) == 1 else 'them'}."


def _answering(found: Found, as_of: date) -> Iterator[str]:
    """Yield how many answers came in time, and who owes most."""
    answers = answers_of(found, as_of)
    if not answers.due:
        return
    middle = f" {said}" if (said := middle_times(found)) else ""
    yield (
        f"Of {_count(answers.due, 'message', 'messages')} that {'was' if answers.due == 1 else 'were'} due, {answers.in_time:,} ({shares(answers[:3])[0]} %) "
        f"{'was' if answers.in_time == 1 else 'were'} answered in time, {answers.late:,} late, {answers.missing:,} not.{middle}"
    )
    owing = Counter(
        one.person for one in found.exchanges if one.is_late or (one.answered is None and one.due.date() < as_of)
    )
    yield from (
        f"  {number:>7,}  late or not answered: {found.people[person].called}"
        for person, number in owing.most_common(3)
    )


def days_in_words(first: date, last: date) -> str:
    """Return a span of days, such as `December 8-12, 2026`."""
    if first == last:
        return f"{first:%B} {first.day}, {first.year}"
    if first.year != last.year:
        return f"{first:%B} {first.day}, {first.year} to {last:%B} {last.day}, {last.year}"
    if first.month != last.month:
        return f"{first:%B} {first.day} to {last:%B} {last.day}, {last.year}"
    return f"{first:%B} {first.day}-{last.day}, {last.year}"


def write(
    found: Found, folder: Path, as_of: date, pack: Pack, compared: Since | None = None, *, pseudonyms: bool = False
) -> Iterator[Path]:
    """Write `report.html`, `findings.csv` and `audit.json` into a folder, and yield their paths. Raises ConfigError if they cannot be written."""
    from replylint.calendar import calendar_of
    from replylint.fix.files import write_file
    from replylint.report.audit_page import audit_page

    rows = [{name: value for name, value in row.items() if name in _COLUMNS} for row in found.findings]
    if compared is not None:
        rows = [{**row, "new": new} for row, new in zip(rows, compared.new, strict=True)]
    table = io.StringIO()
    writer = csv.DictWriter(table, _COLUMNS, extrasaction="ignore", quoting=csv.QUOTE_ALL)
    writer.writeheader()
    writer.writerows({name: _harmless(value) for name, value in row.items()} for row in rows)
    data = {
        "version": 1, "replylint": __version__, "as_of": as_of.isoformat(), "paths": [place.name for place in found.places], "pseudonyms": pseudonyms,
        "mailboxes": [{name: value for name, value in row.items() if name != "person"} for row in found.mailboxes], "findings": rows,
        "troubles": [{"path": one.path, "message": one.message} for one in found.troubles],
        "notices": [{"path": one.path, "message": one.message} for one in found.notices],
    }  # fmt: skip
    data["history"] = [*(compared.history if compared else ()), history(found, as_of)]
    data["response_times"] = [
        {
            "from": one.sender, "to": found.people[one.person].owner.email, "arrived": one.arrived, "due": one.due, "answered": one.answered,
            "office_seconds": took[0].total_seconds() if took else None, "elapsed_seconds": took[1].total_seconds() if took else None,
        }
        for one, took in zip(found.exchanges, found.response_times, strict=True)
    ]  # fmt: skip
    data["reminders"] = [{**one.leave._asdict(), "message": one.message} for one in found.reminders]
    if compared is not None:
        data["since"] = {
            "fixed": compared.fixed,
            "unread": compared.unread,
            "open": sum(not new for new in compared.new),
        }
    page = audit_page(found, as_of, pack, calendar_of(pack.settings).is_business_day, compared)
    for name, text in (
        ("report.html", page),
        ("findings.csv", "\ufeff" + table.getvalue()),
        ("audit.json", _json(data)),
    ):
        try:
            write_file(folder / name, text.encode("utf-8", "backslashreplace"))
        except OSError as error:
            raise ConfigError(
                f"{folder / name} cannot be written ({error.strerror or error}); make room, and run the audit again"
            ) from None
        yield folder / name


def _json(data: dict[str, Any]) -> str:
    """Return all of it, each row of a table on a line of its own."""
    said = []
    encode = json.JSONEncoder(ensure_ascii=False, default=str).encode
    for name, value in data.items():
        if isinstance(value, list):
            rows = ",\n".join(map(encode, value))
            text = f"[\n{rows}\n]" if rows else "[]"
        else:
            text = encode(value)
        said.append(f"{json.dumps(name)}: {text}")
    return "{\n" + ",\n".join(said) + "\n}\n"


def _harmless(value: object) -> object:
    """Return a cell that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULAS) else value


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
