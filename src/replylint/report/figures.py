"""Figures of an audit that its page and its summary share."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from replylint.report.auditing import Found


def in_words(span: timedelta) -> str:
    """Return a span of time in hours and minutes."""
    minutes = round(span.total_seconds() / 60)
    return f"{minutes // 60} h {minutes % 60:02} min" if minutes >= 60 else f"{minutes} min"


def history(found: Found, as_of: date) -> dict[str, Any]:
    """Return what the next audit says of this one: its day, how many mailboxes were judged, and how many of them have no errors."""
    wrong = {(row["path"], row["number"]) for row in found.findings if row["severity"] == "error"}
    judged = [(row["path"], row["number"]) for row in found.mailboxes if row["judged"] and row["checked"]]
    return {"as_of": as_of.isoformat(), "judged": len(judged), "right": sum(one not in wrong for one in judged)}
