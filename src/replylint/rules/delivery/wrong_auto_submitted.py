"""Automatic replies that call themselves something else."""

from __future__ import annotations

from email.message import Message

from replylint.model import Severity
from replylint.rules.delivery.shared import DeliveryRule, reply, value_of


class WrongAutoSubmitted(DeliveryRule):
    """Calls itself a reply, not a message that a program wrote unasked.

    > The Auto-Submitted field, with a value of "auto-replied", SHOULD be included in the message
    > header of any automatic response.

    "auto-generated" is for messages that answer nobody, such as nightly reports. Exchange writes it
    on its automatic replies all the same. RFC 3834, sections 3.1.7 and 5.
    """

    id = "delivery.wrong-auto-submitted"
    severity = Severity.NOTE
    valid = (
        reply(),
        reply({"Auto-Submitted": "auto-replied; owner-email=dana.whitlock@example.org"}),
    )
    invalid = (reply({"Auto-Submitted": "auto-generated"}),)

    def problem(self, header: Message) -> str:
        """Find replies with another value in the line."""
        value = value_of(header, "Auto-Submitted")
        if value in ("", "auto-replied"):
            return ""
        return (
            f'Write "Auto-Submitted: auto-replied". This reply says "{value}", '
            "which is for messages that answer nobody."
        )
