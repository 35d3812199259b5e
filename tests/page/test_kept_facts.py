"""Story 5 in the page: a fix keeps every date, name, number and address, or lists the change and lets it be undone alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from driving import Page
from treacherous import TREACHEROUS

ROOT = Path(__file__).resolve().parents[2]
FACTS = Path(__file__).with_name("facts.js").read_text(encoding="utf-8")
DAY = "2026-12-11"
SETS = {
    "benchmarks/accuracy/messages.jsonl": 37,
    "tests/faults/corrections.jsonl": 7,
    "tests/faults/reading.jsonl": 9,
}
"""Which of the labelled messages are corrected here: one of so many. `benchmarks/promise.py` corrects all, outside the page."""


def labelled() -> Iterator[dict[str, Any]]:
    for name, every in SETS.items():
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        for row in map(json.loads, lines[::every]):
            day = row.get("written_on") or DAY
            yield {"name": row["id"], "content": row["text"], "markup": row.get("format") == "html", "day": day}


def fixtures() -> Iterator[dict[str, Any]]:
    for path in sorted((ROOT / "tests" / "fixtures").glob("*/*.*")):
        if path.suffix in (".txt", ".htm", ".html") and path.stem in ("reply", "internal", "external", "signature"):
            text = path.read_bytes()
            content = text.decode("utf-16" if text.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8", "replace")
            yield {"name": path.parent.name, "content": content, "markup": path.suffix != ".txt", "day": DAY}


def treacherous() -> Iterator[dict[str, Any]]:
    assert len(TREACHEROUS) == 40
    for number, (content, markup) in enumerate(TREACHEROUS):
        yield {"name": f"treacherous {number}", "content": content, "markup": markup, "day": DAY}


@pytest.mark.parametrize("texts", [labelled, fixtures, treacherous], ids=lambda one: one.__name__)
def test_5_a_fix_keeps_every_fact(texts: Any, chromium: Page) -> None:
    """“Fix everything” keeps each word, number and address of the raw text, or a listed change brings it back alone."""
    result = chromium.run(FACTS, texts=list(texts()))
    assert result["broken"] == []
    assert result["changes"] > 20


def test_a_lost_fact_is_seen(chromium: Page) -> None:
    """Where a correction loses a number that no listed change brings back, the comparison says so."""
    losing = (
        "const real = replylint.ask; replylint.ask = async (request, limit) => { const answer = await real(request, limit);"
        "if (request.op === 'fix_all') for (const text of answer.result.what.texts) text.content = text.content.replace('4711', '');"
        f"return answer; }}; try {{ return await (async () => {{ {FACTS} }})(); }} finally {{ replylint.ask = real; }}"
    )
    texts = [{"name": "one", "content": "I am out until 12/18/26, room 4711.", "markup": False, "day": DAY}]
    (broken,) = chromium.run(losing, texts=texts)["broken"]
    assert "“4711” is lost" in broken
