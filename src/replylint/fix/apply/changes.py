"""What is applied: corrected texts with their mailboxes, and the files that come of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, Protocol

from replylint.fix.mail import as_text
from replylint.model import Document, DocumentKind, Mailbox
from replylint.patterns import compiled

_CONTROL = compiled(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


class Change(NamedTuple):
    """A text before and after, and the mailbox it is of."""

    mailbox: Mailbox
    before: Document
    after: Document
    blanks: tuple[str, ...] = ()
    """What must be filled in before it is applied, as the text has it."""


class Left(NamedTuple):
    """A text that has no file."""

    owner: str
    """Whose it is; empty if that is not known."""
    why: str
    """The key of the reason in the tables of words, under `[apply.left]`."""


class Applied(NamedTuple):
    """Files by their names, with `/` between folders, and what has no file."""

    files: dict[str, bytes]
    left: tuple[Left, ...] = ()


class Text(NamedTuple):
    """A text by its name in the system it comes from: as it was exported, and as it is to be, or None if it stays."""

    name: str
    old: str
    new: str | None
    markup: bool
    blanks: tuple[str, ...] = ()


class Target(NamedTuple):
    """A mailbox whose texts are set together, and how."""

    mailbox: str
    """What people call it."""
    identity: str
    """What its system knows it by."""
    how: Mapping[str, object]
    """What else the program that applies it has to know."""
    texts: tuple[Text, ...]


def is_one_line(*words: str) -> bool:
    """Return whether words have no line break or other control character, so that a command line can hold them."""
    return not any(_CONTROL.search(word) for word in words)


def together(changes: Iterable[Change]) -> list[list[Change]]:
    """Return the changes that are set together: the replies of a mailbox, or its signature."""
    found: dict[tuple[int, bool], list[Change]] = {}
    for change in changes:
        found.setdefault((id(change.mailbox), change.before.kind is DocumentKind.SIGNATURE), []).append(change)
    return list(found.values())


def _as_in_export(document: Document, *, alternative: bool) -> str:
    """Return the name that the export has for a text, the last part of its place there."""
    return str((document.alternative_key if alternative else document.key)[-1])


class Naming(Protocol):
    """Returns the name that a system has for a text, or for the plain form beside a page."""

    def __call__(self, document: Document, *, alternative: bool) -> str:
        """Return the name of a document, or of its alternative."""


def texts_of(changes: Iterable[Change], named: Naming = _as_in_export) -> Iterator[Text]:
    """Yield the texts of changes that are set together, and the mailbox's other texts of their kind, which stay."""
    changed = {change.before.key: change for change in changes}
    first = next(iter(changed.values()))
    signature = first.before.kind is DocumentKind.SIGNATURE
    for document in first.mailbox.documents:
        change = changed.get(document.key)
        if change is None and (document.kind is DocumentKind.SIGNATURE) is not signature:
            continue
        blanks = change.blanks if change else ()
        new = change.after.content if change else None
        name = named(document, alternative=False)
        yield Text(name, document.content, new, change.after.markup if change else document.markup, blanks)
        if document.alternative_key and document.alternative is not None:
            plain = as_text(change.after) if change else None
            yield Text(named(document, alternative=True), document.alternative.text, plain, False, blanks)
