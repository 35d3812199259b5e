"""The days on which a Sieve script answers: bounds by the current date (RFC 5260)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from replylint.patterns import compiled
from replylint.sources.sieve_tokens import Token

_ZONE = compiled(r"[+-]\d{4}")
_LOWER, _UPPER = ("ge", "gt"), ("le", "lt")
_OPPOSITE = {"ge": "lt", "gt": "le", "le": "gt", "lt": "ge"}
_RECURRING = frozenset(("weekday", "hour", "minute", "second", "time", "zone"))
_TODAY = ("date", "received")
"""Header lines whose date is that of the day on which a message arrives."""


class Condition(NamedTuple):
    """A bound: `currentdate :value "ge" "date" "2026-06-01"`."""

    test: str
    """`ge`, `gt`, `le` or `lt`."""
    part: str
    """`date`, `iso8601` …"""
    value: str
    zone: str = ""


class Bounds(NamedTuple):
    """What the tests around a command say of the days on which it is run."""

    conditions: tuple[Condition, ...] = ()
    rest: bool = False
    """Whether anything else decides."""
    unread: bool = False
    """Whether there are days among the tests that are no simple bounds."""


def bounds_of(tokens: list[Token], said: Callable[[Token], str]) -> Bounds:
    """Return the bounds by the current date in a test. `said` returns what a string says; an empty text if that is not known."""
    return _test(tokens, 0, said)[0] if tokens else Bounds()


def _test(tokens: list[Token], at: int, said: Callable[[Token], str]) -> tuple[Bounds, int]:
    """Return the bounds in the test that begins at a token, and where it ends (RFC 5228 section 5)."""
    word = tokens[at].text.lower()
    if word == "not" and at + 1 < len(tokens):
        inner, end = _test(tokens, at + 1, said)
        return _negated(inner), end
    if word in ("allof", "anyof") and at + 1 < len(tokens) and tokens[at + 1].text == "(":
        inner_tests: list[Bounds] = []
        at += 1
        while at < len(tokens) and tokens[at].text in ("(", ","):
            inner, at = _test(tokens, at + 1, said) if at + 1 < len(tokens) else (Bounds(rest=True), at + 1)
            inner_tests.append(inner)
        return (_all if word == "allof" or len(inner_tests) == 1 else _any)(inner_tests), at + 1
    arguments, end = _arguments(tokens, at + 1, said)
    if word in ("currentdate", "date"):
        found = _bounds(arguments, header=word == "date")
        return Bounds(tuple(found), not found, not found and _is_about_days(arguments)), end
    return Bounds(rest=word != "true"), max(end, at + 1)


def _negated(inner: Bounds) -> Bounds:
    if len(inner.conditions) == 1 and not inner.rest:
        (one,) = inner.conditions
        return Bounds((one._replace(test=_OPPOSITE[one.test]),))
    return Bounds(rest=True, unread=inner.unread or bool(inner.conditions))


def _all(tests: list[Bounds]) -> Bounds:
    conditions = tuple(condition for test in tests for condition in test.conditions)
    return Bounds(conditions, any(test.rest for test in tests), any(test.unread for test in tests))


def _any(tests: list[Bounds]) -> Bounds:
    return Bounds(rest=True, unread=any(test.unread or test.conditions for test in tests))


def _is_about_days(arguments: list[str | list[str]]) -> bool:
    """Return whether a test is about days, and not about the hours or weekdays that come again and again."""
    strings = {text.lower() for argument in arguments if isinstance(argument, list) for text in argument}
    return not strings & _RECURRING


def _arguments(tokens: list[Token], at: int, said: Callable[[Token], str]) -> tuple[list[str | list[str]], int]:
    """Return the arguments of a test, a tag as a text and a string or a list of them as a list, and where they end."""
    found: list[str | list[str]] = []
    while at < len(tokens):
        token = tokens[at]
        if token.kind == "tag":
            found.append(token.text.lower())
        elif token.is_string:
            found.append([said(token)])
        elif token.kind == "number":
            found.append([token.text])
        elif token.text == "[":
            strings: list[str] = []
            at += 1
            while at < len(tokens) and tokens[at].text != "]":
                if tokens[at].is_string:
                    strings.append(said(tokens[at]))
                at += 1
            found.append(strings)
        else:
            break
        at += 1
    return found, at


def _bounds(arguments: list[str | list[str]], *, header: bool) -> list[Condition]:
    """Return the bounds that a test sets; none if it is not such a test."""
    zone, test, tag = "", "is", ""
    strings: list[list[str]] = []
    for argument in arguments:
        if isinstance(argument, str):
            tag = argument
            test = tag if tag in (":contains", ":matches", ":regex", ":count") else test
        elif tag in (":zone", ":value", ":comparator"):
            zone = argument[0] if tag == ":zone" and argument else zone
            test = argument[0].lower() if tag == ":value" and argument else test
            tag = ""
        else:
            strings.append(argument)
    if header:
        if len(strings) != 3 or not any(name.lower() in _TODAY for name in strings[0]):
            return []
        strings = strings[1:]
    if len(strings) != 2 or not strings[0] or not all((strings[1], *strings[1])):
        return []
    part, values = strings[0][0].lower(), sorted(strings[1])
    if not all(_is_day(value, part) for value in values) or (zone and not _ZONE.fullmatch(zone)):
        return []
    if test in _LOWER:  # it is enough that one of the values is reached
        return [Condition(test, part, values[0], zone)]
    if test in _UPPER:
        return [Condition(test, part, values[-1], zone)]
    if test == "is" and part == "date" and _are_consecutive(values):
        return [Condition("ge", part, values[0], zone), Condition("le", part, values[-1], zone)]
    return []


def _is_day(value: str, part: str) -> bool:
    """Return whether a value is one that the part of the date can have; others compare as mere texts."""
    try:
        return bool({"date": date, "iso8601": datetime}[part].fromisoformat(value))
    except (KeyError, ValueError):
        return False


def _are_consecutive(values: list[str]) -> bool:
    """Return whether days follow one another."""
    days = [date.fromisoformat(value) for value in values]
    return all(after - before == timedelta(days=1) for before, after in pairwise(days))
