"""What a correction changed, and taking it back: exact, one by one, in any order, with a person typing in between."""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from api.replies import CHECKER, labelled, one
from replylint.api import Change, Fixed, Found, Part, Reply, ReplylintError, Text, follow, undo

SAMPLES = labelled(97)
TERSE = "Hi! I am out of the ofice this week and will be back Monday. Ask Terry at x4217.\n\nThanks,\nDana W.\nClerk\nCity of Plant City, Florida\n813-555-0142 ext. 12\nFax: 813-555-0198"


def undone(fixed: Fixed, order: list[Change]) -> Reply:
    """Return the reply after all changes were undone in this order."""
    what, waiting = fixed.what, order
    while waiting:
        found = undo(what, waiting[0], waiting)
        what, waiting = found.what, list(found.changes)
    assert isinstance(what, Reply)
    return what


@pytest.mark.parametrize("number", range(len(SAMPLES)))
def test_undoing_everything_gives_the_exact_text_back(number: int) -> None:
    """Whatever the order, when all changes are undone the text is what it was, byte for byte."""
    fixed = CHECKER.fix_all(SAMPLES[number])
    for order in (
        list(fixed.changes),
        [*reversed(fixed.changes)],
        random.Random(number).sample(fixed.changes, len(fixed.changes)),
    ):
        assert undone(fixed, order) == SAMPLES[number]


def test_one_change_is_undone_alone() -> None:
    """Undoing one change brings its words back and leaves the others as they are."""
    fixed = CHECKER.fix_all(one(TERSE))
    fax = next(change for change in fixed.changes if "Fax" in change.before)
    kept = [change for change in fixed.changes if change is not fax]
    found = undo(fixed.what, fax, fixed.changes)
    content = found.what.texts[0].content
    assert "Fax: 813-555-0198" in content
    assert [change.id for change in found.changes] == [change.id for change in kept]
    for change in found.changes:
        assert all(content[piece.start : piece.end] == piece.after for piece in change.pieces)


def test_changes_say_what_they_did_and_for_which_finding() -> None:
    """Each change says in words what it did, and names the findings that it settles by the ids of the check before."""
    reply = one(TERSE)
    ids = {item.id: item.rule for item in CHECKER.check(reply).findings}
    changes = CHECKER.fix_all(reply).changes
    assert "Changed “ofice” to “office”" in [change.in_words for change in changes]
    assert "Took out “Fax: 813-555-0198”" in [change.in_words for change in changes]
    for change in changes:
        assert change.rules
        assert {ids[one] for one in change.findings} <= {*change.rules}
    spanish = CHECKER.adapted(language="es").fix_all(reply).changes
    assert "Se cambió “ofice” por “office”" in [change.in_words for change in spanish]


def test_fixing_one_finding_changes_nothing_else() -> None:
    """Only what the finding names is changed, and the finding is gone."""
    for reply in SAMPLES[::3]:
        for item in CHECKER.check(reply).findings[:3]:
            if item.fixable == "no":
                continue
            fixed = CHECKER.fix_one(reply, item.id)
            assert {rule for change in fixed.changes for rule in change.rules} <= {item.rule}
            if fixed.changes:
                before = Counter(one.rule for one in CHECKER.check(reply).findings)
                assert Counter(one.rule for one in fixed.checked.findings)[item.rule] < before[item.rule]
            assert undone(fixed, list(fixed.changes)) == reply


def test_fixing_one_finding_fixes_it_in_both_tabs() -> None:
    """Where both tabs have the same finding, both are corrected, so that they stay the same."""
    text = "I am out of the ofice 12/14/26 to 12/18/26. I will reply when I return. Call Dana Whitlock, 813-555-0142."
    reply = Reply((Text(Part.INTERNAL, text), Text(Part.EXTERNAL, text)))
    item = next(item for item in CHECKER.check(reply).findings if item.rule == "spelling.misspelling")
    fixed = CHECKER.fix_one(reply, item.id)
    assert {text.content for text in fixed.what.texts} == {text.replace("ofice", "office")}
    assert [change.part for change in fixed.changes] == [Part.INTERNAL, Part.EXTERNAL]


def test_an_empty_tab_gets_the_text_of_the_other_and_it_can_be_undone() -> None:
    """Filling the missing tab is one change; undoing it empties the tab again, as it was."""
    text = "I am out 12/14/26 to 12/18/26. I will reply when I return. Call Dana Whitlock, 813-555-0142."
    for empty in (Text(Part.EXTERNAL, ""), Text(Part.EXTERNAL, "<div><br></div>", True)):
        reply = Reply((Text(Part.INTERNAL, text), empty))
        item = next(item for item in CHECKER.check(reply).findings if item.rule == "parity.missing-external")
        assert item.fixable == "unsafe"
        fixed = CHECKER.fix_one(reply, item.id)
        assert fixed.what.texts[1].content == text
        assert undone(fixed, list(fixed.changes)) == reply


_FACT = re.compile(r"[\w.+-]+@[\w.-]+\w|\d[\d/.:-]*\d|\b[A-Z][a-zà-ÿ]+")
"""An address, a number or a day, a word with a capital as names have."""


