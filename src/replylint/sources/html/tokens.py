"""Divides HTML into tags, text and comments as browsers do (HTML Standard, section 13.2.5).

Every token knows its place in the source, and each character is looked at a bounded number of times, however damaged the
source is. Python's html.parser does neither, and its reading of damaged tags differs from release to release.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.entities import html5
from typing import NamedTuple

from replylint.patterns import compiled
from replylint.sources.html.elements import LEAVES_FOREIGN


class Attribute(NamedTuple):
    """The value of an attribute, decoded, and the places of the attribute and of its value as written."""

    value: str
    start: int
    """Where the attribute begins, with the white space before it."""
    end: int
    value_start: int
    value_end: int


class Text(NamedTuple):
    """Text between tags, as written. `literal` if references in it are not decoded."""

    start: int
    end: int
    literal: bool = False


class Start(NamedTuple):
    """A start tag, its name in lower case."""

    start: int
    end: int
    name: str
    attributes: dict[str, Attribute]
    closes_itself: bool = False
    """Whether it is written `<x/>`, which means something only inside SVG and MathML."""


class End(NamedTuple):
    """An end tag, its name in lower case."""

    start: int
    end: int
    name: str


class Comment(NamedTuple):
    """A comment or declaration; `text_start` to `text_end` is what is in it."""

    start: int
    end: int
    text_start: int
    text_end: int


Token = Text | Start | End | Comment

_NAME = compiled(r"[^\t\n\f\r />]+")
_ATTRIBUTE = compiled(
    r"""[\t\n\f\r /]*([^\t\n\f\r />][^\t\n\f\r />=]*)"""
    r"""(?:[\t\n\f\r ]*=[\t\n\f\r ]*(?:"([^"]*)"|'([^']*)'|(?!["'])([^\t\n\f\r >]*)))?"""
)
_EQUALS = compiled(r"[\t\n\f\r ]*=")
_TAG_END = compiled(r"[\t\n\f\r /]*>")
_COMMENT_END = compiled(r"--!?>")
_SCRIPT = compiled(r"<!--|-->|<(/?)script(?=[\t\n\f\r />])", re.IGNORECASE)
_REFERENCE = compiled(r"&(?:#(?:[0-9]+|[xX][0-9a-fA-F]+);?|[A-Za-z][A-Za-z0-9]*;?)")
_HIGHEST = 9
"""Digits of the longest number that can be a character, with some to spare; longer ones are none."""

_RAW = frozenset(("style", "script", "xmp", "iframe", "noembed", "noframes", "noscript"))
"""Elements whose content is one text, tags and references included."""
_ESCAPABLE = frozenset(("title", "textarea"))
"""Elements whose content is one text with references."""
_TEXT_ONLY = _RAW | _ESCAPABLE | {"plaintext"}
_FOREIGN = frozenset(("svg", "math"))
_HTML_AGAIN = frozenset(("foreignobject", "desc", "title", "annotation-xml", "mi", "mo", "mn", "ms", "mtext"))
"""Elements of SVG and MathML whose content is HTML."""


def tokens(content: str) -> Iterator[Token]:
    """Yield the tags, texts and comments of HTML in order. What a tag that never ends swallows is not yielded."""
    at, length = 0, len(content)
    foreign: list[str] = []
    while at < length:
        start = content.find("<", at)
        if start < 0:
            yield Text(at, length)
            return
        following = content[start + 1 : start + 2]
        if following == "/":
            token: Token | None = _end_tag(content, start)
        elif following.isalpha() and following.isascii():
            token = _start_tag(content, start)
        elif following in ("!", "?"):
            if foreign and content.startswith("<![CDATA[", start):
                if start > at:
                    yield Text(at, start)
                end = content.find("]]>", start)
                end = end if end >= 0 else length
                yield Text(start + 9, end, literal=True)
                at = min(end + 3, length)
                continue
            token = _comment(content, start)
        else:  # a sign for "less than"
            end = content.find("<", start + 1)
            end = end if end >= 0 else length
            yield Text(at, end)
            at = end
            continue
        if start > at:
            yield Text(at, start)
        if token is None:
            return
        at = token.end
        yield token
        if isinstance(token, Start):
            name = token.name
            if foreign or name in _FOREIGN:
                _follow(foreign, token)
            if name in _TEXT_ONLY and (not foreign or foreign[-1] in _HTML_AGAIN):
                end = _raw_end(content, name, at)
                if end > at:
                    yield Text(at, end, literal=name not in _ESCAPABLE)
                at = end
        elif foreign and isinstance(token, End) and token.name in foreign:
            while foreign.pop() != token.name:
                pass


