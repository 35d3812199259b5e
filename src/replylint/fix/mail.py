"""A copy of a mail message with corrected text: same headers and attachments, the text parts written anew."""

from __future__ import annotations

from email import message_from_bytes
from email.charset import QP, Charset
from email.generator import BytesGenerator
from email.message import Message
from io import BytesIO

from replylint.errors import ConfigError
from replylint.model import Document
from replylint.patterns import compiled
from replylint.sources import bodies, messages
from replylint.sources.declared import declaring

_SPACE_ALONE = compiled(r"(?m)^[^\S\n]+$")
"""A line of Outlook's with nothing but a space that does not break."""
_BLANK_LINES = compiled(r"\n[ \t\u00a0]*(?:\n[ \t\u00a0]*)+\n")


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
    """Put the text of `document` into the parts of a message.

    Where the text is in several parts, the first one gets all of it and the others become empty.
    Raises ConfigError if there is a picture between them.
    """
    parts = bodies.body(message)
    page = document.markup and parts.html is not None
    if any(bodies.has_pictures_between(message, one) for one in (parts.plain_parts, parts.page_parts)):
        raise ConfigError(
            "its text goes on after a picture, so no corrected copy can be written; correct it in your mail program"
        )
    texts = {id(part): "" for part in (*parts.plain_parts, *(parts.page_parts if page else ()))}
    # A plain part may be below the page as well; it must not say there again what the page says.
    plain = next((one for one in parts.plain_parts if not page or one not in parts.page_parts), None)
    if plain is not None:
        texts[id(plain)] = as_text(document) if document.markup else document.content
    if page:
        texts[id(parts.html)] = declaring(document.content, "utf-8")
    for part in messages.walk(message):
        if id(part) in texts:
            _set(part, texts[id(part)])


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
