"""The words by which the lines of a signature are known, of all languages: the format does not change with the text above it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from replylint.facts.languages import CODES, everywhere, language
from replylint.facts.languages.alternatives import grouped
from replylint.facts.once import once


def _pattern(written: Callable[[], str]) -> once[SignatureWords, re.Pattern[str]]:
    """Return a pattern that is put together and compiled when it is first asked for."""
    return once(lambda _: re.compile(written()))


def _of(key: str) -> str:
    return everywhere("signature", key)


_START = r"(?i)^[\s*_~-]*"


class SignatureWords:
    """The patterns and word lists."""

    closing = _pattern(lambda: grouped(rf"[\s*_~-]*{_of('closings')}\s*[,.!:–-]*\s*$"))
    """Of a line in lower case."""
    inline = _pattern(lambda: rf"(?i)(?:^|[.!?)…\n]\s*|\s[-–—]{{1,2}}\s*|,\s*){_of('closings')}\s*[,.!–—-]*\s+(?=\S)")
    device = _pattern(lambda: rf"{_START}{_of('device')}$")
    disclaimer = _pattern(lambda: rf"{_START}{_of('disclaimer')}$")
    pronouns = _pattern(lambda: rf"(?i){_of('pronouns')}")
    label = _pattern(lambda: rf"(?i)^\s*{_of('label')}\s*[.:|]\s*")
    fax = _pattern(lambda: rf"(?i)^\W*{_of('fax')}\b\s*[.:#]")
    mobile = _pattern(lambda: rf"(?i)^\W*{_of('mobile')}\b\s*[.:#]|\(\s*{_of('mobile')}\s*\)\s*$")
    website_label = _pattern(lambda: rf"(?i)^\W*{_of('website_label')}\b\s*[:|-]?\s*$")
    extension = _pattern(lambda: rf"(?i)^\W*{_of('extension')}\s*:?\s*#?\s*\d")
    seal = _pattern(lambda: rf"(?i)\b{_of('seal')}\b")
    bare_seal = _pattern(lambda: rf"(?i)^\W*{_of('bare_seal')}\W*$")
    emblem = _pattern(lambda: rf"(?i)\b{_of('emblem')}\b")

    def __init__(self) -> None:
        titles, organizations = (
            frozenset().union(*(language(code).words("signature", key) for code in CODES))
            for key in ("titles", "organizations")
        )
        self.titles: frozenset[str] = titles
        self.organizations: frozenset[str] = organizations


@cache
def signature_words() -> SignatureWords:
    """Return the patterns and word lists, made once."""
    return SignatureWords()
