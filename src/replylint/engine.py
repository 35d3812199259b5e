"""Runs the rules of a policy over mailboxes and stamps their findings."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property, lru_cache

from replylint.directory import Directory
from replylint.errors import ConfigError
from replylint.facts import Facts, Kind
from replylint.facts.absence import spells_of
from replylint.facts.graphics import uncompared
from replylint.facts.languages import CODES, language
from replylint.model import (
    Colleague,
    Diagnostic,
    Document,
    DocumentKind,
    Finding,
    Mailbox,
    Notice,
    Organization,
    Person,
    Position,
    Settings,
    Severity,
    State,
    Unchecked,
)
from replylint.policy.checks import Check
from replylint.policy.pack import Pack
from replylint.rules import families, rules_named
from replylint.rules.base import Rule, Subject
from replylint.rules.delivery.shared import has_headers
from replylint.rules.schedule import unsettled, window_of
from replylint.selection import select
from replylint.tables import given_first, squeeze
from replylint.tally import Tally
from replylint.visible import Span

_NO_REPLY = (
    "it does not say that anyone is away, has left, or has received a message, so its dates and contacts were not checked; "
    "if it is an automatic reply, say --kind auto-reply"
)

_REPLACED = "\ufffd"
"""What programs put in place of bytes that they cannot decode."""
_LOST = f"“{_REPLACED}” stands where a character was lost; type it again, or save the original again as UTF-8"
_NOT_COMPARED = "the pictures were not compared with the seal, because that needs Pillow, which is not available here"
_OF_REPLIES = frozenset(("absence", "acknowledgement", "contact"))
"""Families of rules that have nothing to judge in a text that is no reply."""

Result = Diagnostic | Unchecked | Notice

MAX_EXCERPT = 200
"""Characters of a line that a finding keeps: ten thousand findings in one line do not keep it ten thousand times."""
MAX_MESSAGE = 2_000
"""Characters of a finding's message, which may quote a text."""
_TEXTS = 8
"""Texts whose lines are kept: those of one mailbox, which are asked about again and again."""


