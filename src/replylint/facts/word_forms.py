"""Is a word a form of a known one? Inflected, possessive, British, compound; the word lists lack many."""

from __future__ import annotations

import re
from functools import cache

from replylint.facts.languages import language
from replylint.facts.name_words import is_given
from replylint.facts.words import frequency, is_known
from replylint.patterns import compiled


@cache
def _extra(code: str) -> frozenset[str]:
    spelling = language(code)["spelling"]
    return frozenset(spelling.get("words", "").split()).union(spelling.get("vocabulary", "").split())


def is_extra(word: str, code: str) -> bool:
    """Say whether a word, in lower case, is one that the general list lacks."""
    return word in _extra(code)


@cache
def is_known_form(word: str, code: str) -> bool:
    """Say whether a word is a form of a known one: inflected, possessive, British, compound."""
    if is_extra(word, code):
        return True
    if code == "es":
        return _known_spanish_form(word)
    if any(not char.isascii() for char in word):
        return True
    base = word.removesuffix("'s").removesuffix("s'")
    if base != word:
        return is_known(base, code) or is_known_form(base, code) or is_given(base)
    if "'" in word:
        return is_known(word.replace("'", ""), code) or all(
            len(part) < 4 or is_known(part, code) for part in word.split("'")
        )
    if is_given(word):
        return True
    if _DOUBLED.fullmatch(word):
        return False
    for form in _stems(word):
        if len(form) > 2 and (frequency(form, code) >= _LEAST_STEM or form in _extra(code)):
            return True
    if any(is_known(form, code) for form in _american(word)):
        return True
    return _is_compound(word)


_LEAST_STEM = 100
"""Occurrences from which a word is believed to have forms that the list lacks: `tran` has no `traning`."""
_SUFFIXES = (
    ("ies", "y"),
    ("s", ""),
    ("es", ""),
    ("ed", ""),
    ("ed", "e"),
    ("ing", ""),
    ("ing", "e"),
    ("er", ""),
    ("er", "e"),
    ("ers", ""),
    ("ers", "e"),
    ("ly", ""),
    ("ness", ""),
    ("less", ""),
    ("able", ""),
    ("able", "e"),
    ("ish", ""),
    ("ization", "ize"),
    ("izations", "ize"),
    ("ability", "able"),
)


_PREFIXES = (
    "un",
    "re",
    "non",
    "pre",
    "mis",
    "over",
    "under",
    "inter",
    "multi",
    "sub",
    "co",
    "de",
    "dis",
    "anti",
    "auto",
    "bi",
    "semi",
    "tele",
    "micro",
    "cyber",
    "geo",
    "hydro",
    "bio",
    "eco",
    "mini",
)


def _stems(word: str) -> list[str]:
    stems = [
        word[: -len(suffix)] + plus
        for suffix, plus in _SUFFIXES
        if word.endswith(suffix) and len(word) - len(suffix) > 3 and not (suffix == "s" and word.endswith("ss"))
    ]
    stems += [
        stem[:-1]
        for stem in list(stems)
        if len(stem) > 4
        and stem[-1] == stem[-2]
        and not is_known(stem, "en")
        and stem[-1] in "bdgmnprt"
        and not _TWO_VOWELS.search(stem)
        and word.endswith(("ing", "ed", "er", "ers"))
    ]
    stems += [word[len(prefix) :] for prefix in _PREFIXES if word.startswith(prefix) and len(word) - len(prefix) > 4]
    return [stem for stem in stems if not _slipped_suffix(word, stem)]


_TWO_VOWELS = compiled(r"(?<!q)[aeiou][aeiou](.)\1\Z")
"""Behind two vowels a letter is not doubled: `trainning`."""


def _slipped_suffix(word: str, stem: str) -> bool:
    """Say whether a form is one that people misspell: `answerd`, `useing`, `truely`; those are not made of stem and ending."""
    if word.endswith("icly"):
        return True  # periodicly; "publicly" is in the list
    if word.endswith(("able", "ible")):
        other = word[:-4] + ("ible" if word.endswith("able") else "able")
        return is_known(other, "en") and not is_known(word, "en")
    if word == stem + "s" and _PLURAL_OF_Y.search(stem) and not is_known(word, "en"):
        return True  # familys
    for ending in ("ing", "ed"):
        if word == stem + ending and is_known(stem + stem[-1] + ending, "en") and not is_known(word, "en"):
            return True  # permiting
    return (
        word.endswith(("eing", "uely"))
        and is_known(stem, "en")
        and stem.endswith(("e", "ue"))
        and len(stem) > 3
        and not is_known(word, "en")
    )


_SINGLE = frozenset(
    "limit visit edit open happen offer enter order answer gather consider deliver market target audit credit deposit exhibit inhibit "
    "prohibit solicit elicit inherit merit cover recover discover remember number register render cater monitor author listen fasten "
    "develop gallop gossip suffer differ alter filter wander wonder bother honor rumor labor favor harbor profit vomit "
    "budget ticket carpet pocket rocket interpret inhabit".split()
)
"""Verbs whose last letter is never doubled, as the stress is before it."""
_DOUBLED = compiled(rf"(?:{'|'.join(verb + verb[-1] for verb in sorted(_SINGLE))})(?:ed|ing|er|ers)")
_PLURAL_OF_Y = compiled(r"[^aeiou]y\Z")


