"""What a reader sees of pages that hide text or are damaged, in a real browser."""

from __future__ import annotations

import pages
from chromium import need_browser


def test_chromium_shows_what_the_stored_expectations_say() -> None:
    """The words stored for each page are those that Chromium shows: innerText without what is clipped, transparent or away."""
    need_browser()
    shown, stored = pages.in_chromium(), pages.expected()
    assert {name: words for name, words in shown.items() if stored.get(name) != words} == {}
    assert set(shown) == set(stored)
