"""The local processes: every unit once, and one that kills whoever reads it is given up alone."""

from __future__ import annotations

import multiprocessing
import os
import signal

import pytest

from replylint.audit.pool import Pool
from replylint.audit.units import Unit

UNITS = [Unit((f"{number}.json",), ("",)) for number in range(12)]


def work(unit: Unit) -> str:
    """Do nothing, but die of one unit and complain of another."""
    if unit.paths == ("5.json",):
        os.kill(os.getpid(), signal.SIGKILL)
    return "it is damaged" if unit.paths == ("7.json",) else ""


@pytest.mark.parametrize("workers", [1, 3])
def test_a_unit_that_kills_its_process_is_told_and_all_others_are_done(workers: int) -> None:
    """Each unit is done once; the poisonous one is given up after some tries, with the signal that ended it."""
    with Pool(workers) as pool:
        done = dict(pool.run(UNITS, work))
    assert set(done) == set(UNITS)
    assert {unit.paths[0] for unit, said in done.items() if said} == {"5.json", "7.json"}
    assert "died 3 times (exit code -9)" in done[UNITS[5]]
    assert done[UNITS[7]] == "it is damaged"


def test_processes_are_ended_with_the_pool() -> None:
    """Without units nothing is done, and what was started is ended."""
    with Pool(4) as pool:
        assert list(pool.run([], work)) == []
    assert not multiprocessing.active_children()
