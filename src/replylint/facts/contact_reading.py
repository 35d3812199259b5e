"""Whom a text sends people to: the things of each sentence put together to contacts, the author's own left out."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from replylint.facts.blanks import Blank
from replylint.facts.contact_channels import (
    Author,
    Owners,
    begins_anew,
    is_of_one,
    is_sent_to,
    own_channel,
    role_before,
)
from replylint.facts.contact_names import (
    THANKS,
    answers_a_question,
    goes_on_listing,
    is_meant,
    is_slipped_role,
    is_their_job,
    role_beside,
)
from replylint.facts.contact_things import ContactCues, Draft, Place, Spotter, Thing, contact_cues
from replylint.facts.contacts import Contact, Own, each_once
from replylint.facts.languages import CODES, language
from replylint.facts.layout import Sentence
from replylint.facts.name_words import is_given, is_institution, is_job, is_title
from replylint.facts.numbers import Channels
from replylint.facts.once import once
from replylint.facts.people import Name
from replylint.facts.word_forms import is_known_form
from replylint.facts.words import is_known
from replylint.patterns import compiled
from replylint.visible import Span


def read_contacts(
    text: str,
    folded: str,
    sentences: Sequence[Sentence],
    *,
    author: Author,
    channels: Channels,
    blanks: Sequence[Blank],
    absent: str,
    shouted: bool,
    people: Collection[str] = (),
) -> tuple[list[Contact], list[Own]]:
    """Return whom a text sends people to, and which ways to the author it offers.

    `text` and `folded` are of the same length; the sentences are those above the signature. `channels` and `blanks`
    are those of the text, `absent` is a person named as the one who is away; `shouted` says that the text is in
    capitals. `people` are the first and last names of a staff list, as `name_key` writes them.
    """
    known_author = author.name if author.away else ""
    spotter = Spotter(text, folded, known_author, absent, channels, blanks, shouted=shouted, people=people)
    reading = _Reading(text, folded, author, spotter)
    for sentence in sentences:
        reading.sentence(sentence)
        reading.before = sentence
    return reading.contacts(), reading.own


class _Reading:
    """Reads sentence by sentence; a number may belong to a name of the line before."""

    def __init__(self, text: str, folded: str, author: Author, spotter: Spotter) -> None:
        self.text = text
        self.folded = folded
        self.author = author
        self.spotter = spotter
        self.drafts: list[Draft] = []
        self.own: list[Own] = []
        self.open_list = False
        """Whether the sentence before announced a list: "please contact:"."""
        self.before: Sentence | None = None
        """The sentence before."""

    @property
    def last(self) -> Draft | None:
        """The contact before."""
        return self.drafts[-1] if self.drafts else None

    @once
    def _owners(self) -> Owners:
        return Owners(self.folded, (self.spotter.author, self.spotter.absent))

    def contacts(self) -> list[Contact]:
        """Return what was read, each person once."""
        return each_once(map(_contact, self.drafts))

    def sentence(self, sentence: Sentence) -> None:
        """Read one sentence or line."""
        cues = contact_cues(sentence.language.code)
        announced = self.open_list
        verbs = list(cues.verb.finditer(sentence.lowered))
        calls = bool(verbs)
        self.open_list = (announced or calls) and sentence.lowered.rstrip().endswith(":")
        channels = self.spotter.channels(sentence, cues)
        if not channels and not calls and self._is_on_card(sentence, cues):
            self.open_list = announced
            return
        speaks = announced or calls or self._speaks_of_contacts(sentence, cues)
        if not speaks and not channels:
            return  # nobody is meant, whoever is named
        things = self.spotter.with_names(sentence, channels, verbs)
        if not things:
            self._role_alone(sentence, cues, verbs)
            if announced and (self.last is None or sentence.block == self.last.block):
                self.open_list = True
            return
        if not (speaks or self._continues(sentence, things) or any(t.phone or t.email or t.blank for t in things)):
            return
        self.open_list = self.open_list or announced
        before = len(self.drafts), len(self.own)
        self._assemble(sentence, things, cues, announced)
        if (len(self.drafts), len(self.own)) == before:
            self._role_alone(sentence, cues, verbs)

    def _is_on_card(self, sentence: Sentence, cues: ContactCues) -> bool:
        """Say whether a line stands between a contact's name and number, each on its own line, as the job title does; if so, take it."""
        last = self.last
        if (
            last is None
            or last.name is None
            or last.reached
            or (last.block, last.line + 1) != (sentence.block, sentence.line)
        ):
            return False
        line = self.text[sentence.start : sentence.end].strip()
        if len(line) > _LONGEST_TITLE or line.endswith((".", "!", "?", ":")) or not _heads_its_line(last, self.folded):
            return False
        if cues.label.search(sentence.lowered) or self.spotter.with_names(sentence, []):
            return False
        last.line, last.role = sentence.line, last.role or line
        return True

    def _speaks_of_contacts(self, sentence: Sentence, cues: ContactCues) -> bool:
        """Say whether a sentence may send people to somebody without a verb that does."""
        return (
            cues.covers.search(sentence.lowered) is not None
            or sentence.language.pattern("contacts", "covered_by").search(sentence.lowered) is not None
            or cues.label.search(sentence.lowered) is not None
            or "→" in sentence.lowered
            or "->" in sentence.lowered
            or goes_on_listing(sentence, self.last)
            or answers_a_question(self.folded, sentence.start)
        )

    def _continues(self, sentence: Sentence, things: list[Thing]) -> bool:
        """Say whether a line with a number or address belongs to the name on the line before."""
        last = self.last
        if last is None or last.block != sentence.block or not things or things[0].name:
            return False
        return sentence.line - last.line in (0, 1)

    def _assemble(self, sentence: Sentence, things: list[Thing], cues: ContactCues, announced: bool) -> None:
        current = self._carried_over(sentence, things, cues)
        low = previous_end = sentence.start
        for index, thing in enumerate(things):
            before = sentence.lowered[max(previous_end, low) - low : thing.span.start - low]
            all_before = sentence.lowered[: thing.span.start - low]
            title = thing.name.title.lower() if thing.name else ""
            if title and title in before:
                before, all_before = (part[: part.rfind(title)] for part in (before, all_before))
            place = Place(sentence, things, index, before, all_before, sentence.lowered[thing.span.end - low :], cues)
            if thing.name is not None:
                current = self._take_name(place, thing.name, current, announced)
            elif thing.handle:
                current = self._start(sentence, thing.span.start, thing.span.end, written=thing.handle)
            elif thing.blank is not None:
                current = self._take_blank(sentence, thing, thing.blank, current)
            else:
                current = self._take_channel(place, current)
            previous_end = thing.span.end

    def _carried_over(self, sentence: Sentence, things: list[Thing], cues: ContactCues) -> Draft | None:
        """Return the contact of the sentence before that this one goes on about: "her number is …", a line of its own."""
        last, first = self.last, things[0]
        if first.name:
            return None
        pronoun = cues.pronoun.search(sentence.lowered[: first.span.start - sentence.start])
        if last is None:
            return self._spoken_of_before() if pronoun and (first.phone or first.email) else None
        if self._continues(sentence, things) and first.span.start - sentence.start < 40:
            labelled = _LABEL.fullmatch(sentence.lowered[: first.span.start - sentence.start])
            row = _CELL.match(sentence.lowered[: first.span.start - sentence.start]) is not None
            if (row or goes_on_listing(sentence, last)) and not labelled and not pronoun:
                return None  # the next item of a list, with a topic of its own
            goes_on = last.line < sentence.line or labelled or pronoun
            if goes_on and (last.name or last.blanks):
                return last
        return last if pronoun else None

    def _spoken_of_before(self) -> Draft | None:
        """Return the only person whom the sentence before names: "Rosemary Quick has the tickets. Call her at …"."""
        if self.before is None:
            return None
        names = [thing.name for thing in self.spotter.with_names(self.before, []) if thing.name]
        if len(names) != 1 or names[0].possessive or not (names[0].complete or is_given(names[0].words[0])):
            return None
        name = names[0]
        return self._start(self.before, name.span.start, name.span.end, name=name, written=self._written(name))

    def _start(
        self, sentence: Sentence, start: int, end: int, *, name: Name | None = None, written: str = "", role: str = ""
    ) -> Draft:
        full = bool(name and name.complete)
        draft = Draft(name, written, role, start=start, end=end, full=full, line=sentence.line, block=sentence.block)
        self.drafts.append(draft)
        return draft

    def _take_name(self, place: Place, name: Name, current: Draft | None, announced: bool) -> Draft | None:
        possessive = name.possessive and not is_their_job(place)
        if possessive or is_slipped_role(place, self.folded) or place.cues.negated.search(place.all_before[-40:]):
            return current
        completes = current is not None and not current.written and self._completes(place, name, current)
        if not completes and not is_meant(place, self.folded, self.last, announced=announced):
            return current
        written = self._written(name)
        if current is not None and completes:
            current.name, current.written, current.full, current.end = name, written, name.complete, name.span.end
            current.role = current.role or name.title
            return current
        before = self.last
        start = name.span.start - (len(name.title) + 1 if name.title else 0)
        role = name.title or role_beside(place, self.text, self.folded)
        draft = self._start(place.sentence, start, name.span.end, name=name, written=written, role=role)
        if before is not None and before.name and before.line == draft.line and not before.reached:
            joint = r"[^;:]{0,12}?(?:\band\b|\bor\b|&|\b[yoeu]\b|,\s*|,?\s*and)[^;:]{0,18}"
            draft.joined = bool(re.fullmatch(joint, place.before))
        return draft

    def _completes(self, place: Place, name: Name, current: Draft) -> bool:
        """Say whether a name belongs to what stands before it: "call 555-0100 and ask for …", "Mrs. [first name] …"."""
        if current.line == place.sentence.line and place.cues.ask_for.search(place.before):
            return True
        return bool(current.blanks) and not self.folded[current.blanks[-1].span.end : name.span.start].strip()

    def _written(self, name: Name) -> str:
        """Return a name as written; a lone name with its title in full, `Pastor Greg`."""
        written = self.text[name.span.start : name.span.end]
        title = name.title
        initial = len(name.text.strip(".")) == 1
        if len(name.words) == 1 and (
            initial or (title.isalpha() and not title.isupper() and not is_institution(title))
        ):
            return f"{title} {written}"
        return written

    def _take_blank(self, sentence: Sentence, thing: Thing, blank: Blank, current: Draft | None) -> Draft:
        if current is not None and blank.fact == "name":
            named = current.name or any(item.fact == "name" for item in current.blanks)
            if named and self.folded[current.end : thing.span.start].strip():
                current = None
        if current is None:
            current = self._start(sentence, thing.span.start, thing.span.end)
        current.blanks.append(blank)
        current.end = max(current.end, thing.span.end)
        return current

    def _take_channel(self, place: Place, current: Draft | None) -> Draft | None:
        thing, sentence = place.thing, place.sentence
        if thing.email and sentence.language.pattern("contacts", "addressed").search(place.all_before):
            return current  # "the message you sent to parks@example.com"
        if own := own_channel(place, current, self.author):
            self.own.append(own)
            return current
        if place.cues.negated.search(place.before[-40:]) and not (current and current.name):
            return current
        if current is None:
            current = self._named_elsewhere(place)
        if current is None:
            role = role_before(place, place.all_before, self.text)
            if not role and not is_sent_to(place):
                return None
            current = self._called(role, sentence, thing)
        elif begins_anew(place, current):
            current = self._called(role_before(place, place.before, self.text), sentence, thing)
        current.end = max(current.end, thing.span.end)
        for draft in self._sharing(current, thing):
            _add(draft, thing)
        return current

    def _called(self, role: str, sentence: Sentence, thing: Thing) -> Draft:
        """Return a new contact known by a role, or by a nickname that only its capital tells: "call Sully at …"."""
        nickname = _NICKNAME.search(role)
        at = self.text.rfind(nickname[1], sentence.start, thing.span.start) if nickname else -1
        if nickname and at >= 0 and not _names_no_one(nickname[1].lower()):
            name = Name(Span(at, at + len(nickname[1])), nickname[1])
            return self._start(sentence, at, thing.span.end, name=name, written=nickname[1])
        return self._start(sentence, thing.span.start, thing.span.end, role=role)

    def _sharing(self, current: Draft, thing: Thing) -> list[Draft]:
        """Return those whose number or address it is: `Ann or Bob, 813-555-0100`; not Bob's is `ann.lee@…`."""
        first = last = next(number for number in range(len(self.drafts) - 1, -1, -1) if self.drafts[number] is current)
        while self.drafts[first].joined and first > 0:
            first -= 1
        group = [
            draft
            for draft in self.drafts[first : last + 1]
            if draft is current or not draft.reached or current.name is None
        ]
        return [draft for draft in group if is_of_one(thing, draft.name)] or group

    def _named_elsewhere(self, place: Place) -> Draft | None:
        """Return the contact that a number or address belongs to by its words or its spelling, though named elsewhere."""
        thing = place.thing
        if thing.email and (owner := self._owners.of(thing.email)):
            written = self.text[owner.span.start : owner.span.end]
            return self._start(place.sentence, thing.span.start, thing.span.end, name=owner, written=written)
        role = role_before(place, place.all_before, self.text).lower()
        return next((draft for draft in self.drafts if role and draft.written.lower().split()[:1] == [role]), None)

    def _role_alone(self, sentence: Sentence, cues: ContactCues, verbs: Sequence[re.Match[str]]) -> None:
        """Take a role that a text sends people to without name or number: "contact the clerk"."""
        for verb in verbs:
            match = cues.role.match(sentence.lowered, verb.start())
            if match is None:
                continue
            before = sentence.lowered[: match.start()][-40:]
            copied = match.group().startswith(("copy", "cc", "include"))
            walked_to = match.group().startswith(_WALKED)  # "go to the front counter" needs no number
            if not copied and not walked_to and not cues.negated.search(before) and not THANKS.search(before):
                start, end = sentence.start + match.start(1), sentence.start + match.end(1)
                self._start(sentence, start, end, role=self.text[start:end])
                return


