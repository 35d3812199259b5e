"""Lines and sentences of a text, with hard-wrapped lines read on and abbreviations not taken for ends."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from replylint.facts import languages
from replylint.facts.languages import Language
from replylint.patterns import compiled
from replylint.tables import fold, lower

_LONGEST = 1_500
"""Characters of a sentence; the longest of the labelled messages has 420."""
_REMEMBERED = 256
"""Sentences whose words are kept: each is asked about several times in a row."""
_WRAPPED_FROM = 64
"""A line that could not have held the next word within this many characters was wrapped, not ended."""
_WIDEST = 100
"""Characters of a line that a mail program wrapped, at most; a longer one ends where its writer ended it."""

_LONGEST_PARAGRAPH = 4_000
"""Characters after which wrapped lines are no longer joined, so that reading takes bounded time."""

_END = compiled(r"[.!?…;/](?:(?<=[.!?…])[.!?…]*[\"')\]*]*(?=\s|$)|(?<=;)\s(?=[^\s])|(?<=\s/)\s)")
"""It begins with one set of characters because the search for such a pattern is many times faster; so do others below `facts`."""
_WORD = compiled(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_HEADED = compiled(r"\s*(?:\(?[a-z0-9][.)]\s+)?[A-ZÀ-Þa-z][\w /&,'’#-]{1,40}(?:\([^()\n]{1,30}\))?:\s")
"""How a line of a list by topic begins: `Line checks: …`."""
_WORD_AT_END = compiled(r"[^\W\d_](?:[^\W\d_]|\.)*\Z|\.+\Z")
_LONGEST_ABBREVIATION = 12
_INITIALS = compiled(r"[^\W\d_](?:\.[^\W\d_])*")
_NEXT = compiled(r"\s*(\S)")
_ABBREVIATIONS = frozenset(
    [
        "w.e.f",
        "mr",
        "mrs",
        "ms",
        "mx",
        "dr",
        "dra",
        "st",
        "jr",
        "prof",
        "rev",
        "fr",
        "gen",
        "col",
        "maj",
        "capt",
        "cpt",
        "lt",
        "sgt",
        "cpl",
        "det",
        "ofc",
        "no",
        "nos",
        "ext",
        "tel",
        "approx",
        "dept",
        "ave",
        "rd",
        "blvd",
        "ln",
        "ste",
        "apt",
        "e.g",
        "i.e",
        "vs",
        "lic",
        "ing",
        "sra",
        "srta",
        "arq",
        "mtro",
        "mtra",
        "ma",
        "esq",
        "ret",
        "hon",
        "gov",
        "sen",
        "rep",
        "p.o",
        "u.s",
        "attn",
        "incl",
        "núm",
        "num",
        "pág",
        "av",
        "d",
        "dña",
        "cf",
        "op",
        "gob",
        "a/c",
        "ft",
        "mt",
    ]
)
_DATE_ABBREVIATIONS = frozenset(
    [
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "mon",
        "tue",
        "tues",
        "wed",
        "weds",
        "thu",
        "thur",
        "thurs",
        "fri",
        "sat",
        "sun",
        "ene",
        "abr",
        "ago",
        "dic",
        "lun",
        "vie",
        "mié",
        "jue",
        "sáb",
        "dom",
    ]
)
_CLOCK = frozenset(["a.m", "p.m", "am", "pm"])
_DAY_BEHIND = compiled(r"\s+([^\W\d_]{3,12})")


@cache
def _day_names() -> frozenset[str]:
    """Return the names of weekdays and months, without a plural's s: "until 1 p.m. Monday" goes on."""
    dates = [languages.language(code)["dates"] for code in languages.CODES]
    names = (name for each in dates for names in (*each["months"], *each["weekdays"]) for name in names)
    return frozenset(name.removesuffix("s?").rstrip("s") for name in names if "[" not in name)


class Sentence(NamedTuple):
    """A sentence, or a line that stands by itself. `lowered` is its folded text in lower case, of the same length."""

    start: int
    end: int
    lowered: str
    language: Language
    block: int
    """Number of the block of lines, set off by blank lines, that it is in."""
    line: int
    """Number of the unwrapped line it is in."""


