"""People's names: capitalised words that are no role, place, month or beginning of a sentence."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache
from typing import NamedTuple

from replylint.facts.day_words import misspelled_days
from replylint.facts.languages import CODES
from replylint.facts.languages.alternatives import grouped
from replylint.facts.name_words import is_given, is_institution, is_job, is_title, particles, suffixes, union
from replylint.facts.words import frequency
from replylint.patterns import compiled
from replylint.tables import strip_accents
from replylint.visible import Span

_COMMON = 3_000
"""Occurrences in the word list from which a word is taken for an everyday word rather than a surname."""

_KNOWN_LONE = 900
"""The same for a word that stands alone: `Guidance` is none, `Gwyn` is a name."""

_NO_NAME_ENDINGS = ("ciones", "siones", "ción", "sión", "mientos", "miento", "tions", "ments")
"""How words end that are no name: `Renovaciones`."""
_VERB_WITH_PRONOUN = compiled(r"[a-zñ]*[áéíó][a-zñ]{1,5}(?:l[aeo]s?|me|nos)")
"""A Spanish verb with its object, which its accent tells: `Llámela`, `Escríbanos`."""
_LONGEST_RUN = 12
"""Words of a run that is looked at as one name with its title."""
_NAME_WORD = r"(?:[A-ZÀ-ÖØ-Þ](?:[a-z]{1,4})?\.(?=[A-Z])){1,3}[A-ZÀ-ÖØ-Þ][a-z]?\.|[^\W\d_]\w*(?:['-]+\w+)*\.?|\"[^\W\d_]+\"|\([A-Z][a-z]+\.?\)"
_INITIALS = compiled(r"(?:[^\W\d_]\.)+[^\W\d_]?\.?")
_MASK = compiled(r"x{3,}")
_CAMEL = compiled(r"(?!Mc|Mac|De|Di|Du|La|Le|Van|Fitz|O'|D')[A-Z][a-z]+[A-Z]")
"""A product's name: `PagerDuty`."""
_DIGIT = compiled(r"\d")
_INITIAL = compiled(r"[^\W\d_]\.?\Z")
_SMALL_BEGINNINGS = frozenset(("van", "von", "de", "del", "la", "inspector", "paralegal", "officer"))
_DAY_IN_FRONT = compiled(r"(?<![\d/.-])\d{1,2}(?:st|nd|rd|th)?(?: of| de)? \Z")


_NUMBERED = compiled(r" \d{1,2}(?![\d.-])|/")
_NEXT_WORD = compiled(r"\s([a-zà-ÿ]+)")
_PLACED = compiled(r"\b(?:in|at|on|from|near|en|de)\s$")


class Name(NamedTuple):
    """A person's name as written, without the title before it."""

    span: Span
    text: str
    title: str = ""
    """Title, rank or role in front: `Dr.`, `Deputy Director`."""
    possessive: bool = False

    @property
    def words(self) -> list[str]:
        """The parts of the name."""
        return self.text.replace(",", " ").split()

    @property
    def complete(self) -> bool:
        """Whether it has a first and a last name; initials alone and particles do not count.

        A particle that ends the name is the last name, and one that begins it with a capital may be the first: `Randy Le`, `Al Mott`.
        """
        counted = sum(_counts(word) for word in self.words)
        if counted != 1:
            return counted >= 2
        if len(self.words) > 1 and (self.words[0] == "Al" or (not self.title and self.words[0] in _FIRST_OR_PARTICLE)):
            return True
        last = next((word for word in reversed(self.words) if word.strip(".").lower() not in suffixes()), "")
        return len(last) > 1 and last[0].isupper() and last.lower() in particles()


_FIRST_OR_PARTICLE = frozenset(("Van", "Ben", "Mac"))
"""First names that begin last names as well: `Van Tran`, `Ms. Van Dorn`."""


def _counts(word: str) -> bool:
    """Say whether a part of a name is a first or last name: no initial, particle or suffix."""
    if len(word.strip(".'\"()")) <= 1 or _INITIALS.fullmatch(word):
        return False
    return word.lower() not in particles() and word.strip(".").lower() not in suffixes()


