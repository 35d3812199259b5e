"""Audits of hostile input: whatever a mail, a file, or what lies in the output folder is made to do, it costs itself alone and is said."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import pytest

from audit.inline import TODAY, audited, rules_in
from audit.test_answers import DANA, boxes, letter, pages
from audit.test_people import TERRENCE, out, row
from cli.given import process, run
from replylint.audit.dataset import Dataset
from replylint.audit.rows import Question, Rows, rows_of
from replylint.audit.units import Unit, units_of

GOOD = letter(DANA, "v@home.example", "1 09:00", "Form", "The form is attached.", "Message-ID: <g@city>").partition(
    "\n"
)[2]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go into a folder with a good letter in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    Path("mail").mkdir()
    Path("mail", "good.eml").write_text(GOOD, encoding="utf-8")
    return tmp_path


def good() -> list[tuple[str, str]]:
    """Return what is found of the good letter alone."""
    return [("signature.missing", "dana.whitlock")]


@pytest.mark.parametrize(
    "lines",
    [
        f"To: {'(' * 1_200}dana.whitlock@plantcitygov.com",
        f"From: {'(' * 1_200}v@home.example",
        f"To: {'a:' * 3_000}",
        f"To: {'<@a,@b:' * 3_000}",
        "Date: Fri, 31 Dec 9999 18:00:00 -0800",
        "Date: Fri, 31 Dec 9999 23:30:00 -0000",
        f"References: {'<' * 50_000}",
        f"Subject: {'Re: ' * 20_000}permit",
    ],
    ids=["comments to", "comments from", "groups", "routes", "the end of time", "nearly the end", "references", "answers of answers"],
)  # fmt: skip
def test_a_header_made_to_break_us_costs_its_letter_alone(lines: str) -> None:
    """A header that no program should have written stops neither the audit nor the letters beside it."""
    head = "From: v@home.example\nTo: dana.whitlock@plantcitygov.com\nMessage-ID: <q@home>\n"
    named = lines.partition(":")[0]
    kept = "".join(f"{line}\n" for line in head.splitlines() if not line.startswith(named))
    Path("mail", "bad.eml").write_text(f"{kept}{lines}\n\nWhen is it ready?\n", encoding="utf-8")
    assert rules_in(audited("mail"), "signature.") == good()


def test_half_a_character_is_written_out(here: Path) -> None:
    """Names, texts and file names with half a character in them, as JSON and some systems allow, are rows like others."""
    bad = json.dumps(
        [
            row("X \ud800", out("Maria Lopez at 813-555-0162"), "x\ud800@plantcitygov.com"),
            row("Terrence Boyd", "", TERRENCE),
        ]
    )
    Path("mail", "r.json").write_text(bad, encoding="utf-8")
    if sys.platform == "linux":
        Path(os.fsdecode(b"mail/b\xff.eml")).write_text(GOOD, encoding="utf-8")
    found = audited("mail", include_text=True)
    assert len([one for one in found.mailboxes if one["state"]]) == 2
    assert not found.troubles


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pipes among files")
def test_what_is_no_file_is_told(here: Path) -> None:
    """A pipe, a link in a circle and a link to nothing are said not to be read, and waited for by nobody."""
    os.mkfifo("mail/x.eml")
    Path("mail", "loop.eml").symlink_to("loop.eml")
    Path("mail", "gone.eml").symlink_to("nowhere.eml")
    names = ("mail/x.eml", "mail/loop.eml", "mail/gone.eml")
    done = process("audit", *names, "mail", "--output", "out", "--no-config", "--workers", "1", cwd=here)
    assert done.returncode == 2
    for name in names:
        assert name.encode() in done.stderr
    assert b"Traceback" not in done.stderr
    assert b"signature.missing" in done.stdout


def test_what_was_not_read_to_its_end_is_told_however_often(here: Path) -> None:
    """The text after a picture is judged, also if a message that begins alike was judged before."""
    text = "I am out of the office from 12/14/26 to 12/18/26. Please contact Maria Lopez at 813-555-0162."
    marked = ("Auto-Submitted: auto-replied",)
    plain = [
        letter(
            DANA,
            "v@home.example",
            f"1 09:{number:02}",
            "Automatic reply",
            text,
            f"Message-ID: <p{number}@city>",
            *marked,
        )
        for number in range(3)
    ]
    parts = f"--b0undary\nContent-Type: text/plain\n\n{text}\n--b0undary\nContent-Type: image/png\nContent-Disposition: inline\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo=\n--b0undary\nContent-Type: text/plain\n\nMore of it, mispelled.\n--b0undary--\n"
    longer = letter(
        DANA,
        "v@home.example",
        "1 10:00",
        "Automatic reply",
        parts,
        "Message-ID: <l@city>",
        *marked,
        "MIME-Version: 1.0",
        'Content-Type: multipart/mixed; boundary="b0undary"',
    )
    shutil.rmtree("mail")
    boxes([], [*plain, longer])
    assert "spelling.misspelling" in {rule for rule, _ in rules_in(audited("mail"), "spelling")}


def test_a_text_without_a_blank_line_above_it_is_read_whole(here: Path) -> None:
    """Where the text follows the header lines at once, it is read the same whatever came before it."""
    head = f"From x Tue Dec 01 09:00:00 2026\nFrom: {DANA}\nTo: v@home.example\nDate: Tue, 1 Dec 2026 09:00:00 -0500\nSubject: Automatic reply\nAuto-Submitted: auto-replied\n"
    first = f"{head}Message-ID: <1@city>\n\nI am out of the office until 12/21/26.\n\n"
    second = f"{head}Message-ID: <2@city>\nI recieve mail on 12/21/26 again, and am out.\n\nSecond part.\n\n"
    for name, messages in (("alone", [second]), ("after", [first, second])):
        Path(f"{name}.mbox").write_text("".join(messages), encoding="utf-8")
    alone, after = (rules_in(audited(f"{name}.mbox", output=name), "spelling.") for name in ("alone", "after"))
    assert alone == after == [("spelling.misspelling", "dana.whitlock")]


def test_a_file_that_changes_while_it_is_read_is_told(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An export that is replaced between two shares of it is not put together from both."""
    monkeypatch.setattr("replylint.audit.units._SMALL", 100)
    monkeypatch.setattr("replylint.audit.units._SHARE", 2_000)
    rows = [row(f"Person {number}", "", f"p{number}@plantcitygov.com") for number in range(20)]
    path = Path("r.json")
    path.write_text(json.dumps(rows), encoding="utf-8")
    units = [one for one in units_of([str(path.absolute())], here / "out") if isinstance(one, Unit)]
    assert len(units) > 1

    from replylint.audit.work import do

    question = Question("plant-city", TODAY, TODAY)
    with Dataset(here / "out"):
        said = [do(question, question.stamp(), here / "out", units[0])]
        path.write_text(json.dumps(rows[1:]), encoding="utf-8")
        said += [do(question, question.stamp(), here / "out", one) for one in units[1:]]
    assert said[0] == ""
    assert all("it changed while it was read" in one for one in said[1:])


