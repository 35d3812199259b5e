"""The words of automatic replies, which misspelled words were most likely meant to be."""

from __future__ import annotations

from functools import cache, lru_cache

from replylint.facts.languages import Language, language
from replylint.facts.name_words import is_given
from replylint.facts.words import edits_of
from replylint.patterns import compiled

_LONG_WORD = compiled(r"[a-zñáéíóú]{6,}")


@cache
def vocabulary_of(code: str) -> dict[str, None]:
    """Return the words of such messages in a language, then long words of job titles, and those of days last."""
    lang = language(code)
    words = lang["spelling"].get("vocabulary", "").split()
    surnames = lang.words("names", "surnames")
    jobs = sorted(word for word in lang.words("signature", "titles") - surnames if len(word) >= _LONG_JOB)
    return dict.fromkeys((*words, *jobs, *days_of(code)))


_LONG_JOB = 7
"""Letters of a word for a job from which no last name is likely to be a slip of it, unless it is a last name itself."""


@lru_cache(4096)  # a text is understood again after each correction
def is_slip(word: str, code: str) -> bool:
    """Return whether a word, in lower case, is a known misspelling, or one slip from a word of such messages."""
    if word in language(code)["spelling"]["certain"]:
        return True
    return not edits_of(word).isdisjoint(vocabulary_of(code))


@cache
def days_of(code: str) -> tuple[str, ...]:
    """Return the names of days, months and holidays in a language, short ones aside."""
    return tuple(_day_words(language(code)))


def _day_words(lang: Language) -> list[str]:
    dates = lang["dates"]
    names = [name for names in (*dates["months"], *dates["weekdays"]) for name in names]
    words = [name.removesuffix("s?") for name in names if len(name) > 4 and "[" not in name]
    holidays = [word for name in dates["holidays"] for word in _LONG_WORD.findall(name)]
    return words + [word for word in holidays if not is_given(word)]
