"""Pages that hide text, that show what seems hidden, and that are damaged are read as Chromium shows them."""

from __future__ import annotations

import pytest

import pages

EXPECTED = pages.expected()


@pytest.mark.parametrize("name", pages.names())
def test_a_page_is_read_as_chromium_shows_it(name: str) -> None:
    """The words we read of a page are those that Chromium shows, or those that `DIFFERENT` gives a reason for."""
    other = pages.DIFFERENT.get(name)
    assert pages.read_words(name) == (" ".join(other.words.split()) if other else EXPECTED[name])


@pytest.mark.parametrize("name", pages.names())
def test_what_cannot_be_known_is_said(name: str) -> None:
    """A page has a doubt exactly where nobody can know from its source what people see."""
    assert bool(pages.read(name).doubts) is (name in pages.DOUBTED)


def test_what_differs_really_differs() -> None:
    """No exception is left over: each of them has a page, and Chromium shows other words of it."""
    assert {name for name, other in pages.DIFFERENT.items() if " ".join(other.words.split()) == EXPECTED[name]} == set()
    assert set(pages.DIFFERENT) | pages.DOUBTED <= set(EXPECTED) == set(pages.names())