class _Token(NamedTuple):
    start: int
    end: int
    text: str
    bare: str
    """The word in lower case, without points, quotes and brackets."""

    @property
    def capital(self) -> bool:
        return self.text[0].isupper() or self.text.startswith("ff")  # Peregrine ffoulkes


def names_in(
    text: str,
    start: int,
    end: int,
    *,
    code: str = "",
    shouted: bool = False,
    people: Collection[str] = (),
    signs: bool = False,
) -> list[Name]:
    """Return what may be people's names in a folded text; whether one is meant is for the context to say.

    `code` is the text's language, whose everyday words are no names, as those of English are; unknown, it is any.
    `shouted` says that the text is in capitals throughout, so that capitals tell nothing. `people` are first and last
    names of a staff list, as `name_key` writes them: there `Hall` and `West` are last names. `signs` says that the stretch
    is a line of a signature, where they are last names after a first name: `Tiffany Lane`.
    """
    if not _may_have_name(text, start, end):
        return []
    codes = ("en", code) if code else CODES
    tokens = [
        _Token(match.start(1), match.end(1), word, _bare(word))
        for match in _tokens().finditer(text, start, end)
        if (word := match.group(1))
    ]
    not_names = union("not_names")
    found: list[Name] = []
    index = 0
    while index < len(tokens):
        if not _may_begin(tokens[index].text):
            index += 1
            continue
        stop = _run_from(tokens, index, text)
        if stop == index:
            index += 1
            continue
        if stop > index + 1 or tokens[index].bare not in not_names:
            found += _names_of(tokens[index:stop], text, codes, shouted, people, signs)
        index = stop
    return found


_CAPITALIZED = compiled(r"[A-ZÀ-ÖØ-Þ][\w'-]*")


def _may_have_name(text: str, start: int, end: int) -> bool:
    """Say at once of most sentences that they have no name: no word in capitals but those of days, months and beginnings, none beside another."""
    not_names = union("not_names")
    before = None
    for match in _CAPITALIZED.finditer(text, start, end):
        if match.group().lower() not in not_names:
            return True
        if before is not None and not text[before : match.start()].strip(" ."):
            return True
        before = match.end()
    return False


@cache
def _tokens() -> re.Pattern[str]:
    """Return the pattern for the words that names may be made of, as its group; words in small letters that are in no name are passed over in runs."""
    words = sorted(particles() | _SMALL_BEGINNINGS, key=lambda word: (-len(word), word))
    small = "|".join(map(re.escape, words))
    return compiled(grouped(rf"(?:(?!ff|(?:{small})\b)[a-zà-öø-ÿ]+[\s,;:?!)]+)++|({_NAME_WORD})"))


def _bare(word: str) -> str:
    bare = word.strip('."()').lower()
    return bare.replace(".", "") if "." in bare else bare


def _may_begin(word: str) -> bool:
    """Say at once of most words that they begin no name: those in small letters that are no title."""
    return not word.islower() or word[-1] == "." or word in _SMALL_BEGINNINGS


def _run_from(tokens: list[_Token], index: int, text: str) -> int:
    """Return where the run of words that could be one name, with title, ends."""
    stop = index
    while stop < len(tokens) and stop - index < _LONGEST_RUN:
        token = tokens[stop]
        if stop > index:
            gap = text[tokens[stop - 1].end : token.start]
            if (
                gap.strip()
                or "\n" in gap
                or "\t" in gap
                or (tokens[stop - 1].text.endswith(".") and not _may_have_point(tokens[stop - 1]))
            ):
                break
        if _fits(token, first=stop == index) or (
            stop > index
            and token.bare in particles()
            and token.text.islower()
            and token.text != "o"  # "Juana Ríos o Luis Mesa"
            and _followed_by_name(tokens, stop, text)
        ):
            stop += 1
        else:
            break
    while stop > index and (
        (tokens[stop - 1].bare in particles() and tokens[stop - 1].text.islower())
        or (tokens[stop - 1].text[0] == "(" and not is_title(tokens[stop - 1].text))
    ):
        stop -= 1
    return stop


