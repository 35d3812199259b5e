"""Legal notices are known by their form, whatever state or country they name."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.given import GOOD, check, fix
from replylint.sources.judged import Origin, added

NOTICES = (
    "Under Oregon law, e-mail addresses are public records.",
    "Please note: Georgia has a very broad public records law. Most written communications are public records.",
    "The State of Ohio has a broad public records law. Your e-mail may be disclosed.",
    "Under New York law, e-mail messages may be public records and may be disclosed.",
    "Pursuant to Texas law, e-mail communications are public records.",
    "Florida has a very broad public records law. Most written communications to or from officials are public records.",
)


@pytest.mark.parametrize("notice", NOTICES)
def test_a_gateway_adds_it(notice: str) -> None:
    """Below a message that was delivered, the notice of any state is not the author's."""
    text = f"I am out until 12/18/26.\n\nDana Whitlock\n\n{notice}\n"
    (cut,) = added(text, Origin.DELIVERED)
    assert text[cut.start :].strip() == notice


@pytest.mark.parametrize("notice", NOTICES)
def test_it_is_no_line_of_the_signature(notice: str, tmp_path: Path) -> None:
    """The notice of any state below a signature is no extra line, and a correction leaves it where it is."""
    path = tmp_path / "reply.txt"
    path.write_text(f"{GOOD.replace('office', 'ofice')}\n{notice}\n", encoding="utf-8")
    assert "signature." not in check(path).stdout
    assert fix(path).exit_code == 0
    assert path.read_text(encoding="utf-8") == f"{GOOD}\n{notice}\n"


@pytest.mark.parametrize(
    "sentence",
    [
        "Please note: the front desk has a very broad range of forms.",
        "Under the bridge you will find our office.",
        "The college has a broad choice of courses.",
    ],
)
def test_what_only_begins_alike_is_the_authors(sentence: str) -> None:
    """A sentence that speaks of no public records is not cut away."""
    assert added(f"I am out until 12/18/26.\n\n{sentence}\n", Origin.DELIVERED) == []
