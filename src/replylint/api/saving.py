"""Files with other texts: the same format, the same bytes around them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath

from replylint.api.reading import Given, read_file
from replylint.api.shapes import File, Reply, Text
from replylint.errors import ConfigError, InputError
from replylint.model import Document
from replylint.sources import format_of_name
from replylint.sources.declared import declared_in_file
from replylint.sources.text import decode

_PAGES = frozenset(("html", "html-template"))
_TEXTS = frozenset(("text", "text-template"))
_OUTLOOK = "msg"
_MAIL = "eml"


def texts_of(what: Reply | File, given: Given) -> tuple[Text, ...]:
    """Return the present texts of a reply or of a file."""
    if what.texts or isinstance(what, Reply):
        return what.texts
    return tuple(
        Text(place.part, document.content, document.markup)
        for one in given.mailboxes
        for place, document in zip(one.places, one.mailbox.documents, strict=True)
    )


def saved(file: File) -> File:
    """Return a file with its present texts in its bytes. Raises a ReplylintError if its format cannot be written."""
    if not file.texts:
        return file
    before, after = (
        [document for one in read_file(each).mailboxes for document in one.mailbox.documents]
        for each in (replace(file, texts=()), file)
    )
    changed = [(old, new) for old, new in zip(before, after, strict=True) if _differ(old, new)]
    if not changed:
        return File(file.name, file.data)
    form = format_of_name(file.name, file.data)
    if form == _OUTLOOK:
        return _as_mail(file, changed[0][1])
    return File(file.name, _bytes(file, form, changed))


def _differ(old: Document, new: Document) -> bool:
    return (old.content, old.markup) != (new.content, new.markup)


def _bytes(file: File, form: str, changed: list[tuple[Document, Document]]) -> bytes:
    from replylint.fix.encoding import encoded_page, encoded_text
    from replylint.fix.exports import PUTTING, with_texts
    from replylint.fix.mail import with_text

    after = changed[0][1]
    if form in _PAGES or form in _TEXTS:
        return (encoded_page if form in _PAGES else encoded_text)(after.content, file.data)
    if form == _MAIL:
        return with_text(file.data, after)
    if form in PUTTING:
        try:
            text, _ = decode(file.data, declared_in_file(form, file.data))
            return encoded_text(with_texts(form, text, changed), file.data, form)
        except ConfigError as error:
            raise InputError(f"{file.name} cannot be written: {error}") from None
    raise InputError(f"{PurePath(file.name).name} cannot be written. Copy the corrected text instead.")


def _as_mail(file: File, after: Document) -> File:
    """Return an Outlook message as .eml, because replylint does not write Outlook's own format."""
    from replylint.fix.mail import with_text
    from replylint.sources.msg import item_of

    data = with_text(item_of(file.data, file.name).data, after)
    return File(str(PurePath(file.name).with_suffix(".eml")), data)
