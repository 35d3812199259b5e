"""Where a signature begins: after `-- `, after a closing, as a block of short lines, or on the last line."""

from __future__ import annotations

import re
from itertools import pairwise, takewhile

from replylint.facts.blanks import Blank
from replylint.facts.languages import Language
from replylint.facts.layout import Line, lines_of, unwrapped_lines
from replylint.facts.name_words import is_given
from replylint.facts.numbers import emails_in, phones_in, urls_in
from replylint.facts.people import Name, names_in
from replylint.facts.signature import ELEMENTS, MAX_LINES, Signature
from replylint.facts.signature_inline import InlineFinder
from replylint.facts.signature_lines import SENTENCE_END, LineReader, is_short, pieces_of
from replylint.facts.signature_pieces import WORD, is_company, names_two
from replylint.facts.signature_words import signature_words
from replylint.model import Settings
from replylint.patterns import compiled
from replylint.tables import fold, lower
from replylint.visible import Span

_MOST_SET_OFF = 4
_MOST_ABOVE_NAME, _LONGEST_LINE_ABOVE_NAME = 3, 60
"""Lines of a signature that may stand above its name, and characters of each."""
_LONGEST_ABOVE_NAME = 3
"""Words of a line that may stand above the name of a signature: the seal, a department."""
_MOST_BESIDE_BLANK = 40
"""Characters beside a blank in a line that is a name: a title, a last name, a badge."""
_BADGE = compiled(r"\A,? ?(?:#|no\.? ?|badge ?#? ?|id ?#? ?)\d{1,6}\b", re.IGNORECASE)
"""The number of a badge behind a name: `Det. Kimberly Straughn #318`."""
_UNKNOWN_CLOSING = compiled(r"\n\s*\n[^\n.!?:]{3,30},\s*\Z")
"""A short line by itself that ends with a comma, as closings of any language do: `Le gach dea-ghuí,`."""
_ANY_END = compiled(r"[.!?]\s+\S")
_SENTENCE_MARKS = (". ", "! ", "? ", "\n")
_DELIMITER = compiled(r"^-- ?$")
_LONGEST_OF_A_FIRM = 4
"""Lines of a block that a firm signs: what a job is called, the firm, its address."""
_SMALL_NAME = 2
"""Words of a name in small letters."""
_TELLING = 2
"""Lines that only a signature has, from which paragraphs are one."""
_MOST_NUMBERS = 2
"""Lines with numbers below a name: the office's and a mobile one."""
_DIGITS = compiled(r"\d")
_ENDS = (".", "!", "?", ":", ",")
_LABELLED = compiled(r":(?!//)")
_LEAST_PIECES = 4
"""Pieces of a single line that is a whole signature: `Name | Title | City | Phone`."""


def read_signature(
    text: str, lang: Language, settings: Settings, blanks: list[Blank], *, whole: bool
) -> Signature | None:
    """Return the signature at the end of a text, or None if nobody signs.

    `settings` say how the organization writes itself. `whole` says that the text is nothing but a signature.
    """
    folded = fold(text)
    words = signature_words()
    reader = LineReader(text, folded, lang, words, settings, blanks)
    inline = InlineFinder(reader)
    finder = _Finder(reader, inline)
    lines = unwrapped_lines(folded)
    if whole:
        return reader.read(
            [line for line in lines_of(folded) if not line.blank and not _DELIMITER.match(line.text)], whole=True
        )
    for find in (finder.after_delimiter, finder.after_closing, finder.trailing_block, inline.find):
        if found := find(lines):
            return found
    return None


