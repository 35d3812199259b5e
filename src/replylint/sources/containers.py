"""Files that hold messages: mbox, `.msg`, `.emlx`, PST, Outlook for Mac. They are never written to.

Each message becomes a mailbox called by its file and its number or folder: `Sent.mbox#12`.
"""

from __future__ import annotations

import email.message
from collections.abc import Iterator
from dataclasses import replace
from hashlib import blake2b
from typing import NamedTuple

from replylint.errors import NoTextError, SourceError
from replylint.model import DocumentKind, Mailbox, Notice, Unchecked
from replylint.patterns import compiled
from replylint.sources import mbox, messages, mime
from replylint.sources.files import HEAD, Source, in_memory
from replylint.sources.postmarks import Verdict

_OOF = "ipm.note.rules."
_MAIL_CLASSES = ("ipm.note", "ipm.post", "report.", "ipm.outlook.recall", "")
_LABELS = compiled(rb"(?im)^X-G(?:M-THRID|mail-Labels):[^\n]*\n(?:[ \t][^\n]*\n)*")
_HEADER_END = compiled(rb"\n\r?\n")


class Message(NamedTuple):
    """A message of a mailbox in one file, not parsed yet."""

    file: str
    number: int
    """Its number in what was read of the file, from 1."""
    head: bytes
    """Its header lines."""
    data: bytes | None
    """All of it; None if it was not wanted."""
    too_long: bool = False
    doubts: tuple[str, ...] = ()
    """What is not certain about where it ends, in sentences."""

    @property
    def path(self) -> str:
        """What it is called."""
        return f"{self.file}#{self.number}"

    def loaded(self, parts: email.message.Message | None = None) -> Iterator[Mailbox | Unchecked | Notice]:
        """Yield what it holds, parsed already as `parts` or not; Unchecked if it cannot be read."""
        yield from (Unchecked(self.path, doubt) for doubt in self.doubts)
        if self.too_long:
            yield Unchecked(self.path, f"it is more than {mbox.MAX_MESSAGE / 1e6:.0f} MB long, so it was not checked")
        elif not self.data or not self.data.strip():
            yield Notice("empty messages were passed over", self.file)
        else:
            yield from _message(self.data, self.path, parts)


def open_mbox(source: Source) -> Iterator[Mailbox | Unchecked | Notice]:
    """Read a mailbox in one file. Raises SourceError if it does not begin as one.

    Copies are passed over: Google Takeout writes a message once for each of its labels.
    """
    read: set[bytes] = set()
    copies = 0
    for one in messages_of(source):
        if one.data and one.data.strip() and not one.too_long:
            digest = _digest(one.data)
            if digest in read:
                copies += 1
                continue
            read.add(digest)
        yield from one.loaded()
    if copies:
        yield Notice(f"{copies} messages were passed over: copies of others in the same file", source.path)


def load_mail(data: bytes, path: str) -> Iterator[Mailbox | Unchecked | Notice]:
    """Read a mail message, or all messages of a file that holds several.

    A line inside a part of the first message separates nothing, whatever it looks like. Raises
    SourceError if the file is empty or not mail.
    """
    if not data.strip():
        raise SourceError("it is empty; save the message again")
    starts: list[int] = []
    unclear = False
    if b"\nFrom " in data or b"\n" not in data:
        data = data if b"\n" in data else data.replace(b"\r", b"\n")
        within = messages.end_of_parts(data)
        for at, verdict in mbox.separators(data):
            if at > within and verdict is Verdict.BEGINS:
                starts.append(at)
            unclear = unclear or (at > within and verdict is Verdict.UNCLEAR)
    if starts and mbox.is_mbox(data[:HEAD]):
        yield from open_mbox(in_memory(data, path))
        return
    if unclear:
        yield Unchecked(path, mbox.UNCLEAR)
    if not starts:
        yield from mime.load(data, path)
        return
    for number, (start, end) in enumerate(zip([0, *starts], [*starts, None], strict=True), 1):
        one = data[start:end]
        yield from Message(path, number, messages.head_of(one), one).loaded()


