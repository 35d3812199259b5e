"""Mailbox files of Outlook for Windows (`.pst`, `.ost`), read with libpff.

They hold what was delivered and sent. The automatic reply that a person has set is kept where libpff does not look.
Property numbers are those of [MS-OXPROPS].
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from importlib import import_module
from typing import Any

from replylint.errors import SourceError, needs_extra
from replylint.sources import built

MAX_FOLDERS = 20_000
"""Folders of one file."""
MAX_DEPTH = 100
"""Folders inside one another."""
MAX_BODY = 64_000_000
"""Bytes of one text."""

_CLASS, _MESSAGE_ID, _INTERNET_CHARSET = 0x001A, 0x1035, 0x3FDE
_SENDER_NAME, _DISPLAY_TO = 0x0C1A, 0x0E04
_SENDER_MAIL = (0x5D01, 0x0C1F, 0x5D02, 0x0065)
_OTHER_THINGS = ("ipm.activity", "ipm.appointment", "ipm.configuration", "ipm.contact", "ipm.distlist", "ipm.microsoft.",
                 "ipm.stickynote", "ipm.task", "ipm.abchperson", "ipm.outlook.recall")  # fmt: skip


def is_pst(head: bytes) -> bool:
    """Say whether a file that begins so is such a mailbox."""
    return head.startswith(b"!BDN")


def messages(path: str) -> Iterator[tuple[str, bytes | SourceError]]:
    """Yield folder and number of each message with its bytes, or with why it cannot be read.

    Raises SourceError if the file as a whole cannot be read.
    """
    try:
        pypff = import_module("pypff")
    except ImportError:
        raise SourceError(f"reading .pst and .ost files needs libpff; {needs_extra('pst')}") from None
    file = pypff.file()
    try:
        file.open(path)
        root = file.get_root_folder()
    except MemoryError:
        raise SourceError("it is too large to be read; export fewer folders") from None
    except Exception:  # whatever the library makes of the damage
        _close(file)
        raise SourceError("it is encrypted, damaged or cut off; close Outlook and copy or export it again") from None
    try:
        yield from _folders(root)
    finally:
        _close(file)


def _close(file: Any) -> None:
    _tried(file.close)


def _tried(access: Callable[..., Any], *arguments: Any) -> Any:
    """Return what an access gives, None if it fails: one damaged thing does not keep the others from being read."""
    try:
        return access(*arguments)
    except Exception:
        return None


def _value(thing: Any, name: str) -> Any:
    """Return an attribute, None if the thing has none or it cannot be read."""
    try:
        return getattr(thing, name, None)
    except Exception:
        return None


def _folders(root: Any) -> Iterator[tuple[str, bytes | SourceError]]:
    waiting: list[tuple[str, Any, int]] = [("", root, 0)] if root is not None else []
    read = 0
    while waiting:
        path, folder, depth = waiting.pop()
        read += 1
        if read > MAX_FOLDERS:
            yield path, SourceError(f"it has more than {MAX_FOLDERS:,} folders; the rest was not read")
            return
        for number in range(_count(folder, "number_of_sub_messages")):
            name = f"{path}/{number + 1}" if path else str(number + 1)
            try:
                item = folder.get_sub_message(number)
            except Exception:
                yield name, SourceError("it is damaged, so it was not read; repair the file with scanpst")
                continue
            if _is_mail(item):
                yield name, _built(item)
        below = []
        for number in range(_count(folder, "number_of_sub_folders")):
            one = _tried(folder.get_sub_folder, number)
            if one is None:
                yield (
                    path,
                    SourceError(
                        f"folder {number + 1} in it is damaged, so it was not read; repair the file with scanpst"
                    ),
                )
            elif depth < MAX_DEPTH:
                name = str(_value(one, "name") or f"folder {number + 1}").replace("/", "_").strip("\x00 ")
                below.append((f"{path}/{name}" if path else name, one, depth + 1))
        waiting += reversed(below)


def _count(folder: Any, name: str) -> int:
    count = _value(folder, name)
    return count if isinstance(count, int) else 0


def _is_mail(item: Any) -> bool:
    """Say whether an item is a message: search folders and calendars hold others, some without a text."""
    if not hasattr(type(item), "plain_text_body"):
        return False
    return not str(_property(item, _CLASS) or "").lower().startswith(_OTHER_THINGS)


def _property(item: Any, *numbers: int) -> str | int | None:
    """Return the first of these properties that an item has."""
    sets = _count(item, "number_of_record_sets")
    for number in numbers:
        for index in range(min(sets, 2)):
            record = _tried(item.get_record_set, index)
            entry = _tried(record.get_entry_by_type, number) if hasattr(record, "get_entry_by_type") else None
            if entry is None:
                entry = _entry(record, number)
            value = _tried(entry.get_data_as_string) if entry is not None else None
            if value is None and entry is not None:
                value = _tried(entry.get_data_as_integer)
            if isinstance(value, (str, int)):
                return value.strip("\x00") if isinstance(value, str) else value
    return None


def _entry(record: Any, number: int) -> Any:
    for index in range(_count(record, "number_of_entries")):
        entry = _tried(record.get_entry, index)
        if entry is not None and _value(entry, "entry_type") == number:
            return entry
    return None


def _built(item: Any) -> bytes | SourceError:
    try:
        return _message(item)
    except MemoryError:
        return SourceError("it is too large to be read; save the message by itself")
    except Exception:
        return SourceError("it is damaged, so it was not read; save the message by itself as .msg")


def _message(item: Any) -> bytes:
    code_page = _property(item, _INTERNET_CHARSET)
    charset = built.charset_of(code_page) if isinstance(code_page, int) else ""
    html = _text(_value(item, "html_body"), charset)
    plain = _text(_value(item, "plain_text_body"), charset)
    if not plain.strip() and not html.strip():
        rtf = _value(item, "rtf_body")
        plain = built.rtf_text(rtf) if isinstance(rtf, bytes) else ""
    headers = built.header_fields(_text(_value(item, "transport_headers"), ""))
    given = {name.lower() for name, _ in headers}
    moment = next((at for name in ("client_submit_time", "delivery_time") if (at := _moment(item, name))), None)
    mail = next((one for number in _SENDER_MAIL if "@" in (one := str(_property(item, number) or ""))), "")
    own = [
        (
            "From",
            built.address(_text(_value(item, "sender_name"), "") or str(_property(item, _SENDER_NAME) or ""), mail),
        ),
        ("To", "" if "to" in given else _people(item)),
        ("Subject", " ".join(_subject(_text(_value(item, "subject"), "")).split())),
        ("Date", built.date_line(moment)),
        ("Message-ID", str(_property(item, _MESSAGE_ID) or "")),
    ]
    headers += [(name, value) for name, value in own if value and name.lower() not in given]
    return built.message(headers, plain or None, html or None)


def _text(value: Any, charset: str) -> str:
    if isinstance(value, bytes):
        value = built.text_of(value[:MAX_BODY], charset)
    return value.rstrip("\x00") if isinstance(value, str) else ""


def _subject(text: str) -> str:
    """Return a subject without the two marks that say how long its `Re:` is."""
    return text[2:] if text[:1] == "\x01" else text


def _moment(item: Any, name: str) -> datetime | None:
    moment = _value(item, name)
    return moment if isinstance(moment, datetime) and 1980 <= moment.year <= 9000 else None


def _people(item: Any) -> str:
    """Return the recipients by the names that Outlook shows."""
    names = str(_property(item, _DISPLAY_TO) or "").split(";")
    people = [
        built.address("" if "@" in name else name, name if "@" in name else "") for name in map(str.strip, names[:500])
    ]
    return ",\n ".join(one for one in people if one)
