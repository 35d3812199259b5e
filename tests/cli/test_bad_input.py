"""Input that cannot be checked: one line that names the file and says what to do, exit 2, and the rest is still checked."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from cli.given import BAD, GOOD, HEADERS, MISSPELLED, PLAIN, check, fix, found, mail, one_line, run
from replylint.sources.files import MAX_FILE
from replylint.sources.mime import MAX_PARTS

BASE64 = "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n"
PARTS = 'Content-Type: multipart/mixed; boundary="b"\n'
ASCII = "I am out of the office from 12/14/26 through 12/21/26.\n"
"""A text without characters of several bytes, which would show that it is UTF-8."""
PICTURE = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


def nested(depth: int) -> str:
    """Return a mail with parts inside one another."""
    text = "Content-Type: text/plain\n\nI am out of the ofice.\n"
    for level in range(depth):
        text = f'Content-Type: multipart/mixed; boundary="b{level}"\n\n--b{level}\n{text}\n--b{level}--\n'
    return HEADERS + text


DAMAGED: dict[str, tuple[str, str | bytes, tuple[str, ...]]] = {
    "empty text": ("reply.txt", b"", ("empty",)),
    "blank text": ("reply.txt", b" \r\n\t\r\n", ("empty",)),
    "only a byte order mark": ("reply.txt", b"\xef\xbb\xbf", ("empty",)),
    "empty page": ("reply.html", b"", ("empty",)),
    "empty mail": ("reply.eml", b"", ("empty",)),
    "empty export": ("reply.json", b"", ("Get-MailboxAutoReplyConfiguration",)),
    "empty template": ("reply.txt.j2", b"", ("empty",)),
    "invisible characters": ("reply.txt", "\u200b\u200d\n", ()),
    "template of nothing": ("reply.txt.j2", "{# to be written #}\n", ()),
    "hidden page": ("reply.html", '<p style="display:none">I am out of the office.</p>', ("nothing",)),
    "mail without a body": ("reply.eml", HEADERS + "\n", ()),
    "mail of headers alone": ("reply.eml", HEADERS, ()),
    "export of empty replies": (
        "reply.json",
        '[{"Identity": "a", "AutoReplyState": "Enabled", "ExternalAudience": "All", "InternalMessage": "", "ExternalMessage": ""}]',
        (),
    ),
    "export of replies that are no text": (
        "reply.json",
        '[{"Identity": "a", "AutoReplyState": "Enabled", "InternalMessage": 5, "ExternalMessage": {"a": 1}}]',
        (),
    ),
    "export of no reply": ("reply.json", '[{"AutoReplyState": "Enabled"}]', ("entry 1", "InternalMessage")),
    "export cut off": ("reply.json", '[{"InternalMessage": "I am out', ("damaged", "export it again")),
    "export nested too deep": ("reply.json", '{"InternalMessage":' + "[" * 100_000, ("damaged", "export it again")),
    "other JSON": ("reply.json", '{"name": "x"}', ("JSON of another kind",)),
    "picture named text": ("reply.txt", PICTURE, ("picture",)),
    "picture named page": ("reply.html", PICTURE, ("picture",)),
    "picture named mail": ("reply.eml", PICTURE, ()),
    "random bytes": ("reply.txt", bytes(range(256)) * 4, ("UTF-8",)),
    "suffix unknown": ("reply.qxp", GOOD, ("'.qxp'", "save it as")),
    "a document of Word": ("reply.docx", GOOD, ("Word", "save its text as")),
    "suffix missing": ("reply", GOOD, ("save it as",)),
    "mail named text": ("reply.txt", mail(GOOD), ("rename it to .eml", "--input-format eml")),
    "page named text": ("reply.txt", f"<html><p>{GOOD}</p></html>", ("rename it to .html", "--input-format html")),
    "text named mail": ("reply.eml", GOOD, ("not a mail message", "--input-format text")),
    "charset unknown": ("reply.eml", mail(ASCII, "Content-Type: text/plain; charset=x-none\n"), ("'x-none'", "UTF-8")),
    "charset unknown, with an accent": (
        "reply.eml",
        mail(f"{ASCII}José\n", "Content-Type: text/plain; charset=x-none\n").encode("cp1252"),
        ("'x-none'", "UTF-8"),
    ),
    "charset of no text": ("reply.eml", mail(ASCII, "Content-Type: text/plain; charset=rot13\n"), ("'rot13'", "UTF-8")),
    "charset with a NUL": ("reply.eml", mail(ASCII, "Content-Type: text/plain; charset*=us-ascii''a%00b\n"), ()),
    "charset given in parts": (
        "reply.eml",
        mail("I am out.\n", "Content-Type: text/plain; charset*=us-ascii''utf-8\n").encode() + b"\xff\xfe.\n",
        (),
    ),
    "charset that does not fit": ("reply.eml", (HEADERS + PLAIN + "\n").encode() + b"I am out \xff\xfe.\n", ("UTF-8",)),
    "charset of a page unknown": ("reply.html", "<meta charset=zzz><p>I am out of the office.", ("'zzz'",)),
    "base64 cut off": (
        "reply.eml",
        mail("SSBhbSBvdXQgb2YgdGhlIG9mZml\n", BASE64),
        ("base64", "save the message again"),
    ),
    "boundary not given": (
        "reply.eml",
        mail("--b\n\nI am out.\n--b--\n", "Content-Type: multipart/mixed\n"),
        ("missing",),
    ),
    "boundary not there": ("reply.eml", mail("I am out.\n", PARTS), ("missing",)),
    "end missing": ("reply.eml", mail("--b\n\nI am out of the office.\n", PARTS), ("cut off",)),
    "attachment alone": ("reply.eml", mail("x\n", "Content-Type: application/pdf\n"), ("no text to check",)),
    "thousand parts nested": ("reply.eml", nested(1000), ("part", "save the message")),
    "too many parts": (
        "reply.eml",
        mail("--b\n\nI am out.\n" * (MAX_PARTS + 1) + "--b--\n", PARTS),
        ("more than 1000 parts",),
    ),
    "page nested too deep": ("reply.html", "<div>" * 5000 + "I am out", ("nested",)),
    "text of 50 MB": ("reply.txt", b"I am out of the office.\n" * 2_200_000, ("MB",)),
    "mail of 50 MB": (
        "reply.eml",
        (HEADERS + PLAIN + "\n").encode() + (b"I am out of the office. " * 40 + b"\n") * 55_000,
        ("MB",),
    ),
}


@pytest.mark.parametrize("case", DAMAGED)
def test_what_cannot_be_checked_is_said(case: str, here: Path) -> None:
    """Damaged input is one line that names the file and the remedy, exit 2, and the file beside it is still checked."""
    name, content, words = DAMAGED[case]
    (here / name).write_bytes(content.encode() if isinstance(content, str) else content)
    (here / "other.txt").write_text(MISSPELLED, encoding="utf-8")
    result = check(name, "other.txt", "--select", "spelling", "--select", "absence")
    said = one_line(result, name, *words)
    assert len(said) < 250
    assert "spelling.misspelling" in found(result)


@pytest.mark.parametrize("case", [name for name in DAMAGED if "50 MB" not in name])
def test_what_cannot_be_checked_is_not_written(case: str, here: Path) -> None:
    """`fix` leaves damaged input byte for byte as it is, writes no copy of it, and exits 2."""
    name, content, _ = DAMAGED[case]
    data = content.encode() if isinstance(content, str) else content
    (here / name).write_bytes(data)
    assert fix(name).exit_code == 2
    assert fix(name, "--output-dir", "out").exit_code == 2
    left = {str(path.relative_to(here)): path.read_bytes() for path in here.rglob("*") if path.is_file()}
    assert left == {name: data}


def test_many_nested_parts_that_are_still_readable(here: Path) -> None:
    """Nesting that a mail program would show is read, so that the cap refuses only what nobody sends."""
    (here / "reply.eml").write_text(nested(20), encoding="utf-8")
    assert "spelling.misspelling" in found(check("reply.eml"))


def test_file_larger_than_is_read(here: Path) -> None:
    """A file above the cap is refused by its size, before it is read."""
    with (here / "reply.txt").open("wb") as stream:
        stream.truncate(MAX_FILE + 1)
    one_line(check("reply.txt"), "reply.txt", "64 MB")


def test_export_names_the_entry_that_is_wrong(here: Path) -> None:
    """In an export one entry without messages is named by its number, and the others are checked."""
    rows = [
        {"Identity": "a"},
        {"Identity": "b", "AutoReplyState": "Enabled", "InternalMessage": MISSPELLED, "ExternalMessage": MISSPELLED},
    ]
    (here / "replies.json").write_text(json.dumps(rows), encoding="utf-8")
    result = check("replies.json", "--select", "spelling")
    one_line(result, "replies.json", "entry 1")
    assert len(found(result)) == 2


def test_lone_surrogates_in_an_export(here: Path) -> None:
    """Half a character in an export breaks neither the report, nor its file, nor the corrected copy."""
    rows = [
        {
            "Identity": "a",
            "AutoReplyState": "Enabled",
            "InternalMessage": f"\ud800 {BAD}",
            "ExternalMessage": f"\ud800 {BAD}",
        }
    ]
    (here / "replies.json").write_text(json.dumps(rows), encoding="utf-8")
    pattern = '[pack]\nid = "p"\nextends = "plant-city"\n[checks.a]\ndo = "forbid"\nmessage = "x"\npattern = "maria"\n'
    (here / "p.toml").write_text(pattern, encoding="utf-8")
    assert check("replies.json", "-o", "report.txt", "--policy", "p.toml").exit_code in (1, 2)
    assert fix("replies.json", "--output-dir", "out").exit_code in (1, 2)


# Files that are not there, or may not be read


def refused(action: Callable[..., Result], monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Result:
    """Run with the file `closed.txt` made unreadable, for root as for anybody else."""
    read = Path.read_bytes

    def read_bytes(path: Path) -> bytes:
        if path.name == "closed.txt":
            raise PermissionError(13, "Permission denied", str(path))
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    return action(*arguments)


@pytest.mark.parametrize("action", [check, fix], ids=["check", "fix"])
def test_unreadable_file(action: Callable[..., Result], here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that may not be read is named with what to do, and the others are still read."""
    (here / "closed.txt").write_text(BAD, encoding="utf-8")
    (here / "other.txt").write_text(MISSPELLED, encoding="utf-8")
    result = refused(action, monkeypatch, "closed.txt", "other.txt")
    one_line(result, "closed.txt", "you may not read it")
    assert (here / "closed.txt").stat().st_size == len(BAD)
    assert "other.txt" in result.output


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
@pytest.mark.parametrize("closed", ["closed/reply.txt", "closed"])
def test_folder_that_may_not_be_entered(closed: str, here: Path) -> None:
    """A file below a folder that may not be entered is one line, no traceback."""
    (here / "closed").mkdir()
    (here / "closed" / "reply.txt").write_text(BAD, encoding="utf-8")
    (here / "closed").chmod(0)
    try:
        one_line(check(closed), "closed")
    finally:
        (here / "closed").chmod(0o755)


