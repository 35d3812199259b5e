"""An audit that is run again notices a change in every file that its policy is made of."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.given import AS_OF, GOOD, MISSPELLED, run

BELOW = '[pack]\nid = "below"\nextends = "plant-city"\n[rules]\n"spelling.misspelling" = "{}"\n'


def test_a_changed_staff_list_is_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the staff list was changed since, messages are held against the one there is now."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reply.txt").write_text(GOOD, encoding="utf-8")
    words = ("reply.txt", "--output", "out", "--no-config", "--as-of", AS_OF, "--directory", "staff.csv")
    for phone, code in (("813-555-0161", 0), ("813-555-0199", 1)):
        (tmp_path / "staff.csv").write_text(
            f"Name,Mail,Phone\nTerrence Boyd,tboyd@plantcity.example,{phone}\n"
            "Dana Whitlock,dana.whitlock@plantcity.example,813-555-0142\n",
            encoding="utf-8",
        )
        done = run("audit", *words, "--fail-on", "note")
        assert done.exit_code == code, done.output


@pytest.mark.parametrize("changed", ["below.toml", "mine.toml"])
def test_a_changed_pack_is_asked_again(changed: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the pack or one that it extends was changed since, nothing of the earlier run is taken over."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reply.txt").write_text(MISSPELLED, encoding="utf-8")
    (tmp_path / "below.toml").write_text(BELOW.format("error"), encoding="utf-8")
    (tmp_path / "mine.toml").write_text('[pack]\nid = "mine"\nextends = "below.toml"\n', encoding="utf-8")
    words = ("reply.txt", "--output", "out", "--no-config", "--as-of", AS_OF, "--policy", "mine.toml")
    assert run("audit", *words).exit_code == 1
    if changed == "below.toml":
        (tmp_path / changed).write_text(BELOW.format("note"), encoding="utf-8")
    else:
        (tmp_path / changed).write_text(
            '[pack]\nid = "mine"\nextends = "below.toml"\n[rules]\n"spelling.misspelling" = "note"\n', encoding="utf-8"
        )
    assert run("audit", *words).exit_code == 0
    (finding,) = json.loads((tmp_path / "out" / "audit.json").read_bytes())["findings"]
    assert finding["severity"] == "note"
