"""What `replylint check` reads: standard input, both tabs, folders, names of every kind, and how options bear on it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from cli.given import BAD, GOOD, MISSPELLED, SIGNATURE, check, found, mail, one_line, run


def write(path: Path, text: str) -> Path:
    """Write a text, with the folders it needs, and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def checked(*arguments: object) -> list[str]:
    """Return the paths of the files in which a misspelling was found."""
    data = json.loads(check(*arguments, "--output-format", "json").stdout)
    return [item["path"] for item in data["diagnostics"] if item["rule"] == "spelling.misspelling"]


# Standard input


@pytest.mark.parametrize(
    "text",
    [MISSPELLED, mail(MISSPELLED), f"<html><body><p>{MISSPELLED}</p></body></html>"],
    ids=["text", "eml", "html"],
)
def test_standard_input(text: str) -> None:
    """`-` reads a text, a mail or a page from standard input, and the report calls it that."""
    result = check("-", "--select", "spelling", input=text.encode())
    assert found(result) == ["spelling.misspelling"]
    assert result.stdout.startswith("<standard input>\n")
    assert result.exit_code == 1


def test_standard_input_that_is_empty() -> None:
    """Nothing on standard input is no clean bill."""
    one_line(check("-", input=b""), "<standard input>", "empty")


def test_standard_input_beside_files(here: Path) -> None:
    """`-` may stand among files, and each is read."""
    write(here / "reply.txt", MISSPELLED)
    assert checked("reply.txt") == ["reply.txt"]
    data = json.loads(check("-", "reply.txt", "--output-format", "json", input=MISSPELLED.encode()).stdout)
    assert [item["path"] for item in data["diagnostics"]] == ["<standard input>", "reply.txt"]


@pytest.mark.parametrize("command", ["check", "fix", "facts"])
def test_no_path_at_all(command: str) -> None:
    """A command without a file says that it needs one, and exits 2."""
    one_line(run(command), "name a file")


@pytest.mark.parametrize("command", ["check", "fix", "facts"])
def test_an_empty_path_is_no_folder(command: str, here: Path) -> None:
    """An empty argument (an unset variable in a script) is an error, and never stands for the whole folder."""
    reply = write(here / "reply.txt", BAD)
    assert run(command, "").exit_code == 2
    assert reply.read_text(encoding="utf-8") == BAD


# Both tabs


def test_two_tabs_that_differ(here: Path) -> None:
    """--internal and --external are judged as one mailbox: different messages are found."""
    write(here / "in.txt", GOOD)
    write(here / "out.txt", GOOD.replace("12/18/26", "12/21/26"))
    result = check("--internal", "in.txt", "--external", "out.txt")
    assert found(result) == ["parity.different"]
    assert result.exit_code == 1


def test_two_tabs_that_are_the_same(here: Path) -> None:
    """Two tabs that say the same are right, and count as two messages."""
    write(here / "in.txt", GOOD)
    write(here / "out.txt", GOOD.replace("—", "-"))
    result = check("--internal", "in.txt", "--external", "out.txt")
    assert (result.exit_code, found(result)) == (0, [])
    assert "2 messages checked" in result.stderr


@pytest.mark.parametrize(
    "one", [["--internal", "in.txt"], ["--external", "in.txt"], ["--external", "in.txt", "in.txt"]]
)
def test_one_tab_alone(one: list[str], here: Path) -> None:
    """One of --internal and --external alone is an error that asks for both."""
    write(here / "in.txt", GOOD)
    one_line(check(*one), "--internal", "--external")


def test_a_tab_that_is_missing_leaves_the_other_checked(here: Path) -> None:
    """If one of two tabs cannot be read, it is named, the run exits 2, and the other one is still checked."""
    write(here / "in.txt", MISSPELLED)
    result = check("--internal", "in.txt", "--external", "out.txt")
    one_line(result, "out.txt", "no such file")
    assert found(result) == ["spelling.misspelling"]


def test_a_tab_that_holds_more_than_one_message(here: Path) -> None:
    """A tab that is an export with several messages is refused, and never dropped without a word."""
    export = [{"Identity": "a", "AutoReplyState": "Enabled", "InternalMessage": BAD, "ExternalMessage": BAD}]
    write(here / "export.json", json.dumps(export))
    write(here / "out.txt", GOOD)
    assert check("--internal", "export.json", "--external", "out.txt").exit_code == 2


