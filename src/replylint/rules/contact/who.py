"""Whom to turn to: somebody else, by first and last name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from replylint.facts import Contact, Kind
from replylint.facts.contact_things import contact_cues
from replylint.model import Edit, Finding, Fix, Insertion, Safety, Severity
from replylint.rules.base import Example, Rule, Subject, at, end_of_prose, replaced
from replylint.rules.contact.shared import AUTO_REPLY, blank, is_concerned, own_beside
from replylint.visible import Span


class Missing(Rule):
    """Names somebody to turn to.

    > Include dates out and who to contact if immediate assistance is needed

    Somebody with a burst pipe cannot wait until you are back.
    """

    id = "contact.missing"
    kinds = AUTO_REPLY
    valid = (
        Example("I am out until 12/21/26. Please contact Dana Whitlock at 813-555-0142."),
        Example("I am out until 12/21/26. Call the Water Plant, 813-555-0139."),
        Example("I work Tuesday to Thursday."),
        Example("I am out until 12/21/26. Contact {{ contact_name }} at {{ contact_phone }}.", template=True),
    )
    invalid = (
        Example(
            "I am out from 12/14/26 to 12/18/26.",
            fixed="I am out from 12/14/26 to 12/18/26. If you need immediate assistance, please contact [first name and last name] at [phone number or e-mail].",
        ),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find an absence that sends people to nobody."""
        facts = subject.facts
        if (
            not is_concerned(subject)
            or facts.contacts
            or subject.stands_in("name", "phone", "email")
            or facts.own_channels
        ):
            return
        when = "now that you have left" if facts.kind is Kind.DEPARTED else "while you are away"
        yield Finding(
            f"Say who people can contact {when}: first and last name, with a phone number or an e-mail address.",
            fix=_insertion(subject),
        )


def _insertion(subject: Subject) -> Fix:
    place = end_of_prose(subject.facts)
    return Fix(Safety.SAFE, insertion=Insertion("contact", place, place))


