"""The page of an audit: what its figures, drawings and lists say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from replylint import __version__
from replylint.model import Severity
from replylint.report import html
from replylint.report.figures import Mailbox, history, in_words, mailboxes_of

if TYPE_CHECKING:
    from replylint.report.auditing import Found, Since

_PAGE = "audit"
_MOST_RULES = 12
"""Rules that the chart shows."""
_DAYS = 30
"""Business days that the calendar shows."""
_LEAST_AUDITS, _MOST_AUDITS = 2, 24
"""Audits from which on, and up to which, their course is drawn."""
_MOST_LINES = 40
"""People that the drawing of who covers for whom shows."""
_ROW = 26
"""Pixels between two names of it."""
_BAR, _COLUMN = 70, 90
"""The longest bar, in percent of the width that there is, and the highest column, in pixels."""
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


def load() -> None:
    """Load the page ahead of its use."""
    html.load(_PAGE)


def audit_page(
    found: Found, as_of: date, standard: str, is_business_day: Callable[[date], bool], compared: Since | None = None
) -> str:  # fmt: skip
    """Return the page. `standard` is what the messages were held against, `compared` what became of the findings of an earlier audit."""
    mailboxes = mailboxes_of(found)
    judged = [one for one in mailboxes if one.judged]
    with_findings = [_person(one) for one in mailboxes if one.findings]
    with_findings.sort(key=lambda one: (-one["errors"], -one["total"], one["who"]))
    wrong = sum(one["errors"] > 0 for one in with_findings)
    rules = Counter(rule for one in with_findings for rule in one["rules"].split())
    days = _calendar(found, as_of, is_business_day)
    departments, over_time = _departments(mailboxes), _over_time(found, as_of, compared)
    graph = _graph(found, as_of)
    return html.page(_PAGE, {
        "as_of": _day(as_of), "standard": standard, "version": __version__, "mailboxes": f"{len(mailboxes):,}", "judged": f"{len(judged):,}",
        "right": f"{sum(not one.findings for one in judged):,}", "wrong": f"{wrong:,}", "warned": f"{len(with_findings) - wrong:,}",
        "gaps": f"{len({day for _, day in found.gap_days}):,}", "unchecked": found.troubles, "people": with_findings, "names": sorted(rules),
        "rules": _bars(rules),
        "since": _since(found, compared),
        "reminders": [{"who": one.leave.name or one.leave.email, "days": f"{_day(one.leave.first)} to {_day(one.leave.last)}", "message": one.message} for one in found.reminders],
         "days": days, "days_said": "People away by day: " + "; ".join(one["said"] for one in days), "cover": _groups(found, _COVER), "answers": _groups(found, _RESPONSE), "times": _times(found), "clocks": _clocks(found),
        "departments": departments, "over_time": over_time, "graph": graph,
    })  # fmt: skip


def _since(found: Found, compared: Since | None) -> str:
    if compared is None:
        return ""
    new = sum(map(compared.is_new, found.findings))
    return f"Since the earlier audit {len(compared.fixed):,} findings were mended. Of the {len(found.findings):,} in mailboxes now, {new:,} are new."


def _person(one: Mailbox) -> dict[str, Any]:
    findings = sorted(one.findings, key=lambda row: -_RANKS[row["severity"]])
    counts = Counter(row["severity"] for row in findings)
    said = (
        f"{counts[name]} {name}{'' if counts[name] == 1 else 's'}"
        for name in ("error", "warning", "note")
        if counts[name]
    )
    return {
        "who": one.who, "findings": findings, "errors": counts["error"], "total": len(findings), "counts": ", ".join(said),
        "rules": " ".join(sorted({row["rule"] for row in findings})),
    }  # fmt: skip


def _bars(rules: Counter[str]) -> list[dict[str, Any]]:
    shown = rules.most_common(_MOST_RULES)
    largest = max((count for _, count in shown), default=1)
    return [
        {"name": rule, "count": f"{count:,}", "width": max(round(count * _BAR / largest), 1)} for rule, count in shown
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
    """Return the bars of the chart of answers: how many took how long by each clock, and how many letters have none."""
    if not found.response_times:
        return []
    office, elapsed = (dict.fromkeys([*_ANSWERED, "not answered"], 0) for _ in range(2))
    for one in found.response_times:
        for counts, took in zip((office, elapsed), one or (None, None), strict=True):
            counts[
                "not answered" if took is None else next(name for name, most in _ANSWERED.items() if took <= most)
            ] += 1
    largest = max(*office.values(), *elapsed.values())
    return [
        {
            "name": name, "count": f"{count:,}", "width": round(count * _BAR / largest), "bad": name == "not answered",
            "elapsed": f"{elapsed[name]:,}", "elapsed_width": round(elapsed[name] * _BAR / largest),
        }
        for name, count in office.items()
    ]  # fmt: skip


def _clocks(found: Found) -> str:
    """Return how long half of the answers took at most, by both clocks."""
    answered = [one for one in found.response_times if one is not None]
    if not answered:
        return ""
    office, elapsed = (in_words(sorted(one[clock] for one in answered)[len(answered) // 2]) for clock in (0, 1))
    return f"Half of the answers took at most {office} of office time, {elapsed} by the clock."


def _departments(mailboxes: list[Mailbox]) -> list[dict[str, Any]]:
    """Return the departments that the staff list names, those with most errors first: how many mailboxes have a message, and how many of them errors."""
    judged: Counter[str] = Counter()
    errors: Counter[str] = Counter()
    for one in mailboxes:
        judged[one.department] += one.judged
        errors[one.department] += one.judged and one.wrong
    judged = +judged
    if not any(judged):
        return []
    largest = max(judged.values())
    return [
        {
            "name": name or "not in the staff list", "judged": f"{count:,}", "wrong": f"{errors[name]:,}",
            "width": max(round(count * _BAR / largest), 1), "gap": round(errors[name] * 100 / count),
        }
        for name, count in sorted(judged.items(), key=lambda item: (-errors[item[0]] / item[1], item[0]))
    ]  # fmt: skip


def _over_time(found: Found, as_of: date, compared: Since | None) -> list[dict[str, Any]]:
    """Return the audits that were compared, the oldest first, and what share of the mailboxes was without errors in each."""
    audits = [*(compared.history if compared else ()), history(found, as_of)]
    if len(audits) < _LEAST_AUDITS:
        return []
    shown = audits[-_MOST_AUDITS:]
    shares = [100 * one["right"] / max(one["judged"], 1) for one in shown]
    return [
        {"day": one["as_of"], "share": f"{share:.0f} %", "height": round(share * _COLUMN / 100)}
        for one, share in zip(shown, shares, strict=True)
    ]


def _graph(found: Found, as_of: date) -> dict[str, Any]:
    """Return the drawing of who covers for whom: those who are away on the left, those they name on the right, lines between."""
    troubled = {one.mailbox for one in found.across if one.rule.startswith("coverage.")}
    away = [one for one in found.people if one.contacts and one.last is not None and one.last >= as_of]
    away.sort(key=lambda one: ((one.owner.email or one.owner.name) not in troubled, one.owner.name or one.owner.email))
    shown = away[:_MOST_LINES]
    if not shown:
        return {}
    absent = {name.lower() for one in away for name in one.owner if name}
    rows: dict[str, int] = {}
    lines = []
    for number, one in enumerate(shown):
        for contact in one.contacts:
            name = contact.name or contact.email
            bad = bool({contact.name.lower(), contact.email.lower()} & absent)
            lines.append({"from": number, "to": rows.setdefault(name, len(rows)), "bad": bad})
    named = {line["to"]: line["bad"] for line in lines}
    return {
        "left": [one.owner.name or one.owner.email for one in shown], "right": [{"name": name, "bad": named[at]} for name, at in rows.items()],
        "lines": lines, "height": max(len(shown), len(rows)) * _ROW + 6, "more": len(away) - len(shown), "row": _ROW,
        "said": "; ".join(f"{one.owner.name or one.owner.email} names {', '.join(to.name or to.email for to in one.contacts)}" for one in shown),
    }  # fmt: skip


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
