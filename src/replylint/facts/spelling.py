"""Misspelled words, in tiers: certain, or not spoken of.

A word is certainly wrong if it is a known misspelling, or is in no list and one slip away from a common word, and is no name,
place, abbreviation, compound, British form or word of the policy. What is only unknown is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cache, lru_cache
from operator import eq
from typing import NamedTuple

from replylint.facts.languages import Language, language, shares
from replylint.facts.languages.alternatives import grouped
from replylint.facts.layout import Sentence, words_of
from replylint.facts.matching import Stretches
from replylint.facts.name_words import is_given, is_institution, is_title
from replylint.facts.sieve import Sieve
from replylint.facts.word_forms import is_known_form
from replylint.facts.words import distance, edits_of, frequency, is_known, is_one_edit_away, word_list
from replylint.tables import lower, strip_accents
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


_WORD = re.compile(
    r"(?<![\w@#/\\&+$%^~-])[^\W\d_]+(?:'[^\W\d_]+)*(?![\w@\\/&+])(?!'(?!s\b)\w)|(?<=[a-z]-)[a-z]+(?:'[a-z]+)?(?![\w@])|(?<![\w@#/\\&])[a-z]+(?=/[a-z])"
)


_LEAST = {4: 60_000, 5: 20_000, 6: 5_000, **dict.fromkeys(range(10, 20), 300)}
"""Occurrences in the word list that make a word common enough to be meant, by length of the misspelled one; longer ones need 700."""


_LEAST_LONG = 700
_LEAST_OF_ALL = min(_LEAST_LONG, *_LEAST.values())
_LEAST_PLURAL = 100


_REMEMBERED = 8192
"""Words whose answers are kept: messages are made of the same few thousand."""
_CLEARLY_ENGLISH = 2
"""Everyday English words from which a sentence is taken for English, so that a Spanish word in it is a slip."""
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
        words = words_of(sentence.lowered)
        if not _suspects(code).holds(words) or len(words & _OF_OTHER_LANGUAGES) >= _FOREIGN:
            continue
        taken = taken or Stretches(skip)
        for match in _WORD.finditer(text, sentence.start, sentence.end):
            word = match.group()
            if (
                not 2 <= len(word) <= _LONGEST_WORD
                or _is_ordinary(word, code)
                or taken.touch(match.start(), match.end())
            ):
                continue
            if text[match.end() : match.end() + 1] == "'" and word.endswith("in"):
                continue  # fishin'
            right = _right_word(word, text, match.start(), sentence, own_words, shouted)
            if right:
                found.append(Misspelling(Span(match.start(), match.end()), word, right))
    return found


_OF_OTHER_LANGUAGES = frozenset(
    "ich bin wir sind nicht urlaub bitte vielen dank für und mit vom zum zur nachricht ist werde wieder je suis nous sommes vous votre avec merci jusqu'au être "
    "bonjour cordialement sono fino grazie della ufficio sarò estou até obrigado obrigada não você ik vriendelijke groet afwezig vanaf jeg hej takk".split()
)
"""Common words of languages that replylint does not read."""
_FOREIGN = 2
"""How many of them make a sentence one that is not checked for spelling."""


@lru_cache(maxsize=_REMEMBERED)
def _is_ordinary(word: str, code: str) -> bool:
    """Say whether a word is in the language's list and is no known misspelling all the same."""
    low = lower(word)
    if low in _certain(code):
        return False
    return is_known(low, code) or (is_known_form(low, code) and not (code == "es" and _is_misheard(low)))


@cache
def _suspects(code: str) -> Sieve:
    return Sieve(lambda word: _is_suspect(word, code))


def _is_suspect(low: str, code: str) -> bool:
    """Say whether a word, in lower case, may be misspelled in some sentence; of most words this is said at once."""
    if _is_ordinary(low, code):
        return False
    if low in _certain(code) or len(low) > _LONGEST_WORD:
        return low in _certain(code)
    if code == "es":
        return bool(_meant_spanish(low))
    return bool(_meant(low, code, capital=False, opening=False))  # with a capital less is believed


