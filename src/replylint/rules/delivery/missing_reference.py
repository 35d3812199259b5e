"""Automatic replies that do not say which message they answer."""

from __future__ import annotations

from email.message import Message

from replylint.model import Severity
from replylint.rules.delivery.shared import DeliveryRule, reply


class MissingReference(DeliveryRule):
    """Says in its header which message it answers.

    > The In-Reply-To and References fields SHOULD be provided in the header of a response message
    > if there was a Message-ID field in the subject message

    Mail programs show the reply below the message that it answers, and can tell a reply from an
    unasked message. RFC 3834, section 3.1.6.
    """

    id = "delivery.missing-reference"
    severity = Severity.NOTE
    valid = (reply(),)
    invalid = (reply({"In-Reply-To": "", "References": ""}), reply({"References": ""}))

    def problem(self, header: Message) -> str:
        """Find replies that lack one of the two lines, or both."""
        names = ("In-Reply-To", "References")
        missing = [name for name in names if not str(header.get(name) or "").strip()]
        if not missing:
            return ""
        lines = "line" if len(missing) == 1 else "lines"
        return (
            f"Add the header {lines} {' and '.join(missing)} "
            "with the Message-ID of the message that is answered, if it has one."
        )
