"""Staff lists as vCards (RFC 6350, RFC 2426, and version 2.1 as telephones and Outlook write it)."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from typing import NamedTuple

from replylint.directory.entries import Entry, entry_of
from replylint.errors import DirectoryError
from replylint.patterns import compiled

_LINE = compiled(r"(?:[\w-]+\.)?(?P<name>[\w-]+)(?P<parameters>(?:;(?:[^\":;]|\"[^\"]*\")*)*):(?P<value>.*)", re.DOTALL)
_ESCAPED = compiled(r"\\(.)", re.DOTALL)
_PARTED = compiled(r"(?<!\\);")
_NOT_AT_WORK = frozenset(("fax", "pager", "home", "video"))


class _Line(NamedTuple):
    number: int
    name: str
    parameters: str
    value: str


def entries_of(text: str) -> Iterator[Entry]:
    """Yield the people of a file of cards. Raises DirectoryError, with the line, if one is cut off, damaged or names nobody."""
    begun: list[_Line] = []
    start = 0
    for line in _lines(text):
        if line.name == "BEGIN" and line.value.strip().upper() == "VCARD":
            if start:
                raise _cut_off(start)
            begun, start = [], line.number
        elif line.name == "END" and line.value.strip().upper() == "VCARD" and start:
            yield _entry(begun, start)
            start = 0
        elif start:
            begun.append(line)
    if start:
        raise _cut_off(start)


def _cut_off(number: int) -> DirectoryError:
    return DirectoryError(f"the card that begins on line {number} of the staff list does not end; export it again")


def _lines(text: str) -> Iterator[_Line]:
    """Yield the lines, those that were folded whole again (RFC 6350 section 3.2; version 2.1: quoted-printable with `=` at the end)."""
    begun, number, soft = "", 0, False
    for at, line in enumerate([*text.replace("\r\n", "\n").split("\n"), ""], 1):
        if soft:
            begun += line
        elif line[:1] in (" ", "\t") and begun:
            begun += line[1:]
            continue
        else:
            if begun.strip():
                yield _line(begun, number)
            begun, number = line, at
        soft = begun.endswith("=") and "QUOTED-PRINTABLE" in begun.partition(":")[0].upper()
        begun = begun[:-1] + "=\n" if soft else begun
    if begun.strip():
        yield _line(begun, number)


def _line(line: str, number: int) -> _Line:
    match = _LINE.fullmatch(line)
    if match is None:
        raise DirectoryError(f"line {number} of the staff list is no line of a card; export it again")
    parameters, value = match["parameters"].upper(), match["value"]
    if "QUOTED-PRINTABLE" in parameters:
        charset = re.search(r"CHARSET=([\w.-]+)", parameters)
        try:
            value = binascii.a2b_qp(value.encode("utf-8")).decode(charset[1] if charset else "utf-8")
        except (LookupError, UnicodeDecodeError):
            raise DirectoryError(
                f"the characters on line {number} of the staff list cannot be read; export it again as UTF-8"
            ) from None
    return _Line(number, match["name"].upper(), parameters, value)


def _entry(lines: list[_Line], start: int) -> Entry:
    values: dict[str, str] = {}
    for line in sorted(lines, key=_rank):
        if line.name == "FN":
            values.setdefault("name", _said(line.value))
        elif line.name == "N":
            last, first, *_ = [*map(_said, _PARTED.split(line.value)), "", ""]
            values.setdefault("last", last)
            values.setdefault("first", first)
        elif line.name == "TITLE":
            values.setdefault("title", _said(line.value))
        elif line.name == "ORG":  # the organisation, and its units from the largest to the smallest
            values.setdefault("department", next(filter(None, map(_said, _PARTED.split(line.value)[1:])), ""))
        elif line.name == "EMAIL":
            values.setdefault("email", _said(line.value).removeprefix("mailto:"))
        elif line.name == "TEL" and not any(kind.lower() in line.parameters.lower() for kind in _NOT_AT_WORK):
            number, _, rest = _said(line.value).partition(";")
            values.setdefault("phone", number.removeprefix("tel:"))
            extension = re.match(r"ext=(\d+)", rest)
            if extension:
                values.setdefault("extension", extension[1])
    addresses = (_said(line.value) for line in lines if line.name == "EMAIL")
    entry = entry_of({name: value for name, value in values.items() if value}, addresses)
    if not entry.name:
        raise DirectoryError(
            f"the card that begins on line {start} of the staff list names nobody; write the name in it"
        )
    return entry


def _rank(line: _Line) -> tuple[bool, bool, int]:
    """Return in which order numbers and addresses are taken: the preferred first, those at work before others."""
    return "PREF" not in line.parameters, "WORK" not in line.parameters, line.number


def _said(value: str) -> str:
    """Return a value without escapes (RFC 6350 section 3.4), on one line."""
    plain = _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], value)
    return " ".join(plain.split())
