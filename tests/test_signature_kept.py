"""What a correction of the signature must not take away: statements, titles, departments, pictures, shared numbers."""

from __future__ import annotations

from typing import Any

import pytest

from corrections.score import run

BODY = (
    "I will be out of the office from 12/21/26 to 12/31/26. I will reply to your message at my earliest opportunity once "
    "I return. If you need immediate assistance, please contact Perry Whitlock at 813-555-0142.\n"
)
NAME, TITLE = "Dana Moore", "Permit Technician II"
REST = "813-555-0196 ext. 4211\nWebsite: http://www.plantcitygov.com/\n[City Seal]\n"
CITY = "City of Plant City, Florida\n"
PLAIN = f"{NAME}\n{TITLE}\n{CITY}{REST}"
HTML = (
    f"{NAME}<br>{TITLE}<br>City of Plant City, Florida<br>813-555-0196 ext. 4211<br>"
    'Website: <a href="http://www.plantcitygov.com/">http://www.plantcitygov.com/</a>'
)


def corrected(text: str, *, html: bool = False, **checks: Any) -> list[str]:
    """Return what is wrong with the correction of a reply, which must be the same when it is made twice."""
    case = {"kind": "auto-reply", "format": "html" if html else "text", "text": text, "written_on": "2026-12-10"}
    return run(case | checks, twice=True).failures


STATEMENTS = (
    "P.S. The gate code changed; call me.",
    "\nP.S. The gate code changed; call me",
    "\nPS - I moved to the second floor of the annex",
    "For emergencies after hours: 813-555-0199",
    "After hours: 813-555-0199",
    "Non-emergency dispatch: 813-555-0199",
    "Dispatch 813-555-0199",
    "TTY 711",
    "TDD: 800-955-8771",
    "\nNote: City Hall is closed December 24 and 25.",
    "Office closed Fridays",
    "Hours: Monday - Thursday, 7 am to 6 pm",
    "302 W. Example Street, Plant City, FL 33563",
    "Our lobby moved to 1802 Example Drive.",
    "Payments can be dropped in the box on Example Street.",
    "Please do not leave packages at the back door",
    "\nSe habla español. Llame al 813-555-0177.",
    "Se habla español",
    "\nVăn phòng đóng cửa đến ngày 4 tháng 1. Xin gọi 813-555-0177.",
    "\nXafiisku wuu xidhan yahay ilaa Janaayo 4. Fadlan wac 813-555-0142.",
    "\nBiwo a fèmen jiska 4 janvye. Tanpri rele Perry Whitlock nan 813-555-0142.",
    "\nEstaré fuera de la oficina del 21 al 31 de diciembre. Responderé a su mensaje cuando regrese.",
    "\nOffice hours and forms: https://www.plantcitygov.com/permits",
    "Pay your bill at www.example.com/pay",
    "permits@plantcity.example",
    "Follow us on Facebook or call 813-555-0188 for storm news",
    '"Call 813-555-0188 for storm news"',
    "District 4",
)


@pytest.mark.parametrize("line", STATEMENTS)
def test_a_line_that_tells_readers_something_stays(line: str) -> None:
    """A number, a day, a place, an address, a link, a postscript or another language below the signature is never deleted."""
    assert corrected(f"{BODY}\nThank you,\n\n{PLAIN}{line}\n", keep=[PLAIN.strip(), line.strip()]) == []


@pytest.mark.parametrize("line", ["TTY 711", "After hours: 813-555-0199", "Office closed Fridays", "Streets Division"])
def test_a_line_that_stays_is_left_by_hand_with_the_reason(line: str) -> None:
    """An extra line that is not deleted is still reported, and the correction says why it stays."""
    assert corrected(f"{BODY}\nThank you,\n\n{PLAIN}{line}\n", reported=["signature.extra-line"]) == []


ORNAMENTS = (
    '"The only way to do great work is to love what you do." - Steve Jobs',
    "Philippians 4:13",
    "John 3:16 For God so loved the world",
    "Please consider the environment before printing this email.",
    "She/Her",
    "Fax: 813-555-0190",
    "Cell: 813-555-0191",
    "813-555-0191 (cell)",
    "Follow us on Facebook and Twitter!",
    "facebook.example/plantcity",
    "Serving with pride since 1885",
    "dmoore@plantcity.example",
    "Sent from my iPhone",
)


