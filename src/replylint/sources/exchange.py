"""Exchange settings: `Get-MailboxAutoReplyConfiguration` and `Get-MailboxMessageConfiguration`, as JSON, CSV or CLIXML.

JSON: one mailbox gives an object, several an array. Enumerations are names, numbers, or `{"value": 2, "Value": "Scheduled"}` from
remoting, whose two keys differ only by case. CSV: columns are known by name, whatever their case and order, and may be a choice; Windows
PowerShell 5.1 turns every character beyond ASCII into `?` unless told otherwise. The state is read before anything else: Exchange keeps
old texts and times when replies are off.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from replylint.errors import SourceError
from replylint.model import Audience, Key, Mailbox, Moment, Notice, ReplySettings, State, Unchecked
from replylint.sources import clixml, fields, jsons
from replylint.sources.cells import table_of
from replylint.sources.damage import damage_of, has_lost_characters
from replylint.sources.declared import declared_in_file
from replylint.sources.text import decode
from replylint.sources.times import in_order, moment_of, order_shown
from replylint.sources.xmls import tree_of
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
_OWNERS = ("primarysmtpaddress", "userprincipalname", "mailbox", "user", "mailboxownerid", "identity")
MESSAGES = {"internalmessage": Audience.INTERNAL, "externalmessage": Audience.EXTERNAL}
"""The two messages of a mailbox, by their names in Exchange."""
SIGNATURES = ("signaturehtml", "signaturetext")
"""A mailbox's signature and its plain form, by their names in Exchange."""
_TEXTS = (*MESSAGES, *SIGNATURES)
_NAMES = {
    "internalmessage": "InternalMessage",
    "externalmessage": "ExternalMessage",
    "signaturehtml": "SignatureHtml",
    "signaturetext": "SignatureText",
}
_JSON_MARKS = (b"internalmessage", b"externalmessage", b"autoreplystate", b"signaturehtml", b"signaturetext")
_COLUMNS = frozenset((*_TEXTS, *_OWNERS, "autoreplystate", "externalaudience", "starttime", "endtime", "displayname"))
_EXPORT = "export it with Get-MailboxAutoReplyConfiguration | "
_NO_TEXT = "have no InternalMessage and no ExternalMessage in the export, so their replies were not checked; export these columns too"
_NO_STATE = (
    "it does not say whether the replies are on, so when they are sent was not checked; "
    "export AutoReplyState, StartTime and EndTime too"
)
_LOST = "have question marks where letters and apostrophes were; export again with -Encoding UTF8"
_NO_SIGNATURE = "not checked: whether the signature is right. The export has none; Outlook may keep it elsewhere (roaming signatures), so look there"


_HEAD = 20_000
"""Bytes in which the names of the columns are looked for."""


class _Row(NamedTuple):
    """What an export says of one mailbox: values by the names of properties in lower case, and where its texts stand."""

    number: int
    values: dict[str, Any]
    keys: dict[str, Key]


def is_json(head: bytes) -> bool:
    """Say whether a file that begins so looks like one of these exports as JSON."""
    plain = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return plain[:1] in (b"{", b"[") and any(b'"' + mark + b'"' in plain.lower() for mark in _JSON_MARKS)


def is_csv(head: bytes) -> bool:
    """Return whether a file that begins like this looks like one as CSV: its columns are named as Exchange names them."""
    plain = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe")
    lines = (line.strip(b"\r") for line in plain[:_HEAD].lower().split(b"\n"))
    above = (b"#type ", b"sep=", b'"sep=')
    names = next((line for line in lines if line and not line.startswith(above)), b"")
    if plain[:1] in (b"{", b"[", b"<") or not any(mark in names for mark in (b",", b";", b"\t", b"|")):
        return False
    return any(name.encode() in names for name in (*_TEXTS, "autoreplystate"))


def is_clixml(head: bytes) -> bool:
    """Say whether a file that begins so is an export as CLIXML."""
    return b"schemas.microsoft.com/powershell/2004/04" in head.replace(b"\x00", b"")[:1000]


