"""Exchange's automatic replies as `Export-Csv` writes them: every encoding and separator, and what was lost on the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as st

from replylint.cli import cli
from replylint.errors import SourceError
from replylint.model import Mailbox, State, Unchecked
from replylint.sources import load
from replylint.sources.cells import quoted, table_of

DANA = "<html><body>\n<p>I’m out from 6/1/2026 to 6/5/2026.</p>\n<p>Renée says: call &quot;Priya&quot;, 813-555-0143; thanks.</p></body></html>"
LUIS = '<html><body>I am on leave. Please contact "Utility Billing".</body></html>'
NAMES = ("AutoReplyState", "ExternalAudience", "ExternalMessage", "InternalMessage", "StartTime", "Identity")
ROWS = (
    ("Scheduled", "All", DANA, DANA, "6/1/2026 12:00:00 AM", "city.example/Users/Dana Whitfield"),
    ("Enabled", "None", None, LUIS, "5/4/2026 9:00:00 AM", "city.example/Users/Luis Ortega"),
    ("Disabled", "Known", LUIS, LUIS, "11/22/2026 6:00:00 PM", "city.example/Users/Rosa Castellano"),
)


def written(delimiter: str = ",", columns: tuple[str, ...] = NAMES, top: str = "") -> str:
    """Return the table as PowerShell writes it: everything quoted, nothing at all for null."""
    lines = [columns, *([row[NAMES.index(column)] for column in columns] for row in ROWS)]
    cells = (delimiter.join("" if cell is None else quoted(cell) for cell in line) for line in lines)
    return top + "".join(f"{line}\r\n" for line in cells)


def loaded(path: Path, data: bytes) -> list[object]:
    """Return what comes of a file."""
    path.write_bytes(data)
    return list(load([str(path)]))


@pytest.mark.parametrize(
    "data",
    [
        written().encode("utf-8-sig"),
        written().encode(),
        written(top="#TYPE Deserialized.Microsoft.Exchange\r\n").encode("utf-16"),
        written(";").encode("utf-8-sig"),
        written("\t").encode("utf-16"),
        written().encode("cp1252"),
        written(columns=("Identity", "InternalMessage", "AutoReplyState", "ExternalMessage")).encode(),
        written().replace("AutoReplyState", "autoreplystate").replace("InternalMessage", "INTERNALMESSAGE").encode(),
    ],
    ids=["5.1 UTF8", "7", "5.1 Unicode with #TYPE", "semicolons", "tabs", "Excel", "columns chosen", "other case"],
)
def test_every_way_of_exporting_gives_the_same_mailboxes(tmp_path: Path, data: bytes) -> None:
    """Whatever encoding, separator and columns, the owners, states and messages are those of the mailboxes."""
    boxes = loaded(tmp_path / "replies.csv", data)
    assert all(isinstance(box, Mailbox) for box in boxes)
    found = [(box.owner, box.settings.state, [doc.content for doc in box.documents]) for box in boxes]  # type: ignore[attr-defined]
    assert found == [
        ("Dana Whitfield", State.SCHEDULED, [DANA, DANA]),
        ("Luis Ortega", State.ON, [LUIS, ""]),
        ("Rosa Castellano", State.OFF, []),
    ]


def test_messages_whose_letters_became_question_marks_are_not_judged(tmp_path: Path) -> None:
    """Windows PowerShell's plain Export-Csv destroys apostrophes and accents: the mailbox is named and the remedy said, the rest is read."""
    found = loaded(tmp_path / "replies.csv", written().encode("ascii", "replace"))
    boxes = [item.owner for item in found if isinstance(item, Mailbox)]
    troubles = [item.message for item in found if isinstance(item, Unchecked)]
    assert boxes == ["Luis Ortega", "Rosa Castellano"]
    assert len(troubles) == 1
    assert "Dana Whitfield" in troubles[0]
    assert "-Encoding UTF8" in troubles[0]


