"""Where dates may begin: the words that are looked for first must lead to every date that the language knows."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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


@pytest.mark.parametrize(("code", "form"), [(code, form) for code in CODES for form in _forms(code)])
def test_every_form_of_a_date_begins_as_the_search_for_dates_expects(code: str, form: str) -> None:
    """No form of a date that a language lists is left out by the words that are looked for first."""
    begins = grammar_of(code).begins

    @settings(max_examples=25)
    @given(st.from_regex(rf"\A(?:{form})", fullmatch=True))
    def holds(text: str) -> None:
        assert begins.match(f" {text.lower()}"), text

    holds()


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
