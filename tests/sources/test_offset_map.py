"""Every visible character of an HTML text leads back to what it stands for, and edits change only what they mean."""

from __future__ import annotations

import html
import re
import unicodedata
from itertools import pairwise
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editing import edited
from replylint.fix.edits import Correction, apply, change_of, compatible, edits_of
from replylint.model import Diagnostic, Document, Edit, Severity
from replylint.sources.again import with_content
from replylint.sources.html import read_html
from replylint.tables import INVISIBLE, shapes
from replylint.visible import Visible

ENTITIES = [
    "&amp;",
    "&lt;",
    "&gt;",
    "&quot;",
    "&nbsp;",
    "&eacute;",
    "&rsquo;",
    "&copy ",
    "&#233;",
    "&#xE9;",
    "&#8217;",
    "&#x1F600;",
    "&#x301;",
    "&shy;",
    "&zwj;",
    "&#32;",
    "&#10;",
    "&#0;",
    "&#xD800;",
    "&unknown;",
    "&;",
]
TAGS = [
    "<b>",
    "</b>",
    "<i>",
    "</i>",
    '<span style="color:red">',
    "</span>",
    '<a href="http://www.example.com/?a=1&amp;b=2">',
    "</a>",
    "<br>",
    "<br/>",
    "<BR >",
    "<p>",
    "</p>",
    "<div>",
    "</div>",
    "<table><tr><td>",
    "<td>",
    "</td>",
    "<tr>",
    "</table>",
    "<ul>",
    "<ol>",
    "<li>",
    "</ul>",
    "</ol>",
    "<pre>",
    "</pre>",
    "<h1>",
    "<hr>",
    '<img src="cid:seal.png" alt="a > b">',
    '<p style="display:none">hidden</p>',
    "<script>if (a < b && c > d) { x('<p>') }</script>",
    "<style>p > b { color: red }</style>",
    "<!-- a > b <p> -->",
    "<!--[if mso]><p>only Outlook</p><![endif]-->",
    "<![if !mso]>",
    "<![endif]>",
    "<o:p>&nbsp;</o:p>",
]
SPACES = " \t\r\n\f"
CHARACTERS = st.one_of(
    st.sampled_from(SPACES + "abcXYZ019.,;:-'\"()\u00a0\u2003\u200b\u00ad\ufeffé\u0301\u0323ñ€—’😀𝒜漢字ＡÅ\u212b"),
    st.characters(exclude_categories=["Cs"], exclude_characters="<>&"),
)
SOUP = st.lists(
    st.one_of(st.text(CHARACTERS, max_size=8), st.sampled_from(ENTITIES), st.sampled_from(TAGS)), max_size=30
).map("".join)


def seen(written: str) -> str:
    """Return what people see of characters: invisible ones dropped, others for the letters they look like, composed."""
    characters = list(written)
    for index, shape in shapes(written):
        characters[index] = shape
    return unicodedata.normalize("NFC", "".join(characters))


def stands_for(written: str, shown: str) -> bool:
    """Say whether a reader who is given `written` in HTML sees `shown`."""
    if not written:  # the beginning or end of a block, a cell, a list item
        return shown in ("\n", "\n\n", "\t") or re.fullmatch(r"• |\d+\. ", shown) is not None
    if not written.strip(SPACES):
        return shown == " " or shown == written.replace("\r\n", "\n").replace("\r", "\n")
    if written.startswith("<"):
        return shown == "\n" and written.lower().startswith("<br")
    if written.startswith("&"):
        decoded = html.unescape(written)
        if decoded in SPACES:
            return shown in (" ", decoded)  # as it is in preformatted text
        return shown == seen(decoded)
    return shown == seen(written)


@given(SOUP)
def test_every_character_leads_back_to_what_it_stands_for(content: str) -> None:
    """The runs cover the visible text without gap, their sources follow one another, and each decodes to its run."""
    visible = read_html(content).visible
    at = source_at = 0
    for run in visible.runs:
        written, shown = content[run.source_start : run.source_end], visible.text[run.start : run.end]
        assert run.start == at
        assert run.end > run.start
        assert source_at <= run.source_start <= run.source_end
        if run.verbatim:
            assert written == shown
        else:
            assert stands_for(written, shown), (written, shown)
        at, source_at = run.end, run.source_end
    assert at == len(visible.text)


