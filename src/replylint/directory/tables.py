"""Staff lists as tables (CSV), with the column names of Entra ID, Active Directory, Google Workspace and LDAP exports."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence

from replylint.directory.entries import Entry, entry_of
from replylint.errors import DirectoryError
from replylint.patterns import compiled

_COLUMNS = {
    "name": ("displayname", "name", "fullname", "cn", "full name", "display name"),
    "first": ("givenname", "first name", "firstname", "given name"),
    "last": ("sn", "surname", "last name", "lastname", "family name"),
    "title": ("title", "jobtitle", "job title", "employee title", "organization title 1"),
    "phone": (
        "telephonenumber",
        "businessphones",
        "phone",
        "office phone",
        "officephone",
        "phone number",
        "work phone",
        "telephone",
    ),
    "extension": ("extension", "ipphone", "ext", "ext."),
    "department": ("department", "dept", "division", "organizational unit", "departmentnumber", "ou"),
    "email": (
        "mail",
        "userprincipalname",
        "primarysmtpaddress",
        "email",
        "e-mail",
        "email address",
        "primary email",
        "primaryemail",
        "emailaddress",
        "work email",
    ),
    "others": ("proxyaddresses", "emailaddresses", "aliases", "alias", "nicknames", "other email"),
}
"""Column names as Entra ID, Google Workspace and LDAP exports have them, in lower case."""
_IDS = frozenset((
    "alias", "mailnickname", "nickname", "samaccountname", "id", "object id", "objectid", "objectguid", "guid",
    "exchangeguid", "exchangeobjectid", "externaldirectoryobjectid", "uid", "userid", "user id", "username",
    "distinguishedname", "identity", "mailboxownerid",
))  # fmt: skip
"""Columns of what systems call a person: Exchange exports by alias, GUID or name where they have no address."""
_CALLED = ("displayname", "display name", "fullname", "full name")
"""Columns of a name that count before `Name`, which Exchange may fill with an alias."""

_SEPARATOR = compiled(r'(?i)"?sep=([,;\t|])"?[^\S\n]*(?:\n|\Z)')
"""The line by which Excel names the separator."""
_LISTED = compiled(r"[,;+\s]+(?=[^,;+\s]*@)")
"""What stands between the addresses of one cell; Microsoft's admin center has a plus sign."""
_TO_WRITE_TO = ("mail", "primarysmtpaddress")
"""The columns of the address that a person writes from, which may be another than the one they log in with."""
_REQUIRED = compiled(r"\s*\[(?:required|read only)\]\s*\Z", re.IGNORECASE)
"""What Google Workspace adds to the names of some columns."""


def entries_of(text: str) -> Iterator[Entry]:
    """Yield the people of a table. Rows that are alike in every column are one person.

    Raises DirectoryError if it is empty, damaged, or has no column for names.
    """
    columns, rows = _table(text)
    known = {column: _field(column) for column in columns if column}
    fields = set(known.values())
    called = any(column.strip().lower() in _CALLED for column in known)
    if not ("name" in fields or {"first", "last"} <= fields):
        raise DirectoryError(
            "the staff list has no column for names; name one 'DisplayName', or two 'GivenName' and 'Surname'"
        )
    for row in {tuple(map(str, row.values())): row for row in rows}.values():
        values: dict[str, str] = {}
        addresses: list[str] = []
        ids: list[str] = []
        for column, field in known.items():
            value = (row.get(column) or "").strip()
            plain = column.strip().lower()
            if field in ("email", "others"):
                addresses += _LISTED.split(value)
            if plain in _IDS or (plain == "name" and called):
                ids.append(value)
            if field and value and (field not in values or plain in _TO_WRITE_TO or plain in _CALLED):
                values[field] = value
        yield entry_of(values, addresses, ids)


def _table(text: str) -> tuple[Sequence[str], list[dict[str, str]]]:
    """Return the columns and rows, without the blank lines, the comments and Excel's `sep=;` above the header."""
    text = _without_lead(text)
    named = _SEPARATOR.match(text)
    if named:
        text = _without_lead(text[named.end() :])
    if not text.strip():
        raise DirectoryError("the staff list is empty; export it again")
    header = text.partition("\n")[0]
    delimiter = named[1] if named else max(",;\t", key=header.count)
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        rows = list(reader)
    except csv.Error as error:
        reason = "a quote is opened and not closed" if "end of data" in str(error) else error
        raise DirectoryError(f"the staff list is damaged ({reason}); export it again") from None
    return reader.fieldnames or (), rows


def _without_lead(text: str) -> str:
    """Return a text without the blank lines and comments it begins with; a header that begins with `#` stays."""
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end + 1
        line = text[start:end]
        is_header = any(_field(cell.strip(' "\r\n#')) for cell in re.split(r"[,;\t]", line))
        if line.strip() and (not line.startswith("#") or is_header):
            break
        start = end
    return text[start:]


def _field(column: str) -> str:
    plain = _REQUIRED.sub("", column).strip().lower()
    return next((field for field, names in _COLUMNS.items() if plain in names), "")
