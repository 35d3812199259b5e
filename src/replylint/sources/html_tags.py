"""Which HTML elements do what: blocks, paragraphs, void elements, what nobody sees, and the marks of quoted mail."""

from __future__ import annotations

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
    ]
)
PARAGRAPHS = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "dl", "table", "pre", "hr"])
VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
UNSEEN = frozenset(
    [
        "head",
        "style",
        "script",
        "title",
        "noscript",
        "template",
        "object",
        "iframe",
        "audio",
        "video",
        "map",
        "datalist",
        "svg",
        "math",
    ]
)
QUOTE_CLASSES = frozenset(
    ["gmail_quote", "gmail_attr", "yahoo_quoted", "moz-cite-prefix", "protonmail_quote", "zmail_extra"]
)
QUOTE_IDS = frozenset(["divrplyfwdmsg", "appendonsend", "mailcontainerbody", "olk_src_body_section"])
REST_IS_QUOTED = frozenset(["divrplyfwdmsg", "appendonsend"])
"""Ids behind which Outlook on the web puts the message that is answered."""
HEAD = frozenset(["base", "head", "html", "link", "meta", "noscript", "script", "style", "template", "title", "xml"])
"""What a head may hold; anything else ends it."""
