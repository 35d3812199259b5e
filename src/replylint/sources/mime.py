"""Mail messages (`.eml`, RFC 5322 and MIME): which part a reader sees, who wrote it, when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from email import errors as defects
from email.message import Message
from email.utils import parsedate_to_datetime
from functools import cached_property, partial
from html import escape
from typing import TypeVar

from replylint.errors import NoTextError, SourceError
from replylint.model import Coloring, Document, DocumentKind, Link, Mailbox, Person, Picture, Unchecked
from replylint.patterns import compiled, late
from replylint.sources import automatic
from replylint.sources.bodies import Body, body, is_blank
from replylint.sources.declared import declared_in_html
from replylint.sources.flowed import is_flowed, unflowed
from replylint.sources.html import Page, read_html
from replylint.sources.html.quotes import end_of_quotation
from replylint.sources.judged import (
    MAY_GO_ON,
    NOTHING_OWN,
    Origin,
    added,
    below,
    may_go_on,
    own_words,
    says_nothing_own,
)
from replylint.sources.messages import (
    HEADER_END,
    HEADER_LINE,
    MAX_HEADER,
    TOO_DEEP,
    Parsed,
    as_mail,
    head_of,
    parse,
    senders,
    walk,
)
from replylint.sources.postmarks import header_block
from replylint.sources.quotations import introduction_in
from replylint.sources.text import GARBLED, decode, garbled, looks_binary
from replylint.sources.transfer import content_of
from replylint.tables import fold
from replylint.visible import Doubt, Span, Visible

MAX_PART = 2_000_000
"""Bytes of one text part. Outlook's longest replies with signature and styles are about 100 kB."""
MAX_PARTS = 1_000
"""Parts of one message."""
_TOO_LONG = (
    f"its text is {{:.0f}} MB long; nobody reads a reply of more than {MAX_PART / 1e6:.0f} MB, so it was not checked"
)
_FOLLOWING = "replylint-following"
_HIDES = "its text is in several parts, and one of them hides the next; save the message as HTML, or as one text"
_DATE = compiled(r"(\d{1,2})\s+(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\s+(\d{4})", re.IGNORECASE)
_SEALED = ("application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted")
"""Messages that are encrypted, or signed so that their text is inside the signature (RFC 8551 for
S/MIME, RFC 3156 for PGP)."""
_PGP = late(r"(?m)^-----BEGIN PGP MESSAGE-----")
_TNEF = ("application/ms-tnef", "application/vnd.ms-tnef")
"""What Outlook wraps a message in, as `winmail.dat` (MS-OXTNEF)."""
_LEADS_ON = late(r"(?:[:：]|[-_*=]{3,})[ \t]*\n\s{0,9}\Z")
"""What comes before header lines that a person or a program quotes."""
_ENCRYPTED = "its text is encrypted or sealed ({}), so it cannot be read; save it from the mail program of its owner"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


def load(data: bytes, path: str, parts: Message | None = None) -> Iterator[Mailbox | Unchecked]:
    """Read one mail message as a mailbox with one document; `parts` is the message, if parsed.

    A damaged message that can still be read yields both the mailbox and what is wrong with it.
    Raises SourceError if it cannot be read, and NoTextError if it was sent without a text.
    """
    raw = as_mail(data)
    parsed = parse(raw) if parts is None else Parsed(parts, senders(parts))
    message = parsed.message
    damage = _damage(message)
    if _ends_in_header(raw.data):
        yield Unchecked(path, "it ends inside its header lines, so its text is missing; save the message again")
        return
    yield from (Unchecked(path, trouble) for trouble in damage)
    try:
        texts = Texts(message)
        recognition = automatic.recognise(message, texts.some())
    except RecursionError:
        raise SourceError(TOO_DEEP) from None
    author = parsed.from_[0] if parsed.from_ else ("", "")
    document = Document(
        name="message",
        visible=Visible.plain(""),
        content="",
        kind=DocumentKind.AUTO_REPLY if recognition.automatic else DocumentKind.MESSAGE,
        written_on=_written_on(message),
        sent=True,
        automatic=recognition.automatic,
        says_away=recognition.says_away,
        passed_over=recognition.passed_over,
        author=Person(_clean_name(author[0]), author[1]),
    )
    try:
        if not recognition.passed_over:
            unread = _unread(message, texts) + _another(message, texts)
            yield from (Unchecked(path, trouble) for trouble in unread)
        document = _with_text(document, texts)
        if not recognition.automatic and not recognition.passed_over and says_nothing_own(document.text):
            document = replace(document, passed_over=NOTHING_OWN)
    except SourceError as error:
        if damage:
            return  # the damage is why it cannot be read
        if not recognition.passed_over:
            raise (SourceError(str(error)) if recognition.automatic else error) from None
        # A bounce or newsletter that cannot be read is not judged anyway.
    yield Mailbox(path, (document,), format="eml", head=head_of(raw.data))


