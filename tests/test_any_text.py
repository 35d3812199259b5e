"""Whatever a text says, it is judged: no input ends in an internal error.

The same texts are tried every time; `make fuzz` tries thousands of others. A text that once failed is an example here.
"""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from replylint.engine import Engine
from replylint.facts import Facts
from replylint.facts.summary import summary
from replylint.fix.correcting import Corrector
from replylint.model import Document, DocumentKind, Mailbox, Unchecked
from replylint.policy import load_pack
from replylint.report.marked import marked
from replylint.visible import Visible

ENGINE = Engine(load_pack("plant-city"), date(2026, 12, 10))

NUMBERS = ("0", "00", "1", "14", "31", "32", "99", "2026", "9999", "٣", "１２", "²", "Ⅻ", "12/14/26", "2026-02-30", "24/7")  # fmt: skip
JOINTS = ("/", "-", ".", ":", ",", ";", "'", '"', "(", ")", "[", "]", "{", "}", "<", ">", "*", "_", "|", "@", "#", "$", "%", "&", "\\", "—", "…")  # fmt: skip
SPACES = ("", "", " ", " ", "\n", "\n\n", "\t", "\u00a0", "\u2028", "\x00", "\x85", "\u200b", "\u0301", "\ufe0f")
DAYS = ("Dec", "December", "mayo", "de", "del", "Mon", "Mondays", "lunes", "th", "º", "am", "noon", "next week", "end of", "week of", "Christmas", "the", "to", "through", "until", "hasta", "from", "on")  # fmt: skip
PEOPLE = ("Terrence Boyd", "Boyd, Terrence", "Dr.", "Ms. Lee", "O'Brien", "María", "a@b.example", "www.example.org", "813-555-0142", "+1 (813) 555-0142", "ext. 4211", "x4211", "555", "City of Plant City, Florida", "Clerk")  # fmt: skip
WORDS = ("I am out", "Estoy fuera", "call", "contact", "back", "will reply", "Thanks,", "Regards,\n", "-- \n", "> ", "[name]", "MM/DD/YY", "{{ x }}", "${a}", "TBD", "ofice", "the the", "lol", "STOP!!", "İ", "ß", "😀")  # fmt: skip
TEXTS = st.lists(st.tuples(st.sampled_from(NUMBERS + JOINTS + DAYS + PEOPLE + WORDS), st.sampled_from(SPACES)), min_size=1, max_size=20).map(
    lambda parts: "".join(word + space for word, space in parts)
)  # fmt: skip


PLAIN_REASONS = ("has no text", "does not say that anyone is away", "written in ", "right to left")
"""Reasons why a text is not judged that say nothing of an error."""


def understood(text: str, kind: DocumentKind | None = None) -> Facts:
    """Return the facts of a text that went through every step; fails if a step ends in an internal error."""
    document = Document("text", Visible.plain(text), text, kind=kind, whole_file=True)
    mailbox = Mailbox("reply.txt", (document,))
    failed = [item.message for item in ENGINE.check(mailbox) if isinstance(item, Unchecked)]
    assert [message for message in failed if not any(map(message.__contains__, PLAIN_REASONS))] == []
    facts = ENGINE.facts(document)
    summary(facts)
    marked(facts, "reply.txt", color=False, width=80)
    return facts


@pytest.mark.parametrize(
    "text",
    [
        "I will be out 00/00December 2026",
        "0/0Decembe",
        "I will be out 0/1December",
        "I am out 31/32Dec 2026.",
        "I am out 99/99mayo and 5/5may.",
        "Estoy fuera 00/00diciembre de 2026.",
        "I am out 0/0/0December 2026 until 00/00/0000",
        "out 14 / 15of December",
    ],
)
def test_days_glued_to_a_month_are_judged(text: str) -> None:
    """Numbers that no calendar has, right before a month's name, are read past or reported, and never a crash."""
    understood(text)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("I am out of the office 14/15December 2026.", date(2026, 12, 14), date(2026, 12, 15)),
        ("I am out of the office 14/15 December 2026.", date(2026, 12, 14), date(2026, 12, 15)),
    ],
)
def test_two_days_before_a_month_are_read(text: str, first: date, last: date) -> None:
    """Two days are read alike with and without a space before their month."""
    absence = understood(text).absence
    assert (absence.first_day, absence.last_day) == (first, last)


@given(TEXTS, st.sampled_from((None, DocumentKind.AUTO_REPLY, DocumentKind.SIGNATURE)))
@example("I will be out 00/00December 2026", None)
def test_no_text_ends_in_an_internal_error(text: str, kind: DocumentKind | None) -> None:
    """Numbers, names, marks and invisible characters in any order are understood, judged and shown."""
    understood(text, kind)


@given(TEXTS)
def test_no_text_makes_a_correction_crash(text: str) -> None:
    """Correcting any text ends with a text."""
    document = Document("text", Visible.plain(text), text, whole_file=True)
    corrected = Corrector(ENGINE).correct(Mailbox("reply.txt", (document,)))
    failed = [item.message for item in corrected.troubles]
    assert [message for message in failed if not any(map(message.__contains__, PLAIN_REASONS))] == []
