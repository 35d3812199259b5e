"""How far an audit is: what those who wait for it are told."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Progress(NamedTuple):
    """How much of one step is done."""

    what: str
    """What is counted, such as `units`."""
    done: int
    of: int
    read: int = 0
    """Bytes that were read in this run, of `size`; both are 0 where nobody knows."""
    size: int = 0


Told = Callable[[Progress], None]
"""Is told again and again how far the audit is."""
