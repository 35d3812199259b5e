"""Who is next when more is asked than there are processes: the client that has the fewest at work, then the first that came.

So a client that asks much at once waits for itself, and another one is next as soon as one process is free.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Generic, TypeVar

_T = TypeVar("_T")


class FullError(Exception):
    """More wait already than may."""


class Turns(Generic[_T]):
    """Things that one client at a time uses, and the clients that wait for them."""

    def __init__(self, most_waiting: int) -> None:
        self._most_waiting = most_waiting
        self._free: list[_T] = []
        self._waiting: list[tuple[str, asyncio.Future[_T]]] = []
        self._at_work: Counter[str] = Counter()

    async def take(self, client: str) -> _T:
        """Return a thing as soon as it is this client's turn. Raises FullError if too many wait."""
        if self._free:
            self._at_work[client] += 1
            return self._free.pop()
        if len(self._waiting) >= self._most_waiting:
            raise FullError
        turn: asyncio.Future[_T] = asyncio.get_running_loop().create_future()
        self._waiting.append((client, turn))
        try:
            return await turn
        except asyncio.CancelledError:
            self._waiting = [one for one in self._waiting if one[1] is not turn]
            if turn.done() and not turn.cancelled():  # it was given just before
                self.done(client)
                self.add(turn.result())
            raise

    def done(self, client: str) -> None:
        """Say that a client no longer uses what it took."""
        self._at_work[client] -= 1
        if not self._at_work[client]:
            del self._at_work[client]

    def add(self, thing: _T) -> None:
        """Give a thing to the next client, or keep it for one."""
        waiting = [one for one in self._waiting if not one[1].done()]
        if not waiting:
            self._waiting = []
            self._free.append(thing)
            return
        chosen = min(waiting, key=lambda one: self._at_work[one[0]])
        self._waiting = [one for one in waiting if one is not chosen]
        self._at_work[chosen[0]] += 1
        chosen[1].set_result(thing)
