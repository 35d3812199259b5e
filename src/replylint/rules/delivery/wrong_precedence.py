"""Automatic replies that ask to be treated as urgent mail."""

from __future__ import annotations

from email.message import Message

from replylint.model import Severity
from replylint.rules.delivery.shared import DeliveryRule, reply, value_of

_DISCOURAGING = frozenset(("", "bulk", "junk", "list", "auto_reply", "auto-reply"))
"""Values that keep older programs from answering."""


class WrongPrecedence(DeliveryRule):
    """Does not ask to be treated like personal mail.

    > A response MAY include a Precedence field in order to discourage responses from some kinds of
    > responders which predate this specification.

    The line is optional. Where it is used, its value must discourage answers: "bulk", "junk" or
    "list". Values such as "special-delivery" and "first-class" do the opposite. RFC 3834, section
    3.1.8.
    """

    id = "delivery.wrong-precedence"
    severity = Severity.NOTE
    valid = (reply(), reply({"Precedence": "bulk"}), reply({"Precedence": "junk"}))
    invalid = (reply({"Precedence": "special-delivery"}), reply({"Precedence": "first-class"}))

    def problem(self, header: Message) -> str:
        """Find replies with a value that discourages no answer."""
        value = value_of(header, "Precedence")
        if value in _DISCOURAGING:
            return ""
        return f'Write "Precedence: bulk", or leave the line out. "{value}" does not discourage answers.'
