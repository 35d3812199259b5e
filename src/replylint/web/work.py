"""The process that checks texts for the server: `python -m replylint.web.work`.

It reads requests from standard input and writes answers to standard output, one after another, so that the server can end it
when a text takes too long or too much memory, and start another. The first frame says by which policy it checks.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import struct
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from replylint.api import Checker, Part, Reply, Text
from replylint.errors import ReplylintError
from replylint.web import away, basic, operations

LENGTH = struct.Struct(">I")
"""What a frame begins with: the number of bytes that follow."""
READY = b"ready"
_SELDOM = 100_000
"""New objects after which those that refer to each other in circles are looked for."""
_MEMORY = 1_500_000_000
"""Bytes of address space, where the system can hold a process to that."""
_GRACE = 5
"""Seconds beyond the limit after which a process whose server is gone ends itself."""


@dataclass(frozen=True)
class Work:
    """What a process works with, as plain data: how the checker is made, and how long a request may take."""

    policy: str
    directory: str = ""
    words: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    replies: tuple[str, ...] = ()
    seconds: float = 5.0

    def checker(self) -> Checker:
        """Return the checker. Raises a ReplylintError if the policy or the staff list cannot be used."""
        return Checker(
            self.policy,
            directory=Path(self.directory) if self.directory else None,
            words=frozenset(self.words),
            select=self.select,
            ignore=self.ignore,
        )

    def to_bytes(self) -> bytes:
        """Return it as the first frame."""
        return json.dumps(asdict(self)).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Work:
        """Return what `to_bytes` was made of."""
        given: dict[str, Any] = json.loads(data)
        plain: dict[str, Any] = {name: tuple(one) if isinstance(one, list) else one for name, one in given.items()}
        return cls(**plain)


Answer = tuple[int, bytes]
"""The status, as HTTP has it, and the content."""


def request_of(op: str, today: date, body: bytes = b"", **options: str) -> bytes:
    """Return a request as a frame has it: what to do in one line of JSON, then the body as it came."""
    return json.dumps({"op": op, "today": today.isoformat(), **options}).encode() + b"\n" + body


def answer_of(frame: bytes) -> Answer:
    """Return the answer in a frame."""
    return int(frame[:3]), frame[3:]


def main() -> None:
    """Answer requests until there are no more."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # nothing that prints may come between the frames
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the server
    _bound_memory()
    gc.set_threshold(_SELDOM, 50, 50)
    with suppress(EOFError, BrokenPipeError):
        work = Work.from_bytes(_read(requests))
        try:
            worker = _Worker(work)
        except ReplylintError as error:
            _write(answers, str(error).encode())
            return
        _write(answers, READY)
        while True:
            request = _read(requests)
            with _ended_after(work.seconds + _GRACE):
                status, content = worker.answer(request)
            _write(answers, str(status).encode() + content)


class _Worker:
    def __init__(self, work: Work) -> None:
        self._work = work
        self._checker = work.checker()
        # Load what checks and corrections need, so that the first person waits no longer than the others.
        self._checker.fix_all(Reply((Text(Part.MESSAGE, "<p>I am out until 12/18/26. Thankyou,</p>", markup=True),)))
        gc.collect()
        gc.freeze()  # what every check needs is there to stay

    def answer(self, request: bytes) -> Answer:
        line, _, body = request.partition(b"\n")
        asked: Mapping[str, str] = json.loads(line)
        today = date.fromisoformat(asked["today"])
        if today != self._checker.engine.today:
            self._checker = self._checker.adapted(today=today)
        try:
            return _HANDLERS[asked["op"]](self, asked, body)
        except Exception as error:
            return operations.failed(error)

    def operation(self, asked: Mapping[str, str], body: bytes) -> Answer:
        return operations.answer(asked["op"], body, self._checker)

    def people(self, asked: Mapping[str, str], _: bytes) -> Answer:
        return 200, operations.people(asked["q"], self._checker)

    def away(self, _: Mapping[str, str], __: bytes) -> Answer:
        return 200, away.read(self._work.replies, self._checker).to_bytes()

    def basic(self, asked: Mapping[str, str], body: bytes) -> Answer:
        return 200, basic.checked(body, self._checker, asked["language"]).encode()


_HANDLERS: dict[str, Callable[[_Worker, Mapping[str, str], bytes], Answer]] = {
    "check": _Worker.operation,
    "fix": _Worker.operation,
    "new": _Worker.operation,
    "people": _Worker.people,
    "away": _Worker.away,
    "basic": _Worker.basic,
}


def _read(stream: BinaryIO) -> bytes:
    """Return the next frame. Raises EOFError if there is none."""
    (length,) = LENGTH.unpack(_exactly(stream, LENGTH.size))
    return _exactly(stream, length)


def _exactly(stream: BinaryIO, count: int) -> bytes:
    data = stream.read(count)
    if len(data) < count:
        raise EOFError
    return data


def _write(stream: BinaryIO, data: bytes) -> None:
    stream.write(LENGTH.pack(len(data)) + data)
    stream.flush()


def _bound_memory() -> None:
    """Hold this process to so much memory, where the system can do that."""
    if sys.platform == "linux":
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        limit = _MEMORY if most == resource.RLIM_INFINITY else min(_MEMORY, most)
        with suppress(OSError, ValueError):  # a service may be forbidden to; then systemd bounds its memory
            resource.setrlimit(resource.RLIMIT_AS, (limit, most))


@contextmanager
def _ended_after(seconds: float) -> Iterator[None]:
    """End the process if the block takes longer, so that it does not outlive a server that was killed."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)


if __name__ == "__main__":
    main()
