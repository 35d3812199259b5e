"""Bytes to mailboxes. A format is one function and one line in FORMATS."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import NamedTuple

from replylint.errors import SourceError, nearest
from replylint.model import Audience, Document, DocumentKind, Mailbox, Notice, Trouble
from replylint.sources import exchange, files, loose, mime

Loader = Callable[[bytes, str], Iterator[Mailbox | Trouble]]
Loaded = Mailbox | Trouble | Notice

STANDARD_INPUT = "-"


class Format(NamedTuple):
    """A format of input: its name for `--input-format`, what it is, how it is read, and its suffixes."""

    name: str
    title: str
    load: Loader
    suffixes: tuple[str, ...]


def _mail(data: bytes, path: str) -> Iterator[Mailbox | Trouble]:
    if not data.strip():
        raise SourceError("it is empty; save the message again")
    return mime.load(data, path)


FORMATS: tuple[Format, ...] = (
    Format("eml", "a mail message", _mail, (".eml",)),
    Format("text", "a plain text", loose.load_text, (".txt", ".text", ".md")),
    Format("html", "an HTML text", loose.load_html, (".html", ".htm")),
    Format(
        "text-template",
        "a Jinja template of a plain text",
        partial(loose.load_text, template=True),
        (".txt.j2", ".j2", ".jinja", ".txt.jinja"),
    ),
    Format(
        "html-template",
        "a Jinja template of an HTML text",
        partial(loose.load_html, template=True),
        (".html.j2", ".htm.j2", ".html.jinja"),
    ),
    Format("exchange-json", "Exchange's automatic replies as JSON", exchange.load, (".json",)),
    Format("exchange-csv", "Exchange's automatic replies as CSV", exchange.load_csv, (".csv",)),
)
_EXPORTS = {"exchange-json": exchange.is_json, "exchange-csv": exchange.is_csv}
"""How exports are told from other files of their suffix, which lie about in many folders."""

_BY_NAME = {form.name: form for form in FORMATS}
_BY_SUFFIX = {suffix: form for form in FORMATS for suffix in form.suffixes}
_MAIL_HEADERS = re.compile(
    rb"(?i)\A(?:>?From [^\n]*\n)?(?:(?:received|return-path|from|to|subject|date|message-id|mime-version|delivered-to|x-[\w-]+):[^\n]*\n(?:[ \t][^\n]*\n)*){3}"
)
_OTHER_FILES = (
    (b"%PDF", "a PDF file"), (b"PK\x03\x04", "a ZIP or Office file"), (b"\xd0\xcf\x11\xe0", "an Outlook or old Office file"), (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"), (b"GIF8", "a picture"),
)  # fmt: skip
"""How files begin that people take for text by their name."""
_HTML_START = re.compile(rb"(?i)\A\s*(?:<!doctype\s+html|<html[\s>])")


def format_named(name: str) -> Format:
    """Return the format called `name`; raises SourceError with the nearest right name."""
    try:
        return _BY_NAME[name]
    except KeyError:
        raise SourceError(
            f"there is no input format {name!r}{nearest(name, list(_BY_NAME)) or ''} (known: {', '.join(_BY_NAME)})"
        ) from None


def format_of(path: Path) -> Format | None:
    """Return the format that a file's name stands for, or None."""
    name = path.name.lower()
    two = "".join(path.suffixes[-2:]).lower()
    return _BY_SUFFIX.get(two) or next((form for suffix, form in _BY_SUFFIX.items() if name.endswith(suffix)), None)


def load(paths: Iterable[str], *, input_format: str = "", kind: DocumentKind | None = None) -> Iterator[Loaded]:
    """Read every path: a file, a folder, or `-` for standard input.

    Yields mailboxes, troubles (what could not be checked) and notices (what a folder holds that is not for us).
    Raises SourceError only for an unknown `input_format`.
    """
    chosen = format_named(input_format) if input_format else None
    seen: set[Path] = set()
    for given in dict.fromkeys(paths):
        if given == STANDARD_INPUT:
            yield from _load_one("<standard input>", files.read_standard_input, None, chosen, kind, keep=True)
            continue
        path = Path(given)
        try:
            if path.is_dir():
                yield from _load_folder(path, chosen, kind, seen)
            elif not _seen(path, seen):
                yield from load_file(path, chosen, kind)
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            yield Trouble(given, f"it cannot be read ({reason}); check the name, or ask for the permission")


def _seen(path: Path, seen: set[Path]) -> bool:
    """Say whether a file was read already under this or another name, and note it."""
    real = path.resolve()
    if real in seen:
        return True
    seen.add(real)
    return False


def load_file(path: Path, chosen: Format | None = None, kind: DocumentKind | None = None) -> Iterator[Loaded]:
    """Read one file; the format is that of its name unless `chosen` says otherwise."""
    form = chosen or format_of(path)
    if form is None and path.is_file():
        yield Trouble(
            str(path),
            f"replylint does not know files that end in {path.suffix or 'nothing'!r}; save it as text, HTML or .eml, or say --input-format",
        )
        return
    yield from _load_one(str(path), partial(files.read, path), form, chosen, kind)