def _right_word(word: str, text: str, start: int, sentence: Sentence, own_words: Collection[str], shouted: bool) -> str:
    low = lower(word)
    if low in own_words or low.removesuffix("'s") in own_words:
        return ""
    code = sentence.language.code
    if word[0].isupper() and _is_surname(text, start):
        return ""
    certain = _certain(code).get(low)
    if certain and not (word.isupper() and len(word) <= 3 and not shouted):
        return _as_written(word, certain)
    if _is_ordinary(word, code):
        return ""
    other = "es" if code == "en" else "en"
    clearly = code == "en" and shares(sentence.lowered)["en"] >= _CLEARLY_ENGLISH
    if not clearly and (is_known(low, other) or ((other == "es" or low.isascii()) and is_known_form(low, other))):
        return ""
    if (word.isupper() and not shouted) or (any(char.isupper() for char in word[1:]) and not shouted):
        return ""
    if drawn := _DRAWN_OUT.search(low):
        # "eeek", "pleeease" are drawn out on purpose; "offfice" is a slip.
        right = low.replace(drawn.group(), drawn.group(1) * 2) if drawn.group(1) else ""
        return _as_written(word, right) if len(right) >= _LONG_ENOUGH and is_known(right, code) else ""
    capital = word[0].isupper() and not shouted
    right = (
        _meant_spanish(low)
        if code == "es"
        else _meant(
            low, code, capital=capital, opening=capital and _is_no_name(text, start, start + len(word), sentence)
        )
    )
    return _as_written(word, right) if right else ""


_DRAWN_OUT = re.compile(r"([^aeiou\W\d])\1\1+(?=\w)|([a-z])\2\2+")
_LONG_ENOUGH = 6
"""Letters of a word in which a letter too many is a slip."""


def _is_no_name(text: str, start: int, end: int, sentence: Sentence) -> bool:
    """Say whether a word has its capital for another reason than being a name: it begins the sentence, or an office's name."""
    following = _WORD_BEHIND.match(text, end)
    return (following is not None and is_institution(following[1])) or _opens(text, start, sentence)


_WORD_BEHIND = re.compile(r" ([A-ZÀ-Þ][\w'-]*)")


def _opens(text: str, start: int, sentence: Sentence) -> bool:
    return not text[sentence.start : start].strip(" \"'(*-•")


def _is_surname(text: str, start: int) -> bool:
    """Say whether a first name, a title or an initial stands right before a word: `Doris Holliday`, `Mr. Forman`."""
    before = _WORD_BEFORE.search(text, max(0, start - _LONGEST_NAME), start)
    return before is not None and (is_given(before[1]) or is_title(before[1]) or len(before[1]) == 1)


_WORD_BEFORE = re.compile(r"\b([A-ZÀ-Þ][\w'-]*)\.? \Z")
_LONGEST_NAME = 20


def _as_written(word: str, right: str) -> str:
    if word.isupper() and len(word) > 1:
        return right.upper()
    return right[0].upper() + right[1:] if word[0].isupper() else right


@cache
def _certain(code: str) -> dict[str, str]:
    return dict(language(code)["spelling"]["certain"])


def is_slip(word: str, code: str) -> bool:
    """Return whether a word, in lower case, is a known misspelling, or one slip from a word of such messages."""
    return word in _certain(code) or not _edits(word).isdisjoint(_vocabulary_set(code))


@cache
def _vocabulary(code: str) -> tuple[str, ...]:
    lang = language(code)
    return tuple(dict.fromkeys((*lang["spelling"].get("vocabulary", "").split(), *_days(code))))


@cache
def _days(code: str) -> tuple[str, ...]:
    return tuple(_day_words(language(code)))


