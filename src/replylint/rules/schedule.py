"""Settings against text: what will really be sent, and to whom."""

from __future__ import annotations

from collections.abc import Iterator

from replylint.model import Finding, State
from replylint.rules.base import Example, Rule, Subject


class ExternalOff(Rule):
    """People outside get the reply as well.

    > Use both *internal* and *external* tabs with same message
    """

    id = "schedule.external-off"
    examines = "mailbox"
    valid = (Example("I am out 12/14/26.", external="I am out 12/14/26."),)
    invalid = (Example("I am out 12/14/26.", external="I am out 12/14/26.", answers_outside=False),)

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find mailboxes whose reply is on, but for people outside."""
        settings = subject.mailbox.settings if subject.mailbox else None
        if settings and settings.state in (State.ON, State.SCHEDULED) and settings.answers_outside is False:
            yield Finding(
                f"Switch on replies to people outside the {subject.settings.noun}. Right now only colleagues get one."
            )


RULES = (ExternalOff,)
