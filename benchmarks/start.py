"""How fast `replylint check one.eml` starts, spelling included, against importing mail-parser and click in the same run.

The figure is a ratio of medians of whole processes, interleaved, so that it does not depend on the machine.
"""

from __future__ import annotations

import compileall
import statistics
import subprocess
import sys
import time
from pathlib import Path

import replylint

ROUNDS = 15
LIMIT = 3.0
MAIL = Path(__file__).parents[1] / "tests" / "fixtures" / "demo" / "reply.eml"
BASELINE = [sys.executable, "-c", "import mailparser, click"]
OURS = [sys.executable, "-m", "replylint", "check", str(MAIL)]


def seconds(command: list[str]) -> float:
    """Return how long a process takes."""
    begun = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return time.perf_counter() - begun


def main() -> int:
    """Print the ratio; 1 if it is over the limit."""
    compileall.compile_dir(Path(replylint.__file__).parent, quiet=1)  # as pip does when it installs
    for command in (BASELINE, OURS):
        seconds(command)
    times = [(seconds(BASELINE), seconds(OURS)) for _ in range(ROUNDS)]
    baseline, ours = (statistics.median(column) for column in zip(*times, strict=True))
    ratio = ours / baseline
    print(
        f"start: check one .eml {ours * 1000:.0f} ms, baseline {baseline * 1000:.0f} ms, ratio {ratio:.2f} (at most {LIMIT})"
    )
    return ratio > LIMIT


if __name__ == "__main__":
    sys.exit(main())