def _may_have_point(token: _Token) -> bool:
    return (
        bool(_INITIAL.match(token.text) or _INITIALS.fullmatch(token.text))
        or is_title(token.text)
        or token.bare in suffixes()
        or token.bare in ("st", "ma", "jr", "sr", "mc")
    )


def _fits(token: _Token, *, first: bool) -> bool:
    if token.text[0] in '"(':
        return not first and (token.text[0] == '"' or is_title(token.text) or is_given(token.bare))
    if is_title(token.text) and (token.capital or token.text.endswith(".") or token.text[0].isdigit()):
        return True
    if first and token.text.islower():
        return token.bare in _SMALL_BEGINNINGS
    return token.capital


def _followed_by_name(tokens: list[_Token], index: int, text: str) -> bool:
    for later in range(index + 1, min(index + 4, len(tokens))):
        if text[tokens[later - 1].end : tokens[later].start].strip():
            return False
        if tokens[later].capital:
            return tokens[later].bare not in union("not_names") and not is_institution(tokens[later].text)
        if tokens[later].bare not in particles():
            return False
    return False


def _is_initial(token: _Token) -> bool:
    """Return True if a word is a letter with a point, though the letter alone is a word: `Maria A. Lopez`, `I. Hull`."""
    return len(token.text) == 2 and token.text[0].isupper() and token.text[1] == "."


def _names_of(
    run: list[_Token], text: str, codes: Sequence[str], shouted: bool, people: Collection[str], signs: bool
) -> list[Name]:
    """Cut a run of capitalised words into title and name; drop what is no person."""
    not_names = union("not_names")
    for position, token in enumerate(run):
        if (
            position
            and token.bare in not_names
            and not _is_initial(token)
            and token.bare not in particles()
            and not _month_as_name(run[position:], text, people)
            and not is_title(token.text)
            and not _word_as_surname(run, position, text)
            and not _is_surname(run, position, text, people, signs=signs)
        ):
            parts = (run[:position], run[position + 1 :])
            return [name for part in parts for name in _names_of(part, text, codes, shouted, people, signs)]
    while (
        run
        and (run[0].bare in not_names or run[0].text.lower() in not_names)
        and not (run[0].text == "Al" and len(run) > 1 and "es" not in codes)
        and not (signs and len(run) > 1 and _is_initial(run[0]))
        and not _month_as_name(run, text, people)
    ):
        run = run[1:]
    while len(run) > 2 and is_given(run[1].bare) and _is_topic(run[0]):
        run = run[1:]  # a cell beside: "Electrical  Nick Vasquez"
    title_start = run[0].start if run else 0
    lead = 0
    while lead < len(run) - 1 and (
        (is_title(run[lead].text) and not _is_first_name(run, lead, codes))
        or is_institution(run[lead].text)
        or run[lead].text[0] == "("
    ):
        lead += 1
    jobs = [index for index in range(1, len(run) - 1) if is_job(run[index].text)]
    if not lead and jobs and not any(is_given(token.bare) for token in run[: jobs[-1] + 1]):
        lead = jobs[-1] + 1  # "Shift Supervisor Ofelia Tran"
    if (
        not lead
        and len(run) >= 3
        and not shouted
        and _is_abbreviation(run[0])
        and not any(map(_is_abbreviation, run[1:]))
    ):
        lead = 1  # "TA Marisol Ybarra"
    if lead and not run[lead].capital:
        while lead < len(run) and not run[lead].capital and run[lead].bare not in particles():
            lead += 1
    name = run[lead:]
    if lead and not (
        _is_abbreviation(run[0])
        or is_title(run[lead - 1].text)
        or is_job(run[lead - 1].text)
        or run[lead - 1].text[0] == "("
    ):
        return []  # the name of a place: "Clínica Alameda"
    if not name or (not lead and len(name) == 2 and name[0].bare in _BEFORE_PLACES):
        return []
    nickname = len(name) == 1 and name[0].bare in _NICKNAMES
    if len(name) == 1 and not nickname and (is_title(name[0].text) or is_institution(name[0].text)):
        return []
    if (
        not name
        or (_is_code(name, shouted) and not (lead and _is_initial_of(name, run[lead - 1])))
        or _is_place(name, text)
        or _is_month(name, text, codes)
        or all(token.bare in suffixes() for token in name)
        or any(
            is_institution(token.text)
            and not (is_given(token.bare) or nickname or _is_surname(name, index, text, people, signs=signs))
            for index, token in enumerate(name)
        )
    ):
        return []
    possessive = name[-1].text.endswith(("'s", "s'"))
    span = Span(name[0].start, name[-1].end - (2 if name[-1].text.endswith("'s") else 0))
    written = text[span.start : span.end]
    initials = _INITIAL.match(name[-1].text) or _INITIALS.fullmatch(name[-1].text)
    if written.endswith(".") and name[-1].bare not in suffixes() and not initials:
        span, written = Span(span.start, span.end - 1), written[:-1]
    if not lead and len(name) == 1 and _is_shortened(name[0], text):
        return []
    if not lead and len(name) == 1 and (_INITIAL.match(name[0].text) or _is_degree(name[0], text)):
        return []
    if not lead and not nickname and _everyday(name, codes):
        return []
    title = text[title_start : name[0].start].strip() if lead else ""
    return [Name(span, written, title, possessive)]


