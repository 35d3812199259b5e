"""Whom a text sends people to: persons, roles, numbers and addresses that are not the author's own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from replylint.facts.blanks import Blank
from replylint.facts.languages import Language, language
from replylint.facts.layout import Sentence
from replylint.facts.numbers import Phone, emails_in, handles_in, phones_in, same_number
from replylint.facts.people import Name, given_names, is_institution, names_in
from replylint.tables import digits, strip_accents
from replylint.visible import Span


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to turn to. What the text does not give is empty; a blank counts as the fact it stands for."""

    name: str
    role: str
    phones: tuple[Phone, ...] = ()
    emails: tuple[str, ...] = ()
    span: Span = Span(0, 0)
    """From the first word about the contact to the last."""
    name_span: Span | None = None
    full_name: bool = False
    blanks: tuple[Blank, ...] = ()

    @property
    def named(self) -> bool:
        """Whether a person is named, be it by first name, or a blank stands for the name."""
        return bool(self.name) or any(blank.fact == "name" for blank in self.blanks)

    @property
    def fully_named(self) -> bool:
        """Whether first and last name are there, or a blank for them."""
        return self.full_name or any(blank.fact == "name" for blank in self.blanks)

    @property
    def reachable(self) -> bool:
        """Whether somebody outside can reach the contact: seven digits or an address, or a blank for one."""
        return any(phone.reaches_outside for phone in self.phones) or bool(self.emails) or any(blank.fact in ("phone", "email") for blank in self.blanks)

    @property
    def complete(self) -> bool:
        """Whether the text gives first and last name and a way to reach the person; blanks do not count."""
        return self.full_name and (any(phone.reaches_outside for phone in self.phones) or bool(self.emails))


@dataclass(frozen=True, slots=True)
class Own:
    """A way to reach the author that the text offers in place of somebody else."""

    text: str
    span: Span


@dataclass(slots=True)
class _Thing:
    """An entity in reading order: a name, a phone, an address, or a blank for one of them."""

    span: Span
    name: Name | None = None
    phone: Phone | None = None
    email: str = ""
    handle: str = ""
    blank: Blank | None = None
    extra: list[Name] = field(default_factory=list)


@dataclass(slots=True)
class _Draft:
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
        return bool(self.phones or self.emails)


@dataclass(frozen=True, slots=True)
class _Cues:
    verb: re.Pattern[str]
    covers: re.Pattern[str]
    label: re.Pattern[str]
    negated: re.Pattern[str]
    own: re.Pattern[str]
    pronoun: re.Pattern[str]
    ask_for: re.Pattern[str]
    role: re.Pattern[str]
    emergency: frozenset[str]


@cache
def _cues(code: str) -> _Cues:
    lang = language(code)
    data = lang["contacts"]
    articles = "|".join(data["articles"])
    verb = lang.fill(data["verb"])
    role = rf"(?:{verb})\s+(?:(?:{'|'.join(data['role_prepositions'])})\s+)?((?:{articles})\s+(?:[\w'&/-]+\s+){{0,4}}?{lang['names']['roles']}|{lang['names']['roles']})\b(?!\s*@)"
    return _Cues(
        re.compile(verb), lang.pattern("contacts", "covers"), lang.pattern("contacts", "label"), lang.pattern("contacts", "negated"), lang.pattern("contacts", "own"),
        lang.pattern("contacts", "pronoun"), lang.pattern("contacts", "ask_for"), re.compile(role), frozenset(digits(number) for number in data["emergency"]),
    )  # fmt: skip


def read_contacts(
    text: str, folded: str, sentences: Sequence[Sentence], *, own_emails: frozenset[str], own_numbers: Sequence[str], author: str, blanks: Sequence[Blank], absent: str = ""
) -> tuple[list[Contact], list[Own]]:
    """Return whom a text sends people to, and which ways to the author it offers.

    `text` and `folded` are of the same length; the sentences are those above the signature. `own_emails` (lower case), `own_numbers` (digits) and
    `author` are the author's; `absent` is a person named as the one who is away.
    """
    reading = _Reading(text, folded, own_emails, own_numbers, author, blanks, absent)
    for sentence in sentences:
        reading.sentence(sentence)
    return reading.contacts(), reading.own


