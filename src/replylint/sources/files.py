"""Paths to bytes: files, folders and standard input, with caps."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import BinaryIO, NamedTuple

from replylint.errors import SourceError

MAX_FILE = 64_000_000
"""Bytes of one file. Larger ones are refused before they are read."""

APPLYING = (".apply", ".to-fill-in")
"""Endings of the folders with what applies corrected texts: those that are ready, and those with blanks to be filled in."""

_LEFT_OUT = frozenset({".git", ".hg", ".svn", "__pycache__", "node_modules", ".venv"})
_OUTLOOK_PICTURES = (
    "_files",
    "-Dateien",
    "_fichiers",
    "_bestanden",
    "-filer",
    "_arquivos",
    "_ficheiros",
    "_archivos",
    "-file",
    ".files",
)
"""Endings of the folders in which Outlook keeps the pictures of a signature, by language of Office."""


@dataclass
class Allowance:
    """How many bytes an archive, with the archives inside it, may still unpack to."""

    left: int

    def take(self, count: int) -> bool:
        """Use some of it up; return False if more was used than there was."""
        self.left -= count
        return self.left >= 0


class Source(NamedTuple):
    """A file, on the disk or within an archive, that can be opened again and again."""

    path: str
    """Its name for people: `box.zip/Inbox/1.eml`."""
    open: Callable[[], BinaryIO]
    size: int
    """Bytes; 0 where that is not known."""
    disk: Path | None = None
    """Where it lies, if it lies on the disk by itself."""
    depth: int = 0
    """In how many archives, one inside the other, it lies."""
    allowance: Allowance | None = None
    """What the archive that it lies in may still unpack to."""

    def head(self) -> bytes:
        """Return its first bytes, by which its format is told. Raises OSError or SourceError if it cannot be opened."""
        with self.open() as stream:
            return stream.read(HEAD)

    def read(self) -> bytes:
        """Return its bytes. Raises SourceError if it is larger than MAX_FILE or damaged."""
        if self.disk is not None:
            return read(self.disk)
        if self.size > MAX_FILE:
            raise SourceError(_too_large(self.size))
        try:
            with self.open() as stream:
                data = stream.read(MAX_FILE + 1)
        except SourceError:
            raise
        except Exception as error:  # what the libraries of archives raise at damage is many things
            raise SourceError(f"it is damaged ({error}); pack the archive again") from None
        if len(data) > MAX_FILE:
            raise SourceError(_too_large(len(data)))
        return data

    def verify(self) -> None:
        """Read it to its end, where its checksum is. Raises SourceError if it is damaged."""
        try:
            with self.open() as stream:
                while stream.read(1 << 20):
                    pass
        except SourceError:
            raise
        except Exception as error:  # what the libraries of archives raise at damage is many things
            raise SourceError(f"it is damaged ({error}); pack the archive again") from None


HEAD = 65_536
"""Bytes of a file by which its format is told."""


def on_disk(path: Path) -> Source:
    """Return a file on the disk. Raises OSError if it cannot be looked at."""
    return Source(str(path), partial(_opened, path), path.stat().st_size if path.is_file() else 0, path)


def _opened(path: Path) -> BinaryIO:
    return path.open("rb")


def beside(path: str, name: str) -> Path | None:
    """Return the file of this name in the folder of another, or None if there is none."""
    try:
        other = Path(path).with_name(name)
        return other if other.is_file() else None
    except (OSError, ValueError):  # a name that no file can have
        return None


def in_memory(data: bytes, path: str, depth: int = 0) -> Source:
    """Return bytes as a file of this name."""
    return Source(path, partial(io.BytesIO, data), len(data), depth=depth)


def _too_large(size: int) -> str:
    return f"it is {size / 1e6:.0f} MB large; the most that is read is {MAX_FILE / 1e6:.0f} MB"


def read(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises SourceError with the reason if it cannot be read or is too large.
    """
    try:
        if not path.is_file():
            raise SourceError(_not_a_file(path))
        if path.stat().st_size > MAX_FILE:
            raise SourceError(_too_large(path.stat().st_size))
        return path.read_bytes()
    except PermissionError:
        raise SourceError("you may not read it; ask for the permission or copy it") from None
    except OSError as error:
        raise SourceError(f"it cannot be read ({error.strerror or error}); check the name") from None


def _not_a_file(path: Path) -> str:
    if path.exists():
        return "it is not a file; give a file or a folder"
    if path.is_symlink():
        return "it is a link that leads nowhere or in a circle; put the file itself here, or remove the link"
    return "there is no such file or folder; check the name"


def read_standard_input() -> bytes:
    """Return all of standard input, capped as a file is. Raises SourceError if there is none."""
    if sys.stdin is None or sys.stdin.closed:
        raise SourceError("there is no standard input; name a file")
    data = sys.stdin.buffer.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        raise SourceError(f"it is more than {MAX_FILE / 1e6:.0f} MB; give the message alone")
    return data


@dataclass
class Walk:
    """The files below a folder, and what was not entered on the way."""

    folder: Path
    without: Path | None = None
    """A folder below it that is not entered: where corrected copies go."""
    closed: list[OSError] = field(default_factory=list)
    """Folders that cannot be opened."""
    passed: int = 0
    """Hidden files and linked folders, which are not read."""

    def __iter__(self) -> Iterator[Path]:
        """Yield the files in a settled order.

        Links to folders are not followed, for they may lead in a circle. Folders of programs and the pictures that Outlook keeps beside a
        signature are no messages.
        """
        for current, folders, names in os.walk(self.folder, onerror=self.closed.append):
            beside = frozenset(names)
            entered = [name for name in sorted(folders) if self._enters(current, name, beside)]
            folders[:] = entered
            for name in sorted(names):
                if name.startswith("."):
                    self.passed += 1
                else:
                    yield Path(current, name)

    def _enters(self, current: str, name: str, beside: Container[str]) -> bool:
        if name in _LEFT_OUT or _belongs_to_a_page(name, beside) or _applies(Path(current, name)):
            return False
        if Path(current, name, AUDIT).is_file():
            self.passed += 1
            return False
        if self.without is not None and Path(current, name).resolve() == self.without:
            return False
        if name == "tmp" and Path(current, "cur").is_dir() and Path(current, "new").is_dir():
            return False  # a Maildir's messages that are still being written
        if name.startswith(".") and Path(current, name, "cur").is_dir():
            return True  # a folder of a Maildir
        if name.startswith(".") or Path(current, name).is_symlink():
            self.passed += 1
            return False
        return True


AUDIT = "replylint-audit.json"
"""The file that marks the folder of an audit, whose reports are no mail."""


def _applies(folder: Path) -> bool:
    """Say whether a folder holds what applies a corrected export that stands beside it."""
    return folder.name.endswith(APPLYING) and Path(folder, "README.txt").is_file()


def _belongs_to_a_page(name: str, beside: Container[str]) -> bool:
    """Say whether a folder holds the pictures of a page beside it: `Dana_files` of `Dana.htm`."""
    stems = [name.removesuffix(ending) for ending in _OUTLOOK_PICTURES if name.endswith(ending)]
    return any(f"{stem}{suffix}" in beside for stem in stems for suffix in (".htm", ".html", ".HTM", ".HTML"))