def test_path_behind_a_closed_folder(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path that may not even be looked at is one line, and the others are still checked."""
    (here / "other.txt").write_text(MISSPELLED, encoding="utf-8")
    stat = os.stat

    def closed_stat(path: object, *arguments: object, **options: object) -> object:
        if f"closed{os.sep}" in str(path):
            raise PermissionError(13, "Permission denied", str(path))
        return stat(path, *arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "stat", closed_stat)
    result = check("closed/reply.txt", "other.txt")
    one_line(result, "closed")
    assert found(result) == ["spelling.misspelling"]


def test_file_that_vanishes(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of a folder that is gone when its turn comes is named, and the others are still checked."""
    (here / "in").mkdir()
    for name in ("a.txt", "b.txt"):
        (here / "in" / name).write_text(MISSPELLED, encoding="utf-8")
    read = Path.read_bytes

    def read_bytes(path: Path) -> bytes:
        data = read(path)
        if path.name == "a.txt":
            (here / "in" / "b.txt").unlink(missing_ok=True)
        return data

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    result = check("in")
    one_line(result, "b.txt", "no such file")
    assert found(result) == ["spelling.misspelling"]


@pytest.mark.parametrize("path", ["missing.txt", "*.txt", "missing/", "missing/reply.eml"])
@pytest.mark.parametrize("command", ["check", "fix", "facts"])
def test_path_that_matches_nothing(path: str, command: str) -> None:
    """A path that is not there, or a pattern that the shell did not expand, is named and gives exit 2."""
    one_line(run(command, path), path.rstrip("/"), "no such file or folder")


@pytest.mark.parametrize("name", ["reply.txt", "reply.eml", "reply.html"])
def test_folder_named_like_a_file(name: str, here: Path) -> None:
    """A folder in the place of a file is searched as a folder, and an empty one is no clean bill."""
    (here / name).mkdir()
    one_line(check(name), name, "holds no file")


@pytest.mark.skipif(os.name == "nt", reason="links need rights of their own on Windows")
def test_link_that_leads_nowhere(here: Path) -> None:
    """A broken link in a folder is named and gives exit 2."""
    (here / "in").mkdir()
    (here / "in" / "reply.txt").symlink_to(here / "gone.txt")
    one_line(check("in"), "reply.txt")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_named_pipe_is_not_waited_for(here: Path) -> None:
    """A named pipe in a folder is refused at once instead of being read for ever."""
    (here / "in").mkdir()
    os.mkfifo(here / "in" / "reply.txt")
    one_line(check("in"), "reply.txt", "not a file")


def test_rule_that_crashes_is_said(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that fails is named, the run exits 2, and the other rules still speak."""
    from replylint.rules.spelling import RULES

    def broken(self: object, subject: object) -> object:
        raise ZeroDivisionError("no")

    monkeypatch.setattr(RULES[0], "check", broken)
    (here / "reply.txt").write_text(BAD, encoding="utf-8")
    result = check("reply.txt")
    one_line(result, "reply.txt", RULES[0].id)
    assert "signature.missing-title" in found(result)


def test_facts_that_crash_are_said(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that replylint itself fails on is named without a traceback, and the other files are still checked."""
    from replylint.facts import Facts

    text = Facts.text.work_out

    def broken(self: Facts) -> str:
        if self.document.content.startswith("I am out"):
            raise ZeroDivisionError("no")
        return str(text(self))

    monkeypatch.setattr(Facts, "text", property(broken))
    (here / "a.txt").write_text(BAD, encoding="utf-8")
    (here / "b.txt").write_text(MISSPELLED, encoding="utf-8")
    result = check("a.txt", "b.txt")
    assert (result.exit_code, found(result)) == (2, ["spelling.misspelling"])
    assert "a.txt" in result.stderr
