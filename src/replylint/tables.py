"""Character tables: how text is folded so that the same words compare equal.

Folding is one character to one character, so positions in folded text are positions in the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any, cast

_QUOTES = {**dict.fromkeys("‘’‚‛ʼʻ′`´", "'"), **dict.fromkeys("“”„‟″«»", '"')}
_DASHES = dict.fromkeys("‐‑‒–—―−﹘﹣－⁃", "-")
_SPACES = dict.fromkeys(
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t", " "
)
_FOLD = str.maketrans({**_QUOTES, **_DASHES, **_SPACES})

INVISIBLE = "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061\u2062\u2063\u2064\ufe0f\ufeff"
"""Characters that no reader sees: soft hyphen, zero-width and direction marks, variation selector."""

_INVISIBLE = str.maketrans(dict.fromkeys(INVISIBLE, ""))
_SPACE_RUN = re.compile(r"\s+")


def fold(text: str) -> str:
    """Return `text` with typographic quotes, dashes and spaces made plain; the length stays the same."""
    if text.isascii() and "\t" not in text and "`" not in text:
        return text  # said at once of most texts
    return text.translate(_FOLD)


def lower(text: str) -> str:
    """Return `text` in lower case, character by character, so that the length stays the same."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    return "".join(low if len(low := char.lower()) == 1 else char for char in text)


def squeeze(text: str) -> str:
    """Return `text` composed (NFC), without invisible characters, with each run of white space as one space."""
    return _SPACE_RUN.sub(" ", unicodedata.normalize("NFC", text.translate(_INVISIBLE))).strip()


def strip_accents(text: str) -> str:
    """Return `text` without combining marks: `María` becomes `Maria`. The length may change."""
    if text.isascii():
        return text
    return "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))


def given_first(name: str) -> str:
    """Return a person's name as it is said: `Boyd, Terrence` is `Terrence Boyd`."""
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and first.strip() and "," not in first else name


def name_key(name: str) -> str:
    """Return a person's name as it compares equal however a list writes it: `Boyd, Terrence J.` is `terrence j boyd`."""
    last, comma, first = name.partition(",")
    return " ".join(strip_accents(fold(f"{first} {last}" if comma else name)).lower().replace(".", " ").split())


def below(path: str, root: str) -> str | None:
    """Return the rest of a path behind that of a file or folder it lies in, from the character that divides them on; None if it lies elsewhere."""
    rest = path[len(root) :]
    return rest if path.startswith(root) and (not rest or rest[0] in "/\\#" or root.endswith(("/", "\\"))) else None


_NO_DIGITS = re.compile(r"[^0-9]+")


def digits(text: str) -> str:
    """Return only the decimal digits of `text`."""
    return _NO_DIGITS.sub("", text)


_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def harmless(text: str) -> str:
    """Return text without what steers a terminal (escape sequences, direction marks): each such character becomes U+FFFD."""
    return _CONTROLS.sub("\ufffd", text)


class _Late:
    """Stands for a pattern until it is first used."""

    def __init__(self, pattern: str | Callable[[], str], flags: int) -> None:
        self._pattern, self._flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self._pattern if isinstance(self._pattern, str) else self._pattern(), self._flags)
        self.__dict__.update({each: getattr(compiled, each) for each in _USES})
        return getattr(compiled, name)


_USES = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "pattern", "flags")


def late(pattern: str | Callable[[], str], flags: int = 0) -> re.Pattern[str]:
    """Return a pattern that is put together and compiled when it is first used, for those that most runs do not need."""
    return cast("re.Pattern[str]", _Late(pattern, flags))
