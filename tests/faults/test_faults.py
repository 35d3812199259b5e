"""Messages of every kind that was once misread or damaged, each with what must come of it.

`corrections.jsonl` has messages with what their correction must keep, write and leave out; `reading.jsonl` those with the rules that
must be reported. The fields are those of the benchmarks of the same names.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from corrections.score import run
from findings.score import judged

HERE = Path(__file__).parent


def cases(name: str) -> list[Any]:
    """Return the cases of a file, named by their ids."""
    lines = (HERE / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    return [pytest.param(case, id=case["id"]) for case in map(json.loads, lines)]


@pytest.mark.parametrize("case", cases("corrections"))
def test_a_correction_is_what_a_careful_editor_would_make(case: dict[str, Any]) -> None:
    """What was right stays, what was wrong goes, what is missing stands where it belongs, and a second run changes nothing."""
    assert run(case, twice=True).failures == []


@pytest.mark.parametrize("case", cases("reading"))
def test_what_is_reported_is_there_and_nothing_else(case: dict[str, Any]) -> None:
    """Every rule that a careful reader would report is reported, and no other."""
    outcome = judged(case)
    assert (outcome.missed, outcome.invented, outcome.unchecked) == (frozenset(), frozenset(), False)
