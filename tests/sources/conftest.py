"""What the tests of reading share: files are written, read, and their one document is handed over."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from replylint.model import Document, Mailbox, Unchecked
from replylint.sources import Loaded, load


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., list[Loaded]]:
    """Return a function that writes bytes or text to a file and reads it as replylint does."""

    def reader(data: bytes | str, name: str = "reply.eml") -> list[Loaded]:
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))
        return list(load([str(path)]))

    return reader


@pytest.fixture
def document(read: Callable[..., list[Loaded]]) -> Callable[..., Document]:
    """Return a function that reads a file that is whole and holds one document, and returns the document."""

    def reader(data: bytes | str, name: str = "reply.eml") -> Document:
        (loaded,) = read(data, name)
        assert isinstance(loaded, Mailbox), loaded
        (document,) = loaded.documents
        return document

    return reader


@pytest.fixture
def refusal(read: Callable[..., list[Loaded]]) -> Callable[..., str]:
    """Return a function that reads a file that cannot be read, and returns the one line that says why."""

    def reader(data: bytes | str, name: str = "reply.eml") -> str:
        (loaded,) = read(data, name)
        assert isinstance(loaded, Unchecked), loaded
        assert loaded.path.endswith(name)
        assert "\n" not in loaded.message
        return loaded.message

    return reader
