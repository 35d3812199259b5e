"""Reading what a person names as a file, with a bound on what is read.

A size that a file claims says nothing: a device has none and never ends, and a pipe is as long as
whoever writes to it likes.
"""

from __future__ import annotations

import errno
import os
import select
import stat
from pathlib import Path

_PATIENCE = 10.0
"""Seconds without a byte from a pipe or terminal after which no more is expected."""
_PIECE = 1 << 20


def read_bounded(path: Path, most: int) -> bytes:
    """Return the bytes of a file, pipe or device, reading at most one more than `most`.

    Raises OSError if it cannot be read, holds more, or is a pipe that nobody writes to. Its `strerror`
    says so in words.
    """
    flags = ("O_BINARY", "O_NOCTTY", "O_NONBLOCK")  # without the last, opening a pipe may never return
    descriptor = os.open(path, os.O_RDONLY | sum(getattr(os, name, 0) for name in flags))
    try:
        data = _read(descriptor, most)
        if len(data) > most:
            raise OSError(errno.EFBIG, f"it holds more than {_size(most)}")
        if not data and stat.S_ISFIFO(os.fstat(descriptor).st_mode):
            raise OSError(errno.ENODATA, "it is a pipe, and nothing was written to it")
    finally:
        os.close(descriptor)
    return data


def resolved(path: Path) -> Path:
    """Return the path of what a path leads to. Raises OSError if it leads nowhere or in a circle."""
    try:
        return path.resolve(strict=True)
    except RuntimeError:  # so says Python before 3.13
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from None


def _read(descriptor: int, most: int) -> bytes:
    data = bytearray()
    while len(data) <= most:
        try:
            piece = os.read(descriptor, min(_PIECE, most + 1 - len(data)))
        except BlockingIOError:
            if not select.select([descriptor], [], [], _PATIENCE)[0]:
                raise TimeoutError(errno.ETIMEDOUT, "nothing more was written to it") from None
            continue
        if not piece:
            break
        data += piece
    return bytes(data)


def _size(count: int) -> str:
    return f"{count / 1e6:g} MB" if count >= 1_000_000 else f"{count / 1e3:g} kB"
