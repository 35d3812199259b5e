"""Checking through the Python interface: the findings of the command line, with places, ids and what was not checked."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from api.replies import CHECKER, CLIPBOARD, KAI, TODAY, labelled, one
from replylint.api import Checked, Checker, File, Part, Reply, ReplylintError, Text, to_json
from replylint.cli import cli

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures_sources"


def printed(path: Path | str, *options: str) -> list[tuple[str, str]]:
    """Return what the command line finds in files, by rule and message."""
    words = ["check", "--no-config", "--as-of", TODAY.isoformat(), "--output-format", "jsonl", *options, str(path)]
    lines = CliRunner().invoke(cli, words, prog_name="replylint").stdout.splitlines()
    return [(item["rule"], item["message"]) for item in map(json.loads, lines) if "rule" in item]


def found(checked: Checked) -> list[tuple[str, str]]:
    """Return the findings of the interface likewise."""
    return [(item.rule, item.message) for item in checked.findings]


@pytest.mark.parametrize("number", range(len(labelled(211))))
def test_a_pasted_text_has_the_findings_of_the_command_line(number: int, tmp_path: Path) -> None:
    """What is pasted, as text or HTML, gets the same findings as the same text in a file on the command line."""
    (text,) = labelled(211)[number].texts
    path = tmp_path / ("reply.html" if text.markup else "reply.txt")
    path.write_text(text.content, encoding="utf-8", newline="")
    assert found(CHECKER.check(one(text.content, markup=text.markup))) == printed(path)


@pytest.mark.parametrize("name", ["automatic_reply.msg", "captured", "188.emlx", "template.oft"])
def test_a_dropped_file_has_the_findings_of_the_command_line(name: str) -> None:
    """A file dropped as bytes gets the same findings as the command line finds in it."""
    paths = sorted((FIXTURES / name).rglob("*.eml")) if (FIXTURES / name).is_dir() else [FIXTURES / name]
    assert paths
    for path in paths:
        checker = Checker(today=TODAY, as_of=TODAY)
        assert found(checker.check(File(path.name, path.read_bytes()))) == printed(path), path


def test_both_tabs_are_judged_together(tmp_path: Path) -> None:
    """Two tabs get the findings of `check --internal --external`, each with its part, and pairs of the same finding know each other."""
    inside = "I am out of the ofice 12/14/26 to 12/18/26. Call Dana Whitlock, 813-555-0142. I will reply when I return."
    outside = inside.replace("12/18", "12/17")
    for name, text in (("in.txt", inside), ("out.txt", outside)):
        (tmp_path / name).write_text(text, encoding="utf-8")
    words = ["check", "--no-config", "--as-of", TODAY.isoformat(), "--output-format", "jsonl"]
    words += ["--internal", str(tmp_path / "in.txt"), "--external", str(tmp_path / "out.txt")]
    lines = CliRunner().invoke(cli, words).stdout.splitlines()
    expected = [(item["rule"], item["message"]) for item in map(json.loads, lines) if "rule" in item]
    checked = CHECKER.check(Reply((Text(Part.INTERNAL, inside), Text(Part.EXTERNAL, outside))))
    assert found(checked) == expected
    ofice = [one for one in checked.findings if one.rule == "spelling.misspelling"]
    assert [one.part for one in ofice] == [Part.INTERNAL, Part.EXTERNAL]
    assert [one.twin for one in ofice] == [ofice[1].id, ofice[0].id]
    assert "parity.different" in {one.rule for one in checked.findings}


def test_ids_stay_and_differ() -> None:
    """The same text has the same ids each time, and no two findings or blanks of a text have one."""
    text = "I am out of the ofice of the ofice from [date] to [date]. Call Terry at x4217 or Terry at x4217."
    first, again = CHECKER.check(one(text)), CHECKER.check(one(text))
    assert first == again
    ids = [item.id for item in first.findings] + [blank.id for blank in first.blanks]
    assert len(ids) == len({*ids}) > 4


def test_places_are_those_of_the_words() -> None:
    """Places lead to the words that a finding marks: in the visible text, in the source, and in the excerpt."""
    for reply in labelled(301):
        checked = CHECKER.check(reply)
        visible = {seen.number: seen.visible for seen in checked.texts}
        for item in checked.findings:
            if item.start is None or item.marked is None or "…" in item.excerpt:
                continue
            words = visible[item.number][item.start : item.end]
            assert item.excerpt[slice(*item.marked)] == words.partition("\n")[0]
            assert item.line == visible[item.number].count("\n", 0, item.start) + 1
            assert item.source_start is not None
            assert 0 <= item.source_start <= (item.source_end or 0) <= len(reply.texts[item.number].content)


def test_plain_edits_make_the_correction() -> None:
    """Where a finding tells its correction as edits, making them settles it as `fix_one` does."""
    reply = one("I am out of the ofice from 12/14/26 to 12/18/26.\nCall Dana Whitlock, 813-555-0142.\n")
    item = next(item for item in CHECKER.check(reply).findings if item.edits)
    content = reply.texts[0].content
    for start, end, text in reversed(item.edits):
        content = content[:start] + text + content[end:]
    assert CHECKER.fix_one(reply, item.id).what == one(content)


def test_an_empty_tab_is_missing_and_an_empty_reply_is_not_checked() -> None:
    """One empty tab is a finding; where there is no text at all, nothing was checked and nothing is right."""
    text = Text(Part.INTERNAL, "I am out 12/14/26. Call Dana Whitlock, 813-555-0142.")
    for empty in (Text(Part.EXTERNAL, ""), Text(Part.EXTERNAL, "<div><br></div>", True)):
        checked = CHECKER.check(Reply((text, empty)))
        assert "parity.missing-external" in {item.rule for item in checked.findings}
        assert not checked.unchecked
    for reply in (Reply(()), one(""), one(" \n"), one("<p></p>", markup=True), Reply((Text(Part.EXTERNAL, ""),))):
        checked = CHECKER.check(reply)
        assert (checked.ok, checked.judged) == (False, 0)
        assert [item.message for item in checked.unchecked] == [
            "There is no text to check. Write or paste your message first."
        ]


def test_never_a_clean_bill_for_what_was_not_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be read, and a rule that fails, leave the check not ok, with a sentence that says so."""
    for what in (
        File("reply.docx", b"PK\x03\x04"), File("reply.eml", b""), File("a.png", b"\x89PNG\r\n"), one("\x00\x01\x02\x03" * 50),
        one("Je suis absent du bureau du 14 au 18 décembre. Veuillez contacter ma collègue Marie Dupont pour toute urgence."),
        one("I am out. " * 300_000), one("\ud800 I am out 12/14/26."),
    ):  # fmt: skip
        checked = CHECKER.check(what)
        assert not checked.ok
        assert checked.unchecked
        assert all(item.message.strip() for item in checked.unchecked)
    from replylint.rules.tone import Shouting

    def crash(*_: object) -> None:
        raise ValueError("broken")

    monkeypatch.setattr(Shouting, "check", crash)
    checked = Checker(today=TODAY).check(one("I am out 12/14/26. Call Dana Whitlock, 813-555-0142."))
    assert any("tone.shouting" in item.message for item in checked.unchecked)
    assert not checked.ok


