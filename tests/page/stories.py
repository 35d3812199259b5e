"""What the stories of the page share: texts, what the command line says of them, and steps of several stories."""

from __future__ import annotations

import json
import re
import tempfile
from datetime import date
from pathlib import Path

from click.testing import CliRunner
from driving import Page

from replylint.api import Checker, Part, Reply, Text
from replylint.cli import cli

STAFF = """\
Name,Title,Phone,Extension,Email
Rosa Delgado,Utility Billing Clerk,813-555-0151,4302,rdelgado@plantcitygov.example
Rose Okafor,Planner,813-555-0152,4303,rokafor@plantcitygov.example
Dana Whitlock,Permit Technician II,813-555-0142,4211,dwhitlock@plantcitygov.example
"""
SEAL = "https://www.plantcitygov.example/cityseal.png"
CLIPBOARDS = Path(__file__).parent / "clipboards"
MESSAGE = """\
Hi! I am out of the ofice this week and will be back Monday. For anything urgent call the front desk or ask Terry at x4217.

Thanks,
Dana W.
"""
GOOD = """\
I will be out of the office from 12/14/26 — 12/18/26. I will reply to your message at my earliest opportunity once I return. If you need immediate assistance, please contact Rosa Delgado at 813-555-0151.

Thank you,

Dana Whitlock
Permit Technician II
City of Plant City, Florida
813-555-0142 ext. 4211
Website: http://www.plantcitygov.com/
[City Seal]
"""
DEAD = re.compile(r"cid:|file:|data:|<script|javascript:|\son\w+=|url\(|<style|<link|<meta|expression", re.IGNORECASE)
COMMAND = ("--no-config", "--as-of", "2026-12-11", "--kind", "auto-reply")


def exit_code(name: str, content: str) -> int:
    """Return what the command line says of a text: 0 if nothing is to change."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text(content, encoding="utf-8")
        return CliRunner().invoke(cli, ["check", str(path), *COMMAND, "--fail-on", "warning"]).exit_code


def found_by_command(path: Path) -> list[dict[str, str]]:
    """Return the findings of the command line, with the staff list, in a file."""
    with tempfile.TemporaryDirectory() as folder:
        staff = Path(folder) / "staff.csv"
        staff.write_text(STAFF, encoding="utf-8")
        words = ["check", str(path), *COMMAND, "--directory", str(staff), "--output-format", "jsonl"]
        return [json.loads(line) for line in CliRunner().invoke(cli, words).stdout.splitlines()]


def titles_of(path: Path, found: list[dict[str, str]]) -> list[str]:
    """Return what the page says of the findings of the command line in a file, blanks aside."""
    text = Text(Part.MESSAGE, path.read_text(encoding="utf-8"), markup=path.suffix == ".html")
    checked = Checker(today=date(2026, 12, 11), directory=STAFF.encode(), directory_name="staff.csv").check(
        Reply((text,))
    )
    wanted = {(one["rule"], one["message"]) for one in found}
    assert {(one.rule, one.message) for one in checked.findings} == wanted, path.name
    return sorted({one.title for one in checked.findings if one.rule != "placeholder.unfilled"})


def squeezed(text: str) -> str:
    """Return a text without white space."""
    return "".join(text.split())


def fill_in_dates(page: Page) -> None:
    """Choose Monday, December 21 to Thursday, December 24 in the calendar."""
    for day in ("2026-12-21", "2026-12-24"):
        page.run("document.getElementById(`day-${args.day}`).click(); return 0", day=day)


def wait_for_written(page: Page, state: str = "good") -> None:
    """Wait until the messages are written and their state is shown."""
    page.wait("return document.querySelector('#written .verdict')?.classList.contains(args.state)", state=state)


def undo_everything(page: Page) -> None:
    """Press the first Undo until there is none; each press must leave fewer."""
    left = page.count(".changes li")
    while left:
        page.run("document.querySelector('.changes li button').click(); return 0")
        page.settled()
        before, left = left, page.count(".changes li")
        assert left < before


def too_small(page: Page) -> list[str]:
    """Return what can be pressed and is less than 44 pixels high."""
    found: list[str] = page.run(
        "return [...document.querySelectorAll('button, summary, input:not([type=checkbox], [type=radio], .off), label.check, label.choice, [role=option]')]"
        ".filter(one => one.offsetParent && one.getBoundingClientRect().height < 43.5).map(one => one.outerHTML.slice(0, 90))"
    )
    return found
