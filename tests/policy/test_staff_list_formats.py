"""Staff lists as vCards and LDIF: the same people as in a table, however the lines are folded and escaped."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cli.given import BAD, check, one_line
from replylint.directory import Entry, load_directory
from replylint.directory.ldif import entries_of as of_ldif
from replylint.directory.tables import entries_of as of_table
from replylint.directory.vcards import entries_of as of_cards
from replylint.errors import DirectoryError

DANA = Entry("Dana Whitlock", "Permit Technician II", "813-555-0142", "4211", "dana.whitlock@plantcity.example")
RENEE = Entry("Renée Castellano", "Clerk; Records, Night", "+1 813 555 0160", "", "renee@plantcity.example")
TABLE = f"""\
First Name [Required],Last Name [Required],Email Address [Required],Work Phone,Employee Title
Dana,Whitlock,{DANA.email},813-555-0142 x4211,Permit Technician II
Renée,Castellano,{RENEE.email},+1 813 555 0160,"Clerk; Records, Night"
"""
DIRECTORY = f"""\
"Name","GivenName","Surname","EmailAddress","OfficePhone","Title","UserPrincipalName"
"Dana Whitlock","Dana","Whitlock","{DANA.email}","813-555-0142 ext 4211","Permit Technician II","x@plantcity.example"
"Renée Castellano","Renée","Castellano","{RENEE.email}","+1 813 555 0160","Clerk; Records, Night",""
"""
CARDS = f"""\
BEGIN:VCARD
VERSION:3.0
N:Whitlock;Dana;;;
FN:Dana Whitlock
TITLE:Permit Technician II
item1.TEL;type=CELL:813-555-0199
TEL;TYPE=WORK,VOICE:813-555-0142 x4211
TEL;TYPE=WORK,FAX:813-555-0100
EMAIL;TYPE=HOME:dana@home.example
EMAIL;TYPE=INTERNET;TYPE=WORK:{DANA.email}
END:VCARD
BEGIN:VCARD
VERSION:2.1
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Castellano;Ren=C3=A9e
FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Ren=C3=A9e =
Castellano
TITLE:Clerk\\; Records\\,
  Night
TEL;VALUE=uri;PREF=1:tel:+1 813 555 0160
EMAIL:{RENEE.email}
END:VCARD
"""
LDIF = f"""\
# extended LDIF
version: 1

dn: ou=People,dc=plantcity,dc=example
objectClass: organizationalUnit
ou: People

dn: uid=dana,ou=People,dc=plantcity,dc=example
objectClass: inetOrgPerson
cn: Dana
  Whitlock
cn;lang-en: Somebody Else
title: Permit Technician II
telephoneNumber: 813-555-0142
ipPhone: 4211
mail: {DANA.email}
jpegPhoto:< file:///etc/passwd

dn:: {base64.b64encode("uid=renée,dc=plantcity".encode()).decode()}
objectClass: top
objectClass: person
givenName:: {base64.b64encode("Renée".encode()).decode()}
sn: Castellano
title: Clerk; Records, Night
telephoneNumber: +1 813 555 0160
mail: {RENEE.email}

# search result
search: 2
result: 0 Success
"""


def read(text: str | bytes, name: str = "staff") -> tuple[Entry, ...]:
    """Write a staff list and read it; without the addresses that not every form has."""
    path = Path(name)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return tuple(one._replace(others=()) for one in load_directory(path).entries)


@pytest.mark.parametrize("text", [TABLE, DIRECTORY, CARDS, LDIF], ids=["Google", "Active Directory", "vCard", "LDIF"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_the_same_people_come_of_every_form(text: str, end: str) -> None:
    """A table, cards and LDIF of two people give the same two people, whatever the file is called."""
    assert read(text.replace("\n", end)) == (DANA, RENEE)


def test_a_table_that_excel_saved_as_unicode_text() -> None:
    """UTF-16 with a byte order mark and tabs is read as a table."""
    assert read(DIRECTORY.replace('","', '"\t"').encode("utf-16")) == (DANA, RENEE)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (CARDS.partition("END:VCARD")[0], "begins on line 1 of the staff list does not end"),
        (CARDS.replace("END:VCARD\nBEGIN", "BEGIN"), "begins on line 1"),
        ("BEGIN:VCARD\nVERSION:3.0\nTEL:813-555-0142\nEND:VCARD\n", "names nobody"),
        ("BEGIN:VCARD\nFN Dana\nEND:VCARD\n", "line 2 of the staff list is no line of a card"),
        ("BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE;CHARSET=x-no:D\nEND:VCARD\n", "export it again as UTF-8"),
        ("dn: uid=dana\nchangetype: modify\nreplace: title\n", "begins a change"),
        ("dn: uid=dana\nobjectClass: person\ntitle: Clerk\n", "names nobody"),
        ("dn: uid=dana\nobjectClass: person\ncn:: !!!\n", "line 3 of the staff list cannot be decoded"),
        ("dn: uid=dana\nno colon here\n", "line 2 of the staff list is no line of LDIF"),
        ("dn: ou=People\nobjectClass: organizationalUnit\n", "names nobody; export it again"),
        ("dn: uid=a\nsn: A\n\ncn: B\nsn: B\n", "record on line 4 of the staff list has no dn"),
    ],
)
def test_a_list_that_is_not_whole_is_refused_with_its_line(text: str, said: str, here: Path) -> None:
    """What is cut off, damaged or names nobody is one clear line, and nothing is checked by half a list."""
    Path("reply.txt").write_text(BAD, encoding="utf-8")
    Path("staff").write_text(text, encoding="utf-8")
    one_line(check("reply.txt", "--directory", "staff"), "staff: ", said)


def test_a_staff_list_may_not_be_larger_than_the_cap(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is too large is refused before it is read."""
    monkeypatch.setattr("replylint.directory._LARGEST", 100)
    with pytest.raises(DirectoryError, match="larger than"):
        read(TABLE)


WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=30).filter(
    lambda text: text == " ".join(text.split())
)


@given(WORDS, WORDS, st.integers(1, 40))
@example("Whitlock, Dana", "Clerk\\; Records: \\n=3D", 7)
@example("Renée 🌴", '"', 1)
def test_what_is_folded_and_escaped_is_read_back(name: str, title: str, width: int) -> None:
    """Whatever a name and a title hold, and wherever their lines are folded, they are read as they were."""
    escaped = [text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;") for text in (name, title)]
    lines = ["BEGIN:VCARD", f"FN:{escaped[0]}", f"TITLE:{escaped[1]}", "END:VCARD"]
    (card,) = of_cards("\r\n".join("\r\n ".join(folded(line, width)) for line in lines))
    assert (card.name, card.title) == (name, title)
    coded = base64.b64encode(title.encode()).decode()
    lines = ["dn: uid=x", "objectClass: person", f"cn:: {base64.b64encode(name.encode()).decode()}", f"title:: {coded}"]
    (entry,) = of_ldif("\n".join("\n ".join(folded(line, max(width, 15))) for line in lines) + "\n")
    assert (entry.name, entry.title) == (name, title)


def folded(line: str, width: int) -> list[str]:
    """Return a line in pieces; no piece is cut before the first colon, as real writers keep it."""
    start = line.index(":") + 1
    return [line[:start], *(line[at : at + width] for at in range(start, len(line), width))]


def test_a_table_is_read_by_the_same_reader_as_before() -> None:
    """The columns of Google Workspace are known by their names with [Required] behind them."""
    assert tuple(of_table(TABLE)) == (DANA, RENEE)


@pytest.mark.parametrize(
    "text",
    [
        "DisplayName,UserPrincipalName,Mail,ProxyAddresses\nDana Whitlock,dwhit@plantcity.example,dana.whitlock@plantcity.example,SMTP:dana.whitlock@plantcity.example;smtp:dana@plantcity.example\n",
        "BEGIN:VCARD\nVERSION:3.0\nFN:Dana Whitlock\nEMAIL;TYPE=PREF:dana.whitlock@plantcity.example\nEMAIL:dwhit@plantcity.example\nEMAIL:dana@plantcity.example\nEND:VCARD\n",
        "dn: cn=Dana\nobjectClass: person\ncn: Dana Whitlock\nmail: dana.whitlock@plantcity.example\nuserPrincipalName: dwhit@plantcity.example\nproxyAddresses: smtp:dana@plantcity.example\n",
    ],
    ids=["CSV", "vCard", "LDIF"],
)
def test_every_address_of_a_person_is_known(text: str) -> None:
    """The address to write to comes first; the one to log in with and aliases are known too, and find the person."""
    Path("staff").write_text(text, encoding="utf-8")
    directory = load_directory(Path("staff"))
    (entry,) = directory.entries
    assert entry.email == "dana.whitlock@plantcity.example"
    assert set(entry.others) == {"dwhit@plantcity.example", "dana@plantcity.example"}
    assert directory.person("", "DWHIT@plantcity.example") is entry


@pytest.mark.parametrize(
    "banner",
    [
        "#" * 40 + "\n# Staff\n" + "#" * 40 + "\n",
        "#" * 5_000 + "\n",
        "\n#" * 3_000 + "\n",
        "# a\n b\n" * 2_000,
        "version: 1\n" * 2_000 + "#\n",
        "#\n #\n" * 2_000,
    ],
    ids=["hashes", "many hashes", "many lines", "folded lines", "versions", "folded hashes"],
)
def test_a_banner_of_hashes_is_read_past_at_once(banner: str, tmp_path: Path) -> None:
    """What kind of staff list it is is found in one pass, whatever stands above the first entry of LDIF."""
    path = tmp_path / "staff"
    path.write_text(
        f"{banner}dn: cn=Dana Whitlock,dc=example\nobjectClass: person\ncn: Dana Whitlock\nmail: dana@example.org\n",
        encoding="utf-8",
    )
    assert [entry.name for entry in load_directory(path).entries] == ["Dana Whitlock"]
