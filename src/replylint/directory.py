"""Staff lists: who works here, under which number and address."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from replylint.errors import DirectoryError
from replylint.tables import digits, fold, strip_accents

_EXTENSION = re.compile(r"(?i)\s*(?:extension|ext\.?|x)\s*(\d+)\s*$")
_NUMBER = re.compile(r"[+\d() ./·-]+")
_COLUMNS = {
    "name": ("displayname", "name", "fullname", "cn", "full name", "display name"),
    "first": ("givenname", "first name", "firstname", "given name"),
    "last": ("sn", "surname", "last name", "lastname", "family name"),
    "title": ("title", "jobtitle", "job title", "organization title 1"),
    "phone": ("telephonenumber", "businessphones", "phone", "office phone", "phone number", "work phone", "telephone"),
    "extension": ("extension", "ipphone", "ext", "ext."),
    "email": (
        "mail",
        "userprincipalname",
        "primarysmtpaddress",
        "email",
        "e-mail",
        "email address",
        "primary email",
        "primaryemail",
    ),
}
"""Column names as Entra ID, Google Workspace and LDAP exports have them, in lower case."""

_BLANK_LINES = re.compile(r"\A(?:[^\S\n]*\n)+")
_SEPARATOR = re.compile(r'(?i)"?sep=([,;\t|])"?[^\S\n]*(?:\n|\Z)')
"""The line by which Excel names the separator."""


class Entry(NamedTuple):
    """One person of a staff list. What the list does not tell is empty."""

    name: str
    title: str = ""
    phone: str = ""
    extension: str = ""
    email: str = ""


@dataclass(frozen=True)
class Directory:
    """A staff list."""

    entries: tuple[Entry, ...]

    @cached_property
    def _by_name(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(_key(entry.name), []).append(entry)
        return found

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of all names and titles, in lower case, so that spelling knows them."""
        return frozenset(
            word.lower()
            for entry in self.entries
            for word in re.findall(r"[^\W\d_]+", fold(f"{entry.name} {entry.title}"))
        )

    def people_called(self, name: str) -> list[Entry]:
        """Return everybody with this name; by first or last name alone if only one word is given."""
        exact = self._by_name.get(_key(name))
        if exact:
            return exact
        words = _key(name).split()
        if len(words) == 1:
            return [entry for entry in self.entries if words[0] in _key(entry.name).split()]
        return [entry for entry in self.entries if words and set(words) <= set(_key(entry.name).split())]

    def person(self, name: str, email: str = "") -> Entry | None:
        """Return the one person with this address or name, or None if there is none or more than one."""
        if email:
            found = [entry for entry in self.entries if entry.email.lower() == email.lower()]
            if len(found) == 1:
                return found[0]
        found = self.people_called(name) if name else []
        return found[0] if len(found) == 1 else None


def _key(name: str) -> str:
    last, comma, first = name.partition(",")
    return strip_accents(fold(f"{first} {last}" if comma else name)).lower().replace(".", "").strip()


def load_directory(path: Path) -> Directory:
    """Read a staff list from a CSV file. Rows that are alike in every column are one person.

    Raises DirectoryError if it cannot be read, has no column for names, or names nobody.
    """
    columns, rows = _table(_text(path), path)
    known = {column: _field(column) for column in columns if column}
    fields = set(known.values())
    if not ("name" in fields or {"first", "last"} <= fields):
        raise DirectoryError(
            f"{path}: the staff list has no column for names; name one 'DisplayName', or two 'GivenName' and 'Surname'"
        )
    different = {tuple(map(str, row.values())): row for row in rows}
    entries = tuple(entry for row in different.values() if (entry := _entry(row, known)).name)
    if not entries:
        raise DirectoryError(f"{path}: the staff list names nobody; export it again")
    return Directory(entries)


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DirectoryError(f"{path}: the staff list is not UTF-8; save it as 'CSV UTF-8'") from None
    except (OSError, ValueError) as error:  # a name with a NUL in it is a ValueError
        reason = getattr(error, "strerror", None) or error
        raise DirectoryError(f"{path}: the staff list cannot be read ({reason}); check the name") from None


def _table(text: str, path: Path) -> tuple[Sequence[str], list[dict[str, str]]]:
    """Return the columns and rows. Blank lines above the header and Excel's line `sep=;` are passed over."""
    text = _BLANK_LINES.sub("", text)
    named = _SEPARATOR.match(text)
    if named:
        text = _BLANK_LINES.sub("", text[named.end() :])
    if not text.strip():
        raise DirectoryError(f"{path}: the staff list is empty; export it again")
    header = text.partition("\n")[0]
    delimiter = named[1] if named else max(",;\t", key=header.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        rows = list(reader)
    except csv.Error as error:
        reason = "a quote is opened and not closed" if "end of data" in str(error) else error
        raise DirectoryError(f"{path}: the staff list is damaged ({reason}); export it again") from None
    return reader.fieldnames or (), rows


def _field(column: str) -> str:
    plain = column.strip().lower()
    return next((field for field, names in _COLUMNS.items() if plain in names), "")


def _entry(row: dict[str, str], known: dict[str, str]) -> Entry:
    values: dict[str, str] = {}
    for column, field in known.items():
        value = (row.get(column) or "").strip()
        if field and value and field not in values:
            values[field] = value
    name = values.get("name") or f"{values.get('first', '')} {values.get('last', '')}".strip()
    phone, extension = parted(values.get("phone", ""))
    return Entry(
        name,
        values.get("title", ""),
        phone if is_number(phone) else "",
        values.get("extension") or extension,
        values.get("email", ""),
    )


def parted(phone: str) -> tuple[str, str]:
    """Return a telephone number and the extension written behind it, or an empty one: `813-555-0142 x4211`."""
    found = _EXTENSION.search(phone)
    return (phone[: found.start()].rstrip(" ,"), found.group(1)) if found else (phone, "")


def is_number(phone: str) -> bool:
    """Say whether a text can be a telephone number: its own sort of characters, 7 to 15 digits (ITU-T E.164)."""
    return bool(_NUMBER.fullmatch(phone.strip())) and 7 <= len(digits(phone)) <= 15
