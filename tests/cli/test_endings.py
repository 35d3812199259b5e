"""How a run ends: the exit code says what was found, whatever becomes of standard error, plugins and signals."""

from __future__ import annotations

import importlib.metadata
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

import pytest

import copies
from cli.given import AS_OF, BAD, GOOD, MISSPELLED, check, fix, one_line, process, run
from replylint.fix import files
from replylint.rules import all_rules
from replylint.rules.base import Rule

posix = pytest.mark.skipif(os.name == "nt", reason="Windows ends programs in other ways")


# Plugins


class Ending(Rule):
    """Ends the program.

    > quoted
    """

    id = "ending.program"
    code: ClassVar[Any] = 0

    def check(self, subject: object) -> Iterator[Any]:  # type: ignore[override]
        """End the program."""
        sys.exit(self.code)
        yield


@pytest.fixture
def ending(here: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Offer the rule as a plugin, and a pack that uses it."""

    class Point:
        name, value = "ending", "nowhere:Ending"

        def load(self) -> object:
            return Ending

    monkeypatch.setattr(
        importlib.metadata, "entry_points", lambda group: [Point()] if group == "replylint.rules" else []
    )
    all_rules.cache_clear()
    text = '[pack]\nid = "mine"\nextends = "plant-city"\n[rules]\n"ending.program" = "error"\n'
    (here / "mine.toml").write_text(text, encoding="utf-8")
    (here / "reply.txt").write_text(GOOD, encoding="utf-8")
    yield
    all_rules.cache_clear()


@pytest.mark.usefixtures("ending")
@pytest.mark.parametrize("code", [0, 1, None, "words", 3])
@pytest.mark.parametrize("command", [check, fix])
def test_a_plugin_that_ends_the_program(command: Any, code: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that calls sys.exit is a rule that failed: it is named, and the exit code is 2, never the plugin's."""
    monkeypatch.setattr(Ending, "code", code)
    one_line(command("reply.txt", "--policy", "mine.toml"), "ending.program", "failed")


@pytest.mark.parametrize("group", ["replylint.rules", "replylint.packs"])
def test_a_plugin_that_ends_the_program_as_it_is_loaded(
    group: str, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A plugin that calls sys.exit when it is loaded is named, and the exit code is 2."""

    class Point:
        name, value = "other", "nowhere:other"

        def load(self) -> object:
            sys.exit(0)

    monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: [Point()] if group == wanted else [])
    wanted = group
    all_rules.cache_clear()
    (here / "reply.txt").write_text(GOOD, encoding="utf-8")
    if group == "replylint.rules":
        one_line(check("reply.txt", "--select", "other.rule"), "'other'")
    else:
        one_line(check("reply.txt", "--policy", "other"), "'other'")
    all_rules.cache_clear()


@pytest.mark.parametrize("error", [SystemExit(0), SystemExit(None), RuntimeError("x"), MemoryError(), RecursionError()])
def test_what_ends_a_command_early_is_no_clean_bill(
    error: BaseException, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever ends a command before its time, one line says so and the exit code is 2."""

    def broken(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("replylint.cli.common.Inputs.load", broken)
    (here / "reply.txt").write_text(GOOD, encoding="utf-8")
    one_line(check("reply.txt"), "internal error", "incomplete")


# Standard error


@posix
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["check", "--as-of", AS_OF, "good.txt"], 0),
        (["check", "--as-of", AS_OF, "bad.txt"], 1),
        (["check", "--as-of", AS_OF, "gone.txt"], 2),
        (["check", "--bogus"], 2),
        (["chek"], 2),
        (["fix", "--diff", "--as-of", AS_OF, "good.txt"], 0),
        (["fix", "--as-of", AS_OF, "bad.txt"], 1),
        (["facts", "--as-of", AS_OF, "good.txt"], 0),
        (["policy", "test", "mine.toml"], 0),
        (["rules"], 0),
        (["--version"], 0),
    ],
    ids=str,
)
def test_nobody_reads_standard_error(arguments: list[str], code: int, here: Path) -> None:
    """If what is said on standard error cannot be written the exit code is the same as otherwise."""
    (here / "good.txt").write_text(GOOD, encoding="utf-8")
    (here / "bad.txt").write_text(BAD, encoding="utf-8")
    (here / "mine.toml").write_text('[rules]\n"tone.joking" = "error"\n', encoding="utf-8")
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = process(*arguments, cwd=here, stderr=writer)
    finally:
        os.close(writer)
    assert done.returncode == code
    assert b"Traceback" not in done.stdout


