"""Zimbra: what `zmprov ga ACCOUNT` prints, of one account or many.

`# name ACCOUNT`, then `attribute: value` in alphabetical order, or `attribute:: value` in base64; a value may go on over several lines,
until a line begins with an attribute's name. Replies are plain text. Times are generalized time in UTC, and the last of them is the last
moment of the reply.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

from replylint.errors import SourceError
from replylint.model import Audience, Document, Mailbox, Moment, ReplySettings, State, Unchecked
from replylint.patterns import compiled
from replylint.sources import fields
from replylint.sources.damage import has_lost_characters
from replylint.sources.text import decode
from replylint.sources.times import moment_of
from replylint.times import zone_named
from replylint.visible import Span, Visible

_OURS = compiled(r"(zimbra\w+):(:?) ?")
_OTHERS = compiled(r"(objectClass|uid|mail|cn|sn|givenName|displayName|userPassword):(:?) ?")
_NAME = compiled(r"# name ([^\s@]+@[^\s@]+)[ \t]*\r?\n")
_LINES = compiled(r"[^\n]*\n|[^\n]+\Z")
_LINE_END = compiled(r"\r?\n\Z")
_REPLY = "zimbraPrefOutOfOfficeReply"
_OUTSIDE = "zimbraPrefOutOfOfficeExternalReply"
_SIGNATURE = "zimbraPrefMailSignature"
_PAGE = "zimbraPrefMailSignatureHTML"
_LOST = (
    "have question marks where letters and apostrophes were; set LC_ALL=en_US.UTF-8 and print them again with zmprov ga"
)


class Value(NamedTuple):
    """The value of an attribute, and its place in the text."""

    written: str
    place: Span
    encoded: bool = False
    """Whether it is written in base64."""

    @property
    def text(self) -> str:
        """What it says. Raises SourceError if it is not text in base64."""
        if not self.encoded:
            return self.written
        try:
            return b64decode("".join(self.written.split()), validate=True).decode("utf-8")
        except ValueError:
            raise SourceError("a value in base64 is damaged; print the account again with zmprov ga") from None

    def as_written(self, text: str) -> str:
        """Return a text as this value is written."""
        return b64encode(text.encode("utf-8")).decode("ascii") if self.encoded else text


def is_zimbra(head: bytes) -> bool:
    """Return whether a file that begins like this is such a print."""
    return head.startswith(b"zimbraPref") or (head.startswith(b"# name ") and b"\nzimbra" in head)


def accounts_of(text: str) -> list[tuple[str, dict[str, Value]]]:
    """Return the attributes of each account, with its name."""
    accounts: list[tuple[str, dict[str, Value]]] = []
    begun: tuple[str, int, bool] | None = None
    at = 0
    lines = _LINES.findall(text)
    for index, line in enumerate(lines):
        named = _NAME.match(line) if _begins_account(lines, index) else None
        attribute = _attribute(line, begun[0] if begun else "")
        if begun and (named or attribute):
            accounts[-1][1][begun[0]] = _value(text, begun[1], at, encoded=begun[2])
        if named or (attribute and not accounts):
            accounts.append((named[1] if named else "", {}))
        if named:
            begun = None
        elif attribute:
            begun = (attribute[1], at + attribute.end(), bool(attribute[2]))
        at += len(line)
    if begun:
        accounts[-1][1][begun[0]] = _value(text, begun[1], at, encoded=begun[2])
    return accounts


def _begins_account(lines: list[str], index: int) -> bool:
    """Return whether a line stands where the name of an account does: after a blank line, and above an attribute."""
    before = lines[index - 1] if index else ""
    return not before.strip() and (index + 1 == len(lines) or _attribute(lines[index + 1], "") is not None)


def _attribute(line: str, before: str) -> re.Match[str] | None:
    """Return the attribute that a line begins; `mail: …` after the first of Zimbra's own is a line of a text."""
    return _OURS.match(line) or (None if before.startswith("zimbra") else _OTHERS.match(line))


