"""Misspelled words, in tiers: certain, or not spoken of.

A word is certainly wrong if it is a known misspelling, or if it is in no list and one usual slip inside it makes it a common
word. Names, abbreviations, compounds, British forms, words of the policy and words of other languages are left alone, and so
is every word that is only unknown.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from replylint.facts.languages import language
from replylint.facts.languages.alternatives import grouped
from replylint.facts.layout import Sentence, words_of
from replylint.facts.matching import Stretches
from replylint.facts.name_words import is_given, is_institution, is_title
from replylint.facts.sieve import Sieve
from replylint.facts.slips import Slip, edges_alike, slip_of
from replylint.facts.spanish_spelling import is_misheard, meant_spanish
from replylint.facts.unread import foreign_words
from replylint.facts.vocabulary import vocabulary_of
from replylint.facts.word_forms import is_known_form
from replylint.facts.words import distance, edits_of, frequency, is_known, word_list
from replylint.patterns import compiled
from replylint.tables import lower
from replylint.visible import Span


class Misspelling(NamedTuple):
    """A misspelled word as written, and the word meant."""

    span: Span
    word: str
    right: str


class ConfusedWord(NamedTuple):
    """A word that exists and does not belong here, the word meant, and why."""

    span: Span
    word: str
    right: str
    why: str


_WORD = compiled(
    r"(?<![\w@#/\\&+$%^~-])[^\W\d_]+(?:'[^\W\d_]+)*(?![\w@\\/&+])(?!'(?!s\b)\w)|(?<=[a-z]-)[a-z]+(?:'[a-z]+)?(?![\w@])|(?<![\w@#/\\&])[a-z]+(?=/[a-z])"
)


_LEAST = {5: 20_000, 6: 5_000, **dict.fromkeys(range(10, 20), 300)}
"""Occurrences in the word list that make a word common enough to be meant, by length of the misspelled one; longer ones need 700."""


_LEAST_LONG = 700
_LEAST_OF_ALL = min(_LEAST_LONG, *_LEAST.values())
_LEAST_PLURAL = 100


_REMEMBERED = 8192
"""Words whose answers are kept: messages are made of the same few thousand."""
_LONGEST_WORD = 40
"""Letters of a word; what is longer is none."""


_LONG = 8
"""Letters from which two slips are believed, if the word meant is of the vocabulary of such messages."""


def misspellings_in(
    sentences: Sequence[Sentence], text: str, *, skip: Sequence[Span], own_words: Collection[str], shouted: bool
) -> list[Misspelling]:
    """Return the certainly misspelled words of a folded text.

    `skip` are stretches that are names, addresses or blanks; `own_words` are further words known, in lower case.
    """
    found: list[Misspelling] = []
    taken: Stretches | None = None
    for sentence in sentences:
        code = sentence.language.code
        if not _suspects(code).holds(words_of(sentence.lowered)):
            continue
        taken = taken or Stretches(skip)
        here: list[Misspelling] = []
        unknown = known = 0
        for match in _WORD.finditer(text, sentence.start, sentence.end):
            word = match.group()
            if not 2 <= len(word) <= _LONGEST_WORD or taken.touch(match.start(), match.end()):
                continue
            if _is_ordinary(word, code):
                known += lower(word) not in foreign_words()
                continue
            if text[match.end() : match.end() + 1] == "'" and word.endswith("in"):
                continue  # fishin'
            right = _right_word(word, text, match.start(), sentence, own_words, shouted)
            if right:
                here.append(Misspelling(Span(match.start(), match.end()), word, right))
            elif word.islower() or shouted:
                unknown += lower(word) not in own_words
        if known >= unknown * _KNOWN_FOR_EACH:
            found += here
    return found


_KNOWN_FOR_EACH = 3
"""Words of the language for each that is unknown: a sentence with fewer is in another language, and is left alone."""


@lru_cache(maxsize=_REMEMBERED)
def _is_ordinary(word: str, code: str) -> bool:
    """Say whether a word is in the language's list and is no known misspelling all the same."""
    low = lower(word)
    if low in _certain(code):
        return False
    return is_known(low, code) or (is_known_form(low, code) and not (code == "es" and is_misheard(low)))