@lru_cache(maxsize=_REMEMBERED)
def words_of(lowered: str) -> frozenset[str]:
    """Return the words of a sentence in lower case, each once."""
    return frozenset(_WORD.findall(lowered))


class Line(NamedTuple):
    """A line as it stands, without its line end."""

    start: int
    end: int
    text: str

    @property
    def blank(self) -> bool:
        """Whether nothing is on it."""
        return not self.text.strip()


def lines_of(text: str) -> list[Line]:
    """Return the lines of a text."""
    found, at = [], 0
    for piece in text.split("\n"):
        found.append(Line(at, at + len(piece), piece))
        at += len(piece) + 1
    return found


def unwrapped_lines(text: str) -> list[Line]:
    """Return the lines of a folded text, with wrapped sentences joined: a signature does not begin in the middle of one."""
    found: list[Line] = []
    last: Line | None = None
    for line in lines_of(text):
        if (
            last is not None
            and not last.blank
            and not line.blank
            and last.text.count(" ") >= _PROSE
            and "|" not in last.text
            and not last.text.rstrip().endswith((".", "!", "?", ":"))
            and _wraps(last, line)
        ):
            start = found.pop().start
            found.append(Line(start, line.end, text[start : line.end].replace("\n", " ")))
        else:
            found.append(line)
        last = line
    return found


_PROSE = 5
"""Spaces of a line that is part of a sentence; the lines of a signature have fewer words."""


def sentences_of(text: str, start: int, end: int, main: Language) -> list[Sentence]:
    """Return the sentences of `text` from `start`, which begins a line, to `end`.

    Each is in the main language, unless another language has a good share of the text and of the sentence.
    """
    folded = fold(text[start:end])
    flows = _flows(folded)
    folded = _joined(folded, flows)
    lowered = lower(folded)
    mixed = _is_mixed(lowered, main)
    found: list[Sentence] = []
    for block, line, low, stop in flows:
        at = low
        for cut in _capped(folded, low, [*_ends(folded, lowered, low, stop), stop]):
            part = lowered[at:cut].lstrip()
            low = start + cut - len(part)
            if part := part.rstrip():
                before = found[-1].language if found and found[-1].block == block else main
                language = _language_of(part, main, before) if mixed else main
                found.append(Sentence(low, low + len(part), part, language, block, line))
            at = cut
    return found


def _capped(text: str, start: int, cuts: list[int]) -> Iterator[int]:
    """Yield where sentences end, those that no person writes cut at white space, so that each is read in bounded time."""
    for cut in cuts:
        while cut - start > _LONGEST:
            space = text.rfind(" ", start + 1, start + _LONGEST)
            start = space if space > start else start + _LONGEST
            yield start
        yield cut
        start = cut


def _is_mixed(lowered: str, main: Language) -> bool:
    counts = languages.shares(lowered)
    others = sum(count for code, count in counts.items() if code != main.code)
    return others >= 2 and others * 4 >= counts[main.code]


def _language_of(sentence: str, main: Language, before: Language) -> Language:
    """Return the language of a sentence: that of the sentence `before` it in its block if no word tells."""
    counts = languages.shares(sentence)
    best = max(counts.values())
    if best == 0:
        return before
    if counts[main.code] == best:
        return main
    return languages.language(next(code for code, count in counts.items() if count == best))


_Flow = tuple[int, int, int, int]


def _flows(text: str) -> list[_Flow]:
    """Return (block, line number, start, end) of each unwrapped line."""
    flows: list[_Flow] = []
    block = 0
    open_start: int | None = None
    previous: Line | None = None
    for line in lines_of(text):
        if line.blank:
            if open_start is not None and previous is not None:
                flows.append((block, len(flows), open_start, previous.end))
                open_start = None
            block += 1
        elif open_start is None or previous is None:
            open_start = line.start
        elif line.start - open_start > _LONGEST_PARAGRAPH or not _wraps(previous, line):
            flows.append((block, len(flows), open_start, previous.end))
            open_start = line.start
        previous = line
    if open_start is not None and previous is not None:
        flows.append((block, len(flows), open_start, previous.end))
    return flows