def _value(text: str, start: int, end: int, *, encoded: bool) -> Value:
    """Return a value without the line end after it, and without the blank line that divides accounts."""
    stretch = text[start:end]
    while match := _LINE_END.search(stretch):
        stretch = stretch[: match.start()]
    return Value(stretch, Span(start, start + len(stretch)), encoded)


def load(data: bytes, path: str) -> Iterator[Mailbox | Unchecked]:
    """Read accounts. Raises SourceError if there is none."""
    accounts = accounts_of(decode(data)[0])
    if not accounts:
        raise SourceError("it holds no account; print it again with zmprov ga ACCOUNT")
    for index, (owner, values) in enumerate(accounts):
        whose = owner or "the account"
        try:
            texts = {name: value.text for name, value in values.items() if name.startswith("zimbraPref")}
        except SourceError as error:
            yield Unchecked(path, f"{whose}: {error}")
            continue
        if fields.is_too_long(*texts.values()):
            yield Unchecked(path, f"a text of {whose} {fields.TOO_LONG}")
            continue
        signatures = tuple(_signatures(texts, index))
        if f"{_REPLY}Enabled" not in texts and (_REPLY in texts or not signatures):
            yield Unchecked(
                path, f"whether the reply of {whose} is on is missing; print the account again with zmprov ga"
            )
            continue
        settings = _settings(texts) if f"{_REPLY}Enabled" in texts else None
        is_on = settings is not None and settings.state is not State.OFF
        documents = (*(_replies(texts, index) if is_on else ()), *signatures)
        if data.isascii() and any(has_lost_characters(document.text) for document in documents):
            yield Unchecked(path, f"the texts of {whose} {_LOST}")
            continue
        if settings and not is_on:
            settings = settings._replace(start=None, end=None)
        yield Mailbox(path, documents, owner, "zimbra", settings)


def _settings(texts: dict[str, str]) -> ReplySettings:
    start, end = (moment_of(texts.get(f"zimbraPrefOutOfOffice{which}Date")) for which in ("From", "Until"))
    on = _is_true(texts, f"{_REPLY}Enabled")
    zone = zone_named(texts.get("zimbraPrefTimeZoneId", ""))
    return ReplySettings(
        (State.SCHEDULED if start or end else State.ON) if on else State.OFF,
        not _is_true(texts, "zimbraPrefOutOfOfficeSuppressExternalReply"),
        start,
        Moment(end.at + timedelta(seconds=1)) if end else None,
        str(zone) if zone else "",
        tells_times=True,
    )


def _replies(texts: dict[str, str], index: int) -> Iterator[Document]:
    outside = _is_true(texts, f"{_OUTSIDE}Enabled") and _OUTSIDE in texts
    inside = Audience.INTERNAL if outside else Audience.BOTH
    yield fields.reply(texts.get(_REPLY, ""), (index, _REPLY), inside, markup=False)
    if outside:
        yield fields.reply(texts[_OUTSIDE], (index, _OUTSIDE), Audience.EXTERNAL, markup=False)


def _signatures(texts: dict[str, str], index: int) -> Iterator[Document]:
    plain, page = texts.get(_SIGNATURE, ""), texts.get(_PAGE, "")
    if not fields.shows_nothing(page):
        document = fields.signature(page, (index, _PAGE), markup=True)
        if plain.strip():
            document = replace(document, alternative=Visible.plain(plain), alternative_key=(index, _SIGNATURE))
        yield document
    elif plain.strip():
        yield fields.signature(plain, (index, _SIGNATURE), markup=False)


def _is_true(texts: dict[str, str], name: str) -> bool:
    return texts.get(name, "").strip().upper() == "TRUE"


def values_of(text: str) -> dict[tuple[str | int, ...], Value]:
    """Return the values, by account and attribute."""
    return {
        (index, name): value for index, (_, values) in enumerate(accounts_of(text)) for name, value in values.items()
    }
