"""What goes into the interface and what comes out of it: plain frozen data, no behavior."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from replylint.model import Profile

API_VERSION = 1
"""Goes up when a name or its meaning changes so that a caller must change too. New names do not count."""


class Part(enum.StrEnum):
    """What a text is: one of the two automatic replies, one message for everyone, or the signature."""

    INTERNAL = "internal"
    EXTERNAL = "external"
    MESSAGE = "message"
    SIGNATURE = "signature"


@dataclass(frozen=True)
class Text:
    """One text that a person has. `content` is plain text, or HTML if `markup`."""

    part: Part
    content: str
    markup: bool = False


@dataclass(frozen=True)
class Reply:
    """What is judged together: both tabs, or one message, and the signature. Any of them may be missing.

    With `system="gmail"` the message is judged with the signature below it, because Gmail adds it when it sends.
    """

    texts: tuple[Text, ...]
    system: str = ""

    def text(self, part: Part) -> Text | None:
        """Return the text of a part, or None if there is none."""
        return next((one for one in self.texts if one.part is part), None)


@dataclass(frozen=True)
class File:
    """A file as bytes, in any format that replylint reads: .eml, .msg, .htm, .txt, exports.

    `texts` are the present texts in the order of the file's documents where they are no longer those of `data`:
    after a correction, or after a person changed them. `Checker.save` puts them into the bytes.
    """

    name: str
    data: bytes
    texts: tuple[Text, ...] = ()


class Words(NamedTuple):
    """A clause of the standard: the sentence that asks for something."""

    id: str
    section: str
    text: str


class Piece(NamedTuple):
    """`text` in place of the characters `start` to `end` of a source."""

    start: int
    end: int
    text: str


class Found(NamedTuple):
    """Something to change."""

    id: str
    """The same for the same text, so that it can be passed back to `fix_one`."""
    rule: str
    severity: str
    """`error`, `warning` or `note`."""
    message: str
    part: Part
    number: int
    """Which of the given texts it is in, counted from 0."""
    start: int | None
    """First of the visible characters that it is about; None if it is about the whole text."""
    end: int | None
    source_start: int | None
    """First character in the text's `content`; None if it is about the whole text."""
    source_end: int | None
    line: int | None
    """Line of the visible text, counted from 1."""
    excerpt: str
    """That line, or as much of it as shows the place."""
    marked: tuple[int, int] | None
    """The place within `excerpt`."""
    clause: Words | None
    fixable: str
    """`safe`, `unsafe` (a person should read the result), or `no`."""
    edits: tuple[Piece, ...]
    """The correction as edits of the source, where it is nothing else; otherwise ask `fix_one`."""
    by_hand: str
    """Why only a person can settle it, as the end of a sentence in the checker's language; empty if there is no more to say."""
    group: str
    """Findings of one group are one thing to do: `signature`, or the rule itself."""
    twin: str
    """The id of the same finding in the other tab; empty if there is none."""
    mailbox: str
    """Whose it is, in a file with several mailboxes."""
    title: str = ""
    """What to do, for a person, in the checker's language: verb first, the author's words quoted, both values where two differ."""
    why: str = ""
    """The part of the standard that asks for it, in one plain sentence, in the same language."""
    question: str = ""
    """The same as a question, where it is about a blank: `When is your first day out?`; otherwise empty."""


class Unchecked(NamedTuple):
    """Something that could not be judged, and what to do about it."""

    message: str
    part: Part | None = None
    partial: bool = False
    """Whether the rest of the text was checked."""
    title: str = ""
    """The same for a person, in the checker's language."""


class Card(NamedTuple):
    """Several findings that are one thing to do: everything about the signature."""

    group: str
    """The `group` of its findings: `signature`."""
    title: str
    """`Your signature needs 5 more lines: name, job title, …`"""
    why: str
    findings: tuple[str, ...]
    """Their ids."""
    mailbox: str = ""


class Blank(NamedTuple):
    """Something still to be filled in."""

    id: str
    part: Part
    number: int
    """Which of the given texts it is in, counted from 0."""
    label: str
    """What it is called: `last day out`."""
    question: str
    """The same as a question: `When is your last day out?`"""
    fact: str
    """What kind of answer it takes: `date`, `name`, `phone`, `email`, `title`, `organization`, `seal`, `other`."""
    start: int
    """Its place in the visible text."""
    end: int


class Seen(NamedTuple):
    """A text as it was read."""

    part: Part
    number: int
    """Which of the given texts it is, or of the file's, counted from 0."""
    content: str
    markup: bool
    visible: str
    """What a reader sees; places of findings and blanks count its characters."""
    kind: str
    """`absence`, `closure`, `departed`, `schedule`, `acknowledgement` or `none`."""
    language: str
    """`en` or `es`."""
    facts: Mapping[str, Any]
    """What was understood: `absence`, `contacts`, `signature` …, with the keys of `replylint facts`."""
    mailbox: str = ""


@dataclass(frozen=True)
class Checked:
    """What a check found."""

    ok: bool
    """True only if no error was found, nothing was left unchecked, and something was judged."""
    judged: int
    """How many texts were judged."""
    findings: tuple[Found, ...]
    unchecked: tuple[Unchecked, ...]
    notices: tuple[str, ...]
    """What a person should know that is no fault."""
    blanks: tuple[Blank, ...]
    texts: tuple[Seen, ...]
    cards: tuple[Card, ...] = ()
    """Findings that a person settles together, one card for the signature of each mailbox."""
    notes: tuple[str, ...] = ()
    """The notices for a person, in the checker's language."""

    @property
    def kind(self) -> str:
        """What the first text that is no signature is."""
        return next((one.kind for one in self.texts if one.part is not Part.SIGNATURE), "none")


