"""The words that names are told by: first names, titles, jobs, particles, and what makes a phrase an office."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

from replylint.facts.languages import CODES, language
from replylint.tables import strip_accents

_REMEMBERED = 4096
"""Words whose answers are kept: messages are made of the same few thousand."""


@cache
def given_names() -> frozenset[str]:
    """Return first names that are often met."""
    return frozenset(
        Path(__file__).with_name("languages").joinpath("given_names.txt").read_text(encoding="utf-8").split()
    )


@lru_cache(maxsize=_REMEMBERED)
def is_given(word: str) -> bool:
    """Say whether a word is a first name that is often met, written with or without its accents."""
    low = word.lower()
    if low in given_names() or strip_accents(low) in given_names():
        return True
    return "-" in low and all(map(is_given, low.split("-")))  # Jean-Luc


@cache
def union(key: str) -> frozenset[str]:
    """Return the words of one list of `[names]`, of all languages."""
    return frozenset().union(*(language(code).words("names", key) for code in CODES))


def particles() -> frozenset[str]:
    """Return the small words inside names: `de la`, `van`."""
    return union("particles")


def suffixes() -> frozenset[str]:
    """Return what follows a name: `Jr.`, `Ph.D.`."""
    return union("suffixes")


@lru_cache(maxsize=_REMEMBERED)
def is_title(word: str) -> bool:
    """Say whether a word is a title or rank that goes before a name."""
    return word.strip(".()").lower() in union("titles")


def goes_before_last_name(title: str) -> bool:
    """Return True if a title or rank has a word that goes before a last name: `Deputy Chief`, `Sgt.`, not `Pastor`."""
    return any(word.strip(".()").lower() in union("before_last_name") for word in title.split())


@lru_cache(maxsize=_REMEMBERED)
def is_job(word: str) -> bool:
    """Say whether a word names a job."""
    return word.strip(".").lower() in _jobs()


@cache
def _jobs() -> frozenset[str]:
    return frozenset().union(*(language(code).words("signature", "titles") for code in CODES))


@lru_cache(maxsize=_REMEMBERED)
def is_institution(word: str) -> bool:
    """Say whether a word makes a phrase a role, a place or an office."""
    return word.strip(".").lower() in union("institutions") or is_job(word)
