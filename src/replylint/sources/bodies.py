"""The parts of a mail message that a mail program shows as its text (RFC 2046, section 5.1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from email.message import Message
from typing import NamedTuple

from replylint.errors import SourceError
from replylint.sources.messages import walk
from replylint.sources.transfer import content_of


class Body(NamedTuple):
    """The parts with the text: plain, HTML, or both as alternatives of each other."""

    plain_parts: tuple[Message, ...]
    """All parts of the plain text, one below the other."""
    page_parts: tuple[Message, ...]
    """All parts of the page; some may be plain text, but not all."""
    pictures: dict[str, bytes]
    """Inline pictures by content id."""

    @property
    def plain(self) -> Message | None:
        """The first part of the plain text."""
        return next(iter(self.plain_parts), None)

    @property
    def html(self) -> Message | None:
        """The first part of the page that is HTML itself."""
        return next(filter(_is_html, self.page_parts), None)

    @property
    def is_divided(self) -> bool:
        """Whether the text is in more than one part."""
        return len(self.plain_parts) > 1 or len(self.page_parts) > 1


class _View(NamedTuple):
    """What a program shows of a part: as plain text (None if it has no such form), and as a page."""

    plain: tuple[Message, ...] | None = ()
    page: tuple[Message, ...] = ()


def body(message: Message) -> Body:
    """Return the parts that hold the text.

    Parts that follow one another are shown one below the other, unless they are attachments.
    """
    view = _view(message)
    plain = view.plain or ()
    page = view.page if any(map(_is_html, view.page)) else ()
    if not view.page:  # whatever there is, is empty
        leaves = [part for part in walk(message) if not part.is_multipart() and not is_attached(part)]
        plain = tuple(part for part in leaves if part.get_content_type() == "text/plain")[:1]
        page = tuple(part for part in leaves if _is_html(part))[:1]
    return Body(plain, page, dict(_pictures(message)))


def _view(part: Message) -> _View:
    kind = part.get_content_type()
    if not part.is_multipart():
        if is_attached(part) or kind not in ("text/plain", "text/html") or is_blank(part):
            return _View()
        return _View(None if kind == "text/html" else (part,), (part,))
    if part.get_content_maintype() != "multipart":  # an attached message
        return _View()
    children = [child for child in part.get_payload() if isinstance(child, Message)]
    if kind == "multipart/related":  # a text that the first part names by its content id is its own
        children = [child for index, child in enumerate(children) if not index or not child.get("Content-ID")]
    views = [view for child in children if (view := _view(child)).page]
    if kind == "multipart/alternative":
        return _alternative(views)
    forms = [view.plain for view in views]
    plain = None if None in forms else tuple(one for form in forms for one in form or ())
    return _View(plain, tuple(one for view in views for one in view.page))


def _alternative(views: Sequence[_View]) -> _View:
    """Return the best of several forms of the same text, with its plain form."""
    pages = [view for view in views if any(map(_is_html, view.page))]
    texts = [view for view in views if not any(map(_is_html, view.page))]
    if not pages:
        return texts[0] if texts else _View()
    return _View(texts[0].plain if texts else pages[-1].plain, pages[-1].page)


def _is_html(part: Message) -> bool:
    return part.get_content_type() == "text/html"


def is_attached(part: Message) -> bool:
    """Return whether a part is an attachment (RFC 2183)."""
    return part.get_content_disposition() == "attachment"


def is_blank(part: Message | None) -> bool:
    """Return whether there is no part, or nothing in it."""
    if part is None:
        return True
    try:
        return not content_of(part).data.strip()
    except SourceError:
        return False


def _pictures(message: Message) -> Iterator[tuple[str, bytes]]:
    """Yield the content ids of inline pictures, and their bytes."""
    for part in walk(message):
        if part.get_content_maintype() == "image" and part.get("Content-ID"):
            with suppress(SourceError):
                yield str(part.get("Content-ID")).strip("<> "), content_of(part).data


def has_pictures_between(message: Message, parts: Sequence[Message]) -> bool:
    """Return whether a picture that no page places is shown between the parts of a text."""
    remaining = set(map(id, parts))
    pages = b"".join(content_of(part).data for part in parts if _is_html(part))
    for part in walk(message):
        if id(part) in remaining:
            remaining.remove(id(part))
        elif part.get_content_maintype() == "image" and 0 < len(remaining) < len(parts):
            name = str(part.get("Content-ID") or "").strip("<> ").encode("utf-8", "replace")
            if not is_attached(part) and not (name and b"cid:" + name in pages):
                return True
    return False
