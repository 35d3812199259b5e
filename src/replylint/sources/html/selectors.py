"""Selectors of style sheets: which elements a rule means (Selectors Level 4, what of it mail uses).

Elements are known when their start tag is read, so what depends on later ones (`:last-child`, `:has()`) is not known. The
answer to whether a selector matches is therefore NO, MAYBE or YES.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from tinycss2.ast import Node


class Answer(IntEnum):
    """Whether a selector matches an element. The lower of two answers is their `and`, the higher their `or`."""

    NO = 0
    MAYBE = 1
    YES = 2


class Element(Protocol):
    """What a selector asks of an element."""

    @property
    def tag(self) -> str:
        """Its name."""

    @property
    def id(self) -> str:
        """Its id; in lower case on an old page."""

    @property
    def classes(self) -> frozenset[str]:
        """The names of its classes, likewise."""

    @property
    def parent(self) -> Element | None:
        """The element it is in."""

    @property
    def before(self) -> Element | None:
        """The element before it that has the same parent."""

    @property
    def number(self) -> int:
        """Which of its parent's elements it is, from 1."""

    def get(self, name: str) -> str | None:
        """Return the value of an attribute, or None."""


class Budget:
    """Counts the comparisons that a page may still cost."""

    def __init__(self, left: int) -> None:
        self.left = left

    def spend(self) -> bool:
        """Count one comparison. Return whether it is still allowed."""
        self.left -= 1
        return self.left >= 0


Test = Callable[[Element, Budget], Answer]


@dataclass(frozen=True)
class Compound:
    """Conditions on one element: `p.MsoNormal[dir=rtl]:first-child`."""

    tag: str = ""
    id: str = ""
    classes: tuple[str, ...] = ()
    tests: tuple[Test, ...] = ()

    def match(self, element: Element, budget: Budget) -> Answer:
        """Return whether the element meets the conditions."""
        if not budget.spend():
            return Answer.MAYBE
        if self.tag and element.tag != self.tag:
            return Answer.NO
        if self.id and element.id != self.id:
            return Answer.NO
        if self.classes:
            own = element.classes
            if any(name not in own for name in self.classes):
                return Answer.NO
        answer = Answer.YES
        for test in self.tests:
            answer = min(answer, test(element, budget))
            if answer is Answer.NO:
                break
        return answer


class Selector(NamedTuple):
    """Compounds from right to left, each with the combinator that joins it to the one on its right."""

    subject: Compound
    left: tuple[tuple[str, Compound], ...]
    specificity: tuple[int, int, int]

    @property
    def asks_before(self) -> bool:
        """Whether it asks what is before an element."""
        return any(combinator in "+~" for combinator, _ in self.left) or any(
            compound.tests for compound in (self.subject, *(compound for _, compound in self.left))
        )

    def match(self, element: Element, budget: Budget) -> Answer:
        """Return whether the selector means the element."""
        answer = self.subject.match(element, budget)
        return min(answer, self._rest(element, 0, budget)) if answer else answer

    def _rest(self, element: Element, index: int, budget: Budget) -> Answer:
        if index == len(self.left):
            return Answer.YES
        combinator, compound = self.left[index]
        best = Answer.NO
        upward = combinator in (" ", ">")
        other = element.parent if upward else element.before
        while other is not None:
            if answer := compound.match(other, budget):
                best = max(best, min(answer, self._rest(other, index + 1, budget)))
            if best is Answer.YES or combinator in (">", "+"):
                break
            if budget.left < 0:
                return Answer.MAYBE
            other = other.parent if upward else other.before
        return best


def depends_on_name_alone(compound: Compound) -> bool:
    """Return whether name, id, classes and `href` of an element settle whether it meets the conditions."""
    return all(test in _BY_NAME for test in compound.tests)


LONGEST = 60
"""Compounds of a selector that is understood."""
_NEVER = frozenset(
    "hover active focus focus-within focus-visible visited target current past future playing fullscreen modal "
    "invalid user-invalid user-valid autofill -webkit-autofill popover-open picture-in-picture".split()
)
"""States that a message lying open before its reader is not in."""
_ELEMENTS = frozenset(("before", "after", "first-line", "first-letter"))
_LATER = frozenset(
    "last-child last-of-type only-child only-of-type nth-last-child nth-last-of-type empty has lang dir indeterminate default".split()
)
"""What is known only when all of the page is read."""
_ALWAYS = frozenset(("defined", "enabled", "read-only", "valid"))
_ANY = frozenset(("is", "where", "matches", "-webkit-any", "any"))
_MIXED_CASE = frozenset(
    "align bgcolor border-style charset color dir face lang media rel shape text type valign".split()
)
"""Attributes of HTML whose values may be written in any case."""


