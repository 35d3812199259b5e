"""What a correction promises (CONTRIBUTING.md), over the project's own messages and over random changes of them."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accuracy.score import HERE, document_of, rows
from promise import broken_promises
from replylint.directory import Directory, Entry
from replylint.engine import Engine
from replylint.fix.correcting import Corrector
from replylint.model import Mailbox, Profile
from replylint.policy import load_pack

MESSAGES = rows(HERE / "messages.jsonl")
PACK = load_pack("plant-city")
STAFF = Directory(
    (Entry("Odette Farraday", "Water Quality Technician", "813-555-0136", "4720", "odette.farraday@plantcity.example"),)
)
PLAIN = Corrector(Engine(PACK, date(2026, 11, 23)))
INFORMED = Corrector(
    Engine(PACK, date(2026, 11, 23), directory=STAFF),
    Profile(
        "Odette Farraday",
        "Water Quality Technician",
        "813-555-0136",
        "4720",
        "odette.farraday@plantcity.example",
        "Gustavo Lindqvist",
        "813-555-0199",
    ),
)


@pytest.mark.parametrize("part", range(8))
def test_corrections_of_the_labelled_messages_keep_every_promise(part: int) -> None:
    """A corrected message has no findings but blanks, is not changed by another correction, and says nothing that was not known."""
    for message in MESSAGES[part::8]:
        corrected = PLAIN.correct(Mailbox("reply.txt", (document_of(message),)))
        assert list(broken_promises(corrected, PLAIN)) == [], message["id"]


@pytest.mark.parametrize("part", range(4))
def test_corrections_that_know_the_owner_keep_every_promise(part: int) -> None:
    """With a profile and a staff list what is filled in comes from these, and from nowhere else."""
    for message in MESSAGES[part::12]:
        corrected = INFORMED.correct(Mailbox("reply.txt", (document_of(message),)))
        assert list(broken_promises(corrected, INFORMED)) == [], message["id"]


@given(st.integers(0, len(MESSAGES) - 1), st.randoms(use_true_random=False))
def test_corrections_of_mangled_messages_change_nothing_when_repeated(number: int, chance: random.Random) -> None:
    """However what stands above a signature is cut and shuffled, a correction invents nothing, and correcting again changes nothing."""
    message = dict(MESSAGES[number])
    text = message["text"]
    end = PLAIN.engine.facts(document_of(message)).body_end
    message["text"] = _mangled(text[:end], chance) + "\n" + text[end:]
    corrected = PLAIN.correct(Mailbox("reply.txt", (document_of(message),)))
    broken = [item for item in broken_promises(corrected, PLAIN) if not item.startswith("left over")]
    assert broken == [], message["text"]


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