def test_gmail_is_judged_with_its_signature() -> None:
    """For Gmail the message needs no signature of its own, and its absence beside the message is said, not passed over."""
    message = Text(
        Part.MESSAGE,
        "I will be out of the office from 12/14/26 to 12/18/26. I will reply when I return. Please contact Dana Whitlock at 813-555-0142.",
    )
    signature = Text(
        Part.SIGNATURE,
        "Kai Mori\nPermit Technician II\nCity of Plant City, Florida\n813-555-0153 ext. 1204\nWebsite: http://www.plantcitygov.com/\n[City Seal]",
    )
    alone = CHECKER.check(Reply((message,), "gmail"))
    assert "signature.missing" not in {item.rule for item in alone.findings}
    assert any("signature" in notice for notice in alone.notices)
    both = CHECKER.check(Reply((message, signature), "gmail"))
    assert (both.ok, both.findings, both.judged) == (True, (), 2)
    assert "signature.missing" in {item.rule for item in CHECKER.check(Reply((message,), "outlook")).findings}


@pytest.mark.parametrize(
    ("signed", "rules"),
    [
        ("Kai Mori\nPermit Technician II\nCity of Plant City, Florida\n813-555-0153 ext. 1204\nWebsite: http://www.plantcitygov.com/\n[City Seal]", set()),
        ("Kai Mori\nPermit Technician II\nCity of Plant City, Florida\n813-555-0153\n[City Seal]", {"signature.missing-extension", "signature.missing-website"}),
        ("Kai Mori", None),
        ("Kai Mori\nPermit Technician II", None),
    ],
    ids=["whole", "lines missing", "a name", "a name and a job title"],
)  # fmt: skip
def test_gmail_with_the_signature_in_the_message(signed: str, rules: set[str] | None) -> None:
    """A signature that stands in a message for Gmail is checked as any other; only where there is none are missing lines no finding, and that is said."""
    words = "I will be out of the office from 12/14/26 to 12/18/26. I will reply when I return. Please contact Dana Whitlock at 813-555-0142."
    checked = CHECKER.check(Reply((Text(Part.MESSAGE, f"{words}\n\nThank you,\n\n{signed}\n"),), "gmail"))
    assert {item.rule for item in checked.findings} == (rules or set())
    assert any("did not check your signature" in notice for notice in checked.notices) == (rules is None)


