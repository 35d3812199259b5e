"""Where new paragraphs and lines go: after a list, a table or a quotation, never inside one, and in the manner of their neighbors."""

from __future__ import annotations

import re
from typing import NamedTuple

from replylint.facts.languages import Language
from replylint.facts.numbers import emails_in, phones_in
from replylint.fix.edits import SourceEdit, insertion_place
from replylint.model import Document
from replylint.patterns import compiled
from replylint.tables import fold

_LISTED = compiled(r"\s*(?:[-*•·◦▪–—>|]\s|\(?\d{1,2}[.)]\s|\(?[a-z][.)]\s)")
_COLUMNS = compiled(r"\S(?:\t| ?\| ?| {3,})\S")
_TOPIC = compiled(r"\s*[A-ZÀ-Þ][\w /&'’-]{1,40}:\s+\S")
_CARD = 44
"""Characters of a line that gives a name and a number and is not a sentence."""

_TAG = compiled(
    r"""<!--.*?-->|<(style|script|xml)\b.*?</\1\s*>|<(/?)([a-zA-Z][\w:-]*)((?:"[^"]*"|'[^']*'|[^'"<>])*)>""",
    re.DOTALL | re.IGNORECASE,
)
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_LISTS = frozenset(("ul", "ol", "dl", "blockquote"))
_PARAGRAPHS = frozenset(("p", "div"))
_BLOCKS = _PARAGRAPHS | frozenset("li td th h1 h2 h3 h4 h5 h6 body html".split())
_INLINE = frozenset(("span", "font"))
_ID = compiled(r"""\s+id\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)""", re.IGNORECASE)
_TIGHT = compiled(r"MsoNormal|MsoNoSpacing|MsoPlainText|margin\s*:\s*0|margin-bottom\s*:\s*0", re.IGNORECASE)
_LIST_STYLE = compiled(r"MsoList|mso-list", re.IGNORECASE)
"""How Word writes the items of a list: as paragraphs with a style."""
_COLORED = compiled(r"background|mso-highlight|color", re.IGNORECASE)


class _Element(NamedTuple):
    """An element that is open at a place of the source."""

    tag: str
    attributes: str
    start: int
    inside: int
    """Where its start tag ends."""


def is_listed(text: str, at: int, language: Language) -> bool:
    """Return True if the line that ends at visible character `at` is an item of a list, a row of a table, or quoted."""
    return _is_item(text, *_line(text, at), language)


def end_of_list(text: str, at: int, language: Language) -> int:
    """Return where the list, table or quotation ends that the line at visible character `at` belongs to."""
    _start, end = _line(text, at)
    while end < len(text):
        below = _line(text, end + 1)
        line = text[slice(*below)]
        if not line.strip() or not (_is_item(text, *below, language) or line.startswith((" ", "\t"))):
            break
        end = below[1]
    return end


def _line(text: str, at: int) -> tuple[int, int]:
    end = text.find("\n", at)
    return text.rfind("\n", 0, at) + 1, len(text) if end < 0 else end


def _is_item(text: str, start: int, end: int, language: Language) -> bool:
    line = text[start:end]
    if _LISTED.match(line) or _COLUMNS.search(line.strip()):
        return True
    if _TOPIC.match(line):
        above, below = (_line(text, place) if 0 <= place <= len(text) else (0, 0) for place in (start - 1, end + 1))
        if any(_TOPIC.match(text[slice(*beside)]) for beside in (above, below) if beside != (start, end)):
            return True
    stripped = fold(line.strip())
    return (
        0 < len(stripped) <= _CARD
        and not stripped.endswith((".", "!", "?"))
        and (start > 0 and text[start - 2 : start - 1].strip() != ".")
        and bool(phones_in(stripped, language) or emails_in(stripped))
    )


def blocks_in_source(document: Document, at: int, paragraphs: list[list[str]]) -> SourceEdit:
    """Return the edit that writes paragraphs of HTML lines after the block that ends before visible character `at`.

    They come after the list or table that the block is in, as elements like those around them.
    """
    place = insertion_place(document, at)
    content = document.content
    open_elements, last = _open_at(content, place)
    container = _outermost_list(content, open_elements)
    block = next((element for element in reversed(open_elements) if element.tag in _BLOCKS), None)
    if container is None and block is not None and _LIST_STYLE.search(block.attributes):
        container = block
    if container is not None:
        return _as_elements(_end_of(content, container), last, "", paragraphs)
    if block is None or block.tag not in _PARAGRAPHS or _goes_on(document, at, _end_of(content, block)):
        lines = "<br><br>".join("<br>".join(lines) for lines in paragraphs)
        return (place, place, f"<br><br>{lines}" if at else f"{lines}<br><br>")
    inline = "".join(
        content[element.start : element.inside]
        for element in open_elements[open_elements.index(block) + 1 :]
        if element.tag in _INLINE and not _COLORED.search(element.attributes)
    )
    return _as_elements(_end_of(content, block), block, inline, paragraphs)


