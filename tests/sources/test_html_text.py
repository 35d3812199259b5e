"""What a reader sees of HTML: the text of pages as mail programs and people write them, and as they break them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup, Comment
from hypothesis import given
from hypothesis import strategies as st

from replylint.model import Document, Unchecked
from replylint.sources import Loaded
from replylint.sources.html import read_html

SEEN = {
    # entities
    "named and numeric references": ("Caf&eacute; &#8212; &#x1F600; &lt;b&gt;", "Café — 😀 <b>"),
    "reference of a reference": ("&amp;lt;", "&lt;"),
    "no-break space": ("a&nbsp;b", "a\u00a0b"),
    "Windows character by number": ("it&#146;s", "it’s"),
    "reference without a semicolon": ("AT&ampT x", "AT&T x"),
    "bare ampersand": ("Parks & Recreation, R&D, a&b=c", "Parks & Recreation, R&D, a&b=c"),
    "bare ampersand at the very end": ("Research and R&D", "Research and R&D"),
    "reference at the very end": ("Parks &amp", "Parks &"),
    "reference to nothing": ("a&#1;b", "ab"),
    "unknown reference": ("a&xyz;b", "a&xyz;b"),
    # white space
    "white space collapses": (" a \r\n\t b\n", "a b"),
    "white space over tags collapses": ("a <b> b</b> <i> c</i>", "a b c"),
    "white space in preformatted text stays": ("<pre>a  b\r\n c</pre>", "a  b\n c"),
    "line end by reference in preformatted text": ("<pre>a&#10;b</pre>", "a\nb"),
    "white space kept by style": ('<div style="white-space:pre-wrap">a  b\nc</div>', "a  b\nc"),
    "soft hyphen and zero width": ("of&shy;fi\u200bce", "office"),
    # blocks
    "line break": ("a<br>b<BR/>c", "a\nb\nc"),
    "two line breaks": ("a<br><br>b", "a\n\nb"),
    "divisions are lines": ("<div>a</div><div>b</div>", "a\nb"),
    "paragraphs": ("<p>a</p><p>b</p>", "a\n\nb"),
    "paragraphs not closed": ("<p>a<p>b", "a\n\nb"),
    "paragraph not closed before a list": ("<p>a<ul><li>b<li>c</ul>d", "a\n\n• b\n• c\n\nd"),
    "numbered list": ("<ol><li>a<li>b</ol>", "1. a\n2. b"),
    "list inside a list": ("<ul><li>a<ol><li>b</ol><li>c</ul>", "• a\n\n1. b\n\n• c"),
    "table": ("<table><tr><td>a<td>b<tr><td>c</table>d", "a\tb\nc\n\nd"),
    "table in Word's manner": ("<table><tr><td><p>a</p></td><td><p>b</p></td></tr></table>", "a\tb"),
    "heading": ("<h1>a</h1>b", "a\n\nb"),
    "Word's empty paragraph": (
        "<p>a</p><p class=MsoNormal><o:p>&nbsp;</o:p></p><p>b</p>",
        "a\n\n\u00a0\n\nb",
    ),
    # the unseen
    "script, style and title": ("<title>t</title><style>a{}</style><script>'<p>x'</script>b", "b"),
    "comment": ("a<!-- <p>x - > y -->b", "ab"),
    "empty comment": ("a<!---->b", "ab"),
    "only Outlook": ("a<!--[if mso]>b<![endif]-->c", "ac"),
    "not Outlook, revealed": ("a<!--[if !mso]><!-->b<!--<![endif]-->c", "abc"),
    "not Outlook, in the open": ("a<![if !mso]>b<![endif]>c", "abc"),
    "lists as Word writes them": ("<![if !supportLists]>1. <![endif]>a", "1. a"),
    "hidden by style": ("a<span style='display: none !important'>b</span>c", "ac"),
    "hidden with its children": ("<div style=display:none>a<p>b</p></div>c", "c"),
    "hidden by attribute": ("a<span hidden>b</span>c", "ac"),
    "hidden from Outlook alone": ("a<span style='mso-hide:all'>b</span>c", "abc"),
    "no height and no room": ("<p>a</p><div style='height:0;overflow:hidden'>b</div><p>c</p>", "a\n\nc"),
    "no height, but room below": ("a<div style='height:0;padding-bottom:2em;overflow:hidden'>b</div>c", "a\nb\nc"),
    "letters of no size": ("a<span style='font-size:0px'>b</span>c", "ac"),
    "small letters are seen": ("a<span style='font-size:0.8em'>b</span>c", "abc"),
    "declaration": ("<?xml version='1.0'?><!DOCTYPE html><html><body>a</body></html>", "a"),
    "head not closed": ("<html><head><meta charset=utf-8><title>t</title><body>a</body></html>", "a"),
    "neither head nor body closed": ("<html><head><title>t</title><p>a", "a"),
    # broken
    "less than and greater than in text": ("1 < 2, 3 > 2, x <3", "1 < 2, 3 > 2, x <3"),
    "tags that cross": ("<b>a<i>b</b>c</i>d", "abcd"),
    "tag that was never opened": ("a</b></div></table>b", "ab"),
    "tags that are never closed": ("<div><table><tr><td><b>a", "a"),
    "attribute with a greater-than sign": ('<img alt="a > b" src="x.png">c', "c"),
    "attributes without quotes or values": ("<p class=a id hidden2 data-x=1>b", "b"),
    "attribute given twice": ('<p style="color:red" style="display:none">a', "a"),
    "unknown tag": ("<center><foo:bar>a</foo:bar></center>", "a"),
    "marked section": ("a<![CDATA[ b ]]>c", "ac"),
    "marked section that is none": ("a<![ b ]>c", "ac"),
    "marked section with a wrong name": ("a<![CDATAx[ b ]]>c", "ac"),
    "text beyond the page": ("<html><body>a</body></html>b", "ab"),
}


@pytest.mark.parametrize("case", SEEN)
def test_what_a_reader_sees(case: str) -> None:
    """The visible text of a page is what a browser shows of it, blocks as lines."""
    content, expected = SEEN[case]
    assert read_html(content).visible.text == expected


NAMES = st.sampled_from(["b", "i", "u", "span", "a", "font", "em", "div", "p", "td", "center", "x:y"])
TEXTS = st.text("abc XYZ\n\t.,é€😀—", max_size=8)
TREES = st.recursive(
    TEXTS,
    lambda inner: st.tuples(NAMES, st.lists(inner, max_size=4)).map(
        lambda pair: f"<{pair[0]}>{''.join(pair[1])}</{pair[0]}>"
    ),
    max_leaves=20,
)


@given(TREES)
def test_words_are_those_that_beautiful_soup_finds(content: str) -> None:
    """White space aside, the visible text has the characters that Beautiful Soup finds in the page."""
    soup = BeautifulSoup(content, "html.parser")
    theirs = "".join(str(piece) for piece in soup.find_all(string=True) if not isinstance(piece, Comment))
    assert "".join(read_html(content).visible.text.split()) == "".join(theirs.split())


PROGRAMS = {
    "Outlook": (
        (
            '<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">\r\n<head>\r\n'
            '<meta http-equiv=Content-Type content="text/html; charset=utf-8">\r\n'
            "<style><!--\r\n/* Font Definitions */\r\n@font-face\r\n\t{font-family:Calibri;}\r\np.MsoNormal\r\n\t{margin:0in;}\r\n--></style>\r\n"
            '<!--[if gte mso 9]><xml>\r\n<o:shapedefaults v:ext="edit" spidmax="1026" />\r\n</xml><![endif]--></head>\r\n'
            '<body lang=EN-US link="#0563C1" vlink="#954F72" style=\'word-wrap:break-word\'><div class=WordSection1>\r\n'
            "<p class=MsoNormal>I am out of the office\r\nuntil June 5.<o:p></o:p></p>\r\n<p class=MsoNormal><o:p>&nbsp;</o:p></p>\r\n"
            "<p class=MsoNormal><b><span style='color:#1F497D'>Dana Whitlock<o:p></o:p></span></b></p></div></body></html>"
        ),
        ["I am out of the office until June 5.", "Dana Whitlock"],
    ),
    "Outlook on the web": (
        (
            '<html><head><meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1"><style type="text/css" style="display:none;">'
            ' P {margin-top:0;margin-bottom:0;} </style></head><body dir="ltr"><div class="elementToProof" style="font-size: 12pt;">'
            "I am out of the office until June 5.</div><div class=elementToProof><br></div><div>Dana Whitlock</div></body></html>"
        ),
        ["I am out of the office until June 5.", "Dana Whitlock"],
    ),
    "Gmail": (
        (
            '<div dir="ltr">I am out of the office until June&nbsp;5.<div><br></div><div>-- <br></div><div dir="ltr" class="gmail_signature"'
            ' data-smartmail="gmail_signature"><div dir="ltr">Dana Whitlock<br></div></div></div>'
        ),
        ["I am out of the office until June\u00a05.", "--", "Dana Whitlock"],
    ),
    "Apple Mail": (
        (
            '<html><head><meta http-equiv="content-type" content="text/html; charset=us-ascii"></head><body style="overflow-wrap: break-word;'
            ' -webkit-nbsp-mode: space; line-break: after-white-space;">I am out of the office until June 5.<br><br>'
            '<div dir="ltr">Dana Whitlock</div></body></html>'
        ),
        ["I am out of the office until June 5.", "Dana Whitlock"],
    ),
}


@pytest.mark.parametrize("program", PROGRAMS)
def test_messages_as_mail_programs_write_them(program: str) -> None:
    """The lines of a message are read alike, whichever mail program wrote it."""
    content, lines = PROGRAMS[program]
    text = read_html(content).visible.text
    assert [line.strip() for line in text.split("\n") if line.strip()] == lines


def test_a_page_in_a_mail_with_an_open_head_is_read(document: Callable[..., Document]) -> None:
    """`</head>` may be left out by the standard of HTML: the body of such a message is judged, not an empty text."""
    mail = "From: Dana <dana@city.example>\nSubject: x\nContent-Type: text/html; charset=utf-8\n\n"
    assert document(mail + "<html><head><meta charset=utf-8><body>I am out.</body></html>").text == "I am out."


def test_a_broken_page_is_no_crash(read: Callable[..., list[Loaded]]) -> None:
    """A page that the parser cannot take is read as well as can be, or refused in words."""
    for content in ("<![ x ]>I am out.", "<![CDATAx[ y ]]>I am out.", "<!ELEMENT x>I am out.", "<!-- I am out."):
        for loaded in read(content, "reply.html"):
            assert isinstance(loaded, Unchecked) or "I am out." in loaded.documents[0].text


def test_a_page_that_shows_nothing_is_refused(refusal: Callable[..., str]) -> None:
    """A page without anything to see is not passed as clean."""
    assert "nothing" in refusal(
        "<html><head><title>I am out.</title></head><body><p>&nbsp;</p></body></html>", "a.html"
    )


@pytest.mark.parametrize(
    ("paragraph", "between"),
    [
        ('<p class="MsoNormal">{}</p>', "\n"),
        ("<p class=x_MsoNoSpacing>{}</p>", "\n"),
        ('<p style="margin:0in;margin-bottom:.0001pt">{}</p>', "\n"),
        ('<p style="margin-top:0; margin-bottom:0">{}</p>', "\n"),
        ('<p style="margin:0 0 12px">{}</p>', "\n\n"),
        ('<p class="MsoListParagraph">{}</p>', "\n\n"),
    ],
)
def test_paragraphs_without_space_between_them_are_lines(paragraph: str, between: str) -> None:
    """Outlook writes each line of a signature as a paragraph of its own, without space between: a reader sees lines, not paragraphs."""
    page = "".join(map(paragraph.format, ("Dana Whitlock", "Permit Technician")))
    assert read_html(page).visible.text == f"Dana Whitlock{between}Permit Technician"
