"""Character tables: how text is folded so that the same words compare equal.

Folding is one character to one character, so positions in folded text are positions in the text.
"""

from __future__ import annotations

import re
import unicodedata

from replylint.patterns import compiled

_QUOTES = {**dict.fromkeys("‘’‚‛ʼʻ′`´", "'"), **dict.fromkeys("“”„‟″«»", '"')}
_DASHES = dict.fromkeys("‐‑‒–—―−﹘﹣－⁃", "-")
_SPACES = dict.fromkeys(
    "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000\t", " "
)
_FOLD = str.maketrans({**_QUOTES, **_DASHES, **_SPACES})

_INVISIBLE_RANGES = (
    "\u00ad\u034f\u061c\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e007f\U000e0100-\U000e01ef"
)
"""Soft hyphen, zero-width and direction marks, isolates, variation selectors, tag characters."""
INVISIBLE = "".join(
    map(
        chr,
        (
            code
            for low, high in re.findall(r"(.)(?:-(.))?", _INVISIBLE_RANGES)
            for code in range(ord(low), ord(high or low) + 1)
        ),
    )
)
"""Characters that no reader sees."""

_INVISIBLE_SET = frozenset(INVISIBLE)
_INVISIBLE = str.maketrans(dict.fromkeys(INVISIBLE, ""))
_SPACE_RUN = compiled(r"\s+")
_COMPATIBLE_RANGES = (
    "\u02b0-\u02b8\u02e2\u02e3\u1d2c-\u1d6a\u2071\u207f\u2090-\u209c\u2100-\u214f\ufb00-\ufb06\ufe50-\ufe6b"
    "\uff01-\uff5e\U0001d400-\U0001d7ff\U0001fbf0-\U0001fbf9"
)
"""Raised, letter-like, small, full-width and mathematical forms, digits of a display, and joined letters."""
_JOINED = "\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06"
"""Letters that are printed as one: ff, fi, fl."""
_SIGNS = {
    "\u2044": "/",
    "\u2215": "/",
    "\u2236": ":",
    "\ua789": ":",
    **dict.fromkeys("\u115f\u1160\u2800\u3164\uffa0", " "),
}
"""Signs that look like others: slashes of fractions, colons, and letters of other scripts that are blank."""
_UNUSUAL = compiled(f"[{_INVISIBLE_RANGES}{_COMPATIBLE_RANGES}{''.join(_SIGNS)}]")
_LATIN = dict(
    zip(
        "аеорсухіјѕһԁԛԝАВЕКМНОРСТУХІЈЅԚԜӀӏΑΒΕΖΗΙΚΜΝΟΡΤΥΧορν",
        "aeopcyxijshdqwABEKMHOPCTYXIJSQWIlABEZHIKMNOPTYXopv",
        strict=True,
    )
)
"""Cyrillic and Greek letters that look like Latin ones."""
_FOREIGN = compiled(f"[{''.join(_LATIN)}]")
_ODD = compiled(f"[{_INVISIBLE_RANGES}{_COMPATIBLE_RANGES}{''.join(_SIGNS)}{''.join(_LATIN)}]")
_WORD = compiled(r"[^\W\d_]+")


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


def shapes(text: str) -> list[tuple[int, str]]:
    """Return the characters of `text` that are not seen as what they are, as (index, what is seen instead), in order.

    What is not seen at all has an empty text. A word of Latin letters with Cyrillic or Greek ones that look alike is
    taken for the Latin word; see Unicode Technical Standard 39.
    """
    if not _ODD.search(text):
        return []  # said at once of most texts
    found = []
    for match in _UNUSUAL.finditer(text):
        char = match[0]
        seen = "" if char in _INVISIBLE_SET else _SIGNS.get(char) or _plain_form(char)
        if seen != char:
            found.append((match.start(), seen))
    if _FOREIGN.search(text):
        mixed = (word for word in _WORD.finditer(text) if _is_disguised(word[0]))
        found += [
            (word.start() + at, _LATIN[char]) for word in mixed for at, char in enumerate(word[0]) if char in _LATIN
        ]
        found.sort()
    return found


def _plain_form(char: str) -> str:
    """Return the ASCII letters, digits or sign that a character is another form of, or the character itself."""
    plain = unicodedata.normalize("NFKC", char)
    return plain if plain.isascii() and (len(plain) == 1 or char in _JOINED) else char


def _is_disguised(word: str) -> bool:
    """Return whether a word has Latin letters, and others that all look like Latin ones."""
    others = [char for char in word if not char.isascii()]
    return 0 < len(others) < len(word) and all(char in _LATIN for char in others)


def squeeze(text: str) -> str:
    """Return `text` composed (NFC), without invisible characters, with each run of white space as one space."""
    return _SPACE_RUN.sub(" ", unicodedata.normalize("NFC", text.translate(_INVISIBLE))).strip()


def clipped(text: str, most: int) -> str:
    """Return `text`, or its beginning with `…` where it has more than `most` characters."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


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


_NO_DIGITS = compiled(r"[^0-9]+")


def digits(text: str) -> str:
    """Return only the decimal digits of `text`."""
    return _NO_DIGITS.sub("", text)


_CONTROLS = compiled(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def harmless(text: str) -> str:
    """Return text without what steers a terminal (escape sequences, direction marks): each such character becomes U+FFFD."""
    return _CONTROLS.sub("\ufffd", text)
