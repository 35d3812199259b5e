"""Whom to turn to: somebody else, by first and last name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from replylint.facts import Contact, Kind, Own
from replylint.facts.contact_things import contact_cues
from replylint.facts.languages import Language, language
from replylint.facts.layout import Sentence
from replylint.facts.name_words import goes_before_last_name, is_given, is_job, is_title
from replylint.model import Edit, Finding, Fix, Insertion, Safety, Severity
from replylint.patterns import compiled
from replylint.rules.base import Example, Rule, Subject, at, by_hand, end_of_prose, missing_part, replaced
from replylint.rules.contact.shared import (
    AUTO_REPLY,
    CAPITALIZED_WORD,
    blank,
    is_concerned,
    is_shared,
    mentions,
    own_beside,
)
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
            or subject.stands_in_body("name", "phone", "email")
            or facts.own_channels
        ):
            return
        when = "now that you have left" if facts.kind is Kind.DEPARTED else "while you are away"
        yield Finding(
            f"Say who people can contact {when}: first and last name, with a phone number or an e-mail address.",
            fix=_insertion(subject),
        )


def _insertion(subject: Subject) -> Fix:
    return missing_part(subject, "contact", lambda half: not half.contacts, end_of_prose)


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
            fixed="I am out until 12/21/26. Please contact [first name and last name] at the Water Plant at 813-555-0139.",
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
        if any(contact.named for contact in facts.contacts) or subject.stands_in_body("name"):
            return
        firsts = [half.contacts[0] for half in facts.halves if half.contacts] or [facts.contacts[0]]
        for contact in {one.span: one for one in firsts}.values():
            sentence = facts.sentence_at(contact.span.start)
            if sentence and sentence.language.pattern("contacts", "on_duty").search(sentence.lowered):
                return
            role = contact.role if not sentence or not _says_something(contact.role, sentence.language.code) else ""
            what = f'"{role}"' if role else "a number or an address"
            yield at(
                contact.span,
                f"Name a person: {what} does not tell people who will help them. Give a first and last name.",
                _name_before(subject, contact),
            )


_CLOSE = 200
"""Characters from an office on in which the message may say who helps there."""


def _place_in_list(sentence: Sentence, place: int, channel: int, lang: Language) -> int | None:
    """Return where a name goes in an entry that is no clause: after a topic and its mark, or else before the office.

    `place` is where the office begins, negative if there is none; `channel` where its number does.
    """
    before = sentence.lowered[: channel - sentence.start]
    if lang.pattern("contacts", "verb").search(sentence.lowered) or lang.pattern("contacts", "clause").search(before):
        return None
    if marks := list(_TOPIC_MARK.finditer(before)):
        return sentence.start + marks[-1].end()
    return place if place == sentence.start else None


_TOPIC_MARK = compiled(r"\s*(?:-+>|=>|→|:|(?<=\s)[-–—](?=\s))\s*")
"""What is between a topic and who sees to it: `Permits -> 813-555-0129`."""


_SHORTEST_OFFICE = 2
"""Letters of an office's name: `HR`."""


def _says_something(role: str, code: str) -> bool:
    """Return True if what is before a number or an address is a clause and no office: `Pleadings must be served on …`."""
    return len(role) < _SHORTEST_OFFICE or language(code).pattern("contacts", "clause").search(role.lower()) is not None


