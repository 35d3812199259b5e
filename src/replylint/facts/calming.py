"""Words in capitals written in lowercase; names, places, days and abbreviations keep theirs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from replylint.facts.languages import Language, language
from replylint.facts.name_words import is_given
from replylint.facts.word_forms import is_known_form
from replylint.facts.words import frequency, is_known
from replylint.patterns import compiled

WORD = compiled(r"[^\W\d_](?:\.[^\W\d_])+\b\.?|[^\W\d_]+(?:'[^\W\d_]+)?")
"""A word, or letters with points: `P.O.`."""
_LONGEST_ACRONYM = 5
"""Letters of an unknown word taken for an abbreviation; a longer one with vowels is a name."""
_RARE = 3_000
"""A first name that occurs less often in the word list is not also an everyday word."""
_RARE_PLACE = 300
"""Occurrences below which a word behind `St.` is a place."""
_ORDINALS = frozenset(("st", "nd", "rd", "th"))
_VOWELS = frozenset("aeiouyáéíóúü")


def calm(words: str, names: Iterable[str], lang: Language, *, opens: bool) -> str:
    """Return words in lowercase, with the capitals of sentences, names, places and days.

    `names` are names and other texts whose capitalized words keep their capital; `opens` says
    that a sentence begins with the words. An abbreviation stays as it is, and so does a short
    word that no list knows: it may be one.
    """
    calmed = _Calmed(words, names, lang).text()
    return calmed[:1].upper() + calmed[1:] if opens else calmed


class _Calmed:
    """Words in capitals, one after another."""

    def __init__(self, words: str, names: Iterable[str], lang: Language) -> None:
        self._words = words
        self._lang = lang
        self._tone = lang["tone"]
        self._everyday = lang.words("recognise", "words") | lang.words("tone", "everyday")
        self._matches = list(WORD.finditer(words))
        self._low = [match.group().lower() for match in self._matches]
        self._named = self._places_of(names)
        self._addresses = self._in_addresses()

    def _places_of(self, names: Iterable[str]) -> dict[int, str]:
        """Return the words of names by where they are, as they are written there."""
        found: dict[int, str] = {}
        present = set(self._low)
        for name in {part for whole in names for part in _parts_of(whole)}:
            own = _words_of(name)
            low = [word.lower() for word in own] if own and own[0].lower() in present else []
            for index in range(len(self._low) - len(low) + 1) if low else ():
                if self._low[index : index + len(low)] == low:
                    found.update(enumerate(map(self._named_word, own), index))
        return found

    def _in_addresses(self) -> set[int]:
        """Return the words of streets and towns: `302 W REYNOLDS ST`, `TEMPLE TERRACE, FL`."""
        spans = [match.span(1) for match in _address(self._lang.code).finditer(self._words)]
        towns = _TOWN.finditer(self._words)
        spans += [match.span(1) for match in towns if self._is_code(match[2].lower())]
        return {
            index
            for index, match in enumerate(self._matches)
            if any(start <= match.start() and match.end() <= end for start, end in spans)
        }

    def _is_code(self, low: str) -> bool:
        return any(low in self._lang.words("tone", key) for key in ("states", "acronyms"))

    def _named_word(self, word: str) -> str:
        if not word.isupper():
            return word
        return word.lower() if word.lower() in self._everyday else word.capitalize()

    def text(self) -> str:
        """Return the words as they are written."""
        found, at = [], 0
        for index, match in enumerate(self._matches):
            found += [self._words[at : match.start()], self._written(index, match.group())]
            at = match.end()
        calmed = "".join([*found, self._words[at:]])
        for pattern, right in self._tone["fixed"].items():
            calmed = re.sub(pattern, right, calmed)
        return calmed

    def _written(self, index: int, word: str) -> str:
        low = self._low[index]
        base = low.split("'")[0]
        if low in _ORDINALS and self._words[: self._matches[index].start()][-1:].isdigit():
            return low  # "JANUARY 4TH"
        if index in self._named:
            return self._named[index]
        if "." in low:
            return low if low.strip(".") in ("a.m", "p.m") else word
        behind = self._words[self._matches[index].end() :][:2]
        if len(base) == 1 and base not in ("a", "i", *self._everyday) and behind[:1] != "-":
            return word
        if base in self._lang.words("tone", "upright"):
            return word[0] + low[1:]
        if base in self._lang.words("tone", "saints") and behind == ". ":
            return word.capitalize()
        if base in self._lang.words("tone", "acronyms") or self._is_state(index):
            return word[: len(base)] + low[len(base) :]
        if index in self._addresses or self._is_proper(base) or self._is_place(index):
            return word.capitalize()
        if index and self._is_proper(self._low[index - 1]) and self._is_last_name(index):
            return word.capitalize()
        if self._is_known(base) or base in self._everyday:
            return low
        if len(base) > _LONGEST_ACRONYM and not _VOWELS.isdisjoint(base):
            return word.capitalize()
        return word

    def _is_known(self, base: str) -> bool:
        if is_known(base, self._lang.code):
            return True
        # Nearly every short word could be the form of some Spanish verb.
        if self._lang.code == "es" and len(base) <= _LONGEST_ACRONYM:
            return False
        return is_known_form(base, self._lang.code)

    def _is_last_name(self, index: int) -> bool:
        """Return True if the word after a first name is rare enough to be a last name."""
        first = self._low[index - 1]
        rare = frequency(self._low[index], self._lang.code) < _RARE
        beside = self._gap(index) == " " and first not in self._lang.words("tone", "acronyms")
        return beside and rare

    def _is_proper(self, base: str) -> bool:
        """Return True if a word always has a capital: a day, a state, a first name."""
        if self._tone["days_in_capitals"] and _days(self._lang.code).fullmatch(base):
            return True
        if base in self._lang.words("tone", "capitalized"):
            return True
        rare = base not in self._everyday and frequency(base, self._lang.code) < _RARE
        return rare and is_given(base)

    def _is_state(self, index: int) -> bool:
        """Return True if a word is a state's code as well: `Portland, OR 97201`."""
        return (
            self._low[index] in self._lang.words("tone", "states")
            and self._gap(index).strip() == ","
            and _END.match(self._words, self._matches[index].end()) is not None
        )

    def _is_place(self, index: int) -> bool:
        """Return True if a word is part of a place: `City of Tampa`, `St. Petersburg`."""
        low, before, after = self._low[index], self._at(index - 1), self._at(index + 1)
        bodies, saints = self._lang.words("tone", "bodies"), self._lang.words("tone", "saints")
        if low in saints and after:
            return True
        rare = frequency(low, self._lang.code) < _RARE_PLACE
        if before in saints and (rare or self._at(index - 2) in (*self._everyday, "")):
            return True
        if low in bodies:
            return after in _OF or (bool(before) and self._is_name(index - 1))
        if after in bodies:
            return self._is_name(index)
        return before in _OF and self._at(index - 2) in bodies

    def _is_name(self, index: int) -> bool:
        """Return True if a word before `County` is its name."""
        low = self._low[index]
        return not is_known(low, self._lang.code) or self._is_proper(low) or index in self._named

    def _at(self, index: int) -> str:
        return self._low[index] if 0 <= index < len(self._low) else ""

    def _gap(self, index: int) -> str:
        if not index:
            return ""
        return self._words[self._matches[index - 1].end() : self._matches[index].start()]


