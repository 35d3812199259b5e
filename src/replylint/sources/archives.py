"""ZIP and tar archives and single compressed files: their members one by one, never unpacked to the disk under their own names.

An archive is hostile: absolute names and `..`, links, passwords, sizes that grow out of nothing and archives within archives
are refused, each by name, and the rest is read. An archive is also fragile: one that was cut off or damaged must not pass for
a smaller one, so its own table of contents, its end marks and its checksums are all checked.
"""

from __future__ import annotations

import bz2
import gzip
import io
import itertools
import lzma
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import PurePosixPath
from typing import IO, TYPE_CHECKING, BinaryIO, Self, cast

from replylint.errors import SourceError
from replylint.model import Unchecked
from replylint.sources.files import Allowance, Source

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MAX_MEMBERS = 200_000
MAX_RATIO = 200
"""Times that an archive, or a member of one, may be larger than it is packed. Mail packs to a tenth, base64 to three quarters."""
MAX_SMALL = 1_000_000
"""Bytes up to which the ratio does not matter."""
MAX_NESTED = 3
_IN_MEMORY = 16_000_000
_PIECE = 1 << 20
DAMAGE = (
    zipfile.BadZipFile, tarfile.TarError, lzma.LZMAError, zlib.error, OSError, ValueError, EOFError, IndexError,
    NotImplementedError, RuntimeError,
)  # fmt: skip
"""What the libraries raise at damage."""
_OFFICE = "[Content_Types].xml"
_LOCAL_HEADER = b"PK\x03\x04"
_LOCAL_SIZE = 30
_DESCRIPTORS = (0, 12, 16, 20, 24)
"""Sizes of the data descriptor that may follow a member (APPNOTE 4.3.9): without and with its signature, in 32 and 64 bits."""
_TAR_NAMES = (".tar", ".tgz", ".tbz", ".tbz2", ".txz", ".tar.gz", ".tar.bz2", ".tar.xz")
DAMAGED = "it is damaged or cut off; pack it again"
GROWS = (
    f"it unpacks to more than {MAX_RATIO} times its size, as no mail does, so it was not read any further; "
    "unpack it yourself if you trust it"
)


def is_zip(head: bytes) -> bool:
    """Return whether a file that begins like this is a ZIP archive."""
    return head.startswith((_LOCAL_HEADER, b"PK\x05\x06"))


