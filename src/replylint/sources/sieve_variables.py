"""The variables of a Sieve script (RFC 5229), as far as the script alone settles what they hold.

A value holds what the script wrote, and `${name}` where something of the incoming message will stand. A variable that is set
to different texts depending on a test is not settled.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from replylint.errors import SourceError
from replylint.patterns import compiled

REFERENCE = compiled(r"(?i)\$\{((?:[a-z_]\w*\.)*[a-z_]\w*|\d+)\}", re.ASCII)
_MATCHED = compiled(r"\$\{\d+\}")
"""What a test has matched: it means something else after the next test."""
_MODIFIERS = (
    (":lower", str.lower),
    (":upper", str.upper),
    (":lowerfirst", lambda text: text[:1].lower() + text[1:]),
    (":upperfirst", lambda text: text[:1].upper() + text[1:]),
    (":quotewildcard", lambda text: re.sub(r"([*?\\])", r"\\\1", text)),
    (":length", lambda text: str(len(text))),
)
"""What `set` may do to a value, in the order in which it does it (RFC 5229 section 4.1)."""


class Place(NamedTuple):
    """Where a string stands in the script, quotes included."""

    start: int
    end: int
    is_block: bool


class Value(NamedTuple):
    """What a variable holds."""

    text: str
    """Its text; None of it is known if `settled` is false."""
    settled: bool = True
    place: Place | None = None
    """Where all of the text stands in the script, if it stands there as one string."""

    @property
    def is_message_text(self) -> bool:
        """Whether all of it comes from the incoming message."""
        return bool(self.text.strip()) and not REFERENCE.sub("", self.text).strip()

    def changed(self, modifiers: set[str]) -> Value:
        """Return the value as the modifiers make it."""
        text = self.text
        for modifier, change in _MODIFIERS:
            if modifier in modifiers:
                text = change(text)
        return Value(text)


UNSETTLED = Value("", settled=False)


class UnsettledError(SourceError):
    """A text depends on a variable whose value the script alone does not settle."""


class Variables(dict[str, Value]):
    """The values at one place of a script, by name in lower case."""

    def expanded(self, text: str) -> str:
        """Return a string with its variables filled in. Raises UnsettledError."""
        return REFERENCE.sub(lambda match: self._value(match[1]), text)

    def place_of(self, text: str) -> Place | None:
        """Return where the text stands that a string means, if the string is nothing but one variable."""
        match = REFERENCE.fullmatch(text.strip())
        value = self.get(match[1].lower()) if match else None
        return value.place if value and value.settled else None

    def _value(self, name: str) -> str:
        if name.isdigit():
            return f"${{{name}}}"  # what a test has matched in the message
        value = self.get(name.lower())
        if value is None:
            raise UnsettledError(
                f"the text uses the variable ${{{name}}}, which the script does not set; set it, or write its text there"
            )
        if not value.settled:
            raise UnsettledError(
                f"the text uses the variable ${{{name}}}, which is set in more than one way; write its text there"
            )
        return value.text

    def put(self, name: str, modifiers: Iterable[str], text: str, place: Place | None) -> None:
        """Give a variable a value, as `set` does."""
        name = name.lower()
        wanted = {modifier.lower() for modifier in modifiers}
        try:
            value = Value(self.expanded(text), place=place)
        except UnsettledError:
            value = UNSETTLED
        if value.is_message_text:
            value = Value(f"${{{name}}}")
        elif _MATCHED.search(value.text) or wanted - {modifier for modifier, _ in _MODIFIERS}:
            value = UNSETTLED
        elif value.settled and wanted:
            value = UNSETTLED if REFERENCE.search(value.text) else value.changed(wanted)
        elif value.text != text:
            value = value._replace(place=None)
        self[name] = value

    def merge(self, outcomes: list[Variables]) -> None:
        """Take what holds after a test, of which one of the outcomes has come true."""
        for name in {name for outcome in outcomes for name in outcome}:
            values = [outcome.get(name, Value("")) for outcome in outcomes]
            if all(value == values[0] for value in values):
                self[name] = values[0]
            elif not all(value.settled for value in values):
                self[name] = UNSETTLED
            elif len({value.text for value in values}) == 1:
                self[name] = Value(values[0].text)
            elif all(not value.text or value.is_message_text for value in values):
                self[name] = Value(f"${{{name}}}")
            else:
                self[name] = UNSETTLED
