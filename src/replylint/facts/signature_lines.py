"""Which line of a signature is what."""

from __future__ import annotations

import re

from replylint.facts.blanks import SEAL
from replylint.facts.layout import Line
from replylint.facts.name_words import is_given, is_title
from replylint.facts.numbers import emails_in, phones_in, urls_in
from replylint.facts.people import names_in
from replylint.facts.signature import Part, Signature
from replylint.facts.signature_draft import Draft
from replylint.facts.signature_pieces import COURTESY, WORD, PieceReader
from replylint.facts.signature_remarks import Remark, adds_to_message, begins_postscript, remark_of
from replylint.patterns import compiled
from replylint.tables import lower
from replylint.visible import Span

_STAND_IN = compiled(
    r"^\s*(?:\[\s*(?:cid:[^\]]+|[^\]]{2,60})\s*\]|<[\w .-]{1,60}\.(?:png|jpe?g|gif|bmp)>)\s*$", re.IGNORECASE
)
_CID = compiled(r"(?i)^\s*(?:\[\s*(?:cid:|image)|<)")
_SEPARATORS = compiled(r"\s+[|•·◦▪/@]\s+|\s+[-]\s+|\t+|\s{3,}|\s*\|\s*")
SENTENCE_END = compiled(r"(?<![Ee]xt)(?<!\b[Tt]el)[.!?]\s+")
"""Where a sentence ends on a line; "ext. 12" goes on."""
_MARKS = frozenset("|•·◦▪/@-\t")
_LONGEST_TITLE = 8
"""Words of a job title with its department."""
TITLE_IN_BRACKETS = compiled(r"\s*([^()]{2,40}) \(([^()\d]{3,40})\)\s*")
"""A name and a job title behind it: `Jen Moss (PTA secretary)`."""
_LONGEST_FAREWELL = 4
"""Words of a farewell that is in no list."""
_NICKNAME = 3
"""Letters that the name by which somebody is called often has in common with the whole one: Deb, Debra-Lynn."""
_PLAIN = compiled(r"[^\W\d_][^\d|@/\[\]<>:]*")
_DECORATION = compiled(r"[\s*_~=|.,;:•·-]*")


def _may_be_cut(text: str) -> bool:
    """Say at once of most lines that they have no separator."""
    return (not _MARKS.isdisjoint(text) or "  " in text) and not _IN_BRACKETS.fullmatch(text)


_IN_BRACKETS = compiled(r"\s*\([^()]*\)\s*")


def is_short(line: Line, most: int) -> bool:
    """Say whether a line, or each of the pieces that separators cut it into, has at most so many characters."""
    return len(line.text.strip()) <= most or all(len(piece) <= most for piece in pieces_of(line))


def pieces_of(line: Line) -> list[str]:
    """Return what separators cut a line into."""
    return _SEPARATORS.split(line.text.strip())


def _may_name(line: str) -> bool:
    """Return True if a line has words and is neither a sentence nor a quotation."""
    stripped = line.strip()
    return WORD.search(line) is not None and stripped[0] not in "\"'“‘" and stripped[-1] not in ".!?:,"


