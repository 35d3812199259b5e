"""What `fix` says it took out of a message."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replylint.fix.taken_out import in_words, taken_out


@pytest.mark.parametrize(
    ("before", "after", "gone"),
    [
        ("I am out until 12/18/26, lol.\nDana", "I am out until 12/18/26.\nDana", ["lol"]),
        ("Dana Cole\nFax: 813-555-0142\nClerk", "Dana Cole\nClerk\nWebsite: plantcity.example", ["Fax: 813-555-0142"]),
        ("I will retrun on Monday.", "I will return on Monday.", []),
        ("Thankyou,\nDana", "Thank you,\nDana", []),
        ("Clerk\nDana Cole", "Dana Cole\nClerk", []),
        ("I am am out.", "I am out.", []),
        ("I AM OUT.", "I am out.", []),
        ("Dana Cole | Clerk | M: 813-555-0126", "Dana Cole | Clerk | ext. [extension]", ["M: 813-555-0126"]),
        ("dcole@plantcity.example\nClerk", "Clerk\nWebsite: plantcity.example", ["dcole@plantcity.example"]),
        ("x4309", "813-555-0142 ext. 4309", []),
        ("Office: 813-555-0125\nCell: 813-555-0126", "Office: 813-555-0125", ["Cell: 813-555-0126"]),
        ("City of Plant City", "City of Plant City, Florida", []),
    ],
)
def test_what_is_gone_is_told(before: str, after: str, gone: list[str]) -> None:
    """Lines and words that nothing took the place of are told, and nothing that was moved or written otherwise."""
    assert taken_out(before, after) == gone


def test_a_long_list_is_cut() -> None:
    """Four stretches are shown, each on a line at most, and the rest is counted."""
    gone = taken_out(
        "\n".join([f"{word} {'x' * 90}" for word in ("fax", "motto", "cell", "quote", "site", "logo")]), ""
    )
    assert in_words(gone).count("…") == 4
    assert in_words(gone).endswith("and 2 more; --diff shows all")


def test_pictures_are_counted() -> None:
    """Pictures that are gone are told too, and nothing is said where nothing was taken out."""
    assert in_words([], 1) == "took out a picture"
    assert in_words(["lol"], 2) == 'took out "lol", 2 pictures'
    assert in_words([], 0) == in_words([], -1) == ""


def test_a_list_that_is_whole_says_nothing_of_more() -> None:
    """As many stretches as are shown are all there is, so that none is said to be left out."""
    assert in_words(["fax", "motto", "cell", "quote"]) == 'took out "fax", "motto", "cell", "quote"'


@given(st.text(alphabet="ab ,.\n", max_size=60), st.text(alphabet="ab ,.\n", max_size=60))
def test_what_is_told_stood_there_and_is_gone(before: str, after: str) -> None:
    """Whatever is told as taken out has a word that the text has fewer of now."""
    for stretch in taken_out(before, after):
        assert any(before.split().count(word) or word in before for word in stretch.split())
    assert taken_out(before, before) == []