class Unnamed(Rule):
    """Gives the contact's name, not only a team.

    > please contact (First name Last name) at (phone #) or (email)

    A person is easier to reach than a department. A pack may be content with a team (`needs = "team"` or `"either"`).
    """

    id = "contact.unnamed"
    kinds = AUTO_REPLY
    severity = Severity.WARNING
    valid = (Example("I am out until 12/21/26. Please contact Dana Whitlock at 813-555-0142."),)
    invalid = (
        Example(
            "I am out until 12/21/26. Please contact the Water Plant at 813-555-0139.",
            fixed="I am out until 12/21/26. Please contact [first name and last name], the Water Plant at 813-555-0139.",
        ),
    )

    @dataclass(frozen=True)
    class Options:
        """What a contact must be."""

        needs: Literal["person", "team", "either"] = "person"
        """What a contact must be: a person with a name, a team, or either."""

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find messages in which every contact is a team, a desk or a shared address."""
        facts = subject.facts
        needs = self.options.needs if self.options else "person"
        if needs != "person" or not is_concerned(subject) or facts.kind is Kind.CLOSURE or not facts.contacts:
            return
        if any(contact.named for contact in facts.contacts) or subject.stands_in("name"):
            return
        contact = facts.contacts[0]
        span = contact.span
        what = f'"{contact.role}"' if contact.role else "A number or address"
        yield at(
            span,
            f"Name a person: first and last name. {what} does not tell people who will help them.",
            _name_before(subject, contact),
        )


def _name_before(subject: Subject, contact: Contact) -> Fix:
    text = subject.facts.folded
    start = contact.span.start
    if contact.role and (place := text.rfind(contact.role, max(0, start - 80), contact.span.end)) >= 0:
        channels = [phone.span.start for phone in contact.phones if phone.span.start >= place]
        channels += [at for email in contact.emails if (at := text.find(email, place)) >= 0]
        between = text[place + len(contact.role) : min(channels, default=place)]
        # "Billing: 555-0100" is a topic and its number; "the Water Plant at 555-0100" is somebody.
        start = min(channels) if between and not between.strip(" ,:-") else place
    return Fix(Safety.SAFE, (Edit(start, start, f"{blank(subject, 'name')}, "),))


class IncompleteName(Rule):
    """Gives the contact's first and last name.

    > please contact (First name Last name) at (phone #) or (email)

    People outside do not know which Bob is meant.
    """

    id = "contact.incomplete-name"
    kinds = AUTO_REPLY
    valid = (
        Example("I am out until 12/21/26. Please contact Dana Whitlock at 813-555-0142."),
        Example("I am out until 12/21/26. Ask for Dr. Anselm Van Houten Jr., 813-555-0142."),
    )
    invalid = (
        Example(
            "I am out until 12/21/26. Call Bob at 813-555-0142.",
            fixed="I am out until 12/21/26. Call Bob [last name] at 813-555-0142.",
        ),
        Example(
            "I am out until 12/21/26. Call Mrs. Pruitt at 813-555-0187.",
            fixed="I am out until 12/21/26. Call Mrs. [first name] Pruitt at 813-555-0187.",
        ),
        Example(
            "I am out until 12/21/26. Call Bob at 813-555-0142.",
            staff=(("Bob Ellison", "813-555-0142", ""),),
            fixed="I am out until 12/21/26. Call Bob Ellison at 813-555-0142.",
        ),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find contacts named by one name only."""
        if not is_concerned(subject):
            return
        for contact in subject.facts.contacts:
            if not contact.name or contact.name.startswith("@") or contact.fully_named or contact.name_span is None:
                continue
            surname_only = _is_surname(contact)
            yield at(
                contact.name_span,
                f'Give first and last name of "{contact.name}".',
                self._fix(subject, contact, contact.name_span, surname_only),
            )

    def _fix(self, subject: Subject, contact: Contact, span: Span, surname_only: bool) -> Fix:
        known = (
            subject.directory.person(contact.name, contact.emails[0] if contact.emails else "")
            if subject.directory
            else None
        )
        if known is not None:
            return replaced(span, known.name)
        if surname_only:
            return Fix(Safety.SAFE, (Edit(span.start, span.start, blank(subject, "first_name") + " "),))
        return Fix(Safety.SAFE, (Edit(span.end, span.end, " " + blank(subject, "last_name")),))


def _is_surname(contact: Contact) -> bool:
    """Say whether a lone name is a last name: it has a title in front, or an initial."""
    return (
        contact.role.endswith(".")
        or contact.role.lower() in ("mr", "mrs", "ms", "dr", "sra", "sr", "officer", "sgt")
        or contact.role.isupper()
        or "." in contact.name.split()[0]
    )


class Yourself(Rule):
    """Sends people to somebody else, not to yourself.

    > who to contact if immediate assistance is needed

    While you are away you cannot help; your own mobile number is no help desk.
    """

    id = "contact.yourself"
    kinds = AUTO_REPLY
    valid = (
        Example("I am out 12/14 - 12/18. Call Dexter Hollis at 813-555-0138."),
        Example("I am out 12/14 - 12/18. Text me at 813-555-0140, or call Dexter Hollis, 813-555-0138."),
    )
    invalid = (
        Example(
            "I am out 12/14 - 12/18. If you need immediate assistance, call me on my mobile, 813-555-0140.",
            fixed="I am out 12/14 - 12/18. If you need immediate assistance, please contact [first name and last name] at [phone number or e-mail].",
        ),
        Example(
            "I am out 12/14 - 12/18. Call Dexter Hollis at 813-555-0142.\n\nDana Whitlock\nPermit Technician II\n"
            "City of Plant City, Florida\n813-555-0142 ext. 4211",
            fixed="I am out 12/14 - 12/18. Call Dexter Hollis at [phone number or e-mail].\n\nDana Whitlock\nPermit Technician II\n"
            "City of Plant City, Florida\n813-555-0142 ext. 4211",
        ),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find messages whose only contact is their author, and contacts given the author's number."""
        facts = subject.facts
        if not is_concerned(subject) or not facts.own_channels:
            return
        for contact in facts.contacts:
            own = own_beside(subject, contact)
            if own is not None:
                yield at(
                    own.span,
                    f"Give a number or address of {contact.name}. This one is your own, and you are away.",
                    replaced(own.span, blank(subject, "reach"), Safety.UNSAFE),
                )
        if facts.contacts or subject.stands_in("name"):
            return
        own = facts.own_channels[0]
        yield at(
            own.span,
            "Name somebody else. This is your own number or address, and you are away.",
            _instead(subject, own.span) or _insertion(subject),
        )


def _instead(subject: Subject, own: Span) -> Fix | None:
    """Return the correction that puts somebody else in place of the sentence that offers the author, if it says nothing else."""
    facts = subject.facts
    sentence = next((item for item in facts.sentences if item.start <= own.start < item.end), None)
    if sentence is None or not contact_cues(sentence.language.code).verb.search(sentence.lowered):
        return None
    others = [item.span for item in facts.absence.stated] + [facts.promise] * (facts.promise is not None)
    if any(span is not None and sentence.start <= span.start < sentence.end for span in others):
        return None
    return Fix(Safety.UNSAFE, insertion=Insertion("contact", sentence.start, sentence.end))
