"""Words that exist and do not belong where they stand: found where they are wrong, and left alone where they are right."""

from __future__ import annotations

from datetime import date

import pytest

from replylint.engine import Engine
from replylint.model import Document, DocumentKind
from replylint.policy import load_pack
from replylint.visible import Visible

WRONG = {
    "I wont be checking e-mail.": ("wont", "won't"),
    "Ill be back on 12/28/26.": ("Ill", "I'll"),
    "If its urgent, call Dana.": ("its", "it's"),
    "If its about your water bill, call Dana.": ("its", "it's"),
    "It's office is closed.": ("It's", "its"),
    "Your in good hands with Dana.": ("Your", "you're"),
    "If your looking for a form, call Dana.": ("your", "you're"),
    "Than you for your message.": ("Than", "thank"),
    "I will reply to you message on Monday.": ("you", "your"),
    "You message is important to us.": ("You", "your"),
    "I am at a conference this weak.": ("weak", "week"),
    "I am on vacation threw Friday.": ("threw", "through"),
    "I am out March 9 too March 13.": ("too", "to"),
    "Do not hesitate too call.": ("too", "to"),
    "I will reply as son as I can.": ("son", "soon"),
    "I am on annual leaf.": ("leaf", "leave"),
    "I will out of the office until Monday.": ("out", "be out"),
    "I am our of the office.": ("our", "out"),
    "I have limited excess to e-mail.": ("excess", "access"),
    "Mahalo for your patients!": ("patients", "patience"),
    "Until than, call Dana.": ("than", "then"),
    "Pleas contact Dana.": ("Pleas", "please"),
    "Please not that the counter is closed.": ("not", "note"),
    "Please call my manger.": ("manger", "manager"),
    "Call the pubic library.": ("pubic", "public"),
    "Their is no one covering for me.": ("Their", "there"),
    "Please bare with me.": ("bare", "bear"),
    "Please contact my college Priscilla.": ("college", "colleague"),
    "Use my PTO before I loose it.": ("loose", "lose"),
    "No voy ha estar en la oficina.": ("ha", "a"),
}
RIGHT = (
    "If your filing is late or your building needs a permit, call Dana.",
    "If its doors are locked, use the side entrance.",
    "I had had enough, and that that is so.",
    "Dr. Lee sees patients on Monday. Thank you for trusting your patients to us.",
    "I will return the form. Our office is closed, and your office too.",
    "The child was ill, be patient. I am ill and will be out.",
    "I am at the college this week and may call too many people.",
    "As well as reply, I will be well by Monday.",
    "More than you for once: I will be back rather than write.",
    "Their office is there, where you were.",
    "Please do not call. Please contact me with the contract.",
    "A loose sheet, the leaf on the tree, a weak signal.",
    "Leave the bare minimum with the clerk.",
    "Que se vaya a la oficina; ha estado allí.",
)


def _confused(text: str) -> list[tuple[str, str]]:
    engine = Engine(load_pack("plant-city"), date(2026, 12, 11))
    facts = engine.facts(Document("text", Visible.plain(text), text, kind=DocumentKind.AUTO_REPLY))
    return [(item.word, item.right) for item in facts.confused_words]


@pytest.mark.parametrize("text", WRONG)
def test_a_word_in_the_wrong_place_is_found_with_the_right_one(text: str) -> None:
    """The word is named with the word that is meant, and nothing else is."""
    assert _confused(text) == [WRONG[text]]


@pytest.mark.parametrize("text", RIGHT)
def test_the_same_words_where_they_belong_are_left_alone(text: str) -> None:
    """No word of a right sentence is called wrong."""
    assert _confused(text) == []
