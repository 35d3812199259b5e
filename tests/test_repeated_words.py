"""Words written twice in a row: found where they can only be a slip, deleted once, and left alone where both are meant."""

from __future__ import annotations

from datetime import date

import pytest

from replylint.engine import Engine
from replylint.fix.correcting import Corrector
from replylint.model import Diagnostic, Document, DocumentKind, Mailbox, Safety
from replylint.policy import load_pack
from replylint.sources.again import with_content
from replylint.visible import Visible

RULE = "spelling.repeated-word"
WRONG = {
    "I will reply to your message when when I return.": "I will reply to your message when I return.",
    "I will be in in training on Tuesday.": "I will be in training on Tuesday.",
    "I will reply to you you when I return.": "I will reply to you when I return.",
    "I will be out of the the office.": "I will be out of the office.",
    "The the office is closed.": "The office is closed.",
    "When I I return, I will reply.": "When I return, I will reply.",
    "I am am out until Friday.": "I am out until Friday.",
    "You can can call Dana at 813-555-0142.": "You can call Dana at 813-555-0142.",
    "Call Dana Whitlock at at 813-555-0142.": "Call Dana Whitlock at 813-555-0142.",
    "I am out of of the office.": "I am out of the office.",
    "I will be out out of the office.": "I will be out of the office.",
    "If you need to to reach me, wait.": "If you need to reach me, wait.",
    "If you need immediate immediate help, call.": "If you need immediate help, call.",
    "If you need assistance assistance, call.": "If you need assistance, call.",
    "I will be away from from 12/14/26 to 12/18/26.": "I will be away from 12/14/26 to 12/18/26.",
    "I'm I'm out until Friday.": "I'm out until Friday.",
    "Please please call Dana.": "Please call Dana.",
    "I will reply to the the the first one.": "I will reply to the first one.",
    "I WILL BE OUT OF THE THE OFFICE UNTIL FRIDAY.": "I WILL BE OUT OF THE OFFICE UNTIL FRIDAY.",
    "Estaré fuera de la la oficina.": "Estaré fuera de la oficina.",
    "Estaré fuera de de la oficina.": "Estaré fuera de la oficina.",
    "Estaré fuera hasta el el lunes.": "Estaré fuera hasta el lunes.",
    "Responderé cuando cuando regrese a la oficina.": "Responderé cuando regrese a la oficina.",
    "Estaré fuera fuera de la oficina.": "Estaré fuera de la oficina.",
    "Si si necesita ayuda, llame a la oficina.": "Si necesita ayuda, llame a la oficina.",
    "Regreso a las las 5 de la tarde.": "Regreso a las 5 de la tarde.",
}
RIGHT = (
    "I had had enough, and that that is so.",
    "Please log in in the morning, and sign in in person.",
    "I will be in in the morning.",
    "I am in Bora Bora, then Walla Walla.",
    "Will will cover for me. The last will will be read on Friday.",
    "Stop by by noon, or drop by by 5.",
    "What it is is a blank form.",
    "The person you spoke to to get the permit is Dana.",
    "Those are the things you look for for the audit.",
    "Carry on on Monday; the power will be back on on Tuesday.",
    "Bye bye! It was very very cold, and I waited many many days.",
    "The trash can can wait until Friday.",
    "I will finish this this week.",
    "Press 5 5 times, then dial 813 813 0142.",
    "Plan A a week later, and Vitamin A a day.",
    "Please contact contact@example.com.",
    "Write to office office@example.com or the-the.example.com.",
    "The band The The plays at noon.",
    "Ask the Planner I I mentioned.",
    "The US us all.",
    "Please, please call. No, no, no.",
    "I am out for a while while the office moves.",
    "Use the number I can be reached at at the moment.",
    "Please please please call.",
    "We are out.\nOut of the office until Friday.",
    "If you need it it is in the drawer; do what you do do.",
    "See La La Land and sing la la la.",
    "Hable con el el lunes. Lo que es es así. No se se sabe.",
    "Si, si. Que será será. Como como siempre.",
    "La zona este este año; Ana esta esta semana en casa.",
    "Paso a paso, de uno en uno, una a una.",
)


def _document(text: str, *, markup: bool = False) -> Document:
    return with_content(Document("text", Visible.plain(""), "", markup, DocumentKind.AUTO_REPLY), text)


def _engine() -> Engine:
    return Engine(load_pack("plant-city"), date(2026, 12, 11)).only("spelling")


def _found(text: str) -> list[str]:
    results = _engine().check(Mailbox("reply.txt", (_document(text),)))
    return [item.rule for item in results if isinstance(item, Diagnostic)]


def _fixed(text: str, *, markup: bool = False, safety: Safety = Safety.SAFE) -> str:
    document = _document(text, markup=markup)
    return Corrector(_engine(), least=safety).edited(document, Mailbox("reply.txt", (document,))).content


@pytest.mark.parametrize("text", WRONG)
def test_a_word_written_twice_is_found_once(text: str) -> None:
    """A repeated word is one finding of its own rule, and no confused word."""
    assert _found(text) == [RULE]


@pytest.mark.parametrize("text", WRONG)
def test_a_repeated_word_is_deleted_safely(text: str) -> None:
    """The safe correction leaves the word once and every other character as it was."""
    assert _fixed(text) == WRONG[text]


@pytest.mark.parametrize("text", RIGHT)
def test_words_that_belong_twice_are_left_alone(text: str) -> None:
    """No word of a right sentence is called repeated, and none is deleted."""
    assert RULE not in _found(text)
    assert _fixed(text) == text


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        ("<p>I am out of the the office.</p>", "<p>I am out of the office.</p>"),
        ("<p>I am out of the <b>the</b> office.</p>", "<p>I am out of the office.</p>"),
        ("<p>I will reply when&nbsp;when I return.</p>", "<p>I will reply when I return.</p>"),
        ("<p>I will reply when\n  when I return.</p>", "<p>I will reply when I return.</p>"),
    ],
)
def test_a_repeated_word_is_deleted_in_html(text: str, fixed: str) -> None:
    """In HTML the second word goes, and the tags around it stay."""
    assert _fixed(text, markup=True) == fixed


def test_lines_are_not_joined() -> None:
    """A word repeated across a wrapped line goes, and the line break stays."""
    text = "I will be on leave for the rest of the month and I will be out of the\nthe office until Friday.\n"
    assert _fixed(text) == text.replace("\nthe ", "\n")


def test_the_rule_is_turned_off_by_its_own_name() -> None:
    """The rule is selected by its own name, apart from confused words."""
    engine = Engine(load_pack("plant-city"), date(2026, 12, 11), selected=("spelling",), ignored=(RULE,))
    found = engine.check(Mailbox("reply.txt", (_document("I am out of the the office."),)))
    assert [item for item in found if isinstance(item, Diagnostic)] == []
