"""The server under load: so many clients on loopback, each of which sends a check every five seconds.

No text is sent twice, as people send them: one that was just checked is known, and would show only what HTTP costs.

    python benchmarks/serve.py [--clients 200] [--seconds 60]

Prints the errors, the median against the same check in this process as a ratio (the processor time as well, which other programs on the machine change less),
and the memory before and after.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from statistics import median

import httpx

from replylint.api import Checker, call

PAUSE = 5.0
"""Seconds between two checks of a client."""
TEXT = (Path(__file__).with_name("kilobyte.txt")).read_text(encoding="utf-8")
EXTENSION = "ext. 4211"
PAGE = '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'
TRIES, WARM = 200, 20


def body(number: int) -> bytes:
    """Return a request to check the text with another extension."""
    text = TEXT.replace(EXTENSION, f"ext. {number}")
    return json.dumps({"what": {"texts": [{"part": "message", "content": text}]}}).encode()


def in_process() -> tuple[float, float]:
    """Return the median of the seconds that the same check takes here, from JSON to JSON, and the mean of its processor time."""
    checker = Checker()
    taken, used = [], 0.0
    for turn in range(TRIES + WARM):
        begun = time.perf_counter()
        if turn == WARM:
            used = time.process_time()
        json.dumps(call({"op": "check", **json.loads(body(1_000 + turn))}, checker))
        taken.append(time.perf_counter() - begun)
    return median(taken[WARM:]), (time.process_time() - used) / TRIES


async def load(url: str, clients: int, seconds: float) -> tuple[list[float], Counter[str]]:
    """Return the seconds of each check, and what went wrong, by kind."""
    taken: list[float] = []
    errors: Counter[str] = Counter()
    begun = time.perf_counter()

    async def client(number: int) -> None:
        async with httpx.AsyncClient(base_url=url, timeout=30, trust_env=False, verify=False) as http:  # noqa: S501
            await asyncio.sleep(number * PAUSE / clients)
            turn = 0
            while (due := number * PAUSE / clients + turn * PAUSE) < seconds:
                await asyncio.sleep(max(0.0, begun + due - time.perf_counter()))
                turn += 1
                content = body(10_000 + number * 1_000 + turn)
                sent = time.perf_counter()
                try:
                    got = await http.post("/api/check", content=content, headers={"Content-Type": "application/json"})
                except httpx.HTTPError as error:
                    errors[type(error).__name__] += 1
                    continue
                taken.append(time.perf_counter() - sent)
                if got.status_code != 200:
                    errors[str(got.status_code)] += 1

    await asyncio.gather(*(client(number) for number in range(clients)))
    return taken, errors


def family(process: int) -> list[int]:
    """Return a process and those that it started."""
    found = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    return [process, *map(int, found.split())]


def work(process: int) -> float:
    """Return the seconds of processor time that a process and those that it started have taken."""
    each = [Path(f"/proc/{one}/stat").read_text(encoding="ascii").rpartition(")")[2].split() for one in family(process)]
    return sum(int(one[11]) + int(one[12]) for one in each) / os.sysconf("SC_CLK_TCK")


def memory(process: int) -> float:
    """Return the megabytes that a process and those that it started hold for themselves."""
    pages = [
        re.search(r"^RssAnon:\s+(\d+)", Path(f"/proc/{one}/status").read_text(encoding="ascii"), re.MULTILINE)
        for one in family(process)
    ]
    return sum(int(found[1]) for found in pages if found) / 1000


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    options = parser.parse_args()
    here, processor_here = in_process()
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(PAGE, encoding="utf-8")
        words = ["serve", "--no-config", "--page", str(page), "--port", "0", "--rate", "1000000"]
        server = subprocess.Popen([sys.executable, "-m", "replylint", *words], stderr=subprocess.PIPE, text=True)
        assert server.stderr
        found = re.search(r"Open (\S+) in", server.stderr.readline())
        assert found, "the server starts"
        drain = subprocess.Popen(["cat"], stdin=server.stderr, stdout=subprocess.DEVNULL)  # noqa: S607
        try:
            asyncio.run(load(found[1], min(options.clients, 50), PAUSE))
            before, worked = memory(server.pid), work(server.pid)
            taken, errors = asyncio.run(load(found[1], options.clients, options.seconds))
            after, worked = memory(server.pid), work(server.pid) - worked
        finally:
            server.terminate()
            server.wait()
            drain.wait()
    taken.sort()
    print(
        f"{len(taken)} checks of {len(TEXT):,} characters by {options.clients} clients in {options.seconds:.0f} s, {sum(errors.values())} errors {dict(errors) or ''}"
    )
    print(
        f"median {median(taken) * 1000:.1f} ms, in process {here * 1000:.1f} ms: {median(taken) / here:.2f} times; 99 % within {taken[int(len(taken) * 0.99)] * 1000:.0f} ms"
    )
    each = worked / len(taken)
    print(
        f"processor time {each * 1000:.1f} ms, in process {processor_here * 1000:.1f} ms: {each / processor_here:.2f} times"
    )
    print(f"memory {before:.0f} MB before, {after:.0f} MB after")
    sys.exit(bool(errors))


if __name__ == "__main__":
    main()
