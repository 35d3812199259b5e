"""A signature on the last line of a text: after a closing or a dash, or with its lines run together."""

from __future__ import annotations

import re

from replylint.facts.layout import Line
from replylint.facts.matching import last_match
from replylint.facts.name_words import is_given, is_title
from replylint.facts.numbers import phones_in, urls_in
from replylint.facts.people import names_in
from replylint.facts.signature import MAX_LINES, Part, Signature
from replylint.facts.signature_lines import SENTENCE_END, TITLE_IN_BRACKETS, LineReader
from replylint.facts.signature_pieces import COURTESY, is_company
from replylint.patterns import compiled
from replylint.tables import lower
from replylint.visible import Span

_NO_NAMES = frozenset("for to in and so very all of your you yall everyone everybody folks".split())
"""Words that follow "thank you" and begin no name."""
_LAST_TITLED = compiled(
    r"[.!?]\s+((?:Dra?|Ing|Lic|Sr|Sra|Srta|Mrs?|Ms|Mx|Prof|Arq|Rev|Fr)\.\s+[A-ZÀ-ÖØ-Þ][^.!?\d@:,]{1,40})\.?\s*$"
)
"""A last sentence that is a name with its title: "Ing. Saul Barragan"."""
_LAST_NAME = compiled(r"([A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ'-]+)(?: \[[^\[\]\n]{1,40}\])?\.?\s*")
_SIGNED_DASH = compiled(r"(?:^|[\s.!?])[-–—~]{1,2}\s?(?=(?:[^\W\d_]|\[)[^\n]{0,60}$)")

_OPENING_DASH = compiled(r"\s*[-–—~]{1,2}\s?(?=[^\W\d_])")
"""A dash that a whole signature follows on its line: `— Skip Rountree, Fleet Manager, Town of Harbor Falls, 813-555-0156`."""


def _ends_of_words(text: str) -> list[int]:
    return [match.end() for match in re.finditer(r"\S+", text)]


_TITLED_BLANK = compiled(r"([A-ZÀ-ÖØ-Þ]\w{1,12}\.?) \[[^\[\]\n]{1,40}\](?: [A-ZÀ-ÖØ-Þ][\w'-]+)?")
"""A rank with a blank for the first name, as a correction leaves it."""
_LONGEST_TITLED = 4
"""Words of a last sentence that is a name with its rank."""
_LONGEST_END = 600
"""Characters at the end of a line in which a signature is looked for: a line may be a text of a million."""


