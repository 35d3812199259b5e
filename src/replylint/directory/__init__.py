"""Staff lists: who works here, under which number and address; as CSV, vCard or LDIF, told by how the file begins."""

from __future__ import annotations

import codecs
import errno
import re
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from pathlib import Path

from replylint.bounded import read_bounded
from replylint.directory.entries import Entry, is_number, parted
from replylint.errors import DirectoryError
from replylint.tables import fold, name_key

__all__ = ["Directory", "Entry", "is_number", "load_directory", "parted"]

_LARGEST = 64_000_000
"""Bytes of a staff list."""
_BEGINNINGS = (
    (re.compile(r"\s*BEGIN:VCARD\s", re.IGNORECASE), "vcards"),
    (re.compile(r"(?:\s*(?:#[^\n]*+(?:\n [^\n]*+)*+|version: *\d+[^\n]*+))*+\s*dn::? ", re.IGNORECASE), "ldif"),
    (re.compile(r""), "tables"),
)
"""How the kinds of staff list begin, and the module that reads each, which is loaded when it is needed."""


@dataclass(frozen=True)
class Directory:
    """A staff list."""

    entries: tuple[Entry, ...]

    @cached_property
    def _by_name(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            found.setdefault(name_key(entry.name), []).append(entry)
        return found

    @cached_property
    def _by_email(self) -> dict[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            for address in entry.addresses:
                found.setdefault(address, []).append(entry)
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
        exact = self._by_name.get(name_key(name))
        if exact:
            return exact
        words = name_key(name).split()
        if len(words) == 1:
            return [entry for entry in self.entries if words[0] in name_key(entry.name).split()]
        return [entry for entry in self.entries if words and set(words) <= set(name_key(entry.name).split())]

    def person(self, name: str, email: str = "") -> Entry | None:
        """Return the one person with this address or name, or None if there is none or more than one."""
        if email:
            found = self._by_email.get(email.lower(), [])
            if len(found) == 1:
                return found[0]
        found = self.people_called(name) if name else []
        return found[0] if len(found) == 1 else None


def load_directory(path: Path) -> Directory:
    """Read a staff list from a file of CSV, vCards or LDIF.

    Raises DirectoryError if it cannot be read, is damaged or names nobody.
    """
    text = _text(path)
    kind = next(kind for begins, kind in _BEGINNINGS if begins.match(text))
    try:
        entries = tuple(entry for entry in import_module(f"{__name__}.{kind}").entries_of(text) if entry.name)
    except DirectoryError as error:
        raise DirectoryError(f"{path}: {error}") from None
    if not entries:
        raise DirectoryError(f"{path}: the staff list names nobody; export it again")
    return Directory(entries)


def _text(path: Path) -> str:
    try:
        data = read_bounded(path, _LARGEST)
        wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
        return data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        raise DirectoryError(f"{path}: the staff list is not UTF-8; save it as 'CSV UTF-8'") from None
    except (OSError, ValueError) as error:  # a name with a NUL in it is a ValueError
        if getattr(error, "errno", None) == errno.EFBIG:
            most = f"{_LARGEST / 1e6:.0f} MB"
            raise DirectoryError(f"{path}: the staff list is larger than {most}; export fewer columns") from None
        reason = getattr(error, "strerror", None) or error
        raise DirectoryError(f"{path}: the staff list cannot be read ({reason}); check the name") from None