@given(SOUP, st.data())
def test_places_and_stretches_agree_with_the_runs(content: str, data: st.DataObject) -> None:
    """For any stretch of visible text the stretches of source are in order, apart, and begin where its first character is."""
    visible = read_html(content).visible
    if not visible.text:
        assert visible.source_offset(0) == 0
        return
    start = data.draw(st.integers(0, len(visible.text) - 1))
    end = data.draw(st.integers(start + 1, len(visible.text)))
    spans = visible.source_spans(start, end)
    assert spans[0].start == visible.source_offset(start)
    assert all(one.end < other.start for one, other in pairwise(spans))
    single = [span for at in range(start, end) for span in visible.source_spans(at, at + 1)]
    assert spans[0].start == single[0].start
    assert spans[-1].end == single[-1].end


LINE_ENDS = ("\r", "\r\n", "\v", "\f", "\x85", "\u2028", "\u2029")


@given(st.text(CHARACTERS, max_size=60))
def test_plain_text_leads_back_to_itself(content: str) -> None:
    """Plain text is seen without invisible characters, composed, with one kind of line end, and each run leads back to its own."""
    visible = Visible.plain(content)
    at = 0
    for run in visible.runs:
        assert at <= run.source_start < run.source_end
        written = content[run.source_start : run.source_end]
        shown = visible.text[run.start : run.end]
        assert shown == ("\n" if written in LINE_ENDS else seen(written))
        at = run.source_end
    assert not set(visible.text) & {"\r", *INVISIBLE}


# Pages of which we know what a reader sees


class Made(NamedTuple):
    """A piece of HTML and what a reader sees of it."""

    written: str
    shown: str


LETTERS = "abcdefgXYZ019.,;:!?'\"()-/@éñ€—’😀𐍈漢"
WORDS = st.text(LETTERS, min_size=1, max_size=6)
PIECES = st.one_of(
    WORDS.map(lambda word: Made(word, word)),
    st.sampled_from(["&amp;", "&lt;", "&nbsp;", "&eacute;", "&#8217;", "&#x1F600;", "&quot;"]).map(
        lambda name: Made(name, html.unescape(name))
    ),
)
GAPS = st.sampled_from(
    [
        Made(" ", " "),
        Made("\n", " "),
        Made(" \t\r\n  ", " "),
        Made("", ""),
        Made("<!-- a > b -->", ""),
        Made("<wbr>", ""),
        Made("&shy;", ""),
        Made("\u200b", ""),
        Made("<script>if (a < b) {}</script>", ""),
        Made("<!--[if mso]><p>only Outlook</p><![endif]-->", ""),
    ]
)
WRAPS = st.sampled_from(
    [
        ("<b>", "</b>"),
        ("<span style='font-family:Calibri'>", "</span>"),
        ('<a href="http://www.example.com/">', "</a>"),
        ("<i><u>", "</i>"),
        ("<font size=2>", ""),
        ("<![if !mso]>", "<![endif]>"),
    ]
)


def row(pieces: list[Made]) -> Made:
    """Put pieces together."""
    return Made("".join(piece.written for piece in pieces), "".join(piece.shown for piece in pieces))


def spaced(parts: tuple[list[Made], list[Made]]) -> Made:
    """Put words together with what is between them."""
    words, gaps = parts
    pieces = [words[0]]
    for word, gap in zip(words[1:], gaps, strict=False):
        pieces += [gap, word]
    return row(pieces)


def wrapped(parts: tuple[tuple[str, str], Made]) -> Made:
    """Put a tag around a piece."""
    (before, after), inside = parts
    return Made(before + inside.written + after, inside.shown)


def lines_of(inner: st.SearchStrategy[Made]) -> st.SearchStrategy[Made]:
    """Return a few words with gaps between."""
    return st.tuples(st.lists(inner, min_size=1, max_size=3), st.lists(GAPS, min_size=2, max_size=2)).map(spaced)


