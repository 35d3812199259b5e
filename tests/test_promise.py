"""What a correction promises (CONTRIBUTING.md), over the project's own messages and over random changes of them."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accuracy.score import HERE, document_of, rows
from promise import WAYS, Case, as_page, broken_promises, cases_of, invented, lost, measured
from replylint.engine import Engine
from replylint.fix.correcting import Corrector
from replylint.model import Mailbox
from replylint.policy import load_pack
from replylint.sources.again import with_content

MESSAGES = rows(HERE / "messages.jsonl")
FOLDERS = [HERE, HERE.parent / "corrections", HERE.parent / "findings"]
PACK = load_pack("plant-city")
PLAIN = Corrector(Engine(PACK, date(2026, 11, 23)))
EVERY = 499
"""One case of so many is corrected here; `benchmarks/promise.py` corrects them all."""


@pytest.mark.parametrize("part", range(8))
def test_corrections_of_the_labelled_messages_keep_every_promise(part: int) -> None:
    """However a text is corrected, nothing is lost that no finding named, nothing invented, and correcting again changes nothing."""
    cases = list(cases_of(FOLDERS, EVERY))[part::8]
    assert cases
    assert [broken for case in cases for broken in measured(case).broken if ": by hand: " not in broken] == []


@settings(max_examples=max(settings.default.max_examples // 3, 1))  # each one is corrected twice, trial by trial
@given(
    st.integers(0, len(MESSAGES) - 1), st.sampled_from(WAYS), st.booleans(), st.booleans(),
    st.randoms(use_true_random=False),
)  # fmt: skip
def test_corrections_of_mangled_messages_keep_every_promise(
    number: int, way: str, informed: bool, markup: bool, chance: random.Random
) -> None:
    """Whatever stands above a signature, in text and in HTML, with each way of correcting, the promises hold."""
    message = dict(MESSAGES[number])
    text = message["text"]
    end = PLAIN.engine.facts(document_of(message)).body_end
    message["text"] = _mangled(text[:end], chance) + "\n" + text[end:]
    document = document_of(message)
    content = as_page(message["text"], number) if markup else message["text"]
    case = Case("mangled", with_content(document, content, markup=markup), way, informed)
    broken = [item for item in measured(case).broken if ": by hand: " not in item]
    assert broken == [], content


def test_what_is_lost_or_invented_is_seen() -> None:
    """Words, addresses, links and quoted mail that a correction would lose, and numbers that it would invent, are counted."""
    page = (
        '<p>I am out. <a href="https://forms.example/x">Form</a> at ann@example.org, room 12.</p>'
        '<div class="gmail_quote"><blockquote class="gmail_quote">Where is my permit?</blockquote></div>'
    )
    document = document_of({"id": "page", "text": "", "written_on": "2026-12-11"})
    before = with_content(document, page, markup=True)
    after = with_content(document, "<p>I am out of room 4711.</p>", markup=True)
    found = list(lost(before, after, (), rewritten=False, corrector=PLAIN))
    assert {"'form'", "the address 'ann@example.org'", "the link to 'https://forms.example/x'"} <= set(found)
    assert any("Where is my permit?" in item for item in found)
    assert "'4711'" in list(invented(before, after, PLAIN))


@pytest.mark.parametrize(
    ("text", "there", "absent"),
    [
        pytest.param(
            "I am in court from Friday 18 December 2026 until Tuesday 5 Januar. Please call my clerk on 020 7946 0158.",
            "until Tuesday 5 January.",
            "5 Januar.",
            id="a month is misspelled, and is nobody's name",
        ),
        pytest.param(
            "I am out of the office 12/14 - 12/18. If you need help please contact",
            "please contact. If you need immediate assistance",
            "please contact If",
            id="a sentence that was left open is ended before another",
        ),
        pytest.param(
            "I am away 12/14 until 12/18/2026, call Ann Lee at 813-555-0123 – J",
            "813-555-0123. I will reply to your message at my earliest opportunity once I return. – [First name Last name]\n[Job Title]\nCity",
            "Thank you,",
            id="an initial behind a dash signs, once",
        ),
        pytest.param(
            "I am out of the office from\n8/4 - TBD", "8/4 - TBD", "- [First", id="a last day left open is no signature"
        ),
        pytest.param(
            "No signal, no e-mail, no plan. Me llamo Ann. Out 12/14 until 12/18/2026.",
            "I will reply",
            "Responderé",
            id="an English text with a few Spanish words stays English",
        ),
        pytest.param(
            "I'm out 12/14 and 12/15. Call Zora Bellweather at 813-555-0173. Mail: P.O. Box 1120, Plant City, FL 33563.",
            "Mail: P.O. Box 1120",
            "P.O. at",
            id="a post office box is no contact",
        ),
        pytest.param(
            "I am out 12/14 - 12/18/2026. Call Ann Lee at 813-555-0123.\n\nSir Peregrine ffoulkes KC\nClerk",
            "ffoulkes KC\nClerk\nCity of",
            "[First name",
            id="a name in small letters with honours behind it signs",
        ),
    ],
)
def test_corrections_of_what_the_search_found(text: str, there: str, absent: str) -> None:
    """Messages that the search once saw corrected badly are corrected well."""
    document = document_of({"id": "found", "text": text + "\n", "written_on": "2026-12-11"})
    corrected = PLAIN.correct(Mailbox("reply.txt", (document,)))
    after = corrected.after.documents[0].content
    assert there in after
    assert absent not in after
    assert list(broken_promises(corrected, PLAIN)) == []


def test_days_are_written_as_the_readers_of_the_message_write_them() -> None:
    """Where the day comes first, a message written anew has its months in words, not in numbers that say another day."""
    text = "away 4-8 Jan, ask Ann Lee 020 7946 0158\n"
    document = document_of({"id": "british", "text": text, "written_on": "2026-12-11"})
    anew = replace(PLAIN, rewrite=True).correct(Mailbox("reply.txt", (document,))).after.documents[0].content
    assert "from 4 January 2027 — 8 January 2027." in anew


def _mangled(text: str, chance: random.Random) -> str:
    """Drop, double, swap or join sentences and lines of a text."""
    parts = re.split(r"(?<=[.!?])\s+(?=[A-Z])|\n", text)
    for _ in range(chance.randint(1, 3)):
        if len(parts) < 2:
            break
        at = chance.randrange(len(parts))
        what = chance.choice(("drop", "double", "swap", "cut"))
        if what == "drop":
            del parts[at]
        elif what == "double":
            parts.insert(at, parts[at])
        elif what == "swap":
            other = chance.randrange(len(parts))
            parts[at], parts[other] = parts[other], parts[at]
        else:
            parts[at] = parts[at][: chance.randint(0, len(parts[at]))]
    return chance.choice(("\n", " ", "\n\n")).join(parts) or "x"
