"""How fast a message is understood, and whether the time grows with its length and no faster.

The unit is a baseline measured in the same run: Python's own `email` parsing the same message from bytes.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import date
from email import message_from_bytes
from email.message import EmailMessage
from pathlib import Path

from replylint.engine import Engine
from replylint.facts.summary import summary
from replylint.model import Document, DocumentKind
from replylint.policy import load_pack
from replylint.visible import Visible

REPLY = Path(__file__).with_name("kilobyte.txt").read_text(encoding="utf-8")
"""A reply of 1 kB as they are: two paragraphs, a signature, a notice below it."""
LIST = (Path(__file__).parents[1] / "tests" / "fixtures" / "contact-list" / "reply.txt").read_text(encoding="utf-8")
"""The hardest: nothing but names and numbers."""
_ENGINE = Engine(load_pack("plant-city"), date(2026, 12, 11))


def understand(text: str) -> None:
    """Work out all facts of a text."""
    summary(_ENGINE.facts(Document("text", Visible.plain(text), text, kind=DocumentKind.AUTO_REPLY)))


def median(run: Callable[[], object], rounds: int) -> float:
    """Return the median time of a call, in seconds."""
    times = []
    for _ in range(rounds):
        begun = time.perf_counter()
        run()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def main() -> None:
    """Print the figures."""
    for name, kilobyte in (("a reply", REPLY), ("a list of contacts", (LIST * 3)[:1024])):
        mail = EmailMessage()
        mail.set_content(kilobyte)
        raw = mail.as_bytes()
        understand(kilobyte)
        baseline = median(lambda raw=raw: message_from_bytes(raw), 300)
        ours = median(lambda text=kilobyte: understand(text), 200)
        print(
            f"facts: {name} of 1 kB {ours * 1000:.2f} ms, {ours / baseline:.0f} times the baseline of {baseline * 1000:.3f} ms (email parses it)"
        )
    filler = "The city's hours, fees and forms are on the website, and the counter on the first floor can help with most questions. "
    previous = 0.0
    for size in (10_000, 100_000, 1_000_000):
        text = LIST + "\n" + (filler * (size // len(filler)))
        took = median(lambda text=text: understand(text), 3 if size < 1_000_000 else 1)
        growth = f", {took / previous:.1f} times that of a tenth" if previous else ""
        print(f"facts: {size:>9,} characters {took * 1000:8.1f} ms{growth}")
        previous = took


if __name__ == "__main__":
    main()
