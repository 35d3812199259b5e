"""Zimbra: what `zmprov ga ACCOUNT` prints, of one account or many.

`# name ACCOUNT`, then `attribute: value`; a value may go on over several lines, until a line begins with an attribute's name. Replies are
plain text. Times are generalized time in UTC, and the last of them is the last moment of the reply.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple

from replylint.errors import SourceError
from replylint.model import Audience, Document, Mailbox, Moment, ReplySettings, State, Unchecked
from replylint.sources import fields
from replylint.sources.text import decode
from replylint.sources.times import moment_of
from replylint.times import zone_named
from replylint.visible import Span, Visible

_ATTRIBUTE = re.compile(r"(zimbra\w+|objectClass|uid|mail|cn|sn|givenName|displayName|userPassword): ?")
_NAME = re.compile(r"# name (\S+)[^\n]*")
_LINE_END = re.compile(r"\r?\n\Z")
_REPLY = "zimbraPrefOutOfOfficeReply"
_OUTSIDE = "zimbraPrefOutOfOfficeExternalReply"
_SIGNATURE = "zimbraPrefMailSignature"
_PAGE = "zimbraPrefMailSignatureHTML"


class Value(NamedTuple):
    """The value of an attribute, and its place in the text."""

    text: str
    place: Span


def is_zimbra(head: bytes) -> bool:
    """Say whether a file that begins so is such a print."""
    return head.startswith(b"zimbraPref") or (head.startswith(b"# name ") and b"\nzimbra" in head)


def accounts_of(text: str) -> list[tuple[str, dict[str, Value]]]:
    """Return the attributes of each account, with its name."""
    accounts: list[tuple[str, dict[str, Value]]] = []
    begun = ("", 0, 0)
    at = 0
    for line in [*text.splitlines(keepends=True), "# name \n"]:
        named = _NAME.match(line)
        attribute = _ATTRIBUTE.match(line)
        if named or attribute or line == "# name \n":
            if begun[0]:
                accounts[-1][1][begun[0]] = _value(text, begun[1], at)
            begun = ("", 0, 0)
        if named or (attribute and not accounts):
            accounts.append((named[1] if named else "", {}))
        if attribute:
            begun = (attribute[1], at + attribute.end(), at)
        at += len(line)
    return accounts


def _value(text: str, start: int, end: int) -> Value:
    """Return a value without the line end behind it, and without the blank line that divides accounts."""
    stretch = text[start:end]
    while match := _LINE_END.search(stretch):
        stretch = stretch[: match.start()]
    return Value(stretch, Span(start, start + len(stretch)))


def load(data: bytes, path: str) -> Iterator[Mailbox | Unchecked]:
    """Read accounts. Raises SourceError if there is none."""
    accounts = accounts_of(decode(data)[0])
    if not accounts:
        raise SourceError("it holds no account; print it again with zmprov ga ACCOUNT")
    for index, (owner, values) in enumerate(accounts):
        texts = {name: value.text for name, value in values.items()}
        if fields.is_too_long(*texts.values()):
            yield Unchecked(path, f"a text of {owner or 'the account'} {fields.TOO_LONG}")
            continue
        settings = _settings(texts)
        documents = () if settings.state is State.OFF else tuple(_replies(texts, index))
        if settings.state is State.OFF:
            settings = settings._replace(start=None, end=None)
        yield Mailbox(path, (*documents, *_signatures(texts, index)), owner, "zimbra", settings)


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


def places(text: str) -> dict[tuple[str | int, ...], Span]:
    """Return where the values stand, by account and attribute."""
    return {
        (index, name): value.place
        for index, (_, values) in enumerate(accounts_of(text))
        for name, value in values.items()
    }