def _follow(foreign: list[str], tag: Start) -> None:
    """Keep track of the SVG and MathML elements that change how tags are read."""
    if not foreign:
        if tag.name in _FOREIGN and not tag.closes_itself:
            foreign.append(tag.name)
    elif foreign[-1] not in _HTML_AGAIN:
        if tag.name in LEAVES_FOREIGN:
            while foreign and foreign[-1] not in _HTML_AGAIN:
                foreign.pop()
        elif (tag.name in _FOREIGN or tag.name in _HTML_AGAIN) and not tag.closes_itself:
            foreign.append(tag.name)
    elif tag.name in _FOREIGN and not tag.closes_itself:
        foreign.append(tag.name)


def _start_tag(content: str, start: int) -> Start | None:
    match = _NAME.match(content, start + 1)
    assert match
    name, at = lower_ascii(match[0]), match.end()
    attributes: dict[str, Attribute] = {}
    while True:
        if content[at : at + 1] == ">":
            return Start(start, at + 1, name, attributes, content[at - 1] == "/")
        found = _ATTRIBUTE.match(content, at)
        if not found:
            end = _TAG_END.match(content, at)
            return Start(start, end.end(), name, attributes, content[end.end() - 2] == "/") if end else None
        group, at = found.lastindex, found.end()
        if group == 1:
            if _EQUALS.match(content, at):
                return None  # the quotation mark at its end never comes, and the rest of the page is in the tag
            attribute = Attribute("", found.start(), at, at, at)
        else:
            assert group
            value = found[group]
            value = _decoded(value) if "&" in value else value
            attribute = Attribute(value, found.start(), at, *found.span(group))
        attributes.setdefault(lower_ascii(found[1]), attribute)


def _end_tag(content: str, start: int) -> End | Comment | None:
    following = content[start + 2 : start + 3]
    if not following:
        return None
    if not (following.isalpha() and following.isascii()):
        end = content.find(">", start)
        end = len(content) if end < 0 else end
        return Comment(start, min(end + 1, len(content)), start + 2, end)
    tag = _start_tag(content, start + 1)
    return End(start, tag.end, tag.name) if tag else None


def _comment(content: str, start: int) -> Comment:
    length = len(content)
    if content.startswith("<!--", start):
        for empty in (">", "->"):
            if content.startswith(empty, start + 4):
                return Comment(start, start + 4 + len(empty), start + 4, start + 4)
        match = _COMMENT_END.search(content, start + 4)
        return Comment(start, match.end() if match else length, start + 4, match.start() if match else length)
    end = content.find(">", start)
    end = length if end < 0 else end
    return Comment(start, min(end + 1, length), start + 2, end)


_RAW_ENDS = {name: compiled(rf"</{name}(?=[\t\n\f\r />])", re.IGNORECASE) for name in (*_RAW, *_ESCAPABLE)}


def _raw_end(content: str, name: str, at: int) -> int:
    """Return where the text of an element that holds nothing but text ends."""
    if name == "plaintext":
        return len(content)
    if name == "script":
        return _script_end(content, at)
    match = _RAW_ENDS[name].search(content, at)
    return match.start() if match else len(content)


def _script_end(content: str, at: int) -> int:
    """Return where a script ends; one that is written inside a comment of another is part of it."""
    commented = inside = False
    for match in _SCRIPT.finditer(content, at):
        if match[0] == "<!--":
            commented = True
        elif match[0] == "-->":
            commented = inside = False
        elif match[1]:
            if not inside:
                return match.start()
            inside = False
        elif commented:
            inside = True
    return len(content)


def lower_ascii(name: str) -> str:
    """Return a name in lower case, its ASCII letters only."""
    if name.isascii():
        return name.lower() if "\0" not in name else name.lower().replace("\0", "\ufffd")
    return "".join(char.lower() if char.isascii() else char for char in name)


def references(text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
    """Yield the places that look like character references."""
    return _REFERENCE.finditer(text, start, len(text) if end is None else end)


def character(reference: str) -> str:
    """Return what a reference in text stands for; what it does not use of the text stays at the end: `&copy2026`."""
    if reference[1] == "#" and len(reference) > _HIGHEST + 3:
        return "\ufffd"
    return html.unescape(reference)


def _decoded(value: str) -> str:
    """Return the value of an attribute with its references decoded (HTML Standard, section 13.2.5.73)."""
    return _REFERENCE.sub(lambda match: in_attribute(match[0], value[match.end() : match.end() + 1]), value)


def in_attribute(reference: str, following: str) -> str:
    """Return what a reference in an attribute stands for; a name without a semicolon is none before `=` or a letter."""
    if reference[1] == "#":
        return character(reference)
    name = reference[1:]
    if name in html5 and (name.endswith(";") or following != "="):
        return html5[name]
    return reference
