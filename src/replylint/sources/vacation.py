"""vacation(1): `~/.vacation.msg`, a whole message with its header lines, in which `$SUBJECT` stands for the subject that is answered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from replylint.errors import SourceError
from replylint.model import DocumentKind, Key, Mailbox, ReplySettings, State, Unchecked
from replylint.patterns import compiled
from replylint.sources import fields
from replylint.sources.declared import declared_in_file
from replylint.sources.text import decode
from replylint.visible import Span, Visible

_HEADER = compiled(r"(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)+\r?\n?")
_SUBJECT = compiled(r"\$SUBJECT\b")
_START = compiled(rb"(?i)(?:(?:from|subject|precedence|to|reply-to|x-[\w-]+):[^\n]*\n)+\r?\n")


def is_vacation(head: bytes) -> bool:
    """Say whether a file that begins so is such a message: the subject that it answers stands in its own."""
    match = _START.match(head)
    return match is not None and b"$SUBJECT" in match[0]


def load(data: bytes, path: str) -> Iterator[Mailbox | Unchecked]:
    """Read the message. Raises SourceError if it is empty or its characters cannot be told."""
    text, _ = decode(data, declared_in_file("vacation", data))
    place = places(text)[("text",)]
    content = text[place.start :]
    if not content.strip():
        raise SourceError("it has no text below its header lines; write the message")
    if fields.is_too_long(content):
        raise SourceError(f"its text {fields.TOO_LONG}")
    document = fields.reply(content, ("text",), markup=False)
    variables = [Span(match.start(), match.end()) for match in _SUBJECT.finditer(content)]
    document = replace(document, visible=Visible.plain(content).without(variables), kind=DocumentKind.AUTO_REPLY)
    yield Mailbox(path, (document,), format="vacation", settings=ReplySettings(State.ON, True))


def places(text: str) -> dict[Key, Span]:
    """Return where the text below the header lines stands."""
    match = _HEADER.match(text)
    return {("text",): Span(match.end() if match else 0, len(text))}
