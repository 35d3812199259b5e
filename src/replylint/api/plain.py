"""The interface's values as JSON, and JSON as its values: same names, days as 2026-12-31, bytes as base64."""

from __future__ import annotations

import base64
import binascii
import enum
import types
import typing
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any

from replylint.api.shapes import Change, Checked, File, Reply
from replylint.errors import InputError

_WORKED_OUT: dict[type, tuple[str, ...]] = {Checked: ("kind",), Change: ("start", "end", "before", "after")}
"""What values tell besides their fields."""


def to_json(value: Any) -> Any:
    """Return a value of the interface as dictionaries, lists, texts, numbers, truth values and None."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, Mapping):
        return {str(key): to_json(one) for key, one in value.items()}
    if names := _names(value.__class__):
        return {name: to_json(getattr(value, name)) for name in names}
    if isinstance(value, list | tuple | set | frozenset):
        return [to_json(one) for one in value]
    raise TypeError(f"{type(value).__name__} is no value of the interface")


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    own = tuple(one.name for one in fields(kind)) if is_dataclass(kind) else getattr(kind, "_fields", ())
    return (*own, *_WORKED_OUT.get(kind, ()))


def from_json(kind: Any, value: Any, where: str) -> Any:
    """Return JSON as a value of this type. Raises InputError, which names the place, if it is not one.

    Names that the type does not have are refused, those that `to_json` adds aside.
    """
    origin = typing.get_origin(kind)
    if origin in (typing.Union, types.UnionType):
        return _one_of(typing.get_args(kind), value, where)
    if origin is tuple:
        return _tuple(typing.get_args(kind), value, where)
    if kind is date or (isinstance(kind, type) and issubclass(kind, enum.Enum)) or kind is bytes:
        return _scalar(kind, value, where)
    if isinstance(kind, type) and _names(kind):
        return _record(kind, value, where)
    if kind is Any or (isinstance(value, kind) and not (kind is int and isinstance(value, bool))):
        return value
    raise InputError(f"{where} must be {_called(kind)}.")


def _one_of(kinds: tuple[Any, ...], value: Any, where: str) -> Any:
    if value is None and type(None) in kinds:
        return None
    if {Reply, File} <= {*kinds}:
        return from_json(File if isinstance(value, Mapping) and "data" in value else Reply, value, where)
    return from_json(next(one for one in kinds if one is not type(None)), value, where)


def _tuple(kinds: tuple[Any, ...], value: Any, where: str) -> tuple[Any, ...]:
    if not isinstance(value, list | tuple):
        raise InputError(f"{where} must be a list.")
    if kinds[1:] != (Ellipsis,) and len(value) != len(kinds):
        raise InputError(f"{where} must be a list of {len(kinds)}.")
    each = [kinds[0]] * len(value) if kinds[1:] == (Ellipsis,) else kinds
    return tuple(
        from_json(kind, one, f"{where}[{number}]") for number, (kind, one) in enumerate(zip(each, value, strict=True))
    )


def _scalar(kind: Any, value: Any, where: str) -> Any:
    if not isinstance(value, str):
        raise InputError(f"{where} must be a text.")
    try:
        if kind is bytes:
            return base64.b64decode(value, validate=True)
        return date.fromisoformat(value) if kind is date else kind(value)
    except (ValueError, binascii.Error):
        what = "base64" if kind is bytes else "a day such as 2026-12-31" if kind is date else _called(kind)
        raise InputError(f"{where} must be {what}.") from None


def _record(kind: type, value: Any, where: str) -> Any:
    if not isinstance(value, Mapping):
        raise InputError(f"{where} must be an object with {', '.join(_names(kind))}.")
    types_of = _types(kind)
    unknown = [name for name in value if name not in types_of and name not in _names(kind)]
    if unknown:
        raise InputError(f"{where} has no “{unknown[0]}”. It has {', '.join(types_of)}.")
    given = {name: from_json(types_of[name], value[name], f"{where}.{name}") for name in types_of if name in value}
    try:
        return kind(**given)
    except TypeError:
        missing = [name for name in types_of if name not in value]
        raise InputError(f"{where} lacks {' or '.join(missing)}.") from None


@cache
def _types(kind: type) -> dict[str, Any]:
    hints = typing.get_type_hints(kind)
    own = [one.name for one in fields(kind)] if is_dataclass(kind) else list(getattr(kind, "_fields", ()))
    return {name: hints[name] for name in own}


def _called(kind: Any) -> str:
    if isinstance(kind, type) and issubclass(kind, enum.Enum):
        return " or ".join(str(one.value) for one in kind)
    return {str: "a text", int: "a whole number", bool: "true or false"}.get(kind, getattr(kind, "__name__", str(kind)))
