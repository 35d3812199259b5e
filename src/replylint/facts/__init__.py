"""What was understood of a document. Each fact is worked out when first asked for, and once."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from replylint.facts import languages
from replylint.facts.absence import NO_ABSENCE, Absence
from replylint.facts.absence_reading import read_absence
from replylint.facts.acknowledgement import Acknowledgement, read_acknowledgement
from replylint.facts.blanks import Blank, blanks_in
from replylint.facts.contact_channels import Author
from replylint.facts.contact_links import with_linked_addresses
from replylint.facts.contact_reading import read_contacts
from replylint.facts.contacts import Contact, Own
from replylint.facts.dates import mentions_in
from replylint.facts.graphics import Graphic, graphics_of, ornaments_in
from replylint.facts.halves import halves_of
from replylint.facts.kind import Kind, is_no_reply, is_other_mail, kind_of, second_opinion
from replylint.facts.languages import Language
from replylint.facts.layout import Sentence, sentences_of, unwrapped
from replylint.facts.notices import notice_start
from replylint.facts.numbers import Channels, Phone, channels_in
from replylint.facts.once import once
from replylint.facts.opening import opening_of
from replylint.facts.people import names_in
from replylint.facts.privacy import Disclosure, disclosures_in
from replylint.facts.promise import may_promise, promise_in
from replylint.facts.repeated import RepeatedWord, repeated_in
from replylint.facts.signature import Signature
from replylint.facts.signature_finding import read_signature, reads_as_signature
from replylint.facts.signature_words import signature_words
from replylint.facts.spelling import ConfusedWord, Misspelling, confused_in, misspellings_in
from replylint.facts.tone import Tone, tones_in
from replylint.facts.unread import Unread, unread_in
from replylint.model import Document, DocumentKind, Picture, Settings
from replylint.patterns import compiled
from replylint.tables import digits, fold, lower
from replylint.visible import Span, Visible

_SIGNING_DASH = compiled(r"\s*[-–—~]{1,2}\s?\Z")
"""What stands between a sentence and the name that signs it."""

_FEW_LETTERS = 20
_OFTEN = "aeionrst"
"""Small letters that no text in small letters is without."""
_MOST = 0.7
_OPENING = 400
"""Characters in which another person is said to be away."""
_BEHIND = 60
_BRIEF = 8
"""Sentences of a text that is short enough to be an automatic reply in fragments."""
_FIRST = 4
"""Sentences in which the author says who is away."""

__all__ = ["Absence", "Blank", "Contact", "Facts", "Kind", "Own", "Phone", "Signature"]


@dataclass(frozen=True)
class Facts:
    """The facts of one document. `today` stands for the day of writing where the document does not tell one."""

    document: Document
    settings: Settings
    today: date
    known_words: frozenset[str] = frozenset()
    """Words of a staff list, in lower case."""
    known_names: frozenset[str] = frozenset()
    """First and last names of a staff list, in lower case without accents: `jack hall`."""

    def of(self, document: Document) -> Facts:
        """Return the facts of another document, understood with the same settings and on the same day."""
        return replace(self, document=document)

    @once
    def text(self) -> str:
        """The visible text, with blanks for what is in a language that is not read; same length."""
        text = self.document.text
        if self.unread is None:
            return text
        pieces, at = [], 0
        for start, end in self.unread.spans:
            pieces += [text[at:start], re.sub(r"[^\n]", " ", text[start:end])]
            at = end
        return "".join([*pieces, text[at:]])

    @once
    def unread(self) -> Unread | None:
        """What of the text is in a language that is not read."""
        text = self.document.text
        lowered = lower(fold(text))
        main = languages.language(languages.recognise(lowered))
        return unread_in(text, sentences_of(text, 0, len(text), main))

    @once
    def folded(self) -> str:
        """The text with plain quotes, dashes and spaces, hard-wrapped lines read on; same length."""
        return unwrapped(fold(self.text))

    @once
    def notice_start(self) -> int:
        """Where the legal notice at the end begins; the end of the text if there is none."""
        return notice_start(self.folded)

    @once
    def _opening(self) -> tuple[Span, int]:
        return opening_of(self.text, self.sentences)

    @property
    def greeting(self) -> Span:
        """Where the message greets; empty if it does not."""
        return self._opening[0]

    @property
    def proper_start(self) -> int:
        """Where the text proper begins, after a greeting and thanks for the message."""
        return self._opening[1]

    @once
    def language(self) -> Language:
        """The language the text is mostly in."""
        return languages.language(languages.recognise(lower(self.folded)))

    @once
    def written_on(self) -> date:
        """The day the dates of the text are counted from."""
        return self.document.written_on or self.today

    @once
    def kind_of_document(self) -> DocumentKind:
        """What the document is for; told by the text where the source cannot tell."""
        if self.document.kind is not None:
            return self.document.kind
        if reads_as_signature(self._signable, self.language, self.settings, self.blanks):
            return DocumentKind.SIGNATURE
        return DocumentKind.AUTO_REPLY

    @once
    def phones(self) -> list[Phone]:
        """All telephone numbers."""
        return self.channels.phones

    @once
    def channels(self) -> Channels:
        """All telephone numbers, mail addresses, handles and web addresses."""
        return channels_in(self.folded, self.language)

    @once
    def blanks(self) -> list[Blank]:
        """What is still to be filled in, and a template's variables."""
        return blanks_in(
            self.folded,
            template=self.document.template,
            taken=self.channels.spans,
            seal=self.settings.seal_stand_in,
            pictures=self.document.markup,
        )

    @once
    def signature(self) -> Signature | None:
        """The signature at the end, or None if nobody signs."""
        whole = self.kind_of_document is DocumentKind.SIGNATURE
        if self._is_signed_below:
            return None
        return read_signature(self._signable, self.language, self.settings, self.blanks, whole=whole)

    @property
    def _is_signed_below(self) -> bool:
        """Whether the text ends with a closing and the mail system adds the signature, so that its last lines are no signature."""
        lines = self._signable.split("\n") if self.document.adds_signature else []
        last = next((line.strip() for line in reversed(lines) if line.strip()), "")
        return bool(last) and signature_words().closes(lower(fold(last)))

    @property
    def _signable(self) -> str:
        """The text without the legal notice, which is no part of a signature."""
        return self.text[: self.notice_start]

    @once
    def body_end(self) -> int:
        """Where the signature, with its closing or dash, begins, or else a legal notice, or the text ends."""
        if self.signature is None:
            return self.notice_start
        start = self.signature.span.start
        if self.signature.closing is not None:
            start = min(start, self.signature.closing.start)
        elif self.signature.inline and (dash := _SIGNING_DASH.search(self.text, max(0, start - 6), start)):
            start = dash.start()
        return start

    @once
    def sentences(self) -> list[Sentence]:
        """The sentences above the signature."""
        return sentences_of(self.text, 0, self.body_end, self.language)

    @once
    def all_sentences(self) -> list[Sentence]:
        """The sentences of the whole text, and the lines of the signature."""
        return self.sentences + sentences_of(self.text, self.body_end, len(self.text), self.language)

    @once
    def respellings(self) -> dict[int, str]:
        """Sentences with misspelled words put right, in lower case, by where they start; only those that have any."""
        starts = [sentence.start for sentence in self.sentences]
        found: dict[int, str] = {}
        for item in reversed(self.misspellings):
            number = bisect_right(starts, item.span.start) - 1
            if number >= 0 and item.span.end <= self.sentences[number].end:
                start = starts[number]
                text = found.get(start, self.sentences[number].lowered)
                found[start] = text[: item.span.start - start] + item.right.lower() + text[item.span.end - start :]
        return found

    @once
    def respelled(self) -> str:
        """The sentences above the signature, a line each, in lower case, with misspelled words put right."""
        return "\n".join(self.respellings.get(sentence.start, sentence.lowered) for sentence in self.sentences)

    @property
    def no_dates(self) -> list[Span]:
        """Stretches in which numbers are no dates: telephone numbers, addresses, blanks."""
        return self.channels.spans + [blank.span for blank in self.blanks]

    @property
    def day_blanks(self) -> list[Span]:
        """Blanks that may stand for a day."""
        return [blank.span for blank in self.blanks if blank.fact in ("date", "other")]

    @once
    def any_absence(self) -> Absence:
        """What the days of the text say of an absence, whatever kind of text it is."""
        return read_absence(
            self.text,
            self.sentences,
            self.written_on,
            default_day_first=self.day_first,
            skip=self.no_dates,
            blanks=self.day_blanks,
            respelled=self.respellings,
        )

    @once
    def day_first(self) -> bool:
        """Whether the text's writers put the day before the month in numbers, where no date of the text tells."""
        return self.settings.date_order == "day-first" or self.language["dates"]["day_first"] or self._british

    @once
    def _british(self) -> bool:
        """Whether a telephone number is British, which settles the order of its writer's dates."""
        return any(
            phone.digits.startswith("44") or (phone.digits.startswith("0") and len(phone.digits) >= 10)
            for phone in self.phones
        )

    @once
    def kind(self) -> Kind:
        """What kind of automatic text it is."""
        if self.kind_of_document is DocumentKind.SIGNATURE:
            return Kind.NONE
        if self.document.acknowledges:
            return Kind.ACKNOWLEDGEMENT
        below = lower(self.folded[self.body_end :])
        found = kind_of(self.respelled, self.sentences, self.language, self.any_absence, below)
        if not self.respelled.strip() or is_other_mail(self.respelled, self.language, below):
            return found
        loose = self.document.kind is None or self.document.kind_from_text
        away = self._is_known_reply or (loose and self._says_away_briefly)
        return second_opinion(self.respelled, found, away=away)

    @property
    def _says_away_briefly(self) -> bool:
        """Whether a short text says of its author, in a fragment of a sentence, that they are away: "On maternity leave."."""
        return len(self.sentences) <= _BRIEF and any(
            sentence.language.pattern("kinds", "fragment").search(
                self.respellings.get(sentence.start, sentence.lowered)
            )
            for sentence in self.sentences[:_FIRST]
        )

    @property
    def _is_known_reply(self) -> bool:
        """Whether the source, the header or the user says that this is an automatic reply."""
        document = self.document
        by_source = document.kind is DocumentKind.AUTO_REPLY and not document.kind_from_text
        return by_source or document.automatic is True or document.says_away

    @once
    def absence(self) -> Absence:
        """When the author, or the office, is away; nothing for a text of another kind."""
        return self.any_absence if self.kind in (Kind.ABSENCE, Kind.CLOSURE) else NO_ABSENCE

    @once
    def halves(self) -> tuple[Facts, ...]:
        """The facts of each half of a text in two languages; none for a text in one.

        That the whole is an automatic reply does not say of what kind each half is: one may only name a contact. A half that
        names a day of the other's absence tells of it as well, whatever its words.
        """
        half = replace(self.document, kind=self.kind_of_document, kind_from_text=True, automatic=None, says_away=False)
        documents = [
            replace(half, visible=Visible.plain(text)) for text in halves_of(self.text, self.sentences).values()
        ]
        halves = [replace(self, document=document) for document in documents]
        stated = [one.day for each in halves if each.kind is self.kind for one in each.any_absence.stated]
        days = {(day.month, day.day) for day in stated if day}
        return tuple(
            replace(one, document=replace(one.document, says_away=True))
            if one.kind is Kind.NONE and self.kind is Kind.ABSENCE and not days.isdisjoint(one.days_named)
            else one
            for one in halves
        )

    @once
    def days_named(self) -> frozenset[tuple[int, int]]:
        """Month and day of each date that the text writes out, whatever it says of it."""
        return frozenset(
            (one.month, one.day)
            for sentence in self.sentences
            for one in mentions_in(self.text[sentence.start : sentence.end], sentence.lowered, sentence.language)
            if one.month and one.day
        )

    @once
    def signatures(self) -> tuple[Signature, ...]:
        """The signature of the text, and the one that the mail system adds below it, as far as there are any."""
        below = self.document.signed_by
        return tuple(one for one in (self.signature, self.of(below).signature if below else None) if one)

    @once
    def author(self) -> str:
        """The author's name: that of the signature, else of the sender."""
        names = (one.name.text for one in self.signatures if one.name and not one.name.blank)
        return max(names, key=len, default=self.document.author.name)

    @once
    def _contacts(self) -> tuple[list[Contact], list[Own]]:
        if is_no_reply("\n".join(sentence.lowered for sentence in self.sentences), self.language):
            return [], []
        phones = []
        emails = {self.document.author.email.lower()} if self.document.author.email else set()
        for signature in self.signatures:
            if signature.number is not None and signature.number.digits:
                phones.append(signature.number)
            emails |= {part.text.lower() for part in signature.emails}
        away = self.speaker != "other"
        author = Author(self.author, frozenset(emails), phones, away=away)
        contacts, own = read_contacts(
            unwrapped(self.text),
            self.folded,
            self.sentences,
            author=author,
            channels=self.channels,
            blanks=self.blanks,
            absent=self.absent_person,
            shouted=self.shouted,
            people=self.known_names,
        )
        if not away:
            contacts = [self._as_author(contact) for contact in contacts]
        return with_linked_addresses(contacts, self.document.links, self.text, emails), own

    def _as_author(self, contact: Contact) -> Contact:
        """Return a contact without a name as the author, who writes for the person that is away: "contact me at …"."""
        name = self.signature.name if self.signature else None
        sentence = self.sentence_at(contact.span.start)
        if contact.named or name is None or name.blank is not None or sentence is None:
            return contact
        before = sentence.lowered[: contact.span.start - sentence.start]
        if sentence.language.pattern("contacts", "me").search(before) is None:
            return contact
        return contact._replace(name=name.text, role="", full_name=len(name.text.split()) > 1)

    def sentence_at(self, place: int) -> Sentence | None:
        """Return the sentence around a character of the text, or None."""
        return next((item for item in self.sentences if item.start <= place < item.end), None)

    @once
    def absent_person(self) -> str:
        """The person who is said to be away where someone else writes, with title: "Dr. Bixby is out of the office"."""
        end = min(self.body_end, _OPENING)
        away = self.language.pattern("absence", "other_is_away")
        lowered = lower(self.folded[: end + _BEHIND])
        if away.search(lowered) is None:
            return ""
        for name in names_in(self.folded, 0, end, code=self.language.code):
            if away.match(lowered, name.span.end):
                return f"{name.title} {name.text}".strip()
        return ""

    @once
    def _says_self_away(self) -> bool:
        """Whether a sentence says that the author is away: "I am out"."""
        return any(
            sentence.language.pattern("absence", "cue").search(sentence.lowered)
            and sentence.language.pattern("absence", "alone").search(sentence.lowered)
            for sentence in self.sentences
        )

    @once
    def speaker(self) -> str:
        """Who is away: `i` the author, `we` the author's office, `other` the `absent_person` for whom the author writes."""
        if self.absent_person and not _same_person(self.absent_person, self.author) and not self._says_self_away:
            return "other"
        plural = self.language.pattern("absence", "plural")
        return "we" if any(plural.search(sentence.lowered) for sentence in self.sentences[:_FIRST]) else "i"

    @once
    def contacts(self) -> list[Contact]:
        """Whom the text sends people to."""
        return self._contacts[0]

    @once
    def own_channels(self) -> list[Own]:
        """Ways to the author that the text offers above the signature."""
        return self._contacts[1]

    @once
    def promise(self) -> Span | None:
        """Where the text says that the sender will be answered."""
        return promise_in(self.sentences, self.respellings)

    @once
    def may_promise(self) -> bool:
        """Whether the text may say that the sender will be answered, in words that are not understood for certain."""
        proper = [sentence for sentence in self.sentences if sentence.start >= self.proper_start]
        return self.promise is not None or may_promise(proper) or may_promise(self._with_right_words(proper))

    def _with_right_words(self, sentences: Sequence[Sentence]) -> list[Sentence]:
        """Return those of some sentences in which a word is taken for another, with the right one: "get back too you"."""
        found = []
        for sentence in sentences:
            words = [word for word in self.confused_words if sentence.start <= word.span.start < sentence.end]
            lowered = sentence.lowered
            for word in reversed(words):
                start, end = word.span.start - sentence.start, word.span.end - sentence.start
                lowered = lowered[:start] + word.right.lower() + lowered[end:]
            if words:
                found.append(sentence._replace(lowered=lowered))
        return found

    @once
    def says_unread(self) -> bool:
        """Whether the text says that mail is not read, so that nobody can promise an answer for the author."""
        return any(
            sentence.language.pattern("promise", "unread").search(sentence.lowered) for sentence in self.sentences
        )

    @once
    def acknowledgement(self) -> Acknowledgement:
        """What the text acknowledges."""
        return read_acknowledgement(self.sentences)

    @once
    def names(self) -> list[Span]:
        """Places of people's names: contacts and author."""
        spans = [contact.name_span for contact in self.contacts if contact.name_span]
        if self.signature is not None:
            spans += [part.span for part in (self.signature.name,) if part]
        return spans

    @once
    def _unspelled(self) -> list[Span]:
        return self.channels.spans + self.names + [blank.span for blank in self.blanks]

    @once
    def shouted(self) -> bool:
        """Whether most of the text is in capitals."""
        small = sum(map(self.folded.count, _OFTEN))
        capitals = len(self.folded) - self.folded.count(" ") - small  # at most
        if capitals * (1 - _MOST) <= _MOST * small:
            return False  # said at once of most texts
        letters = sum(map(str.isalpha, self.folded))
        return letters > _FEW_LETTERS and sum(map(str.isupper, self.folded)) > _MOST * letters

    @once
    def misspellings(self) -> list[Misspelling]:
        """Words that are certainly misspelled."""
        words = self.known_words | self.settings.words
        return misspellings_in(
            self.all_sentences, self.folded, skip=self._unspelled, own_words=words, shouted=self.shouted
        )

    @once
    def confused_words(self) -> list[ConfusedWord]:
        """Words that exist and do not belong where they stand."""
        return confused_in(self.all_sentences, self.folded)

    @once
    def repeated_words(self) -> list[RepeatedWord]:
        """Words written twice in a row by mistake."""
        return repeated_in(self.sentences, self.text, shouted=self.shouted)

    @once
    def tones(self) -> list[Tone]:
        """Places whose tone is not that of a courteous writer."""
        skip = self.channels.spans + [blank.span for blank in self.blanks]
        return tones_in(self.folded, self.sentences, skip, shouted=self.shouted)

    @once
    def disclosures(self) -> list[Disclosure]:
        """What the text above the signature tells of its author's private life."""
        names = [contact.name_span for contact in self.contacts if contact.name_span]
        own = [phone for phone in self.phones if not self.is_own_number(phone.digits)]
        absent = fold(self.absent_person).lower().split()[-1:] if self.speaker == "other" else []
        return disclosures_in(self.sentences, own, names, "".join(absent))

    @once
    def graphics(self) -> list[Graphic]:
        """The pictures, the seal told from the others."""
        return graphics_of(self.document.pictures, self.settings, self.is_in_signature)

    def is_in_signature(self, picture: Picture) -> bool:
        """Return True if a picture is inside or next to the signature, with no words of the message in between."""
        if self.kind_of_document is DocumentKind.SIGNATURE:
            return True
        signature = self.signature
        if signature is None:
            return False
        at = min(picture.at, len(self.text))
        if at < signature.span.start:
            return not self.text[at : signature.span.start].strip() and signature.closing is not None
        return at <= signature.span.end or not self.text[signature.span.end : at].strip()

    @once
    def ornaments(self) -> list[Span]:
        """Emoji, symbols and pictures made of characters."""
        return ornaments_in(self.text)

    def has_blank(self, *facts: str) -> bool:
        """Say whether a blank or variable stands for one of these facts."""
        return any(blank.fact in facts for blank in self.blanks)

    def is_own_number(self, number: str) -> bool:
        """Return whether digits are the author's own number, as signed."""
        return any(one.number and digits(one.number.digits) == digits(number) for one in self.signatures)


def _same_person(one: str, other: str) -> bool:
    """Return True if two names may be those of one person: their last words are the same."""
    return fold(one).lower().split()[-1:] == fold(other).lower().split()[-1:]
