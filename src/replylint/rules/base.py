"""What a rule is: a class with a docstring that is its page, examples that are its tests, and a check."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, ClassVar

from replylint.directory import Directory
from replylint.facts import Facts, Kind
from replylint.facts.signature_words import signature_words
from replylint.model import (
    Document,
    DocumentKind,
    Edit,
    Finding,
    Fix,
    Insertion,
    Mailbox,
    Organization,
    Picture,
    Safety,
    Settings,
    Severity,
)
from replylint.patterns import compiled
from replylint.visible import Span

_LONGEST_WITH_COMMA = 10
"""Words of a closing that is in no list, which a comma ends: `God bless you and keep you,`."""
_LONGEST_SIGN_OFF = 4
"""Words that a line may have which stands by itself at the end and is no sentence: `Utility Billing`."""


@dataclass(frozen=True, slots=True)
class Example:
    """A text that a rule is content with, or not. Run as a test and printed as documentation.

    `external` makes it a mailbox of two tabs. `fixed` is what the rule's own correction makes of `text`.
    """

    text: str
    external: str | None = None
    kind: DocumentKind | None = DocumentKind.AUTO_REPLY
    markup: bool = False
    template: bool = False
    written_on: date = date(2026, 12, 11)
    fixed: str | None = None
    staff: tuple[tuple[str, str, str], ...] = ()
    """A staff list: name, phone, address."""
    plain: str | None = None
    """The plain form beside an HTML text."""
    headers: str = ""
    """The header lines of the mail message that the text is, each with its line end."""
    answers_outside: bool = True
    sent_from: date | None = None
    """The first day on which the reply is set to be sent, and with `sent_until` the last."""
    sent_until: date | None = None
    switched_on: bool = False
    """Whether the reply is on until somebody switches it off, and the source would say otherwise."""
    arrived: datetime | None = None
    """When it came as a letter to Dana Whitlock, on the clock of the office, and when she answered it."""
    answered: datetime | None = None
    colleagues: tuple[tuple[str, str], ...] = ()
    """Other people of the organisation, by name, with their messages; the example itself is then Dana Whitlock's."""
    settings: dict[str, Any] = field(default_factory=dict)
    """Settings of the pack that the example needs to be otherwise."""


@dataclass(frozen=True)
class Subject:
    """What a rule examines: a document's facts, or those of all documents of a mailbox, and what is known beside them."""

    facts: Facts
    settings: Settings
    today: date
    """The day that judgements count from: `--as-of`, or the day a copy of a sent message was written."""
    directory: Directory | None = None
    mailbox: Mailbox | None = None
    now: date = date.max
    """The day of the run, or `--as-of`: what is set to be sent later or earlier is held against it."""
    others: tuple[Facts, ...] = ()
    """The facts of every document of the mailbox, for rules that examine mailboxes."""

    @property
    def document(self) -> Document:
        """The document examined."""
        return self.facts.document

    @property
    def is_absence(self) -> bool:
        """Whether this is an automatic reply about an absence or a closure; the absence rules hold for no other."""
        return self.facts.kind_of_document is DocumentKind.AUTO_REPLY and self.facts.kind in (
            Kind.ABSENCE,
            Kind.CLOSURE,
        )

    def stands_in(self, *facts: str) -> bool:
        """Say whether a blank stands for one of these facts, or a variable of a template for anything."""
        return self.facts.has_blank(*facts) or any(
            blank.variable and blank.fact == "other" for blank in self.facts.blanks if self.document.template
        )

    def stands_in_body(self, *facts: str) -> bool:
        """Say the same of the text without the signature: a blank for the author's name stands for no contact."""
        signature = self.facts.signature
        if signature is None or self.document.template:
            return self.stands_in(*facts)
        return any(
            blank.fact in facts and not signature.span.start <= blank.span.start < signature.span.end
            for blank in self.facts.blanks
        )


