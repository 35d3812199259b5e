"""Microsoft Graph: `mailboxSettings` and `automaticRepliesSetting`, of one user or many, and answers to `$batch`.

Names and values come in any case: Microsoft's own pages have `"scheduled"` and `"Scheduled"`. Both times are there even when replies are
always on, so the status is read first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

from replylint.errors import SourceError
from replylint.model import Audience, Key, Mailbox, Moment, ReplySettings, State, Unchecked
from replylint.patterns import compiled
from replylint.sources import fields, files, jsons
from replylint.sources.mime import MAX_PART
from replylint.sources.text import decode
from replylint.sources.times import moment_of
from replylint.times import zone_named

_STATES = {"disabled": State.OFF, "alwaysenabled": State.ON, "scheduled": State.SCHEDULED}
_OUTSIDE = {"none": False, "contactsonly": True, "all": True}
_REPLIES = {"internalReplyMessage": Audience.INTERNAL, "externalReplyMessage": Audience.EXTERNAL}
_OWNERS = ("userPrincipalName", "mail", "id")
_CONTEXT = compiled(r"users\('([^']+)'\)", re.IGNORECASE)
_REQUEST = compiled(r"/users(?:/|\(')([^/')]+)", re.IGNORECASE)


class _Whose(NamedTuple):
    """The owner of a mailbox, their name in the list of addresses, and their zone."""

    owner: str = ""
    display: str = ""
    timezone: str = ""


class _Found(NamedTuple):
    """The settings of one mailbox, where they stand, and whose they are."""

    settings: dict[str, Any]
    key: Key
    whose: _Whose


def is_graph(head: bytes) -> bool:
    """Say whether a file that begins so looks like settings from Graph."""
    plain = head.replace(b"\x00", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    if plain[:1] not in (b"{", b"[") or b'"requests"' in plain[:200]:
        return False
    return any(mark in plain for mark in (b'"automaticrepliessetting"', b'replymessage"', b'"mailboxsettings"')) or (
        b'"responses"' in plain and b"mailbox" in plain
    )


def load(data: bytes, path: str) -> Iterator[Mailbox | Unchecked]:
    """Read settings. Raises SourceError if it is no JSON or holds no automatic replies."""
    begun = False
    for item in jsons.values(decode(data)[0]):
        if isinstance(item, SourceError):
            yield Unchecked(path, str(item))
            continue
        key, value = item
        for found in _settings_in(value, key, _Whose(), _asked_for(value, path)):
            begun = True
            if isinstance(found, str):
                yield Unchecked(path, found)
            elif fields.is_too_long(*(jsons.text_in(found.settings, name) for name in _REPLIES)):
                yield Unchecked(path, f"a message of {found.whose.owner or 'the mailbox'} {fields.TOO_LONG}")
            else:
                yield _mailbox(found, path)
    if not begun:
        raise SourceError("it holds no automatic replies; ask Graph for /users/{id}/mailboxSettings")


def _settings_in(value: Any, key: Key, whose: _Whose, asked: dict[str, str]) -> Iterator[_Found | str]:
    """Yield the settings that a value holds, and what is to be said of what holds none."""
    if isinstance(value, list):
        for index, one in enumerate(value):
            if isinstance(one, dict | list):
                yield from _settings_in(one, (*key, index), whose, asked)
            else:
                yield f"entry {index + 1} holds no settings, so it was not checked; ask Graph for it again"
        return
    if not isinstance(value, dict):
        return
    whose = _Whose(
        whose.owner or _owner(value),
        whose.display or jsons.text_in(value, "displayName"),
        jsons.text_in(value, "timeZone") or whose.timezone,
    )
    if error := jsons.error_in(value):
        yield f"{whose.owner or 'a mailbox'} was not read: the server answered an error ({error})"
        return
    name, responses = jsons.found(value, "responses")
    if isinstance(responses, list):
        for index, response in enumerate(responses):
            yield from _answer(response, (*key, name, index), asked)
        return
    if any(jsons.found(value, reply)[0] for reply in _REPLIES):
        if all(isinstance(jsons.found(value, reply)[1], str | None) for reply in _REPLIES):
            yield _Found(value, key, whose)
        else:
            yield f"a message of {whose.owner or 'the mailbox'} is not a text, so it was not checked; ask Graph for it again"
        return
    for inner in ("value", "mailboxSettings", "automaticRepliesSetting"):
        name, held = jsons.found(value, inner)
        if isinstance(held, dict | list):
            yield from _settings_in(held, (*key, name), whose, asked)
            return
    name, state = jsons.found(value, "status")
    if name and _STATES.get(str(state).lower()) is State.OFF:
        yield _Found(value, key, whose)
    elif name or whose.owner:
        yield (
            f"{whose.owner or 'a mailbox'} has no reply messages in it, so they were not checked; "
            "ask Graph for all of automaticRepliesSetting"
        )


def _answer(response: Any, key: Key, asked: dict[str, str]) -> Iterator[_Found | str]:
    number = str(jsons.found(response, "id")[1])
    status = jsons.found(response, "status")[1]
    name, body = jsons.found(response, "body")
    whose = asked.get(number, "") or f"request {number}"
    if isinstance(status, int) and 200 <= status < 300 and isinstance(body, dict | list):
        yield from _settings_in(body, (*key, name), _Whose(_owner(body) or asked.get(number, "")), asked)
        return
    reason = jsons.text_in(jsons.found(body, "error")[1], "message", "code")
    yield f"{whose} was not read: Graph answered {status}{f' ({reason})' if reason else ''}"


def _owner(value: Any) -> str:
    context = _CONTEXT.search(jsons.text_in(value, "@odata.context"))
    return jsons.text_in(value, *_OWNERS[:2]) or (unquote(context[1]) if context else "") or jsons.text_in(value, "id")


def _asked_for(value: Any, path: str) -> dict[str, str]:
    """Return who was asked for in each request of a batch, from the file of requests beside the answers (`batch_request.json`)."""
    if not jsons.found(value, "responses")[0]:
        return {}
    name = Path(path).name
    beside = files.beside(path, name.replace("response", "request")) if "response" in name else None
    try:
        requests = jsons.loads(beside.read_bytes()[:MAX_PART].decode("utf-8-sig"))["requests"] if beside else []
        return {
            str(request["id"]): unquote(match[1]) for request in requests if (match := _REQUEST.search(request["url"]))
        }
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return {}


def _mailbox(found: _Found, path: str) -> Mailbox:
    settings = found.settings
    state = _STATES.get(jsons.text_in(settings, "status").lower())
    zone, owner = zone_named(found.whose.timezone), found.whose.owner
    times = ReplySettings(
        state,
        _OUTSIDE.get(jsons.text_in(settings, "externalAudience").lower()),
        instant(jsons.found(settings, "scheduledStartDateTime")[1]),
        instant(jsons.found(settings, "scheduledEndDateTime")[1]),
        str(zone) if zone else "",
        tells_times=True,
    )
    if state is State.OFF:
        return Mailbox(path, (), owner, "graph-json", times._replace(start=None, end=None), display=found.whose.display)
    documents = []
    for wanted, audience in _REPLIES.items():
        name, text = jsons.found(settings, wanted)
        if name:
            documents.append(fields.reply(text or "", (*found.key, name), audience))
    return Mailbox(path, tuple(documents), owner, "graph-json", times, owner, found.whose.display)


def instant(value: Any) -> Moment | None:
    """Return the instant of a `dateTimeTimeZone`, which has its zone in a field of its own."""
    moment = moment_of(jsons.text_in(value, "dateTime"))
    zone = zone_named(jsons.text_in(value, "timeZone"))
    if moment is None or zone is None or moment.at.tzinfo is not None:
        return moment
    at: datetime = moment.at.replace(tzinfo=zone)
    return Moment(at)
