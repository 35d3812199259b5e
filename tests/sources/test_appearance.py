"""Pictures, backgrounds, colours and links of a page, as the readers of Outlook, Gmail and Apple Mail see them."""

from __future__ import annotations

import base64

import pytest

from replylint.model import Picture
from replylint.sources.html import Page, read_html
from replylint.visible import Span

COLOR, PICTURE, GRADIENT, OUTLOOK = (
    "a background color",
    "a background picture",
    "a color gradient",
    "a background that Outlook shows",
)
VML = '<v:background xmlns:v="urn:schemas-microsoft-com:vml" fill="t"><v:fill type="tile" src="paper.png" color="#7bceeb"/></v:background>'


def without(content: str, spans: tuple[Span, ...]) -> str:
    """Return a source without some of its stretches."""
    for start, end in reversed(spans):
        content = content[:start] + content[end:]
    return content


def drawn(content: str) -> list[str]:
    """Return what is drawn behind the text."""
    return [background.what for background in read_html(content).backgrounds]


BACKGROUNDS = {
    "bgcolor of the body": ("<body bgcolor=yellow><p>x</p></body>", COLOR),
    "bgcolor of a cell": ('<table><tr><td bgcolor="#FFEB9C">x</td></tr></table>', COLOR),
    "bgcolor without a number sign": ('<table bgcolor="FFEB9C"><tr><td>x</td></tr></table>', COLOR),
    "background attribute": ('<body background="cid:paper@city"><p>x</p></body>', PICTURE),
    "background attribute in capitals": ('<BODY BACKGROUND="paper.jpg"><p>x</p></BODY>', PICTURE),
    "style colour": ('<p style="background-color: #FFEB9C">x</p>', COLOR),
    "style colour in capitals and important": ('<p STYLE="BACKGROUND:Yellow !IMPORTANT">x</p>', COLOR),
    "style colour by numbers": ("<p style='background:rgb(255, 235, 156)'>x</p>", COLOR),
    "style colour after another declaration": ("<p style='color:red;background:aqua'>x</p>", COLOR),
    "style without quotes": ("<p style=background:aqua>x</p>", COLOR),
    "style picture": ("<div style=\"background-image:url('paper.png')\">x</div>", PICTURE),
    "style picture and colour": ('<div style="background:#ffffff url(paper.png) repeat">x</div>', PICTURE),
    "style gradient": ('<div style="background:linear-gradient(red, white)">x</div>', GRADIENT),
    "marked as with a marker": ("<span style='background:yellow;mso-highlight:yellow'>x</span>", COLOR),
    "sheet for every paragraph": ("<style>p { background: yellow }</style><p>x</p>", COLOR),
    "sheet for the body": ("<style>body{background-image:url(paper.png)}</style>x", PICTURE),
    "sheet for a class": ("<style>.a b.c{background:red}</style><p class=a><b class='d c'>x</b></p>", COLOR),
    "sheet for one of several": ("<style>h1, p{background:red}</style><p>x</p>", COLOR),
    "sheet in a comment, as Word writes it": (
        "<style><!--\np.MsoNormal\n\t{margin:0in;\n\tbackground:red;}\n--></style><p class=MsoNormal>x",
        COLOR,
    ),
    "sheet for a width of the screen": ("<style>@media (max-width:600px){p{background:red}}</style><p>x</p>", COLOR),
    "VML": (f"<!--[if gte mso 9]>{VML}<![endif]--><p>x</p>", OUTLOOK),
    "VML in the open": ('<v:rect><v:fill type="tile" src="paper.png"/></v:rect><p>x</p>', OUTLOOK),
    "in a part for all but Outlook": ("<!--[if !mso]><!--><p bgcolor=red>x</p><!--<![endif]-->", COLOR),
    "in an open conditional": ("<![if !vml]><p bgcolor=red>x</p><![endif]>", COLOR),
}


@pytest.mark.parametrize("case", BACKGROUNDS)
def test_backgrounds_that_a_reader_sees(case: str) -> None:
    """A colour, picture or gradient behind the text is found once, wherever it is set."""
    content, what = BACKGROUNDS[case]
    assert drawn(content) == [what]


