"""Corrections that a reader would send: where blanks stand, what is left to the author, and what stays."""

from __future__ import annotations

from datetime import date

import pytest

from editing import ENGINE, corrected
from replylint.engine import Engine
from replylint.fix.correcting import Corrector
from replylint.fix.taken_out import taken_out
from replylint.model import Diagnostic, Document, DocumentKind, Mailbox, Safety
from replylint.policy import load_pack
from replylint.sources.again import with_content
from replylint.visible import Visible

AWAY = "I am out of the office from 12/14/26 to 12/18/26. I will reply when I return. "
HELP = "Please contact Dana Whitlock at 813-555-0142."
CLERK = "\n\nThank you,\n\n"
BELOW = "Permit Clerk\nCity of Plant City, Florida\n813-555-0137 ext. 4137\nWebsite: http://www.plantcitygov.com/\n[City Seal]\n"
SIGNED = f"{CLERK}Perry Osborne\n{BELOW}"


def _corrector() -> Corrector:
    return Corrector(Engine(load_pack("plant-city"), date(2026, 12, 10)))


def signature(text: str) -> str:
    """Return a signature as it is corrected."""
    document = Document("text", Visible.plain(text), text, kind=DocumentKind.SIGNATURE)
    return Corrector(ENGINE).correct(Mailbox("signature.txt", (document,))).after.documents[0].content


CONTACTS = {
    "a job": ("E-mail my supervisor at pat@plantcity.example.", "my supervisor [first name and last name] at pat@"),
    "a duty officer": ("Call the duty officer at 813-555-0150.", "the duty officer [first name and last name] at"),
    "an office": ("Please call the Water Plant at 813-555-0150.", "[first name and last name] at the Water Plant at"),
    "an entry with a topic": (
        "Emergencies: duty desk, 813-555-0150.",
        "Emergencies: [first name and last name], duty desk, 813-555-0150.",
    ),
    "an entry with an arrow": ("Permits -> 813-555-0150.", "Permits -> [first name and last name], 813-555-0150."),
    "a name within a sentence": (
        "Ask Rosa in Payroll if it is urgent.",
        "Rosa [last name] ([phone number or e-mail]) in Payroll",
    ),
    "a name at the end": ("Please contact Robert Dillard.", "Robert Dillard at [phone number or e-mail]."),
    "a coach": ("Softball: call Coach Rick, 813-555-0150.", "Coach Rick [last name], 813-555-0150"),
    "an initial": ("Please contact Rosa M. Tyler.", "Rosa M. Tyler at [phone number or e-mail]."),
}


@pytest.mark.parametrize("kind", CONTACTS)
def test_a_blank_for_a_contact_stands_where_a_person_would_write_it(kind: str) -> None:
    """The blank follows a job, precedes an office, opens an entry, and stands in parentheses within a sentence."""
    text, expected = CONTACTS[kind]
    assert expected in corrected(AWAY + text + SIGNED)


LEFT = {
    "a line nobody owns": "Call the nurse line at 813-555-0150.",
    "an on-call phone": "For outages call the on-call phone at 813-555-0150.",
    "whoever is there": "Call the front desk at 813-555-0150 and ask for whoever is on duty.",
    "a member of the team": "Please e-mail maps@plantcity.example and a member of our team will assist you.",
    "someone will help": "Please call Utility Billing at 813-555-0150 and someone will be able to help you.",
    "a ticket system": "Put in a ticket at helpdesk@plantcity.example.",
    "the reader's own": "Please ask your account manager at am@plantcity.example.",
    "a clause": "Pleadings must be served on legal@plantcity.example.",
    "a law": f"See Fla. Stat. 48.111. {HELP}",
    "the name of a thing": f"For the Bruton Geer local history files see the shelf. {HELP}",
    "a negative before": "When I am not here please try Fernando Quist, 813-555-0150.",
}


@pytest.mark.parametrize("kind", LEFT)
def test_what_is_not_a_person_gets_no_blank_for_a_name(kind: str) -> None:
    """No name is asked for a line, a ticket system, a law or whoever is on duty; the sentence stays as it is."""
    text = AWAY + LEFT[kind] + SIGNED
    assert LEFT[kind] in corrected(text)


