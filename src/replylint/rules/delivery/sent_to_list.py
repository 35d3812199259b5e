"""Automatic replies that went to a mailing list."""

from __future__ import annotations

from email.message import Message
from email.utils import getaddresses

from replylint.model import Severity
from replylint.patterns import compiled
from replylint.rules.delivery.shared import DeliveryRule, reply

_LIST_LINES = ("List-Id", "List-Post", "X-Mailman-Version")
_LIST_ADDRESS = compiled(
    r"(?i)(?:owner-[\w.+-]{1,64}|[\w.+-]{1,64}-(?:request|owner|bounces?)"
    r"|mailer-daemon|listserv|majordomo)@"
)
"""Addresses of the programs that run lists and report failed delivery."""


class SentToList(DeliveryRule):
    """Goes to one person, never to a mailing list.

    > a responder MAY ignore any subject message with a List-* field

    An automatic reply to a list reaches all of its members, and each of their automatic replies may
    answer. Addresses such as owner-parks@ and parks-request@ belong to the program that runs the
    list. RFC 3834, section 2.
    """

    id = "delivery.sent-to-list"
    severity = Severity.NOTE
    valid = (reply(), reply({"To": "Pat Resident <pat.owner@resident.example>"}))
    invalid = (
        reply(
            {
                "List-Id": "Parks volunteers <parks.lists.example.org>",
                "To": "parks@lists.example.org",
            }
        ),
        reply({"To": "owner-parks@lists.example.org"}),
        reply({"To": "parks-request@lists.example.org"}),
    )

    def problem(self, header: Message) -> str:
        """Find replies that a list distributed, or that went to the address of its program."""
        if any(header.get(name) for name in _LIST_LINES):
            return "Do not answer mailing lists: a list sent this reply to all of its members."
        for _, address in getaddresses([str(value) for value in header.get_all("To", [])]):
            if _LIST_ADDRESS.match(address):
                return f"Do not answer {address}: a mail program reads it, not a person."
        return ""
