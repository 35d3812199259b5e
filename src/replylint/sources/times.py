"""Times as exports write them, and what settles those that an export leaves open: the zone, and whether 6/1 is in June or in January."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple

from replylint.model import Mailbox, Moment, State
from replylint.patterns import compiled
from replylint.times import local_day, settled_zone

_FIGURES = compiled(
    r"(?P<a>\d{1,4})(?P<mark>[./-])\s?(?P<b>\d{1,2})(?P=mark)\s?(?P<c>\d{1,4})\.?"
    r"(?:,?[\s\u202f\u00a0]+(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2}))?(?:[\s\u202f\u00a0]*(?P<half>[ap])\.?[\s\u00a0]?m\.?)?)?",
    re.IGNORECASE,
)
_NET = compiled(r"/Date\((-?\d{1,17})(?:[+-]\d{4})?\)/")
_GENERALIZED = compiled(r"(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:\.\d+)?Z")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Told(NamedTuple):
    """What a person says of an export that it does not say itself."""

    timezone: tzinfo | None = None
    """The zone of its times that name none, and of the people in it where nothing else tells theirs."""
    date_order: str = ""
    """`month-first`, `day-first`, or empty."""


NOTHING_TOLD = Told()


def moment_of(value: object) -> Moment | None:
    """Return the instant that an export's value stands for, or None if it stands for none.

    Known are ISO 8601 (with up to seven digits of a second), `/Date(1780286400000)/` and objects around it (Windows PowerShell's JSON),
    LDAP's generalized time, and what .NET writes in the cultures of the world: `6/1/2026 12:00:00 AM`, `01.06.2026 00:00:00`.
    """
    if isinstance(value, dict):
        value = value.get("value", value.get("Value", value.get("DateTime")))
    if not isinstance(value, str) or not (text := value.strip()):
        return None
    if match := _NET.fullmatch(text):
        return since_epoch(int(match[1]))
    if match := _GENERALIZED.fullmatch(text):
        at = _datetime(*(int(figure) for figure in match.groups()))
        return Moment(at.replace(tzinfo=UTC)) if at else None
    try:
        return _known(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        return _cultural(text)


def since_epoch(milliseconds: int) -> Moment | None:
    """Return the instant so many milliseconds after 1970 began (UTC), or None where no calendar reaches."""
    try:
        return _known(_EPOCH + timedelta(milliseconds=milliseconds))
    except OverflowError:
        return None


def _known(at: datetime) -> Moment | None:
    """Return an instant, unless it is one of those that stand for none: .NET's first day, or the year 9999."""
    return Moment(at) if 1980 <= at.year <= 9000 else None


def _cultural(text: str) -> Moment | None:
    match = _FIGURES.fullmatch(text)
    if match is None:
        return None
    a, b, c = int(match["a"]), int(match["b"]), int(match["c"])
    hour = int(match["hour"] or 0)
    if match["half"]:
        hour = hour % 12 + (12 if match["half"] in "pP" else 0)
    clock = (hour, int(match["minute"] or 0), int(match["second"] or 0))
    if len(match["a"]) == 4:
        at = _datetime(a, b, c, *clock)
        return _known(at) if at else None
    year = c if c > 99 else 2000 + c
    month_first, day_first = _datetime(year, a, b, *clock), _datetime(year, b, a, *clock)
    if match["mark"] != "/":
        month_first = None  # points and dashes stand in cultures that write the day first
    if month_first and day_first:
        return Moment(month_first, day_first if month_first != day_first else None)
    at = month_first or day_first
    return _known(at) if at else None


def _datetime(year: int, month: int, day: int, hour: int, minute: int, second: int) -> datetime | None:
    try:
        return datetime(year, month, day, hour, minute, second)
    except ValueError:
        return None


def order_shown(texts: Iterable[str]) -> str:
    """Return the order that dates of one export show: `month-first` if one has a day beyond 12 in the second place, `day-first` in the first.

    Empty if none shows it, or they contradict each other.
    """
    shown = set()
    for text in texts:
        match = _FIGURES.fullmatch(text.strip())
        if match and match["mark"] == "/" and len(match["a"]) < 4:
            if int(match["a"]) > 12:
                shown.add("day-first")
            elif int(match["b"]) > 12:
                shown.add("month-first")
    return shown.pop() if len(shown) == 1 else ""


def in_order(moment: Moment | None, order: str) -> Moment | None:
    """Return an instant with its order settled, if `order` names one."""
    if moment is None or moment.day_first is None or not order:
        return moment
    return Moment(moment.day_first if order == "day-first" else moment.at)


def settled(mailbox: Mailbox, told: Told) -> Mailbox:
    """Return a mailbox with the times of its settings as far as they are told.

    The messages of a scheduled reply are sent from its start on, so they are understood and judged as of that day: `June 1` in a reply of
    last June is last June's.
    """
    settings = mailbox.settings
    if settings is None or (settings.start is None and settings.end is None):
        return mailbox
    zone = settings.timezone or (str(told.timezone) if told.timezone else "")
    settings = settings._replace(start=_settled(settings.start, told), end=_settled(settings.end, told), timezone=zone)
    start = settings.start
    if settings.state is not State.SCHEDULED or start is None or start.day_first is not None:
        return replace(mailbox, settings=settings)
    begins = local_day(start, settled_zone(settings, told.timezone))
    documents = tuple(replace(document, written_on=begins) for document in mailbox.documents)
    return replace(mailbox, settings=settings, documents=documents)


def _settled(moment: Moment | None, told: Told) -> Moment | None:
    moment = in_order(moment, told.date_order)
    if moment is None or moment.at.tzinfo is not None or told.timezone is None:
        return moment
    other = moment.day_first
    return Moment(moment.at.replace(tzinfo=told.timezone), other.replace(tzinfo=told.timezone) if other else None)