_BEFORE_PLACES = frozenset(("st", "saint", "ft", "fort", "mt"))
"""What makes the next word a place unless a first name or a title is before it: `St. Petersburg`, not `Ms. St. Clair`."""


_SHORTEST_TOPIC = 7
"""Letters of a word that is hardly a first name in no list, as Cherry is."""


def _is_topic(token: _Token) -> bool:
    """Return True if a word is an everyday word that is neither a name nor a title."""
    named = is_given(token.bare) or is_title(token.text) or is_job(token.text) or token.text.isupper()
    return not named and len(token.bare) >= _SHORTEST_TOPIC and frequency(token.bare, "en") >= _KNOWN_LONE


def _is_shortened(token: _Token, text: str) -> bool:
    """Return True if a lone word is an abbreviation in a row of a table or behind a stroke: `Plumbing / Mech.`."""
    beside = text[token.end : token.end + 1] == "\t" or text[: token.start].endswith(("/", "/ "))
    return token.text.endswith(".") and beside and not is_given(token.bare)


def _is_initial_of(name: list[_Token], title: _Token) -> bool:
    """Say whether a name is one letter behind a courtesy title, as pupils and patients say it: `Mr. G`."""
    return len(name) == 1 and len(name[0].bare) == 1 and title.bare in _BEFORE_INITIALS


_BEFORE_INITIALS = frozenset(("mr", "mrs", "ms", "mx", "miss", "dr", "coach", "sr", "sra", "srta", "dra"))


def _is_first_name(run: list[_Token], position: int, codes: Sequence[str]) -> bool:
    """Return True if a title is a first name before the last word: `Dean Bolton`, `Don Reese`; in Spanish not `Don Roberto`."""
    if position != len(run) - 2 or not is_given(run[position].bare) or run[position].text.endswith("."):
        return False
    return not ("es" in codes and is_given(run[-1].bare))


def _is_degree(token: _Token, text: str) -> bool:
    """Return True if initials behind a comma are the degree of the person before it: `Ruth Otis, D.D.`."""
    return "." in token.text[:-1] and _NAMED_BEFORE.search(text, max(0, token.start - 4), token.start) is not None


_NAMED_BEFORE = compiled(r"[^\W\d_]\.?, ?\Z")


def _is_abbreviation(token: _Token) -> bool:
    return token.text.isupper() and 2 <= len(token.text) <= 3 and token.text.isalpha()


def _word_as_surname(run: list[_Token], position: int, text: str) -> bool:
    """Say whether a word that is no name elsewhere is a surname behind a first name: `Brian May`, not `Brian May 5`."""
    token = run[position]
    is_day = token.bare in _DAY_SURNAMES and _CHANNEL_NEXT.match(text, token.end) is not None
    return (
        (is_day or token.bare in _SURNAMES)
        and not token.text.isupper()
        and 0 < position == len(run) - 1
        and (is_given(run[position - 1].bare) or (position > 1 and is_title(run[0].text)))
        and not _DATE_BEHIND.match(text[token.end : token.end + 12].lower())
    )


