"""Long lines on a terminal: nothing is lost, nothing is too wide, and marks are below the words they mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replylint.report.folding import NARROWEST, columns, folded, wrapped

TEXTS = st.text(st.sampled_from("ab é漢🎃́ -"), max_size=120)


@given(TEXTS, st.integers(1, 90))
def test_folding_loses_nothing_and_fits(text: str, width: int) -> None:
    """The rows of a text are the text, and none is wider than there is room, spaces at its end aside."""
    rows = [text[span.start : span.end] for span in folded(text, width)]
    assert "".join(rows) == text
    assert all(columns(row.rstrip()) <= max(width, NARROWEST) for row in rows)


def test_words_are_kept_whole() -> None:
    """Rows end at spaces; only a word that is longer than a row is divided."""
    text = "please contact Terrence Boyd at once " + "x" * 30
    rows = [text[span.start : span.end].rstrip() for span in folded(text, 20)]
    assert rows == ["please contact", "Terrence Boyd at", "once", "x" * 20, "x" * 10]


@pytest.mark.parametrize(
    ("text", "count"), [("abc", 3), ("漢字", 4), ("\u00e9", 1), ("e\u0301", 1), ("🎃!", 3), ("", 0)]
)
def test_columns_of_a_terminal(text: str, count: int) -> None:
    """Wide characters take two columns, accents that stand by themselves none."""
    assert columns(text) == count


def test_sentences_are_wrapped_only_where_there_is_a_width() -> None:
    """In a pipe a sentence is one line; on a terminal it goes on below, set in."""
    text = "Your job title is missing from your signature."
    assert wrapped(text, None, "  ") == f"  {text}"
    assert wrapped(text, 30, "", "  ") == "Your job title is missing\n  from your signature."
    assert wrapped("", 30) == ""
