"""Sieve scripts as mailboxes: the replies of their `vacation` actions (RFC 5230), as Roundcube, Nextcloud, servers and people write them.

With `:mime` the reason is a whole MIME entity, of which the text is judged as in a mail message. Simple bounds by the current date are
the start and end of the reply; what else decides whether it is sent is said and not judged. A script without a vacation action belongs
to a user whose reply is off.
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
from replylint.sources.sieve_dates import Condition
from replylint.sources.sieve_script import Script, Vacation, nextcloud_data, script_of
from replylint.sources.sieve_variables import REFERENCE
from replylint.sources.times import moment_of
from replylint.visible import Visible

_STARTS, _ENDS = ("ge", "gt"), ("le", "lt")


def is_sieve(head: bytes) -> bool:
    """Return whether a file that begins like this looks like a script with a vacation action."""
    return b"vacation" in head and b"require" in head and b";" in head and b"{" not in head[:1]


def load(data: bytes, path: str) -> Iterator[Mailbox | Unchecked | Notice]:
    """Read a script. Raises SourceError if no server would run it."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SourceError(
            f"line {line} of the script is not UTF-8, as Sieve demands, so no server runs it; save it as UTF-8"
        ) from None
    yield from mailbox_of(text, path)


def mailbox_of(text: str, path: str, owner: str = "") -> Iterator[Mailbox | Unchecked | Notice]:
    """Read the text of a script, as `load` does."""
    script = script_of(text)
    kept = nextcloud_data(text)  # it must be whole, because a correction has to be written there as well
    if not script.vacations:
        if kept and kept[0].get("enabled") is True:
            raise SourceError(
                "Nextcloud's settings in it say that the reply is on, but it has no vacation action; save the reply there again"
            )
        yield from _without_reply(script, path, owner or _from_name(path))
        return
    for index, vacation in enumerate(script.vacations):
        if vacation.only_if:
            tests = " ".join(vacation.only_if.split())[:120]
            if vacation.unread_days:
                yield Unchecked(
                    path,
                    f"line {vacation.line}: the days on which this reply is sent could not be read, so they were not checked; "
                    f'write them as allof of currentdate :value "ge" and "le": {tests}',
                )
            else:
                yield Notice(
                    f"line {vacation.line}: whether this reply is sent depends on more than its dates: {tests}", path
                )
        settings = _settings(vacation)
        if settings.state is State.OFF:
            yield Mailbox(path, (), owner or _owner(vacation, path), "sieve", settings)
        elif vacation.unsettled:
            yield Unchecked(path, f"the reply of line {vacation.line}: {vacation.unsettled}")
        elif fields.is_too_long(vacation.reason):
            yield Unchecked(path, f"the reply of line {vacation.line} {fields.TOO_LONG}")
        else:
            try:
                document = _entity(vacation, index) if vacation.mime else _plain(vacation, index)
            except SourceError as error:
                yield Unchecked(path, f"the reply of line {vacation.line}: {error}")
            else:
                yield Mailbox(path, (document,), owner or _owner(vacation, path), "sieve", settings)


def _without_reply(script: Script, path: str, owner: str) -> Iterator[Mailbox | Unchecked | Notice]:
    """Yield the mailbox of a user whose reply is off, or what has to be read to know that."""
    for include in script.includes:
        if include.personal:
            yield Unchecked(
                path,
                f"line {include.line}: it runs the script {include.name!r}, which may hold the reply; check that script as well",
            )
        else:
            yield Notice(
                f"line {include.line}: not checked: the server's own script {include.name!r}, which this one runs", path
            )
    if not any(include.personal for include in script.includes):
        yield Mailbox(path, (), owner, "sieve", ReplySettings(State.OFF, tells_times=True))


def _from_name(path: str) -> str:
    stem = Path(path).stem
    return stem if "@" in stem else ""


def _owner(vacation: Vacation, path: str) -> str:
    """Return whose reply it is: the sender it names, the one address it answers for, or the file's name."""
    sender = vacation.sender.rpartition("<")[2].rstrip("> ")
    if sender and "${" not in sender:
        return sender
    if len(vacation.addresses) == 1 and "${" not in vacation.addresses[0]:
        return vacation.addresses[0]
    return _from_name(path)


def _plain(vacation: Vacation, index: int) -> Document:
    """Return a reason that is plain text; what the script puts into it of the message is a variable.

    Raises SourceError if nothing else is in it.
    """
    if vacation.has_message_text and not REFERENCE.sub("", vacation.reason).strip():
        raise SourceError("it is nothing but words of the message that it answers; write a text of its own")
    document = fields.reply(vacation.reason, (index, "reason"), markup=False)
    return replace(document, template=True) if vacation.has_message_text else document


def _entity(vacation: Vacation, index: int) -> Document:
    """Return the text of a reason that is a MIME entity. Raises SourceError if it has none that can be read."""
    texts = mime.Texts(message_from_string(vacation.reason))
    parts = texts.parts
    key = (index, "entity")
    if parts.html is not None:
        document = fields.reply(texts.html, key, markup=True)
        if parts.plain is not None:
            document = replace(document, alternative=Visible.plain(texts.plain))
        return document
    if parts.plain is None:
        raise SourceError("it has no text; a reader sees nothing either")
    content = texts.plain
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