def messages_of(
    source: Source, wanted: mbox.Wanted | None = None, start: int = 0, stop: int | None = None
) -> Iterator[Message]:
    """Yield the messages of a mailbox in one file that begin in a range of its bytes.

    Of those that are not `wanted`, by their header lines, these alone are given. Raises SourceError
    if the file does not begin as a mailbox, and Misdivided if it cannot be divided there.
    """
    with source.open() as stream:
        for number, message in enumerate(mbox.messages_between(stream, start, stop, wanted), 1):
            if message.head_only:
                yield Message(source.path, number, message.data, None)
            else:
                head, data = messages.head_of(message.data), message.data
                yield Message(source.path, number, head, data, message.too_long, message.doubts)


def _digest(data: bytes) -> bytes:
    end = match.end() if (match := _HEADER_END.search(data)) else len(data)
    return blake2b(_LABELS.sub(b"", data[:end]) + data[end:], digest_size=16).digest()


def _message(
    data: bytes, name: str, parts: email.message.Message | None = None
) -> Iterator[Mailbox | Unchecked | Notice]:
    """Read one message of many, or say why not; one sent without a text is passed over."""
    try:
        for loaded in mime.load(data, name, parts):
            yield replace(loaded, format="message") if isinstance(loaded, Mailbox) else loaded
    except NoTextError:
        yield Notice("passed over: it has no text, only attachments", name)
    except SourceError as error:
        yield Unchecked(name, str(error))


def load_msg(data: bytes, path: str) -> Iterator[Mailbox | Unchecked | Notice]:
    """Read a message or template of Outlook. Raises SourceError if it is damaged, encrypted or something else."""
    from replylint.sources import msg

    item = msg.item_of(data, path)
    kind = item.message_class.lower()
    if not kind.startswith(_MAIL_CLASSES[:-1]) and kind:
        yield Notice(f"passed over: it is no message but something else of Outlook's ({item.message_class})", path)
        return
    for loaded in mime.load(item.data, path):
        if isinstance(loaded, Mailbox):
            document = loaded.documents[0]
            if kind.startswith(_OOF):
                document = replace(document, kind=DocumentKind.AUTO_REPLY, automatic=True, passed_over="")
            elif item.template:  # its text says what it is for, and nobody has sent it
                document = replace(document, kind=None, automatic=None, sent=False, written_on=None, passed_over="")
            yield replace(loaded, documents=(document,), format="msg")
        else:
            yield loaded


def load_emlx(data: bytes, path: str) -> Iterator[Mailbox | Unchecked]:
    """Read a message of Apple Mail. Raises SourceError if it is damaged or cut off."""
    from replylint.sources import emlx

    for loaded in mime.load(emlx.message_of(data), path):
        yield replace(loaded, format="emlx") if isinstance(loaded, Mailbox) else loaded


def open_pst(source: Source) -> Iterator[Mailbox | Unchecked | Notice]:
    """Read a mailbox of Outlook. Raises SourceError if it is damaged or encrypted, or libpff is not there."""
    from replylint.sources import pst

    if source.disk is None:
        raise SourceError("a .pst file is read from the disk only; unpack the archive and give the folder")
    yield from _messages(pst.messages(str(source.disk)), source)


def open_zip(source: Source) -> Iterator[Mailbox | Unchecked | Notice | Source]:
    """Yield the files of a ZIP archive, or the messages of an Outlook for Mac archive. Raises SourceError if it is damaged."""
    from replylint.sources import archives, olm

    with archives.seekable(source) as stream:
        if olm.is_olm(archives.names_in(stream)):
            yield from _messages(olm.messages(stream, archives.allowance_of(source)), source)
        else:
            yield from archives.zip_members(stream, source)


def _messages(
    found: Iterator[tuple[str, bytes | SourceError]], source: Source
) -> Iterator[Mailbox | Unchecked | Notice]:
    for name, message in found:
        where = f"{source.path}/{name}"
        if isinstance(message, SourceError):
            yield Unchecked(where, str(message))
        else:
            yield from _message(message, where)
