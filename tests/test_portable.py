"""What the source shows: nothing in it is POSIX alone, every encoding is named, and files are written in one place."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src" / "replylint"
MODULES = sorted(SOURCE.rglob("*.py"))

POSIX_MODULES = {
    "fcntl",
    "pwd",
    "grp",
    "termios",
    "tty",
    "pty",
    "resource",
    "posix",
    "syslog",
    "crypt",
    "readline",
    "curses",
}
POSIX_NAMES = {
    "os": {
        "fork", "forkpty", "getuid", "geteuid", "getgid", "getegid", "setuid", "setgid", "chown", "lchown", "fchown", "fchmod", "mkfifo", "mknod", "killpg",
        "wait", "waitpid", "nice", "getpgid", "setsid", "getloadavg", "uname", "sched_getaffinity", "posix_spawn", "O_DIRECTORY", "O_NOFOLLOW", "sync",
    },
    "signal": {"SIGKILL", "SIGHUP", "SIGALRM", "SIGPIPE", "SIGUSR1", "SIGUSR2", "SIGCHLD", "alarm", "setitimer", "pause", "sigwait"},
    "time": {"tzset"},
    "socket": {"AF_UNIX"},
}  # fmt: skip
OPENING = {"open", "read_text", "write_text", "fdopen", "TextIOWrapper", "NamedTemporaryFile", "TemporaryFile"}


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    """Return what a module is made of."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))))


def posix_only(nodes: Iterable[ast.AST]) -> Iterator[str]:
    """Yield what of a module exists only on POSIX."""
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.partition(".")[0] in POSIX_MODULES)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            if node.module.partition(".")[0] in POSIX_MODULES:
                yield node.module
            yield from (alias.name for alias in node.names if alias.name in POSIX_NAMES.get(node.module, ()))
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.attr in POSIX_NAMES.get(node.value.id, ()):
                yield f"{node.value.id}.{node.attr}"
        elif (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node.value.startswith(("/dev/", "/tmp/", "/etc/"))
        ):
            yield node.value


def opened_without_encoding(nodes: Iterable[ast.AST]) -> Iterator[int]:
    """Yield the lines on which a file is opened as text and no encoding is named."""
    for node in nodes:
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        owner = getattr(getattr(node.func, "value", None), "id", "")
        if name not in OPENING or owner in _GIVE_BYTES or (owner, name) == ("os", "open"):
            continue
        modes = [
            item.value
            for item in [*node.args, *(word.value for word in node.keywords if word.arg == "mode")]
            if isinstance(item, ast.Constant)
        ]
        binary = any(isinstance(mode, str) and "b" in mode and len(mode) < 5 for mode in modes)
        if not binary and not any(word.arg == "encoding" for word in node.keywords):
            yield node.lineno


_GIVE_BYTES = frozenset(("Image", "archive", "file", "self", "source", "tarfile"))
"""What Pillow, a source, an archive and the libraries of formats are called; what they open is bytes."""


WRITES = {"write_text", "write_bytes", "mkstemp", "NamedTemporaryFile", "symlink_to", "hardlink_to"}
ELSEWHERE = {
    "fix/files.py": "the place",
    "audit/dataset.py": "the parts of an audit, folders that are renamed when they are whole",
    "audit/remote.py": "copies of remote files, for ourselves",
    "audit/work.py": "a sample that is read to load what units need",
    "fix/apply/scripts/apply.py": "a program of its own, which keeps what it read and set",
    "facts/languages/prepare.py": "makes files of the program itself",
    "patterns.py": "compiled patterns, where Python keeps bytecode",
    "web/prepare.py": "makes the parts that pages are built from",
}
"""The modules that write, and what."""


def written(nodes: Iterable[ast.AST]) -> Iterator[int]:
    """Yield the lines on which a file is written."""
    for node in nodes:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
            modes = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            if called in WRITES or (called == "open" and _WRITING & {*modes}):
                yield node.lineno


_WRITING = frozenset(("w", "wb", "a", "ab", "x", "xb", "r+b", "w+b"))
"""Modes of opening a file to write."""


def name_of(path: Path) -> str:
    """Return the name of a module as it is in the tables."""
    return path.relative_to(SOURCE).as_posix()


GUARDED = {"web/work.py": "limits of memory and time, where the system has them"}


def test_there_is_something_to_look_at() -> None:
    """The source is found, so that the tests below are about it."""
    assert len(MODULES) > 50


def test_nothing_is_posix_alone() -> None:
    """No module outside audit uses what only POSIX systems have, unless it looks first whether it is there."""
    asked = [path for path in MODULES if "audit" not in path.parts and name_of(path) not in GUARDED]
    assert {name_of(path): found for path in asked if (found := [*posix_only(nodes_of(path))])} == {}


def test_every_encoding_is_named() -> None:
    """Whatever is opened as text names its encoding, so that Windows reads what Linux wrote."""
    assert {name_of(path): found for path in MODULES if (found := [*opened_without_encoding(nodes_of(path))])} == {}


def test_files_are_written_in_one_place() -> None:
    """No module but `fix/files.py` writes a file for people."""
    asked = [path for path in MODULES if name_of(path) not in ELSEWHERE]
    assert {name_of(path): found for path in asked if (found := [*written(nodes_of(path))])} == {}


@pytest.mark.parametrize(
    ("code", "caught"),
    [
        ("import fcntl", True),
        ("from pwd import getpwnam", True),
        ("import os\nos.fork()", True),
        ("from os import getuid", True),
        ("import signal\nsignal.SIGKILL", True),
        ("p = '/tmp/x'", True),
        ("import os\nos.replace(a, b)", False),
    ],
)
def test_the_search_for_posix_finds_it(code: str, caught: bool) -> None:
    """The search itself finds what it is for, and nothing else."""
    assert bool(list(posix_only(ast.walk(ast.parse(code))))) is caught


@pytest.mark.parametrize(
    ("code", "caught"),
    [
        ("open(p)", True),
        ("open(p, 'w')", True),
        ("p.read_text()", True),
        ("p.write_text(x)", True),
        ("p.open()", True),
        ("os.fdopen(h, 'w')", True),
        ("open(p, 'rb')", False),
        ("open(p, mode='wb')", False),
        ("p.read_text(encoding='utf-8')", False),
        ("os.open(p, os.O_WRONLY)", False),
        ("os.open(p, flags, mode)", False),
        ("open(self.path)", True),
        ("p.read_bytes()", False),
    ],
)
def test_the_search_for_encodings_finds_them(code: str, caught: bool) -> None:
    """The search itself finds what opens text without an encoding, and nothing else."""
    assert bool(list(opened_without_encoding(ast.walk(ast.parse(code))))) is caught


@pytest.mark.parametrize(
    ("code", "caught"),
    [
        ("p.write_text(x, encoding='utf-8')", True),
        ("p.open('wb')", True),
        ("open(p, 'a', encoding='utf-8')", True),
        ("p.open('rb')", False),
        ("write_file(p, x)", False),
    ],
)
def test_the_search_for_writing_finds_it(code: str, caught: bool) -> None:
    """The search itself finds what writes a file, and nothing else."""
    assert bool(list(written(ast.walk(ast.parse(code))))) is caught
