"""Dates in prose: where a text mentions days, and what it says of each.

The grammar is ours because finders of dates invent them ("may", "on fri"). It knows ISO and numeric dates, month names with days,
ordinals, weekdays, weeks, relative words, holidays and military date-time groups; what they mean is settled in `resolving`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from replylint.facts.date_grammar import Grammar, grammar_of
from replylint.facts.date_merging import joined, of_that_month, of_that_week
from replylint.facts.day_words import moved_back, spelled_right
from replylint.facts.languages import Language
from replylint.facts.mentions import Mention
from replylint.patterns import compiled


def mentions_in(text: str, lowered: str, lang: Language, offset: int = 0) -> list[Mention]:
    """Return the mentions of days in a sentence, in order, with offsets counted from `offset`.

    `text` is the sentence as written and `lowered` its folded lower-case form of the same length; capitals tell May from may.
    """
    grammar = grammar_of(lang.code)
    text, lowered, shifts = spelled_right(text, lowered, lang.code)
    raw: list[Mention] = []
    for match in grammar.dates(lowered):
        raw += _read(match, text, lowered, grammar)
    if not raw:
        return []
    merged = of_that_week(of_that_month(joined(raw, lowered, grammar), lowered, grammar), lowered)
    return [
        Mention._make((moved_back(start, shifts) + offset, moved_back(end, shifts) + offset, *rest))
        for start, end, *rest in merged
    ]


_REMEMBERED = 256
"""Names of weekdays, as people write them, that are kept with their number."""


def _read(match: re.Match[str], text: str, lowered: str, grammar: Grammar) -> list[Mention]:
    """Return the mentions that one match of the master pattern stands for."""
    kind, start, end = match.lastgroup or "", match.start(), match.end()
    if kind in ("sep", "eomyear"):
        kind = "num3" if kind == "sep" else "eom"
    found = match.group()
    while found and found[-1].isspace() and kind != "weekof":
        found, end = found[:-1], end - 1
    simple = {
        "today": "today", "tomorrow": "tomorrow", "yesterday": "yesterday", "thatday": "that-day", "dayafter": "day-after", "thisweek": "this-week", "row": "rest-of-week", "weekend": "weekend",
        "nextweek": "next-week", "weekof": "week-of", "eow": "end-of-week", "eotm": "end-of-month", "vague": "vague",
    }  # fmt: skip
    if kind in simple:
        return [Mention(start, end, simple[kind], weekday=_weekday_in(found, grammar) if kind == "dayafter" else None)]
    if kind == "nthweek":
        words = grammar.nth_week.match(found)
        assert words is not None
        return [Mention(start, end, "nth-week", month=grammar.months[words.group(2)], day=grammar.nths[words.group(1)])]
    if kind == "iso":
        year, month, day = map(int, found.split("-"))
        return [Mention(start, end, "date", year, month, day)]
    if kind == "num3":
        first, second, last = re.split(r"[/.-]", found)
        numbers = (int(first), int(second))
        return _with_tail(
            Mention(start, end, "numeric", _year(last), numbers=numbers, dotted="." in found), lowered, grammar
        )
    if kind == "days":
        return _days_and_month(start, found, text, lowered, grammar)
    if kind == "dotted":
        first_part, second_part = found.strip(".").split(".")
        return [Mention(start, end, "numeric", numbers=(int(first_part), int(second_part)), dotted=True)]
    if kind == "num2":
        first, second = found.split("/")
        return _month_and_day_in_numbers(start, end, (int(first), int(second)), lowered, grammar)
    if kind == "dmy":
        first_digits, name, last_digits = _COMPACT.split(found)
        return [Mention(start, end, "date", _year(last_digits), grammar.months[name], int(first_digits))]
    if kind == "dtg":
        word = grammar.month_parts.search(found)
        if not word:
            return []
        return [
            Mention(
                start, end, "date", _year(found[word.end() :].strip()), grammar.months[word.group()], int(found[:2])
            )
        ]
    if kind in ("md", "dm"):
        return _month_and_day(start, end, found, text, lowered, grammar, day_first=kind == "dm")
    if kind == "holiday":
        formula = next((formula for name, formula in grammar.holidays if name.match(found)), "")
        return [Mention(start, end, "holiday", which=formula)] if formula else []
    if kind in ("ord", "bare"):
        first_day = Mention(start, end, "day", day=int(_NO_DIGIT.sub("", found)))
        return _with_tail(first_day, lowered, grammar) if kind == "bare" else [first_day]
    if kind == "eom":
        word = grammar.month_words.search(found)
        year_text = match.group("eomyear")
        return [
            Mention(
                start,
                end,
                "end-of-month",
                int(year_text) if year_text else None,
                grammar.months[word.group()] if word else None,
            )
        ]
    if kind == "wd":
        return _weekday(start, end, found, text, lowered, grammar)
    return []


_COMPACT = compiled(r"(?<=\d)(?=[^\W\d])|(?<=[^\W\d])(?=\d)")
"""Between the parts of a date without spaces: 14SEP27."""
_NO_DIGIT = compiled(r"\D")
_ONE_OR_TWO = compiled(r"\d{1,2}")
_YEAR_BEHIND = compiled(r",?\s+((?:19|20)\d\d)(?!\d)")
_DIGIT_BEHIND = compiled(r"\.?,?\s*\d")
_CAPITAL_BEHIND = compiled(r"\s[A-ZÀ-Þ][a-zà-ÿ]+")
_RANGE_BEHIND = compiled(r"\s*[-/]\s*\d")


def _year(written: str) -> int:
    number = int(_NO_DIGIT.sub("", written))
    return number if number >= 100 else 2000 + number


def _weekday_in(found: str, grammar: Grammar) -> int | None:
    match = grammar.weekday_words.search(found)
    return _weekday_number(match.group(), grammar) if match else None


@lru_cache(maxsize=_REMEMBERED)
def _weekday_number(word: str, grammar: Grammar) -> int | None:
    return next((number for number, pattern in enumerate(grammar.weekdays) if pattern.match(word)), None)


def _month_and_day_in_numbers(
    start: int, end: int, pair: tuple[int, int], lowered: str, grammar: Grammar
) -> list[Mention]:
    if pair == (24, 7) or 0 in pair or max(pair) > 31:
        return []
    return _with_tail(Mention(start, end, "numeric", numbers=pair), lowered, grammar)


def _days_and_month(start: int, found: str, text: str, lowered: str, grammar: Grammar) -> list[Mention]:
    """Return the days of `14/15 May`; numbers that do not follow one another are a date, with a month's name by chance behind it."""
    word = grammar.month_words.search(found) or grammar.month_parts.search(found)  # 14/15May
    assert word is not None
    places = list(_ONE_OR_TWO.finditer(found, 0, word.start()))
    days = [int(place.group()) for place in places]
    name = word.group()
    by_chance = name in grammar.doubtful and not text[start + word.start()].isupper()
    if by_chance or days != list(range(days[0], days[0] + len(days))):
        return _month_and_day_in_numbers(start, start + places[1].end(), (days[0], days[1]), lowered, grammar)
    year = grammar.year.search(found, word.end())
    ends = [*(place.end() for place in places[:-1]), len(found)]
    return [
        Mention(
            start + place.start(), start + end, "date", _year(year.group()) if year else None, grammar.months[name], day
        )
        for place, end, day in zip(places, ends, days, strict=True)
    ]


