"""A small pool of processes that check texts. One that takes too long, or dies, is ended and replaced; the others go on."""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress

from replylint.errors import ConfigError
from replylint.web.turns import FullError, Turns
from replylint.web.work import LENGTH, READY, Answer, Work, answer_of

_MOST_WAITING = 50
"""Requests for each process that may wait; more are turned away, because nobody would wait for their answers."""
_PATIENCE = 10.0
"""Seconds that a request waits for a process."""
_START = 60.0
"""Seconds in which a process must be ready."""
_AGAIN = (0.0, 1.0, 5.0, 30.0)
"""Seconds before a process that does not start is started again; the last holds from then on."""


class BusyError(Exception):
    """No process was free in time."""


class SlowError(Exception):
    """A text took longer than it may, and its process was ended."""


class DiedError(Exception):
    """A process ended while it worked on a text."""


class Workers:
    """Processes that do a `Work`; `async with` starts and ends them."""

    def __init__(self, work: Work, count: int) -> None:
        self.count = count
        self._work = work
        self._turns: Turns[Worker] = Turns(_MOST_WAITING * count)
        self._all: set[Worker] = set()
        self._starting: set[asyncio.Task[None]] = set()
        self._ended = False

    async def __aenter__(self) -> Workers:
        try:
            for worker in await asyncio.gather(*(Worker.started(self._work) for _ in range(self.count))):
                self._all.add(worker)
                self._turns.add(worker)
        except BaseException:
            await self.__aexit__()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        self._ended = True
        for task in self._starting:
            task.cancel()
        await asyncio.gather(*(one.end() for one in [*self._all]))
        self._all.clear()

    @property
    def ready(self) -> int:
        """How many processes there are at the moment."""
        return len(self._all)

    async def ask(self, request: bytes, client: str = "") -> Answer:
        """Return the answer to a request. Raises BusyError, SlowError or DiedError."""
        try:
            async with asyncio.timeout(_PATIENCE):
                worker = await self._turns.take(client)
        except (TimeoutError, FullError):
            raise BusyError from None
        healthy = False
        try:
            async with asyncio.timeout(self._work.seconds):
                answer = await worker.ask(request)
            healthy = True
        except TimeoutError:
            raise SlowError from None
        except (EOFError, OSError):
            raise DiedError from None
        finally:
            self._turns.done(client)
            if healthy:
                self._turns.add(worker)
            else:
                self._replace(worker)
        return answer

    def _replace(self, worker: Worker) -> None:
        self._all.discard(worker)
        task = asyncio.create_task(self._start(worker))
        self._starting.add(task)
        task.add_done_callback(self._starting.discard)

    async def _start(self, gone: Worker) -> None:
        await gone.end()
        tries = 0
        while not self._ended:
            await asyncio.sleep(_AGAIN[min(tries, len(_AGAIN) - 1)])
            tries += 1
            try:
                worker = await Worker.started(self._work)
            except (ConfigError, OSError):
                continue
            self._all.add(worker)
            self._turns.add(worker)
            return


class Worker:
    """One process."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    @classmethod
    async def started(cls, work: Work) -> Worker:
        """Return a process that is ready. Raises ConfigError, with what to do, if it cannot do the work."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-P", "-m", "replylint.web.work",
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        worker = cls(process)
        try:
            async with asyncio.timeout(_START):
                said = await worker.ask(work.to_bytes(), parse=False)
        except (TimeoutError, EOFError, OSError):
            await worker.end()
            raise ConfigError("a process of the server did not start; is there enough memory?") from None
        except BaseException:
            await worker.end()
            raise
        if said != (0, READY):
            await worker.end()
            raise ConfigError(said[1].decode("utf-8", "replace"))
        return worker

    async def ask(self, request: bytes, *, parse: bool = True) -> Answer:
        """Return the answer to a request. Raises EOFError or OSError if the process is gone."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(LENGTH.pack(len(request)) + request)
        await self._process.stdin.drain()
        (length,) = LENGTH.unpack(await self._process.stdout.readexactly(LENGTH.size))
        frame = await self._process.stdout.readexactly(length)
        return answer_of(frame) if parse else (0, frame)

    async def end(self) -> None:
        """End it at once."""
        with suppress(ProcessLookupError):
            self._process.kill()
        await self._process.wait()