@dataclass(frozen=True)
class Engine:
    """The rules of one policy, ready to run."""

    pack: Pack
    today: date
    as_of: date | None = None
    """The day given for judging; None judges what was sent, or is set to be sent, as of that day, and anything else as of today."""
    directory: Directory | None = None
    words: frozenset[str] = frozenset()
    selected: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()

    @cached_property
    def _known(self) -> dict[str, type[Rule]]:
        """The rules there are, those of plugins included if the pack or a selector names something else than a built-in rule."""
        own = {check.id for check in self.pack.checks}
        selectors = {*self.selected, *self.ignored} - {"all", *families(), *own}
        return rules_named(({*self.pack.rules} - own) | selectors)

    @cached_property
    def _ids(self) -> frozenset[str]:
        on = {rule for rule in self._known if rule in self.pack.rules and not self.pack.rules[rule].off}
        on |= {
            check.id
            for check in self.pack.checks
            if not (check.id in self.pack.rules and self.pack.rules[check.id].off)
        }
        everything = {*self._known, *(check.id for check in self.pack.checks)}
        chosen = select(everything, self.selected, self.ignored)
        named = {selector for selector in self.selected if selector in everything}
        return frozenset((on | named) & chosen)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The built-in and plugin rules that run."""
        found = []
        for rule_id, rule in self._known.items():
            if rule_id in self._ids:
                setting = self.pack.rules.get(rule_id)
                options = rule.Options(**setting.options) if rule.Options and setting and setting.options else None
                found.append(rule(options))
        return tuple(found)

    @cached_property
    def checks(self) -> tuple[Check, ...]:
        """The pack's own checks that run."""
        return tuple(check for check in self.pack.checks if check.id in self._ids)

    @cached_property
    def settings(self) -> Settings:
        """The pack's settings, with the words of the configuration."""
        return replace(self.pack.settings, words=self.pack.settings.words | self.words)

    def open_questions(self) -> Iterator[Notice]:
        """Yield what is not checked because something that a rule needs is missing."""
        unchecked = [rule.unchecked for rule in self.rules if rule.needs == "directory" and self.directory is None]
        if unchecked:
            yield Notice(f"not checked: {' and '.join(unchecked)}. There is no staff list; give one with --directory.")

    def facts(self, document: Document) -> Facts:
        """Return the facts of a document, to be worked out as they are asked for."""
        for known in self._recent:
            if known.document == document:
                return known
        staff = self.directory
        words = (staff.words, staff.names) if staff else ()
        facts = Facts(document, self.settings, self.as_of or self.today, *words)
        self._recent.appendleft(facts)
        return facts

    @cached_property
    def _recent(self) -> deque[Facts]:
        """The facts of the last documents: a correction reads the same text again and again."""
        return deque(maxlen=_TEXTS)

    def colleague(self, mailbox: Mailbox, facts: tuple[Facts, ...]) -> Colleague | None:
        """Return a mailbox as its organisation sees it, or None if nobody knows whose it is. `facts` are those of its documents."""
        name, email = (mailbox.owner, "") if "@" not in mailbox.owner else ("", mailbox.owner)
        email = mailbox.identity if "@" in mailbox.identity else email
        author = next((one.document.author for one in facts if one.document.author.email), Person())
        signed = next((one.author for one in facts if one.author), "")
        name, email = given_first(mailbox.display or name or author.name or signed), email or author.email
        mail = any(one.document.automatic is not None for one in facts)
        staff = None
        if self.directory is not None:
            # A stranger's letter is not that of the colleague whose alias is alike.
            staff = (
                self.directory.person(name, email)
                if mail
                else self.directory.owner(email, mailbox.identity, mailbox.owner, name=name)
            )
        owner = Person(staff.name if staff else name, (staff.email if staff else "") or email)
        if not (owner.name or owner.email) or (mail and not self.is_ours(owner.email)):
            return None
        known = Colleague(
            owner,
            mailbox.path,
            department=staff.department if staff else "",
            names=tuple(dict.fromkeys(one for one in (name, author.name, signed) if one and one != owner.name)),
            addresses=tuple(
                one for one in dict.fromkeys((email.lower(), *(staff.addresses if staff else ()))) if one and one != owner.email.lower()
            ),
        )  # fmt: skip
        for one in facts:
            if one.kind_of_document is DocumentKind.AUTO_REPLY and one.kind in (Kind.ABSENCE, Kind.CLOSURE):
                contacts = tuple(
                    Person(contact.name, next(iter(contact.emails), ""))
                    for contact in one.contacts
                    if (contact.reachable or " " in contact.name.strip()) and not contact.blanks
                )
                if away := self._spells(mailbox, one):
                    return known._replace(away=away, contacts=contacts)
        return known

    def _spells(self, mailbox: Mailbox, facts: Facts) -> tuple[tuple[date, date], ...]:
        """Return the first and the last day of each spell of an absence: as the text says, or else as the reply is set to be sent.

        Where neither says when it begins, it has begun.
        """
        absence, window = facts.absence, window_of(mailbox.settings, self.settings)
        spells = spells_of(facts.text, absence)
        if len(spells) > 1:
            return spells
        first = absence.first_day or (window.first if window else None) or facts.document.written_on or self._now
        before_back = (day - timedelta(days=1) for day in (absence.return_day, absence.until_day) if day)
        last = absence.last_day or next(before_back, None) or (window.last if window else None)
        return ((first, last),) if last and first <= last else ()

    def check_organization(self, organization: Organization) -> Iterator[Result]:
        """Yield what is wrong across the mailboxes of an organisation; a rule that fails is yielded as trouble."""
        for rule in self.rules:
            if rule.examines != "organization":
                continue
            try:
                for finding in rule.examine(organization, self.settings):
                    one = organization.people[finding.document or 0]
                    setting = self.pack.rules.get(rule.id)
                    severity = (setting.severity if setting else None) or finding.severity or rule.severity
                    yield Diagnostic(
                        rule.id, severity, finding.message, one.path, one.owner.email or one.owner.name, "reply", None, "", None,
                        self.pack.clause_of(rule.id), None, finding.document or 0,
                    )  # fmt: skip
            except (Exception, SystemExit) as error:  # a rule that crashes, or ends the program, is never a clean bill
                yield Unchecked(
                    "organization",
                    f"the rule {rule.id} failed ({type(error).__name__}: {error}), so this was not checked; tell the makers of replylint",
                )

    def only(self, *chosen: str) -> Engine:
        """Return an engine that runs these rules and families alone, of those that this one runs."""
        ids = frozenset(one for one in self._ids if {one, one.partition(".")[0]} & {*chosen})
        narrowed = replace(self)
        narrowed.__dict__.update(_known=self._known, _ids=ids)
        return narrowed

    def check(self, mailbox: Mailbox, facts: tuple[Facts, ...] | None = None) -> Iterator[Result]:
        """Yield what is wrong with a mailbox's documents, in the order of the text. `facts` are theirs, if they are known already.

        Whatever goes wrong in doing so is yielded as trouble, never taken for a clean bill.
        """
        try:
            yield from self._check(mailbox, facts or tuple(self.facts(document) for document in mailbox.documents))
        except (Exception, SystemExit) as error:
            yield Unchecked(
                mailbox.path,
                f"it could not be checked ({type(error).__name__}: {error}); tell the makers of replylint",
            )

    def _check(self, mailbox: Mailbox, facts: tuple[Facts, ...]) -> Iterator[Result]:
        for index, one in enumerate(facts):
            document = one.document
            if reason := self.not_judged(document):
                yield Notice(f"not judged: {reason}", document.path or mailbox.path)
                continue
            if is_empty(document):
                if all(is_empty(other) for other in mailbox.documents):
                    yield Unchecked(
                        document.path or mailbox.path, f"{_whose(mailbox)}it has no text; write the message"
                    )
                    return
                continue  # an empty tab, which the parity rules speak of
            path = document.path or mailbox.path
            if _REPLACED in document.text:
                yield Unchecked(path, f"{_whose(mailbox)}{_LOST}", document=index)
                continue
            for doubt in document.visible.doubts:
                yield Unchecked(path, doubt.message, partial=True, document=index)
            if reason := self.unjudged(one):
                yield Unchecked(path, f"{_whose(mailbox)}{reason}", partial=one.unread is None, document=index)
                if one.unread is not None:
                    continue
            elif one.unread is not None:
                reason = f"the part written in {one.unread.language}; {_languages_read()}"
                yield Unchecked(path, f"{_whose(mailbox)}{reason}", partial=True, document=index)
            if self.settings.seal_hashes and uncompared(document.pictures):
                yield Unchecked(path, f"{_whose(mailbox)}{_NOT_COMPARED}", partial=True, document=index)
            subject = Subject(one, self.settings, self._judged_on(document), self.directory, mailbox, self._now, facts)
            found: list[Diagnostic] = []
            for result in self._run("document", subject, mailbox, index):
                if isinstance(result, Diagnostic):
                    found.append(result)
                else:
                    yield result
            yield from sorted(found, key=_place)
            yield from self._unasked(one, mailbox)
        if facts and (len(facts) > 1 or mailbox.settings is not None):
            subject = Subject(
                facts[0], self.settings, self._judged_on(facts[0].document), self.directory, mailbox, self._now, facts
            )
            if told := unsettled(mailbox.settings, self.settings):
                unchecked = [rule.unchecked for rule in self.rules if rule.needs == "days"]
                if unchecked:
                    yield Notice(f"not checked: {unchecked[0]} {told}", mailbox.path)
            yield from self._run("mailbox", subject, mailbox, 0)

    def _unasked(self, facts: Facts, mailbox: Mailbox) -> Iterator[Notice]:
        """Yield what rules about header lines leave open for an automatic reply that came without them."""
        if facts.kind_of_document is not DocumentKind.AUTO_REPLY or has_headers(facts.document, mailbox):
            return
        unchecked = [rule.unchecked for rule in self.rules if rule.needs == "headers"]
        if unchecked:
            path = facts.document.path or mailbox.path
            yield Notice(
                f"not checked: {unchecked[0]}. Give a reply that was sent, saved as a mail message (.eml)", path
            )

    def not_judged(self, document: Document) -> str:
        """Return why the standard does not speak of a document; empty if it is judged."""
        if document.passed_over or document.asked or self._is_ours(document):
            return document.passed_over
        return "it is a message of somebody outside, or one that a person wrote; say --kind message to judge it"

    def unjudged(self, facts: Facts) -> str:
        """Return why a document that the standard speaks of could not be judged as a whole; empty if it was."""
        if facts.unread is not None and facts.unread.whole:
            return f"written in {facts.unread.language}; {_languages_read()}"
        asked = any(rule.id.partition(".")[0] in _OF_REPLIES for rule in self.rules)
        asked = asked and bool(
            facts.text.strip()
        )  # of a picture alone appearance.text-in-image says that it was not read
        if asked and facts.kind_of_document is DocumentKind.AUTO_REPLY and facts.kind is Kind.NONE:
            return _NO_REPLY
        return ""

    def tally(self, mailbox: Mailbox, facts: tuple[Facts, ...], results: Iterable[Result]) -> Tally:
        """Return how much of a mailbox was checked, given what `check` yielded for it.

        `facts` are those of its documents.
        """
        unchecked = [one for one in results if isinstance(one, Unchecked)]
        counts = Counter[str]()
        for index, document in enumerate(mailbox.documents):
            if self.not_judged(document):
                continue
            if is_empty(document):
                if all(map(is_empty, mailbox.documents)):
                    counts["unchecked"] = 1
                continue
            missed = [one for one in unchecked if one.document in (None, index)]
            extent = "in_part" if missed else "checked"
            if not all(one.partial for one in missed):
                extent = "unchecked"
            counts[extent] += 1
            if extent != "unchecked" and facts[index].kind_of_document is DocumentKind.AUTO_REPLY:
                counts["reply"] += 1
        off = mailbox.settings is not None and mailbox.settings.state is State.OFF and not counts["reply"]
        return Tally(counts["checked"], counts["in_part"], counts["unchecked"], int(off))

    def check_all(self, mailboxes: Iterable[Mailbox]) -> Iterator[Result]:
        """Yield what is wrong with each mailbox."""
        for mailbox in mailboxes:
            yield from self.check(mailbox)

    @property
    def _now(self) -> date:
        return self.as_of or self.today

    def _judged_on(self, document: Document) -> date:
        if self.as_of is not None:
            return self.as_of
        return document.written_on or self.today

    def _is_ours(self, document: Document) -> bool:
        """Say whether a message is one that the standard speaks of: automatic, or by somebody of the organisation."""
        if document.automatic is not False or document.kind is not DocumentKind.MESSAGE:
            return True
        return self.is_ours(document.author.email)

    def is_ours(self, address: str) -> bool:
        """Say whether an address is one of the organisation's."""
        domain = address.rpartition("@")[2].lower()
        return any(domain == ours or domain.endswith(f".{ours}") for ours in self.settings.domains)

    def _run(self, examines: str, subject: Subject, mailbox: Mailbox, index: int) -> Iterator[Result]:
        kind = subject.facts.kind_of_document
        for rule in self.rules:
            if (
                rule.examines != examines
                or (examines == "document" and kind not in rule.kinds)
                or (rule.needs == "directory" and self.directory is None)
                or (rule.needs == "headers" and not has_headers(subject.document, mailbox))
            ):
                continue
            try:
                for finding in rule.check(subject):
                    yield self._stamp(rule.id, rule.severity, finding, subject, mailbox, index)
            except (Exception, SystemExit) as error:  # a rule that crashes, or ends the program, is never a clean bill
                yield Unchecked(
                    subject.document.path or mailbox.path,
                    f"the rule {rule.id} failed ({type(error).__name__}: {error}), so this was not checked; tell the makers of replylint",
                    partial=True,
                    failed=True,
                    document=index if examines == "document" else None,
                )
        if examines == "document":
            for check in self.checks:
                if reason := check.unchecked(subject):
                    path = subject.document.path or mailbox.path
                    yield Unchecked(path, reason, partial=True, document=index)
                    continue
                for finding in check.check(subject):
                    yield self._stamp(check.id, check.severity, finding, subject, mailbox, index)

    def _stamp(
        self, rule: str, own: Severity, finding: Finding, subject: Subject, mailbox: Mailbox, index: int
    ) -> Diagnostic:
        setting = self.pack.rules.get(rule)
        severity = (setting.severity if setting else None) or finding.severity or own
        index = finding.document if finding.document is not None else index
        document = mailbox.documents[index]
        start, end = finding.start, finding.end
        position = excerpt = marked = None
        if start is not None and end is not None and document.text:
            position = position_of(document, start, end)
            excerpt, marked = excerpt_around(document.text, start, end)
        return Diagnostic(
            rule, severity, _cut(finding.message, MAX_MESSAGE), document.path or mailbox.path, mailbox.owner, document.name, position, excerpt or "", marked,
            self.pack.clause_of(rule), finding.fix, index, Span(start, end) if start is not None and end is not None else None,
        )  # fmt: skip


