"""The patterns for dates in one language, composed from its words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from replylint.facts.languages import Language, language
from replylint.facts.languages.alternatives import grouped
from replylint.patterns import late


@cache
def grammar_of(code: str) -> Grammar:
    """Return the patterns of a language, each compiled when it is first used."""
    return Grammar(language(code))


class Grammar:
    """The patterns of one language."""

    def __init__(self, lang: Language) -> None:
        dates = lang["dates"]
        month, weekday, ordinal = lang.month, lang.weekday, dates["ordinal"]
        fill = lang.fill
        self.months = {name: number for number, names in enumerate(dates["months"], 1) for name in names}
        self.weekdays = [late(_either(names) + r"\Z") for names in dates["weekdays"]]
        self.doubtful = frozenset(dates["doubtful"])
        self.holidays = [
            (late(name.replace(" ", r"\s+") + r"\Z"), formula) for name, formula in dates["holidays"].items()
        ]
        self.nths = dates["nths"]
        self.nth_week = late(fill(dates["nth_week"]))
        day = rf"(?:[0-3]?\d)(?:\s?{ordinal}\b)?(?!\d)"
        year = r"(?:19|2\d|3\d)\d\d(?!\d)(?!\s?(?:hrs?|hours?|h)\b)"
        not_time = r"(?![\d%])(?!:\d)(?!\s?(?:a\.?m\b|p\.?m\b|hrs\b|hours\b|o'clock))"
        holiday = "|".join(sorted((name.replace(" ", r"\s+") for name in dates["holidays"]), key=len, reverse=True))
        blank_year = r"(?!\s*,?\s*20[x_?]{2})"
        of = fill(dates["of"])
        holiday_or = rf"(?P<holiday>\b(?:{holiday})\b(?!\s+{dates['season_after']}))"
        nth_week = rf"(?P<nthweek>\b{fill(dates['nth_week'])}\b)"
        with_digit = (
            r"(?P<iso>(?<![\d/-])(?:19|20)\d\d-\d{1,2}-\d{1,2}(?![\d-]))",
            rf"(?P<dmy>(?<![\w/.$#:-])\d{{1,2}}(?:{month})(?:20)?\d\d(?!\w))",
            rf"(?P<dtg>\b\d{{6}}[a-z]?\s?(?:{month})\s?\d{{2}}\b)",
            rf"(?P<days>(?<![\d/.$#:,%])[0-3]?\d(?:\s?/\s?[0-3]?\d)+(?!\d)\s?(?:{of})?(?:{month})\b(?:,?\s+{year})?)",
            r"(?P<num3>(?<![\d/.$#:])(?:\d{1,2}/\d{1,2}/|(?<!-)\d{1,2}(?P<sep>[.-])\d{1,2}(?P=sep))(?:(?:19|2\d|3\d)\d\d|\d\d)(?![\d/])(?!-\d{3,}))",
            r"(?P<dotted>(?<![\d.$#:-])(?:[0-3]?\d)\.(?:0?[1-9]|1[0-2])\.(?![\d]))",
            rf"(?P<num2>(?<![\d/.$#:,%])\d{{1,2}}/\d{{1,2}}(?![\d/%])(?!\s?{dates['fraction_after']}))",
            rf"(?P<dm>(?<![\d/.$#:]){day}\s*-?\s*(?:{of})?(?:{month})\b\.?(?:,?\s*(?:del?\s+)?{year}|,?\s*'\d\d\b|\s\d\d(?!\d|:|\s*{of}))?)",
        )
        with_word = (
            rf"(?P<md>(?<!\bxx\s)\b(?:{month})\b\.?,?\s*(?:{dates['the'].strip()}\s+)?{day}{not_time}(?!\s?-?\s?\d{{3}}-)(?:(?:,\s*|\s+){year}|,?\s*'\d\d\b)?{blank_year})",
            rf"(?P<wd>\b(?:{weekday})\b\.?)",
            rf"(?P<weekof>\b{fill(dates['week_of'])}\s+)",
            rf"(?P<eow>\b{fill(dates['end_of_week'])}\b)",
            rf"(?P<eom>\b{fill(dates['end_of_month'])}\b(?!\s*\d{{1,2}}\b)(?:\s+(?:de\s+)?(?P<eomyear>{year}))?)",
            rf"(?P<eotm>\b{fill(dates['end_of_this_month'])}\b)",
            rf"(?P<row>\b{fill(dates['rest_of_week'])}\b)",
            rf"(?P<weekend>\b{fill(dates['this_weekend'])}\b)",
            rf"(?P<nextweek>\b{fill(dates['next_week'])}\b)",
            rf"(?P<thisweek>\b{fill(dates['this_week'])}\b)",
            rf"(?P<dayafter>\b{fill(dates['day_after'])}\b)",
            rf"(?P<today>\b{fill(dates['today'])}\b(?!'s))",
            rf"(?P<tomorrow>\b{fill(dates['tomorrow'])}\b(?!'s))",
            rf"(?P<yesterday>\b{fill(dates['yesterday'])}\b(?!'s))",
            rf"(?P<thatday>\b{fill(dates['that_day'])}\b)",
            rf"(?P<vague>\b(?:{'|'.join(fill(item) for item in dates['vague'])}))",
        )
        with_either = [
            rf"(?P<ord>(?<![\d/.$#:,-])\b{fill(dates['before_ordinal'])}\d{{1,2}}\s?{ordinal}\b(?!\s+{dates['number_after']})(?!\s+(?:{of})?(?:{month})\b))"
        ]
        if dates["bare_day"]:
            with_either.insert(
                0,
                rf"(?P<bare>\b{fill(dates['bare_day'])}(?!\d)(?![/:.]\d)(?!\s+{dates['number_after']})(?!\s+{of}(?:{month})))",
            )
        # Dates begin with a digit or one of some words. To look for these first saves most places from being tried in two dozen ways;
        # it begins with one set of characters, for `re` looks for such a pattern many times faster.
        leads = "|".join(dates["leads"])
        number = r"(?<!\d:)\d(?!\d\d(?!\d)|\d{3}(?!\d|-\d)|\d?:\d)"  # no part of a telephone number, no time of day
        words = rf"(?:(?:{leads})\s+)*(?:{number}|{'|'.join(map(fill, dates['begins']))})"
        self.begins = late(grouped(rf"[^a-zß-öø-ÿ](?:(?<=[^\W\d]\d)()|(?<=\W)(?={words}))"))
        """A separator before a date, or, with a group, the first of its digits."""
        self._whole = late(
            grouped(
                rf"(?=\d)(?:{'|'.join(with_digit)})|{holiday_or}|{nth_week}|{'|'.join(with_either)}|(?=\D)(?:{'|'.join(with_word)})"
            )
        )
        self.month_words = late(rf"\b(?:{month})\b")
        self.month_parts = late(month)
        self.weekday_words = late(rf"\b(?:{weekday})\b")
        self.year = late(rf"(?:\b({year})|'(\d\d)\b|(?<=\s)(\d\d)$)")
        self.bare_day = late(
            rf"(?:\.?,?\s*\(?)(?:{fill(dates['the'])})?([0-3]?\d)(?:\s?{ordinal})?\b(?!\s?{ordinal}\b)(?![/:.]\d|\s*-\s*\d{{1,2}}(?!\d)\s?(?:a\.?m|p\.?m)|\s*(?:a\.?m|p\.?m|h\b|hrs|%))(?!\s+(?:{of})?(?:{month})\b)"
        )
        self.before_weekday = late(rf"(?:\b({fill(dates['modifier_this'])})|\b({fill(dates['modifier_next'])}\s+))$")
        self.after_this = late(rf"\s+{fill(dates['after_this'])}\b")
        self.after_next = late(rf"\s+{fill(dates['after_next'])}\b")
        # A second day that leans on a first: "Dec 14-18", "12/14-16", and a first that leans on a second: "14 to 18 Dec".
        link = rf"\s*(?:-|{fill(dates['to'])}|{fill(dates['and'])}|,|/)\s*"
        self.tail_day = late(
            rf"({link})(?:{fill(dates['the'])})?([0-3]?\d)(?:\s?{ordinal})?(?![\d/%a-z])(?!:\d)(?!\.\d)(?!\s?(?:a\.?m\b|p\.?m\b|hrs|hours|days|weeks|people|o'clock))(?!\s*-?\s*(?:{of})?(?:{month})\b)(?!\s+[a-z]+\s+(?:street|st|ave|rd)\b)(?!-\d{{3}}|-\d{{1,2}}-)"
        )
        self.head_day = late(
            rf"(?<![\d/.$#:-])(?:(?:{weekday})\b\.?,?\s*)?(?:{fill(dates['the'])})?\b([0-3]?\d)(?:\s?{ordinal})?(?:\s*(?:{dates['of'].strip()}))?({link})(?:{fill(dates['the'])})?(?:(?:{weekday})\b\.?,?\s*)?(?:{fill(dates['the'])})?$"
        )
        self.month_before = late(rf"\b{fill(dates['in_month'])}({month})\b(?!\.?,?\s*\d)")
        self.number_list = frozenset(("and", "&", ",", "y", "e"))

    def dates(self, lowered: str) -> Iterator[re.Match[str]]:
        """Yield what may be dates in a folded text in lower case; the group that matched last tells the form."""
        end = 0
        for place in self.begins.finditer(f" {lowered}"):
            at = place.start() - 1 if place.lastindex else place.start()
            if at >= end and (match := self._whole.match(lowered, at)):
                end = match.end()
                yield match


def _either(names: list[str]) -> str:
    return "(?:" + "|".join(names) + r")\.?"
