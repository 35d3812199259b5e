"""How to reach a contact: by a number or address that works, and is right."""

from __future__ import annotations

from collections.abc import Iterator

from replylint.directory import Entry
from replylint.facts import Contact, Phone
from replylint.facts.numbers import malformed_phones_in, same_number
from replylint.model import Audience, Edit, Finding, Fix, Safety, Severity
from replylint.patterns import compiled
from replylint.rules.base import Example, Rule, Subject, at, by_hand, replaced
from replylint.rules.contact.shared import AUTO_REPLY, CAPITALIZED_WORD, blank, is_concerned, mentions, own_beside
from replylint.tables import digits
from replylint.visible import Span

_BY_HAND = Fix(Safety.MANUAL)


class Unreachable(Rule):
    """Says how to reach the contact.

    > please contact (First name Last name) at (phone #) or (email)

    A name without a number or an address helps only those who know the person already.
    """

    id = "contact.unreachable"
    kinds = AUTO_REPLY
    valid = (Example("I am out until 12/21/26. Please contact Dana Whitlock at dwhitlock@example.com."),)
    invalid = (
        Example(
            "I am out until 12/21/26. Please contact Robert Dillard.",
            fixed="I am out until 12/21/26. Please contact Robert Dillard at [phone number or e-mail].",
        ),
        Example(
            "I am out until 12/21/26. Please contact Robert Dillard.",
            staff=(("Robert Dillard", "813-555-0143", ""),),
            fixed="I am out until 12/21/26. Please contact Robert Dillard at 813-555-0143.",
        ),
        Example("I am out until 12/21/26. Please contact Robert Dillard at 813-555-01433."),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find contacts with neither phone nor address."""
        if not is_concerned(subject):
            return
        for contact in subject.facts.contacts:
            if (
                contact.reachable
                or contact.phones
                or not (contact.name or contact.role)
                or contact.name.startswith("@")
                or own_beside(subject, contact)  # contact.yourself speaks of it
                or _follows_number(subject, contact)
                or (not contact.name and contact.role.lower().startswith(_READERS_OWN))
            ):
                continue
            span = contact.name_span or contact.span
            who = contact.name or contact.role
            if broken := _broken_number(subject, span):
                words = subject.facts.text[broken.start : broken.end]
                yield at(
                    broken, f'"{words}" is not a complete phone number. Check it, so that people reach {who}.', _BY_HAND
                )
                continue
            if address := _BROKEN_ADDRESS.match(subject.facts.folded, span.end):
                broken = Span(*address.span(1))
                message = f'"{address[1]}" is not a complete address. Check it, so that people reach {who}.'
                yield at(broken, message, by_hand("only you know the address"))
                continue
            if not contact.name and _is_whoever(subject, span):
                continue  # `contact.unnamed` says that somebody is to be named
            bare = _BARE_NUMBER.match(subject.facts.folded, span.end)
            fix = by_hand(f"{bare[1]} may be an extension; write the whole number") if bare else None
            message = f"Say how to reach {who}: a phone number or an e-mail address."
            yield at(span, message, fix or self._fix(subject, contact, span))

    def _fix(self, subject: Subject, contact: Contact, span: Span) -> Fix:
        known = subject.directory.person(contact.name) if subject.directory and contact.name else None
        reach = (known.phone or known.email) if known is not None else ""
        blanks = [blank.span.end for blank in contact.blanks]
        edits = [
            _reach_behind(subject, one, max([one.end, *blanks]) if one == span else one.end, reach)
            for one in (mentions(subject, contact, span) if contact.name else [span])
        ]
        return Fix(Safety.SAFE, tuple(edits))


def _is_whoever(subject: Subject, span: Span) -> bool:
    """Return True if people are sent to whoever is there: `any staff member at the desk`."""
    sentence = subject.facts.sentence_at(span.start)
    if sentence is None:
        return False
    whoever = sentence.language.pattern("contacts", "whoever")
    return whoever.match(sentence.lowered, span.start - sentence.start) is not None


def _reach_behind(subject: Subject, name: Span, end: int, reach: str) -> Edit:
    """Return the edit that writes a way to reach a contact, or a blank for it, behind a name that ends at `end`."""
    facts = subject.facts
    reach = reach or blank(subject, "reach", name.start)
    sentence = facts.sentence_at(name.start)
    comma = ""
    if sentence is not None:
        behind = sentence.lowered[end - sentence.start :]
        place = sentence.language.pattern("placing", "belongs").match(behind)
        beside = _APPOSITION.match(behind)
        if place:
            end += place.end()
        elif beside and beside[1] not in sentence.language.words("placing", "opens_clause"):
            end += beside.end()
            comma = ","  # "Constance Avery, Purchasing, at …"
        while place and (more := CAPITALIZED_WORD.match(facts.folded, end)):
            end = more.end()  # "de Solid Waste"
    goes_on = _GOES_ON.match(facts.folded, end) is not None
    return Edit(end, end, f" ({reach})" if goes_on else f"{comma}{blank(subject, 'reach_at', name.start)}{reach}")


def _follows_number(subject: Subject, contact: Contact) -> bool:
    """Return True if a name is given right behind an office's number: `Customer Service 813-555-0111, Ivonne Batista`."""
    if contact.name_span is None:
        return False
    ends = [phone.span.end for phone in subject.facts.phones]
    text = subject.facts.folded
    start = contact.name_span.start
    if any(start - len(_FOR) == end and text[end:start] == _FOR for end in ends):
        return True  # "Dial 1015 for Ezekiel Thorpe"
    return any(end < start <= end + _BEHIND and text[end:start].lstrip(" ").startswith((",", "(")) for end in ends)


_FOR = " for "
_APPOSITION = compiled(r", (\w+)(?: [\w'&-]+){0,4}(?=\s*(?:[.;!?\n]|\Z))")
"""A department or a job behind a name, up to the end of the sentence."""
_BEHIND = 12
"""Characters between a number and the name behind it: a comma and a courtesy title."""
_GOES_ON = compiled(r" +[^\W\d_(\[]")
"""Words of the same sentence after a name: the way to reach the person stands between, in parentheses."""
_BROKEN_ADDRESS = compiled(r"[ ,(]{1,3}(?:[^\W\d_]{1,5}:? )?([\w.+-]{1,64}@[\w.-]{0,60}\w)")
"""A mail address without the end of its domain, right behind a name: `at evoss@plantcity`."""
_READERS_OWN = ("your ", "su ", "tu ")
"""How a role begins that its reader knows how to reach: "contact your supervisor"."""
_BARE_NUMBER = compiled(r"(?: \[[^\[\]\n]{1,40}\])?(?: at| on|,|:)? (\d{3,6})(?![\d/-])")
"""A few digits right behind a name, as an extension is written: `Peggy 4200`."""


def _broken_number(subject: Subject, name: Span) -> Span | None:
    """Return where, beside a contact's name, a telephone number has a digit too many or too few."""
    facts = subject.facts
    sentence = facts.sentence_at(name.start)
    if sentence is None:
        return None
    spans = malformed_phones_in(facts.folded, facts.phones)
    return next((span for span in spans if name.end <= span.start and span.end <= sentence.end), None)


class InternalNumber(Rule):
    """Gives outside callers a number they can dial.

    > please contact (First name Last name) at (phone #) or (email)

    A bare extension works only on the organization's own telephones.
    """

    id = "contact.internal-number"
    kinds = AUTO_REPLY
    severity = Severity.WARNING
    valid = (Example("I am out until 12/21/26. Call Dana Whitlock, 813-555-0142 ext. 12."),)
    invalid = (
        Example(
            "I am out until 12/21/26. Call Dana Whitlock, ext. 4512.",
            settings={"main_phone": "813-555-0100"},
            fixed="I am out until 12/21/26. Call Dana Whitlock, 813-555-0100 ext. 4512.",
        ),
        Example(
            "I am out until 12/21/26. Call Dana Whitlock, ext. 4512.",
            fixed="I am out until 12/21/26. Call Dana Whitlock, [main phone number] ext. 4512.",
        ),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find contacts that can be reached only from inside, in messages that outsiders read."""
        if not is_concerned(subject) or subject.document.audience is Audience.INTERNAL:
            return
        for contact in subject.facts.contacts:
            if not contact.phones or contact.reachable:
                continue
            phone = contact.phones[0]
            message = f'"{phone.text}" works only inside the {subject.settings.noun}. Give the complete number.'
            language = subject.facts.language
            if language.pattern("contacts", "article").search(subject.facts.folded[: phone.span.start].lower()):
                yield at(phone.span, message, by_hand("only you know the main number"))
                continue
            entry = subject.directory.person(contact.name) if subject.directory and contact.name else None
            listed = entry.phone if entry and entry.extension == phone.extension else ""
            main = f"{listed or subject.settings.main_phone or blank(subject, 'main_phone', phone.span.start)} "
            main += "" if phone.text[:1].isalpha() else "ext. "  # "dial 1015 for Ezekiel Thorpe"
            fix = Fix(Safety.SAFE, (Edit(phone.span.start, phone.span.start, main),))
            yield at(phone.span, message, fix)


_PERSON = "I am out until 12/21/26. Please contact Dana Whitlock at 813-555-0142."


class Unknown(Rule):
    """The contact is in the staff list.

    > who to contact if immediate assistance is needed

    People who have left cannot help.
    """

    id = "contact.unknown"
    kinds = AUTO_REPLY
    severity = Severity.WARNING
    needs = "directory"
    unchecked = "whether the people you name work here"
    valid = (Example(_PERSON, staff=(("Dana Whitlock", "813-555-0142", ""),)),)
    invalid = (Example(_PERSON, staff=(("Terrence Boyd", "813-555-0161", ""),)),)

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find contacts, by full name, whom the staff list does not have."""
        if not is_concerned(subject) or subject.directory is None:
            return
        for contact in subject.facts.contacts:
            if contact.full_name and contact.name_span and not subject.directory.people_called(contact.name):
                yield at(contact.name_span, f"{contact.name} is not in the staff list. Check the name.")


class DetailsDiffer(Rule):
    """The contact's number and address are those of the staff list.

    > at (phone #) or (email)
    """

    id = "contact.details-differ"
    kinds = AUTO_REPLY
    severity = Severity.WARNING
    needs = "directory"
    unchecked = "whether the phone numbers and addresses you give are right"
    valid = (Example(_PERSON, staff=(("Dana Whitlock", "(813) 555-0142", ""),)),)
    invalid = (
        Example(
            _PERSON,
            staff=(("Dana Whitlock", "813-555-0124", ""),),
            fixed="I am out until 12/21/26. Please contact Dana Whitlock at 813-555-0124.",
        ),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find numbers and addresses that differ from the staff list's."""
        if not is_concerned(subject) or subject.directory is None:
            return
        for contact in subject.facts.contacts:
            entry = subject.directory.person(contact.name) if contact.name else None
            if entry is None:
                continue
            for phone in contact.phones:
                yield from _number(subject, phone, entry)
            for email in contact.emails:
                if (
                    entry.email
                    and email.lower() not in entry.addresses
                    and (place := subject.facts.text.find(email)) >= 0
                ):
                    span = Span(place, place + len(email))
                    yield at(
                        span,
                        f"The staff list has {entry.email} for {entry.name}. Check the address.",
                        replaced(span, entry.email, Safety.UNSAFE),
                    )


def _number(subject: Subject, phone: Phone, entry: Entry) -> Iterator[Finding]:
    """Find a number, or the extension behind the right one, that differs from the staff list's."""
    if phone.digits and subject.facts.is_own_number(phone.digits):
        return
    if phone.digits and entry.phone and not same_number(phone.digits, digits(entry.phone)):
        extension = entry.extension or phone.extension
        right = f"{entry.phone} ext. {extension}" if phone.extension else entry.phone
        message = f"The staff list has {entry.phone} for {entry.name}. Check the number."
        yield at(phone.span, message, replaced(phone.span, right, Safety.UNSAFE))
    elif phone.extension and entry.extension and phone.extension != digits(entry.extension):
        end = phone.span.start + phone.text.rindex(phone.extension[-1]) + 1
        span = Span(end - len(phone.extension), end)
        message = f"The staff list has extension {entry.extension} for {entry.name}. Check the extension."
        yield at(span, message, replaced(span, digits(entry.extension), Safety.UNSAFE))
