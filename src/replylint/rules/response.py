"""Who answers by the end of the business day, across the mail of an organisation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from replylint.model import Finding, Organization, Settings
from replylint.rules.base import Example, Rule

_QUESTION = "When is my permit ready?"


class Late(Rule):
    """Mail is answered by the end of the business day.

    > All contacts receive a response by the end of the same business day

    What arrives after hours is due by the end of the next business day.
    """

    id = "response.late"
    examines = "organization"
    valid = (
        Example(_QUESTION, arrived=datetime(2026, 12, 14, 9), answered=datetime(2026, 12, 14, 16)),
        Example(_QUESTION, arrived=datetime(2026, 12, 11, 18), answered=datetime(2026, 12, 14, 16)),
    )
    invalid = (Example(_QUESTION, arrived=datetime(2026, 12, 14, 9), answered=datetime(2026, 12, 15, 8)),)

    def examine(self, organization: Organization, settings: Settings) -> Iterator[Finding]:
        """Find letters that were answered after they were due."""
        for one in organization.exchanges:
            if one.answered is not None and one.is_late:
                yield Finding(
                    f"Answer by the end of the business day. The message of {one.sender}, which came on {_said(one.arrived, one.due)}, was due by {_said(one.due, one.due)} and answered on {_said(one.answered, one.due)}.",
                    document=one.person,
                )


class Unanswered(Rule):
    """Mail is answered.

    > All contacts receive a response by the end of the same business day

    The minimum is an acknowledgement with the time of the answer and the responder's direct contact.
    """

    id = "response.unanswered"
    examines = "organization"
    valid = Late.valid
    invalid = (Example(_QUESTION, arrived=datetime(2026, 12, 9, 9)),)

    def examine(self, organization: Organization, settings: Settings) -> Iterator[Finding]:
        """Find letters that were due before the day of the audit, and that nobody has answered."""
        for one in organization.exchanges:
            if one.answered is None and organization.now is not None and one.due < organization.now:
                yield Finding(
                    f"Answer the message of {one.sender}, which came on {_said(one.arrived, one.due)}. It was due by {_said(one.due, one.due)}, and no answer was found.",
                    document=one.person,
                )


def _said(moment: datetime, where: datetime) -> str:
    """Return a moment in words, on the clock of the office."""
    local = moment.astimezone(where.tzinfo)
    hour = local.hour % 12 or 12
    return f"{local:%B} {local.day}, {local.year}, {hour}:{local:%M} {'AM' if local.hour < 12 else 'PM'}"


RULES = (Late, Unanswered)
