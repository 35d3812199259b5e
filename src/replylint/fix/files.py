"""Writing files whole or not at all, and keeping what a file is: its owner, its permissions, its links.

All that replylint writes for people goes through `write_file`. What a killed run leaves next to a file has a
name that says so, begins with a period, and is read by nothing.
"""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import stat
import sys
from contextlib import suppress
from itertools import count
from pathlib import Path

UNFINISHED = ".replylint-unfinished-"
"""How the name of a file begins that is still being written."""
ORIGINAL = ".replylint-original-"
"""How the name of a copy begins that is kept while a file is overwritten."""
_NEW = 0o666
"""Permissions of a new file, less those that the user's mask takes away."""
_PRIVATE = 0o600
_PERMISSIONS = 0o777
_STREAMS = (1, 2)
"""Standard output and standard error."""


def write_file(path: Path, data: bytes, *, like: Path | None = None, private: bool = False) -> None:
    """Write data to where a path leads, so that no reader ever sees half of it.

    A regular file is replaced in one step and keeps its owner, group and permissions; one with several names is
    overwritten, because replacing it would leave the other names behind. A link stays a link. What is not a
    regular file (a pipe, a device) gets the data as a shell would write it. A new file gets the permissions of
    `like`, or nobody else's if it is `private`.

    Raises OSError if it cannot be written. A regular file is then as it was.
    """
    found = _status(path)
    if (stream := _stream(found)) is not None:
        sys.stdout.flush()  # what was said before comes first
        _send(stream, data)
    elif found is not None and not stat.S_ISREG(found.st_mode):
        _write_through(path, found, data)
    elif found is not None:
        target = Path(os.path.realpath(path))
        if found.st_nlink > 1 or not _replace(target, data, target):
            _overwrite(target, data)
    else:
        model = _status(like) if like is not None else None
        mode = _PRIVATE if private else stat.S_IMODE(model.st_mode) & _PERMISSIONS if model else None
        _create(Path(os.path.realpath(path)), data, mode)


def back_up(path: Path) -> Path:
    """Copy a regular file to a name next to it that nothing has yet, and return that: `.bak`, `.bak2` …

    The copy keeps owner, group and permissions. Raises OSError if it cannot be written; no part of it is left.
    """
    data = path.read_bytes()
    for number in count(1):
        copy = path.with_name(f"{path.name}.bak{number if number > 1 else ''}")
        try:  # an exclusive name: neither another backup nor what a link leads to is ever overwritten
            os.close(os.open(copy, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE))
        except FileExistsError:
            continue
        try:
            if not _replace(copy, data, path):
                _create(copy, data, stat.S_IMODE(path.stat().st_mode) & _PERMISSIONS)
        except BaseException:
            copy.unlink(missing_ok=True)
            raise
        return copy
    raise AssertionError("there is always another number")


def _status(path: Path) -> os.stat_result | None:
    """Return what a path leads to, or None if there is nothing. Raises OSError if that cannot be known."""
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _stream(found: os.stat_result | None) -> int | None:
    """Return which of our own streams a file is, if it is one: `/dev/stdout`, which may lead to a file."""
    for stream in _STREAMS if found is not None else ():
        with suppress(OSError):  # it is closed
            if os.path.samestat(os.fstat(stream), found):  # type: ignore[arg-type]  # found is not None here
                return stream
    return None


def _send(descriptor: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]


def _write_through(path: Path, found: os.stat_result, data: bytes) -> None:
    """Write to a pipe or device. Raises OSError for a disk, which would be destroyed, and a folder."""
    if stat.S_ISBLK(found.st_mode):
        raise OSError(errno.EINVAL, "it is a disk")
    descriptor = os.open(path, os.O_WRONLY | getattr(os, "O_NOCTTY", 0))
    try:
        _send(descriptor, data)
    finally:
        os.close(descriptor)


def _create(target: Path, data: bytes, mode: int | None) -> None:
    """Write a new file with these permissions; None leaves them to the user's mask."""
    temporary = _written(target, UNFINISHED, data, _NEW if mode is None else _PRIVATE)
    try:
        if mode is not None:
            temporary.chmod(mode)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _replace(target: Path, data: bytes, model: Path) -> bool:
    """Put a new file in place of one, with the owner and permissions of `model`.

    Returns False, and changes nothing, if the owner cannot be kept.
    """
    temporary = _written(target, UNFINISHED, data, _PRIVATE)
    try:
        own, found = temporary.stat(), model.stat()
        if (own.st_uid, own.st_gid) != (found.st_uid, found.st_gid):
            try:
                shutil.chown(temporary, found.st_uid, found.st_gid)  # on Windows all ids are 0
            except OSError:
                temporary.unlink()
                return False
        shutil.copystat(model, temporary)
        os.utime(temporary)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return True


def _overwrite(target: Path, data: bytes) -> None:
    """Write into a file that must stay the same file. A copy of the original is next to it meanwhile."""
    with target.open("r+b", buffering=0) as stream:
        before = stream.read()
        kept = _written(target, ORIGINAL, before, _PRIVATE)
        try:
            _fill(stream.fileno(), data)
        except BaseException as error:
            try:
                _fill(stream.fileno(), before)
            except OSError:
                raise OSError(errno.EIO, f"it is damaged now, and its original is in {kept}") from error
            kept.unlink()
            raise
    kept.unlink()


def _fill(descriptor: int, data: bytes) -> None:
    os.lseek(descriptor, 0, os.SEEK_SET)
    _send(descriptor, data)
    os.ftruncate(descriptor, len(data))
    os.fsync(descriptor)


def _written(target: Path, prefix: str, data: bytes, mode: int) -> Path:
    """Write data to a new file next to `target`, and return it. Raises OSError; no part of it is left then."""
    temporary = target.with_name(f"{prefix}{secrets.token_hex(8)}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(temporary, flags, mode)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary
