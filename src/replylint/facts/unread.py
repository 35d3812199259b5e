"""The parts of a text in languages that are not read: they are recognized, left alone, and reported as not checked."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from replylint.facts import languages
from replylint.facts.layout import Sentence
from replylint.facts.vocabulary import is_slip
from replylint.facts.words import frequency
from replylint.patterns import compiled
from replylint.visible import Span

_WORD = compiled(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_ADDRESS = compiled(r"(?<!\S)\S+(?:@|://|\.\w)\S+|\bwww\.\S+")
"""An address with what stands at it. It is searched for where such a stretch begins, which is enough and takes linear time."""
_FEW = 4
"""Telling words from which a text has a part in another language; a name or a greeting has fewer."""
_VARIABLE = compiled(r"\{[{%#][^{}]{0,200}[}%#]\}|[\[«<][^\[\]«»<>\n]{0,80}[\]»>]|(?:(?<!\S)|(?<=[\]»>}]))\S*[_\\/]\S*")
"""Variables, placeholders and paths, which are not words of any language. A path begins a stretch, or follows a variable."""
_ANOTHER = "another language"
_MANY = 6
"""Words in small letters from which on a sentence shows what language it is in."""
_LEAST_LETTERS = 3
"""Letters of a word that counts for that; shorter ones are words of many languages."""
_TELLING = 4
"""Words for each telling one at most in a sentence that is in a language that is read."""
_COMMON = 50
"""How often a word must occur in the list of a language to count as one of its words."""
_MOST_LETTERS = 8
"""Letters of another script that a text may have, as a name in its own letters beside the Latin one has."""
_SCRIPTS = (
    ("\u0370", "\u03ff", "Greek"),
    ("\u0400", "\u052f", "a language in Cyrillic letters"),
    ("\u0590", "\u05ff", "Hebrew"),
    ("\u0600", "\u06ff", "a language in Arabic letters"),
    ("\u0900", "\u097f", "a language in Devanagari letters"),
    ("\u0e00", "\u0e7f", "Thai"),
    ("\u3040", "\u30ff", "Japanese"),
    ("\uac00", "\ud7af", "Korean"),
    ("\u4e00", "\u9fff", "Chinese or Japanese"),
)
_NO_SCRIPTS = frozenset(("LATIN", "MODIFIER", "MATHEMATICAL", "FULLWIDTH", "DOUBLE-STRUCK", "SCRIPT"))
"""First words of the names of letters that are those of Latin, or stand for them."""


class Unread(NamedTuple):
    """What of a text is in a language that is not read."""

    language: str
    """Its name, as a message to people has it: `French`."""
    spans: tuple[Span, ...]
    """The sentences in it, in order."""
    whole: bool
    """Whether nothing of the text, its signature aside, is in a language that is read."""


@cache
def _languages_of() -> dict[str, tuple[str, ...]]:
    """Return the languages that each telling word may be of; words of a language that is read tell nothing."""
    path = Path(languages.__file__).with_name("unread.txt")
    known = {word for code in languages.CODES for word in languages.language(code).words("recognise", "words")}
    found: dict[str, tuple[str, ...]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        name, colon, words = line.partition(": ")
        if not colon or line.startswith("#"):
            continue
        for word in words.split():
            if word not in known:
                found[word] = (*found.get(word, ()), name)
    return found


@cache
def foreign_words() -> frozenset[str]:
    """Return the words that tell languages that are not read; English and Spanish may have some of them."""
    return frozenset(_languages_of())


def unread_in(text: str, sentences: Sequence[Sentence]) -> Unread | None:
    """Return the sentences of a text in a language that is not read, or None if there are none to speak of."""
    if (scripted := _in_other_letters(sentences)) is not None:
        return scripted
    counts = [_counts(sentence.lowered) for sentence in sentences]
    total = Counter[str]()
    for foreign, _ in counts:
        total.update(foreign)
    for name, hits in total.most_common(2):
        if hits < _FEW:
            break
        taken = _taken(sentences, counts, name)
        if sum(counts[number][0][name] for number in taken) >= _FEW:
            spans = tuple(Span(sentences[number].start, sentences[number].end) for number in sorted(taken))
            rest = [number for number in range(len(sentences)) if number not in taken]
            whole = not any(counts[number][1] >= 2 for number in rest)
            return Unread(name, spans, whole)
    return _in_unknown_words(text, sentences, counts)


def _in_unknown_words(
    text: str, sentences: Sequence[Sentence], counts: Sequence[tuple[Counter[str], int]]
) -> Unread | None:
    """Return the sentences of which hardly a word is in a language that is read, or None."""
    strange = {
        number
        for number, sentence in enumerate(sentences)
        if _is_strange(text[sentence.start : sentence.end], counts[number][1])
    }
    if not strange:
        return None
    blocks = {sentences[number].block for number in strange}
    # A short sentence among them is of the same paragraph, if it has no telling word.
    taken = {
        number
        for number, sentence in enumerate(sentences)
        if number in strange or (sentence.block in blocks and not counts[number][1])
    }
    spans = tuple(Span(sentences[number].start, sentences[number].end) for number in sorted(taken))
    whole = not any(counts[number][1] >= 2 for number in range(len(sentences)) if number not in taken)
    return Unread(_ANOTHER, spans, whole)


def _is_strange(sentence: str, telling: int) -> bool:
    """Return whether a sentence has many words and most are in no list of a language that is read."""
    words = [
        word.replace("’", "'")
        for word in _WORD.findall(_ADDRESS.sub(" ", _VARIABLE.sub(" ", sentence)))
        if len(word) >= _LEAST_LETTERS and word.islower()
    ]
    if len(words) < _MANY or telling * _TELLING > len(words):
        return False
    count = len(words)
    for code in languages.CODES:
        words = [word for word in words if frequency(word, code) < _COMMON and not is_slip(word, code)]
        if len(words) * 2 <= count:
            return False
    return True


def _counts(lowered: str) -> tuple[Counter[str], int]:
    """Return how many words of a sentence tell each language that is not read, and how many tell one that is."""
    words = _WORD.findall(_ADDRESS.sub(" ", lowered.replace("’", "'")))
    table = _languages_of()
    foreign = Counter(name for word in words for name in table.get(word, ()))
    return foreign, max(languages.shares(lowered).values())


def _taken(sentences: Sequence[Sentence], counts: Sequence[tuple[Counter[str], int]], name: str) -> set[int]:
    """Return the numbers of the sentences in a language: whole paragraphs where most words tell it, else single sentences."""
    blocks: dict[int, list[int]] = {}
    for number, sentence in enumerate(sentences):
        blocks.setdefault(sentence.block, []).append(number)
    taken: set[int] = set()
    for numbers in blocks.values():
        foreign = sum(counts[number][0][name] for number in numbers)
        known = sum(counts[number][1] for number in numbers)
        mixed = any(counts[number][1] >= _CERTAIN and counts[number][0][name] <= 1 for number in numbers)
        if foreign > known and not mixed:
            taken.update(numbers)
        else:
            taken.update(number for number in numbers if _is_in(counts[number], name))
    return taken


_CERTAIN = 3
"""Telling words of a sentence that is certainly in a language that is read."""


def _is_in(count: tuple[Counter[str], int], name: str) -> bool:
    foreign, known = count[0][name], count[1]
    return foreign >= 2 and foreign > known


def _in_other_letters(sentences: Sequence[Sentence]) -> Unread | None:
    counts = Counter[str]()
    spans: list[Span] = []
    known = 0
    for sentence in sentences:
        if sentence.lowered.isascii():
            known += len(sentence.lowered.split()) > 2
            continue
        own = Counter(filter(None, map(_script_of, sentence.lowered)))
        if sum(own.values()) * 2 > sum(map(str.isalpha, sentence.lowered)):
            counts.update(own)
            spans.append(Span(sentence.start, sentence.end))
        else:
            known += len(sentence.lowered.split()) > 2
    if sum(counts.values()) <= _MOST_LETTERS:
        return None
    return Unread(counts.most_common(1)[0][0], tuple(spans), not known)


def _script_of(letter: str) -> str:
    if letter < "\u0370" or not letter.isalpha():
        return ""
    known = next((name for low, high, name in _SCRIPTS if low <= letter <= high), "")
    if known:
        return known
    script = unicodedata.name(letter, "LATIN").partition(" ")[0]
    return "" if script in _NO_SCRIPTS else f"a language in {script.title()} letters"