LINES = lines_of(st.recursive(PIECES, lambda inner: st.tuples(WRAPS, lines_of(inner)).map(wrapped), max_leaves=6))
PARAGRAPHS = st.lists(LINES, min_size=1, max_size=2).map(
    lambda lines: Made(
        "<p class=text>" + "<br>".join(line.written for line in lines) + "</p>\r\n",
        "\n".join(line.shown for line in lines),
    )
)
PAGES = st.lists(PARAGRAPHS, min_size=1, max_size=2).map(
    lambda blocks: Made(
        "<html><head><title>no</title><style>p { color: red }</style></head>\n<body>"
        + "".join(block.written for block in blocks)
        + "</body></html>\n",
        "\n\n".join(block.shown for block in blocks),
    )
)


def page(content: str) -> Document:
    """Return HTML as a document, nothing of it left out."""
    return Document("text", read_html(content).visible, content, markup=True)


@given(PAGES)
def test_a_page_is_read_as_it_was_made(made: Made) -> None:
    """What is read of a page is the text that was put into it: entities decoded, white space collapsed, the unseen left out."""
    assert read_html(made.written).visible.text == made.shown


@given(PAGES, st.data())
def test_a_replaced_stretch_is_replaced_and_nothing_else(made: Made, data: st.DataObject) -> None:
    """Replacing words of a page gives exactly the text with these words replaced; tags and everything outside stay as they were."""
    document = page(made.written)
    inside = [at for at, char in enumerate(made.shown) if char not in " \n"]
    start = data.draw(st.sampled_from(inside))
    stop = made.shown.find("\n\n", start)  # an edit of words does not reach from one paragraph into the next
    end = data.draw(st.sampled_from([at + 1 for at in inside if start <= at and (stop < 0 or at < stop)]))
    text = data.draw(st.text(LETTERS + "<>&", min_size=1, max_size=8))
    changed = edited(document, Edit(start, end, text))
    assert read_html(changed).visible.text == made.shown[:start] + text + made.shown[end:]
    spans = document.visible.source_spans(start, end)
    assert changed.startswith(made.written[: spans[0].start])
    assert changed.endswith(made.written[spans[-1].end :])
    tags = re.compile(r"<(?!br)[/!\w][^>]*>")
    assert tags.findall(changed) == tags.findall(made.written)


@given(PAGES, st.text(LETTERS + "<>&", min_size=1, max_size=8))
def test_text_put_at_the_end_of_a_page_stands_there(made: Made, text: str) -> None:
    """What is added after the last character is seen after it, and no character of the source is lost."""
    changed = edited(page(made.written), Edit(len(made.shown), len(made.shown), text))
    assert read_html(changed).visible.text == made.shown + text
    assert len(changed) == len(made.written) + len(html.escape(text, quote=False))


@given(PAGES, WORDS)
def test_a_document_is_read_again_after_an_edit(made: Made, word: str) -> None:
    """The document made of edited content is the document that reading the content anew gives."""
    changed = edited(page(made.written), Edit(0, 1, word))
    again = with_content(page(made.written), changed)
    assert again.content == changed
    assert again.text == word + made.shown[1:]
    assert again.markup


EDITS = {
    "a word after a bare ampersand": ("<p>Parks&Recration is out.</p>", "Recration", "Recreation"),
    "a letter after a bare ampersand": ("<p>The R&D desk</p>", "D", "E"),
    "digits after an entity without a semicolon": ("<p>&copy2025 City</p>", "2025", "2026"),
    "a phone number after an entity without a semicolon": ("<p>Call&nbsp813-555-0142 now</p>", "0142", "0143"),
    "words over a white space that stands half in a tag": ("<p>Call <b> Dana</b>.</p>", "Call Dana", "Write"),
    "words over two tags": ("<p>Call <b>Da</b><i>na</i> now</p>", "Dana", "Ana"),
    "words over a line break": ("<p>Call<br>Dana</p>", "Call\nDana", "Write"),
    "words over a line break that stands at the end of a line": ("<p>Call<br>\nDana.</p>", "Call\nDana", "Write"),
    "words over a line break and the indent of the next line": ("<p>(Call<br>\n   Dana)</p>", "Call\nDana", "Write"),
    "words up to a line break that stands at the end of a line": ("<p>Call<br>\nDana.</p>", "Call\n", "Write "),
    "one of two equal words": ("<p><b>out</b> and not <b>out</b></p>", "out", "in"),
    "a word in an item of a list": ("<ul><li>One<li>Two</ul>", "Two", "Three"),
    "a word in a cell": ("<table><tr><td>Phone<td>813-555-0142</table>", "813-555-0142", "813-555-0143"),
    "words in preformatted text": ("<pre>one  two\n three</pre>", "two\n three", "2"),
    "a character of two code points": ("<p>Jose\u0301 is out</p>", "é", "e"),
    "a character with an invisible one beside it": ("<p>of\u00adfi\u00adce</p>", "office", "desk"),
}


