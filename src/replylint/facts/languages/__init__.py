"""Languages as data: two TOML files each, one for understanding texts, one with what people are told.

A further language is two further files and its labelled messages.

Beside each lies the same as JSON, with its patterns made ready for `re`, which is read in a tenth of the time (`make languages`, see `prepare`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache, cached_property, lru_cache, partial
from hashlib import blake2b
from pathlib import Path
from typing import Any

from replylint.facts.languages.alternatives import grouped
from replylint.patterns import compiled, late

CODES = ("en", "es")
"""The languages that are understood; the first is taken where a text is too short to tell."""

_PLACEHOLDER = compiled(r"\{(month|weekday|number)\}")
_SPACE = compiled(r"\(\?<[!=][^()]*\)| (?![?*+{])")
"""A space to widen; a look-behind, which must keep its width, is matched first and kept."""
_ENOUGH = 20_000
"""Characters from which the language is told."""
_REMEMBERED = 64
"""Texts whose shares are kept: one message is asked about several times in a row."""
_WORD = compiled(r"[^\W\d_]+(?:'[^\W\d_]+)?(?!(?<=\b[^\W\d_])(?:[.:]| ?\(?\d))")
"""A word; not a letter that labels a number: `o. 813-555-0173`, `o 813-555-0173`."""


class Language:
    """One language's words and patterns, compiled when first asked for."""

    def __init__(self, code: str, data: Mapping[str, Any], ready: Mapping[str, str] | None = None) -> None:
        self.code = code
        self.data = data
        self._ready = ready or {}
        """Patterns as `ready` returns them, by `section.key`."""
        self._compiled: dict[str, re.Pattern[str]] = {}

    def __getitem__(self, section: str) -> Any:
        return self.data[section]

    @cached_property
    def month(self) -> str:
        """A pattern for any name of a month."""
        return _alternatives(name for names in self["dates"]["months"] for name in names)

    @cached_property
    def weekday(self) -> str:
        """A pattern for any name of a weekday."""
        return _alternatives(name for names in self["dates"]["weekdays"] for name in names)

    @cached_property
    def number(self) -> str:
        """A pattern for a number in words."""
        return _alternatives(self["dates"]["numbers"])

    def fill(self, pattern: str) -> str:
        """Return a pattern with `{month}`, `{weekday}` and `{number}` filled in and spaces made to fit any white space."""
        filled = _PLACEHOLDER.sub(lambda match: f"(?:{getattr(self, match.group(1))})", pattern)
        return _SPACE.sub(lambda match: match.group() if len(match.group()) > 1 else r"\s+", filled)

    def pattern(self, section: str, key: str) -> re.Pattern[str]:
        """Return the pattern `[section] key`, compiled when it is first used; a list of patterns becomes one of alternatives."""
        name = f"{section}.{key}"
        found = self._compiled.get(name)
        if found is None:
            written = self._ready.get(name) or partial(self.ready, section, key)
            found = self._compiled[name] = late(written, re.MULTILINE)
        return found

    def ready(self, section: str, key: str) -> str:
        """Return the pattern `[section] key` as it is compiled: filled in, and its alternatives grouped."""
        value = self[section][key]
        raw = "|".join(f"(?:{item})" for item in value) if isinstance(value, list) else value
        return grouped(self.fill(raw))

    def may_have(self, section: str, key: str, text: str) -> bool:
        """Say whether a text, in lower case, has one of the stems without which `[section] key` cannot be in it."""
        stems = self["stems"].get(f"{section}.{key}")
        return stems is None or any(map(text.__contains__, stems))

    def words(self, section: str, key: str) -> frozenset[str]:
        """Return the word list `[section] key` as a set."""
        return _frozen(self.code, section, key)


def everywhere(section: str, key: str) -> str:
    """Return the pattern for `[section] key` of any language: signatures and blanks do not change with the language above them."""
    return "(?:" + "|".join(language(code).fill(language(code)[section][key]) for code in CODES) + ")"


@cache
def _frozen(code: str, section: str, key: str) -> frozenset[str]:
    return frozenset(language(code)[section].get(key, ()))


def _alternatives(names: Any) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


@cache
def language(code: str) -> Language:
    """Return the language with this code; raises KeyError for one that is not known."""
    if code not in CODES:
        raise KeyError(code)
    return Language(code, *_read(code))


@cache
def messages(code: str) -> Mapping[str, Any]:
    """Return what people are told in a language, as `en.messages.toml` has it; raises KeyError for a language that is not known."""
    if code not in CODES:
        raise KeyError(code)
    return _read(f"{code}.messages")[0]


def document_name(name: str, language: str) -> str:
    """Return what a document is called in a language: `internal reply`; the name itself if no table has it."""
    return str(messages(language)["documents"].get(name, name))


def _read(name: str) -> tuple[Mapping[str, Any], Mapping[str, str]]:
    """Return what the file `name` says, and its patterns as far as they are ready: none of a file that was changed since."""
    source, made_ready = source_of(name), prepared_of(name)
    data = source.read_bytes() if source.is_file() else None  # the page has only what was made ready
    if made_ready.is_file():
        prepared = json.loads(made_ready.read_bytes())
        if data is None or prepared["source"] == digest_of(data):
            return prepared["data"], prepared.get("patterns", {})
    if data is None:
        raise FileNotFoundError(f"this installation of replylint lacks its language {name!r}; install it again")
    import tomllib

    return tomllib.loads(data.decode("utf-8")), {}


def source_of(name: str) -> Path:
    """Return the file that people write: `en`, `en.messages`."""
    return Path(__file__).with_name(f"{name}.toml")


def prepared_of(name: str) -> Path:
    """Return the file that is made of it."""
    return Path(__file__).with_name(f"{name}.json")


def digest_of(data: bytes) -> str:
    """Return what tells what a file holds from what it held when it was made ready; its line ends do not matter."""
    return blake2b(data.replace(b"\r\n", b"\n"), digest_size=16).hexdigest()


@cache
def _telling_words() -> dict[str, frozenset[str]]:
    """Return the words that tell each language; a word of two languages tells neither."""
    words = {code: language(code).words("recognise", "words") for code in CODES}
    return {code: words[code].difference(*(words[other] for other in CODES if other != code)) for code in CODES}


def recognise(lowered: str) -> str:
    """Return the code of the language that a text, given in lower case, is mostly in."""
    counts = shares(lowered)
    best = max(counts.values(), default=0)
    return next((code for code in CODES if counts[code] == best), CODES[0])


@lru_cache(maxsize=_REMEMBERED)
def shares(lowered: str) -> Mapping[str, int]:
    """Return how many telling words of each language a text has."""
    words = _WORD.findall(lowered[:_ENOUGH])
    return {code: sum(map(telling.__contains__, words)) for code, telling in _telling_words().items()}
