"""A reply is understood the same however it is exported."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import olefile
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accuracy.compound import compound, message
from accuracy.score import HERE, rows
from accuracy.wrapped import WRAPPINGS, Row, different, understood, write_eml

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
