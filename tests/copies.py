"""Real processes that begin at once: copies of one that has loaded replylint and checked a text already.

A test of exit codes, signals and streams needs a process of its own, but not the half second in which Python starts and
imports everything. What happens in that half second has tests with processes from scratch (`given.program`).
"""

from __future__ import annotations

import atexit
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import IO, Any, Self

_LONGEST = 1 << 20
"""Bytes of a request."""
_PATIENCE = 120
"""Seconds after which a copy is given up."""
PROGRAM = "from replylint.cli import run; run()"


class Copy:
    """A running copy. At the end of a `with` block it is ended."""

    def __init__(
        self, code: str, arguments: Sequence[str], streams: Sequence[int], cwd: Path, env: Mapping[str, str]
    ) -> None:
        """Run some code in a copy, with three file descriptors as its standard streams."""
        self._wire = _wire()
        job = {"code": code, "arguments": [*arguments], "cwd": str(cwd), "env": {**env}}
        socket.send_fds(self._wire, [json.dumps(job).encode()], streams)
        self.pid = int(self._wire.recv(_LONGEST))
        self._ended: int | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._ended is None:
            os.kill(self.pid, signal.SIGKILL)
            self.wait()

    def wait(self) -> int:
        """Return the exit code; negative if a signal ended it."""
        if self._ended is None:
            self._ended = int(self._wire.recv(_LONGEST))
        return self._ended


def run(
    arguments: Sequence[str], *, cwd: Path, env: Mapping[str, str], given: bytes = b"", code: str = PROGRAM,
    stdin: IO[bytes] | int | None = None, stdout: IO[bytes] | int | None = None, stderr: IO[bytes] | int | None = None,
) -> subprocess.CompletedProcess[bytes]:  # fmt: skip
    """Run replylint, or other code, in a copy. What it writes is kept unless it is to go elsewhere."""
    with tempfile.TemporaryFile() as source, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        source.write(given)
        source.seek(0)
        streams = (stdin or source, stdout or out, stderr or err)
        numbers = [one if isinstance(one, int) else one.fileno() for one in streams]
        ended = Copy(code, arguments, numbers, cwd, env).wait()
        kept = [None if other else _all_of(file) for file, other in ((out, stdout), (err, stderr))]
    return subprocess.CompletedProcess([*arguments], ended, *kept)


def _all_of(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()


@cache
def _wire() -> socket.socket:
    """Start the original, which ends with this process, and return the way to it."""
    ours, its = socket.socketpair()
    ours.settimeout(_PATIENCE)
    with its:
        words = [sys.executable, __file__, str(its.fileno())]
        _ORIGINALS.append(subprocess.Popen(words, pass_fds=[its.fileno()], stdin=subprocess.DEVNULL))
    atexit.register(_end, ours, _ORIGINALS[-1])
    return ours


_ORIGINALS: list[subprocess.Popen[bytes]] = []
"""The original, once there is one."""


def _end(wire: socket.socket, original: subprocess.Popen[bytes]) -> None:
    wire.close()  # which ends it
    original.wait(_PATIENCE)


def _serve(wire: socket.socket) -> None:
    """Be the original: for each request become a copy, tell its number, and how it ended."""
    _warm_up()
    while True:
        request, descriptors, *_ = socket.recv_fds(wire, _LONGEST, 3)
        if not request:
            return
        pid = os.fork()
        if not pid:
            wire.close()
            _become(json.loads(request), descriptors)
        for descriptor in descriptors:
            os.close(descriptor)
        wire.send(str(pid).encode())
        wire.send(str(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])).encode())


def _warm_up() -> None:
    from click.testing import CliRunner

    from replylint.cli import cli

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reply.txt"
        path.write_text("I am out of the ofice from 12/14/26 to 12/18/26.\n\nDana Whitlock\n", encoding="utf-8")
        for command in (["check"], ["fix", "--diff"], ["facts"]):
            CliRunner().invoke(cli, [*command, "--no-config", "--as-of", "2026-12-11", str(path)])
    CliRunner().invoke(cli, ["rules"])


def _become(job: dict[str, Any], descriptors: Sequence[int]) -> None:
    """Be a process like one from scratch: with these streams, folder and environment. Never returns."""
    code = 1
    try:
        for number, descriptor in enumerate(descriptors):
            os.dup2(descriptor, number)
        os.closerange(3, max(*descriptors, 3) + 1)
        os.chdir(job["cwd"])
        os.environ.clear()
        os.environ.update(job["env"])
        signal.signal(signal.SIGINT, signal.default_int_handler)
        sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - they stay open
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", buffering=1, errors="backslashreplace", closefd=False)  # noqa: SIM115
        sys.argv = ["replylint", *job["arguments"]]
        exec(job["code"], {"__name__": "__main__"})
        code = 0
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
    except BaseException:
        traceback.print_exc()
    finally:
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except (OSError, ValueError):
                code = code or 120  # as Python ends then
        os._exit(code)


if __name__ == "__main__":
    _serve(socket.socket(fileno=int(sys.argv[1])))
