"""Whose is a telephone number or an address: the contact's before it, somebody else's, or the author's own?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from replylint.facts.contact_things import Draft, Place, Thing
from replylint.facts.contacts import Own
from replylint.facts.matching import last_match
from replylint.facts.numbers import Phone, same_number
from replylint.facts.people import Name, names_in
from replylint.patterns import compiled
from replylint.tables import strip_accents

_FILLERS = frozenset(
    "or and at by via e mail email phone o al tel cell mobile ext comm dsn on call text fax y a extension office direct "
    "line also correo teléfono her his their number is su en".split()
)
"""Words that stand between two ways to reach the same person."""


class Author(NamedTuple):
    """What is known of the author: addresses in lower case, numbers of their signatures."""

    name: str
    emails: frozenset[str]
    phones: Sequence[Phone]
    away: bool = True
    """Whether the author is the one who is away; an assistant who writes for another person can be the contact."""


_ME = compiled(r"\s+me\b")
_OPTION = compiled(r"\W{0,3}(?:option|opt|press|opci[óo]n)\b\.?\s*#?\d")
"""What a caller dials behind the number of a switchboard."""
_DIVIDED = compiled(r";|→|->")
_NO_WORDS = compiled(r"[^\w ]+")
_COLON = compiled(r":\s*$")
_CLAUSE = compiled(r"[;!?]|\.\s|(?<=\w),\s+(?:please|or)\b")
_TRAILING = compiled(r"[\s,(<:|=-]+$")
_LEADING = compiled(r"^(?:to|with|con|a|al)\s+")
_IS_REACHED = compiled(r"\s+(?:can be reached|may be reached|can be contacted|is|be reached)(?: (?:at|on|by))?$")


def own_channel(place: Place, current: Draft | None, author: Author) -> Own | None:
    """Return the number or address if it is the author's own, by what is known or by the words before it."""
    thing, sentence = place.thing, place.sentence
    if not author.away:
        return None
    if thing.email and thing.email.lower() in author.emails:
        return Own(thing.email, thing.span)
    if thing.email and _is_made_of_words(thing.email.partition("@")[0].lower(), author.name.split()):
        return Own(thing.email, thing.span)
    named = current is not None and bool(current.name)
    phone = thing.phone
    optional = named and _OPTION.match(place.after) is not None  # "Peggy Marsh, 813-555-0100, opt 3"
    if phone and not optional and any(_is_line_of(phone, own, named) for own in author.phones):
        return Own(phone.text, thing.span)
    near = place.all_before
    if current is not None and named and current.end >= sentence.start:
        near = sentence.lowered[current.end - sentence.start : thing.span.start - sentence.start]
    near = sentence.language.pattern("contacts", "relative").sub(",", near)
    if not sentence.language.may_have("contacts", "own", near):
        return None
    own = last_match(place.cues.own, near)
    if own is None or place.cues.pronoun.search(near[own.start() :]):
        return None
    if any(word in near[own.start() :] for word in (" or ", " o ")):
        verb = last_match(place.cues.verb, near)
        if verb is not None and verb.start() > own.start() and not _ME.match(near[verb.end() :]):
            return None  # "text me, or call Dexter"
    return Own(thing.email or (phone.text if phone else ""), thing.span)


def _is_line_of(phone: Phone, own: Phone, named: bool) -> bool:
    """Return whether a number is the author's own. With another extension it may be a colleague's at the same switchboard."""
    if not phone.digits or not same_number(phone.digits, own.digits):
        return False
    return not (phone.extension and named) or phone.extension == own.extension


def begins_anew(place: Place, current: Draft) -> bool:
    """Say whether a number or address belongs to somebody else than the contact before it."""
    divided = bool(_DIVIDED.search(place.before))
    if not current.reached:
        return divided and bool(current.name)
    if divided or (current.name is None and place.thing.email and current.emails):
        return True
    words = _NO_WORDS.sub(" ", place.before).split()
    if len([word for word in words if word not in _FILLERS]) < 2:
        return False
    return bool(place.cues.verb.search(place.before) or _COLON.search(place.before))


def is_sent_to(place: Place) -> bool:
    """Say whether a bare number or address is one to turn to."""
    thing = place.thing
    if thing.email or place.cues.verb.search(place.all_before) or place.cues.label.search(place.all_before):
        return True
    return bool(thing.phone and thing.phone.reaches_outside)


def role_before(place: Place, before: str, text: str) -> str:
    """Return the words that say whose number or address it is: `the Water Plant`, `duty desk`."""
    sentence = place.sentence
    lead = _CLAUSE.split(before)[-1]
    lead = _TRAILING.sub("", lead)
    verb = last_match(place.cues.verb, lead)
    if verb is not None:
        lead = lead[verb.end() :]
    rest, space, last = lead.rpartition(" ")
    if space and last in sentence.language.words("contacts", "role_stops"):
        lead = rest
    lead = lead.strip(" ,:'\"")
    lead = _LEADING.sub("", lead)
    lead = _IS_REACHED.sub("", lead)
    if not lead or len(lead.split()) > 7 or sentence.language.pattern("kinds", "away").search(lead):
        return ""  # "I am out 12/15, 813-555-0120"
    at = sentence.lowered.find(lead)
    return text[sentence.start + at : sentence.start + at + len(lead)] if at >= 0 else lead


class Owners:
    """The people named anywhere in a text, found by the addresses made of their names: `maud.ellery@…`.

    `nobody` are names, in lower case, that are no contacts.
    """

    def __init__(self, folded: str, nobody: Sequence[str]) -> None:
        self._by_last: dict[str, list[Name]] = {}
        for name in names_in(folded, 0, len(folded)):
            if len(name.words) > 1 and name.text.lower() not in nobody:
                named = self._by_last.setdefault(_plain(name.words[-1]), [])
                if len(named) < _MOST_NAMESAKES:
                    named.append(name)

    def of(self, email: str) -> Name | None:
        """Return the person whose name an address is made of, the one named first if there are several."""
        local = _plain(email.partition("@")[0])
        lasts = {local[low:high] for low in range(len(local)) for high in range(low + 3, len(local) + 1)}
        found = [name for last in lasts for name in self._by_last.get(last, ()) if _is_made_of(local, name)]
        return min(found, key=lambda name: name.span, default=None)


_MOST_NAMESAKES = 8
"""People of one last name who are told apart by their first."""


def is_of_one(thing: Thing, name: Name | None) -> bool:
    """Say whether an address is made of a person's name, so that nobody shares it."""
    return bool(thing.email) and name is not None and _is_made_of(thing.email.partition("@")[0].lower(), name)


def _is_made_of(local: str, name: Name) -> bool:
    return _is_made_of_words(local, name.words)


def _is_made_of_words(local: str, words: Sequence[str]) -> bool:
    if len(words) < 2:
        return False
    first, last = _plain(words[0]), _plain(words[-1])
    return len(last) >= 3 and last in local and (first in local or local.startswith(first[0]))


def _plain(word: str) -> str:
    return strip_accents(word).lower()