class _Reading:
    """Reads sentence by sentence; a channel may belong to a name of the line before."""

    def __init__(self, text: str, folded: str, own_emails: frozenset[str], own_numbers: Sequence[str], author: str, blanks: Sequence[Blank], absent: str) -> None:
        self.text = text
        self.folded = folded
        self.own_emails = own_emails
        self.own_numbers = own_numbers
        self.author = author.lower()
        self.absent = absent.lower()
        self.blanks = [blank for blank in blanks if blank.fact in ("name", "phone", "email", "title", "organization")]
        self.shouted = _is_shouted(folded)
        self.drafts: list[_Draft] = []
        self.own: list[Own] = []
        self.open_list = False
        """Whether the sentence before announced a list: "please contact:"."""
        self.announced = False

    def contacts(self) -> list[Contact]:
        """Return what was read, each person once."""
        merged: list[Contact] = []
        for draft in self.drafts:
            contact = Contact(draft.written, draft.role, tuple(draft.phones), tuple(draft.emails), Span(draft.start, draft.end), draft.name.span if draft.name else None, draft.full, tuple(draft.blanks))
            known = next((number for number, item in enumerate(merged) if _same_person(item, contact)), None)
            if known is None:
                merged.append(contact)
            else:
                merged[known] = _merged(merged[known], contact)
        return merged

    def sentence(self, sentence: Sentence) -> None:
        """Read one sentence or line."""
        cues = _cues(sentence.language.code)
        things = self._things(sentence, cues)
        announced, self.open_list = self.open_list, sentence.lowered.rstrip().endswith(":") and (bool(cues.verb.search(sentence.lowered)) or self.open_list)
        if not things:
            self._role_alone(sentence, cues)
            if announced and sentence.block == (self.drafts[-1].block if self.drafts else sentence.block):
                self.open_list = True
            return
        self.announced = announced
        bearing = self._bears_contacts(sentence, things, cues, announced)
        if not bearing:
            return
        self.open_list = self.open_list or announced
        count, owned = len(self.drafts), len(self.own)
        self._assemble(sentence, things, cues)
        if len(self.drafts) == count and len(self.own) == owned:
            self._role_alone(sentence, cues)

    # Entities
    def _things(self, sentence: Sentence, cues: _Cues) -> list[_Thing]:
        low, high = sentence.start, sentence.end
        part = self.folded[low:high]
        found: list[_Thing] = []
        for phone in phones_in(part, sentence.language):
            span = Span(low + phone.span.start, low + phone.span.end)
            if digits(phone.text) in cues.emergency:
                continue
            found.append(_Thing(span, phone=replace(phone, span=span, text=self.text[span.start : span.end].strip())))
        for place in emails_in(part):
            span = Span(low + place.start, low + place.end)
            found.append(_Thing(span, email=self.text[span.start : span.end]))
        for place in handles_in(part):
            span = Span(low + place.start, low + place.end)
            found.append(_Thing(span, handle=self.text[span.start : span.end]))
        taken = [thing.span for thing in found]
        for blank in self.blanks:
            if low <= blank.span.start < high and not blank.own and not _overlaps(blank.span, taken):
                found.append(_Thing(blank.span, blank=blank))
        taken = [thing.span for thing in found]
        for name in self._names(sentence, taken):
            found.append(_Thing(name.span, name=name))
        found.sort(key=lambda thing: thing.span)
        return found

    def _names(self, sentence: Sentence, taken: list[Span]) -> list[Name]:
        names = [name for name in names_in(self.folded, sentence.start, sentence.end, shouted=self.shouted) if not _overlaps(name.span, taken)]
        joined: list[Name] = []
        for name in names:
            before = joined[-1] if joined else None
            if before and self._is_last_first(before, name, sentence):
                joined[-1] = Name(Span(before.span.start, name.span.end), self.folded[before.span.start : name.span.end], before.title)
            else:
                joined.append(name)
        if not joined and (small := self._small_name(sentence, taken)):
            joined.append(small)
        return [name for name in joined if name.text.lower() not in (self.author, self.absent) or not name.text]

    def _is_last_first(self, last: Name, first: Name, sentence: Sentence) -> bool:
        """Say whether two names are one as directories write it: `Pennington, Ruth`."""
        if self.folded[last.span.end : first.span.start] != ", " or len(last.words) != 1 or last.complete:
            return False
        if len(first.words) > 2 or (len(first.words) == 2 and len(first.words[1].strip(".")) > 1):
            return False
        after = self.folded[first.span.end : first.span.end + 14]
        return bool(re.match(r"\s*(?:\(|,\s*(?:DSN|COMM)|,?\s*[\w.+-]+@|,?\s*\(?\d{3})", after)) and not re.match(r"\s*(?:and|or|&)\b", after)

    def _small_name(self, sentence: Sentence, taken: list[Span]) -> Name | None:
        """Return a name in small letters right after "contact" or "see": `contact linda barnes lbarnes@…`."""
        cues = _cues(sentence.language.code)
        stop = sentence.language.words("names", "not_names") | sentence.language.words("names", "institutions") | frozenset(sentence.language["contacts"]["role_stops"])
        stop = stop | frozenset(sentence.language["contacts"]["articles"])
        for verb in cues.verb.finditer(sentence.lowered):
            match = re.match(r"\s+([a-zà-ÿ][a-zà-ÿ'-]+)(?:\s+([a-zà-ÿ][a-zà-ÿ'-]+))?(?=\s*(?:@|,|\(|at\b|on\b|x\d|\d|[\w.+-]+@|$|\.))", sentence.lowered[verb.end() :])
            if not match or match.group(1) in stop or not self.folded[sentence.start + verb.end() + match.start(1)].islower():
                continue
            from replylint.facts.people import given_names

            first, second = match.group(1), match.group(2)
            if first not in given_names():
                continue
            end = match.end(2) if second and second not in stop else match.end(1)
            span = Span(sentence.start + verb.end() + match.start(1), sentence.start + verb.end() + end)
            return Name(span, self.folded[span.start : span.end])
        return None

    # Which sentences send people to somebody
    def _bears_contacts(self, sentence: Sentence, things: list[_Thing], cues: _Cues, announced: bool) -> bool:
        if announced or self._continues(sentence, things):
            return True
        if any(thing.phone or thing.email for thing in things):
            return True
        return bool(cues.verb.search(sentence.lowered) or cues.covers.search(sentence.lowered) or cues.label.search(sentence.lowered) or any(thing.blank for thing in things) or self._short_answer(sentence) or re.search(r"→|->", sentence.lowered))

    def _short_answer(self, sentence: Sentence) -> bool:
        """Say whether the sentence answers a question before it: "Urgent? Lydia, x4119." """
        return bool(re.search(r"\?\s*$", self.folded[max(0, sentence.start - 3) : sentence.start]))

    def _continues(self, sentence: Sentence, things: list[_Thing]) -> bool:
        """Say whether a line with a number or address belongs to the name on the line before."""
        last = self.drafts[-1] if self.drafts else None
        return last is not None and last.block == sentence.block and sentence.line - last.line in (0, 1) and bool(things) and not things[0].name

    def _assemble(self, sentence: Sentence, things: list[_Thing], cues: _Cues) -> None:
        low = sentence.start
        current: _Draft | None = None
        if self._continues(sentence, things) and things[0].span.start - low < 40 and (self.drafts[-1].line < sentence.line or things[0].span.start == low or cues.pronoun.search(sentence.lowered)):
            if self.drafts[-1].name or self.drafts[-1].blanks:
                current = self.drafts[-1]
        elif cues.pronoun.search(sentence.lowered[: things[0].span.start - low]) and self.drafts and not things[0].name:
            current = self.drafts[-1]
        previous_end = low
        for index, thing in enumerate(things):
            before = sentence.lowered[max(previous_end, low) - low : thing.span.start - low]
            whole_before = sentence.lowered[: thing.span.start - low]
            after = sentence.lowered[thing.span.end - low :]
            if thing.name is not None:
                if thing.name.title:
                    before, whole_before = (part[: part.rfind(thing.name.title.lower())] if thing.name.title.lower() in part else part for part in (before, whole_before))
                current = self._take_name(sentence, thing, things, index, before, whole_before, after, current, cues)
            elif thing.handle:
                current = self._start(sentence, thing.span.start, thing.span.end, written=thing.handle)
            elif thing.blank is not None:
                current = self._take_blank(sentence, thing, current)
            else:
                current = self._take_channel(sentence, thing, before, whole_before, current, cues)
            previous_end = thing.span.end

    def _start(self, sentence: Sentence, start: int, end: int, *, name: Name | None = None, written: str = "", role: str = "") -> _Draft:
        draft = _Draft(name, written, role, start=start, end=end, full=bool(name and name.complete), line=sentence.line, block=sentence.block)
        self.drafts.append(draft)
        return draft

    def _take_name(self, sentence: Sentence, thing: _Thing, things: list[_Thing], index: int, before: str, whole_before: str, after: str, current: _Draft | None, cues: _Cues) -> _Draft | None:
        name = thing.name
        assert name is not None
        following = things[index + 1].name if index + 1 < len(things) else None
        if name.title and len(name.words) == 1 and following and is_institution(name.title.split()[0]) and re.fullmatch(r",\s+", self.folded[name.span.end : following.span.start]):
            return current  # a role with a slip in it: "Administrative Assistent, Winston Bly"
        if name.possessive or cues.negated.search(whole_before[-40:]):
            return current
        if not self._is_meant(sentence, name, things, index, before, whole_before, after, cues):
            return current
        written = self.text[name.span.start : name.span.end]
        if len(name.words) == 1 and name.title and name.title.isalpha() and not name.title.isupper() and not is_institution(name.title):
            written = f"{name.title} {written}"
        start = name.span.start - (len(name.title) + 1 if name.title else 0)
        if current is not None and not current.name and not current.written and current.line == sentence.line and cues.ask_for.search(before):
            current.name, current.written, current.full, current.end = name, written, name.complete, name.span.end
            current.role = current.role or name.title
            return current
        draft = self._start(sentence, start, name.span.end, name=name, written=written, role=name.title or self._role_beside(sentence, name, whole_before, after, cues))
        if len(self.drafts) > 1 and self.drafts[-2].name and self.drafts[-2].line == sentence.line and re.fullmatch(r"[^;:]{0,12}?(?:\band\b|&|\by\b|,\s*|,?\s*and)[^;:]{0,18}", before) and not self.drafts[-2].reached:
            draft.joined = True
        return draft

    def _is_meant(self, sentence: Sentence, name: Name, things: list[_Thing], index: int, before: str, whole_before: str, after: str, cues: _Cues) -> bool:
        """Say whether a name is somebody to turn to: named by a verb, followed by a number, or said to cover."""
        following = things[index + 1] if index + 1 < len(things) else None
        if following is not None and (following.phone or following.email or (following.blank and following.blank.fact in ("phone", "email"))):
            gap = self.folded[name.span.end : following.span.start]
            if len(gap) <= 60 and not re.search(r"[.!?]\s", gap):
                return True
        lone = len(name.words) == 1 and not name.title and name.text.lower() not in given_names()
        if lone and self.folded[name.span.end : name.span.end + 1] in (":", ">"):
            return False
        verb = _last_match(cues.verb, whole_before)
        if verb is not None and len(whole_before) - verb.end() <= 45 and not re.search(r"[!?]", whole_before[verb.end() :]):
            between = whole_before[verb.end() :].strip()
            if self._own_before(verb, whole_before, cues):
                return False
            if name.complete or len(between.split()) <= (1 if lone else 5):
                return True
        covers = cues.covers.search(after)
        if covers and covers.start() <= 30 and not re.search(r"[.;!?]", after[: covers.start()]):
            return True
        label = _last_match(cues.label, whole_before)
        if label and len(whole_before) - label.end() <= 30:
            return True
        if self.announced and not before.strip(" •*-") and (name.complete or (len(things) == 1 and sentence.end - name.span.end <= 20)):
            return True
        if re.search(r"(?:[:→]|->)\s*\(?$", before) and (name.complete or sentence.line == self._last_line()):
            return True
        if re.search(r"(?:\band|&|\bor|,|\bo|\by)\s*$", before) and self.drafts and self.drafts[-1].line == sentence.line and self.drafts[-1].end >= sentence.start:
            return True
        return self._short_answer(sentence) and not before.strip() and not lone

    def _last_line(self) -> int:
        return self.drafts[-1].line if self.drafts else -1

    def _own_before(self, verb: re.Match[str], whole_before: str, cues: _Cues) -> bool:
        return bool(re.match(r"\s+(?:me|us|my)\b", whole_before[verb.end() :]))

    def _role_beside(self, sentence: Sentence, name: Name, whole_before: str, after: str, cues: _Cues) -> str:
        """Return the role written beside a name: a list's topic before it, a title after a comma."""
        topic = re.search(r"(?:^|[.;\n•*-]\s*)([^:;.\n]{2,40}):\s*$", whole_before)
        if topic and not cues.label.search(topic.group(0)):
            return self.text[sentence.start + topic.start(1) : sentence.start + topic.end(1)].strip()
        start = name.span.end
        tail = re.match(r",\s*([A-Z][\w'-]*(?:[ ,-]+[A-Z][\w'-]*){0,4})(?=\s*(?:,|\(|at\b|on\b|\||-|$))", self.folded[start : sentence.end])
        if tail:
            return self.text[start + tail.start(1) : start + tail.end(1)].strip()
        around = re.search(r"\b(?:my|our|the|mi|nuestr[oa])\s+[\w -]{2,30}$", whole_before.rstrip(" ,:"))
        return self.text[sentence.start + around.start() : sentence.start + around.end()].strip() if around else ""

    def _take_blank(self, sentence: Sentence, thing: _Thing, current: _Draft | None) -> _Draft:
        blank = thing.blank
        assert blank is not None
        if current is None or (blank.fact == "name" and (current.name or any(item.fact == "name" for item in current.blanks)) and not self._beside(current, thing)):
            current = self._start(sentence, thing.span.start, thing.span.end)
        current.blanks.append(blank)
        current.end = max(current.end, thing.span.end)
        return current

    def _beside(self, draft: _Draft, thing: _Thing) -> bool:
        return not self.folded[draft.end : thing.span.start].strip()

    def _take_channel(self, sentence: Sentence, thing: _Thing, before: str, whole_before: str, current: _Draft | None, cues: _Cues) -> _Draft | None:
        if self._is_own(sentence, thing, whole_before, current, cues) or (cues.negated.search(before[-40:]) and not (current and current.name)):
            return current
        if current is None and thing.email and (owner := self._owner_of(thing.email)):
            current = self._start(sentence, thing.span.start, thing.span.end, name=owner, written=self.text[owner.span.start : owner.span.end])
        if current is None:
            role = self._role_before(sentence, thing, whole_before, cues)
            known = next((draft for draft in self.drafts if role and draft.written and draft.written.lower().split()[0] == role.lower()), None)
            if known is not None:
                self._add(known, thing)
                return known
            if not role and not self._sends(sentence, thing, whole_before, cues):
                return None
            current = self._start(sentence, thing.span.start, thing.span.end, role=role)
        elif self._begins_anew(current, thing, before, cues):
            current = self._start(sentence, thing.span.start, thing.span.end, role=self._role_before(sentence, thing, before, cues))
        self._add(current, thing)
        index = self.drafts.index(current)
        while self.drafts[index].joined and index > 0:
            index -= 1
            if not self.drafts[index].reached or current.name is None:
                self._add(self.drafts[index], thing, move=False)
        return current

    def _owner_of(self, email: str) -> Name | None:
        """Return the person named elsewhere in the text whose name the address is made of: `maud.ellery@…`."""
        local = strip_accents(email.partition("@")[0]).lower()
        for name in names_in(self.folded, 0, len(self.folded)):
            words = [strip_accents(word).lower() for word in name.words]
            if len(words) >= 2 and len(words[-1]) > 2 and words[-1] in local and (words[0] in local or local.startswith(words[0][0])) and name.text.lower() not in (self.author, self.absent):
                return name
        return None

    def _add(self, draft: _Draft, thing: _Thing, *, move: bool = True) -> None:
        if thing.phone is not None:
            draft.phones.append(thing.phone)
        else:
            draft.emails.append(thing.email)
        if move:
            draft.end = max(draft.end, thing.span.end)

    def _begins_anew(self, current: _Draft, thing: _Thing, before: str, cues: _Cues) -> bool:
        """Say whether a number or address belongs to somebody else than the contact before it."""
        if not current.reached:
            return bool(re.search(r"[;]|→|->", before)) and bool(current.name)
        if re.search(r"[;]|→|->", before):
            return True
        if current.name is None and thing.email and current.emails:
            return True
        words = re.sub(r"[^\w ]+", " ", before).split()
        fillers = {"or", "and", "at", "by", "via", "e", "mail", "email", "phone", "o", "al", "tel", "cell", "mobile", "ext", "comm", "dsn", "on", "call", "text", "fax", "y", "a", "extension", "office", "direct", "line", "also", "correo", "teléfono", "her", "his", "their", "number", "is", "su", "en"}
        return len([word for word in words if word not in fillers]) >= 2 and bool(cues.verb.search(before) or re.search(r":\s*$", before))

    def _is_own(self, sentence: Sentence, thing: _Thing, whole_before: str, current: _Draft | None, cues: _Cues) -> bool:
        if thing.email and thing.email.lower() in self.own_emails:
            self.own.append(Own(thing.email, thing.span))
            return True
        if thing.phone and thing.phone.digits and any(same_number(thing.phone.digits, number) for number in self.own_numbers) and not (thing.phone.extension and current and current.name):
            self.own.append(Own(thing.phone.text, thing.span))
            return True
        if current is not None and current.name and current.end >= sentence.start:
            near = sentence.lowered[current.end - sentence.start : thing.span.start - sentence.start]
        else:
            near = whole_before
        own = _last_match(cues.own, near)
        if own is None or cues.pronoun.search(near[own.start() :]):
            return False
        if any(word in near[own.start() :] for word in (" or ", " o ")) and (last := _last_match(cues.verb, near)) is not None and last.start() > own.start() and not re.match(r"\s+me\b", near[last.end() :]):
            return False
        self.own.append(Own(thing.email or (thing.phone.text if thing.phone else ""), thing.span))
        return True

    def _sends(self, sentence: Sentence, thing: _Thing, whole_before: str, cues: _Cues) -> bool:
        """Say whether a bare number or address is one to turn to."""
        if thing.email:
            return True
        if cues.verb.search(whole_before) or cues.label.search(whole_before):
            return True
        return bool(thing.phone and thing.phone.reaches_outside)

    def _role_before(self, sentence: Sentence, thing: _Thing, whole_before: str, cues: _Cues) -> str:
        """Return the words that say whose number or address it is: `the Water Plant`, `duty desk`."""
        lead = re.split(r"[;!?]|\.\s|(?<=\w),\s+(?:please|or)\b", whole_before)[-1]
        lead = re.sub(r"[\s,(<:|=-]+$", "", lead)
        verb = _last_match(cues.verb, lead)
        if verb is not None:
            lead = lead[verb.end() :]
        lead = re.sub(rf"\s+(?:{'|'.join(sentence.language['contacts']['role_stops'])})$", "", lead).strip(" ,:'\"")
        lead = re.sub(r"^(?:to|with|con|a|al)\s+", "", lead)
        lead = re.sub(r"\s+(?:can be reached|may be reached|can be contacted|is|be reached)(?: (?:at|on|by))?$", "", lead)
        words = lead.split()
        if not words or len(words) > 7:
            return ""
        at = sentence.lowered.find(lead)
        return self.text[sentence.start + at : sentence.start + at + len(lead)] if at >= 0 else lead

    def _role_alone(self, sentence: Sentence, cues: _Cues) -> None:
        """Take a role that a text sends people to without name or number: "contact the clerk"."""
        for match in cues.role.finditer(sentence.lowered):
            if cues.negated.search(sentence.lowered[: match.start()][-40:]):
                continue
            start = sentence.start + match.start(1)
            self._start(sentence, start, sentence.start + match.end(1), role=self.text[start : sentence.start + match.end(1)])
            return


def _overlaps(span: Span, taken: Sequence[Span]) -> bool:
    return any(item.start < span.end and span.start < item.end for item in taken)


def _last_match(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    found = None
    for found in pattern.finditer(text):
        pass
    return found


def _is_shouted(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    return len(letters) > 20 and sum(char.isupper() for char in letters) > 0.7 * len(letters)


def _same_person(one: Contact, other: Contact) -> bool:
    if not one.name or not other.name:
        return False
    a, b = one.name.lower().split(), other.name.lower().split()
    return a == b or (len(b) == 1 and b[0] in (a[0], a[-1])) or (len(a) == 1 and a[0] in (b[0], b[-1]))


def _merged(one: Contact, other: Contact) -> Contact:
    longer, shorter = (one, other) if len(one.name) >= len(other.name) else (other, one)
    phones = one.phones + tuple(phone for phone in other.phones if phone.text not in {item.text for item in one.phones})
    emails = one.emails + tuple(email for email in other.emails if email not in one.emails)
    return replace(longer, phones=phones, emails=emails, role=longer.role or shorter.role, blanks=one.blanks + other.blanks)