def engine_for(
    pack: Pack,
    *,
    today: date,
    as_of: date | None = None,
    staff: Directory | None = None,
    words: frozenset[str] = frozenset(),
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
) -> Engine:
    """Return an engine that has something to do. Raises ConfigError if no rule is left to run."""
    built = Engine(pack, today, as_of, staff, words, tuple(select), tuple(ignore))
    if not built.rules and not built.checks:
        raise ConfigError("no rule is left to run; select fewer to leave out, or look at the rules of the policy")
    if not built.checks and all(rule.examines == "organization" for rule in built.rules):
        raise ConfigError(
            "these rules look at a whole organisation at once, which no single message shows; select others too"
        )
    return built


def _languages_read() -> str:
    return f"replylint reads {' and '.join(str(language(code)['name']) for code in CODES)}"


def is_empty(document: Document) -> bool:
    """Say whether a reader would see nothing."""
    return not squeeze(document.text) and not document.pictures


def _whose(mailbox: Mailbox) -> str:
    return f"{mailbox.owner}: " if mailbox.owner else ""


def _place(diagnostic: Diagnostic) -> tuple[int, int, int, int]:
    if diagnostic.position is None:
        return (1, 0, 0, -diagnostic.severity)
    return (0, diagnostic.position.line, diagnostic.position.column, -diagnostic.severity)


