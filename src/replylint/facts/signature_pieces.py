"""What a piece of a signature's line is: name, job title, organisation, phone number, website."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import pairwise

from replylint.facts.blanks import EXTENSION_BEFORE, Blank
from replylint.facts.emblem import emblem_of
from replylint.facts.languages import CODES, Language
from replylint.facts.layout import Line
from replylint.facts.name_words import goes_before_last_name, is_given, is_title, particles, suffixes
from replylint.facts.numbers import Phone, emails_in, malformed_phones_in, phones_in, urls_in
from replylint.facts.people import Name, names_in
from replylint.facts.signature import ELEMENTS, Part
from replylint.facts.signature_draft import Draft
from replylint.facts.signature_remarks import is_service_line, may_be_title, names_street
from replylint.facts.signature_words import SignatureWords
from replylint.facts.word_forms import is_extra, is_known_form
from replylint.facts.words import frequency, is_known
from replylint.model import Settings
from replylint.patterns import compiled
from replylint.tables import fold
from replylint.visible import Span

COURTESY = frozenset(
    "mr mrs ms mx miss sr sra srta don doña dr dra prof profa ing lic licda lcda lcdo arq mtro mtra".split()
)
"""Titles in front of a name that are no job."""
_COMPANY = compiled(
    r"(?i)[^\W\d_] & [^\W\d_]|\b(?:llc|inc|ltd|llp|plc|corp|gmbh|s\.?a\.?|pty|pvt|pte)\b\.?|\b(?:AG|KG|AB|NV|BV|SL|Oy)$"
)
_TWO_NAMES = compiled(
    r"([A-ZÀ-ÖØ-Þ][\w'-]+)(?: [A-ZÀ-ÖØ-Þ][\w'.-]+){1,2} (?:&|and|y) ([A-ZÀ-ÖØ-Þ][\w'-]+)(?: [A-ZÀ-ÖØ-Þ][\w'.-]+){1,2}"
)
PAIR = compiled(r"([A-ZÀ-ÖØ-Þ][\w'-]+) (?:&|and|y) ([A-ZÀ-ÖØ-Þ][\w'-]+)")
"""Two who sign together: `Bev & Lou`."""
_PLACE = compiled(r"(?i)(?:room|rm|suite|ste|bldg|building|floor|badge|unit|office|sal[óo]n|aula|piso) ?#?\w{0,2}\d")
_EVERYDAY = 1_000
"""Occurrences in the word list from which a word is no place's name."""
_POSTAL_CODE = compiled(r"\d{5}(?:-\d{4})?")
_ROOM = compiled(
    r"(?i)\s*\((?:[\d.,]+ ?(?:fte|%)|part[- ]time|job[- ]share|acting)\)\s*\Z|,?\s+(?:lic(?:en[sc]e)?|mc|dot|abn|vat)\b\.? ?(?:no\.? ?)?#?[\w-]*\d[\w -]*\Z|(?:,[^,]*\b(?:annexe?|building|bldg|house|floor|wing|tower)\b[^,]*)?,?\s+(?:room|rm|suite|ste|floor|desk|cubicle|sal[óo]n|aula)\b\.? ?#?[\w.-]*\d[\w.-]*\s*\Z"
)
"""Where, or how much of the week, somebody works, behind a job title or an organisation: `, Room 14`."""
_DEPARTMENT = compiled(
    r"(?i)(?:the )?(?:dep(?:artmen)?t\.?|office|division|school|faculty|section|unit|institute|centre|center|bureau|college|departamento|facultad|direcci[óo]n|secretar[íi]a) (?:of|for|de) "
)
"""How a part of an organisation is called."""
_OF_JOBS = ("ologist", "ographer", "ólogo", "óloga", "ógrafo", "ógrafa")
"""How words for jobs end: `oceanographer`, `nutrióloga`."""
_LONGEST_FIRM = 8
"""Words of a firm's name."""
_SHORTEST_OWN_WORD = 5
WORD = compiled(r"[^\W\d_]+(?:[.'-][^\W\d_]+)*")


