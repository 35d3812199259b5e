"""Automatic replies that do not say that they are automatic."""

from __future__ import annotations

from email.message import Message

from replylint.model import Severity
from replylint.rules.delivery.shared import DeliveryRule, reply


class MissingAutoSubmitted(DeliveryRule):
    """Says in its header that it is an automatic reply.

    > The Auto-Submitted field, with a value of "auto-replied", SHOULD be included in the message
    > header of any automatic response.

    Without it, the automatic reply of the person who wrote answers this one, and the two go on
    answering each other. RFC 3834, section 3.1.7.
    """

    id = "delivery.missing-auto-submitted"
    severity = Severity.NOTE
    valid = (reply(),)
    invalid = (reply({"Auto-Submitted": ""}),)

    def problem(self, header: Message) -> str:
        """Find replies without the line."""
        if str(header.get("Auto-Submitted") or "").strip():
            return ""
        return 'Add the header line "Auto-Submitted: auto-replied", so that no program answers it.'
