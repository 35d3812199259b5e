"""Undo and the person's own words (story 11), over random sequences of what people do in the page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from driving import Page
from stories import CLIPBOARDS, GOOD, undo_everything

SEQUENCES = (Path(__file__).parent / "sequences.js").read_text(encoding="utf-8")
COUNT, STEPS, AT_ONCE = 200, 3, 40
SIGNATURE = GOOD.partition("\n")[2].rstrip()
SHORT = "I am out of the ofice 12/14/26 to [last day out]. Call Ann at x4217."
SIGNED = f"I am out of the ofice 12/14/26 to [last day out]. I will reply when I return. Call Ann Lee at 813-555-0151 form 9.\n{SIGNATURE}"
FAULTY = SIGNED.replace("Permit Technician II\n", "").replace(", Florida", " FL").replace("Ann Lee", "Ann")


@pytest.fixture
def undrawn(chromium: Page) -> Iterator[Page]:
    """The page without what takes longest to draw; its buttons can be pressed all the same."""
    hidden = "#panel, #copies, header, footer { display: none }"
    chromium.run(
        "const sheet = document.createElement('style'); sheet.id = 'undrawn'; sheet.textContent = args.hidden; document.head.append(sheet); return 0",
        hidden=hidden,
    )
    chromium.do("view", width=1010, height=120)
    yield chromium
    chromium.run("document.getElementById('undrawn').remove(); return 0")
    chromium.do("view", width=1200, height=900)


def as_html(text: str) -> str:
    """Return the lines of a text as the paragraphs of a mail program."""
    return "".join(
        f'<p class=MsoNormal style="margin:0in"><span lang=EN-US>{line}</span></p>' for line in text.split("\n")
    )


def test_11_undo_and_own_words_over_random_sequences(undrawn: Page) -> None:
    """Over 200 sequences of typing, fixing, filling, undoing and changing tabs, Undo gives the exact text back, and no fix changes typed words that no finding named."""
    starts = [{"text": text} for text in (SIGNED, SHORT, FAULTY, SHORT)]
    starts += [{"text": text, "html": as_html(text)} for text in (SIGNED, SHORT)]
    starts.append({"text": SHORT})
    ended, counts = 0, dict.fromkeys(("type", "fix", "everything", "fill", "undo", "tab", "hurry"), 0)
    for start in range(0, COUNT, AT_ONCE):
        given = {"from": start, "to": start + AT_ONCE, "steps": STEPS, "starts": starts, "today": "2026-12-11"}
        result = undrawn.run(SEQUENCES, **given)
        assert result["broken"] == []
        ended += result["ended"]
        counts = {name: count + result["counts"].get(name, 0) for name, count in counts.items()}
    assert ended > COUNT // 6, "of so many everything was undone at the end"
    assert min(counts.values()) >= 10, counts


def test_11_typing_in_formatted_text_leaves_other_changes_to_be_undone(chromium: Page) -> None:
    """A browser writes pasted HTML in its own way at the first key press; changes elsewhere in the text can be undone all the same."""
    for name in ("outlook-mac", "outlook-new", "word-list", "gmail"):
        chromium.forget("check")
        chromium.paste("plain", (CLIPBOARDS / f"{name}.html").read_text(encoding="utf-8"))
        before = chromium.run("return document.querySelector('.field').textContent.replace(/\\s+/g, ' ').trim()")
        chromium.press("Fix everything")
        chromium.settled()
        made = chromium.count(".changes li")
        chromium.run(
            "const field = document.querySelector('.field'); field.focus(); getSelection().selectAllChildren(field); getSelection().collapseToEnd();"
            "document.execCommand('insertText', false, ' zebra'); return 0"
        )
        chromium.settled()
        assert chromium.count(".changes li") >= made - 1 > 0, name
        undo_everything(chromium)
        after = chromium.run("return document.querySelector('.field').textContent.replace(/\\s+/g, ' ').trim()")
        assert after.replace(" zebra", "") == before, name
