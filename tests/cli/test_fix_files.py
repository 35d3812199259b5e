"""`replylint fix`: what is written where, that no original is ever lost, and that everything else in a file stays."""

from __future__ import annotations

import codecs
import json
import os
import stat
import time
from contextlib import chdir
from email import message_from_bytes
from pathlib import Path

import pytest

from cli.given import BAD, GOOD, MISSPELLED, check, fix, found, mail, one_line

posix = pytest.mark.skipif(os.name == "nt", reason="Windows has other permissions and rights for links")


@pytest.fixture
def reply(here: Path) -> Path:
    """Write a reply with one error that can be corrected."""
    path = here / "reply.txt"
    path.write_text(MISSPELLED, encoding="utf-8")
    return path


def files(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def fail_to_replace(monkeypatch: pytest.MonkeyPatch, name: str = "reply.txt") -> None:
    """Make putting a file in the place of `name` fail, as on a disk that is full or a file that another program holds."""
    replace = Path.replace

    def failing(self: Path, target: Path) -> Path:
        if Path(target).name == name:
            raise OSError(28, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", failing)


# Exit codes and output


def test_exit_codes(here: Path, reply: Path) -> None:
    """It exits 0 when all is right now, 1 when something is left to a person, and 2 when something was not checked."""
    (here / "bad.txt").write_text(BAD, encoding="utf-8")
    assert fix("reply.txt").exit_code == 0
    assert fix("bad.txt").exit_code == 1
    assert fix("bad.txt", "missing.txt").exit_code == 2
    assert fix("missing.txt", "bad.txt").exit_code == 2
    assert reply.read_text(encoding="utf-8") == GOOD


def test_what_is_left_is_said(here: Path) -> None:
    """Blanks that only the author can fill in are named on standard error, and stand in the file."""
    (here / "bad.txt").write_text(BAD, encoding="utf-8")
    result = fix("bad.txt")
    assert "bad.txt: fill in " in result.stderr
    for blank in ("[Job Title]", "[office phone number]"):
        assert blank in result.stderr
        assert blank in (here / "bad.txt").read_text(encoding="utf-8")


def test_fail_on_counts_what_is_left(here: Path) -> None:
    """--fail-on decides by what is left over whether the exit code is 1."""
    (here / "bad.txt").write_text(BAD, encoding="utf-8")
    assert fix("bad.txt", "--select", "signature.missing-title", "--fail-on", "error").exit_code == 0
    assert fix("bad.txt", "--select", "placeholder", "--fail-on", "error").exit_code == 1


def test_nothing_to_correct(here: Path) -> None:
    """A file that is right is left alone: no backup, the same bytes, the same time."""
    path = here / "reply.txt"
    path.write_text(GOOD, encoding="utf-8")
    os.utime(path, (1_000_000_000, 1_000_000_000))
    result = fix("reply.txt")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "nothing to correct" in result.stderr
    assert files(here) == {"reply.txt": GOOD.encode()}
    assert path.stat().st_mtime == 1_000_000_000


def test_second_fix_changes_nothing(here: Path) -> None:
    """Fixing twice is fixing once: the second run changes no byte and keeps no second backup."""
    (here / "bad.txt").write_text(BAD, encoding="utf-8")
    fix("bad.txt")
    once = files(here)
    fix("bad.txt")
    assert files(here) == once
    assert sorted(once) == ["bad.txt", "bad.txt.bak"]


def test_same_file_twice_in_one_run(here: Path, reply: Path) -> None:
    """A file named twice is corrected once, with one backup of the original."""
    assert fix("reply.txt", "reply.txt", str(reply)).exit_code == 0
    assert files(here) == {"reply.txt": GOOD.encode(), "reply.txt.bak": MISSPELLED.encode()}


# Backups


def test_backup_has_the_original_bytes(here: Path) -> None:
    """The .bak beside a corrected file is the original byte for byte."""
    data = codecs.BOM_UTF8 + MISSPELLED.replace("\n", "\r\n").encode()
    (here / "reply.txt").write_bytes(data)
    fix("reply.txt")
    assert (here / "reply.txt.bak").read_bytes() == data
    assert (here / "reply.txt").read_bytes() != data


def test_no_original_is_ever_lost(here: Path) -> None:
    """Every version that fix writes over is kept under a name of its own, however often the file is changed by hand between."""
    path, versions = (
        here / "reply.txt",
        [MISSPELLED, BAD, MISSPELLED.replace("Dana", "Jane"), GOOD.replace("once", "onse")],
    )
    for version in versions:
        path.write_text(version, encoding="utf-8")
        fix("reply.txt")
    kept = {data.decode() for name, data in files(here).items() if ".bak" in name}
    assert kept == set(versions)
    assert (here / "reply.txt.bak").read_text(encoding="utf-8") == versions[0]


def test_backup_that_is_already_there_stays(here: Path, reply: Path) -> None:
    """A .bak that somebody else made is not written over."""
    (here / "reply.txt.bak").write_text("mine", encoding="utf-8")
    fix("reply.txt")
    assert (here / "reply.txt.bak").read_text(encoding="utf-8") == "mine"
    assert MISSPELLED.encode() in files(here).values()
    assert reply.read_text(encoding="utf-8") == GOOD


@posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_mode_is_kept(mode: int, here: Path, reply: Path) -> None:
    """The corrected file has the permissions of the original, and so has the backup: a private file stays private."""
    reply.chmod(mode)
    fix("reply.txt")
    assert stat.S_IMODE(reply.stat().st_mode) == mode
    assert stat.S_IMODE((here / "reply.txt.bak").stat().st_mode) == mode


def test_a_corrected_file_is_newer_than_it_was(here: Path, reply: Path) -> None:
    """A corrected file has the time of its correction, so that what backs files up or copies them sees that it changed."""
    os.utime(reply, (1_000_000_000, 1_000_000_000))
    fix("reply.txt")
    assert reply.read_text(encoding="utf-8") == GOOD
    assert time.time() - reply.stat().st_mtime < 600


def test_no_backup(here: Path, reply: Path) -> None:
    """--no-backup keeps no copy, and nothing else is left beside the file."""
    fix("reply.txt", "--no-backup")
    assert files(here) == {"reply.txt": GOOD.encode()}
    assert reply.exists()


def test_backups_are_not_read_again(here: Path, reply: Path) -> None:
    """A folder that is fixed twice does not take the backups for messages."""
    fix(".")
    result = check(".")
    assert result.exit_code == 0
    assert "1 message checked" in result.stderr
    assert reply.exists()


# Writing whole or not at all


def test_failing_write_leaves_the_original(here: Path, reply: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the corrected file cannot be put in its place, the original stays whole, nothing half-written is left, and the others go on."""
    (here / "other.txt").write_text(MISSPELLED, encoding="utf-8")
    fail_to_replace(monkeypatch)
    result = fix("reply.txt", "other.txt")
    assert result.exit_code == 2
    assert "reply.txt" in result.stderr
    assert reply.read_text(encoding="utf-8") == MISSPELLED
    assert (here / "other.txt").read_text(encoding="utf-8") == GOOD
    assert set(files(here)) == {"reply.txt", "reply.txt.bak", "other.txt", "other.txt.bak"}


def test_failing_backup_leaves_the_original(here: Path, reply: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the backup cannot be written, the file is not changed."""
    fail_to_replace(monkeypatch, "reply.txt.bak")
    result = fix("reply.txt")
    assert result.exit_code == 2
    assert files(here) == {"reply.txt": MISSPELLED.encode()}
    assert reply.exists()


def test_folder_that_is_read_only(here: Path, reply: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a folder that nothing may be written to, the file is named once with the reason, exit 2, nothing changed."""
    opened = os.open

    def denied(path: object, flags: int, *rest: int) -> int:
        if flags & os.O_CREAT:
            raise PermissionError(13, "Permission denied")
        return opened(path, flags, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr("replylint.fix.files.os.open", denied)
    said = one_line(fix("reply.txt"), "reply.txt", "Permission denied")
    assert said.count("reply.txt") == 1, said
    assert files(here) == {"reply.txt": MISSPELLED.encode()}
    assert reply.exists()


def test_file_that_changes_meanwhile(here: Path, reply: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that somebody saves while it is being corrected does not lose what was saved."""
    from replylint.fix.correcting import Corrector

    correct = Corrector.correct
    newer = GOOD.replace("Terrence Boyd", "Gloria Ramsey")

    def slow(self: Corrector, mailbox: object) -> object:
        done = correct(self, mailbox)  # type: ignore[arg-type]
        reply.write_text(newer, encoding="utf-8")
        return done

    monkeypatch.setattr(Corrector, "correct", slow)
    fix("reply.txt")
    assert newer.encode() in files(here).values()


@posix
def test_link_stays_a_link(here: Path) -> None:
    """A file that is reached through a link is corrected where it is, and the link stays a link."""
    (here / "in").mkdir()
    real = here / "in" / "real.txt"
    real.write_text(MISSPELLED, encoding="utf-8")
    (here / "reply.txt").symlink_to(real)
    fix("reply.txt")
    assert (here / "reply.txt").is_symlink()
    assert real.read_text(encoding="utf-8") == GOOD


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_folder_without_permission(here: Path, reply: Path) -> None:
    """In a folder without the right to write, fix says so and changes nothing."""
    here.chmod(0o555)
    try:
        one_line(fix("reply.txt"), "reply.txt")
    finally:
        here.chmod(0o755)
    assert reply.read_text(encoding="utf-8") == MISSPELLED


def test_long_file_name(here: Path) -> None:
    """A file whose name is nearly as long as names may be is corrected, or refused in one line with nothing changed."""
    name = "r" * 240 + ".txt"
    (here / name).write_text(MISSPELLED, encoding="utf-8")
    result = fix(name)
    assert (here / name).read_text(encoding="utf-8") == (GOOD if result.exit_code == 0 else MISSPELLED)
    assert result.exit_code in (0, 2)


# --diff


def test_diff_writes_nothing(here: Path, reply: Path) -> None:
    """--diff shows the change as a unified diff on standard output, writes nothing, and exits 1."""
    result = fix("reply.txt", "--diff")
    lines = result.stdout.splitlines()
    assert result.exit_code == 1
    assert lines[0] == "--- reply.txt"
    assert lines[1].startswith("+++ reply.txt")
    assert [line[:1] for line in lines[2:] if line[:1] in "+-"] == ["-", "+"]
    assert files(here) == {"reply.txt": MISSPELLED.encode()}
    assert reply.exists()


def test_diff_without_a_change(here: Path) -> None:
    """--diff of a file that is right shows nothing and exits 0."""
    (here / "reply.txt").write_text(GOOD, encoding="utf-8")
    result = fix("reply.txt", "--diff")
    assert (result.exit_code, result.stdout) == (0, "")


def test_diff_writes_no_copies_either(here: Path, reply: Path) -> None:
    """--diff with --output-dir makes no folder and no copy."""
    assert fix("reply.txt", "--diff", "--output-dir", "out").exit_code == 1
    assert sorted(path.name for path in here.iterdir()) == [reply.name]


def test_diff_of_mail_and_exports(here: Path) -> None:
    """--diff shows what would change in a mail or an export too, with the owner of each message, and changes nothing."""
    (here / "reply.eml").write_text(mail(MISSPELLED), encoding="utf-8")
    rows = [
        {"Identity": "dana", "AutoReplyState": "Enabled", "InternalMessage": MISSPELLED, "ExternalMessage": MISSPELLED}
    ]
    (here / "replies.json").write_text(json.dumps(rows), encoding="utf-8")
    before = files(here)
    result = fix("reply.eml", "replies.json", "--diff")
    assert result.exit_code == 1
    assert "--- reply.eml" in result.stdout
    assert "--- replies.json (internal reply, dana)" in result.stdout
    assert files(here) == before


def test_diff_exits_2_when_something_was_not_checked(reply: Path) -> None:
    """--diff over a file that cannot be read exits 2, not 1."""
    assert fix(reply.name, "missing.txt", "--diff").exit_code == 2


# Encodings


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16-le-bom", "utf-16-be-bom", "utf-32-le-bom", "utf-32-be-bom"]
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_encoding_and_line_ends_are_kept(encoding: str, end: str, here: Path) -> None:
    """A corrected file has the encoding, the byte order mark and the line ends it had, and only the word is different."""
    codec = encoding.removesuffix("-bom")
    mark = {
        "utf-16-le-bom": codecs.BOM_UTF16_LE,
        "utf-16-be-bom": codecs.BOM_UTF16_BE,
        "utf-32-le-bom": codecs.BOM_UTF32_LE,
        "utf-32-be-bom": codecs.BOM_UTF32_BE,
    }.get(encoding, b"")

    def encoded(text: str) -> bytes:
        return mark + text.replace("Terrence", "Térrence").replace("\n", end).encode(codec)

    (here / "reply.txt").write_bytes(encoded(MISSPELLED))
    fix("reply.txt", "--select", "spelling")
    assert (here / "reply.txt").read_bytes() == encoded(GOOD)


def test_mixed_line_ends_are_kept(here: Path) -> None:
    """A file with line ends of both kinds keeps each where it is."""
    text = MISSPELLED.replace("\n", "\r\n", 3)
    (here / "reply.txt").write_bytes(text.encode())
    fix("reply.txt")
    assert (here / "reply.txt").read_bytes() == text.replace("ofice", "office").encode()


def test_last_line_without_an_end_stays_so(here: Path) -> None:
    """A file whose last line has no line end gets none."""
    (here / "reply.txt").write_bytes(MISSPELLED.rstrip("\n").encode())
    fix("reply.txt")
    assert (here / "reply.txt").read_bytes() == GOOD.rstrip("\n").encode()


def test_page_keeps_its_declared_charset(here: Path) -> None:
    """A page that declares Windows-1252 stays in it; markup and comments stay byte for byte."""
    page = f'<html><head><meta charset="windows-1252"></head><!-- keep me --><body><p>{MISSPELLED}</p></body></html>'
    (here / "reply.html").write_bytes(page.replace("Terrence", "Térrence").encode("cp1252"))
    fix("reply.html", "--select", "spelling")
    assert (here / "reply.html").read_bytes() == page.replace("ofice", "office").replace("Terrence", "Térrence").encode(
        "cp1252"
    )


# --output-dir


def test_mail_goes_to_the_output_dir(here: Path) -> None:
    """A corrected mail is a copy in --output-dir with the same headers; the original is untouched."""
    (here / "reply.eml").write_text(mail(MISSPELLED), encoding="utf-8")
    assert fix("reply.eml", "--output-dir", "out").exit_code == 0
    assert (here / "reply.eml").read_text(encoding="utf-8") == mail(MISSPELLED)
    before, after = (
        message_from_bytes((here / "reply.eml").read_bytes()),
        message_from_bytes((here / "out" / "reply.eml").read_bytes()),
    )
    kept = ("From", "To", "Subject", "Date", "Auto-Submitted", "MIME-Version")
    assert [after[name] for name in kept] == [before[name] for name in kept]
    text = after.get_payload(decode=True)
    assert isinstance(text, bytes)
    assert text.decode() == GOOD
    assert found(check("out/reply.eml")) == []


@pytest.mark.parametrize(
    "paths",
    [["a.eml", "b.eml"], ["in"], ["--internal", "a.eml", "--external", "b.eml"]],
    ids=["files", "folder", "tabs"],
)
def test_mail_is_never_changed_in_place(paths: list[str], here: Path) -> None:
    """Without --output-dir mail files are refused with a word that says so, and stay byte for byte."""
    (here / "in").mkdir()
    for name in ("a.eml", "b.eml", "in/a.eml", "in/b.eml"):
        (here / name).write_text(
            mail(MISSPELLED.replace("12/18/26", "12/21/26") if "b" in name else MISSPELLED), encoding="utf-8"
        )
    before = files(here)
    result = fix(*paths)
    assert files(here) == before
    assert "--output-dir" in result.stderr
    assert result.exit_code == 2


def test_one_mail_without_output_dir_is_shown(here: Path) -> None:
    """A single mail without --output-dir is shown corrected on standard output, as text, and not changed."""
    (here / "reply.eml").write_text(mail(MISSPELLED), encoding="utf-8")
    result = fix("reply.eml")
    assert result.stdout == GOOD
    assert files(here) == {"reply.eml": mail(MISSPELLED).encode()}


@pytest.mark.parametrize(
    ("name", "text"), [("reply.eml", mail(MISSPELLED)), ("reply.html", f"<html><p>{MISSPELLED}</p></html>")]
)
def test_standard_input_to_the_output_dir(name: str, text: str, here: Path) -> None:
    """What is read from standard input is written to --output-dir whole: headers of a mail are kept, and its ending fits."""
    fix("-", "--output-dir", "out", input=text.encode())
    written = files(here / "out")
    assert [Path(path).suffix for path in written] == [Path(name).suffix]
    (data,) = written.values()
    assert data.startswith(text.encode()[:20])


def test_export_from_standard_input(here: Path) -> None:
    """An export from standard input is corrected into --output-dir too."""
    rows = [
        {"Identity": "dana", "AutoReplyState": "Enabled", "InternalMessage": MISSPELLED, "ExternalMessage": MISSPELLED}
    ]
    result = fix("-", "--output-dir", "out", input=json.dumps(rows).encode())
    assert result.exit_code == 0, result.stderr
    data = (here / "out" / "corrected.json").read_bytes()
    assert json.loads(data)[0]["InternalMessage"] == GOOD


def test_standard_input_is_shown(here: Path) -> None:
    """Standard input without --output-dir is shown corrected on standard output, and nothing is written."""
    result = fix("-", input=MISSPELLED.encode())
    assert (result.exit_code, result.stdout) == (0, GOOD)
    assert files(here) == {}


def test_export_is_copied_with_everything_else_in_it(here: Path) -> None:
    """A corrected export is a copy in which only the messages are different."""
    row = {
        "Identity": "dana",
        "AutoReplyState": "Enabled",
        "InternalMessage": MISSPELLED,
        "ExternalMessage": MISSPELLED,
        "Other": [1, {"a": None}],
        "Ñ": "é",
    }
    off = {"Identity": "bob", "AutoReplyState": "Disabled", "InternalMessage": MISSPELLED, "ExternalMessage": ""}
    (here / "replies.json").write_text(json.dumps([row, off]), encoding="utf-8")
    assert fix("replies.json").exit_code == 2
    assert fix("replies.json", "--output-dir", "out").exit_code == 0
    assert json.loads((here / "replies.json").read_text(encoding="utf-8")) == [row, off]
    after = json.loads((here / "out" / "replies.json").read_text(encoding="utf-8"))
    assert after == [{**row, "InternalMessage": GOOD, "ExternalMessage": GOOD}, off]


def test_output_dir_keeps_the_folders(here: Path) -> None:
    """Copies stand below --output-dir as the files stood below the folder that was named."""
    for name in ("in/a.txt", "in/sub/a.txt"):
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        (here / name).write_text(MISSPELLED, encoding="utf-8")
    assert fix("in", "--output-dir", "out").exit_code == 0
    assert sorted(files(here / "out")) == ["a.txt", "sub/a.txt"]
    assert set(files(here / "in").values()) == {MISSPELLED.encode()}


def test_copies_that_would_meet(here: Path) -> None:
    """Two files that would be written to one place are refused, both named, and neither copy replaces the other."""
    for name in ("one/a.txt", "two/a.txt"):
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        (here / name).write_text(MISSPELLED if "one" in name else BAD, encoding="utf-8")
    one_line(fix("one/a.txt", "two/a.txt", "--output-dir", "out"), "one", "two")
    assert files(here / "out") == {"a.txt": GOOD.encode()}


def test_output_dir_over_the_original(here: Path, reply: Path) -> None:
    """An --output-dir that leads back to the original is refused."""
    one_line(fix("reply.txt", "--output-dir", "."), "--output-dir", "reply.txt")
    assert files(here) == {"reply.txt": MISSPELLED.encode()}
    assert reply.exists()


def test_output_dir_that_cannot_be_made(here: Path, reply: Path) -> None:
    """An --output-dir that cannot be made is one line and exit 2."""
    (here / "file").write_text("x", encoding="utf-8")
    one_line(fix(reply.name, "--output-dir", "file/out"), "file")


def test_messages_that_are_not_judged_are_not_rewritten(here: Path) -> None:
    """A message of somebody outside is neither judged nor rewritten, not even with --rewrite."""
    outside = (
        mail(BAD)
        .replace("plantcitygov.com", "customer.example")
        .replace("Auto-Submitted: auto-replied\n", "")
        .replace("Automatic reply: ", "")
    )
    (here / "mail.eml").write_text(outside, encoding="utf-8")
    assert "not judged" in check("mail.eml").stderr
    for more in ([], ["--rewrite"]):
        assert fix("mail.eml", "--diff", *more).stdout == ""


# --safe, --rewrite


def test_safe_makes_only_sure_corrections(here: Path) -> None:
    """--safe makes only what check calls safe, and leaves the rest as it was and said."""
    (here / "bad.txt").write_text(BAD, encoding="utf-8")
    rows = json.loads(check("bad.txt", "--output-format", "json").stdout)["diagnostics"]
    assert {row["safety"] for row in rows} >= {"safe", "unsafe"}
    fix("bad.txt", "--safe")
    left = json.loads(check("bad.txt", "--output-format", "json").stdout)["diagnostics"]
    sure = {row["rule"] for row in rows if row["safety"] == "safe"}
    assert {row["rule"] for row in left} - {"placeholder.unfilled"} == {row["rule"] for row in rows} - sure


def test_rewrite_writes_from_the_template(here: Path) -> None:
    """--rewrite writes the message anew after the standard's example, with the facts it had, and that passes but for blanks."""
    (here / "reply.txt").write_text(
        "Hi! Out 12/14/26 to 12/18/26. Ask Terrence Boyd, 813-555-0161.\n\nDana Whitlock\n", encoding="utf-8"
    )
    result = fix("reply.txt", "--rewrite")
    text = (here / "reply.txt").read_text(encoding="utf-8")
    assert text.startswith("Hi!\n\nI will be out of the office from 12/14/26 — 12/18/26. I will reply to your message")
    assert "please contact Terrence Boyd at 813-555-0161." in text
    assert "Dana Whitlock\n[Job Title]\nCity of Plant City, Florida\n" in text
    assert "written anew" in result.stderr
    assert set(found(check("reply.txt"))) == {"placeholder.unfilled"}


def test_a_link_stays_on_its_own_words(here: Path) -> None:
    """A word that was a link once is a link once in the message written anew, however often it stands there."""
    link = '<a href="https://forms.example/permit">permit</a>'
    page = f"<p>Out 12/14/26 to 12/18/26. Ask Terrence Boyd, 813-555-0161. Apply for a {link} online. Every permit needs a plan.</p>"
    (here / "reply.html").write_text(page, encoding="utf-8")
    fix("reply.html", "--rewrite")
    assert f"Apply for a {link} online. Every permit needs a plan." in (here / "reply.html").read_text(encoding="utf-8")


def test_rewriting_twice_is_rewriting_once(here: Path) -> None:
    """A message that was rewritten stays as it is when it is rewritten again."""
    (here / "bad.txt").write_text(BAD, encoding="utf-8")
    fix("bad.txt", "--rewrite")
    once = (here / "bad.txt").read_bytes()
    fix("bad.txt", "--rewrite")
    assert (here / "bad.txt").read_bytes() == once


def test_profile_and_staff_list_fill_the_blanks(here: Path) -> None:
    """What the profile and the staff list know is filled in, so that no blank is left, and nothing else is made up."""
    (here / "staff.csv").write_text(
        "DisplayName,JobTitle,TelephoneNumber,Extension\nDana Whitlock,Permit Technician II,813-555-0142,4211\n",
        encoding="utf-8",
    )
    (here / "replylint.toml").write_text(
        'directory = "staff.csv"\n[profile]\nname = "Dana Whitlock"\nbackup-name = "Terrence Boyd"\nbackup-phone = "813-555-0161"\n',
        encoding="utf-8",
    )
    (here / "reply.txt").write_text("I am out of the office from 12/14/26 to 12/18/26.\n", encoding="utf-8")
    assert fix("reply.txt").exit_code == 0
    text = (here / "reply.txt").read_text(encoding="utf-8")
    assert "[City Seal]" in text
    assert text.count("[") == 1
    for word in ("Dana Whitlock", "Permit Technician II", "813-555-0142 ext. 4211", "Terrence Boyd", "813-555-0161"):
        assert word in text


def test_both_tabs_come_out_alike(here: Path) -> None:
    """Two tabs that differ are made the same, each in its own file with its own backup."""
    (here / "out.txt").write_text(GOOD, encoding="utf-8")
    (here / "in.txt").write_text("I am away.\n", encoding="utf-8")
    fix("--internal", "in.txt", "--external", "out.txt")
    assert (here / "in.txt").read_text(encoding="utf-8") == GOOD
    assert (here / "in.txt.bak").read_text(encoding="utf-8") == "I am away.\n"
    assert check("--internal", "in.txt", "--external", "out.txt").exit_code == 0


def test_safe_copies_no_tab(here: Path) -> None:
    """With --safe a tab that says less than the other keeps its own words, with blanks for what it lacks."""
    (here / "out.txt").write_text(GOOD, encoding="utf-8")
    (here / "in.txt").write_text("I am away.\n", encoding="utf-8")
    fix("--internal", "in.txt", "--external", "out.txt", "--safe")
    assert (here / "in.txt").read_text(encoding="utf-8").startswith("I am away from [first day out]")
    assert (here / "out.txt").read_text(encoding="utf-8") == GOOD


def test_what_colleagues_read_is_not_told_outside(here: Path) -> None:
    """Words of the internal message that the external one has not are never copied into it."""
    told = GOOD.replace("\n\n", " The alarm code of room 210 is 4417.\n\n", 1)
    (here / "in.txt").write_text(told, encoding="utf-8")
    (here / "out.txt").write_text(GOOD, encoding="utf-8")
    assert "left by hand" in fix("--internal", "in.txt", "--external", "out.txt").output
    assert (here / "out.txt").read_text(encoding="utf-8") == GOOD


def test_current_folder_does_not_matter(here: Path) -> None:
    """A file is corrected where it is, from whatever folder the program is called."""
    (here / "a").mkdir()
    (here / "reply.txt").write_text(MISSPELLED, encoding="utf-8")
    with chdir(here / "a"):
        assert fix("../reply.txt").exit_code == 0
    assert sorted(files(here)) == ["reply.txt", "reply.txt.bak"]
