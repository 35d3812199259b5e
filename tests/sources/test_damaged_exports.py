"""Exports that are cut off, wrongly saved or made to do harm: one clear line each, and the rest is still read."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from replylint.model import Mailbox, Unchecked
from replylint.sources import Loaded, files, load, xmls

Read = Callable[..., list[Loaded]]
SAMPLES = Path(__file__).parents[1] / "fixtures_sources"
ROW = {"Identity": "dana", "AutoReplyState": "Enabled", "InternalMessage": "I am out.", "ExternalMessage": "I am out."}
BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)) + "]>"  # fmt: skip
CLIXML = '<Objs Version="1.1.0.1" xmlns="http://schemas.microsoft.com/powershell/2004/04">'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("x.json", json.dumps([ROW])[:60], "damaged or cut off at line 1"),
        ("x.json", json.dumps({"automaticRepliesSetting": {"status": "x"}})[:-1], "damaged or cut off"),
        ("x.json", '{"InternalMessage": ' + "[" * 100_000, "nested too deep|damaged or cut off"),
        ("x.json", "[" * 100_000 + '"InternalMessage"', "JSON of another kind|damaged"),
        ("x.json", '{"Name": "Dana"}', "JSON of another kind"),
        ("x.json", json.dumps({**ROW, "InternalMessage": 7}), "InternalMessage of entry 1 is not a text"),
        ("x.clixml", f"{CLIXML}<Obj><MS><S N='InternalMessage'>I am", "damaged or cut off at line 1"),
        ("x.clixml", f"{BOMB}{CLIXML}&j;</Objs>", "declares a document type"),
        ("x.clixml", f"{OUTSIDE}{CLIXML}<S N='InternalMessage'>&a;</S></Objs>", "declares a document type"),
        ("x.clixml", CLIXML + "<Obj>" * 3000, "nested more than 100 deep"),
        ("x.clixml", f"{CLIXML}</Objs>", "holds no mailboxes"),
        ("x.xml", "<a:OofSettings xmlns:a='x'><a:OofState>Enabled", "damaged or cut off"),
        ("x.xml", "<Envelope><OofSettingsError/><ResponseCode>ErrorAccessDenied</ResponseCode></Envelope>", "ErrorAccessDenied"),
        ("x.txt", "InternalMessage : <html> … </html>\nAutoReplyState  : Enabled\n", "ConvertTo-Json or Export-Csv"),
        ("x.csv", "User,enabled,subject,html,message\n", "names no users"),
        ("x.csv", 'Identity,InternalMessage\ndana,"I am', "does not end, so the table is cut off"),
        ("x.json", json.dumps(ROW).encode("utf-16")[2:], "character|another kind|damaged"),
        ("x.msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "damaged|Outlook"),
        ("x.pst", b"!BDN" + b"\0" * 600, "damaged|libpff"),
        ("x.emlx", "99999\nFrom: dana@example.com\n", "cut off|shorter|damaged"),
    ],
)  # fmt: skip
def test_what_is_damaged_is_one_clear_line(read: Read, name: str, data: str | bytes, said: str) -> None:
    """The line names no inner thing of the program, says what to do, and comes quickly."""
    import re

    begun = time.process_time()
    found = read(data, name)
    assert [type(item) for item in found] == [Unchecked], found
    (trouble,) = found
    assert isinstance(trouble, Unchecked)
    assert re.search(said, trouble.message), trouble.message
    assert "makers" not in trouble.message
    assert time.process_time() - begun < 5


def test_a_damaged_line_or_row_costs_its_own_mailbox(read: Read) -> None:
    """Of JSON Lines and of a list, the entries that are whole are read and each damaged one is told by its number."""
    lines = "\n".join([json.dumps(ROW), json.dumps(ROW)[:50], json.dumps({**ROW, "Identity": "maria"})])
    found = read(lines, "x.json")
    assert [item.owner for item in found if isinstance(item, Mailbox)] == ["dana", "maria"]
    assert ["line 2 is damaged" in item.message for item in found if isinstance(item, Unchecked)] == [True]
    found = read(json.dumps([ROW, {"Identity": "nobody"}, 7, ROW]), "y.json")
    assert len([item for item in found if isinstance(item, Mailbox)]) == 2
    assert ["entry 2" in item.message or "entry 3" in item.message for item in found if isinstance(item, Unchecked)] == [True, True]  # fmt: skip


def test_line_separators_within_json_lines_are_no_line_ends(read: Read) -> None:
    """U+2028 may stand in a text of JSON as it is; the line goes on behind it."""
    rows = [json.dumps({**ROW, "InternalMessage": "I am\u2028out."}, ensure_ascii=False) for _ in range(2)]
    assert len([item for item in read("\n".join(rows), "x.json") if isinstance(item, Mailbox)]) == 2


def test_a_document_with_too_many_elements_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The number of elements is capped, for each takes room."""
    from replylint.errors import SourceError

    monkeypatch.setattr(xmls, "_MOST", 10)
    with pytest.raises(SourceError, match="export fewer mailboxes"):
        xmls.tree_of(f"<a>{'<b/>' * 10}</a>")


def test_a_file_over_the_cap_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is too large is told with its size, and the others of the folder are read."""
    monkeypatch.setattr(files, "MAX_FILE", 1000)
    (tmp_path / "a.json").write_text(json.dumps([ROW] * 20), encoding="utf-8")
    (tmp_path / "b.json").write_text(json.dumps(ROW), encoding="utf-8")
    trouble, box = load([str(tmp_path)])
    assert isinstance(trouble, Unchecked)
    assert "the most that is read" in trouble.message
    assert isinstance(box, Mailbox)


@pytest.mark.parametrize("sample", sorted(path.relative_to(SAMPLES).as_posix() for path in SAMPLES.rglob("*") if path.is_file() and "expected" not in path.parts))  # fmt: skip
def test_a_sample_that_is_cut_off_anywhere_never_crashes(read: Read, sample: str) -> None:
    """Cut off at a third, at two thirds or before its last byte, a sample is read or refused, never a crash and never silence."""
    data = (SAMPLES / sample).read_bytes()
    for end in (len(data) // 3, len(data) * 2 // 3, len(data) - 1):
        found = read(data[:end], Path(sample).name)
        assert found
        assert not [item.message for item in found if isinstance(item, Unchecked) and "makers" in item.message]
