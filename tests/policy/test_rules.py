"""Every rule: its examples hold, it is documented with the clause behind it, and it can be explained."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli.given import run
from replylint.examples import failures_of_rule
from replylint.policy import load_pack, pack_using
from replylint.rules import BUILT_IN, all_rules
from replylint.rules.base import Rule

PACK = load_pack("plant-city")
RULES = list(all_rules().values())
every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)


@every_rule
def test_examples_hold(rule: type[Rule]) -> None:
    """A rule is content with its valid examples, finds something in its invalid ones, and corrects them as it says."""
    assert list(failures_of_rule(rule, PACK)) == []


@every_rule
def test_examples_are_there(rule: type[Rule]) -> None:
    """A rule has examples of both kinds, and no text is both."""
    assert rule.valid
    assert rule.invalid
    assert not set(map(repr, rule.valid)) & set(map(repr, rule.invalid))


@every_rule
def test_page_quotes_a_clause(rule: type[Rule]) -> None:
    """A rule's docstring begins with one line that ends in a full stop, and quotes a clause."""
    doc = rule.__doc__ or ""
    assert rule.summary().endswith(".")
    assert any(line.strip().startswith("> ") and len(line.split()) > 1 for line in doc.splitlines())


@every_rule
def test_id_names_module_and_offence(rule: type[Rule]) -> None:
    """The first part of a rule's id is the module it lives in, and a pack uses the rule."""
    family, _, offence = rule.id.partition(".")
    assert offence
    assert rule.id == rule.id.lower()
    assert rule.__module__.removeprefix("replylint.rules.").partition(".")[0] == family
    assert rule.id in pack_using(rule.id, PACK).rules


@every_rule
def test_explain(rule: type[Rule]) -> None:
    """`explain` shows a rule's summary, its clause, and an example of each kind."""
    page = run("explain", rule.id)
    clause = pack_using(rule.id, PACK).clause_of(rule.id)
    assert page.exit_code == 0
    assert rule.id in page.stdout
    assert rule.summary() in page.stdout
    assert clause is not None
    assert clause.text in page.stdout
    assert "## Finds" in page.stdout
    assert "## Is content with" in page.stdout
    shown = f"{rule.invalid[0].text}\n{rule.invalid[0].external or ''}".strip()
    assert shown.splitlines()[0] in page.stdout


def test_ids_are_unique() -> None:
    """No two rules share an id, and none is called like a check of the pack."""
    ids = [rule.id for rule in BUILT_IN] + [check.id for check in PACK.checks]
    assert len(ids) == len(set(ids))
    assert len(ids) > 50


@pytest.mark.parametrize("check", PACK.checks, ids=lambda check: check.id)
def test_explain_a_check_of_the_pack(check: object) -> None:
    """`explain` shows a check that the pack adds, with its clause and examples."""
    page = run("explain", check.id)  # type: ignore[attr-defined]
    assert page.exit_code == 0
    assert check.fail_examples[0] in page.stdout  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("wrong", "right"), [("tone.jokin", "tone.joking"), ("absence.missing-date", "absence.missing-dates")]
)
def test_explain_misspelled(wrong: str, right: str) -> None:
    """`explain` of a rule that is not there names the nearest one, and exits 2."""
    result = run("explain", wrong)
    assert result.exit_code == 2
    assert f"did you mean {right!r}" in result.stderr


def test_explain_a_family() -> None:
    """`explain` of a family names the rules of the family, since that is what --select takes."""
    result = run("explain", "tone")
    for rule in RULES:
        if rule.id.startswith("tone."):
            assert rule.id in result.output


def test_explain_the_checks_of_a_pack() -> None:
    """`explain` of a pack's name lists the checks that the pack adds."""
    assert "plant-city.city-name" in run("explain", "plant-city").stdout


def test_list_of_rules() -> None:
    """`rules` lists every rule and check once, as text and as JSON, with its severity in the pack."""
    rows = json.loads(run("rules", "--output-format", "json").stdout)
    assert [row["id"] for row in rows] == [*all_rules(), *(check.id for check in PACK.checks)]
    lines = run("rules").stdout.splitlines()
    assert [line.split()[0] for line in lines] == [row["id"] for row in rows]
    for row, line in zip(rows, lines, strict=True):
        assert line.split()[1] == row["severity"]
        assert row["summary"] in line
    severities = {row["id"]: row["severity"] for row in rows}
    for rule, setting in PACK.rules.items():
        if setting.severity:
            assert severities[rule] == str(setting.severity)


def test_list_of_rules_shows_what_is_off(here: Path) -> None:
    """`rules --policy` shows a rule or a check that the pack switches off as off."""
    path = here / "p.toml"
    path.write_text(
        '[pack]\nid = "p"\nextends = "plant-city"\n[rules]\n"tone.joking" = "off"\n"plant-city.city-name" = "off"\n',
        encoding="utf-8",
    )
    rows = json.loads(run("rules", "--policy", path, "--output-format", "json").stdout)
    unused = {rule.id for rule in RULES if rule.id not in PACK.rules}
    off = {row["id"] for row in rows if row["severity"] == "off"}
    assert off == {"tone.joking", "plant-city.city-name"} | unused
