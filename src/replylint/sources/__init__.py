"""Bytes to mailboxes. What formats there are stands in `formats`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePath
from typing import NamedTuple, TypeVar, cast

from replylint.errors import SourceError
from replylint.model import Audience, Document, DocumentKind, Mailbox, Notice, Unchecked
from replylint.patterns import compiled
from replylint.sources import containers, fields, files, loose, outlook
from replylint.sources.containers import Message
from replylint.sources.damage import garbled
from replylint.sources.files import Source
from replylint.sources.formats import (
    FORMATS,
    Format,
    Loaded,
    format_by_suffix,
    format_named,
    format_of,
    format_of_unnamed,
    is_for_others,
    is_mail,
    is_page,
    unknown,
)
from replylint.sources.mbox import Misdivided, Wanted
from replylint.sources.times import NOTHING_TOLD, Told, settled

__all__ = [
    "FORMATS",
    "STANDARD_INPUT",
    "Format",
    "Message",
    "Misdivided",
    "Stretch",
    "Told",
    "format_by_suffix",
    "format_named",
    "format_of_name",
    "is_server",
    "large_mailboxes",
    "listed",
    "load",
    "load_bytes",
    "load_content",
    "load_file",
    "load_pair",
    "load_script",
    "load_unparsed",
]

STANDARD_INPUT = "-"
_OTHER_FILES = (
    (b"%PDF", "a PDF file"), (b"PK\x03\x04", "a ZIP or Office file"), (b"\xd0\xcf\x11\xe0", "an Outlook or old Office file"), (b"{\\rtf", "an RTF file"),
    (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"), (b"GIF8", "a picture"),
)  # fmt: skip
"""How files begin that people take for text by their name."""
_TEXTS = frozenset(("eml", "text", "html", "text-template", "html-template"))
_ARCHIVES = frozenset(("zip", "tar"))


class _Asked(NamedTuple):
    """What was asked of a run: a format, what the texts are for, and what is told of exports."""

    form: Format | None
    kind: DocumentKind | None
    told: Told
    unparsed: _Unparsed | None = None


class _Unparsed(NamedTuple):
    """How the messages of mailboxes in one file are given unparsed."""

    wanted: Wanted | None
    without: tuple[str, ...]
    """Files of archives that are left out."""


class Stretch(NamedTuple):
    """What is read of a file."""

    start: int = 0
    """Where the range begins that is read of a mailbox in one file, in bytes."""
    stop: int | None = None
    """Where it ends; None is the end of the file."""
    member: str = ""
    """The mailbox in one file that is read of an archive; empty for all that it holds."""
    without: tuple[str, ...] = ()
    """Files of an archive that are left out."""


def load(
    paths: Iterable[str], *, input_format: str = "", kind: DocumentKind | None = None, told: Told = NOTHING_TOLD,
    without: Path | None = None,
) -> Iterator[Loaded]:  # fmt: skip
    """Read every path: a file, a folder (`without` one below it, where corrected copies go), or `-` for standard input.

    Yields mailboxes, troubles (what could not be checked) and notices (what a folder holds that is not for us).
    Raises SourceError only for an unknown `input_format`.
    """
    asked = _Asked(format_named(input_format) if input_format else None, kind, told)
    seen: set[Path] = set()
    for given in dict.fromkeys(paths):
        if given == STANDARD_INPUT:
            yield from _load_standard_input(asked)
            continue
        path = Path(given)
        try:
            if path.is_dir():
                yield from _load_folder(path, asked, seen, without.resolve() if without else None)
            elif not _seen(path, seen):
                yield from _parsed(_load_path(path, asked))
        except (OSError, ValueError) as error:
            yield _cannot_be_read(given, error)


def _cannot_be_read(path: str, error: OSError | ValueError) -> Unchecked:
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return Unchecked(path, f"it cannot be read ({reason}); check the name, or ask for the permission")


def _seen(path: Path, seen: set[Path]) -> bool:
    """Return whether a file was read already under this or another name, and note it."""
    try:
        real = path.resolve()
    except (OSError, RuntimeError):  # a link that leads in a circle; reading it will say so
        real = path
    if real in seen:
        return True
    seen.add(real)
    return False


def load_file(path: Path, chosen: Format | None = None, kind: DocumentKind | None = None) -> Iterator[Loaded]:
    """Read one file; its beginning and its name tell the format unless `chosen` does."""
    yield from _parsed(_load_path(path, _Asked(chosen, kind, NOTHING_TOLD)))


def _parsed(loaded: Iterator[Loaded | Message]) -> Iterator[Loaded]:
    """Return what was loaded where nothing was asked for unparsed."""
    return cast(Iterator[Loaded], loaded)


def load_pair(internal: str, external: str, *, input_format: str = "") -> Iterator[Loaded]:
    """Read two files as the two tabs of one mailbox."""
    chosen = format_named(input_format) if input_format else None
    documents: list[Document] = []
    for path, audience in ((internal, Audience.INTERNAL), (external, Audience.EXTERNAL)):
        for loaded in load_file(Path(path), chosen, DocumentKind.AUTO_REPLY):
            if not isinstance(loaded, Mailbox):
                yield loaded
            elif len(loaded.documents) != 1:
                yield Unchecked(path, f"it holds {len(loaded.documents)} messages; give one message for each tab")
            else:
                document = loaded.documents[0]
                documents.append(
                    replace(document, name=f"{audience} reply", audience=audience, path=path, format=loaded.format)
                )
    if documents:
        yield Mailbox(" + ".join(document.path for document in documents), tuple(documents), format="pair")


def load_bytes(data: bytes, name: str, kind: DocumentKind | None = None) -> Iterator[Loaded]:
    """Read the bytes of a file with this name, which need not be on the disk."""
    try:
        form = format_of(PurePath(name).name, data[: files.HEAD])
    except SourceError as error:
        yield Unchecked(name, str(error))
        return
    if form is None:
        yield Unchecked(name, unknown(name))
        return
    yield from _parsed(_load(files.in_memory(data, name), form, _Asked(None, kind, NOTHING_TOLD)))


def format_of_name(name: str, data: bytes) -> str:
    """Return the name of the format of a file's bytes; empty if it is none that is read."""
    try:
        form = format_of(PurePath(name).name, data[: files.HEAD])
    except SourceError:
        return ""
    return form.name if form else ""


