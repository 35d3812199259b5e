"""How a text sounds: shouting, discourtesy, jokes."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from replylint.facts.calming import WORD
from replylint.facts.languages import language
from replylint.facts.layout import Sentence
from replylint.facts.learned.tones import JOKING, LIKELY, RUDE, is_whole, likely_tones
from replylint.facts.matching import Stretches
from replylint.patterns import compiled
from replylint.visible import Span


class Tone(NamedTuple):
    """A place with a tone. `kind` is `capitals`, `marks`, `discourteous` or `joking`; `sentence` is the sentence around it."""

    kind: str
    span: Span
    sentence: Span
    kinder: str = ""
    """Words to put in place of the span, if that is all it takes."""
    certain: bool = True
    """Whether words of a list say so, rather than all words of the sentence together."""


_MARKS = compiled(r"!{2,}|\?{2,}|[!?]*(?:!\?|\?!)[!?]*")
_UPPER = r"[A-ZÀ-ÖØ-Þ](?:(?:\.[A-ZÀ-ÖØ-Þ])+\b\.?|[A-ZÀ-ÖØ-Þ'’]*)"
"""A word in capitals, or letters with points: `P.O.`."""
_ORDINAL = r"(?: \d{1,2}(?:ST|ND|RD|TH)\b)?"
_CAPITALS = compiled(rf"(?<![\w@.-]){_UPPER}(?:(?:\.?[^\S\t]|[,;:&/-])+{_UPPER})+{_ORDINAL}(?![\w@])")
_SHOUTED = compiled(rf"(?<![\w@.-]){_UPPER}(?:[ \n\xa0,;:&/()\d.-]*[ \n\xa0,;:&/()-]{_UPPER})*{_ORDINAL}(?![\w@])")
"""The same where the whole text is in capitals: numbers between the words do not part them."""
_MOSTLY = 0.8
"""Share of the letters of a sentence in capitals from which the sentence is shouted as a whole."""
_SHORTEST = 20
"""Letters of such a sentence; a line such as `OOO 12/14-12/18, PIO DESK` has fewer."""
_LONG = 4
"""Letters from which a word in capitals is no abbreviation."""


def tones_in(text: str, sentences: list[Sentence], skip: list[Span], *, shouted: bool) -> list[Tone]:
    """Return the places of a text that a courteous writer would change.

    `skip` are stretches that are numbers, addresses or blanks. `shouted` says that most of the text is in capitals.
    """
    found: list[Tone] = []
    taken = Stretches(skip)
    by_kind = {"discourteous": Stretches(), "joking": Stretches()}
    for sentence in sentences:
        around = Span(sentence.start, sentence.end)
        part = text[sentence.start : sentence.end]
        for match in _MARKS.finditer(part):
            found.append(Tone("marks", Span(sentence.start + match.start(), sentence.start + match.end()), around))
        if (whole := _whole_in_capitals(part)) is not None:
            found.append(Tone("capitals", Span(sentence.start + whole.start, sentence.start + whole.end), around))
        for match in (_SHOUTED if shouted else _CAPITALS).finditer(part) if whole is None else ():
            words = re.findall(r"[^\W\d_]+", match.group())
            long_words = sum(len(word) >= _LONG for word in words)
            if not shouted and _is_heading(text, around, match.group()):
                continue
            if (long_words >= 2 and sum(map(len, words)) >= 12) or (shouted and long_words >= 1):
                span = Span(sentence.start + match.start(), sentence.start + match.end())
                if not taken.touch(span.start, span.end):
                    found.append(Tone("capitals", span, around))
        for pattern, kinder in _kinder(sentence.language.code):
            for match in pattern.finditer(sentence.lowered):
                span = Span(sentence.start + match.start(), sentence.start + match.end())
                by_kind["discourteous"].add(span)
                found.append(Tone("discourteous", span, around, kinder))
        for kind, known in by_kind.items():
            for match in sentence.language.pattern("tone", kind).finditer(sentence.lowered):
                span = Span(sentence.start + match.start(), sentence.start + match.end())
                if not known.touch(span.start, span.end):
                    known.add(span)
                    found.append(Tone(kind, span, around))
        if not any(known.touch(around.start, around.end) for known in by_kind.values()):
            found += _by_all_words(part, sentence)
    return found


@cache
def _kinder(code: str) -> list[tuple[re.Pattern[str], str]]:
    """Return the patterns of curt or careless words of a language, each with the words to put in their place."""
    lang = language(code)
    return [(compiled(lang.fill(pattern)), words) for pattern, words in lang["tone"]["kinder"].items()]


_LEARNED = {"discourteous": RUDE, "joking": JOKING}


def _by_all_words(part: str, sentence: Sentence) -> list[Tone]:
    """Return the tone of a sentence in which no list finds one, if it is likely."""
    if not is_whole(sentence.lowered):
        return []
    likely = likely_tones(sentence.lowered.strip())
    kind = max(_LEARNED, key=lambda one: likely[_LEARNED[one]])
    if likely[_LEARNED[kind]] < LIKELY[_LEARNED[kind]]:
        return []
    start, end = sentence.start + len(part) - len(part.lstrip()), sentence.start + len(part.rstrip())
    whole = Span(start, end)
    return [Tone(kind, whole, Span(sentence.start, sentence.end), certain=False)]


_LONGEST_HEADING = 3
"""Words of a heading in capitals: `AUTOMATIC REPLY`."""


def _is_heading(text: str, sentence: Span, words: str) -> bool:
    """Return True if words in capitals are all of a line with a blank line below it, and end without a mark."""
    alone = text[sentence.start : sentence.end].strip() == words and text[: sentence.start].rstrip(" ")[-1:] in (
        "",
        "\n",
    )
    return alone and len(words.split()) <= _LONGEST_HEADING and text[sentence.end :].startswith("\n\n")


def _whole_in_capitals(sentence: str) -> Span | None:
    """Return where a sentence in capitals begins and ends, from its first word to its last; None for any other sentence."""
    if "\t" in sentence.strip():
        return None  # a row of a table: each cell by itself
    letters = [char for char in sentence if char.isalpha()]
    if len(letters) < _SHORTEST or sum(map(str.isupper, letters)) < _MOSTLY * len(letters):
        return None
    words = list(WORD.finditer(sentence))
    return Span(words[0].start(), words[-1].end()) if len(words) > 2 else None
