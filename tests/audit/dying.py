"""A unit that kills the process that reads it, the first time. The workers of a cluster import this module, so it imports little."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from replylint.audit.rows import Question
from replylint.audit.units import Unit
from replylint.audit.work import do


def do_or_die(question: Question, stamp: str, folder: Path, unit: Unit) -> str:
    """Do a unit, but die of one that nobody died of yet; a file beside the output says so."""
    killed = folder.parent / "killed"
    if unit.paths[0].endswith("replies002.json") and not killed.exists():
        killed.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return do(question, stamp, folder, unit)
