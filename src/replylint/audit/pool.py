"""Local processes that work on units. One that dies costs its unit another try, not the run."""

from __future__ import annotations

import gc
import multiprocessing
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, NamedTuple

from replylint.audit.units import Unit

TRIES = 3
"""Times that a unit is begun, or a run, before it is given up: a process may also be killed for what another did."""
_SELDOM = 100_000
"""New objects after which those that refer to each other in circles are looked for."""
Work = Callable[[Unit], str]
"""Does a unit, and returns what went wrong with it in words, or an empty string."""


class Started(NamedTuple):
    """A process that was started, and our end of the pipe to it."""

    process: BaseProcess
    pipe: Connection


class Pool:
    """So many processes at most. They are copies of this one, where it can be copied: what it has loaded they have, and share.

    `above` is the connection to the one for whom all this is done, if that is another process: it sends nothing meanwhile, and when it closes
    the connection the pool stops.
    """

    def __init__(self, workers: int, above: Connection | None = None) -> None:
        self.workers = workers
        self._above = () if above is None else (above,)
        self._idle: list[Started] = []
        self._busy: dict[Connection, tuple[Started, Unit, int]] = {}
        """Those that do a unit, and how often that was begun."""

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        """End the processes, which gives back the room that they take; another `run` starts new ones."""
        for worker in (*self._idle, *(one for one, _, _ in self._busy.values())):
            worker.pipe.close()
            worker.process.terminate()
            worker.process.join()
        self._idle = []
        self._busy = {}

    def run(self, units: Iterable[Unit], work: Work) -> Iterator[tuple[Unit, str]]:
        """Give the first units to the processes, and return what yields each unit when it is done, with what went wrong or an empty string.

        `work` and the units must be picklable. The order is that in which they end.
        """
        waiting = deque((unit, 1) for unit in units)
        self._give(waiting, work)
        return self._done(waiting, work)

    def _give(self, waiting: deque[tuple[Unit, int]], work: Work) -> None:
        while waiting and len(self._busy) < self.workers:
            unit, tries = waiting.popleft()
            worker = self._idle.pop() if self._idle else self._started()
            with suppress(OSError):  # it died while it was idle; that is seen when it is waited for
                worker.pipe.send((work, unit))
            self._busy[worker.pipe] = (worker, unit, tries)

    def _done(self, waiting: deque[tuple[Unit, int]], work: Work) -> Iterator[tuple[Unit, str]]:
        while self._busy:
            for pipe in wait([*self._busy, *self._above]):
                assert isinstance(pipe, Connection)
                if pipe in self._above:
                    return
                worker, unit, tries = self._busy.pop(pipe)
                try:
                    said: str = pipe.recv()
                except (EOFError, OSError):
                    worker.process.join()
                    pipe.close()
                    if tries < TRIES:
                        waiting.append((unit, tries + 1))
                    else:
                        yield (
                            unit,
                            f"the process that read it died {tries} times (exit code {worker.process.exitcode}), so it was not checked",
                        )
                else:
                    self._idle.append(worker)
                    yield unit, said
                self._give(waiting, work)

    def _started(self) -> Started:
        # A copy has the ends of the pipes that this process holds, and must let go of them: that they are closed tells others that nobody is there any more.
        return start(_serve, (*(one.pipe for one in self._idle), *self._busy, *self._above), daemon=True)


def start(target: Callable[..., None], held: Iterable[Connection], *arguments: object, daemon: bool) -> Started:
    """Start a process: a copy of this one where that can be, or else a new one.

    `target` gets its end of a pipe and `arguments`, which must be picklable. Of the pipes that this process holds a copy closes its own end and those `held`.
    """
    copied = can_be_copied()
    context: Any = multiprocessing.get_context("fork" if copied else "spawn")
    ours, theirs = context.Pipe()
    process = context.Process(
        target=_begin, args=(target, (ours, *held) if copied else (), theirs, *arguments), daemon=daemon
    )
    process.start()
    theirs.close()
    return Started(process, ours)


def _begin(target: Callable[..., None], held: Iterable[Connection], pipe: Connection, *arguments: object) -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who gives the work
    for name in ("SIGTERM", "SIGHUP"):  # a copy has the handlers of that one, which are not for it
        number = getattr(signal, name, None)
        if number is not None and callable(signal.getsignal(number)):
            signal.signal(number, signal.SIG_DFL)
    for one in held:
        one.close()
    target(pipe, *arguments)


def can_be_copied() -> bool:
    """Say whether this process can be copied (forked): one thread alone, on Linux; the locks of others would stay locked for ever."""
    return sys.platform == "linux" and sum(1 for _ in Path("/proc/self/task").iterdir()) == 1


def _serve(pipe: Connection) -> None:
    """Be a worker: do units until there are no more."""
    gc.set_threshold(_SELDOM, 50, 50)  # rows, of which there are many, hold no circles
    with suppress(EOFError, OSError):
        while True:
            work, unit = pipe.recv()
            pipe.send(work(unit))