class Texts:
    """The texts of a message, each decoded once. Each raises SourceError if it cannot be read."""

    def __init__(self, message: Message) -> None:
        self.parts = body(message)

    @cached_property
    def plain(self) -> str:
        """The plain text, empty if there is none."""
        return _joined([text_of(part)[0] for part in self.parts.plain_parts], "\n\n")

    @cached_property
    def html(self) -> str:
        """The source of the page, empty if there is none."""
        parts = self.parts.page_parts
        return _joined([_as_page(part, alone=len(parts) == 1) for part in parts], "\n")

    @cached_property
    def page(self) -> Page:
        """The page as a reader sees it."""
        return read_html(self.html)

    def some(self) -> str:
        """Return the text by which the message is classified, empty if it cannot be read."""
        try:
            return self.plain if self.parts.plain is not None else self.page.visible.text
        except SourceError:
            return ""


def _joined(texts: list[str], between: str) -> str:
    """Return the texts of parts one below the other. Raises SourceError if they are too long."""
    if len(texts) == 1:
        return texts[0]
    if sum(map(len, texts)) > MAX_PART:
        raise SourceError(_TOO_LONG.format(sum(map(len, texts)) / 1e6))
    return between.join([*(text.rstrip("\n") for text in texts[:-1]), *texts[-1:]])


def _as_page(part: Message, *, alone: bool) -> str:
    """Return a part as a piece of a page. Raises SourceError if it would hide what follows it."""
    text = text_of(part)[0]
    if part.get_content_type() != "text/html":
        return f'<div style="white-space: pre-wrap">{escape(text, quote=False)}</div>'
    if not alone and _FOLLOWING not in read_html(f"{text}\n<div>{_FOLLOWING}</div>").visible.text:
        raise SourceError(_HIDES)
    return text


def _unread(message: Message, texts: Texts) -> list[str]:
    """Return why a part of the text cannot be read. Raises SourceError if none of it can."""
    kinds = [part.get_content_type() for part in walk(message)]
    blank = is_blank(texts.parts.plain) and is_blank(texts.parts.html)
    sealed = next((kind for kind in kinds if kind in _SEALED), "")
    if sealed:
        how = _ENCRYPTED.format("PGP" if sealed == "multipart/encrypted" else "S/MIME")
        if blank or kinds[0] in _SEALED:
            raise SourceError(how)
        return [how.replace("its text", "a part of it")]
    if blank and (any(kind in _TNEF for kind in kinds) or _has_winmail(message)):
        raise SourceError(
            "its text is inside a winmail.dat file (TNEF), which only Outlook reads; open it in "
            "Outlook and save it as .msg, or have the sender write in HTML or plain text"
        )
    if _PGP.search(texts.plain) or (texts.html and _PGP.search(texts.page.visible.text)):
        raise SourceError(_ENCRYPTED.format("PGP"))
    text = texts.parts.html or texts.parts.plain
    if text is not None and not message.is_multipart() and content_of(text).open_end:
        return ["it ends in the middle of a line, so it may be cut off; save the message again"]
    return []


def _has_winmail(message: Message) -> bool:
    return any((part.get_filename() or "").lower() == "winmail.dat" for part in walk(message))


def _another(message: Message, texts: Texts) -> list[str]:
    """Return what is to be said if another message follows the first without a separator."""
    pieces = [str(message.epilogue or "")] if message.is_multipart() else []
    if texts.parts.plain is not None:
        pieces += [content_of(one).appended.decode("latin-1") for one in texts.parts.plain_parts]
        pieces.append(texts.plain)
    for piece in pieces:
        at = header_block(piece)
        if at >= 0 and not _LEADS_ON.search(piece[max(0, at - 200) : at]):
            introduction = introduction_in(fold(piece))
            if introduction is None or introduction.start >= at:
                return [
                    "another message seems to follow in it, and was not checked; save each message in a file of its own"
                ]
    return []


def _ends_in_header(data: bytes) -> bool:
    """Return whether a message has header lines and nothing after them, not even a blank line."""
    if HEADER_END.search(data, 0, MAX_HEADER) or len(data) > MAX_HEADER:
        return False
    lines = data.split(b"\n")
    whole = lines[:-1]  # the last may be a part of one
    return all(line[:1] in b" \t" or HEADER_LINE.match(line) for line in whole if line.strip())


def is_whole(message: Message, parts: Body) -> bool:
    """Return whether nothing is to be said of how a message is made up: these parts are all of it."""
    if parts.is_divided or _damage(message) or header_block(str(message.epilogue or "")) >= 0:
        return False
    return parts.plain is None or not content_of(parts.plain).appended


def _damage(message: Message) -> list[str]:
    found = []
    for count, part in enumerate(walk(message)):
        if count > MAX_PARTS:
            raise SourceError(f"it has more than {MAX_PARTS} parts; save the message you want checked by itself")
        for defect in part.defects:
            if isinstance(defect, defects.NoBoundaryInMultipartDefect | defects.StartBoundaryNotFoundDefect):
                found.append(
                    "its parts cannot be told apart, because the line that divides them is missing; save the message again"
                )
            elif isinstance(defect, defects.CloseBoundaryNotFoundDefect):
                found.append("its end is missing, so it may be cut off; save the message again")
    return list(dict.fromkeys(found))


