"""An organisation with planted faults: whether the audit finds exactly these, and whether its time grows with the mailboxes and no faster.

usage: audits.py [MAILBOXES]; the largest organisation, 10,000 if left out
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from organizations import AS_OF, write


def main() -> None:
    """Print the figures."""
    largest = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    before = 0.0
    for count in (largest // 10, largest):
        with tempfile.TemporaryDirectory() as folder:
            planted = write(Path(folder, "exports"), count)
            words = [sys.executable, "-m", "replylint", "audit", f"{folder}/exports", "--output", f"{folder}/out", "--as-of", AS_OF, "--no-config", "--workers", "1"]  # fmt: skip
            begun = time.perf_counter()
            subprocess.run(words, capture_output=True, check=False)
            took = time.perf_counter() - begun
            data = json.loads(Path(folder, "out", "audit.json").read_bytes())
        found = {(row["rule"], row["mailbox"]) for row in data["findings"]}
        right = len(found & planted)
        growth = f", {took / before:.1f} times that of a tenth" if before else ""
        print(
            f"audit of {count:>6,} mailboxes: {len(planted)} faults planted, precision {right / max(len(found), 1):.3f}, recall {right / max(len(planted), 1):.3f}; "
            f"{count / took:,.0f} mailboxes a second in one process{growth}"
        )
        before = took


if __name__ == "__main__":
    main()
