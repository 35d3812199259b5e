"""Correcting a document until it passes: edits and missing parts first, a whole rewriting where these do not suffice."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from replylint.engine import Engine, is_empty
from replylint.errors import SourceError
from replylint.facts import Facts, Kind
from replylint.fix.edits import apply, as_source
from replylint.fix.filling import begun_name, values, written
from replylint.fix.owner import days_set, profile_of
from replylint.fix.templates import Templates
from replylint.model import (
    Audience,
    Diagnostic,
    Document,
    DocumentKind,
    Edit,
    Form,
    Insertion,
    Mailbox,
    Notice,
    Profile,
    Safety,
    Unchecked,
)
from replylint.sources.again import with_content

_ROUNDS = 8
"""Times that a text is corrected and checked again; the corpus needs at most four."""
_TWO_TRUTHS = "parity.plain-html-differ"
"""Where only its author knows which of the two parts of a mail is right, neither is changed."""
_SPELLING = "spelling."
"""The family whose corrections come first: what a misspelled word says is sure only when it is put right."""
BLANK = "placeholder.unfilled"
"""The rule whose findings may remain: what only the author knows."""
SEAL_SOURCE = "cid:city-seal.png"
"""What a corrected page names as the picture of the seal. The picture itself is the organisation's to put in."""

_REWRITABLE = {
    Kind.ABSENCE: "absence",
    Kind.CLOSURE: "closure",
    Kind.DEPARTED: "departed",
    Kind.ACKNOWLEDGEMENT: "acknowledgement",
}


@dataclass(frozen=True)
class Corrected:
    """A document before and after. `rewritten` says that it was written anew from the pack's template."""

    before: Document
    after: Document
    rewritten: bool = False
    copied: bool = False
    """Whether it was made the same as the mailbox's other message."""

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
    days_set: tuple[int, ...] = ()
    """The documents whose days were taken from the times between which the reply is set to be sent."""

    @property
    def changed(self) -> bool:
        """Whether any document was changed."""
        return any(document.changed for document in self.documents)