@pytest.mark.parametrize("line", ORNAMENTS)
def test_an_ornament_goes(line: str) -> None:
    """Quotations, mottos, pronouns, fax and mobile numbers, and lines about printing or social networks are left out."""
    text = f"{BODY}\nThank you,\n\n{PLAIN}{line}\n"
    assert corrected(text, keep=[PLAIN.strip()], never=[line.replace("(", r"\(").replace(")", r"\)")]) == []


TITLES = (
    ("PE, CFM", "Staff Engineer"),
    ("CFM, AICP", "Floodplain Administrator"),
    ("Building Division", "Permit Technician II"),
    ("20 Years of Service", "Permit Technician II"),
    ("Team Member since 2004", "Plans Examiner"),
    ("Water Resources Management", "Meter Tech 2"),
    ("Admin Asst. III",),
    ("Dir. of Public Works",),
    ('Plant Operator "A"',),
    ("GIS/CAD Tech II",),
    ("Sr. Util. Billing Rep",),
    ("WWTP Op. C",),
    ("Ambassador of Fun",),
    ("911 Operator",),
    ("Solid Waste Driver, Route 12",),
    ("Cust. Svc. Rep. 1",),
    ("Assistant to the City Manager for Intergovernmental Affairs", "and Special Projects"),
    ("Community Redevelopment Agency Program", "Coordinator"),
    ("Public Safety Telecommunicator", "Shift Supervisor"),
)


@pytest.mark.parametrize("lines", TITLES)
def test_a_job_title_stays_whatever_is_above_it(lines: tuple[str, ...]) -> None:
    """A title below a credential or a department, with abbreviations, or in two lines, is kept, and no blank is added for one."""
    signed = "\n".join([NAME, *lines, CITY + REST])
    assert corrected(f"{BODY}\nThank you,\n\n{signed}", keep=[NAME, *lines], never=[r"\[Job Title\]"]) == []


WORKERS = (
    ("Dana Foreman", "Permit Technician II"),
    ("Luis Farmer", "Utility Billing Clerk"),
    ("Kim Mayor", "Executive Assistant"),
    ("Ann Cook", "Librarian"),
    ("Joe Shepherd", "Crew Leader"),
    ("Pat Butler", "Records Clerk"),
    ("Ray Sergeant", "Detective"),
    ("Sam Clerk", "Deputy City Clerk"),
    ("Susan Marshall", "Planner"),
    ("Bill Deacon", "Mechanic"),
    ("Dean Potter", "Assistant Director"),
    ("Xochitl Farmer", "Utility Billing Clerk"),
)


@pytest.mark.parametrize("closing", ["Thank you,\n\n", ""])
@pytest.mark.parametrize(("name", "title"), WORKERS)
def test_a_surname_that_is_also_a_job_is_a_name(name: str, title: str, closing: str) -> None:
    """Name and title both stay, with and without a closing, and no blank or second signature is added."""
    text = f"{BODY}\n{closing}{name}\n{title}\n{CITY}{REST}"
    assert corrected(text, untouched=True, never=[r"\[(?!City Seal)"]) == []


@pytest.mark.parametrize(
    "farewell", ["Respectfully submitted", "Go Gators!", "Be well", "Best", "Your friend in service"]
)
def test_a_farewell_above_the_name_is_no_name(farewell: str) -> None:
    """The name below a farewell that is in no list is the name, and the title below it stays."""
    assert corrected(f"{BODY}\nThank you,\n{farewell}\n{PLAIN}", keep=[PLAIN.strip()]) == []


DEPARTMENTS = (
    "Recreation and Parks",
    "Plant City Police Department",
    "Plant City Fire Rescue",
    "Planning & Zoning",
    "Bruton Example Library",
    "Office of the City Clerk",
    "Departamento de Obras Públicas",
    "Oficina del Secretario Municipal",
    "Community Redevelopment Agency",
    "Information Technology",
)


