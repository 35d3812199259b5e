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


# Colors in every form

FORMS = {
    "name": "lavenderblush",
    "name in capitals": "PaleGreen",
    "3 digits": "#fed",
    "4 digits": "#fedf",
    "6 digits": "#ffeb9c",
    "8 digits": "#ffe4b5ff",
    "rgb": "rgb(255, 235, 156)",
    "rgb without commas": "rgb(255 235 156)",
    "rgb in percents": "rgb(100%, 92%, 61%)",
    "rgba": "rgba(255,235,156,.5)",
    "rgb with opacity": "rgb(255 235 156 / 50%)",
    "hsl": "hsl(120,60%,80%)",
    "hsl without commas": "hsl(120deg 60% 80%)",
    "hsla": "hsla(120,60%,80%,0.9)",
    "hsl in turns": "hsl(.33turn 60% 80%)",
    "hwb": "hwb(120 60% 10%)",
    "lab": "lab(80% -40 30)",
    "lch": "lch(80% 40 120)",
    "oklab": "oklab(0.85 -0.1 0.1)",
    "oklch": "oklch(0.85 0.1 120)",
    "color()": "color(srgb 1 .9 .6)",
    "system color": "Highlight",
}
NO_FORMS = {
    "white": "white",
    "white by numbers": "rgb(255 255 255)",
    "white by hue": "hsl(200, 40%, 100%)",
    "white in lab": "lab(100 0 0)",
    "nearly white": "#fdfdfd",
    "clear": "transparent",
    "clear by 4 digits": "#f000",
    "clear by 8 digits": "#ff000000",
    "nearly clear": "rgba(0,0,0,.01)",
    "clear hsla": "hsla(0,100%,50%,0%)",
    "color of the window": "window",
    "no color": "nosuchcolor",
    "half a code": "#ff",
    "number out of place": "rgb(a, b, c)",
    "inherited": "inherit",
}


@pytest.mark.parametrize("place", ["background", "background-color"])
@pytest.mark.parametrize("form", FORMS)
def test_a_background_of_any_form_of_color_is_seen(form: str, place: str) -> None:
    """Every form in which CSS writes a color draws a background: in a style, a shorthand, and a style sheet."""
    assert drawn(f'<p style="{place}:{FORMS[form]}">x</p>') == [COLOR]
    assert drawn(f"<style>p{{{place}:{FORMS[form]}}}</style><p>x</p>") == [COLOR]
    assert drawn(f'<p style="{place}: {FORMS[form]} !important; color: black">x</p>') == [COLOR]


@pytest.mark.parametrize("form", NO_FORMS)
def test_a_background_that_nobody_sees_is_none(form: str) -> None:
    """White, clear and nearly clear colors, and values that are no color, draw nothing."""
    assert drawn(f'<p style="background:{NO_FORMS[form]}">x</p>') == []
    assert drawn(f"<style>p{{background-color:{NO_FORMS[form]}}}</style><p>x</p>") == []


@pytest.mark.parametrize(
    ("value", "is_drawn"),
    [("#ffeb9c", True), ("ffeb9c", True), ("fed", True), ("PaleGreen", True), ("chucknorris", True), ("transparent", False),
     ("", False), ("#FFF", False), ("white", False), ("ffffffff", False)],
)  # fmt: skip
def test_colors_of_attributes(value: str, is_drawn: bool) -> None:
    """`bgcolor` has rules of its own: any word is a color there (HTML Standard, section 2.3.6)."""
    assert bool(drawn(f'<table><tr><td bgcolor="{value}">x</table>')) is is_drawn


# Taking a background out

