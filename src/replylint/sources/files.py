"""Paths to bytes: files, folders and standard input, with caps."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from replylint.errors import SourceError

MAX_FILE = 64_000_000
"""Bytes of one file. Larger ones are refused before they are read."""

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


def read(path: Path) -> bytes:
    """Return the bytes of a file.

    Raises SourceError with the reason if it cannot be read or is too large.
    """
    try:
        if not path.is_file():
            raise SourceError(
                "it is not a file; give a file or a folder"
                if path.exists()
                else "there is no such file or folder; check the name"
            )
        if path.stat().st_size > MAX_FILE:
            raise SourceError(
                f"it is {path.stat().st_size / 1e6:.0f} MB large; the most that is read is {MAX_FILE / 1e6:.0f} MB"
            )
        return path.read_bytes()
    except PermissionError:
        raise SourceError("you may not read it; ask for the permission or copy it") from None
    except OSError as error:
        raise SourceError(f"it cannot be read ({error.strerror or error}); check the name") from None


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
            entered = [name for name in sorted(folders) if self._enters(current, name, names)]
            folders[:] = entered
            for name in sorted(names):
                if name.startswith("."):
                    self.passed += 1
                else:
                    yield Path(current, name)

    def _enters(self, current: str, name: str, beside: list[str]) -> bool:
        if name in _LEFT_OUT or _belongs_to_a_page(name, beside):
            return False
        if name.startswith(".") or Path(current, name).is_symlink():
            self.passed += 1
            return False
        return True


def _belongs_to_a_page(name: str, beside: list[str]) -> bool:
    """Say whether a folder holds the pictures of a page beside it: `Dana_files` of `Dana.htm`."""
    stems = [name.removesuffix(ending) for ending in _OUTLOOK_PICTURES if name.endswith(ending)]
    return any(f"{stem}{suffix}" in beside for stem in stems for suffix in (".htm", ".html", ".HTM", ".HTML"))
