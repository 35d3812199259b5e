"""Letters that people wrote: which are acknowledgements and nothing more."""

from __future__ import annotations

from datetime import date

import pytest

from replylint.audit.sent import may_acknowledge, only_acknowledges
from replylint.engine import Engine
from replylint.model import Document, DocumentKind
from replylint.policy import load_pack
from replylint.visible import Visible

SIGNATURE = "\n\nThank you,\n\nDana Whitlock\nPermit Technician\nCity of Plant City, Florida\n813-555-0142 ext. 4211\n"


def said(text: str) -> bool:
    """Say whether a letter is taken for an acknowledgement."""
    engine = Engine(load_pack("plant-city"), date(2026, 12, 7))
    facts = engine.facts(
        Document(
            "message", Visible.plain(text + SIGNATURE), text, kind=DocumentKind.MESSAGE, sent=True, automatic=False
        )
    )
    return may_acknowledge(text) and only_acknowledges(facts)


@pytest.mark.parametrize(
    "text",
    [
        "Dear visitor,\n\nThank you for your message. I have received it. I will look into it and get back to you.",
        "Hi Tom,\n\nThanks for your email. I'll get back to you soon.",
        "Hello,\n\nI have received your request and will review it.",
        "Dear Ms. Boyd,\n\nWe have received it and will respond by Friday.",
        "Buenos días:\n\nHemos recibido su solicitud y le responderemos pronto.",
    ],
)
def test_acknowledgements(text: str) -> None:
    """A letter that says that the message came and promises an answer is an acknowledgement."""
    assert said(text)


@pytest.mark.parametrize(
    "text",
    [
        "Hi Ann,\n\nThanks for your message. Your permit is ready, and you can pick it up on Friday.",
        "Thank you for your call. I received your application; the inspection will be on Tuesday.",
        "I received the plans. They look fine, and I will issue the permit tomorrow.",
        "Got your message, thanks!",
        "Hi Ann,\n\nThank you for reaching out. The fee is $40. I will get back to you about the rest.",
        "Please see the attached plat."
        + " It shows the fence along the lot." * 20
        + " Thanks for your message. I will follow up.",
    ],
)
def test_answers(text: str) -> None:
    """A letter that answers, or only thanks, lacks nothing of an acknowledgement."""
    assert not said(text)


def test_a_question_is_an_answer() -> None:
    """A letter that asks something back is no mere acknowledgement, though it says what will be done then."""
    assert not said("Thank you for your message. Will you send me the parcel number so that I can look into it?")
