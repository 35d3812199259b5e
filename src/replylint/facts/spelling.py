"""Misspelled words, in tiers: certain, or not spoken of.

A word is certainly wrong if it is a known misspelling, or is in no list and one slip away from a common word, and is no name,
place, abbreviation, compound, British form or word of the policy. What is only unknown is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cache

from replylint.facts.languages import Language, language
from replylint.facts.layout import Sentence
from replylint.facts.people import given_names
from replylint.facts.words import distance, edits_of, frequencies, is_known, is_one_edit_away
from replylint.tables import lower, strip_accents
from replylint.visible import Span


@dataclass(frozen=True, slots=True)
class Misspelling:
    """A misspelled word as written, and the word meant."""

    span: Span
    word: str
    right: str


@dataclass(frozen=True, slots=True)
class ConfusedWord:
    """A word that exists and does not belong here, the word meant, and why."""

    span: Span
    word: str
    right: str
    why: str


_WORD = re.compile(r"(?<![\w@#/\\&+$%^~-])[^\W\d_]+(?:'[^\W\d_]+)*(?![\w@\\/&+])(?!'(?!s\b)\w)|(?<=[a-z]-)[a-z]+(?:'[a-z]+)?(?![\w@])|(?<![\w@#/\\&])[a-z]+(?=/[a-z])")
_LEAST = {4: 60_000, 5: 20_000, 6: 5_000}
"""Occurrences in the word list that make a word common enough to be meant, by length of the misspelled one; longer ones need 1,500."""
_LEAST_LONG = 1_500
_LONG = 8
"""Letters from which two slips are believed, if the word meant is of the vocabulary of such messages."""


def misspellings_in(sentences: Sequence[Sentence], text: str, *, skip: Sequence[Span], own_words: Collection[str], shouted: bool) -> list[Misspelling]:
    """Return the certainly misspelled words of a folded text.

    `skip` are stretches that are names, addresses or blanks; `own_words` are further words known, in lower case.
    """
    found: list[Misspelling] = []
    for sentence in sentences:
        for match in _WORD.finditer(text, sentence.start, sentence.end):
            word = match.group()
            if len(word) < 2 or any(span.start < match.end() and match.start() < span.end for span in skip):
                continue
            if text[match.end() : match.end() + 1] == "'" and word.endswith("in"):
                continue  # fishin'
            right = _right_word(word, text, match.start(), sentence, own_words, shouted)
            if right:
                found.append(Misspelling(Span(match.start(), match.end()), word, right))
    return found


def _right_word(word: str, text: str, start: int, sentence: Sentence, own_words: Collection[str], shouted: bool) -> str:
    low = lower(word)
    if low in own_words or low.removesuffix("'s") in own_words:
        return ""
    code = sentence.language.code
    certain = _certain(code).get(low)
    if certain and not (word.isupper() and len(word) <= 3 and not shouted):
        return _as_written(word, certain)
    if is_known(low, code) or _known_form(low, code):
        return ""
    other = "es" if code == "en" else "en"
    if code != "en" and (is_known(low, other) or _known_form(low, other)):
        return ""
    if word.isupper() and not shouted or any(char.isupper() for char in word[1:]) and not shouted:
        return ""
    capital = word[0].isupper() and not shouted
    right = _meant_spanish(low) if code == "es" else _meant(low, code, capital=capital, opening=capital and _opens(text, start, sentence))
    return _as_written(word, right) if right else ""


def _opens(text: str, start: int, sentence: Sentence) -> bool:
    return not text[sentence.start : start].strip(" \"'(*-•")


def _as_written(word: str, right: str) -> str:
    if word.isupper() and len(word) > 1:
        return right.upper()
    return right[0].upper() + right[1:] if word[0].isupper() else right


@cache
def _certain(code: str) -> dict[str, str]:
    return dict(language(code)["spelling"]["certain"])


@cache
def _vocabulary(code: str) -> tuple[str, ...]:
    lang = language(code)
    return tuple(dict.fromkeys((*lang["spelling"].get("vocabulary", "").split(), *_day_words(lang))))


def _day_words(lang: Language) -> list[str]:
    dates = lang["dates"]
    names = [name for names in (*dates["months"], *dates["weekdays"]) for name in names]
    words = [name.removesuffix("s?") for name in names if len(name) > 4 and "[" not in name]
    return words + [word for holiday in dates["holidays"] for word in re.findall(r"[a-zñáéíóú]{6,}", holiday)]


@cache
def _extra(code: str) -> frozenset[str]:
    return frozenset(language(code)["spelling"].get("words", "").split())


@cache
def _known_form(word: str, code: str) -> bool:
    """Say whether a word is a form of a known one: inflected, possessive, British, compound."""
    if word in _extra(code):
        return True
    if code == "es":
        return _known_spanish_form(word)
    if any(not char.isascii() for char in word):
        return True
    base = word.removesuffix("'s").removesuffix("s'")
    if base != word:
        return is_known(base, code) or _known_form(base, code) or base in given_names()
    if "'" in word:
        return is_known(word.replace("'", ""), code) or all(len(part) < 4 or is_known(part, code) for part in word.split("'"))
    if word in given_names():
        return True
    for form in _stems(word):
        if len(form) > 2 and (is_known(form, code) or form in _extra(code)):
            return True
    if any(is_known(form, code) for form in _american(word)):
        return True
    return _is_compound(word)


_SUFFIXES = (("ies", "y"), ("s", ""), ("es", ""), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"), ("er", ""), ("er", "e"), ("ers", ""), ("ers", "e"), ("ly", ""), ("ness", ""), ("less", ""), ("able", ""), ("able", "e"), ("ish", ""), ("ization", "ize"), ("izations", "ize"), ("ability", "able"))
_PREFIXES = ("un", "re", "non", "pre", "mis", "over", "under", "inter", "multi", "sub", "co", "de", "dis", "anti", "auto", "bi", "semi", "tele", "micro", "cyber", "geo", "hydro", "bio", "eco", "mini")


def _stems(word: str) -> list[str]:
    stems = [word[: -len(suffix)] + plus for suffix, plus in _SUFFIXES if word.endswith(suffix) and len(word) - len(suffix) > 3 and not (suffix == "s" and word.endswith("ss"))]
    stems += [stem[:-1] for stem in list(stems) if len(stem) > 4 and stem[-1] == stem[-2] and not is_known(stem, "en") and stem[-1] in "bdgmnprt" and word.endswith(("ing", "ed", "er", "ers"))]
    stems += [word[len(prefix) :] for prefix in _PREFIXES if word.startswith(prefix) and len(word) - len(prefix) > 4]
    return [stem for stem in stems if not _slipped_suffix(word, stem)]


def _slipped_suffix(word: str, stem: str) -> bool:
    """Say whether a form is one that people misspell: `answerd`, `useing`, `truely`; those are not made of stem and ending."""
    return word.endswith(("eing", "uely")) and is_known(stem, "en") and stem.endswith(("e", "ue")) and len(stem) > 3 and not is_known(word, "en")


_BRITISH = (("our", "or"), ("ours", "ors"), ("oured", "ored"), ("ouring", "oring"), ("ourable", "orable"), ("oural", "oral"), ("ourite", "orite"), ("re", "er"), ("res", "ers"), ("ise", "ize"), ("ised", "ized"), ("ises", "izes"), ("ising", "izing"), ("iser", "izer"), ("isation", "ization"), ("isations", "izations"), ("isational", "izational"), ("yse", "yze"), ("ysed", "yzed"), ("ysing", "yzing"), ("elled", "eled"), ("elling", "eling"), ("eller", "eler"), ("ellery", "elry"), ("alled", "aled"), ("alling", "aling"), ("ogue", "og"), ("ogues", "ogs"), ("ence", "ense"), ("amme", "am"), ("ammes", "ams"), ("eque", "eck"), ("eques", "ecks"), ("ilment", "illment"), ("ilful", "illful"), ("olour", "olor"))


def _american(word: str) -> list[str]:
    forms = [word[: -len(british)] + american for british, american in _BRITISH if word.endswith(british) and len(word) - len(british) >= 2]
    for british, american in (("ae", "e"), ("oe", "e"), ("our", "or"), ("isation", "ization"), ("centre", "center")):
        if british in word:
            forms.append(word.replace(british, american))
    if word.endswith("ence") and not word.endswith(("fence", "cence", "pence")):
        forms = [form for form in forms if not form.endswith("ense")]
    return forms


def _is_compound(word: str) -> bool:
    """Say whether a word is two everyday words written as one: voicemail, stormwater, timesheet."""
    known = frequencies("en")
    for cut in range(3, len(word) - 2):
        left, right = word[:cut], word[cut:]
        if known.get(left, 0) >= 800 and known.get(right, 0) >= 800 and (len(left) > 3 or len(right) > 3) and right not in _ENDINGS and left not in _ENDINGS:
            return True
    return False


_ENDINGS = frozenset("ing ent ant ance ence ment tion sion able ible ally full ness ship less ever ous ted ter ten ton age ate ess est ers ery ist ism tan ion con pro per dis mis sent ward tent rent mant form cent tence tment merge ving ding ting ling ning ering ated ates ance hes tent ment lent rence".split())


@cache
def _meant(word: str, code: str, *, capital: bool, opening: bool) -> str:
    """Return the English word that a misspelled one was meant to be, or an empty string if that is not certain."""
    if len(word) < 4 or "'" in word:
        return ""
    vocabulary = _vocabulary(code)
    near = [right for right in vocabulary if abs(len(right) - len(word)) <= 1 and is_one_edit_away(word, right) and len(right) >= (6 if capital else 4)]
    if near:
        return min(near, key=lambda right: (right[0] != word[0], vocabulary.index(right)))
    if len(word) >= _LONG:
        close = [right for right in vocabulary if len(right) >= _LONG and right[0] == word[0] and distance(word, right, 2) <= 2]
        if close:
            return close[0]
    if capital and not opening:
        return ""
    known = frequencies(code)
    least = _LEAST.get(len(word), _LEAST_LONG) * (20 if capital else 1)
    candidates = [right for right in edits_of(word) if known.get(right, 0) >= least and len(right) >= 3 and right[:1] == word[:1]]
    if not candidates and len(word) >= 6 and not capital:
        candidates = [right for right in edits_of(word) if known.get(right, 0) >= least * 10]
    return max(candidates, key=lambda right: (_likely(word, right), known[right]), default="")


def _likely(word: str, right: str) -> int:
    """Return how likely a slip is: two neighbours exchanged or a doubled letter is likelier than another letter."""
    if sorted(word) == sorted(right):
        return 3
    if len(right) != len(word):
        return 2
    return 1


def _known_spanish_form(word: str) -> bool:
    if re.search(r"(?:[aei]r)(?:é|ás|á|emos|án|ía|ías|íamos|ían)(?:le|les|lo|la|los|las|me|te|se|nos)?$", word):
        return True
    if re.search(r"(?:ción|ciones|sión|siones|mente|ísim[oa]s?|[áéí]ndo(?:le|lo|la|me|se)s?|[áéí](?:rsel[oa]s?)|[áéí]\w{0,2}(?:se|le|les|me|nos|lo|la)|ando|iendo|ados?|adas?|idos?|idas?)$", word):
        return True
    return any(is_known(stem, "es") for stem in (word.removesuffix("s"), word.removesuffix("es"), word.removesuffix("le"), word.removesuffix("se"), word.removesuffix("les"), word.removesuffix("lo")))


@cache
def _spanish_by_sound() -> dict[str, str]:
    return {_sound(word): word for word in _vocabulary("es")}


def _sound(word: str) -> str:
    """Return how a Spanish word sounds to those who spell by ear (seseo, betacismo, silent h)."""
    word = strip_accents(word.replace("ñ", "\0")).replace("\0", "ñ")
    word = re.sub(r"c(?=[ei])", "s", word).replace("z", "s").replace("qu", "k")
    word = re.sub(r"g(?=[ei])", "j", word).replace("ch", "\1").replace("h", "").replace("\1", "ch")
    return word.replace("c", "k").replace("v", "b").replace("ll", "y").replace("x", "s")


@cache
def _meant_spanish(word: str) -> str:
    """Return the word of these messages that a misspelled Spanish word sounds like, or is one slip away from."""
    if len(word) < 4:
        return ""
    right = _spanish_by_sound().get(_sound(word), "")
    if not right and len(word) >= 7:
        right = next((known for known in _vocabulary("es") if is_one_edit_away(word, known) and known[0] == word[0]), "")
    return right if right != word else ""


def confused_in(sentences: Sequence[Sentence], text: str) -> list[ConfusedWord]:
    """Return words that exist and do not belong where they stand: `form 9/9`, `may of`."""
    found: list[ConfusedWord] = []
    for sentence in sentences:
        for pattern, right, why in _confusions(sentence.language.code):
            for match in pattern.finditer(sentence.lowered):
                span = Span(sentence.start + match.start(1), sentence.start + match.end(1))
                if not any(item.span.start < span.end and span.start < item.span.end for item in found):
                    found.append(ConfusedWord(span, text[span.start : span.end], right, why))
    return sorted(found, key=lambda item: item.span)


@cache
def _confusions(code: str) -> list[tuple[re.Pattern[str], str, str]]:
    lang = language(code)
    return [(re.compile(lang.fill(pattern)), right, why) for pattern, right, why in lang["confused"]["rules"]]
