"""`replylint check`: exit codes, what goes where, and the formats of the report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.given import BAD, GOOD, MISSPELLED, WARNED, check, found, mail, one_line
from replylint import __version__
from replylint.model import Severity


@pytest.fixture
def files(here: Path) -> Path:
    """Write a file for each outcome, and return their folder."""
    for name, text in {"good": GOOD, "warned": WARNED, "misspelled": MISSPELLED, "bad": BAD}.items():
        (here / f"{name}.txt").write_text(text, encoding="utf-8")
    return here


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    ("paths", "code"),
    [
        (["good.txt"], 0),
        (["misspelled.txt"], 1),
        (["good.txt", "misspelled.txt"], 1),
        (["missing.txt"], 2),
        (["misspelled.txt", "missing.txt"], 2),
        (["missing.txt", "good.txt"], 2),
    ],
)
def test_exit_code(paths: list[str], code: int) -> None:
    """The exit code is 0 without findings, 1 with errors, and 2 as soon as one file was not checked."""
    assert check(*paths).exit_code == code


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    ("name", "least", "code"),
    [
        ("warned.txt", None, 0),
        ("warned.txt", "error", 0),
        ("warned.txt", "warning", 1),
        ("warned.txt", "note", 1),
        ("misspelled.txt", "error", 1),
        ("misspelled.txt", "warning", 1),
        ("good.txt", "note", 0),
    ],
)
def test_fail_on(name: str, least: str | None, code: int) -> None:
    """Findings below --fail-on are shown and do not change the exit code."""
    result = check(name, *(["--fail-on", least] if least else []))
    assert result.exit_code == code
    assert bool(found(result)) == (name != "good.txt")


def test_notes_fail_only_when_asked(here: Path) -> None:
    """A finding that a pack calls a note gives exit 1 with --fail-on note, and 0 with --fail-on warning."""
    pack = '[pack]\nid = "p"\nextends = "plant-city"\n[rules]\n"spelling.misspelling" = "note"\n'
    (here / "p.toml").write_text(pack, encoding="utf-8")
    (here / "misspelled.txt").write_text(MISSPELLED, encoding="utf-8")
    assert check("--policy", "p.toml", "misspelled.txt", "--fail-on", "warning").exit_code == 0
    assert check("--policy", "p.toml", "misspelled.txt", "--fail-on", "note").exit_code == 1


@pytest.mark.usefixtures("files")
def test_findings_go_to_stdout_and_the_summary_to_stderr() -> None:
    """Standard output has the findings and nothing else; standard error has the summary and no finding."""
    result = check("misspelled.txt")
    assert found(result) == ["spelling.misspelling"]
    assert "1 message checked: 1 error" in result.stderr
    assert "message checked" not in result.stdout
    assert "spelling.misspelling" not in result.stderr


@pytest.mark.usefixtures("files")
def test_nothing_found_leaves_stdout_empty() -> None:
    """A clean run writes nothing to standard output, so that it is quiet in a pipe."""
    result = check("good.txt")
    assert result.stdout == ""
    assert "1 message checked: nothing found" in result.stderr


@pytest.mark.usefixtures("files")
def test_a_finding_says_where_what_and_which_clause() -> None:
    """A finding of the text report names file, line and column, shows the place, says what to do and quotes the clause."""
    lines = check("misspelled.txt").stdout.splitlines()
    assert lines[0] == "misspelled.txt"
    assert "  error  spelling.misspelling  at 1:22" in lines
    shown = lines.index("  error  spelling.misspelling  at 1:22") + 1
    word, mark = lines[shown], lines[shown + 1]
    assert word[mark.index("^") : mark.rindex("^") + 1] == "ofice"
    said = [line for line in lines[shown:] if not line.startswith("    | ")]
    assert '"ofice" is misspelled. Write "office".' in said[0]
    assert "“Use Spell-Check”" in said[1]


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("form", ["text", "json", "jsonl"])
def test_output_file_has_what_stdout_would_have(form: str, here: Path) -> None:
    """With -o the report goes to the file, whole and in UTF-8, and standard output stays empty."""
    shown = check("bad.txt", "--output-format", form)
    written = check("bad.txt", "--output-format", form, "-o", "report.out")
    assert written.stdout == ""
    assert written.exit_code == shown.exit_code == 1
    assert (here / "report.out").read_text(encoding="utf-8") == shown.stdout
    assert [path.name for path in here.iterdir() if path.name.endswith(".tmp")] == []


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("place", ["missing/report.txt", "good.txt/report.txt"])
def test_output_file_that_cannot_be_written(place: str) -> None:
    """An -o that cannot be written is one line that names it, and exit 2."""
    one_line(check("bad.txt", "-o", place), place, "cannot be written")


@pytest.mark.parametrize("name", ["bad.txt", "./bad.txt"])
def test_output_file_is_never_a_file_that_is_read(name: str, files: Path) -> None:
    """An -o that names one of the messages is refused, so that no message is lost."""
    result = check("bad.txt", "-o", name)
    assert (files / "bad.txt").read_text(encoding="utf-8") == BAD
    assert result.exit_code == 2


@pytest.mark.usefixtures("files")
def test_json_is_versioned_and_has_the_findings_of_the_text() -> None:
    """The JSON report is one object with its version and counts, and has the same findings in the same order as the text."""
    names = ("bad.txt", "good.txt", "warned.txt", "missing.txt")
    data = json.loads(check(*names, "--output-format", "json").stdout)
    assert data["version"] == 1
    assert data["replylint"] == __version__
    assert data["policy"] == "plant-city"
    assert [item["rule"] for item in data["diagnostics"]] == found(check(*names))
    assert [item["path"] for item in data["troubles"]] == ["missing.txt"]
    assert data["summary"]["checked"] == 3
    assert data["summary"]["troubles"] == 1
    counts = [item["severity"] for item in data["diagnostics"]]
    for severity in Severity:
        assert data["summary"][str(severity)] == counts.count(str(severity))


@pytest.mark.usefixtures("files")
def test_json_lines_are_the_findings_of_json() -> None:
    """Each line of the jsonl report is one finding, as it stands in the JSON report."""
    names = ("bad.txt", "warned.txt")
    lines = check(*names, "--output-format", "jsonl").stdout.splitlines()
    data = json.loads(check(*names, "--output-format", "json").stdout)
    assert [json.loads(line) for line in lines] == data["diagnostics"] != []


@pytest.mark.usefixtures("files")
def test_json_places_are_those_of_the_file() -> None:
    """The place in a JSON finding cuts the word meant out of the file."""
    (row,) = json.loads(check("misspelled.txt", "--output-format", "json").stdout)["diagnostics"]
    place = row["position"]
    line = MISSPELLED.splitlines()[place["line"] - 1]
    assert line[place["column"] - 1 : place["end_column"] - 1] == "ofice"
    assert place["within"] == "file"


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_machine_formats_stay_readable_when_nothing_is_found(form: str) -> None:
    """Without findings JSON is still an object, and jsonl is empty."""
    out = check("good.txt", "--output-format", form).stdout
    assert (json.loads(out)["diagnostics"] if form == "json" else out.splitlines()) == []


@pytest.mark.usefixtures("files")
def test_what_needs_a_staff_list_is_said_once() -> None:
    """Without a staff list the run says once what it did not check, however many files there are."""
    result = check("good.txt", "warned.txt", "bad.txt")
    assert result.stderr.count("There is no staff list") == 1


@pytest.mark.parametrize(
    "nothing",
    [
        ["--select", "tone", "--ignore", "tone"],
        ["--select", "tone.joking", "--ignore", "all"],
        ["--policy", "empty.toml"],
        ["--policy", "off.toml"],
    ],
    ids=" ".join,
)
@pytest.mark.usefixtures("files")
def test_no_rule_at_all_is_no_clean_bill(nothing: list[str], here: Path) -> None:
    """A run in which no rule is left to run says so and exits 2: nothing was checked."""
    (here / "empty.toml").write_text('[pack]\nid = "empty"\n', encoding="utf-8")
    (here / "off.toml").write_text('[pack]\nid = "off"\n[rules]\n"tone.joking" = "off"\n', encoding="utf-8")
    result = check("bad.txt", *nothing)
    assert "nothing found" not in result.stderr
    assert result.exit_code == 2


def test_mail_is_placed_in_the_message(here: Path) -> None:
    """In a mail file places count in the message as it is read, and the report says so."""
    (here / "reply.eml").write_text(mail(MISSPELLED), encoding="utf-8")
    (row,) = json.loads(check("reply.eml", "--output-format", "json").stdout)["diagnostics"]
    assert (row["position"]["line"], row["position"]["column"], row["position"]["within"]) == (1, 22, "message")
