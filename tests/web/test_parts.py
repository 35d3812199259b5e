"""The parts of the server by themselves: turns, buckets, names, frames."""

from __future__ import annotations

import asyncio
from datetime import date

import pytest

from replylint.errors import ConfigError
from replylint.web.away import Absences, Spell
from replylint.web.hosts import host_of, names_for
from replylint.web.limits import Buckets, client_of
from replylint.web.turns import FullError, Turns
from replylint.web.work import Work


def test_client_with_less_at_work_is_next() -> None:
    """Of those that wait, the next is who has the fewest at work; a client that asks much waits for itself."""

    async def run() -> list[str]:
        turns: Turns[int] = Turns(10)
        turns.add(1)
        turns.add(2)
        first, second = await turns.take("greedy"), await turns.take("greedy")
        order: list[str] = []

        async def ask(client: str) -> None:
            thing = await turns.take(client)
            order.append(client)
            turns.done(client)
            turns.add(thing)

        waiting = [asyncio.create_task(ask(one)) for one in ("greedy", "greedy", "modest")]
        await asyncio.sleep(0)
        for one in (first, second):
            turns.done("greedy")
            turns.add(one)
        await asyncio.gather(*waiting)
        return order

    assert asyncio.run(run())[0] == "modest"


def test_client_that_gives_up_takes_nothing_with_it() -> None:
    """Who stops waiting leaves its turn to the next, also when it was given a moment before."""

    async def run() -> None:
        turns: Turns[int] = Turns(10)
        turns.add(1)
        held = await turns.take("a")
        for given_before in (False, True):
            leaving = asyncio.create_task(turns.take("b"))
            await asyncio.sleep(0)
            if given_before:
                turns.done("a")
                turns.add(held)
            leaving.cancel()
            with pytest.raises(asyncio.CancelledError):
                await leaving
            if not given_before:
                turns.done("a")
                turns.add(held)
            held = await asyncio.wait_for(turns.take("a"), 5)

    asyncio.run(run())


def test_queue_has_an_end() -> None:
    """More than may wait are turned away at once."""

    async def run() -> None:
        turns: Turns[int] = Turns(1)
        waiting = asyncio.create_task(turns.take("a"))
        await asyncio.sleep(0)
        with pytest.raises(FullError):
            await turns.take("b")
        waiting.cancel()

    asyncio.run(run())


def test_bucket_fills_steadily() -> None:
    """A client has a burst, then so many requests as a minute brings; others are not touched by it."""
    now = 0.0
    buckets = Buckets(60, 5, lambda: now)
    assert [buckets.wait("a") for _ in range(6)] == [0, 0, 0, 0, 0, 1.0]
    assert buckets.wait("b") == 0
    now = 2.0
    assert [buckets.wait("a") for _ in range(3)] == [0, 0, 1.0]
    now = 1000.0
    assert sum(buckets.wait("a") == 0 for _ in range(20)) == 5


def test_slow_texts_cost_more() -> None:
    """A request that was stopped takes more tokens, and never so many that the client waits for ever."""
    now = 0.0
    buckets = Buckets(60, 5, lambda: now)
    for _ in range(9):
        buckets.charge("a", 20)
    assert buckets.wait("a") == 6.0


def test_buckets_are_bounded() -> None:
    """However many addresses ask, so many are remembered."""
    buckets = Buckets(60, 5, lambda: 0.0)
    for number in range(30_000):
        buckets.wait(str(number))
    assert len(buckets._levels) == 20_000


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("unix", "unix"),
    ],
)
def test_client_is_an_address_or_a_network(address: str, client: str) -> None:
    """Of IPv6 the network counts, all addresses of which one client may have."""
    assert client_of({"type": "http", "client": (address, 1)}) == client


@pytest.mark.parametrize(
    ("header", "host"),
    [
        ("replies.example.gov", "replies.example.gov"),
        ("Replies.Example.gov:8443", "replies.example.gov"),
        ("replies.example.gov.", "replies.example.gov"),
        ("[::1]:8765", "::1"),
        ("", ""),
        ("a@replies.example.gov", ""),
        ("replies.example.gov/x", ""),
        ("replies.example.gov:port", ""),
        ("[::1", ""),
    ],
)
def test_host_is_read_from_its_header(header: str, host: str) -> None:
    """The name in a Host header is found; what is no name is none."""
    assert host_of(header) == host


def test_names_by_which_a_server_is_called() -> None:
    """Loopback, the address that it listens on, and what IT allows; everywhere only with a name."""
    assert names_for("127.0.0.1", ()) == {"localhost", "127.0.0.1", "::1"}
    assert "10.1.2.3" in names_for("10.1.2.3", ())
    assert "replies.example.gov" in names_for("::", ("Replies.example.gov",))
    assert "0.0.0.0" not in names_for("0.0.0.0", ("a.example",))
    for host, names in (("0.0.0.0", ()), ("::", ()), ("127.0.0.1", ("a.example:80",)), ("127.0.0.1", ("",))):
        with pytest.raises(ConfigError):
            names_for(host, names)


def test_absences_share_days() -> None:
    """A spell is found by any day that it shares with those asked about."""
    spell = Spell("Rosa Delgado", "rosa@example.org", date(2026, 12, 14), date(2026, 12, 18))
    found = Absences((spell,), 2)
    assert Absences.from_bytes(found.to_bytes()) == found
    assert found.between(date(2026, 12, 18), date.max).spells == (spell,)
    assert found.between(date(2026, 12, 19), date.max) == Absences((), 2)
    assert found.between(date.min, date(2026, 12, 13)).spells == ()


def test_work_survives_the_pipe() -> None:
    """What a process is told is what was meant."""
    work = Work("plant-city", "staff.csv", ("a", "b"), ("contact",), (), ("replies",), 2.5)
    assert Work.from_bytes(work.to_bytes()) == work
