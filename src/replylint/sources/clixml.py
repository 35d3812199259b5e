"""CLIXML, the XML in which PowerShell's `Export-Clixml` keeps objects.

Control characters and halves of characters are written as `_xHHHH_`, and what looks like that as `_x005F_x…` (PowerShell's
serialization.cs).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from replylint.model import Key
from replylint.patterns import compiled
from replylint.sources.xmls import Element, escaped, tree_of
from replylint.visible import Span

_ESCAPE = compiled(r"_x([0-9A-Fa-f]{4})_")
_TO_ESCAPE = compiled(r"_(?=[xX])|[\x00-\x1f\x7f-\x9f\U00010000-\U0010ffff]")


def objects_of(root: Element) -> list[dict[str, str | None]]:
    """Return the properties of each object: texts unescaped, enumerations by their names, what is null as None."""
    return [
        {element.attributes["N"]: _value(element) for element in _properties(one) if "N" in element.attributes}
        for one in _objects(root)
    ]


def _objects(root: Element) -> Iterator[Element]:
    yield from (child for child in root.children if child.name == "Obj")


def _properties(one: Element) -> Iterator[Element]:
    for child in one.children:
        if child.name in ("Props", "MS"):
            yield from child.children


def _value(element: Element) -> str | None:
    if element.name == "Nil":
        return None
    if element.name == "Obj":
        return element.text_of("ToString")
    return unescaped(element.text)


def places(text: str) -> dict[Key, Span]:
    """Return where the properties stand, in bytes of the text as UTF-8: the element as a whole, by object and name."""
    return {
        (index, element.attributes["N"]): element.whole
        for index, one in enumerate(_objects(tree_of(text)))
        for element in _properties(one)
        if "N" in element.attributes
    }


def unescaped(text: str) -> str:
    """Return a text without PowerShell's escapes."""
    plain = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")  # halves of characters are joined


def element_of(name: str, text: str) -> str:
    """Return the element of a property that holds a text."""
    return f'<S N="{escaped(name)}">{escaped(_TO_ESCAPE.sub(_escape, text))}</S>'


def _escape(match: re.Match[str]) -> str:
    units = match[0].encode("utf-16-be")
    return "".join(f"_x{units[at : at + 2].hex().upper()}_" for at in range(0, len(units), 2))