@pytest.mark.parametrize("case", EDITS)
def test_an_edit_changes_only_the_words_it_means(case: str) -> None:
    """An edit of one stretch leaves all other visible characters as they are, in HTML as people and programs write it."""
    content, old, new = EDITS[case]
    document = page(content)
    start = document.text.index(old)
    changed = edited(document, Edit(start, start + len(old), new))
    assert read_html(changed).visible.text == document.text[:start] + new + document.text[start + len(old) :]


INSERTIONS = {
    "after a word in bold that ends with a space": ("<b>Dana </b>Whitlock", 4, ","),
    "after a link": ('Write to <a href="mailto:dana@city.example">Dana</a> today', 13, " Whitlock"),
    "before a word after a line break": ("Dana<br>City", 5, "Clerk\n"),
    "before the first word of a second paragraph": ("<p>Dana</p><p>City</p>", 6, "The "),
    "a line before a paragraph": ("<p>Dana</p><p>City</p>", 6, "Clerk\n"),
    "a line before a line that is a block": ("<div>Dana</div><div>City</div>", 5, "Clerk\n"),
    "a line after a line that is a block": ("<div>Dana</div><div>City</div>", 4, "\nClerk"),
    "before the word of a second cell": ("<table><tr><td>Phone</td><td>0142</td></tr></table>", 6, "555-"),
    "before the word of a list item": ("<ul><li>One</li><li>Two</li></ul>", 8, "No. "),
    "before everything": ("<style>p{}</style><p>Dana</p>", 0, "Hello "),
}


@pytest.mark.parametrize("case", INSERTIONS)
def test_an_insertion_is_seen_where_it_was_meant(case: str) -> None:
    """Text put in between two visible characters is seen between these two."""
    content, at, text = INSERTIONS[case]
    document = page(content)
    changed = edited(document, Edit(at, at, text))
    assert read_html(changed).visible.text == document.text[:at] + text + document.text[at:]


def test_corrections_that_meet_are_made_one_at_a_time() -> None:
    """Of two corrections that overlap only the first is made, and its edits are made together."""
    document = page("<p>one two three</p>")
    given = [[Edit(0, 3, "1"), Edit(8, 13, "3")], [Edit(4, 7, "2"), Edit(8, 13, "III")]]
    found = Diagnostic("a.rule", Severity.ERROR, "", "reply.html", "", "text", None, "", None, None, None)
    corrections = [Correction(found, tuple(change_of(document, edit) for edit in edits)) for edits in given]
    kept = compatible(corrections)
    assert kept == corrections[:1]
    assert apply(document.content, edits_of(kept)) == "<p>1 two 3</p>"


def test_words_come_before_a_new_line_at_one_place() -> None:
    """Words and a line that are put in at one place come in this order, whichever correction was made first."""
    document = page("<p>Dana</p>")
    found = Diagnostic("a.rule", Severity.ERROR, "", "reply.html", "", "text", None, "", None, None, None)
    line, words = (Correction(found, (change_of(document, Edit(4, 4, text)),)) for text in ("\nClerk", " Whitlock"))
    for made in ([line, words], [words, line]):
        assert compatible(made) == made
        assert apply(document.content, edits_of(made)) == "<p>Dana Whitlock<br>Clerk</p>"
