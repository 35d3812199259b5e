"""The pages of tests/fixtures_sources/html: what Chromium shows of each, and where we read something else on purpose.

`expected.json` holds the words that Chromium shows, as `tests/browser/test_shown.py` finds them;
`python tests/pages.py` writes it anew. Look at the difference before you commit it.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import unicodedata
from pathlib import Path
from typing import NamedTuple

from chromium import BROWSER, CHROMIUM
from replylint.sources.html import read_html
from replylint.visible import Visible

PAGES = Path(__file__).parent / "fixtures_sources" / "html"
EXPECTED = PAGES / "expected.json"

_OUT = "I am out from 12/7/26 through {}. Contact Terrence Boyd at 813-555-0161."
_WINDOW = "I am out of the office through {}. Contact Terrence Boyd at 813-555-0161."


class Different(NamedTuple):
    """Words that we read where Chromium's are others, and why."""

    words: str
    why: str


_FORCED = "what is forced to run right to left is not read, and we say so"
_FIELD = "people see what is in a text area; innerText leaves form fields out"
_ALIKE = "letters that look alike are read as what people take them for"
_BLANK = "a letter that looks like a blank is one"
_REPLY = "I will answer when I return."
DIFFERENT = {
    "own-bdo.html": Different(f"{_WINDOW.format(' ')} {_REPLY}", _FORCED),
    "own-bidi-override.html": Different(f"{_WINDOW.format(' ')} {_REPLY}", _FORCED),
    "own-rlo.html": Different(f"{_WINDOW.format(' ')} {_REPLY}", _FORCED),
    "u-bidi-rlo-phone.txt": Different(_OUT.replace("813-555-0161", " ").format("12/14/26"), _FORCED),
    "u-own-rlo-date.txt": Different(_OUT.format(" "), _FORCED),
    "u-own-rlo-to-line-end.txt": Different("I am out through Contact Terrence Boyd at 813-555-0161.", _FORCED),
    "u-own-rlo-hebrew.txt": Different(
        "I am out from 12/7/26 through 12/14/26. שלום Contact Terrence Boyd at 813-555-0161.",
        "Hebrew runs right to left anyway, so a mark that forces it changes nothing",
    ),
    "u-own-marks-in-number.txt": Different(_OUT.format("12/14/26"), "a mark in a number turns it round, and we say so"),
    "own-textarea.html": Different(_WINDOW.format("December 14, 2026"), _FIELD),
    "own-textarea-tags.html": Different(f"<b>{_WINDOW.format('December 14, 2026')}</b>", _FIELD),
    "own-text-security.html": Different(f"{_WINDOW.format('')} {_REPLY}", "dots in place of letters are no words"),
    "u-cyrillic-homoglyph.txt": Different(_OUT.format("December 14, 2026"), _ALIKE),
    "u-own-cyrillic-name.txt": Different(_OUT.format("12/14/26"), _ALIKE),
    "u-own-greek-homoglyph.txt": Different(_OUT.format("December 14, 2026"), _ALIKE),
    "u-own-division-slash.txt": Different(_OUT.format("12/14/26"), _ALIKE),
    "u-fraction-slash.txt": Different(_OUT.format("12/14/26"), _ALIKE),
    "u-only-braille.txt": Different("", _BLANK),
    "u-own-hangul-filler.txt": Different("I am out until 12/14/26. Contact Terrence Boyd at 813-555-0161.", _BLANK),
}
"""What we read otherwise than Chromium shows it."""
DOUBTED = frozenset(
    [
        "input-text.html",
        "noscript.html",
        "own-bdo.html",
        "own-bidi-override.html",
        "own-rlo.html",
        "u-bidi-rlo-phone.txt",
        "u-own-marks-in-number.txt",
        "u-own-rlo-date.txt",
        "u-own-rlo-to-line-end.txt",
    ]
)
"""Pages of which we say that something could not be known."""


def names() -> list[str]:
    """Return the names of all pages."""
    return sorted(path.name for path in PAGES.iterdir() if path.suffix in (".html", ".txt"))


def read(name: str) -> Visible:
    """Return what we read of a page."""
    content = (PAGES / name).read_bytes().decode("utf-8")
    return read_html(content).visible if name.endswith(".html") else Visible.plain(content)


def words(text: str) -> str:
    """Return the words of a text with one blank between them, in the plainest form of their letters."""
    plain = unicodedata.normalize("NFKC", text)
    seen = (char for char in plain if unicodedata.category(char) != "Cf" and not 0xFE00 <= ord(char) <= 0xFE0F)
    return " ".join("".join(char for char in seen if not 0xE0100 <= ord(char) <= 0xE01EF).split())


def read_words(name: str) -> str:
    """Return the words that we read of a page, without the bullets of its lists, which innerText leaves out."""
    text = read(name).text
    if "<li" in (PAGES / name).read_text(encoding="utf-8").lower():
        text = re.sub(r"(?m)^(?:• |\d+\. )", "", text)
    return words(text)


def in_chromium() -> dict[str, str]:
    """Return the words that Chromium shows of each page; of plain text in the order in which they are drawn."""
    command = ["node", str(BROWSER / "shown.mjs"), str(PAGES)]
    environment = {**os.environ, "CHROMIUM": CHROMIUM}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment, timeout=300)
    shown = json.loads(done.stdout)
    return {name: words(page["text"] if page["drawn"] is None else page["drawn"]) for name, page in shown.items()}


def expected() -> dict[str, str]:
    """Return the words that Chromium was seen to show of each page."""
    found: dict[str, str] = json.loads(EXPECTED.read_text(encoding="utf-8"))
    return found


if __name__ == "__main__":
    EXPECTED.write_text(json.dumps(in_chromium(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
