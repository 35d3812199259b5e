"""Who to contact: somebody else, by full name, who can be reached."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from replylint.facts import Contact, Kind
from replylint.facts.numbers import same_number
from replylint.model import Audience, DocumentKind, Edit, Finding, Fix, Insertion, Safety, Severity
from replylint.rules.base import Example, Rule, Subject, at, replaced
from replylint.tables import digits
from replylint.visible import Span

_AUTO_REPLY = frozenset((DocumentKind.AUTO_REPLY,))
_CONCERNED = (Kind.ABSENCE, Kind.CLOSURE, Kind.DEPARTED)
_BLANKS = {
    "en": {"name": "[first name and last name]", "first": "[first name]", "last": "[last name]", "reach": " at [phone number or e-mail]", "main": "[main phone number] "},
    "es": {"name": "[nombre y apellido]", "first": "[nombre]", "last": "[apellido]", "reach": " en [teléfono o correo]", "main": "[teléfono principal] "},
}


def _blank(subject: Subject, which: str) -> str:
    return _BLANKS[subject.facts.language.code][which]


def _concerned(subject: Subject) -> bool:
    return subject.facts.kind_of_document is DocumentKind.AUTO_REPLY and subject.facts.kind in _CONCERNED


class Missing(Rule):
    """Names somebody to turn to.

    > Include dates out and who to contact if immediate assistance is needed

    Somebody with a burst pipe cannot wait until you are back.
    """

    id = "contact.missing"
    kinds = _AUTO_REPLY
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
        if not _concerned(subject) or facts.contacts or subject.stands_in("name", "phone", "email") or facts.own_channels:
            return
        yield Finding("Say who people can contact while you are away: first and last name, with a phone number or an e-mail address.", fix=_insertion(subject))


def _insertion(subject: Subject) -> Fix:
    sentences = subject.facts.sentences
    thanks = {"thank you.", "thank you", "thanks.", "thanks", "thank you!", "gracias.", "gracias", "muchas gracias."}
    last = next((sentence for sentence in reversed(sentences) if sentence.lowered.strip() not in thanks), None)
    place = last.end if last else subject.facts.body_end
    return Fix(Safety.SAFE, insertion=Insertion("contact", place, place))


class Unnamed(Rule):
    """Gives the contact's name, not only a team.

    > please contact (First name Last name) at (phone #) or (email)

    A person is easier to reach than a department. A pack may be content with a team (`needs = "team"` or `"either"`).
    """

    id = "contact.unnamed"
    kinds = _AUTO_REPLY
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

        needs: str = "person"
        """`person`, `team` or `either`."""

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find messages in which every contact is a team, a desk or a shared address."""
        facts = subject.facts
        if self.options.needs != "person" or not _concerned(subject) or facts.kind is Kind.CLOSURE or not facts.contacts:
            return
        if any(contact.named for contact in facts.contacts) or subject.stands_in("name"):
            return
        contact = facts.contacts[0]
        span = _whole(contact)
        what = f'"{contact.role}"' if contact.role else "A number or address"
        yield at(span, f"Name a person: first and last name. {what} does not tell people who will help them.", _name_before(subject, contact))


def _name_before(subject: Subject, contact: Contact) -> Fix:
    text = subject.facts.folded
    start = contact.span.start
    if contact.role and (place := text.rfind(contact.role, max(0, start - 80), contact.span.end)) >= 0:
        start = place
    blank = _blank(subject, "name")
    return Fix(Safety.SAFE, (Edit(start, start, f"{blank}, "),))


def _whole(contact: Contact) -> Span:
    return contact.span


class IncompleteName(Rule):
    """Gives the contact's first and last name.

    > please contact (First name Last name) at (phone #) or (email)

    People outside the city do not know which Bob is meant.
    """

    id = "contact.incomplete-name"
    kinds = _AUTO_REPLY
    valid = (Example("I am out until 12/21/26. Please contact Dana Whitlock at 813-555-0142."), Example("I am out until 12/21/26. Ask for Dr. Anselm Van Houten Jr., 813-555-0142."))
    invalid = (
        Example("I am out until 12/21/26. Call Bob at 813-555-0142.", fixed="I am out until 12/21/26. Call Bob [last name] at 813-555-0142."),
        Example("I am out until 12/21/26. Call Mrs. Pruitt at 813-555-0187.", fixed="I am out until 12/21/26. Call Mrs. [first name] Pruitt at 813-555-0187."),
        Example(
            "I am out until 12/21/26. Call Bob at 813-555-0142.",
            staff=(("Bob Ellison", "813-555-0142", ""),),
            fixed="I am out until 12/21/26. Call Bob Ellison at 813-555-0142.",
        ),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find contacts named by one name only."""
        if not _concerned(subject):
            return
        for contact in subject.facts.contacts:
            if not contact.name or contact.name.startswith("@") or contact.fully_named or contact.name_span is None:
                continue
            surname_only = _is_surname(contact)
            yield at(contact.name_span, f'Give first and last name of "{contact.name}".', self._fix(subject, contact, contact.name_span, surname_only))

    def _fix(self, subject: Subject, contact: Contact, span: Span, surname_only: bool) -> Fix:
        known = subject.directory.person(contact.name, contact.emails[0] if contact.emails else "") if subject.directory else None
        if known is not None:
            return replaced(span, known.name)
        if surname_only:
            return Fix(Safety.SAFE, (Edit(span.start, span.start, _blank(subject, "first") + " "),))
        return Fix(Safety.SAFE, (Edit(span.end, span.end, " " + _blank(subject, "last")),))


def _is_surname(contact: Contact) -> bool:
    """Say whether a lone name is a last name: it has a title in front, or an initial."""
    return contact.role.endswith(".") or contact.role.lower() in ("mr", "mrs", "ms", "dr", "sra", "sr", "officer", "sgt") or contact.role.isupper() or "." in contact.name.split()[0]


class Unreachable(Rule):
    """Says how to reach the contact.

    > please contact (First name Last name) at (phone #) or (email)

    A name without a number or an address helps only those who know the person already.
    """

    id = "contact.unreachable"
    kinds = _AUTO_REPLY
    valid = (Example("I am out until 12/21/26. Please contact Dana Whitlock at dwhitlock@example.com."),)
    invalid = (
        Example("I am out until 12/21/26. Please contact Robert Dillard.", fixed="I am out until 12/21/26. Please contact Robert Dillard at [phone number or e-mail]."),
        Example(
            "I am out until 12/21/26. Please contact Robert Dillard.",
            staff=(("Robert Dillard", "813-555-0143", ""),),
            fixed="I am out until 12/21/26. Please contact Robert Dillard at 813-555-0143.",
        ),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find contacts with neither phone nor address."""
        if not _concerned(subject):
            return
        for contact in subject.facts.contacts:
            if contact.reachable or contact.phones or not (contact.name or contact.role) or contact.name.startswith("@"):
                continue
            span = contact.name_span or contact.span
            who = contact.name or contact.role
            yield at(span, f"Say how to reach {who}: a phone number or an e-mail address.", self._fix(subject, contact, span))

    def _fix(self, subject: Subject, contact: Contact, span: Span) -> Fix:
        known = subject.directory.person(contact.name) if subject.directory and contact.name else None
        reach = _blank(subject, "reach")
        if known is not None and (known.phone or known.email):
            reach = reach[:4] + (known.phone or known.email)
        end = max((blank.span.end for blank in contact.blanks), default=span.end)
        return Fix(Safety.SAFE, (Edit(max(end, span.end), max(end, span.end), reach),))


class Yourself(Rule):
    """Sends people to somebody else, not to yourself.

    > who to contact if immediate assistance is needed

    While you are away you cannot help; your own mobile number is no help desk.
    """

    id = "contact.yourself"
    kinds = _AUTO_REPLY
    valid = (Example("I am out 12/14 - 12/18. Call Dexter Hollis at 813-555-0138."), Example("I am out 12/14 - 12/18. Text me at 813-555-0140, or call Dexter Hollis, 813-555-0138."))
    invalid = (Example("I am out 12/14 - 12/18. If you need immediate assistance, call me on my mobile, 813-555-0140."),)

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find messages whose only contact is their author."""
        facts = subject.facts
        if not _concerned(subject) or facts.contacts or not facts.own_channels or subject.stands_in("name"):
            return
        own = facts.own_channels[0]
        yield at(own.span, "Name somebody else. This is your own number or address, and you are away.", _insertion(subject))


class InternalNumber(Rule):
    """Gives outside callers a number they can dial.

    > please contact (First name Last name) at (phone #) or (email)

    A bare extension works only on the city's own telephones.
    """

    id = "contact.internal-number"
    kinds = _AUTO_REPLY
    severity = Severity.WARNING
    valid = (Example("I am out until 12/21/26. Call Dana Whitlock, 813-555-0142 ext. 12."),)
    invalid = (
        Example(
            "I am out until 12/21/26. Call Dana Whitlock, ext. 4512.",
            settings={"main_phone": "813-555-0100"},
            fixed="I am out until 12/21/26. Call Dana Whitlock, 813-555-0100 ext. 4512.",
        ),
        Example("I am out until 12/21/26. Call Dana Whitlock, ext. 4512.", fixed="I am out until 12/21/26. Call Dana Whitlock, [main phone number] ext. 4512."),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find contacts that can be reached only from inside, in messages that outsiders read."""
        if not _concerned(subject) or subject.document.audience is Audience.INTERNAL:
            return
        for contact in subject.facts.contacts:
            if not contact.phones or contact.reachable:
                continue
            phone = contact.phones[0]
            main = f"{subject.settings.main_phone} " if subject.settings.main_phone else _blank(subject, "main")
            fix = Fix(Safety.SAFE, (Edit(phone.span.start, phone.span.start, main),))
            yield at(phone.span, f'"{phone.text}" works only inside the city. Give the whole number.', fix)


_PERSON = "I am out until 12/21/26. Please contact Dana Whitlock at 813-555-0142."


class Unknown(Rule):
    """The contact is in the staff list.

    > who to contact if immediate assistance is needed

    People who have left cannot help.
    """

    id = "contact.unknown"
    kinds = _AUTO_REPLY
    severity = Severity.WARNING
    needs = "directory"
    unchecked = "whether the people you name work here"
    valid = (Example(_PERSON, staff=(("Dana Whitlock", "813-555-0142", ""),)),)
    invalid = (Example(_PERSON, staff=(("Terrence Boyd", "813-555-0161", ""),)),)

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find contacts, by full name, whom the staff list does not have."""
        if not _concerned(subject) or subject.directory is None:
            return
        for contact in subject.facts.contacts:
            if contact.full_name and contact.name_span and not subject.directory.people_called(contact.name):
                yield at(contact.name_span, f"{contact.name} is not in the staff list. Check the name.")


class DetailsDiffer(Rule):
    """The contact's number and address are those of the staff list.

    > at (phone #) or (email)
    """

    id = "contact.details-differ"
    kinds = _AUTO_REPLY
    severity = Severity.WARNING
    needs = "directory"
    unchecked = "whether the phone numbers and addresses you give are right"
    valid = (Example(_PERSON, staff=(("Dana Whitlock", "(813) 555-0142", ""),)),)
    invalid = (Example(_PERSON, staff=(("Dana Whitlock", "813-555-0124", ""),), fixed="I am out until 12/21/26. Please contact Dana Whitlock at 813-555-0124."),)

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find numbers and addresses that differ from the staff list's."""
        if not _concerned(subject) or subject.directory is None:
            return
        for contact in subject.facts.contacts:
            entry = subject.directory.person(contact.name) if contact.name else None
            if entry is None:
                continue
            for phone in contact.phones:
                if phone.digits and entry.phone and not same_number(phone.digits, digits(entry.phone)) and not subject.facts.is_own_number(phone.digits):
                    yield at(phone.span, f"The staff list has {entry.phone} for {entry.name}. Check the number.", replaced(phone.span, entry.phone, Safety.UNSAFE))
            for email in contact.emails:
                if entry.email and email.lower() != entry.email.lower() and (place := subject.facts.text.find(email)) >= 0:
                    span = Span(place, place + len(email))
                    yield at(span, f"The staff list has {entry.email} for {entry.name}. Check the address.", replaced(span, entry.email, Safety.UNSAFE))


RULES = (Missing, Unnamed, IncompleteName, Unreachable, Yourself, InternalNumber, Unknown, DetailsDiffer)
