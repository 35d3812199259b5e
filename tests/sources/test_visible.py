"""Characters as people see them: invisible ones, letters of other shapes, and directions that turn text round."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from replylint.model import Document, Unchecked
from replylint.sources import Loaded
from replylint.visible import REVERSED, Doubt, Span, Visible

SHAPES = {
    "full-width digits": ("１２/１４/２６", "12/14/26"),
    "mathematical bold": ("𝟏𝟐/𝟏𝟒/𝟐𝟔", "12/14/26"),
    "mathematical letters": ("𝐃𝐚𝐧𝐚 𝑊𝘩𝙞𝚝𝓁𝕠𝖈𝗄", "Dana Whitlock"),
    "raised letters": ("14ᵗʰ, 1ˢᵗ, 2ⁿᵈ", "14th, 1st, 2nd"),
    "slashes": ("12⁄14∕26", "12/14/26"),
    "joined letters": ("oﬃce ﬁle ﬂag", "office file flag"),
    "Cyrillic in a Latin word": ("Dесеmbеr", "December"),
    "Greek in a Latin word": ("Cοntact", "Contact"),
    "Cyrillic word": ("декабря", "декабря"),
    "Cyrillic letter that looks like none": ("Дana", "Дana"),
    "Greek word": ("Μάιος", "Μάιος"),
    "raised digit": ("m²", "m²"),
    "ordinal of Spanish": ("1º de mayo, 2ª", "1º de mayo, 2ª"),
    "trade mark": ("Acme™", "Acme™"),
    "fraction": ("½", "½"),
    "variation selector": ("1\ufe004 \u2764\ufe0f", "14 \u2764"),
    "supplementary selector": ("1\U000e01004", "14"),
    "tags": ("out\U000e0020\U000e006e\U000e006f\U000e0074", "out"),
    "isolates": ("12/\u206614\u2069/26", "12/14/26"),
    "word joiner": ("12\u2060/14", "12/14"),
    "filler": ("out\u3164until", "out until"),
    "line separator": ("one\u2028two\u2029three\x0bfour\x85five", "one\ntwo\nthree\nfour\nfive"),
}


@pytest.mark.parametrize("case", SHAPES)
def test_characters_are_read_as_people_see_them(case: str) -> None:
    """Letters and digits of other shapes are read as those they look like, and invisible characters are not there."""
    written, shown = SHAPES[case]
    assert Visible.plain(written).text == shown


@pytest.mark.parametrize("case", SHAPES)
def test_each_character_leads_back_to_its_own(case: str) -> None:
    """What stands for a character of another shape leads back to that one character of the source."""
    written, _ = SHAPES[case]
    visible = Visible.plain(f"a{written}z")
    assert visible.source_spans(0, 1) == [Span(0, 1)]
    end = len(visible.text)
    assert visible.source_spans(end - 1, end) == [Span(len(written) + 1, len(written) + 2)]
    for at in range(1, end - 1):
        (span,) = visible.source_spans(at, at + 1)
        assert 0 < span.end - span.start <= 1


FORCED = {
    "a number": ("call \u202e1610-555-318\u202c now", "call   now"),
    "a date": ("until \u202e62/41/21\u202c.", "until  ."),
    "words": ("\u202erofA\u202c b", "  b"),
    "to the end of the line": ("a \u202e62/41/21\nb", "a  \nb"),
    "to the end of the text": ("a \u202e62/41/21", "a  "),
    "one inside another": ("a \u202e1\u202a2\u202c3\u202c b", "a   b"),
}


@pytest.mark.parametrize("case", FORCED)
def test_what_is_forced_right_to_left_is_not_read(case: str) -> None:
    """Letters and digits that a direction mark turns round give no date and no number, and it is said that they were not read."""
    written, shown = FORCED[case]
    visible = Visible.plain(written)
    assert visible.text == shown
    assert [doubt.message for doubt in visible.doubts] == [REVERSED]


@pytest.mark.parametrize(
    "written",
    [
        "\u202eשלום\u202c is out until 12/14/26",
        "\u202d12/14/26\u202c",
        "Dana\u200f is out",
        "12/14/26\u200f",
        "a \u202c b",
        "\u202e\u202c12/14/26",
    ],
)
def test_directions_that_change_nothing_are_no_doubt(written: str) -> None:
    """Marks around Hebrew, from left to right, or beside a number leave a text as it is written."""
    visible = Visible.plain(written)
    assert visible.doubts == ()
    assert visible.text == "".join(char for char in written if char not in "\u202e\u202d\u202c\u200f")


@pytest.mark.parametrize("written", ["813-555\u200f-0161", "12/\u061c14/26", "12\u202b/14\u202c/26"])
def test_a_mark_inside_a_number_is_a_doubt(written: str) -> None:
    """A right-to-left mark inside a number moves its parts, so nobody can know what people read."""
    assert [doubt.message for doubt in Visible.plain(written).doubts] == [REVERSED]


def test_doubts_stay_with_their_text() -> None:
    """Of a part of a text only its own doubts are kept, at their places there."""
    visible = Visible.plain("one two \u202e21\u202c three")
    assert visible.doubts == (Doubt(8, REVERSED),)
    assert visible.keep([Span(4, len(visible.text))]).doubts == (Doubt(4, REVERSED),)
    assert visible.keep([Span(0, 7)]).doubts == ()
    assert visible.without([Span(4, 11)]).doubts == ()


@pytest.mark.parametrize("written", ["\u2066\u2069", "\U000e0041", "\u2800\u2800", "\u0301", " \u200b\n"])
def test_a_text_that_shows_nothing_is_refused(written: str, refusal: Callable[..., str]) -> None:
    """A file of characters that nobody sees is not passed as clean."""
    assert "nothing" in refusal(written, "reply.txt") or "empty" in refusal(written, "reply.txt")


def test_a_doubt_makes_a_message_unchecked(tmp_path, monkeypatch) -> None:
    """A message of which something could not be known exits with 2 and a sentence that says what to do."""
    from cli.given import run

    monkeypatch.chdir(tmp_path)
    (tmp_path / "reply.txt").write_text("I am out until \u202e62/41/21\u202c.", encoding="utf-8")
    (tmp_path / "reply.html").write_text("<p>I am out.</p><noscript>until 12/14/26</noscript>", encoding="utf-8")
    for name, word in (("reply.txt", "right to left"), ("reply.html", "noscript")):
        done = run("check", name, "--no-config")
        assert done.exit_code == 2
        assert word in done.output + done.stderr


def test_letters_of_other_shapes_are_corrected_in_their_place(read: Callable[..., list[Loaded]]) -> None:
    """An edit of a full-width number replaces its own characters and no others."""
    from editing import edited
    from replylint.model import Edit

    (loaded,) = read("Call ８１３-555-0161 now.", "reply.txt")
    assert not isinstance(loaded, Unchecked)
    document: Document = loaded.documents[0]
    start = document.text.index("813")
    assert edited(document, Edit(start, start + 3, "814")) == "Call 814-555-0161 now."