WHOLE = {
    "highlighter of Word": "<span style='background:yellow;mso-highlight:yellow'>x</span>",
    "highlighter for Outlook alone": "<span style='mso-highlight:aqua'>x</span>",
    "shading of Word": "<p style='background:#D9E2F3;mso-background-themecolor:accent1;mso-background-themetint:51'>x</p>",
    "pattern of Word": "<p style='mso-shading:windowtext;mso-pattern:gray-10 auto;background:#E5E5E5'>x</p>",
    "color and picture": '<div style="background-color:red;background-image:url(a.png);background-repeat:no-repeat">x</div>',
    "attribute and style": '<table><tr><td bgcolor="#FFEB9C" style="color:black;background:#FFEB9C">x</table>',
    "both attributes": '<body background="paper.jpg" bgcolor="yellow">x</body>',
    "style over sheet": "<style>p{color:red;background:aqua}</style><p style='background:yellow'>x</p>",
    "one rule over another": "<style>p{background:aqua}p.a{background:yellow}</style><p class=a>x</p>",
    "important in the sheet": "<style>p{background:aqua !important}</style><p style='background:yellow'>x</p>",
    "twice in one style": "<p style='background:aqua;color:red;background:yellow'>x</p>",
    "reference in the attribute": '<p style="font-family:&quot;A&quot;;background:&#121;ellow;color:red">x</p>',
    "line ends of Windows": "<style>\r\np\r\n{\r\ncolor:red;\r\nbackground:aqua\r\n}\r\n</style><p>x</p>",
    "function at the end": "<style>p{background:rgb(0,255,255)}</style><p>x</p>",
    "picture at the end": "<style>p{background:url(a.png)}</style><p>x</p>",
    "important at the end": "<style>p{background:aqua!important}</style><p>x</p>",
    "without a closing brace": "<p>x</p><style>p{background:aqua",
    "name at the end": "<p style='color:red;background:aqua'>x</p>",
    "comment before it": "<p style='/* a;b */background:aqua;color:red'>x</p>",
    "fill of Outlook": '<!--[if mso]><v:rect fillcolor="#4472C4"><v:fill color="#4472C4"/></v:rect><![endif]--><p>x</p>',
}


@pytest.mark.parametrize("case", WHOLE)
def test_without_its_edits_a_background_is_gone(case: str) -> None:
    """The edits of a background cover all that draws it, and nothing else: text, colors and other declarations stay."""
    content = WHOLE[case]
    page = read_html(content)
    assert page.backgrounds
    spans = tuple(sorted({span for background in page.backgrounds for span in background.edits}))
    changed = without(content, spans)
    again = read_html(changed)
    assert again.backgrounds == ()
    assert again.visible.text == page.visible.text
    assert "highlight" not in changed
    assert "color:red" not in content.replace("-color:red", "") or [each.color for each in again.colorings] == [
        each.color for each in page.colorings
    ]


def test_a_highlighter_is_one_background() -> None:
    """Word writes a marked stretch twice, for browsers and for itself: that is one background, and both go."""
    content = "<span style='color:red;background:yellow;mso-highlight:yellow'>x</span>"
    (background,) = read_html(content).backgrounds
    assert without(content, background.edits) == "<span style='color:red;'>x</span>"


def test_a_rule_of_a_sheet_is_one_background() -> None:
    """A rule that draws behind many elements is found once, at the first, and its declaration is the edit."""
    content = "<style>.a{color:navy;background:aqua;margin:0}</style><p>x</p><p class=a>y</p><p class=a>z</p>"
    page = read_html(content)
    (background,) = page.backgrounds
    assert page.visible.text[: background.at].strip() == "x"
    assert without(content, background.edits) == content.replace("background:aqua;", "")


def test_what_is_covered_by_white_is_not_drawn() -> None:
    """A background that a weightier declaration makes white is none, and is not touched."""
    assert drawn("<style>p{background:aqua}</style><p style='background:white'>x</p>") == []
    assert drawn("<style>p{background:aqua}p{background:none}</style><p>x</p>") == []
    assert drawn('<table><tr><td bgcolor=red style="background:#fff">x</table>') == []
    content = "<style>p{background:aqua}p.a{background:white}</style><p class=a style='background:red'>x</p>"
    (background,) = read_html(content).backgrounds
    assert without(content, background.edits) == content.replace("background:red", "")


def test_backgrounds_on_phones_count_and_those_on_paper_do_not() -> None:
    """A rule for narrow windows draws for those who read on a phone; one for paper or for dark screens does not count."""
    rule = "<style>@media {} {{p{{background:red}}}}</style><p>x</p>"
    assert drawn(rule.format("screen and (max-width:480px)")) == [COLOR]
    assert drawn(rule.format("print")) == drawn(rule.format("(prefers-color-scheme:dark)")) == []


