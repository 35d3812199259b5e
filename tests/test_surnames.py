"""Last names that are also words of places and days: the staff list settles them, or the number that follows."""

from __future__ import annotations

from datetime import date

import pytest

from replylint.directory import Directory, Entry
from replylint.facts import Facts
from replylint.model import Document, DocumentKind, Settings
from replylint.visible import Visible

OUT = "I am out from 12/14/26 to 12/18/26. I will reply when I return. "


def contacts_of(text: str, *staff: str) -> list[tuple[str, str, bool]]:
    """Return name, role and completeness of each contact of a reply; `staff` are the names of a staff list."""
    names = Directory(tuple(map(Entry, staff))).names
    visible = Visible.plain(f"{OUT}{text}\n\nThank you,\n\nDana Whitlock\n")
    document = Document("reply", visible, visible.text, kind=DocumentKind.AUTO_REPLY)
    facts = Facts(document, Settings(), date(2026, 12, 10), known_names=names)
    return [(one.name, one.role, one.full_name) for one in facts.contacts]


NUMBERED = {
    "Jack Hall": "For immediate assistance contact Jack Hall, 813-555-0150.",
    "Randy Le": "For urgent matters, please reach out to Randy Le (rle@plantcitygov.com, 813-555-0151).",
    "Kayla West": "Please get in touch with my colleague Kayla West, Senior Planner, at 813-555-0152.",
    "Rose Lane": "Contact Rose Lane at rlane@plantcitygov.com.",
    "Tom Church": "Call Tom Church, x4211, or 813-555-0150.",
    "Sam Page": "My backup is Sam Page (813) 555-0153.",
    "Linda Van": "Please call Linda Van at +1 813-555-0154.",
    "Grace Court": "Questions? Grace Court, Clerk II, 813-555-0155.",
}


@pytest.mark.parametrize("name", NUMBERED)
def test_a_number_after_the_name_makes_it_a_person(name: str) -> None:
    """A known first name, a word that is also a last name, and a way to reach them: a person with both names."""
    ((found, _, full),) = contacts_of(NUMBERED[name])
    assert (found, full) == (name, True)


LISTED = {
    "Jack Hall": "Jack Hall will help you while I am out.",
    "Ngoc Le": "Please contact Ngoc Le in Finance.",
    "Kayla West": "Kayla West is covering for me.",
    "Shanice Office": "Please contact Shanice Office for help.",
    "Zoë Lane": "In my absence, please contact Zoë Lane.",
    "Mary Ann Street": "Please contact Mary Ann Street.",
}


@pytest.mark.parametrize("name", LISTED)
def test_the_staff_list_makes_it_a_person(name: str) -> None:
    """Whoever is on the staff list is a person, with a number or without, however the last name reads."""
    ((found, _, full),) = contacts_of(LISTED[name], "Dana Whitlock", name)
    assert (found, full) == (name, True)


@pytest.mark.parametrize("written", ["Hall, Jack", "HALL, Jack T.", "Jack Thomas Hall", "Jack T. Hall"])
def test_the_staff_list_may_write_the_name_its_own_way(written: str) -> None:
    """The last name may come first in the list, and a middle name or initial may stand between."""
    ((found, _, full),) = contacts_of("Jack Hall will help you.", written)
    assert (found, full) == ("Jack Hall", True)


@pytest.mark.parametrize(
    "text",
    [
        "Please contact the front desk at City Hall, 813-555-0150.",
        "Visit us in Madison Hall, 813-555-0150.",
        "Please contact Dana Monday at 813-555-0150.",
        "Call the Water Plant, 813-555-0139.",
        "Please contact the West Office, 813-555-0150.",
    ],
)
def test_places_and_days_stay_what_they_are(text: str) -> None:
    """A hall, an office or a weekday does not become a person because a number follows."""
    assert not [name for name, _, full in contacts_of(text) if full]


@pytest.mark.parametrize("text", ["Jack Hall is where the hearing takes place.", "Please contact Randy Wilson."])
def test_other_people_of_the_list_do_not_matter(text: str) -> None:
    """Only the two names together count: another Hall on the list makes no person of this one."""
    assert contacts_of(text, "Maria Hall", "Randy Le") == contacts_of(text)


@pytest.mark.parametrize("name", ["Tiffany Lane", "Jean Court", "Bobby Hall", "Kim East", "Penny Case", "Linda Branch"])
def test_the_line_that_signs_is_a_person(name: str) -> None:
    """A first name and a word of streets or days, alone on the line that opens a signature, is the author's name."""
    visible = Visible.plain(f"{OUT}\n\n{name}\nPermit Clerk\nCity of Plant City, Florida\n813-555-0137 ext. 4137\n")
    document = Document("reply", visible, visible.text, kind=DocumentKind.AUTO_REPLY)
    signature = Facts(document, Settings(), date(2026, 12, 10)).signature
    assert signature is not None
    assert signature.name is not None
    assert signature.name.text == name
