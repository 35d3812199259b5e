"""Exchange settings as JSON: `Get-MailboxAutoReplyConfiguration | ConvertTo-Json`.

One mailbox gives an object, several an array. Enumerations are names, numbers, or `{"value": 2, "Value": "Scheduled"}` from
remoting; their two keys differ only by case, so nothing here folds case. The state is read before anything else: Exchange keeps old
texts when replies are off.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from replylint.errors import SourceError
from replylint.model import Audience, Document, DocumentKind, Mailbox, ReplySettings, State, Trouble
from replylint.sources.html import read_html
from replylint.sources.mime import with_page
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


def is_export(data: bytes) -> bool:
    """Say whether bytes look like this export."""
    head = data[:65536].replace(b"\x00", b"")
    return head.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1] in (b"{", b"[") and (
        b"InternalMessage" in head or b"AutoReplyState" in head
    )


def load(data: bytes, path: str) -> Iterator[Mailbox | Trouble]:
    """Read an export. Raises SourceError if it is not JSON or holds no mailbox."""
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
        else:
            yield _mailbox(row, path, number)


def _mailbox(row: dict[str, Any], path: str, number: int) -> Mailbox:
    settings = ReplySettings(
        _STATES.get(_name(row.get("AutoReplyState"))), _OUTSIDE.get(_name(row.get("ExternalAudience")))
    )
    owner = next((str(row[key]).rsplit("/", 1)[-1] for key in _OWNERS if row.get(key)), f"entry {number}")
    documents = []
    for key, audience in (("InternalMessage", Audience.INTERNAL), ("ExternalMessage", Audience.EXTERNAL)):
        content = row.get(key)
        if key in row and (content is None or isinstance(content, str)):
            documents.append(_document(content or "", audience))
    if settings.state is State.OFF:
        return Mailbox(path, (), owner, "exchange-json", settings)
    return Mailbox(path, tuple(documents), owner, "exchange-json", settings)


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