@pytest.mark.parametrize(
    "reply",
    [
        Reply((Text(Part.MESSAGE, "a"), Text(Part.INTERNAL, "a"))),
        Reply((Text(Part.INTERNAL, "a"), Text(Part.INTERNAL, "a"))),
        Reply((Text(Part.MESSAGE, "a"),), "lotus"),
    ],
)
def test_what_does_not_fit_together_is_refused(reply: Reply) -> None:
    """Parts that contradict each other, and systems that do not exist, are errors in a plain sentence."""
    with pytest.raises(ReplylintError):
        CHECKER.check(reply)


@pytest.mark.parametrize("name", CLIPBOARD)
def test_the_clipboard_is_read_as_text_not_as_a_file(name: str) -> None:
    """A charset that pasted HTML declares means nothing: it was decoded by whoever pasted it."""
    page = CLIPBOARD[name].replace("Kai", "Zoë")
    declared = f'<meta http-equiv=Content-Type content="text/html; charset=windows-1252">{page}'
    assert "Zoë" in CHECKER.check(one(declared, markup=True)).texts[0].visible


def test_the_same_for_another_day_and_person() -> None:
    """A checker for another day or person has the same policy and staff list, and judges by that day."""
    reply = one("I am out 12/14/26. Call Dana Whitlock, 813-555-0142. I will reply when I return.")
    later = CHECKER.adapted(today=date(2027, 1, 5))
    assert "absence.past" in {item.rule for item in later.check(reply).findings}
    assert "absence.past" not in {item.rule for item in CHECKER.check(reply).findings}
    assert later.profile == KAI
    assert to_json(later.about())["today"] == "2027-01-05"


def test_what_no_reply_can_be_is_too_long_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text far longer than any reply is said to be too long without being read, pictures inside a paste aside."""
    for text, markup in (("I am out. " * 30_000, False), ("<p>x" * 1_300_000, True), ("<div>" * 60_000 + "x", True)):
        with monkeypatch.context() as patch:
            patch.setattr("replylint.api.reading.load_content", lambda *_, **__: pytest.fail("it was read"))
            checked = CHECKER.check(one(text, markup=markup))
        assert not checked.ok
        assert "too long to be checked" in checked.unchecked[0].message
    picture = f'<p>I am out 12/14/26.</p><img alt="City Seal" src="data:image/png;base64,{"A" * 600_000}">'
    assert CHECKER.check(one(picture, markup=True)).judged == 1
