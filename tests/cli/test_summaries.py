"""The last line of check and fix never counts what was not judged as checked, and the exit code says the same."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cli.given import BAD, GOOD, MISSPELLED, SIGNATURE, check, fix

FRENCH = (
    "Bonjour, je suis absent du bureau jusqu'au 18 décembre. Merci de contacter Anne Dupont au 813-555-0161 pour toute "
    "question urgente.\n\nCordialement,\nMarie Dubois\n"
)
PLAIN = f"The minutes of the meeting are attached to this message.\n\n{SIGNATURE}"
"""A text that is no reply: its signature and spelling are judged, dates and contacts are not."""


def setting(name: str, state: str, inside: str = GOOD, outside: str | None = None) -> dict[str, str]:
    """Return a mailbox of an Exchange export."""
    outside = inside if outside is None else outside
    return {
        "Identity": f"{name}@plantcitygov.com",
        "AutoReplyState": state,
        "ExternalAudience": "All",
        "InternalMessage": inside,
        "ExternalMessage": outside,
    }


def export(*settings: dict[str, str]) -> str:
    """Return an Exchange export."""
    return json.dumps(settings)


OFF, ON = setting("off", "Disabled", ""), setting("on", "Enabled")
CASES: dict[str, tuple[dict[str, str], str, tuple[int, int, int, int], int]] = {
    "whole": ({"a.txt": GOOD}, "1 message checked: nothing found", (1, 0, 0, 0), 0),
    "an error": ({"a.txt": MISSPELLED}, "1 message checked: 1 error;", (1, 0, 0, 0), 1),
    "in part": ({"a.txt": PLAIN}, "1 message checked in part: nothing found in what was checked", (0, 1, 0, 0), 2),
    "in part, with findings": (
        {"a.txt": PLAIN.replace("[City Seal]\n", "").replace("minutes", "minuets of teh")},
        "1 message checked in part: 1 error, 1 warning;",
        (0, 1, 0, 0),
        2,
    ),
    "another language": ({"a.txt": FRENCH}, "nothing was checked: 1 file or message could not be", (0, 0, 1, 0), 2),
    "another language, with letters turned round": (
        {"a.txt": f"{FRENCH}\nTel. \u202e1610-555-318\u202c\n"},
        "nothing was checked: 1 file or message could not be",
        (0, 0, 1, 0),
        2,
    ),
    "a part in another language": ({"a.txt": f"{GOOD}\n\n{FRENCH}"}, "1 message checked in part: ", (0, 1, 0, 0), 2),
    "beside another language": (
        {"a.txt": GOOD, "b.txt": GOOD, "c.txt": FRENCH},
        "2 messages checked, 1 not checked: nothing found in what was checked",
        (2, 0, 1, 0),
        2,
    ),
    "whole, in part and not at all": (
        {"a.txt": GOOD, "b.txt": PLAIN, "c.txt": FRENCH, "d.txt": ""},
        "1 message checked, 1 checked in part, 2 not checked: nothing found in what was checked",
        (1, 1, 2, 0),
        2,
    ),
    "not text": ({"a.txt": "\0\1\2\3"}, "nothing was checked: 1 file or message could not be", (0, 0, 1, 0), 2),
    "all off": ({"r.json": export(OFF, OFF, OFF)}, "nothing to check: 3 replies are turned off", (0, 0, 0, 3), 0),
    "off with an old text": (
        {"r.json": export(setting("off", "Disabled", BAD))},
        "nothing to check: 1 reply is turned off",
        (0, 0, 0, 1),
        0,
    ),
    "one off": ({"r.json": export(ON, OFF)}, "2 messages checked, 1 reply turned off: ", (2, 0, 0, 1), 0),
    "on without a text": (
        {"r.json": export(setting("on", "Enabled", ""), OFF)},
        "nothing was checked: 1 file or message could not be, 1 reply is turned off",
        (0, 0, 1, 1),
        2,
    ),
    "one tab in another language": (
        {"r.json": export(setting("on", "Enabled", GOOD, FRENCH))},
        "1 message checked, 1 not checked: ",
        (1, 0, 1, 0),
        2,
    ),
    "an empty export": ({"r.json": "[]"}, "nothing was checked: 1 file or message could not be", (0, 0, 1, 0), 2),
    "a table without rows": (
        {"r.csv": "Identity,AutoReplyState,InternalMessage,ExternalMessage\n"},
        "nothing was checked: 1 file or message could not be",
        (0, 0, 1, 0),
        2,
    ),
    "a letter of somebody else": (
        {"a.eml": "From: Pat <pat@customer.example>\nTo: dana@plantcitygov.com\nSubject: Hello\n\nPlease call me.\n"},
        "nothing was checked: no message here is one that the standard is about",
        (0, 0, 0, 0),
        2,
    ),
}


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest, here: Path) -> tuple[str, tuple[int, int, int, int], int]:
    """Write the files of a case, and return what is expected."""
    files, line, numbers, code = CASES[request.param]
    (here / "in").mkdir()
    for name, text in files.items():
        (here / "in" / name).write_text(text, encoding="utf-8")
    return line, numbers, code


Expected = tuple[str, tuple[int, int, int, int], int]
OPTIONS = ("in", "--export-timezone", "UTC", "--ignore", "schedule")


def last_line(result: Any) -> str:
    """Return the last line on standard error."""
    return str(result.stderr.splitlines()[-1])


@pytest.mark.parametrize("form", ["text", "jsonl"])
def test_the_last_line_of_check(form: str, case: Expected) -> None:
    """The last line tells what was checked, and the exit code is 2 if something was not, or nothing was and no reply is off."""
    line, _, code = case
    result = check(*OPTIONS, "--output-format", form)
    assert last_line(result).startswith(line)
    assert result.exit_code == code


def test_the_numbers_of_json(case: Expected) -> None:
    """The summary in JSON has the same numbers, and each message counts once."""
    line, numbers, code = case
    result = check(*OPTIONS, "--output-format", "json")
    summary = json.loads(result.stdout)["summary"]
    counted = tuple(summary[key] for key in ("checked", "checked_in_part", "not_checked", "turned_off"))
    assert counted == numbers
    assert result.exit_code == code
    assert any(numbers) or last_line(result) == line


def test_the_last_line_of_fix(case: Expected) -> None:
    """The last line of a correction has the same numbers as that of a check, and never says that all was corrected."""
    line, (checked, in_part, unchecked, _), code = case
    result = fix(*OPTIONS, "--output-dir", "out")
    said = last_line(result)
    if not checked + in_part:
        assert said == line
        assert result.exit_code == code
        return
    assert said.partition(": ")[0] == line.partition(": ")[0]
    assert (result.exit_code == 2) == (code == 2)
    assert unchecked + in_part == 0 or "nothing to correct" not in said or said.endswith("in what was checked")


def test_fix_says_what_came_of_it(here: Path) -> None:
    """The last line of a correction counts what was corrected, and what is left."""
    (here / "a.txt").write_text(MISSPELLED, encoding="utf-8")
    (here / "b.txt").write_text(BAD, encoding="utf-8")
    (here / "c.txt").write_text(GOOD, encoding="utf-8")
    left = fix("a.txt", "b.txt", "c.txt", "--diff")
    assert last_line(left).startswith("3 messages checked: 2 would change, ")
    assert last_line(left).endswith(" findings left")
    assert last_line(fix("c.txt")) == "1 message checked: nothing to correct"
    assert last_line(fix("a.txt")) == "1 message checked: 1 corrected"
    assert last_line(fix("b.txt")).startswith("1 message checked: 1 corrected, ")


@pytest.mark.parametrize("names", [("a.eml", "b.txt"), ("b.txt", "a.eml")])
@pytest.mark.parametrize("options", [(), ("--diff",)])
def test_what_is_left_does_not_hide_what_was_not_checked(
    names: tuple[str, ...], options: tuple[str, ...], here: Path
) -> None:
    """A file that cannot be read makes the exit code 2, whatever is left to correct in files before and after it."""
    (here / "a.eml").write_text("no header lines", encoding="utf-8")
    (here / "b.txt").write_text(BAD, encoding="utf-8")
    done = fix(*names, *options)
    assert "left" in last_line(done)
    assert done.exit_code == 2


def test_what_is_not_written_is_not_corrected(here: Path) -> None:
    """A correction of an export of which no copy is written does not count as made."""
    rows = (setting("a", "Enabled", MISSPELLED), setting("b", "Enabled", FRENCH))
    (here / "r.json").write_text(export(*rows), encoding="utf-8")
    result = fix("r.json", "--output-dir", "out", "--export-timezone", "UTC", "--ignore", "schedule")
    assert "no copy was written" in result.stderr
    assert last_line(result) == "2 messages checked, 2 not checked: 2 not written"
    assert result.exit_code == 2


@pytest.mark.parametrize("unread", [FRENCH, f"{GOOD}\n\n{FRENCH}"], ids=["all of it", "half of it"])
def test_a_tab_in_another_language_is_not_replaced(unread: str, here: Path) -> None:
    """What is written in a language that is not read is never replaced by the text of the other tab."""
    (here / "r.json").write_text(export(setting("a", "Enabled", MISSPELLED, unread)), encoding="utf-8")
    result = fix("r.json", "--output-dir", "out", "--export-timezone", "UTC", "--ignore", "schedule")
    assert result.exit_code == 2
    written = "".join(path.read_text(encoding="utf-8") for path in (here / "out").rglob("*.json"))
    assert "Bonjour" in written or not written
    assert "-Bonjour" not in fix("r.json", "--diff", "--export-timezone", "UTC").stdout
    assert ("1 not written" in last_line(result)) == (unread == FRENCH)
