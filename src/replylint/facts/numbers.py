"""Ways to reach somebody: telephone numbers with extensions, mail addresses, web addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from replylint.facts.languages import Language
from replylint.facts.languages.alternatives import grouped
from replylint.facts.matching import Stretches
from replylint.patterns import compiled
from replylint.tables import digits, lower
from replylint.visible import Span

_S = r"[-. ·]"
_NUMBER = compiled(
    rf"""(?x)(?=[+(\d])(?<![\w/@.,#$-])(?<!\d\ )(?:
        (?P<us>(?:\+?1{_S}?)?(?:\(\d{{3}}\){_S}?|\d{{3}}{_S}{{1,2}}|\d{{3}}/(?=\d{{3}}-\d{{4}}))\d{{3}}{_S}{{1,2}}\d{{4}})
      | (?P<international>\+\d{{1,3}}(?:[-. ]?\(?\d{{1,5}}\)?){{2,6}})
      | (?P<british>\(?0\d{{1,4}}\)?[- ]\d{{3,4}}[- ]?\d{{3,4}}(?:[- ]\d{{3}})?)
      | (?P<unspaced>0[1237]\d{{9}})
      | (?P<spanish>[6-9]\d{{2}}[ .](?:\d{{3}}[ .]\d{{3}}|\d{{2}}[ .]\d{{2}}[ .]\d{{2}})|9\d[ .]\d{{3}}[ .]\d{{2}}[ .]\d{{2}})
      | (?P<mexican>\d{{2}}[ -]\d{{4}}[ -]\d{{4}})
      | (?P<french>\(\d{{2,3}}\)\s?\d(?:[ .]\d{{2}}){{4}})
      | (?P<local>\d{{3}}[-.]\d{{4}})
      | (?P<plain>[2-9]\d{{2}}[2-9]\d{{6}})
      | (?P<grouped>(?:\(\d{{2,4}}\)|\d{{2,4}})(?:[- ]\d{{2,4}}){{2,4}})
      | (?P<code>[2-9]-1-1)
    )(?![\d@/])(?!-\d)(?!\.\d)(?!\w)"""
)
_DIAL_RUN = compiled(r"[+(\d][-+()\d. ·/]{4,}")
_EXTENSION_TAIL = compiled(
    r"(?i)(?:\s*,?\s*(?:option|opt\.?|press|opci[óo]n)\s*#?\d{1,2}(?!\d))?(?:\s*[,;(]?\s*|\s+)(?:extension|extensi[óo]n|extn|ext|x)\.?\s*:?\s*#?\s*(\d{1,6})\b\)?|x(\d{1,6})\b"
)
_DIGIT = compiled(r"\d")
_LONGEST_CODE = 5
"""Digits of a code that is dialled: "press 3"."""
_NEAR = 60
"""Characters before "press 3" in which a number stands that is dialled first."""
_DSN = compiled(r"(?i)\bdsn:?\s$")
_EMAIL = compiled(r"(?<![\w.@+%-])(?![xX]{3,}@)[\w.+%'-]{1,64}@(?:[\w-]+\.)+[a-zA-Z]{2,24}(?![\w@-])")
_SPELLED_EMAIL = compiled(r"(?<![\w.@])[\w.+-]{1,64} ?[(\[]at[)\]] ?[\w-]+(?: ?[(\[]dot[)\]] ?[\w-]+)+", re.IGNORECASE)
_LONGEST_LOCAL, _LONGEST_DOMAIN = 64, 255
"""Characters before and after the @ of a mail address (RFC 5321 section 4.5.3.1)."""
_HANDLE = compiled(r"@(?<![\w@.]@)[A-Za-z][\w.-]{2,30}\b")
_TOP = "com|org|net|gov|edu|us|uk|io|info|example"
_URL = compiled(
    rf"\b(?:https?://|www\.)[^\s<>\"')\]|]+|(?<![\w@.-])(?:[a-z0-9-]+\.)+(?:{_TOP})(?:/[^\s<>\"')\]|]*)?(?![\w@])"
)
_SPACE = compiled(r"\s")
_IN_URL = compiled(rf"[.:](?://|(?<=www\.)|(?:{_TOP})\b)")
"""What every web address has. To look for it first is much quicker than to look for addresses."""
_MALFORMED = compiled(rf"(?<![\w/.-])\(?\d{{3}}\)?{_S}{{1,2}}[\dOol]{{2,4}}{_S}[\dOol]{{2,5}}(?![\w/-])")
_PHONE_WORD = compiled(
    r"(?i)\b(?:tel(?:[ée]fono|ephone)?|phone|call|ring|cell|mobile|fax|llam[ae]\w*|al|marque|m[óo]vil|celular|whatsapp|text|line|number|office|o|p|t|m|c)\s*[.:]?\s*\(?$"
)


class Phone(NamedTuple):
    """A telephone number as written. `digits` are those of the number itself, `extension` those after it; either may be empty."""

    span: Span
    text: str
    digits: str
    extension: str

    @property
    def reaches_outside(self) -> bool:
        """Whether a caller from outside gets through: at least seven digits that are no extension."""
        return len(self.digits) >= 7


class Channels(NamedTuple):
    """The ways to reach somebody that a text names, each kind in order."""

    phones: list[Phone]
    emails: list[Span]
    handles: list[Span]
    urls: list[Span]

    @property
    def addresses(self) -> list[Span]:
        """The places of mail addresses, handles and web addresses."""
        return self.emails + self.handles + self.urls

    @property
    def spans(self) -> list[Span]:
        """The places of all of them."""
        return [phone.span for phone in self.phones] + self.addresses


def channels_in(text: str, lang: Language) -> Channels:
    """Return the ways to reach somebody that a folded text names."""
    return Channels(phones_in(text, lang), emails_in(text), handles_in(text), urls_in(text))


@cache
def _short(code: str) -> re.Pattern[str]:
    from replylint.facts.languages import language

    lang = language(code)
    words = "|".join((lang["contacts"]["extension"], *lang["contacts"]["dial"]))
    return compiled(grouped(rf"\b(?:{words})\s*:?\s*#?\s*(\d{{1,6}}(?:-\d{{4}})?)\b"))


def phones_in(text: str, lang: Language) -> list[Phone]:
    """Return the telephone numbers of a folded text, bare extensions among them; account, case and room numbers are none."""
    found: list[Phone] = []
    if _DIGIT.search(text) is None:
        return found
    taken = Stretches()
    for match in _numbers_in(text):
        if taken.touch(match.start(), match.end()) or not _is_phone(match, text, lang):
            continue
        start, end = match.start(), match.end()
        if dsn := _DSN.search(text, max(0, start - 6), start):
            start = dsn.start()
        extension = ""
        if tail := _EXTENSION_TAIL.match(text, end):
            extension = tail.group(1) or tail.group(2)
            end = tail.end() if text[tail.end() - 1] != ")" or "(" in text[match.end() : tail.end()] else tail.end() - 1
        number = digits(match.group())
        if len(number) == 11 and number.startswith("1"):
            number = number[1:]
        found.append(Phone(Span(start, end), text[start:end].rstrip(), number, extension))
        taken.add(Span(start, end))
    lowered = lower(text)
    dial = tuple(lang["contacts"]["dial"])
    for match in _short(lang.code).finditer(lowered):
        start, end = match.span()
        if not lowered.startswith(dial, start):
            if not taken.touch(start, end):
                taken.add(Span(start, end))
                found.append(Phone(Span(start, end), text[start:end], "", digits(match.group(1))))
        elif len(match.group(1)) <= _LONGEST_CODE and not taken.touch(max(0, start - _NEAR), end):
            found.append(Phone(Span(*match.span(1)), match.group(1), "", match.group(1)))
    return sorted(found, key=lambda phone: phone.span.start)


def _numbers_in(text: str) -> Iterator[re.Match[str]]:
    """Yield what may be a telephone number; only where digits stand is it looked for."""
    for run in _DIAL_RUN.finditer(text):
        at = run.start()
        while at < run.end():
            match = _NUMBER.match(text, at)
            if match:
                yield match
            at = match.end() if match else at + 1


_ISO_DATE = compiled(r"(?:19|20)\d\d-(?:0\d|1[0-2])-(?:[0-2]\d|3[01])(?!\d)")


def _is_phone(match: re.Match[str], text: str, lang: Language) -> bool:
    before = text[max(0, match.start() - 32) : match.start()]
    if lang.pattern("contacts", "not_phone_before").search(lower(before)):
        return False
    if _ISO_DATE.match(match.group()):
        return False
    kind = match.lastgroup
    number = digits(match.group())
    count = len(number)
    if count >= 7 and (len(set(number)) == 1 or number.endswith("1234567890")):
        return False  # 000-000-0000 stands for a number
    if kind == "grouped":
        return 8 <= count <= 12 and bool(_PHONE_WORD.search(before))
    if kind == "international":
        return 8 <= count <= 15
    if kind in ("british", "unspaced"):
        return 9 <= count <= 11
    if kind == "local":
        return text[match.end() : match.end() + 1] not in ("-",) and not re.search(r"(?:[A-Z]{2}|\d)\s*$", before[-3:])
    return True


def malformed_phones_in(text: str, good: list[Phone]) -> list[Span]:
    """Return what looks like a telephone number and is none: a digit short, a letter O for a zero."""
    return [
        Span(match.start(), match.end())
        for match in _MALFORMED.finditer(text)
        if not any(phone.span.start < match.end() and match.start() < phone.span.end for phone in good)
        and (len(digits(match.group())) in (8, 9, 11) or re.search(r"[Ool]", match.group()))
    ]


def emails_in(text: str) -> list[Span]:
    """Return the places of mail addresses, also of those written with (at) and (dot)."""
    found: list[Span] = []
    end, at = 0, text.find("@")
    while at >= 0:
        match = _EMAIL.search(text, max(end, at - _LONGEST_LOCAL), at + _LONGEST_DOMAIN)
        if match and match.start() < at:
            found.append(Span(match.start(), match.end()))
            end = match.end()
        at = text.find("@", max(end, at + 1))
    lowered = lower(text)
    if "at)" in lowered or "at]" in lowered:
        found += [Span(match.start(), match.end()) for match in _SPELLED_EMAIL.finditer(text)]
        found.sort()
    return found


def handles_in(text: str) -> list[Span]:
    """Return the places of chat handles such as @mhernandez."""
    return [Span(match.start(), match.end()) for match in _HANDLE.finditer(text)]


def urls_in(text: str) -> list[Span]:
    """Return the places of web addresses, without the punctuation that follows them."""
    found: list[Span] = []
    if "." not in text and "//" not in text:
        return found
    lowered = lower(text)
    done = 0
    for mark in _IN_URL.finditer(lowered):
        if mark.start() < done:
            continue
        low = max(done, mark.start() - _LONGEST_DOMAIN)
        low = max(lowered.rfind(" ", low, mark.start()), lowered.rfind("\n", low, mark.start()), low - 1) + 1
        space = _SPACE.search(lowered, mark.end())
        done = space.start() if space else len(lowered)
        match = _URL.search(lowered, low, done)
        if match is None:
            continue
        end = match.end()
        while end > match.start() and text[end - 1] in ".,;:!?":
            end -= 1
        if "@" not in text[match.start() : end]:
            found.append(Span(match.start(), end))
    return found


def same_number(one: str, other: str) -> bool:
    """Say whether two runs of digits are one number, written with or without area code."""
    return (
        bool(one)
        and bool(other)
        and (one == other or (min(len(one), len(other)) >= 7 and (one.endswith(other) or other.endswith(one))))
    )
