"""What the extra lines of a signature say: ornaments may go, what informs readers stays."""

from __future__ import annotations

import enum
import re
from functools import cache
from typing import NamedTuple

from replylint.facts.languages import CODES, Language, everywhere, language, shares
from replylint.facts.layout import sentences_of
from replylint.facts.numbers import emails_in, urls_in
from replylint.facts.unread import unread_in
from replylint.facts.words import is_known
from replylint.patterns import compiled, late
from replylint.tables import fold, lower

_WORD = compiled(r"[^\W\d_]+(?:['.-][^\W\d_]+)*")
_QUOTED = compiled(r"\W{0,3}[\"“«*~‘'].{3,}[\"”»*~’'][.!?,]?(?:\s*\W{0,3}\s*[^\d@:]{2,50})?\s*\Z")
"""Words in quotation marks, with the person they are from."""
_CREDIT = compiled(r"\s*[-–—~]{1,2}\s*[^\W\d_][^\d@:/]{1,40}\Z|.{8,}\s[-–—~]{1,2}\s?[A-ZÀ-ÖØ-Þ][^\d@:/]{1,40}\Z")
"""A line that gives a quotation's author, or ends with one: `- Steve Jobs`."""
_SENTENCE = compiled(r".*[.!?]['\")]*\s*\Z", re.DOTALL)
_SEVERAL = compiled(r"[^\W\d_]{3,}[.!?]['\")]*\s+[A-ZÀ-ÖØ-Þ¡¿]")
_LONG = 6
"""Words of a sentence that says more than a motto does."""
_FEW = 3
"""Words of a line whose language can be told."""
_DIALED = compiled(r"[+(]?\d[-+()\d. ]{5,20}\d")
"""A telephone number, be it a fax machine's."""
_PERCENT = compiled(r"\b\d{1,3} ?%")
"""A share in a quotation, which is nothing to remember: `You miss 100% of the shots you don't take`."""
_YEAR = compiled(r"(?<![\d#/.-])(?:1[6-9]|20)\d\d(?![\d/-])")
"""A year by itself, as in a motto: `since 1885`."""
_ZIP = compiled(r"\b[A-Z]{2},? \d{5}(?:-\d{4})?\b")
_LONGEST = 400
"""A line with more characters than this is a text of its own, whatever it says."""
_LOCAL_PART = 3
"""Letters of a name that show in the local part of an address of its owner."""


class Remark(enum.Enum):
    """What an extra line is."""

    ORNAMENT = "ornament"
    """Known as a quotation, a motto, pronouns, a fax or mobile number, a notice about printing."""
    WORDS = "words"
    """A few words that are not known to be anything."""
    PART = "part"
    """The name of a department."""
    PLACE = "place"
    """Words in the place of a job title or department: between the name and the lines below it."""
    STATEMENT = "statement"
    """Something that readers may need: a sentence, a number, a day, an address, another language."""


class _Patterns(NamedTuple):
    other_number: re.Pattern[str]
    networks: re.Pattern[str]
    print_notice: re.Pattern[str]
    verse: re.Pattern[str]
    postscript: re.Pattern[str]
    instruction: re.Pattern[str]
    street: re.Pattern[str]
    services: re.Pattern[str]
    pronouns: re.Pattern[str]
    device: re.Pattern[str]
    languages: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    """Return the patterns, each compiled when it is first used."""
    word = {
        key: everywhere("signature", key)
        for key in (
            "fax", "mobile", "mobile_words", "networks", "print_notice", "scripture",
            "postscript", "instruction", "street", "house", "services", "pronouns", "device", "languages",
        )
    }  # fmt: skip
    kinds = rf"(?:{word['fax']}|{word['mobile']}|{word['mobile_words']})"
    return _Patterns(
        late(rf"(?i)\W*{kinds}\b\W*(?:{kinds}\b\W*)?\Z"),
        late(rf"(?i)\b{word['networks']}\b"),
        late(rf"(?i)\b{word['print_notice']}\b"),
        late(rf"(?i)\b(?:[123] ?)?{word['scripture']}\.? \d{{1,3}}(?::\d{{1,3}}(?:[-–,] ?\d{{1,3}})*)?\b"),
        late(rf"(?i)\W*{word['postscript']}[.:,!]*[\s–-]+\S"),
        late(rf"(?i)\b{word['instruction']}\b"),
        late(
            rf"(?i)\d[^\n]{{0,40}}\b{word['street']}\b|\b{word['street']}\b\.? #?\d"
            rf"|\bp\.? ?o\.? ?box\b|\bpost office box\b|^{word['house']} [^\n]{{1,40}}\b{word['street']}\b"
        ),
        late(rf"(?i)\b{word['services']}\b"),
        late(rf"(?i)\W*(?:[^\W\d_]{{1,12}} ?: ?)?{word['pronouns']}\W*\Z"),
        late(rf"(?i)^[\s*_~-]*{word['device']}$"),
        late(rf"(?i)\b{word['languages']}\b"),
    )


def adds_to_message(text: str, lang: Language) -> bool:
    """Return True if a line or paragraph below a signature continues the message instead of the signature.

    It begins as a postscript or note does, is of several sentences, is in another language, or is a sentence with something to
    remember in it: a day, a number, an address.
    """
    folded = fold(text).strip()
    if len(folded) > _LONGEST:
        return True
    if _is_ornament(folded, lang) or len(_WORD.findall(folded)) < _FEW:
        return False
    if _patterns().postscript.match(folded):
        return True
    prose = _is_prose(folded)
    if prose and (_SEVERAL.search(folded) or _informs(folded, lang)):
        return True
    return len(_WORD.findall(folded)) >= _LONG and _is_foreign(folded, lang)


