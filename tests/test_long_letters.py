"""The work on one long letter grows with its length: four times the text is about four times the time, never sixteen."""

from __future__ import annotations

from datetime import date
from functools import partial
from time import thread_time

import pytest

from growth import assert_in_proportion
from replylint.engine import Engine
from replylint.facts import Facts
from replylint.facts.summary import summary
from replylint.model import Document, DocumentKind
from replylint.policy import load_pack
from replylint.report.marked import marked
from replylint.visible import Visible

ENGINE = Engine(load_pack("plant-city"), date(2026, 12, 11))
MOST = 9
"""Between four and sixteen, with room for a busy computer."""
UNITS = {
    "misspelled days": "I recieve teh mesage tommorow.\n",
    "words twice": "the the the when when a a an an\n",
    "dates": "The council met on December 14, 2026 and again on Tuesday.\n",
    "signatures": "Thank you,\n\nDana Whitlock\nPermit Technician II\nCity of Plant City, Florida\n813-555-0142\n\n",
    "contacts": "Call Terrence Boyd at 813-555-0161 or Gloria Ramsey at 813-555-0136.\n",
    "from day to day": "from 12/14/26 to 12/18/26, ",
}


def facts_of(unit: str, size: int) -> Facts:
    """Return the facts of a text of about a size, not worked out yet."""
    text = unit * (size // len(unit))
    return ENGINE.facts(Document("text", Visible.plain(text), text, kind=DocumentKind.AUTO_REPLY))


def seconds(unit: str, size: int, *, as_text: bool) -> float:
    """Return how much time of the processor the facts of a text take, or to show them once they are known."""
    facts = facts_of(unit, size)
    if as_text:
        marked(facts, "letter.txt", color=False, width=80)
    begun = thread_time()
    if as_text:
        marked(facts, "letter.txt", color=False, width=80)
    else:
        summary(facts)
    return thread_time() - begun


@pytest.mark.parametrize("as_text", [False, True])
@pytest.mark.parametrize("unit", UNITS)
def test_four_times_the_text_is_four_times_the_work(unit: str, as_text: bool) -> None:
    """Facts of a long letter, and the letter with its facts marked, take a time that grows with its length."""
    seconds(UNITS[unit], 2_000, as_text=as_text)
    short, long = (partial(seconds, UNITS[unit], size, as_text=as_text) for size in (10_000, 40_000))
    assert_in_proportion(short, long, MOST, least=0.01)
