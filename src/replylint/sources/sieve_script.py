"""Sieve scripts (RFC 5228) for their `vacation` actions (RFC 5230), with the place of each reason, so that another can be put in.

The grammar is that of RFC 5228 section 8.2. Commands and tests that are not known are read over, but a `vacation` action that
no server would run is refused, because a correction would hide that nobody is answered.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import NamedTuple

from replylint.errors import SourceError
from replylint.patterns import compiled
from replylint.sources.sieve_dates import Condition, bounds_of
from replylint.sources.sieve_tokens import (
    BLOCK_START,
    Token,
    quoted,
    string_of,
    stuffed,
    tokens_of,
    with_encoded_characters,
    wrong,
)
from replylint.sources.sieve_variables import REFERENCE, UNSETTLED, Place, UnsettledError, Variables

_DEEPEST = 60
_DATA = compiled(r"(?m)^# DATA: (\{[^\r\n]*)")
_TAKES = {
    ":days": "number", ":seconds": "number", ":subject": "string", ":from": "string", ":addresses": "list", ":mime": "",
    ":handle": "string", ":fcc": "string", ":create": "", ":flags": "list", ":specialuse": "string", ":mailboxid": "string",
}  # fmt: skip
"""Arguments of `vacation` and what follows each (RFC 5230 section 4, RFC 6131, RFC 8580)."""


class Vacation(NamedTuple):
    """A vacation action."""

    reason: str
    """The text that is sent, with line feeds between its lines; with `:mime` a whole MIME entity."""
    place: Place
    """Where the reason stands in the script: in the action itself, or where a variable gets it."""
    mime: bool
    sender: str
    addresses: tuple[str, ...]
    conditions: tuple[Condition, ...]
    only_if: str
    """The tests around it that are not bounds by the current date, as they are written."""
    disabled: bool
    """Whether it stands in `if false`, so that it answers nobody."""
    line: int
    unread_days: bool = False
    """Whether some of those tests are about days, but not in a way that is read."""
    has_message_text: bool = False
    """Whether something of the incoming message is put into it, as `${…}`."""
    unsettled: str = ""
    """Why its text is not known; empty if it is."""


class Include(NamedTuple):
    """Another script that is run as a part of this one (RFC 6609)."""

    name: str
    personal: bool
    """Whether it is the user's own, not the server's for everybody."""
    line: int


class Script(NamedTuple):
    """A script: what it requires, its vacation actions in order, and the scripts it includes."""

    requires: frozenset[str]
    vacations: tuple[Vacation, ...]
    includes: tuple[Include, ...] = ()


class _Around(NamedTuple):
    """The tests of the blocks around a command."""

    conditions: tuple[Condition, ...] = ()
    only_if: tuple[str, ...] = ()
    disabled: bool = False
    unread: bool = False
    """Whether some of the tests are about days and could not be read."""


class _Command(NamedTuple):
    """A command: its name, its arguments, a list as one, and its tests."""

    name: Token
    arguments: list[list[Token]]
    tests: list[Token]

    @property
    def word(self) -> str:
        return self.name.text.lower()


def script_of(text: str) -> Script:
    """Read a script. Raises SourceError, with the line, if it is not valid, cut off, or nested more than 60 deep."""
    reader = _Reader(text)
    reader.commands(_Around(), 0, Variables())
    return Script(frozenset(reader.requires), tuple(reader.vacations), tuple(reader.includes))


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.requires: set[str] = set()
        self.vacations: list[Vacation] = []
        self.includes: list[Include] = []
        self._tokens = list(tokens_of(text))
        self._at = 0

    @property
    def _next(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self._tokens[self._at]
        self._at = min(self._at + 1, len(self._tokens) - 1)
        return token

    def _wrong(self, what: str, token: Token) -> SourceError:
        return wrong(self.text, what, token.start)

    def commands(self, around: _Around, depth: int, variables: Variables) -> bool:
        """Read commands until a block or the script ends; return whether the script stops there."""
        if depth > _DEEPEST:
            raise self._wrong(f"is nested more than {_DEEPEST} deep", self._next)
        stops = False
        before: list[str] = []
        outcomes: list[Variables] = []
        otherwise = True
        while self._next.kind != "end" and self._next.text != "}":
            command = self._command(depth)
            if command.word not in ("elsif", "else"):
                if outcomes:
                    _settle(variables, outcomes, otherwise=otherwise)
                outcomes, otherwise = [], True
            within = self._within(command, around, before, variables)
            if self._next.text == "{":
                self._take()
                inner = Variables(variables)
                stopped = self.commands(within, depth + 1, inner)
                if self._take().text != "}":
                    raise self._wrong("opens a block that does not end", command.name)
                if not stopped and (within.disabled <= around.disabled):
                    outcomes.append(inner)
                otherwise &= command.word != "else" and [token.text.lower() for token in command.tests] != ["true"]
            elif self._take().text != ";":
                raise self._wrong("has a command that does not end with a semicolon", command.name)
            self._run(command, around, variables)
            stops |= command.word == "stop"
        if outcomes:
            _settle(variables, outcomes, otherwise=otherwise)
        return stops

    def _command(self, depth: int) -> _Command:
        name = self._take()
        if name.kind != "name":
            raise self._wrong("has something else where a command is expected", name)
        arguments: list[list[Token]] = []
        first = self._at
        open_marks: list[str] = []
        while True:
            token = self._next
            if token.kind == "end":
                raise self._wrong("begins a command that does not end", self._tokens[first])
            if not open_marks and token.text in (";", "{", "}"):
                return _Command(name, arguments, self._tokens[first : self._at])
            self._take()
            if token.kind == "name" and token.text.lower() == "vacation":
                raise self._wrong("has a vacation action inside another command", token)
            if token.text in ("[", "("):
                open_marks.append("]" if token.text == "[" else ")")
                if len(open_marks) + depth > _DEEPEST:
                    raise self._wrong(f"is nested more than {_DEEPEST} deep", token)
                arguments.append([token])
            elif token.text in ("]", ")"):
                if not open_marks or open_marks.pop() != token.text:
                    raise self._wrong(f"has a {token.text!r} too many", token)
            elif token.text in (";", "{", "}"):
                raise self._wrong(f"has {token.text!r} inside a list", token)
            elif open_marks:
                arguments[-1].append(token)
            else:
                arguments.append([token])

    def _run(self, command: _Command, around: _Around, variables: Variables) -> None:
        if command.word == "require":
            self.requires.update(item.lower() for argument in command.arguments for item in self._strings(argument))
        elif command.word == "vacation":
            self.vacations.append(self._vacation(command, around, variables))
        elif command.word == "set" and "variables" in self.requires:
            self._set(command, variables)
        elif command.word == "global":
            for argument in command.arguments:
                variables.update((name.lower(), UNSETTLED) for name in self._strings(argument))
        elif command.word == "include" and not around.disabled:
            names = [name for argument in command.arguments for name in self._strings(argument)]
            personal = all(argument[0].text.lower() != ":global" for argument in command.arguments)
            line = self.text.count("\n", 0, command.name.start) + 1
            self.includes += [Include(name, personal, line) for name in names]

    def _set(self, command: _Command, variables: Variables) -> None:
        modifiers = [argument[0].text for argument in command.arguments if argument[0].kind == "tag"]
        strings = [argument[0] for argument in command.arguments if argument[0].is_string]
        if len(strings) != 2 or len(strings) + len(modifiers) != len(command.arguments):
            raise self._wrong("has a variable that is not set to one text", command.name)
        name, value = strings
        place = Place(value.start, value.end, value.kind == "block")
        variables.put(self._string(name), modifiers, self._string(value), place)

    def _within(self, command: _Command, around: _Around, before: list[str], variables: Variables) -> _Around:
        """Return what decides whether the block of a command is run."""
        if command.word not in ("if", "elsif", "else"):
            return around
        tokens = command.tests
        source = self.text[tokens[0].start : tokens[-1].end] if tokens else ""
        if command.word == "if":
            before.clear()
        otherwise = tuple(f"not {one}" for one in before)
        before.append(source)
        bounds = bounds_of(tokens, lambda token: self._expanded(token, variables))
        disabled = around.disabled or [token.text.lower() for token in tokens] == ["false"]
        others = (*otherwise, *([source] if bounds.rest and not disabled else []))
        return _Around(
            (*around.conditions, *bounds.conditions),
            (*around.only_if, *others),
            disabled,
            around.unread or (bounds.unread and not disabled),
        )

    def _vacation(self, command: _Command, around: _Around, variables: Variables) -> Vacation:
        if not self.requires & {"vacation", "vacation-seconds"}:
            raise self._wrong('uses vacation without require "vacation", so the server refuses it', command.name)
        tags, reason = self._vacation_arguments(command)
        written = self._string(reason)
        place, text, unsettled = Place(reason.start, reason.end, reason.kind == "block"), written, ""
        if "variables" in self.requires:
            try:
                text = variables.expanded(written)
                place = variables.place_of(written) or place
            except UnsettledError as error:
                unsettled = str(error)
        return Vacation(
            text,
            place,
            ":mime" in tags,
            "".join(tags.get(":from", [])),
            tuple(tags.get(":addresses", [])),
            around.conditions,
            " and ".join(around.only_if),
            around.disabled,
            self.text.count("\n", 0, command.name.start) + 1,
            around.unread,
            "variables" in self.requires and REFERENCE.search(text) is not None,
            unsettled,
        )

    def _vacation_arguments(self, command: _Command) -> tuple[dict[str, list[str]], Token]:
        """Return what follows each tag, and the reason. Raises SourceError if there is anything else."""
        tags: dict[str, list[str]] = {}
        arguments = iter(command.arguments)
        for argument in arguments:
            token = argument[0]
            tag = token.text.lower()
            if token.is_string:
                if rest := next(arguments, None):
                    raise self._wrong(
                        'has more after the text of the reply; write quotation marks inside the text as \\"',
                        rest[0],
                    )
                return tags, token
            if token.kind != "tag" or tag not in _TAKES:
                raise self._wrong(
                    'has an argument that a vacation action does not take; write quotation marks inside a text as \\"',
                    token,
                )
            value = next(arguments, []) if _TAKES[tag] else []
            if _TAKES[tag] and not _suits(value, _TAKES[tag]):
                raise self._wrong(f"has no {_TAKES[tag]} after {tag}", token)
            tags[tag] = self._strings(value)
        raise self._wrong("has a vacation action without a text", command.name)

    def _string(self, token: Token) -> str:
        """Return what a string says."""
        text = string_of(token)
        if "encoded-character" not in self.requires:
            return text
        try:
            return with_encoded_characters(text)
        except ValueError:
            raise self._wrong("has an encoded character that does not exist", token) from None

    def _strings(self, argument: list[Token]) -> list[str]:
        return [self._string(token) for token in argument if token.is_string]

    def _expanded(self, token: Token, variables: Variables) -> str:
        """Return what a string says where that is settled, an empty text elsewhere."""
        text = self._string(token)
        if "variables" not in self.requires:
            return text
        try:
            return variables.expanded(text)
        except UnsettledError:
            return ""


def _settle(variables: Variables, outcomes: list[Variables], *, otherwise: bool) -> None:
    """Take what holds after an `if` with its `elsif` and `else`; `otherwise` says that none of them may have come true."""
    variables.merge([*outcomes, *([Variables(variables)] if otherwise else [])])


def _suits(value: list[Token], kind: str) -> bool:
    """Return whether an argument is a number, a string, or a list of strings or a single one."""
    if not value:
        return False
    if value[0].text == "[":
        return kind == "list" and all(token.is_string or token.text == "," for token in value[1:])
    return value[0].kind == "number" if kind == "number" else value[0].is_string


def with_reasons(text: str, reasons: Mapping[int, str]) -> str:
    """Return a script with other reasons for the vacation actions of these numbers, each written in the form it had.

    Every other character stays. Raises SourceError as `script_of`, and if a reply would read otherwise than its reason.
    """
    pieces: dict[Place, str] = {}
    for index, vacation in enumerate(script_of(text).vacations):
        reason = reasons.get(index, vacation.reason)
        if reason != vacation.reason and pieces.setdefault(vacation.place, reason) != reason:
            raise SourceError(f"line {vacation.line}: two replies have one text, but would be corrected differently")
    written, at = [], 0
    for place, reason in sorted(pieces.items()):
        written += [text[at : place.start], _literal(text, place, reason.replace("\r\n", "\n"))]
        at = place.end
    corrected = "".join([*written, text[at:]])
    for index, vacation in enumerate(script_of(corrected).vacations if pieces else ()):
        if index in reasons and vacation.reason.rstrip("\n") != reasons[index].replace("\r\n", "\n").rstrip("\n"):
            raise SourceError(
                f"line {vacation.line}: the server would read ${{…}} in it differently; correct it by hand"
            )
    return corrected


def _literal(text: str, place: Place, reason: str) -> str:
    """Return a reason as a string of Sieve, in the form and with the line ends of the one that it replaces."""
    before = text[place.start : place.end]
    broken = "\r\n" if "\r\n" in (before if "\n" in before else text) else "\n"
    if not place.is_block:
        return quoted(reason).replace("\n", broken)
    lines = reason.removesuffix("\n").split("\n") if reason else []
    body = "".join(stuffed(line) + broken for line in lines)
    head = BLOCK_START.match(text, place.start)
    return (head[0] if head else f"text:{broken}") + body + "."


def nextcloud_data(text: str) -> tuple[dict[str, object], int, int] | None:
    """Return the settings that Nextcloud Mail keeps in a comment (`# DATA: {…}`) and their place; None if there are none.

    Raises SourceError if they are damaged.
    """
    match = _DATA.search(text)
    if match is None:
        return None
    try:
        data = json.loads(match[1])
    except (ValueError, RecursionError):
        raise SourceError("Nextcloud's line “# DATA:” is damaged; save the reply in Nextcloud again") from None
    return data, match.start(1), match.end(1)
