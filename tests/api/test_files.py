"""Dropped files: corrected, saved in their own format, and read again as what was shown; blanks filled in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from api.replies import CHECKER, OUTLOOK, one
from replylint.api import File, ReplylintError, Text

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures_sources"
TEXT = "I am out of the ofice from 12/14/26 to 12/18/26.\r\nCall Dana Whitlock, 813-555-0142.\r\n"
MAIL = (
    "From: Kai Mori <kai.mori@plantcitygov.com>\r\nTo: a@customer.example\r\nSubject: Automatic reply: permit\r\n"
    "Date: Mon, 23 Nov 2026 10:00:00 -0500\r\nAuto-Submitted: auto-replied\r\nMIME-Version: 1.0\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n\r\n" + TEXT
)
FILES = {
    "reply.txt": TEXT.encode(),
    "windows.txt": TEXT.replace("Dana", "Zoë").encode("cp1252"),
    "wide.txt": TEXT.encode("utf-16"),
    "reply.htm": OUTLOOK.encode(),
    "reply.eml": MAIL.encode(),
    "vacation.sieve": f'require "vacation";\r\nvacation "{TEXT}";\r\n'.encode(),
    "autoreply.json": b'{"Identity": "kai@plantcity.example", "AutoReplyState": "Enabled", "InternalMessage": "I am out of the ofice until 12/18/26.", "ExternalMessage": "I am out of the ofice until 12/18/26."}',
    **{name: (FIXTURES / name).read_bytes() for name in ("automatic_reply.msg", "template.oft")},
}


@pytest.mark.parametrize("name", FILES)
def test_a_corrected_file_is_saved_and_read_again(name: str) -> None:
    """What was corrected is in the saved file: reading it again gives the texts and the findings that were shown."""
    fixed = CHECKER.fix_all(File(name, FILES[name]))
    assert fixed.changes
    assert isinstance(fixed.what, File)
    assert fixed.what.data == FILES[name]
    saved = CHECKER.save(fixed.what)
    again = CHECKER.check(saved)
    assert [seen.visible.split() for seen in again.texts] == [seen.visible.split() for seen in fixed.checked.texts]
    assert {(item.rule, item.message) for item in again.findings} == {
        (item.rule, item.message) for item in fixed.checked.findings
    }
    assert saved.name == (name if not name.endswith((".msg", ".oft")) else f"{name[:-4]}.eml")


@pytest.mark.parametrize(
    "name", ["reply.txt", "windows.txt", "wide.txt", "reply.htm", "vacation.sieve", "autoreply.json"]
)
def test_only_the_corrected_words_change_in_the_bytes(name: str) -> None:
    """In a working copy or an export everything else stays byte for byte, the character set too."""
    (seen, *others) = CHECKER.check(File(name, FILES[name])).texts
    texts = [Text(one.part, one.content.replace("ofice", "office"), one.markup) for one in (seen, *others)]
    saved = CHECKER.save(File(name, FILES[name], tuple(texts)))
    wide = "utf-16-le" if name == "wide.txt" else "ascii"
    assert saved.data == FILES[name].replace("ofice".encode(wide), "office".encode(wide))


def test_an_unchanged_file_is_saved_as_it_is() -> None:
    """Saving texts that nobody changed gives the bytes that came in."""
    for name, data in FILES.items():
        texts = tuple(Text(one.part, one.content, one.markup) for one in CHECKER.check(File(name, data)).texts)
        assert CHECKER.save(File(name, data, texts)) == File(name, data)
        assert CHECKER.save(File(name, data)) == File(name, data)


def test_texts_that_do_not_belong_to_a_file_are_refused() -> None:
    """Texts of another file, and formats that are only read, are refused in a sentence."""
    seen = CHECKER.check(File("reply.txt", FILES["reply.txt"])).texts[0]
    text = Text(seen.part, "Other")
    with pytest.raises(ReplylintError, match="holds 1 texts"):
        CHECKER.save(File("reply.txt", FILES["reply.txt"], (text, text)))
    emlx = (FIXTURES / "188.emlx").read_bytes()
    seen = CHECKER.check(File("188.emlx", emlx)).texts[0]
    with pytest.raises(ReplylintError, match="cannot be written"):
        CHECKER.save(File("188.emlx", emlx, (Text(seen.part, "I am out 12/14/26.", seen.markup),)))


def test_blanks_are_filled_in_where_they_are() -> None:
    """An answer takes the place of its blank, as text and escaped in HTML; a day is written as the message writes days."""
    for markup in (False, True):
        message = "I am out from [first day out] to [last day out]. Call [first name and last name] at 813-555-0142."
        reply = one(f"<p>{message}</p>" if markup else message, markup=markup)
        blanks = {blank.label: blank.id for blank in CHECKER.check(reply).blanks}
        answers = {
            blanks["first day out"]: "2026-12-14", blanks["last day out"]: "Friday, 12/18/26", blanks["first name and last name"]: "Dana <Whitlock>",
        }  # fmt: skip
        fixed = CHECKER.fill(reply, answers)
        name = "Dana &lt;Whitlock&gt;" if markup else "Dana <Whitlock>"
        expected = f"I am out from 12/14/26 to Friday, 12/18/26. Call {name} at 813-555-0142."
        assert fixed.what.texts[0].content == (f"<p>{expected}</p>" if markup else expected)
        assert fixed.changes[0].in_words == "Filled in “12/14/26”"
    spanish = one("Estaré fuera de la oficina del [primer día fuera] al 18 de diciembre de 2026.")
    blank = CHECKER.check(spanish).blanks[0]
    assert "del 14 de diciembre de 2026 al" in CHECKER.fill(spanish, {blank.id: "2026-12-14"}).what.texts[0].content


def test_a_name_typed_in_small_letters_gets_capitals() -> None:
    """Who types "mintz" or "ana de la cruz" for a name finds it written as names are."""
    reply = one("I am out 12/14/26 to 12/18/26. Call [first name and last name] at 813-555-0142.")
    blank = CHECKER.check(reply).blanks[0]
    assert "Call Gloria Mintz at" in CHECKER.fill(reply, {blank.id: "gloria mintz"}).what.texts[0].content
    assert "Call Ana de la Cruz at" in CHECKER.fill(reply, {blank.id: "ana de la cruz"}).what.texts[0].content


@pytest.mark.parametrize("answer", ["", "  ", "a\nb", "x" * 500, "2026-02-30"])
def test_an_answer_that_is_none_is_refused(answer: str) -> None:
    """An answer that is empty, long, of several lines or no day is refused with the question."""
    reply = one("I am out from [first day out] to 12/18/26.")
    blank = CHECKER.check(reply).blanks[0]
    with pytest.raises(ReplylintError, match="When is your first day out"):
        CHECKER.fill(reply, {blank.id: answer})
    with pytest.raises(ReplylintError, match="no such blank"):
        CHECKER.fill(reply, {"nothing": "x"})


def test_a_file_with_other_texts_is_judged_with_them() -> None:
    """Once a person changed the text of a dropped file, the check is of what it says now."""
    file = File("reply.eml", FILES["reply.eml"])
    seen = CHECKER.check(file).texts[0]
    changed = replace(file, texts=(Text(seen.part, seen.content.replace("ofice", "office"), seen.markup),))
    assert "spelling.misspelling" in {item.rule for item in CHECKER.check(file).findings}
    assert "spelling.misspelling" not in {item.rule for item in CHECKER.check(changed).findings}