_ON_BEHALF = compiled(r"(?i)^\s*(?:i\. ?[av]\.|p\. ?p\.|pp\.?|ppa\.?|f\.?k\.?a\.?|p\.o\.|p\.a\.)(?=\s)")
"""What stands before the name of somebody who signs for another or for a company: `i. A.`, `p.p.`."""
_DIGIT = compiled(r"\d")
_JOINTS = " ,-–—|/:;\t"
"""Characters between an organization's name and its department."""
_CAPITALIZED = compiled(r"[A-ZÀ-ÖØ-Þ][\w'.-]*")
_SHORT_TITLE = 4
"""Words of a job title that may end in an exclamation mark."""
_SENTENCE = compiled(r"[^\W\d_]{5,}[.!?]\s+\S")
_MOST_NAMES = 3
"""Words of a name whose last word is also that of a job."""
_DEGREES = compiled(r"\s*\((?:[A-Z][A-Za-z]{0,4}\.?){1,3}(?:, ?(?:[A-Z][A-Za-z]{0,4}\.?){1,3})*\)")
"""Degrees in brackets behind a name: `(PhD)`, `(B.A., CPA)`."""
_SMILES = compiled(r"\s*[\u2600-\u27bf\U0001f000-\U0001faff\ufe0f\u200d]{1,8}\s*$")
"""Emoji behind a name: `Jen 😎`."""
_KISSES = compiled(r"(?i)\s[xo]{1,4}\s*$")
"""What friends write behind their name: `Morag x`."""


_LETTERS_OF_CREDENTIALS = 3
"""Capitals behind a name that are no part of it: `MRTPI`; two may be (`KC`, `II`)."""


_REMEMBERED = 4096
"""Lines whose words are kept: each is asked about several times, and an organisation's signatures are much alike."""


def is_company(text: str) -> bool:
    """Say whether a text is written as a firm's name, not as two people's: `Wren & Willow Pottery`, `Acme LLC`."""
    if _COMPANY.search(text) is None:
        return False
    pair = PAIR.fullmatch(text.strip())
    return pair is None or not any(map(is_given, pair.groups()))


def names_two(text: str) -> bool:
    """Return True if a text is the names of two people who sign together: `Jan & Lou`, `Wanda Fiske and Carol Benoit`."""
    text = text.strip()
    pair, both = PAIR.fullmatch(text), _TWO_NAMES.fullmatch(text)
    return (pair is not None and any(map(is_given, pair.groups()))) or (
        both is not None and all(map(is_given, both.groups()))
    )


@lru_cache(maxsize=_REMEMBERED)
def _words_in(text: str) -> frozenset[str]:
    return frozenset(word.strip(".").lower() for word in WORD.findall(text))


@lru_cache(maxsize=_REMEMBERED)
def _ends_as_jobs_do(text: str) -> bool:
    return any(word.endswith(_OF_JOBS) for word in _words_in(text))


@cache
def _own_pattern(name: str, regions: tuple[str, ...]) -> re.Pattern[str]:
    """Return the pattern for an organization's name, with or without its region after it, in any of the region's forms."""
    forms = "|".join(re.escape(form) for form in sorted(regions, key=len, reverse=True))
    region = rf"(?:\s*,?\s*(?:{forms})(?!\w)\.?)?" if forms else ""
    kind, joint, place = name.partition(" of ")
    names = [re.escape(name)]
    if joint and kind in _KINDS_OF_PLACES:
        names.append(rf"(?:{_KINDS_OF_PLACES[kind]}) de {re.escape(place)}")
    return re.compile(rf"\b(?:{'|'.join(names)})\b{region}", re.IGNORECASE)


_KINDS_OF_PLACES = {
    "city": "ciudad|municipalidad",
    "town": "pueblo|villa",
    "village": "pueblo|villa",
    "county": "condado",
}
"""What cities and the like are called in Spanish."""


_LAST_FIRST = compiled(
    r"((?:[^\W\d_]+ ){0,2}[A-ZÀ-ÖØ-Þ][\w'-]+), ([A-ZÀ-ÖØ-Þ][\w'-]+)((?: [A-ZÀ-ÖØ-Þ][\w'-]*\.?){0,2}?)(?:,? [A-Z]{2}[A-Z-]{0,6}){0,3}"
)


_LONGEST_TITLE = 13
"""Words of a job title: "Assistant to the City Manager for Intergovernmental Affairs and Special Projects"."""
_LAST_LABEL = compiled(r"\b[^\W\d_]{1,12}\.?\s*:?\s*\Z")
"""What labels a number, right before it."""
_EVERYDAY = 900
"""Occurrences in the word list from which a word is an everyday one rather than a name."""


