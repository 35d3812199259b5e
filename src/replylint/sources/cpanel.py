"""cPanel's auto-responders: `~/.autorespond/ADDRESS` with `ADDRESS.json` beside it, and what UAPI's `Email::get_auto_responder` answers.

The file is header lines, a blank line and the text. Times are seconds since 1970. `%subject%` and `%from%` are filled in when it is sent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from replylint.errors import SourceError
from replylint.model import Key, Mailbox, Moment, ReplySettings, State, Unchecked
from replylint.patterns import compiled
from replylint.sources import fields, files, jsons
from replylint.sources.declared import declared_in_file
from replylint.sources.text import decode
from replylint.sources.times import since_epoch
from replylint.visible import Span

_HEADERS = compiled(rb"(?i)(?:(?:from|content-type|subject):[^\n]*\n){2,3}\r?\n")
_LONGEST_TIMES = 10_000
"""Bytes of the file of times."""


def is_responder(head: bytes) -> bool:
    """Say whether a file that begins so is an auto-responder's file: these header lines and no others."""
    match = _HEADERS.match(head)
    return match is not None and b"content-type:" in match[0].lower()


def is_answer(head: bytes) -> bool:
    """Say whether a file that begins so is an answer of UAPI."""
    return head.lstrip()[:1] == b"{" and b'"is_html"' in head and b'"interval"' in head


def load(data: bytes, path: str) -> Iterator[Mailbox | Unchecked]:
    """Read an auto-responder's file. Raises SourceError if its characters cannot be told."""
    begins = text_at(data)
    header = data[:begins].decode("utf-8", "replace")
    text, _ = decode(data[begins:], declared_in_file("cpanel", data))
    if fields.is_too_long(text):
        raise SourceError(f"its text {fields.TOO_LONG}")
    times = _times(path)
    if times is None:
        yield Unchecked(
            f"{path}.json", "the times of the auto-responder cannot be read, so they were not checked; save it again"
        )
    document = fields.reply(text, ("text",), markup="text/html" in header.lower())
    yield Mailbox(path, (document,), Path(path).name, "cpanel", _settings(times or {}, tells=bool(times)))


def _times(path: str) -> dict[str, Any] | None:
    """Return what the file of times beside a responder says, nothing if there is none; None if it cannot be read."""
    beside = files.beside(path, f"{Path(path).name}.json")
    try:
        times = jsons.loads(beside.read_text(encoding="utf-8")[:_LONGEST_TIMES]) if beside else {}
    except (OSError, ValueError, RecursionError):
        return None
    return times if isinstance(times, dict) else None


def text_at(data: bytes) -> int:
    """Return where the text of an auto-responder's file begins."""
    match = re.search(rb"\r?\n\r?\n", data)
    return match.end() if match else 0


def load_answer(data: bytes, path: str) -> Iterator[Mailbox | Unchecked]:
    """Read an answer of UAPI. Raises SourceError if it is no JSON or holds no auto-responder."""
    begun = False
    for item in jsons.values(decode(data)[0]):
        if isinstance(item, SourceError):
            yield Unchecked(path, str(item))
            continue
        for key, responder in _responders(item[1], item[0]):
            begun = True
            if error := jsons.error_in(responder):
                yield Unchecked(path, f"an auto-responder was not read: the server answered an error ({error})")
                continue
            text = jsons.text_in(responder, "body")
            if fields.is_too_long(text):
                yield Unchecked(path, f"its text {fields.TOO_LONG}")
                continue
            owner = Path(path).stem if "@" in Path(path).stem else jsons.text_in(responder, "email", "address")
            document = fields.reply(text, (*key, "body"), markup=_is_set(responder.get("is_html")))
            yield Mailbox(path, (document,), owner, "cpanel-json", _settings(responder, tells=True))
    if not begun:
        raise SourceError("it holds no auto-responder; ask for it again with uapi Email get_auto_responder")


def _responders(value: Any, key: Key) -> Iterator[tuple[Key, dict[str, Any]]]:
    if isinstance(value, dict):
        if ("body" in value and "is_html" in value) or jsons.error_in(value):
            yield key, value
            return
        for name, one in value.items():
            yield from _responders(one, (*key, name))
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from _responders(one, (*key, index))


def _settings(times: dict[str, Any], *, tells: bool) -> ReplySettings:
    start, end = (_moment(times.get(name)) for name in ("start", "stop"))
    return ReplySettings(State.SCHEDULED if start or end else State.ON, True, start, end, tells_times=tells)


def _moment(value: Any) -> Moment | None:
    try:
        return since_epoch(int(value) * 1000) if value else None
    except (TypeError, ValueError, OverflowError):
        return None


def _is_set(value: Any) -> bool:
    """Return whether a flag is set: cPanel writes 1 and 0, as numbers or texts."""
    return str(value).strip().lower() not in ("", "0", "false", "none")


def places(text: str) -> dict[Key, Span]:
    """Return where the text of an auto-responder's file stands."""
    match = re.search(r"\r?\n\r?\n", text)
    return {("text",): Span(match.end() if match else 0, len(text))}
