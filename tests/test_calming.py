"""What is left after words are calmed or cut out reads like written text: abbreviations, places, spaces, capitals."""

from __future__ import annotations

import pytest

from editing import corrected
from replylint.facts.calming import calm
from replylint.facts.languages import language

BEGINNING = "I am out of the office from 12/14/26 to 12/18/26. "
END = " Please contact Dana Whitlock at 813-555-0142."

CALMED = {
    "THE HVAC CREW IN ST. PETERSBURG, FL": "The HVAC crew in St. Petersburg, FL",
    "ASK FEMA OR OSHA": "Ask FEMA or OSHA",
    "WRITE TO P.O. BOX 9": "Write to P.O. Box 9",
    "OFFICES OF THE CITY OF PLANT CITY": "Offices of the City of Plant City",
    "CALL THE CITY OF OCALA": "Call the City of Ocala",
    "THE EOC AND SWFWMD IN HILLSBOROUGH COUNTY": "The EOC and SWFWMD in Hillsborough County",
    "PORTLAND, OR 97201 IS CLOSED": "Portland, OR 97201 is closed",
    "GA AND NC OFFICES OR TAMPA": "GA and NC offices or Tampa",
    "THE OFFICE ON MAIN ST. IS CLOSED": "The office on main St. is closed",
    "FT. MYERS AND MT. DORA": "Ft. Myers and Mt. Dora",
    "I WILL RETURN IN APRIL, ON A MONDAY": "I will return in April, on a Monday",
    "ASK TERRENCE WHITLOCK OR GLORIA BOYD": "Ask Terrence Whitlock or Gloria Boyd",
    "OPEN 8 A.M. TO 5 P.M.": "Open 8 a.m. to 5 p.m.",
    "THE U.S. MAIL AND THE RFP AS A PDF": "The U.S. mail and the RFP as a PDF",
    "THE ADA COORDINATOR'S FAQ": "The ADA coordinator's FAQ",
    "MAIL IT TO 302 W REYNOLDS ST, PLANT CITY, FL 33563": "Mail it to 302 W Reynolds St, Plant City, FL 33563",
    "AT 12 OAK LANE, TEMPLE TERRACE, FL": "At 12 Oak Lane, Temple Terrace, FL",
    "SEND AN E-MAIL TO THE DESK": "Send an e-mail to the desk",
    "PICK A DAY, THEN CALL OPTION B": "Pick a day, then call option B",
    "PLEASE SEE THE CITY WEBSITE OF THE COUNTY": "Please see the city website of the county",
}

CUT = {
    "For case 9289 lol. The clerk will help.": "For case 9289. The clerk will help.",
    "Call 9289. LOL, the desk has it.": "Call 9289. The desk has it.",
    "Call 9289. Haha, it works at every counter.": "Call 9289. It works at every counter.",
    "Your ticket is 9289 :) The desk has it.": "Your ticket is 9289. The desk has it.",
    "Your ticket is 9289 :) and the desk has it.": "Your ticket is 9289 and the desk has it.",
    "The code is 9289!!the clerk has it.": "The code is 9289. the clerk has it.",
    "The code is 9289 (lol). The clerk has it.": "The code is 9289. The clerk has it.",
    "The code is 9289!!! The clerk has it.": "The code is 9289. The clerk has it.",
}


@pytest.mark.parametrize(("shouted", "right"), CALMED.items())
def test_abbreviations_and_places_keep_their_capitals(shouted: str, right: str) -> None:
    """Words in capitals become lowercase; abbreviations, places, names and codes of states do not."""
    assert calm(shouted, ["City of Plant City, Florida"], language("en"), opens=True) == right


def test_spanish_words_in_capitals_are_calmed() -> None:
    """Spanish has days and months in lowercase, and keeps abbreviations and places too."""
    words = "LLAME A LA CIUDAD DE TAMPA, FL EL LUNES POR FEMA"
    assert calm(words, [], language("es"), opens=True) == "Llame a la Ciudad de Tampa, FL el lunes por FEMA"


@pytest.mark.parametrize("shouted", ["PLEASE DO NOT LEAVE A VOICEMAIL FOR THE HVAC CREW IN ST. PETERSBURG, FL."])
def test_a_shouted_sentence_is_corrected_as_a_whole(shouted: str) -> None:
    """A sentence in capitals is calmed without its abbreviations, and a place is no contact."""
    after = corrected(f"{BEGINNING}{shouted}{END}")
    assert "Please do not leave a voicemail for the HVAC crew in St. Petersburg, FL." in after
    assert "[first name] " not in after


def test_a_shouted_message_keeps_its_address() -> None:
    """In a message in capitals an address stays one, and its town is not taken for a person."""
    text = "I AM OUT FROM 12/14/26 TO 12/18/26. FOR FEMA FORMS WRITE TO P.O. BOX 12, ST. PETERSBURG, FL 33701."
    after = corrected(f"{text} PLEASE CONTACT DANA WHITLOCK AT 813-555-0142.")
    assert "For FEMA forms write to P.O. Box 12, St. Petersburg, FL 33701." in after
    assert "Please contact Dana Whitlock at 813-555-0142." in after


@pytest.mark.parametrize(("joke", "right"), CUT.items())
def test_nothing_is_glued_where_a_joke_was(joke: str, right: str) -> None:
    """Where a joke or a mark goes, the words around it stay apart and the sentence keeps its beginning and end."""
    assert right in corrected(f"{BEGINNING}{joke}{END}")
