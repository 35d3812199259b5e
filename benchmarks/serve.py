"""The server under load: so many clients on loopback, each of which sends a check every five seconds.

    python benchmarks/serve.py [--clients 200] [--seconds 60]

Prints the errors, the median against the same check in this process as a ratio, and the memory before and after.
"""

from __future__ import annotations

import argparse
import asyncio
import json
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
BODY = json.dumps({"what": {"texts": [{"part": "message", "content": TEXT}]}}).encode()
PAGE = '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'
TRIES = 200


def in_process() -> float:
    """Return the median of the seconds that the same check takes here, from JSON to JSON."""
    checker = Checker()
    taken = []
    for _ in range(TRIES):
        begun = time.perf_counter()
        json.dumps(call({"op": "check", **json.loads(BODY)}, checker))
        taken.append(time.perf_counter() - begun)
    return median(taken[TRIES // 10 :])


async def load(url: str, clients: int, seconds: float) -> tuple[list[float], Counter[str]]:
    """Return the seconds of each check, and what went wrong, by kind."""
    taken: list[float] = []
    errors: Counter[str] = Counter()
    begun = time.perf_counter()

    async def client(number: int) -> None:
        async with httpx.AsyncClient(base_url=url, timeout=30, trust_env=False, verify=False) as http:
            await asyncio.sleep(number * PAUSE / clients)
            turn = 0
            while (due := number * PAUSE / clients + turn * PAUSE) < seconds:
                await asyncio.sleep(max(0.0, begun + due - time.perf_counter()))
                turn += 1
                sent = time.perf_counter()
                try:
                    got = await http.post("/api/check", content=BODY, headers={"Content-Type": "application/json"})
                except httpx.HTTPError as error:
                    errors[type(error).__name__] += 1
                    continue
                taken.append(time.perf_counter() - sent)
                if got.status_code != 200:
                    errors[str(got.status_code)] += 1

    await asyncio.gather(*(client(number) for number in range(clients)))
    return taken, errors


def memory(process: int) -> float:
    """Return the megabytes that a process and those that it started hold for themselves."""
    each = [process, *map(int, Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split())]
    pages = [
        re.search(r"^RssAnon:\s+(\d+)", Path(f"/proc/{one}/status").read_text(encoding="ascii"), re.MULTILINE)
        for one in each
    ]
    return sum(int(found[1]) for found in pages if found) / 1000


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    options = parser.parse_args()
    here = in_process()
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
            before = memory(server.pid)
            taken, errors = asyncio.run(load(found[1], options.clients, options.seconds))
            after = memory(server.pid)
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
    print(f"memory {before:.0f} MB before, {after:.0f} MB after")
    sys.exit(bool(errors))


if __name__ == "__main__":
    main()
