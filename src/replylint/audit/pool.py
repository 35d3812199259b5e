"""Local processes that work on units. One that dies costs its unit another try, not the run."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:  # the first processes are started before that is loaded
    from replylint.audit.units import Unit

_TRIES = 3
"""Times that a unit is begun before it is given up: a process may also be killed for what another did."""
_SELDOM = 100_000
"""New objects after which those that refer to each other in circles are looked for."""
_EARLY = 2
"""Processes that are started before it is known how much there is to do."""
Work = Callable[["Unit"], str]
"""Does a unit, and returns what went wrong with it in words, or an empty string."""


class _Worker(NamedTuple):
    process: BaseProcess
    pipe: Connection


class Pool:
    """So many processes at most. The first begin to load what they need at once, while their parent is still busy with that itself."""

    def __init__(self, workers: int, early: bool = True) -> None:
        self._context = multiprocessing.get_context("spawn")
        self.workers = workers
        self._idle = [self._started() for _ in range(min(workers, _EARLY) if early else 0)]
        self._busy: dict[Connection, tuple[_Worker, Unit, int]] = {}
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
            for pipe in wait([*self._busy]):
                assert isinstance(pipe, Connection)
                worker, unit, tries = self._busy.pop(pipe)
                try:
                    said: str = pipe.recv()
                except (EOFError, OSError):
                    worker.process.join()
                    pipe.close()
                    if tries < _TRIES:
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

    def _started(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(theirs,), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)


def _serve(pipe: Connection) -> None:
    """Be a worker: do units until there are no more."""
    import gc
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who gives the work
    with suppress(ImportError):  # of what is not installed the parent speaks
        import pyarrow.parquet  # noqa: F401  # what the rows are written with

        import replylint.audit.work  # noqa: F401  # what the first unit needs
    gc.freeze()  # what is there by now stays; and rows, of which there are many, hold no circles
    gc.set_threshold(_SELDOM, 50, 50)
    with suppress(EOFError, OSError):
        while True:
            work, unit = pipe.recv()
            pipe.send(work(unit))
