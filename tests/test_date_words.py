"""Where dates may begin: the words that are looked for first must lead to every date that the language knows."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from replylint.facts.date_grammar import grammar_of
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
