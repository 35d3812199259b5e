"""Who answers by the end of the business day, across the mail of an organisation."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from replylint.model import Finding, Letter, Organization, Settings
from replylint.rules.base import Example, Rule

_QUESTION = "When is my permit ready?"


class Exchange(NamedTuple):
    """A letter that opens a conversation, who has to answer it, by when, and when they did."""

    letter: Letter
    person: int
    """The recipient, by number."""
    due: datetime
    answered: datetime | None


def exchanges(organization: Organization) -> Iterator[Exchange]:
    """Yield the letters that are to be answered, in the order in which they came.

    That is what a person wrote, not in answer to anything, to somebody whose sent mail was read. Lists, bounces and automatic mail need no answer.
    An automatic reply is one only if it is an acknowledgement in the standard's sense. A colleague may answer for the recipient.
    """
    people = {one.owner.email.lower(): index for index, one in enumerate(organization.people) if one.owner.email}
    writers = {one.sender for one in organization.letters if not one.automatic and not one.passed_over}
    answers: dict[str, list[Letter]] = {}
    for one in organization.letters:
        for name in one.answers:
            answers.setdefault(name, []).append(one)
    dated = [(one.at, one) for one in organization.letters if one.at]
    for at, letter in sorted(dated, key=lambda item: (item[0], item[1].id)):
        if letter.automatic or letter.passed_over or letter.answers:
            continue
        recipient = next(
            (to for to in letter.recipients if to in people and to in writers and to != letter.sender), None
        )
        if recipient is None:
            continue
        times = [
            one.at for one in answers.get(letter.id, [])
            if one.at and one.at >= at and one.sender in people and one.sender != letter.sender
            and not one.passed_over and (not one.automatic or one.acknowledges)
        ]  # fmt: skip
        yield Exchange(letter, people[recipient], organization.due(at), min(times, default=None))


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
        for one in exchanges(organization):
            if one.answered is not None and one.answered > one.due:
                yield Finding(
                    f"Answer by the end of the business day. The message of {one.letter.sender}, which came on {_said(one.letter.at, one.due)}, was due by {_said(one.due, one.due)} and answered on {_said(one.answered, one.due)}.",
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
        for one in exchanges(organization):
            if one.answered is None and organization.now is not None and one.due < organization.now:
                yield Finding(
                    f"Answer the message of {one.letter.sender}, which came on {_said(one.letter.at, one.due)}. It was due by {_said(one.due, one.due)}, and no answer was found.",
                    document=one.person,
                )


def _said(moment: datetime | None, where: datetime) -> str:
    """Return a moment in words, on the clock of the office."""
    if moment is None:
        return "an unknown day"
    local = moment.astimezone(where.tzinfo)
    hour = local.hour % 12 or 12
    return f"{local:%B} {local.day}, {local.year}, {hour}:{local:%M} {'AM' if local.hour < 12 else 'PM'}"


RULES = (Late, Unanswered)