def _name_before(subject: Subject, contact: Contact) -> Fix:
    """Return the correction that writes a blank for a name: `call [name] at the Water Plant at …`, `Billing: [name], …`."""
    facts = subject.facts
    text = facts.folded
    start = contact.span.start
    name = blank(subject, "name", start)
    sentence = facts.sentence_at(start)
    if sentence is None:
        return by_hand("only you know who will help")
    channels = [phone.span.start for phone in contact.phones if phone.span.start >= sentence.start]
    channels += [at for email in contact.emails if (at := text.find(email, sentence.start)) >= 0]
    channel = min(channels, default=None)
    place = text.rfind(contact.role, sentence.start, channel or sentence.end) if contact.role else -1
    if place >= 0 and channel is not None:
        between = text[place + len(contact.role) : channel]
        if ":" in between and not between.strip(" ,:-"):
            return Fix(Safety.SAFE, (Edit(channel, channel, f"{name}, "),))  # a topic and its number
    if place >= 0 and text[place].isupper() and is_title(contact.role):
        end = place + len(contact.role)  # "call Chief at 813-555-0142"
        while more := CAPITALIZED_WORD.match(text, end):
            end = more.end()  # "contact Assistant City Clerk"
        return Fix(Safety.SAFE, (Edit(end, end, f" {name}"),))
    lang = sentence.language
    role = contact.role.lower()
    around = " ".join(item.lowered for item in facts.sentences if item.block == sentence.block and item.end > start)
    if lang.pattern("contacts", "whoever").search(around[:_CLOSE]):
        return by_hand("the message says that whoever is there will help; only you know whether to name someone")
    if channel is not None and lang.pattern("contacts", "article").search(text[:channel].lower()):
        return by_hand("only you know who will help")
    if lang.pattern("contacts", "is_line").search(role):
        return by_hand("only you know whether one person answers it")
    if lang.pattern("contacts", "of_reader").match(role) or is_given(role):
        return by_hand("only you know who that is")
    if place >= 0 and is_job(role.split()[-1]):
        end = place + len(contact.role)  # "e-mail my supervisor at dpratt@example.net"
        return Fix(Safety.SAFE, (Edit(end, end, f" {name}"),))
    for spot in (channel, place):
        if spot is None or spot < sentence.start:
            continue
        before = sentence.lowered[: spot - sentence.start]
        if lang.pattern("placing", "to_us").search(before):
            break  # "call us at 813-555-0100": who of us?
        if pronoun := lang.pattern("placing", "pronoun").search(before):
            after = sentence.start + pronoun.end()
            return Fix(Safety.SAFE, (Edit(after, after, f" ({name})"),))
        if lang.pattern("placing", "names_whom").search(before):
            return Fix(Safety.SAFE, (Edit(spot, spot, f"{name}{blank(subject, 'at', start)}"),))
    if channel is not None and (edit := _name_as_subject(subject, sentence, channel)) is not None:
        return Fix(Safety.SAFE, (edit,))
    if channel is not None and (at_place := _place_in_list(sentence, place, channel, lang)) is not None:
        return Fix(Safety.SAFE, (Edit(at_place, at_place, f"{name}, "),))  # "Emergencies: duty desk, 813-555-0142"
    if not contact.phones or not lang.pattern("contacts", "verb").search(sentence.lowered) or contact.emails:
        return by_hand("only you know who will help")
    insertion = Insertion("ask-for", sentence.end, sentence.end, language=lang.code)
    return Fix(Safety.SAFE, insertions=(insertion,))


def _name_as_subject(subject: Subject, sentence: Sentence, channel: int) -> Edit | None:
    """Return the edit that puts a name before an office that does something, where its clause begins with it: `The front desk can help`.

    `channel` is where the number or address is to which it belongs.
    """
    facts, lang = subject.facts, sentence.language
    before = sentence.lowered[: channel - sentence.start]
    acts = lang.pattern("contacts", "acts").search(before)
    if acts is None:
        return None
    start = max((match.end() for match in _CLAUSE_MARK.finditer(before, 0, acts.start())), default=0)
    office = before[start : acts.start()]
    first, _, rest = office.partition(" ")
    if not rest or len(office.split()) > _LONGEST_OFFICE or not lang.words("contacts", "articles") & {first}:
        return None
    if is_job(office.split()[-1]):
        end = sentence.start + acts.start()  # "my supervisor can be reached at …"
        return Edit(end, end, f" {blank(subject, 'name', end)}")
    place = Span(sentence.start + start, sentence.start + start + len(first))
    name = blank(subject, "name", place.start) + blank(subject, "at", place.start)
    return Edit(place.start, place.end, name + facts.text[place.start : place.end].lower())


_CLAUSE_MARK = compiled(r"[.,;:!?]\s+")
_LONGEST_OFFICE = 8
"""Words of an office that does something."""


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
            before = subject.facts.folded[: contact.name_span.start].split()[-1:]
            if _may_be_either(contact, before):
                fix = by_hand("only you know whether it is the first or the last name")
                yield at(contact.name_span, f"Give {contact.name}'s first and last name.", fix)
                continue
            surname_only = _is_surname(contact) or any(map(goes_before_last_name, before))
            surname_only |= any(map(is_title, before)) and not is_given(contact.name)
            surname_only = surname_only and not _is_given_after_courtesy(contact, before)
            yield at(
                contact.name_span,
                f"Add {contact.name}'s {'first' if surname_only else 'last'} name.",
                self._fix(subject, contact, contact.name_span, surname_only),
            )

    def _fix(self, subject: Subject, contact: Contact, span: Span, surname_only: bool) -> Fix:
        known = (
            subject.directory.person(contact.name, contact.emails[0] if contact.emails else "")
            if subject.directory
            else None
        )
        edits = []
        for one in mentions(subject, contact, span):
            if known is not None:
                edits.append(Edit(one.start, one.end, known.name))
            elif surname_only:
                edits.append(Edit(one.start, one.start, blank(subject, "first_name", one.start) + " "))
            else:
                edits.append(Edit(one.end, one.end, " " + blank(subject, "last_name", one.start)))
        return Fix(Safety.SAFE, tuple(edits))


def _may_be_either(contact: Contact, before: list[str]) -> bool:
    """Return True if a name with a courtesy title may be a first or a last name: `Ms. Tammy`, `Mr. James`."""
    title, lone = _courtesy(contact, before), len(contact.name.split()) == 1
    return lone and (
        (title in _WITH_EITHER_NAME and is_given(contact.name)) or (title == "miss" and not is_given(contact.name))
    )


