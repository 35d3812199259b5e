"""The local processes: every unit once, one that kills whoever reads it is given up alone, and nobody works on for nobody."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial

import pytest

from audit.test_audit import is_running
from replylint.audit.pool import Pool
from replylint.audit.supervisor import Supervisor
from replylint.audit.units import Unit

UNITS = [Unit((f"{number}.json",), ("",)) for number in range(12)]


def nothing() -> None:
    """Load nothing ahead."""


def work(unit: Unit) -> str:
    """Do nothing, but die of one unit and complain of another."""
    if unit.paths == ("5.json",):
        os.kill(os.getpid(), signal.SIGKILL)
    return "it is damaged" if unit.paths == ("7.json",) else ""


@pytest.mark.parametrize("workers", [1, 3])
@pytest.mark.parametrize("processes", [Pool, partial(Supervisor, ahead=nothing)])
def test_a_unit_that_kills_its_process_is_told_and_all_others_are_done(
    processes: Callable[[int], Pool | Supervisor], workers: int
) -> None:
    """Each unit is done once; the poisonous one is given up after some tries, with the signal that ended it."""
    with processes(workers) as pool:
        done = dict(pool.run(UNITS, work))
    assert set(done) == set(UNITS)
    assert {unit.paths[0] for unit, said in done.items() if said} == {"5.json", "7.json"}
    assert "died 3 times (exit code -9)" in done[UNITS[5]]
    assert done[UNITS[7]] == "it is damaged"


@pytest.mark.parametrize("processes", [Pool, partial(Supervisor, ahead=nothing)])
def test_processes_are_ended_with_the_pool(processes: Callable[[int], Pool | Supervisor]) -> None:
    """Without units nothing is done, and what was started is ended; a run after the end starts anew."""
    with processes(4) as pool:
        assert list(pool.run([], work)) == []
        pool.end()
        assert list(pool.run(UNITS[:1], work)) == [(UNITS[0], "")]
    assert not multiprocessing.active_children()


PROGRAM = """
import os, sys, time
from replylint.audit.supervisor import Supervisor
from replylint.audit.units import Unit
def work(unit):
    print(os.getpid(), os.getppid(), flush=True)
    time.sleep({seconds})
    return ""
if __name__ == "__main__":
    units = [Unit((str(number),), ("",)) for number in range(6)]
    with Supervisor(2, int) as supervisor:
        done = [unit for unit, said in supervisor.run(units, work) if not said]
    assert sorted(done) == units, done
"""


@pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux alone")
def test_all_processes_end_at_once_with_the_one_that_gives_the_work() -> None:
    """Where that one is killed, nobody goes on for nobody, not even who is busy."""
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM.format(seconds=60)], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        pids = {int(pid) for _ in range(2) for pid in parent.stdout.readline().split()}
        assert len(pids) == 3
        parent.kill()
    until = time.monotonic() + 10
    while (left := [pid for pid in pids if is_running(pid)]) and time.monotonic() < until:
        time.sleep(0.05)
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    assert left == []


@pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux alone")
def test_a_supervisor_that_is_killed_is_replaced() -> None:
    """Another takes its place, and all units are told to be done."""
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM.format(seconds=0.5)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        assert parent.stderr is not None
        os.kill(int(parent.stdout.readline().split()[1]), signal.SIGKILL)
        assert parent.wait(30) == 0, parent.stderr.read()


def stopped(_: Unit) -> str:
    """Kill the supervisor."""
    os.kill(os.getppid(), signal.SIGKILL)
    return ""


@pytest.mark.skipif(sys.platform == "win32", reason="signals are not there")
def test_a_supervisor_that_is_killed_again_and_again_is_told() -> None:
    """After some tries each unit that was not told to be done is said not to be checked, and the program goes on."""
    with Supervisor(1, nothing) as supervisor:
        done = dict(supervisor.run(UNITS[:3], stopped))
    assert set(done) == set(UNITS[:3])
    assert all("died 3 times (exit code -9)" in said and "not checked" in said for said in done.values())
