"""Pictures made of characters are found, and what people read is never taken for one."""

from __future__ import annotations

import pytest

from editing import corrected
from replylint.facts.graphics import ornaments_in

READABLE = {
    "spans of dates": "12/14 - 12/18\n12/21 - 12/23\n(12/28) - (12/31)",
    "dates in brackets and bars": "| (12/14) - (12/15) |\n| (12/16) - (12/17) |\n| (12/21) - (12/22) |",
    "dates in dashes": "--- --- 12/14/26 - 12/18/26 --- ---\n~~~ (12/21/26) ~~~\n*** _ (12/24/26) _ ***",
    "hours": "8:00 - 12:00 | (1:00 - 5:00)\n8:00 - 11:00 | (1:00 - 4:00)",
    "phone numbers": "(813) 555-0142 / (813) 555-0143\n(813) 555-0144 / (813) 555-0145\n|813.555.0146| (813.555.0147)",
    "one digit": "( 1 ) - ( 3 ) / ( 5 )\n( 2 ) - ( 4 ) / ( 6 )",
    "a table": "| Mon | (a.m.) | `--` |\n|_____|________|______|\n| Tue | (p.m.) | `--` |",
    "blanks of a form": "__/__/____ - __/__/____\n(___) ___-____ / (___) ___-____",
    "check boxes": "( ) Mon / ( ) Tue / ( ) Wed\n( ) Thu / ( ) Fri / ( ) Sat",
    "addresses": "<ann@example.com> / <bo@example.com>\n<https://example.com/a_(b)/> | <https://example.com/c_(d)/>",
    "words": "\\o/ Merry days to all (and to you) \\o/\n~*~ (see `you`) in the (new) year ~*~ |",
    "short words": "(up) / (to) / (us) | `ok`\n(we) / (go) / (on) | `no`",
    "rules of dashes": "-----------------\n=================\n~~~~~~~~~~~~~~~~~",
}

PICTURES = {
    "a cow": "\\   ^__^\n \\  (oo)\\_______\n    (__)\\       )\\/\\\n        ||----w |\n        ||     ||",
    "a cat": " /\\_/\\\n( o.o )\n > ^ <",
    "a fish": "  /`·.¸\n /¸...¸`:·\n(_\\/_\\|_/)\n\\_|_/`|\\_",
    "a tree": "   /\\\n  /`'\\\n /_/\\_\\\n   ||",
    "a banner": " _  _ (_)\n| || | _ \n| __ || |\n|_||_||_|`",
}


@pytest.mark.parametrize("lines", READABLE.values(), ids=READABLE)
def test_what_people_read_is_no_ornament(lines: str) -> None:
    """Lines with numbers, dates, addresses or words, and blanks to fill in, are not pictures."""
    assert ornaments_in(f"I am out of the office.\n\n{lines}\n\nThank you,") == []


@pytest.mark.parametrize("lines", READABLE.values(), ids=READABLE)
def test_what_people_read_stays(lines: str) -> None:
    """A correction leaves every line with numbers, dates, addresses or words where it is."""
    text = f"I am out of the office from 12/14/26 to 12/31/26.\n\n{lines}\n\nThank you,\n\nDana Whitlock\nClerk\n"
    after = corrected(text)
    assert all(line.strip(" ~*-_") in after for line in lines.split("\n"))


@pytest.mark.parametrize("rows", PICTURES.values(), ids=PICTURES)
def test_pictures_made_of_characters_are_found(rows: str) -> None:
    """Rows drawn with slashes, bars and brackets are a picture."""
    assert len(ornaments_in(f"Thank you,\n\n{rows}\n\nDana Whitlock")) >= 2


def test_a_picture_beside_an_address_is_found_without_it() -> None:
    """Where words stand to the right of a picture only its rows are taken."""
    text = " / _` |    Dana Whitlock\n| (_| |    Clerk\n \\__,_|    City of Plant City, Florida"
    assert [text[start:end] for start, end in ornaments_in(text)] == ["/ _` |", "| (_| |", "\\__,_|"]


def test_words_beside_many_emoji_stay() -> None:
    """A row of emoji is cut out of its line, and the line stays."""
    text = "I am out until 12/18/26. " + "🎄" * 12 + " Merry days!\n"
    after = corrected(text)
    assert "🎄" not in after
    assert "12/18/26." in after
    assert "Merry days!" in after