class Replaced(NamedTuple):
    """`before` was replaced by `after`, which is now at `start` to `end` of the source."""

    start: int
    end: int
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """One change that can be undone alone. Its pieces go together: a line that moved is left out here and written there."""

    id: str
    part: Part
    number: int
    """Which of the texts it is in, counted from 0."""
    pieces: tuple[Replaced, ...]
    """In the order of the text; places count characters of the content after all changes."""
    rules: tuple[str, ...]
    """The rules whose findings it settles."""
    findings: tuple[str, ...]
    """The ids of those findings in the check before, as far as they were there."""
    in_words: str
    """What was done: `Added "ext. 4211"`."""
    markup_before: bool | None = None
    """Whether the text was HTML before, where that changed too."""
    markup_after: bool | None = None

    @property
    def start(self) -> int:
        """Where its first piece begins."""
        return self.pieces[0].start

    @property
    def end(self) -> int:
        """Where its last piece ends."""
        return self.pieces[-1].end

    @property
    def before(self) -> str:
        """The replaced texts, in order."""
        return "".join(one.before for one in self.pieces)

    @property
    def after(self) -> str:
        """The new texts, in order."""
        return "".join(one.after for one in self.pieces)


@dataclass(frozen=True)
class Left:
    """A finding that a correction left to a person."""

    finding: str
    """Its id in the check after."""
    reason: str
    """The end of a sentence."""


@dataclass(frozen=True)
class Fixed:
    """What a correction came to."""

    what: Reply | File
    """The same with corrected texts."""
    changes: tuple[Change, ...]
    checked: Checked
    """The check of the corrected texts."""
    taken_out: tuple[str, ...]
    """Lines and words that were removed and are nowhere else now."""
    left: tuple[Left, ...]


@dataclass(frozen=True)
class Undone:
    """A reply or file with one change taken back, and the other changes at their places in it."""

    what: Reply | File
    changes: tuple[Change, ...] = ()


class Person(NamedTuple):
    """Someone to turn to, or someone of the staff list."""

    name: str
    phone: str = ""
    email: str = ""
    title: str = ""
    extension: str = ""
    department: str = ""
    topic: str = ""
    """What they help with, where a reply names several people."""


@dataclass(frozen=True)
class Answers:
    """The answers to the writer's questions. What is empty is taken from the checker's profile."""

    first_day: date | None = None
    last_day: date | None = None
    back_day: date | None = None
    """The day back; worked out over weekends and the pack's holidays if None."""
    contacts: tuple[Person, ...] = ()
    profile: Profile = Profile()
    """The person whose reply it is. With `on_behalf_of` that is the manager, not the assistant who writes."""
    language: str = "en"
    """`en`, `es` or `both`."""
    kind: str = "absence"
    """`absence`, `hours` (some hours of one day) or `departed` (the last day at work)."""
    on_behalf_of: bool = False
    """Whether someone else writes it, so that it speaks of the owner by name."""
    writer: Person = Person("")
    """The assistant who writes, and the contact where no other is named."""
    system: str = "outlook"
    """`outlook`, or `gmail`: one message, no signature in it."""
    hours: str = ""
    """The hours out, such as `1:00 PM to 4:00 PM`, for `kind="hours"`."""
    note: str = ""
    """A sentence of the person's own, kept word for word."""


class Schedule(NamedTuple):
    """When the mail program has to send the reply: local times in the zone of the office, as ISO 8601 with offset."""

    start: str
    end: str
    timezone: str


@dataclass(frozen=True)
class Written:
    """Both messages and the signature, as text and as HTML, with their check."""

    reply: Reply
    """The texts as HTML: what is copied into a mail program."""
    plain: Reply
    """The same as plain text."""
    checked: Checked
    """The check of `reply`."""
    back_day: date | None
    settings: Schedule | None
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class ForMailbox:
    """What a mail system is asked to set for a reply, and its check."""

    settings: Mapping[str, Any]
    """The body of the request: `automaticRepliesSetting` of Microsoft Graph, or Gmail's `VacationSettings`."""
    checked: Checked
    """The check of exactly these settings: texts, days and audience."""


class Mismatch(NamedTuple):
    """Something in which settings that were read differ from those that were sent."""

    what: str
    """`state`, `audience`, `start`, `end`, `subject`, `text`, `picture` or `link`."""
    part: Part | None
    """The text it is about; None for everything else."""
    sent: str
    """What was sent: the words, the name of the picture, the target of the link, the time in UTC."""
    found: str
    """What is there now; empty if there is nothing."""


class Explained(NamedTuple):
    """A rule in words."""

    rule: str
    summary: str
    clause: Words | None
    why: str
    right: str
    """A text with which the rule is content."""
    wrong: str
    """One with which it is not."""


class About(NamedTuple):
    """Which policy is used, and what it asks of a writer."""

    version: str
    api_version: int
    policy: str
    title: str
    organization: str
    noun: str
    source: str
    website: str
    timezone: str
    seal: str
    seal_url: str
    languages: tuple[str, ...]
    staff: int
    """People on the staff list; 0 if there is none."""
    today: date