def load_csv(data: bytes, path: str) -> Iterator[Mailbox | Unchecked | Notice]:
    """Read an export as CSV. Raises SourceError if it is cut off or holds no mailbox."""
    table = table_of(decode(data)[0])
    names = _names(table.columns)
    rows: list[_Row] = []
    for index, cells in enumerate(table.rows):
        texts = [cell.text for cell in cells]
        if _is_header(texts, names):  # of another export, appended to the first
            names = _names(texts)
        elif len(cells) == len(names):
            keys: dict[str, Key] = {name: (index, column) for column, name in enumerate(names)}
            rows.append(_Row(len(rows) + 1, dict(zip(names, texts, strict=True)), keys))
        elif not texts[0].startswith("#TYPE "):
            yield Unchecked(
                path,
                f"entry {index + 1} has {len(cells)} cells where there are {len(names)} columns, so it was not checked; export it again",
            )
    if not table.rows:
        raise SourceError(f"it holds no mailboxes; {_EXPORT}Export-Csv -Encoding UTF8")
    yield from _mailboxes(rows, path, "exchange-csv", plain=data.isascii())


def _names(texts: Iterable[str]) -> list[str]:
    """Return the names of columns; a file that was appended may bring its byte order mark."""
    return [text.strip("\ufeff \t").lower() for text in texts]


def _is_header(texts: list[str], names: list[str]) -> bool:
    """Return whether a row names columns, and is not a mailbox."""
    found = _names(texts)
    return found == names or sum(name in _COLUMNS for name in found) > 1


def load(data: bytes, path: str) -> Iterator[Mailbox | Unchecked | Notice]:
    """Read an export as JSON. Raises SourceError if it is not JSON or holds no mailbox."""
    listed: list[tuple[Key, Any]] = []
    for item in jsons.values(decode(data)[0]):
        if isinstance(item, SourceError):
            yield Unchecked(path, str(item))
            continue
        key, value = item
        listed += [((*key, index), row) for index, row in enumerate(value)] if isinstance(value, list) else [item]
    if not listed or not any(isinstance(value, dict) for _, value in listed):
        raise SourceError(f"it holds no mailboxes; {_EXPORT}ConvertTo-Json")
    rows: list[_Row] = []
    for number, (key, value) in enumerate(listed, 1):
        values = {name.lower(): item for name, item in value.items()} if isinstance(value, dict) else {}
        if not any(name in values for name in (*_TEXTS, "autoreplystate")):
            yield Unchecked(
                path,
                f"entry {number} has no InternalMessage or ExternalMessage, so it was not checked; export these columns too",
            )
            continue
        damaged = [name for name in _TEXTS if not isinstance(values.get(name), str | None)]
        if damaged:
            yield Unchecked(
                path, f"{_NAMES[damaged[0]]} of entry {number} is not a text, so it was not checked; export it again"
            )
            continue
        rows.append(_Row(number, values, {name.lower(): (*key, name) for name in value}))
    yield from _mailboxes(rows, path, "exchange-json", plain=data.isascii())


def load_clixml(data: bytes, path: str) -> Iterator[Mailbox | Unchecked | Notice]:
    """Read an export as CLIXML. Raises SourceError if it is damaged or holds no mailbox."""
    rows: list[_Row] = []
    text, _ = decode(data, declared_in_file("exchange-clixml", data))
    for index, values in enumerate(clixml.objects_of(tree_of(text))):
        known = {name.lower(): value for name, value in values.items()}
        if any(name in known for name in (*_TEXTS, "autoreplystate")):
            rows.append(_Row(index + 1, known, {name.lower(): (index, name) for name in values}))
        else:
            yield Unchecked(
                path,
                f"entry {index + 1} has no InternalMessage or ExternalMessage, so it was not checked; export these columns too",
            )
    if not rows:
        raise SourceError(f"it holds no mailboxes; {_EXPORT}Export-Clixml")
    yield from _mailboxes(rows, path, "exchange-clixml", plain=data.isascii())