DAYS = {
    "an event ends it": "We are closed from 12/14/26 until the all clear. " + HELP,
    "the author does not know": "I am on leave starting 12/14/26 and do not have a return date at this time. " + HELP,
    "jury duty": "I have jury duty starting 12/14/26 and do not know how long I will be out. " + HELP,
    "a range of weeks": "I am out starting 12/14/26 for about 6 to 8 weeks. " + HELP,
    "blank days": "I am out of the office ____ through ____. I will reply when I return. " + HELP,
    "a month with a blank": "I am out from December 14 through December __. I will reply when I return. " + HELP,
}


@pytest.mark.parametrize("kind", DAYS)
def test_no_second_day_is_asked_where_the_author_says_why_there_is_none(kind: str) -> None:
    """A day that an event decides, that nobody knows yet, or that is blank already gets no further blank."""
    text = DAYS[kind].replace("for about 6 to 8 weeks", "until further word from my doctor") + SIGNED
    after = corrected(text)
    assert "[last day out]" not in after
    assert "[first day out]" not in after


PHRASES = {
    "most of": (
        "I will be out most of next week for training. ",
        "out from [first day out] to [last day out] for training",
    ),
    "later this week": ("I am out sick and hope to be back later this week. ", "back on [day back]"),
    "all of": ("I will be gone all of next week. ", "gone from [first day out] to [last day out]"),
    "not back until": ("I am off and won't be back until Monday 12/14. ", "won't be back until Monday 12/14"),
    "a season": ("I am off for Spring Break and back on 12/21/26. ", "for Spring Break and back on"),
}


@pytest.mark.parametrize("kind", PHRASES)
def test_a_blank_for_a_day_takes_the_place_of_the_whole_phrase(kind: str) -> None:
    """The words around a vague day go with it, and no blank is written into the middle of a phrase."""
    text, expected = PHRASES[kind]
    after = corrected(text + "I will reply when I return. " + HELP + SIGNED)
    assert " of from " not in after
    if kind == "a season":
        assert "Spring Break" in after
    else:
        assert expected in after or (kind == "all of" and "from [first day out] to [last day out]" in after)


def test_days_named_before_are_not_asked_for_again() -> None:
    """The days of "this week" are not unknown where they are named before."""
    text = "I am away from Monday, December 14, 2026 to Friday, December 18, 2026. I am sorry I cannot help you this week. "
    assert "cannot help you this week" in corrected(text + "I will reply when I return. " + HELP + SIGNED)


@pytest.mark.parametrize(
    ("line", "full"),
    [
        ("Miss Carol", "Carol Ann Whitcomb"),
        ("Deb :)", "Debra-Lynn Castle"),
        ("xo Meghan", "Meghan Dresser"),
        ("Earl", "Earl Dempsey"),
    ],
)
def test_how_the_author_is_called_stays_above_the_full_name(line: str, full: str) -> None:
    """A first name above the signature's full name gets no blank for a last name."""
    after = corrected(AWAY + HELP + f"\n\n{line}\n{full}\n{BELOW}")
    assert "[Last name]" not in after
    assert line.removesuffix(" :)") in after


@pytest.mark.parametrize(
    "sign_off",
    ["Stay safe yall", "God bless you and keep you,", "Be careful out there"],
)
def test_a_farewell_is_no_name(sign_off: str) -> None:
    """Words of farewell get no blank for a last name, and no sentence is written behind them."""
    after = corrected(f"I am out of the office from 12/14/26 to 12/18/26.\n\n{sign_off}\n\nPerry Osborne\n{BELOW}")
    assert f"{sign_off}\n" in after


def test_one_signature_is_not_followed_by_a_second() -> None:
    """A badge number behind the name, and a signature on one line behind a dash, are signatures."""
    for signed in (
        "Det. Kimberly Straughn #318\nCriminal Investigations Division\nPlant City Police Department\nOffice: 813-555-0152 ext. 6318",
        "— Skip Rountree, Fleet Manager, City of Plant City, Florida, 813-555-0156",
    ):
        assert "[First name Last name]" not in corrected(f"{AWAY}{HELP}\n\n{signed}\n")