UNKNOWN = ("Bruton Example Library", "Community Redevelopment Agency")
"""Those whose words do not tell that they are departments: they may be job titles."""


@pytest.mark.parametrize("department", DEPARTMENTS)
def test_the_organization_is_added_and_the_department_stays(department: str) -> None:
    """A department in the organization's place stays on its line, and the organization gets one of its own below."""
    text = f"{BODY}\nThank you,\n\n{NAME}\n{TITLE}\n{department}\n{REST}"
    assert corrected(text, order=[NAME, TITLE, department, "City of Plant City, Florida", "813-555-0196"]) == []


@pytest.mark.parametrize("department", [*DEPARTMENTS, "Streets & Stormwater"])
def test_a_department_beside_the_organization_stays(department: str) -> None:
    """A department above the organization is not deleted: it is left by hand, or not reported where nobody knows what it is."""
    text = f"{BODY}\nThank you,\n\n{NAME}\n{TITLE}\n{department}\nCity of Plant City\n{REST}"
    reported = [] if department in UNKNOWN else ["signature.extra-line"]
    assert corrected(text, order=[TITLE, department, "City of Plant City, Florida"], reported=reported) == []


SHARED = (
    "City of Plant City Recreation and Parks",
    "City of Plant City - Utility Billing",
    "City of Plant City | Utility Billing",
    "Utility Billing, City of Plant City, FL",
    "City of Plant City Water Resources Management Department",
    "City of Plant City Bruton Example Library",
)


@pytest.mark.parametrize("line", SHARED)
def test_a_department_on_the_organizations_line_stays(line: str) -> None:
    """Only the organization's own words are corrected where a department shares its line."""
    words = line.replace(", FL", "").replace("City of Plant City", "").strip(" -|,")
    text = f"{BODY}\nThank you,\n\n{NAME}\n{TITLE}\n{line}\n{REST}"
    assert corrected(text, keep=[words, "City of Plant City, Florida"], never=["Florida, Florida"]) == []


PICTURES = (
    '<img src="cid:map.png" alt="Map of the detour">',
    '<img src="cid:banner.jpg" alt="Holiday closures">',
    '<img src="https://example.com/flyer.png" alt="">',
    '<img src="cid:image001.png@01">',
    '<img src="chart.gif" alt="Rates" width="600" height="400">',
    '<img src="cid:logo.png" alt="Festival logo">',
)


@pytest.mark.parametrize("picture", PICTURES)
@pytest.mark.parametrize("place", ["above", "below"])
def test_a_picture_of_the_message_stays(picture: str, place: str) -> None:
    """A picture above the closing is neither replaced by the seal nor given its name; the seal is added to the signature."""
    body = f"<p>{BODY.strip()}</p>"
    parts = [f"<p>{picture}</p>", body] if place == "above" else [body, f"<p>{picture}</p>"]
    text = "".join([*parts, "<p>Thank you,</p>", f"<p>{HTML}</p>"])
    assert corrected(text, html=True, keep_source=[picture], want=[r"plantcitygov\.com/ \[City Seal\]"]) == []


def test_a_picture_below_a_postscript_stays() -> None:
    """A picture that belongs to a postscript is no picture of the signature."""
    picture = '<p><img src="cid:map.png" alt="Detour map"></p>'
    text = f"<p>{BODY.strip()}</p><p>Thank you,</p><p>{HTML}</p><p>P.S. Here is the map of the detour:</p>{picture}"
    assert corrected(text, html=True, keep_source=[picture]) == []


def test_another_emblem_in_the_signature_is_replaced() -> None:
    """The logo below the lines of a signature still gives way to the seal."""
    logo = '<p><img src="cid:logo.png" alt="Parks logo"></p>'
    text = f"<p>{BODY.strip()}</p><p>Thank you,</p><p>{HTML}</p>{logo}"
    assert corrected(text, html=True, gone_source=["logo.png"], want=[r"\[City Seal\]"]) == []


