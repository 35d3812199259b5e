"""What a correction promises (CONTRIBUTING.md), over the project's own messages and over random changes of them."""

from __future__ import annotations

import random
import re
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
