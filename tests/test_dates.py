"""What days a text states, told as people say them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from replylint.engine import Engine
from replylint.facts.absence import Absence
from replylint.model import Document, DocumentKind
from replylint.policy import load_pack
from replylint.visible import Visible

SAID = Path(__file__).with_name("dates.txt")
"""One text a line: the day of writing, ` | `, the text, ` | `, and what it states."""


def _stated(absence: Absence) -> str:
    first, last = absence.first_day, absence.last_day
    said = [f"{first} to {last}" if first and last else f"from {first}" if first else f"to {last}" if last else ""]
    said += [f"back {absence.return_day}" if absence.return_day else ""]
    said += [f"until {absence.until_day}" if absence.until_day else "", "vague" if absence.vague_end else ""]
    return ", ".join([*filter(None, said), *(problem.name.lower() for problem in absence.problems)])


@pytest.mark.parametrize("line", SAID.read_text(encoding="utf-8").splitlines())
def test_days_are_read(line: str) -> None:
    """Each text states the days that a reader takes from it, and no problem with them."""
    written, text, stated = line.split(" | ")
    facts = Engine(load_pack("plant-city"), date.fromisoformat(written)).facts(
        Document("text", Visible.plain(text), text, kind=DocumentKind.AUTO_REPLY)
    )
    assert facts.absence is not None
    assert _stated(facts.absence) == stated
