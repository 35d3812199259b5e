"""Exchange settings: `Get-MailboxAutoReplyConfiguration`, piped to `ConvertTo-Json` or `Export-Csv`.

JSON: one mailbox gives an object, several an array. Enumerations are names, numbers, or `{"value": 2, "Value": "Scheduled"}` from
remoting; their two keys differ only by case, so nothing there folds case. CSV: columns are known by name, whatever their case and
order, and may be a choice; Windows PowerShell 5.1 turns every character beyond ASCII into `?` unless told otherwise. The state is
read before anything else: Exchange keeps old texts when replies are off.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from replylint.errors import SourceError
from replylint.model import Audience, Document, DocumentKind, Mailbox, ReplySettings, State, Trouble
from replylint.sources.cells import Table, table_of
from replylint.sources.html import read_html
from replylint.sources.mime import MAX_PART, with_page
from replylint.sources.text import decode
from replylint.visible import Visible

_STATES = {
    "disabled": State.OFF,
    "0": State.OFF,
    "enabled": State.ON,
    "1": State.ON,
    "scheduled": State.SCHEDULED,
    "2": State.SCHEDULED,
}
_OUTSIDE = {"none": False, "0": False, "known": True, "1": True, "all": True, "2": True}
_OWNERS = ("PrimarySmtpAddress", "UserPrincipalName", "Mailbox", "User", "MailboxOwnerId", "Identity")


MESSAGES = {"InternalMessage": Audience.INTERNAL, "ExternalMessage": Audience.EXTERNAL}
"""The two messages of a mailbox, by their names in Exchange."""
_COLUMNS = {name.lower(): name for name in (*MESSAGES, "AutoReplyState", "ExternalAudience", *_OWNERS)}
_LOST = re.compile(r"(?<![\w?])[^\W\d_]+\?[a-z]+(?![\w?=])")
"""A question mark within a word, where an accent or an apostrophe was: `I?m`, `Ren?e`."""
_ADDRESS = re.compile(r"[\w.+-]*(?:://|@|www\.)\S*")


def is_json(data: bytes) -> bool:
    """Say whether bytes look like this export as JSON."""
    head = data[:65536].replace(b"\x00", b"")
    return head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1] in (b"{", b"[") and (
        b"InternalMessage" in head or b"AutoReplyState" in head
    )


def is_csv(data: bytes) -> bool:
    """Say whether bytes look like this export as CSV: its first lines name a message and no braces open them."""
    head = data[:65536].replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    lines = head.split(b"\n", 2)
    names = lines[1] if head.startswith(b"#TYPE ") and len(lines) > 1 else lines[0]
    return head[:1] not in (b"{", b"[", b"<") and any(name.lower().encode() in names.lower() for name in MESSAGES)


def load_csv(data: bytes, path: str) -> Iterator[Mailbox | Trouble]:
    """Read an export as CSV. Raises SourceError if it is cut off, holds no mailbox, or has no column with a message."""
    table = table_of(decode(data)[0])
    columns = message_columns(table)
    if not columns:
        raise SourceError("it has no column InternalMessage or ExternalMessage; export these columns too")
    if not table.rows:
        raise SourceError("it holds no mailboxes; export it with Get-MailboxAutoReplyConfiguration | Export-Csv")
    names = [_COLUMNS.get(column.lower(), column) for column in table.columns]
    lost: list[str] = []
    for number, cells in enumerate(table.rows, 1):
        row: dict[str, Any] = {name: cell.text for name, cell in zip(names, cells, strict=False)}
        if len(cells) != len(names):
            yield Trouble(
                path,
                f"entry {number} has {len(cells)} cells where there are {len(names)} columns, so it was not checked; export it again",
            )
            continue
        if _is_too_long(row):
            yield Trouble(path, f"a message of entry {number} {_TOO_LONG}")
            continue
        mailbox = _mailbox(row, path, number, "exchange-csv")
        if data.isascii() and any(_has_lost_characters(document) for document in mailbox.documents):
            lost.append(mailbox.owner)
        else:
            yield mailbox
    if lost:
        whose = ", ".join(lost[:3]) + (f" and {len(lost) - 3} more" if len(lost) > 3 else "")
        yield Trouble(
            path,
            f"the export has turned letters and apostrophes into question marks, so these were not checked: {whose}; export again with -Encoding UTF8",
        )


def message_columns(table: Table) -> dict[int, Audience]:
    """Return which columns of a table hold a message, and for whom."""
    found = {number: _COLUMNS.get(column.lower(), "") for number, column in enumerate(table.columns)}
    return {number: MESSAGES[name] for number, name in found.items() if name in MESSAGES}


def _has_lost_characters(document: Document) -> bool:
    return _LOST.search(_ADDRESS.sub(" ", document.text)) is not None


def load(data: bytes, path: str) -> Iterator[Mailbox | Trouble]:
    """Read an export as JSON. Raises SourceError if it is not JSON or holds no mailbox."""
    text, _ = decode(data)
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError) as error:
        where = f" at line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        raise SourceError(f"it is damaged or cut off{where}; export it again with ConvertTo-Json") from None
    if isinstance(rows, dict):
        rows = [rows]
    if not isinstance(rows, list) or not rows:
        raise SourceError("it holds no mailboxes; export it with Get-MailboxAutoReplyConfiguration | ConvertTo-Json")
    for number, row in enumerate(rows, 1):
        if not isinstance(row, dict) or not ("InternalMessage" in row or "ExternalMessage" in row):
            yield Trouble(
                path,
                f"entry {number} has no InternalMessage or ExternalMessage, so it was not checked; export these columns too",
            )
            continue
        damaged = [key for key in ("InternalMessage", "ExternalMessage") if not isinstance(row.get(key), str | None)]
        if damaged:
            yield Trouble(path, f"{damaged[0]} of entry {number} is no text, so it was not checked; export it again")
        elif _is_too_long(row):
            yield Trouble(path, f"a message of entry {number} {_TOO_LONG}")
        else:
            yield _mailbox(row, path, number, "exchange-json")


_TOO_LONG = f"is more than {MAX_PART / 1e6:.0f} MB long, which nobody reads, so the entry was not checked; shorten it"


def _is_too_long(row: dict[str, Any]) -> bool:
    return any(len(row.get(key) or "") > MAX_PART for key in MESSAGES)


def _mailbox(row: dict[str, Any], path: str, number: int, form: str) -> Mailbox:
    settings = ReplySettings(
        _STATES.get(_name(row.get("AutoReplyState"))), _OUTSIDE.get(_name(row.get("ExternalAudience")))
    )
    owner = next((str(row[key]).rsplit("/", 1)[-1] for key in _OWNERS if row.get(key)), f"entry {number}")
    documents = []
    for key, audience in MESSAGES.items():
        content = row.get(key)
        if key in row and (content is None or isinstance(content, str)):
            documents.append(_document(content or "", audience))
    if settings.state is State.OFF:
        return Mailbox(path, (), owner, form, settings)
    return Mailbox(path, tuple(documents), owner, form, settings)


def _document(content: str, audience: Audience) -> Document:
    content = content.encode("utf-8", "replace").decode("utf-8")  # half a character is none
    document = Document(
        f"{audience} reply", Visible.plain(content), content, kind=DocumentKind.AUTO_REPLY, audience=audience
    )
    if "<" in content and ">" in content:
        return with_page(document, read_html(content), {}, delivered=False)
    return document


def _name(value: object) -> str:
    if isinstance(value, dict):
        value = value.get("Value", value.get("value"))
    return str(value if value is not None else "").strip().lower()
