"""A text made to keep the reader of facts busy is understood in a time that grows with its length, not with its square or worse.

Nothing is timed: all texts are read in a process of its own, which ends in a few seconds and would run for minutes where one of them
takes a time that grows faster.
"""

from __future__ import annotations

import subprocess
import sys

ENOUGH = 60  # seconds
SIZE = 60_000
UNITS = (
    "mondays, ",
    "10am ",
    "out thurs-mon ",
    "Marcus has left. Write to orders@tidewater.example. ",
    "Contact Ann Lee{n} at ann{n}@example.org. ",
    "Cheers, Bo. ",
    "case 1-2-3-4-5-6-7 ",
    "I am out December 14. My predecessor no longer works here. ",
    "me@example.org ",
    "813-555-0142 ",
    "(((( ",
    "eeeeeeee",
)
PROGRAM = """\
import sys
from datetime import date
from replylint.engine import Engine
from replylint.facts.summary import summary
from replylint.model import Document, DocumentKind
from replylint.policy import load_pack
from replylint.visible import Visible

size, *units = sys.argv[1:]
engine = Engine(load_pack("plant-city"), date(2026, 12, 11))
for unit in units:
    for before, after in (("I am out Monday ", " Tuesday."), ("", "\\n\\nAnn Lee"), ("Hi,\\n-- \\n", "")):
        many = "".join(unit.replace("{n}", str(number)) for number in range(int(size) // len(unit)))
        text = before + many + after
        print(unit, flush=True)
        summary(engine.facts(Document("text", Visible.plain(text), text, kind=DocumentKind.AUTO_REPLY)))
"""


def test_words_again_and_again() -> None:
    """A phrase repeated a thousand times, before and behind words that dates, contacts and signatures are told by, is read in bounded time."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(SIZE), *UNITS],
        capture_output=True,
        text=True,
        timeout=ENOUGH,
        check=False,
    )
    assert done.returncode == 0, (done.stdout[-100:], done.stderr[-500:])