def _is_everyday(text: str) -> bool:
    return any(frequency(word.lower(), code) >= _EVERYDAY for word in WORD.findall(text) for code in CODES)


def _is_written_as_names_are(words: list[str]) -> bool:
    """Return True if words are written as a name is: `Joy de Groot`, `dana`, not `Stay safe all`."""
    first, *later = words
    lower_case = [word for word in later if word[0].islower() and word.strip(".").lower() not in particles()]
    return not lower_case or (first[0].islower() and is_given(first))


class PieceReader:
    """Reads the pieces of the lines of one text's signature."""

    def __init__(
        self, text: str, folded: str, lang: Language, words: SignatureWords, settings: Settings, blanks: list[Blank]
    ) -> None:
        self.text = text
        self.folded = folded
        self.lang = lang
        self.words = words
        self.organization = fold(settings.organization).lower()
        self.emblem = emblem_of(settings)
        self.blanks = blanks
        stem, _, region = self.organization.partition(",")
        regions = (*map(str.lower, settings.regions), *filter(None, [region.strip()]))
        self._own = _own_pattern(stem, regions) if stem else None
        self._readers = (
            self._blank,
            self._website,
            self._phone,
            self._email,
            self._organization_part,
            self._person,
            self._job,
            self._employer,
        )
        self.exact = False
        """Whether a line of the block names the organisation itself, so that no other line is taken for it."""
        self.nameless = False
        """Whether nobody but a firm signs."""
        self.beside: list[str] = []
        """The pieces of the line that is read."""
        self.below: list[Line] = []
        """The lines of the block below the one that is read."""

    def without_trimmings(self, text: str) -> str:
        """Return a line with spaces for what is written around a name: pronouns, kisses, "on behalf of"."""
        for pattern in (self.words.pronouns, _ON_BEHALF, _KISSES, _SMILES):
            text = pattern.sub(lambda match: " " * len(match.group()), text)
        return text

    def last_first(self, text: str) -> str:
        """Return a name that is written as directories write it, as people say it: `Whitlock, Dana R.` is `Dana R. Whitlock`.

        Empty for any other text: the word after the comma is a common first name, or no word of the text is an everyday one.
        """
        match = _LAST_FIRST.fullmatch(text)
        if match is None or is_given(match[1].split()[0]):
            return ""
        if self.words.closes(match[1].lower()) or self.job_words(text) or is_company(text):
            return ""
        first = match[2].lower()
        if not is_given(first) and (first in suffixes() or match[2].isupper() or _is_everyday(f"{match[1]} {first}")):
            return ""
        return f"{match[2]}{match[3]} {match[1]}"

    def has_title(self, line: Line) -> bool:
        """Say whether a line names a job."""
        return not self.words.titles.isdisjoint(_words_in(line.text)) and len(line.text.split()) <= _LONGEST_TITLE

    def is_organization(self, text: str) -> bool:
        """Say whether a text names an organisation."""
        low = text.lower().strip(" .,")
        if self.organization and (low == self.organization or self._organization_span(low) is not None):
            return True
        return not self.words.organizations.isdisjoint(_words_in(text)) and 2 <= len(text.split()) <= 10

    def names_part(self, text: str) -> bool:
        """Return True if a text names a part of an organization, with or without the organization's own words."""
        if self.words.names_department(text):
            return True
        own = {word.lower() for word in WORD.findall(self.organization)}
        rest = [word for word in text.replace(",", " ").split() if word.strip(".").lower() not in own]
        return 0 < len(rest) < len(text.split()) and self.words.names_department(" ".join(rest))

    def _is_plain_department(self, text: str) -> bool:
        """Return True if a text is a department's name of everyday words, which is no employer: `Criminal Investigations Division`."""
        words = [word.lower() for word in WORD.findall(text)]
        everyday = all(frequency(word, "en") >= _EVERYDAY for word in words)
        return bool(self.organization) and everyday and self.words.names_department(text)

    def own_organization(self, text: str) -> Span | None:
        """Return where a text names the organisation the policy speaks of."""
        match = self._organization_span(text.lower()) if self.organization else None
        return Span(match.start(), match.end()) if match else None

    def is_own_organization(self, text: str) -> bool:
        """Say whether a line is the organisation the policy speaks of, and nothing else."""
        stripped = text.strip(" .,")
        return self.own_organization(stripped) == Span(0, len(stripped))

    def _organization_span(self, low: str) -> re.Match[str] | None:
        return self._own.search(low) if self._own else None

    def rank(self, name: Name, line: int) -> Part | None:
        """Return the title or rank before a name as an element of line `line`."""
        if not name.title:
            return None
        start = self.folded.rfind(name.title, 0, name.span.start)
        return Part(name.title, Span(start, start + len(name.title)), line) if start >= 0 else None

    def _strip(self, span: Span) -> Span:
        text = self.folded[span.start : span.end]
        return Span(span.start + len(text) - len(text.lstrip()), span.end - (len(text) - len(text.rstrip())))

    def part(self, start: int, end: int, number: int, blank: Blank | None = None) -> Part:
        """Return a stretch of the text, without space around it, as an element of line `number`."""
        span = self._strip(Span(start, end))
        return Part(self.text[span.start : span.end], span, number, blank)

    def without_room(self, part: Part) -> tuple[Part, Part | None]:
        """Return an element without the room, or the share of a week, that stands behind it, and that."""
        room = _ROOM.search(part.text) if part.blank is None else None
        if room is None or not room.start():
            return part, None
        at = part.span.start + room.start()
        start = at + len(room.group()) - len(room.group().lstrip(", "))
        return self.part(part.span.start, at, part.line), self.part(start, part.span.end, part.line)

    def read_piece(self, draft: Draft, number: int, piece: Span) -> bool:
        """Take a piece for the first element that it can be; say whether it is any."""
        text = self.folded[piece.start : piece.end]
        return any(read(draft, number, piece, text) for read in self._readers)

    def _blank(self, draft: Draft, number: int, piece: Span, text: str) -> bool:
        blank = next(
            (item for item in self.blanks if piece.start <= item.span.start and item.span.end <= piece.end), None
        )
        if blank is None or blank.fact in ("date",):
            return False
        outside = (text[: blank.span.start - piece.start] + text[blank.span.end - piece.start :]).strip(" ,.:|-")
        if len(WORD.findall(outside)) > 4:
            return False
        if EXTENSION_BEFORE.search(text[: blank.span.start - piece.start]) and self._phone(draft, number, piece, text):
            draft.parts.setdefault("extension", self.part(blank.span.start, blank.span.end, number, blank))
            return True
        fact = {"signature": "name", "email": "", "other": ""}.get(blank.fact, blank.fact)
        if fact == "phone" and "phone" in draft.parts:
            return True
        if not fact and re.search(r"(?i)web|site|url", text):
            fact = "website"
        if fact == "name" and (head := text[: blank.span.start - piece.start].strip()) and is_title(head.split()[0]):
            draft.parts.setdefault("rank", self.part(piece.start, blank.span.start, number))
        if fact in ELEMENTS:
            draft.parts.setdefault(fact, self.part(piece.start, piece.end, number, blank))
            if fact == "phone":
                draft.parts.setdefault("extension", self.part(piece.start, piece.end, number, blank))
        return True

    def _website(self, draft: Draft, number: int, piece: Span, text: str) -> bool:
        urls = urls_in(text)
        if not urls:
            if self.words.website_label.match(text) and "website" not in draft.parts:
                draft.parts["website"] = self.part(piece.start, piece.end, number)
                return True
            return False
        label = text[: urls[0].start].strip(" <:")
        if label and not self.words.website_label.match(label + " ") and len(label.split()) > 3:
            return False
        if "website" in draft.parts:
            return False
        draft.parts["website"] = self.part(piece.start + urls[0].start, piece.start + urls[0].end, number)
        return True

    def _phone(self, draft: Draft, number: int, piece: Span, text: str) -> bool:
        if _DIGIT.search(text) is None:
            return False
        phones = phones_in(text, self.lang)
        if self.words.extension.match(text) and "phone" in draft.parts and "extension" not in draft.parts:
            draft.parts["extension"] = self.part(piece.start, piece.end, number)
            return True
        if not any(phone.digits for phone in phones):
            spans = malformed_phones_in(text, phones)
            if spans and "phone" not in draft.parts and "malformed" not in draft.parts:
                draft.parts["malformed"] = self.part(piece.start + spans[0].start, piece.end, number)
                if re.search(r"(?i)\b(?:ext|x)\.?\s*\d", text):
                    draft.parts.setdefault("extension", self.part(piece.start, piece.end, number))
                return True
            if not phones:
                return False
        if self.words.fax.match(text) or is_service_line(text):
            return False
        phone = phones[0]
        if not phone.digits:
            draft.parts.setdefault(
                "extension", self.part(piece.start + phone.span.start, piece.start + phone.span.end, number)
            )
            return True
        if "phone" in draft.parts:
            return False
        if self.words.mobile.search(text) and draft.mobile is None:
            draft.mobile = (phone, self.part(piece.start, piece.end, number))
            return True
        outside = self.words.label.sub("", text[: phone.span.start] + " " + text[phone.span.end :]).strip(" ,.:|()-")
        if len(WORD.findall(outside)) > 3:
            return False
        self._other_numbers(draft, number, piece, text, phones)
        draft.number = phone
        draft.parts["phone"] = self.part(piece.start + phone.span.start, piece.start + phone.span.end, number)
        if phone.extension:
            draft.parts["extension"] = draft.parts["phone"]
        for email in emails_in(text):
            draft.emails.append(self.part(piece.start + email.start, piece.start + email.end, number))
        return True

    def _other_numbers(self, draft: Draft, number: int, piece: Span, text: str, phones: list[Phone]) -> None:
        """Take a fax or mobile number behind the first number of a line as no line of the format: `O: … F: …`."""
        for before, other in pairwise(phones):
            label = _LAST_LABEL.search(text, before.span.end, other.span.start)
            labelled = text[label.start() : other.span.end] if label else ""
            if label and (self.words.fax.match(labelled) or self.words.mobile.search(labelled)):
                draft.extra.append(self.part(piece.start + label.start(), piece.start + other.span.end, number))

    def _email(self, draft: Draft, number: int, piece: Span, text: str) -> bool:
        emails = emails_in(text)
        if not emails:
            return False
        draft.emails.append(self.part(piece.start + emails[0].start, piece.start + emails[0].end, number))
        outside = self.words.label.sub("", text[: emails[0].start] + " " + text[emails[0].end :])
        if WORD.search(outside) is None:
            draft.extra.append(self.part(piece.start, piece.end, number))  # an address is no element of the format
            return True
        return False

    def _organization_part(self, draft: Draft, number: int, piece: Span, text: str) -> bool:
        if (
            "organization" in draft.parts
            or not self.is_organization(text)
            or self._has_number(text)
            or names_street(text)
            or _POSTAL_CODE.fullmatch(text.split()[-1])
        ):
            return False
        exact = self._organization_span(text.lower())
        if exact is None and (
            self.exact
            or self._is_plain_department(text)
            or not (self.nameless or "name" in draft.parts)
            or (self.job_words(text) and "title" not in draft.parts)
        ):
            return False
        if exact is not None:
            if not self._is_beside_itself(text):
                self._own_part(draft, number, piece, exact)
            return True
        head, comma, employer = text.partition(", ")
        if comma and _DEPARTMENT.match(head) and self._is_of(head, employer):
            draft.parts["organization"] = self.part(piece.end - len(employer), piece.end, number)
            return True
        draft.parts["organization"] = self.part(piece.start, piece.end, number)
        return True

    def _is_beside_itself(self, text: str) -> bool:
        """Return True if the organization's name stands on the same line in full: `Ciudad de Plant City / City of Plant City, Florida`."""
        return text.lower().strip(" .,") != self.organization and any(
            other.lower().strip(" .,") == self.organization for other in self.beside
        )

    def _own_part(self, draft: Draft, number: int, piece: Span, own: re.Match[str]) -> None:
        """Take the organization's own name out of a piece; what is written before and behind it is read by itself."""
        start, end = piece.start + own.start(), piece.start + own.end()
        draft.parts["organization"] = self.part(start, end, number)
        for beside in (Span(piece.start, start), Span(end, piece.end)):
            words = self.folded[beside.start : beside.end]
            low = beside.start + len(words) - len(words.lstrip(_JOINTS))
            high = beside.start + len(words.rstrip(_JOINTS))
            if (
                low < high
                and WORD.search(self.folded, low, high)
                and not self.read_piece(draft, number, Span(low, high))
            ):
                draft.extra.append(self.part(low, high, number))

    def _has_number(self, text: str) -> bool:
        """Say whether a piece has a telephone number, as no name of an organization has: `Lab 813-555-0167`."""
        return _DIGIT.search(text) is not None and any(phone.digits for phone in phones_in(text, self.lang))

    def is_proper(self, text: str) -> bool:
        """Say whether a line has a word in capitals that is in no list and no first name, as what firms call themselves: `Northline Mechanical`."""
        return any(
            word[0].isupper()
            and len(word) >= _SHORTEST_OWN_WORD
            and not word.isupper()
            and not is_given(word)
            and not any(is_known(word.lower(), code) or is_extra(word.lower(), code) for code in CODES)
            and not is_known_form(word.lower(), "es")
            for word in WORD.findall(text)
        )

    def _is_employer(self, text: str) -> bool:
        return (is_company(text) or self.is_proper(text)) and not (urls_in(text) or emails_in(text))

    def named_like_a_job(self, text: str, below: list[Line]) -> str:
        """Return the name that a first line begins with if its last word is also that of a job, or an empty string.

        The line below settles it: `Luis Farmer` above `Utility Billing Clerk`, not `Grant Writer` above `Dana Whitlock`.
        """
        name = text.partition(",")[0].strip()
        words = name.split()
        if not below or not 2 <= len(words) <= _MOST_NAMES or not all(map(_CAPITALIZED.fullmatch, words)):
            return ""
        if self.job_words(words[0]) or not self.job_words(words[-1]) or self.names_part(name):
            return ""
        next_line = below[0]
        if self.full_name(next_line) is not None:
            return ""
        if self.job_words(next_line.text):
            return name
        told = is_given(words[0]) and not self._has_number(next_line.text)
        return name if told and not self.is_own_organization(next_line.text) else ""

    def full_name(self, line: Line) -> Name | None:
        """Return the first and last name that a line consists of, but for what a comma or a dash sets off behind it."""
        names = names_in(self.folded, line.start, line.end, code=self.lang.code, signs=True)
        if not names or not names[0].complete or not is_given(names[0].words[0]):
            return None
        name = names[0]
        before, after = self.folded[line.start : name.span.start], self.folded[name.span.end : line.end].strip()
        return name if before.strip() == name.title and (not after or after[0] in ",-|(") else None

    def job_words(self, text: str) -> bool:
        """Say whether a text has a word for a job."""
        return not self.words.titles.isdisjoint(_words_in(text)) or _ends_as_jobs_do(text)

    def _person(self, draft: Draft, number: int, piece: Span, text: str) -> bool:
        if "name" in draft.parts or self.nameless or self.names_part(text.strip()):
            return False
        if number == 0 and names_two(text):
            draft.parts["name"] = self.part(piece.start, piece.end, number)
            return True
        clear = self.without_trimmings(text)
        trimmed = clear.strip(" \t*_~=★☆✦•|.,\\/`()'\"-:")
        padded = self.folded[: piece.start] + clear + self.folded[piece.end :]
        if number <= 1 and (name_as_said := self.last_first(trimmed)):
            draft.parts["name"] = self.part(piece.start, piece.end, number)._replace(text=name_as_said)
            return True
        if number == 0 and (worker := self.named_like_a_job(trimmed, self.below[:1])):
            start = piece.start + clear.find(worker)
            draft.parts["name"] = self.part(start, start + len(worker), number)
            self._after_name(draft, number, start + len(worker), piece, trimmed[len(worker) :].strip())
            return True
        names = names_in(padded, piece.start, piece.end, code=self.lang.code, signs=True)
        comma = clear.find(",")
        if names and (number <= 1 or names[0].complete or names[0].title):
            name = names[0]
            head = clear[: name.span.start - piece.start].replace(name.title, "").strip(" \t*_~=★☆✦•|.\\/`()'\"-:☎")
            tail = clear[name.span.end - piece.start :].strip()
            after = _DEGREES.sub("", tail)
            if not head and (not after or after[0] in ",.-*★☆~=\\/`|" or not WORD.search(after)):
                self._named(draft, number, name, piece)
                self._after_name(draft, number, name.span.end, piece, tail)
                return True
        if (
            number == 0
            and comma < 0
            and 1 <= len(trimmed.split()) <= 4
            and not self.job_words(trimmed)
            and re.fullmatch(r"[^\W\d_][\w.' -]*", trimmed)
            and not trimmed.endswith(".")
            and _is_written_as_names_are(trimmed.split())
        ):
            start = piece.start + clear.find(trimmed)
            draft.parts["name"] = self.part(start, start + len(trimmed), number)
            return True
        return False

    def _named(self, draft: Draft, number: int, name: Name, piece: Span) -> None:
        initial = len(name.text.strip(".")) == 1
        if len(name.words) == 1 and is_given(name.title):
            title = self.folded.rfind(name.title, 0, name.span.start)
            draft.parts["name"] = self.part(title, name.span.end, number)  # "Dean Potter"
            return
        if len(name.words) == 1 and name.title and (initial or not (name.title.endswith(".") or name.title.isupper())):
            draft.parts["name"] = self.part(self.folded.rfind(name.title, 0, name.span.start), name.span.end, number)
            if goes_before_last_name(name.title) and (rank := self.rank(name, number)):
                draft.parts.setdefault("rank", rank)
            return
        end = name.span.end
        last = name.words[-1]
        if (
            len(name.words) > 2
            and last.isupper()
            and last.isalpha()
            and len(last) >= _LETTERS_OF_CREDENTIALS
            and not set(last) <= set("IVX")
        ):
            end = name.span.start + len(name.text[: -len(last)].rstrip()) if not name.text.isupper() else end
        draft.parts["name"] = self.part(name.span.start, end, number)
        if (
            name.title
            and (rank := self.rank(name, number))
            and rank.span.start >= piece.start
            and (is_title(name.title.split()[0]) or self.job_words(name.title))
        ):
            draft.parts.setdefault("rank", rank)

    def _after_name(self, draft: Draft, number: int, end: int, piece: Span, tail: str) -> None:
        """Read what follows a name on its line: a job title after a comma, credentials, pronouns."""
        pronouns = self.words.pronouns.search(self.folded[end : piece.end])
        if pronouns:
            draft.extra.append(self.part(end + pronouns.start(), end + pronouns.end(), number))
        if not tail.startswith((",", "-")):
            return
        rest = tail.lstrip(",- ").strip().rstrip("®™ ")
        if ", " in rest and re.search(r"\d{3}", rest):
            at = self.folded.find(rest, end, piece.end)
            for part in rest.split(", "):  # "Town Clerk, (802) 555-0113"
                self.read_piece(draft, number, Span(at, at + len(part)))
                at += len(part) + 2
            return
        credentials = all(
            word.replace(".", "").strip(",").lower() in self.lang.words("names", "suffixes")
            or (word.isupper() and len(word) <= 6 and not self.job_words(word))
            for word in rest.split()
        )
        if (
            rest
            and "title" not in draft.parts
            and not credentials
            and not _PLACE.match(rest)
            and not re.search(r"\d{3}", rest)
            and len(rest.split()) <= 7
        ):
            start = self.folded.find(rest, end, piece.end)
            if start >= 0:
                employer = is_company(rest) and not self.job_words(rest)
                draft.parts["organization" if employer else "title"] = self.part(start, start + len(rest), number)

    def _job(self, draft: Draft, number: int, piece: Span, text: str) -> bool:
        if "title" in draft.parts or ("name" not in draft.parts and not (number == 0 and self.job_words(text))):
            return False
        stripped = text.strip(" *_~.,\\/`|()'-")
        if self.nameless and "organization" not in draft.parts and self.is_proper(text):
            draft.parts["organization"] = self.part(piece.start, piece.end, number)
            return True
        if (
            not self.exact
            and (is_company(text) or (self.is_proper(text) and not WORD.search(text.partition(",")[2])))
            and not self.job_words(text)
            and "organization" not in draft.parts
        ):
            draft.parts["organization"] = self.part(piece.start, piece.end, number)
            return True
        if (
            not self.exact
            and "organization" not in draft.parts
            and not self.job_words(stripped)
            and any(self.job_words(other) for other in self.beside if other.strip() != text.strip())
        ):
            draft.parts["organization"] = self.part(piece.start, piece.end, number)
            return True
        if (
            not stripped
            or len(stripped.split()) > _LONGEST_TITLE
            or stripped.endswith("?")
            or text.strip()[0] in '"“”'
            or self.words.pronouns.fullmatch(text.strip())
        ):
            return False
        if self._is_job_title(stripped, text) or self._is_in_its_place(draft, number, stripped, text):
            start = piece.start + text.find(stripped)
            head, comma, employer = stripped.partition(", ")
            if (
                comma
                and employer
                and not self.exact
                and not any(
                    (self.is_organization(line.text) or self._is_employer(line.text)) and not self.job_words(line.text)
                    for line in self.below
                )
                and self.job_words(head)
                and not self.job_words(employer)
                and "organization" not in draft.parts
                and len(employer.split()) <= 5
            ):
                draft.parts["title"] = self.part(start, start + len(head), number)
                draft.parts["organization"] = self.part(start + len(head) + 2, start + len(stripped), number)
                return True
            if comma and not self.exact and "organization" not in draft.parts and self._is_of(head, employer):
                draft.parts["organization"] = self.part(start + len(head) + 2, start + len(stripped), number)
                return True
            draft.parts["title"] = self.part(start, start + len(stripped), number)
            return True
        return False

    def _is_job_title(self, stripped: str, text: str) -> bool:
        """Return True if a piece names a job and is not an exclamation: `Plant Operator "A"`, not `Be a leader at work!`."""
        return self.job_words(stripped) and not (text.endswith("!") and len(stripped.split()) > _SHORT_TITLE)

    def _is_in_its_place(self, draft: Draft, number: int, stripped: str, text: str) -> bool:
        """Return True if a piece is in the place of the job title, is nothing else, and no line below it names a job."""
        name_line = draft.parts["name"].line if "name" in draft.parts else -9
        if number not in (name_line, name_line + 1):
            return False
        if "rank" in draft.parts and self.names_part(stripped):
            return False  # "Det. Kimberly Straughn" above "Criminal Investigations Division"
        if any(key in draft.parts for key in ("organization", "phone", "website")) or self._names_job_below():
            return False
        if not any(map(str.isalpha, stripped)) or text.endswith("!") or re.search(r"[\"“”]", text):
            return False
        if self._has_number(stripped) or emails_in(stripped) or _SENTENCE.search(stripped):
            return False
        return may_be_title(text) and not _PLACE.match(stripped)

    def _names_job_below(self) -> bool:
        """Return True if a line below, above the organization and the numbers, has a word for a job."""
        for line in self.below:
            if self.is_own_organization(line.text) or phones_in(line.text, self.lang) or urls_in(line.text):
                return False
            if self.has_title(line) and line.text.strip()[:1].isalpha() and self.full_name(line) is None:
                return not _SENTENCE.search(line.text)
        return False

    def _is_of(self, department: str, employer: str) -> bool:
        """Say whether a line is a department and its employer: `Desarrollo, DataNube`, `Department of Classics, Thornbury University`."""
        return (
            not self.job_words(department)
            and not self.is_proper(department)
            and not self.job_words(employer)
            and (self.is_organization(employer) or self.is_proper(employer))
        )

    def _employer(self, draft: Draft, number: int, piece: Span, text: str) -> bool:
        """Take a line in capitals words below name and title for the organisation, where no word tells."""
        if (
            self.exact
            or "organization" in draft.parts
            or not (self.nameless or "title" in draft.parts)
            or any(key in draft.parts for key in ("phone", "website", "seal"))
        ):
            return False
        words = text.strip().split()
        if is_company(text) and len(words) <= _LONGEST_FIRM and not self.job_words(text):
            draft.parts["organization"] = self.part(piece.start, piece.end, number)
            return True
        if (
            not 1 <= len(words) <= 5
            or not all(
                word[0].isupper() or word[0].isdigit() or word.lower() in ("of", "and", "the", "&", "de", "y", "for")
                for word in words
            )
            or re.search(r"[\"*:@!?.]", text)
            or words[0].isdigit()
            or _POSTAL_CODE.fullmatch(words[-1])
            or names_street(text)
            or all(map(self.job_words, words))
        ):
            return False
        draft.parts["organization"] = self.part(piece.start, piece.end, number)
        return True
