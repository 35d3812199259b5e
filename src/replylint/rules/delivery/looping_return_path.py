"""Automatic replies whose failures come back to the person who is away."""

from __future__ import annotations

from email.message import Message
from email.utils import parseaddr

from replylint.model import Severity
from replylint.rules.delivery.shared import DeliveryRule, reply


class LoopingReturnPath(DeliveryRule):
    """Has a return address that answers nothing.

    > The SMTP MAIL FROM address, or other envelope return address used to send the message, SHOULD
    > be chosen in such a way as to make mail loops unlikely.

    Reports and replies go to the return address. If it is the address of the person who is away,
    the automatic reply answers them, and a loop begins. The empty address "<>" is the usual choice.
    RFC 3834, section 3.3.
    """

    id = "delivery.looping-return-path"
    severity = Severity.NOTE
    valid = (reply(), reply({"Return-Path": ""}), reply({"Return-Path": "<no-answer@example.org>"}))
    invalid = (reply({"Return-Path": "<dana.whitlock@example.org>"}),)

    def problem(self, header: Message) -> str:
        """Find replies whose return address is that of their author."""
        back = parseaddr(str(header.get("Return-Path") or ""))[1].lower()
        if not back or back != parseaddr(str(header.get("From") or ""))[1].lower():
            return ""
        return (
            'Send automatic replies with the empty return address "<>". '
            f"Now reports come back to {back}, which answers them."
        )