SIGNATURES = {
    "an initial for the last name": ("Dwayne P.\n" + BELOW, "Dwayne [Last name]\n"),
    "the name in both languages": (
        "Iris Quiñones\nClerk\nCiudad de Plant City / City of Plant City, Florida\n813-555-0137 ext. 4137\n",
        "Ciudad de Plant City / City of Plant City, Florida\n",
    ),
    "a motto": (f'Iris Mallory\n{BELOW}\n"Integrity - Service - Pride"\n', "[City Seal]\n"),
    "a title above the name": (
        "Plant City Fire Rescue\nLieutenant / Paramedic\nJASON BURKHALTER\nCity of Plant City, Florida\n813-555-0137 ext. 4137\n",
        "JASON BURKHALTER\nLieutenant / Paramedic\n",
    ),
    "a surname that is a street": ("Tiffany Lane\n" + BELOW, "Tiffany Lane\nPermit Clerk\n"),
    "a misspelled title": (
        "Earl Dempsey\n" + BELOW.replace("Permit Clerk", "Fleet Superintendant"),
        "Fleet Superintendent\n",
    ),
    "a slip that hid another fault": (
        "Earl Hutto\nFleet Maintanance\nCity of Plant City, Florida\n813-555-0137 ext. 4137\n",
        "Fleet Maintenance\n",
    ),
    "an address with a number in words": (
        "Mandy Orr\nClerk\nOne Police Center Drive\nPlant City, Florida 33566\n813-555-0137 ext. 4137\n",
        "One Police Center Drive\nPlant City, Florida 33566\n",
    ),
    "languages that are spoken": (f"Iris Mallory\n{BELOW}Hablo español\n", "Hablo español"),
    "a department behind a dash": (
        "Iris Mallory\nClerk\nUtility Billing - Facturación de Agua\nCity of Plant City, Florida\n813-555-0137 ext. 4137\n",
        "Utility Billing - Facturación de Agua\n",
    ),
}


@pytest.mark.parametrize("kind", SIGNATURES)
def test_a_signature_reads_as_its_owner_meant(kind: str) -> None:
    """Titles, streets, departments and spoken languages stay; a motto goes whole; an initial makes room for the name."""
    text, expected = SIGNATURES[kind]
    after = signature(text)
    assert expected in after
    assert kind != "a motto" or "Service" not in after


def test_lines_take_their_links_with_them() -> None:
    """Where lines of a signature change places, each link stays on its own words."""
    content = (
        "<div><b>Delroy Hutchings</b></div><div>Clerk</div><div>City of Plant City, Florida</div>"
        '<div><a href="http://www.plantcitygov.com/">Website: http://www.plantcitygov.com/</a></div>'
        "<div>813-555-0162 ext. 4833</div>"
    )
    document = with_content(Document("text", Visible.plain(""), "", True, DocumentKind.SIGNATURE), content)
    after = Corrector(ENGINE).correct(Mailbox("signature.html", (document,))).after.documents[0].content
    assert '<a href="http://www.plantcitygov.com/">Website: http://www.plantcitygov.com/</a>' in after
    assert "<div>813-555-0162 ext. 4833</div>" in after


def test_the_cells_of_a_table_stay_apart() -> None:
    """Headings in capitals in two cells are not written into one."""
    content = "<table><tr><td>ENGLISH</td><td>ESPAÑOL</td></tr><tr><td>I am out 12/14/26.</td><td>Estoy fuera el 14/12/26.</td></tr></table>"
    document = with_content(Document("text", Visible.plain(""), "", True, DocumentKind.AUTO_REPLY), content)
    after = Corrector(ENGINE).correct(Mailbox("reply.html", (document,))).after.documents[0].content
    assert "<td>ENGLISH</td><td>ESPAÑOL</td>" in after


TONE = {
    "Spanish marks": ("¡¡¡La inscripción termina el 29 de octubre!!!", "¡La inscripción termina el 29 de octubre!"),
    "a laugh at the end": ("I will check my mail at night if my feet let me LOL\n", "if my feet let me.\n"),
    "capitals of a holiday": ("I AM OFF MONDAY MAY 31 FOR MEMORIAL DAY AND BACK TUESDAY.", "for Memorial Day"),
    "pick-ups": ("FOR MISSED PICK UPS OR CARTS CALL DANA WHITLOCK AT 813-555-0142.", "pick ups or carts"),
    "a polite delay": ("Everything else can wait until I get back.", "Everything else can wait until I get back."),
}


@pytest.mark.parametrize("kind", TONE)
def test_a_calmed_sentence_keeps_its_sense(kind: str) -> None:
    """Marks keep their pair, sentences their end, names their capitals; what is not rude stays."""
    text, expected = TONE[kind]
    assert expected in corrected(f"{AWAY}{HELP}\n\n{text}{SIGNED}")