@lru_cache(maxsize=1024)
def _parts_of(name: str) -> tuple[str, ...]:
    """Return a name and its short forms: `City of Plant City, Florida`, `Plant City`."""
    short = name.split(",")[0]
    bare = short.partition(" of ")[2]
    return tuple(dict.fromkeys((name, short, *((bare,) if " " in bare else ()))))


@lru_cache(maxsize=1024)
def _words_of(name: str) -> tuple[str, ...]:
    return tuple(WORD.findall(name))


_OF = ("of", "de")
_TOWN = compiled(r",\s+([^\W\d_]+(?: [^\W\d_]+){0,2}),\s+([A-Z]{2})\b")
"""A town between a street and the code of its state."""
_END = compiled(r"\s*(?:\Z|\d{5}|[.;)])")
"""What follows a state's code: a ZIP code, or the end of the sentence or text."""


@cache
def _address(code: str) -> re.Pattern[str]:
    """Return the pattern of a street with its number, the street as group 1."""
    streets = "|".join(sorted(language(code).words("tone", "streets"), key=lambda word: (-len(word), word)))
    return compiled(rf"(?i)\b\d{{1,6}}\s+((?:[^\W\d_]+\.?\s+){{1,4}}?(?:{streets})\b)")


@cache
def _days(code: str) -> re.Pattern[str]:
    lang = language(code)
    return compiled(rf"(?:{lang.month}|{lang.weekday})")
