"""GAM: a batch file with one command a text, and the texts beside it.

A vacation is given its start and end again where they are known, because an old end that has passed would stay (GAM's manual).
"""

from __future__ import annotations

import shlex
from collections.abc import Sequence

from replylint.fix.apply.changes import Applied, Change, Names, is_one_line
from replylint.model import DocumentKind, Moment
from replylint.sources.cells import table_of

_NONE = "None"
"""What GAM writes for a subject that is not there."""


def write(text: str, changes: Sequence[Change]) -> Applied:
    """Return `gam-batch.txt` and the texts that it reads. `text` is the corrected table, from which the users and subjects come."""
    table = table_of(text)
    columns = [name.lower() for name in table.columns]
    names = Names()
    files: dict[str, bytes] = {}
    lines: list[str] = []
    left: list[str] = []
    for change in changes:
        row = {
            name: cell.text
            for name, cell in zip(columns, table.rows[int(change.before.key[0])], strict=False)
        }  # fmt: skip
        user = row.get("user", "").strip()
        address = row.get("sendasemail", "").strip()
        if not user or not is_one_line(user, address):
            left.append(f"{change.mailbox.owner or 'a row'}: the table does not say whose text this is")
            continue
        page = change.after.markup
        signature = change.before.kind is DocumentKind.SIGNATURE
        name = f"{names.name(address if signature else user, 'signature' if signature else 'reply')}.{'html' if page else 'txt'}"
        files[name] = change.after.content.encode("utf-8")
        if signature:
            words = ["gam", "user", user, "update", "sendas", address or user, "htmlfile" if page else "file", name]
        else:
            words = ["gam", "user", user, "vacation", "on", *_subject(row), "htmlfile" if page else "textfile", name]
            words += _times(change)
        lines.append(shlex.join(words) + "\n")
    if not lines:
        return Applied({}, tuple(left))
    return Applied({"gam-batch.txt": "".join(lines).encode("utf-8"), **files}, tuple(left))


def _subject(row: dict[str, str]) -> list[str]:
    subject = row.get("subject", "").strip()
    return ["subject", subject] if subject and subject != _NONE and is_one_line(subject) else []


def _times(change: Change) -> list[str]:
    """Return the start and end as GAM takes them; nothing of a time that is not known for sure."""
    settings = change.mailbox.settings
    if settings is None or not settings.tells_times:
        return []
    return [*_time("start", settings.start, "Started"), *_time("end", settings.end, "NotSpecified")]


def _time(word: str, moment: Moment | None, none: str) -> list[str]:
    if moment is None:
        return [word, none]
    return [word, moment.at.date().isoformat()] if moment.day_first is None else []