@dataclass(frozen=True)
class Corrector:
    """Corrects mailboxes by one policy."""

    engine: Engine
    profile: Profile = Profile()
    least: Safety = Safety.UNSAFE
    """Corrections that are less safe are left to a person."""
    rewrite: bool = False
    """Whether to write every message anew from the template."""
    days_set: tuple[date, date] | None = None
    """The first and the last day out by the mailbox's settings, for a message that names none."""
    _templates: list[Templates] = field(default_factory=list, repr=False, compare=False)

    @property
    def templates(self) -> Templates:
        """The pack's templates, loaded when first needed."""
        if not self._templates:
            self._templates.append(Templates(self.engine.pack))
        return self._templates[0]

    def correct(self, mailbox: Mailbox) -> CorrectedMailbox:
        """Return a mailbox with everything corrected that can be.

        Raises TemplateError if the pack's templates cannot be used.
        """
        own = replace(
            self,
            profile=profile_of(mailbox, self.profile, self.engine.directory),
            days_set=days_set(mailbox, self.engine.settings),
        )
        documents = [own._correct(document, mailbox) for document in mailbox.documents]
        documents = own._alike(documents, mailbox)
        after = replace(mailbox, documents=tuple(item.after for item in documents))
        remaining, troubles, notices = [], [], []
        for result in self.engine.check(after):
            if isinstance(result, Diagnostic):
                remaining.append(result)
            elif isinstance(result, Unchecked):
                troubles.append(result)
            else:
                notices.append(result)
        scheduled = tuple(index for index, item in enumerate(documents) if own._has_days_set(item))
        return CorrectedMailbox(
            mailbox, after, tuple(documents), tuple(remaining), tuple(troubles), tuple(notices), scheduled
        )

    def _has_days_set(self, item: Corrected) -> bool:
        """Return whether a document names the days of the settings where it named none before."""
        if self.days_set is None or not item.changed:
            return False
        before, after = self.engine.facts(item.before), self.engine.facts(item.after)
        first, last = (written(day, after) for day in self.days_set)
        return not before.absence.stated and first in after.text and last in after.text

    # One document
    def _correct(self, document: Document, mailbox: Mailbox) -> Corrected:
        facts = self.engine.facts(document)
        if self.engine.not_judged(document) or is_empty(document):
            return Corrected(document, document)
        # What the document is for does not change with its text.
        document = replace(document, kind=facts.kind_of_document)
        if document.alternative is not None and self._has_two_truths(document, mailbox):
            return Corrected(document, document)
        if self.rewrite and (anew := self._rewritten(facts)):
            return Corrected(document, self.edited(anew, mailbox), True)
        after = self.edited(document, mailbox)
        left = self._open(after, mailbox) if self.least <= Safety.UNSAFE else []
        if left and (anew := self._rewritten(facts)):
            anew = self.edited(anew, mailbox)
            if len(self._open(anew, mailbox)) < len(left):
                return Corrected(document, anew, True)
        return Corrected(document, after)

    def _has_two_truths(self, document: Document, mailbox: Mailbox) -> bool:
        return any(item.rule == _TWO_TRUTHS and item.fix for item in self._diagnostics(document, mailbox))

    def _diagnostics(self, document: Document, mailbox: Mailbox) -> list[Diagnostic]:
        alone = replace(mailbox, documents=(document,), settings=None)
        return [result for result in self.engine.check(alone) if isinstance(result, Diagnostic)]

    def _open(self, document: Document, mailbox: Mailbox) -> list[Diagnostic]:
        """Return the findings that are no blanks and that a program may settle."""
        return [
            diagnostic
            for diagnostic in self._diagnostics(document, mailbox)
            if diagnostic.rule != BLANK and (diagnostic.fix is None or diagnostic.fixable)
        ]

    def edited(self, document: Document, mailbox: Mailbox) -> Document:
        """Make the edits of all findings, and again of those that appear then, until nothing changes."""
        seen = {document.content}
        for _ in range(_ROUNDS):
            facts = self.engine.facts(document)
            found = [
                item for item in self._diagnostics(document, mailbox) if item.fix and item.fix.safety >= self.least
            ]
            spelling = [item for item in found if item.rule.startswith(_SPELLING)]
            try:
                content = apply(document, self._edits(spelling, facts))
                if content in seen:
                    content = apply(document, self._edits(found, facts))
                if content in seen:
                    break
                changed = with_content(document, content)
            except SourceError:
                break
            if is_empty(changed):
                break  # nothing of it could stay; what to write instead only the author knows
            document = changed
            seen.add(content)
        return document

    def _edits(self, diagnostics: Sequence[Diagnostic], facts: Facts) -> list[Sequence[Edit]]:
        """Return the edits of each finding's correction, written out."""
        found: list[Sequence[Edit]] = []
        for fix in (item.fix for item in diagnostics):
            if fix is None:
                continue
            written = self._written(fix.insertion, facts) if fix.insertion else None
            edits = (written,) if written else () if fix.insertion else fix.edits
            if edits:
                found.append(edits)
        return found

    def _written(self, insertion: Insertion, facts: Facts) -> Edit | None:
        """Write a missing part from its snippet and join it to the text around it."""
        start, end, text = insertion.start, insertion.end, facts.text
        filled = {**self._values(facts), "written": text[start:end]}
        words = self.templates.snippet(facts.language.code, insertion.snippet, filled)
        if words == text[start:end] or (_fills_blank(insertion, facts) and "[" in words.replace("[City Seal]", "")):
            return None  # nothing better is known
        if insertion.form is Form.SENTENCE:
            words = _joined(text[start - 1 : start], words, text[end : end + 1])
        elif insertion.form is Form.LINE_AFTER:
            words = "\n" + words
        elif insertion.form is Form.LINE_BEFORE:
            words = words + "\n"
        elif insertion.form is Form.BLOCK:
            words = ("\n\n" if text.strip() else "") + words
        if facts.document.markup and "[City Seal]" in words:
            return self._with_seal(insertion, words, facts)
        return Edit(start, end, words)

    def _with_seal(self, insertion: Insertion, words: str, facts: Facts) -> Edit:
        """In HTML the seal is a picture, so the part is written into the source."""
        from replylint.fix.edits import in_source

        picture = f'<img src="{SEAL_SOURCE}" alt="City Seal" width="96" height="96">'
        place = in_source(facts.document, Edit(insertion.start, insertion.end, ""))
        low, high = (place[0][0], place[-1][1]) if place else (0, 0)
        return Edit(low, high, as_source(facts.document, words).replace("[City Seal]", picture), in_source=True)

    def _values(self, facts: Facts) -> dict[str, Any]:
        return values(facts, self.profile, self.engine.directory, self.days_set)

    # A whole message
    def _rewritten(self, facts: Facts) -> Document | None:
        """Return the document written anew from the pack's template, or None if there is none for its kind."""
        document = facts.document
        if document.template:
            return None
        kind = "signature" if facts.kind_of_document is DocumentKind.SIGNATURE else _REWRITABLE.get(facts.kind)
        name = f"{facts.language.code}/{kind}.txt.j2"
        if kind is None or not self.templates.has(name):
            return None
        filled = self._values(facts)
        filled["own"]["name"] = filled["own"]["name"] or begun_name(facts)
        text = self.templates.render(name, filled).strip("\n") + "\n"
        content = (
            self.page(text) if document.markup else (text.replace("\n", "\r\n") if "\r\n" in document.content else text)
        )
        return with_content(document, content)

    def page(self, text: str) -> str:
        """Return a text as HTML that Outlook, Gmail and Apple Mail show alike."""
        paragraphs = [[_line(line) for line in block.split("\n")] for block in re.split(r"\n\s*\n", text.strip("\n"))]
        return (
            self.templates.render("page.html.j2", {"paragraphs": paragraphs, "seal_source": SEAL_SOURCE}).strip() + "\n"
        )

    # Both tabs
    def _alike(self, documents: list[Corrected], mailbox: Mailbox) -> list[Corrected]:
        """Make internal and external messages the same where they differ: the one that says more stays."""
        tabs = [
            index
            for index, item in enumerate(documents)
            if item.after.audience in (Audience.INTERNAL, Audience.EXTERNAL)
        ]
        if len(tabs) != 2 or self.least > Safety.UNSAFE:
            return documents
        after = replace(mailbox, documents=tuple(item.after for item in documents))
        rules = {result.rule for result in self.engine.check(after) if isinstance(result, Diagnostic)}
        if not rules & {"parity.different", "parity.missing-external", "parity.missing-internal"}:
            return documents
        best = min(tabs, key=lambda index: self._poverty(documents[index].after, mailbox))
        other = tabs[1] if best == tabs[0] else tabs[0]
        source = documents[best].after
        target = documents[other].before
        markup = target.markup if target.text.strip() else source.markup
        content = source.content if markup == source.markup else (self.page(source.text) if markup else source.text)
        documents[other] = Corrected(target, with_content(target, content, markup=markup), copied=True)
        return documents

    def _poverty(self, document: Document, mailbox: Mailbox) -> tuple[int, int, int]:
        """Return a key by which the document that says most comes first: fewest blanks, most facts, longest."""
        facts = self.engine.facts(document)
        known = len(facts.contacts) + sum(
            day is not None
            for day in (facts.absence.first, facts.absence.last, facts.absence.back, facts.absence.until)
        )
        blanks = len(facts.blanks) if document.text.strip() else 99
        return (blanks + (1 if facts.signature is None else 0), -known, -len(document.text))


def _joined(before: str, words: str, after: str) -> str:
    """Return a sentence or phrase with what it takes to stand between two characters of a text."""
    if before and not before.isspace():
        # A whole sentence ends the one before it, if that was left open.
        words = (". " if words[:1].isupper() and (before.isalnum() or before in ")]") else " ") + words
    return words + (" " if not before or (after and not after.isspace()) else "")


def _fills_blank(insertion: Insertion, facts: Facts) -> bool:
    return any(
        insertion.start <= blank.span.start and blank.span.end <= insertion.end
        for blank in facts.blanks
        if blank.bracketed
    )


def _line(line: str) -> dict[str, Any]:
    if line.strip() == "[City Seal]":
        return {"is_seal": True, "text": line}
    match = re.search(r"https?://[^\s<>\"]+", line)
    if match and line[match.end() :].strip(" .>") == "":
        return {
            "is_seal": False,
            "before": line[: match.start()],
            "text": match.group(),
            "href": html.unescape(match.group()),
        }
    return {"is_seal": False, "text": line, "href": ""}