@cache
def _suspects(code: str) -> Sieve:
    return Sieve(lambda word: _is_suspect(word, code))


def _is_suspect(low: str, code: str) -> bool:
    """Say whether a word, in lower case, may be misspelled in some sentence; of most words this is said at once."""
    if _is_ordinary(low, code):
        return False
    if low in _certain(code) or len(low) > _LONGEST_WORD:
        return low in _certain(code)
    if low.endswith("s") and low[:-1] in _certain(code):
        return True
    if _DRAWN_OUT.search(low):
        return True
    if code == "es":
        return bool(meant_spanish(low))
    return bool(_meant(low, code, capital=False, opening=False))  # with a capital less is believed


def _right_word(word: str, text: str, start: int, sentence: Sentence, own_words: Collection[str], shouted: bool) -> str:
    low = lower(word)
    if low in own_words or low.removesuffix("'s") in own_words:
        return ""
    code = sentence.language.code
    if word[0].isupper() and _is_surname(text, start):
        return ""
    certain = _certain(code).get(low) or _plural_of(_certain(code).get(low.removesuffix("s"), ""), low)
    if certain and _WITHIN_SPANISH.match(text, start + len(word)) and _is_of_the_other(low, code):
        return ""  # "Oficial de tránsito"
    if certain and not (word.isupper() and len(word) <= 3 and not shouted):
        return _as_written(word, certain)
    if _is_ordinary(word, code) or _is_of_the_other(low, code):
        return ""
    if (word.isupper() and not shouted) or (any(char.isupper() for char in word[1:]) and not shouted):
        return ""
    if drawn := _DRAWN_OUT.search(low):
        # "eeek", "pleeease" are drawn out on purpose; "offfice" is a slip.
        right = low.replace(drawn.group(), drawn.group(1) * 2) if drawn.group(1) else ""
        return _as_written(word, right) if len(right) >= _LONG_ENOUGH and is_known(right, code) else ""
    capital = word[0].isupper() and not shouted
    opening = capital and _is_no_name(text, start, start + len(word), sentence)
    if code == "es":
        right = meant_spanish(low, named=capital and not opening)
    else:
        right = _meant(low, code, capital=capital, opening=opening)
    return _as_written(word, right) if right else ""


def _plural_of(right: str, low: str) -> str:
    """Return the plural of the right word for a misspelling that is one; empty if it is none."""
    return f"{right}s" if right and low.endswith("s") and not right.endswith("s") else ""


_WITHIN_SPANISH = compiled(r" (?:de|del|en|y|para) ")


def _is_of_the_other(low: str, code: str) -> bool:
    """Return True if a word of one of the two languages stands in a sentence of the other."""
    other = "es" if code == "en" else "en"
    may_be_form = other == "es" or (low.isascii() and low.endswith(_ENGLISH_ENDINGS))
    return is_known(low, other) or (may_be_form and is_known_form(low, other))


_ENGLISH_ENDINGS = ("s", "ed", "ing", "er", "ly")


_DRAWN_OUT = compiled(r"([^aeiou\W\d])\1\1+(?=\w)|([a-z])\2\2+")
_LONG_ENOUGH = 6
"""Letters of a word in which a letter too many is a slip."""


def _is_no_name(text: str, start: int, end: int, sentence: Sentence) -> bool:
    """Say whether a word has its capital for another reason than being a name: it begins the sentence, or an office's name."""
    following = _WORD_BEHIND.match(text, end)
    return (following is not None and is_institution(following[1])) or _opens(text, start, sentence)


_WORD_BEHIND = compiled(r" ([A-ZÀ-Þ][\w'-]*)")


def _opens(text: str, start: int, sentence: Sentence) -> bool:
    return not text[sentence.start : start].strip(" \"'(*-•")


def _is_surname(text: str, start: int) -> bool:
    """Say whether a first name, a title or an initial stands right before a word: `Doris Holliday`, `Mr. Forman`."""
    before = _WORD_BEFORE.search(text, max(0, start - _LONGEST_NAME), start)
    return before is not None and (is_given(before[1]) or is_title(before[1]) or len(before[1]) == 1)