class LineReader(PieceReader):
    """Reads the lines of signatures of one text."""

    def read(
        self, lines: list[Line], *, whole: bool = False, closing: Span | None = None, nameless: bool = False
    ) -> Signature | None:
        """Read the lines of a signature, given without blank ones; a `nameless` one is that of a firm."""
        self.nameless = nameless
        if whole:
            while lines and self.words.closes(lower(lines[0].text)) and len(lines) > 1:
                closing = Span(lines[0].start, lines[0].end)
                lines = lines[1:]
        lines = [line for line in lines if not self.words.closes(lower(line.text)) or (line is lines[0] and not whole)]
        if not lines:
            return Signature(Span(0, 0)) if whole else None
        if self._is_nickname(lines) or self._is_above_name(lines):
            lines = lines[1:]
        written = lines = self._without_message(lines)
        lines = [self._without_label(line) for line in lines]
        draft = Draft()
        self.exact = any(self._organization_span(line.text.lower()) for line in lines)
        for number, line in enumerate(lines):
            self.below = lines[number + 1 :]
            self._read_line(draft, number, line)
        if not whole and not draft.parts and not draft.emails:
            return None
        if draft.mobile is not None:
            if "phone" in draft.parts:
                draft.extra.append(draft.mobile[1])
            else:
                draft.number, draft.parts["phone"] = draft.mobile
                draft.only_mobile = True
        if (
            "title" not in draft.parts
            and "rank" in draft.parts
            and draft.parts["rank"].text.strip(".").lower() not in COURTESY
        ):
            draft.parts["title"] = draft.parts["rank"]
        span = Span(written[0].start, written[-1].end)
        parts = draft.parts
        for element in ("title", "organization"):
            if element in parts:
                parts[element], room = self.without_room(parts[element])
                draft.extra += [room] if room else []
        self._take_name_above_title(draft)
        self._join_title(draft)
        self._take_title_above(draft)
        draft.extra = self._with_remarks(draft)
        return Signature(
            span, parts.get("name"), parts.get("title"), parts.get("organization"), parts.get("phone"), draft.number, parts.get("malformed"), draft.only_mobile, parts.get("extension"), parts.get("website"),
            parts.get("emblem"), parts.get("seal"), tuple(draft.extra), tuple(draft.emails), closing, False, tuple(Span(line.start, line.end) for line in written),
        )  # fmt: skip

    def _read_line(self, draft: Draft, number: int, line: Line) -> None:
        if self.words.device.match(line.text):
            draft.extra.append(self.part(line.start, line.end, number))
            return
        if self._stand_in(draft, number, Span(line.start, line.end)):
            return
        if self._is_title_line(draft, number, line):
            draft.parts["title"] = self.part(line.start, line.end, number)
            return
        pieces = self._pieces(line)
        self.beside = [self.folded[piece.start : piece.end] for piece in pieces]
        rest: list[Span] = []
        for piece in pieces:
            if not self._stand_in(draft, number, piece) and not self.read_piece(draft, number, piece):
                rest.append(piece)
        rest = [piece for piece in rest if not _DECORATION.fullmatch(self.folded[piece.start : piece.end])]
        for piece in rest:
            draft.extra.append(self.part(piece.start, piece.end, number))

    def _is_nickname(self, lines: list[Line]) -> bool:
        """Return True if the first line is how the author is called, above the full name: `Dazza`, `Miss Carol`, `xo Deb :)`."""
        words = WORD.findall(lines[0].text)
        while words and (is_title(words[0]) or words[0].islower()) and len(words) > 1:
            words = words[1:]
        if len(lines) < 2 or len(words) != 1 or any(map(str.isdigit, lines[0].text)):
            return False
        below = lines[1]
        names = names_in(self.folded, below.start, below.end, code=self.lang.code, signs=True)
        return (
            bool(names)
            and names[0].complete
            and (is_given(names[0].words[0]) or lower(names[0].words[0]).startswith(lower(words[0])[:_NICKNAME]))
            and self.folded[below.start : names[0].span.start].strip() == names[0].title
            and not self.job_words(names[0].text)
        )

    def _is_above_name(self, lines: list[Line]) -> bool:
        """Return True if the first line is a farewell of any words above a full name: `Respectfully submitted`, `Go Gators!`."""
        if len(lines) < 2 or self.full_name(lines[1]) is None or self.full_name(lines[0]) is not None:
            return False
        first = lines[0].text.strip()
        if self.is_organization(lines[1].text) or self.named_like_a_job(first, lines[1:2]):
            return False
        return (
            len(first.split()) <= _LONGEST_FAREWELL
            and (first.endswith(("!", ",")) or any(word[0].islower() for word in first.split()))
            and _PLAIN.fullmatch(first) is not None
            and not self.job_words(first)
            and not self.is_organization(first)
            and not self.names_part(first)
            and not self.emblem.is_alone(first)
        )

    def _without_label(self, line: Line) -> Line:
        """Return a line without the label of a form that it begins with: `Title: Planner` is `Planner`."""
        label = self.words.form_label.match(line.text)
        if label is None:
            return line
        return Line(line.start + label.end(), line.end, line.text[label.end() :])

    def _without_message(self, lines: list[Line]) -> list[Line]:
        """Return the lines without a paragraph below them that goes on with the message: a postscript, the other language."""
        for number in range(1, len(lines)):
            line = lines[number]
            gap = self.folded[lines[number - 1].end : line.start].count("\n") > 1
            noted = begins_postscript(line.text)
            if not (gap or noted) or not adds_to_message(line.text, self.lang):
                continue
            below = lines[number + 1 :]
            if not any(self.is_own_organization(other.text) or self.emblem.is_alone(other.text) for other in below):
                return lines[:number]
        return lines

    def _join_title(self, draft: Draft) -> None:
        """Take the rest of a job title that goes on in the next line: `Assistant to the City Manager`, `and Special Projects`."""
        title = draft.parts.get("title")
        rest = next((part for part in draft.extra if title and part.line == title.line + 1), None)
        if title is None or rest is None or title.blank is not None:
            return
        between = self.folded[title.span.end : rest.span.start]
        goes_on = self.words.joins(title.text.split()[-1]) or self.words.joins(rest.text.split()[0])
        beside = [part for part in draft.extra if part.line == rest.line and part is not rest]
        if not (goes_on or title.text.endswith(",")) or beside or between.strip() or between.count("\n") != 1:
            return
        if self.folded[rest.span.end : rest.span.end + 1] not in ("", "\n"):
            return
        draft.extra.remove(rest)
        text = " ".join(f"{title.text} {rest.text}".split())
        draft.parts["title"] = title._replace(text=text, span=Span(title.span.start, rest.span.end))

    def _take_name_above_title(self, draft: Draft) -> None:
        """Take the first line for the name if nothing else is one and a job title is right below it: `Vera Stanhope (Room 4)`."""
        first = [part for part in draft.extra if part.line == 0]
        below = [part for part in draft.extra if part.line == 1]
        if "name" in draft.parts or len(first) != 1 or len(below) != 1 or not self.job_words(below[0].text):
            return
        line = first[0]
        if any(part.line == 0 for part in draft.parts.values()) or not _may_name(line.text):
            return
        draft.extra.remove(line)
        names = names_in(self.folded, line.span.start, line.span.end, code=self.lang.code, signs=True)
        if names and names[0].complete and not self.folded[line.span.start : names[0].span.start].strip():
            draft.parts["name"] = self.part(*names[0].span, 0)
            draft.extra.append(self.part(names[0].span.end, line.span.end, 0))
        else:
            words = list(WORD.finditer(self.folded, line.span.start, line.span.end))
            draft.parts["name"] = self.part(words[0].start(), words[-1].end(), 0)
        if "title" not in draft.parts:
            draft.extra.remove(below[0])
            draft.parts["title"] = below[0]

    def _take_title_above(self, draft: Draft) -> None:
        """Take a job title that stands in a line above the name, where there is none below it."""
        name = draft.parts.get("name")
        if name is None or "title" in draft.parts or "rank" in draft.parts:
            return
        above = sorted({part.line for part in draft.extra if part.line < name.line and self.job_words(part.text)})
        if len(above) != 1:
            return
        pieces = sorted((part for part in draft.extra if part.line == above[0]), key=lambda part: part.span)
        title = self.part(pieces[0].span.start, pieces[-1].span.end, above[0])
        if all(self.job_words(part.text) for part in pieces) and len(WORD.findall(title.text)) <= _LONGEST_TITLE:
            draft.extra = [part for part in draft.extra if part.line != above[0]]
            draft.parts["title"] = title

    def _with_remarks(self, draft: Draft) -> list[Part]:
        """Return the extra lines of a draft with what each says; those that share a line are read together."""
        named = draft.parts.get("name")
        elements = [part for key, part in draft.parts.items() if key not in ("rank", "extension")]
        taken = {part.line for part in elements}
        own = draft.parts["organization"].line if "organization" in draft.parts else -1
        last = max((part.line for part in elements if part is not named), default=-1)
        found: list[Part] = []
        for part in sorted(draft.extra, key=lambda one: one.span):
            together = [part]
            if part.line not in taken:
                together = [one for one in draft.extra if one.line == part.line]
            start, end = min(one.span.start for one in together), max(one.span.end for one in together)
            remark = remark_of(self.folded[start:end], self.lang, named.text if named else "")
            line = self.folded[self.folded.rfind("\n", 0, start) + 1 :].partition("\n")[0]
            of_parts = '"' not in line and any(self.names_part(one.text) for one in together)
            if of_parts and len(together) > 1:
                found.append(part._replace(remark=Remark.PART))  # "Utility Billing - Facturación de Agua"
                continue
            if remark in (Remark.STATEMENT, Remark.ORNAMENT) and len(together) > 1:
                if not found or found[-1].line != part.line:
                    found.append(self.part(start, end, part.line)._replace(remark=remark))
                continue  # "Hours: Monday - Thursday" is one statement, a motto one ornament
            if of_parts:
                remark = Remark.PART
            elif remark is Remark.WORDS and (
                (named and (named.line < part.line < last or part.line == own)) or self.job_words(part.text)
            ):
                remark = Remark.PLACE
            found.append(part._replace(remark=remark))
        return found

    def _is_title_line(self, draft: Draft, number: int, line: Line) -> bool:
        """Say whether a line is a job title with its department: `Planner - Building Division`, `Planner II / GIS Analyst`."""
        name = draft.parts.get("name")
        return (
            name is not None
            and number == name.line + 1
            and "title" not in draft.parts
            and self.job_words(_SEPARATORS.split(line.text)[0])
            and len(WORD.findall(line.text)) <= _LONGEST_TITLE
            and "\t" not in self.text[line.start : line.end].strip()
            and _may_be_cut(line.text)
            and bool(_SEPARATORS.search(line.text))
            and not any(blank.span.start < line.end and line.start < blank.span.end for blank in self.blanks)
            and not (phones_in(line.text, self.lang) or emails_in(line.text) or urls_in(line.text))
            and self.own_organization(line.text) is None
            and not (not self.exact and any(map(self.names_a_firm, _SEPARATORS.split(line.text)[1:])))
        )

    def names_a_firm(self, piece: str) -> bool:
        """Say whether a text is the name of an organisation, by a word of one or by one of its own."""
        return self.is_organization(piece) or (self.is_proper(piece) and not self.job_words(piece))

    def _stand_in(self, draft: Draft, number: int, piece: Span) -> bool:
        """Take what stands for a picture: the emblem's name in brackets, `[cid:image001.png@…]`."""
        text = self.folded[piece.start : piece.end]
        if not ((("[" in text or "<" in text) and _STAND_IN.match(text)) or self.emblem.is_alone(text)):
            return False
        if _CID.match(text) or self.emblem.is_named(text):
            blank = next((item for item in self.blanks if item.fact == SEAL and item.span.start == piece.start), None)
            draft.parts.setdefault("seal", self.part(piece.start, piece.end, number, blank))
            return True
        if self.words.emblem.search(text):
            draft.parts.setdefault("emblem", self.part(piece.start, piece.end, number))
            return True
        return False

    def _pieces(self, line: Line) -> list[Span]:
        """Cut a line at its separators: `Name | Title | City`; commas and brackets only between name and title."""
        if (titled := TITLE_IN_BRACKETS.fullmatch(line.text)) and self.job_words(titled[2]):
            return [
                self._strip(Span(line.start + titled.start(group), line.start + titled.end(group))) for group in (1, 2)
            ]
        pieces, at = [], line.start
        for match in _SEPARATORS.finditer(line.text) if _may_be_cut(line.text) else ():
            if line.start + match.start() > at:
                pieces.append(Span(at, line.start + match.start()))
            at = line.start + match.end()
        if at < line.end:
            pieces.append(Span(at, line.end))
        pieces = [cell for piece in pieces for cell in self._cells(piece)]
        pieces = [piece for piece in pieces if self.folded[piece.start : piece.end].strip()]
        if len(pieces) > 1 and self.words.website_label.match(self.folded[slice(*pieces[0])]):
            pieces[:2] = [Span(pieces[0].start, pieces[1].end)]  # "Website / Sitio web: www.example.com"
        return [self._strip(piece) for piece in pieces]

    def _cells(self, piece: Span) -> list[Span]:
        """Cut a piece into the cells of a table; a label stays with what it labels."""
        found, at = [], piece.start
        for tab in re.finditer(r"\t+", self.text[piece.start : piece.end]):
            end = piece.start + tab.start()
            if not self.words.label.fullmatch(self.folded[at:end].strip(" :") + ":"):
                found.append(Span(at, end))
                at = piece.start + tab.end()
        return [*found, Span(at, piece.end)]

    def is_trailer(self, line: Line) -> bool:
        """Say whether a line below a signature is not its own: a device line, a disclaimer, a quotation."""
        stripped = line.text.strip()
        return (
            bool(self.words.device.match(line.text))
            or bool(self.words.disclaimer.match(line.text))
            or (stripped[:1] in "\"“'*" and len(stripped) < 120)
            or stripped.startswith("//")
        )

    def is_element(self, line: Line) -> bool:
        """Say whether a line can only be one of a signature's: organisation, website, job title or a blank for it."""
        return (
            self.is_organization(line.text)
            or bool(urls_in(line.text))
            or self.has_title(line)
            or self.is_blank(line, "title")
        )

    def is_blank(self, line: Line, fact: str) -> bool:
        """Say whether a line is nothing but a blank that stands for `fact`."""
        start, end = line.start + len(line.text) - len(line.text.lstrip()), line.start + len(line.text.rstrip())
        return any(blank.fact == fact and blank.span == Span(start, end) for blank in self.blanks)
