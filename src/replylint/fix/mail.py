"""A copy of a mail message with corrected text: same headers and attachments, the text parts written anew."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.charset import QP, Charset
from email.generator import BytesGenerator
from email.message import Message
from io import BytesIO

from replylint.model import Document
from replylint.sources import messages, mime
from replylint.sources.declared import declaring

_SPACE_ALONE = re.compile(r"(?m)^[^\S\n]+$")
"""A line of Outlook's with nothing but a space that does not break."""
_BLANK_LINES = re.compile(r"\n[ \t\u00a0]*(?:\n[ \t\u00a0]*)+\n")


def with_text(data: bytes, document: Document) -> bytes:
    """Return the message `data` with the text of `document` in place of its own, as UTF-8.

    The plain part beside an HTML part is made anew from what the HTML shows, so that both say the same.
    """
    message = message_from_bytes(messages.as_mail(data).data)
    with_parts(message, document)
    stream = BytesIO()
    BytesGenerator(stream, mangle_from_=False, maxheaderlen=0).flatten(message)
    return stream.getvalue()


def with_parts(message: Message, document: Document) -> None:
    """Put the text of `document` into the parts of a message."""
    parts = mime.body(message)
    if document.markup and parts.html is not None:
        _set(parts.html, declaring(document.content, "utf-8"))
        if parts.plain is not None:
            _set(parts.plain, as_text(document))
    elif parts.plain is not None:
        _set(parts.plain, document.content if not document.markup else as_text(document))


def as_text(document: Document) -> str:
    """Return a document as plain text: pictures by their alternative text in brackets, as mail programs write them."""
    text = document.text
    for picture in sorted(document.pictures, key=lambda item: item.at, reverse=True):
        at = min(picture.at, len(text))
        before = "" if not text[:at].strip() or text[at - 1 : at] == "\n" else "\n"
        text = text[:at] + f"{before}[{picture.alt or 'image'}]" + text[at:]
    return _BLANK_LINES.sub("\n\n", _SPACE_ALONE.sub("", text)).strip("\n") + "\n"


def _set(part: Message, text: str) -> None:
    charset = Charset("utf-8")
    charset.body_encoding = QP
    del part["Content-Transfer-Encoding"]
    part.set_payload(text.replace("\r\n", "\n"), charset)