def reads_as_signature(text: str, lang: Language, settings: Settings, blanks: list[Blank]) -> bool:
    """Say whether a whole text is nothing but a signature: short lines, a name first, and elements of the format."""
    lines = [line for line in lines_of(fold(text)) if not line.blank]
    if not 1 <= len(lines) <= MAX_LINES or not all(is_short(line, 90) for line in lines):
        return False
    if len(lines) == 1 and len(pieces_of(lines[0])) < _LEAST_PIECES:
        return False
    low = lower(fold(text))
    if lang.pattern("absence", "cue").search(low) and lang.pattern("kinds", "away").search(low):
        return False
    if lang.pattern("kinds", "fragment").search(lower(lines[0].text.strip())):
        return False
    found = read_signature(text, lang, settings, blanks, whole=True)
    if found is None or found.name is None:
        return False
    above = (part.text for part in found.extra if part.span < found.name.span)
    if any(len(words.split()) > _LONGEST_ABOVE_NAME for words in above):
        return False  # a message, however short, and its signature
    elements = [part for name in ("phone", "website") if (part := found.part(name))]
    first = min((part.span.start for part in elements), default=len(text))
    if any(_is_prose(line.text) or _DATE.search(line.text) for line in lines if line.end <= first):
        return False
    return sum(found.part(element) is not None for element in ELEMENTS) >= 3


_DATE = compiled(r"(?<![\d-])(?:\d{4}-\d\d?-\d\d?|\d\d?/\d\d?/\d{2,4})(?![\d-])")
_SENTENCE = compiled(r"\S+(?:\s+\S+){2,}[.!?]['\")]*\s*\Z")
_SHORT_FORM = compiled(r"(?:\b[A-ZÀ-ÖØ-Þ][\w.]{0,4}|\b[ai]nc)\.\s*\Z")
"""An abbreviation at the end of a line: `Dept.`, `Ph.D.`, `Inc.`."""


def _is_prose(line: str) -> bool:
    """Return True if a line is a sentence of three words or more, not a quotation."""
    stripped = line.strip()
    if stripped[:1] in "\"'“‘*~" or _SHORT_FORM.search(stripped):
        return False
    return _SENTENCE.match(stripped) is not None


def _has_table(lines: list[Line], text: str, lang: Language) -> bool:
    """Return True if two lines are rows of a table, as a list of contacts is; a signature has one such line at most."""
    label = signature_words().label
    rows = [text[line.start : line.end] for line in lines]
    wide = sum(row.count("|") >= _BARS or row.count("\t") >= _BARS for row in rows)
    reached = sum(
        "\t" in row.strip() and label.match(row.partition("\t")[0] + ":") is None and bool(phones_in(row, lang))
        for row in rows
    )
    return wide > 1 or reached > 1


_BARS = 2
"""Bars or tabs of a row with three cells."""


