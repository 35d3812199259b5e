"""Automatic replies whose subject looks like a person's answer."""

from __future__ import annotations

from email.message import Message

from replylint.model import Severity
from replylint.patterns import compiled
from replylint.rules.delivery.shared import DeliveryRule, reply

_ANSWER = compiled(r"(?i)(?:\s*(?:re|aw|sv|rv)\s?:)+")


class PlainSubject(DeliveryRule):
    """Says in its subject that it is an automatic reply.

    > The Subject field SHOULD contain a brief indication that the message is an automatic response,
    > followed by contents of the Subject field (or a portion thereof) from the subject message.

    "Re: Fence permit" looks like the answer itself. "Automatic reply: Fence permit" and "Auto:
    Fence permit" say what it is. RFC 3834, section 3.1.5.
    """

    id = "delivery.plain-subject"
    severity = Severity.NOTE
    valid = (
        reply(),
        reply({"Subject": "Auto: Fence permit"}),
        reply({"Subject": "Out until Monday"}),
    )
    invalid = (reply({"Subject": "Re: Fence permit"}), reply({"Subject": ""}))

    def problem(self, header: Message) -> str:
        """Find replies with the subject of a person's answer, or with none."""
        from replylint.sources.automatic import is_announced, subject_of

        subject = subject_of(header)
        answer = _ANSWER.match(subject)
        if subject and (answer is None or is_announced(subject[answer.end() :])):
            return ""
        return 'Begin the subject with "Automatic reply:", so that people see what it is.'