_WORD_BEFORE = compiled(r"\b([A-ZÀ-Þ][\w'-]*)\.? \Z")
_LONGEST_NAME = 20


def _as_written(word: str, right: str) -> str:
    if word.isupper() and len(word) > 1:
        return right.upper()
    return right[0].upper() + right[1:] if word[0].isupper() else right


@cache
def _certain(code: str) -> dict[str, str]:
    return dict(language(code)["spelling"]["certain"])


@lru_cache(maxsize=_REMEMBERED)
def _meant(word: str, code: str, *, capital: bool, opening: bool) -> str:
    """Return the English word that a misspelled one was meant to be, or an empty string if that is not certain.

    A word with a capital that does not open a sentence may be a name: it is corrected only to a word of the vocabulary.
    """
    vocabulary = vocabulary_of(code)
    if len(word) < _SHORTEST or "'" in word or word in vocabulary:
        return ""
    named = capital and not opening
    if word.endswith("ys") and frequency(plural := word[:-2] + "ies", code) >= _LEAST_PLURAL and not named:
        return plural
    if word.endswith("icly") and frequency(adverb := word[:-2] + "ally", code):
        return adverb
    near = {
        right: frequency(right, code)
        for right in _edits(word) & vocabulary.keys()
        if _is_slip_of(word, right, _OF_A_NAME if named else _OF_VOCABULARY)
    }
    if near:
        return _likeliest(word, near)
    common = {} if named else _common(word, code)
    least = _least_of(word, capital)
    candidates = {
        right: count for right, count in common.items() if count >= least and _is_slip_of(word, right, _OF_ANY_WORD)
    }
    if candidates:
        return _likeliest(word, candidates)
    return _two_slips_away(word, code) if len(word) >= _LONG and not named else ""


_SHORTEST = 5
"""Letters of a word below which a slip is never certain: "cafe", "meds" and "topo" are words that lists lack."""

_OF_VOCABULARY = {
    Slip.SWAPPED: 5,
    Slip.DOUBLED: 5,
    Slip.MISSING: 5,
    Slip.VOWEL: 6,
    Slip.MISHEARD: 7,
    Slip.ADDED: 7,
    Slip.OTHER: 9,
}
"""Letters of a word from which each slip is believed, if the word meant is of the vocabulary of such messages."""

_OF_A_NAME = {
    Slip.SWAPPED: 6,
    Slip.DOUBLED: 6,
    Slip.MISSING: 7,
    Slip.VOWEL: 8,
    Slip.MISHEARD: 8,
    Slip.ADDED: 8,
}
"""The same, if the misspelled word has a capital and may be a name: Munday and Durning are."""

_OF_ANY_WORD = {
    Slip.SWAPPED: 5,
    Slip.DOUBLED: 6,
    Slip.MISSING: 7,
    Slip.VOWEL: 8,
    Slip.MISHEARD: 9,
    Slip.ADDED: 8,
}
"""The same, if the word meant is any common word."""


def _is_slip_of(word: str, right: str, shortest: Mapping[Slip, int]) -> bool:
    """Return True if a word is certainly another one misspelled: the slip is a usual one, within the word."""
    slip = slip_of(word, right)
    loosely = slip is Slip.SWAPPED and shortest is not _OF_A_NAME
    alike = word[0] == right[0] if loosely else edges_alike(word, right)
    return slip is not None and alike and len(word) >= shortest.get(slip, _LONGEST_WORD)


def _least_of(word: str, capital: bool) -> int:
    """Return how often a word occurs at least that is taken for the one meant."""
    return _LEAST.get(len(word), _LEAST_LONG) * (20 if capital else 1)


_AT_A_TIME = 16
"""Words whose edits are kept: each word is looked at with and without a capital, one after another."""


@lru_cache(maxsize=_AT_A_TIME)
def _edits(word: str) -> set[str]:
    return edits_of(word)


@lru_cache(maxsize=_AT_A_TIME)
def _common(word: str, code: str) -> dict[str, int]:
    """Return the common words one edit away from a word, with how often they occur."""
    return word_list(code).common(_edits(word), _LEAST_OF_ALL)