class InlineFinder:
    """Finds the signature at the end of a line."""

    def __init__(self, lines: LineReader) -> None:
        self.lines = lines
        self.text = lines.text
        self.folded = lines.folded
        self.lang = lines.lang
        self.words = lines.words
        self.blanks = lines.blanks

    def find(self, lines: list[Line]) -> Signature | None:
        """On the last line, after a closing or a dash: `Thank you, Gloria Ramsey`, `— Graciela`."""
        filled = [line for line in lines if not line.blank]
        while filled and self.lines.is_trailer(filled[-1]) and len(filled) > 1:
            filled.pop()
        below = len(filled) - 1
        while below > 0 and len(filled) - below < MAX_LINES and self.goes_below(filled[below]):
            below -= 1
        if 0 <= below < len(filled) - 1 and (found := self.over(filled[below:])):
            return found
        return self._on_line(filled[-1]) if filled else None

    def over(self, block: list[Line]) -> Signature | None:
        """Return the signature that begins behind a closing or a dash on the first of some lines: `Regards, Maria Tuohy`, `Town of Harbor Falls`."""
        found = self._on_line(block[0])
        if found is None:
            return None
        above = [Line(span.start, span.end, self.folded[span.start : span.end]) for span in found.lines]
        return self.lines.read([*above, *block[1:]])

    def follows_dash(self, block: list[Line]) -> bool:
        """Say whether a name behind a dash begins some lines of a signature: `- Wes, Print & Sign` above a title."""
        return _SIGNED_DASH.match(block[0].text) is not None and all(map(self.goes_below, block[1:]))

    def goes_below(self, line: Line) -> bool:
        """Say whether a line may stand below a name that ends a sentence's line."""
        if self.words.inline.match(line.text):
            return False  # "Regards, Maria Tuohy, Bookkeeper"
        if "\t" in self.text[line.start : line.end].strip():
            return False  # a row of a table of contacts
        return len(line.text) <= 80 and (
            self.lines.is_element(line)
            or bool(phones_in(line.text, self.lang))
            or is_company(line.text)
            or self.lines.emblem.is_alone(line.text)
        )

    def _on_line(self, line: Line) -> Signature | None:
        """Return the signature at the end of a line."""
        if len(line.text) > _LONGEST_END:
            line = Line(line.end - _LONGEST_END, line.end, line.text[-_LONGEST_END:])
        for match in reversed(list(self.words.inline.finditer(line.text))):
            rest = line.text[match.end() :]
            if self.words.goes_on.search(match.group()):
                continue  # "Happy holidays from all of us in Facilities"
            if self.words.closes(lower(line.text[match.start() :].lstrip(" .!?)…,-"))):
                continue
            if signed := self._signed(line, match.end(), rest) or self._squashed(line.start + match.end(), line.end):
                return signed
        if (opening := _OPENING_DASH.match(line.text)) and (
            found := self._squashed(line.start + opening.end(), line.end)
        ):
            return found
        dash = last_match(_SIGNED_DASH, line.text)
        if dash and not re.search(r"[\d@]", line.text[dash.end() :]):
            return self._signed(line, dash.end(), line.text[dash.end() :])
        ends = [match.end() for match in SENTENCE_END.finditer(line.text)]
        own = self.lines.own_organization(line.text)
        start = max((end for end in ends if own and end <= own.start), default=0)
        if own and start and (found := self._squashed(line.start + start, line.end)):
            return found
        last = line.text[ends[-1] :] if ends else line.text
        if "|" in last and any(self.lines.is_organization(piece) for piece in last.split("|")):
            return self.lines.read([Line(line.end - len(last), line.end, last)])
        if titled := _LAST_TITLED.search(line.text):
            names = names_in(self.folded, line.start + titled.start(1), line.end, code=self.lang.code)
            if (
                names
                and names[0].title
                and names[0].complete
                and not self.folded[names[0].span.end : line.end].strip(" .")
            ):
                return self._signed(line, titled.start(1), titled.group(1))
        if ends and (name := _LAST_NAME.fullmatch(last)) and is_given(name.group(1)):
            return self._signed(line, ends[-1], last)
        if ends and self._is_titled_name(line.end - len(last), line.end):
            return self._signed(line, ends[-1], last)
        stripped = line.text.strip().strip("/").strip()
        tail = re.search(r"(?:^|[.!?]\s+|,\s+)(?:ta|thx|cheers|thanks)?[.,]?\s*([^\W\d_][\w'-]+)\.?$", stripped)
        if tail and tail.group(0).lower().startswith(
            (". ta", "! ta", ", thanks", ". thanks", ", thx", ". cheers", "ta.")
        ):
            start = line.text.rfind(tail.group(1))
            return self._signed(line, start, line.text[start:])
        return None

    def _is_titled_name(self, start: int, end: int) -> bool:
        """Return True if a stretch is a person's name with a rank or title, and nothing else: `Sgt Cole`."""
        text = self.folded[start:end].strip(" .")
        if (blank := _TITLED_BLANK.fullmatch(text)) and is_title(blank[1]):
            return True
        if len(text.split()) > _LONGEST_TITLED or any(map(str.isdigit, text)):
            return False
        names = names_in(self.folded, start, end, code=self.lang.code)
        if len(names) != 1 or not names[0].title or names[0].possessive:
            return False
        return f"{names[0].title} {names[0].text}".replace(".", "") == text.replace(".", "")

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
        if blank is not None and blank.fact == "date":
            return None  # "8/4 - TBD"
        if blank is not None:
            signed = Signature(
                Span(start, blank.span.end),
                name=Part(blank.text, blank.span, 0, blank),
                inline=True,
                lines=(Span(start, blank.span.end),),
            )
            titled = TITLE_IN_BRACKETS.fullmatch(stripped)
            if titled is None or not self.lines.job_words(titled[2]):
                return signed
            title = self.lines.part(start + titled.start(2), start + titled.end(2), 0)
            return signed._replace(span=Span(start, end), title=title, lines=(Span(start, end),))
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
                title=None if name.title.strip(".").lower() in COURTESY else self.lines.rank(name, 0),
                inline=True,
                lines=(Span(start, end),),
            )
        name_like = re.fullmatch(r"[^\W\d_][\w'-]*(?: [^\W\d_][\w'-]*)?", stripped) and (
            stripped.islower() or len(stripped.split()) == 1
        )
        if titled := TITLE_IN_BRACKETS.fullmatch(stripped):
            beside = Line(start + titled.start(2), start + titled.end(2), titled.group(2))
            found = self._signed(line, offset, rest[: rest.find("(")]) if self.lines.has_title(beside) else None
            if found is not None:
                return found._replace(span=Span(start, end), title=self.lines.part(beside.start, beside.end, 0))
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
