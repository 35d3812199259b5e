"""Which HTML elements do what: blocks, paragraphs, what ends what, and what no browser shows (HTML Standard)."""

from __future__ import annotations


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


_DISPLAYS = {
    "block": (
        "address article aside blockquote body center dd details dir div dl dt fieldset figcaption figure footer form "
        "h1 h2 h3 h4 h5 h6 header hgroup hr html legend li listing main menu nav ol optgroup option p plaintext pre "
        "search section summary text ul xmp"
    ),
    "none": (
        "area audio base basefont canvas command datalist dialog embed frame frameset head iframe link meta noembed noframes noscript param "
        "rp script source style template title track video"
    ),
    "inline-block": "button input marquee meter progress select textarea",
    "table": "table",
    "table-row-group": "tbody tfoot thead",
    "table-row": "tr",
    "table-cell": "td th",
    "table-caption": "caption",
}
DISPLAY = {name: display for display, names in _DISPLAYS.items() for name in names.split()}
"""How browsers show an element where no style says otherwise; everything else is inline."""
NEVER_SHOWN = _names("audio canvas embed frame frameset iframe noembed noframes noscript template video")
"""Elements whose content no style can show."""
ON_LINES = _names(
    "block flow-root flex grid list-item table table-row-group table-header-group table-footer-group table-row table-caption"
)
"""Displays that put an element on lines of its own."""
PARAGRAPHS = _names("p h1 h2 h3 h4 h5 h6 blockquote ul ol dl table pre hr menu dir listing xmp")
VOID = _names(
    "area base basefont bgsound br col command embed frame hr img input keygen link meta param source track wbr"
)
OWN_FONT = _names("button input select textarea")
"""Elements that do not inherit the size of letters."""
PREFORMATTED = _names("pre textarea listing xmp plaintext")

ENDS_PARAGRAPH = _names(
    "address article aside blockquote center dd details dialog dir div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hgroup hr li listing main menu nav ol p plaintext pre search section summary ul xmp"
)
"""Start tags that end an open paragraph."""
HEADINGS = _names("h1 h2 h3 h4 h5 h6")
FORMATTING = _names("a b big code em font i nobr s small strike strong tt u")
"""Elements that go on behind the end of the block they were opened in."""
MARKERS = _names("applet caption marquee object td template th")
"""Elements that keep formatting elements in."""
SCOPES = MARKERS | _names("html table")
SPECIAL = (
    SCOPES
    | ENDS_PARAGRAPH
    | VOID
    | _names(
        "body button colgroup details frameset head iframe noembed noframes noscript script select style tbody template "
        "textarea tfoot thead title tr"
    )
)
TABLE_PARTS = _names("caption col colgroup tbody td tfoot th thead tr")
"""Tags that mean something only inside a table."""
ROW_GROUPS = _names("tbody thead tfoot")
CELLS = _names("td th")
IN_TABLES = _names("table tbody thead tfoot tr")
"""Elements in which only parts of a table may be; anything else belongs before the table."""
IMPLIED_ENDS = _names("dd dt li optgroup option p rb rp rt rtc")
LEAVES_FOREIGN = _names(
    "b big blockquote body br center code dd div dl dt em embed h1 h2 h3 h4 h5 h6 head hr i img li listing menu meta nobr ol p pre "
    "ruby s small span strong strike sub sup table tt u ul var"
)
"""HTML tags that end SVG and MathML."""
UNSEEN_FOREIGN = _names(
    "clippath defs desc lineargradient marker mask metadata pattern radialgradient script style symbol title annotation"
)
"""Elements of SVG and MathML that are not drawn where they are written."""