def remark_of(text: str, lang: Language, owner: str = "") -> Remark:
    """Return what an extra line is, by itself. `owner` is the name in the signature."""
    folded = fold(text).strip()
    if len(folded) > _LONGEST:
        return Remark.STATEMENT
    if _patterns().languages.search(folded):
        return Remark.STATEMENT
    if _is_ornament(folded, lang):
        return Remark.ORNAMENT
    if emails_in(folded) and _is_own_address(folded, owner):
        return Remark.ORNAMENT
    patterns = _patterns()
    if patterns.postscript.match(folded) or patterns.instruction.search(folded):
        return Remark.STATEMENT
    if _informs(folded, lang) or _is_prose(folded) or _is_foreign(folded, lang):
        return Remark.STATEMENT
    return Remark.WORDS


def begins_postscript(text: str) -> bool:
    """Return True if a line begins as what is added to a message: `P.S. …`, `Note: …`."""
    return _patterns().postscript.match(fold(text).strip()) is not None


def may_be_title(text: str) -> bool:
    """Return True if a short line may be a job title: it is not an address, day, service line, link or postscript."""
    folded = fold(text).strip()
    patterns = _patterns()
    if not folded[:1].isalnum() or folded.endswith(":") or urls_in(folded) or patterns.postscript.match(folded):
        return False
    if not any(map(str.isdigit, folded)):
        return patterns.street.search(folded) is None
    tells = patterns.street.search(folded) or _ZIP.search(folded) or patterns.services.search(folded)
    return not tells and not _names_day(lower(folded))


def names_street(text: str) -> bool:
    """Return True if a line gives a street with its number: `302 W. Example Street`, `One Police Center Drive`."""
    return _patterns().street.search(fold(text).strip()) is not None


def is_service_line(text: str) -> bool:
    """Return True if a line gives a number of the office or a service, not of the author: `TTY 711`, `After hours: …`."""
    return any(map(str.isdigit, text)) and _patterns().services.search(fold(text)) is not None


def _is_prose(folded: str) -> bool:
    """Return True if a line is a sentence that is long enough to say something, and is not made of names in capitals."""
    words = _WORD.findall(folded)
    lower_case = sum(word[0].islower() for word in words)
    return len(words) >= _LONG and _SENTENCE.match(folded) is not None and lower_case * 2 >= len(words)


def _is_ornament(folded: str, lang: Language) -> bool:
    """Return True if a line is of a kind that is known to carry nothing readers need."""
    patterns = _patterns()
    if patterns.pronouns.match(folded) or patterns.device.match(folded) or not _WORD.search(folded):
        return not any(map(str.isdigit, folded)) or patterns.device.match(folded) is not None
    without_numbers = _DIALED.sub(" ", folded)
    if without_numbers != folded and patterns.other_number.match(without_numbers):
        return True
    without_verse = patterns.verse.sub(" ", folded)
    if without_verse != folded:
        return not _informs(without_verse, lang)
    if _informs(_without_handles(_PERCENT.sub(" ", folded) if _QUOTED.match(folded) else folded), lang):
        return False
    if patterns.postscript.match(folded):
        return False
    if _QUOTED.match(folded) or _CREDIT.match(folded) or patterns.print_notice.search(folded):
        return True
    return patterns.networks.search(folded) is not None


def _without_handles(folded: str) -> str:
    """Return a line without the addresses of pages in social networks, which tell no more than their names do."""
    networks = _patterns().networks
    for span in reversed(urls_in(folded)):
        if networks.search(folded[span.start : span.end]):
            folded = folded[: span.start] + " " + folded[span.end :]
    return folded


def _informs(folded: str, lang: Language) -> bool:
    """Return True if a line has a number, a day, a time, a place or an address in it."""
    if urls_in(folded) or emails_in(folded):
        return True
    if any(map(str.isdigit, _YEAR.sub(" ", folded))):
        return True
    lowered = lower(folded)
    return _names_day(lowered) or _patterns().street.search(folded) is not None


@cache
def _days() -> re.Pattern[str]:
    names = "|".join(f"{language(code).weekday}|{language(code).month}" for code in CODES)
    return compiled(rf"\b(?:{names})s?\b")


def _names_day(lowered: str) -> bool:
    return any(len(match.group()) > _FEW for match in _days().finditer(lowered))


def _is_foreign(folded: str, lang: Language) -> bool:
    """Return True if a line is in another language than the text, read or not."""
    words = _WORD.findall(folded)
    if len(words) < _FEW:
        return False
    lowered = lower(folded)
    counts = shares(lowered)
    if max(counts.values()) >= 2 and not counts[lang.code]:
        return True
    if unread_in(folded, sentences_of(folded, 0, len(folded), lang)) is not None:
        return True
    small = [word for word in words if word[0].islower() and len(word) > 1]
    unknown = [word for word in small if not any(is_known(word, code) for code in CODES)]
    return len(small) >= _FEW and len(unknown) * 2 > len(small)


def _is_own_address(folded: str, owner: str) -> bool:
    """Return True if a line is nothing but a mail address that could be the owner's: it has letters of the name."""
    spans = emails_in(folded)
    outside = folded
    for span in reversed(spans):
        outside = outside[: span.start] + outside[span.end :]
    if len(_WORD.findall(outside)) > 1:
        return False
    local = folded[spans[0].start : spans[0].end].partition("@")[0].lower()
    words = [word.lower() for word in _WORD.findall(fold(owner))]
    initials = "".join(word[0] for word in words)
    return not words or local == initials or any(word[:8] in local for word in words if len(word) >= _LOCAL_PART)