# --kind, --input-format, --as-of


def test_kind_decides_which_rules_hold(here: Path) -> None:
    """--kind signature judges a text by the rules for signatures alone."""
    write(here / "text.txt", SIGNATURE)
    assert check("--kind", "signature", "text.txt").exit_code == 0
    assert "absence.missing-dates" not in found(check("--kind", "signature", "text.txt"))
    assert "signature.missing" in found(
        check("--kind", "auto-reply", write(here / "b.txt", "I am away until 12/18/26.\n"))
    )


def test_kind_message_judges_what_a_person_wrote(here: Path) -> None:
    """A message from outside is not judged, which is never a clean run; with --kind message it is."""
    text = f"Your permit is ready.\n\nThank you,\n\n{SIGNATURE.replace('Florida', 'FL')}"
    outside = mail(text).replace("plantcitygov.com", "customer.example").replace("Auto-Submitted: auto-replied\n", "")
    write(here / "mail.eml", outside.replace("Automatic reply: ", ""))
    result = check("mail.eml")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "mail.eml: not judged" in result.stderr
    assert "say --kind message" in result.stderr
    assert "nothing was checked" in result.stderr
    assert check("mail.eml", write(here / "good.txt", GOOD)).exit_code == 0
    assert "signature.wrong-organization" in found(check("mail.eml", "--kind", "message"))


def test_input_format_overrules_the_name(here: Path) -> None:
    """--input-format reads a file in that format, whatever its name ends in."""
    write(here / "reply.dat", MISSPELLED)
    assert found(check("reply.dat", "--input-format", "text")) == ["spelling.misspelling"]
    one_line(check("reply.dat"), "reply.dat", "--input-format")


@pytest.mark.parametrize(("wrong", "right"), [("emll", "eml"), ("htm", "html"), ("exchange-jsn", "exchange-json")])
def test_input_format_misspelled(wrong: str, right: str, here: Path) -> None:
    """An unknown --input-format is an error with the nearest right name, and the list."""
    write(here / "reply.txt", GOOD)
    one_line(check("reply.txt", "--input-format", wrong), f"did you mean '{right}'", "known:")


@pytest.mark.parametrize(("day", "expected"), [("2026-12-11", False), ("2026-12-18", False), ("2027-01-04", True)])
def test_as_of_is_today(day: str, expected: bool, here: Path) -> None:
    """--as-of is the day that dates are held against: an absence that lies before it is past."""
    write(here / "reply.txt", GOOD)
    assert ("absence.past" in found(check("reply.txt", as_of=day))) is expected


def test_as_of_also_holds_for_copies_of_sent_mail(here: Path) -> None:
    """Without --as-of a mail is judged as of the day it was sent; with it, as of that day."""
    write(here / "reply.eml", mail(GOOD))
    assert json.loads(_check_today("reply.eml", "--output-format", "json"))["diagnostics"] == []
    assert found(check("reply.eml", as_of="2027-01-04")) == ["absence.past"]


def _check_today(*arguments: str) -> str:
    from click.testing import CliRunner

    from replylint.cli import cli

    return CliRunner().invoke(cli, ["check", *arguments]).stdout


@pytest.mark.parametrize("day", ["12/11/26", "2026-02-30", "tomorrow", "2026-12-11T10:00", ""])
def test_as_of_that_is_no_day(day: str, here: Path) -> None:
    """An --as-of that is no day written YYYY-MM-DD is an error that shows one."""
    write(here / "reply.txt", GOOD)
    one_line(check("reply.txt", as_of=day), "--as-of", "2026-12-31")


# --select, --ignore


def test_select_and_ignore(here: Path) -> None:
    """--select takes a rule or a family, repeatedly, and --ignore takes some of it away again."""
    write(here / "bad.txt", BAD)
    everything = set(found(check("bad.txt")))
    assert {rule.partition(".")[0] for rule in everything} > {"signature", "absence"}
    assert found(check("bad.txt", "--select", "spelling.misspelling")) == ["spelling.misspelling"]
    family = set(found(check("bad.txt", "--select", "signature")))
    assert family == {rule for rule in everything if rule.startswith("signature.")}
    both = set(found(check("bad.txt", "--select", "signature", "--select", "spelling.misspelling")))
    assert both == family | {"spelling.misspelling"}
    assert set(found(check("bad.txt", "--ignore", "signature"))) == everything - family
    left = set(found(check("bad.txt", "--select", "signature", "--ignore", "signature.missing-title")))
    assert left == family - {"signature.missing-title"}