def _month_and_day(
    start: int, end: int, found: str, text: str, lowered: str, grammar: Grammar, *, day_first: bool
) -> list[Mention]:
    word = grammar.month_words.search(found)
    if not word:
        return []
    name = word.group()
    if (
        name in grammar.doubtful
        and not day_first
        and not text[start + word.start()].isupper()
        and _NO_MONTH.search(lowered[max(0, start - 8) : start])
    ):
        return []
    number = _ONE_OR_TWO.search(found if day_first else found[word.end() :])
    if not number or int(number.group()) == 0:
        return []
    rest = found[word.end() :] if day_first else found[word.end() + number.end() :]
    year = grammar.year.search(rest)
    whole = Mention(
        start, end, "date", _year(year.group()) if year else None, grammar.months[name], int(number.group())
    )
    heads: list[Mention] = []
    if day_first:
        while head := grammar.head_day.search(lowered, 0, heads[0].start if heads else start):
            weekday = _weekday_in(head.group(), grammar) if grammar.weekday_words.match(head.group()) else None
            heads.insert(
                0, Mention(head.start(), head.start(2), "date", whole.year, whole.month, int(head.group(1)), weekday)
            )
            if head.group(2).strip() not in grammar.number_list:
                break
        return [*heads, whole]
    return _with_tail(whole, lowered, grammar)