# Outlook's drawings

DRAWINGS = {
    "fill with a picture": ('<v:fill type="tile" src="paper.png"/>', True),
    "fill with a color": ('<v:fill color="#7bceeb [3204]"/>', True),
    "white fill": ('<v:fill color="white"/>', False),
    "fill that is off": ('<v:fill on="f" color="red"/>', False),
    "box with a color": ('<v:roundrect fillcolor="#1F3864">', True),
    "white box": ('<v:rect fillcolor="#ffffff">', False),
    "box that is not filled": ('<v:rect filled="f" fillcolor="red">', False),
    "shape of a picture": ('<v:shape type="#_x0000_t75"><v:imagedata src="a.png"/></v:shape>', False),
}


@pytest.mark.parametrize("case", DRAWINGS)
def test_drawings_of_outlook(case: str) -> None:
    """VML draws a background if it has a picture or a color that is seen, in a conditional comment or in the open."""
    tag, is_drawn = DRAWINGS[case]
    assert drawn(f"<!--[if mso]>{tag}<![endif]--><p>x</p>") == ([OUTLOOK] if is_drawn else [])
    assert drawn(f"{tag}<p>x</p>") == ([OUTLOOK] if is_drawn else [])


# Colors of letters

INKS = {
    "composed with what is behind": ('<p style="color:rgba(0,0,0,.5)">x</p>', "#808080", "#ffffff"),
    "background of the parent": ('<div style="background:#111"><p style="color:#222">x</p></div>', "#222222", "#111111"),
    "cell of a table": ('<table bgcolor=black><tr><td bgcolor=#333333><font color=white>x</table>', "#ffffff", "#333333"),
    "clear cell": ('<table bgcolor=navy><tr><td style="color:#fff;background:transparent">x</table>', "#ffffff", "#000080"),
    "half clear background": ('<p style="color:red;background:rgba(0,0,0,.5)">x</p>', "#ff0000", "#808080"),
    "opacity": ('<p style="color:black;opacity:.5">x</p>', "#808080", "#ffffff"),
    "black on dark": ('<p style="background:navy">x</p>', "#000000", "#000080"),
    "sheet": ("<style>.a{color:#777}</style><p class=a>x</p>", "#777777", "#ffffff"),
    "text of the body": ('<body text="#999999">x</body>', "#999999", "#ffffff"),
    "link on dark": ('<p style="background:black;color:white"><a href="#">x</a></p>', "#0000ee", "#000000"),
    "link color of the body": ('<body link="#cccccc"><p style="color:red"><a href="#">x</a></p>', "#cccccc", "#ffffff"),
    "same color as behind": ('<p style="color:#fff">x</p>', "#ffffff", "#ffffff"),
    "current color": ('<p style="color:#777"><b style="color:currentcolor">x</b></p>', "#777777", "#ffffff"),
    "table of an old page": ('<div style="color:#777"><table><tr><td style="color:inherit">x</table></div>', "#777777", "#ffffff"),
}  # fmt: skip


@pytest.mark.parametrize("case", INKS)
def test_colors_as_a_reader_sees_them(case: str) -> None:
    """Letters and what is behind them are composed as a browser composes them."""
    content, color, behind = INKS[case]
    (found,) = read_html(content).colorings
    assert (found.color, found.background) == (color, behind)


