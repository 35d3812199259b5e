"""Correcting a document: each correction is made, read again, and kept only if it did what it promised."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from replylint.engine import Engine, is_empty
from replylint.errors import SourceError
from replylint.facts import Facts, Kind
from replylint.fix.edits import Correction, apply, change_of, compatible, edits_of
from replylint.fix.filling import values, written
from replylint.fix.insertions import change_for
from replylint.fix.owner import days_set, profile_of
from replylint.fix.rewriting import Rewriter
from replylint.fix.tabs import copied_tab
from replylint.fix.verifying import BLANK, finding_trouble, loss
from replylint.model import Diagnostic, Document, Mailbox, Notice, Profile, Safety, Unchecked
from replylint.sources.again import with_content

if TYPE_CHECKING:
    from replylint.fix.templates import Templates

_FIRST = ("spelling.", "tone.shouting")
"""How the ids of rules begin whose corrections change words but not what they say; others find their places in the right words."""
_MOST_TRIALS = 160
"""Trial corrections of one document; a reply with twelve findings takes two, and one more for each that fails."""
_BETWEEN_TABS = "parity."
"""The family of findings about two texts, of which one may become the same as the other."""
_TWO_TRUTHS = "parity.plain-html-differ"
_TWO_PARTS = "the HTML and the plain text of the message say different things, which comes first"
_MANUAL = "only the author knows what is right"
_SAFE_ONLY = "it needs a second look, and --safe was given"
_TOO_MANY = "there are too many findings to correct at once; correct these and run it again"


class ByHand(NamedTuple):
    """A finding that is left to a person, with the reason as the end of a sentence."""

    diagnostic: Diagnostic
    reason: str


@dataclass(frozen=True)
class Corrected:
    """A document before and after."""

    before: Document
    after: Document
    rewritten: bool = False
    """Whether it was written from the pack's template."""
    copied: bool = False
    """Whether it was made the same as the mailbox's other message."""
    named: tuple[str, ...] = ()
    """The words that the corrected findings were about, as they were before."""
    rounds: tuple[tuple[Correction, ...], ...] = ()
    """The corrections that were made together, round by round: each round edits the text that the one before it left."""

    @property
    def changed(self) -> bool:
        """Whether anything was changed."""
        return self.before.content != self.after.content or self.before.markup != self.after.markup


@dataclass(frozen=True)
class CorrectedMailbox:
    """A mailbox before and after, what remains to be found in it, and what could not be checked."""

    before: Mailbox
    after: Mailbox
    documents: tuple[Corrected, ...]
    remaining: tuple[Diagnostic, ...] = ()
    troubles: tuple[Unchecked, ...] = ()
    notices: tuple[Notice, ...] = ()
    by_hand: tuple[ByHand, ...] = ()
    """The remaining findings, blanks aside, with the reason why each is left to a person."""
    days_set: tuple[int, ...] = ()
    """The documents whose days were taken from the times between which the reply is set to be sent."""

    @property
    def changed(self) -> bool:
        """Whether any document was changed."""
        return any(document.changed for document in self.documents)


@dataclass
class _Trials:
    """What was tried on one document: the reasons why corrections failed, and how many trials are left."""

    failed: dict[tuple[str, str, str], str] = field(default_factory=dict)
    """Reasons by rule, marked words and message of the finding."""
    named: list[str] = field(default_factory=list)
    """The words that the findings were about whose corrections were made."""
    rounds: list[tuple[Correction, ...]] = field(default_factory=list)
    """The corrections that were made, those of each round together."""
    remaining: int = _MOST_TRIALS

    def reason(self, item: Diagnostic) -> str | None:
        """Return why a finding is left by hand, or None if its correction was not tried in vain."""
        return self.failed.get(_key(item))


def _key(item: Diagnostic) -> tuple[str, str, str]:
    marked = item.excerpt[item.marked.start : item.marked.end] if item.marked else ""
    return (item.rule, marked, item.message)


def _is_one(item: Diagnostic, only: Sequence[Diagnostic], waiting: Collection[tuple[str, str, str]]) -> bool:
    """Return whether a finding of a document is one of some that were found in it, or was before an edit moved it."""
    if _key(item) not in waiting:
        return False
    alike = [one for one in only if _key(one) == _key(item)]
    return len(waiting) < len(only) or any(one.span == item.span for one in alike)


