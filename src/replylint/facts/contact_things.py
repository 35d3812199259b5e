"""What a sentence names that may be a contact: people, telephone numbers, addresses, handles, blanks, in reading order."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from replylint.facts.blanks import Blank
from replylint.facts.languages import CODES, language
from replylint.facts.languages.alternatives import grouped
from replylint.facts.layout import Sentence
from replylint.facts.matching import Stretches, overlaps
from replylint.facts.name_words import is_given, is_institution, is_job
from replylint.facts.numbers import Channels, Phone
from replylint.facts.people import Name, names_in
from replylint.facts.word_forms import is_known_form
from replylint.facts.words import is_known
from replylint.patterns import compiled, late
from replylint.tables import digits
from replylint.visible import Span

_SMALL_NAME = compiled(
    r"\s+([a-zà-ÿ][a-zà-ÿ'-]+)(?:\s+([a-zà-ÿ][a-zà-ÿ'-]+))?(?=\s*(?:@|,|\(|at\b|on\b|x\d|\d|[\w.+-]+@|$|\.))"
)


_RELATED = compiled(
    r"\s+(?:my|our|mi)\s+(?:(?:older|little|big|lovely|trusty)\s+)?(?:brother|sister|wife|husband|partner|son|daughter|dad|mum|mom|mate|boss|colleague|coworker|co-worker|assistant|apprentice|hermano|hermana|esposa|esposo|socio|socia|hijo|hija|colega)(?=\s+[a-zà-ÿ])"
)
_OF_CONTACTS = ("name", "phone", "email", "title", "organization")
"""The facts that a blank for a contact stands for."""


_LAST_WORD = compiled(r"(?:^|[.,;!\n]\s*|\s)([a-zà-ÿ]{3,14})\s$")
_LONGEST_NAME = 18


@dataclass(slots=True)
class Thing:
    """An entity in reading order: a name, a phone, an address, or a blank for one of them."""

    span: Span
    name: Name | None = None
    phone: Phone | None = None
    email: str = ""
    handle: str = ""
    blank: Blank | None = None
    extra: list[Name] = field(default_factory=list)


class ContactCues(NamedTuple):
    """The compiled patterns of one language by which contacts are known."""

    verb: re.Pattern[str]
    covers: re.Pattern[str]
    label: re.Pattern[str]
    negated: re.Pattern[str]
    own: re.Pattern[str]
    pronoun: re.Pattern[str]
    ask_for: re.Pattern[str]
    role: re.Pattern[str]
    emergency: frozenset[str]
    no_name: frozenset[str]
    """Words in small letters that are nobody's name."""


@cache
def contact_cues(code: str) -> ContactCues:
    """Return the patterns of a language."""
    lang = language(code)
    data = lang["contacts"]
    articles = "|".join(data["articles"])
    verb = lang.fill(data["verb"])
    role = rf"(?:{verb})\s+(?:(?:{'|'.join(data['role_prepositions'])})\s+)?((?:{articles})\s+(?:[\w'&/-]+\s+){{0,4}}?{lang['names']['roles']}|{lang['names']['roles']})\b(?!\s*@)"
    return ContactCues(
        lang.pattern("contacts", "verb"), lang.pattern("contacts", "covers"), lang.pattern("contacts", "label"), lang.pattern("contacts", "negated"), lang.pattern("contacts", "own"),
        lang.pattern("contacts", "pronoun"), lang.pattern("contacts", "ask_for"), late(lambda: grouped(role)), frozenset(digits(number) for number in data["emergency"]),
        lang.words("names", "not_names").union(lang.words("names", "institutions"), data["role_stops"], data["articles"]),
    )  # fmt: skip


@dataclass(slots=True)
class Draft:
    """A contact while it is put together."""

    name: Name | None = None
    written: str = ""
    role: str = ""
    phones: list[Phone] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    blanks: list[Blank] = field(default_factory=list)
    start: int = 0
    end: int = 0
    full: bool = False
    line: int = -1
    block: int = -1
    joined: bool = False
    """Whether it hangs together with the one before: `Henry and Margaret`."""

    @property
    def reached(self) -> bool:
        """Whether there is a number or an address for it."""
        return bool(self.phones or self.emails)


@dataclass(frozen=True, slots=True)
class Place:
    """A thing with the words around it, in lower case."""

    sentence: Sentence
    things: Sequence[Thing]
    index: int
    before: str
    """From the thing before it, or the beginning of the sentence."""
    all_before: str
    """From the beginning of the sentence."""
    after: str
    cues: ContactCues

    @property
    def thing(self) -> Thing:
        """The thing."""
        return self.things[self.index]

    @property
    def following(self) -> Thing | None:
        """The next thing of the sentence."""
        return self.things[self.index + 1] if self.index + 1 < len(self.things) else None


def _is_no_word(word: str) -> bool:
    """Say whether a word is in no list, so that it may be a name that its writer gave no capital: "ask teodor"."""
    return not any(is_known(word, code) or (word.isascii() and is_known_form(word, code)) for code in CODES)


_ENDS_OF_OFFICES = ("s", "ing", "tion", "ment", "ance", "ity")
"""How words end that are offices rather than names: `Billing`, `Inspections`."""


