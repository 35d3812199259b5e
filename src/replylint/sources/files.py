"""Paths to bytes: files, folders and standard input, with caps."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
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
    """Return all of standard input, capped as a file is."""
    data = sys.stdin.buffer.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        raise SourceError(f"it is more than {MAX_FILE / 1e6:.0f} MB; give the message alone")
    return data


def walk(folder: Path, closed: list[OSError]) -> Iterator[Path]:
    """Yield the files below a folder in a settled order, without hidden ones and Outlook's picture folders.

    Links to folders are not followed. Folders that cannot be opened are added to `closed`.
    """
    for current, folders, names in os.walk(folder, onerror=closed.append):
        folders[:] = sorted(
            name
            for name in folders
            if name not in _LEFT_OUT and not name.startswith(".") and not name.endswith(_OUTLOOK_PICTURES)
        )
        for name in sorted(names):
            if not name.startswith("."):
                yield Path(current, name)
