"""Outlook's folder of signatures: `Name.htm` with `Name.txt`, `Name.rtf` and a folder of pictures, three forms of one signature.

The `.htm` is judged, and the others must say the same. Roaming signatures have the `.htm` alone, named `Name (user@domain).htm`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from replylint.errors import SourceError
from replylint.model import Document, DocumentKind, Mailbox, Picture, Unchecked
from replylint.patterns import compiled
from replylint.sources import files, loose
from replylint.sources.text import decode
from replylint.tables import squeeze
from replylint.visible import Visible

_PAGES = (".htm", ".html")
_ROAMING = compiled(r"\(([^\s()@]+@[^\s()@]+)\)\.html?\Z", re.IGNORECASE)
_LARGEST_PICTURE = 5_000_000


class Forms(NamedTuple):
    """The files of one signature; None for those that are not there."""

    page: Path
    plain: Path | None
    rich: Path | None


def forms_of(path: Path) -> Forms | None:
    """Return the files of the signature that a file belongs to, or None if it belongs to none.

    A signature is known by its `.rtf` beside its page, as Outlook alone writes them, or by the name of a roaming one.
    """
    if path.suffix.lower() not in (*_PAGES, ".txt", ".rtf"):
        return None
    page = next((one for suffix in _PAGES if (one := files.beside(str(path), path.stem + suffix))), None)
    if page is None:
        return None
    plain, rich = (files.beside(str(path), path.stem + suffix) for suffix in (".txt", ".rtf"))
    return Forms(page, plain, rich) if rich or _ROAMING.search(page.name) else None


def load(forms: Forms) -> Iterator[Mailbox | Unchecked]:
    """Read a signature. Raises SourceError if its page cannot be read; of its other forms that is said."""
    roaming = _ROAMING.search(forms.page.name)
    document = next(loose.load_html(files.read(forms.page), str(forms.page))).documents[0]
    document = replace(
        document, kind=DocumentKind.SIGNATURE, name="signature", pictures=_with_data(document, forms.page)
    )
    others: list[str] = []
    for path in (forms.plain, forms.rich):
        if path is not None:
            try:
                others.append(text_of(path))
            except SourceError as error:
                yield Unchecked(str(path), str(error))
    # One that says something else than the page is the one to compare it with.
    other = next((text for text in others if squeeze(text) != squeeze(document.text)), others[0] if others else "")
    if other.strip():
        document = replace(document, alternative=Visible.plain(other))
    yield Mailbox(str(forms.page), (document,), roaming[1] if roaming else "", "outlook-signature")


def text_of(path: Path) -> str:
    """Return what a plain or rich form says. Raises SourceError if it cannot be read."""
    data = files.read(path)
    if path.suffix.lower() == ".rtf":
        from replylint.sources.built import rtf_text

        return rtf_text(data)
    return decode(data)[0]


def _with_data(document: Document, page: Path) -> tuple[Picture, ...]:
    """Return the pictures with their files, where these lie below the folder of the page."""
    return tuple(picture._replace(data=picture.data or _file_of(picture.source, page)) for picture in document.pictures)


def _file_of(source: str, page: Path) -> bytes | None:
    try:
        path = (page.parent / unquote(source)).resolve()
        if path.is_relative_to(page.parent.resolve()) and path.is_file() and path.stat().st_size <= _LARGEST_PICTURE:
            return path.read_bytes()
    except (OSError, ValueError):
        pass  # a name that no file can have
    return None
