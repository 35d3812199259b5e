"""Signatures in the shapes that people give them: on one line, with nicknames, below closings that no list has."""

from __future__ import annotations

from datetime import date

import pytest

from replylint.engine import Engine
from replylint.facts.summary import summary
from replylint.model import Document, DocumentKind
from replylint.policy import load_pack
from replylint.visible import Visible

BODY = "I am out from 12/21/26 to 12/31/26. Please contact Dana Whitlock at 813-555-0142.\n\n"
ONE_LINE = "Ann Lee | Planner | City of Plant City, Florida | 813-555-0196 ext. 4127 | Website: http://www.plantcitygov.com/ | [City Seal]"
ANN = {"name": "Ann Lee", "title": "Planner"}
WHOLE = {
    **ANN,
    "organization": "City of Plant City, Florida",
    "phone": "813-555-0196 ext. 4127",
    "website": "http://www.plantcitygov.com/",
}
MARIA = {"name": "Maria A. Tuohy", "title": "Bookkeeper"}
SHAPES = {
    "a closing with the name behind it": ("Regards, Maria A. Tuohy, Bookkeeper", MARIA),
    "a closing with the name behind it and more below": (
        "Regards, Maria A. Tuohy, Bookkeeper\nHanlon Tiles Ltd\nwww.hanlon.example",
        {**MARIA, "organization": "Hanlon Tiles Ltd", "website": "www.hanlon.example"},
    ),
    "an employer behind an at sign": (
        "Maria A. Tuohy, Bookkeeper @ Loomstack",
        {**MARIA, "organization": "Loomstack"},
    ),
    "a firm with its licence": (
        "Murray & Tran Electrical\nLic. 88213C",
        {"name": None, "organization": "Murray & Tran Electrical"},
    ),
    "a trade for the firm": (
        "Chuy Barrera\nTechos Barrera",
        {"name": "Chuy Barrera", "organization": "Techos Barrera"},
    ),
    "one line": (ONE_LINE, WHOLE),
    "one line below a closing": (f"Thank you,\n\n{ONE_LINE}", WHOLE),
    "one line with bullets": (ONE_LINE.replace("|", "•"), WHOLE),
    "an unknown closing": ("Toodle-pip,\nAnn Lee\nPlanner", ANN),
    "an unknown closing with a job in it": ("Your friendly planner,\nAnn", {"name": "Ann"}),
    "a nickname in brackets": ("Robert (Bob) Lyle\nPlanner", {"name": "Robert (Bob) Lyle", "title": "Planner"}),
    "an option before the extension": (
        "Ann Lee\nPlanner\nCity of Plant City, Florida\n813-555-0196, option 2, ext. 4127",
        {**ANN, "organization": "City of Plant City, Florida", "phone": "813-555-0196, option 2, ext. 4127"},
    ),
}


def facts_of(text: str) -> dict[str, object]:
    """Return the summary of a reply's facts."""
    engine = Engine(load_pack("plant-city"), date(2026, 12, 11))
    return summary(engine.facts(Document("text", Visible.plain(text), text, kind=DocumentKind.AUTO_REPLY)))


@pytest.mark.parametrize("shape", SHAPES)
def test_signatures_are_read_whole(shape: str) -> None:
    """Each element is found in the signature, and none of them is taken for a contact."""
    written, wanted = SHAPES[shape]
    found = facts_of(f"{BODY}{written}\n")
    signature = found["signature"]
    assert isinstance(signature, dict)
    assert {key: signature[key] for key in wanted} == wanted
    assert [contact["name"] for contact in found["contacts"]] == ["Dana Whitlock"]  # type: ignore[attr-defined]
