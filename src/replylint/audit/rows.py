"""The rows of one unit: its mailboxes as their organisation sees them, what was found in them, and what is to be said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

from replylint.audit.letters import header_of, is_from, kind_of, letter_of
from replylint.audit.units import Unit
from replylint.directory import load_directory
from replylint.engine import Engine, is_empty
from replylint.facts import Facts, Kind
from replylint.model import Diagnostic, Mailbox, Notice, Severity, Trouble
from replylint.policy import load_pack
from replylint.sources import Told, load, load_mbox
from replylint.times import zone_named

Row = dict[str, Any]


class Question(NamedTuple):
    """What is asked of every unit. It travels to the processes that read them."""

    policy: str
    today: date
    as_of: date | None = None
    directory: str = ""
    words: frozenset[str] = frozenset()
    selected: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    timezone: str = ""
    date_order: str = ""
    include_text: bool = False

    def stamp(self) -> str:
        """Return what tells this question from others, the contents of its policy and staff list included."""
        files = [load_pack(self.policy).path, *([Path(self.directory)] if self.directory else [])]
        return repr((self._replace(words=frozenset()), sorted(self.words), [path.read_bytes() for path in files]))


@dataclass
class Rows:
    """The rows of a unit, by table; `dataset.SCHEMAS` says what is in them."""

    mailboxes: list[Row] = field(default_factory=list)
    findings: list[Row] = field(default_factory=list)
    letters: list[Row] = field(default_factory=list)
    said: list[Row] = field(default_factory=list)


@cache
def engine_for(question: Question) -> Engine:
    """Return the engine that answers a question. Raises a ReplylintError."""
    return Engine(
        load_pack(question.policy), question.today, question.as_of, load_directory(Path(question.directory)) if question.directory else None,
        question.words, question.selected, question.ignored,
    )  # fmt: skip


def rows_of(unit: Unit, question: Question) -> Rows:
    """Read a unit. The rows are the same whenever and wherever it is read."""
    engine = engine_for(question)
    told = Told(zone_named(question.timezone), question.date_order)
    rows = Rows()
    number = -1
    wanted = partial(is_from, domains=tuple(domain.lower().encode() for domain in engine.settings.domains))
    for loaded in _loaded(unit, told, wanted):
        if isinstance(loaded, Mailbox) and not loaded.documents and loaded.head:
            header = header_of(loaded.head)
            if letter := letter_of(header):
                rows.letters.append({**letter, **kind_of(header), "path": loaded.path})
            continue
        if isinstance(loaded, Mailbox):
            number += 1
            if number % unit.shares == unit.share:
                _add(rows, loaded, number, engine, question)
        elif unit.share == 0:
            rows.said.append(_said(loaded))
    return rows


def _loaded(unit: Unit, told: Told, wanted: Callable[[bytes], bool]) -> Iterator[Mailbox | Trouble | Notice]:
    """Read the files of a unit. Of large mailboxes in one file only what the organisation's people wrote is taken apart."""
    for path in unit.paths:
        yield from load_mbox(Path(path), wanted) or load([path], told=told)


def _add(rows: Rows, mailbox: Mailbox, number: int, engine: Engine, question: Question) -> None:
    mailbox = replace(mailbox, data=b"")
    facts = tuple(engine.facts(document) for document in mailbox.documents)
    troubles = 0
    found: list[Diagnostic] = []
    for result in engine.check(mailbox, facts):
        if isinstance(result, Diagnostic):
            found.append(result)
        else:
            troubles += isinstance(result, Trouble)
            rows.said.append(_said(result))
    if mailbox.head and (letter := letter_of(header_of(mailbox.head))):
        rows.letters.append({**letter, **_kind_of_letter(facts[0], found), "path": mailbox.path})
    colleague = engine.colleague(mailbox, facts)
    settings = mailbox.settings
    judged = sum(not engine.not_judged(document) and not is_empty(document) for document in mailbox.documents)
    rows.mailboxes.append({
        "path": mailbox.path, "number": number, "name": colleague.owner.name if colleague else "", "email": colleague.owner.email if colleague else "",
        "format": mailbox.format, "state": str(settings.state) if settings and settings.state else None,
        "answers_outside": settings.answers_outside if settings else None, "judged": judged, "checked": not troubles,
        "first_day": colleague.first if colleague else None, "last_day": colleague.last if colleague else None,
        "contacts": [{"name": one.name, "email": one.email} for one in colleague.contacts] if colleague else [],
        "text": "\n\n".join(document.text for document in mailbox.documents) if question.include_text else None,
    })  # fmt: skip
    rows.findings += _findings(found, mailbox, number, colleague.owner.email if colleague else "")


def _kind_of_letter(facts: Facts, found: list[Diagnostic]) -> Row:
    """Return whether a letter is automatic, why it needs no answer, and whether it is an acknowledgement that lacks nothing."""
    document = facts.document
    acknowledges = facts.kind is Kind.ACKNOWLEDGEMENT and not any(
        one.rule.startswith("acknowledgement.") and one.severity is Severity.ERROR for one in found
    )
    return {"automatic": bool(document.automatic), "acknowledges": acknowledges, "passed_over": document.passed_over}


def _findings(found: list[Diagnostic], mailbox: Mailbox, number: int, email: str) -> Iterator[Row]:
    for order, one in enumerate(found):
        yield {
            "path": one.path, "number": number, "order": order, "mailbox": email or mailbox.owner, "document": one.document, "rule": one.rule,
            "severity": str(one.severity), "message": one.message, "clause": one.clause.id if one.clause else None, "fixable": one.fixable,
        }  # fmt: skip


def _said(item: Trouble | Notice) -> Row:
    return {"kind": "trouble" if isinstance(item, Trouble) else "notice", "path": item.path, "message": item.message}
