"""JSON of exports: one document or JSON Lines, with the place of each text, so that one can be replaced and every other character stays.

RFC 8259. Keys that differ only by case are kept apart, as PowerShell's remoting writes them.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from replylint.errors import SourceError
from replylint.model import Key
from replylint.patterns import compiled
from replylint.visible import Span

_TOKEN = compiled(r'\s*(?:("(?:[^"\\]|\\.)*+")|([{}\[\],:])|([^\s{}\[\],:"]++))', re.DOTALL)
_CASE = str.lower
_LONGEST_NUMBER = 30
"""Digits of a whole number that is read as one."""


def values(text: str) -> Iterator[tuple[Key, Any] | SourceError]:
    """Yield the value of a text with its key, or those of JSON Lines, keyed by line from 0.

    A line of JSON Lines that is damaged is yielded as its error. Raises SourceError if the text as a whole is no JSON.
    """
    try:
        yield (), loads(text)
        return
    except RecursionError:
        raise SourceError("it is damaged: nested too deep to be an export; export it again") from None
    except json.JSONDecodeError as error:
        lines = [line for line in text.split("\n") if line.strip()]
        begun = lines[:1] and _alone(lines[0])
        if len(lines) < 2 or not isinstance(begun, dict | list):
            raise SourceError(f"it is damaged or cut off at line {error.lineno}; export it again") from None
    for number, line in enumerate(lines):
        value = _alone(line)
        yield (
            ((number,), value)
            if value is not None
            else SourceError(f"line {number + 1} is damaged or cut off, so it was not checked; export it again")
        )


def loads(text: str) -> Any:
    """Return the value of a text; a number of so many digits that nothing has it is infinite.

    Raises ValueError if it is not JSON, and RecursionError if it is nested too deep.
    """
    return json.loads(text, parse_int=_number)


def _number(digits: str) -> int | float:
    return int(digits) if len(digits) <= _LONGEST_NUMBER else float(digits)


def error_in(value: Any) -> str:
    """Return the error that a server answered instead of settings, in its own words; empty if it is something else.

    Microsoft Graph and Google: `{"error": {"code": …, "message": …}}`; OAuth: `{"error": …, "error_description": …}`;
    JMAP (RFC 8620 section 3.6): `["error", {"type": …}, …]` or a problem of RFC 7807; cPanel: `{"status": 0, "errors": […]}`.
    """
    if isinstance(value, list):
        return error_in({"error": value[1]}) if value[:1] == ["error"] and len(value) > 1 else ""
    if not isinstance(value, dict):
        return ""
    error, words = found(value, "error")[1], [found(value, "error_description")[1]]
    if isinstance(error, dict):
        words = [found(error, name)[1] for name in ("code", "type", "message", "description")]
    elif isinstance(error, str) and error:
        words.insert(0, error)
    elif str(value.get("type", "")).startswith("urn:ietf:params:jmap:error:"):
        words = [value["type"], value.get("detail")]
    elif isinstance(value.get("errors"), list) and not value.get("status"):
        words = value["errors"]
    return ": ".join(str(word)[:200] for word in words if isinstance(word, str | int) and str(word).strip())


def _alone(line: str) -> Any:
    try:
        return loads(line)
    except (ValueError, RecursionError):
        return None


def places(text: str) -> dict[Key, Span]:
    """Return where the texts of an export and its nulls stand, quotes included, by their keys. `text` must be what `values` could read."""
    try:
        loads(text)
        return dict(_places(text, 0, ()))
    except ValueError:
        found: dict[Key, Span] = {}
        at = number = 0
        for line in text.split("\n"):
            if line.strip():
                if _alone(line) is not None:
                    found.update(_places(line, at, (number,)))
                number += 1
            at += len(line) + 1
        return found


def _places(text: str, offset: int, above: Key) -> Iterator[tuple[Key, Span]]:
    """Yield the place of each text of one value."""
    keys: list[str | int] = []
    objects: list[bool] = []
    expects_name = False
    for match in _TOKEN.finditer(text):
        string, mark, bare = match.groups()
        if mark in ("{", "["):
            objects.append(mark == "{")
            keys.append("" if mark == "{" else 0)
            expects_name = mark == "{"
        elif mark in ("}", "]"):
            objects.pop()
            keys.pop()
            expects_name = False
        elif mark == ",":
            if objects[-1]:
                expects_name = True
            else:
                keys[-1] = int(keys[-1]) + 1
        elif string and expects_name:
            keys[-1], expects_name = json.loads(string), False
        elif string or bare == "null":
            yield (*above, *keys), Span(offset + match.start(match.lastindex or 0), offset + match.end())


def quoted(text: str, *, plain: bool) -> str:
    """Return a text as JSON writes it; with `plain` in ASCII only, as the export around it is."""
    return json.dumps(text, ensure_ascii=plain)


def found(value: Any, *names: str) -> tuple[str, Any]:
    """Return the first of the names that an object has, whatever their case there, with its value; empty and None if it has none."""
    if isinstance(value, dict):
        folded = {_CASE(key): key for key in reversed(value) if isinstance(key, str)}
        for name in names:
            if (key := folded.get(_CASE(name))) is not None:
                return key, value[key]
    return "", None


def text_in(value: Any, *names: str) -> str:
    """Return the text that an object has under one of the names, whatever their case there; empty if it has none."""
    one = found(value, *names)[1]
    return one if isinstance(one, str) else ""
