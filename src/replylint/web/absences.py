"""The absences that the server knows, read again when the replies change and when a day has passed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from replylint.errors import ConfigError
from replylint.web.away import Absences, fingerprint
from replylint.web.work import Work, request_of
from replylint.web.workers import Worker

_LOOK = 60.0
"""Seconds between looks at the files."""
_READING = 3600.0
"""Seconds in which the replies of a whole organization must be read."""
log = logging.getLogger("replylint.serve")


class KnownAbsences:
    """Reads the replies in a process that ends afterwards, so that checks go on and memory is given back."""

    def __init__(self, work: Work, today: Callable[[], date]) -> None:
        self.now = Absences()
        self._work = replace(work, seconds=_READING)
        self._today = today
        self._known: object = None

    async def refresh(self) -> None:
        """Read the replies if they, or the day, are other than at the last time; if that fails, keep what was read before."""
        if not self._work.replies:
            return
        today = self._today()
        state = (today, await asyncio.to_thread(fingerprint, self._work.replies))
        if state == self._known:
            return
        try:
            worker = await Worker.started(self._work)
        except ConfigError:
            log.warning("the replies could not be read: their process did not start")
            return
        try:
            async with asyncio.timeout(_READING):
                status, content = await worker.ask(request_of("away", today))
        except (TimeoutError, EOFError, OSError):
            status, content = 500, b""
        finally:
            await worker.end()
        if status != 200:
            log.warning("the replies could not be read")
            return
        self._known = state
        self.now = Absences.from_bytes(content)
        log.info("replies read: %d absences, %d not read", len(self.now.spells), self.now.unread)

    async def keep_fresh(self) -> None:
        """Read the replies, and go on looking for changes until this is cancelled."""
        while True:
            try:
                await self.refresh()
            except OSError as error:
                log.warning("the replies could not be read: %s", type(error).__name__)
            await asyncio.sleep(_LOOK)
