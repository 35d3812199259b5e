"""The local processes: every unit once, and one that kills whoever reads it is given up alone."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time

import pytest

from audit.test_audit import is_running
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


SLOW = """
import os, sys, time
from replylint.audit.pool import Pool
from replylint.audit.units import Unit
def work(unit):
    time.sleep(20 if unit.paths == ("slow",) else 0)
    return ""
if __name__ == "__main__":
    with Pool(3) as pool:
        print(*(one.process.pid for one in pool._idle), flush=True)
        list(pool.run([Unit(("slow",), ("",))], work))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux alone")
def test_idle_processes_end_at_once_with_their_parent() -> None:
    """Where the one that gives the work is killed, those without any end at once, though another is still busy."""
    with subprocess.Popen([sys.executable, "-c", SLOW], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        readers = [int(pid) for pid in parent.stdout.readline().split()]
        parent.kill()
    until = time.monotonic() + 10
    while len(left := [pid for pid in readers if is_running(pid)]) > 1 and time.monotonic() < until:
        time.sleep(0.05)
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    assert len(left) <= 1
