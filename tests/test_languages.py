"""The languages as they are read: what was made ready of a TOML file says what that file says."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from replylint.facts import languages
from replylint.facts.languages import CODES, language, prepared_of, source_of
from replylint.facts.languages.prepare import prepared


@pytest.mark.parametrize("code", CODES)
def test_what_is_made_ready_is_of_the_newest_words(code: str) -> None:
    """The JSON beside each language is what `make languages` writes today."""
    assert prepared_of(code).read_text(encoding="utf-8") == prepared(code), "run make languages and commit"


def test_a_language_that_was_changed_is_read_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who edits the words of a language sees the new ones at once, though what was made ready has the old ones."""
    source, made_ready = tmp_path / "en.toml", tmp_path / "en.json"
    shutil.copy(prepared_of("en"), made_ready)
    old = source_of("en").read_text(encoding="utf-8")
    source.write_text(old.replace('name = "English"', 'name = "Other English"'), encoding="utf-8")
    monkeypatch.setattr(languages, "source_of", lambda _: source)
    monkeypatch.setattr(languages, "prepared_of", lambda _: made_ready)
    changed = language.__wrapped__("en")
    assert changed["name"] == "Other English"
    assert changed.pattern("absence", "cue").pattern == language("en").pattern("absence", "cue").pattern
    source.write_text(old, encoding="utf-8")
    assert language.__wrapped__("en")["name"] == "English"