@pytest.mark.parametrize(
    ("content", "declared"),
    [
        ('<p style="font-size:9pt; color: #bbb !important; margin:0">x</p>', "#bbb"),
        ("<p style='color:rgb(1, 2, 200)'>x</p>", "rgb(1, 2, 200)"),
        ("<font size=2 color=#bbbbbb>x</font>", "#bbbbbb"),
        ('<font color="silver">x</font>', "silver"),
        ("<style>p { color : silver }</style><p>x</p>", "silver"),
        ("<style>.a{color:#bbb;margin:0}</style><div class=a><p>x</p></div>", "#bbb"),
        ('<div style="color:#bbb"><p style="background:#eee">x</p></div>', "#bbb"),
        ('<p style="font-family:&quot;Arial&quot;;color:#b&#98;b">x</p>', "#b&#98;b"),
        ('<body text="#aaa">x</body>', "#aaa"),
        ('<p style="background:navy">x</p>', None),
    ],
)
def test_where_a_color_was_declared(content: str, declared: str | None) -> None:
    """A coloring knows the place of the value that decides its color, so that a correction can change that alone."""
    (found,) = read_html(content).colorings
    assert (content[slice(*found.declared)] if found.declared else None) == declared


# Letters that are pictures

SYMBOLS = {
    "smiley": ("<p>Back soon <span style='font-family:Wingdings'>J</span> Dana</p>", "Back soon Dana", ["☺"]),
    "font tag": ('<p>Back soon <font face="Wingdings">J</font></p>', "Back soon", ["☺"]),
    "class": ("<style>.w{font-family:Wingdings}</style><p>Call <b class=w>(</b> 0142</p>", "Call 0142", ["☎"]),
    "quoted name": ("<p>a <span style=\"font-family:'Wingdings 2'\">P</span> b</p>", "a b", [None]),
    "shorthand": ("<p>a <span style='font:12pt Webdings'>Y</span> b</p>", "a b", [None]),
    "between words": ("<p>Dana<span style='font-family:Wingdings'>J</span>Whitlock</p>", "Dana Whitlock", ["☺"]),
    "before a period": ("<p>Dana<span style='font-family:Wingdings'>J</span>.</p>", "Dana.", ["☺"]),
    "own code": ("<p>a <span style='font-family:Wingdings'>&#61514;</span> b</p>", "a b", ["☺"]),
    "inherited": ("<p>a <span style='font-family:Wingdings'><b>J</b></span> b</p>", "a b", ["☺"]),
    "Word's own name for it": (
        ("<p>a <span style='font-family:Wingdings;mso-ascii-font-family:Calibri;mso-char-type:symbol;"
        "mso-symbol-font-family:Wingdings'><span style='mso-char-type:symbol;mso-symbol-font-family:Wingdings'>L</span></span></p>"),
        "a",
        ["☹"],
    ),
    "letters again inside": ("<p style='font-family:Wingdings'>J<b style='font-family:Arial'>Dana</b></p>", "Dana", ["☺"]),
    "second choice": ("<p style='font-family:Arial,Wingdings'>J</p>", "J", []),
    "arrow": ("<p>Dana <span style='font-family:Wingdings'>à</span> Kim</p>", "Dana → Kim", []),
    "bullet": ("<p><span style='font-family:Symbol'>·</span> Dana</p>", "• Dana", []),
    "square bullet": ("<p><span style='font-family:Wingdings'>§</span> Dana</p>", "▪ Dana", []),
    "Greek": ("<p><span style='font-family:Symbol'>a</span>-test</p>", "α-test", []),
    "check mark of a list": (
        ("<p><span style='font-family:Wingdings'><span style='mso-list:Ignore'>ü<span style='font:7.0pt \"Times New Roman\"'>"
        "&nbsp; </span></span></span>Dana</p>"),
        "•\u00a0 Dana",
        [],
    ),
    "bullet of a list": ("<p><span style='font-family:\"Courier New\"'><span style='mso-list:Ignore'>o</span></span> Dana</p>", "• Dana", []),
    "number of a list": ("<p><span style='mso-list:Ignore'>1.</span> Dana</p>", "1. Dana", []),
}  # fmt: skip


@pytest.mark.parametrize("case", SYMBOLS)
def test_letters_of_fonts_of_pictures(case: str) -> None:
    """A letter in Wingdings is a picture and no letter of the text; bullets and arrows are text."""
    content, text, shown = SYMBOLS[case]
    page = read_html(content)
    assert page.visible.text == text
    assert [picture.alt for picture in page.pictures] == shown
    for picture in page.pictures:
        assert picture.form == "symbol"
        assert len(read_html(content[: picture.start] + content[picture.end :]).pictures) == len(shown) - 1