def is_tar(head: bytes) -> bool:
    """Return whether a file that begins like this is a tar archive, or compressed with gzip, bzip2 or xz."""
    return head[257:262] == b"ustar" or head.startswith((b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00"))


def seekable(source: Source) -> BinaryIO:
    """Return a file that can be read in any order. Raises SourceError if it is damaged, or nested too deep."""
    if source.depth >= MAX_NESTED:
        raise SourceError(f"it is the {MAX_NESTED + 1}th archive inside another; unpack it and give the folder")
    if source.disk is not None:
        return source.open()
    held = _spooled()
    try:
        with source.open() as stream:
            _copied(stream, held)
    except BaseException:
        held.close()
        raise
    held.seek(0)
    return cast(BinaryIO, held)


def allowance_of(source: Source) -> Allowance:
    """Return how much an archive may unpack to, with the archives inside it."""
    return source.allowance or Allowance(MAX_SMALL + MAX_RATIO * source.size)


def zip_members(stream: BinaryIO, source: Source) -> Iterator[Source | Unchecked]:
    """Yield the files of a ZIP archive, and what is refused. Raises SourceError if it cannot be read as a whole."""
    allowance = allowance_of(source)
    with opened_zip(stream) as archive:
        members = archive.infolist()
        if any(member.filename == _OFFICE for member in members):
            raise SourceError("it is an Office file; save the message itself as text, HTML or .eml")
        for member in members:
            name = f"{source.path}/{member.filename}"
            if member.is_dir() and not member.file_size:
                continue
            if refused := refused_name(member.filename) or refused_packing(member):
                yield Unchecked(name, refused)
                continue
            if not allowance.take(member.file_size):
                yield Unchecked(source.path, GROWS)
                return
            yield _member(source, member.filename, partial(_unpacked, archive, member), member.file_size, allowance)


def names_in(stream: BinaryIO) -> list[str]:
    """Return the names in a ZIP archive; none if it is damaged."""
    try:
        return zipfile.ZipFile(stream).namelist()
    except DAMAGE:
        return []


def opened_zip(stream: BinaryIO) -> zipfile.ZipFile:
    """Return a ZIP archive whose table of contents agrees with its contents.

    Raises SourceError if it is damaged or cut off, holds members that its table does not name, or names bytes twice.
    """
    try:
        archive = zipfile.ZipFile(stream)
    except DAMAGE:
        raise SourceError(DAMAGED) from None
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise SourceError(f"it holds {len(members):,} files; the most that are read are {MAX_MEMBERS:,}; pack fewer")
    try:
        complete = _is_complete(archive, members, stream)
    except DAMAGE:
        complete = False
    if not complete:
        raise SourceError("its table of contents does not agree with what is in it, so it is damaged; pack it again")
    return archive


def _is_complete(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo], stream: BinaryIO) -> bool:
    """Return whether the members fill all of the archive before its directory, without gaps and without overlap.

    Each local header (APPNOTE 4.3.7) must also give the name that the directory gives: a file whose name was damaged there
    would be taken for one that nobody asked for.
    """
    at = 0
    may_follow: tuple[int, ...] = _DESCRIPTORS[:1]
    for member in sorted(members, key=lambda one: one.header_offset):
        if member.header_offset - at not in may_follow or not member.filename:
            return False
        stream.seek(member.header_offset)
        header = stream.read(_LOCAL_SIZE)
        if len(header) < _LOCAL_SIZE or not header.startswith(_LOCAL_HEADER):
            return False
        flags = int.from_bytes(header[6:8], "little")
        name_length, extra_length = (int.from_bytes(header[place : place + 2], "little") for place in (26, 28))
        if stream.read(name_length).decode("utf-8" if flags & 0x800 else "cp437", "replace") != member.orig_filename:
            return False
        at = member.header_offset + _LOCAL_SIZE + name_length + extra_length + member.compress_size
        may_follow = _DESCRIPTORS if (flags | member.flag_bits) & 8 else _DESCRIPTORS[:1]
    return archive.start_dir - at in may_follow


def large_members(source: Source, least: int) -> Iterator[tuple[str, Source]]:
    """Yield the names of the files of a ZIP archive of at least so many bytes, and the files.

    Those that are refused are left out. Raises SourceError if the archive cannot be read.
    """
    with seekable(source) as stream:
        for member in zip_members(stream, source):
            if isinstance(member, Source) and member.size >= least:
                yield member.path.removeprefix(f"{source.path}/"), member


@contextmanager
def opened_member(source: Source, name: str) -> Iterator[Source]:
    """Give a file of a ZIP archive by its name. Raises SourceError if it cannot be read."""
    with seekable(source) as stream, opened_zip(stream) as archive:
        try:
            member = archive.getinfo(name)
        except KeyError:
            raise SourceError(DAMAGED) from None
        yield _member(source, name, partial(_unpacked, archive, member), member.file_size, allowance_of(source))


def refused_packing(member: zipfile.ZipInfo) -> str:
    """Return why a member is not unpacked; empty if it is."""
    if member.flag_bits & 1:
        return "it is locked with a password, so it was not read; unpack the archive and give the folder"
    if member.file_size > MAX_SMALL and member.file_size > MAX_RATIO * max(member.compress_size, 1):
        return GROWS
    return ""


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> BinaryIO:
    try:
        return cast(BinaryIO, archive.open(member))
    except DAMAGE:
        raise SourceError("it is damaged, or packed in a way that cannot be read; pack it again") from None


def tar_members(source: Source) -> Iterator[Source | Unchecked]:
    """Yield the files of a tar archive, or the one file that gzip, bzip2 or xz packed, and what is refused.

    Raises SourceError if it cannot be read as a whole.
    """
    allowance = allowance_of(source)
    with seekable(source) as stream:
        unpacked = _decompressed(stream)
        contents: io.BufferedReader = io.BufferedReader(_Reader(unpacked, allowance), _PIECE)
        try:
            alone = unpacked is not stream and not source.path.lower().endswith(_TAR_NAMES)
            alone = alone and not is_tar_header(contents.peek(512)[:512])
        except DAMAGE:
            raise SourceError(DAMAGED) from None
        yield from (_single if alone else _tar_members)(contents, source, allowance)


def is_tar_header(block: bytes) -> bool:
    """Return whether a block of 512 bytes is the header of a member of a tar archive."""
    try:
        tarfile.TarInfo.frombuf(block, "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return False
    return True


def _decompressed(stream: BinaryIO) -> BinaryIO:
    """Return a stream of what a compressed file holds, the file itself if it is not compressed.

    At its end the stream raises an error of DAMAGE if the checksum is wrong or the end is missing.
    """
    head = stream.read(6)
    stream.seek(0)
    if head.startswith(b"\x1f\x8b"):
        return cast(BinaryIO, gzip.GzipFile(fileobj=stream, mode="rb"))
    if head.startswith(b"BZh"):
        return cast(BinaryIO, bz2.BZ2File(stream))
    return cast(BinaryIO, lzma.LZMAFile(stream)) if head.startswith(b"\xfd7zXZ\x00") else stream


class _Reader(io.RawIOBase):
    """What a stream holds, without closing it; a SourceError if it grows beyond what is allowed."""

    def __init__(self, stream: BinaryIO, allowance: Allowance) -> None:
        self._stream = stream
        self._allowance = allowance

    def readable(self) -> bool:
        """Return True, as io asks of what it reads from."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """Fill a buffer and return how many bytes that took, 0 at the end."""
        view = memoryview(buffer)
        data = self._stream.read(len(view))
        if not self._allowance.take(len(data)):
            raise SourceError(GROWS)
        view[: len(data)] = data
        return len(data)


def _single(contents: io.BufferedReader, source: Source, allowance: Allowance) -> Iterator[Source]:
    """Yield the file that was compressed by itself: `Sent.mbox` of `Sent.mbox.gz`."""
    path = PurePosixPath(source.path.replace("\\", "/"))
    name = path.stem if path.suffix.lower() in (".gz", ".bz2", ".xz") else path.name
    with _spooled() as held:
        _copied(contents, held)
        yield _member(source, name, partial(_again, held), held.tell(), allowance)


def _copied(stream: IO[bytes], held: IO[bytes]) -> None:
    try:
        while piece := stream.read(_PIECE):
            held.write(piece)
    except DAMAGE:
        raise SourceError(DAMAGED) from None


class _Header(tarfile.TarInfo):
    """A member's header. One that is damaged or missing is an error: tarfile takes it for the end of the archive."""

    @classmethod
    def fromtarfile(cls, archive: tarfile.TarFile) -> Self:
        try:
            return super().fromtarfile(archive)
        except tarfile.EOFHeaderError:  # type: ignore[attr-defined]  # a block of zeros: the end
            raise
        except tarfile.HeaderError as error:
            raise tarfile.ReadError(str(error)) from None


def _tar_members(contents: io.BufferedReader, source: Source, allowance: Allowance) -> Iterator[Source | Unchecked]:
    try:
        archive = tarfile.open(fileobj=contents, mode="r|", tarinfo=_Header)  # noqa: SIM115  # it ends with the stream
        members = iter(archive)
    except DAMAGE:
        raise SourceError("it is damaged, or not a tar archive; pack it again") from None
    for count in itertools.count(1):
        try:
            member = next(members, None)
            more = member is None and _has_more(contents, archive)
        except DAMAGE:
            member, more = None, True
        except SourceError as error:
            yield Unchecked(source.path, str(error))
            return
        if member is None:
            if more:
                yield Unchecked(
                    source.path,
                    "it is damaged or cut off after its first files, and the rest was not read; pack it again",
                )
            return
        if count > MAX_MEMBERS:
            yield Unchecked(
                source.path, f"it holds more than {MAX_MEMBERS:,} files, and the rest was not read; pack fewer"
            )
            return
        if member.isdir():
            continue
        if refused := refused_name(member.name) or _refused_type(member):
            yield Unchecked(f"{source.path}/{member.name}", refused)
            continue
        with _spooled() as held:
            try:
                _copied(cast(IO[bytes], archive.extractfile(member)), held)
            except SourceError as error:
                yield Unchecked(f"{source.path}/{member.name}", str(error))
                return
            yield _member(source, member.name, partial(_again, held), member.size, allowance)


def _has_more(contents: io.BufferedReader, archive: tarfile.TarFile) -> bool:
    """Return whether anything but zeros follows the end of a tar archive, reading to the end of the compressed stream too.

    What follows is a second archive, or the rest of one whose header was overwritten.
    """
    more = False
    for stream in (cast(IO[bytes], archive.fileobj), contents):
        while piece := stream.read(_PIECE):
            more = more or bool(piece.strip(b"\0"))
    return more


def _refused_type(member: tarfile.TarInfo) -> str:
    if member.issym() or member.islnk():
        return "it is a link to another file, which was not followed; pack the file itself"
    return (
        ""
        if member.isreg() and not member.issparse()
        else "it is not a file but a device or the like, so it was not read"
    )


def _spooled() -> IO[bytes]:
    return cast(IO[bytes], tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY))


def _member(source: Source, name: str, opened: Callable[[], BinaryIO], size: int, allowance: Allowance) -> Source:
    """Return a member of an archive as a file."""
    return Source(f"{source.path}/{name}", opened, size, depth=source.depth + 1, allowance=allowance)


class _Kept:
    """A file that others open and close while its owner keeps it."""

    def __init__(self, held: IO[bytes]) -> None:
        self._held = held
        held.seek(0)

    def __getattr__(self, name: str) -> object:
        return getattr(self._held, name)

    def __enter__(self) -> IO[bytes]:
        return self._held

    def __exit__(self, *_: object) -> None:
        pass


def _again(held: IO[bytes]) -> BinaryIO:
    return cast(BinaryIO, _Kept(held))


def refused_name(name: str) -> str:
    """Return why a member with this name is not read; empty if it is."""
    plain = name.replace("\\", "/")
    if plain.startswith("/") or plain[1:3] == ":/" or ".." in PurePosixPath(plain).parts or "\x00" in name:
        return "its path points outside the archive, so it was not read; pack it with relative names"
    return ""