def _is_surname(name: list[_Token], position: int, text: str, people: Collection[str], *, signs: bool = False) -> bool:
    """Return whether a word that names places or days is a last name here: `Jack Hall, 813-555-0150`.

    The staff list settles it; or a known first name before it, in a line of a signature or with a number or an address after it.
    """
    token = name[position]
    first = next((one for one in reversed(name[:position]) if not _INITIAL.match(one.text)), None)
    if first is None or not token.capital:
        return False
    if _is_in_address(first, token, text):
        return True
    if people and f"{_key(first)} {_key(token)}" in people:
        return not (token.bare in _SURNAMES and _DATE_BEHIND.match(text[token.end : token.end + 12].lower()))
    return (
        token.bare in union("surnames")
        and not token.text.isupper()
        and position == len(name) - 1
        and is_given(first.bare)
        and _PLACED.search(text[max(0, name[0].start - 6) : name[0].start]) is None
        and (signs or _CHANNEL_NEAR.match(text, token.end) is not None)
    )


def _is_in_address(first: _Token, last: _Token, text: str) -> bool:
    """Return True if the mail address right after two words is a person's: `Ezekiel Warden, ewarden@plantcity.example`.

    An office has its words in full: `Student Hub, studenthub@plantcity.example`.
    """
    match = _ADDRESS_NEAR.match(text, last.end)
    if match is None:
        return False
    local = re.sub(r"[\W\d_]", "", match[1].lower())
    return local in (first.bare[0] + last.bare, last.bare + first.bare[0])


_ADDRESS_NEAR = compiled(r"[^.!?;@\n]{0,45}?\b([\w+-][\w.+-]{0,63})@")


def _key(token: _Token) -> str:
    """Return a word as `name_key` writes it."""
    return strip_accents(token.bare.removesuffix("'s"))


_CHANNEL_NEAR = compiled(
    r"[^.!?;@\n\d]{0,45}?(?:\+?1?[ .-]{0,2}\(?\d{3}\)?[ ./-]{0,2}\d{3}|(?:\bext\.?|\bx|#)\s?\d{3}|[\w+-][\w.+-]{0,63}@)"
)
"""A telephone number, an extension or an address in the same sentence, with a role at most before it."""


def _month_as_name(run: list[_Token], text: str, people: Collection[str]) -> bool:
    """Say whether a run such as `April June Whitlow`, `Will Smith` or `Monday Okafor` is a name in spite of its first word."""
    if (
        len(run) < 2
        or not (run[0].bare in _DAY_NAMES or run[0].bare in _WORDS_AS_NAMES)
        or run[0].text.endswith(".")
        or not run[-1].capital
    ):
        return False
    if _is_surname(run, len(run) - 1, text, people):
        return True  # "Will Page, 813-555-0142"
    return (
        run[-1].bare not in union("not_names")
        and not is_institution(run[-1].text)
        and (
            run[0].bare not in _WORDS_AS_NAMES or (not run[0].text.isupper() and frequency(run[1].bare, "en") < _COMMON)
        )
    )


def _is_code(name: list[_Token], shouted: bool) -> bool:
    """Say whether words are an abbreviation or a label: `PIO`, `Sev2`, `Time-sensitive`, `P.O.`."""
    if any(not token.text.isalpha() and _DIGIT.search(token.text) for token in name):
        return True
    if name[0].bare == "po":
        return True  # P.O. Box 1120
    if is_given(name[0].bare) or _INITIALS.fullmatch(name[0].text):
        return False
    word = name[-1].text
    if any(_MASK.fullmatch(token.bare) for token in name) or (len(name) == 1 and _CAMEL.match(word)):
        return True
    if len(name) > 1:
        return (
            word.isupper()
            and word.isalpha()
            and 2 <= len(word) <= 4
            and name[-1].bare not in suffixes()
            and not name[0].text.isupper()
        )
    return len(name) == 1 and (
        (word.isupper() and len(word) <= 5 and not shouted)
        or _is_compound_word(word)
        or all(part.lower() in union("not_names") for part in word.strip(".").split("-"))
    )