def load_content(content: str, name: str, *, markup: bool, kind: DocumentKind | None = None) -> Iterator[Loaded]:
    """Read a text or HTML that is not in a file: what a person typed or pasted."""
    content = _HALF_CHARACTER.sub(_REPLACED, content)
    yield from _guarded(name, partial(_loose, content, name, markup=markup), _Asked(None, kind, NOTHING_TOLD))


_HALF_CHARACTER = compiled(r"[\ud800-\udfff]")
_REPLACED = "\ufffd"


def _loose(content: str, name: str, *, markup: bool) -> Iterator[Mailbox]:
    if not content.strip("\r\n \t\x00\ufeff"):
        raise SourceError(loose.EMPTY)
    if fields.is_too_long(content):
        raise SourceError(loose.too_long(len(content)))
    yield (loose.page_mailbox if markup else loose.text_mailbox)(content, name)


_ALL = Stretch()


def load_unparsed(
    path: Path, told: Told, wanted: Wanted | None = None, stretch: Stretch = _ALL
) -> Iterator[Loaded | Message]:
    """Read a file as `load` does, but give the messages of mailboxes in one file unparsed.

    Of those that are not `wanted`, by their header lines, these alone are given. Raises Misdivided
    if the mailbox cannot be divided at the end of the stretch.
    """
    try:
        source = files.on_disk(path)
        if stretch.member:
            yield from _said(f"{path}/{stretch.member}", _of_member(source, wanted, stretch))
        elif _is_mailbox(source, path.name):
            found = containers.messages_of(source, wanted, stretch.start, stretch.stop)
            yield from _said(str(path), found)
        else:
            unparsed = _Unparsed(wanted, stretch.without)
            yield from _load_path(path, _Asked(None, None, told, unparsed))
    except (OSError, ValueError) as error:
        yield _cannot_be_read(str(path), error)


def _of_member(source: Source, wanted: Wanted | None, stretch: Stretch) -> Iterator[Message]:
    from replylint.sources import archives

    with archives.opened_member(source, stretch.member) as member:
        yield from containers.messages_of(member, wanted, stretch.start, stretch.stop)


def _is_mailbox(source: Source, name: str) -> bool:
    try:
        form = format_of(name, source.head())
    except (OSError, SourceError):
        return False
    return form is not None and form.name == "mbox"


def large_mailboxes(path: Path, least: int) -> list[tuple[str, int]]:
    """Return the mailboxes in one file of at least so many bytes, and their sizes.

    It is the file itself, called "", or those that a ZIP archive holds, by their names.
    """
    from replylint.sources import archives

    try:
        source = files.on_disk(path)
        if source.size >= least and _is_mailbox(source, path.name):
            return [("", source.size)]
        if not archives.is_zip(source.head()):
            return []
        return [
            (name, member.size)
            for name, member in archives.large_members(source, least)
            if _is_mailbox(member, PurePath(name).name)
        ]
    except (OSError, SourceError):
        return []  # reading it will say why


