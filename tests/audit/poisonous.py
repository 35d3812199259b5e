"""Units that kill those who do them. The processes that do them import this module, so it imports little."""

from __future__ import annotations

import os
import signal

from replylint.audit.units import Unit

UNITS = [Unit((f"{number}.json",), ("",)) for number in range(12)]


def nothing() -> None:
    """Load nothing ahead."""


def work(unit: Unit) -> str:
    """Do nothing, but die of one unit and complain of another."""
    if unit.paths == ("5.json",):
        os.kill(os.getpid(), signal.SIGKILL)
    return "it is damaged" if unit.paths == ("7.json",) else ""


def stopped(_: Unit) -> str:
    """Kill the supervisor."""
    os.kill(os.getppid(), signal.SIGKILL)
    return ""
