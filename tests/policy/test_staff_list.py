"""Staff lists: columns under many names, the ways CSV is written, and what is said when a list is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.given import BAD, GOOD, check, fix, found, one_line
from replylint.directory import load_directory

ROW = ("Dana Whitlock", "Permit Technician II", "813-555-0142", "4211", "dana@plantcity.example", "Permits")


def written(text: str | bytes, name: str = "staff.csv") -> Path:
    """Write a staff list and return its path."""
    path = Path(name)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize(
    "header",
    [
        "DisplayName,JobTitle,TelephoneNumber,Extension,Mail,Department",
        "displayName,jobTitle,businessPhones,ipPhone,userPrincipalName,department",
        "cn,title,telephoneNumber,ipPhone,mail,ou",
        "Name,Title,Phone,Ext,Email,Dept",
        "Full Name,Job Title,Office Phone,Ext.,E-mail,Division",
        "Display name,Job title,Phone number,extension,Email Address,Department",
        " NAME , TITLE , PHONE , EXT , E-MAIL , DEPARTMENT ",
        '"Display Name","Job Title","Work Phone","Extension","Primary Email","Department"',
    ],
)
def test_columns_under_many_names(header: str) -> None:
    """The columns are known by the names that Entra ID, Google Workspace, LDAP and people give them."""
    path = written(f"{header}\n{','.join(ROW)}\n")
    assert [tuple(entry)[:6] for entry in load_directory(path).entries] == [ROW]


@pytest.mark.parametrize(
    "header", ["GivenName,Surname", "First Name,Last Name", "givenname,sn", "First name,Family name"]
)
def test_first_and_last_name_apart(header: str) -> None:
    """First and last name may stand in two columns."""
    (entry,) = load_directory(written(f"{header}\nDana,Whitlock\n")).entries
    assert entry.name == "Dana Whitlock"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_separators_line_ends_and_mark(delimiter: str, end: str, mark: bytes) -> None:
    """Commas, semicolons and tabs, either line end, and a byte order mark are all read."""
    lines = (("DisplayName", "JobTitle", "TelephoneNumber", "Extension", "Mail", "Department"), ROW)
    path = written(mark + end.join(delimiter.join(line) for line in lines).encode() + end.encode())
    assert [tuple(entry)[:6] for entry in load_directory(path).entries] == [ROW]


def test_quoted_fields() -> None:
    """Quoted fields may have separators, quotes and line breaks in them."""
    text = 'Name;Title;Phone\n"Whitlock; Dana";"Clerk ""II""\nNights";"813-555-0142 ext. 4211"\n'
    (entry,) = load_directory(written(text)).entries
    assert entry[:6] == ("Whitlock; Dana", 'Clerk "II"\nNights', "813-555-0142", "4211", "", "")


@pytest.mark.parametrize("line", ["sep=;", "SEP=;", '"sep=;"', "sep=;\r", "\nsep=;\n"])
def test_line_that_names_the_separator(line: str) -> None:
    """The line `sep=;` that Excel writes before the header is passed over, and goes before what the header looks like."""
    path = written(f"{line}\nName;Phone, fax, pager\nDana Whitlock;813-555-0142\n")
    (entry,) = load_directory(path).entries
    assert entry.name == "Dana Whitlock"


def test_blank_lines_before_the_header() -> None:
    """Blank lines before the header do not hide the separator."""
    (entry,) = load_directory(written("\n\nName;Phone\nDana Whitlock;813-555-0142\n")).entries
    assert entry[:6] == ("Dana Whitlock", "", "813-555-0142", "", "", "")


def test_rows_that_are_short_long_or_empty() -> None:
    """A row may lack fields, have more than the header, or be empty; rows without a name are left out."""
    text = "Name,Phone,Mail\nDana Whitlock\nTerrence Boyd,813-555-0161,t@plantcity.example,more,still\n,,\n\n , ,x@plantcity.example\n"
    assert [entry.name for entry in load_directory(written(text)).entries] == ["Dana Whitlock", "Terrence Boyd"]


def test_people_of_the_same_name() -> None:
    """Two people of one name are both found by it, and no one is chosen; an address tells them apart."""
    staff = load_directory(
        written(
            "Name,Mail\nDana Whitlock,a@plantcity.example\nDana Whitlock,b@plantcity.example\nAna Lopez,c@plantcity.example\n"
        )
    )
    assert len(staff.people_called("Dana Whitlock")) == 2
    assert staff.person("Dana Whitlock") is None
    entry = staff.person("Dana Whitlock", "B@plantcity.example")
    assert entry
    assert entry.email == "b@plantcity.example"


def test_same_row_twice_is_one_person() -> None:
    """A person who stands in the list twice, word for word, is one person."""
    staff = load_directory(written("Name,Phone\nDana Whitlock,813-555-0142\nDana Whitlock,813-555-0142\n"))
    assert staff.person("Dana Whitlock") is not None


def test_same_name_in_different_rows_is_two_people() -> None:
    """Two people of one name whose rows differ only in another column are two people."""
    staff = load_directory(written("Name,Id\nDana Whitlock,1\nDana Whitlock,2\n"))
    assert len(staff.people_called("Dana Whitlock")) == 2


@pytest.mark.parametrize("name", ["Dana Whitlock", "dana whitlock", "Whitlock, Dana", "Dána Whitlock", "Whitlock"])
def test_names_are_found_however_they_are_written(name: str) -> None:
    """A name is found in other capitals, with or without accents, last name first, or by the last name alone."""
    for stored in ("Dana Whitlock", "Whitlock, Dana", "DÁNA WHITLOCK"):
        text = f'Name,Mail\n"{stored}",d@plantcity.example\nAna Lopez,a@plantcity.example\n'
        assert len(load_directory(written(text)).people_called(name)) == 1, stored


def test_contacts_are_held_against_the_list() -> None:
    """With a staff list unknown people and other numbers are found, and nothing is left unchecked."""
    Path("reply.txt").write_text(GOOD, encoding="utf-8")
    written("Name,Phone,Mail\nTerrence Boyd,813-555-0161,tboyd@plantcity.example\nDana Whitlock,813-555-0142,\n")
    result = check("reply.txt", "--directory", "staff.csv")
    assert (found(result), result.exit_code) == ([], 0)
    assert "There is no staff list" not in result.stderr
    written("Name,Phone,Mail\nTerrence Boyd,813-555-0199,tboyd@plantcity.example\nDana Whitlock,,\n")
    assert found(check("reply.txt", "--directory", "staff.csv")) == ["contact.details-differ"]
    written("Name,Phone\nDana Whitlock,\n")
    assert found(check("reply.txt", "--directory", "staff.csv")) == ["contact.unknown"]


WRONG: dict[str, tuple[bytes, tuple[str, ...]]] = {
    "empty": (b"", ("empty",)),
    "only a mark": (b"\xef\xbb\xbf", ("empty",)),
    "only a header": (b"DisplayName,Mail\n", ("nobody",)),
    "no names in it": (b"DisplayName,Mail\n,a@plantcity.example\n", ("nobody",)),
    "only a header without names": (b"Room,Floor\n", ("column for names",)),
    "only a line for the separator": (b"sep=;\n", ("empty",)),
    "no column for names": (b"Room,Floor\n12,1\n", ("column for names", "DisplayName")),
    "first name alone": (b"GivenName,Mail\nDana,d@plantcity.example\n", ("column for names", "Surname")),
    "Latin letters": ("Name\nDéna\n".encode("latin-1"), ("UTF-8",)),
    "UTF-16 without a mark": ("Name\nDana Whitlöck\n".encode("utf-16-le"), ("UTF-8",)),
    "a spreadsheet": (b"PK\x03\x04\x14\x00\x06\x00\xff\xfe", ("UTF-8",)),
    "a quote that never ends": (
        b'Name,Mail\n"Dana Whitlock,d@plantcity.example\nAna Lopez,a@plantcity.example\n',
        ("quote",),
    ),
    "a field without end": (b"Name,Mail\nDana," + b"x" * 200_000 + b"\n", ("damaged", "export it again")),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_staff_list(case: str, here: Path) -> None:
    """A staff list that is no good is one line that names it and the remedy, exit 2, and nothing is checked or written."""
    data, words = WRONG[case]
    written(data)
    (here / "reply.txt").write_text(BAD, encoding="utf-8")
    one_line(check("reply.txt", "--directory", "staff.csv"), "staff.csv", *words)
    assert fix("reply.txt", "--directory", "staff.csv").exit_code == 2
    assert (here / "reply.txt").read_text(encoding="utf-8") == BAD


@pytest.mark.parametrize("name", ["gone.csv", "."])
def test_staff_list_that_cannot_be_read(name: str, here: Path) -> None:
    """A staff list that is missing, or a folder, is one line that names it."""
    (here / "reply.txt").write_text(GOOD, encoding="utf-8")
    one_line(check("reply.txt", "--directory", name), name, "staff list cannot be read")