def _day_words(lang: Language) -> list[str]:
    dates = lang["dates"]
    names = [name for names in (*dates["months"], *dates["weekdays"]) for name in names]
    words = [name.removesuffix("s?") for name in names if len(name) > 4 and "[" not in name]
    holidays = [word for holiday in dates["holidays"] for word in re.findall(r"[a-zñáéíóú]{6,}", holiday)]
    return words + [word for word in holidays if not is_given(word)]


@lru_cache(maxsize=_REMEMBERED)
def _meant(word: str, code: str, *, capital: bool, opening: bool) -> str:
    """Return the English word that a misspelled one was meant to be, or an empty string if that is not certain."""
    if len(word) < 4 or "'" in word:
        return ""
    vocabulary = _vocabulary(code)
    if word in vocabulary:
        return ""
    named = capital and not opening
    if word.endswith("ys") and frequency(plural := word[:-2] + "ies", code) >= _LEAST_PLURAL and not named:
        return plural
    if word.endswith("icly") and frequency(adverb := word[:-2] + "ally", code):
        return adverb
    edits = _edits(word)
    near = [right for right in edits & _vocabulary_set(code) if _may_be_meant(word, right, named)]
    if near:
        return min(near, key=lambda right: (right[0] != word[0], vocabulary.index(right)))
    if len(word) >= _LONG and (close := _two_slips_away(word, code, named=named)):
        return close
    if named:
        return ""
    least = _LEAST.get(len(word), _LEAST_LONG) * (20 if capital else 1)
    counts = _common(word, code)
    candidates = [
        right for right, count in counts.items() if count >= least and len(right) >= 3 and right[0] == word[0]
    ]
    if not candidates and len(word) >= 6 and not capital:
        candidates = [right for right, count in counts.items() if count >= least * 10]
    return max(candidates, key=lambda right: (_likely(word, right), counts[right], right), default="")


_AT_A_TIME = 16
"""Words whose edits are kept: each word is looked at with and without a capital, one after another."""


@lru_cache(maxsize=_AT_A_TIME)
def _edits(word: str) -> set[str]:
    return edits_of(word)


@lru_cache(maxsize=_AT_A_TIME)
def _common(word: str, code: str) -> dict[str, int]:
    """Return the common words one edit away from a word, with how often they occur."""
    return word_list(code).common(_edits(word), _LEAST_OF_ALL)


@cache
def _vocabulary_set(code: str) -> frozenset[str]:
    return frozenset(_vocabulary(code))


def _two_slips_away(word: str, code: str, *, named: bool) -> str:
    """Return the first long word of the vocabulary two edits away that begins like a word.

    A word that may be a name (`named`) is compared with the names of days and months only.
    """
    letters = frozenset(word)
    for right, others in _long_words(code, named).get(word[0], ()):
        # Each edit brings in one other letter at most.
        if len(others - letters) <= 2 and len(letters - others) <= 2 and distance(word, right, 2) <= 2:
            return right
    return ""


@cache
def _long_words(code: str, days: bool) -> dict[str, list[tuple[str, frozenset[str]]]]:
    """Return the long words of the vocabulary, or of its days, with their letters, by first letter."""
    found: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for word in _days(code) if days else _vocabulary(code):
        if len(word) >= _LONG:
            found.setdefault(word[0], []).append((word, frozenset(word)))
    return found


def _may_be_meant(word: str, right: str, named: bool) -> bool:
    """Say whether one of the vocabulary is long enough to be meant; by what may be a name only if it begins like it."""
    return len(right) >= 6 and right[0] == word[0] if named else len(right) >= 4


def _likely(word: str, right: str) -> int:
    """Return how likely a slip is: two neighbours exchanged or a doubled letter is likelier than another letter."""
    if sorted(word) == sorted(right):
        return 3
    if len(right) != len(word):
        return 2
    return 1


@cache
def _spanish_by_sound() -> dict[str, str]:
    return {_sound(word): word for word in _vocabulary("es")}