def _two_slips_away(word: str, code: str) -> str:
    """Return the first long word of the vocabulary two slips away that begins and ends like a word."""
    letters = frozenset(word)
    for right, others in _long_words(code).get(word[0], ()):
        # Each edit brings in one other letter at most.
        if (
            len(others - letters) <= 2
            and len(letters - others) <= 2
            and edges_alike(word, right)
            and distance(word, right, 2) <= 2
            and _are_two_slips(word, right)
        ):
            return right
    return ""


def _are_two_slips(word: str, right: str) -> bool:
    """Return True if two usual slips make one word the other."""
    return any(slip_of(once, right) in _OF_ANY_WORD and slip_of(word, once) in _OF_ANY_WORD for once in _edits(word))


@cache
def _long_words(code: str) -> dict[str, list[tuple[str, frozenset[str]]]]:
    """Return the long words of the vocabulary with their letters, by first letter."""
    found: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for word in vocabulary_of(code):
        if len(word) >= _LONG:
            found.setdefault(word[0], []).append((word, frozenset(word)))
    return found


def _likeliest(word: str, counts: Mapping[str, int]) -> str:
    """Return the word that was meant, or an empty string if two may be.

    A likelier slip weighs as much as a word that is several times as common.
    """
    best, *others = sorted(
        ((_WEIGHTS[slip_of(word, right)] * (count + 1), right) for right, count in counts.items()), reverse=True
    )
    return "" if others and others[0][0] * _CLEARLY > best[0] else best[1]


_CLEARLY = 3
"""How many times as likely as the next the word must be that was meant."""


_WEIGHTS = {
    Slip.SWAPPED: 10,
    Slip.DOUBLED: 10,
    Slip.MISSING: 5,
    Slip.ADDED: 3,
    Slip.VOWEL: 3,
    Slip.MISHEARD: 2,
    Slip.OTHER: 1,
    None: 0,
}
"""How much likelier one slip is than another."""


_FIRST_GROUP = compiled(r"\(([^()?]+)\)")


def confused_in(sentences: Sequence[Sentence], text: str) -> list[ConfusedWord]:
    """Return words that exist and do not belong where they stand: `form 9/9`, `may of`."""
    found: list[ConfusedWord] = []
    for sentence in sentences:
        code = sentence.language.code
        taken = Stretches()
        doubtful = _doubtful_words(code) & words_of(sentence.lowered)
        for number in sorted({number for word in doubtful for number in _confusions(code)[word]}):
            pattern, right, why = _confusion_rule(code, number)
            for match in pattern.finditer(sentence.lowered):
                span = Span(sentence.start + match.start(1), sentence.start + match.end(1))
                if not taken.touch(span.start, span.end):
                    taken.add(span)
                    found.append(ConfusedWord(span, text[span.start : span.end], right, why))
    return sorted(found, key=lambda item: item.span)


@cache
def _confusion_rule(code: str, number: int) -> tuple[re.Pattern[str], str, str]:
    """Return a rule, compiled when first needed: its pattern, the right word, and why."""
    lang = language(code)
    pattern, right, why = lang["confused"]["rules"][number]
    filled = _ONE_WORD.sub(lambda match: rf"({match[1]})(?<!\w{{{len(match[1]) + 1}}})", lang.fill(pattern))
    return compiled(grouped(filled)), right, why


_ONE_WORD = compiled(r"^\\b\((\w+)\)(?=\(|\\b)")
"""A rule's word at its beginning: a pattern that begins with the word itself is found faster than one that begins with a boundary."""


@cache
def _confusions(code: str) -> dict[str, list[int]]:
    """Return the numbers of the rules about a word; a rule is about the words that its first group names, one of which a sentence must have."""
    found: dict[str, list[int]] = {}
    for number, (pattern, _, _) in enumerate(language(code)["confused"]["rules"]):
        for word in _FIRST_GROUP.findall(pattern)[0].split("|"):
            found.setdefault(word, []).append(number)
    return found


@cache
def _doubtful_words(code: str) -> frozenset[str]:
    """Return the words that a rule is about."""
    return frozenset(_confusions(code))
