"""Hours of one day: read as people type them, written as a message says them."""

from __future__ import annotations

import re
from datetime import time
from typing import NamedTuple

from replylint.errors import InputError
from replylint.patterns import compiled
from replylint.tables import fold, lower, squeeze

_TIME = compiled(
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d))?\s*(?P<half>a\.?\s?m\b\.?|p\.?\s?m\b\.?|noon)?|\b(?P<noon>noon)\b"
)
_HOW = "Write the hours as 1:00 PM to 4:00 PM."


class Hours(NamedTuple):
    """From when to when somebody is out on one day."""

    first: time
    last: time

    def in_language(self, code: str) -> dict[str, str]:
        """Return both times as a message in this language says them."""
        return {"first": _said(self.first, code), "last": _said(self.last, code)}


def hours_in(text: str) -> Hours:
    """Return the hours in a text: `1:00 PM to 4:00 PM`, `1-4 pm`, `13:00-16:00`. Raises InputError if these are not two times."""
    found = list(_TIME.finditer(lower(fold(squeeze(text)))))
    if len(found) != 2:
        raise InputError(f"Give the hours you are out. {_HOW}")
    halves = [_half(match) for match in found]
    if halves[1] and not halves[0] and int(found[0]["hour"] or 12) <= _NOON:
        # "1-4 pm": both in the afternoon, unless that turns them around, as in "10-2 pm".
        start, end = (int(match["hour"] or 12) % _NOON for match in found)
        halves[0] = halves[1] if start < end or halves[1] == "a" else "a"
    first, last = (_time(match, half) for match, half in zip(found, halves, strict=True))
    if last <= first:
        raise InputError(f"The hours end before they begin. {_HOW}")
    return Hours(first, last)


_NOON = 12


def _half(match: re.Match[str]) -> str:
    if match["noon"] or match["half"] == "noon":
        return "p"
    return (match["half"] or "")[:1]


def _time(match: re.Match[str], half: str) -> time:
    hour, minute = int(match["hour"] or _NOON), int(match["minute"] or 0)
    if half and 1 <= hour <= _NOON:
        hour = hour % _NOON + (_NOON if half == "p" else 0)
    elif half:
        hour = 99 if hour == 0 else hour
    try:
        return time(hour, minute)
    except ValueError:
        raise InputError(f"“{match.group().strip()}” is not a time of day. {_HOW}") from None


def _said(at: time, code: str) -> str:
    hour, half = at.hour % _NOON or _NOON, "AM" if at.hour < _NOON else "PM"
    if code == "es":
        half = "a. m." if half == "AM" else "p. m."
    return f"{hour}:{at.minute:02} {half}"