def _said(path: str, messages: Iterator[Message]) -> Iterator[Message | Unchecked]:
    try:
        yield from messages
    except (SourceError, OSError) as error:
        yield Unchecked(path, str(error))


def is_server(path: str) -> bool:
    """Say whether what was named is a mailbox on a ManageSieve server: `sieve://USER@HOST` (RFC 5804 section 3)."""
    return path[:8].lower() == "sieve://"


def load_script(text: str, path: str, owner: str, told: Told = NOTHING_TOLD) -> Iterator[Loaded]:
    """Read the active Sieve script of a mailbox on a server; `path` is its address. Its mailboxes keep its bytes."""
    from replylint.sources import sieve

    for loaded in _guarded(path, partial(sieve.mailbox_of, text, path, owner), _Asked(None, None, told)):
        yield replace(loaded, data=text.encode("utf-8")) if isinstance(loaded, Mailbox) else loaded


def _load_standard_input(asked: _Asked) -> Iterator[Loaded]:
    """Read standard input."""
    name = "<standard input>"
    try:
        data = files.read_standard_input()
    except SourceError as error:
        yield Unchecked(name, str(error))
        return
    form = asked.form or format_of_unnamed(data[: files.HEAD])
    yield from _parsed(_load(files.in_memory(data, name), form, asked))


def _load_path(path: Path, asked: _Asked) -> Iterator[Loaded | Message]:
    """Read a file of the disk that somebody named, or that is for us."""
    if asked.form is None and (forms := outlook.forms_of(path)) and forms.page == path:
        yield from _guarded(str(path), partial(outlook.load, forms), asked)
        return
    try:
        form = asked.form or format_of(path.name, _head(path))
    except SourceError as error:
        yield Unchecked(str(path), str(error))
        return
    if form is None:
        yield Unchecked(str(path), unknown(path.name))
        return
    yield from _load(files.on_disk(path), form, asked)


def _head(path: Path) -> bytes:
    """Return how a file begins. Raises SourceError if it is none, or cannot be read."""
    if not path.is_file():
        files.read(path)  # which says what it is instead
    try:
        return files.on_disk(path).head()
    except OSError:
        return files.read(path)


def _load_folder(folder: Path, asked: _Asked, seen: set[Path], without: Path | None) -> Iterator[Loaded]:
    for path in _listed(folder, asked, without):
        if not isinstance(path, Path):
            yield path
        elif not _seen(path, seen):
            yield from _parsed(_load_path(path, asked))


def listed(folder: Path, without: Path | None = None) -> Iterator[Path | Unchecked | Notice]:
    """Yield the files of a folder that `load` reads, in a settled order, and what is to be said of the others."""
    yield from _listed(folder, _Asked(None, None, NOTHING_TOLD), without.resolve() if without else None)


def _listed(folder: Path, asked: _Asked, without: Path | None) -> Iterator[Path | Unchecked | Notice]:
    known, other = 0, 0
    walk = files.Walk(folder, without)
    for path in walk:
        forms = outlook.forms_of(path) if asked.form is None else None
        if forms and forms.page != path:
            known += 1
            continue  # it is read with its page
        if asked.form is None and not _is_for_us(path):
            other += 1
            continue
        known += 1
        yield path
    if other:
        yield Notice(f"{_files(other)} passed over: not mail, text, HTML, a template or an export", str(folder))
    if walk.passed:
        yield Notice(
            f"{_files(walk.passed)} passed over: hidden, a link to a folder, or the folder of an audit", str(folder)
        )
    for error in walk.closed:
        yield Unchecked(
            str(error.filename), f"the folder cannot be opened ({error.strerror}); ask for the permission or copy it"
        )
    if not known and not walk.closed:
        yield Unchecked(
            str(folder), "it holds no file that replylint reads; give a folder with .eml, .txt, .html or .j2 files"
        )


def _files(count: int) -> str:
    return "1 file was" if count == 1 else f"{count} files were"


def _is_for_us(path: Path) -> bool:
    """Return whether a file of a folder is one to read."""
    if is_for_others(path.name):
        return False
    try:
        if path.is_file():  # opening a pipe would wait for ever
            return format_of(path.name, files.on_disk(path).head()) is not None
    except OSError:
        pass  # reading it will say why
    # What a broken link was meant to bring here nobody knows, so it is named.
    return format_by_suffix(path.name) is not None or (path.is_symlink() and not path.exists())


