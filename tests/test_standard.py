"""The standard's own example: filled in it is right, and each part left out is missed, that part and nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from replylint.engine import Engine
from replylint.model import Diagnostic, Document, DocumentKind, Mailbox
from replylint.policy import load_pack
from replylint.visible import Visible

DATES = "I will be out of the office from 12/14/26— 12/18/26."
PROMISE = "I will reply to your message at my earliest opportunity once I return."
CONTACT = "If you need immediate assistance, please contact Terrence Boyd at 813-555-0161 or tboyd@plantcity.example."
CLOSING = "Thank you,"
LINES = (
    "Dana Whitlock",
    "Permit Technician II",
    "City of Plant City, Florida",
    "813-555-0142 ext. 4211",
    "Website: <http://www.plantcitygov.com/>",
    "City Seal",
)
ENGINE = Engine(load_pack("plant-city"), date(2026, 12, 11))


def example(
    dates: str = DATES,
    promise: str = PROMISE,
    contact: str = CONTACT,
    closing: str = CLOSING,
    lines: tuple[str, ...] = LINES,
) -> str:
    """Return the standard's example message with its blanks filled, and with parts replaced."""
    body = " ".join(part for part in (dates, promise, contact, closing) if part)
    return f"{body}\n\n" + "\n".join(lines) + "\n"


def rules_of(text: str) -> list[str]:
    """Return the ids of the rules that find something in a text."""
    document = Document("text", Visible.plain(text), text, kind=DocumentKind.AUTO_REPLY)
    results = list(ENGINE.check(Mailbox("reply.txt", (document,))))
    assert all(isinstance(result, Diagnostic) for result in results), results
    return [result.rule for result in results if isinstance(result, Diagnostic)]


def test_the_example_filled_in_has_no_findings() -> None:
    """The standard's own example, its blanks filled and signed as the standard shows it, is right."""
    assert rules_of(example()) == []


@pytest.mark.parametrize("contact", ["Terrence Boyd at 813-555-0161", "Terrence Boyd at tboyd@plantcity.example"])
def test_a_number_or_an_address_is_enough(contact: str) -> None:
    """The standard asks for a phone number or an e-mail address, not for both."""
    assert rules_of(example(contact=f"If you need immediate assistance, please contact {contact}.")) == []


def without(number: int) -> tuple[str, ...]:
    """Return the signature's lines without one, counted from 1."""
    return LINES[: number - 1] + LINES[number:]


def changed(number: int, text: str) -> tuple[str, ...]:
    """Return the signature's lines with one replaced, counted from 1."""
    return (*LINES[: number - 1], text, *LINES[number:])


LEFT_OUT = {
    "the sentence with the dates": (example(dates=""), "absence.missing-dates"),
    "both dates": (example(dates="I will be out of the office."), "absence.missing-dates"),
    "the first day": (example(dates="I will be out of the office through 12/18/26."), "absence.missing-first-day"),
    "the last day": (example(dates="I will be out of the office from 12/14/26."), "absence.missing-last-day"),
    "the promise of a reply": (example(promise=""), "absence.missing-reply-promise"),
    "the contact": (example(contact=""), "contact.missing"),
    "the contact's name": (example(contact="If you need immediate assistance, please contact us at 813-555-0161."), "contact.unnamed"),
    "the contact's last name": (example(contact=CONTACT.replace(" Boyd", "")), "contact.incomplete-name"),
    "the contact's number and address": (
        example(contact="If you need immediate assistance, please contact Terrence Boyd."),
        "contact.unreachable",
    ),
    "the whole signature": (example(lines=()), "signature.missing"),
    "the name": (example(lines=without(1)), "signature.missing-name"),
    "the last name": (example(lines=changed(1, "Dana")), "signature.wrong-name"),
    "the job title": (example(lines=without(2)), "signature.missing-title"),
    "the city": (example(lines=without(3)), "signature.missing-organization"),
    "the state": (example(lines=changed(3, "City of Plant City")), "signature.wrong-organization"),
    "the phone line": (example(lines=without(4)), "signature.missing-phone"),
    "the extension": (example(lines=changed(4, "813-555-0142")), "signature.missing-extension"),
    "the website": (example(lines=without(5)), "signature.missing-website"),
    "the seal": (example(lines=without(6)), "signature.missing-seal"),
}  # fmt: skip


@pytest.mark.parametrize("part", LEFT_OUT)
def test_a_part_left_out_is_found_and_nothing_else(part: str) -> None:
    """Leaving one part of the example out gives the finding for that part, once, and no other finding."""
    text, rule = LEFT_OUT[part]
    assert rules_of(text) == [rule]


def test_the_closing_is_a_courtesy() -> None:
    """Without "Thank you," the signature is still read as one; the standard names six lines and the closing is none."""
    assert rules_of(example(closing="")) == []


def test_the_example_as_printed_asks_to_be_filled_in() -> None:
    """The example copied with its blanks gets a finding for each blank, and the rules behind the blanks are content."""
    printed = (
        "I will be out of the office from MM/DD/YY— MM/DD/YY. I will reply to your message at my earliest opportunity once I return. "
        "If you need immediate assistance, please contact (First name Last name) at (phone #) or (email). "
        "Thank you, [your signature formatted correctly]"
    )
    assert rules_of(printed) == ["placeholder.unfilled"] * 6
