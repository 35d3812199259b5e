"""Apple Mail's signatures (`.mailsignature`): header lines of MIME and an HTML body."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes

from replylint.model import Mailbox, Unchecked
from replylint.patterns import compiled
from replylint.sources import fields
from replylint.sources.mime import text_of

_HEADER = compiled(rb"(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*){2,}\r?\n")


def is_signature(head: bytes) -> bool:
    """Say whether a file that begins so is such a signature: Apple's mark, and nobody it is from or to."""
    match = _HEADER.match(head)
    lines = match[0].lower() if match else b""
    return b"mac os x mail" in lines and b"\nfrom:" not in lines and not lines.startswith(b"from:")


def load(data: bytes, path: str) -> Iterator[Mailbox | Unchecked]:
    """Read a signature. Raises SourceError if its text is damaged or in an unknown character set."""
    message = message_from_bytes(data)
    content, _ = text_of(message)
    document = fields.signature(content, ("text",), markup=message.get_content_type() == "text/html")
    yield Mailbox(path, (document,), format="apple-signature")
