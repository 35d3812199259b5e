"""Where dates may begin: the words that are looked for first must lead to every date that the language knows."""

from __future__ import annotations

import re
import re._parser as sre
from typing import Any

import pytest

from replylint.facts.date_grammar import grammar_of
from replylint.facts.dates import mentions_in
from replylint.facts.languages import CODES, language

_KEYS = (
    "today",
    "tomorrow",
    "yesterday",
    "that_day",
    "day_after",
    "this_week",
    "rest_of_week",
    "next_week",
    "nth_week",
    "week_of",
    "end_of_week",
    "end_of_month",
    "end_of_this_month",
)


def _forms(code: str) -> list[str]:
    lang = language(code)
    dates = lang["dates"]
    forms = [lang.month, lang.weekday, *(dates[key] for key in _KEYS), *dates["vague"], *dates["holidays"]]
    if dates["bare_day"]:
        forms.append(dates["bare_day"])
    forms.append(dates["before_ordinal"] + r"\d{1,2}")
    return [lang.fill(form) for form in forms]


def _choices(pattern: Any) -> list[str]:
    """Return texts that a parsed pattern may match, in which each of its alternatives occurs: one differs from the first at a time."""
    parts = [found for operation, argument in pattern if (found := _choices_of(operation, argument))]
    plain = [part[0] for part in parts]
    others = ([*plain[:at], other, *plain[at + 1 :]] for at, part in enumerate(parts) for other in part[1:])
    return ["".join(plain), *map("".join, others)]


def _choices_of(operation: Any, argument: Any) -> list[str]:
    """Return the texts that one operation of a pattern may match; none for one that matches a place."""
    if operation is sre.LITERAL:
        return [chr(argument)]
    if operation is sre.BRANCH:
        return [text for branch in argument[1] for text in _choices(branch)]
    if operation is sre.SUBPATTERN:
        return _choices(argument[-1])
    if operation is sre.MAX_REPEAT:
        least, most, repeated = argument
        return [text * least for text in _choices(repeated)] + (_choices(repeated) if not least and most else [])
    if operation is sre.IN:
        return [text for one in argument for text in _choices_of(*one)]
    if operation is sre.RANGE:
        return [chr(argument[0]), chr(argument[1])]
    if operation is sre.CATEGORY:
        return {sre.CATEGORY_DIGIT: ["7"], sre.CATEGORY_SPACE: [" "], sre.CATEGORY_WORD: ["a"]}[argument]
    assert operation in (sre.AT, sre.ASSERT, sre.ASSERT_NOT), operation
    return []


@pytest.mark.parametrize("code", CODES)
def test_every_form_of_a_date_begins_as_the_search_for_dates_expects(code: str) -> None:
    """No form of a date that a language lists, in any of its alternatives, is left out by the words that are looked for first."""
    begins = grammar_of(code).begins
    for form in _forms(code):
        texts = {text for text in _choices(sre.parse(form)) if re.fullmatch(form, text)}
        assert texts, form
        assert [text for text in texts if not begins.match(f" {text.lower()}")] == [], form


def test_every_alternative_is_tried() -> None:
    """A pattern's alternatives, optional parts and sets all occur in the texts that are tried."""
    assert {*_choices(sre.parse(r"\b(?:next|this) (?:mon|tues)(?:day)?\s[xy]"))} == {
        "next mon x", "this mon x", "next tues x", "next monday x", "next mon y",
    }  # fmt: skip


def _days(text: str) -> list[tuple[int | None, int | None]]:
    return [(mention.month, mention.day) for mention in mentions_in(text, text.lower(), language("en"))]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Away 14/15 May.", [(5, 14), (5, 15)]),
        ("On leave 28/29/30 June.", [(6, 28), (6, 29), (6, 30)]),
        ("Thu/Fri 4/5 Feb 2027", [(2, 4), (2, 5)]),
    ],
)
def test_days_with_slashes_before_a_month_are_days_of_it(text: str, days: list[tuple[int, int]]) -> None:
    """`14/15 May` is two days, no date with an impossible month."""
    assert [each for each in _days(text) if each != (None, None)] == days


@pytest.mark.parametrize("text", ["out 12/24 may be back", "I am on call 24/7 may I add", "closed 12/24 March on"])
def test_a_month_by_chance_behind_a_date_makes_no_list(text: str) -> None:
    """Numbers that do not follow one another, or a month's word in small letters, leave a date in numbers as it is."""
    assert all(month is None for month, _ in _days(text))
