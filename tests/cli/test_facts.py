"""`replylint facts`: the message with each fact marked in its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.given import GOOD, run

LINKED = """\
<p>I am out of the office December 14 through December 18, 2026.
Please write to <a href="mailto:dana.cole@example.org?subject=Permit">Dana Cole</a>, or to Raul Pena <a href="mailto:rpena@example.org">by e-mail</a>.</p>
"""


@pytest.mark.parametrize("columns", [30, 60, 200])
def test_marks_stand_under_their_words_at_every_width(columns: int, here: Path) -> None:
    """However narrow the terminal, each word of the message is shown once, in order, and a mark stands below it."""
    (here / "reply.txt").write_text(GOOD, encoding="utf-8")
    shown = run("facts", "reply.txt", env={"COLUMNS": str(columns)}).stdout
    lines = shown.splitlines()[1:]
    text = [line for line in lines if "~" not in line]
    assert " ".join(" ".join(text).split()) == " ".join(GOOD.split())
    assert all(len(line) <= columns for line in text)
    place = next(number for number, line in enumerate(lines) if "first day out: Mon 2026-12-14" in line)
    above = next(line for line in reversed(lines[:place]) if "~" not in line)
    assert above[lines[place].index("~") : lines[place].rindex("~") + 1] == "12/14/26"


def test_addresses_behind_links_are_ways_to_a_contact(here: Path) -> None:
    """Who can be written to by a link is complete, and the marked message says where the link leads."""
    (here / "reply.html").write_text(LINKED, encoding="utf-8")
    facts = json.loads(run("facts", "--output-format", "jsonl", "reply.html").stdout)
    contacts = [(contact["name"], contact["emails"], contact["complete"]) for contact in facts["contacts"]]
    assert contacts == [("Dana Cole", ["dana.cole@example.org"], True), ("Raul Pena", ["rpena@example.org"], True)]
    assert "contact: Dana Cole, by a link to dana.cole@example.org" in run("facts", "reply.html").stdout