def _mailboxes(rows: list[_Row], path: str, form: str, *, plain: bool) -> Iterator[Mailbox | Unchecked | Notice]:
    """Yield the mailboxes, and what cannot be checked of them. `plain` says that the file is all ASCII."""
    times = [str(row.values[name]) for row in rows for name in ("starttime", "endtime") if row.values.get(name)]
    order = order_shown(times)
    refused: dict[str, list[str]] = {}
    says_state = True
    for row in rows:
        if fields.is_too_long(*(row.values.get(name) for name in _TEXTS)):
            yield Unchecked(path, f"a message of entry {row.number} {fields.TOO_LONG}")
        elif any(name in row.values for name in SIGNATURES) and "autoreplystate" not in row.values:
            yield _signature(row, path, form) or Notice(_NO_SIGNATURE, path)
        elif damage := _damage(row, plain=plain):
            refused.setdefault(damage, []).append(_owner(row))
        else:
            says_state = says_state and _state(row) is not None
            yield _replies(row, path, form, order)
    for damage, owners in refused.items():
        whose = ", ".join(owners[:3]) + (f" and {len(owners) - 3} more" if len(owners) > 3 else "")
        yield Unchecked(path, f"{'the replies' if damage == _NO_TEXT else 'the messages'} of {whose} {damage}")
    if not says_state:
        yield Unchecked(path, _NO_STATE)


def _damage(row: _Row, *, plain: bool) -> str:
    """Return why the messages of a mailbox cannot be checked; empty if they can, or if nobody gets them."""
    if _state(row) is State.OFF:
        return ""
    if not any(name in row.values for name in MESSAGES):
        return _NO_TEXT
    messages = [str(row.values.get(name) or "") for name in MESSAGES]
    if damage := next(filter(None, map(damage_of, messages)), ""):
        return damage
    return _LOST if plain and any(map(_has_lost_characters, messages)) else ""


def _has_lost_characters(message: str) -> bool:
    return "?" in message and has_lost_characters(fields.reply(message, ()).text)


def _state(row: _Row) -> State | None:
    return _STATES.get(_name(row.values.get("autoreplystate")))


def _owner(row: _Row) -> str:
    return next(
        (str(row.values[name]).rsplit("/", 1)[-1] for name in _OWNERS if row.values.get(name)), f"entry {row.number}"
    )


def _identity(row: _Row) -> str:
    """Return what Exchange knows the mailbox by: an address, or the whole of its canonical name."""
    return next((str(row.values[name]) for name in _OWNERS if row.values.get(name)), "")


def _display(row: _Row) -> str:
    """Return the name in the list of addresses: of its own column, or the last part of a canonical name."""
    for name in ("displayname", *_OWNERS[:3:-1]):
        called = str(row.values.get(name) or "").rsplit("/", 1)[-1].strip()
        if called and "@" not in called:
            return called
    return ""


def _replies(row: _Row, path: str, form: str, order: str) -> Mailbox:
    values = row.values
    settings = ReplySettings(
        _state(row),
        _OUTSIDE.get(_name(values.get("externalaudience"))),
        _moment(values.get("starttime"), order),
        _moment(values.get("endtime"), order),
        tells_times="endtime" in values,
    )
    if settings.state is State.OFF:
        return Mailbox(
            path, (), _owner(row), form, settings._replace(start=None, end=None), _identity(row), _display(row)
        )
    documents = tuple(
        fields.reply(values[name] or "", row.keys[name], audience)
        for name, audience in MESSAGES.items()
        if name in values
    )
    return Mailbox(path, documents, _owner(row), form, settings, _identity(row), _display(row))


def _moment(value: object, order: str) -> Moment | None:
    return in_order(moment_of(value), order)


def _signature(row: _Row, path: str, form: str) -> Mailbox | None:
    page, plain = (str(row.values.get(name) or "") for name in SIGNATURES)
    if not fields.shows_nothing(page):
        document = fields.signature(page, row.keys["signaturehtml"])
        if plain.strip():
            document = replace(document, alternative=Visible.plain(plain), alternative_key=row.keys["signaturetext"])
    elif plain.strip():
        document = fields.signature(plain, row.keys["signaturetext"], markup=False)
    else:
        return None
    return Mailbox(path, (document,), _owner(row), form, identity=_identity(row), display=_display(row))


def _name(value: object) -> str:
    if isinstance(value, dict):
        value = value.get("Value", value.get("value"))
    return str(value if value is not None else "").strip().lower()