UNSEEN = {
    "white": '<body bgcolor="#FFFFFF" style="background:#fff"><p style="background-color:rgb(255,255,255)">x</p></body>',
    "white by name": "<body bgcolor=white><p style='background:white'>x</p></body>",
    "window": "<p style='background:window'>x</p>",
    "transparent": "<p style='background:transparent'>x</p><p style='background-color:rgba(255,0,0,0)'>y</p>",
    "none": "<p style='background:none;background-image:none'>x</p>",
    "empty": '<td background="">x</td><p style="background:">x</p><p style="background-image:url()">x</p>',
    "comment": '<!-- <p style="background:red"> --><p>x</p>',
    "comment in a sheet": "<style>/* p{background:red} */</style><p>x</p>",
    "unused selector": "<style>.a{background:red} table{background:red}</style><p>x</p>",
    "white sheet": "<style>p{background:#ffffff}</style><p>x</p>",
    "selector of a state": "<style>a:hover{background:red}</style><p>x</p>",
    "page of Word": "<style>@page WordSection1{background:red} @font-face{font-family:Calibri}</style><p>x</p>",
    "Word's namespaces": "<style>v\\:* {behavior:url(#default#VML);} o\\:p{background:red}</style><p>x<o:q></o:q></p>",
    "hidden": "<p style='display:none;background:red'>x</p><p>y</p>",
    "inside the hidden": "<div style='display:none'><p bgcolor=red>x</p></div><p>y</p>",
    "quoted": "<p>x</p><blockquote type=cite style='background:red'><p bgcolor=red>y</p></blockquote>",
    "VML that is off": '<!--[if gte mso 9]><v:rect><v:fill on="false" color="red"/></v:rect><![endif]--><p>x</p>',
    "VML for all but Outlook": f"<!--[if !mso]>{VML}<![endif]--><p>x</p>",
    "the word alone": "<p>Our background: red.</p><p title='background:red'>x</p>",
}


@pytest.mark.parametrize("case", UNSEEN)
def test_backgrounds_that_nobody_sees(case: str) -> None:
    """White, transparent, unused, hidden and quoted backgrounds are none."""
    assert drawn(UNSEEN[case]) == []


@pytest.mark.parametrize("case", [case for case in BACKGROUNDS if "VML" not in case])
def test_a_background_can_be_taken_out(case: str) -> None:
    """The stretch of source that a background is blamed on, taken out, leaves the same text and no background."""
    content, _ = BACKGROUNDS[case]
    page = read_html(content)
    (background,) = page.backgrounds
    assert background.edits
    again = read_html(without(content, background.edits))
    assert again.visible.text == page.visible.text
    # White was declared with the picture and goes with it, so nothing is left in any case.
    assert not again.backgrounds


@pytest.mark.parametrize(
    "selector",
    ["p" + "[a" * 50, "p:" + "not(" * 9000, "* " * 9000, "*:has(", "::", "p:nth-child(99999999999999999999n)", "\\"],
)
def test_selectors_that_cannot_be_understood(selector: str) -> None:
    """A selector that makes no sense draws nothing and stops nothing."""
    assert read_html(f"<style>{selector}{{background:red}}</style><p>x</p>").visible.text == "x"


# Pictures


def pictures(content: str) -> list[Picture]:
    """Return the pictures that a reader sees."""
    return list(read_html(content).pictures)


def test_pictures_with_their_words_and_places() -> None:
    """A picture is known with its source, its alternative text and its place in the visible text and in the source."""
    content = '<p>One</p><p><img src="cid:seal@city" alt="City Seal"></p><p>Two <IMG SRC=two.png></p>'
    one, two = pictures(content)
    assert (one.source, one.alt, one.form) == ("cid:seal@city", "City Seal", "img")
    assert content[one.start : one.end] == '<img src="cid:seal@city" alt="City Seal">'
    assert (two.source, two.alt) == ("two.png", None)
    text = read_html(content).visible.text
    assert (text[: one.at].strip(), text[one.at :].strip()) == ("One", "Two")
    assert text[: two.at].strip() == "One\n\nTwo"


def test_an_empty_alternative_text_is_not_a_missing_one() -> None:
    """`alt=""` says that a picture is decoration; no `alt` says nothing."""
    assert [picture.alt for picture in pictures('<img src=a.png alt=""><img src=b.png alt><img src=c.png>')] == [
        "",
        "",
        None,
    ]