class _Finder:
    """Finds the signature of one text."""

    def __init__(self, lines: LineReader, inline: InlineFinder) -> None:
        self.lines = lines
        self.inline = inline
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
            if not self.words.closes(lower(filled[number].text)):
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
            nameless = self.lines.is_organization(block[0].text) and self._is_a_firms(block)
            return self.lines.read(block, closing=closing, nameless=nameless)
        return None

    def _looks_signed(self, block: list[Line]) -> bool:
        return len(block[0].text) < 60 and self._may_sign(block[0])

    def _may_sign(self, line: Line) -> bool:
        """Say whether the first line below a closing could be a signature's: a name or a blank, not a sentence."""
        stripped = line.text.strip()
        if any(blank.span.start < line.end and line.start < blank.span.end for blank in self.blanks):
            return True
        cells = line._replace(text=self.text[line.start : line.end])  # tabs divide the cells of a table's row
        return is_short(cells, 90) and (not stripped.endswith((".", "!", "?")) or len(stripped.split()) <= 3)

    def trailing_block(self, lines: list[Line]) -> Signature | None:
        """A block of short lines at the end whose first line is a person's name."""
        end = len(lines)
        while end and (lines[end - 1].blank or self.lines.is_trailer(lines[end - 1])):
            end -= 1
        if (spaced := self._spaced_block(lines[:end])) is not None:
            return self.lines.read([line for line in lines[lines.index(spaced) :] if not line.blank])
        for start in self._block_starts(lines, end):
            block = [line for line in lines[start:end] if not line.blank]
            if not block or len(block) > MAX_LINES or start == 0:
                continue
            above = [] if lines[start - 1].blank else [lines[start - 1]]
            if not all(is_short(line, 80) for line in block) or _has_table([*above, *block], self.text, self.lang):
                continue
            behind = self.words.inline.match(block[0].text) or self.inline.follows_dash(block)
            if len(block) > 1 and behind and (found := self.inline.over(block)):
                return found
            of_a_firm = self._is_of_a_firm(block)
            if of_a_firm and self.lines.is_organization(block[0].text):
                return self.lines.read(block, nameless=True)
            if self._opens_signature(block):
                start -= self._count_above_name(lines[:start])
                return self.lines.read([line for line in lines[start:] if not line.blank])
            if of_a_firm:
                return self.lines.read(block, nameless=True)
            if self._is_unmistakable(block):
                return self.lines.read(block)
        return None

    def _is_unmistakable(self, block: list[Line]) -> bool:
        """Return True if a block has the organization, a telephone and the website, each on a line of its own, whoever signs."""
        found = [
            any(self.lines.is_own_organization(line.text) for line in block),
            any(phones_in(line.text, self.lang) for line in block),
            any(urls_in(line.text) for line in block),
        ]
        return len(block) > len(found) and all(found) and not any(_is_prose(line.text) for line in block)

    def _count_above_name(self, lines: list[Line]) -> int:
        """Return how many of the last lines belong to the signature whose name is below them: organization, website, job title."""
        above = list(takewhile(lambda line: not line.blank, reversed(lines)))
        if len(above) > _MOST_ABOVE_NAME or not all(is_short(line, _LONGEST_LINE_ABOVE_NAME) for line in above):
            return 0
        ours = any(self.lines.is_own_organization(line.text) or urls_in(line.text) for line in above)
        said = any(line.text.rstrip().endswith(_ENDS) for line in above)
        return len(above) if ours and not said and len(above) < len(lines) else 0

    def _spaced_block(self, lines: list[Line]) -> Line | None:
        """Return the name's line of a signature whose lines are paragraphs each, or None if the text ends otherwise."""
        filled = [number for number, line in enumerate(lines) if not line.blank]
        below: list[Line] = []
        for place in range(len(filled) - 1, 0, -1):
            line = lines[filled[place]]
            if (
                len(below) >= MAX_LINES
                or not is_short(line, 80)
                or _is_prose(line.text)
                or line.text.rstrip()[-1:] in ":?"
            ):
                return None
            gap = filled[place] - filled[place - 1] > 1
            if below and gap and self._is_name(line, below) and self._is_signed_apart(line, below):
                return line
            below.insert(0, line)
        return None

    def _is_name(self, line: Line, below: list[Line]) -> bool:
        words = line.text.split(",")[0].split()
        given = len(words) > 1 and is_given(words[0]) and not self.lines.job_words(line.text.split(",")[0])
        if self.lines.is_organization(line.text) or phones_in(line.text, self.lang):
            return False
        small = given and line.text.islower() and len(words) == _SMALL_NAME and not self.lines.names_part(line.text)
        full = self.lines.full_name(line) is not None
        return full or small or bool(self.lines.named_like_a_job(line.text.strip(), below[:1]))

    def _is_signed_apart(self, line: Line, below: list[Line]) -> bool:
        """Return True if the lines below a name are those of its owner's signature, and some are paragraphs by themselves."""
        edges = [line, *below]
        if not any("\n\n" in self.folded[one.end : other.start].replace(" ", "") for one, other in pairwise(edges)):
            return False
        above = self.folded[: line.start].rstrip()
        if above.endswith((":", ",")) or any(self._is_name(other, below[1:]) for other in below):
            return False
        telling = sum(
            self.lines.is_own_organization(other.text) or self.lines.has_title(other) or bool(urls_in(other.text))
            for other in below
        )
        return (
            telling >= _TELLING or (telling > 0 and self._offers_another(above)) or self._is_reached_below(line, below)
        )

    def _offers_another(self, above: str) -> bool:
        """Return True if the message names a number or an address above, so that the last lines need not be those of a contact."""
        return bool(phones_in(above, self.lang) or emails_in(above))

    def _is_reached_below(self, line: Line, below: list[Line]) -> bool:
        """Return True if a name that the message does not mention has nothing but a number below it, and others can be reached."""
        above = self.folded[: line.start].rstrip()
        name = self.lines.full_name(line)
        named = name is not None and name.text in above
        numbered = all(phones_in(other.text, self.lang) for other in below) and len(below) <= _MOST_NUMBERS
        return numbered and not named and above.endswith((".", "!")) and self._offers_another(above)

    def _block_starts(self, lines: list[Line], end: int) -> list[int]:
        """Return where blocks set off by blank lines begin, last first; then single lines at the very end."""
        starts = [number for number in range(1, end) if lines[number - 1].blank and not lines[number].blank]
        tight = [
            number for number in range(max(1, end - 8), end) if not lines[number].blank and not lines[number - 1].blank
        ]
        return sorted(starts, reverse=True)[:MAX_LINES] + tight

    def _opens_signature(self, block: list[Line]) -> bool:
        first = block[0].text.strip()
        if first.startswith(("//", "--")):
            first = first.strip("/- ")
        if first.endswith((":", "?")) or re.match(r"[•*\d-]", first):
            return False
        if self._has_blank_name(block[0]):
            if len(block) == 1:
                return self.lines.is_blank(block[0], "name") or self.lines.is_blank(block[0], "signature")
            return any(self.lines.is_element(line) for line in block[1:])
        if names_two(first):
            return True
        if is_given(first.strip(" .-")) and len(block) > 1 and self.lines.is_element(block[1]):
            return True  # a first name, in lowercase too, above a job title
        if len(block) > 1 and self.lines.named_like_a_job(first, block[1:2]):
            return True
        name = self._name_alone(block[0])
        if name is None and first.endswith(","):
            return False  # a closing, whatever its words
        if name is None:
            return self._is_nameless(block) or (len(block) == 1 and self._is_lone_word(block[0]))
        if len(block) == 1:
            before = self.folded[: block[0].start].rstrip()
            alone = (
                self.folded[: block[0].start].rstrip(" ").endswith("\n\n")
                or len(name.words) > 1
                or before.endswith((".", "!", "?"))
                or (is_given(first) and not self.folded[block[0].end :].strip())
            )
            return (
                name.complete
                or bool(name.title)
                or self.lines.has_title(block[0])
                or (alone and name.text.strip(" .-") == self.lines.without_trimmings(first).strip(" .-"))
            )
        rest = block[1:]
        if len(block[0].text.split("|")) > 2:
            return True
        if (
            phones_in(rest[0].text, self.lang)
            and not emails_in(rest[0].text)
            and len(rest) <= 2
            and not self.lines.is_organization(" ".join(line.text for line in rest))
            and not self.lines.has_title(block[0])
        ):
            return self._is_first_name_and_number(block) or self._is_full_name_and_number(
                block
            )  # else a contact written as a list: name, number
        if (
            emails_in(rest[0].text)
            and len(rest) <= 2
            and not any(self.lines.is_organization(line.text) for line in rest)
        ):
            return False
        if len(rest) >= 2 and name.complete and phones_in(rest[-1].text, self.lang) and self._are_capitals(rest[:-1]):
            return True  # name, employer, number
        return (
            any(
                self.lines.has_title(line) or self.lines.is_organization(line.text) or urls_in(line.text)
                for line in block
            )
            or (len(block) == 2 and len(rest[0].text.split()) <= 6 and not rest[0].text.rstrip().endswith("."))
            or self._is_set_off(block)
        )

    def _is_set_off(self, block: list[Line]) -> bool:
        """Return True if three or four short lines at the very end, a name first, are how somebody signs: "Rick", "Parks", "fax 813-555-0199"."""
        short = all(is_short(line, _LONGEST_LINE_ABOVE_NAME) and not _is_prose(line.text) for line in block)
        return 3 <= len(block) <= _MOST_SET_OFF and short and self._calls_nobody_before(block[0])

    def _is_first_name_and_number(self, block: list[Line]) -> bool:
        """Say whether two lines at the very end are how somebody signs: nobody was to be called whose number they could be."""
        return len(block) == 2 and is_given(block[0].text.strip(" .-")) and self._calls_nobody_before(block[0])

    def _calls_nobody_before(self, line: Line) -> bool:
        """Return True if a line is set off from a text that ends its last sentence without sending people to somebody who could follow."""
        before = self.folded[: line.start].rstrip(" ")
        if not before.endswith("\n\n"):
            return False
        above = before.rstrip()
        last = lower(above[max(map(above[:-1].rfind, _SENTENCE_MARKS)) + 1 :])
        promised = self.lang.pattern("promise", "yes").search(last)
        called = self.lang.pattern("contacts", "verb").search(last) and not promised
        words = WORD.findall(last)
        named = any(map(is_given, words)) and lower(WORD.findall(line.text)[0]) not in words  # somebody else is called
        reached = bool(phones_in(last, self.lang) or emails_in(last))
        return not last.endswith((":", ",")) and (not called or named or reached)

    def _is_full_name_and_number(self, block: list[Line]) -> bool:
        """Return True if a block set off from the text is a full name above its owner's number, not a contact's card."""
        set_off = self.folded[: block[0].start].rstrip(" ").endswith("\n\n")
        return set_off and self._is_name(block[0], block[1:]) and self._is_reached_below(block[0], block[1:])

    def _is_lone_word(self, line: Line) -> bool:
        """Say whether a line is one capitalised word below a full sentence or a closing: a first name, be it an everyday word too."""
        before = self.folded[: line.start].rstrip(" ")
        word = line.text.strip(" .-")
        if is_given(word) and before.endswith("\n") and not self.folded[line.end :].strip():
            return True  # a first name at the very end, in small letters too
        return (
            re.fullmatch(r"[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]{2,14}", line.text.strip()) is not None
            and (
                (before.endswith("\n\n") and not before.rstrip()[-1:].isalnum() and before.rstrip()[-1:] not in ",:")
                or _UNKNOWN_CLOSING.search(before) is not None
            )
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

    def _is_of_a_firm(self, block: list[Line]) -> bool:
        """Say whether a block set off from the text is signed by nobody but a firm."""
        before = self.folded[: block[0].start].rstrip(" ")
        return before.endswith("\n\n") and not before.rstrip().endswith(":") and self._is_a_firms(block)

    def _is_a_firms(self, block: list[Line]) -> bool:
        """Say whether the lines are a firm's: its name, with a department above and where it is found below."""
        if len(block) > _LONGEST_OF_A_FIRM or self.words.inline.match(block[0].text):
            return False
        if any(
            (line.text.rstrip().endswith(_ENDS) and not is_company(line.text)) or _LABELLED.search(line.text)
            for line in block
        ):
            return False
        firm = int(len(block) > 1 and not self._is_firm(block[0]) and not self._names_somebody(block[0]))
        reach = block[firm + 1 :]
        return (
            self._are_capitals(block[: firm + 1])
            and self._is_firm(block[firm])
            and not self._names_somebody(block[firm])
            and not any(phones_in(line.text, self.lang) for line in block[: firm + 1])
            and all(_DIGITS.search(line.text) or urls_in(line.text) for line in reach)
        )

    def _names_somebody(self, line: Line) -> bool:
        """Say whether a line has a person's name: it begins with a first name, or is cut in pieces as name and job are."""
        words = WORD.findall(line.text)
        if is_company(line.text) and not (words and is_given(words[0]) and "," in line.text):
            return False
        if len(pieces_of(line)) > 1 or not words or is_given(words[0]):
            return True
        return not self.lines.is_organization(line.text) and any(map(is_given, words))

    def _is_firm(self, line: Line) -> bool:
        return self.lines.is_organization(line.text) or self.lines.is_proper(line.text) or is_company(line.text)

    def _name_alone(self, line: Line) -> Name | None:
        """Return the name that a line consists of, with title, credentials, pronouns or a job title after a comma."""
        text = self.lines.without_trimmings(line.text)
        if name_as_said := self.lines.last_first(text.strip()):
            return Name(Span(line.start, line.end), name_as_said)
        names = names_in(
            self.folded[: line.start] + text + self.folded[line.end :],
            line.start,
            line.end,
            code=self.lang.code,
            signs=True,
        )
        if not names:
            return None
        name = names[0]
        before = text[: name.span.start - line.start]
        if before.replace(name.title, "").strip(" -—–~*_.(/"):
            return None
        after = _BADGE.sub("", text[name.span.end - line.start :]).strip("®™~*_= \t")
        if not after or after[0] in ",|-–(•·/":
            beside = Line(0, len(after), after)
            end = SENTENCE_END if len(pieces_of(beside)) > 1 else _ANY_END
            return name if is_short(beside, 70) and not end.search(after) else None
        return None