def test_what_could_not_be_read_is_tried_again(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A unit with a file that could not be read is done again in the next run, when it can be."""
    from replylint.audit import units, work

    real = units.stamp_of
    for module in (units, work):
        monkeypatch.setattr(module, "stamp_of", lambda path: "")
    audited("mail")
    for module in (units, work):
        monkeypatch.setattr(module, "stamp_of", real)
    told: list[object] = []
    audited("mail", told=told)  # type: ignore[arg-type]  # a list of steps
    (first, *_) = (one for one in told if one.what == "units")  # type: ignore[attr-defined]  # a step
    assert first.done == 0


DAMAGE = {
    "a file in its place": lambda part: (shutil.rmtree(part), part.write_text("x")),
    "a link in its place": lambda part: (shutil.move(part, "away"), part.symlink_to(Path("away").absolute())),
    "a list without end": lambda part: (part / "done.json").write_text("[" * 100_000),
    "a list of another kind": lambda part: (part / "done.json").write_text("[]"),
    "messages below none": lambda part: (part / "done.json").write_text((part / "done.json").read_text().replace('"messages": 0', '"messages": -7')),
    "a pipe": lambda part: ((part / "done.json").unlink(), os.mkfifo(part / "done.json")),
}  # fmt: skip


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pipes among files")
@pytest.mark.parametrize("damage", list(DAMAGE))
def test_a_part_that_is_none_is_done_again(here: Path, damage: str) -> None:
    """Whatever lies where a part should be, it is taken away and the unit done again."""
    whole = audited("mail")
    (part,) = Path("out", "parts").iterdir()
    DAMAGE[damage](part)
    again = audited("mail")
    assert (again.mailboxes, again.findings, again.troubles) == (whole.mailboxes, whole.findings, [])
    assert part.is_dir()
    assert not part.is_symlink()


def test_a_part_that_counts_in_its_run_alone_is_done_again(here: Path) -> None:
    """The part of a unit with a file that could not be looked at is used in its own run, and taken away by the next."""
    with Dataset(Path("out")) as dataset:
        dataset.put("one", Rows(messages=3), again=True)
        dataset.put("other", Rows(messages=3))
        assert dataset.messages("one") == 3
        assert [dataset.has(key) for key in ("one", "other")] == [False, True]
    assert [path.name for path in Path("out", "parts").iterdir()] == ["other"]


@pytest.mark.parametrize("name", ["path=x", "number=1", "g[a]*?", "month=12"])
def test_the_name_of_the_output_folder_changes_nothing(here: Path, name: str) -> None:
    """Names that mean something to a query engine are names here."""
    plain = audited("mail")
    assert audited("mail", output=f"{name}/o").mailboxes == plain.mailboxes


def test_two_audits_into_one_folder_are_told(here: Path) -> None:
    """While an audit writes into a folder no other does; afterwards one goes on."""
    with Dataset(Path("out")):
        done = process("audit", "mail", "--output", "out", "--no-config", "--workers", "1", cwd=here)
        assert done.returncode == 2
        assert b"another audit is writing into out" in done.stderr
    assert audited("mail").mailboxes


def test_nothing_that_moves_a_terminal_is_printed(here: Path) -> None:
    """Names with the codes that terminals obey are printed without them."""
    name = "Vera \x1b[31mEvil"
    rows = (
        row(name, out(f"Terrence Boyd at {TERRENCE}"), "vera@plantcitygov.com"),
        row("Terrence Boyd", out("Vera Evil at vera@plantcitygov.com"), TERRENCE),
    )
    Path("mail", "r.json").write_text(json.dumps(rows), encoding="utf-8")
    Path("leave.csv").write_text(f"Name,Start,End\n{name}\x1b]0;x\x07 Two,2026-12-15,2026-12-16\n", encoding="utf-8")
    done = run("audit", "mail", "--output", "out", "--no-config", "--as-of", "2026-12-14", "--leave", "leave.csv")
    assert "Evil" in done.stdout
    assert "\x1b" not in done.output
    assert "\x07" not in done.output


def test_an_audit_among_the_exports_is_passed_over(here: Path) -> None:
    """The folder of an earlier audit is no mail, and its report nobody's reply."""
    plain = audited("mail", output="plain")
    run("audit", "mail", "--output", "mail/older", "--no-config")
    again = audited("mail", output="again")
    assert again.findings == plain.findings
    assert any("the folder of an audit" in one.message for one in again.notices)


def test_ways_of_signing_without_end_take_linear_time(here: Path) -> None:
    """However many signatures somebody invents, a letter is not held against each of them."""
    from replylint.audit import sent

    calls = 0
    real = sent.Block.place

    def counted(self: sent.Block, content: str) -> int:
        nonlocal calls
        calls += 1
        return real(self, content)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sent.Block, "place", counted)
        texts = [f"<html><body><p>Ready.</p><p>Thank you,</p><p>Dana Whitlock<br>Planner {number}<br>City of Plant City, Florida</p></body></html>" for number in range(120)]  # fmt: skip
        boxes([], pages(*texts))
        list(
            rows_of(
                Unit((str(Path("mail", "dana", "Sent.mbox")),), ("",)),
                Question("plant-city", TODAY),
            ).letters
        )
    assert calls < 120 * 45


def test_a_new_file_changes_the_unit_that_it_comes_into(here: Path) -> None:
    """Of hundreds of small files a new one costs a few of them another reading, and parts of what is gone are taken away."""
    for number in range(300):
        Path("mail", f"{number:03}.eml").write_text(GOOD.replace("<g@city>", f"<{number}@city>"), encoding="utf-8")
    audited("mail")
    parts = {path.name for path in Path("out", "parts").iterdir()}
    Path("mail", "000a.eml").write_text(GOOD.replace("<g@city>", "<new@city>"), encoding="utf-8")
    audited("mail")
    after = {path.name for path in Path("out", "parts").iterdir()}
    assert len(parts) > 5
    assert len(after - parts) <= 2
    assert len(after) <= len(parts) + 1
