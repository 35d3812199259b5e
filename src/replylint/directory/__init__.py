"""Staff lists: who works here, under which number and address. CSV, vCard or LDIF, told by how the file begins."""

from __future__ import annotations

import codecs
import errno
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from itertools import combinations, pairwise
from pathlib import Path

from replylint.bounded import read_bounded
from replylint.directory.entries import Entry, is_number, parted
from replylint.errors import DirectoryError
from replylint.patterns import compiled
from replylint.tables import fold, name_key

__all__ = ["Directory", "Entry", "is_number", "load_directory", "parted", "read_directory"]

_LARGEST = 64_000_000
"""Bytes of a staff list. A larger one is refused before it is read."""
_CARDS = compiled(r"\s*+BEGIN:VCARD\s", re.IGNORECASE)
_LDIF_VERSION = compiled(r"version: *\d", re.IGNORECASE)
_LDIF_ENTRY = compiled(r"dn::? ", re.IGNORECASE)
_MOST_NAMES = 6
"""Words of a name of which each two are remembered as a first and a last name."""


@dataclass(frozen=True)
class Directory:
    """A staff list."""

    entries: tuple[Entry, ...]

    @cached_property
    def _by_name(self) -> dict[str, list[Entry]]:
        return _index((name_key(entry.name), entry) for entry in self.entries)

    @cached_property
    def _by_word(self) -> dict[str, list[Entry]]:
        """The people by each word of their names."""
        return _index((word, entry) for entry in self.entries for word in set(name_key(entry.name).split()))

    @cached_property
    def _by_email(self) -> dict[str, list[Entry]]:
        return _index((address, entry) for entry in self.entries for address in entry.addresses)

    @cached_property
    def _by_id(self) -> dict[str, list[Entry]]:
        """The people by what systems call them: logins, aliases, GUIDs."""
        return _index((one, entry) for entry in self.entries for one in {known.lower() for known in entry.ids})

    @cached_property
    def _by_local_part(self) -> dict[str, list[Entry]]:
        """The people by what stands before the `@` of their addresses."""
        return _index(
            (local, entry) for entry in self.entries for local in {one.partition("@")[0] for one in entry.addresses}
        )

    @cached_property
    def words(self) -> frozenset[str]:
        """The words of all names and titles, in lower case, so that spelling knows them."""
        return frozenset(
            word.lower()
            for entry in self.entries
            for word in re.findall(r"[^\W\d_]+", fold(f"{entry.name} {entry.title}"))
        )

    @cached_property
    def names(self) -> frozenset[str]:
        """Each two words of a name, in its order, as `name_key` writes them: `mary ann`, `mary hall`, `ann hall`."""
        found: set[str] = set()
        for entry in self.entries:
            words = name_key(entry.name).split()
            pairs = combinations(words, 2) if len(words) <= _MOST_NAMES else pairwise(words)
            found.update(map(" ".join, pairs))
        return frozenset(found)

    def people_called(self, name: str) -> list[Entry]:
        """Return the people with this name, or those whose names have all of its words, such as a first name alone."""
        key = name_key(name)
        exact = self._by_name.get(key)
        if exact:
            return exact
        words = set(key.split())
        if not words:
            return []
        rarest = min((self._by_word.get(word, []) for word in words), key=len)
        return rarest if len(words) == 1 else [one for one in rarest if words <= set(name_key(one.name).split())]

    def person(self, name: str, email: str = "") -> Entry | None:
        """Return the one person with this address or name, or None if there is none or more than one."""
        if email:
            found = self._by_email.get(email.lower(), [])
            if len(found) == 1:
                return found[0]
        found = self.people_called(name) if name else []
        return found[0] if len(found) == 1 else None

    def owner(self, *known_as: str, name: str = "") -> Entry | None:
        """Return the one person who owns a mailbox, or None.

        `known_as` is what its system knows it by: an address, a login, an alias, a GUID, a canonical or distinguished
        name. They count in this order, the name last.
        """
        for known in filter(None, known_as):
            found = self._identified(known.strip().lower())
            if found:
                return found[0] if len(found) == 1 else None
        return self.person(name)

    def _identified(self, known: str) -> list[Entry]:
        """Return the people a system means by an identifier in lower case."""
        if exact := self._by_email.get(known) or self._by_id.get(known):
            return exact
        local, at, _ = known.partition("@")
        if at:
            # An alias in another domain of the organization: the list has the alias alone.
            return self._by_id.get(local, [])
        called = known.removeprefix("cn=").partition(",ou=")[0].partition(",cn=")[0].partition(",dc=")[0]
        # A canonical name (example.com/Users/Dana Whitlock), a login of a domain (CITY\dwhitlock).
        called = re.split(r"[/\\]", called.replace("\\,", ","))[-1].strip()
        return (
            self._by_email.get(called)
            or self._by_id.get(called)
            or self._by_local_part.get(called)
            or self._by_name.get(name_key(called))
            or []
        )


def _index(pairs: Iterable[tuple[str, Entry]]) -> dict[str, list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for key, entry in pairs:
        found.setdefault(key, []).append(entry)
    return found


def load_directory(path: Path) -> Directory:
    """Read a staff list from a file of CSV, vCards or LDIF.

    Raises DirectoryError if it cannot be read, is damaged or names nobody.
    """
    return read_directory(_read(path), str(path))


def read_directory(data: bytes, name: str) -> Directory:
    """Return the staff list that the bytes of a file hold; `name` is what errors call it.

    Raises DirectoryError if it is not UTF-8, is damaged or names nobody.
    """
    text = _text(data, name)
    kind = "vcards" if _CARDS.match(text) else "ldif" if _is_ldif(text) else "tables"
    try:
        entries = tuple(entry for entry in import_module(f"{__name__}.{kind}").entries_of(text) if entry.name)
    except DirectoryError as error:
        raise DirectoryError(f"{name}: {error}") from None
    if not entries:
        raise DirectoryError(f"{name}: the staff list names nobody; export it again")
    return Directory(entries)


def _is_ldif(text: str) -> bool:
    """Return whether the first line that is no comment, version or blank line begins an entry of LDIF."""
    start = 0
    in_comment = False
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        line = text[start : min(end, start + _LINE_BEGINNING)]
        in_comment = line.startswith("#") or (in_comment and line.startswith(" "))
        if not in_comment and line.strip() and not _LDIF_VERSION.match(line):
            return _LDIF_ENTRY.match(line) is not None
        start = end + 1
    return False


_LINE_BEGINNING = 20
"""Characters of a line that tell whether it begins an entry."""


def _read(path: Path) -> bytes:
    try:
        return read_bounded(path, _LARGEST)
    except (OSError, ValueError) as error:  # a name with a NUL in it is a ValueError
        if getattr(error, "errno", None) == errno.EFBIG:
            most = f"{_LARGEST / 1e6:.0f} MB"
            raise DirectoryError(f"{path}: the staff list is larger than {most}; export fewer columns") from None
        reason = getattr(error, "strerror", None) or error
        raise DirectoryError(f"{path}: the staff list cannot be read ({reason}); check the name") from None


def _text(data: bytes, name: str) -> str:
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return data.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError:
        raise DirectoryError(f"{name}: the staff list is not UTF-8; save it as 'CSV UTF-8'") from None
