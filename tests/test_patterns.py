"""Patterns of the languages: what is done for speed changes nothing that they find."""

from __future__ import annotations

import re

import pytest

from accuracy.score import HERE, rows
from replylint.facts.languages import CODES, language
from replylint.facts.languages.alternatives import grouped
from replylint.tables import fold, lower

TEXTS = [lower(fold(row["text"])) for row in rows(HERE / "messages.jsonl")]
SECTIONS = ("absence", "kinds", "promise", "contacts", "privacy")


def _patterns() -> list[tuple[str, str, str]]:
    found = []
    for code in CODES:
        for section in SECTIONS:
            for key, value in language(code)[section].items():
                if isinstance(value, list):
                    value = "|".join(f"(?:{item})" for item in value)
                if isinstance(value, str) and "\\" in value:
                    found.append((f"{code}.{section}.{key}", language(code).fill(value), key))
    return found


@pytest.mark.parametrize(("name", "pattern"), [(name, pattern) for name, pattern, _ in _patterns()])
def test_alternatives_put_together_match_the_same(name: str, pattern: str) -> None:
    """Putting alternatives together by their first letters changes no match in any labelled message."""
    plain, quick = re.compile(pattern, re.MULTILINE), re.compile(grouped(pattern), re.MULTILINE)
    for text in TEXTS:
        assert [match.span() for match in plain.finditer(text)] == [match.span() for match in quick.finditer(text)], (
            name
        )


@pytest.mark.parametrize(
    "pattern",
    [
        r"\b(?:one|two|twelve|on|ones?)\b",
        r"\b(?:a|an|and|any|at)(?=x)|y",
        r"(?:a(b)|ac|ad|(?<!x)ae|af)\1?",
        r"\b(?:ab|cd|ef|gh)?z",
        r"x(?:[ab|)]|c\||c\)|ca|cb)",
    ],
)
def test_patterns_of_every_form_match_the_same(pattern: str) -> None:
    """Captures, quantifiers, sets and escapes survive being put together."""
    plain, quick = re.compile(pattern), re.compile(grouped(pattern))
    for text in (
        "one two twelve on ones onex anx and at y",
        "abb ac ad xae ae af",
        "abz cdz z xgh",
        "xa x| x) c| xc| xc) xca xcb",
    ):
        assert [match.span() for match in plain.finditer(text)] == [match.span() for match in quick.finditer(text)]


def test_a_pattern_with_a_bracket_too_many_is_refused() -> None:
    """A slip in a language file is said, not read past."""
    with pytest.raises(ValueError, match="unbalanced"):
        grouped("(?:a|b))|c")


@pytest.mark.parametrize(("code", "name"), [(code, name) for code in CODES for name in language(code)["stems"]])
def test_whatever_a_pattern_finds_has_one_of_its_stems(code: str, name: str) -> None:
    """No match of a pattern in any labelled message is passed over because of the stems that are looked for first."""
    lang = language(code)
    section, key = name.split(".")
    if section == "blanks":
        parts = [re.compile(lang.fill(item)) for item in lang[section][key]]
    else:
        parts = [lang.pattern(section, key)]
    for text in TEXTS:
        for part in parts:
            if match := part.search(text):
                assert lang.may_have(section, key, text), match.group()
