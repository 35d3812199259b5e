r"""GAM's tables: `gam all users print vacation`, `print signature` and `print sendas` (GAM 7).

Line breaks of a message are written as `\r\n` in a table for Google Sheets and as `\\r\\n` in a local file, because Python's csv doubles
what GAM calls its escape character; one or two backslashes before r or n are a line break in the column of the message, and only there. Its end
date is the day of Gmail's `endTime`, at whose midnight replies stop.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from replylint.errors import SourceError
from replylint.model import Document, Mailbox, Notice, ReplySettings, State, Unchecked
from replylint.patterns import compiled
from replylint.sources import fields
from replylint.sources.cells import Table, table_of
from replylint.sources.gmail_signatures import beside, notices, send_as_in_row, signed
from replylint.sources.text import decode
from replylint.sources.times import in_order, moment_of, order_shown

_BREAK = compiled(r"\\{1,2}r\\{1,2}n|\\{1,2}[rn]")
_NONE = "None"
"""What GAM writes for a text that is not there."""


def is_gam(head: bytes) -> bool:
    """Say whether a file that begins so is one of these tables."""
    names = set(re.split(rb"[,;\t\s\"]+", head.lstrip(b"\xef\xbb\xbf").split(b"\n", 1)[0].strip().lower()))
    return b"user" in names and ({b"enabled", b"message"} <= names or {b"sendasemail", b"signature"} <= names)


def load(data: bytes, path: str) -> Iterator[Mailbox | Unchecked | Notice]:
    """Read a table; Gmail adds the signatures of another below its replies. Raises SourceError if it is cut off, empty, or was printed with `verifyonly`, which leaves the texts out."""
    table = table_of(decode(data)[0])
    if not table.rows:
        raise SourceError("it names no users; print it again with gam all users print vacation")
    rows = [{name.lower(): cell.text for name, cell in zip(table.columns, cells, strict=False)} for cells in table.rows]
    if "message" not in rows[0] and all(row.get("signature", "") in ("True", "False", "") for row in rows):
        raise SourceError(
            "it says only whether there are signatures, not what they are; print it again without verifyonly"
        )
    replies: list[Document] = []
    order = order_shown(row.get(name, "") for row in rows for name in ("startdate", "enddate"))
    for index, row in enumerate(rows):
        if len(table.rows[index]) != len(table.columns):
            yield Unchecked(
                path,
                f"entry {index + 1} has {len(table.rows[index])} cells where there are {len(table.columns)} columns, so it was not checked; export it again",
            )
        elif fields.is_too_long(*row.values()):
            yield Unchecked(path, f"a text of entry {index + 1} {fields.TOO_LONG}")
        elif "message" in row:
            mailbox = _vacation(row, table, index, path, order)
            replies += mailbox.documents
            yield mailbox
        else:
            yield _signature(row, table, index, path)
    yield from notices(replies, path)


def _vacation(row: dict[str, str], table: Table, index: int, path: str, order: str) -> Mailbox:
    start, end = (in_order(moment_of(row.get(name)), order) for name in ("startdate", "enddate"))
    on = row.get("enabled", "True").strip().lower() == "true"
    settings = ReplySettings(
        (State.SCHEDULED if start or end else State.ON) if on else State.OFF,
        row.get("domainonly", "").strip().lower() != "true",
        start,
        end,
        tells_times="enddate" in row,
    )
    if not on:
        return Mailbox(path, (), row.get("user", ""), "gam-csv", settings._replace(start=None, end=None))
    text = row["message"] if row["message"].strip() != _NONE else ""
    document: Document = fields.reply(
        _BREAK.sub("\n", text), (index, _column(table, "message")), markup=row.get("html", "").strip().lower() == "true"
    )
    document = signed(document, row.get("user", ""), beside(path))
    return Mailbox(path, (document,), row.get("user", ""), "gam-csv", settings)


def _signature(row: dict[str, str], table: Table, index: int, path: str) -> Mailbox:
    sender = send_as_in_row(row)
    text = sender.signature
    documents = (
        ()
        if fields.shows_nothing(text)
        else (fields.signature(text, (index, _column(table, "signature")), markup=True),)
    )
    return Mailbox(path, documents, sender.email, "gam-csv")


def _column(table: Table, name: str) -> int:
    return [column.lower() for column in table.columns].index(name)


def as_written(text: str, before: str) -> str:
    """Return a message as GAM writes it in a cell, with the breaks that the cell had before: doubled backslashes or single ones."""
    mark = "\\\\" if "\\\\r" in before or "\\\\n" in before else "\\"
    broken = "\r\n" if "\\r" in before or "\\n" not in before else "\n"
    lines = text.replace("\r\n", "\n").split("\n")
    return (f"{mark}r{mark}n" if broken == "\r\n" else f"{mark}n").join(lines)
