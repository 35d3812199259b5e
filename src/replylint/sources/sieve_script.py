"""Sieve scripts (RFC 5228) for their `vacation` actions (RFC 5230), with the place of each reason, so that another can be put in.

The grammar is that of RFC 5228 section 8.2; commands and tests that are not known are read over, not refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from replylint.errors import SourceError

_DEEPEST = 60
_TOKEN = re.compile(
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
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_BLOCK_START = re.compile(r"(?i)text:[ \t]*(?:#[^\n]*)?\r?\n")
_DATA = re.compile(r"(?m)^# DATA: (\{[^\r\n]*)")
_BOUNDS = frozenset(("ge", "gt", "le", "lt"))
_WITH_VALUE = frozenset((":days", ":seconds", ":subject", ":from", ":addresses", ":handle", ":fcc"))
"""Arguments of `vacation` that a value follows (RFC 5230 section 4, RFC 6131, RFC 8580)."""


class Condition(NamedTuple):
    """A bound by the current date: `currentdate :value "ge" "date" "2026-06-01"` (RFC 5260)."""

    test: str
    """`ge`, `gt`, `le` or `lt`."""
    part: str
    """`date`, `iso8601` …"""
    value: str
    zone: str = ""


class Vacation(NamedTuple):
    """A vacation action."""

    reason: str
    """The text that is sent, with line feeds between its lines; with `:mime` a whole MIME entity."""
    start: int
    end: int
    """Where the reason stands in the script, quotes or `text:` and the last point included."""
    multiline: bool
    mime: bool
    subject: str
    sender: str
    addresses: tuple[str, ...]
    conditions: tuple[Condition, ...]
    only_if: str
    """The tests around it that are no bounds by the current date, as they are written."""
    disabled: bool
    """Whether it stands in `if false`, so that it answers nobody."""
    line: int


class Script(NamedTuple):
    """A script: what it requires, and its vacation actions in order."""

    requires: frozenset[str]
    vacations: tuple[Vacation, ...]

    @property
    def has_variables(self) -> bool:
        """Whether `${…}` is filled in when the script runs (RFC 5229)."""
        return "variables" in self.requires


class _Token(NamedTuple):
    kind: str
    text: str
    start: int
    end: int


class _Around(NamedTuple):
    """The tests of the blocks around a command."""

    conditions: tuple[Condition, ...] = ()
    only_if: tuple[str, ...] = ()
    disabled: bool = False


def script_of(text: str) -> Script:
    """Read a script. Raises SourceError, with the line, if it is no Sieve, cut off, or nested more than 60 deep."""
    reader = _Reader(text)
    reader.commands(_Around(), 0)
    return Script(frozenset(reader.requires), tuple(reader.vacations))


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.requires: set[str] = set()
        self.vacations: list[Vacation] = []
        self._tokens = list(self._read())
        self._at = 0

    def _read(self) -> Iterator[_Token]:
        at = 0
        while at < len(self.text):
            match = _TOKEN.match(self.text, at)
            if match is None:
                raise self._wrong("cannot be read", at)
            if match.lastgroup != "space":
                yield _Token(str(match.lastgroup), match[0], at, match.end())
            at = match.end()
        yield _Token("end", "", at, at)

    def _wrong(self, what: str, at: int) -> SourceError:
        line = self.text.count("\n", 0, at) + 1
        return SourceError(f"line {line} of the script {what}; correct it, or copy the script again")

    @property
    def _next(self) -> _Token:
        return self._tokens[self._at]

    def _take(self) -> _Token:
        token = self._tokens[self._at]
        self._at = min(self._at + 1, len(self._tokens) - 1)
        return token

    def commands(self, around: _Around, depth: int) -> None:
        """Read commands until a block or the script ends."""
        if depth > _DEEPEST:
            raise self._wrong(f"is nested more than {_DEEPEST} deep", self._next.start)
        before: list[str] = []
        while self._next.kind != "end" and self._next.text != "}":
            name = self._take()
            if name.kind != "name":
                raise self._wrong(f"has {name.text[:20]!r} where a command is expected", name.start)
            arguments, tests = self._arguments(depth)
            word = name.text.lower()
            within = self._within(word, tests, around, before)
            if self._next.text == "{":
                self._take()
                self.commands(within, depth + 1)
                if self._take().text != "}":
                    raise self._wrong("opens a block that does not end", name.start)
            elif self._take().text != ";":
                raise self._wrong("has a command that does not end with a semicolon", name.start)
            if word == "require":
                self.requires.update(item for argument in arguments for item in self._strings(argument))
            elif word == "vacation":
                self.vacations.append(self._vacation(name, arguments, around))

    def _arguments(self, depth: int) -> tuple[list[list[_Token]], tuple[int, int]]:
        """Return the arguments of a command, a list as one, and from where to where its tests stand among the tokens."""
        arguments: list[list[_Token]] = []
        first = self._at
        open_marks: list[str] = []
        while True:
            token = self._next
            if token.kind == "end":
                raise self._wrong("begins a command that does not end", self._tokens[first].start)
            if not open_marks and token.text in (";", "{", "}"):
                return arguments, (first, self._at)
            self._take()
            if token.text in ("[", "("):
                open_marks.append("]" if token.text == "[" else ")")
                if len(open_marks) + depth > _DEEPEST:
                    raise self._wrong(f"is nested more than {_DEEPEST} deep", token.start)
                arguments.append([token])
            elif token.text in ("]", ")"):
                if not open_marks or open_marks.pop() != token.text:
                    raise self._wrong(f"has a {token.text!r} too many", token.start)
            elif token.text in (";", "{", "}"):
                raise self._wrong(f"has {token.text!r} inside a list", token.start)
            elif open_marks:
                arguments[-1].append(token)
            else:
                arguments.append([token])

    def _within(self, word: str, tests: tuple[int, int], around: _Around, before: list[str]) -> _Around:
        """Return what decides whether the block of a command is run."""
        if word not in ("if", "elsif", "else"):
            return around
        tokens = self._tokens[tests[0] : tests[1]]
        source = self.text[tokens[0].start : tokens[-1].end] if tokens else ""
        if word == "if":
            before.clear()
        otherwise = tuple(f"not {one}" for one in before)
        before.append(source)
        conditions, rest = _bounds(tokens, self)
        disabled = around.disabled or [token.text.lower() for token in tokens] == ["false"]
        others = (*otherwise, *([source] if rest and not disabled else []))
        return _Around((*around.conditions, *conditions), (*around.only_if, *others), disabled)

    def _vacation(self, name: _Token, arguments: list[list[_Token]], around: _Around) -> Vacation:
        values: dict[str, list[str]] = {}
        reason: _Token | None = None
        index = 0
        mime = False
        while index < len(arguments):
            token = arguments[index][0]
            if token.kind == "tag":
                tag = token.text.lower()
                mime |= tag == ":mime"
                if tag in _WITH_VALUE:
                    index += 1
                    values[tag] = self._strings(arguments[index]) if index < len(arguments) else []
            elif token.kind in ("quoted", "block"):
                reason = token
            index += 1
        if reason is None:
            raise self._wrong("has a vacation action without a text", name.start)
        line = self.text.count("\n", 0, name.start) + 1
        return Vacation(
            _decoded(reason), reason.start, reason.end, reason.kind == "block", mime, "".join(values.get(":subject", [])),
            "".join(values.get(":from", [])), tuple(values.get(":addresses", [])), around.conditions,
            " and ".join(around.only_if), around.disabled, line,
        )  # fmt: skip

    @staticmethod
    def _strings(argument: list[_Token]) -> list[str]:
        return [_decoded(token) for token in argument if token.kind in ("quoted", "block")]


def _bounds(tokens: list[_Token], reader: _Reader) -> tuple[list[Condition], bool]:
    """Return the bounds by the current date among tests, and whether there is anything else that decides."""
    conditions: list[Condition] = []
    at, rest = 0, False
    while at < len(tokens):
        word = tokens[at].text.lower()
        end = at + 1
        if word == "currentdate":
            while end < len(tokens) and tokens[end].kind in ("tag", "quoted"):
                end += 1
            condition = _bound(tokens[at + 1 : end])
            if condition:
                conditions.append(condition)
            else:
                rest = True
        elif word not in ("allof", "true", "(", ")", ","):
            rest = True
        at = end
    return (
        ([], True) if rest and any(token.text.lower() in ("anyof", "not") for token in tokens) else (conditions, rest)
    )


def _bound(tokens: list[_Token]) -> Condition | None:
    strings: list[str] = []
    zone = test = ""
    tag = ""
    for token in tokens:
        if token.kind == "tag":
            tag = token.text.lower()
            continue
        text = _decoded(token)
        if tag == ":zone":
            zone = text
        elif tag == ":value":
            test = text.lower()
        elif tag != ":comparator":
            strings.append(text)
        tag = ""
    return Condition(test, strings[0], strings[1], zone) if test in _BOUNDS and len(strings) == 2 else None


def _decoded(token: _Token) -> str:
    """Return what a string says: escapes undone, or the points doubled at the beginning of lines (RFC 5228 section 2.4.2)."""
    if token.kind == "quoted":
        return _ESCAPED.sub(r"\1", token.text[1:-1]).replace("\r\n", "\n")
    start = _BLOCK_START.match(token.text)
    lines = token.text[start.end() if start else 0 :].replace("\r\n", "\n").split("\n")[:-1]
    return "".join(f"{line[1:] if line.startswith('.') else line}\n" for line in lines)


def with_reasons(text: str, reasons: Mapping[int, str]) -> str:
    """Return a script with other reasons for the vacation actions of these numbers, each written in the form it had.

    Every other character stays. Raises SourceError as `script_of`.
    """
    written, at = [], 0
    for index, vacation in enumerate(script_of(text).vacations):
        if index not in reasons or reasons[index] == vacation.reason:
            continue
        before = text[vacation.start : vacation.end]
        broken = "\r\n" if "\r\n" in (before if "\n" in before else text) else "\n"
        reason = reasons[index].replace("\r\n", "\n")
        if vacation.multiline:
            lines = reason.removesuffix("\n").split("\n") if reason else []
            stuffed = "".join(f".{line}\n" if line.startswith(".") else f"{line}\n" for line in lines)
            head = _BLOCK_START.match(text, vacation.start)
            literal = (head[0] if head else f"text:{broken}") + stuffed.replace("\n", broken) + "."
        else:
            escaped = reason.replace("\\", "\\\\").replace('"', '\\"')
            literal = '"' + escaped.replace("\n", broken) + '"'
        written += [text[at : vacation.start], literal]
        at = vacation.end
    return "".join([*written, text[at:]])


def nextcloud_data(text: str) -> tuple[dict[str, object], int, int] | None:
    """Return the settings that Nextcloud Mail keeps in a comment (`# DATA: {…}`) and their place; None if there are none.

    Raises SourceError if they are damaged.
    """
    match = _DATA.search(text)
    if match is None:
        return None
    try:
        data = json.loads(match[1])
    except ValueError:
        raise SourceError("Nextcloud's line “# DATA:” is damaged; save the reply in Nextcloud again") from None
    return data, match.start(1), match.end(1)
