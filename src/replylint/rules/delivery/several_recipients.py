"""Automatic replies to more than one person."""

from __future__ import annotations

from email.message import Message
from email.utils import getaddresses

from replylint.model import Severity
from replylint.rules.delivery.shared import DeliveryRule, reply


class SeveralRecipients(DeliveryRule):
    """Goes to the person who wrote, and to nobody else.

    > In general there SHOULD only be one recipient of any automatic response.

    The other people who got the message did not ask, and their automatic replies may answer. RFC
    3834, section 3.1.3.
    """

    id = "delivery.several-recipients"
    severity = Severity.NOTE
    valid = (reply(), reply({"To": "Pat Resident <pat@resident.example>, pat@resident.example"}))
    invalid = (
        reply({"To": "pat@resident.example, lee@resident.example"}),
        reply({"Cc": "lee@resident.example"}),
    )

    def problem(self, header: Message) -> str:
        """Find replies that name two addresses or more."""
        values = [str(value) for name in ("To", "Cc") for value in header.get_all(name, [])]
        addresses = {address.lower() for _, address in getaddresses(values) if "@" in address}
        if len(addresses) < 2:
            return ""
        return f"Answer only the person who wrote. This reply went to {len(addresses)} addresses."
