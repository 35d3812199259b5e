"""Replies and files as the mailboxes that the engine judges."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from replylint.api.shapes import File, Part, Reply, Text
from replylint.engine import Engine, is_empty
from replylint.errors import InputError, SourceError
from replylint.model import Audience, Document, DocumentKind, Mailbox, Notice, Unchecked
from replylint.patterns import compiled
from replylint.sources import load_bytes, load_content
from replylint.sources.again import with_content
from replylint.sources.formats import Loaded
from replylint.visible import Visible

SYSTEMS = ("", "outlook", "gmail", "apple", "other")
"""The mail systems that a reply may be for. Gmail's alone adds the signature below the reply by itself."""
_GMAIL = "gmail"
NO_SIGNATURE = "We did not check your signature, because Gmail adds it below your reply. To have it checked, paste it below your message."
_BLOCK = ("title", "organization", "phone", "website", "seal")
_ENOUGH = 2
"""Elements besides the name that make the last lines a signature block."""
MOST = 200_000
"""Characters of a text that is typed or pasted; a long reply has 5,000, and Word's style sheets 60,000 more."""
_PICTURE_INSIDE = compiled(r"data:image/[\w.+-]{1,40};base64,[\w+/=\s%]{100,}")
_TOO_LONG = "This text is too long to be checked: {:,} characters. Paste only your message."
_NO_TEXT = "There is no text to check. Write or paste your message first."
_AUDIENCES = {Part.INTERNAL: Audience.INTERNAL, Part.EXTERNAL: Audience.EXTERNAL}
_PARTS = {audience: part for part, audience in _AUDIENCES.items()}
_ONLY_ONE = "Give each part once: one message, or one for each tab, and one signature."


class Located(NamedTuple):
    """A document of a mailbox, and which of the caller's texts it is."""

    part: Part
    number: int


class Read(NamedTuple):
    """A mailbox, and where each of its documents came from."""

    mailbox: Mailbox
    places: tuple[Located, ...]


class Given(NamedTuple):
    """What was read of a reply or a file."""

    mailboxes: tuple[Read, ...]
    unread: tuple[tuple[Unchecked, Part | None], ...] = ()
    notices: tuple[str, ...] = ()


def read(what: Reply | File, engine: Engine) -> Given:
    """Read what is to be judged. Raises InputError if it is not put together as it must be."""
    return read_file(what) if isinstance(what, File) else _read_reply(what, engine)


def _read_reply(reply: Reply, engine: Engine) -> Given:
    if reply.system not in SYSTEMS:
        raise InputError(f"There is no system “{reply.system}”. Write outlook or gmail, or leave it empty.")
    parts = [text.part for text in reply.texts]
    if len({*parts}) < len(parts) or (Part.MESSAGE in parts and {*_AUDIENCES} & {*parts}):
        raise InputError(_ONLY_ONE)
    found: dict[int, Document] = {}
    unread: list[tuple[Unchecked, Part | None]] = []
    notices: list[str] = []
    for number, text in enumerate(reply.texts):
        document, problems, said = _document(text, reply.system)
        unread += [(problem, text.part) for problem in problems]
        notices += said
        if document is not None:
            found[number] = document
    tabs = {number: found[number] for number in found if reply.texts[number].part is not Part.SIGNATURE}
    signatures = {number: found[number] for number in found if number not in tabs and not is_empty(found[number])}
    if not any(not is_empty(one) for one in tabs.values()):
        if not signatures and not unread:
            unread.append((Unchecked("", _NO_TEXT), None))
        tabs = {}
    if reply.system == _GMAIL and tabs:
        below = next(iter(signatures.values()), None)
        unsigned = {number for number, one in tabs.items() if below or not _has_signature(one, engine)}
        tabs = {
            number: replace(one, adds_signature=True, signed_by=below) if number in unsigned else one
            for number, one in tabs.items()
        }
        notices += [NO_SIGNATURE] if unsigned and not below else []
    mailboxes = [_mailbox(one, reply) for one in (tabs, signatures) if one]
    return Given(tuple(mailboxes), tuple(unread), tuple(notices))


