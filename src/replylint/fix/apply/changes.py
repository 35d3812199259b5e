"""What is applied: changed texts with their mailboxes, and the files that come of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from replylint.model import Document, Mailbox

_UNFIT = re.compile(r"[^\w@.+-]+|\.{2,}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_LONGEST = 80
_RESERVED = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|\Z)")


class Change(NamedTuple):
    """A text before and after, and the mailbox it is of."""

    mailbox: Mailbox
    before: Document
    after: Document
    blanks: tuple[str, ...] = ()
    """What must be filled in before it is applied, as it stands in the text."""


class Applied(NamedTuple):
    """Files by their names, with `/` between folders, and in words what has no file and why."""

    files: dict[str, bytes]
    left: tuple[str, ...] = ()


class Names:
    """File names made of what mailboxes are called: safe on every system, and no two alike."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def name(self, *parts: str) -> str:
        """Return a name made of these parts, such as a mailbox and what the text is, without a folder."""
        stem = _UNFIT.sub("_", ".".join(part for part in parts if part)).strip("._-")[:_LONGEST].rstrip("._-")
        stem = f"_{stem}" if not stem or _RESERVED.match(stem) else stem
        candidate, number = stem, 2
        while candidate.lower() in self._taken:
            candidate, number = f"{stem}-{number}", number + 1
        self._taken.add(candidate.lower())
        return candidate


def is_one_line(*words: str) -> bool:
    """Say whether words can stand on a line of a script: none has a line break or another control character."""
    return not any(_CONTROL.search(word) for word in words)


def by_mailbox(changes: Iterable[Change]) -> list[list[Change]]:
    """Return the changes of each mailbox together."""
    found: dict[int, list[Change]] = {}
    for change in changes:
        found.setdefault(id(change.mailbox), []).append(change)
    return list(found.values())