def _contact(draft: Draft) -> Contact:
    span = draft.name.span if draft.name else None
    channels = tuple(draft.phones), tuple(draft.emails)
    place = Span(draft.start, draft.end)
    name, role = draft.written, draft.role
    if not name and (called := _called_as_addressed(role, draft.emails)):
        name, role = called, ""
    return Contact(name, role, *channels, place, span, draft.full, tuple(draft.blanks))


_NICKNAME = compiled(r"(?:\A|\bto |\| ?)([A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]{1,4}[a-rt-zà-öø-ÿ])\Z")
"""A short word with a capital that is no plural, alone or at the end of what a number is given for."""
_CELL = compiled(r"\W*\w[^|\t]{0,80}[|\t]")
"""How a row of a table begins."""


def _names_no_one(low: str) -> bool:
    """Return True if a word is that of a job, an office or what it deals with, so that its capital makes no name of it."""
    offices = any(
        low in language(code).words("signature", key)
        for code in CODES
        for key in ("organizations", "departments", "fields")
    )
    other = any(low in language(code).words("names", "not_names") for code in CODES)
    return offices or other or is_job(low) or is_institution(low) or is_title(low) or low in _PLACES


_PLACES = frozenset(
    "dispatch reception security support switchboard headquarters front main central operator maintenance accounts personnel sales "
    "warehouse help service anyone someone everyone them recepción despacho seguridad soporte conmutador".split()
)
_WALKED = ("go ", "goes ", "come ", "visit", "stop by", "acuda", "vaya", "visite")
"""How words begin that send people to a place on foot."""
_CALLED = compiled(r"(?:.* )?([A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+)|([A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+)'s .*")
"""A role that ends in a word with a capital, or begins with one that has something: `in Faisal`, `Nadia's got the keys`."""