def line_in_source(document: Document, at: int, line: str) -> SourceEdit:
    """Return the edit that writes one line of HTML below the line that ends before visible character `at`."""
    place = insertion_place(document, at)
    content = document.content
    open_elements, _ = _open_at(content, place)
    block = next((element for element in reversed(open_elements) if element.tag in _BLOCKS), None)
    if block is None or block.tag not in _PARAGRAPHS or _has_break(content, block, place):
        return (place, place, f"<br>{line}")
    end = _end_of(content, block)
    if _goes_on(document, at, end) or not (block.tag == "div" or _TIGHT.search(block.attributes)):
        return (place, place, f"<br>{line}")
    inline = [element for element in open_elements[open_elements.index(block) + 1 :] if element.tag in _INLINE]
    opened = "".join(content[element.start : element.inside] for element in inline)
    return _as_elements(end, block, opened, [[line]], apart=False)


def in_list_or_cell(document: Document, at: int) -> bool:
    """Return True if the words before visible character `at` are inside a list item, a table cell or a quotation."""
    if not document.markup or at <= 0:
        return False
    open_elements, _ = _open_at(document.content, insertion_place(document, at))
    return _outermost_list(document.content, open_elements) is not None


def _as_elements(
    place: int, model: _Element | None, inline: str, paragraphs: list[list[str]], *, apart: bool = True
) -> SourceEdit:
    """Return paragraphs as elements like `model`, each line one where the model stands for a line."""
    tag, attributes = (model.tag, _ID.sub("", model.attributes)) if model else ("p", "")
    closed = "".join(f"</{name}>" for name in reversed(re.findall(r"<(\w+)", inline)))

    def element(inner: str) -> str:
        return f"<{tag}{attributes.rstrip('/')}>{inline}{inner}{closed}</{tag}>"

    if tag == "p" and not _TIGHT.search(attributes):
        return (place, place, "".join(f"\n{element('<br>'.join(lines))}" for lines in paragraphs))
    blank = element("<br>" if tag == "div" else "&nbsp;")
    written: list[str] = []
    for lines in paragraphs:
        written += [blank] if apart else []
        written += map(element, lines)
    return (place, place, "".join(f"\n{each}" for each in written))


def _open_at(content: str, place: int) -> tuple[list[_Element], _Element | None]:
    """Return the elements open at a place, outermost first, and the last paragraph begun before any list around it."""
    stack: list[_Element] = []
    last: _Element | None = None
    for match in _TAG.finditer(content, 0, place):
        tag = (match.group(3) or "").lower()
        if not tag or tag in _VOID:
            continue
        if match.group(2):
            at = next((number for number in range(len(stack) - 1, -1, -1) if stack[number].tag == tag), None)
            if at is not None:
                del stack[at:]
            continue
        attributes = match.group(4)
        if attributes.rstrip().endswith("/"):
            continue
        _close_implied(stack, tag)
        element = _Element(tag, attributes, match.start(), match.end())
        in_prose = tag in _PARAGRAPHS and not _LIST_STYLE.search(attributes)
        if in_prose and not any(each.tag in _LISTS or each.tag == "table" for each in stack):
            last = element
        stack.append(element)
    return stack, last


def _close_implied(stack: list[_Element], tag: str) -> None:
    """Close the elements that a start tag ends (HTML Standard, 13.1.2.4): `<li>` after `<li>`, any block after `<p>`."""
    ends = {"li": {"li"}, "td": {"td", "th"}, "th": {"td", "th"}, "tr": {"tr", "td", "th"}}.get(tag)
    if ends is None and (tag in _BLOCKS or tag in _LISTS or tag == "table"):
        ends = {"p"}
    if ends is None:
        return
    stops = {"ul", "ol", "table"} - ends
    for number in range(len(stack) - 1, -1, -1):
        if stack[number].tag in stops:
            return
        if stack[number].tag in ends:
            del stack[number:]
            return


def _outermost_list(content: str, elements: list[_Element]) -> _Element | None:
    """Return the outermost list, data table or quotation among open elements; a table of one cell is only a frame."""
    for element in elements:
        if element.tag in _LISTS:
            return element
        if element.tag == "table" and _has_cells(content, element):
            return element
    return None


def _has_cells(content: str, table: _Element) -> bool:
    end = _end_of(content, table)
    return len(re.findall(r"<t[dh]\b", content[table.inside : end], re.IGNORECASE)) > 1


def _end_of(content: str, element: _Element) -> int:
    """Return where an element's end tag ends; for one that is never closed, where its parent or the text ends."""
    depth = 1
    for match in _TAG.finditer(content, element.inside):
        tag = (match.group(3) or "").lower()
        if tag in ("body", "html") and match.group(2):
            return match.start()
        if tag != element.tag or match.group(4).rstrip().endswith("/"):
            continue
        if not match.group(2) and tag == "p":
            return match.start()
        depth += -1 if match.group(2) else 1
        if depth == 0:
            return match.end()
    return len(content)


def _goes_on(document: Document, at: int, end: int) -> bool:
    """Return True if visible text follows character `at` before source offset `end`."""
    text = document.visible.text
    following = len(text) - len(text[at:].lstrip())
    return following < len(text) and document.visible.source_offset(following) < end


def _has_break(content: str, block: _Element, place: int) -> bool:
    return re.search(r"<br\b", content[block.inside : place], re.IGNORECASE) is not None
