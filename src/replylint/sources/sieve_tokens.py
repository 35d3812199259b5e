"""The words of a Sieve script (RFC 5228 section 8.1), and what its strings say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from replylint.errors import SourceError
from replylint.patterns import compiled

_TOKEN = compiled(
    r"""(?isx)
      (?P<space>(?:[ \t\r\n]++|\#[^\n]*+|/\*.*?\*/)++)
    | (?P<block>text:[ \t]*+(?:\#[^\n]*+)?\r?\n(?:[^\n]*+\n)*?\.[ \t]*+(?=\r?\n|\Z))
    | (?P<quoted>"(?:[^"\\]|\\.)*+")
    | (?P<number>\d++[KMG]?)
    | (?P<tag>:[a-z_]\w*+)
    | (?P<name>[a-z_]\w*+)
    | (?P<mark>[\[\](){},;])
    """
)
_ESCAPED = compiled(r"\\(.)", re.DOTALL)
_ENCODED = compiled(
    r"(?i)\$\{(?:hex:(?P<octets>\s*[0-9a-f]{2}(?:\s+[0-9a-f]{2})*\s*)"
    r"|unicode:(?P<points>\s*[0-9a-f]{1,8}(?:\s+[0-9a-f]{1,8})*\s*))\}"
)
BLOCK_START = compiled(r"(?i)text:[ \t]*(?:#[^\n]*)?\r?\n")


class Token(NamedTuple):
    """A word of a script: its kind, and its place."""

    kind: str
    """`block`, `quoted`, `number`, `tag`, `name`, `mark` or `end`."""
    text: str
    start: int
    end: int

    @property
    def is_string(self) -> bool:
        """Whether it is a string, in quotation marks or as a block."""
        return self.kind in ("quoted", "block")


def wrong(script: str, what: str, at: int) -> SourceError:
    """Return the error that says what is wrong at a place of a script."""
    line = script.count("\n", 0, at) + 1
    return SourceError(f"line {line} of the script {what}; correct it, or copy the script again")


def tokens_of(script: str) -> Iterator[Token]:
    """Yield the words, and `end` after the last. Raises SourceError, with the line, for what is none."""
    at = 0
    while at < len(script):
        match = _TOKEN.match(script, at)
        if match is None:
            raise wrong(script, "cannot be read", at)
        if match.lastgroup != "space":
            yield Token(str(match.lastgroup), match[0], at, match.end())
        at = match.end()
    yield Token("end", "", at, at)


def string_of(token: Token) -> str:
    """Return what a string says: escapes undone, or the dots doubled at line starts (RFC 5228 section 2.4.2)."""
    if token.kind == "quoted":
        return _ESCAPED.sub(r"\1", token.text[1:-1]).replace("\r\n", "\n")
    start = BLOCK_START.match(token.text)
    lines = token.text[start.end() if start else 0 :].replace("\r\n", "\n").split("\n")[:-1]
    return "".join(f"{line[1:] if line.startswith('.') else line}\n" for line in lines)


def quoted(text: str) -> str:
    """Return a text as a quoted string (RFC 5228 section 2.4.2)."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def stuffed(line: str) -> str:
    """Return a line as a block has it: one that begins with a dot gets another (RFC 5228 section 2.4.2)."""
    return f".{line}" if line.startswith(".") else line


def with_encoded_characters(text: str) -> str:
    """Return a string with `${hex:…}` and `${unicode:…}` replaced by their characters (RFC 5228 section 2.4.2.4).

    Raises ValueError if they give no characters.
    """
    return b"".join(_octets(text)).decode("utf-8")


def _octets(text: str) -> Iterator[bytes]:
    at = 0
    for match in _ENCODED.finditer(text):
        yield text[at : match.start()].encode("utf-8")
        if match["octets"]:
            yield bytes.fromhex(match["octets"])
        else:
            yield "".join(chr(int(point, 16)) for point in match["points"].split()).encode("utf-8")
        at = match.end()
    yield text[at:].encode("utf-8")
