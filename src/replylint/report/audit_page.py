"""The page of an audit: what its figures, drawings and lists say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from replylint import __version__
from replylint.model import Severity
from replylint.report.html import page

if TYPE_CHECKING:
    from replylint.report.auditing import Found, Since

_MOST_RULES = 12
"""Rules that the chart shows."""
_DAYS = 30
"""Business days that the calendar shows."""
_BAR, _COLUMN = 400, 90
"""The longest bar and the highest column, in pixels."""
_RANKS = {str(severity): int(severity) for severity in Severity}
_ANSWERED = {
    "within 1 hour": timedelta(hours=1),
    "within 2 hours": timedelta(hours=2),
    "within 4 hours": timedelta(hours=4),
    "within 9 hours (a business day)": timedelta(hours=9),
    "within 18 hours": timedelta(hours=18),
    "later": timedelta.max,
}
"""How the time of answers is divided, by the office time that they took at most."""
_RESPONSE = {"response.unanswered": "Not answered", "response.late": "Answered late"}
_COVER = {
    "coverage.contact-away": "Nobody is there",
    "coverage.circular": "Replies that lead in a circle",
    "coverage.chain": "Replies that lead on to another absence",
    "coverage.overloaded": "Too much for one person",
    "coverage.unknown": "Addresses that nobody has",
}


def audit_page(
    found: Found, as_of: date, standard: str, is_business_day: Callable[[date], bool], compared: Since | None = None
) -> str:  # fmt: skip
    """Return the page. `standard` is what the messages were held against, `compared` what became of the findings of an earlier audit."""
    people: dict[tuple[str, int], dict[str, Any]] = {
        (row["path"], row["number"]): {"who": _who(row), "findings": []} for row in found.mailboxes if row["judged"]
    }
    for row in found.findings:
        people.setdefault((row["path"], row["number"]), {"who": row["mailbox"] or row["path"], "findings": []})[
            "findings"
        ].append(row)
    with_findings = [_person(one) for one in people.values() if one["findings"]]
    with_findings.sort(key=lambda one: (-one["errors"], -one["total"], one["who"]))
    wrong = sum(one["errors"] > 0 for one in with_findings)
    rules = Counter(rule for one in with_findings for rule in one["rules"].split())
    days = _calendar(found, as_of, is_business_day)
    return page("audit", {
        "as_of": _day(as_of), "standard": standard, "version": __version__, "mailboxes": f"{len(found.mailboxes):,}", "judged": f"{found.judged:,}",
        "right": f"{max(found.judged - len(with_findings), 0):,}", "wrong": f"{wrong:,}", "warned": f"{len(with_findings) - wrong:,}",
        "gaps": f"{len({day for _, day in found.gap_days}):,}", "unchecked": found.troubles, "people": with_findings, "names": sorted(rules),
        "rules": _bars(rules), "rules_said": "Mailboxes by rule: " + ", ".join(f"{rule} {count}" for rule, count in rules.most_common(_MOST_RULES)),
        "since": _since(found, compared),
        "reminders": [{"who": one.leave.name or one.leave.email, "days": f"{_day(one.leave.first)} to {_day(one.leave.last)}", "message": one.message} for one in found.reminders],
         "days": days, "days_said": "People away by day: " + "; ".join(one["said"] for one in days), "cover": _groups(found, _COVER), "answers": _groups(found, _RESPONSE), "times": _times(found),
    })  # fmt: skip


def _since(found: Found, compared: Since | None) -> str:
    if compared is None:
        return ""
    new = sum(map(compared.is_new, found.findings))
    return f"Since the earlier audit {len(compared.fixed):,} findings were mended. Of the {len(found.findings):,} in mailboxes now, {new:,} are new."


def _who(row: dict[str, Any]) -> str:
    name, email = row["name"], row["email"]
    return f"{name} ({email})" if name and email else name or email or row["path"]


def _person(one: dict[str, Any]) -> dict[str, Any]:
    findings = sorted(one["findings"], key=lambda row: -_RANKS[row["severity"]])
    counts = Counter(row["severity"] for row in findings)
    said = (
        f"{counts[name]} {name}{'' if counts[name] == 1 else 's'}"
        for name in ("error", "warning", "note")
        if counts[name]
    )
    return {
        "who": one["who"], "findings": findings, "errors": counts["error"], "total": len(findings), "counts": ", ".join(said),
        "rules": " ".join(sorted({row["rule"] for row in findings})),
    }  # fmt: skip


def _bars(rules: Counter[str]) -> list[dict[str, Any]]:
    shown = rules.most_common(_MOST_RULES)
    largest = max((count for _, count in shown), default=1)
    return [
        {"rule": rule, "count": f"{count:,}", "width": max(round(count * _BAR / largest), 2)} for rule, count in shown
    ]


def _calendar(found: Found, as_of: date, is_business_day: Callable[[date], bool]) -> list[dict[str, Any]]:
    """Return the business days from the one of the audit on, until nobody is away any more, each with how many are away and uncovered."""
    spans = [(row["first_day"], row["last_day"]) for row in found.mailboxes if row["first_day"] and row["last_day"]]
    last = max((last for _, last in spans), default=as_of)
    gaps = Counter(day for _, day in found.gap_days)
    days: list[dict[str, Any]] = []
    day = as_of
    while day <= last and len(days) < _DAYS:
        if is_business_day(day):
            away = sum(first <= day <= last for first, last in spans)
            days.append({"date": day, "away": away, "uncovered": gaps[day]})
        day += timedelta(days=1)
    most = max((one["away"] for one in days), default=0)
    if not most:
        return []
    for number, one in enumerate(days):
        uncovered = f", {one['uncovered']} of them with nobody to cover" if one["uncovered"] else ""
        before = days[number - 1]["date"] if number else None
        one |= {
            "height": round(one["away"] * _COLUMN / most), "gap": round(one["uncovered"] * _COLUMN / most), "day": one["date"].day,
            "month": f"{one['date']:%B}" if before is None or before.month != one["date"].month else "", "said": f"{_day(one['date'])}: {one['away']} away{uncovered}",
        }  # fmt: skip
    return days


def _times(found: Found) -> list[dict[str, Any]]:
    """Return the bars of the chart of answers: how many took how long, and how many letters have none."""
    if not found.response_times:
        return []
    counts = dict.fromkeys([*_ANSWERED, "not answered"], 0)
    for one in found.response_times:
        counts["not answered" if one is None else next(name for name, most in _ANSWERED.items() if one[0] <= most)] += 1
    largest = max(counts.values())
    return [
        {"name": name, "count": f"{count:,}", "width": round(count * _BAR / largest), "bad": name == "not answered"}
        for name, count in counts.items()
    ]


def _groups(found: Found, titles: dict[str, str]) -> list[dict[str, Any]]:
    """Return what was found across mailboxes by the rules that have titles, a group each."""
    groups = []
    for rule, title in titles.items():
        people = [{"who": one.mailbox, "message": one.message} for one in found.across if one.rule == rule]
        if people:
            groups.append({"title": title, "people": people})
    return groups


def _day(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"