def load_pair(internal: str, external: str, *, input_format: str = "") -> Iterator[Loaded]:
    """Read two files as the two tabs of one mailbox."""
    chosen = format_named(input_format) if input_format else None
    documents: list[Document] = []
    for path, audience in ((internal, Audience.INTERNAL), (external, Audience.EXTERNAL)):
        for loaded in load_file(Path(path), chosen, DocumentKind.AUTO_REPLY):
            if not isinstance(loaded, Mailbox):
                yield loaded
            elif len(loaded.documents) != 1:
                yield Trouble(path, f"it holds {len(loaded.documents)} messages; give one message for each tab")
            else:
                document = loaded.documents[0]
                documents.append(
                    replace(document, name=f"{audience} reply", audience=audience, path=path, format=loaded.format)
                )
    if documents:
        yield Mailbox(" + ".join(document.path for document in documents), tuple(documents), format="pair")


def _load_folder(folder: Path, chosen: Format | None, kind: DocumentKind | None, seen: set[Path]) -> Iterator[Loaded]:
    known, other = 0, 0
    walk = files.Walk(folder)
    for path in walk:
        if chosen is None and not _is_for_us(path):
            other += 1
            continue
        known += 1
        if not _seen(path, seen):
            yield from load_file(path, chosen, kind)
    if other:
        yield Notice(
            f"{_files(other)} passed over: not mail, text, HTML, a template or an export",
            str(folder),
        )
    if walk.passed:
        yield Notice(f"{_files(walk.passed)} passed over: hidden, or a link to a folder", str(folder))
    for error in walk.closed:
        yield Trouble(
            str(error.filename), f"the folder cannot be opened ({error.strerror}); ask for the permission or copy it"
        )
    if not known and not walk.closed:
        yield Trouble(
            str(folder), "it holds no file that replylint reads; give a folder with .eml, .txt, .html or .j2 files"
        )


def _files(count: int) -> str:
    return "1 file was" if count == 1 else f"{count} files were"


def _is_for_us(path: Path) -> bool:
    """Say whether a file of a folder is one to read."""
    form = format_of(path)
    if form is None or form.name not in _EXPORTS:
        return form is not None
    try:
        with path.open("rb") as stream:
            return _EXPORTS[form.name](stream.read(65_536))
    except OSError:
        return True  # reading it will say why


def _load_one(
    path: str,
    read: Callable[[], bytes],
    named: Format | None,
    chosen: Format | None,
    kind: DocumentKind | None,
    *,
    keep: bool = False,
) -> Iterator[Loaded]:
    """Read one file; with `keep` its mailboxes keep its bytes, because it cannot be read again."""
    try:
        data = read()
        form = chosen or named or _guess(data)
        if chosen is None and named is not None:
            _suits(form, data, path)
        for loaded in form.load(data, path):
            if isinstance(loaded, Mailbox) and kind is not None:
                loaded = replace(
                    loaded,
                    documents=tuple(replace(doc, kind=kind, passed_over="", asked=True) for doc in loaded.documents),
                )
            yield replace(loaded, data=data) if keep and isinstance(loaded, Mailbox) else loaded
    except SourceError as error:
        yield Trouble(path, str(error))
    except Exception as error:  # whatever a file does to us, the others are still read
        yield Trouble(path, f"it could not be read ({type(error).__name__}: {error}); tell the makers of replylint")


def _guess(data: bytes) -> Format:
    """Return the format of bytes that have no name."""
    if _HTML_START.match(data):
        return _BY_NAME["html"]
    if name := next((name for name, is_one in _EXPORTS.items() if is_one(data)), ""):
        return _BY_NAME[name]
    return _BY_NAME["eml" if _MAIL_HEADERS.match(data) else "text"]


def _suits(form: Format, data: bytes, path: str) -> None:
    """Refuse a file whose suffix says one thing and its content another."""
    other = next((what for start, what in _OTHER_FILES if data.startswith(start)), "")
    if other:
        raise SourceError(
            f"it is {other}, though its name says {form.name}; save the message itself as text, HTML or .eml"
        )
    if form.name == "text" and _MAIL_HEADERS.match(data):
        raise SourceError(
            "it is a mail message, though its name says text; rename it to .eml or say --input-format eml"
        )
    if form.name == "text" and _HTML_START.match(data) and path.lower().endswith((".txt", ".text")):
        raise SourceError("it is HTML, though its name says text; rename it to .html or say --input-format html")
    if form.name == "exchange-json" and not exchange.is_json(data):
        raise SourceError("it is JSON of another kind; export with Get-MailboxAutoReplyConfiguration | ConvertTo-Json")
    if form.name == "exchange-csv" and not exchange.is_csv(data):
        raise SourceError("it is a table of another kind; export with Get-MailboxAutoReplyConfiguration | Export-Csv")
