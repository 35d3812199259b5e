"""What the engine found, as the plain data of the interface."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import NamedTuple

from replylint.api import wording
from replylint.api.differences import differences
from replylint.api.reading import Given, Read
from replylint.api.shapes import Blank, Card, Checked, Found, Part, Piece, Seen, Unchecked, Words
from replylint.engine import Engine, is_empty
from replylint.facts import Facts
from replylint.facts.summary import summary
from replylint.fix.correcting import Corrector
from replylint.fix.edits import change_of
from replylint.fix.verifying import BLANK
from replylint.model import Audience, Clause, Diagnostic, Document, DocumentKind, Mailbox, Notice, Severity
from replylint.model import Unchecked as Problem

_SIGNATURE = "signature"
_TABS = frozenset(("parity.different", "parity.missing-internal", "parity.missing-external"))
"""Findings that are settled by giving one tab the text of the other."""
_DIFFERENT = "parity.different"
_FAILED = "We could not check this text ({}). Do not rely on it, and report this to whoever gave you replylint."
_OTHER_TAB = {Part.INTERNAL: Part.EXTERNAL, Part.EXTERNAL: Part.INTERNAL}


class Judged(NamedTuple):
    """A check with what it was made from: the diagnostics behind the findings, in the same order, with their mailboxes."""

    checked: Checked
    behind: tuple[tuple[Read, Diagnostic], ...]

    def behind_id(self, finding: str) -> list[tuple[Read, Diagnostic]]:
        """Return the diagnostics of a finding and of its twin in the other tab; none if there is no such finding."""
        wanted = {finding} | {one.twin for one in self.checked.findings if one.id == finding and one.twin}
        return [
            pair for one, pair in zip(self.checked.findings, self.behind, strict=True) if one.id in wanted
        ] if any(one.id == finding for one in self.checked.findings) else []  # fmt: skip


def judge(given: Given, engine: Engine, corrector: Corrector, language: str) -> Judged:
    """Check everything that was read."""
    findings: list[Found] = []
    behind: list[tuple[Read, Diagnostic]] = []
    unchecked = [_unchecked(problem, part, language) for problem, part in given.unread]
    notices = [*given.notices]
    blanks: list[Blank] = []
    texts: list[Seen] = []
    judged = 0
    for one in given.mailboxes:
        facts = tuple(map(engine.facts, one.mailbox.documents))
        results = tuple(engine.check(one.mailbox, facts))
        diagnostics = [result for result in results if isinstance(result, Diagnostic)]
        copies = any(item.rule in _TABS for item in diagnostics) and _copies(corrector, one)
        findings += [
            _told(_found(item, one, copies=copies), item, one, facts, engine, language) for item in diagnostics
        ]
        behind += [(one, item) for item in diagnostics]
        for result in results:
            if isinstance(result, Problem):
                part = one.places[result.document].part if result.document is not None else None
                unchecked.append(_unchecked(result, part, language))
            elif isinstance(result, Notice):
                notices.append(result.message)
        try:
            tally = engine.tally(one.mailbox, facts, results)
        except Exception as error:  # the results say what failed; if they do not, this does
            unchecked.append(_failed(error, None, language))
        else:
            judged += tally.judged
        for place, each in zip(one.places, facts, strict=True):
            try:
                texts.append(_seen(place.part, place.number, each, one.mailbox.owner))
                blanks += _blanks(place.part, place.number, each, language) if not is_empty(each.document) else []
            except Exception as error:
                texts.append(_unseen(place.part, place.number, each.document, one.mailbox.owner))
                unchecked.append(_failed(error, place.part, language))
    notices += [notice.message for notice in engine.open_questions()] if judged else []
    ok = bool(judged) and not unchecked and all(one.severity != str(Severity.ERROR) for one in findings)
    ids = _distinct([one.id for one in findings])
    findings = [one._replace(id=id_) for one, id_ in zip(findings, ids, strict=True)]
    asked = {(one.number, one.start): one.question for one in blanks}
    findings = [
        one._replace(question=asked.get((one.number, one.start or 0), "")) if one.rule == BLANK else one
        for one in findings
    ]
    notes = (wording.notice(one, language) for one in notices)
    checked = Checked(
        ok, judged, tuple(_with_twins(findings)), tuple(dict.fromkeys(unchecked)), tuple(dict.fromkeys(notices)),
        tuple(blanks), tuple(texts), tuple(_cards(findings, language)), tuple(dict.fromkeys(notes)),
    )  # fmt: skip
    return Judged(checked, tuple(behind))


def _copies(corrector: Corrector, one: Read) -> bool:
    """Return whether one tab can be given the text of the other; not where that fails, which correcting it says."""
    try:
        return corrector.copied_tab(one.mailbox) is not None
    except Exception:
        return False


def _found(item: Diagnostic, one: Read, *, copies: bool) -> Found:
    document = one.mailbox.documents[item.index]
    place = one.places[item.index]
    start = end = low = high = line = None
    if item.span is not None:
        start, end = item.span
        line = document.text.count("\n", 0, start) + 1
        spans = document.visible.source_spans(start, end)
        low = spans[0].start if spans else document.visible.source_offset(start)
        high = spans[-1].end if spans else low
    fix = item.fix
    fixable = "unsafe" if item.rule in _TABS and copies else str(fix.safety) if item.fixable and fix else "no"
    key = f"{place.part}\x00{item.rule}\x00{item.message}\x00{start}\x00{end}\x00{one.mailbox.owner}"
    return Found(
        identity(key), item.rule, str(item.severity), item.message, place.part, place.number, start, end, low, high, line,
        item.excerpt, (item.marked.start, item.marked.end) if item.marked else None, words_of(item.clause), fixable,
        _edits(item, document), fix.reason if fix and fixable == "no" else "",
        _SIGNATURE if item.rule.partition(".")[0] == _SIGNATURE else item.rule, "", one.mailbox.owner,
    )  # fmt: skip


def _told(found: Found, item: Diagnostic, one: Read, facts: Sequence[Facts], engine: Engine, language: str) -> Found:
    """Return a finding with its words for a person; with the rule's own where those cannot be worked out."""
    try:
        title, why = in_words(item, one.mailbox, facts, engine, language)
    except Exception:  # facts that fail are reported by the engine
        title, why = item.message, wording.why(item.rule, language, engine.pack.settings)
    return found._replace(title=title, why=why, by_hand=wording.reason(found.by_hand, language))


