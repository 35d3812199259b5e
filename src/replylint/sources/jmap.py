"""JMAP's `VacationResponse` (RFC 8621 section 8), alone or in the answer to a request (RFC 8620 section 3.4)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from replylint.errors import SourceError
from replylint.model import Key, Mailbox, ReplySettings, State, Unchecked
from replylint.sources import fields, gmail, jsons
from replylint.sources.text import decode
from replylint.sources.times import moment_of


def is_jmap(head: bytes) -> bool:
    """Say whether a file that begins so looks like one."""
    plain = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    if plain[:1] not in (b"{", b"[") or b'"methodCalls"' in plain:
        return False
    return b'"VacationResponse/get"' in plain or (b'"isEnabled"' in plain and b'"textBody"' in plain)


def load(data: bytes, path: str) -> Iterator[Mailbox | Unchecked]:
    """Read responses. Raises SourceError if it is no JSON or holds none."""
    stem = Path(path).stem
    begun = False
    for item in jsons.values(decode(data)[0]):
        if isinstance(item, SourceError):
            yield Unchecked(path, str(item))
            continue
        key, value = item
        for inner, response, account in _responses(value, key, ""):
            begun = True
            owner = stem if "@" in stem else account
            if not response:
                yield Unchecked(
                    path, f"{owner or 'an account'} has no VacationResponse in it; ask the server for it again"
                )
                continue
            if error := jsons.error_in(response):
                yield Unchecked(path, f"{owner or 'a mailbox'} was not read: the server answered an error ({error})")
                continue
            if fields.is_too_long(*response.values()):
                yield Unchecked(path, f"a message of {owner or 'the mailbox'} {fields.TOO_LONG}")
                continue
            start, end = moment_of(response.get("fromDate")), moment_of(response.get("toDate"))
            on = gmail.is_true(response.get("isEnabled"))
            settings = ReplySettings(
                (State.SCHEDULED if start or end else State.ON) if on else State.OFF, True, start, end, tells_times=True
            )
            documents = (gmail.body(response, inner, "htmlBody", "textBody"),) if on else ()
            if not on:
                settings = settings._replace(start=None, end=None)
            yield Mailbox(path, documents, owner, "jmap-json", settings, account)
    if not begun:
        raise SourceError("it holds no VacationResponse; ask the server for VacationResponse/get")


def _responses(value: Any, key: Key, account: str) -> Iterator[tuple[Key, Any, str]]:
    """Yield the responses, the errors among them, and nothing of an account that has none."""
    if jsons.error_in(value):
        yield key, value, account
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from _responses(one, (*key, index), account)
    elif isinstance(value, dict):
        if "isEnabled" in value:
            yield key, value, account
            return
        account = jsons.text_in(value, "accountId") or account
        if value.get("list") == [] and "accountId" in value:
            yield key, {}, account
        for name, one in value.items():
            if isinstance(one, dict | list):
                yield from _responses(one, (*key, name), account)
