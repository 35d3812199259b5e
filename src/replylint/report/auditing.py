"""What an audit found, for people and for programs: a summary, tables as CSV, and all of it as JSON."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from replylint import __version__
from replylint.errors import ConfigError
from replylint.model import Colleague, Exchange
from replylint.policy.pack import Pack
from replylint.report.figures import history, in_words, mailboxes_of

if TYPE_CHECKING:  # the audit stands above the reports, which are handed what it found
    from typing import Protocol

    class Found(Protocol):
        """What an audit found: see `replylint.audit.run.Audit`."""

        mailboxes: list[dict[str, Any]]
        findings: list[dict[str, Any]]
        people: tuple[Colleague, ...]
        exchanges: list[Exchange]
        across: list[Any]
        gap_days: list[tuple[str, date]]
        reminders: list[Any]
        response_times: list[tuple[timedelta, timedelta] | None]
        troubles: list[Any]
        notices: list[Any]
        units: int
        reused: int


_COLUMNS = ("mailbox", "path", "document", "rule", "severity", "message", "clause", "fixable", "new")


class Since(NamedTuple):
    """What became of the findings of an earlier audit."""

    fixed: list[dict[str, Any]]
    """Those that are there no more."""
    known: frozenset[tuple[str, str, str]]
    """What tells those of the earlier audit apart."""
    history: list[dict[str, Any]]
    """The course of the audits up to the earlier one: the day, how many mailboxes were judged, and how many were without errors."""

    def is_new(self, row: dict[str, Any]) -> bool:
        """Say whether a finding was not there before."""
        return _same(row) not in self.known


def since(folder: Path, found: Found) -> Since:
    """Compare with the audit in another folder: the same finding is that of the same rule, mailbox and words. Raises ConfigError if there is none."""
    try:
        earlier = json.loads((folder / "audit.json").read_bytes())
        before, course = earlier["findings"], earlier["history"]
        known = frozenset(map(_same, before))
    except (OSError, ValueError, KeyError, TypeError):
        raise ConfigError(
            f"--since: there is no audit in {folder}, or it is damaged; give the folder of an earlier --output"
        ) from None
    now = frozenset(map(_same, [*found.findings, *map(_row, found.across)]))
    return Since([row for row in before if _same(row) not in now], known, course)


def _same(row: dict[str, Any]) -> tuple[str, str, str]:
    return str(row["rule"]), str(row["mailbox"] or row["path"]), str(row["message"])


def summary(found: Found, compared: Since | None = None) -> Iterator[str]:
    """Yield lines that a manager understands: how many mailboxes, how many with errors, what most often, and where nobody covers."""
    mailboxes = mailboxes_of(found)
    judged = sum(one.judged for one in mailboxes)
    yield f"{_count(judged, 'mailbox', 'mailboxes')} with messages, of {len(mailboxes):,} read: {sum(one.wrong for one in mailboxes):,} with errors"
    often = Counter(row["rule"] for row in found.findings if row["severity"] == "error").most_common(5)
    yield from (f"  {number:>7,}  {rule}" for rule, number in often)
    for family, what in (("coverage", "who covers for whom"), ("response", "who answers in time")):
        own = [one for one in found.across if one.rule.startswith(f"{family}.")]
        if own:
            yield f"{_count(len(own), 'finding', 'findings')} about {what}:"
            yield from (f"  {one.mailbox}: {one.message} [{one.rule}]" for one in own[:5])
            if len(own) > 5:
                yield f"  and {len(own) - 5} more in findings.csv"
    if found.response_times:
        answered = sorted(one for one in found.response_times if one is not None)
        middle = (
            f"; half of the answers took at most {in_words(answered[len(answered) // 2][0])} of office time, {in_words(sorted(one[1] for one in answered)[len(answered) // 2])} by the clock"
            if answered
            else ""
        )
        yield f"{len(answered):,} of {_count(len(found.response_times), 'message', 'messages')} that need an answer have one{middle}"
    if found.reminders:
        yield f"{_count(len(found.reminders), 'person is', 'people are')} away within a week and to be reminded:"
        for one in found.reminders:
            yield f"  {one.leave.name or one.leave.email}, {one.leave.first} to {one.leave.last}: {one.message}"
    if compared is not None:
        new = sum(map(compared.is_new, [*found.findings, *map(_row, found.across)]))
        yield f"since the earlier audit: {new:,} new, {len(compared.fixed):,} mended, {len(found.findings) + len(found.across) - new:,} still open"
    if found.troubles:
        yield f"{_count(len(found.troubles), 'thing was', 'things were')} not checked; see above"


def write(found: Found, folder: Path, as_of: date, pack: Pack, compared: Since | None = None) -> Iterator[Path]:
    """Write `report.html`, `findings.csv` and `audit.json` into a folder, and yield their paths. Raises ConfigError if they cannot be written."""
    from replylint.calendar import calendar_of
    from replylint.fix.files import replace_file
    from replylint.report.audit_page import audit_page

    rows = [dict(row) for row in (*found.findings, *map(_row, found.across))]
    if compared is not None:
        rows = [{**row, "new": compared.is_new(row)} for row in rows]
    table = io.StringIO()
    writer = csv.DictWriter(table, _COLUMNS, extrasaction="ignore")
    writer.writeheader()
    writer.writerows({name: _harmless(value) for name, value in row.items()} for row in rows)
    data = {
        "version": 1, "replylint": __version__, "as_of": as_of.isoformat(), "mailboxes": found.mailboxes, "findings": rows,
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
        data["since"] = {"fixed": compared.fixed, "open": sum(not row["new"] for row in rows)}
    for name, text in (
        (
            "report.html",
            audit_page(found, as_of, pack.title or pack.id, calendar_of(pack.settings).is_business_day, compared),
        ),
        ("findings.csv", "\ufeff" + table.getvalue()),
        ("audit.json", json.dumps(data, indent=1, ensure_ascii=False, default=str) + "\n"),
    ):
        try:
            replace_file(folder / name, text.encode("utf-8", "backslashreplace"))
        except OSError as error:
            raise ConfigError(
                f"{folder / name} cannot be written ({error.strerror or error}); make room, and run the audit again"
            ) from None
        yield folder / name


def _row(one: Any) -> dict[str, Any]:
    return {
        "path": one.path, "mailbox": one.mailbox, "document": one.document, "rule": one.rule, "severity": str(one.severity), "message": one.message,
        "clause": one.clause.id if one.clause else None, "fixable": one.fixable,
    }  # fmt: skip


def _harmless(value: object) -> object:
    """Return a cell that no spreadsheet takes for a formula (OWASP, CSV injection)."""
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value


def _count(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"
