"""Misspelled Spanish words: a missing accent, a word written by ear, a slip in a long word."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from replylint.facts.slips import Slip, slip_of
from replylint.facts.vocabulary import vocabulary_of
from replylint.facts.word_forms import is_conjugated
from replylint.facts.words import frequency, is_known
from replylint.patterns import compiled
from replylint.tables import strip_accents

_REMEMBERED = 8192
"""Words whose answers are kept: messages are made of the same few thousand."""
_SHORTEST = 5
"""Letters of a word below which a slip is never certain."""
_LONG = 8
"""Letters from which a word is long enough for a slip inside it to be certain."""


@cache
def _spanish_by_sound() -> dict[str, str]:
    return {_sound(word): word for word in vocabulary_of("es")}


@cache
def _spanish_by_letter() -> dict[str, list[str]]:
    """Return the Spanish vocabulary in its order, by first letter."""
    found: dict[str, list[str]] = {}
    for word in vocabulary_of("es"):
        found.setdefault(word[0], []).append(word)
    return found


def _sound(word: str) -> str:
    """Return how a Spanish word sounds to those who spell by ear (seseo, betacismo, silent h)."""
    word = strip_accents(word.replace("ñ", "\0")).replace("\0", "ñ")
    word = re.sub(r"c(?=[ei])", "s", word).replace("z", "s").replace("qu", "k")
    word = re.sub(r"g(?=[ei])", "j", word).replace("ch", "\1").replace("h", "").replace("\1", "ch")
    return word.replace("c", "k").replace("v", "b").replace("ll", "y").replace("x", "s")


def is_misheard(word: str) -> bool:
    """Return True if a word is written by ear: `capasitación`; not `halla`, a verb's form."""
    right = _spanish_by_sound().get(_sound(word), "")
    return bool(right) and strip_accents(right) != strip_accents(word) and not is_conjugated(word)


_SION = compiled(r"(?<=[ai])si[oó]n(?:es)?\Z")
"""An ending that most words write with a c; those with an s are in the list."""


@lru_cache(maxsize=_REMEMBERED)
def meant_spanish(word: str, *, named: bool = False) -> str:
    """Return the Spanish word that was meant, or an empty string if that is not certain.

    Spanish has far more forms than any list, so an unknown word is mostly right. Only three
    slips are certain: a missing accent, a word of these messages written by ear, and letters
    exchanged, doubled or left out inside a long word. A word with a capital that does not open
    a sentence (`named`) may be a name.
    """
    if len(word) < _SHORTEST:
        return ""
    plain = strip_accents(word)
    heard = _spanish_by_sound().get(_sound(word), "") if len(word) >= _HEARD_FROM else ""
    if heard and heard != word and (not named or len(word) >= _LONG):
        # Another accent is another form: "citá", "dudás".
        return heard if plain == word or _accents(word) == _accents(heard) else ""
    if plain != word or named:
        return ""
    if accented := _accented(word):
        return accented
    if heard := _by_ear(word):
        return heard
    if (written := _SION.sub(_with_c, word)) != word and is_known(written, "es"):
        return written
    return next((right for right in _long_spanish(word[0]) if _is_spanish_slip(word, right)), "")


@lru_cache(maxsize=_REMEMBERED)
def _by_ear(word: str) -> str:
    """Return the one common word that an unknown long one becomes with another letter of the same sound; empty if there is none or several."""
    if len(word) < _LONG or is_known(word, "es") or is_conjugated(word):
        return ""
    found = {
        right
        for at, letter in enumerate(word)
        for other in _SOUND_ALIKE.get(letter, "")
        if frequency(right := word[:at] + other + word[at + 1 :], "es") >= _HEARD_OFTEN
    }
    return found.pop() if len(found) == 1 else ""


_SOUND_ALIKE = {"c": "sz", "s": "cz", "z": "sc", "b": "v", "v": "b", "g": "j", "j": "g"}
_HEARD_OFTEN = 50
_HEARD_FROM = 6
"""Letters of a word from which it is taken for one that sounds the same."""


def _accents(word: str) -> list[tuple[int, str]]:
    """Return the accented letters of a word, each with its place from the end."""
    places = (place for place, letter in enumerate(word) if letter in "áéíóú")
    return [(len(word) - place, word[place]) for place in places]


_ACCENTLESS = compiled(r"(?<=[cs])ion\Z|(?<=er)ia(?=s?\Z)|(?<=log|raf)ia(?=s?\Z)")
"""Endings that have an accent if the word is known with it; `periodo` is right both ways."""


def _accented(word: str) -> str:
    """Return a word with the accent of its ending, or an empty string if no list has it."""
    accented = _ACCENTLESS.sub(lambda ending: "ión" if ending.group() == "ion" else "ía", word)
    if accented != word and is_known(accented.removesuffix("s"), "es"):
        return accented
    return _future(word)


_FUTURE = compiled(r"(?P<stem>[a-zñ]{2,}r)(?P<ending>a[ns]?|e)\Z")
_IRREGULAR_FUTURES = frozenset("habr podr querr sabr tendr vendr saldr pondr valdr estar".split())
"""Stems of futures that are not a verb's infinitive, or of which no other form ends alike: `estara`."""
_IRREGULAR = frozenset("caber decir haber hacer poder poner querer saber salir tener valer venir".split())
"""Verbs whose future has another stem."""
_WITH_ACCENT = {"a": "á", "an": "án", "as": "ás", "e": "é"}


def _future(word: str) -> str:
    """Return a verb's future with the accent it lacks: `recogera`, `contestare`; empty for what may be another form.

    `llamara` is right in another mood, so of verbs in -ar only the first person is certain.
    """
    match = _FUTURE.match(word)
    if match is None:
        return ""
    stem, ending = match["stem"], match["ending"]
    regular = (
        stem not in _IRREGULAR and is_known(stem, "es") and (stem[-2:] in ("er", "ir") or stem[-2:] + ending == "are")
    )
    return stem + _WITH_ACCENT[ending] if regular or stem in _IRREGULAR_FUTURES else ""


def _with_c(match: re.Match[str]) -> str:
    """Return an ending as it is written after most stems: `-ción` for `-sion`."""
    return {"ion": "ción", "ión": "ción"}.get(match.group()[1:], "ciones")


_INSIDE = 3
"""Letters at the end of a Spanish word that a slip must leave alone: they are its ending."""


@cache
def _long_spanish(letter: str) -> list[str]:
    return [word for word in _spanish_by_letter().get(letter, ()) if len(word) >= _LONG]


def _is_spanish_slip(word: str, right: str) -> bool:
    return (
        word[-_INSIDE:] == strip_accents(right[-_INSIDE:])
        and len(word) >= _LONG
        and slip_of(word, strip_accents(right)) in (Slip.SWAPPED, Slip.DOUBLED, Slip.MISSING)
    )
