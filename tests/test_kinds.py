"""What kind of text it is, told as people say it: departures, working patterns, receipts, absences, and mail that is no reply."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from replylint.engine import Engine
from replylint.facts import Kind
from replylint.model import Document, DocumentKind
from replylint.policy import load_pack
from replylint.visible import Visible

SAID = Path(__file__).with_name("kinds.txt")
"""One text a line: its kind, ` | `, and the text with `\\n` for a line's end."""


def _said() -> list[tuple[str, str]]:
    lines = SAID.read_text(encoding="utf-8").splitlines()
    return [(kind, text.replace("\\n", "\n")) for kind, _, text in (line.partition(" | ") for line in lines)]


@pytest.mark.parametrize(("kind", "text"), _said())
def test_kind_is_told(kind: str, text: str) -> None:
    """Each text is of the kind that a reader takes it for, where nothing but the text tells."""
    facts = Engine(load_pack("plant-city"), date(2026, 12, 11)).facts(
        Document("text", Visible.plain(text), text, kind=DocumentKind.AUTO_REPLY, kind_from_text=True)
    )
    assert facts.kind is Kind(kind)


@pytest.mark.parametrize("text", ["On maternity leave.", "Gone fishing", "Reminder: the office plants need water."])
def test_a_known_reply_is_an_absence(text: str) -> None:
    """What is known to be an automatic reply, and of no other kind, says that somebody is away, however short it is."""
    facts = Engine(load_pack("plant-city"), date(2026, 12, 11)).facts(
        Document("text", Visible.plain(text), text, kind=DocumentKind.AUTO_REPLY)
    )
    assert facts.kind is Kind.ABSENCE


def test_what_is_no_reply_sends_nobody_anywhere() -> None:
    """The address in a bounce is no contact."""
    text = "This is the mail system at host mx.example.net.\n\nYour message could not be delivered to ann@example.com."
    facts = Engine(load_pack("plant-city"), date(2026, 12, 11)).facts(
        Document("text", Visible.plain(text), text, kind=DocumentKind.AUTO_REPLY)
    )
    assert facts.kind is Kind.NONE
    assert facts.contacts == []


@pytest.mark.parametrize("word", ["tech", "stat", "intro", "petrol", "sceptical", "hotkey", "carbs"])
def test_words_that_lists_lack_are_words(word: str) -> None:
    """A word that people write and the general list lacks is not called misspelled."""
    text = f"I am out until May 5. Ask about the {word} or the {word}s."
    facts = Engine(load_pack("plant-city"), date(2026, 12, 11)).facts(Document("text", Visible.plain(text), text))
    assert facts.misspellings == []


@pytest.mark.parametrize("name", ["Doris Holliday", "Mr. Forman", "Luz Martinez", "Ana Stoddard"])
def test_surnames_are_no_misspellings(name: str) -> None:
    """A surname one letter away from a word is a name still."""
    text = f"I am out until May 5 with {name} and the team."
    facts = Engine(load_pack("plant-city"), date(2026, 12, 11)).facts(Document("text", Visible.plain(text), text))
    assert facts.misspellings == []
