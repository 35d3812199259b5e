"""Exchange Web Services: the answer to `GetUserOofSettings` ([MS-OXWOOF]).

The answer does not name its mailbox, so the file's name does. Its times name no zone and are meant as UTC.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC
from pathlib import Path

from replylint.errors import SourceError
from replylint.model import Audience, Mailbox, Moment, ReplySettings, State, Unchecked
from replylint.sources import fields
from replylint.sources.declared import declared_in_file
from replylint.sources.text import decode
from replylint.sources.times import moment_of
from replylint.sources.xmls import tree_of
from replylint.visible import Span

_STATES = {"disabled": State.OFF, "enabled": State.ON, "scheduled": State.SCHEDULED}
_OUTSIDE = {"none": False, "known": True, "all": True}
_REPLIES = {"InternalReply": Audience.INTERNAL, "ExternalReply": Audience.EXTERNAL}


def is_ews(head: bytes) -> bool:
    """Say whether a file that begins so is such an answer."""
    plain = head.replace(b"\x00", b"")
    return b"OofSettings" in plain and plain.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"<")


def load(data: bytes, path: str) -> Iterator[Mailbox | Unchecked]:
    """Read the answers of one file. Raises SourceError if it is damaged, an error of the server, or has no settings."""
    root = tree_of(decode(data, declared_in_file("exchange-ews", data))[0])
    found = list(root.all("OofSettings")) or list(root.all("UserOofSettings"))
    if not found:
        said = root.text_of("MessageText") or root.text_of("ResponseCode") or root.text_of("faultstring")
        raise SourceError(
            f"it holds no settings{f' (the server said: {said})' if said else ''}; ask the server for them again"
        )
    for index, settings in enumerate(found):
        state = _STATES.get(settings.text_of("OofState").strip().lower())
        times = ReplySettings(
            state,
            _OUTSIDE.get(settings.text_of("ExternalAudience").strip().lower()),
            _moment(settings.text_of("StartTime")),
            _moment(settings.text_of("EndTime")),
            tells_times=True,
        )
        texts = {name: element.text_of("Message") for name in _REPLIES if (element := settings.first(name))}
        if fields.is_too_long(*texts.values()):
            yield Unchecked(path, f"a message of entry {index + 1} {fields.TOO_LONG}")
            continue
        documents = tuple(fields.reply(text, (index, name), _REPLIES[name]) for name, text in texts.items())
        owner = Path(path).stem if "@" in Path(path).stem else ""
        if state is State.OFF:
            documents, times = (), times._replace(start=None, end=None)
        yield Mailbox(path, documents, owner, "exchange-ews", times)


def _moment(text: str) -> Moment | None:
    moment = moment_of(text)
    return Moment(moment.at.replace(tzinfo=UTC)) if moment and moment.at.tzinfo is None else moment


def places(text: str) -> dict[tuple[str | int, ...], Span]:
    """Return where the messages stand, in bytes of the text as UTF-8, by answer and name."""
    root = tree_of(text)
    found = list(root.all("OofSettings")) or list(root.all("UserOofSettings"))
    return {
        (index, name): message.content
        for index, settings in enumerate(found)
        for name in _REPLIES
        if (reply := settings.first(name)) and (message := reply.first("Message"))
    }
