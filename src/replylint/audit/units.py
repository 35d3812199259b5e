"""Units of work: what one process reads at a time, small enough that losing one costs little."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

from replylint.errors import SourceError
from replylint.model import Notice, Unchecked
from replylint.sources import Stretch, is_server, large_mailboxes, listed
from replylint.sources.outlook import forms_of

_SMALL = 100_000
"""Bytes up to which a file is small, so that it is one unit with others."""
_TOGETHER, _TOGETHER_BYTES = 100, 500_000
"""The most small files of one unit, and from how many bytes on it is full."""
_USUAL = 32
"""Small files of a unit, on average."""
_SHARE = 2_000_000
"""Bytes of an export that are one unit: some 500 mailboxes."""
_RANGE = 125_000_000
"""Bytes of a mailbox in one file that are one unit."""
_MOST_SHARES = 8
"""Units of one export. Each reads all of it and checks its share, so their number may not grow with the export."""
_EXPORTS = frozenset((".json", ".jsonl", ".csv", ".clixml", ".xml", ".txt"))
_ENDS = 65_536
"""Bytes at the beginning and at the end of a file by which it is known, beside its size and time."""


class Unit(NamedTuple):
    """Files that are read together, a share of one file (of its mailboxes, every one whose number is `share` of `shares`), or a range of its bytes."""

    paths: tuple[str, ...]
    stamps: tuple[str, ...]
    """What tells each file from what it was at another time."""
    share: int = 0
    shares: int = 1
    start: int = 0
    """Where the range begins that is read of a mailbox in one file, in bytes."""
    stop: int | None = None
    """Where it ends; None is the end of the file."""
    file_size: int = 0
    """Bytes of the files."""
    member: str = ""
    """The mailbox in one file of an archive that is read; empty for all of the file."""
    without: tuple[str, ...] = ()
    """The files of an archive that are units of their own."""

    @property
    def stretch(self) -> Stretch:
        """What is read of each file."""
        return Stretch(self.start, self.stop, self.member, self.without)

    @property
    def divided(self) -> bool:
        """Whether it is a range of a file and not the whole of it."""
        return self.start > 0 or self.stop is not None

    def whole(self) -> Unit:
        """Return the unit that is the whole file of this range."""
        return self._replace(start=0, stop=None)

    @property
    def size(self) -> int:
        """How many bytes are read for it, about: a share reads all of the file, and makes what its part of it is worth."""
        return ((self.file_size if self.stop is None else self.stop) - self.start) // self.shares

    def called(self, path: str) -> str:
        """Return what it is called in messages; `path` is what its first file is called."""
        more = f" and {len(self.paths) - 1} more files" if len(self.paths) > 1 else ""
        part = f", part {self.share + 1} of {self.shares}" if self.shares > 1 else ""
        part += f", from byte {self.start:,} on" if self.divided else ""
        inside = f"/{self.member}" if self.member else ""
        return f"{path}{inside}{more}{part}"

    def key(self, question: str) -> str:
        """Return the name of its part of the dataset: it changes with the files, and with what is asked of them."""
        said = json.dumps([*self, question])
        return blake2b(said.encode("utf-8", "surrogateescape"), digest_size=16).hexdigest()


def units_of(paths: Iterable[str], without: Path) -> Iterator[Unit | Unchecked | Notice]:
    """Yield the units of files and folders in a settled order, and what cannot be read. The folder `without` is not entered."""
    together: list[Path] = []
    room = _TOGETHER_BYTES
    seen: set[Path] = set()
    for given in dict.fromkeys(paths):
        for path in _files(Path(given), without):
            if not isinstance(path, Path):
                yield path
                continue
            try:
                if (real := path.resolve()) in seen:
                    continue
                seen.add(real)
                if not path.is_file():  # to open a pipe would wait for ever
                    yield Unchecked(
                        str(path),
                        "it is no file that can be read (a pipe, a device or a broken link); give the file itself",
                    )
                    continue
                size = path.stat().st_size
            except (OSError, ValueError, RuntimeError) as error:
                yield Unchecked(str(path), f"it cannot be read ({getattr(error, 'strerror', None) or error}); check the name, or ask for the permission")  # fmt: skip
                continue
            stamp = stamp_of(path)
            if size <= _SMALL or not stamp:
                together.append(path)
                room -= size
                if _ends_a_unit(path) or len(together) == _TOGETHER or room <= 0:
                    yield _unit(together, _TOGETHER_BYTES - room)
                    together, room = [], _TOGETHER_BYTES
                continue
            shares = min(-(-size // _SHARE), _MOST_SHARES) if path.suffix.lower() in _EXPORTS else 1
            whole = Unit((str(path),), (stamp,), file_size=size)
            large = dict(large_mailboxes(path, int(1.5 * _RANGE)))
            for member, length in large.items():
                yield from _ranges(whole._replace(file_size=length, member=member), length)
            if "" not in large:
                whole = whole._replace(without=tuple(f"{path}/{member}" for member in large))
                yield from (whole._replace(share=share, shares=shares) for share in range(shares))
    if together:
        yield _unit(together, _TOGETHER_BYTES - room)


def _ends_a_unit(path: Path) -> bool:
    """Say whether a small file is the last of its unit: by its name, so that a new file changes the unit that it comes into and no others."""
    return blake2b(os.fsencode(path.name), digest_size=2).digest()[0] < 256 // _USUAL


def _ranges(whole: Unit, size: int) -> Iterator[Unit]:
    """Yield the ranges of a mailbox in one file, all of about the same size.

    Each range of one in an archive unpacks what comes before it too, so they are few.
    """
    count = max(round(size / _RANGE), 1)
    if whole.member:
        count = min(count, _MOST_SHARES)
    starts = [size * number // count for number in range(count)]
    for start, stop in zip(starts, [*starts[1:], None], strict=True):
        yield whole._replace(start=start, stop=stop)


def _files(path: Path, without: Path) -> Iterator[Path | Unchecked | Notice]:
    if path.is_dir():
        yield from listed(path, without)
    elif path.exists():
        yield path
    else:
        yield Unchecked(str(path), "there is no such file or folder; check the name")


def _unit(paths: list[Path], size: int) -> Unit:
    return Unit(tuple(map(str, paths)), tuple(map(stamp_of, paths)), file_size=size)


def stamp_of(path: str | Path) -> str:
    """Return what tells a file from what it was: its size and time, and its beginning and end; of a signature of Outlook's the other forms too.

    It is empty if the file cannot be read.
    """
    try:
        forms = forms_of(Path(path))
        return " ".join(map(_stamp, filter(None, forms)) if forms else [_stamp(Path(path))])
    except (OSError, ValueError):
        return ""


def _stamp(path: Path) -> str:
    status = path.stat()
    digest = blake2b(digest_size=16)
    with path.open("rb") as stream:
        digest.update(stream.read(_ENDS))
        if status.st_size > 2 * _ENDS:
            stream.seek(-_ENDS, 2)
            digest.update(stream.read(_ENDS))
    return f"{status.st_size} {status.st_mtime_ns} {digest.hexdigest()}"


def checked_paths(paths: tuple[str, ...]) -> tuple[str, ...]:
    """Return the paths as they are read. Raises SourceError if none is given, or standard input or a Sieve server, which no audit reads again."""
    if not paths:
        raise SourceError("name a file or a folder to audit")
    if any(path == "-" or is_server(path) for path in paths):
        raise SourceError(
            "an audit reads files and folders; save standard input to a file, or the scripts of a server to files, first"
        )
    return paths
