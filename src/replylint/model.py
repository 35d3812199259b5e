"""The words of replylint as data: mailboxes and documents come in, findings and diagnostics go out."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from replylint.visible import Span, Visible


class Severity(enum.IntEnum):
    """How bad a finding is. Compare with `<`."""

    NOTE = 1
    WARNING = 2
    ERROR = 3

    def __str__(self) -> str:
        return self.name.lower()


class Safety(enum.IntEnum):
    """Who may apply a correction: a person by hand, a person who reads the result, or anyone."""

    MANUAL = 1
    UNSAFE = 2
    SAFE = 3

    def __str__(self) -> str:
        return self.name.lower()


class DocumentKind(enum.StrEnum):
    """What a document is for."""

    AUTO_REPLY = "auto-reply"
    SIGNATURE = "signature"
    MESSAGE = "message"


class Audience(enum.StrEnum):
    """Who reads a document: people inside the organisation, outside, or both."""

    INTERNAL = "internal"
    EXTERNAL = "external"
    BOTH = "both"


class Picture(NamedTuple):
    """A graphic that a reader sees. `start` and `end` are its place in the source, `at` in the visible text."""

    source: str
    alt: str | None
    start: int
    end: int
    at: int
    form: str = "img"
    """`img`, `svg`, `vml`, or `symbol` for letters of a font of pictures, whose name is `source` then."""
    data: bytes | None = None


class Background(NamedTuple):
    """Something drawn behind the text.

    `edits` are the stretches of source that draw it: without all of them it is gone. There are none where nobody knows which.
    """

    what: str
    edits: tuple[Span, ...]
    at: int = 0


class Coloring(NamedTuple):
    """Visible text whose color and background are both known, as `#rrggbb`, as a reader sees them."""

    start: int
    end: int
    color: str
    background: str
    declared: Span | None = None
    """The place in the source of the color's value, where a single one decides: of a declaration, or of an attribute."""


class Link(NamedTuple):
    """Visible text that leads somewhere."""

    start: int
    end: int
    target: str


class Person(NamedTuple):
    """A name and an address, either of which may be unknown (empty)."""

    name: str = ""
    email: str = ""


Key = tuple[str | int, ...]
"""Names and numbers that lead to a text within an export."""


@dataclass(frozen=True)
class Document:
    """One text that people will read."""

    name: str
    """What it is called in its mailbox: `message`, `internal reply`, `signature` …"""
    visible: Visible
    content: str
    """The source text behind `visible`: the file, the message part, or the field of an export."""
    markup: bool = False
    """Whether `content` is HTML."""
    kind: DocumentKind | None = None
    """None where the source cannot tell; then the text decides."""
    audience: Audience = Audience.BOTH
    written_on: date | None = None
    """The day it was written, or is sent from, as of which it is judged; None where the source does not tell."""
    sent: bool = False
    """Whether this is a copy of what was sent."""
    automatic: bool | None = None
    """Whether a mail message is an automatic reply; None for what is not a mail message."""
    says_away: bool = False
    """Whether the header block says that its author is away, whatever the text says: `Subject: Out of Office`."""
    acknowledges: bool = False
    """Whether a person wrote it to say that a message has arrived and will be answered, and nothing else."""
    passed_over: str = ""
    """Why this is nothing the standard speaks of (a bounce, a newsletter); empty if it is to be judged."""
    asked: bool = False
    """Whether somebody said what it is for, so that it is judged whoever wrote it."""
    author: Person = Person()
    template: bool = False
    """Whether variables in it are filled in later."""
    path: str = ""
    """The file it is in, where that is another than its mailbox's."""
    format: str = ""
    """The format of that file, where it is another than its mailbox's."""
    whole_file: bool = False
    """Whether `content` is the whole file, so that places in it are places in the file."""
    pictures: tuple[Picture, ...] = ()
    backgrounds: tuple[Background, ...] = ()
    colorings: tuple[Coloring, ...] = ()
    links: tuple[Link, ...] = ()
    alternative: Visible | None = None
    """The other form of the same message: the plain part beside an HTML part."""
    adds_signature: bool = False
    """Whether the system adds the owner's signature below it when it is sent, as Gmail does."""
    signed_by: Document | None = None
    """That signature, where the export has it."""
    key: Key = ()
    """Where it stands in an export of many: row and column of a table, keys and indexes of JSON, an attribute's name …"""
    kind_from_text: bool = False
    """Whether `kind` was decided by the text, so that it tells nothing about the source."""
    alternative_key: Key = ()
    """Where its other form stands, if the export has one."""

    @property
    def text(self) -> str:
        """What a reader sees."""
        return self.visible.text


