"""The signature: where it begins, and which line of it is what.

The prescribed format has six elements: name, title, organisation, phone with extension, website, seal. People write them on
lines of their own, several to a line, or only a first name after a closing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from replylint.facts.blanks import Blank
from replylint.facts.languages import CODES, Language, everywhere, language
from replylint.facts.layout import Line, lines_of
from replylint.facts.numbers import Phone, emails_in, malformed_phones_in, phones_in, urls_in
from replylint.facts.people import Name, is_title, names_in
from replylint.tables import fold, lower
from replylint.visible import Span

ELEMENTS = ("name", "title", "organization", "phone", "website", "seal")
"""The elements in the standard's order."""

MAX_LINES = 14
"""Lines a signature may have; what is longer is a text that happens to end in short lines."""


@dataclass(frozen=True, slots=True)
class Part:
    """One element of a signature as written. `line` counts the lines of the signature from 0."""

    text: str
    span: Span
    line: int
    blank: Blank | None = None


@dataclass(frozen=True)
class Signature:
    """A signature as written."""

    span: Span
    """From the first line of the block to its last, without the closing."""
    name: Part | None = None
    title: Part | None = None
    organization: Part | None = None
    phone: Part | None = None
    number: Phone | None = None
    malformed: Part | None = None
    """What stands where the phone number should and is none."""
    extension: Part | None = None
    website: Part | None = None
    emblem: Part | None = None
    """A picture's stand-in that is not the seal: `[Department logo]`."""
    seal: Part | None = None
    extra: tuple[Part, ...] = ()
    """Lines that are no element: addresses, quotations, mottos, fax numbers, pronouns, disclaimers."""
    emails: tuple[Part, ...] = ()
    closing: Span | None = None
    """The closing line before it: "Thank you,"."""
    inline: bool = False
    """Whether it follows its closing on the same line."""
    lines: tuple[Span, ...] = ()

    def part(self, element: str) -> Part | None:
        """Return the element with this name."""
        found: Part | None = getattr(self, element)
        return found

    @property
    def blank_signature(self) -> bool:
        """Whether the whole signature is one blank: `[your signature formatted correctly]`."""
        return self.name is not None and self.name.blank is not None and self.name.blank.fact == "signature"


@dataclass(frozen=True, slots=True)
class _Words:
    closing: re.Pattern[str]
    inline: re.Pattern[str]
    device: re.Pattern[str]
    pronouns: re.Pattern[str]
    label: re.Pattern[str]
    fax: re.Pattern[str]
    mobile: re.Pattern[str]
    website_label: re.Pattern[str]
    extension: re.Pattern[str]
    seal: re.Pattern[str]
    bare_seal: re.Pattern[str]
    emblem: re.Pattern[str]
    titles: frozenset[str]
    organizations: frozenset[str]


@cache
def _words() -> _Words:
    data = {key: everywhere("signature", key) for key in ("closings", "device", "pronouns", "label", "fax", "mobile", "website_label", "extension", "seal", "bare_seal", "emblem")}
    start = r"(?i)^[\s*_~-]*"
    return _Words(
        re.compile(rf"{start}{data['closings']}\s*[,.!:–-]*\s*$"),
        re.compile(rf"(?i)(?:^|[.!?)…\n]\s*|\s[-–—]{{1,2}}\s*|,\s*){data['closings']}\s*[,.!–—-]*\s+(?=\S)"),
        re.compile(rf"{start}{data['device']}$"),
        re.compile(rf"(?i){data['pronouns']}"),
        re.compile(rf"(?i)^\s*{data['label']}\s*[.:|]\s*"),
        re.compile(rf"(?i)^\W*{data['fax']}\b\s*[.:#]"),
        re.compile(rf"(?i)^\W*{data['mobile']}\b\s*[.:#]|\(\s*{data['mobile']}\s*\)\s*$"),
        re.compile(rf"(?i)^\W*{data['website_label']}\b\s*[:|-]?\s*$"),
        re.compile(rf"(?i)^\W*{data['extension']}\s*:?\s*#?\s*\d"),
        re.compile(rf"(?i)\b{data['seal']}\b"),
        re.compile(rf"(?i)^\W*{data['bare_seal']}\W*$"),
        re.compile(rf"(?i)\b{data['emblem']}\b"),
        frozenset().union(*(language(code).words("signature", "titles") for code in CODES)),
        frozenset().union(*(language(code).words("signature", "organizations") for code in CODES)),
    )