def _called_as_addressed(role: str, emails: Sequence[str]) -> str:
    """Return the word of a role that is a first name, for the address begins with it: `Hanneke (hanneke.smit@…)`."""
    match = _CALLED.fullmatch(role)
    if match is None:
        return ""
    word = match[1] or match[2]
    begins = any(_ADDRESS_WORD.split(email)[0].lower() == word.lower() for email in emails)
    return word if begins and (is_given(word) or not _is_word(word.lower())) else ""


def _is_word(low: str) -> bool:
    return any(is_known(low, code) or is_known_form(low, code) for code in CODES)


_ADDRESS_WORD = compiled(r"[._@+-]")


_LONGEST_TITLE = 60
"""Characters of a job title or a department on a line of its own."""


def _heads_its_line(draft: Draft, folded: str) -> bool:
    """Say whether nothing but a contact's name, or what was taken for its role, stands on its line."""
    before = folded.rfind("\n", 0, draft.start) + 1
    after = folded.find("\n", draft.end)
    return not folded[before : draft.start].strip(" \t*•-") and not folded[draft.end : after].strip(" ,")


_LABEL = compiled(r"\W*(?:(?:tel[ée]fono|tel|phone|cell|e-?mail|correo|ext)\W*)?")


def _add(draft: Draft, thing: Thing) -> None:
    if thing.phone is not None:
        draft.phones.append(thing.phone)
    else:
        draft.emails.append(thing.email)
