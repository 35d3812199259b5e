"""Gmail's API: `users.settings.getVacation` and `users.settings.sendAs`, alone or under the addresses of many users.

Times are milliseconds since 1970 in UTC, as texts. Where there are a plain text and HTML, the HTML is sent, and the user's signature below
it. Neither resource names its user, so the key above it or the file's name does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from replylint.errors import SourceError
from replylint.model import Document, Key, Mailbox, Moment, Notice, ReplySettings, State, Unchecked
from replylint.sources import fields, jsons
from replylint.sources.gmail_signatures import (
    SIGNATURE,
    VACATION,
    Signatures,
    beside,
    notices,
    resources,
    send_as_of,
    signed,
    user_of,
)
from replylint.sources.text import decode
from replylint.sources.times import since_epoch
from replylint.visible import Visible

_MARKS = tuple(f'"{name}"'.encode() for name in (*VACATION, SIGNATURE))


def is_gmail(head: bytes) -> bool:
    """Return whether a file that begins like this looks like one of these resources."""
    plain = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return plain[:1] in (b"{", b"[") and any(mark in plain for mark in _MARKS)


def load(data: bytes, path: str) -> Iterator[Mailbox | Unchecked | Notice]:
    """Read vacation settings and signatures. Raises SourceError if it is not JSON or holds neither."""
    found: list[tuple[Key, dict[str, Any], str]] = []
    for item in jsons.values(decode(data)[0]):
        if isinstance(item, SourceError):
            yield Unchecked(path, str(item))
        else:
            found += resources(item[1], item[0], user_of(path))
    if not any(resource for _, resource, _ in found):
        raise SourceError("it holds no vacation settings and no signatures; ask Gmail for settings/vacation")
    known = Signatures()
    known.put(send_as_of(resource, owner) for _, resource, owner in found if SIGNATURE in resource)
    replies: list[Document] = []
    for key, resource, owner in found:
        if not resource:
            yield Unchecked(
                path, f"{owner} has no settings in it, so nothing was checked; ask Gmail for settings/vacation"
            )
        elif error := jsons.error_in(resource):
            yield Unchecked(path, f"{owner or 'a mailbox'} was not read: the server answered an error ({error})")
        elif fields.is_too_long(*resource.values()):
            yield Unchecked(path, f"a text of {owner or 'the mailbox'} {fields.TOO_LONG}")
        elif SIGNATURE in resource:
            yield _signature(resource, key, path, owner)
        else:
            mailbox = _vacation(resource, key, path, owner)
            if mailbox.documents:
                mailbox = replace(
                    mailbox, documents=tuple(signed(one, owner, known, beside(path)) for one in mailbox.documents)
                )
            replies += mailbox.documents
            yield mailbox
    yield from notices(replies, path)


def _vacation(resource: dict[str, Any], key: Key, path: str, owner: str) -> Mailbox:
    start, end = instant(resource.get("startTime")), instant(resource.get("endTime"))
    on = State.SCHEDULED if start or end else State.ON
    settings = ReplySettings(
        on if is_true(resource.get("enableAutoReply")) else State.OFF,
        not is_true(resource.get("restrictToDomain")),
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


def _signature(resource: dict[str, Any], key: Key, path: str, user: str) -> Mailbox:
    text = jsons.text_in(resource, "signature")
    owner = jsons.text_in(resource, SIGNATURE)
    documents = () if fields.shows_nothing(text) else (fields.signature(text, (*key, "signature"), markup=True),)
    return Mailbox(path, documents, owner, "gmail-json", identity=user)


def is_true(value: Any) -> bool:
    """Return whether a flag is set; some programs write it as a text."""
    return value is True or (isinstance(value, str) and value.strip().lower() == "true")


def instant(value: Any) -> Moment | None:
    """Return the instant of milliseconds since 1970 in UTC, written as a text or a number; None if there is none."""
    try:
        return since_epoch(int(value)) if isinstance(value, str | int) and int(value) > 0 else None
    except ValueError:
        return None