def text_of(part: Message) -> tuple[str, str]:
    """Return the text of a part and its encoding.

    Raises SourceError if it is damaged, too large, or in an unknown character set.
    """
    if part.is_multipart():
        raise SourceError("its text part is empty; save the message again")
    payload = content_of(part).data
    if len(payload) > MAX_PART:
        raise SourceError(_TOO_LONG.format(len(payload) / 1e6))
    declared = part.get_content_charset("") or (
        declared_in_html(payload) if part.get_content_type() == "text/html" else ""
    )
    text, encoding = decode(payload, declared)
    if "\x00" in text:
        raise SourceError(
            "zero bytes are in its text, so some of it is lost; restore it from a backup, or export it again"
        )
    if looks_binary(text):
        raise SourceError("its text part holds binary data; save the message again")
    if sample := garbled(text):
        raise SourceError(GARBLED.format(sample))
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return (unflowed(text, part) if is_flowed(part) else text), encoding


def _with_text(document: Document, texts: Texts) -> Document:
    parts = texts.parts
    if parts.html is None and parts.plain is None:
        raise NoTextError("it has no text to check, only attachments; a reader sees nothing either")
    if parts.html is not None:
        page = texts.page
        if page.visible.text.strip() or page.pictures or parts.plain is None:
            alternative = None
            if parts.plain is not None:
                alternative = own_words(Visible.plain(texts.plain), Origin.DELIVERED)
            return with_page(
                replace(document, content=texts.html, alternative=alternative), page, parts.pictures, Origin.DELIVERED
            )
    assert parts.plain is not None
    return replace(document, content=texts.plain, visible=own_words(Visible.plain(texts.plain), Origin.DELIVERED))


def with_page(document: Document, page: Page, pictures: dict[str, bytes], origin: Origin) -> Document:
    """Return the document with an HTML page as its text; pictures given by content id are joined to their tags."""
    resumes = partial(end_of_quotation, document.content, page.visible)
    cut = added(page.visible.text, origin, resumes)
    notes = below(page.visible.text, origin, resumes) if cut else ""
    shown = replace(page.visible.without(cut), below=notes) if cut else page.visible
    if cut and origin is Origin.WRITTEN and may_go_on(page.visible.text, resumes):
        shown = replace(shown, doubts=(*shown.doubts, Doubt(len(shown.text), MAY_GO_ON)))
    length = len(page.visible.text)
    return replace(
        document,
        markup=True,
        visible=shown,
        pictures=tuple(
            _with_data(picture._replace(at=at), pictures)
            for picture in page.pictures
            if (at := _moved(picture.at, cut, length)) is not None
        ),
        backgrounds=tuple(
            background._replace(at=at)
            for background in page.backgrounds
            if (at := _moved(background.at, cut, length)) is not None
        ),
        colorings=tuple(_clipped(page.colorings, cut, length)),
        links=tuple(_clipped(page.links, cut, length)),
    )


_Placed = TypeVar("_Placed", Coloring, Link)


def _moved(at: int, cut: list[Span], length: int) -> int | None:
    """Return where a place of the whole text is in the text without `cut`; None if it is in what was cut."""
    if any(span.start <= at < span.end or (at >= span.start and span.end >= length) for span in cut):
        return None
    return at - sum(span.end - span.start for span in cut if span.end <= at)


def _clipped(items: Iterable[_Placed], cut: list[Span], length: int) -> Iterator[_Placed]:
    """Yield what begins in the text that stays, at its place there."""
    for item in items:
        start = _moved(item.start, cut, length)
        if start is not None:
            begun: int = item.start
            stop = min([item.end, *(span.start for span in cut if span.start >= begun)])
            yield item._replace(start=start, end=start + stop - begun)


def _with_data(picture: Picture, pictures: dict[str, bytes]) -> Picture:
    if picture.data is None and picture.source.lower().startswith("cid:"):
        return picture._replace(data=pictures.get(picture.source[4:]))
    return picture


def _written_on(message: Message) -> date | None:
    """Return the day in the `Date` header, in the sender's own time zone."""
    raw = str(message.get("Date") or message.get("Delivery-Date") or "")
    try:
        return parsedate_to_datetime(raw).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        pass
    if match := _DATE.search(raw):
        try:
            return date(int(match.group(3)), _MONTHS.index(match.group(2)[:3].lower()) + 1, int(match.group(1)))
        except ValueError:
            return None
    return None


def _clean_name(name: str) -> str:
    """Return a display name as a person writes it: `Whitlock, Dana` becomes `Dana Whitlock`."""
    name = name.strip().strip("\"'").strip()
    last, comma, first = name.partition(", ")
    if comma and first and not re.search(r"\d|,", first) and len(last.split()) <= 3:
        return f"{first} {last}"
    return name
