"""A process that has the pool: it loads what units need, while the one that started it loads what is made of their rows.

It is a copy of that one, as its workers are copies of it. Where it dies another takes its place, and what it had not told to be done is done again.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection

from replylint.audit.pool import TRIES, Pool, Work, can_be_copied, start
from replylint.audit.units import Unit


class Supervisor:
    """Does what a `Pool` does, in a process of its own. What that is to do at first (`ahead`) must be picklable; errors of it do not matter."""

    def __init__(self, workers: int, ahead: Callable[[], object]) -> None:
        self.workers = workers
        self._ahead = ahead
        self._start()

    def __enter__(self) -> Supervisor:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        """End all processes, which gives back the room that they take; another `run` starts new ones."""
        self._pipe.close()
        self._process.join()

    def run(self, units: Iterable[Unit], work: Work) -> Iterator[tuple[Unit, str]]:
        """Have the first units begun, and return what yields each, as `Pool.run` does."""
        left = dict.fromkeys(units)
        if left:
            self._give(left, work)
        return self._done(left, work)

    def _give(self, units: Iterable[Unit], work: Work) -> None:
        if self._pipe.closed:
            self._start()
        with suppress(OSError):  # it has died, as is seen when it is asked
            self._pipe.send((work, list(units)))

    def _done(self, left: dict[Unit, None], work: Work) -> Iterator[tuple[Unit, str]]:
        tries = 1
        while left:
            try:
                unit, said = self._pipe.recv()
            except (EOFError, OSError):
                self.end()
                if tries == TRIES:
                    for unit in left:
                        yield unit, f"the process that has it read died {tries} times (exit code {self._process.exitcode}), so it was not checked; run the audit again"  # fmt: skip
                    return
                tries += 1
                self._give(left, work)
            else:
                del left[unit]
                yield unit, said

    def _start(self) -> None:
        self._process, self._pipe = start(_supervise, (), self.workers, self._ahead, daemon=False)


def _supervise(pipe: Connection, workers: int, ahead: Callable[[], object]) -> None:
    """Be a supervisor: have units done until there are no more."""
    with suppress(Exception):
        ahead()
    gc.freeze()  # what is there by now is shared with the workers as long as nobody touches it
    with Pool(workers, pipe) as pool, suppress(EOFError, OSError):
        while True:
            work, units = pipe.recv()
            for done in pool.run(units, work):
                pipe.send(done)


def pool_for(workers: int, ahead: Callable[[], object]) -> Pool | Supervisor:
    """Return the local processes that do units: with a supervisor where processes can be copied, for elsewhere a further one costs more than it saves."""
    return Supervisor(workers, ahead) if can_be_copied() else Pool(workers)
