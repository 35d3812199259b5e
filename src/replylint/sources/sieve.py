"""Sieve scripts as mailboxes: the replies of their `vacation` actions (RFC 5230), as Roundcube, Nextcloud, servers and people write them.

With `:mime` the reason is a whole MIME entity, of which the text is judged as in a mail message. Simple bounds by `currentdate` are the
start and end of the reply; what else decides whether it is sent is said and not judged.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_string
from pathlib import Path

from replylint.errors import SourceError
from replylint.model import Document, Mailbox, Moment, Notice, ReplySettings, State, Unchecked
from replylint.sources import fields, mime
from replylint.sources.sieve_script import Condition, Vacation, nextcloud_data, script_of
from replylint.sources.text import decode
from replylint.sources.times import moment_of
from replylint.visible import Visible

_STARTS, _ENDS = ("ge", "gt"), ("le", "lt")


def is_sieve(head: bytes) -> bool:
    """Say whether a file that begins so looks like a script with a vacation action."""
    return b"vacation" in head and b"require" in head and b";" in head and b"{" not in head[:1]


def load(data: bytes, path: str) -> Iterator[Mailbox | Unchecked | Notice]:
    """Read a script. Raises SourceError if it has errors, or no vacation action."""
    yield from mailbox_of(decode(data)[0], path)


def mailbox_of(text: str, path: str, owner: str = "") -> Iterator[Mailbox | Unchecked | Notice]:
    """Read the text of a script, as `load` does."""
    script = script_of(text)
    nextcloud_data(text)  # it must be whole, because a correction has to be written there as well
    if not script.vacations:
        raise SourceError("it has no vacation action, so it answers nobody; give the script that is active")
    for index, vacation in enumerate(script.vacations):
        if vacation.only_if:
            yield Notice(
                f"line {vacation.line}: whether this reply is sent depends on more than its dates: {' '.join(vacation.only_if.split())[:120]}",
                path,
            )
        settings = _settings(vacation)
        if settings.state is State.OFF:
            yield Mailbox(path, (), owner, "sieve", settings)
            continue
        if fields.is_too_long(vacation.reason):
            yield Unchecked(path, f"the reply of line {vacation.line} {fields.TOO_LONG}")
            continue
        document = _entity(vacation, index) if vacation.mime else _plain(vacation, index, live=script.has_variables)
        yield Mailbox(path, (document,), owner or _owner(vacation, path), "sieve", settings)


def _owner(vacation: Vacation, path: str) -> str:
    """Return whose reply it is: the sender it names, the one address it answers for, or the file's name."""
    sender = vacation.sender.rpartition("<")[2].rstrip("> ")
    if sender:
        return sender
    return vacation.addresses[0] if len(vacation.addresses) == 1 else (Path(path).stem if "@" in path else "")


def _plain(vacation: Vacation, index: int, *, live: bool) -> Document:
    """Return a reason that is plain text. `live` says that the script fills in what stands as `${…}`."""
    document = fields.reply(vacation.reason, (index, "reason"), markup=False)
    return replace(document, template=True) if live and "${" in vacation.reason else document


def _entity(vacation: Vacation, index: int) -> Document:
    """Return the text of a reason that is a MIME entity. Raises SourceError if it has none that can be read."""
    parts = mime.body(message_from_string(vacation.reason))
    key = (index, "entity")
    if parts.html is not None:
        document = fields.reply(mime.text_of(parts.html)[0], key, markup=True)
        if parts.plain is not None:
            document = replace(document, alternative=Visible.plain(mime.text_of(parts.plain)[0]))
        return document
    if parts.plain is None:
        raise SourceError(f"the reply of line {vacation.line} has no text; a reader sees nothing either")
    content = mime.text_of(parts.plain)[0]
    return fields.reply(content, key, markup=False)


def _settings(vacation: Vacation) -> ReplySettings:
    starts = [
        moment for condition in vacation.conditions if condition.test in _STARTS and (moment := _moment(condition))
    ]
    ends = [moment for condition in vacation.conditions if condition.test in _ENDS and (moment := _moment(condition))]
    start, end = next(iter(starts), None), next(iter(ends), None)
    state = State.OFF if vacation.disabled else State.SCHEDULED if start or end else State.ON
    if state is State.OFF:
        start = end = None
    return ReplySettings(state, True, start, end, tells_times=not vacation.only_if)


def _moment(condition: Condition) -> Moment | None:
    """Return the instant of a bound, from which on it holds, or from which on it holds no more."""
    moment = moment_of(condition.value)
    if moment is None:
        return None
    at = moment.at
    if at.tzinfo is None and condition.zone:
        try:
            at = at.replace(tzinfo=datetime.strptime(condition.zone, "%z").tzinfo)
        except ValueError:
            return None
    if condition.test in ("le", "gt"):
        at += timedelta(days=1) if condition.part == "date" else timedelta(seconds=1)
    return Moment(at)