def test_each_half_gets_the_last_name_and_the_promise() -> None:
    """In a message of two languages what is missing is written in both."""
    text = (
        "I am out of the office from 12/14/26 to 12/18/26. I will reply when I return. Please contact Luz at 813-555-0145.\n\n"
        "Estaré fuera de la oficina del 14 al 18 de diciembre de 2026. Favor de contactar a Luz al 813-555-0145."
        + SIGNED
    )
    after = corrected(text)
    assert "Luz [last name]" in after
    assert "Luz [apellido]" in after
    assert "Responderé a su mensaje" in after


@pytest.mark.parametrize(
    ("before", "after", "listed"),
    [
        ("I return in early January. Call me.", "I return on [day back]. Call me.", "early January"),
        ("Out this week.", "Out from [first day out] to [last day out].", "this week"),
        ("Web: www.example.com/permits", "Web: http://www.plantcitygov.com/", "www.example.com/permits"),
        ("P: 813-555-0151   F: 813-555-0159", "P: 813-555-0151", "F: 813-555-0159"),
    ],
)
def test_words_that_made_room_for_a_blank_are_listed(before: str, after: str, listed: str) -> None:
    """Whoever reads the list of what was taken out sees days, addresses and numbers that were replaced."""
    assert any(listed in each for each in taken_out(before, after))


@pytest.mark.parametrize(
    "text",
    [
        "I am out around March 3 and back on or about March 9. I will reply when I return. " + HELP,
        "Out today, back tomorrow. I will reply when I return. " + HELP,
        "I will be gone approximately the first week of March. I will reply when I return. " + HELP,
    ],
)
def test_days_that_are_only_rough_are_left_by_hand(text: str) -> None:
    """Rough days such as "around March 3" and "tomorrow" are reported and stay as they are."""
    document = Document("text", Visible.plain(text), text, kind=DocumentKind.AUTO_REPLY)
    found = _corrector().correct(Mailbox("reply.txt", (document,)))
    assert any(item.diagnostic.rule == "absence.vague-date" for item in found.by_hand)
    assert text.split(". ")[0] in found.after.documents[0].content


def test_only_safe_corrections_touch_no_tone() -> None:
    """With `--safe` the author's manner stays."""
    document = Document("text", Visible.plain(AWAY), AWAY + "See you LOL\n", kind=DocumentKind.AUTO_REPLY)
    document = with_content(document, document.content)
    corrector = Corrector(ENGINE, least=Safety.SAFE)
    assert "LOL" in corrector.correct(Mailbox("reply.txt", (document,))).after.documents[0].content


@pytest.mark.parametrize(
    "beside",
    [
        "(she/her/hers)",
        ", she/her/hers",
        "(ella/suya)",
        "[she/her]",
        "(she, her, hers)",
        "(Pronouns: she/her)",
        "*she/her*",
    ],
)
def test_a_name_with_pronouns_stays(beside: str) -> None:
    """However pronouns are written beside it, the name keeps every letter, and no mark of theirs is left over."""
    space = "" if beside.startswith(",") else " "
    after = corrected(f"{AWAY}{HELP}{CLERK}Vera Stanhope{space}{beside}\n{BELOW}")
    assert "\nVera Stanhope\nPermit Clerk\n" in after


@pytest.mark.parametrize("line", ["Vera Stanhope (xq zz 77)", "🌸 vera 🌸", "vera s (children's desk)"])
def test_the_line_above_a_job_title_is_the_name(line: str) -> None:
    """A name in a form that nobody knows is not replaced by a blank."""
    after = corrected(f"{AWAY}{HELP}{CLERK}{line}\n{BELOW}")
    assert "[First name Last name]" not in after
    assert "vera" in after.lower()


def test_a_signature_above_its_message_is_not_followed_by_a_second() -> None:
    """A signature that opens the text is left there, and no blank one is written below."""
    text = f"City of Plant City, Florida\nGinny Farrow\nPayroll Specialist\n813-555-0168 ext. 1413\nWebsite: http://www.plantcitygov.com/\n[City Seal]\n\n{AWAY}{HELP}\n"
    assert corrected(text) == text