@cache
def _spanish_by_letter() -> dict[str, list[str]]:
    """Return the Spanish vocabulary in its order, by first letter."""
    found: dict[str, list[str]] = {}
    for word in _vocabulary("es"):
        found.setdefault(word[0], []).append(word)
    return found


def _sound(word: str) -> str:
    """Return how a Spanish word sounds to those who spell by ear (seseo, betacismo, silent h)."""
    word = strip_accents(word.replace("ñ", "\0")).replace("\0", "ñ")
    word = re.sub(r"c(?=[ei])", "s", word).replace("z", "s").replace("qu", "k")
    word = re.sub(r"g(?=[ei])", "j", word).replace("ch", "\1").replace("h", "").replace("\1", "ch")
    return word.replace("c", "k").replace("v", "b").replace("ll", "y").replace("x", "s")


def _is_misheard(word: str) -> bool:
    """Say whether a word sounds like one of these messages and has other letters: `capasitación`; accents aside."""
    right = _spanish_by_sound().get(_sound(word), "")
    return bool(right) and strip_accents(right) != strip_accents(word)


_SION = re.compile(r"(?<=[ai])si[oó]n(?:es)?\Z")


@lru_cache(maxsize=_REMEMBERED)
def _meant_spanish(word: str) -> str:
    """Return the word of these messages that a misspelled Spanish word sounds like, or is one slip away from."""
    if len(word) < 4:
        return ""
    right = _spanish_by_sound().get(_sound(word), "")
    if not right and len(word) >= 7:
        alike = _spanish_by_letter().get(word[0], ())
        right = next((known for known in alike if is_one_edit_away(word, known)), "")
    if (
        not right
        and (heard := _SION.sub(lambda end: "c" + end.group()[1:], word)) != word
        and (is_known(heard, "es") or is_known(heard.removesuffix("ones") + "ón", "es"))
    ):
        right = heard
    feminine = word.endswith("a") and right in (word[:-1], word[:-1] + "o")
    return right if right != word and not feminine else ""


_FIRST_GROUP = re.compile(r"\(([^()?]+)\)")


def confused_in(sentences: Sequence[Sentence], text: str) -> list[ConfusedWord]:
    """Return words that exist and do not belong where they stand: `form 9/9`, `may of`."""
    found: list[ConfusedWord] = []
    taken = Stretches()
    for sentence in sentences:
        code = sentence.language.code
        taken = Stretches()
        doubtful = _doubtful_words(code) & words_of(sentence.lowered)
        for number in sorted({number for word in doubtful for number in _confusions(code)[word]}):
            pattern, right, why = _confusion_rule(code, number)
            if not right and not _has_twins(sentence.lowered):
                continue
            for match in pattern.finditer(sentence.lowered):
                end = match.end(1) if right else match.end()
                span = Span(sentence.start + match.start(1), sentence.start + end)
                if not right and text[span.start].isupper() and is_given(match.group(1)):
                    continue  # "Will will cover for me"
                if not taken.touch(span.start, span.end):
                    taken.add(span)
                    found.append(ConfusedWord(span, text[span.start : span.end], right or match.group(1), why))
    return sorted(found, key=lambda item: item.span)


def _has_twins(lowered: str) -> bool:
    """Say whether a word stands there twice in a row."""
    words = lowered.split()
    return any(map(eq, words, words[1:]))


@cache
def _confusion_rule(code: str, number: int) -> tuple[re.Pattern[str], str, str]:
    """Return a rule, compiled when first needed: its pattern, the right word, and why."""
    lang = language(code)
    pattern, right, why = lang["confused"]["rules"][number]
    filled = _ONE_WORD.sub(lambda match: rf"({match[1]})(?<!\w{{{len(match[1]) + 1}}})", lang.fill(pattern))
    return re.compile(grouped(filled)), right, why


_ONE_WORD = re.compile(r"^\\b\((\w+)\)(?=\(|\\b)")
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