LINES = (NAME, TITLE, "City of Plant City, Florida", "813-555-0196 ext. 4211", "www.plantcitygov.com")
SPACED = (
    LINES,
    (NAME, TITLE, "Building Division", *LINES[2:]),
    (f"{NAME}, {TITLE}", *LINES[2:]),
    LINES[:3],
    (NAME, "813-555-0196"),
    (NAME, "Cell: 813-555-0197"),
    ("dana moore", "permit technician", "city of plant city", "813-555-0196"),
    ("Luis Farmer", "Utility Billing Clerk", *LINES[2:]),
)


@pytest.mark.parametrize("lines", SPACED)
@pytest.mark.parametrize("html", [False, True])
def test_lines_that_are_paragraphs_are_one_signature(lines: tuple[str, ...], html: bool) -> None:
    """A signature without a closing whose lines are paragraphs is completed, not doubled."""
    paragraphs = [f"<p>{line}</p>" if html else f"\n{line}\n" for line in (BODY.strip(), *lines)]
    never = ["Thank you", r"\[First name", r"(?i)City of Plant City.*City of Plant City"]
    kept = [line for line in lines if line.lower() != "city of plant city"]
    assert corrected("".join(paragraphs).lstrip("\n"), html=html, keep=kept, never=never) == []


@pytest.mark.parametrize("phone", ["Cell 813-555-0197", "Mobile: 813-555-0197", "813-555-0197 (cell)"])
def test_a_name_above_a_mobile_number_is_the_signature(phone: str) -> None:
    """A full name with nothing but a mobile number below it is completed, not doubled, and the number stays."""
    assert corrected(f"{BODY}\n{NAME}\n{phone}\n", keep=[phone], never=["Thank you", r"\[First name"]) == []


def test_a_contact_below_the_message_is_no_signature() -> None:
    """A name and a number that the message sends people to are a contact's, and the reply is not signed."""
    text = "I am out of the office from 12/21/26 to 12/31/26. I will reply when I return. Please call:\n\nDana Moore\n813-555-0196\n"
    assert corrected(text, keep=["Dana Moore 813-555-0196"], want=[r"Thank you, \[First name Last name\]"]) == []


OWN = "813-555-0188 ext. 22"
CONTACTS = (
    "If you need immediate assistance, please contact Peggy Marsh at 813-555-0188.",
    "For immediate assistance, call 813-555-0188 and ask for Peggy Marsh.",
    "For immediate assistance contact Peggy Marsh: 813-555-0188 opt 3; or pmarsh@plantcity.example.",
    "For help: Peggy Marsh, 813-555-0188, opt 3; Luis Ortega, 813-555-0188, opt 4.",
    "In my absence Peggy Marsh will help you: (813) 555-0188",
    "Billing: 813-555-0188 opt 1; Permits: 813-555-0188 opt 2; Peggy Marsh: 813-555-0188 opt 3;",
    "If urgent, call Peggy Marsh at 813-555-0188 x31 or the front desk at 813-555-0188.",
    "Until then, please call the main line, 813-555-0188.",
    "If urgent, call Peggy Marsh 4200.",
)


@pytest.mark.parametrize("contact", CONTACTS)
@pytest.mark.parametrize("own", [OWN, "(813) 555-0188 x22"])
def test_a_number_that_author_and_contact_share_stays(contact: str, own: str) -> None:
    """The office's number is neither blanked nor changed where it is given for somebody else."""
    dates = "I will be out of the office from 12/21/26 to 12/31/26. I will reply to your message once I return. "
    text = f"{dates}{contact}\n\nThank you,\n\n{PLAIN.replace('813-555-0196 ext. 4211', own)}"
    assert corrected(text, keep=[contact, own]) == []


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("Call Peggy 4200.", "Call Peggy [last name] 4200."),
        ("For a fire, call Chief at 813-555-0142.", "call Chief [first name and last name] at 813-555-0142."),
    ],
)
def test_a_contact_line_stays_readable(written: str, wanted: str) -> None:
    """What is added to a short contact line goes where a careful editor would put it."""
    text = f"I will be out of the office from 12/21/26 to 12/31/26. I will reply once I return. {written}\n\nThank you,\n\n{PLAIN}"
    assert corrected(text, keep=[wanted, PLAIN.strip()]) == []