def unwrapped(text: str) -> str:
    """Return a folded text with a space where a hard-wrapped line goes on in the next; same length.

    What is read in a sentence, a name or a telephone number, need not know then where mail programs break lines
    (RFC 5322, 2.1.1, asks for 78 characters at most).
    """
    return _joined(text, _flows(text))


def _joined(text: str, flows: list[_Flow]) -> str:
    pieces, at = [], 0
    for _block, _line, start, end in flows:
        if text.find("\n", start, end) >= 0:
            pieces += [text[at:start], text[start:end].replace("\n", " ")]
            at = end
    return "".join([*pieces, text[at:]])


def _wraps(line: Line, following: Line) -> bool:
    first = following.text.split(maxsplit=1)[0]
    if _HEADED.match(following.text) and _HEADED.match(line.text):
        return False
    if line.text.endswith(":") or first[0] == ">" or (first[0] in "•*-|" and len(first) == 1):
        return False
    if _breaks_off(line.text.rstrip(), first):
        return True
    if len(line.text) > _WIDEST:
        return False
    room = len(line.text.rstrip()) + 1 + len(first)
    if room > _WRAPPED_FROM and not line.text.rstrip().endswith((".", "!", "?", ":")):
        return True
    return room > _WRAPPED_FROM + 4


def _breaks_off(line: str, first: str) -> bool:
    """Return True if a line breaks off in the middle of a sentence: after `at`, or between `December 18,` and `2026`."""
    words = line.split()
    if len(words) < _FEWEST_WORDS:
        return False
    return lower(words[-1]) in _OPEN_ENDED or (words[-1].endswith(",") and first[0].isdigit())


_FEWEST_WORDS = 3
"""Words from which a line is part of a sentence rather than a heading."""
_OPEN_ENDED = frozenset(
    "a an and at by call contact de desde el email en entre for from hasta in la llame my of on or please the through to "
    "until will with y your".split()
)


def _ends(folded: str, lowered: str, start: int, stop: int) -> list[int]:
    ends = []
    for match in _END.finditer(folded, start, stop):
        if match.end() >= stop:
            break
        mark = match.group()
        if mark.endswith(")") and folded[match.end() : match.end() + 2].strip()[:1].islower():
            continue
        if mark[0] != ".":
            ends.append(match.end())
            continue
        if mark.startswith(".."):
            ends.append(match.end())
            continue
        after = _NEXT.match(folded, match.end(), stop)
        following = after.group(1) if after else ""
        last = _word_before(lowered, max(start, match.start() - _LONGEST_ABBREVIATION), match.start())
        if _goes_on(last, following, folded, match.start()):
            continue
        ends.append(match.end())
    return ends


def _word_before(text: str, start: int, end: int) -> str:
    """Return the word, or the abbreviation with points in it, that ends at `end` and begins at `start` or later."""
    word = _WORD_AT_END.search(text, start, end)
    return word.group().lstrip(".").rpartition("..")[2] if word else ""


def _goes_on(word: str, following: str, folded: str, at: int) -> bool:
    """Say whether a point after `word` is no end of a sentence."""
    if word in _ABBREVIATIONS:
        return True
    if not word and following.islower() and folded[at - 1].isdigit():
        return True  # "from 02.08. to 20.08.2027"
    if word in _DATE_ABBREVIATIONS:
        return following.isdigit() or following in "-,&("
    if word in _CLOCK:
        after = _DAY_BEHIND.match(folded, at + 1)
        return (
            following.islower()
            or following.isdigit()
            or following in "-,("
            or (after is not None and lower(after.group(1)).rstrip("s") in _day_names())
        )
    if _INITIALS.fullmatch(word) and folded[at - 1].isupper():
        return True
    return following in ",;:)" or (following.islower() and len(word) <= 3 and "." in word)
