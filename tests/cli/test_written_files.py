"""Where files are written: through links, into pipes and devices, and without changing whose a file is or what else it is called."""

from __future__ import annotations

import errno
import os
import socket
import stat
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import Result

from cli.given import AS_OF, BAD, GOOD, MISSPELLED, check, fix, one_line, process, program, run
from replylint.fix import files
from replylint.fix.files import ORIGINAL, UNFINISHED, back_up, write_file

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no such files")
SOURCE = Path(__file__).resolve().parents[2] / "src" / "replylint"


def facts(*arguments: object) -> Result:
    """Run `replylint facts`."""
    return run("facts", *arguments)


REPORTS: dict[str, Callable[..., Result]] = {"check": check, "facts": facts}


@pytest.fixture
def reply(here: Path) -> Path:
    """Write a reply with an error."""
    (here / "reply.txt").write_text(MISSPELLED, encoding="utf-8")
    return here / "reply.txt"


@contextmanager
def terminal() -> Iterator[tuple[int, str]]:
    """Make a pseudo-terminal, a character device of our own, and return the end to read from and its name."""
    master, slave = os.openpty()
    try:
        yield master, os.ttyname(slave)
    finally:
        os.close(master)
        os.close(slave)


def arriving(master: int) -> str:
    """Return what was written to a pseudo-terminal."""
    return os.read(master, 65_536).decode().replace("\r\n", "\n")


def leftovers(folder: Path) -> list[str]:
    """Return the names of files that a run should have cleaned up."""
    return [path.name for path in folder.rglob(".replylint-*")]


# What is not a regular file


@posix
@pytest.mark.parametrize("command", REPORTS)
def test_a_device_is_written_to(command: str, reply: Path) -> None:
    """A report for a device goes to it, and the device stays what it is."""
    with terminal() as (master, name):
        before = Path(name).stat()
        REPORTS[command](reply.name, "-o", name)
        assert "ofice" in arriving(master)
        assert stat.S_ISCHR(Path(name).stat().st_mode)
        assert Path(name).stat().st_ino == before.st_ino
    assert leftovers(reply.parent) == []


@posix
def test_a_link_to_a_device_stays_one(reply: Path) -> None:
    """A report for a link to a device goes to the device, and the link still leads there."""
    with terminal() as (master, name):
        (reply.parent / "link").symlink_to(name)
        check(reply.name, "-o", "link")
        assert "ofice" in arriving(master)
        assert (reply.parent / "link").readlink() == Path(name)


@posix
@pytest.mark.parametrize("linked", [False, True])
@pytest.mark.parametrize("command", REPORTS)
def test_a_pipe_is_written_to(command: str, linked: bool, reply: Path) -> None:
    """A report for a named pipe goes to its reader, and the pipe stays a pipe."""
    os.mkfifo(reply.parent / "pipe")
    if linked:
        (reply.parent / "link").symlink_to("pipe")
    read: list[str] = []
    thread = threading.Thread(target=lambda: read.append((reply.parent / "pipe").read_text(encoding="utf-8")))
    thread.start()
    REPORTS[command](reply.name, "-o", "link" if linked else "pipe")
    thread.join(60)
    assert "ofice" in read[0]
    assert stat.S_ISFIFO((reply.parent / "pipe").stat().st_mode)
    assert (reply.parent / "link").is_symlink() is linked


@posix
def test_a_pipe_whose_reader_leaves(reply: Path) -> None:
    """A reader of a named pipe that leaves early is one line and exit 2."""
    os.mkfifo(reply.parent / "pipe")
    for number in range(150):  # a report longer than a pipe holds
        (reply.parent / f"reply{number}.txt").write_text(MISSPELLED, encoding="utf-8")
    thread = threading.Thread(target=lambda: (reply.parent / "pipe").open("rb").close())
    thread.start()
    result = check(*reply.parent.glob("*.txt"), "-o", "pipe", "--output-format", "json")
    one_line(result, "pipe", "cannot be written")
    thread.join(60)


