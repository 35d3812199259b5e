"""Gmail's API: `users.settings.getVacation` and `users.settings.sendAs`, alone or under the addresses of many users.

Times are milliseconds since 1970 in UTC, as texts. Where there are a plain text and HTML, the HTML is sent. Neither resource names its
user, so the key above it or the file's name does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from replylint.errors import SourceError
from replylint.model import Document, Key, Mailbox, Moment, ReplySettings, State, Unchecked
from replylint.sources import fields, jsons
from replylint.sources.text import decode
from replylint.sources.times import since_epoch
from replylint.visible import Visible

_VACATION = ("enableAutoReply", "responseBodyHtml", "responseBodyPlainText")
_SIGNATURE = "sendAsEmail"
_MARKS = tuple(f'"{name}"'.encode() for name in (*_VACATION, _SIGNATURE))


def is_gmail(head: bytes) -> bool:
    """Say whether a file that begins so looks like one of these resources."""
    plain = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return plain[:1] in (b"{", b"[") and any(mark in plain for mark in _MARKS)


def load(data: bytes, path: str) -> Iterator[Mailbox | Unchecked]:
    """Read vacation settings and signatures. Raises SourceError if it is not JSON or holds neither."""
    stem = Path(path).stem
    begun = False
    for item in jsons.values(decode(data)[0]):
        if isinstance(item, SourceError):
            yield Unchecked(path, str(item))
            continue
        key, value = item
        for inner, resource, owner in _resources(value, key, stem if "@" in stem else ""):
            begun = True
            if error := jsons.error_in(resource):
                yield Unchecked(path, f"{owner or 'a mailbox'} was not read: the server answered an error ({error})")
            elif fields.is_too_long(*resource.values()):
                yield Unchecked(path, f"a text of {owner or 'the mailbox'} {fields.TOO_LONG}")
            elif _SIGNATURE in resource:
                yield from _signature(resource, inner, path, owner)
            else:
                yield _vacation(resource, inner, path, owner)
    if not begun:
        raise SourceError("it holds no vacation settings and no signatures; ask Gmail for settings/vacation")


def _resources(value: Any, key: Key, owner: str) -> Iterator[tuple[Key, dict[str, Any], str]]:
    if isinstance(value, list):
        for index, one in enumerate(value):
            yield from _resources(one, (*key, index), owner)
    elif isinstance(value, dict):
        if _SIGNATURE in value or any(name in value for name in _VACATION) or jsons.error_in(value):
            yield key, value, owner or jsons.text_in(value, "user", "userId", "email", "primaryEmail")
            return
        for name, one in value.items():
            yield from _resources(one, (*key, name), name if "@" in name else owner)


def _vacation(resource: dict[str, Any], key: Key, path: str, owner: str) -> Mailbox:
    start, end = _moment(resource.get("startTime")), _moment(resource.get("endTime"))
    on = State.SCHEDULED if start or end else State.ON
    settings = ReplySettings(
        on if resource.get("enableAutoReply") is True else State.OFF,
        resource.get("restrictToDomain") is not True,
        start,
        end,
        tells_times=True,
    )
    if settings.state is State.OFF:
        return Mailbox(path, (), owner, "gmail-json", settings._replace(start=None, end=None))
    return Mailbox(path, (body(resource, key),), owner, "gmail-json", settings, owner)


def body(
    resource: dict[str, Any], key: Key, html: str = "responseBodyHtml", plain: str = "responseBodyPlainText"
) -> Document:
    """Return the reply of a resource that has it as HTML, as plain text, or as both, of which the HTML is sent."""
    page, text = (value if isinstance(value := resource.get(name), str) else "" for name in (html, plain))
    if not fields.shows_nothing(page):
        document = fields.reply(page, (*key, html), markup=True)
        if text.strip():
            document = replace(document, alternative=Visible.plain(text), alternative_key=(*key, plain))
        return document
    return fields.reply(text, (*key, plain), markup=False)


def _signature(resource: dict[str, Any], key: Key, path: str, user: str) -> Iterator[Mailbox]:
    text = jsons.text_in(resource, "signature")
    owner = jsons.text_in(resource, _SIGNATURE)
    documents = () if fields.shows_nothing(text) else (fields.signature(text, (*key, "signature"), markup=True),)
    yield Mailbox(path, documents, owner, "gmail-json", identity=user)


def _moment(value: Any) -> Moment | None:
    try:
        return since_epoch(int(value)) if isinstance(value, str | int) and int(value) > 0 else None
    except ValueError:
        return None
