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

from organizations import AS_OF, Planted, write, write_mail

_PEOPLE = 200


def _found(folder: str, what: str, more: tuple[str, ...] = ()) -> Planted:
    """Audit what lies in a folder, and return which rules find something in whose mailbox."""
    words = [sys.executable, "-m", "replylint", "audit", f"{folder}/{what}", "--output", f"{folder}/out", "--as-of", AS_OF, "--no-config", "--workers", "1", *more]  # fmt: skip
    subprocess.run(words, capture_output=True, check=False)
    data = json.loads(Path(folder, "out", "audit.json").read_bytes())
    return {(row["rule"], row["mailbox"]) for row in data["findings"]}


def _said(planted: Planted, found: Planted) -> str:
    right = len(found & planted)
    return f"{len(planted)} faults planted, precision {right / max(len(found), 1):.3f}, recall {right / max(len(planted), 1):.3f}"


def main() -> None:
    """Print the figures."""
    largest = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        planted = write_mail(Path(folder, "mail"), _PEOPLE)
        found = _found(folder, "mail", ("--select", "response", "--select", "acknowledgement", "--select", "signature"))
        print(f"audit of the mail of {_PEOPLE} people: {_said(planted, found)}")
    before = 0.0
    for count in (largest // 10, largest):
        with tempfile.TemporaryDirectory() as folder:
            planted = write(Path(folder, "exports"), count)
            begun = time.perf_counter()
            found = _found(folder, "exports")
            took = time.perf_counter() - begun
        growth = f", {took / before:.1f} times that of a tenth" if before else ""
        print(
            f"audit of {count:>6,} mailboxes: {_said(planted, found)}; "
            f"{count / took:,.0f} mailboxes a second in one process{growth}"
        )
        before = took


if __name__ == "__main__":
    main()
