"""The rows of one unit: its mailboxes as their organisation sees them, what was found in them, and what is to be said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, partial
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

from replylint import __version__
from replylint.audit.letters import asks, is_from, kind_of, letter_of, no_letter
from replylint.audit.sent import PERSONAL, Known, Letters, Limited, is_brief
from replylint.audit.units import Unit
from replylint.bounded import read_bounded
from replylint.directory import load_directory
from replylint.engine import Engine, Result, is_empty
from replylint.facts import Facts, Kind
from replylint.model import Diagnostic, Document, DocumentKind, Mailbox, Notice, Severity, Unchecked
from replylint.patterns import compiled
from replylint.policy import load_pack
from replylint.sources import Message, Told, load_unparsed
from replylint.sources.automatic import MACHINE
from replylint.sources.judged import NOTHING_OWN
from replylint.sources.messages import Part, header_of
from replylint.times import zone_named

Row = dict[str, Any]
_OUTSIDE = "it is a message of somebody outside"
SENDERS = "senders"
"""The kind of a row that counts the messages from a domain."""
_DOMAIN = compiled(r"@([\w-]{1,63}(?:\.[\w-]{1,63}){1,8})")
_LARGEST = 64_000_000
"""Bytes of a policy or a staff list, as where they are loaded."""


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

    @property
    def day(self) -> date:
        """The day of the audit, as of which all is judged that does not tell its own."""
        return self.as_of or self.today

    def stamp(self) -> str:
        """Return what tells this question from others: the version of the program, and the contents of its policy and staff list, wherever they lie."""
        files = [*load_pack(self.policy).files, *([Path(self.directory)] if self.directory else [])]
        asked = self._replace(words=frozenset(), today=self.day, as_of=None, policy="", directory="")
        return repr((__version__, asked, sorted(self.words), [read_bounded(path, _LARGEST) for path in files]))


@dataclass
class Rows:
    """The rows of a unit, by table; `dataset` says what is in them."""

    mailboxes: list[Row] = field(default_factory=list)
    findings: list[Row] = field(default_factory=list)
    letters: list[Row] = field(default_factory=list)
    said: list[Row] = field(default_factory=list)
    messages: int = 0
    """How many messages of a mailbox in one file were read; those of the ranges behind it are numbered on from there."""


@cache
def engine_for(question: Question) -> Engine:
    """Return the engine that answers a question. Raises a ReplylintError."""
    # Mail is judged as of the day on which it was written, all else as of the day of the audit.
    return Engine(
        load_pack(question.policy), question.day, None, load_directory(Path(question.directory)) if question.directory else None,
        question.words, question.selected, question.ignored,
    )  # fmt: skip


class _Judged(NamedTuple):
    """What was found in a message that is sent again and again."""

    row: Row
    findings: list[Row]


class _Memory(NamedTuple):
    """Automatic replies that this process has judged. What is said of one follows from its words alone, so it is the same in every unit."""

    automatic: Limited
    """By what they say: how they are known."""
    judged: Limited
    """By their digests."""


@cache
def _memory_for(question: Question) -> _Memory:
    return _Memory(Limited(), Limited())


def rows_of(unit: Unit, question: Question) -> Rows:
    """Read a unit. The rows are the same whenever and wherever it is read. Raises Misdivided for a range that is none."""
    return _Reading(unit, question).rows


class _Reading:
    """One reading of a unit."""

    def __init__(self, unit: Unit, question: Question) -> None:
        self.rows = Rows()
        self._unit, self._question = unit, question
        self._engine = engine_for(question)
        self._memory = _memory_for(question)
        self._letters = Letters(self._engine, self._memory.automatic)
        self._times: dict[str, Row] = {}
        """Rows of what is judged once, by what tells it apart."""
        self._number = -1
        self._unchecked: list[Unchecked] = []
        """What was not checked of the mailbox that was judged last."""
        self._senders: Counter[str] = Counter()
        """How many messages came from which domain."""
        domains = tuple(domain.lower().encode() for domain in self._engine.settings.domains)
        wanted = partial(is_from, domains=domains) if domains else None
        told = Told(zone_named(question.timezone), question.date_order)
        for path in unit.paths:
            self._number = -1
            for one in load_unparsed(Path(path), told, wanted, unit.stretch):
                self._add(one)
        senders = self._senders.items()
        self.rows.said += ({"kind": SENDERS, "path": "", "message": f"{count} {domain}"} for domain, count in senders)

    def _add(self, one: Mailbox | Message | Unchecked | Notice) -> None:
        if isinstance(one, Mailbox):
            self._number += 1
            if self._number % self._unit.shares == self._unit.share:
                self._add_mailbox(one, header_of(one.head) if one.head else None)
        elif isinstance(one, Message):
            self._number = one.number - 1
            self.rows.messages = one.number
            self._add_message(one)
        elif self._unit.share == 0:
            self.rows.said.append(_said(one))

    def _add_message(self, message: Message) -> None:
        """Add a message of a large mailbox. Of those of others the header lines are all that is known."""
        header = header_of(message.head)
        letter = letter_of(header, message.data is not None)
        if message.data is None:
            self._senders[_domain_of(header)] += 1
            if letter:
                self._add_letter(letter, kind_of(header, message.path), message.path)
            return
        certain = letter is not None and not message.doubts
        known = self._letters.known(header, message.data, letter["sender"]) if letter and certain else None
        if letter and known and not no_letter(header, message.path) and self._counted(known.digest, message.path):
            self._add_letter(letter, known.letter, message.path)
            return
        read = False
        for loaded in message.loaded(self._letters.parts if certain else None):
            if isinstance(loaded, Mailbox):
                read = True
                self._add_mailbox(loaded, header)
            else:
                self.rows.said.append(_said(loaded))
        if letter and not read:  # what cannot be read may still be an answer
            self._add_letter(letter, kind_of(header, message.path), message.path)

    def _add_letter(self, letter: Row, kind: Mapping[str, Any], path: str) -> None:
        self.rows.letters.append({**letter, **kind, "path": path})

    def _counted(self, digest: str, path: str) -> bool:
        """Count what was judged before, in this unit or another. Say whether it was."""
        if digest in self._times:
            self._times[digest]["times"] += 1
            return True
        if (judged := self._memory.judged.get(digest)) is None:
            return False
        where = {"path": path, "number": self._number}
        row = {**judged.row, **where, "times": 1}
        self._times[digest] = row
        self.rows.mailboxes.append(row)
        self.rows.findings += ({**one, **where} for one in judged.findings)
        return True

    def _add_mailbox(self, mailbox: Mailbox, header: Part | None) -> None:
        mailbox = replace(mailbox, data=b"")
        document = mailbox.documents[0] if len(mailbox.documents) == 1 else None
        if header is not None and document is not None and document.sent:
            self._add_sent(mailbox, document, header)
            return
        facts = tuple(self._engine.facts(document) for document in mailbox.documents)
        self._put(mailbox, facts, self._judged(mailbox, self._engine.check(mailbox, facts)), "")

    def _add_sent(self, mailbox: Mailbox, document: Document, header: Part) -> None:
        """Add a mail message that was sent. What others wrote, also automatic replies, is not judged."""
        engine, path = self._engine, mailbox.path
        ours = engine.is_ours(document.author.email) or not engine.settings.domains
        letter = letter_of(header, ours)
        self._senders[_domain_of(header)] += 1
        if reason := document.passed_over or no_letter(header, path) or ("" if ours else _OUTSIDE):
            if letter:  # which is counted among those that need no answer
                kind = kind_of(header, path) | {"automatic": bool(document.automatic)}
                if document.passed_over not in (MACHINE, NOTHING_OWN):
                    kind["passed_over"] = kind["passed_over"] or document.passed_over
                self._add_letter(letter, kind, path)
            else:
                self.rows.said.append(_said(Notice(f"not judged: {reason}", path)))
            return
        facts = engine.facts(document)
        if _is_personal(document):
            kind = self._signed(mailbox, facts, letter)
        else:
            said = len(self.rows.said)
            found = self._judged(mailbox, engine.check(mailbox, (facts,)))
            digest = _digest(document)
            first = digest not in self._times
            row, findings = self._put(mailbox, (facts,), found, digest)
            if first and len(self.rows.said) == said:
                self._memory.judged[digest] = _Judged(row, findings)
            kind = _kind_of_reply(facts, found)
            if letter:
                self._letters.remember(Known(digest, kind), letter["sender"])
        if letter:
            self._add_letter(letter, kind, path)

    def _judged(self, mailbox: Mailbox, results: Iterable[Result]) -> list[Diagnostic]:
        """Return the findings, and put down what else is said."""
        found: list[Diagnostic] = []
        self._unchecked = []
        for result in results:
            if isinstance(result, Diagnostic):
                found.append(result)
                continue
            if isinstance(result, Unchecked):
                self._unchecked.append(result)
            self.rows.said.append(_said(result))
        return found

    def _signed(self, mailbox: Mailbox, facts: Facts, letter: Row | None) -> Row:
        """Judge a letter that one of the organisation's people wrote: how it is signed, once, and whether it is a full acknowledgement.

        Returns what its row among the letters says of its kind.
        """
        sender = facts.document.author.email.lower()
        kind = {**PERSONAL, "asks": asks(facts.text[: facts.body_end])}
        if is_empty(facts.document):
            self.rows.said.append(_said(Notice("not judged: it has no text", mailbox.path)))
            return kind
        block = self._letters.block(facts, sender)
        if block.digest in self._times:
            self._times[block.digest]["times"] += 1
        else:
            found = self._judged(mailbox, self._letters.judged(mailbox, facts))
            self._put(mailbox, (facts,), found, block.digest)
        if letter and letter["answers"] and is_brief(facts):
            lacking = self._judged(mailbox, self._letters.acknowledged(mailbox, facts))
            self.rows.findings += _findings(lacking, mailbox, self._number, sender, letter["id"])
            kind["brief"] = True
        return kind

    def _put(
        self, mailbox: Mailbox, facts: tuple[Facts, ...], found: list[Diagnostic], digest: str
    ) -> tuple[Row, list[Row]]:
        """Put down a mailbox and what is wrong with it, and return the rows; what was put down before, by its digest, only counts."""
        if digest and digest in self._times:
            self._times[digest]["times"] += 1
            return self._times[digest], []
        engine, settings = self._engine, mailbox.settings
        colleague = engine.colleague(mailbox, facts)
        tally = engine.tally(mailbox, facts, self._unchecked)
        texts = [document.text for document in mailbox.documents] if self._question.include_text else []
        row = {
            "path": mailbox.path, "number": self._number, "name": colleague.owner.name if colleague else "", "email": colleague.owner.email if colleague else "",
            "department": colleague.department if colleague else "", "format": mailbox.format, "state": str(settings.state) if settings and settings.state else None,
            "answers_outside": settings.answers_outside if settings else None, "judged": tally.judged, "checked": not (tally.in_part or tally.unchecked), "digest": digest, "times": 1,
            "written_on": max((one.written_on for one in mailbox.documents if one.written_on), default=None),
            "away": [{"first": first, "last": last} for first, last in colleague.away] if colleague else [],
            "contacts": [{"name": one.name, "email": one.email} for one in colleague.contacts] if colleague else [],
            "names": list(colleague.names) if colleague else [], "addresses": list(colleague.addresses) if colleague else [],
            "text": "\n\n".join(texts) if texts else None,
        }  # fmt: skip
        self.rows.mailboxes.append(row)
        if digest:
            self._times[digest] = row
        findings = list(_findings(found, mailbox, self._number, colleague.owner.email if colleague else ""))
        self.rows.findings += findings
        return row, findings


def _is_personal(document: Document) -> bool:
    """Say whether a document is a letter that a person wrote."""
    return document.automatic is False and not document.passed_over and document.kind is DocumentKind.MESSAGE


def _digest(document: Document) -> str:
    """Return what tells a message that was sent from others: what it says, who says it, and the day that it is held against."""
    plain = document.alternative.text if document.alternative else ""
    said = repr(
        (document.author, document.written_on, document.says_away, document.passed_over, document.content, plain)
    )
    return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _kind_of_reply(facts: Facts, found: list[Diagnostic]) -> Row:
    """Return of an automatic reply whether it is an acknowledgement that lacks nothing."""
    lacks = any(one.rule.startswith("acknowledgement.") and one.severity is Severity.ERROR for one in found)
    return {**PERSONAL, "automatic": True, "acknowledges": facts.kind is Kind.ACKNOWLEDGEMENT and not lacks}


def _findings(found: list[Diagnostic], mailbox: Mailbox, number: int, email: str, answer: str = "") -> Iterator[Row]:
    """Yield the rows of findings; `answer` is the letter of which they hold only if it is the first to answer another."""
    for order, one in enumerate(found):
        yield {
            "path": one.path, "number": number, "order": order, "mailbox": email or mailbox.owner, "document": one.document, "rule": one.rule,
            "severity": str(one.severity), "message": one.message, "clause": one.clause.id if one.clause else None, "fixable": one.fixable, "answer": answer,
        }  # fmt: skip


def _domain_of(header: Part) -> str:
    """Return the domain that a message comes from, or what to call it if it names none."""
    found = _DOMAIN.search(header.first("From"))
    return found[1].lower() if found else "no domain"


def _said(item: Unchecked | Notice) -> Row:
    return {"kind": "trouble" if isinstance(item, Unchecked) else "notice", "path": item.path, "message": item.message}