@pytest.mark.parametrize("number", range(len(SAMPLES)))
def test_every_fact_is_kept_or_its_change_is_listed(number: int) -> None:
    """Each date, name, number and address is in the corrected text, or in a listed change that brings it back alone (story 5)."""
    fixed = CHECKER.fix_all(SAMPLES[number])
    before = CHECKER.check(SAMPLES[number]).texts
    for seen in before:
        after = next((one.visible for one in fixed.checked.texts if one.number == seen.number), "")
        for fact in {*_FACT.findall(seen.visible)} - {*_FACT.findall(after)}:
            changes = [one for one in fixed.changes if one.number == seen.number]
            assert any(_brings_back(fixed, change, fact) for change in changes), fact


def _brings_back(fixed: Fixed, change: Change, fact: str) -> bool:
    seen = CHECKER.check(undo(fixed.what, change, fixed.changes).what).texts
    return any(fact in _FACT.findall(one.visible) for one in seen if one.number == change.number)


def test_a_change_that_was_edited_is_not_undone() -> None:
    """Where a person edited what a change wrote, undoing it is refused in a sentence, and the text stays."""
    fixed = CHECKER.fix_all(one(TERSE))
    content = fixed.what.texts[0].content.replace("office", "home")
    change = next(change for change in fixed.changes if change.after == "office")
    with pytest.raises(ReplylintError, match="changed since"):
        undo(one(content), change)
    with pytest.raises(ReplylintError, match="another text"):
        undo(Reply((Text(Part.SIGNATURE, content),)), change)


WORDS = (
    "Thanks for your patience. ",
    "Best, ",
    "813-555-0199 ",
    "el lunes ",
    "x",
    "\n",
    "Rosa Lima ",
    "12/24/26 ",
    "teh ",
    "🙂",
)


@settings(max_examples=max(settings.default.max_examples // 3, 1))
@given(
    st.integers(0, len(SAMPLES) - 1),
    st.lists(st.tuples(st.sampled_from("typedfixundo"), st.integers(0, 10_000)), min_size=2, max_size=8),
)
@example(0, [("t", 0), ("t", 0), ("t", 0), ("t", 1), ("t", 1789), ("f", 0)]).via(
    "two smileys, each with its own finding"
)
def test_typed_words_are_the_persons_own(number: int, steps: list[tuple[str, int]]) -> None:
    """In any sequence of typing, fixing and undoing, a fix changes words only where a finding names them (story 11)."""
    reply, changes = SAMPLES[number], ()
    for step, seed in steps:
        chance = random.Random(seed)
        (text,) = reply.texts
        if step in "typed":
            at, words = chance.randint(0, len(text.content)), chance.choice(WORDS)
            if text.markup:
                at = (
                    len(text.content)
                    if not (ends := [m.end() for m in re.finditer(r"\w(?=</p>|<br|</div>)", text.content)])
                    else chance.choice(ends)
                )
            after = Reply((replace(text, content=text.content[:at] + words + text.content[at:]),))
            changes = follow(changes, reply, after)
            reply = after
        elif step in "fix":
            findings = CHECKER.check(reply).findings
            if seed % 2 and findings:
                fixed = CHECKER.fix_one(reply, findings[seed % len(findings)].id)
            else:
                fixed = CHECKER.fix_all(reply)
            _assert_only_findings_are_touched(reply, fixed)
            kept = follow(changes, reply, fixed.what)
            reply, changes = fixed.what, (*kept, *fixed.changes) if not kept else fixed.changes
        elif changes:
            change = changes[seed % len(changes)]
            found = undo(reply, change, changes)
            content = found.what.texts[0].content
            assert all(piece.before in content for piece in change.pieces)
            reply, changes = found.what, found.changes
        for change in changes:
            content = reply.texts[0].content
            assert all(content[piece.start : piece.end] == piece.after for piece in change.pieces)


def _assert_only_findings_are_touched(before: Reply, fixed: Fixed) -> None:
    """What a fix took away was on the line of a finding that it settled; everything else is there as it was, in order."""
    content, after = before.texts[0].content, fixed.what.texts[0].content
    findings = {item.id: item for item in CHECKER.check(before).findings}
    at = place = 0
    pieces = [(piece, number) for number, change in enumerate(fixed.changes) for piece in change.pieces]
    for piece, number in sorted(pieces):
        kept = after[at : piece.start]
        assert content[place : place + len(kept)] == kept
        start = place + len(kept)
        at, place = piece.end, start + len(piece.before)
        assert content[start:place] == piece.before
        spans = [findings[one] for one in fixed.changes[number].findings]
        if piece.before.strip() and spans and all(item.source_start is not None for item in spans):
            assert any(_near(content, item, start, place) for item in spans), fixed.changes[number]
    assert content[place:] == after[at:]


def _near(content: str, item: Found, start: int, end: int) -> bool:
    """Return whether a stretch is on the lines of what a finding marks."""
    low = content.rfind("\n", 0, item.source_start) + 1
    high = content.find("\n", item.source_end or 0)
    return start <= (high if high >= 0 else len(content)) and low <= end