@pytest.mark.parametrize("option", ["--select", "--ignore"])
@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("absense", "absence"),
        ("absence.mising-dates", "absence.missing-dates"),
        ("Absence.past", "absence.past"),
        ("spellings", "spelling"),
    ],
)
def test_misspelled_selector(option: str, wrong: str, right: str, here: Path) -> None:
    """A selector that fits no rule is an error with the nearest right name."""
    write(here / "reply.txt", GOOD)
    one_line(check("reply.txt", option, wrong), repr(wrong), f"did you mean {right!r}")


@pytest.mark.parametrize("wrong", ["zzz", "", "absence.", "absence.missing"])
def test_selector_that_is_nothing(wrong: str, here: Path) -> None:
    """A selector that is no rule and no family is an error, even if a rule begins with it."""
    write(here / "reply.txt", GOOD)
    one_line(check("reply.txt", "--select", wrong), repr(wrong))


def test_check_of_the_pack_can_be_selected(here: Path) -> None:
    """A check that a pack adds is selected by its id and by the pack's name, like any rule."""
    write(here / "reply.txt", GOOD.replace("earliest opportunity", "desk in Plantcity"))
    for selector in ("plant-city.city-name", "plant-city"):
        assert found(check("reply.txt", "--select", selector)) == ["plant-city.city-name"]


def test_rule_that_is_off_runs_when_it_is_named(here: Path) -> None:
    """A rule that the pack switches off runs when it is selected by its whole id."""
    write(here / "off.toml", '[pack]\nid = "off"\nextends = "plant-city"\n[rules]\n"spelling.misspelling" = "off"\n')
    write(here / "reply.txt", MISSPELLED)
    assert found(check("reply.txt", "--policy", "off.toml")) == []
    assert found(check("reply.txt", "--policy", "off.toml", "--select", "spelling.misspelling")) == [
        "spelling.misspelling"
    ]


# Folders


def test_folder_takes_what_it_knows_and_says_what_it_left(here: Path) -> None:
    """A folder gives every mail, text, page and template below it, in a settled order; other files are counted aloud."""
    taken = ["a.eml", "b.txt", "c.html", "d.htm", "e.txt.j2", "sub/deeper/f.TXT", "z.md"]
    for name in taken:
        write(here / "in" / name, mail(MISSPELLED) if name.endswith(".eml") else MISSPELLED)
    for name in ("picture.png", "staff.xlsx", "sub/style.css"):
        write(here / "in" / name, "x")
    assert checked("in") == sorted(
        [str(Path("in", name)) for name in taken], key=lambda name: (name.count(os.sep), name)
    )
    assert "in: 3 files were passed over" in check("in").stderr


def test_hidden_files_are_left_out_aloud(here: Path) -> None:
    """A hidden message in a folder is not checked, and the run says that it was passed over."""
    write(here / "in" / "reply.txt", GOOD)
    write(here / "in" / ".reply.txt", BAD)
    result = check("in")
    assert found(result) == []
    assert "passed over" in result.stderr


@pytest.mark.parametrize("name", ["case-file", "customer_file", "old_files", "2026.files"])
def test_folders_are_read_whatever_their_name_ends_in(name: str, here: Path) -> None:
    """A folder is left out as Outlook's pictures only beside the signature it belongs to, and never without a word."""
    write(here / "in" / "reply.txt", GOOD)
    write(here / "in" / name / "reply.txt", MISSPELLED)
    result = check("in")
    assert "spelling.misspelling" in found(result) or "passed over" in result.stderr


def test_outlook_pictures_are_left_out(here: Path) -> None:
    """The folder of pictures that Outlook keeps beside a signature is not read as messages."""
    write(here / "in" / "Dana.htm", f"<p>{SIGNATURE}</p>".replace("\n", "<br>"))
    write(here / "in" / "Dana_files" / "filelist.htm", "<p>ofice</p>")
    assert checked("in") == []


