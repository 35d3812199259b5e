"""Where a signature begins: after `-- `, after a closing, as a block of short lines, or on the last line."""

from __future__ import annotations

import re

from replylint.facts.blanks import Blank
from replylint.facts.languages import Language
from replylint.facts.layout import Line, lines_of
from replylint.facts.matching import last_match
from replylint.facts.numbers import emails_in, phones_in, urls_in
from replylint.facts.people import Name, names_in
from replylint.facts.signature import ELEMENTS, MAX_LINES, Part, Signature
from replylint.facts.signature_lines import LineReader
from replylint.facts.signature_words import signature_words
from replylint.tables import fold, lower
from replylint.visible import Span

_LONGEST_ABOVE_NAME = 3
"""Words of a line that may stand above the name of a signature: the seal, a department."""
_MOST_BESIDE_BLANK = 40
"""Characters beside a blank in a line that is a name: a title, a last name, a badge."""
_NO_NAMES = frozenset("for to in and so very all of your you".split())
"""Words that follow "thank you" and begin no name."""
_DELIMITER = re.compile(r"^-- ?$")
_SIGNED_DASH = re.compile(r"(?:^|[\s.!?])[-–—~]{1,2}\s?(?=[^\W\d_][^\n]{0,40}$)")


def read_signature(
    text: str, lang: Language, *, organization: str, blanks: list[Blank], whole: bool
) -> Signature | None:
    """Return the signature at the end of a text, or None if nobody signs.

    `organization` is how the organisation writes itself. `whole` says that the text is nothing but a signature.
    """
    folded = fold(text)
    words = signature_words()
    reader = LineReader(text, folded, lang, words, organization, blanks)
    finder = _Finder(reader)
    lines = lines_of(folded)
    if whole:
        return reader.read([line for line in lines if not line.blank and not _DELIMITER.match(line.text)], whole=True)
    for find in (finder.after_delimiter, finder.after_closing, finder.trailing_block, finder.inline):
        if found := find(lines):
            return found
    return None


def reads_as_signature(text: str, lang: Language, organization: str, blanks: list[Blank]) -> bool:
    """Say whether a whole text is nothing but a signature: short lines, a name first, and elements of the format."""
    lines = [line for line in lines_of(fold(text)) if not line.blank]
    if not 2 <= len(lines) <= MAX_LINES or any(len(line.text) > 90 for line in lines):
        return False
    low = lower(fold(text))
    if lang.pattern("absence", "cue").search(low) and lang.pattern("kinds", "away").search(low):
        return False
    found = read_signature(text, lang, organization=organization, blanks=blanks, whole=True)
    if found is None or found.name is None:
        return False
    above = (part.text for part in found.extra if part.span < found.name.span)
    if any(len(words.split()) > _LONGEST_ABOVE_NAME for words in above):
        return False  # a message, however short, and its signature
    return sum(found.part(element) is not None for element in ELEMENTS) >= 3


def _ends_of_words(text: str) -> list[int]:
    return [match.end() for match in re.finditer(r"\S+", text)]


