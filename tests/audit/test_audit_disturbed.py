"""An audit that is disturbed on the way: whoever is killed, whatever is full, the rows are those of a calm one."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import time
from collections.abc import Callable
from contextlib import chdir
from pathlib import Path

import pytest

import copies
from audit.dying import do_or_die
from audit.processes import children, is_running, readers
from audit.running import COUNT, FEW, audited
from cli.given import run
from organizations import AS_OF, write

FILES = 5
"""Files of an audit that is disturbed while it runs, each a unit of its own."""


@pytest.fixture(scope="module")
def calm(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    """Return what an audit of many mailboxes writes that nobody disturbs."""
    with chdir(tmp_path_factory.mktemp("calm")):
        write(Path("exports"), COUNT, files=FILES)
        return audited("exports")


def audited_apart(*arguments: object, code: str = copies.PROGRAM) -> tuple[int, str]:
    """Run an audit with processes of its own, and return its exit code and what it said on standard error."""
    words = ["audit", *map(str, arguments), "--as-of", AS_OF, "--no-config"]
    done = copies.run(words, code=code, cwd=Path.cwd(), env=os.environ)
    return done.returncode, done.stderr.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="processes cannot be copied")
def test_the_rows_are_the_same_whoever_reads_them(here: Path) -> None:
    """One process or three, all at once or in two runs, give the same rows in the same order."""
    write(here / "exports", FEW, files=4)
    one = audited("exports")
    for _ in range(2):
        assert audited_apart("exports", "--output", "three", "--workers", 3)[0] == 1
        assert json.loads(Path("three", "audit.json").read_bytes()) == one


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits")
def test_a_full_disk_is_told_and_leaves_nothing_half_written(here: Path) -> None:
    """What cannot be written is not checked; with room again the next run does it."""
    write(here / "exports", FEW)
    whole = audited("exports", output="whole")
    shutil.rmtree("whole")
    ended, said = audited_apart("exports", "--output", "out", code=FULL)
    assert ended == 2
    assert "cannot be written" in said
    assert list(Path("out", "parts").iterdir()) == []
    assert audited("exports") == whole


FULL = """
import resource, signal, sys
sys.dont_write_bytecode = True
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (2000, resource.RLIM_INFINITY))
from replylint.cli import main
main()
"""
"""The program, except that files may grow to no more than 2 kB, which is what a process sees of a full disk."""
HELD = """
import os, time
os.setsid()
from pathlib import Path
from replylint.audit import units, work
from replylint.cli import run

def held(unit, question):
    name = Path(unit.paths[0]).name
    while name.endswith(".json") and not Path("go", name).exists():
        time.sleep(0.01)
    return read(unit, question)

read, work.rows_of = work.rows_of, held
units._SMALL = 1_000
run()
"""
"""The program, except that each file is a unit and is not read before the test lets it go."""


def started(folder: Path) -> copies.Copy:
    """Start an audit as a program of its own, over exports whose units are held."""
    write(folder / "exports", COUNT, files=FILES)
    (folder / "go").mkdir()
    words = ["audit", "exports", "--output", "out", "--workers", "2", "--as-of", AS_OF, "--no-config"]
    with Path(os.devnull).open("r+b") as null:
        return copies.Copy(HELD, words, [null.fileno()] * 3, folder, os.environ)


def let_go(*numbers: int) -> None:
    """Let units be read."""
    for number in numbers:
        Path("go", f"replies{number:03}.json").touch()


def awaited(audit: copies.Copy, true: Callable[[], bool]) -> None:
    """Wait until something is true of an audit that runs."""
    until = time.monotonic() + 60
    while not true():
        assert is_running(audit.pid)
        assert time.monotonic() < until
        time.sleep(0.01)


def parts() -> list[Path]:
    """Return the lists of the units that are done."""
    return list(Path("out").glob("parts/[!.]*/done.json"))


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are found below /proc")
def test_killed_processes_change_nothing(here: Path, calm: dict[str, object]) -> None:
    """A worker that is killed in the middle costs its unit another try, a killed supervisor all that it had not told: the dataset is that of an undisturbed run."""
    audit = started(here)
    let_go(0)
    awaited(audit, lambda: len(parts()) == 1 and len(readers(audit.pid)) == 2)
    before = readers(audit.pid)
    os.kill(before[0], signal.SIGKILL)
    awaited(audit, lambda: len({*readers(audit.pid)} - {*before}) == 1 and before[0] not in readers(audit.pid))
    (supervisor,) = children(audit.pid)
    os.kill(supervisor, signal.SIGKILL)
    awaited(audit, lambda: supervisor not in children(audit.pid) and len(readers(audit.pid)) == 2)
    let_go(*range(FILES))
    assert audit.wait() == 1
    assert json.loads(Path("out", "audit.json").read_bytes()) == calm


@pytest.mark.skipif(sys.platform == "win32", reason="signals are not there")
def test_an_audit_that_is_killed_goes_on_where_it_was(here: Path, calm: dict[str, object]) -> None:
    """The audit itself killed and started again gives the same dataset, and what was done is not done again."""
    audit = started(here)
    let_go(0, 1)
    awaited(audit, lambda: len(parts()) == 2)
    os.killpg(audit.pid, signal.SIGKILL)
    audit.wait()
    times = {path: path.stat().st_mtime_ns for path in parts()}
    assert len(times) == 2
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("replylint.audit.units._SMALL", 1_000)
        again = audited("exports")
    assert {path: path.stat().st_mtime_ns for path in times} == times
    assert len(parts()) == FILES
    assert again == calm


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are found below /proc")
def test_processes_end_with_their_audit(here: Path) -> None:
    """Where the audit alone is killed, those that read for it end too, though they are busy."""
    audit = started(here)
    awaited(audit, lambda: len(readers(audit.pid)) == 2)
    begun = readers(audit.pid)
    os.kill(audit.pid, signal.SIGKILL)
    audit.wait()
    until = time.monotonic() + 60
    while (left := [pid for pid in begun if is_running(pid)]) and time.monotonic() < until:
        time.sleep(0.01)
    assert left == []


@pytest.mark.filterwarnings("ignore:Creating scratch directories")  # as Dask says on a machine that is busy
def test_a_cluster_gives_the_same_rows(here: Path, calm: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    """On a Dask cluster the rows are those of local processes, also if a worker is killed in the middle."""
    monkeypatch.setenv("DASK_DISTRIBUTED__WORKER__MULTIPROCESSING_METHOD", "forkserver")  # which loads Dask once
    from distributed import LocalCluster

    write(here / "exports", COUNT, files=FILES)
    monkeypatch.setattr("replylint.audit.units._SMALL", 1_000)
    monkeypatch.setattr("replylint.audit.run.do", do_or_die)
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50) as cluster:
        assert audited("exports", "--scheduler", cluster.scheduler_address) == calm
    assert Path("killed").exists()
    assert len(parts()) == FILES


def test_a_scheduler_that_is_not_there_is_told(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong address is one line, and it is said how one looks."""
    monkeypatch.setattr("replylint.audit.cluster._SECONDS", 1)
    write(here / "exports", 10)
    done = run("audit", "exports", "--output", "out", "--scheduler", "tcp://127.0.0.1:9")
    assert done.exit_code == 2
    assert "check the address" in done.stderr