def _load(source: Source, form: Format, asked: _Asked) -> Iterator[Loaded | Message]:
    """Read one file in a format, and the files within it."""
    if asked.unparsed and form.name == "mbox":
        yield from _said(source.path, containers.messages_of(source, asked.unparsed.wanted))
        return
    if form.open is None:
        yield from _guarded(source.path, partial(_read, source, form, asked), asked)
        return
    known, other = 0, 0
    for loaded in _guarded(source.path, partial(form.open, source), asked):
        if not isinstance(loaded, Source):
            known += 1
            yield loaded
            continue
        if asked.unparsed and loaded.path in asked.unparsed.without:
            known += 1
            continue
        try:
            inner = _inner_format(loaded)
        except Exception as error:  # whatever a member does to us, the others are still read
            known += 1
            said = str(error) if isinstance(error, SourceError) else f"it is damaged ({error}); pack the archive again"
            yield Unchecked(loaded.path, said)
            continue
        if inner is None:
            other += 1
        else:
            known += 1
            yield from _load(loaded, inner, asked)
    if other:
        yield Notice(f"{_files(other)} passed over: not mail, text, HTML, a template or an export", source.path)
    if not known and form.name in _ARCHIVES:
        yield Unchecked(
            source.path, "it holds no file that replylint reads; pack the messages or the export themselves"
        )


def _inner_format(member: Source) -> Format | None:
    """Return the format of a file in an archive; None if it is not for us. Raises SourceError if it is damaged."""
    name = PurePath(member.path).name
    if name.startswith((".", "__MACOSX")) or "/__MACOSX/" in member.path or is_for_others(name):
        return None
    form = format_of(name, member.head())
    if form is None:
        member.verify()  # damage at its beginning may be why it looks like nothing that we read
    return form


def _read(source: Source, form: Format, asked: _Asked) -> Iterator[Loaded]:
    assert form.load is not None
    data = source.read()
    if asked.form is None:
        _suits(form, data, source.path)
    for loaded in form.load(data, source.path):
        # What lies in an archive cannot be read again by its name.
        yield replace(loaded, data=data) if source.disk is None and isinstance(loaded, Mailbox) else loaded


_Piece = TypeVar("_Piece", bound=Mailbox | Unchecked | Notice | Source)


def _guarded(path: str, read: Callable[[], Iterator[_Piece]], asked: _Asked) -> Iterator[_Piece | Unchecked | Mailbox]:
    """Yield what a file holds, as it was asked for; whatever goes wrong is said, and the others are still read."""
    try:
        for loaded in read():
            if not isinstance(loaded, Mailbox):
                yield loaded
            elif damage := _garbled(loaded):
                yield Unchecked(path, damage)
            else:
                yield _as_asked(loaded, asked)
    except SourceError as error:
        yield Unchecked(path, str(error))
    except RecursionError:
        yield Unchecked(path, "it is nested deeper than any message or export, so it was not read; export it again")
    except Exception as error:  # whatever a file does to us
        yield Unchecked(path, f"it could not be read ({type(error).__name__}: {error}); tell the makers of replylint")


def _garbled(mailbox: Mailbox) -> str:
    """Return why the texts of an export are not what is sent; empty if they are, or are not of an export."""
    letters = next((found for one in mailbox.documents if one.key and (found := garbled(one.text))), "")
    whose = f"the texts of {mailbox.owner}" if mailbox.owner else "its texts"
    return f'{whose} have "{letters}" where letters were lost on the way; export them again as UTF-8' if letters else ""


def _as_asked(mailbox: Mailbox, asked: _Asked) -> Mailbox:
    mailbox = settled(mailbox, asked.told)
    if asked.kind is None:
        return mailbox
    documents = (replace(one, kind=asked.kind, passed_over="", asked=True) for one in mailbox.documents)
    return replace(mailbox, documents=tuple(documents))


def _suits(form: Format, data: bytes, path: str) -> None:
    """Refuse a file whose suffix says one thing and its content another."""
    if form.name not in _TEXTS:
        return
    other = next((what for start, what in _OTHER_FILES if data.startswith(start)), "")
    if other:
        raise SourceError(
            f"it is {other}, though its name says {form.name}; save the message itself as text, HTML or .eml"
        )
    if form.name == "text" and is_mail(data):
        raise SourceError(
            "it is a mail message, though its name says text; rename it to .eml or say --input-format eml"
        )
    if form.name == "text" and is_page(data) and path.lower().endswith((".txt", ".text")):
        raise SourceError("it is HTML, though its name says text; rename it to .html or say --input-format html")