@dataclass(frozen=True)
class Settings:
    """What a policy pack says of its organisation."""

    organization: str = ""
    """How the organisation writes itself in a signature."""
    noun: str = "organization"
    """What its people call it: `town`, `college`, `company`. Findings speak of "the college's website"."""
    website: str = ""
    """Its website, as a signature gives it."""
    domains: tuple[str, ...] = ()
    """Mail domains of its people."""
    main_phone: str = ""
    """A number from which a bare extension can be reached."""
    timezone: str = ""
    """Where its people are, by the IANA name of the time zone: `America/New_York`."""
    business_hours: str = "8:00-17:00"
    """When its office is open."""
    business_days: tuple[str, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday")
    """The days on which it is open."""
    holidays: str = ""
    """Whose public holidays it keeps, by country or country and state: `US`, `US-OR`; empty for none."""
    closed: tuple[str, ...] = ()
    """Other days on which it is closed, as `2026-11-27`."""
    date_order: str = ""
    """`month-first`, `day-first`, or empty where readers may take 03/04 either way."""
    words: frozenset[str] = frozenset()
    """Words of its own, in lower case, that are no misspellings."""
    regions: tuple[str, ...] = ()
    """Ways to write the state or country after its name, which are forms of the same name: `Oregon`, `OR`."""
    seal: str = ""
    """The name of its emblem: `Town Seal`, `College Crest`. Plain text has it in brackets in place of the picture."""
    seal_url: str = ""
    """Where the picture of the emblem is, for corrections in HTML; without it they leave a blank."""
    seal_alt: tuple[str, ...] = ()
    """Alternative texts by which the seal is known."""
    seal_files: tuple[str, ...] = ()
    """Parts of file names by which the seal is known."""
    seal_hashes: tuple[str, ...] = ()
    """Perceptual hashes (`replylint facts` prints them) by which the seal is known first of all."""
    outlook_app_id: str = ""
    """The application (client) ID registered in Microsoft Entra, with which the served page puts a reply into Outlook."""
    outlook_tenant: str = ""
    """Whose accounts may sign in there: the directory (tenant) ID, or a domain; any organization's accounts if empty."""
    google_client_id: str = ""
    """The OAuth client ID registered at Google, with which the served page puts a reply into Gmail."""

    @property
    def emblem(self) -> str:
        """What messages call its emblem: its name, or else the first alternative text, or else `seal`."""
        return self.seal or next(iter(self.seal_alt), "seal")

    @property
    def emblem_alt(self) -> str:
        """The alternative text of the emblem's picture."""
        return self.emblem[:1].upper() + self.emblem[1:]

    @property
    def seal_stand_in(self) -> str:
        """What stands for the picture of the emblem in plain text: `[Town Seal]`."""
        return f"[{self.emblem_alt}]"


@dataclass(frozen=True, slots=True)
class Profile:
    """What the owner of a message says of themselves, for corrections. Empty where unknown."""

    name: str = ""
    title: str = ""
    phone: str = ""
    extension: str = ""
    email: str = ""
    backup_name: str = ""
    backup_phone: str = ""
    backup_email: str = ""


class State(enum.StrEnum):
    """Whether a mailbox's automatic reply is switched on."""

    OFF = "off"
    ON = "on"
    SCHEDULED = "scheduled"


class Moment(NamedTuple):
    """An instant as a source tells it: without a zone where it is the wall clock of a place that the source does not name."""

    at: datetime
    day_first: datetime | None = None
    """The same figures read day first, where the source does not settle which of the two is meant: 6/1/2026."""


class ReplySettings(NamedTuple):
    """How a mailbox's automatic reply is set. None where the source does not tell."""

    state: State | None = None
    answers_outside: bool | None = None
    """Whether people outside the organisation get a reply."""
    start: Moment | None = None
    """When a scheduled reply begins to be sent."""
    end: Moment | None = None
    """When it stops; nothing is sent from this instant on, whatever the source's own way of counting."""
    timezone: str = ""
    """The mailbox's own time zone by its IANA name, where the source tells it."""
    tells_times: bool = False
    """Whether the source would tell start and end if they were set, so that their absence means that there are none."""


@dataclass(frozen=True)
class Mailbox:
    """One owner's settings and documents. A loose file is a mailbox with one document and no owner."""

    path: str
    documents: tuple[Document, ...]
    owner: str = ""
    format: str = ""
    settings: ReplySettings | None = None
    identity: str = ""
    """What the system it comes from knows it by, for changing it there; empty where the source does not tell."""
    display: str = ""
    """The name of its owner in that system's list of addresses, beside `owner`; empty where the source does not tell."""
    head: bytes = b""
    """The header lines, of a mail message."""
    data: bytes = b""
    """The bytes it was read from, where they cannot be read again: of standard input, an archive, a server."""


def on_weekdays(day: date) -> bool:
    """Say whether a day is no Saturday and no Sunday."""
    return day.weekday() < 5


class Colleague(NamedTuple):
    """One mailbox of an organisation, as the others need to know it."""

    owner: Person
    path: str = ""
    """Where its reply was read."""
    away: tuple[tuple[date, date], ...] = ()
    """The first and the last day of each spell away; none where its reply does not say that its owner is away."""
    contacts: tuple[Person, ...] = ()
    """Whom its reply names as contacts."""
    department: str = ""
    """Where its owner works, as the staff list says."""
    names: tuple[str, ...] = ()
    """What else its owner is called: in the list of addresses, the staff list, a signature."""
    addresses: tuple[str, ...] = ()
    """Other addresses of its owner."""

    @property
    def called(self) -> str:
        """What people call its owner: the name, or else the address."""
        return self.owner.name or self.owner.email

    def is_away(self, day: date) -> bool:
        """Say whether the owner is away on a day."""
        return any(first <= day <= last for first, last in self.away)


class Exchange(NamedTuple):
    """A letter that needs an answer, and when it got one. Instants have a zone, that of the office."""

    sender: str
    person: int
    """Who has to answer it: their place among the people of the organisation."""
    arrived: datetime
    due: datetime
    answered: datetime | None

    @property
    def is_late(self) -> bool:
        """Whether it was answered after it was due, by the minute."""
        return self.answered is not None and self.answered >= self.due + timedelta(minutes=1)


@dataclass(frozen=True, eq=False)
class Organization:
    """All mailboxes of an audit, seen as small summaries. Each is equal to itself alone."""

    people: tuple[Colleague, ...]
    is_business_day: Callable[[date], bool] = on_weekdays
    """Whether the organisation works on a day."""
    exchanges: tuple[Exchange, ...] = ()
    """The letters that need an answer, in the order in which they came."""
    now: datetime | None = None
    """The instant of the audit; what was due later is not missed yet."""
    addresses: frozenset[str] | None = None
    """All addresses that there are, in lower case; None if nobody knows them all."""


class Edit(NamedTuple):
    """Replaces a stretch of text. Offsets are in the visible text, or in the source if `in_source`."""

    start: int
    end: int
    text: str
    in_source: bool = False


class Form(enum.StrEnum):
    """How a written part joins the text around it."""

    WORDS = "words"
    SENTENCE = "sentence"
    LINE_AFTER = "line-after"
    LINE_BEFORE = "line-before"
    BLOCK = "block"
    """Paragraphs of their own, after the paragraph, list or table that ends at the place."""


class Insertion(NamedTuple):
    """A part to be written from the pack's snippet `snippet`, in place of the visible characters `start` to `end`."""

    snippet: str
    start: int
    end: int
    form: Form = Form.SENTENCE
    language: str = ""
    """The language of the half of the message that it joins; empty for the language of the message."""
    if_known: bool = False
    """Whether it is written only if nothing of it would be a blank, for it takes the place of the author's words."""


class Fix(NamedTuple):
    """A correction: edits, missing parts to write, or the reason why it takes a person."""

    safety: Safety
    edits: tuple[Edit, ...] = ()
    insertions: tuple[Insertion, ...] = ()
    reason: str = ""
    """Why it is left by hand, as the end of a sentence: `only you know which of the two is right`."""


class Finding(NamedTuple):
    """What a rule found, without rule id, severity or place in a file: the engine adds those."""

    message: str
    start: int | None = None
    end: int | None = None
    fix: Fix | None = None
    document: int | None = None
    """For rules that examine a mailbox: which of its documents is meant, from 0."""
    severity: Severity | None = None
    """How bad this one is, where that depends on the case."""


class Clause(NamedTuple):
    """A sentence of the standard that asks for something."""

    id: str
    section: str
    text: str


class Position(NamedTuple):
    """A place in lines and columns, both from 1; the end is exclusive. `within` is `file` or `message`."""

    line: int
    column: int
    end_line: int
    end_column: int
    within: str


@dataclass(frozen=True)
class Diagnostic:
    """A finding stamped by the engine."""

    rule: str
    severity: Severity
    message: str
    path: str
    mailbox: str
    document: str
    position: Position | None
    excerpt: str
    """The visible line the finding is in, without line end; empty if the finding is about the whole document."""
    marked: Span | None
    """The stretch of `excerpt` meant."""
    clause: Clause | None
    fix: Fix | None
    index: int = 0
    """Which document of its mailbox this is, from 0; of what an organization rule finds, which of its people."""
    span: Span | None = None
    """The visible characters of the document that it is about; None if it is about the whole."""

    @property
    def fixable(self) -> bool:
        """Whether a program can correct it, be it with a blank that the author fills in."""
        return self.fix is not None and self.fix.safety > Safety.MANUAL


class Unchecked(NamedTuple):
    """Something that was not checked and should have been; the run exits 2."""

    path: str
    message: str
    partial: bool = False
    """Whether the rest of the document was checked."""
    failed: bool = False
    """Whether a rule failed, so that no correction of the document can be verified."""
    document: int | None = None
    """Which document of its mailbox this is about, from 0; None if it is about all of them."""


class Notice(NamedTuple):
    """Something people should know that is no fault: a rule that lacked what it needs, a message passed over."""

    message: str
    path: str = ""