STRETCHES = {
    "a part of the next week": "I'll be out the rest of this week and most of next. ",
    "two weeks": "I am out this week and part of next week. ",
    "a season behind": "I am out next week through the holidays. ",
    "the same in Spanish": "Estaré fuera esta semana y parte de la próxima. ",
}


@pytest.mark.parametrize("kind", STRETCHES)
def test_a_time_that_goes_on_is_left_to_the_author(kind: str) -> None:
    """Blanks never stand beside the rest of the words that they were to replace."""
    assert STRETCHES[kind] in corrected(f"{STRETCHES[kind]}I will reply when I return. {HELP}{SIGNED}")


WORDS = {
    "a noun that is a verb elsewhere": (
        "If it's urgent text me on my own phone, 813-555-0188.",
        "If it's urgent please contact [first name and last name] at [phone number or e-mail].",
    ),
    "a line to write on": ("Please contact ____________ at 813-555-0139.", "Please contact ____________ at 813-555-0139."),
    "a rank before a last name": (
        "Anything urgent: call 813-555-0150 and ask for Chief Lowry.",
        "ask for Chief [first name] Lowry.",
    ),
    "an ornament for a period": (f"Happy holidays 🎄 I'll be brief. {HELP}", "Happy holidays. I'll be brief."),
    "a joke taken back": (f"Gone golfing! Just kidding, I'm aerating greens. {HELP}", "Just kidding, I'm aerating greens."),
    "who stands in, after the verb": ("En mi lugar está Delia Zamarripa.", "Delia Zamarripa al [teléfono o correo]"),
    "a person named before": (
        "Rosemary Quick has the prizes. Call her at 813-555-0133.",
        "Rosemary Quick has the prizes. Call her at 813-555-0133.",
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", WORDS)
def test_each_word_is_taken_for_what_it_is(kind: str) -> None:
    """Nouns, ranks, lines to write on and pronouns are read as their writer meant them."""
    text, expected = WORDS[kind]
    away = "Estaré fuera del 14 al 18 de diciembre de 2026. Responderé a mi regreso. " if "Delia" in text else AWAY
    assert expected in corrected(away + text + SIGNED)


def test_a_date_stands_only_where_its_words_stood_for_days() -> None:
    """Where a time without a day is no more than a part of its clause, the sentence stays, and its author is told."""
    for words in ("My backup this week is me.", "I'm taking some time around the holidays."):
        after = corrected(f"{words} I am away and will reply when I return. {HELP}{SIGNED}")
        assert words in after


def test_the_day_back_does_not_cut_a_sentence() -> None:
    """Behind a first day with which the sentence goes on, the day back has a sentence of its own."""
    after = corrected(f"As of 12/14/26 I am on family leave. I will reply when I return. {HELP}{SIGNED}")
    assert "As of 12/14/26 I am on family leave. I will be back on [day back]." in after
    after = corrected(f"A partir del 14/12/26 estoy de licencia. Responderé a mi regreso. {HELP}{SIGNED}")
    assert "estoy de licencia. Estaré de vuelta el [día de regreso]." in after


UPSIDE_DOWN = {
    "organization and title above the name": "City of Plant City, Florida\nPermit Clerk\nPerry Osborne\n813-555-0137 ext. 4137\nWebsite: http://www.plantcitygov.com/\n[City Seal]\n",
    "website above the name": "Website: http://www.plantcitygov.com/\nPerry Osborne\nPermit Clerk\nCity of Plant City, Florida\n813-555-0137 ext. 4137\n[City Seal]\n",
}


@pytest.mark.parametrize("kind", UPSIDE_DOWN)
def test_lines_above_the_name_belong_to_the_signature(kind: str) -> None:
    """A signature whose name is not first is put in order, and no line of it is written a second time."""
    after = corrected(f"{AWAY}{HELP}\n\n{UPSIDE_DOWN[kind]}")
    assert after.endswith(f"Perry Osborne\n{BELOW}")
    assert after.count("City of Plant City") == after.count("Website:") == 1


def test_a_line_that_ends_a_sentence_is_not_of_the_signature() -> None:
    """The web address of a sentence stays with it, though a signature follows in the next line."""
    after = corrected(f"{AWAY}{HELP} See our website:\nhttp://www.plantcitygov.com/\nPerry Osborne\n{BELOW}")
    assert "See our website:\nhttp://www.plantcitygov.com/" in after


PEOPLE = {
    "a last name that is a day": "Dr. Kamala Sun, 813-555-0107",
    "a first name that is a particle": "Al Mott, 813-555-0107",
    "a first name that begins last names": "Van Tran, 813-555-0107",
    "a first name that is a word": "Ask for Birdie Lomax in the gift shop, 813-555-0107",
}


@pytest.mark.parametrize("kind", PEOPLE)
def test_whole_names_are_known(kind: str) -> None:
    """A person with first and last name is not asked for another one."""
    text = f"{AWAY}Please call {PEOPLE[kind]}.{SIGNED}"
    assert corrected(text) == text


def test_a_weekday_behind_a_name_is_a_day() -> None:
    """What stands behind a title and a last name is a day: "See Ms. Ortiz Monday"."""
    assert "Ms. [first name] Ortiz" in corrected(f"{AWAY}Please see Ms. Ortiz Monday.{SIGNED}")


def test_both_halves_get_what_both_lack() -> None:
    """Of a message in two languages each half gets the promise and the name that it lacks, whatever words tell of the absence."""
    after = corrected(
        "I'm off Wednesday, December 30 and Thursday, December 31, 2026. Call the Housing office, 813-555-0166.\n\n"
        f"Descanso el miércoles 30 y el jueves 31 de diciembre de 2026. Llame a la oficina de Vivienda, 813-555-0166.{SIGNED}"
    )
    assert "I will reply to your message" in after
    assert "Responderé a su mensaje" in after
    assert "[first name and last name] at the Housing office" in after
    assert "[nombre y apellido] en la oficina de Vivienda" in after


def test_text_speak_is_spelled_out() -> None:
    """Short forms such as "u" and "txt" become words, and what is asked for keeps its sense."""
    after = corrected(
        f"hey, on a dig from 12/14/26 til 12/18/26. txt {HELP[15:-1]} if u need a locate. will answer u back.{SIGNED}"
    )
    assert "text Dana Whitlock at 813-555-0142 if you need a locate" in after


def test_capitals_of_each_language_are_calmed_in_its_own_way() -> None:
    """English in capitals is calmed as English, though the message is mostly Spanish."""
    after = corrected(
        "I AM IN TRAINING ALL DAY JANUARY 14 AND 15, 2027. I will respond January 19. See Ignacio Wetherby, 813-555-0170.\n\n"
        f"Estoy en capacitación todo el día el 14 y el 15 de enero de 2027. Le respondo el 19 de enero. Llame a Ignacio Wetherby, 813-555-0170.{SIGNED}"
    )
    assert "I am in training all day January 14 and 15, 2027." in after


def test_an_office_that_helps_gets_a_name() -> None:
    """The blank for a name stands before the office, as a sentence has it."""
    after = corrected(f"{AWAY}The front desk at the library can help, 813-555-0139.{SIGNED}")
    assert "[first name and last name] at the front desk at the library can help" in after


def test_an_answer_has_its_own_day() -> None:
    """The day on which mail is gone through is neither the first nor the last day of the absence."""
    after = corrected(
        f"Out through Friday, 12/18/26. On Monday, December 21 I'll go through my email and write you back. {HELP}{SIGNED}"
    )
    assert "Out from [first day out] through Friday, 12/18/26." in after


SIGNED_SHORT = {
    "a fax number": "Rick\nParks\nfax 813-555-0199",
    "an initial and a motto": 'Tamika R.\nUtility Billing\n813-555-0155\n"Live, laugh, love"',
    "a desk": "Planning & Zoning Front Counter\nCity of Plant City, Florida\n813-555-0130 ext. 2300\nWebsite: http://www.plantcitygov.com/\n[City Seal]",
    "a name that is a suffix": "Junior Cartagena\nCrew Leader\nCity of Plant City, Florida\n813-555-0130 ext. 2300\nWebsite: http://www.plantcitygov.com/\n[City Seal]",
}


@pytest.mark.parametrize("kind", SIGNED_SHORT)
def test_however_somebody_signs_no_second_signature_is_written(kind: str) -> None:
    """Short lines at the end, a name first or the organization among them, are the signature, which is completed."""
    after = corrected(f"{AWAY}{HELP}\n\n{SIGNED_SHORT[kind]}\n")
    assert "Thank you" not in after
    assert after.count("City of Plant City") == 1


def test_a_line_that_says_who_signs_is_not_deleted() -> None:
    """A desk that signs in place of a person stays, for it may be what the job is called."""
    after = corrected(f"{AWAY}{HELP}\n\n{SIGNED_SHORT['a desk']}\n")
    assert "Planning & Zoning Front Counter" in after


BACKWARDS = {
    "numbers without a year": "I'm out 12/21 to 12/14.",
    "a day back without a year": "I'm off from 12/14, back 12/11.",
    "until": "I am out 10/30/26 until 10/26/26.",
    "a year behind the second day alone": "No podré atenderle del 28 de diciembre al 23 de diciembre de 2026.",
}


@pytest.mark.parametrize("kind", BACKWARDS)
def test_days_the_wrong_way_round_are_no_year(kind: str) -> None:
    """An end some days before its beginning is reported, and not taken for that of the next year."""
    document = Document(
        "text",
        Visible.plain(BACKWARDS[kind]),
        BACKWARDS[kind],
        kind=DocumentKind.AUTO_REPLY,
        written_on=date(2026, 12, 1),
    )
    rules = {item.rule for item in ENGINE.check(Mailbox("reply.txt", (document,))) if isinstance(item, Diagnostic)}
    assert "absence.end-before-start" in rules


LEFT_ALONE = {
    "an illness is no verb": "I am home with a stomach bug today.",
    "words for a range": "I am out from Monday, 12/14/26, up to and including Friday, 12/18/26.",
}


@pytest.mark.parametrize("kind", LEFT_ALONE)
def test_words_are_left_alone_that_say_what_they_say(kind: str) -> None:
    """What is said in other words is neither replaced nor said a second time."""
    assert LEFT_ALONE[kind] in corrected(f"{LEFT_ALONE[kind]} I will reply when I return. {HELP}{SIGNED}")


BESIDE = {
    "a department behind the name": ("Please contact Constance Avery, Purchasing.", "Constance Avery, Purchasing, at [phone number or e-mail]."),
    "an article before a word": ("If it is a emergancy, call Dana Whitlock at 813-555-0142.", "an emergency"),
    "a supervisor who can be reached": ("My supervisor can be reached at 813-555-0123.", "My supervisor [first name and last name] can be reached at"),
    "both sides of a stroke": ("My office can help / Mi oficina puede ayudar.", "My office can help / Mi oficina puede ayudar."),
}  # fmt: skip


@pytest.mark.parametrize("kind", BESIDE)
def test_what_stands_beside_a_correction_still_fits(kind: str) -> None:
    """Departments, articles, jobs and the other language beside a correction read on as before."""
    text, expected = BESIDE[kind]
    assert expected in corrected(f"{AWAY}{text}{SIGNED}")


def test_whoever_is_there_gets_no_blanks() -> None:
    """Who sends people to any member of the staff names nobody whose number could be missing."""
    text = f"{AWAY}If you need something sooner, ask any staff member at the desk.{SIGNED}"
    assert corrected(text) == text


def test_hours_of_one_day_are_both_ends() -> None:
    """Who leaves early on a day, from one hour to another, is not asked for the last day."""
    said = "Leaving early on Friday, 12/11/26: out from 1 p.m. to 5 p.m."
    assert said in corrected(f"{said} I will reply when I return. {HELP}{SIGNED}")


def test_a_sentence_in_capitals_begins_with_one_behind_its_mark() -> None:
    """Calmed, a Spanish exclamation still begins with a capital."""
    after = corrected(
        f"¡NO ESTOY EN LA OFICINA! Regreso el lunes 28 de diciembre de 2026 y ese día contesto. {HELP}{SIGNED}"
    )
    assert after.startswith("¡No estoy en la oficina!")


def test_two_people_sign_together() -> None:
    """Two full names above a title are the signature of both, and stay."""
    after = corrected(f"{AWAY}{HELP}\n\nWanda Fiske and Carol Benoit\n{BELOW}")
    assert "Wanda Fiske and Carol Benoit\nPermit Clerk" in after


def test_a_remark_goes_with_what_refers_to_it() -> None:
    """A remark that is taken out takes the clause along that means nothing without it."""
    after = corrected(f"{AWAY}Please don't email me twice, it won't make me come back any faster. {HELP}{SIGNED}")
    assert "It won't make" not in after