class InvalidSelectorError(ValueError):
    """The selector is none, so that browsers pass over its whole rule."""


def _never(element: Element, budget: Budget) -> Answer:
    return Answer.NO


def _maybe(element: Element, budget: Budget) -> Answer:
    return Answer.MAYBE


def parse(nodes: Sequence[Node], *, quirks: bool, depth: int = 0) -> list[Selector]:
    """Return the selectors of a rule. Raises InvalidSelectorError if one of them is none, or longer than LONGEST."""
    groups: list[list[Node]] = [[]]
    for node in nodes:
        if node == ",":
            groups.append([])
        else:
            groups[-1].append(node)
    return [_selector(group, quirks, depth) for group in groups]


@dataclass
class _Draft:
    tag: str = ""
    id: str = ""
    classes: list[str] = field(default_factory=list)
    tests: list[Test] = field(default_factory=list)
    empty: bool = True

    def compound(self) -> Compound:
        if self.empty:
            raise InvalidSelectorError
        return Compound(self.tag, self.id, tuple(self.classes), tuple(self.tests))


def _selector(nodes: list[Node], quirks: bool, depth: int) -> Selector:
    parts: list[tuple[str, Compound]] = []
    weight = [0, 0, 0]
    draft, joined = _Draft(), ""
    at = 0
    while at < len(nodes):
        node = nodes[at]
        at += 1
        if node.type == "whitespace":
            joined = joined or " "
            continue
        if node in (">", "+", "~"):
            if joined not in ("", " ") or draft.empty:
                raise InvalidSelectorError
            joined = node.value
            continue
        if joined and not draft.empty:
            parts.append((joined, draft.compound()))
            draft = _Draft()
            if len(parts) > LONGEST:
                raise InvalidSelectorError
        joined = ""
        at = _condition(nodes, at - 1, draft, weight, quirks, depth)
    if joined not in ("", " "):
        raise InvalidSelectorError
    parts.append(("", draft.compound()))
    # parts[i] = (combinator to the right of compound i, compound i)
    left = tuple((parts[index][0], parts[index][1]) for index in range(len(parts) - 2, -1, -1))
    return Selector(parts[-1][1], left, (weight[0], weight[1], weight[2]))


def _condition(nodes: list[Node], at: int, draft: _Draft, weight: list[int], quirks: bool, depth: int) -> int:
    """Add the condition that begins at `at` to a compound, and return where the next one begins."""
    node = nodes[at]
    if node.type == "ident":
        if not draft.empty:
            raise InvalidSelectorError
        draft.tag = node.lower_value
        weight[2] += 1
    elif node == "*":
        if not draft.empty:
            raise InvalidSelectorError
    elif node.type == "hash":
        draft.id = node.value.lower() if quirks else node.value
        weight[0] += 1
    elif node == "." and at + 1 < len(nodes) and nodes[at + 1].type == "ident":
        at += 1
        draft.classes.append(nodes[at].value.lower() if quirks else nodes[at].value)
        weight[1] += 1
    elif node.type == "[] block":
        draft.tests.append(_attribute([one for one in node.content if one.type != "whitespace"]))
        weight[1] += 1
    elif node == ":" and at + 1 < len(nodes):
        at += 1
        if nodes[at] == ":":
            if at + 1 == len(nodes):
                raise InvalidSelectorError
            at += 1
            draft.tests.append(_never)  # a part of an element is not the element
            weight[2] += 1
        else:
            draft.tests.append(_state(nodes[at], weight, quirks, depth))
    else:
        raise InvalidSelectorError
    draft.empty = False
    return at + 1


