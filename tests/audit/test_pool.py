"""The local processes: every unit once, one that kills whoever reads it is given up alone, and nobody works on for nobody."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import copies
from audit.processes import is_running

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are not there")
SETTING = """
import json, multiprocessing
from audit.poisonous import UNITS, nothing, stopped, work
from replylint.audit import pool
from replylint.audit.pool import Pool
from replylint.audit.supervisor import Supervisor
"""
SPAWNED = SETTING + "pool.can_be_copied = lambda: False\n"
"""Where processes cannot be copied, they are started from scratch."""
PROCESSES = [
    (SETTING, "Pool(1)"), (SETTING, "Pool(3)"), (SETTING, "Supervisor(1, nothing)"), (SETTING, "Supervisor(3, nothing)"),
    (SPAWNED, "Pool(1)"),
]  # fmt: skip


def done_by(setting: str, processes: str, units: str, work: str = "work", then: str = "") -> dict[str, str]:
    """Return what processes said of units, each once, by the name of its file. The test's own process has threads, and cannot be copied."""
    lines = (
        f"with {processes} as one:",
        f"    done = [(unit.paths[0], said) for unit, said in one.run({units}, {work})]",
        "assert len(done) == len(dict(done)), done",
        then,
        "print(json.dumps(dict(done)))",
    )
    ended = copies.run([], code=setting + "\n".join(lines), cwd=Path.cwd(), env=os.environ)
    assert ended.returncode == 0, ended.stderr.decode()
    return dict(json.loads(ended.stdout))


@pytest.mark.parametrize(("setting", "processes"), PROCESSES)
def test_a_unit_that_kills_its_process_is_told_and_all_others_are_done(setting: str, processes: str) -> None:
    """Each unit is done once; the poisonous one is given up after some tries, with the signal that ended it."""
    done = done_by(setting, processes, "UNITS")
    assert len(done) == 12
    assert {name for name, said in done.items() if said} == {"5.json", "7.json"}
    assert "died 3 times (exit code -9)" in done["5.json"]
    assert done["7.json"] == "it is damaged"


@pytest.mark.parametrize(("setting", "processes"), PROCESSES)
def test_processes_are_ended_with_the_pool(setting: str, processes: str) -> None:
    """Without units nothing is done, and what was started is ended; a run after the end starts anew."""
    setting += f"with {processes} as first:\n    assert list(first.run([], work)) == []\n    first.end()\n    assert list(first.run(UNITS[:1], work)) == [(UNITS[0], '')]\n"
    assert done_by(setting, processes, "[]", then="assert not multiprocessing.active_children()") == {}


PROGRAM = """
import os, sys, time
from replylint.audit.supervisor import Supervisor
from replylint.audit.units import Unit
def work(unit):
    os.write(1, f"{{os.getpid()}} {{os.getppid()}}\\n".encode())  # in one piece, so that no other process writes into it
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


def test_a_supervisor_that_is_killed_again_and_again_is_told() -> None:
    """After some tries each unit that was not told to be done is said not to be checked, and the program goes on."""
    done = done_by(SETTING, "Supervisor(1, nothing)", "UNITS[:3]", "stopped")
    assert len(done) == 3
    assert all("died 3 times (exit code -9)" in said and "not checked" in said for said in done.values())
