"""`check --language`: the same findings in the words of another language."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cli.given import AS_OF, BAD, GOOD
from replylint.cli import cli

ENGLISH_WORDS = ("error", "warning", "misspelled", "The standard", "not checked", "can be corrected", "message checked")


@pytest.fixture(autouse=True)
def files(here: Path) -> None:
    """Write a bad reply, a good one, and two tabs that differ."""
    (here / "bad.txt").write_text(BAD, encoding="utf-8")
    (here / "good.txt").write_text(GOOD, encoding="utf-8")
    (here / "inside.txt").write_text(GOOD, encoding="utf-8")
    (here / "outside.txt").write_text(GOOD.replace("will reply", "will not reply"), encoding="utf-8")


def check(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["check", "--as-of", AS_OF, *arguments])


def test_findings_and_summary_are_spanish() -> None:
    """Findings, what is around them, and what was not checked are told in Spanish; the clauses stay as they are."""
    english, spanish = check("bad.txt", "none.txt"), check("--language", "es", "bad.txt", "none.txt")
    assert spanish.exit_code == english.exit_code == 2
    for word in ENGLISH_WORDS:
        assert word not in spanish.output.replace("spelling.misspelling", ""), word
    assert "La norma, E-MAIL" in spanish.stdout
    assert "sin revisar: none.txt: No hay tal archivo ni carpeta." in spanish.stderr
    assert "1 mensaje revisado, 1 sin revisar:" in spanish.stderr
    assert [line for line in spanish.stdout.splitlines() if line.startswith("    |")] == [
        line for line in english.stdout.splitlines() if line.startswith("    |")
    ]


def test_english_is_what_it_was() -> None:
    """English is the same with the option and without it, whatever the environment says."""
    runner = CliRunner(env={"LANG": "es_MX.UTF-8"})
    assert (
        runner.invoke(cli, ["check", "--as-of", AS_OF, "bad.txt"]).output == check("--language", "en", "bad.txt").output
    )


def test_a_clean_reply_is_clean_in_spanish() -> None:
    """A good reply is said to be good, and the exit code is the same."""
    result = check("--language", "es", "good.txt")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "1 mensaje revisado: nada que cambiar" in result.stderr
    assert "no tenemos la lista del personal" in result.stderr


def test_two_tabs_show_both_values() -> None:
    """Tabs that differ are told with the words of both."""
    result = check("--language", "es", "--internal", "inside.txt", "--external", "outside.txt")
    assert "Haga que los dos mensajes digan lo mismo. Solo los de fuera leen “not”." in result.stdout


def test_programs_get_the_same_rules() -> None:
    """In JSON the messages are Spanish and everything else is the same."""
    rows = [json.loads(check("--language", code, "--output-format", "json", "bad.txt").stdout) for code in ("en", "es")]
    kept = [[{**one, "message": ""} for one in each["diagnostics"]] for each in rows]
    assert kept[0] == kept[1]
    assert rows[0]["summary"] == rows[1]["summary"]


def test_words_of_the_message_stay_out_of_a_redacted_report() -> None:
    """With --redact findings say why in Spanish, and quote nothing."""
    shown = check("--language", "es", "--redact", "bad.txt").stdout
    quoted = [line for line in shown.splitlines() if "“" in line and not line.startswith("    La norma, ")]
    assert [line for line in quoted if "“City Seal”" not in line] == []
    assert "La firma " in shown