@posix
def test_our_own_standard_output(reply: Path) -> None:
    """/dev/stdout is standard output, whether it is a pipe or a file that is written to already."""
    shown = program("check", "--as-of", AS_OF, reply.name, "-o", "/dev/stdout", cwd=reply.parent)
    assert b"spelling.misspelling" in shown.stdout
    with (reply.parent / "all.txt").open("wb") as stream:
        stream.write(b"before\n")
        stream.flush()
        process(
            "check", "--as-of", AS_OF, reply.name, "-o", "/dev/stdout",
            cwd=reply.parent, stdout=stream,
        )  # fmt: skip
        stream.write(b"after\n")
    written = (reply.parent / "all.txt").read_text(encoding="utf-8")
    assert written.startswith("before\n")
    assert "spelling.misspelling" in written
    assert written.endswith("after\n")


@posix
def test_a_socket_and_a_folder_are_refused(reply: Path) -> None:
    """What cannot be written to like a file is one line and exit 2, and stays as it is."""
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket")
        one_line(check(reply.name, "-o", "socket"), "socket", "cannot be written")
        assert stat.S_ISSOCK(Path("socket").stat().st_mode)
    with pytest.raises(IsADirectoryError):
        write_file(reply.parent, b"x")


def test_a_disk_is_refused(reply: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A report is never written over a disk."""
    status = os.stat_result((stat.S_IFBLK | 0o600, 1, 1, 1, 0, 0, 0, 0, 0, 0))
    monkeypatch.setattr(files, "_status", lambda _: status)
    monkeypatch.setattr(files.os, "open", lambda *_: pytest.fail("it was opened"))
    with pytest.raises(OSError, match="disk"):
        write_file(reply, b"x")


@posix
@pytest.mark.parametrize("kind", ["pipe", "device"])
def test_a_copy_goes_through_what_is_there(kind: str, reply: Path) -> None:
    """In --output-dir, too, a pipe or a link to a device is written to and stays."""
    (reply.parent / "out").mkdir()
    place = reply.parent / "out" / reply.name
    with terminal() as (master, name):
        read: list[str] = []
        if kind == "device":
            place.symlink_to(name)
            fix(reply.name, "--output-dir", "out")
            read.append(arriving(master))
            assert place.is_symlink()
        else:
            os.mkfifo(place)
            thread = threading.Thread(target=lambda: read.append(place.read_text(encoding="utf-8")))
            thread.start()
            fix(reply.name, "--output-dir", "out")
            thread.join(60)
            assert stat.S_ISFIFO(place.stat().st_mode)
    assert read == [GOOD]
    assert [path.name for path in (reply.parent / "out").iterdir()] == [reply.name]


# Links


@posix
@pytest.mark.parametrize("length", [1, 3])
@pytest.mark.parametrize("command", REPORTS)
def test_a_link_to_a_file_stays_a_link(command: str, length: int, reply: Path) -> None:
    """A report for a link, or a chain of them, is written to the file that it leads to."""
    (reply.parent / "in").mkdir()
    real = reply.parent / "in" / "real.txt"
    real.write_text("old", encoding="utf-8")
    previous = real
    for number in range(length):
        (reply.parent / f"link{number}").symlink_to(previous)
        previous = reply.parent / f"link{number}"
    REPORTS[command](reply.name, "-o", previous.name)
    assert "ofice" in real.read_text(encoding="utf-8")
    assert all((reply.parent / f"link{number}").is_symlink() for number in range(length))


@posix
def test_a_link_to_nothing_makes_the_file(reply: Path) -> None:
    """A report for a link that leads to a file not there yet makes that file."""
    (reply.parent / "in").mkdir()
    (reply.parent / "link").symlink_to("in/new.txt")
    check(reply.name, "-o", "link")
    assert "ofice" in (reply.parent / "in" / "new.txt").read_text(encoding="utf-8")
    assert (reply.parent / "link").is_symlink()


@posix
@pytest.mark.parametrize("name", ["loop", "loop/report.txt"])
def test_a_link_that_leads_in_a_circle(name: str, reply: Path) -> None:
    """A link that leads to itself is one line and exit 2, and is not replaced."""
    (reply.parent / "loop").symlink_to("loop")
    one_line(check(reply.name, "-o", name), name, "cannot be written")
    one_line(fix(reply.name, "--output-dir", "loop"), "loop", "cannot be written")
    assert (reply.parent / "loop").readlink() == Path("loop")


@posix
def test_a_backup_is_not_written_through_a_link(reply: Path) -> None:
    """A link that somebody put where the backup would go is neither followed nor replaced."""
    (reply.parent / "reply.txt.bak").symlink_to("elsewhere.txt")
    (reply.parent / "other.txt").write_text("other", encoding="utf-8")
    (reply.parent / "reply.txt.bak2").symlink_to("other.txt")
    assert fix(reply.name).exit_code == 0
    assert not (reply.parent / "elsewhere.txt").exists()
    assert (reply.parent / "other.txt").read_text(encoding="utf-8") == "other"
    assert (reply.parent / "reply.txt.bak3").read_text(encoding="utf-8") == MISSPELLED


# Whose a file is, and what else it is called


def same(path: Path, before: os.stat_result) -> bool:
    """Return whether a file has the owner, group and permissions that it had."""
    now = path.stat()
    return (now.st_uid, now.st_gid, now.st_mode) == (before.st_uid, before.st_gid, before.st_mode)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give files away")
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_the_owner_is_kept(mode: int, reply: Path) -> None:
    """A file that root corrects still belongs to whom it belonged, and so does its backup."""
    os.chown(reply, 12_345, 23_456)
    reply.chmod(mode)
    before = reply.stat()
    assert fix(reply.name).exit_code == 0
    assert reply.read_text(encoding="utf-8") == GOOD
    assert same(reply, before)
    assert same(reply.parent / "reply.txt.bak", before)
    (reply.parent / "report.txt").write_text("old", encoding="utf-8")
    os.chown(reply.parent / "report.txt", 12_345, 23_456)
    before = (reply.parent / "report.txt").stat()
    check(reply.name, "-o", "report.txt")
    assert same(reply.parent / "report.txt", before)


@posix
def test_an_owner_that_cannot_be_kept(reply: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of somebody else that may be written is overwritten, not replaced by one of ours."""
    before = reply.stat()
    stranger = os.stat_result((*before[:4], 12_345, 23_456, *before[6:10]))
    status = Path.stat

    def owned(path: Path, **options: bool) -> os.stat_result:
        found = status(path, **options)
        return stranger if found.st_ino == before.st_ino else found

    def denied(*_: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(Path, "stat", owned)
    monkeypatch.setattr(files.os, "chown", denied)
    assert fix(reply.name).exit_code == 0
    monkeypatch.undo()
    assert reply.stat().st_ino == before.st_ino
    assert reply.read_text(encoding="utf-8") == GOOD
    assert (reply.parent / "reply.txt.bak").read_text(encoding="utf-8") == MISSPELLED
    assert leftovers(reply.parent) == []


@posix
@pytest.mark.parametrize("backup", [True, False])
def test_hard_links_are_kept(backup: bool, reply: Path) -> None:
    """A file with two names is corrected under both, and its backup is a file of its own."""
    (reply.parent / "kept").mkdir()
    other = reply.parent / "kept" / "other.txt"
    other.hardlink_to(reply)
    assert fix(reply.name, *([] if backup else ["--no-backup"])).exit_code == 0
    assert reply.samefile(other)
    assert other.read_text(encoding="utf-8") == GOOD
    kept = [path.name for path in reply.parent.iterdir() if ".bak" in path.name]
    assert kept == (["reply.txt.bak"] if backup else [])
    assert not backup or (reply.parent / "reply.txt.bak").read_text(encoding="utf-8") == MISSPELLED
    assert leftovers(reply.parent) == []


@posix
@pytest.mark.parametrize("shorter", [True, False])
def test_a_file_with_two_names_survives_a_failing_write(
    shorter: bool, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If a file cannot be overwritten to its end, what was in it is put back."""
    before = b"x" * (10 if shorter else 100_000)
    (here / "one").write_bytes(before)
    (here / "two").hardlink_to(here / "one")
    send, calls = files._send, []

    def failing(descriptor: int, data: bytes) -> None:
        calls.append(data)
        if len(calls) == 1:
            send(descriptor, data[: len(data) // 2])
            raise OSError(errno.ENOSPC, "No space left on device")
        send(descriptor, data)

    monkeypatch.setattr(files, "_send", failing)
    with pytest.raises(OSError, match="No space"):
        write_file(here / "one", b"y" * 5_000)
    assert (here / "two").read_bytes() == before
    assert leftovers(here) == []


@posix
def test_a_file_that_cannot_be_put_back(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If even the original cannot be put back, its copy stays, and the error says where."""
    (here / "one").write_bytes(b"original")
    (here / "two").hardlink_to(here / "one")

    def failing(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(files, "_send", failing)
    with pytest.raises(OSError, match="original is in") as raised:
        write_file(here / "one", b"new")
    (kept,) = here.glob(f"{ORIGINAL}*")
    assert str(kept) in str(raised.value)
    assert kept.read_bytes() == b"original"


@posix
def test_a_file_with_two_names_that_may_not_be_written(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that cannot be opened is left alone, and nothing is said of damage."""
    (here / "one").write_bytes(b"original")
    (here / "two").hardlink_to(here / "one")

    def denied(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "open", denied)
    with pytest.raises(PermissionError):
        write_file(here / "one", b"new")
    monkeypatch.undo()
    assert (here / "two").read_bytes() == b"original"
    assert leftovers(here) == []


@posix
@pytest.mark.parametrize(("mask", "mode"), [(0o077, 0o600), (0o022, 0o644), (0o002, 0o664)])
def test_a_new_report_goes_by_the_mask(mask: int, mode: int, reply: Path) -> None:
    """A new report has the permissions that the user's mask leaves, as any other new file."""
    before = os.umask(mask)
    try:
        check(reply.name, "-o", "report.txt")
    finally:
        os.umask(before)
    assert stat.S_IMODE((reply.parent / "report.txt").stat().st_mode) == mode


@posix
def test_a_private_file_is_private_from_the_first(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key is never readable by others, not even while it is being written."""
    modes: list[int] = []
    sync = os.fsync
    monkeypatch.setattr(
        files.os, "fsync", lambda opened: modes.append(stat.S_IMODE(os.fstat(opened).st_mode)) or sync(opened)
    )
    write_file(here / "key", b"secret", private=True)
    (here / "mine").write_bytes(b"x")
    (here / "mine").chmod(0o600)
    write_file(here / "mine", b"y")
    back_up(here / "mine")
    assert modes == [0o600] * 3
    assert {stat.S_IMODE(path.stat().st_mode) for path in here.iterdir()} == {0o600}


def test_temporary_names_are_exclusive(reply: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written to first has a name of its own, that no other program can have put there."""
    opened: dict[str, int] = {}
    real = os.open

    def watching(path: object, flags: int, *rest: int) -> int:
        opened[Path(str(path)).name] = flags
        return real(path, flags, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(files.os, "open", watching)
    assert fix(reply.name).exit_code == 0
    names = [name for name in opened if name.startswith(UNFINISHED)]
    assert len(names) == 2
    assert all(opened[name] & os.O_EXCL for name in [*names, "reply.txt.bak"])


def test_a_long_name(here: Path) -> None:
    """A file whose name is as long as names may be is written, and read back; the temporary name does not grow with it."""
    name = "r" * 250 + ".txt"
    (here / name).write_text(MISSPELLED, encoding="utf-8")
    assert fix(name, "--no-backup").exit_code == 0
    assert (here / name).read_text(encoding="utf-8") == GOOD
    check(name, "-o", "o" * 255)
    assert (here / ("o" * 255)).exists()


def test_reports_of_an_audit_are_written_through_links(here: Path) -> None:
    """The files of an audit's report go where links in its folder lead."""
    pytest.importorskip("duckdb")
    (here / "in").mkdir()
    (here / "in" / "reply.txt").write_text(BAD, encoding="utf-8")
    done = run("audit", "in", "--output", "audit", "--as-of", AS_OF)
    assert done.exit_code == 1, done.output
    (here / "elsewhere.csv").write_text("old", encoding="utf-8")
    (here / "audit" / "findings.csv").unlink()
    (here / "audit" / "findings.csv").symlink_to(here / "elsewhere.csv")
    assert run("audit", "in", "--output", "audit", "--as-of", AS_OF).exit_code == 1
    assert (here / "audit" / "findings.csv").is_symlink()
    assert "contact" in (here / "elsewhere.csv").read_text(encoding="utf-8-sig")