class Rule:
    """A rule. Subclasses set the class attributes and yield findings from `check`."""

    id: ClassVar[str]
    examines: ClassVar[str] = "document"
    """`document`, `mailbox` or `organization`."""
    kinds: ClassVar[frozenset[DocumentKind]] = frozenset(DocumentKind)
    """The kinds of documents it holds for."""
    severity: ClassVar[Severity] = Severity.ERROR
    needs: ClassVar[str] = ""
    """What must be there for it to be checked at all: a `directory`, the `days` on which a reply is set to be sent, or the
    `headers` of a mail message."""
    unchecked: ClassVar[str] = ""
    """The question that stays open where what it needs is missing."""
    valid: ClassVar[tuple[Example, ...]] = ()
    invalid: ClassVar[tuple[Example, ...]] = ()
    Options: ClassVar[type | None] = None
    """A frozen dataclass of options a pack may set."""

    def __init__(self, options: Any = None) -> None:
        self.options = options if options is not None else (self.Options() if self.Options else None)

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Yield what is wrong with the subject: a document or a mailbox."""
        raise NotImplementedError

    def examine(self, organization: Organization, settings: Settings) -> Iterator[Finding]:
        """Yield what is wrong with an organisation, each with the number of the colleague it concerns as its `document`."""
        raise NotImplementedError

    @classmethod
    def summary(cls) -> str:
        """Return the first line of the docstring."""
        return (cls.__doc__ or "").strip().partition("\n")[0]

    @classmethod
    def fixable(cls) -> bool:
        """Say whether an example shows a correction."""
        return any(example.fixed is not None for example in cls.invalid)


def missing_part(
    subject: Subject, snippet: str, lacking: Callable[[Facts], bool], place: Callable[[Facts], int]
) -> Fix:
    """Return the correction that writes a missing sentence, in a message of two languages once in each.

    `lacking` tells which halves lack it; `place` returns where it goes in one.
    """
    facts = subject.facts
    halves = [half for half in facts.halves if half.kind is not Kind.NONE and lacking(half)]
    places = [(half, _past_slash(facts.text, place(half))) for half in halves or [facts]]
    insertions = tuple(Insertion(snippet, at, at, language=half.language.code) for half, at in places)
    return Fix(Safety.SAFE, insertions=insertions)


def _past_slash(text: str, place: int) -> int:
    """Return a place in a text, or the end of its line if the other language follows there behind a stroke: `I am out / Estoy fuera`."""
    if not text[place:].lstrip(" \t.").startswith(("/", "|")):
        return place
    end = text.find("\n", place)
    return end if end >= 0 else len(text)


def by_hand(reason: str) -> Fix:
    """Return what a finding carries that only a person can settle. `reason` is the end of a sentence."""
    return Fix(Safety.MANUAL, reason=reason)


def end_of_prose(facts: Facts) -> int:
    """Return where a further sentence goes: after the last one, above a closing, a name or a team that stands by itself."""
    words_of_closings = signature_words()
    sentences = facts.sentences
    for sentence in reversed(sentences):
        words = sentence.lowered.strip()
        if words_of_closings.closes(words) or not any(map(str.isalpha, words)):  # "-- "
            continue
        longest = _LONGEST_WITH_COMMA if words.endswith(",") else _LONGEST_SIGN_OFF
        alone = not words.endswith((".", "!", "?")) and len(words.split()) <= longest
        if not (alone and sentence.block != sentences[0].block):
            return sentence.end
    return facts.body_end


def replaced(span: Span, text: str, safety: Safety = Safety.SAFE) -> Fix:
    """Return the correction that puts `text` in place of visible characters."""
    return Fix(safety, (Edit(span.start, span.end, text),))


def at(span: Span, message: str, fix: Fix | None = None) -> Finding:
    """Return a finding about visible characters."""
    return Finding(message, span.start, span.end, fix)


_OUTLOOKS_OWN = compiled(
    r"<!--\[if [^\]]{0,20}vml[^\]]{0,10}\]>(?:(?!<!\[endif\]).){0,4000}<!\[endif\]-->\s*<!\[if !vml\]>\s*\Z",
    re.DOTALL | re.IGNORECASE,
)
"""What stands before a picture that Outlook draws by itself from VML: its own form, which the other must not outlive."""
_END_OF_OTHERS = compiled(r"\s*<!\[endif\]>", re.IGNORECASE)
_LONGEST_OWN = 6_000
"""Characters before a picture in which Outlook's own form of it is looked for."""


def whole_picture(document: Document, picture: Picture) -> Span:
    """Return the source of a picture, with the form of it that Outlook draws in its place."""
    begun = max(0, picture.start - _LONGEST_OWN)
    before = document.content[begun : picture.start]
    own = max(before.rfind("<!--[if gte vml"), before.rfind("<!--[if vml"))
    match = _OUTLOOKS_OWN.match(before, own) if own >= 0 else None
    end = _END_OF_OTHERS.match(document.content, picture.end)
    return Span(begun + own, end.end()) if match and end else Span(picture.start, picture.end)


_SHOWN = 40
"""Characters of a message's own words that a finding quotes."""


def shortened(words: str) -> str:
    """Return words of a message as a finding quotes them: on one line, cut where they are long."""
    words = " ".join(words.split())
    return words if len(words) <= _SHOWN else words[: _SHOWN - 3] + "…"


def whole_line(text: str, span: Span) -> Span:
    """Return the line around a span with the line break that goes when it goes."""
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    if end < 0:
        return Span(max(start - 1, 0), len(text))
    return Span(start, end + 1)