def _is_compound_word(word: str) -> bool:
    """Say whether a word with a hyphen is made of everyday words, as `Time-sensitive` is and `Hye-jin` is not."""
    head, hyphen, rest = word.lower().strip(".").partition("-")
    return (
        bool(hyphen)
        and rest[:1].isalpha()
        and word[len(head) + 1].islower()
        and all(frequency(part, "en") >= _KNOWN_LONE for part in (head, *rest.split("-")))
    )


def _is_place(name: list[_Token], text: str) -> bool:
    """Say whether a run is part of a place or office: `the Aberystwyth centre`, `in Guidance`."""
    if _NUMBERED.match(text[name[-1].end : name[-1].end + 4]):
        return True
    following = _NEXT_WORD.match(text[name[-1].end : name[-1].end + 24])
    if (
        len(name) > 1
        and following
        and text.endswith("the ", 0, name[0].start)
        and following.group(1) not in _AFTER_NAMES
    ):
        return True  # "the Bruton Geer local history files"
    whose = len(name) > 1 and name[-1].text.endswith("'s")  # Dr. Anjali Bhatt's office
    if following and is_institution(following.group(1)) and following.group(1) not in ("it", "it's") and not whose:
        return True
    return len(name) == 1 and bool(_PLACED.search(text[max(0, name[0].start - 6) : name[0].start]))


_AFTER_NAMES = frozenset("at on by or and for if to in who is will with from as can has".split())
"""Words that go on after a person's name; other words make a name before them part of a thing's."""


def _is_month(name: list[_Token], text: str, codes: Sequence[str]) -> bool:
    """Say whether a lone word is a misspelled month, with the day in front: `5 Januar`."""
    return (
        len(name) == 1
        and bool(_DAY_IN_FRONT.search(text[max(0, name[0].start - 12) : name[0].start]))
        and any(misspelled_days(name[0].bare, code) for code in codes)
    )


_NICKNAMES = frozenset(("junior",))
"""What is a name by itself and a word of a job's name beside others."""
_WORDS_AS_NAMES = frozenset(("will",))
"""First names that are everyday words, before a surname that is none: `Will Smith`, not `Will Call`."""
_SURNAMES = frozenset(("may", "day", "will"))
_DAY_SURNAMES = frozenset(("sun", "friday", "monday", "sunday", "march"))
"""Last names that are days unless the person's number or address follows: `Dr. Kamala Sun, 813-555-0107`."""
_CHANNEL_NEXT = compiled(r"\s*[,(:]?\s*(?:\(?\d{3}\)?[ ./-]|[\w+-][\w.+-]{0,63}@)")
_DATE_BEHIND = compiled(r"\s*(?:\d|[-/]|(?:the|through|thru|to|until|till|and|trip|off|out)\b(?! \(?\d{3}))")
_DAY_NAMES = frozenset(
    [
        "jan",
        "april",
        "may",
        "june",
        "august",
        "monday",
        "tuesday",
        "wednesday",
        "friday",
        "sunday",
        "domingo",
        "abril",
        "julio",
        "augusto",
    ]
)


def _everyday(name: list[_Token], codes: Sequence[str]) -> bool:
    """Say whether every word of a run is an everyday word, as in `Special Events` or `Renewals`."""
    words = [token.bare.removesuffix("'s") for token in name if token.bare not in particles()]
    if any(is_given(word) for word in words) or any(_INITIAL.match(token.text) for token in name):
        return False
    if len(words) == 1:
        if words[0].endswith(_NO_NAME_ENDINGS) or _VERB_WITH_PRONOUN.fullmatch(words[0]):
            return True
        return any(frequency(words[0], code) >= _KNOWN_LONE for code in codes) or (
            words[0].endswith("s") and frequency(words[0].removesuffix("s"), "en") > 0
        )
    return all(frequency(word, "en") >= _COMMON for word in words)