def test_a_picture_inside_its_address() -> None:
    """A picture given as base64 in its address is decoded, and one that is damaged is still a picture."""
    data = b"\x89PNG\r\n\x1a\n"
    (one,) = pictures(f'<img src="data:image/png;base64,{base64.b64encode(data).decode()}">')
    assert one.data == data
    (two,) = pictures('<img src="data:image/png;base64,A">')
    assert two.data is None


PICTURES = {
    "tracking pixel": ('<img src="http://www.example.com/t.gif" width=1 height=1>', 0),
    "tracking pixel by style": ('<img src="t.gif" style="width:1px;height:1px">', 0),
    "spacer": ('<img src="spacer.gif" width="600" height="1">', 0),
    "no source": ("<img alt=x>", 0),
    "hidden": ('<img src="a.png" style="display:none">', 0),
    "inside the hidden": ('<div hidden><img src="a.png"></div>', 0),
    "quoted": ('<p>x</p><div class="gmail_quote">A wrote:<br><img src="a.png"></div>', 0),
    "commented out": ('<!-- <img src="a.png"> -->', 0),
    "full width": ('<img src="a.png" width="100%">', 1),
    "one inch": ('<img src="a.png" style="width:1in;height:1in">', 1),
    "SVG": ("<svg><circle r=4></svg>", 1),
    "VML alone": ('<!--[if gte vml 1]><v:shape><v:imagedata src="image001.png"/></v:shape><![endif]-->x', 1),
    "VML beside its double": (
        '<!--[if gte vml 1]><v:shape><v:imagedata src="image001.png"/></v:shape><![endif]--><![if !vml]><img src="image001.png"><![endif]>',
        1,
    ),
}


@pytest.mark.parametrize("case", PICTURES)
def test_pictures_that_a_reader_sees(case: str) -> None:
    """Pictures too small to be seen, hidden or quoted are none, and Outlook's double of a picture is not a second one."""
    content, count = PICTURES[case]
    assert len(pictures(f"<p>Dana</p>{content}")) == count


def test_a_picture_behind_the_text_is_a_background() -> None:
    """A picture that lies behind the text, as Word's watermark does, is also a background."""
    content = '<p>x</p><img src="paper.png" style="position:absolute;z-index:-251658240;width:400px">'
    assert drawn(content) == ["a picture behind the text"]


# Colours and links


def coloured(page: Page) -> list[tuple[str, str, str]]:
    """Return the coloured stretches of a page with their colours."""
    return [(page.visible.text[each.start : each.end], each.color, each.background) for each in page.colorings]


def test_colours_of_letters_and_of_what_is_behind() -> None:
    """The colour of letters is known with the colour behind them, both inherited: white where none is set, and black letters."""
    page = read_html(
        '<p style="color:#777">grey</p><div style="background:navy"><b style="color:white">light</b> plain</div>'
        '<font color="Red">red</font><p style="color:windowtext">usual</p><p>plain</p>'
    )
    assert coloured(page) == [
        ("grey", "#777777", "#ffffff"),
        ("light", "#ffffff", "#000080"),
        ("plain", "#000000", "#000080"),
        ("red", "#ff0000", "#ffffff"),
        ("usual", "#000000", "#ffffff"),
    ]


def test_stretches_of_one_colour_are_one() -> None:
    """Words of one colour are one stretch, over tags and references."""
    page = read_html('<p style="color:red">one <b>two</b> thr&eacute;e</p>')
    assert coloured(page) == [("one two thrée", "#ff0000", "#ffffff")]


def test_links_with_their_words() -> None:
    """A link is known with its words and where it leads, also one that is not closed; one without words is none."""
    page = read_html(
        '<a href="mailto:dana@city.example">Dana <b>Whitlock</b></a>, <a href=" http://www.example.com/?a=1&amp;b=2 ">here<a'
        ' href="#x">there</a><a name=y>no</a><a href="z"></a>'
    )
    assert [(page.visible.text[link.start : link.end], link.target) for link in page.links] == [
        ("Dana Whitlock", "mailto:dana@city.example"),
        ("here", "http://www.example.com/?a=1&b=2"),
        ("there", "#x"),
    ]
