"""Staff lists as tables (CSV), with the column names of Entra ID, Active Directory, Google Workspace and LDAP exports."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence

from replylint.directory.entries import Entry, entry_of
from replylint.errors import DirectoryError

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

_BLANK_LINES = re.compile(r"\A(?:[^\S\n]*\n)+")
_SEPARATOR = re.compile(r'(?i)"?sep=([,;\t|])"?[^\S\n]*(?:\n|\Z)')
"""The line by which Excel names the separator."""
_LISTED = re.compile(r"[,;+\s]+(?=[^,;+\s]*@)")
"""What stands between the addresses of one cell; Microsoft's admin center has a plus sign."""
_TO_WRITE_TO = ("mail", "primarysmtpaddress")
"""The columns of the address that a person writes from, which may be another than the one they log in with."""
_REQUIRED = re.compile(r"\s*\[(?:required|read only)\]\s*\Z", re.IGNORECASE)
"""What Google Workspace adds to the names of some columns."""


def entries_of(text: str) -> Iterator[Entry]:
    """Yield the people of a table. Rows that are alike in every column are one person.

    Raises DirectoryError if it is empty, damaged, or has no column for names.
    """
    columns, rows = _table(text)
    known = {column: _field(column) for column in columns if column}
    fields = set(known.values())
    if not ("name" in fields or {"first", "last"} <= fields):
        raise DirectoryError(
            "the staff list has no column for names; name one 'DisplayName', or two 'GivenName' and 'Surname'"
        )
    for row in {tuple(map(str, row.values())): row for row in rows}.values():
        values: dict[str, str] = {}
        addresses: list[str] = []
        for column, field in known.items():
            value = (row.get(column) or "").strip()
            if field in ("email", "others"):
                addresses += _LISTED.split(value)
            if field and value and (field not in values or column.strip().lower() in _TO_WRITE_TO):
                values[field] = value
        yield entry_of(values, addresses)


def _table(text: str) -> tuple[Sequence[str], list[dict[str, str]]]:
    """Return the columns and rows. Blank lines above the header and Excel's line `sep=;` are passed over."""
    text = _BLANK_LINES.sub("", text)
    named = _SEPARATOR.match(text)
    if named:
        text = _BLANK_LINES.sub("", text[named.end() :])
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


def _field(column: str) -> str:
    plain = _REQUIRED.sub("", column).strip().lower()
    return next((field for field, names in _COLUMNS.items() if plain in names), "")