class Spotter:
    """Spots the things of one text. `author` and `absent` are no contacts; `people` are the names of a staff list."""

    def __init__(
        self,
        text: str,
        folded: str,
        author: str,
        absent: str,
        channels: Channels,
        blanks: Sequence[Blank],
        *,
        shouted: bool,
        people: Collection[str] = (),
    ) -> None:
        self.text = text
        self.folded = folded
        self.author = author.lower()
        self.absent = absent.lower()
        self.things = self._all_channels(channels, blanks)
        self.starts = [thing.span.start for thing in self.things]
        self.shouted = shouted
        self.people = people

    def channels(self, sentence: Sentence, cues: ContactCues) -> list[Thing]:
        """Return the numbers, addresses, handles and blanks of a sentence."""
        low, high = bisect_left(self.starts, sentence.start), bisect_left(self.starts, sentence.end)
        return [
            thing
            for thing in self.things[low:high]
            if thing.phone is None or digits(thing.phone.text) not in cues.emergency
        ]

    def _all_channels(self, channels: Channels, blanks: Sequence[Blank]) -> list[Thing]:
        """Return the numbers, addresses, handles and blanks of the text, in order."""
        text = self.text
        found = [
            Thing(phone.span, phone=phone._replace(text=text[phone.span.start : phone.span.end].strip()))
            for phone in channels.phones
        ]
        found += [Thing(span, email=text[span.start : span.end]) for span in channels.emails]
        found += [Thing(span, handle=text[span.start : span.end]) for span in channels.handles]
        taken = Stretches(thing.span for thing in found)
        found += [
            Thing(blank.span, blank=blank)
            for blank in blanks
            if blank.fact in _OF_CONTACTS and not blank.own and not taken.touch(blank.span.start, blank.span.end)
        ]
        return sorted(found, key=lambda thing: thing.span)

    def with_names(self, sentence: Sentence, channels: list[Thing], verbs: Sequence[re.Match[str]] = ()) -> list[Thing]:
        """Return what a sentence names, in reading order: its channels and its names.

        `verbs` are those of the sentence that send people to somebody.
        """
        names = self._names(sentence, [thing.span for thing in channels], verbs)
        return sorted([*channels, *(Thing(name.span, name=name) for name in names)], key=lambda thing: thing.span)

    def _names(self, sentence: Sentence, taken: list[Span], verbs: Sequence[re.Match[str]]) -> list[Name]:
        names = [
            name
            for name in names_in(
                self.folded,
                sentence.start,
                sentence.end,
                code=sentence.language.code,
                shouted=self.shouted,
                people=self.people,
            )
            if not overlaps(name.span, taken)
        ]
        joined: list[Name] = []
        for name in names:
            before = joined[-1] if joined else None
            if before and self._is_last_first(before, name, sentence):
                joined[-1] = Name(
                    Span(before.span.start, name.span.end), self.folded[before.span.start : name.span.end], before.title
                )
            else:
                joined.append(name)
        small = None if joined else self._small_name(sentence, verbs) or self._asked_for(sentence)
        if small is not None and not overlaps(small.span, taken):
            joined.append(small)
        return [name for name in joined if name.text.lower() not in (self.author, self.absent) or not name.text]

    def _is_last_first(self, last: Name, first: Name, sentence: Sentence) -> bool:
        """Say whether two names are one as directories write it: `Pennington, Ruth`."""
        if self.folded[last.span.end : first.span.start] != ", " or len(last.words) != 1 or last.complete:
            return False
        if len(first.words) > 2 or (len(first.words) == 2 and len(first.words[1].strip(".")) > 1):
            return False
        after = self.folded[first.span.end : first.span.end + 14]
        return bool(re.match(r"\s*(?:\(|,\s*(?:DSN|COMM)|,?\s*[\w.+-]+@|,?\s*\(?\d{3})", after)) and not re.match(
            r"\s*(?:and|or|&)\b", after
        )

    def _asked_for(self, sentence: Sentence) -> Name | None:
        """Return an everyday word that is somebody's name, for people are to ask for it somewhere: `ask for Birdie in the gift shop`."""
        match = sentence.language.pattern("contacts", "by_first_name").search(sentence.lowered)
        if match is None:
            return None
        span = Span(sentence.start + match.start(1), sentence.start + match.end(1))
        word = self.folded[span.start : span.end]
        is_word = is_institution(word) or is_job(word) or word.endswith(_ENDS_OF_OFFICES)
        return Name(span, word) if word.istitle() and not is_word else None

    def _small_name(self, sentence: Sentence, verbs: Sequence[re.Match[str]]) -> Name | None:
        """Return a name in small letters right after "contact" or "see": `contact linda barnes lbarnes@…`."""
        cues = contact_cues(sentence.language.code)
        in_small_letters = self.folded[sentence.start : sentence.end].islower()
        for verb in verbs:
            related = _RELATED.match(sentence.lowered, verb.end())
            match = _SMALL_NAME.match(sentence.lowered, related.end() if related else verb.end())
            if (
                not match
                or match.group(1) in cues.no_name
                or not self.folded[sentence.start + match.start(1)].islower()
                or not (is_given(match.group(1)) or (in_small_letters and _is_no_word(match.group(1))))
            ):
                continue
            second = match.group(2)
            end = match.end(2) if second and second not in cues.no_name else match.end(1)
            span = Span(sentence.start + match.start(1), sentence.start + end)
            return Name(span, self.folded[span.start : span.end])
        for covers in cues.covers.finditer(sentence.lowered) if in_small_letters else ():
            word = _LAST_WORD.search(sentence.lowered, max(0, covers.start() - _LONGEST_NAME), covers.start())
            if word and is_given(word.group(1)):
                span = Span(sentence.start + word.start(1), sentence.start + word.end(1))
                return Name(span, self.folded[span.start : span.end])
        return None
