"""Style sheets: their rules, and which of them apply to an element."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from replylint.errors import SourceError
from replylint.sources.html import selectors
from replylint.sources.html.cascade import Block
from replylint.sources.html.declarations import Declared, Lines, declared
from replylint.sources.html.hiding import may_hide
from replylint.sources.html.lengths import length
from replylint.sources.html.selectors import Answer, Budget, Element, Selector

if TYPE_CHECKING:
    from tinycss2.ast import Node

MOST = 200_000
"""Characters of style sheets of a page that are read; Word writes 40,000."""
_DEEPEST = 4
"""Groups of rules (`@media`, `@supports`) inside one another."""
_COMPARISONS = 100_000
"""Comparisons of selectors with elements that every page may cost …"""
_PER_CHARACTER = 1
"""… and how many more for each of its characters."""
_WINDOW, _PHONE = 1_000, 400
"""Widths of the windows, in pixels, for which a page is read."""

TOO_LONG = f"its style sheets have more than {MOST:,} characters; save the message again as plain HTML"
TOO_HARD = "its style sheet has a rule that may hide text and cannot be evaluated; delete that rule or save the message as plain HTML"


class Rule(NamedTuple):
    """A rule of a sheet. Places of its declarations are offsets in the text of the sheet."""

    selectors: tuple[Selector, ...]
    declarations: tuple[Declared, ...]
    narrow: bool
    """Whether it applies to narrow windows only, as those of phones are."""


class _Entry(NamedTuple):
    """A selector with its rule, as a page has them."""

    order: int
    selector: Selector
    block: Block
    hides: bool
    """Whether the rule may hide text."""


@lru_cache(maxsize=64)
def _parsed(text: str, quirks: bool) -> tuple[Rule, ...]:
    """Return the rules of a sheet that can change what people see."""
    import tinycss2

    try:
        nodes = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    except ValueError:  # a number of thousands of digits
        raise SourceError("its style sheet is damaged; save the message again as plain HTML") from None
    return tuple(_rules(nodes, Lines(text), quirks, narrow=False, depth=0))


def _rules(nodes: Iterable[Node], lines: Lines, quirks: bool, *, narrow: bool, depth: int) -> Iterator[Rule]:
    import tinycss2

    for node in nodes:
        if node.type == "qualified-rule":
            declarations = tuple(declared(node.content, lines, quirks=quirks))
            if not declarations:
                continue
            try:
                found = tuple(selectors.parse(node.prelude, quirks=quirks))
            except selectors.InvalidSelectorError:
                continue
            yield Rule(found, declarations, narrow)
        elif node.type == "at-rule" and node.content is not None and depth < _DEEPEST:
            applies = _applies(node, lines)
            if applies:
                inner = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
                yield from _rules(inner, lines, quirks, narrow=narrow or applies is Answer.MAYBE, depth=depth + 1)


def _applies(node: Node, lines: Lines) -> Answer:
    """Return whether the rules inside an at-rule apply: YES, on narrow windows only (MAYBE), or NO."""
    name = node.lower_at_keyword
    if name == "media":
        return media(node.prelude)
    if name == "supports":
        start = lines.offset(node)
        asked = lines.text[start : lines.text.find("{", start)].lower()
        other_browsers = any(mark in asked for mark in ("not", "(-moz-", "(-ms-"))
        return Answer.NO if other_browsers else Answer.YES
    return Answer.YES if name == "layer" else Answer.NO


def media(nodes: Sequence[Node]) -> Answer:
    """Return whether a media query applies to a screen: to every window, to narrow ones only (MAYBE), or to none."""
    best = Answer.NO
    query: list[Node] = []
    for node in [*nodes, None]:
        if node is None or node == ",":
            best = max(best, _query(query))
            query = []
        elif node.type not in ("whitespace", "comment"):
            query.append(node)
    return best


def is_for_screens(query: str) -> bool:
    """Return whether a media query applies to a desktop, as an attribute gives it."""
    import tinycss2

    if not query.strip():
        return True
    try:
        return media(tinycss2.parse_component_value_list(query[:1_000])) is Answer.YES
    except ValueError:
        return False


def _query(nodes: list[Node]) -> Answer:
    wide = narrow = True
    denied = False
    for node in nodes:
        if node.type == "ident":
            word = node.lower_value
            denied |= word == "not"
            if word not in ("and", "only", "not", "all", "screen"):
                wide = narrow = False
        elif node.type == "() block":
            wide &= _feature(node.content, _WINDOW)
            narrow &= _feature(node.content, _PHONE)
        else:
            return Answer.NO
    if denied:
        wide, narrow = not wide, not narrow
    return Answer.YES if wide else Answer.MAYBE if narrow else Answer.NO


def _feature(nodes: Sequence[Node], window: int) -> bool:
    """Return whether a window has a feature such as `max-width: 600px`."""
    words = [node for node in nodes if node.type not in ("whitespace", "comment")]
    if not words or words[0].type != "ident":
        return False
    name = words[0].lower_value.removeprefix("-webkit-")
    size = length(words[-1], quirks=True) if len(words) > 2 else None
    if size is None:
        return name in ("color", "hover") and len(words) == 1
    pixels = size.pixels()
    if name == "width" and words[1] in ("<", ">"):
        name = "max-width" if words[1] == "<" else "min-width"
    if name in ("min-width", "min-device-width"):
        return window >= pixels
    if name in ("max-width", "max-device-width"):
        return window <= pixels
    return name == "min-device-pixel-ratio" and pixels <= 1


class Sheets:
    """The style sheets of a page."""

    def __init__(self, sheets: Sequence[tuple[int, str]], size: int, *, quirks: bool) -> None:
        """Read sheets, given as offsets and texts, of a page of `size` characters. Raises SourceError if they are too long."""
        if sum(len(text) for _, text in sheets) > MOST:
            raise SourceError(TOO_LONG)
        self._budget = Budget(_COMPARISONS + _PER_CHARACTER * size)
        self._by: dict[str, list[_Entry]] = {}
        self._known: dict[tuple[str, str | None, str | None, bool], tuple[list[Block], bool]] = {}
        self._simple = True
        """Whether only names, ids and classes count, so that elements alike in these are alike."""
        self._hides = False
        order = 0
        for offset, text in sheets:
            for rule in _parsed(text, quirks):
                order += 1
                block = Block(rule.declarations, offset, "narrow" if rule.narrow else "sheet")
                hides = not rule.narrow and any(map(may_hide, rule.declarations))
                self._hides = self._hides or hides
                for selector in rule.selectors:
                    subject = selector.subject
                    key = (
                        f"#{subject.id}" if subject.id else f".{subject.classes[0]}" if subject.classes else subject.tag
                    )
                    self._by.setdefault(key, []).append(_Entry(order, selector, block, hides))
                    self._simple = self._simple and not selector.left and selectors.depends_on_name_alone(subject)

    @property
    def need_siblings(self) -> bool:
        """Whether a selector asks what is before an element."""
        return any(entry.selector.asks_before for entries in self._by.values() for entry in entries)

    def __bool__(self) -> bool:
        return bool(self._by)

    def matching(self, element: Element) -> tuple[list[Block], bool]:
        """Return the blocks that apply to an element, the weightiest last, and whether others may that hide text.

        Once the page has cost as many comparisons as it may, there are none, and all others may.
        """
        if self._budget.left < 0:
            return [], self._hides
        if not self._simple:
            return self._matching(element)
        key = (element.tag, element.get("id"), element.get("class"), element.get("href") is not None)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._matching(element)
        return found

    def _matching(self, element: Element) -> tuple[list[Block], bool]:
        found: dict[int, tuple[tuple[int, int, int], int, Block]] = {}
        doubtful = False
        keys = [element.tag, "", *(f".{name}" for name in element.classes)]
        if element.id:
            keys.append(f"#{element.id}")
        for key in keys:
            for order, selector, block, hides in self._by.get(key, ()):
                answer = selector.match(element, self._budget)
                if answer is Answer.MAYBE:
                    doubtful = doubtful or hides
                elif answer is Answer.YES and (order not in found or found[order][0] < selector.specificity):
                    found[order] = selector.specificity, order, block
        return [block for _, _, block in sorted(found.values(), key=lambda one: one[:2])], doubtful