@posix
@pytest.mark.parametrize(
    "arguments", [["--help"], ["check", "--help"], ["rules"], ["check", "--as-of", AS_OF, "bad.txt"]]
)
def test_nobody_reads_standard_output(arguments: list[str], here: Path) -> None:
    """If nothing of a report or help can be written the exit code is 2, and there is no traceback."""
    (here / "bad.txt").write_text(BAD, encoding="utf-8")
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = process(*arguments, cwd=here, stdout=writer)
    finally:
        os.close(writer)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert b"Exception" not in done.stderr


# Signals


WAITING = """\
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # the tests may run where these are ignored
signal.signal(signal.SIGHUP, signal.SIG_DFL)
signal.signal(signal.SIGTERM, signal.SIG_DFL)
from replylint.cli import common, main, run
def wait(*_, **__):
    print("ready", file=sys.stderr, flush=True)
    time.sleep(600)
"""
READING = WAITING + "common.Inputs.load = wait\nsys.argv[1:] = {arguments!r}\nrun()\n"
WRITING = WAITING + "from replylint.fix import files\nfiles.os.fsync = wait\nsys.argv[1:] = {arguments!r}\nrun()\n"


def signaled(code: str, number: int, here: Path) -> tuple[int, bytes]:
    """Run a program until it is ready, send it a signal, and return its exit code and what it said."""
    reader, writer = os.pipe()
    with Path(os.devnull).open("r+b") as null, os.fdopen(reader, "rb") as said:
        streams = (null.fileno(), null.fileno(), writer)
        with copies.Copy(code, [], streams, here, os.environ) as one:
            os.close(writer)
            while (line := said.readline()) != b"ready\n":
                assert line, "it ended before it was ready"
            os.kill(one.pid, number)
            return one.wait(), said.read()


@posix
@pytest.mark.parametrize(("name", "code"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
def test_a_run_that_is_stopped(name: str, code: int, here: Path) -> None:
    """A run that is told to end says what was not done, and ends with the code that shells give for the signal."""
    (here / "reply.txt").write_text(GOOD, encoding="utf-8")
    source = READING.format(arguments=["check", "reply.txt"])
    ended, said = signaled(source, getattr(signal, name), here)
    assert ended == code
    assert b"Traceback" not in said
    assert b"was not checked" in said


@posix
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
@pytest.mark.parametrize(
    "arguments",
    [["fix", "reply.txt"], ["fix", "reply.txt", "--output-dir", "out"], ["check", "reply.txt", "-o", "report.txt"]],
    ids=str,
)
def test_a_run_that_is_stopped_while_it_writes(name: str, arguments: list[str], here: Path) -> None:
    """A file that is being written when a run is told to end is as it was, and nothing half-written is left."""
    (here / "reply.txt").write_text(MISSPELLED, encoding="utf-8")
    ended, _ = signaled(WRITING.format(arguments=[*arguments, "--as-of", AS_OF]), getattr(signal, name), here)
    assert ended not in (0, 1, 2)
    left = {path.name: path.read_text(encoding="utf-8") for path in here.rglob("*") if path.is_file()}
    assert left == {"reply.txt": MISSPELLED}


@posix
def test_what_a_killed_run_leaves(here: Path) -> None:
    """What a killed run was writing has a name that says so, is not read as a message, and stops no later run."""
    (here / "reply.txt").write_text(MISSPELLED, encoding="utf-8")
    source = WRITING.format(arguments=["fix", "reply.txt", "--as-of", AS_OF])
    ended, _ = signaled(source, signal.SIGKILL, here)
    assert ended == -signal.SIGKILL
    left = [path.name for path in here.iterdir() if path.name not in ("reply.txt", "reply.txt.bak")]
    assert len(left) == 1
    assert left[0].startswith(files.UNFINISHED)
    assert (here / "reply.txt").read_text(encoding="utf-8") == MISSPELLED
    assert check(".", "--select", "spelling").stdout.count("spelling.misspelling") == 1
    assert fix("reply.txt").exit_code == 0
    assert (here / "reply.txt").read_text(encoding="utf-8") == GOOD


@posix
def test_a_signal_that_is_ignored_stays_ignored(here: Path) -> None:
    """A run under nohup is not ended by a terminal that closes."""
    (here / "reply.txt").write_text(GOOD, encoding="utf-8")
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        seen: list[object] = []
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(
                "replylint.cli.common.Inputs.load", lambda *_: seen.append(signal.getsignal(signal.SIGHUP)) or ()
            )
            run("check", "reply.txt")
        assert seen == [signal.SIG_IGN]
    finally:
        signal.signal(signal.SIGHUP, before)
    assert signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
