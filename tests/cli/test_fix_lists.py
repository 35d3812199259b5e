"""Where a reply has a list, what is missing is written below all of it, and the list stays as its author wrote it."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.given import SIGNATURE, fix

ABSENT = "I will be out of the office from 12/14/26 — 12/18/26."
HELP = "If you need immediate assistance, please contact Terrence Boyd at 813-555-0161."
REPLY = "I will reply to your message at my earliest opportunity once I return."
SIGNED = f"\nThank you,\n\n{SIGNATURE}"
LISTS = {
    "an item goes on in the next line": f"- {ABSENT}\n  The counter is closed.\n- {HELP}\n",
    "the last item goes on in the next line": f"- {ABSENT}\n- {HELP}\n  He knows all permits.\n",
    "an item goes on behind a tab": f"* {ABSENT}\n\tThe counter is closed.\n* {HELP}\n",
    "items with numbers": f"1. {ABSENT}\n   The counter is closed.\n2. {HELP}\n",
}


@pytest.mark.parametrize("case", LISTS)
def test_a_list_of_a_plain_text_stays_whole(case: str, here: Path) -> None:
    """A sentence that was missing stands below the list, also where items go on over several lines."""
    (here / "reply.txt").write_text(LISTS[case] + SIGNED, encoding="utf-8")
    fix("reply.txt")
    assert (here / "reply.txt").read_text(encoding="utf-8") == f"{LISTS[case]}\n{REPLY}\n{SIGNED}"


PAGES = {
    "a list": f"<ul><li>{ABSENT}</li><li>{HELP}</li></ul>",
    "a list in an item": f"<ul><li>{ABSENT}<ul><li>The counter is closed.</li></ul></li><li>{HELP}</li></ul>",
    "a list in the last item": f"<ol><li>{ABSENT}</li><li>{HELP}<ol><li>He knows all permits.</li></ol></li></ol>",
    "items that are not closed": f"<ul><li>{ABSENT}<ul><li>The counter is closed.</ul><li>{HELP}</ul>",
    "a table in a cell": f"<table><tr><td>{ABSENT}<table><tr><td>Counter<td>closed</table><td>{HELP}</td></tr></table>",
}


@pytest.mark.parametrize("case", PAGES)
def test_a_list_of_a_page_stays_whole(case: str, here: Path) -> None:
    """A sentence that was missing stands below the outermost list or table of a page."""
    lines = "<br>".join(SIGNATURE.replace("[City Seal]", '<img src="seal.png" alt="City Seal">').strip().split("\n"))
    signed = f"<p>Thank you,</p><p>{lines}</p>"
    (here / "reply.html").write_text(PAGES[case] + signed, encoding="utf-8")
    fix("reply.html")
    corrected = (here / "reply.html").read_text(encoding="utf-8")
    assert corrected == f"{PAGES[case]}\n<p>{REPLY}</p>{signed}"