def in_words(
    item: Diagnostic, mailbox: Mailbox, facts: Sequence[Facts], engine: Engine, language: str
) -> tuple[str, str]:
    """Return what to do about a finding, and why, in the words of a person."""
    settings = engine.pack.settings
    if item.rule == _DIFFERENT:
        tabs = {each.document.audience: each for each in facts}
        if Audience.INTERNAL in tabs and Audience.EXTERNAL in tabs:
            cases = differences(tabs[Audience.INTERNAL], tabs[Audience.EXTERNAL], item.message)
            return wording.different(cases, language)
    text = mailbox.documents[item.index].text
    found = text[item.span.start : item.span.end] if item.span is not None else ""
    edits = item.fix.edits if item.fix is not None and not item.fix.insertions else ()
    if len(edits) == 1 and found and not edits[0].in_source and any(item.rule == check.id for check in engine.checks):
        (edit,) = edits
        if (edit.start, edit.end) == item.span:
            return wording.replacing(edit.text, found, language, settings)
    return wording.worded(item.rule, item.message, language, settings, found)


def _unchecked(problem: Problem, part: Part | None, language: str) -> Unchecked:
    title = wording.unchecked(problem.message, language)
    return Unchecked(problem.message, part, problem.partial, title)


def _failed(error: Exception, part: Part | None, language: str) -> Unchecked:
    message = _FAILED.format(type(error).__name__)
    return Unchecked(message, part, title=wording.unchecked(message, language))


