"""Changes stay undoable while a person edits the text, also where the editor writes HTML in its own way."""

from __future__ import annotations

import re
from datetime import date

import pytest

from replylint.api import Change, Checker, Part, Reply, Text, follow, undo

CHECKER = Checker(today=date(2026, 12, 11))
PASTED = (
    "<html><head><style>p.MsoNormal {margin:0in}</style></head><body lang=EN-US>\r\n"
    "<p class=MsoNormal>I am out of the&nbsp;ofice from 12/14/26 to 12/18/26.\r\nI will reply when I return. Call <b>Ann Lee</b> at 813-555-0151 form 9.</p>\r\n"
    "<p class=MsoNormal>Dana Whitlock<br>Clerk<br>City of Plant City FL<br>813-555-0142 ext. 4211</p></body></html>"
)


def rewritten(content: str) -> str:
    """Return HTML as a browser's editor writes it: other attributes, quotes and white space, no head, the same words."""
    body = re.sub(r"(?s).*<body[^>]*>\s*|\s*</body>.*", "", content)
    return (
        re.sub(r"<(\w+)( [^>]*)?>", r'<\1 style="margin: 0px">', body).replace("\r\n", "\n").replace("&nbsp;", "\u00a0")
    )


def one(content: str, *, markup: bool = True) -> Reply:
    return Reply((Text(Part.MESSAGE, content, markup),))


def words(reply: Reply) -> str:
    """Return what a reader sees, whatever the white space."""
    return " ".join(CHECKER.check(reply).texts[0].visible.split())


def without(reply: Reply, changes: tuple[Change, ...]) -> Reply:
    """Return the reply with all changes undone, each time the first."""
    while changes:
        undone = undo(reply, changes[0], changes)
        assert isinstance(undone.what, Reply)
        reply, changes = undone.what, undone.changes
    return reply


@pytest.mark.parametrize("typed", ["zebra ", "", "Rosa &amp; "])
def test_html_that_an_editor_wrote_anew_keeps_every_change(typed: str) -> None:
    """After the editor has written all tags anew, each change can be undone, and then the words are those before."""
    fixed = CHECKER.fix_all(one(PASTED))
    assert len(fixed.changes) >= 4
    edited = one(rewritten(fixed.what.texts[0].content).replace("I will reply", f"{typed}I will reply"))
    kept = follow(fixed.changes, fixed.what, edited)
    assert {change.id for change in kept} == {change.id for change in fixed.changes}
    expected = words(one(PASTED.replace("I will reply", f"{typed}I will reply")))
    assert words(without(edited, kept)) == expected


def test_words_that_the_person_edited_are_theirs_in_html_too() -> None:
    """Where the person edited a word that a change wrote, in text that the editor wrote anew, only that change is left out."""
    fixed = CHECKER.fix_all(one(PASTED))
    edited = one(rewritten(fixed.what.texts[0].content).replace("office", "home office"))
    theirs = one(edited.texts[0].content.replace("home office", "home"))
    gone = {change.in_words for change in fixed.changes} - {
        change.in_words for change in follow(fixed.changes, fixed.what, theirs)
    }
    assert gone == {"Changed “ofice” to “office”"}
    assert len(follow(fixed.changes, fixed.what, edited)) == len(fixed.changes)


def test_a_long_edit_of_plain_text_leaves_what_is_outside_of_it() -> None:
    """A person who pastes a long text over a part of the message keeps the changes before and after that part."""
    text = f"I am out of the ofice from 12/14/26 to 12/18/26. {'Our lobby is open. ' * 200}I will reply when I return, form Monday on."
    fixed = CHECKER.fix_all(one(text, markup=False))
    content = fixed.what.texts[0].content
    edited = one(content.replace("Our lobby is open. " * 200, "Our desk is closed. " * 150), markup=False)
    kept = follow(fixed.changes, fixed.what, edited)
    assert {"Changed “ofice” to “office”", "Changed “form” to “from”"} <= {change.in_words for change in kept}
    assert without(edited, kept).texts[0].content == text.replace(
        "Our lobby is open. " * 200, "Our desk is closed. " * 150
    )
