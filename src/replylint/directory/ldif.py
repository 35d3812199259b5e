"""Staff lists as LDIF (RFC 2849), as `ldapsearch` and `ldifde` write them."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator

from replylint.directory.entries import Entry, entry_of
from replylint.errors import DirectoryError

_FIELDS = {
    "displayname": "name", "cn": "common", "givenname": "first", "sn": "last", "title": "title", "telephonenumber": "phone",
    "ipphone": "extension", "mail": "email", "userprincipalname": "login", "department": "department",
}  # fmt: skip
_ADDRESSES = ("mail", "userprincipalname", "proxyaddresses", "mailalternateaddress", "maillocaladdress")
_IDS = ("uid", "samaccountname", "mailnickname", "entryuuid", "distinguishedname")
_PEOPLE = frozenset(("person", "organizationalperson", "inetorgperson", "user", "posixaccount"))
_OTHERS = frozenset(("computer", "group", "groupofnames", "organizationalunit", "contactgroup"))


def entries_of(text: str) -> Iterator[Entry]:
    """Yield the people of a file; entries of groups, computers and units are passed over.

    Raises DirectoryError, with the line, if it is damaged, holds changes and no entries, or a person without a name.
    """
    for number, attributes in _records(text):
        if "changetype" in attributes:
            raise DirectoryError(
                f"line {number} of the staff list begins a change, not an entry; export the entries themselves"
            )
        classes = {value.lower() for value in attributes.get("objectclass", [])}
        named = any(attributes.get(name) for name in ("mail", "telephonenumber", "displayname", "sn"))
        if classes & _OTHERS or not (classes & _PEOPLE or (named and not classes)):
            continue
        values = {
            _FIELDS[name]: found[0].strip()
            for name, found in attributes.items()
            if name in _FIELDS and found[0].strip()
        }
        values.setdefault("name", values.get("common", "") if not ("first" in values and "last" in values) else "")
        values.setdefault("email", values.get("login", ""))
        addresses = (one for name in _ADDRESSES for one in attributes.get(name, ()))
        entry = entry_of(values, addresses, (one for name in _IDS for one in attributes.get(name, ())))
        if not entry.name:
            raise DirectoryError(
                f"the entry on line {number} of the staff list names nobody; export cn or displayName too"
            )
        yield entry


def _records(text: str) -> Iterator[tuple[int, dict[str, list[str]]]]:
    """Yield each record with the line it begins on: its attributes in lower case, without options such as `;lang-en`."""
    record: dict[str, list[str]] = {}
    start = 0
    for number, line in [*_lines(text), (0, "")]:
        if not line.strip():
            if "dn" in record:
                yield start, record
            elif record.keys() - {"version", "search", "result"}:
                raise DirectoryError(f"the record on line {start} of the staff list has no dn; export it again")
            record = {}
            continue
        if not record:
            start = number
        name, value = _attribute(line, number)
        record.setdefault(name, []).append(value)


def _attribute(line: str, number: int) -> tuple[str, str]:
    name, colon, value = line.partition(":")
    if not colon or not name:
        raise DirectoryError(f"line {number} of the staff list is no line of LDIF; export it again")
    name = name.partition(";")[0].strip().lower()
    if value.startswith("<"):
        return name, ""  # a file or an address elsewhere, which is never fetched
    if not value.startswith(":"):
        return name, value.strip(" ")
    try:
        data = base64.b64decode(value[1:].strip(), validate=True)
        return name, data.decode("utf-8", "replace" if name not in _FIELDS else "strict")
    except (binascii.Error, ValueError):
        raise DirectoryError(f"line {number} of the staff list cannot be decoded; export it again") from None


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield the lines with their numbers, folded ones whole again, without comments."""
    begun, start = "", 0
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        if line.startswith(" ") and begun:
            begun += line[1:]
            continue
        if start and not begun.startswith("#"):
            yield start, begun
        begun, start = line, number
    if start and not begun.startswith("#"):
        yield start, begun
