"""Every audit of a test is in a folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go into an empty folder, and return it."""
    monkeypatch.chdir(tmp_path)
    return tmp_path
