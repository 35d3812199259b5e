"""Files that people name beside messages: whatever they are, no more than a bound is read of them, and nothing waits forever."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date
from pathlib import Path

import pytest

from cli.given import GOOD, MISSPELLED, check, fix, one_line, run
from replylint import bounded, toml_file
from replylint.audit.leave import load_leave
from replylint.bounded import read_bounded
from replylint.config import load_config
from replylint.directory import load_directory
from replylint.errors import ConfigError, ReplylintError
from replylint.policy import load_pack
from replylint.toml_file import MAX_PARTS, load_toml

pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")


@contextmanager
def written(path: Path, data: bytes, *, endless: bool = False) -> Iterator[None]:
    """Make a named pipe into which data is written once, or again and again, as soon as it is read."""
    os.mkfifo(path)
    opened = threading.Event()
    ready = os.open(path, os.O_RDONLY | os.O_NONBLOCK)  # so that the writer does not wait for a reader

    def write() -> None:
        with suppress(BrokenPipeError), path.open("wb", buffering=0) as stream:
            opened.set()
            stream.write(data)
            while endless:
                stream.write(data)

    thread = threading.Thread(target=write, daemon=True)
    thread.start()
    opened.wait(30)
    try:
        yield
    finally:
        os.close(ready)
        thread.join(30)


OPTIONS = {"--config": "given.toml", "--policy": "given.toml", "--directory": "staff.csv"}


@pipes
@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize("command", [check, fix])
def test_a_pipe_that_nobody_writes_to(option: str, command: Callable[..., object], here: Path) -> None:
    """A named pipe without a writer is one line and exit 2; the run does not wait for one."""
    (here / "reply.txt").write_text(GOOD, encoding="utf-8")
    os.mkfifo(here / OPTIONS[option])
    one_line(command("reply.txt", option, OPTIONS[option]), OPTIONS[option], "nothing was written")  # type: ignore[arg-type]


@pipes
@pytest.mark.parametrize("option", OPTIONS)
def test_a_pipe_without_an_end(option: str, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe that goes on forever is read up to the bound, whatever its size says, and is one line and exit 2."""
    monkeypatch.setattr("replylint.directory._LARGEST", 300_000)
    (here / "reply.txt").write_text(GOOD, encoding="utf-8")
    with written(here / OPTIONS[option], b"# " + b"x" * 4094, endless=True):
        one_line(check("reply.txt", option, OPTIONS[option]), OPTIONS[option])


@pipes
@pytest.mark.parametrize(
    ("option", "data"),
    [
        ("--config", b'words = ["ofice"]\n'),
        ("--policy", b'[pack]\nid = "mine"\nextends = "plant-city"\n'),
        ("--directory", b"Name,Email,Phone\nTerrence Boyd,tboyd@plantcity.example,813-555-0161\n"),
    ],
)
def test_a_pipe_that_is_written_to_is_read(option: str, data: bytes, here: Path) -> None:
    """What a shell passes through a pipe is read like a file."""
    (here / "reply.txt").write_text(GOOD, encoding="utf-8")
    with written(here / OPTIONS[option], data):
        result = check("reply.txt", option, OPTIONS[option])
    assert result.exit_code == 0, result.output


