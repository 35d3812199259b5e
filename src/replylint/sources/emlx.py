"""Messages of Apple Mail (`.emlx`): the number of bytes, the message, and what Mail knows about it."""

from __future__ import annotations

from replylint.errors import SourceError
from replylint.patterns import compiled

_COUNT = compiled(rb"(?:\xef\xbb\xbf)?[ \t]{0,20}(\d{1,12})[ \t]{0,20}\r?\n")
_HEADER_LINE = compiled(rb"[!-9;-~]{1,200}[ \t]{0,9}:")
_KNOWN = (b"<?xml", b"<!DOCTYPE plist", b"<plist", b"bplist")


def is_emlx(head: bytes) -> bool:
    """Say whether a file that begins so is such a message."""
    count = _COUNT.match(head)
    return bool(count and _HEADER_LINE.match(head, count.end()))


def message_of(data: bytes) -> bytes:
    """Return the message in a file. Raises SourceError if the file is cut off or damaged."""
    count = _COUNT.match(data)
    if not count:
        raise SourceError(
            "it is not a message of Apple Mail: its first line is no number of bytes; save the message as .eml"
        )
    end = count.end() + int(count.group(1))
    if end > len(data):
        raise SourceError(
            f"it is cut off: {len(data) - count.end():,} of {int(count.group(1)):,} bytes are there; copy it again"
        )
    message = data[count.end() : end]
    behind = data[end : end + 100].lstrip()
    if behind and not behind.startswith(_KNOWN):
        raise SourceError("it is damaged: its message does not end where its first line says; copy it again")
    if not message.strip():
        raise SourceError("it holds no message; copy it again")
    return message
