"""A check starts at once: it loads only what the message before it needs. How long that takes is measured in benchmarks/start.py."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

MAIL = Path(__file__).parent / "fixtures" / "demo" / "reply.eml"
LOADED = """
import sys
from replylint.cli import main
try:
    main(["check", sys.argv[1], "--no-config"])
except SystemExit as end:
    assert end.code == 1, end.code
print(*sys.modules, file=sys.stderr)
"""
OTHERS = {
    "difflib", "duckdb", "email.policy", "holidays", "jinja2", "pyarrow", "tarfile", "zipfile", "replylint.audit", "replylint.calendar", "replylint.directory.tables", "replylint.fix",
    "replylint.sources.archives", "replylint.sources.built", "replylint.sources.exchange", "replylint.sources.graph", "replylint.sources.msg", "replylint.sources.pst", "replylint.sources.sieve",
}  # fmt: skip
"""What other formats, commands and staff lists need."""


def test_checking_a_mail_loads_nothing_of_other_formats_and_commands() -> None:
    """What reads archives, exports and scripts, and what corrects and audits, stays on the disk."""
    done = subprocess.run([sys.executable, "-c", LOADED, str(MAIL)], capture_output=True, text=True, check=True)
    loaded = set(done.stderr.split())
    assert "replylint.sources.mime" in loaded
    assert not OTHERS & loaded
