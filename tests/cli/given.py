"""What the tests of the command line share: messages to check, and ways to run replylint on them."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from contextlib import AbstractContextManager, chdir, nullcontext
from functools import cache
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from replylint.cli import cli

AS_OF = "2026-12-11"

SIGNATURE = """\
Dana Whitlock
Permit Technician II
City of Plant City, Florida
813-555-0142 ext. 4211
Website: http://www.plantcitygov.com/
[City Seal]
"""
GOOD = f"""\
I will be out of the office from 12/14/26 — 12/18/26. I will reply to your message at my earliest opportunity once I return. If you need immediate assistance, please contact Terrence Boyd at 813-555-0161 or tboyd@plantcity.example. Thank you,

{SIGNATURE}"""
"""A reply in which nothing is wrong."""
WARNED = GOOD.replace("[City Seal]\n", "")
"""A reply with one warning and nothing else: signature.missing-seal."""
MISSPELLED = GOOD.replace("office", "ofice")
"""A reply with one error and nothing else, which can be corrected: spelling.misspelling."""
BAD = """\
I am out of the ofice until further notice. Call Maria.

Dana Whitlock
City of Plant City, FL
"""
"""A reply with many errors; what corrects them needs blanks."""

HEADERS = """\
From: Dana Whitlock <dana.whitlock@plantcitygov.com>
To: Someone <someone@customer.example>
Subject: Automatic reply: your permit
Date: Fri, 11 Dec 2026 10:00:00 -0500
Auto-Submitted: auto-replied
MIME-Version: 1.0
"""
PLAIN = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n"


def mail(text: str, content: str = PLAIN) -> str:
    """Return a text as an automatic reply in a mail file."""
    return f"{HEADERS}{content}\n{text}"


def run(command: str, *arguments: object, as_of: str = AS_OF, **options: Any) -> Result:
    """Run a command as `replylint` does, on a day that stays the same; an exception is a failure of the test.

    An audit reads within this process, unless the test says how many others are to read.
    """
    day = ["--as-of", as_of] if command in ("check", "fix", "facts") else []
    words = [command, *day, *(str(argument) for argument in arguments)]
    with _in_this_process() if command == "audit" and "--workers" not in words else nullcontext():
        result = CliRunner().invoke(cli, words, prog_name="replylint", **options)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def _in_this_process() -> AbstractContextManager[None]:
    from audit.inline import in_this_process  # which brings in what an audit alone needs

    return in_this_process()


def check(*arguments: object, **options: Any) -> Result:
    """Run `replylint check`."""
    return run("check", *arguments, **options)


def fix(*arguments: object, **options: Any) -> Result:
    """Run `replylint fix`."""
    return run("fix", *arguments, **options)


def export_corrected(name: str, text: str) -> None:
    """Correct an export that is a file of the current folder, into the folder `out`. The same export is corrected once."""
    Path(name).write_text(text, encoding="utf-8", newline="")
    for path, data in _corrections(name, text).items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


@cache
def _corrections(name: str, text: str) -> dict[Path, bytes]:
    """Return the files that `fix --output-dir out` writes for an export."""
    with tempfile.TemporaryDirectory() as folder, chdir(folder):
        Path(name).write_text(text, encoding="utf-8", newline="")
        done = fix("--output-dir", "out", name)
        assert done.exit_code != 2, done.output
        return {path: path.read_bytes() for path in Path("out").rglob("*") if path.is_file()}


def corrected(text: str, *options: object) -> str:
    """Return what `replylint fix` makes of a text in a file of the current folder."""
    reply = Path("reply.txt")
    reply.write_text(text, encoding="utf-8")
    fix(reply, *options)
    return reply.read_text(encoding="utf-8")


def found(result: Result) -> list[str]:
    """Return the ids of the rules that a text report names, in its order."""
    lines = (
        line.split() for line in result.stdout.splitlines() if line.startswith("  ") and not line.startswith("   ")
    )
    return [words[1] for words in lines]


def program(*arguments: object, cwd: Path, env: dict[str, str] | None = None, **options: Any) -> Any:
    """Run the real program in a process from scratch, and return what became of it, in bytes."""
    options = {"stdin": subprocess.DEVNULL, "capture_output": True, "timeout": 60, "check": False} | options
    words = [sys.executable, "-m", "replylint", *(str(argument) for argument in arguments)]
    return subprocess.run(words, cwd=cwd, env=_environment(env), **options)


def process(
    *arguments: object, cwd: Path, env: dict[str, str] | None = None, given: bytes = b"", **options: Any
) -> Any:
    """Run the program in a process that need not start from scratch, and return what became of it, in bytes."""
    if os.name == "nt":
        options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options
        options |= {} if "stdin" in options else {"stdin": None, "input": given}
        return program(*arguments, cwd=cwd, env=env, capture_output=False, **options)
    import copies

    return copies.run([*map(str, arguments)], given=given, cwd=cwd, env=_environment(env), **options)


def _environment(more: dict[str, str] | None) -> dict[str, str]:
    clean = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "FORCE_COLOR")}
    return {**clean, **(more or {})}


def one_line(result: Result, *words: str) -> str:
    """Return the line on standard error that says what is wrong; fails unless it is one, with exit 2 and these words in it."""
    lines = [
        line
        for line in result.stderr.splitlines()
        if line.startswith(("replylint:", "not checked: ", "not corrected: "))
    ]
    lines = [line for line in lines if not line.startswith("not checked: whether")]
    assert result.exit_code == 2, (result.exit_code, result.stderr)
    assert len(lines) == 1, lines
    assert "Traceback" not in result.output
    for word in words:
        assert word in lines[0], (word, lines[0])
    return lines[0]
