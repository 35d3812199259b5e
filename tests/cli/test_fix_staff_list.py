"""A staff list tells names, numbers and extensions; what the message says beside it is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.given import check, fix

STAFF = (
    "DisplayName,Title,Phone,Extension,Mail\n"
    "Hector Ruiz,Building Official,813-555-0130,,hruiz@city.example\n"
    "Dana Whitlock,Permit Technician,813-555-0142,4131,dwhitlock@city.example\n"
)
REPLY = (
    "I will be out of the office from 12/21/26 - 12/31/26. I will reply to your message at my earliest opportunity once I return. "
    "If you need immediate assistance, please contact {}.\n\n"
    "Thank you,\n\nAnn Lee\nPlanner\nCity of Plant City, Florida\n813-555-0101 ext. 4127\nWebsite: http://www.plantcitygov.com/\n[City Seal]\n"
)
CASES = {
    "wrong number": (
        "Dana Whitlock at 813-555-0199",
        "has 813-555-0142 for Dana Whitlock",
        "Dana Whitlock at 813-555-0142",
    ),
    "wrong number with an extension": (
        "Dana Whitlock at 813-555-0199 x4131",
        "has 813-555-0142 for Dana Whitlock",
        "Dana Whitlock at 813-555-0142 ext. 4131",
    ),
    "wrong extension": (
        "Dana Whitlock at 813-555-0142 x4999",
        "extension 4131 for Dana Whitlock",
        "Dana Whitlock at 813-555-0142 x4131",
    ),
    "extension alone": ("Dana Whitlock at x4131", "works only inside", "Dana Whitlock at 813-555-0142 x4131"),
    "first name alone": ("Hector", "Add Hector's last name", "Hector Ruiz at 813-555-0130"),
    "all right": ("Dana Whitlock at 813-555-0142 x4131", "nothing found", "Dana Whitlock at 813-555-0142 x4131"),
    "right without the extension": (
        "Dana Whitlock at (813) 555-0142",
        "nothing found",
        "Dana Whitlock at (813) 555-0142",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_contacts_are_held_against_the_staff_list(case: str, here: Path) -> None:
    """What differs from the list is said and put right, and nothing else of the number is lost."""
    written, said, corrected = CASES[case]
    (here / "staff.csv").write_text(STAFF, encoding="utf-8")
    (here / "reply.txt").write_text(REPLY.format(written), encoding="utf-8")
    assert said in check("--directory", "staff.csv", "reply.txt").output
    fix("--directory", "staff.csv", "reply.txt")
    assert (here / "reply.txt").read_text(encoding="utf-8") == REPLY.format(corrected)


def test_a_number_of_the_list_goes_before_its_own_extension_only(here: Path) -> None:
    """In a message written anew an extension that is not the list's gets a blank, and not the number that the list has."""
    (here / "staff.csv").write_text(STAFF, encoding="utf-8")
    (here / "reply.txt").write_text(
        "Out 12/21/26 to 12/31/26. Ask Hector Ruiz, ext. 4199.\n\nAnn Lee\n", encoding="utf-8"
    )
    fix("--directory", "staff.csv", "--rewrite", "reply.txt")
    assert "Hector Ruiz at [main phone number] ext. 4199." in (here / "reply.txt").read_text(encoding="utf-8")