def test_folder_without_messages(here: Path) -> None:
    """A folder in which nothing can be read is no clean bill."""
    write(here / "in" / "picture.png", "x")
    one_line(check("in"), "in: it holds no file that replylint reads")


def test_folder_that_may_not_be_read_is_said(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder below the one given that cannot be opened is named, and the run exits 2."""
    write(here / "in" / "reply.txt", GOOD)
    closed = write(here / "in" / "closed" / "reply.txt", BAD).parent
    scan = os.scandir

    def scandir(path: str) -> object:
        if Path(path).resolve() == closed.resolve():
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", scandir)
    one_line(check("in"), "closed")


@pytest.mark.skipif(os.name == "nt", reason="links need rights of their own on Windows")
def test_linked_folder_is_not_followed_without_a_word(here: Path) -> None:
    """A link to a folder is not followed (it may lead in a circle), and the run says that it was passed over."""
    write(here / "other" / "reply.txt", BAD)
    write(here / "in" / "reply.txt", GOOD)
    (here / "in" / "linked").symlink_to(here / "other", target_is_directory=True)
    (here / "in" / "circle").symlink_to(here / "in", target_is_directory=True)
    result = check("in")
    assert found(result) == []
    assert "passed over" in result.stderr


# Names


def test_same_file_twice(here: Path) -> None:
    """A file that is named twice, or named and in a folder named, is checked and counted once."""
    write(here / "in" / "reply.txt", MISSPELLED)
    for names in (("in/reply.txt", "in/reply.txt"), ("in", "in/reply.txt"), ("in/reply.txt", "in/../in/reply.txt")):
        result = check(*names)
        assert found(result) == ["spelling.misspelling"], names
        assert "1 message checked" in result.stderr


@pytest.mark.parametrize(
    "name", ["two words.txt", "é ñ ü.txt", "答复.txt", "-dash.txt", "a'b\".txt", "a;b&c.txt", "50%.txt", "[x].txt"]
)
def test_any_file_name(name: str, here: Path) -> None:
    """Names with spaces, other scripts, quotes or signs of the shell are read and shown as they are."""
    if os.name == "nt" and '"' in name:
        pytest.skip("not a file name on Windows")
    write(here / name, MISSPELLED)
    assert check("--", name).stdout.splitlines()[0] == name
    data = json.loads(check("--output-format", "json", "--", name).stdout)
    assert [item["path"] for item in data["diagnostics"]] == [name]


@pytest.mark.parametrize("name", ["a" * 300 + ".txt", "reply.txt/x.txt", "C:\\none\\reply.txt"])
@pytest.mark.parametrize("command", ["check", "fix", "facts"])
def test_names_that_cannot_be_files(name: str, command: str, here: Path) -> None:
    """A name that no file can have is one line and exit 2, and the other files are still read."""
    write(here / "reply.txt", MISSPELLED)
    write(here / "other.txt", MISSPELLED)
    result = run(command, name, "other.txt", *(["--diff"] if command == "fix" else []))
    assert result.exit_code == 2
    assert "other.txt" in result.stdout


def test_many_files(here: Path) -> None:
    """Three hundred files are each checked, and what is said of all of them is said once."""
    for number in range(300):
        write(here / "in" / f"{number:03}.txt", MISSPELLED if number % 100 == 0 else GOOD)
    result = check("in", "--select", "spelling")
    assert found(result) == ["spelling.misspelling"] * 3
    assert "300 messages checked" in result.stderr
    assert len(result.stderr.splitlines()) < 10


def test_commands_and_formats_are_listed() -> None:
    """`formats` lists every format with its endings, and each name is one that --input-format takes."""
    lines = run("formats").stdout.splitlines()
    names = [line.split()[0] for line in lines]
    assert {"eml", "text", "html", "text-template", "html-template", "exchange-json"} <= set(names)
    for name in names:
        assert "known:" not in check("-", "--input-format", name, input=b"x").stderr


@pytest.mark.parametrize(
    ("wrong", "right"), [("chek", "check"), ("fixx", "fix"), ("explian", "explain"), ("rule", "rules")]
)
def test_misspelled_command(wrong: str, right: str) -> None:
    """A command that is not there is an error with the nearest right name, and exit 2."""
    result = run(wrong)
    assert result.exit_code == 2
    assert f"did you mean {right!r}" in result.stderr