_COURTESY = frozenset("mr mrs ms mx miss sr sra srta don doña dr dra prof profa".split())
_DELIMITER = re.compile(r"^-- ?$")
_SIGNED_DASH = re.compile(r"(?:^|[\s.!?])[-–—~]{1,2}\s?(?=[^\W\d_][^\n]{0,40}$)")
_STAND_IN = re.compile(r"^\s*\[\s*(?:cid:[^\]]+|[^\]]{2,60})\s*\]\s*$")
_CID = re.compile(r"(?i)^\s*\[\s*(?:cid:|image)")
_SEPARATORS = re.compile(r"\s+[|•·◦▪/]\s+|\s+[-]\s+|\t+|\s{3,}|\s*\|\s*")
_DECORATION = re.compile(r"[\s*_~=|.,;:•·-]*")
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


def read_signature(text: str, lang: Language, *, organization: str, blanks: list[Blank], whole: bool) -> Signature | None:
    """Return the signature at the end of a text, or None if nobody signs.

    `organization` is how the organisation writes itself. `whole` says that the text is nothing but a signature.
    """
    folded = fold(text)
    words = _words()
    reader = _Reader(text, folded, lang, words, organization, blanks)
    lines = lines_of(folded)
    if whole:
        return reader.read([line for line in lines if not line.blank and not _DELIMITER.match(line.text)], whole=True)
    for find in (reader.after_delimiter, reader.after_closing, reader.trailing_block, reader.inline):
        if found := find(lines):
            return found
    return None


