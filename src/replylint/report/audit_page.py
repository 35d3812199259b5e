"""The page of an audit: what its figures, drawings and lists say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from replylint import __version__
from replylint.model import Exchange, Severity
from replylint.policy.pack import Pack
from replylint.report import audit_drawings, html
from replylint.report.audit_drawings import day_in_words
from replylint.report.auditing import days_in_words
from replylint.report.figures import (
    Mailbox,
    answers_in,
    answers_of,
    called,
    figures_of,
    mailboxes_of,
    middle_times,
    percent,
    rules_of,
    shares,
)
from replylint.report.titles import title_of
from replylint.tables import strip_accents

if TYPE_CHECKING:
    from replylint.report.auditing import Found
    from replylint.report.since import Since

_PAGE = "audit"
_MOST_RULES, _MOST_DEPARTMENTS = 12, 10
"""Rules and departments that are shown at once; the others can be opened."""
_MOST_LISTED = 200
"""Entries of a list; the others are in findings.csv."""
_MOST_PLACES = 3
"""Places of a finding that the page names."""
_MOST_OWING = 10
"""People whose late and missing answers are counted on the page."""
_RANKS = {str(severity): int(severity) for severity in Severity}
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
    found: Found, as_of: date, pack: Pack, is_business_day: Callable[[date], bool], compared: Since | None = None
) -> str:  # fmt: skip
    """Return the page. The messages were held against `pack`; `compared` says what became of the findings of an earlier audit."""
    mailboxes = mailboxes_of(found)
    counts = figures_of(mailboxes)
    new = {id(row) for row, is_new in zip(found.findings, compared.new, strict=True) if is_new} if compared else set()
    people = [_person(one, new) for one in mailboxes if one.findings]
    people.sort(key=lambda one: (-one["errors"], -one["total"], one["who"]))
    answers = answers_of(found, as_of)
    gaps = len({person for person, _ in found.gap_days})
    figures: dict[str, Any] = {
        "reading": counts.reading, "judged": counts.tally.judged, "right": counts.right, "wrong": counts.wrong, "warned": counts.warned, "open": counts.open,
        "gaps": gaps, "answers": answers, "unchecked": len(found.troubles),
    }  # fmt: skip
    rules, departments = _rules(mailboxes), _departments(one for one in mailboxes if one.judged)
    return html.page(_PAGE, {
        "as_of": day_in_words(as_of), "standard": pack.title or pack.id, "version": __version__, **figures, "share": percent(counts.wrong, counts.tally.judged),
        "since": _since(found, compared), "reminders": _reminders(found),
        "rules": rules[:_MOST_RULES], "more_rules": rules[_MOST_RULES:], "departments": departments[:_MOST_DEPARTMENTS], "more_departments": departments[_MOST_DEPARTMENTS:],
        "course": audit_drawings.course(found, as_of, compared), "calendar": audit_drawings.calendar(found, as_of, is_business_day),
        "graph": audit_drawings.graph(found), "cover": _groups(found, _COVER),
        **dict(zip(("in_time", "late", "missing"), shares(answers[:3]), strict=True)),
        "times": audit_drawings.times(found), "clocks": middle_times(found), "owing": _owing(found, as_of), "answering": _answering(found, as_of), "late_groups": _groups(found, _RESPONSE),
        "people": people, "names": [(rule, title_of(rule)) for rule in sorted(rules_of(mailboxes))],
        "all_departments": sorted({one["department"] for one in people if one["department"]}),
        "troubles": found.troubles, "notices": _notices(found), "compared": compared is not None,
    })  # fmt: skip


def _since(found: Found, compared: Since | None) -> str:
    if compared is None:
        return ""
    new = sum(compared.new)
    unread = (
        f" {len(compared.unread):,} are of mailboxes that were not read or checked this time."
        if compared.unread
        else ""
    )
    return f"Since the earlier audit: {new:,} new, {len(compared.fixed):,} mended, {len(found.findings) - new:,} still open.{unread}"


def _reminders(found: Found) -> list[dict[str, Any]]:
    return [
        {
            "who": one.leave.name or one.leave.email, "address": one.leave.email if one.leave.name else "",
            "days": days_in_words(one.leave.first, one.leave.last), "message": one.message,
        }
        for one in found.reminders
    ]  # fmt: skip


def _person(one: Mailbox, new: set[int]) -> dict[str, Any]:
    """Return what the list says of a mailbox; what was found several times in the same words is one line."""
    lines: dict[tuple[str, str], dict[str, Any]] = {}
    for row in sorted(one.findings, key=lambda row: -_RANKS[row["severity"]]):
        line = lines.setdefault(
            (row["rule"], row["message"]),
            {
                "severity": row["severity"],
                "message": row["message"],
                "rule": row["rule"],
                "places": [],
                "times": 0,
                "new": False,
            },
        )
        line["times"] += 1
        line["new"] = line["new"] or id(row) in new
        place = f"{row['document']}, {row['path']}"
        if len(line["places"]) < _MOST_PLACES and place not in line["places"]:
            line["places"].append(place)
    counts = Counter(line["severity"] for line in lines.values())
    said = (
        f"{counts[name]:,} {name}{'' if counts[name] == 1 else 's'}"
        for name in ("error", "warning", "note")
        if counts[name]
    )
    return {
        "who": one.who, "department": one.department, "lines": list(lines.values()), "errors": counts["error"], "total": len(lines), "counts": ", ".join(said),
        "rules": " ".join(sorted({line["rule"] for line in lines.values()})), "severities": " ".join(counts), "new": any(line["new"] for line in lines.values()),
        "words": strip_accents(" ".join((one.who, one.department, *(line["message"] for line in lines.values())))).lower(),
    }  # fmt: skip


def _rules(mailboxes: list[Mailbox]) -> list[dict[str, Any]]:
    """Return the bars of the chart of rules: in how many mailboxes each finds something, the most frequent first."""
    counts = rules_of(mailboxes)
    errors = rules_of(mailboxes, "error")
    largest = max(counts.values(), default=1)
    return [
        {"rule": rule, "title": title_of(rule), "count": f"{count:,}", "width": max(100 * count / largest, 0.5), "severity": "error" if errors[rule] else "other"}
        for rule, count in counts.most_common()
    ]  # fmt: skip


def _departments(mailboxes: Iterable[Mailbox]) -> list[dict[str, Any]]:
    """Return the departments that the staff list names, those with the largest share of errors first."""
    judged: Counter[str] = Counter()
    errors: Counter[str] = Counter()
    for one in mailboxes:
        judged[one.department] += 1
        errors[one.department] += one.wrong
    if not any(judged):
        return []
    largest = max(judged.values())
    return [
        {
            "name": name or "not in the staff list", "judged": f"{count:,}", "wrong": f"{errors[name]:,}", "share": percent(errors[name], count),
            "width": max(100 * count / largest, 0.5), "gap": 100 * errors[name] / count,
        }
        for name, count in sorted(judged.items(), key=lambda item: (-errors[item[0]] / item[1], item[0]))
    ]  # fmt: skip


def _owing(found: Found, as_of: date) -> list[dict[str, Any]]:
    """Return who answered late or not most often, with how many of their letters were due."""
    due: Counter[int] = Counter()
    owed: Counter[int] = Counter()
    for one in found.exchanges:
        if one.answered is not None or one.due.date() < as_of:
            due[one.person] += 1
            owed[one.person] += one.answered is None or one.is_late
    return [
        {"who": called(_row(found, person)), "department": found.people[person].department, "owed": count, "due": due[person]}
        for person, count in owed.most_common(_MOST_OWING)
        if count
    ]  # fmt: skip


def _answering(found: Found, as_of: date) -> list[dict[str, Any]]:
    """Return how the letters of each department were answered, the worst first; none without departments."""
    exchanges: dict[str, list[Exchange]] = {}
    for one in found.exchanges:
        exchanges.setdefault(found.people[one.person].department, []).append(one)
    if not any(exchanges):
        return []
    rows: list[dict[str, Any]] = []
    for name, own in exchanges.items():
        answers = answers_in(own, as_of)
        if answers.due:
            in_time, late, missing = shares(answers[:3])
            rows.append(
                {
                    "name": name or "not in the staff list",
                    "due": f"{answers.due:,}",
                    "in_time": in_time,
                    "late": late,
                    "missing": missing,
                }
            )
    return sorted(rows, key=lambda row: (row["in_time"], row["name"]))


def _row(found: Found, person: int) -> dict[str, Any]:
    one = found.people[person]
    return {"name": one.owner.name, "email": one.owner.email, "path": one.path}


def _groups(found: Found, titles: dict[str, str]) -> list[dict[str, Any]]:
    """Return what was found across mailboxes by the rules that have titles, a group each."""
    groups = []
    for rule, title in titles.items():
        people = [
            {
                "who": called(_row(found, row["person"])) if row["person"] is not None else row["mailbox"],
                "department": found.people[row["person"]].department if row["person"] is not None else "",
                "message": row["message"],
            }
            for row in found.findings
            if row["rule"] == rule
        ]
        if people:
            groups.append(
                {
                    "title": title,
                    "people": people[:_MOST_LISTED],
                    "count": len(people),
                    "more": max(len(people) - _MOST_LISTED, 0),
                }
            )
    return groups


def _notices(found: Found) -> list[dict[str, Any]]:
    """Return what an audit does not say, or leaves aside, each once with how often."""
    counts = Counter(one.message for one in found.notices)
    return [{"message": message, "times": count} for message, count in counts.items()]
