"""Whose mailbox it is: staff lists and exports name the same person by address, login, alias, GUID or name."""

from __future__ import annotations

from pathlib import Path

import pytest

from replylint.directory import Directory, Entry, load_directory
from replylint.tables import name_key

GUID = "2a238faa-a65f-49c9-830f-2485df1cc6da"
TABLE = (
    "Name,DisplayName,Alias,UserPrincipalName,PrimarySmtpAddress,EmailAddresses,ExchangeGuid,Department\n"
    f"jhall,Jack Hall,jhall,jack.hall@city.example,jhall@plantcity.example,SMTP:jhall@plantcity.example smtp:hall@plantcity.example,{GUID},Finance\n"
    "rle,Randy Le,rle,randy.le@city.example,rle@plantcity.example,,3b238faa-a65f-49c9-830f-2485df1cc6da,Parks\n"
    "jhall2,Jack Hall-Moore,jhall2,jmoore@city.example,jmoore@plantcity.example,,4c238faa-a65f-49c9-830f-2485df1cc6da,Parks\n"
)


def loaded(text: str | bytes, name: str = "staff.csv") -> Directory:
    """Write a staff list and read it."""
    Path(name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_directory(Path(name))


@pytest.mark.parametrize(
    "known_as",
    [
        "jhall", "JHALL", "jhall@plantcity.example", "jack.hall@city.example", "hall@plantcity.example", GUID, GUID.upper(),
        "jhall@plantcity.onmicrosoft.example", "example.com/Users/Jack Hall", "CITY\\jhall", "Jack Hall",
        "CN=Jack Hall,OU=Users,DC=city,DC=example", "hall",
    ],
)  # fmt: skip
def test_a_mailbox_is_its_owners_however_it_is_named(known_as: str) -> None:
    """An export may name a mailbox by address, login, alias, GUID, canonical or display name: the list knows them all."""
    found = loaded(TABLE).owner(known_as)
    assert found is not None
    assert (found.name, found.department, found.email) == ("Jack Hall", "Finance", "jhall@plantcity.example")


@pytest.mark.parametrize(
    "known_as", ["hal", "jhall3", "nobody@plantcity.example", "5d238faa-a65f-49c9-830f-2485df1cc6da", ""]
)
def test_a_stranger_is_nobody_on_the_list(known_as: str) -> None:
    """What the list does not have is not taken for somebody with a name like it."""
    assert loaded(TABLE).owner(known_as) is None


def test_two_people_with_one_alias_are_neither() -> None:
    """An identifier that two people share settles nothing."""
    two = Directory((Entry("Jack Hall", ids=("jh",)), Entry("Jane Hill", ids=("jh",))))
    assert two.owner("jh") is None


def test_a_list_of_aliases_alone_knows_addresses_too() -> None:
    """A list with aliases and no addresses still knows whose address is made of the alias."""
    found = loaded("DisplayName,Alias,Department\nJack Hall,jhall,Finance\nJack Lane,jlane,Parks\n").owner(
        "jlane@plantcity.example"
    )
    assert found is not None
    assert found.name == "Jack Lane"


def test_ldif_tells_logins_too() -> None:
    """`uid` and `sAMAccountName` of LDIF are what exports may name people by."""
    text = "dn: uid=jhall,dc=x\nobjectClass: person\ncn: Jack Hall\nsn: Hall\nuid: jhall\nsAMAccountName: hallj\n"
    directory = loaded(text, "staff.ldif")
    assert directory.owner("hallj") is directory.owner("jhall") is directory.entries[0]


class _Counting(str):
    """A name that counts how often it is taken apart."""

    taken = 0

    def partition(self, sep: str, /) -> tuple[str, str, str]:
        type(self).taken += 1
        return super().partition(sep)


def test_people_are_looked_up_without_reading_the_whole_list() -> None:
    """A lookup takes apart the few names that share its rarest word, not all of the list."""
    entries = tuple(Entry(_Counting(f"Jack Number{number}")) for number in range(2_000))
    directory = Directory(entries)
    assert directory.people_called("Jack Number7") == [entries[7]]
    assert directory.people_called("Number8 Jack") == [entries[8]]
    _Counting.taken = 0
    for number in range(200):
        assert directory.people_called(f"number{number} jack") == [entries[number]]
        assert directory.people_called(f"nobody{number}") == directory.people_called(f"jack nobody{number}") == []
    assert len(directory.people_called("jack")) == 2_000
    assert _Counting.taken <= 400


@pytest.mark.parametrize("name", ["Jack", "Hall", "jack hall", "Hall, Jack", "Jack Q Hall", "Hill", "", "Moore Jack"])
def test_the_index_finds_who_a_scan_finds(name: str) -> None:
    """People are found by all words of a name, as if each entry were looked at."""
    entries = tuple(map(Entry, ("Jack Hall", "Jack T. Hall", "Jane Hall-Moore", "Moore, Jack", "Hill, Ann")))
    words = set(name_key(name).split())
    exact = [one for one in entries if name_key(one.name) == name_key(name)]
    scanned = exact or [one for one in entries if words and words <= set(name_key(one.name).split())]
    assert Directory(entries).people_called(name) == scanned


BANNERS = {
    "hashes": "########################################\n# Staff list of the city\n########################################\n",
    "type": "#TYPE Selected.Microsoft.ActiveDirectory.Management.ADUser\n",
    "blank lines": "\n\n# exported\n\n",
    "a comment": "# Staff of the city\n\n#\n",
    "separator": "# Staff\nsep=,\n",
}


@pytest.mark.parametrize("banner", BANNERS)
def test_a_banner_above_the_table_is_passed_over(banner: str) -> None:
    """Comments and blank lines above the header are no part of the list."""
    (entry,) = loaded(f"{BANNERS[banner]}Name,Email\nDana Whitlock,dana@example.com\n").entries
    assert (entry.name, entry.email) == ("Dana Whitlock", "dana@example.com")


def test_a_header_that_begins_with_a_hash_is_no_comment() -> None:
    """`#,Name,Email` names columns."""
    (entry,) = loaded("#,Name,Email\n1,Dana Whitlock,dana@example.com\n").entries
    assert entry.name == "Dana Whitlock"


@pytest.mark.parametrize(
    "beginning", ["#", "# ", "#\n", "\n", " \n", "#\n ", "version: 1\n", "version: 1#\n # \n", "x1", " x", "BEGIN"]
)
def test_long_beginnings_end(beginning: str) -> None:
    """Whatever a list begins with, again and again, telling its kind takes no longer than reading it."""
    with pytest.raises(Exception, match="staff list"):
        loaded(beginning * 50_000)
