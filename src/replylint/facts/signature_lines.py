"""Which line of a signature is what."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from replylint.facts.blanks import Blank
from replylint.facts.languages import Language
from replylint.facts.layout import Line
from replylint.facts.numbers import Phone, emails_in, malformed_phones_in, phones_in, urls_in
from replylint.facts.people import Name, is_title, names_in
from replylint.facts.signature import ELEMENTS, Part, Signature
from replylint.facts.signature_words import SignatureWords
from replylint.tables import fold
from replylint.visible import Span

_COURTESY = frozenset(
    ["mr", "mrs", "ms", "mx", "miss", "sr", "sra", "srta", "don", "doña", "dr", "dra", "prof", "profa"]
)
_STAND_IN = re.compile(r"^\s*\[\s*(?:cid:[^\]]+|[^\]]{2,60})\s*\]\s*$")
_CID = re.compile(r"(?i)^\s*\[\s*(?:cid:|image)")
_SEPARATORS = re.compile(r"\s+[|•·◦▪/]\s+|\s+[-]\s+|\t+|\s{3,}|\s*\|\s*")
_DECORATION = re.compile(r"[\s*_~=|.,;:•·-]*")
_LONGEST_TITLE = 8
"""Words of a job title with its department."""
_COMPANY = re.compile(r"(?i)[^\W\d_] & [^\W\d_]|\b(?:llc|inc|ltd|llp|plc|corp|gmbh|s\.?a\.?|pty)\b\.?")
_WORD = re.compile(r"[^\W\d_]+(?:[.'-][^\W\d_]+)*")


@dataclass(slots=True)
class _Draft:
    """What is gathered while lines are read."""

    parts: dict[str, Part] = field(default_factory=dict)
    extra: list[Part] = field(default_factory=list)
    emails: list[Part] = field(default_factory=list)
    number: Phone | None = None
    mobile: tuple[Phone, Part] | None = None
    """A mobile number, which is the phone of the signature only if it has no other."""


class LineReader:
    """Reads the lines of signatures of one text."""

    def __init__(
        self, text: str, folded: str, lang: Language, words: SignatureWords, organization: str, blanks: list[Blank]
    ) -> None:
        self.text = text
        self.folded = folded
        self.lang = lang
        self.words = words
        self.organization = fold(organization).lower()
        self.blanks = blanks
        self.exact = False
        """Whether a line of the block names the organisation itself, so that no other line is taken for it."""

    def has_title(self, line: Line) -> bool:
        """Say whether a line names a job."""
        found = {word.strip(".").lower() for word in _WORD.findall(line.text)}
        return bool(found & self.words.titles) and len(line.text.split()) <= 10

    def is_organization(self, text: str) -> bool:
        """Say whether a text names an organisation."""
        low = text.lower().strip(" .,")
        if self.organization and (low == self.organization or self._organization_span(low) is not None):
            return True
        found = {word.strip(".").lower() for word in _WORD.findall(text)}
        return bool(found & self.words.organizations) and len(text.split()) <= 10

    def own_organization(self, text: str) -> Span | None:
        """Return where a text names the organisation the policy speaks of."""
        match = self._organization_span(text.lower()) if self.organization else None
        return Span(match.start(), match.end()) if match else None

    def is_own_organization(self, text: str) -> bool:
        """Say whether a line is the organisation the policy speaks of, and nothing else."""
        stripped = text.strip(" .,")
        return self.own_organization(stripped) == Span(0, len(stripped))

    def _organization_span(self, low: str) -> re.Match[str] | None:
        stem = self.organization.split(",")[0]
        return re.search(rf"\b{re.escape(stem)}\b(?:\s*,?\s*(?:florida|fla?\.?)\b)?", low) if stem else None

    def rank(self, name: Name, line: int) -> Part | None:
        """Return the title or rank before a name as an element of line `line`."""
        if not name.title:
            return None
        start = self.folded.rfind(name.title, 0, name.span.start)
        return Part(name.title, Span(start, start + len(name.title)), line) if start >= 0 else None

    def read(self, lines: list[Line], *, whole: bool = False, closing: Span | None = None) -> Signature | None:
        """Read the lines of a signature, given without blank ones."""
        if whole:
            while lines and self.words.closing.match(lines[0].text) and len(lines) > 1:
                closing = Span(lines[0].start, lines[0].end)
                lines = lines[1:]
        lines = [line for line in lines if not self.words.closing.match(line.text) or (line is lines[0] and not whole)]
        if not lines:
            return Signature(Span(0, 0)) if whole else None
        draft = _Draft()
        self.exact = any(self._organization_span(line.text.lower()) for line in lines)
        for number, line in enumerate(lines):
            self._read_line(draft, number, line)
        if not whole and not draft.parts and not draft.emails:
            return None
        if draft.mobile is not None:
            if "phone" in draft.parts:
                draft.extra.append(draft.mobile[1])
            else:
                draft.number, draft.parts["phone"] = draft.mobile
        if (
            "title" not in draft.parts
            and "rank" in draft.parts
            and draft.parts["rank"].text.strip(".").lower() not in _COURTESY
        ):
            draft.parts["title"] = draft.parts["rank"]
        span = Span(lines[0].start, lines[-1].end)
        parts = draft.parts
        return Signature(
            span, parts.get("name"), parts.get("title"), parts.get("organization"), parts.get("phone"), draft.number, parts.get("malformed"), parts.get("extension"), parts.get("website"),
            parts.get("emblem"), parts.get("seal"), tuple(draft.extra), tuple(draft.emails), closing, False, tuple(Span(line.start, line.end) for line in lines),
        )  # fmt: skip

    def _read_line(self, draft: _Draft, number: int, line: Line) -> None:
        if self.words.device.match(line.text):
            draft.extra.append(self._part(line.start, line.end, number))
            return
        if (_STAND_IN.match(line.text) or self.words.bare_seal.match(line.text)) and self._stand_in(
            draft, number, line
        ):
            return
        if self._is_title_line(draft, number, line):
            draft.parts["title"] = self._part(line.start, line.end, number)
            return
        pieces = self._pieces(line)
        rest: list[Span] = []
        for piece in pieces:
            if not self._read_piece(draft, number, piece):
                rest.append(piece)
        rest = [piece for piece in rest if not _DECORATION.fullmatch(self.folded[piece.start : piece.end])]
        for piece in rest:
            draft.extra.append(self._part(piece.start, piece.end, number))

    def _is_title_line(self, draft: _Draft, number: int, line: Line) -> bool:
        """Say whether a line is a job title with its department: `Planner - Building Division`, `Planner II / GIS Analyst`."""
        name = draft.parts.get("name")
        return (
            name is not None
            and number == name.line + 1
            and "title" not in draft.parts
            and self._job_words(line.text)
            and len(_WORD.findall(line.text)) <= _LONGEST_TITLE
            and bool(_SEPARATORS.search(line.text))
            and not any(blank.span.start < line.end and line.start < blank.span.end for blank in self.blanks)
            and not (phones_in(line.text, self.lang) or emails_in(line.text) or urls_in(line.text))
            and self.own_organization(line.text) is None
            and not (not self.exact and any(self.is_organization(piece) for piece in _SEPARATORS.split(line.text)[1:]))
        )

    def _stand_in(self, draft: _Draft, number: int, line: Line) -> bool:
        if _CID.match(line.text) or self.words.seal.search(line.text):
            draft.parts.setdefault("seal", self._part(line.start, line.end, number))
            return True
        if self.words.emblem.search(line.text):
            draft.parts.setdefault("emblem", self._part(line.start, line.end, number))
            return True
        return False

    def _pieces(self, line: Line) -> list[Span]:
        """Cut a line at its separators: `Name | Title | City`; commas only between name and title."""
        pieces, at = [], line.start
        for match in _SEPARATORS.finditer(line.text):
            if line.start + match.start() > at:
                pieces.append(Span(at, line.start + match.start()))
            at = line.start + match.end()
        if at < line.end:
            pieces.append(Span(at, line.end))
        return [self._strip(piece) for piece in pieces if self.folded[piece.start : piece.end].strip()]

    def _strip(self, span: Span) -> Span:
        text = self.folded[span.start : span.end]
        return Span(span.start + len(text) - len(text.lstrip()), span.end - (len(text) - len(text.rstrip())))

    def _part(self, start: int, end: int, number: int, blank: Blank | None = None) -> Part:
        span = self._strip(Span(start, end))
        return Part(self.text[span.start : span.end], span, number, blank)

    def _read_piece(self, draft: _Draft, number: int, piece: Span) -> bool:
        text = self.folded[piece.start : piece.end]
        return any(
            read(draft, number, piece, text)
            for read in (
                self._blank,
                self._website,
                self._phone,
                self._email,
                self._organization_part,
                self._person,
                self._job,
                self._employer,
            )
        )

    def _blank(self, draft: _Draft, number: int, piece: Span, text: str) -> bool:
        blank = next(
            (item for item in self.blanks if piece.start <= item.span.start and item.span.end <= piece.end), None
        )
        if blank is None or blank.fact in ("date",):
            return False
        outside = (text[: blank.span.start - piece.start] + text[blank.span.end - piece.start :]).strip(" ,.:|-")
        if len(outside.split()) > 4:
            return False
        fact = {"signature": "name", "email": "", "other": ""}.get(blank.fact, blank.fact)
        if fact == "phone" and "phone" in draft.parts:
            return True
        if not fact and re.search(r"(?i)web|site|url", text):
            fact = "website"
        if fact in ELEMENTS:
            draft.parts.setdefault(fact, self._part(piece.start, piece.end, number, blank))
            if fact == "phone":
                draft.parts.setdefault("extension", self._part(piece.start, piece.end, number, blank))
        return True

    def _website(self, draft: _Draft, number: int, piece: Span, text: str) -> bool:
        urls = urls_in(text)
        if not urls:
            if self.words.website_label.match(text) and "website" not in draft.parts:
                draft.parts["website"] = self._part(piece.start, piece.end, number)
                return True
            return False
        label = text[: urls[0].start].strip(" <:")
        if label and not self.words.website_label.match(label + " ") and len(label.split()) > 3:
            return False
        if "website" in draft.parts:
            return False
        draft.parts["website"] = self._part(piece.start + urls[0].start, piece.start + urls[0].end, number)
        return True

    def _phone(self, draft: _Draft, number: int, piece: Span, text: str) -> bool:
        phones = phones_in(text, self.lang)
        if self.words.extension.match(text) and "phone" in draft.parts and "extension" not in draft.parts:
            draft.parts["extension"] = self._part(piece.start, piece.end, number)
            return True
        if not any(phone.digits for phone in phones):
            spans = malformed_phones_in(text, phones)
            if spans and "phone" not in draft.parts and "malformed" not in draft.parts:
                draft.parts["malformed"] = self._part(piece.start + spans[0].start, piece.end, number)
                if re.search(r"(?i)\b(?:ext|x)\.?\s*\d", text):
                    draft.parts.setdefault("extension", self._part(piece.start, piece.end, number))
                return True
            if not phones:
                return False
        if self.words.fax.match(text):
            return False
        phone = phones[0]
        if not phone.digits:
            draft.parts.setdefault(
                "extension", self._part(piece.start + phone.span.start, piece.start + phone.span.end, number)
            )
            return True
        if "phone" in draft.parts:
            return False
        if self.words.mobile.search(text) and draft.mobile is None:
            draft.mobile = (phone, self._part(piece.start, piece.end, number))
            return True
        outside = self.words.label.sub("", text[: phone.span.start] + " " + text[phone.span.end :]).strip(" ,.:|()-")
        if len(_WORD.findall(outside)) > 3:
            return False
        draft.number = phone
        draft.parts["phone"] = self._part(piece.start + phone.span.start, piece.start + phone.span.end, number)
        if phone.extension:
            draft.parts["extension"] = draft.parts["phone"]
        for email in emails_in(text):
            draft.emails.append(self._part(piece.start + email.start, piece.start + email.end, number))
        return True

    def _email(self, draft: _Draft, number: int, piece: Span, text: str) -> bool:
        emails = emails_in(text)
        if not emails:
            return False
        draft.emails.append(self._part(piece.start + emails[0].start, piece.start + emails[0].end, number))
        return False  # an address is no element of the format

    def _organization_part(self, draft: _Draft, number: int, piece: Span, text: str) -> bool:
        if "organization" in draft.parts or not self.is_organization(text):
            return False
        exact = self._organization_span(text.lower())
        if exact is None and (
            self.exact or "name" not in draft.parts or (self._job_words(text) and "title" not in draft.parts)
        ):
            return False
        if exact is not None and text[: exact.start()].strip(" ,-"):
            before = self._strip(Span(piece.start, piece.start + exact.start()))
            before = Span(before.start, piece.start + len(text[: exact.start()].rstrip(" ,-")))
            if self._read_piece(draft, number, before):
                draft.parts["organization"] = self._part(piece.start + exact.start(), piece.end, number)
                return True
        draft.parts["organization"] = self._part(piece.start, piece.end, number)
        return True

    def _job_words(self, text: str) -> bool:
        return bool({word.strip(".").lower() for word in _WORD.findall(text)} & self.words.titles)

    def _person(self, draft: _Draft, number: int, piece: Span, text: str) -> bool:
        if "name" in draft.parts:
            return False
        clear = self.words.pronouns.sub(lambda match: " " * len(match.group()), text)
        trimmed = clear.strip(" \t*_~=★☆✦•|.,\\/`()'\"-:")
        padded = self.folded[: piece.start] + clear + self.folded[piece.end :]
        names = names_in(padded, piece.start, piece.end, code=self.lang.code)
        comma = clear.find(",")
        if names and (number <= 1 or names[0].complete or names[0].title):
            name = names[0]
            head = clear[: name.span.start - piece.start].replace(name.title, "").strip(" \t*_~=★☆✦•|.\\/`()'\"-:☎")
            tail = clear[name.span.end - piece.start :].strip()
            if not head and (not tail or tail[0] in ",.-*★☆~=\\/`|" or not _WORD.search(tail)):
                self._named(draft, number, name, piece)
                self._after_name(draft, number, name.span.end, piece, tail)
                return True
        if (
            number == 0
            and comma < 0
            and 1 <= len(trimmed.split()) <= 4
            and not self._job_words(trimmed)
            and re.fullmatch(r"[^\W\d_][\w.' -]*", trimmed)
            and not trimmed.endswith(".")
        ):
            start = piece.start + clear.find(trimmed)
            draft.parts["name"] = self._part(start, start + len(trimmed), number)
            return True
        return False

    def _named(self, draft: _Draft, number: int, name: Name, piece: Span) -> None:
        if len(name.words) == 1 and name.title and not name.title.endswith(".") and not name.title.isupper():
            draft.parts["name"] = self._part(self.folded.rfind(name.title, 0, name.span.start), name.span.end, number)
            return
        draft.parts["name"] = self._part(name.span.start, name.span.end, number)
        if (
            name.title
            and (rank := self.rank(name, number))
            and rank.span.start >= piece.start
            and is_title(name.title.split()[0])
        ):
            draft.parts.setdefault("rank", rank)

    def _after_name(self, draft: _Draft, number: int, end: int, piece: Span, tail: str) -> None:
        """Read what follows a name on its line: a job title after a comma, credentials, pronouns."""
        pronouns = self.words.pronouns.search(self.folded[end : piece.end])
        if pronouns:
            draft.extra.append(self._part(end + pronouns.start(), end + pronouns.end(), number))
        if not tail.startswith((",", "-")):
            return
        rest = tail.lstrip(",- ").strip().rstrip("®™ ")
        credentials = all(
            word.replace(".", "").strip(",").lower() in self.lang.words("names", "suffixes")
            or (word.isupper() and len(word) <= 6 and not self._job_words(word))
            for word in rest.split()
        )
        if (
            rest
            and "title" not in draft.parts
            and not credentials
            and not re.search(r"\d{3}", rest)
            and len(rest.split()) <= 7
        ):
            start = self.folded.find(rest, end, piece.end)
            if start >= 0:
                draft.parts["title"] = self._part(start, start + len(rest), number)

    def _job(self, draft: _Draft, number: int, piece: Span, text: str) -> bool:
        if "title" in draft.parts or ("name" not in draft.parts and not (number == 0 and self._job_words(text))):
            return False
        stripped = text.strip(" *_~.,\\/`|()'-")
        if not self.exact and _COMPANY.search(text) and not self._job_words(text) and "organization" not in draft.parts:
            draft.parts["organization"] = self._part(piece.start, piece.end, number)
            return True
        if (
            not stripped
            or len(stripped.split()) > 9
            or stripped.endswith("?")
            or re.search(r"[\"“”]|!$", text)
            or (not self._job_words(stripped) and re.search(r"\d{3}|[.!]\s", text))
            or self.words.pronouns.fullmatch(text.strip())
        ):
            return False
        name_line = draft.parts["name"].line if "name" in draft.parts else -9
        if self._job_words(stripped) or (
            number == name_line + 1 and not any(key in draft.parts for key in ("organization", "phone", "website"))
        ):
            start = piece.start + text.find(stripped)
            head, comma, employer = stripped.partition(", ")
            if (
                comma
                and employer
                and not self.exact
                and self._job_words(head)
                and not self._job_words(employer)
                and "organization" not in draft.parts
                and len(employer.split()) <= 5
            ):
                draft.parts["title"] = self._part(start, start + len(head), number)
                draft.parts["organization"] = self._part(start + len(head) + 2, start + len(stripped), number)
                return True
            draft.parts["title"] = self._part(start, start + len(stripped), number)
            return True
        return False

    def _employer(self, draft: _Draft, number: int, piece: Span, text: str) -> bool:
        """Take a line in capitals words below name and title for the organisation, where no word tells."""
        if (
            self.exact
            or "organization" in draft.parts
            or "title" not in draft.parts
            or any(key in draft.parts for key in ("phone", "website", "seal"))
        ):
            return False
        words = text.strip().split()
        if (
            not 1 <= len(words) <= 5
            or not all(
                word[0].isupper() or word[0].isdigit() or word.lower() in ("of", "and", "the", "&", "de", "y", "for")
                for word in words
            )
            or re.search(r"[\"*:@!?.]", text)
        ):
            return False
        draft.parts["organization"] = self._part(piece.start, piece.end, number)
        return True