@pipes
def test_a_pipe_that_falls_silent(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe that somebody holds open and writes nothing more to is given up."""
    monkeypatch.setattr(bounded, "_PATIENCE", 0.01)
    os.mkfifo(here / "pipe")
    held = os.open(here / "pipe", os.O_RDWR)
    try:
        os.write(held, b"words")
        with pytest.raises(TimeoutError, match="nothing more"):
            read_bounded(here / "pipe", 100)
    finally:
        os.close(held)


@pipes
@pytest.mark.parametrize("endless", [False, True])
def test_leave_from_a_pipe(endless: bool, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A calendar of leave is bounded like the others."""
    monkeypatch.setattr("replylint.audit.leave._LARGEST", 300_000)
    words = "holds more than|larger than" if endless else "nothing was written"
    if endless:
        with written(here / "leave.csv", b"x" * 4096, endless=True), pytest.raises(ConfigError, match=words):
            load_leave(here / "leave.csv", UTC, date(2026, 12, 10))
    else:
        os.mkfifo(here / "leave.csv")
        with pytest.raises(ConfigError, match=words):
            load_leave(here / "leave.csv", UTC, date(2026, 12, 10))


def test_no_more_than_one_byte_too_many_is_read(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The bound counts what is read, not what the file system says."""
    (here / "long").write_bytes(b"x" * 1000)
    asked: list[int] = []
    read = os.read
    monkeypatch.setattr(bounded.os, "read", lambda descriptor, count: asked.append(count) or read(descriptor, count))
    with pytest.raises(OSError, match=r"more than 0\.5 kB"):
        read_bounded(here / "long", 500)
    assert asked == [501]
    assert len(read_bounded(here / "long", 1000)) == 1000


@pytest.mark.parametrize("option", OPTIONS)
@pytest.mark.parametrize("kind", ["folder", "loop", "dangling", "missing"])
def test_what_is_no_file(option: str, kind: str, here: Path) -> None:
    """A folder, a link that leads in a circle or nowhere, and a missing file are one line and exit 2."""
    (here / "reply.txt").write_text(GOOD, encoding="utf-8")
    path = here / OPTIONS[option]
    if kind == "folder":
        path.mkdir()
    elif kind != "missing":
        path.symlink_to(path.name if kind == "loop" else "nowhere")
    said = one_line(check("reply.txt", option, path.name), path.name)
    assert "failed" not in said
    assert "Error" not in said


# TOML

KEYS = {
    "a key": "{}=1\n",
    "a header": "[{}]\nx=1\n",
    "a header of a list": "[[{}]]\nx=1\n",
    "in a table": "x = {{ {}=1 }}\n",
    "not the first": "x = 1\ny = 2\n  {} = 1\n",
}
DOTTED = {
    "bare": ".".join(["a"] * 20_000),
    "quoted": ".".join(['"a"'] * 10_000),
    "quoted otherwise": ".".join(["'a'"] * 10_000),
    "spaced": " . ".join(["a-b"] * 10_000),
    "one too many": ".".join(["a"] * (MAX_PARTS + 1)),
}


@pytest.mark.parametrize("key", DOTTED)
@pytest.mark.parametrize("where", KEYS)
def test_a_key_of_thousands_of_parts(key: str, where: str, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A dotted key that would take gigabytes to read is refused, with its line, before it is parsed."""
    monkeypatch.setattr(toml_file.tomllib, "loads", lambda _: pytest.fail("it was parsed"))
    (here / "replylint.toml").write_text(KEYS[where].format(DOTTED[key]), encoding="utf-8")
    (here / "reply.txt").write_text(GOOD, encoding="utf-8")
    line = "line 3" if where == "not the first" else "line 1"
    one_line(check("reply.txt"), "replylint.toml", line, "parts")
    monkeypatch.undo()


@pytest.mark.parametrize(
    "text",
    [
        ".".join(["a"] * MAX_PARTS) + " = 1",
        'x = "1.2.3.4.5.6.7.8.9.10.11.12.13.14.15"',
        "x = '" + "www.example.org " * 50 + "'",
        'x = "' + "." * 5_000 + '"',
        "# " + "a.b. and " * 500,
        'x = """\n' + "Call. Write. " * 40 + '\n"""',
    ],
)
def test_dots_that_people_write(text: str, here: Path) -> None:
    """Keys of a few parts, and dots in texts and comments, are read."""
    (here / "x.toml").write_text(text, encoding="utf-8")
    load_toml(here / "x.toml", "the file", ConfigError)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"x = " + b"9" * 5_000, "TOML"),
        (b"x = " + b"[" * 100_000, "nested"),
        (b"x = " + b"{a=" * 100_000, "nested"),
        (b"\xff\xfe", "UTF-8"),
        (b"x = 1\n" * 100_000, "500 kB"),
        (b"x = 2026-99-99\n", "TOML"),
    ],
    ids=["a long number", "lists", "tables", "no text", "too long", "no day"],
)
def test_toml_that_is_refused(data: bytes, words: str, here: Path) -> None:
    """Whatever is in a file, it is read or refused with a sentence that names it."""
    (here / "x.toml").write_bytes(data)
    with pytest.raises(ReplylintError, match=words) as raised:
        load_toml(here / "x.toml", "the file", ConfigError)
    assert "x.toml" in str(raised.value)
    assert len(str(raised.value)) < 400


@pytest.mark.parametrize("name", ["replylint.toml", "pyproject.toml"])
def test_a_configuration_that_is_too_long(name: str, here: Path) -> None:
    """A configuration of more than half a megabyte is refused, also the one of a project."""
    (here / name).write_text("# " + "x" * 500_000, encoding="utf-8")
    (here / "reply.txt").write_text(GOOD, encoding="utf-8")
    one_line(check("reply.txt"), name, "500 kB")
    one_line(run("config"), name, "500 kB")


LONG = "x" * 260


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "reply.txt", "--config", f"{LONG}.toml"],
        ["check", "reply.txt", "--policy", f"{LONG}.toml"],
        ["check", "reply.txt", "--directory", LONG],
        ["check", "reply.txt", "--output", LONG],
        ["check", "--internal", LONG, "--external", LONG],
        ["fix", "reply.txt", "--output-dir", LONG],
        ["facts", "reply.txt", "-o", LONG],
        ["config", LONG],
        ["policy", "test", f"{LONG}.toml"],
        ["rules", "--policy", f"{LONG}.toml"],
    ],
    ids=lambda words: " ".join(word[:20] for word in words),
)
def test_a_name_that_is_too_long(arguments: list[str], here: Path) -> None:
    """A name that no file can have is one line that names it, and nothing is said of the output."""
    (here / "reply.txt").write_text(MISSPELLED, encoding="utf-8")
    said = one_line(run(*arguments), LONG, "too long")
    assert "internal error" not in said
    assert "the output cannot" not in said


@pytest.mark.parametrize("load", [load_config, load_directory, lambda path: load_pack(str(path))])
def test_a_name_with_a_nul(load: Callable[[Path], object], here: Path) -> None:
    """A name with a NUL in it, such as a configuration may give, is refused with a sentence."""
    with pytest.raises(ReplylintError, match="null"):
        load(here / "a\0b.toml")