def _attribute(nodes: list[Node]) -> Test:
    if not nodes or nodes[0].type != "ident":
        raise InvalidSelectorError
    name = nodes[0].lower_value
    if len(nodes) == 1:
        return lambda element, budget: Answer.YES if element.get(name) is not None else Answer.NO
    if len(nodes) not in (3, 4) or nodes[2].type not in ("ident", "string"):
        raise InvalidSelectorError
    operator, wanted = nodes[1], nodes[2].value
    if operator.type != "literal" or operator.value not in _OPERATORS:
        raise InvalidSelectorError
    test = _OPERATORS[operator.value]
    fold = name in _MIXED_CASE or (len(nodes) == 4 and nodes[3].type == "ident" and nodes[3].lower_value == "i")

    def matches(element: Element, budget: Budget) -> Answer:
        value = element.get(name)
        if value is None:
            return Answer.NO
        return Answer.YES if (test(value.lower(), wanted.lower()) if fold else test(value, wanted)) else Answer.NO

    return matches


_OPERATORS: dict[str, Callable[[str, str], bool]] = {
    "=": lambda value, wanted: value == wanted,
    "~=": lambda value, wanted: bool(wanted) and wanted in value.split(),
    "|=": lambda value, wanted: value == wanted or value.startswith(wanted + "-"),
    "^=": lambda value, wanted: bool(wanted) and value.startswith(wanted),
    "$=": lambda value, wanted: bool(wanted) and value.endswith(wanted),
    "*=": lambda value, wanted: bool(wanted) and wanted in value,
}


def _state(node: Node, weight: list[int], quirks: bool, depth: int) -> Test:
    """Return the test of a pseudo-class."""
    if node.type == "ident":
        name = node.lower_value
        if name in _ELEMENTS:
            weight[2] += 1
            return _never
        weight[1] += 1
        if name in _NEVER:
            return _never
        if name in _LATER:
            return _maybe
        if name in _STATES:
            return _STATES[name]
        raise InvalidSelectorError
    if node.type != "function":
        raise InvalidSelectorError
    name = node.lower_name
    if name == "not" or name in _ANY:
        if depth > 3:
            raise InvalidSelectorError
        inner = parse(node.arguments, quirks=quirks, depth=depth + 1)
        if name != "where":
            for index, count in enumerate(max(one.specificity for one in inner)):
                weight[index] += count
        return _not(inner) if name == "not" else _any(inner)
    weight[1] += 1
    if name in _LATER:
        return _maybe
    if name in ("nth-child", "nth-of-type"):
        from tinycss2 import nth

        steps = nth.parse_nth(node.arguments)
        if steps is None:
            raise InvalidSelectorError
        return _nth(*steps, same_tag=name == "nth-of-type")
    raise InvalidSelectorError


def _not(inner: list[Selector]) -> Test:
    return lambda element, budget: Answer(2 - max(one.match(element, budget) for one in inner))


def _any(inner: list[Selector]) -> Test:
    return lambda element, budget: max(one.match(element, budget) for one in inner)


def _nth(step: int, offset: int, *, same_tag: bool) -> Test:
    def matches(element: Element, budget: Budget) -> Answer:
        number = element.number
        if same_tag:
            number, other = 1, element.before
            while other is not None:
                if not budget.spend():
                    return Answer.MAYBE
                number += other.tag == element.tag
                other = other.before
        away = number - offset
        return Answer.YES if (away == 0 if not step else away % step == 0 and away // step >= 0) else Answer.NO

    return matches


def _known(holds: Callable[[Element], bool]) -> Test:
    return lambda element, budget: Answer.YES if holds(element) else Answer.NO


def _is_link(element: Element) -> bool:
    return element.tag in ("a", "area") and element.get("href") is not None


_STATES: dict[str, Test] = {
    **dict.fromkeys(("link", "any-link", "-webkit-any-link"), _known(_is_link)),
    **dict.fromkeys(_ALWAYS, _known(lambda element: True)),
    "root": _known(lambda element: element.tag == "html"),
    "checked": _known(lambda element: element.get("checked") is not None or element.get("selected") is not None),
    "disabled": _known(lambda element: element.get("disabled") is not None),
    "required": _known(lambda element: element.get("required") is not None),
    "first-child": _nth(0, 1, same_tag=False),
    "first-of-type": _nth(0, 1, same_tag=True),
}
_BY_NAME = frozenset((_never, *(_STATES[name] for name in ("link", *_ALWAYS))))
