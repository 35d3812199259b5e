"""ZIP and tar archives: their members one by one, never unpacked to the disk under their own names.

An archive is hostile: absolute names and `..`, links, passwords, sizes that grow out of nothing and archives within archives are refused,
each with its name, and the rest is read.
"""

from __future__ import annotations

import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import PurePosixPath
from typing import IO, BinaryIO, cast

from replylint.errors import SourceError
from replylint.model import Unchecked
from replylint.sources.files import Source

MAX_MEMBERS = 200_000
MAX_RATIO = 200
"""Times that a member may be larger than what it is packed in. Mail packs to a tenth, base64 to three quarters."""
MAX_SMALL = 1_000_000
"""Bytes of a member up to which its ratio does not matter."""
MAX_NESTED = 3
_IN_MEMORY = 16_000_000
_DAMAGED = (zipfile.BadZipFile, tarfile.TarError, OSError, ValueError, EOFError, NotImplementedError, RuntimeError)
_OFFICE = "[Content_Types].xml"


def is_zip(head: bytes) -> bool:
    """Say whether a file that begins so is a ZIP archive."""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def is_tar(head: bytes) -> bool:
    """Say whether a file that begins so is a tar archive, or one packed by gzip, bzip2 or xz."""
    return head[257:262] == b"ustar" or head.startswith((b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00"))


def zip_members(source: Source) -> Iterator[Source | Unchecked]:
    """Yield the files of a ZIP archive, and what is refused. Raises SourceError if it cannot be read as a whole."""
    _not_too_deep(source)
    with source.open() as stream:
        try:
            archive = zipfile.ZipFile(stream)
        except _DAMAGED:
            raise SourceError("it is damaged or cut off; pack it again") from None
        members = archive.infolist()
        if any(member.filename == _OFFICE for member in members):
            raise SourceError("it is an Office file; save the message itself as text, HTML or .eml")
        if len(members) > MAX_MEMBERS:
            raise SourceError(
                f"it holds {len(members):,} files; the most that are read are {MAX_MEMBERS:,}; pack fewer"
            )
        for member in members:
            name = f"{source.path}/{member.filename}"
            if member.is_dir():
                continue
            if refused := _refused(member.filename) or _refused_packing(member):
                yield Unchecked(name, refused)
                continue
            yield Source(name, partial(_unpacked, archive, member), member.file_size, depth=source.depth + 1)


def large_members(source: Source, least: int) -> Iterator[tuple[str, Source]]:
    """Yield the names of the files of a ZIP archive of at least so many bytes, and the files.

    Those that are refused are left out. Raises SourceError if the archive cannot be read.
    """
    for member in zip_members(source):
        if isinstance(member, Source) and member.size >= least:
            yield member.path.removeprefix(f"{source.path}/"), member


@contextmanager
def opened_member(source: Source, name: str) -> Iterator[Source]:
    """Give a file of a ZIP archive by its name. Raises SourceError if it cannot be read."""
    with source.open() as stream:
        try:
            archive = zipfile.ZipFile(stream)
            member = archive.getinfo(name)
        except (*_DAMAGED, KeyError):
            raise SourceError("it is damaged or cut off; pack it again") from None
        opens = partial(_unpacked, archive, member)
        yield Source(f"{source.path}/{name}", opens, member.file_size, depth=source.depth + 1)


def _refused_packing(member: zipfile.ZipInfo) -> str:
    if member.flag_bits & 1:
        return "it is locked with a password, so it was not read; unpack the archive and give the folder"
    if member.file_size > MAX_SMALL and member.file_size > MAX_RATIO * max(member.compress_size, 1):
        return f"it would grow to more than {MAX_RATIO} times its size, as no mail does, so it was not read; unpack it yourself if you trust it"
    return ""


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> BinaryIO:
    try:
        return cast(BinaryIO, archive.open(member))
    except _DAMAGED:
        raise SourceError("it is damaged, or packed in a way that cannot be read; pack it again") from None


def tar_members(source: Source) -> Iterator[Source | Unchecked]:
    """Yield the files of a tar archive, and what is refused. Raises SourceError if it cannot be read as a whole."""
    _not_too_deep(source)
    most = MAX_SMALL + MAX_RATIO * (source.size or MAX_SMALL)
    grown = count = 0
    with source.open() as stream:
        try:
            archive = tarfile.open(fileobj=stream, mode="r|*")  # noqa: SIM115  # it ends with the stream
        except _DAMAGED:
            raise SourceError(_not_tar(source)) from None
        members = iter(archive)
        while True:
            try:
                member = next(members, None)
            except _DAMAGED:
                yield Unchecked(
                    source.path,
                    "it is damaged or cut off behind its first files; what follows was not read; pack it again",
                )
                return
            if member is None:
                return
            count, grown = count + 1, grown + member.size
            if count > MAX_MEMBERS or grown > most:
                yield Unchecked(
                    source.path,
                    f"it grows to more than {MAX_RATIO} times its size or {MAX_MEMBERS:,} files, so the rest was not read; unpack it yourself if you trust it",
                )
                return
            name = f"{source.path}/{member.name}"
            if member.isdir():
                continue
            if refused := _refused(member.name) or _refused_sort(member):
                yield Unchecked(name, refused)
                continue
            try:
                held = _held(archive, member)
            except _DAMAGED:
                yield Unchecked(name, "it is damaged or cut off; pack it again")
                return
            with held:
                yield Source(name, partial(_again, held), member.size, depth=source.depth + 1)


def _not_tar(source: Source) -> str:
    """Return why a file that begins like a packed tar archive is none, by its name."""
    name = source.path.lower()
    if name.endswith((".tar", ".tgz", ".tar.gz", ".tar.bz2", ".tar.xz", ".tbz", ".txz")):
        return "it is damaged, or not a tar archive; pack it again"
    return (
        "it is a single file packed with gzip, bzip2 or xz, not an archive; unpack it "
        "(7-Zip, gunzip) and check the file inside"
    )


def _refused_sort(member: tarfile.TarInfo) -> str:
    if member.issym() or member.islnk():
        return "it is a link to another file, which was not followed; pack the file itself"
    return (
        "" if member.isreg() and not member.issparse() else "it is no file but a device or the like, so it was not read"
    )


def _held(archive: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    """Return a member's bytes in a temporary file, because a tar archive is read only forwards."""
    packed = archive.extractfile(member)
    held = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115  # it is closed when the member was read
    try:
        while packed is not None and (piece := packed.read(1 << 20)):
            held.write(piece)
        if held.tell() != member.size:
            raise EOFError
    except BaseException:
        held.close()
        raise
    return held


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


def _refused(name: str) -> str:
    """Say why a member with this name is not read; empty if it is."""
    plain = name.replace("\\", "/")
    if plain.startswith("/") or plain[1:3] == ":/" or ".." in PurePosixPath(plain).parts or "\x00" in name:
        return "its name leads out of the archive, as that of an honest file does not, so it was not read"
    return ""


def _not_too_deep(source: Source) -> None:
    if source.depth >= MAX_NESTED:
        raise SourceError(f"it is the {MAX_NESTED + 1}th archive inside another; unpack it and give the folder")
