"""The golden cases: real-looking inputs, the findings they must have, and the correction they must get."""

from __future__ import annotations

import re

import pytest

import golden
from replylint.fix.correcting import BLANK


@pytest.mark.parametrize("case", golden.cases())
def test_case_has_the_findings_and_the_correction_that_are_expected(case: str) -> None:
    """A case's findings and corrected files are, byte for byte, the ones that were looked at and committed."""
    wanted, made = golden.expected(case), golden.run(case)
    assert sorted(made) == sorted(wanted)
    for name, data in wanted.items():
        assert made[name].decode("utf-8", "backslashreplace") == data.decode("utf-8", "backslashreplace"), name


@pytest.mark.parametrize("case", [case for case in golden.cases() if case != "exchange"])
def test_corrected_case_has_no_findings_but_blanks(case: str, tmp_path: object) -> None:
    """What a correction leaves to be found are blanks for the author to fill in, and what it says is left by hand."""
    said = golden.expected(case)["fix.txt"].decode("utf-8")
    by_hand = re.findall(r" left by hand: .*\[([\w.-]+)\]", said)
    assert not [line for line in _left(case) if not any(f" {rule} " in line for rule in (BLANK, *by_hand))]


def _left(case: str) -> list[str]:
    from contextlib import chdir

    from click.testing import CliRunner

    from replylint.cli import cli

    names = golden.arguments(case)
    with chdir(golden.FIXTURES / case / "corrected"):
        config = golden.FIXTURES / case / "replylint.toml"
        extra = ["--config", str(config)] if config.is_file() else []
        checked = CliRunner().invoke(cli, ["check", "--as-of", golden.AS_OF, *extra, *names])
    return [line for line in checked.stdout.splitlines() if line.startswith(("  error", "  warning", "  note"))]
