"""Audits within the test's own process, which take no time to start."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from replylint.audit import rows, work
from replylint.audit.dataset import Dataset
from replylint.audit.progress import Progress
from replylint.audit.result import Audit
from replylint.audit.rows import Question
from replylint.audit.run import audit
from replylint.audit.units import Unit

TODAY = date(2026, 12, 14)


class Inline:
    """Does units where it is, one after the other."""

    workers = 1

    def __enter__(self) -> Inline:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def run(self, units: Iterable[Unit], work: Any) -> Iterator[tuple[Unit, str]]:
        """Do each unit."""
        return ((unit, work(unit)) for unit in units)

    def end(self) -> None:
        """Do nothing: there is no process to end."""


@contextmanager
def in_this_process() -> Iterator[None]:
    """Let the command do its units here. As in a process of its own, nothing is known of what was asked before."""
    for kept in (rows.engine_for, rows._memory_for, work._stamp):
        kept.cache_clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("replylint.audit.supervisor.pool_for", lambda *_: Inline())
        yield


def audited(
    *paths: str, output: str = "out", leave: str = "", told: list[Progress] | None = None, **question: Any
) -> Audit:
    """Audit files and folders into a folder, as of December 14, 2026."""
    if "directory" in question:
        question["directory"] = str(Path(question["directory"]).absolute())
    asked = Question("plant-city", TODAY, TODAY, **question)
    steps: list[Progress] = [] if told is None else told
    with Dataset(Path(output)) as dataset:
        return audit(paths, dataset, asked, Inline(), steps.append, leave=Path(leave) if leave else None)  # type: ignore[arg-type]  # it does what a pool does


def rules_in(found: Audit, *families: str) -> list[tuple[str, str]]:
    """Return the rules that find something and in whose mailbox, of some families or of all, in order."""
    return sorted(
        (row["rule"], row["mailbox"].partition("@")[0])
        for row in found.findings
        if not families or row["rule"].startswith(families)
    )
