"""How often a client may ask: a bucket of tokens for each, which fills steadily and of which each request takes one."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from ipaddress import IPv6Address, ip_address

from starlette.types import ASGIApp, Receive, Scope, Send

from replylint.web.problems import problem

_MOST_CLIENTS = 20_000
_FREE = ("/healthz",)
"""What costs nothing: whoever watches the server asks it often."""


class Buckets:
    """The buckets of all clients; those not seen for longest are forgotten, which fills them."""

    def __init__(self, per_minute: float, burst: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._rate = per_minute / 60
        self._burst = burst
        self._clock = clock
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, client: str) -> float:
        """Take a token and return 0, or return the seconds until there is one."""
        level = self._level(client)
        taken = level >= 1
        self._set(client, level - 1 if taken else level)
        return 0.0 if taken else (1 - level) / self._rate

    def charge(self, client: str, tokens: float) -> None:
        """Take more tokens, for a request that cost more than others; the level may go below nothing."""
        self._set(client, max(self._level(client) - tokens, -self._burst))

    def _level(self, client: str) -> float:
        level, then = self._levels.get(client, (self._burst, self._clock()))
        return min(self._burst, level + (self._clock() - then) * self._rate)

    def _set(self, client: str, level: float) -> None:
        self._levels[client] = (level, self._clock())
        self._levels.move_to_end(client)
        while len(self._levels) > _MOST_CLIENTS:
            self._levels.popitem(last=False)


def client_of(scope: Scope) -> str:
    """Return who asks: the address, or of IPv6 the network of 64 bits, all of which one client may have."""
    host = (scope.get("client") or ("", 0))[0]
    try:
        address = ip_address(host)
    except ValueError:
        return str(host)
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or IPv6Address(int(address) >> 64 << 64))
    return str(address)


class RateLimit:
    """Turns away clients that ask too often, and says when to come back."""

    def __init__(self, app: ASGIApp, buckets: Buckets) -> None:
        self._app = app
        self._buckets = buckets

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on if the client has a token left."""
        if scope["type"] == "http" and scope["path"] not in _FREE and (seconds := self._buckets.wait(client_of(scope))):
            response = problem(
                429, "You ask too often. Wait as long as Retry-After says.", {"Retry-After": str(math.ceil(seconds))}
            )
            await response(scope, receive, send)
            return
        await self._app(scope, receive, send)