@dataclass(frozen=True)
class Corrector:
    """Corrects mailboxes by one policy."""

    engine: Engine
    profile: Profile = Profile()
    least: Safety = Safety.UNSAFE
    """Corrections that are less safe are left to a person."""
    rewrite: bool = False
    """Whether to write every message again from the template."""
    days_set: tuple[date, date] | None = None
    """The first and the last day out by the mailbox's settings, for a message that names none."""
    _templates: list[Templates] = field(default_factory=list, repr=False, compare=False)

    @property
    def templates(self) -> Templates:
        """The pack's templates, loaded when first needed."""
        if not self._templates:
            from replylint.fix.templates import Templates

            self._templates.append(Templates(self.engine.pack))
        return self._templates[0]

    def correct(self, mailbox: Mailbox) -> CorrectedMailbox:
        """Return a mailbox with everything corrected that can be.

        Raises TemplateError if the pack's templates cannot be used.
        """
        own = self._for(mailbox)
        trials = [_Trials() for _ in mailbox.documents]
        documents = [
            own._correct(document, mailbox, tried) for document, tried in zip(mailbox.documents, trials, strict=True)
        ]
        return own._outcome(mailbox, own._with_tabs_alike(documents, mailbox), trials)

    def correct_only(self, mailbox: Mailbox, chosen: Collection[Diagnostic]) -> CorrectedMailbox:
        """Return a mailbox with only these of its findings corrected, as far as each correction keeps its promise.

        `chosen` are findings that `Engine.check` yields for the mailbox. Raises TemplateError as `correct` does.
        """
        own = self._for(mailbox)
        trials = [_Trials() for _ in mailbox.documents]
        documents = [
            own._correct(document, mailbox, tried, [item for item in chosen if item.index == index])
            for index, (document, tried) in enumerate(zip(mailbox.documents, trials, strict=True))
        ]
        if any(item.rule.startswith(_BETWEEN_TABS) for item in chosen):
            documents = own._with_tabs_alike(documents, mailbox)
        return own._outcome(mailbox, documents, trials)

    def copied_tab(self, mailbox: Mailbox) -> tuple[int, Document] | None:
        """Return which tab would become the same as the other, and its text then; None if each stays as it is."""
        if self.least > Safety.UNSAFE:
            return None
        pairs = [(document, document) for document in mailbox.documents]
        return copied_tab(pairs, mailbox, self.engine, self._rewriter.page)

    def _for(self, mailbox: Mailbox) -> Corrector:
        """Return a corrector with what is known of a mailbox's owner and of the times that its reply is set for."""
        return replace(
            self,
            profile=profile_of(mailbox, self.profile, self.engine.directory),
            days_set=days_set(mailbox, self.engine.settings),
        )

    def _outcome(self, mailbox: Mailbox, documents: Sequence[Corrected], trials: Sequence[_Trials]) -> CorrectedMailbox:
        """Return a mailbox with its corrected documents, checked again."""
        after = replace(mailbox, documents=tuple(item.after for item in documents))
        remaining, troubles, notices = [], [], []
        for result in self.engine.check(after):
            if isinstance(result, Diagnostic):
                remaining.append(result)
            elif isinstance(result, Unchecked):
                troubles.append(result)
            else:
                notices.append(result)
        by_hand = tuple(
            ByHand(item, self._reason(item, trials[item.index])) for item in remaining if item.rule != BLANK
        )
        scheduled = tuple(index for index, item in enumerate(documents) if self._has_days_set(item))
        return CorrectedMailbox(
            mailbox, after, tuple(documents), tuple(remaining), tuple(troubles), tuple(notices), by_hand, scheduled
        )

    def _has_days_set(self, item: Corrected) -> bool:
        """Return whether a document names the days of the settings where it named none before."""
        if self.days_set is None or not item.changed:
            return False
        before, after = self.engine.facts(item.before), self.engine.facts(item.after)
        first, last = (written(day, after) for day in self.days_set)
        return not before.absence.stated and first in after.text and last in after.text

    def _reason(self, item: Diagnostic, trials: _Trials) -> str:
        if reason := trials.reason(item):
            return reason
        if item.fix is not None and item.fix.reason:
            return item.fix.reason
        if item.fixable and item.fix is not None and item.fix.safety < self.least:
            return _SAFE_ONLY
        return _TOO_MANY if item.fixable and trials.remaining <= 0 else _MANUAL

    def _correct(
        self,
        document: Document,
        mailbox: Mailbox,
        trials: _Trials,
        only: Sequence[Diagnostic] | None = None,
    ) -> Corrected:
        """Return a document corrected: of all its findings, or of some `only`."""
        facts = self.engine.facts(document)
        unread = facts.unread is not None and facts.unread.whole
        if self.engine.not_judged(document) or is_empty(document) or unread:
            return Corrected(document, document)
        # What the document is for does not change with its text.
        if document.kind is None:
            document = replace(document, kind=facts.kind_of_document, kind_from_text=True)
        if document.alternative is not None:
            found = self._diagnostics(document, mailbox)
            if any(item.rule == _TWO_TRUTHS and item.fix for item in found):
                trials.failed.update((_key(item), _TWO_PARTS) for item in found if item.rule != _TWO_TRUTHS)
                return Corrected(document, document)
        if self.rewrite and (written := self._rewritten(document, mailbox, trials)) is not None:
            return Corrected(document, written, rewritten=True, named=tuple(trials.named))
        trials.rounds.clear()  # those of a rewriting that settled nothing
        if only is None:
            edited = self._edited(document, mailbox, trials)
        else:
            edited = self._edited_once(document, mailbox, trials, only)
        return Corrected(document, edited, named=tuple(trials.named), rounds=tuple(trials.rounds))

    def _edited_once(
        self, document: Document, mailbox: Mailbox, trials: _Trials, only: Sequence[Diagnostic]
    ) -> Document:
        """Return a document with some of its findings corrected, each at most once."""
        waiting = [_key(item) for item in only]
        while waiting and trials.remaining > 0:
            found = self._diagnostics(document, mailbox)
            corrections = self._corrections(document, [item for item in found if _is_one(item, only, waiting)], trials)
            if not corrections:
                break
            changed = self._first_that_holds(document, mailbox, found, corrections, trials)
            if changed is None:
                break
            document = changed[0]
            for each in trials.rounds[-1]:
                waiting.remove(_key(each.diagnostic))
        return document

    def _rewritten(self, document: Document, mailbox: Mailbox, trials: _Trials) -> Document | None:
        """Return a document written from the template and corrected, or None if that settles none of its findings.

        It is corrected first, so that the template is filled with what its sentences say once they are right. A message
        that was written so already is not written again: that would settle nothing.
        """
        best: Document | None = None
        found = self._unsettled(document, mailbox)
        while found:
            right = self._edited(document, mailbox, trials)
            written = self._rewriter.rewritten(self.engine.facts(right))
            if written is None:
                break
            trials.failed.clear()  # what failed in the old words may hold in the new ones; else a second run would change more
            written = self._edited(written, mailbox, trials)
            left = self._unsettled(written, mailbox)
            if left >= found:
                break
            best = document = written
            found = left
        return best

    def _unsettled(self, document: Document, mailbox: Mailbox) -> int:
        """Return how many findings a document has, its blanks aside."""
        return sum(item.rule != BLANK for item in self._diagnostics(document, mailbox))

    @property
    def _rewriter(self) -> Rewriter:
        return Rewriter(self.templates, self._values)

    def _with_tabs_alike(self, documents: list[Corrected], mailbox: Mailbox) -> list[Corrected]:
        """Give the other tab the same text where one of them is empty, or where only the correction of one failed."""
        if self.least > Safety.UNSAFE:
            return documents
        copy = copied_tab([(item.before, item.after) for item in documents], mailbox, self.engine, self._rewriter.page)
        if copy is None:
            return documents
        index, document = copy
        return [
            Corrected(item.before, document, copied=True) if number == index else item
            for number, item in enumerate(documents)
        ]

    def edited(self, document: Document, mailbox: Mailbox) -> Document:
        """Return a document with the corrections made that hold what they promise."""
        return self._edited(document, mailbox, _Trials())

    def _edited(self, document: Document, mailbox: Mailbox, trials: _Trials) -> Document:
        found = self._diagnostics(document, mailbox)
        changed_since = False
        while trials.remaining > 0:
            corrections = self._corrections(document, found, trials)
            if not corrections:
                if not (trials.failed and changed_since):
                    break
                # What failed may hold now that other corrections were made; else a second run would change more.
                trials.failed.clear()
                changed_since = False
                continue
            changed = self._first_that_holds(document, mailbox, found, corrections, trials)
            if changed is not None:
                document, found = changed
                changed_since = changed_since or bool(trials.failed)
        return document

    def _diagnostics(self, document: Document, mailbox: Mailbox) -> list[Diagnostic]:
        alone = replace(mailbox, documents=(document,), settings=None)
        return [result for result in self.engine.check(alone) if isinstance(result, Diagnostic)]

    def _corrections(self, document: Document, found: Sequence[Diagnostic], trials: _Trials) -> list[Correction]:
        """Return the corrections to try next, written out, in the order of the rules: days, then the contact, then the signature.

        Those of the spelling and of words in capitals come first, by themselves.
        """
        facts = self.engine.facts(document)
        order = {rule.id: number for number, rule in enumerate(self.engine.rules)}
        corrections = []
        for item in found:
            fix = item.fix
            if fix is None or fix.safety < self.least or trials.reason(item) is not None:
                continue
            changes = [change_of(document, edit) for edit in fix.edits]
            for insertion in fix.insertions:
                if (change := change_for(insertion, facts, self.templates, self._values(facts))) is not None:
                    changes.append(change)
            if changes and len(changes) == len(fix.edits) + len(fix.insertions):
                corrections.append(Correction(item, tuple(changes)))
        first = [each for each in corrections if each.diagnostic.rule.startswith(_FIRST)]
        return compatible(sorted(first or corrections, key=lambda each: order.get(each.diagnostic.rule, len(order))))

    def _first_that_holds(
        self,
        document: Document,
        mailbox: Mailbox,
        found: Sequence[Diagnostic],
        corrections: Sequence[Correction],
        trials: _Trials,
    ) -> tuple[Document, list[Diagnostic]] | None:
        """Make corrections together, or else the first half or single one of them that keeps its promise.

        Those that fail alone are noted with the reason. Returns the document and its findings, or None if none holds.
        """
        if trials.remaining <= 0:
            return None
        trials.remaining -= 1
        outcome = self._tried(document, mailbox, found, corrections)
        if not isinstance(outcome, str):
            trials.named += [
                document.text[span.start : span.end] for each in corrections if (span := each.diagnostic.span)
            ]
            trials.rounds.append(tuple(corrections))
            return outcome
        if len(corrections) == 1:
            trials.failed[_key(corrections[0].diagnostic)] = outcome
            return None
        middle = len(corrections) // 2
        first = self._first_that_holds(document, mailbox, found, corrections[:middle], trials)
        return first or self._first_that_holds(document, mailbox, found, corrections[middle:], trials)

    def _tried(
        self,
        document: Document,
        mailbox: Mailbox,
        found: Sequence[Diagnostic],
        corrections: Sequence[Correction],
    ) -> tuple[Document, list[Diagnostic]] | str:
        """Return the document with corrections made, and what is found in it then, or why they are not kept."""
        content = apply(document.content, edits_of(corrections))
        if content == document.content:
            return "the correction would change nothing"
        try:
            changed = with_content(document, content)
        except SourceError as error:
            return f"the corrected text could not be read again ({error})"
        if is_empty(changed):
            return "nothing of the message would be left"
        if lost := loss(document, changed, corrections):
            return lost
        kind, kind_after = self.engine.facts(document).kind, self.engine.facts(changed).kind
        if kind not in (kind_after, Kind.NONE):
            return "the message would no longer be understood the same way"
        now = self._diagnostics(changed, mailbox)
        compared = {rule.id for rule in self.engine.rules if rule.needs == "directory"}
        return finding_trouble(corrections, found, now, compared) or (changed, now)

    def _values(self, facts: Facts) -> dict[str, Any]:
        return values(facts, self.profile, self.engine.directory, self.days_set)