class _Reader:
    """Finds and reads the signature of one text."""

    def __init__(self, text: str, folded: str, lang: Language, words: _Words, organization: str, blanks: list[Blank]) -> None:
        self.text = text
        self.folded = folded
        self.lang = lang
        self.words = words
        self.organization = fold(organization).lower()
        self.blanks = blanks
        self.exact = False
        """Whether a line of the block names the organisation itself, so that no other line is taken for it."""

    # Where it begins
    def after_delimiter(self, lines: list[Line]) -> Signature | None:
        """After the `-- ` line that mail programs put there (RFC 3676 section 4.3)."""
        at = next((number for number in range(len(lines) - 1, -1, -1) if _DELIMITER.match(lines[number].text)), None)
        if at is None or at == 0:
            return None
        block = [line for line in lines[at + 1 :] if not line.blank]
        return self.read(block) if 0 < len(block) <= MAX_LINES else None

    def after_closing(self, lines: list[Line]) -> Signature | None:
        """After a line that is nothing but a closing."""
        filled = [line for line in lines if not line.blank]
        for number in range(len(filled) - 1, -1, -1):
            if not self.words.closing.match(filled[number].text):
                continue
            block = filled[number + 1 :]
            if not block:
                continue
            if len(block) > MAX_LINES or any(len(line.text) > 150 for line in block[:1]):
                return None
            if number == 0 and not self._looks_signed(block):
                return None
            if not self._may_sign(block[0]):
                continue
            closing = Span(filled[number].start, filled[number].end)
            return self.read(block, closing=closing)
        return None

    def _looks_signed(self, block: list[Line]) -> bool:
        return len(block[0].text) < 60 and self._may_sign(block[0])

    def _may_sign(self, line: Line) -> bool:
        """Say whether the first line below a closing could be a signature's: a name or a blank, not a sentence."""
        stripped = line.text.strip()
        if any(blank.span.start < line.end and line.start < blank.span.end for blank in self.blanks):
            return True
        return len(stripped) <= 90 and (not stripped.endswith((".", "!", "?")) or len(stripped.split()) <= 3)

    def trailing_block(self, lines: list[Line]) -> Signature | None:
        """A block of short lines at the end whose first line is a person's name."""
        end = len(lines)
        while end and (lines[end - 1].blank or self._is_trailer(lines[end - 1])):
            end -= 1
        for start in self._block_starts(lines, end):
            block = [line for line in lines[start:end] if not line.blank]
            if not block or len(block) > MAX_LINES or start == 0:
                continue
            if any(len(line.text.strip()) > 80 for line in block):
                continue
            if self._opens_signature(block):
                return self.read([line for line in lines[start:] if not line.blank])
        return None

    def _block_starts(self, lines: list[Line], end: int) -> list[int]:
        """Return where blocks set off by blank lines begin, last first; then single lines at the very end."""
        starts = [number for number in range(1, end) if lines[number - 1].blank and not lines[number].blank]
        tight = [number for number in range(max(1, end - 8), end) if not lines[number].blank and not lines[number - 1].blank]
        return sorted(starts, reverse=True)[:4] + tight

    def _is_trailer(self, line: Line) -> bool:
        """Say whether a line below a signature is not its own: a device line, a quotation."""
        stripped = line.text.strip()
        return bool(self.words.device.match(line.text)) or (stripped[:1] in "\"“'*" and len(stripped) < 120) or stripped.startswith("//")

    def _opens_signature(self, block: list[Line]) -> bool:
        first = block[0].text.strip()
        if first.startswith(("//", "--")):
            first = first.strip("/- ")
        if first.endswith((":", "?")) or re.match(r"[•*\d-]", first):
            return False
        name = self._name_alone(block[0])
        if name is None:
            return False
        if len(block) == 1:
            before = self.folded[: block[0].start].rstrip()
            alone = self.folded[: block[0].start].rstrip(" ").endswith("\n\n") or len(name.words) > 1 or before.endswith((".", "!", "?"))
            return name.complete or bool(name.title) or self._has_title(block[0]) or (alone and name.text == first.strip(" .-"))
        rest = block[1:]
        if phones_in(rest[0].text, self.lang) and not emails_in(rest[0].text) and len(rest) <= 2 and not self._is_organization(" ".join(line.text for line in rest)):
            return False  # a contact written as a list: name, number
        if emails_in(rest[0].text) and len(rest) <= 2 and not any(self._is_organization(line.text) for line in rest):
            return False
        return any(self._has_title(line) or self._is_organization(line.text) or urls_in(line.text) for line in block) or (
            len(block) == 2 and len(rest[0].text.split()) <= 6 and not rest[0].text.rstrip().endswith(".")
        )

    def _name_alone(self, line: Line) -> Name | None:
        """Return the name that a line consists of, with title, credentials, pronouns or a job title after a comma."""
        text = self.words.pronouns.sub(lambda match: " " * len(match.group()), line.text)
        names = names_in(self.folded[: line.start] + text + self.folded[line.end :], line.start, line.end)
        if not names:
            return None
        name = names[0]
        before = text[: name.span.start - line.start]
        if before.replace(name.title, "").strip(" -—–~*_.(/"):
            return None
        after = text[name.span.end - line.start :].strip()
        if not after or after[0] in ",|-–(•·/":
            return name if len(after) < 70 and not re.search(r"[.!?]\s+\S", after) else None
        return None

    def _has_title(self, line: Line) -> bool:
        found = {word.strip(".").lower() for word in _WORD.findall(line.text)}
        return bool(found & self.words.titles) and len(line.text.split()) <= 10

    def _is_organization(self, text: str) -> bool:
        low = text.lower().strip(" .,")
        if self.organization and (low == self.organization or self._organization_span(low) is not None):
            return True
        found = {word.strip(".").lower() for word in _WORD.findall(text)}
        return bool(found & self.words.organizations) and len(text.split()) <= 10

    def _organization_span(self, low: str) -> re.Match[str] | None:
        stem = self.organization.split(",")[0]
        return re.search(rf"\b{re.escape(stem)}\b(?:\s*,?\s*(?:florida|fla?\.?)\b)?", low) if stem else None

    def inline(self, lines: list[Line]) -> Signature | None:
        """On the last line, after a closing or a dash: `Thank you, Gloria Ramsey`, `— Graciela`."""
        filled = [line for line in lines if not line.blank]
        while filled and self._is_trailer(filled[-1]) and len(filled) > 1:
            filled.pop()
        if not filled:
            return None
        line = filled[-1]
        for match in reversed(list(self.words.inline.finditer(line.text))):
            rest = line.text[match.end() :]
            if self.words.closing.match(line.text[match.start() :].lstrip(" .!?)…,-")):
                continue
            if signed := self._signed(line, match.end(), rest):
                return signed
        dash = None
        for dash in _SIGNED_DASH.finditer(line.text):
            pass
        if dash and not re.search(r"[\d@]", line.text[dash.end() :]):
            return self._signed(line, dash.end(), line.text[dash.end() :])
        stripped = line.text.strip().strip("/").strip()
        tail = re.search(r"(?:^|[.!?]\s+|,\s+)(?:ta|thx|cheers|thanks)?[.,]?\s*([^\W\d_][\w'-]+)\.?$", stripped)
        if tail and tail.group(0).lower().startswith((". ta", "! ta", ", thanks", ". thanks", ", thx", ". cheers", "ta.")):
            start = line.text.rfind(tail.group(1))
            return self._signed(line, start, line.text[start:])
        return None

    def _signed(self, line: Line, offset: int, rest: str) -> Signature | None:
        """Return a signature that is a name only, at the end of a line."""
        stripped = rest.strip().rstrip(".")
        if not stripped or len(stripped) > 70 or len(re.split(r"[\s|]+", stripped)) > 10:
            return None
        start = line.start + offset + len(rest) - len(rest.lstrip())
        end = start + len(stripped)
        blank = next((item for item in self.blanks if item.span.start >= start - 1 and item.span.start < end), None)
        if blank is not None:
            return Signature(Span(start, blank.span.end), name=Part(blank.text, blank.span, 0, blank), inline=True, lines=(Span(start, blank.span.end),))
        names = names_in(self.folded, start, end)
        if names and names[0].span.end == end and (names[0].span.start == start or self.folded[start : names[0].span.start].strip() == names[0].title.strip()):
            name = names[0]
            return Signature(Span(start, end), name=Part(self.text[name.span.start : name.span.end], name.span, 0), title=self._rank(name, 0), inline=True, lines=(Span(start, end),))
        if re.fullmatch(r"[^\W\d_][\w'-]*(?: [^\W\d_][\w'-]*)?", stripped) and stripped.lower() not in self.lang.words("names", "not_names"):
            if stripped.islower() or len(stripped.split()) == 1:
                return Signature(Span(start, end), name=Part(self.text[start:end], Span(start, end), 0), inline=True, lines=(Span(start, end),))
        if "|" in stripped or "," in stripped:
            found = self.read([Line(start, end, stripped)])
            return found if found and found.name and found.name.span.start == start else None
        return None

    def _rank(self, name: Name, line: int) -> Part | None:
        if not name.title:
            return None
        start = self.folded.rfind(name.title, 0, name.span.start)
        return Part(name.title, Span(start, start + len(name.title)), line) if start >= 0 else None

    # What it says
    def read(self, lines: list[Line], *, whole: bool = False, closing: Span | None = None) -> Signature | None:
        """Read the lines of a signature, given without blank ones."""
        if whole:
            while lines and self.words.closing.match(lines[0].text) and len(lines) > 1:
                closing = Span(lines[0].start, lines[0].end)
                lines = lines[1:]
        lines = [line for line in lines if not self.words.closing.match(line.text) or line is lines[0] and not whole]
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
        if "title" not in draft.parts and "rank" in draft.parts and draft.parts["rank"].text.strip(".").lower() not in _COURTESY:
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
        if (_STAND_IN.match(line.text) or self.words.bare_seal.match(line.text)) and self._stand_in(draft, number, line):
            return
        pieces = self._pieces(line)
        rest: list[Span] = []
        for piece in pieces:
            if not self._read_piece(draft, number, piece):
                rest.append(piece)
        rest = [piece for piece in rest if not _DECORATION.fullmatch(self.folded[piece.start : piece.end])]
        for piece in rest:
            draft.extra.append(self._part(piece.start, piece.end, number))

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
        for read in (self._blank, self._website, self._phone, self._email, self._organization_part, self._person, self._job, self._employer):
            if read(draft, number, piece, text):
                return True
        return False

    def _blank(self, draft: _Draft, number: int, piece: Span, text: str) -> bool:
        blank = next((item for item in self.blanks if piece.start <= item.span.start and item.span.end <= piece.end), None)
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
        if not phones:
            spans = malformed_phones_in(text, phones)
            if spans and "phone" not in draft.parts and "malformed" not in draft.parts:
                draft.parts["malformed"] = self._part(piece.start + spans[0].start, piece.end, number)
                if re.search(r"(?i)\b(?:ext|x)\.?\s*\d", text):
                    draft.parts.setdefault("extension", self._part(piece.start, piece.end, number))
                return True
            return False
        if self.words.fax.match(text):
            return False
        phone = phones[0]
        if not phone.digits:
            draft.parts.setdefault("extension", self._part(piece.start + phone.span.start, piece.start + phone.span.end, number))
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
        if "organization" in draft.parts or not self._is_organization(text):
            return False
        exact = self._organization_span(text.lower())
        if exact is None and (self.exact or "name" not in draft.parts or (self._job_words(text) and "title" not in draft.parts)):
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
        names = names_in(padded, piece.start, piece.end)
        comma = clear.find(",")
        if names and (number <= 1 or names[0].complete or names[0].title):
            name = names[0]
            head = clear[: name.span.start - piece.start].replace(name.title, "").strip(" \t*_~=★☆✦•|.\\/`()'\"-:☎")
            tail = clear[name.span.end - piece.start :].strip()
            if not head and (not tail or tail[0] in ",.-*★☆~=\\/`|" or not _WORD.search(tail)):
                self._named(draft, number, name, piece)
                self._after_name(draft, number, name.span.end, piece, tail)
                return True
        if number == 0 and comma < 0 and 1 <= len(trimmed.split()) <= 4 and not self._job_words(trimmed) and re.fullmatch(r"[^\W\d_][\w.' -]*", trimmed) and not trimmed.endswith("."):
            start = piece.start + clear.find(trimmed)
            draft.parts["name"] = self._part(start, start + len(trimmed), number)
            return True
        return False

    def _named(self, draft: _Draft, number: int, name: Name, piece: Span) -> None:
        if len(name.words) == 1 and name.title and not name.title.endswith(".") and not name.title.isupper():
            draft.parts["name"] = self._part(self.folded.rfind(name.title, 0, name.span.start), name.span.end, number)
            return
        draft.parts["name"] = self._part(name.span.start, name.span.end, number)
        if name.title and (rank := self._rank(name, number)) and rank.span.start >= piece.start and is_title(name.title.split()[0]):
            draft.parts.setdefault("rank", rank)

    def _after_name(self, draft: _Draft, number: int, end: int, piece: Span, tail: str) -> None:
        """Read what follows a name on its line: a job title after a comma, credentials, pronouns."""
        pronouns = self.words.pronouns.search(self.folded[end : piece.end])
        if pronouns:
            draft.extra.append(self._part(end + pronouns.start(), end + pronouns.end(), number))
        if not tail.startswith((",", "-")):
            return
        rest = tail.lstrip(",- ").strip().rstrip("®™ ")
        credentials = all(word.strip(",.").lower() in self.lang.words("names", "suffixes") or (word.isupper() and len(word) <= 6 and not self._job_words(word)) for word in rest.split())
        if rest and "title" not in draft.parts and not credentials and not re.search(r"\d", rest) and len(rest.split()) <= 7:
            start = self.folded.find(rest, end, piece.end)
            if start >= 0:
                draft.parts["title"] = self._part(start, start + len(rest), number)

    def _job(self, draft: _Draft, number: int, piece: Span, text: str) -> bool:
        if "title" in draft.parts or ("name" not in draft.parts and not (number == 0 and self._job_words(text))):
            return False
        stripped = text.strip(" *_~.,\\/`|()'-")
        if not stripped or len(stripped.split()) > 9 or stripped.endswith("?") or re.search(r"\d{3}|[\"“”]|[.!]\s|!$", text) or self.words.pronouns.fullmatch(text.strip()):
            return False
        name_line = draft.parts["name"].line if "name" in draft.parts else -9
        if self._job_words(stripped) or (number == name_line + 1 and not any(key in draft.parts for key in ("organization", "phone", "website"))):
            start = piece.start + text.find(stripped)
            head, comma, employer = stripped.partition(", ")
            if comma and employer and not self.exact and self._job_words(head) and not self._job_words(employer) and "organization" not in draft.parts and len(employer.split()) <= 5:
                draft.parts["title"] = self._part(start, start + len(head), number)
                draft.parts["organization"] = self._part(start + len(head) + 2, start + len(stripped), number)
                return True
            draft.parts["title"] = self._part(start, start + len(stripped), number)
            return True
        return False

    def _employer(self, draft: _Draft, number: int, piece: Span, text: str) -> bool:
        """Take a line in capitals words below name and title for the organisation, where no word tells."""
        if self.exact or "organization" in draft.parts or "title" not in draft.parts or any(key in draft.parts for key in ("phone", "website", "seal")):
            return False
        words = text.strip().split()
        if not 1 <= len(words) <= 5 or not all(word[0].isupper() or word[0].isdigit() or word.lower() in ("of", "and", "the", "&", "de", "y", "for") for word in words) or re.search(r"[\"*:@!?.]", text):
            return False
        draft.parts["organization"] = self._part(piece.start, piece.end, number)
        return True


def reads_as_signature(text: str, lang: Language, organization: str) -> bool:
    """Say whether a whole text is nothing but a signature: short lines, a name first, and elements of the format."""
    lines = [line for line in lines_of(fold(text)) if not line.blank]
    if not 2 <= len(lines) <= MAX_LINES or any(len(line.text) > 90 for line in lines):
        return False
    low = lower(fold(text))
    if lang.pattern("absence", "cue").search(low) and lang.pattern("kinds", "away").search(low):
        return False
    found = read_signature(text, lang, organization=organization, blanks=[], whole=True)
    return found is not None and found.name is not None and sum(found.part(element) is not None for element in ELEMENTS) >= 3