class _Finder:
    """Finds the signature of one text."""

    def __init__(self, lines: LineReader) -> None:
        self.lines = lines
        self.text = lines.text
        self.folded = lines.folded
        self.lang = lines.lang
        self.words = lines.words
        self.blanks = lines.blanks

    def after_delimiter(self, lines: list[Line]) -> Signature | None:
        """After the `-- ` line that mail programs put there (RFC 3676 section 4.3)."""
        at = next((number for number in range(len(lines) - 1, -1, -1) if _DELIMITER.match(lines[number].text)), None)
        if at is None or at == 0:
            return None
        block = [line for line in lines[at + 1 :] if not line.blank]
        return self.lines.read(block) if 0 < len(block) <= MAX_LINES else None

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
            return self.lines.read(block, closing=closing)
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
                return self.lines.read([line for line in lines[start:] if not line.blank])
        return None

    def _block_starts(self, lines: list[Line], end: int) -> list[int]:
        """Return where blocks set off by blank lines begin, last first; then single lines at the very end."""
        starts = [number for number in range(1, end) if lines[number - 1].blank and not lines[number].blank]
        tight = [
            number for number in range(max(1, end - 8), end) if not lines[number].blank and not lines[number - 1].blank
        ]
        return sorted(starts, reverse=True)[:MAX_LINES] + tight

    def _is_trailer(self, line: Line) -> bool:
        """Say whether a line below a signature is not its own: a device line, a disclaimer, a quotation."""
        stripped = line.text.strip()
        return (
            bool(self.words.device.match(line.text))
            or bool(self.words.disclaimer.match(line.text))
            or (stripped[:1] in "\"“'*" and len(stripped) < 120)
            or stripped.startswith("//")
        )

    def _opens_signature(self, block: list[Line]) -> bool:
        first = block[0].text.strip()
        if first.startswith(("//", "--")):
            first = first.strip("/- ")
        if first.endswith((":", "?")) or re.match(r"[•*\d-]", first):
            return False
        if self._has_blank_name(block[0]):
            if len(block) == 1:
                return self._is_blank(block[0], "name") or self._is_blank(block[0], "signature")
            return any(self._is_element(line) for line in block[1:])
        name = self._name_alone(block[0])
        if name is None:
            return self._is_nameless(block) or (len(block) == 1 and self._is_lone_word(block[0]))
        if len(block) == 1:
            before = self.folded[: block[0].start].rstrip()
            alone = (
                self.folded[: block[0].start].rstrip(" ").endswith("\n\n")
                or len(name.words) > 1
                or before.endswith((".", "!", "?"))
            )
            return (
                name.complete
                or bool(name.title)
                or self.lines.has_title(block[0])
                or (alone and name.text == first.strip(" .-"))
            )
        rest = block[1:]
        if len(block[0].text.split("|")) > 2:
            return True
        if (
            phones_in(rest[0].text, self.lang)
            and not emails_in(rest[0].text)
            and len(rest) <= 2
            and not self.lines.is_organization(" ".join(line.text for line in rest))
        ):
            return False  # a contact written as a list: name, number
        if (
            emails_in(rest[0].text)
            and len(rest) <= 2
            and not any(self.lines.is_organization(line.text) for line in rest)
        ):
            return False
        if len(rest) >= 2 and name.complete and phones_in(rest[-1].text, self.lang) and self._are_capitals(rest[:-1]):
            return True  # name, employer, number
        return any(
            self.lines.has_title(line) or self.lines.is_organization(line.text) or urls_in(line.text) for line in block
        ) or (len(block) == 2 and len(rest[0].text.split()) <= 6 and not rest[0].text.rstrip().endswith("."))

    def _is_lone_word(self, line: Line) -> bool:
        """Say whether a line is one capitalised word below a full sentence: a first name, be it an everyday word too."""
        before = self.folded[: line.start].rstrip(" ")
        return (
            re.fullmatch(r"[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]{2,14}", line.text.strip()) is not None
            and before.endswith("\n\n")
            and before.rstrip().endswith((".", "!", "?"))
            and line.text.strip().lower() not in self.lang.words("names", "not_names")
        )

    def _are_capitals(self, lines: list[Line]) -> bool:
        """Say whether every word of these lines that is longer than three letters begins with a capital."""
        words = [word for line in lines for word in re.findall(r"[^\W\d_]{4,}", line.text)]
        return bool(words) and all(word[0].isupper() for word in words)

    def _has_blank_name(self, line: Line) -> bool:
        """Say whether a line is a name that is still to be filled in, in whole or in part: `Fern [Last name]`."""
        here = [blank for blank in self.blanks if line.start <= blank.span.start and blank.span.end <= line.end]
        if not any(blank.fact in ("name", "signature") for blank in here):
            return False
        rest = len(line.text) - sum(blank.span.end - blank.span.start for blank in here)
        return rest <= _MOST_BESIDE_BLANK and not line.text.rstrip().endswith((".", ":", "?"))

    def _is_nameless(self, block: list[Line]) -> bool:
        """Say whether a block is a signature that begins with the job title: it names the organisation and two elements more."""
        own = sum(self.lines.is_own_organization(line.text) for line in block)
        reach = sum(bool(phones_in(line.text, self.lang)) or bool(urls_in(line.text)) for line in block)
        return self.lines.has_title(block[0]) and own == 1 and reach >= 1

    def _is_element(self, line: Line) -> bool:
        """Say whether a line can only be one of a signature's: organisation, website, job title or a blank for it."""
        return (
            self.lines.is_organization(line.text)
            or bool(urls_in(line.text))
            or self.lines.has_title(line)
            or self._is_blank(line, "title")
        )

    def _is_blank(self, line: Line, fact: str) -> bool:
        """Say whether a line is nothing but a blank that stands for `fact`."""
        start, end = line.start + len(line.text) - len(line.text.lstrip()), line.start + len(line.text.rstrip())
        return any(blank.fact == fact and blank.span == Span(start, end) for blank in self.blanks)

    def _name_alone(self, line: Line) -> Name | None:
        """Return the name that a line consists of, with title, credentials, pronouns or a job title after a comma."""
        text = self.words.pronouns.sub(lambda match: " " * len(match.group()), line.text)
        names = names_in(
            self.folded[: line.start] + text + self.folded[line.end :], line.start, line.end, code=self.lang.code
        )
        if not names:
            return None
        name = names[0]
        before = text[: name.span.start - line.start]
        if before.replace(name.title, "").strip(" -—–~*_.(/"):
            return None
        after = text[name.span.end - line.start :].strip().rstrip("®™ ")
        if not after or after[0] in ",|-–(•·/":
            return name if len(after) < 70 and not re.search(r"[.!?]\s+\S", after) else None
        return None

    def inline(self, lines: list[Line]) -> Signature | None:
        """On the last line, after a closing or a dash: `Thank you, Gloria Ramsey`, `— Graciela`."""
        filled = [line for line in lines if not line.blank]
        while filled and self._is_trailer(filled[-1]) and len(filled) > 1:
            filled.pop()
        below = len(filled) - 1
        while below > 0 and len(filled) - below < MAX_LINES and self._goes_below(filled[below]):
            below -= 1
        if 0 <= below < len(filled) - 1 and (found := self._on_line(filled[below])):
            above = [Line(span.start, span.end, self.folded[span.start : span.end]) for span in found.lines]
            return self.lines.read([*above, *filled[below + 1 :]])
        return self._on_line(filled[-1]) if filled else None

    def _goes_below(self, line: Line) -> bool:
        """Say whether a line may stand below a name that ends a sentence's line."""
        return len(line.text) <= 80 and (
            self._is_element(line)
            or bool(phones_in(line.text, self.lang))
            or self.words.bare_seal.match(line.text) is not None
        )

    def _on_line(self, line: Line) -> Signature | None:
        """Return the signature at the end of a line."""
        for match in reversed(list(self.words.inline.finditer(line.text))):
            rest = line.text[match.end() :]
            if self.words.closing.match(line.text[match.start() :].lstrip(" .!?)…,-")):
                continue
            if signed := self._signed(line, match.end(), rest) or self._squashed(line.start + match.end(), line.end):
                return signed
        dash = last_match(_SIGNED_DASH, line.text)
        if dash and not re.search(r"[\d@]", line.text[dash.end() :]):
            return self._signed(line, dash.end(), line.text[dash.end() :])
        ends = [match.end() for match in re.finditer(r"[.!?]\s+", line.text)]
        own = self.lines.own_organization(line.text)
        start = max((end for end in ends if own and end <= own.start), default=0)
        if own and start and (found := self._squashed(line.start + start, line.end)):
            return found
        last = line.text[ends[-1] :] if ends else line.text
        if "|" in last and any(self.lines.is_organization(piece) for piece in last.split("|")):
            return self.lines.read([Line(line.end - len(last), line.end, last)])
        stripped = line.text.strip().strip("/").strip()
        tail = re.search(r"(?:^|[.!?]\s+|,\s+)(?:ta|thx|cheers|thanks)?[.,]?\s*([^\W\d_][\w'-]+)\.?$", stripped)
        if tail and tail.group(0).lower().startswith(
            (". ta", "! ta", ", thanks", ". thanks", ", thx", ". cheers", "ta.")
        ):
            start = line.text.rfind(tail.group(1))
            return self._signed(line, start, line.text[start:])
        return None

    def _squashed(self, start: int, end: int) -> Signature | None:
        """Return a signature whose lines run on in one: name, title, organisation, phone and website."""
        text = self.folded[start:end]
        own = self.lines.own_organization(text)
        reach = [phone.span for phone in phones_in(text, self.lang)] + urls_in(text)
        if own is None or not reach or not 0 < own.start <= 90:
            return None
        names = (
            names_in(self.folded, start, start + cut, code=self.lang.code)
            for cut in _ends_of_words(text[: own.start])[1:4]
        )
        name = next((found[0] for found in names if found and found[0].complete), None)
        cuts = {0, own.start, own.end, *(span.start for span in reach)} | ({name.span.end - start} if name else set())
        places = sorted(cuts)
        lines = [
            Line(start + low, start + high, text[low:high])
            for low, high in zip(places, [*places[1:], len(text)], strict=True)
            if text[low:high].strip()
        ]
        return self.lines.read(lines)

    def _signed(self, line: Line, offset: int, rest: str) -> Signature | None:
        """Return a signature that is a name only, at the end of a line."""
        stripped = re.sub(r"\s+x{1,3}$", "", rest.strip().rstrip("."))
        if not stripped or len(stripped) > 70 or len(re.split(r"[\s|]+", stripped)) > 10:
            return None
        start = line.start + offset + len(rest) - len(rest.lstrip())
        end = start + len(stripped)
        blank = next((item for item in self.blanks if item.span.start >= start - 1 and item.span.start < end), None)
        if blank is not None:
            return Signature(
                Span(start, blank.span.end),
                name=Part(blank.text, blank.span, 0, blank),
                inline=True,
                lines=(Span(start, blank.span.end),),
            )
        names = names_in(self.folded, start, end, code=self.lang.code)
        if (
            names
            and names[0].span.end == end
            and (
                names[0].span.start == start
                or self.folded[start : names[0].span.start].strip() == names[0].title.strip()
            )
        ):
            name = names[0]
            return Signature(
                Span(start, end),
                name=Part(self.text[name.span.start : name.span.end], name.span, 0),
                title=self.lines.rank(name, 0),
                inline=True,
                lines=(Span(start, end),),
            )
        name_like = re.fullmatch(r"[^\W\d_][\w'-]*(?: [^\W\d_][\w'-]*)?", stripped) and (
            stripped.islower() or len(stripped.split()) == 1
        )
        words = {*stripped.lower().split(), stripped.lower()}
        if name_like and not words & (self.lang.words("names", "not_names") | _NO_NAMES):
            return Signature(
                Span(start, end),
                name=Part(self.text[start:end], Span(start, end), 0),
                inline=True,
                lines=(Span(start, end),),
            )
        if "|" in stripped or "," in stripped:
            found = self.lines.read([Line(start, end, stripped)])
            return found if found and found.name and found.name.span.start == start else None
        return None
