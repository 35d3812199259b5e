"""JSON Schemas (2020-12) of the Python interface's shapes, read off their types."""

from __future__ import annotations

import enum
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from typing import Any

from replylint.api import Answers, Change, Checked, Reply

Schema = dict[str, Any]
_TEXT: Schema = {"type": "string"}
_SCALARS: dict[Any, Schema] = {
    str: _TEXT,
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    type(None): {"type": "null"},
    date: {
        "type": "string",
        "format": "date",
        "pattern": "^(?!0000)[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
        "examples": ["2026-12-31"],
    },
    bytes: {
        "type": "string",
        "contentEncoding": "base64",
        "pattern": "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$",
    },
    Any: {},
}
_WORKED_OUT: dict[type, tuple[tuple[str, Any], ...]] = {
    Checked: (("kind", str),),
    Change: (("start", int), ("end", int), ("before", str), ("after", str)),
}
"""What values tell besides their fields."""

CHOICES: dict[tuple[type, str], tuple[str, ...]] = {
    (Reply, "system"): ("", "outlook", "gmail", "apple", "other"),
    (Answers, "language"): ("en", "es", "both"),
    (Answers, "kind"): ("absence", "hours", "departed"),
    (Answers, "system"): ("", "outlook", "gmail", "apple", "other"),
}
"""Texts that are one of a few; their types do not say so."""


class Schemas:
    """Collects the schemas of records by name, for `components`. In requests names with a default may be left out."""

    def __init__(self) -> None:
        self.found: dict[str, Schema] = {}

    def of(self, kind: Any, *, request: bool = False) -> Schema:
        """Return the schema of a type; records are references to `#/components/schemas`."""
        origin, inner = typing.get_origin(kind), typing.get_args(kind)
        if origin in (typing.Union, types.UnionType):
            return {"anyOf": [self.of(one, request=request) for one in inner]}
        if origin is tuple and inner[1:] == (Ellipsis,):
            return {"type": "array", "items": self.of(inner[0], request=request)}
        if origin is tuple:
            each = [self.of(one, request=request) for one in inner]
            return {"type": "array", "prefixItems": each, "minItems": len(each), "maxItems": len(each)}
        if isinstance(origin, type) and issubclass(origin, Mapping):
            return {"type": "object"}
        if isinstance(kind, type) and issubclass(kind, enum.Enum):
            return {"type": "string", "enum": [one.value for one in kind]}
        if kind in _SCALARS:
            return _SCALARS[kind]
        return self._record(kind, request=request)

    def _record(self, kind: type, *, request: bool) -> Schema:
        name = kind.__name__ + ("Request" if request else "")
        if name not in self.found:
            self.found[name] = {}  # for records that have themselves in them
            hints = typing.get_type_hints(kind)
            members = _members(kind)
            properties = {
                one: {"type": "string", "enum": [*CHOICES[kind, one]]}
                if (kind, one) in CHOICES
                else self.of(hints[one], request=request)
                for one in members
            }
            required = [one for one, has_default in members.items() if not (request and has_default)]
            if not request:
                properties |= {one: self.of(of) for one, of in _WORKED_OUT.get(kind, ())}
                required = [*properties]
            self.found[name] = {
                "type": "object",
                "description": " ".join((kind.__doc__ or "").partition("\n\n")[0].split()),
                "properties": properties,
                "required": required,
                "additionalProperties": False,
            }
            if not required:
                del self.found[name]["required"]
        return {"$ref": f"#/components/schemas/{name}"}


def _members(kind: type) -> dict[str, bool]:
    """Return the names of a record, and whether each has a default."""
    if is_dataclass(kind):
        return {one.name: one.default is not MISSING or one.default_factory is not MISSING for one in fields(kind)}
    named: Any = kind
    return {one: one in named._field_defaults for one in named._fields}