def test_question_marks_in_addresses_are_no_damage(tmp_path: Path) -> None:
    """A link with a query, and a question with no space behind it, are read as they stand."""
    text = LUIS.replace("on leave", "away. Really?Yes, see https://forms.example/go?form or www.city.example/a?b")
    data = written().replace("I’m", "I am").replace("Renée", "Rene").replace(quoted(LUIS), quoted(text))
    found = loaded(tmp_path / "replies.csv", data.encode("ascii"))
    assert [item.owner for item in found if isinstance(item, Mailbox)] == [
        "Dana Whitfield",
        "Luis Ortega",
        "Rosa Castellano",
    ]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (written()[:400], "cut off"),
        ("Identity,AutoReplyState,InternalMessage\r\n", "no mailboxes"),
        ('Identity,InternalMessage\r\nDana,"I am" away\r\n', "behind a closing quote"),
        ("Identity,InternalMessage\r\nDana,I am out,today\r\n", "3 cells where there are 2 columns"),
        (f"Identity,InternalMessage\r\nDana,{'I am out. ' * 200_001}\r\n", "more than 2 MB long"),
        ("Name,Phone\r\nDana,813-555-0142\r\n", "table of another kind"),
    ],
    ids=["cut off", "no rows", "open quote", "cells too many", "too long", "other table"],
)
def test_a_table_that_is_not_whole_is_refused_with_its_reason(tmp_path: Path, data: str, said: str) -> None:
    """A damaged, empty or other table is one clear line, never a clean bill."""
    found = loaded(tmp_path / "replies.csv", data.encode())
    assert [said in item.message for item in found if isinstance(item, Unchecked)] == [True]
    assert not any(isinstance(item, Mailbox) for item in found)


def test_other_tables_in_a_folder_are_passed_over(tmp_path: Path) -> None:
    """A folder may hold other tables; the exports in it are read."""
    (tmp_path / "staff.csv").write_text("Name,Phone\nDana,813-555-0142\n", encoding="utf-8")
    (tmp_path / "replies.csv").write_bytes(written().encode())
    found = list(load([str(tmp_path)]))
    assert len([item for item in found if isinstance(item, Mailbox)]) == 3
    assert not [item for item in found if isinstance(item, Unchecked)]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "utf-16"])
def test_only_the_corrected_messages_change(tmp_path: Path, encoding: str) -> None:
    """The corrected copy is the export with other text in the cells of messages, and reads as what was corrected."""
    before = written(";", top="#TYPE Exchange\r\n").replace("I’m out", "I’m out of teh office")
    source = tmp_path / "replies.csv"
    source.write_bytes(before.encode(encoding))
    run = CliRunner().invoke(
        cli,
        ["fix", "--output-dir", str(tmp_path / "out"), "--select", "spelling", str(source)],
        prog_name="replylint",
    )
    assert run.exit_code == 0, run.output
    assert source.read_bytes() == before.encode(encoding)
    assert (tmp_path / "out" / "replies.csv").read_bytes() == before.replace(" teh ", " the ").encode(encoding)


def test_no_copy_is_written_of_what_was_not_wholly_read(tmp_path: Path) -> None:
    """A copy without the mailboxes that could not be checked would pass for the whole."""
    source = tmp_path / "replies.csv"
    source.write_bytes(written().encode("ascii", "replace"))
    run = CliRunner().invoke(cli, ["fix", "--output-dir", str(tmp_path / "out"), str(source)], prog_name="replylint")
    assert run.exit_code == 2
    assert "no copy was written" in run.output
    assert not (tmp_path / "out" / "replies.csv").exists()


CELLS = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from('",;\t\r\n#'), max_size=20)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), min_size=1, max_size=4), st.sampled_from(",;\t"))
@example([['"', "\r\n"], ["", '""']], ";")
def test_cells_are_read_back_as_they_were_written(rows: list[list[str]], delimiter: str) -> None:
    """Whatever a cell holds, quoted and read it is the same, and its place in the table is that of what was written."""
    header = delimiter.join(["a", "b", "c", "d"])
    text = "\r\n".join([header, *(delimiter.join(map(quoted, row)) for row in rows)])
    table = table_of(text)
    assert [[cell.text for cell in row] for row in table.rows] == rows
    assert all(text[cell.start : cell.end] == quoted(cell.text) for row in table.rows for cell in row)


def test_a_quote_that_never_ends_is_told_by_its_line() -> None:
    """Where a table is cut off, the line on which the open cell begins is named."""
    with pytest.raises(SourceError, match="begins on line 2"):
        table_of('a,b\n1,"two\nthree')
