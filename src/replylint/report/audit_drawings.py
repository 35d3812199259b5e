"""The drawings of an audit's page: places and sizes, worked out from what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from replylint.report.figures import history, percent

if TYPE_CHECKING:
    from replylint.report.auditing import Found
    from replylint.report.since import Since

_DAYS, _WEEKS = 30, 40
"""Columns of the calendar: business days, or weeks where absences go on for longer."""
_AHEAD = timedelta(weeks=_WEEKS)
"""How far the calendar looks."""
_LEAST_AUDITS, _MOST_AUDITS = 2, 24
"""Audits from which on, and up to which, their course is drawn."""
_MOST_LINES = 40
"""People that the drawing of who covers for whom shows."""
_ROW = 26
"""Pixels between two names of it."""
_MOST_NAMES = 12
"""People without cover whom a day names."""
_ANSWERED = {
    "within 1 hour": timedelta(hours=1),
    "within 2 hours": timedelta(hours=2),
    "within 4 hours": timedelta(hours=4),
    "within 9 hours": timedelta(hours=9),
    "within 24 hours": timedelta(hours=24),
    "within 3 days": timedelta(days=3),
    "later": timedelta.max,
}
"""How the time of answers is divided."""
_WORST = {"away": 0, "leads on": 1, "there": 2}


def day_in_words(day: date) -> str:
    """Return a day as a reader writes it: `December 7, 2026`."""
    return f"{day:%B} {day.day}, {day.year}"


def course(found: Found, as_of: date, compared: Since | None) -> list[dict[str, Any]]:
    """Return the audits that were compared, the oldest first, and what share of the mailboxes was without errors in each."""
    audits = [*(compared.history if compared else ()), history(found, as_of)]
    if len(audits) < _LEAST_AUDITS:
        return []
    return [
        {
            "day": _short(one["as_of"]), "share": f"{percent(one['right'], one['judged'])} %", "width": share, "said": f"{one['right']:,} of {one['judged']:,}",
        }
        for one in audits[-_MOST_AUDITS:]
        for share in (100 * one["right"] / max(one["judged"], 1),)
    ]  # fmt: skip


def _short(day: str) -> str:
    try:
        return day_in_words(date.fromisoformat(day))
    except ValueError:
        return day


def calendar(found: Found, as_of: date, is_business_day: Callable[[date], bool]) -> dict[str, Any]:
    """Return the columns of the calendar: the business days from that of the audit on, each with how many people are away and for how many nobody covers.

    Where absences go on for longer, a column is a week, and shows its worst day.
    """
    away: Counter[date] = Counter()
    for one in found.people:
        absent = {
            first + timedelta(days=number)
            for first, last in one.away
            if last >= as_of
            for number in range(min((last - first).days, 370) + 1)
        }
        away.update(day for day in absent if day >= as_of)
    last_away = max(away, default=as_of)
    business = [day for day in _from(as_of, min(last_away, as_of + _AHEAD)) if is_business_day(day)]
    if not any(away[day] for day in business):
        return {}
    names: dict[date, list[str]] = {}
    for person, day in found.gap_days:
        names.setdefault(day, []).append(found.people[person].called)
    weekly = len(business) > _DAYS
    columns: dict[date, list[date]] = {}
    for day in business:
        columns.setdefault(day - timedelta(days=day.weekday()) if weekly else day, []).append(day)
    shown = list(columns.items())[: _WEEKS if weekly else _DAYS]
    most = max(away[day] for day in business)
    drawn: list[dict[str, Any]] = []
    month = 0
    for first, days in shown:
        count, gap = max(away[day] for day in days), max(len(names.get(day, ())) for day in days)
        drawn.append({
            "away": f"{count:,}", "height": 100 * count / most, "gap": 100 * gap / count if count else 0, "day": first.day, "month": f"{first:%b}" if first.month != month else "",
            "said": f"{'Week of ' if weekly else ''}{day_in_words(first)}: {count:,} away{f', {gap:,} of them with nobody to cover' if gap else ''}",
        })  # fmt: skip
        month = first.month
    gaps = [
        {
            "day": day_in_words(day), "away": f"{away[day]:,}", "count": f"{len(who):,}",
            "who": ", ".join(sorted(who)[:_MOST_NAMES]) + (f" and {len(who) - _MOST_NAMES:,} more" if len(who) > _MOST_NAMES else ""),
        }
        for day, who in sorted(names.items())
        if day >= as_of
    ]  # fmt: skip
    last = shown[-1][1][-1]
    return {
        "columns": drawn, "weekly": weekly, "gaps": gaps, "rest": f"Absences go on until {day_in_words(last_away)}." if last_away > last else "",
        "said": f"People away from {day_in_words(as_of)} on, at most {most:,} on one day. The days on which nobody covers are listed below.",
        "wide": max(len(one["away"]) for one in drawn) * 0.5 + 0.9,
    }  # fmt: skip


def _from(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def times(found: Found) -> list[dict[str, Any]]:
    """Return the bars of the chart of answers: how many took how long, in office hours and by the clock."""
    answered = [one for one in found.response_times if one is not None]
    if not answered:
        return []
    office, elapsed = (
        Counter(next(name for name, most in _ANSWERED.items() if one[clock] <= most) for one in answered)
        for clock in (0, 1)
    )
    largest = max(*office.values(), *elapsed.values())
    return [
        {
            "name": name, "office": f"{office[name]:,}", "office_width": 100 * office[name] / largest,
            "elapsed": f"{elapsed[name]:,}", "elapsed_width": 100 * elapsed[name] / largest,
        }
        for name in _ANSWERED
        if office[name] or elapsed[name]
    ]  # fmt: skip


def graph(found: Found) -> dict[str, Any]:
    """Return the drawing of who covers for whom: people who are away, and lines to those whom their replies name.

    Those without cover on most days come first.
    """
    named: dict[int, list[Any]] = {}
    for line in found.lines:
        named.setdefault(line.person, []).append(line)
    if not named:
        return {}
    covered = found.covered
    gaps = Counter(person for person, _ in found.gap_days)
    order = sorted(named, key=lambda person: (_WORST[covered[person]], -gaps[person], found.people[person].called))
    rows: dict[str, int] = {}
    lines: list[dict[str, Any]] = []
    people: list[dict[str, Any]] = []
    for number, person in enumerate(order[:_MOST_LINES]):
        own = named[person]
        for one in own:
            lines.append(
                {
                    "from": number,
                    "to": rows.setdefault(one.contact or "nobody", len(rows)),
                    "kind": one.covers.replace(" ", "-"),
                }
            )
        people.append({
            "who": found.people[person].called, "kind": covered[person].replace(" ", "-"),
            "contacts": ", ".join(one.contact or "nobody" for one in own),
            "said": {"away": "nobody is there on some day", "leads on": "is away as well, and leads on to somebody", "there": ""}[covered[person]],
        })  # fmt: skip
    worst = {
        line["to"]: line["kind"] for line in sorted(lines, key=lambda line: -_WORST[line["kind"].replace("-", " ")])
    }
    return {
        "people": people, "right": [{"name": name, "kind": worst[at]} for name, at in rows.items()], "lines": lines,
        "height": max(len(people), len(rows)) * _ROW + 6, "more": len(order) - len(people), "row": _ROW,
        "said": f"Lines from {len(people)} people who are away to those whom their replies name. The same stands below as a list.",
    }  # fmt: skip
