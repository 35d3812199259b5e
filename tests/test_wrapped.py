"""A reply is understood the same however it is exported, and wherever its lines are wrapped."""

from __future__ import annotations

import textwrap
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import olefile
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accuracy.compound import compound, message
from accuracy.score import HERE, rows
from accuracy.wrapped import WRAPPINGS, Row, different, understood, write_eml
from replylint.engine import Engine
from replylint.facts.summary import summary
from replylint.model import Document, DocumentKind
from replylint.policy import load_pack
from replylint.visible import Visible

GIVEN = rows(HERE / "messages.jsonl")[::20]


@pytest.fixture(scope="module")
def plain() -> list[Row]:
    """Return what is understood of the replies as plain mails."""
    return understood(GIVEN, write_eml)


@pytest.mark.parametrize("name", list(WRAPPINGS)[1:])
def test_a_reply_is_understood_the_same_in_every_export(name: str, plain: list[Row]) -> None:
    """Of every twentieth labelled message all facts are those of the plain mail."""
    write: Callable[[list[Row], Path], None] = WRAPPINGS[name]
    assert different(GIVEN, plain, understood(GIVEN, write)) == []


@given(st.lists(st.integers(0, 9000), max_size=12))
def test_compound_files_are_read_by_others_as_they_were_written(sizes: list[int]) -> None:
    """Streams of any size, small ones together and large ones apart, are read back by olefile byte for byte."""
    streams = {f"stream {number}": bytes([number]) * size for number, size in enumerate(sizes)}
    with olefile.OleFileIO(BytesIO(compound(streams)), raise_defects=olefile.DEFECT_INCORRECT) as file:
        assert {"/".join(name) for name in file.listdir()} == set(streams)
        assert {name: file.openstream(name).read() for name in streams} == streams


def test_messages_are_read_by_others_as_they_were_written() -> None:
    """Subject, class and body of a message lie in the streams in which [MS-OXMSG] has them."""
    written = message(
        {0x001A: "IPM.Note.Rules.OofTemplate.Microsoft", 0x0037: "Away: Renée", 0x1000: "I am out.\r\n" * 900}
    )
    with olefile.OleFileIO(BytesIO(written), raise_defects=olefile.DEFECT_INCORRECT) as file:
        texts = [
            file.openstream(f"__substg1.0_{number}001F").read().decode("utf-16-le")
            for number in ("001A", "0037", "1000")
        ]
    assert texts == ["IPM.Note.Rules.OofTemplate.Microsoft", "Away: Renée", "I am out.\r\n" * 900]


SIGNED = "\n\nThank you,\nMaria Lopez\nPermit Technician\nCity of Plant City, Florida\n813-555-0100 ext. 12\nplantcitygov.com\n[City Seal]\n"
WRITTEN = (
    (
        "Thank you for your message. I will be out of the office from December 14, 2026 through December 18, 2026 with no access to e-mail. "
        "If you need help right away, please contact Ana Ruiz, Permit Technician, at 813-555-0142. I will reply when I return."
    ),
    (
        "I am out of the office on medical leave until Monday, January 11, 2027. For purchasing, please contact my successor, Irina Sokolova, "
        "at (813) 555-0137 or isokolova@plantcity.example; for permits, please call the front counter at 813-555-0150."
    ),
    (
        "Estaré fuera de la oficina del lunes 14 al viernes 18 de diciembre de 2026 y no leeré mi correo. Si necesita ayuda, comuníquese con la "
        "señora Rosa Peña Villanueva, técnica de permisos, al 813-555-0177. Responderé a su mensaje a mi regreso."
    ),
    (
        "I will be in training from Monday, December 14, 2026 until Friday, December 18, 2026, and again on December 22 and 23. Site visits on "
        "Thonotosassa Rd. and Ybor St. continue with inspector Cleofus Marrow, 863-555-0190. I will answer when I am back at my desk."
    ),
)


@pytest.mark.parametrize("text", WRITTEN)
@pytest.mark.parametrize("signed", [SIGNED, ""], ids=["signed", "unsigned"])
def test_where_lines_are_wrapped_changes_nothing(text: str, signed: str) -> None:
    """Dates, contacts, promise and signature are the same with each line wrapped at 66 to 98 characters: in a name, a date, a number."""
    engine = Engine(load_pack("plant-city"), date(2026, 12, 11))

    def understood_of(written: str) -> dict[str, Any]:
        document = Document("text", Visible.plain(written), written, kind=DocumentKind.AUTO_REPLY)
        return summary(engine.facts(document))

    whole = understood_of(text + signed)
    assert len(whole["contacts"]) >= 1
    for width in range(66, 99):
        wrapped = textwrap.fill(text, width, break_on_hyphens=False)
        assert understood_of(wrapped + signed) == whole, width
