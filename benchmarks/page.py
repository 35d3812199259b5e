"""The page measured in Chromium: its size, the CPU until it is ready, a warm check, and whether it finds what the command line finds.

usage: page.py [--every N] [--browser chromium|firefox]

Every labelled text of the project is checked in the page and by the engine that the command line uses; the differences are printed,
and there must be none. Times are ratios to the same work in native Python on the same machine.
"""

from __future__ import annotations

import argparse
import base64
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path += [str(ROOT / "tests"), str(ROOT / "tests" / "page")]

from driving import Page  # noqa: E402

from replylint.engine import Engine  # noqa: E402
from replylint.model import Diagnostic, Mailbox  # noqa: E402
from replylint.policy import load_pack  # noqa: E402
from replylint.sources import load  # noqa: E402
from replylint.web.page import PageOptions, build_page  # noqa: E402

TODAY = date(2026, 12, 11)
SETS = (
    "benchmarks/accuracy/messages.jsonl", "benchmarks/accuracy/signatures.jsonl", "benchmarks/corrections/*.jsonl", "benchmarks/findings/*.jsonl",
    "tests/faults/corrections.jsonl", "tests/faults/reading.jsonl", "training/messages.jsonl",
)  # fmt: skip
ENDINGS = (".txt", ".html", ".htm", ".eml")
START = "import time; from replylint.api import Checker, call; import json; call(json.loads({!r}), Checker('plant-city')); print(time.process_time())"


def main() -> None:
    """Print the figures; exit 1 if the page finds something else than the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="check only every N-th text")
    parser.add_argument("--browser", choices=("chromium", "firefox"), default="chromium", help="the browser")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "replylint.html"
        file.write_bytes(build_page(PageOptions()))
        page = Page(options.browser, file)
        print(f"size: {file.stat().st_size / 1e6:.2f} MB")
        native = native_start()
        print(
            f"CPU until ready: {page.start['cpu']:.1f} s, {page.start['cpu'] / native:.1f} times what native Python needs to start and check once"
        )
        print(f"warm check of a message of 2 kB: {warm(page):.1f} times native Python")
        differences = compare(page, Path(folder), options.every)
        page.close()
    sys.exit(1 if differences else 0)


def documents() -> Iterator[tuple[str, str, bytes]]:
    """Yield the name, the ending and the bytes of every labelled text."""
    for labelled in (path for pattern in SETS for path in sorted(ROOT.glob(pattern))):
        name = labelled.relative_to(ROOT)
        for number, line in enumerate(labelled.read_text(encoding="utf-8").splitlines()):
            if line.strip():
                row = json.loads(line)
                text = row.get("text") or row.get("content") or ""
                if text:
                    yield f"{name}:{number + 1}", ".html" if row.get("format") == "html" else ".txt", text.encode()
    for path in sorted((ROOT / "tests" / "fixtures").rglob("*")):
        if path.suffix in ENDINGS and path.is_file():
            yield str(path.relative_to(ROOT)), path.suffix, path.read_bytes()


def compare(page: Page, folder: Path, every: int) -> int:
    """Print how many texts were compared, and those in which the page finds something else. Return their number."""
    engine = Engine(load_pack("plant-city"), TODAY)
    texts = findings = differences = 0
    for number, (name, ending, data) in enumerate(documents()):
        if number % every:
            continue
        path = folder / f"text{ending}"
        path.write_bytes(data)
        expected = Counter(found_natively(engine, path))
        got = Counter(found_in_page(page, path.name, data))
        texts += 1
        findings += expected.total()
        if got != expected:
            differences += 1
            print(
                f"{name}: only native {list((expected - got).elements())}, only in the page {list((got - expected).elements())}"
            )
    print(f"{texts:,} texts, {findings:,} findings compared: {differences} differ")
    return differences


def found_natively(engine: Engine, path: Path) -> Iterator[tuple[str, str, str]]:
    """Yield rule, severity and message of what the command line finds in a file."""
    for item in load([str(path)]):
        if not isinstance(item, Mailbox):
            yield "", "", type(item).__name__
            continue
        for result in engine.check(item):
            if isinstance(result, Diagnostic):
                yield result.rule, str(result.severity), result.message


def found_in_page(page: Page, name: str, data: bytes) -> Iterator[tuple[str, str, str]]:
    """Yield the same of what the page finds in a file with this name."""
    answer = page.ask(
        op="check", what={"name": name, "data": base64.b64encode(data).decode()}, settings={"today": TODAY.isoformat()}
    )
    if not answer["ok"]:
        yield "", "", answer["error"]
        return
    result: dict[str, Any] = answer["result"]
    if not result["judged"] and result["unchecked"] and not result["texts"]:
        yield "", "", "Unchecked"
    for one in result["findings"]:
        yield one["rule"], one["severity"], one["message"]


def native_start() -> float:
    """Return the CPU seconds in which native Python starts the core and checks once: the median of three."""
    request = json.dumps(
        {"op": "check", "what": {"texts": [{"part": "message", "content": "I am out until 12/18/26."}]}}
    )
    runs = [
        subprocess.run([sys.executable, "-c", START.format(request)], capture_output=True, text=True, check=True)
        for _ in range(3)
    ]
    return statistics.median(float(run.stdout) for run in runs)


def warm(page: Page) -> float:
    """Return how many times as long a check takes in the page as natively, once both have checked such a message."""
    from replylint.api import Checker, call

    message = (ROOT / "benchmarks" / "kilobyte.txt").read_text(encoding="utf-8")
    checker = Checker("plant-city")
    natively, in_page = [], []
    for number in range(40):
        request = {
            "op": "check",
            "what": {"texts": [{"part": "message", "content": f"{message}\n{message[:1000]}\n{number}"}]},
        }
        begun = time.perf_counter()
        call(request, checker)
        natively.append(time.perf_counter() - begun)
        in_page.append(
            page.run(
                "const begun = performance.now(); await replylint.ask(args, 60_000); return performance.now() - begun",
                **request,
            )
            / 1000
        )
    return statistics.median(in_page[20:]) / statistics.median(natively[20:])


if __name__ == "__main__":
    main()
