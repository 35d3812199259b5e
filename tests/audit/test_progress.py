"""The line that says how far an audit is."""

from __future__ import annotations

import re
import sys

import pytest

from replylint.audit.progress import Progress
from replylint.cli.audit import _Bar


def test_the_bar_says_how_much_how_fast_and_how_long(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A terminal sees units, megabytes a second and the time left, and the line is taken away at the end; empty files and a second round break nothing."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    moments = iter(range(100))
    monkeypatch.setattr("replylint.cli.audit.time.monotonic", lambda: float(next(moments)))
    with _Bar() as bar:
        for progress in (
            Progress("files copied", 1, 2),
            Progress("units", 0, 4, 0, 4_000_000),
            Progress("units", 1, 4, 0, 4_000_000),  # an empty one
            Progress("units", 2, 4, 2_000_000, 4_000_000),
            Progress("units", 3, 4, 0, 1_000_000),  # a second round
            Progress("units", 4, 4, 1_000_000, 1_000_000),
            Progress("comparing all mailboxes", 0, 0),
        ):
            bar.told(progress)
    said = capsys.readouterr().err
    assert re.search(r"2 of 4 units, \d\.\d MB/s, \d+ s left", said)
    assert "comparing all mailboxes …" in said
    assert said.endswith("\r\033[K")


def test_a_pipe_sees_nothing_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    """What is no terminal gets no line that is written over."""
    with _Bar() as bar:
        bar.told(Progress("units", 1, 2, 1, 2))
    assert capsys.readouterr().err == ""
