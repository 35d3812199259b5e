"""The minimum acknowledgement: that the message came, when the answer comes, and how to reach the responder."""

from __future__ import annotations

from collections.abc import Iterator

from replylint.facts import Facts, Kind
from replylint.model import DocumentKind, Finding, Severity
from replylint.rules.base import Example, Rule, Subject, at, end_of_prose, missing_part

_TEXTS = frozenset((DocumentKind.AUTO_REPLY, DocumentKind.MESSAGE))
_GOOD = "This confirms that I have received your message. I answer within two business days. My direct line is 813-555-0112.\n\nCecilia Rinaldi"


def _concerned(subject: Subject) -> bool:
    return subject.facts.kind is Kind.ACKNOWLEDGEMENT


def _after_greeting(facts: Facts) -> int:
    """Return where the first sentence after a greeting begins."""
    return next((item.start for item in facts.sentences if item.start >= facts.greeting.end), facts.greeting.end)


class MissingReceipt(Rule):
    """Says that the message has arrived.

    > Acknowledgement of receipt with anticipated response time, including the responder's direct contact information
    """

    id = "acknowledgement.missing-receipt"
    kinds = _TEXTS
    valid = (
        Example(_GOOD),
        Example("Thank you for contacting Utility Billing. We respond within two business days: 813-555-0109."),
    )
    invalid = (
        Example(
            "We aim to resolve requests within 5 days. Call Dana Whitlock at 813-555-0142.",
            fixed="I have received your message. We aim to resolve requests within 5 days. Call Dana Whitlock at 813-555-0142.",
        ),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find acknowledgements that acknowledge nothing."""
        if _concerned(subject) and subject.facts.acknowledgement.receipt is None:
            yield Finding(
                'Say that the message has arrived, for example "I have received your message."',
                fix=missing_part(
                    subject, "receipt", lambda half: half.acknowledgement.receipt is None, _after_greeting
                ),
            )


class MissingResponseTime(Rule):
    """Says when the answer comes.

    > Acknowledgement of receipt with anticipated response time, including the responder's direct contact information
    """

    id = "acknowledgement.missing-response-time"
    kinds = _TEXTS
    valid = (
        Example(_GOOD),
        Example(
            "We got your request and will reply by the end of the same business day. Cecilia Rinaldi, 813-555-0112."
        ),
    )
    invalid = (
        Example(
            "Thank you for contacting the Clerk's Office. We have received your message and will respond. Direct line: 813-555-0120.",
            fixed="Thank you for contacting the Clerk's Office. We have received your message and will respond. Direct line: 813-555-0120. I will answer by [when you will answer].",
        ),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find acknowledgements without an anticipated response time."""
        if (
            _concerned(subject)
            and subject.facts.acknowledgement.response_time is None
            and not subject.stands_in("date", "other")
        ):
            yield Finding(
                'Say when people can expect the answer, for example "I will answer by the end of the business day."',
                fix=missing_part(
                    subject,
                    "response-time",
                    lambda half: half.acknowledgement.response_time is None,
                    end_of_prose,
                ),
            )


class MissingDirectContact(Rule):
    """Gives the responder's own number or address.

    > Acknowledgement of receipt with anticipated response time, including the responder's direct contact information
    """

    id = "acknowledgement.missing-direct-contact"
    kinds = _TEXTS
    valid = (Example(_GOOD),)
    invalid = (
        Example(
            "We have received your message and will respond within two business days.\n\nUtility Billing",
            fixed="We have received your message and will respond within two business days. You can reach me at [your phone number or e-mail].\n\nUtility Billing",
        ),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find acknowledgements without a way to reach the responder."""
        facts = subject.facts
        if not _concerned(subject) or subject.stands_in("phone", "email", "signature"):
            return
        signed = any((one.number and one.number.reaches_outside) or one.emails for one in facts.signatures)
        signed = signed or (subject.document.adds_signature and subject.document.signed_by is None)
        if signed or facts.own_channels or any(contact.reachable for contact in facts.contacts):
            return
        yield Finding(
            "Give your own phone number or e-mail address, so that people can reach the one who answers.",
            fix=missing_part(subject, "direct-contact", lambda half: not half.own_channels, end_of_prose),
        )


class MissingNextStep(Rule):
    """Says who will follow up, and when.

    > Tell customer who will contact them and when
    """

    id = "acknowledgement.missing-next-step"
    kinds = _TEXTS
    severity = Severity.WARNING
    valid = (Example(_GOOD), Example("I have received your message and will follow up by Friday. 813-555-0112"))
    invalid = (Example("We have received your message. Someone will contact you. 813-555-0112"),)

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find a follow-up that is promised without a time, or of nobody in particular at no time."""
        found = subject.facts.acknowledgement
        if not _concerned(subject):
            return
        place = found.loose_end if found.response_time else found.follow_up or found.loose_end
        if place is not None:
            yield at(place, "Say who will contact people, and when.")


RULES = (MissingReceipt, MissingResponseTime, MissingDirectContact, MissingNextStep)