def _has_signature(document: Document, engine: Engine) -> bool:
    """Return True if a text ends with a signature block of its own, not just with a name or a name and a job title."""
    try:
        found = engine.facts(document).signature
    except Exception:  # checking the document reports what failed
        return False
    return found is not None and sum(found.part(element) is not None for element in _BLOCK) >= _ENOUGH


def _too_long(text: Text) -> int:
    """Return how many characters a text has, pictures inside it aside, if that is more than a reply can have; else 0."""
    if len(text.content) <= MOST:
        return 0
    size = len(_PICTURE_INSIDE.sub("", text.content)) if text.markup else len(text.content)
    return size if size > MOST else 0


def _mailbox(documents: dict[int, Document], reply: Reply) -> Read:
    form = "pair" if len(documents) > 1 else "html" if next(iter(documents.values())).markup else "text"
    places = tuple(Located(reply.texts[number].part, number) for number in documents)
    return Read(Mailbox("", tuple(documents.values()), format=form), places)


def _document(text: Text, system: str) -> tuple[Document | None, list[Unchecked], list[str]]:
    """Return a text as a document, or why it could not be read, and what there is to say of it."""
    audience = _AUDIENCES.get(text.part)
    known = audience or system == _GMAIL  # of a loose message the text decides what it is for
    kind = DocumentKind.SIGNATURE if text.part is Part.SIGNATURE else DocumentKind.AUTO_REPLY if known else None
    name = f"{audience} reply" if audience else "signature" if kind else "text"
    problems: list[Unchecked] = []
    notices: list[str] = []
    if size := _too_long(text):
        return None, [Unchecked("", _TOO_LONG.format(size))], []
    for loaded in load_content(text.content, "", markup=text.markup):
        if isinstance(loaded, Mailbox):
            document = replace(loaded.documents[0], name=name, kind=kind, audience=audience or Audience.BOTH)
            return document, problems, notices
        if isinstance(loaded, Unchecked):
            problems.append(loaded)
        else:
            notices.append(loaded.message)
    empty = Document(name, Visible.plain(text.content), text.content, kind=kind, audience=audience or Audience.BOTH)
    if text.markup or not empty.text.strip():
        try:
            empty = with_content(empty, text.content, markup=text.markup)
        except (SourceError, ImportError):
            return None, problems, notices
        if is_empty(empty):
            return empty, [], notices
    return None, problems, notices


def read_file(file: File) -> Given:
    """Read a file with its present texts. Raises InputError if the texts do not belong to it."""
    loaded = tuple(load_bytes(file.data, file.name))
    mailboxes = [one for one in loaded if isinstance(one, Mailbox)]
    count = sum(len(one.documents) for one in mailboxes)
    if file.texts and len(file.texts) != count:
        raise InputError(f"The file holds {count} texts, and {len(file.texts)} were given. Open the file again.")
    found: list[Read] = []
    number = 0
    for mailbox in mailboxes:
        documents, places = [], []
        for document in mailbox.documents:
            part = part_of(document)
            if file.texts:
                document = _changed(document, file.texts[number])
            documents.append(document)
            places.append(Located(part, number))
            number += 1
        found.append(Read(replace(mailbox, documents=tuple(documents)), tuple(places)))
    return Given(tuple(found), *_said(loaded))


def _said(loaded: Iterable[Loaded]) -> tuple[tuple[tuple[Unchecked, None], ...], tuple[str, ...]]:
    items = tuple(loaded)
    return (
        tuple((one, None) for one in items if isinstance(one, Unchecked)),
        tuple(one.message for one in items if isinstance(one, Notice)),
    )


def _changed(document: Document, text: Text) -> Document:
    if (text.content, text.markup) == (document.content, document.markup):
        return document
    try:
        return with_content(document, text.content, markup=text.markup)
    except SourceError as error:
        raise InputError(f"The changed text cannot be read: {error}") from None


def part_of(document: Document) -> Part:
    """Return which part a document of a file is."""
    if document.kind is DocumentKind.SIGNATURE:
        return Part.SIGNATURE
    return _PARTS.get(document.audience, Part.MESSAGE)