def _is_given_after_courtesy(contact: Contact, before: list[str]) -> bool:
    """Return True if a first name has a courtesy title, as in Spanish: `la Srta. Pilar`, `Doña Inés`."""
    return _courtesy(contact, before) in _WITH_FIRST_NAMES and is_given(contact.name.split()[-1])


def _courtesy(contact: Contact, before: list[str]) -> str:
    """Return the word before a name as titles are compared; that of the contact's role if the message begins with the name."""
    return (before[0] if before else contact.role).strip(".").lower()


_WITH_FIRST_NAMES = frozenset(("srta", "sra", "don", "doña", "dña", "miss", "coach"))
_WITH_EITHER_NAME = frozenset(("ms", "mr", "mrs"))


def _is_surname(contact: Contact) -> bool:
    """Return True if a lone name is a last name: a title or rank is before it, or an initial."""
    first, *rest = contact.name.split()
    if "." in first and not is_title(first):
        return True
    if goes_before_last_name(contact.role) or goes_before_last_name(first):
        return True
    titled = contact.role.endswith(".") or contact.role.isupper() or is_title(first)
    titled = titled or any(is_title(word) or is_job(word) for word in contact.role.split())
    return titled and not is_given((rest or [first])[-1])


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
                shared = is_shared(subject, own)
                message = f"Give a number or address of {contact.name}. This one is your own, and you are away."
                yield at(own.span, message, _SHARED if shared else _ONLY_YOU)
        own = facts.own_channels[0]
        if subject.stands_in_body("name") or (facts.contacts and not self._is_all_there_is(subject, own)):
            return
        span, fix = (own.span, _SHARED) if is_shared(subject, own) else _instead(subject, own.span)
        yield at(span, "Name someone else. This is your own number or address, and you are away.", fix)

    def _is_all_there_is(self, subject: Subject, own: Own) -> bool:
        """Return True if people are sent to the author, and besides only to an office for one topic: `contact me on my cell`."""
        facts = subject.facts
        if any(contact.named for contact in facts.contacts):
            return False
        sentence = facts.sentence_at(own.span.start)
        if sentence is None:
            return False
        before = sentence.lowered[: own.span.start - sentence.start][-_NEAR:]
        return sentence.language.pattern("contacts", "to_author").search(before) is not None


_ONLY_YOU = by_hand("only you know how to reach that person")
_SHARED = by_hand("you may share this number; if you do, add who to ask for and the extension")


def _instead(subject: Subject, own: Span) -> tuple[Span, Fix]:
    """Return the words that offer the author, and the correction that puts a blank for someone else in their place.

    Without a verb that sends people there, a sentence with the blanks is added.
    """
    facts = subject.facts
    sentence = facts.sentence_at(own.start)
    verb = None
    if sentence is not None:
        before = sentence.lowered[: own.start - sentence.start]
        noun = sentence.language.pattern("placing", "noun_before")
        verbs = contact_cues(sentence.language.code).verb.finditer(before)
        verb = max(
            (match for match in verbs if not noun.search(before[: match.start()])), key=re.Match.start, default=None
        )
    if sentence is None or verb is None or own.start - sentence.start - verb.end() > _NEAR:
        return own, _insertion(subject)
    words = sentence.lowered[verb.start() : own.end - sentence.start]
    if any(mark in words for mark in ".;!?"):
        return own, _insertion(subject)
    language = sentence.language["written"]
    start = verb.start()
    while softened := sentence.language.pattern("placing", "before_verb").search(before[:start]):
        start = softened.start()  # "just please call me": the blank's sentence has its own "please"
    span = Span(sentence.start + start, _end_of_channels(subject, own))
    if _OR_ELSE.match(facts.folded[span.end : sentence.end].lower()):
        return own, by_hand("the sentence names more ways to reach you; only you know who else can help")
    verb_words = language["contact_verb"] if start else language["contact_verb"].capitalize()
    blanks = f"{verb_words} {language['name']}{language['reach_at']}{language['reach']}"
    return span, replaced(span, blanks, Safety.UNSAFE)


def _end_of_channels(subject: Subject, own: Span) -> int:
    """Return where the author's own numbers and addresses end that follow one another: `at (813) 555-0188 or at …`."""
    end = own.end
    for other in sorted(item.span for item in subject.facts.own_channels):
        if other.start >= end and not re.sub(_JOINTS, "", subject.facts.folded[end : other.start].lower()):
            end = other.end
    return end


_JOINTS = compiled(r"[\s,/]|\b(?:or|and|at|by|on|o|y|al|a|en)\b")
"""What joins two ways to reach somebody."""
_OR_ELSE = compiled(r"[,\s]*(?:or|o|and|y)\b")
"""What is behind a way to reach somebody that is not the last: `, or at home`."""
_NEAR = 40
"""Characters between a verb and the number or address it sends people to."""
