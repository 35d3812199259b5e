"""HTML that other people wrote, as the server may show it."""

from __future__ import annotations

import nh3

_TAGS = frozenset(
    "a b blockquote br code div em font h1 h2 h3 h4 h5 h6 hr i img li ol p pre s span strong sub sup table tbody td th thead tr u ul".split()
)
_ATTRIBUTES = {"a": {"href"}, "img": {"alt"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
_SCHEMES = frozenset(("http", "https", "mailto", "tel"))


def sanitized(markup: str) -> str:
    """Return HTML without anything that runs, loads, or looks like a part of the page around it.

    Pictures keep only their alternative text, so that nothing is fetched.
    """
    return nh3.clean(
        markup, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes=_SCHEMES, link_rel="noopener noreferrer nofollow"
    )
