"""Work whose time must grow with the length of what is read, not with its square.

The clock on the wall is not asked: each step is four times as long as the one before, until a step takes
a noticeable time of the processor, and must take about four times as long. A step that seems too long is
taken again, because the machine may have been busy; what other threads of the process do is not counted.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable

import pytest

SIZES = (15_000, 60_000, 240_000, 960_000)
"""Characters or bytes of the steps, about."""
_NOTICED = 0.03
"""Seconds that are more than noise."""
_JUDGED = 0.005
"""Seconds of a step from which on it is enough that the next one is in proportion."""
_MOST = 8
"""How many times as long a step may take: 4 if the time grows with the length, 16 if with its square."""


def assert_linear(steps: Iterable[Callable[[], object]], what: str = "") -> None:
    """Fail if a step takes more than its share. Steps after one that can be judged are not taken."""
    times: list[float] = []
    for step in steps:
        times.append(_seconds(step))
        if len(times) > 1:
            if times[-1] >= _MOST * max(times[-2], _NOTICED):
                times[-1] = min(times[-1], _seconds(step), _seconds(step))
            assert times[-1] < _MOST * max(times[-2], _NOTICED), (what, times)
            if times[-2] >= _JUDGED and times[-1] < _MOST * times[-2]:
                return


def assert_in_proportion(short: Callable[[], float], long: Callable[[], float], most: float, least: float = 0) -> None:
    """Fail if the seconds that `long` returns are `most` times those of `short` or more, or of `least` if that is more.

    A busy machine may slow down one of three tries, and not all of them.
    """
    for _ in range(3):
        before, after = short(), long()
        if after < most * max(before, least):
            return
    pytest.fail(f"{before:.3f} s became {after:.3f} s")


def _seconds(step: Callable[[], object]) -> float:
    """Return the seconds of the processor that a step takes in this thread."""
    gc.disable()  # it would look at all that other tests have left
    try:
        begun = time.thread_time()
        step()
        return time.thread_time() - begun
    finally:
        gc.enable()
