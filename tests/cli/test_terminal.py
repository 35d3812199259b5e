"""The program on terminals, in pipes, with streams that are closed or full, and in any encoding."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from click.testing import CliRunner

from cli.given import AS_OF, BAD, GOOD, MISSPELLED, process, program
from replylint.cli import cli, main
from replylint.report.folding import columns

ESCAPE = b"\x1b"
SHOWING = [
    ["check", "--as-of", AS_OF, "reply.txt"],
    ["check", "missing.txt"],
    ["facts", "--as-of", AS_OF, "reply.txt"],
    ["fix", "--as-of", AS_OF, "--diff", "reply.txt"],
    ["rules"],
]
posix = pytest.mark.skipif(os.name == "nt", reason="there is no such terminal or signal on Windows")


@pytest.fixture(autouse=True)
def reply(here: Path) -> Path:
    """Write a reply with many findings."""
    path = here / "reply.txt"
    path.write_text(BAD, encoding="utf-8")
    return path


def on_terminal(*arguments: str, env: dict[str, str] | None = None) -> bytes:
    """Return what the program shows on a terminal."""
    import pty

    return through(*pty.openpty(), *arguments, env={"TERM": "xterm", **(env or {})})


def through(ours: int, its: int, *arguments: str, env: dict[str, str]) -> bytes:
    """Return what the program, run here, writes into one end of a terminal or a pipe, as it comes out of the other."""
    import threading

    shown = bytearray()

    def read() -> None:
        while True:
            try:
                data = os.read(ours, 65536)
            except OSError:
                return
            if not data:
                return
            shown.extend(data)

    reader = threading.Thread(target=read)
    reader.start()
    with pytest.MonkeyPatch.context() as patch:
        for name, value in env.items():
            patch.setenv(name, value)
        for name in ("stdout", "stderr"):
            patch.setattr(sys, name, os.fdopen(os.dup(its), "w", encoding="utf-8"))
        with pytest.raises(SystemExit):
            main(list(arguments))
        sys.stdout.close()
        sys.stderr.close()
    os.close(its)
    reader.join(10)
    os.close(ours)
    return bytes(shown)


@pytest.mark.parametrize("arguments", SHOWING, ids=lambda words: words[0])
def test_no_colour_in_a_pipe(arguments: list[str], here: Path) -> None:
    """What goes into a pipe has no colours, on neither stream."""
    shown = through(*os.pipe(), *arguments, env={"TERM": "xterm"})
    assert ESCAPE not in shown
    assert shown


@posix
@pytest.mark.parametrize("arguments", SHOWING, ids=lambda words: words[0])
def test_colour_on_a_terminal_unless_asked_not_to(arguments: list[str], here: Path) -> None:
    """On a terminal the output is coloured, and with NO_COLOR it is not, whatever the command."""
    assert ESCAPE in on_terminal(*arguments)
    assert ESCAPE not in on_terminal(*arguments, env={"NO_COLOR": "1"})


LONG = (
    "I will be out of the office from Monday, December 14, 2026 through Friday, December 18, and you may ask for "
    "assistence in 漢字 any time."
)


@posix
@pytest.mark.parametrize("width", [64, 80, 97])
def test_lines_fit_the_terminal_and_marks_their_words(here: Path, width: int) -> None:
    """On a terminal no line is wider than it, no words are cut off, and each mark is below the word it means."""
    (here / "long.txt").write_text(LONG, encoding="utf-8")
    env = {"NO_COLOR": "1", "COLUMNS": str(width)}
    lines = on_terminal("check", "--as-of", AS_OF, "long.txt", env=env).decode().splitlines()
    assert max(columns(line) for line in lines) <= width
    rows = [line.removeprefix("    | ") for line in lines if line.startswith("    | ")]
    marked = {
        above[len(mark) - len(mark.lstrip()) :][: mark.count("^")]
        for above, mark in pairwise(rows)
        if mark.strip() and not mark.strip(" ^")
    }
    assert "assistence" in marked
    shown = " ".join(row.strip() for row in rows if row.strip(" ^"))
    assert LONG in shown
    assert any("The standard," in line for line in lines)


def test_long_lines_in_a_pipe(here: Path) -> None:
    """In a pipe each sentence is one line, whatever the environment says of columns."""
    done = process("check", "--as-of", AS_OF, "reply.txt", cwd=here, env={"COLUMNS": "30"})
    assert any(len(line) > 80 for line in done.stdout.decode().splitlines())


@posix
@pytest.mark.parametrize("command", ["check", "fix", "facts"])
def test_what_to_do_is_said_where_a_message_is_pasted(command: str, here: Path) -> None:
    """Who gives - on a terminal is told to paste and how to end it; in a pipe nothing is said."""
    import pty

    ours, its = pty.openpty()
    os.write(ours, f"{MISSPELLED}\n".encode() + b"\x04\x04")
    done = process(command, "--as-of", AS_OF, "-", cwd=here, stdin=its)
    assert done.stderr.startswith(b"Paste your message, then press Ctrl-D")
    piped = process(command, "--as-of", AS_OF, "-", cwd=here, given=MISSPELLED.encode())
    assert b"Paste" not in piped.stderr
    os.close(ours)
    os.close(its)


def test_replylint_alone_says_what_to_type(here: Path) -> None:
    """Who types replylint alone is shown the commands for a person about to leave; it is no clean check."""
    done = program(cwd=here)
    assert done.returncode == 2
    for command in ("replylint new", "replylint check reply.txt", "replylint check -", "replylint page -o"):
        assert f"  {command}" in done.stderr.decode()
    assert done.stdout == b""


@posix
@pytest.mark.parametrize("command", [["check"], ["facts"], ["fix", "--diff"]], ids=lambda words: words[0])
def test_message_cannot_speak_to_the_terminal(command: list[str], here: Path) -> None:
    """Escape sequences in a message or a file name are shown as something else, and never reach the terminal."""
    name = "reply\x1b]0;name\x07.txt"
    (here / name).write_text("I am out of the ofice until 12/18/26. \x1b[5mCall Ma\x1b[31mria.\n", encoding="utf-8")
    shown = on_terminal(*command, "--as-of", AS_OF, name, env={"NO_COLOR": "1"})
    assert b"ofice" in shown
    assert ESCAPE not in shown


def test_output_is_utf8_whatever_the_locale(here: Path) -> None:
    """In a locale of ASCII alone the report is still UTF-8, and no character stops it."""
    (here / "答复.txt").write_text(MISSPELLED, encoding="utf-8")
    env = {"LC_ALL": "C", "LANG": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = program(
        "check", "--as-of", AS_OF, "答复.txt", cwd=here, env=env if os.name == "nt" else {**env, "PYTHONUTF8": "1"}
    )
    assert done.returncode == 1, done.stderr.decode()
    assert "答复.txt".encode() in done.stdout
    assert "“Use Spell-Check”".encode() in done.stdout


def test_standard_input_as_bytes(here: Path) -> None:
    """Standard input is read as bytes: UTF-16 with its mark, as PowerShell sends it, is understood."""
    done = process("check", "--as-of", AS_OF, "-", cwd=here, given=MISSPELLED.encode("utf-16"))
    assert done.returncode == 1, done.stderr.decode()
    assert b"spelling.misspelling" in done.stdout


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="file names are Unicode there")
@pytest.mark.parametrize("form", ["text", "json"])
def test_file_name_that_is_no_text(form: str, here: Path) -> None:
    """A file name with bytes of no encoding breaks the report neither on standard output nor in a file."""
    name = os.fsdecode(b"reply-\xff.txt")
    (here / name).write_text(BAD, encoding="utf-8")
    shown = process("check", "--as-of", AS_OF, name, "--output-format", form, cwd=here)
    written = process("check", "--as-of", AS_OF, name, "--output-format", form, "-o", "report.out", cwd=here)
    for done in (shown, written):
        assert b"Traceback" not in done.stderr
        assert done.returncode == 1
    if form == "json":
        json.loads(shown.stdout)
        json.loads((here / "report.out").read_bytes())


# Streams that are closed or full


@posix
def test_reader_that_leaves(here: Path) -> None:
    """If nobody reads the findings to their end the program ends quietly, and not as if all were right."""
    for number in range(40):
        (here / f"{number}.txt").write_text(BAD, encoding="utf-8")
    reader, writer = os.pipe()
    os.close(reader)
    done = process("check", "--as-of", AS_OF, ".", cwd=here, stdout=writer)
    os.close(writer)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert b"BrokenPipe" not in done.stderr


@posix
@pytest.mark.parametrize(
    ("command", "closed"),
    [
        ("check", "<&-"),
        ("check", ">&-"),
        ("check", ">&- 2>&-"),
        ("fix --diff", "<&-"),
        ("fix --diff", ">&-"),
        ("facts", ">&-"),
    ],
)
def test_closed_stream(closed: str, command: str, here: Path) -> None:
    """A stream that is closed from the start is no reason to fall over: what is wrong is exit 1 or 2 without a traceback."""
    path = "-" if closed == "<&-" else "reply.txt"
    shell = f'"{sys.executable}" -m replylint {command} --as-of {AS_OF} {path} {closed}'
    done = subprocess.run(["sh", "-c", shell], cwd=here, capture_output=True, timeout=60, check=False)
    assert b"Traceback" not in done.stderr
    if closed == "<&-":
        assert done.returncode == 2
    elif command != "facts":
        assert done.returncode in (1, 2)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
@pytest.mark.parametrize("command", ["check", "fix --diff", "rules"])
def test_full_disk(command: str, here: Path) -> None:
    """If the findings cannot be written out, one line says so and the exit code is 2."""
    words = command.split()
    arguments = words if command == "rules" else [*words, "--as-of", AS_OF, "reply.txt"]
    with Path("/dev/full").open("wb") as full:
        done = process(*arguments, cwd=here, stdout=full)
    assert b"Traceback" not in done.stderr
    assert done.returncode == 2


# The commands as a whole


@pytest.mark.parametrize(
    "arguments", [["--help"], ["-h"], ["--version"], ["check", "--help"], ["fix", "-h"], ["policy", "--help"]]
)
def test_help(arguments: list[str], here: Path) -> None:
    """Help and version go to standard output, with exit 0."""
    done = CliRunner().invoke(cli, arguments, prog_name="replylint")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "replylint" in done.stdout


def test_help_documents_the_exit_codes(here: Path) -> None:
    """The help of check and fix says what each exit code means."""
    for command in ("check", "fix"):
        text = " ".join(CliRunner().invoke(cli, [command, "--help"]).stdout.split())
        assert "Exit code: 0" in text
        assert "2 something was not checked" in text


@pytest.mark.parametrize(("text", "code"), [(GOOD, 0), (BAD, 1), ("", 2)], ids=["clean", "found", "untrusted"])
def test_exit_code_of_the_process(text: str, code: int, reply: Path) -> None:
    """The process itself ends with 0, 1 or 2."""
    reply.write_text(text, encoding="utf-8")
    assert program("check", "--as-of", AS_OF, "reply.txt", cwd=reply.parent).returncode == code


@pytest.mark.parametrize("library", ["jinja2", "tinycss2"])
def test_checking_a_clean_text_loads_no_more_than_it_needs(library: str, reply: Path) -> None:
    """`check` of a plain text does not load what only `fix`, pages or pictures need."""
    reply.write_text(GOOD, encoding="utf-8")
    code = f"import sys; from replylint.cli import main\ntry:\n    main(['check', '--as-of', '{AS_OF}', 'reply.txt'])\nfinally:\n    print({library!r} in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=reply.parent, capture_output=True, timeout=60, check=False)
    assert done.stdout.split()[-1] == b"False"
