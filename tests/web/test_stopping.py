"""How the server starts and stops, and what becomes of processes that die."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from serving import REPLY, Server, problem_in, reply

from replylint.cli import cli

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")


def children(process: int) -> list[int]:
    """Return the processes that a process has started."""
    found = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    return [int(one) for one in found.split()]


def alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def wait_for(true: Callable[[], bool]) -> None:
    for _ in range(600):
        if true():
            return
        time.sleep(0.1)
    raise AssertionError("it never was")


@LINUX
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_server_ends_what_it_has_begun(page: Path, number: int) -> None:
    """Told to stop, the server answers the request that it has, ends its processes, and exits with 0."""
    server = Server("--page", str(page), "--seconds", "60")
    workers = children(server.process.pid)
    got: list[int] = []
    slow = reply("Plase contcat Dnaa Whtlock befroe 12/18/26. " * 700)
    asking = threading.Thread(target=lambda: got.append(server.post("check", slow).status_code))
    asking.start()
    wait_for(lambda: any(busy(worker) for worker in workers))
    server.process.send_signal(number)
    asking.join(60)
    assert got == [200]
    assert server.process.wait(30) == 0
    assert "Traceback" not in server.log()
    assert not [one for one in workers if alive(one)]
    server.stop()


def busy(process: int) -> bool:
    stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return stat[0] == "R"


@LINUX
def test_processes_end_with_a_server_that_is_killed(page: Path) -> None:
    """A server that is killed leaves no process behind."""
    server = Server("--page", str(page))
    workers = children(server.process.pid)
    assert len(workers) >= 2
    server.process.kill()
    wait_for(lambda: not any(alive(one) for one in workers))
    server.stop()


@LINUX
def test_process_that_dies_is_replaced(start: Callable[..., Server]) -> None:
    """Where every process is killed, as for want of memory, others take their place; a request meanwhile is not called right."""
    server = start("--workers", "2")
    before = children(server.process.pid)
    for one in before:
        os.kill(one, signal.SIGKILL)
    for _ in range(2):
        got = server.post("check", reply(REPLY))
        if got.status_code != 200:
            assert "not checked" in problem_in(got, 500)
    wait_for(lambda: server.post("check", reply(REPLY)).status_code == 200)
    assert not {*before} & {*children(server.process.pid)}
    assert server.client.get("/healthz").status_code == 200


def refused(*arguments: str) -> str:
    """Return the one sentence with which a server ends that cannot start."""
    done = CliRunner().invoke(cli, ["serve", "--no-config", *arguments], prog_name="replylint")
    assert done.exit_code == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1
    return done.stderr


def test_what_cannot_be_served_is_said_at_once(page: Path, tmp_path: Path) -> None:
    """Wrong options end the start with one sentence that says what to do."""
    given = ("--page", str(page))
    with socket.create_server(("127.0.0.1", 0)) as taken:
        assert "choose another with --port" in refused(*given, "--port", str(taken.getsockname()[1]))
    assert "--allowed-host" in refused(*given, "--host", "0.0.0.0")
    assert "write the name alone" in refused(*given, "--allowed-host", "https://replies.example.gov/")
    assert "cannot be used" in refused(*given, "--host", "192.0.2.1")
    assert "check the name" in refused("--page", str(tmp_path / "none.html"))
    assert "--title" in refused(*given, "--title", "City")
    (tmp_path / "other.html").write_text("<p>hello</p>")
    assert "not a file that replylint page wrote" in refused("--page", str(tmp_path / "other.html"))
    assert "--replies" in refused(*given, "--replies", str(tmp_path / "none"))
    assert "staff.csv" in refused(*given, "--directory", str(tmp_path / "staff.csv"))
    assert "plant-citty" in refused(*given, "--policy", "plant-citty")
