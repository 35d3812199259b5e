"""Local processes that work on units. One that dies costs its unit another try, not the run."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import NamedTuple

from replylint.audit.units import Unit

_TRIES = 3
"""Times that a unit is begun before it is given up: a process may also be killed for what another did."""
_SELDOM = 100_000
"""New objects after which those that refer to each other in circles are looked for."""
Work = Callable[[Unit], str]
"""Does a unit, and returns what went wrong with it in words, or an empty string."""


class _Worker(NamedTuple):
    process: BaseProcess
    pipe: Connection


def run(units: Iterable[Unit], work: Work, workers: int) -> Iterator[tuple[Unit, str]]:
    """Do each unit in one of so many processes, and yield it when it is done, with what went wrong or an empty string.

    `work` and the units must be picklable. The order is that in which they end.
    """
    context = multiprocessing.get_context("spawn")
    waiting = deque((unit, 1) for unit in units)
    busy: dict[Connection, tuple[_Worker, Unit, int]] = {}
    idle: list[_Worker] = []
    try:
        while waiting or busy:
            while waiting and len(busy) < workers:
                unit, tries = waiting.popleft()
                worker = idle.pop() if idle else _started(context, work)
                with suppress(OSError):  # it died while it was idle; that is seen below
                    worker.pipe.send(unit)
                busy[worker.pipe] = (worker, unit, tries)
            for pipe in wait([*busy]):
                assert isinstance(pipe, Connection)
                worker, unit, tries = busy.pop(pipe)
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
                    continue
                idle.append(worker)
                yield unit, said
    finally:
        for worker in [*idle, *(one for one, _, _ in busy.values())]:
            worker.pipe.close()
            worker.process.terminate()
            worker.process.join()


def _started(context: multiprocessing.context.SpawnContext, work: Work) -> _Worker:
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, work), daemon=True)
    process.start()
    theirs.close()
    return _Worker(process, ours)


def _serve(pipe: Connection, work: Work) -> None:
    """Be a worker: do units until there are no more."""
    import gc
    import signal

    gc.freeze()  # what is there by now stays; and rows, of which there are many, hold no circles
    gc.set_threshold(_SELDOM, 50, 50)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who gives the work
    with suppress(EOFError, OSError):
        while True:
            pipe.send(work(pipe.recv()))
