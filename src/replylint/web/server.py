"""The server: the page, the checks for programs, the form without JavaScript, and what guards them."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

import uvicorn
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.types import ASGIApp

from replylint.errors import ConfigError
from replylint.web.absences import KnownAbsences
from replylint.web.access_log import AccessLog
from replylint.web.headers import SecurityHeaders
from replylint.web.hosts import OwnHostOnly, OwnPagesOnly, names_for
from replylint.web.limits import Buckets, RateLimit
from replylint.web.problems import raised
from replylint.web.routes import Routes
from replylint.web.served_page import ServedPage
from replylint.web.work import Work
from replylint.web.workers import Workers

_MOST_CONNECTIONS = 2_000
_GRACE = 10
"""Seconds that requests have to end when the server is told to stop."""


@dataclass(frozen=True)
class ServeOptions:
    """What IT sets."""

    page: ServedPage
    work: Work
    host: str = "127.0.0.1"
    port: int = 8765
    allowed_hosts: tuple[str, ...] = ()
    """Names by which people call the server, besides the address that it listens on."""
    proxies: tuple[str, ...] = ()
    """Addresses of proxies that are believed about whose request they pass on."""
    zone: tzinfo | None = None
    """The time zone that decides which day it is."""
    workers: int = 0
    """Processes that check; as many as there are processors, at most 4, if 0."""
    per_minute: float = 120
    """Requests of one client in a minute."""
    largest: int = 8_000_000
    """Bytes of a request."""
    signs_in: bool = False
    """Whether the page signs people in to their mail service, so that they come back to this server."""

    @property
    def count(self) -> int:
        """How many processes check: never one alone, so that a slow text does not block the others."""
        return self.workers or max(2, min(4, os.cpu_count() or 1))

    def today(self) -> date:
        """Return the day it is where the organization is."""
        return datetime.now(self.zone).date()


def serve(options: ServeOptions, ready: Callable[[str], None]) -> None:
    """Serve until the system asks to stop. `ready` hears the address once requests are taken.

    Raises ConfigError if the address or a name cannot be used, or a process cannot start, and KeyboardInterrupt when it was
    asked to stop and has.
    """
    names = names_for(options.host, options.allowed_hosts)
    with _listening(options.host, options.port) as listener:
        asyncio.run(_serve(options, names, listener, lambda: ready(_address(listener, options.host))))


async def _serve(
    options: ServeOptions, names: frozenset[str], listener: socket.socket, ready: Callable[[], None]
) -> None:
    async with Workers(options.work, options.count) as workers:
        absences = KnownAbsences(options.work, options.today)
        config = uvicorn.Config(
            application(options, names, workers, absences), http="h11", ws="none", lifespan="off", log_config=None, access_log=False,
            server_header=False, proxy_headers=bool(options.proxies), forwarded_allow_ips=[*options.proxies],
            limit_concurrency=_MOST_CONNECTIONS, timeout_graceful_shutdown=_GRACE, timeout_keep_alive=15,
        )  # fmt: skip
        fresh = asyncio.create_task(absences.keep_fresh())
        try:
            await _Server(config, ready).serve(sockets=[listener])
        finally:
            fresh.cancel()
            await asyncio.gather(fresh, return_exceptions=True)


def application(options: ServeOptions, names: frozenset[str], workers: Workers, absences: KnownAbsences) -> ASGIApp:
    """Return the application, with all that guards it."""
    buckets = Buckets(options.per_minute, max(10.0, options.per_minute / 3))
    routes = Routes(options.page, workers, absences, buckets, options.today, options.largest, options.signs_in).all()
    app = Starlette(
        routes=routes,
        exception_handlers={HTTPException: raised},
        middleware=[
            Middleware(OwnHostOnly, names=names),
            Middleware(RateLimit, buckets=buckets),
            Middleware(OwnPagesOnly),
        ],
    )
    app.router.redirect_slashes = False
    return AccessLog(SecurityHeaders(app), [route.path for route in routes])


class _Server(uvicorn.Server):
    """Tells when requests are taken."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family, backlog=1024)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ConfigError(f"port {port} of {host} cannot be used ({reason}); choose another with --port") from None
    # An answer is sent in two pieces. Without this the second waits 40 ms for the browser to confirm the first.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listener.setblocking(False)
    return listener


def _address(listener: socket.socket, host: str) -> str:
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{listener.getsockname()[1]}/"


def log_to_standard_error() -> None:
    """Write the log, a line for each request, to standard error, where systemd and containers expect it."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%Y-%m-%dT%H:%M:%S%z"))
    for name, level in (("replylint.serve", logging.INFO), ("uvicorn.error", logging.WARNING)):
        log = logging.getLogger(name)
        log.handlers = [handler]
        log.setLevel(level)
        log.propagate = False
