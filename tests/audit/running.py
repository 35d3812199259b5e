"""Audits as the command line makes them, and what they wrote."""

from __future__ import annotations

import json
from pathlib import Path

from cli.given import run
from organizations import AS_OF, Planted

COUNT = 100
"""Mailboxes of an organization that has every fault."""
FEW = 40
"""Mailboxes of one that has a circle of people who name each other, and misspelled replies."""
OF_MAIL = ("--select", "response", "--select", "acknowledgement", "--select", "signature")
"""What is asked about mail."""


def audited(*arguments: object, output: str = "out", code: int | None = 1) -> dict[str, object]:
    """Run an audit and return what it wrote, without the paths."""
    done = run("audit", "--output", output, "--as-of", AS_OF, "--no-config", *arguments)
    assert code is None or done.exit_code == code, done.output
    return dict(json.loads(Path(output, "audit.json").read_bytes()))


def found(data: dict[str, object]) -> Planted:
    """Return which rules found something in whose mailbox."""
    rows = data["findings"]
    assert isinstance(rows, list)
    return {(row["rule"], row["mailbox"]) for row in rows}