def _cards(findings: Sequence[Found], language: str) -> Iterator[Card]:
    """Yield one card for all that is to be done with the signature of a mailbox."""
    for mailbox in dict.fromkeys(one.mailbox for one in findings):
        group = [one for one in findings if one.mailbox == mailbox and one.group == _SIGNATURE]
        summary = wording.signature_card(((one.rule, one.message) for one in group), language)
        if summary:
            yield Card(_SIGNATURE, *summary, tuple(one.id for one in group), mailbox)


def _edits(item: Diagnostic, document: Document) -> tuple[Piece, ...]:
    """Return the correction as edits of the source, where it is nothing but edits."""
    if item.fix is None or not item.fixable or item.fix.insertions:
        return ()
    edits = [edit for each in item.fix.edits for edit in change_of(document, each).source]
    return tuple(Piece(*edit) for edit in sorted(edits))


def _with_twins(findings: Sequence[Found]) -> list[Found]:
    """Return the findings with the ids of those that say the same of the other tab."""
    waiting: dict[tuple[object, ...], list[int]] = {}
    for number, one in enumerate(findings):
        if one.part in _OTHER_TAB:
            waiting.setdefault((one.part, *_likeness(one)), []).append(number)
    twins: dict[int, str] = {}
    for number, one in enumerate(findings):
        if one.part is Part.INTERNAL:
            others = waiting.get((Part.EXTERNAL, *_likeness(one)), [])
            if others:
                other = others.pop(0)
                twins |= {number: findings[other].id, other: one.id}
    return [one._replace(twin=twins.get(number, "")) for number, one in enumerate(findings)]


def _likeness(one: Found) -> tuple[object, ...]:
    marked = one.excerpt[slice(*one.marked)] if one.marked else None
    return (one.rule, one.message, marked, one.mailbox)


def _unseen(part: Part, number: int, document: Document, owner: str) -> Seen:
    """Return a text of which nothing was understood."""
    return Seen(part, number, document.content, document.markup, document.text, "none", "en", {}, owner)


def _seen(part: Part, number: int, facts: Facts, owner: str) -> Seen:
    document = facts.document
    if is_empty(document):
        return _unseen(part, number, document, owner)
    kind = str(facts.kind) if facts.kind_of_document is not DocumentKind.SIGNATURE else "none"
    return Seen(
        part, number, document.content, document.markup, document.text, kind, facts.language.code, summary(facts), owner
    )


def _blanks(part: Part, number: int, facts: Facts, language: str) -> list[Blank]:
    found = []
    counts: Counter[str] = Counter()
    for blank in facts.blanks:
        if blank.variable and facts.document.template:
            continue
        text = facts.text[blank.span.start : blank.span.end]
        label = text.strip(" \t[]<>(){}_«»")
        counts[text] += 1
        found.append(
            Blank(
                identity(f"blank\x00{part}\x00{number}\x00{text}\x00{counts[text]}"), part, number, label or text,
                wording.question_of(label, blank.fact, language, own=blank.own), blank.fact, blank.span.start, blank.span.end,
            )
        )  # fmt: skip
    return found


def words_of(clause: Clause | None) -> Words | None:
    """Return a clause as the interface has it."""
    return Words(clause.id, clause.section, clause.text) if clause else None


def identity(key: str) -> str:
    """Return a short id that is the same for the same key."""
    return sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _distinct(ids: Sequence[str]) -> list[str]:
    """Return ids of which no two are the same: the second of two gets a number."""
    counts: Counter[str] = Counter()
    found = []
    for one in ids:
        counts[one] += 1
        found.append(one if counts[one] == 1 else f"{one}-{counts[one]}")
    return found


def ids_of(findings: Sequence[Found]) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Return the ids of findings by rule and message, which several may share: two smileys, say."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for one in findings:
        key = one.rule, one.message
        found[key] = (*found.get(key, ()), one.id)
    return found