_BRITISH = (
    ("our", "or"),
    ("ours", "ors"),
    ("oured", "ored"),
    ("ouring", "oring"),
    ("ourable", "orable"),
    ("oural", "oral"),
    ("ourite", "orite"),
    ("re", "er"),
    ("res", "ers"),
    ("ise", "ize"),
    ("ised", "ized"),
    ("ises", "izes"),
    ("ising", "izing"),
    ("iser", "izer"),
    ("isation", "ization"),
    ("isations", "izations"),
    ("isational", "izational"),
    ("yse", "yze"),
    ("ysed", "yzed"),
    ("ysing", "yzing"),
    ("elled", "eled"),
    ("elling", "eling"),
    ("eller", "eler"),
    ("ellery", "elry"),
    ("alled", "aled"),
    ("alling", "aling"),
    ("ogue", "og"),
    ("ogues", "ogs"),
    ("ence", "ense"),
    ("amme", "am"),
    ("ammes", "ams"),
    ("eque", "eck"),
    ("eques", "ecks"),
    ("ilment", "illment"),
    ("ilful", "illful"),
    ("olour", "olor"),
)


def _american(word: str) -> list[str]:
    forms = [
        word[: -len(british)] + american
        for british, american in _BRITISH
        if word.endswith(british) and len(word) - len(british) >= 2
    ]
    for british, american in (("ae", "e"), ("oe", "e"), ("our", "or"), ("isation", "ization"), ("centre", "center")):
        if british in word:
            forms.append(word.replace(british, american))
    if word.endswith("ence") and not word.endswith(("fence", "cence", "pence")):
        forms = [form for form in forms if not form.endswith("ense")]
    return forms


def _is_compound(word: str) -> bool:
    """Say whether a word is two everyday words written as one: voicemail, stormwater, timesheet."""
    for cut in range(3, len(word) - 2):
        left, right = word[:cut], word[cut:]
        if (
            frequency(left, "en") >= 800
            and frequency(right, "en") >= 800
            and (len(left) > 3 or len(right) > 3)
            and right not in _ENDINGS
            and left not in _ENDINGS
        ):
            return True
    return False


_ENDINGS = frozenset(
    [
        "ing",
        "ent",
        "ant",
        "ance",
        "ence",
        "ment",
        "tion",
        "sion",
        "able",
        "ible",
        "ally",
        "full",
        "ness",
        "ship",
        "less",
        "ever",
        "ous",
        "ted",
        "ter",
        "ten",
        "ton",
        "age",
        "ate",
        "ess",
        "est",
        "ers",
        "ery",
        "ist",
        "ism",
        "tan",
        "ion",
        "con",
        "pro",
        "per",
        "dis",
        "mis",
        "sent",
        "ward",
        "tent",
        "rent",
        "mant",
        "form",
        "cent",
        "tence",
        "tment",
        "merge",
        "ving",
        "ding",
        "ting",
        "ling",
        "ning",
        "ering",
        "ated",
        "ates",
        "ance",
        "hes",
        "tent",
        "ment",
        "lent",
        "rence",
    ]
)


_VERB_ENDINGS = tuple(
    "o as a amos an es e emos en imos é aste ó aron í iste ió ieron aba abas ábamos aban ía ías íamos ían ara aras áramos aran iera ieras ieran ase asen ad ed id".split()
)
_SPELLED_ALIKE = (("qu", "c"), ("gu", "g"), ("c", "z"), ("j", "g"))
"""How the end of a verb's stem changes before e and i, and what it is in the infinitive: busque, buscar; llegue, llegar; comience, comenzar."""


def is_conjugated(word: str) -> bool:
    """Say whether a Spanish word is a form of a verb whose infinitive is known: `regrese`, `contestara`."""
    for ending in _VERB_ENDINGS:
        stem = word.removesuffix(ending)
        if stem == word or len(stem) < 3:
            continue
        stems = [stem, *(stem.removesuffix(late) + early for late, early in _SPELLED_ALIKE if stem.endswith(late))]
        stems += [unstressed for base in stems if (unstressed := _STRESSED.sub(_unstressed, base)) != base]
        if any(
            is_known(base + infinitive, "es") or is_extra(base + infinitive, "es")
            for base in stems
            for infinitive in ("ar", "er", "ir")
        ):
            return True
    return False


_STRESSED = compiled(r"(?:ie|ue|i)(?=[^aeiouáéíóú]{1,3}\Z)")
"""The last vowel of a verb's stem where the stress falls on it: pref_ie_re, enc_ue_ntra, p_i_de."""


def _unstressed(match: re.Match[str]) -> str:
    """Return the vowel of the infinitive: preferir, encontrar, pedir."""
    return "o" if match.group() == "ue" else "e"


def _known_spanish_form(word: str) -> bool:
    if is_conjugated(word):
        return True
    if re.search(r"(?:[aei]r)(?:é|ás|á|emos|án|ía|ías|íamos|ían)(?:le|les|lo|la|los|las|me|te|se|nos)?$", word):
        return True
    for ending, other in (("ción", "sión"), ("ciones", "siones"), ("sión", "ción"), ("siones", "ciones")):
        stem = word.removesuffix(ending)
        if stem != word and (is_known(stem + other, "es") or is_known(stem + other.replace("iones", "ión"), "es")):
            return is_known(word, "es")  # comición
    if re.search(
        r"(?:ción|ciones|sión|siones|mente|ísim[oa]s?|[áéí]ndo(?:le|lo|la|me|se)s?|[áéí](?:rsel[oa]s?)|[áéí]\w{0,2}(?:se|le|les|me|nos|lo|la)|ando|iendo|ados?|adas?|idos?|idas?)$",
        word,
    ):
        return True
    return any(
        is_known(stem, "es")
        for stem in (
            word.removesuffix("s"),
            word.removesuffix("es"),
            word.removesuffix("le"),
            word.removesuffix("se"),
            word.removesuffix("les"),
            word.removesuffix("lo"),
        )
    )