def position_of(document: Document, start: int, end: int) -> Position:
    """Return the place of visible characters: in the file where the document is the whole file, else in the message as it is read."""
    if not document.whole_file:
        return _position(document.text, start, max(end, start), "message")
    spans = document.visible.source_spans(start, end)
    low = spans[0].start if spans else document.visible.source_offset(start)
    high = spans[-1].end if spans else low
    return _position(document.content, low, high, "file")


def _position(text: str, start: int, end: int, within: str) -> Position:
    starts = _line_starts(text)
    line, end_line = bisect_right(starts, start), bisect_right(starts, end)
    column, end_column = start - starts[line - 1] + 1, end - starts[end_line - 1] + 1
    return Position(line, column, end_line, end_column, within)


@lru_cache(maxsize=_TEXTS)
def _line_starts(text: str) -> list[int]:
    """Return where the lines of a text begin; many findings ask this of the same text."""
    return [0, *(match.end() for match in re.finditer("\n", text))]


def excerpt_around(text: str, start: int, end: int) -> tuple[str, Span]:
    """Return the line that a stretch of text begins in, cut to MAX_EXCERPT, and the stretch within it.

    "…" stands for what is cut off on either side.
    """
    low = max(text.rfind("\n", max(0, start - MAX_EXCERPT), start) + 1, start - MAX_EXCERPT, 0)
    high = text.find("\n", start, start + MAX_EXCERPT)
    high = min(len(text), start + MAX_EXCERPT) if high < 0 else high
    stop = max(min(end, high), start)
    if high - low > MAX_EXCERPT:
        room = MAX_EXCERPT - (stop - start)
        low = max(low, min(start - room // 2, high - MAX_EXCERPT))
        high = min(high, low + MAX_EXCERPT)
    before = "…" if low and text[low - 1] != "\n" else ""
    after = "…" if high < len(text) and text[high] != "\n" else ""
    shift = len(before) - low
    return f"{before}{text[low:high]}{after}", Span(start + shift, stop + shift)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most]}…"