_NO_MONTH = compiled(r"\b(?:you|we|i|they|it|he|she|that|which|who|and|this)\s+$")


_THING_BEFORE = compiled(r"\b(?:some|more|in the|the) \Z")
"""What is before a thing, not a day: `in the sun`."""
_DAY_CUE = compiled(
    r"(?:\b(?:back|til|till|until|thru|through|on|from|next|this|out|off|returning|to|by|and|in|starting)|[-,/])\s*$"
)


def _with_tail(first: Mention, lowered: str, grammar: Grammar) -> list[Mention]:
    """Return a mention and the days that lean on its month: `Dec 14-18`, `12/14, 15 and 16`."""
    found = [first]
    if first.shape == "numeric" and first.year is not None:
        return found
    while match := grammar.tail_day.match(lowered, found[-1].end):
        day = int(match.group(2))
        link = match.group(1).strip()
        if not 1 <= day <= 31 or link == "/":
            break
        if first.shape == "numeric":
            assert first.numbers is not None
            tail = Mention(match.start(2), match.end(), "numeric", numbers=(first.numbers[0], day))
        else:
            tail = Mention(match.start(2), match.end(), first.shape, first.year, first.month, day)
            year = _YEAR_BEHIND.match(lowered[match.end() :])
            if year:
                tail = tail._replace(year=int(year.group(1)), end=match.end() + year.end())
        found.append(tail)
        if link not in grammar.number_list:
            break
    return found


def _weekday(start: int, end: int, found: str, text: str, lowered: str, grammar: Grammar) -> list[Mention]:
    word = found.rstrip(".")
    number = _weekday_number(word, grammar)
    if number is None:
        return []
    written = text[start : start + len(word)]
    after = lowered[end : end + 12]
    if (
        word in grammar.doubtful
        and not written[0].isupper()
        and _THING_BEFORE.search(lowered[max(0, start - 10) : start])
    ):
        return []  # "soaking up some sun 7/12/27"
    if (
        word in grammar.doubtful
        and not written[0].isupper()
        and not _DIGIT_BEHIND.match(lowered[start + len(word) : start + len(word) + 6])
        and not _DAY_CUE.search(lowered[max(0, start - 10) : start])
    ):
        return []
    if (
        written[0].isupper()
        and not written.isupper()
        and _CAPITAL_BEHIND.match(text[end : end + 20])
        and not grammar.month_words.match(after.strip())
        and not re.match(
            r"\s(?:Through|Thru|To|And|At|From|Until|The|This|Next|Morning|Afternoon|Evening|Only|Off|Out|Is|In|On)\b",
            text[end : end + 12],
        )
        and found[-1] != "."
    ):
        return []  # a person called Monday
    which = ""
    if before := grammar.before_weekday.search(lowered, 0, start):
        which, start = ("this" if before.group(1) else "next"), before.start()
    for key, pattern in (("this-week", grammar.after_this), ("next-week", grammar.after_next)):
        if week := pattern.match(lowered, end):
            which, end = key, week.end()
    mention = Mention(start, end, "weekday", weekday=number, which=which)
    if (
        not which
        and (day := grammar.bare_day.match(lowered, end))
        and 1 <= int(day.group(1)) <= 31
        and not _RANGE_BEHIND.match(lowered[day.end() :])
    ):
        return [mention._replace(shape="day", day=int(day.group(1)), end=day.end())]
    return [mention]
