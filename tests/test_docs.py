"""The documentation holds what it says: generated pages, documented keys, the schema, the guide's examples, links."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner

from replylint.cli import cli
from replylint.errors import needs_extra
from replylint.examples import failures_of_pack
from replylint.policy import load_pack
from replylint.report.pages import _example
from replylint.rules import BUILT_IN

ROOT = Path(__file__).resolve().parents[1]
GUIDE = (ROOT / "rules" / "README.md").read_text(encoding="utf-8")
JSON_PAGE = (ROOT / "docs" / "json.md").read_text(encoding="utf-8")
SCHEMA = json.loads((ROOT / "rules" / "schema.json").read_text(encoding="utf-8"))
PLANT_CITY = tomllib.loads((ROOT / "rules" / "plant-city.toml").read_text(encoding="utf-8"))
PACKS = re.findall(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "rules" / "README.md", *(ROOT / "docs").rglob("*.md")]

HTML = (
    "<p>I will be out of the ofice form 12/14/26 to [last day out]. Ask the help desk, 813-555-0161.</p>"
    "<p>Dana Whitlock<br>City of Plant City, Florida<br>813-555-0142 ext. 4211</p>"
    '<p><img src="seal.png" alt="City Seal"></p>'
)
EXPORT = [
    {
        "Identity": "dana.whitlock@plantcity.example",
        "AutoReplyState": "Enabled",
        "ExternalAudience": "All",
        "InternalMessage": "I am out of the ofice until 12/18/26.",
        "ExternalMessage": "I am out until 12/21/26.",
    }
]


@pytest.fixture
def inputs(tmp_path: Path) -> list[str]:
    """Write inputs whose output has every key: a text, a page, an export, and mail that is damaged."""
    (tmp_path / "reply.html").write_text(HTML, encoding="utf-8")
    (tmp_path / "export.json").write_text(json.dumps(EXPORT), encoding="utf-8")
    (tmp_path / "damaged.eml").write_text("no header lines", encoding="utf-8")
    return [str(tmp_path / name) for name in ("reply.html", "export.json", "damaged.eml")]


def output_of(*arguments: str) -> str:
    return CliRunner().invoke(cli, [*arguments, "--no-config", "--as-of", "2026-12-11"]).stdout


def keys_of(value: Any, prefix: str = "") -> Iterator[str]:
    """Yield the keys of data as docs/json.md writes them: `a.b`, and `a[].b` in lists."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield f"{prefix}{key}"
            yield from keys_of(item, f"{prefix}{key}.")
    elif isinstance(value, list):
        for item in value:
            yield from keys_of(item, f"{prefix.removesuffix('.')}[].")


def documented(title: str) -> tuple[set[str], str]:
    """Return the keys of a section of docs/json.md, and its example."""
    section = JSON_PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]
    example = re.search(r"```json\n(.*?)```", section, re.DOTALL)
    assert example
    return set(re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE)), example.group(1)


def links_of(page: Path) -> list[str]:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    links = re.findall(r"\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"", text)
    return [link for pair in links for link in pair if link and not re.match(r"[a-z]+:|#", link)]


def problems_of(pack: dict[str, Any]) -> list[str]:
    return [error.message for error in jsonschema.Draft7Validator(SCHEMA).iter_errors(pack)]


def test_generated_pages_are_up_to_date() -> None:
    """Every generated page is what the rules, the pack and the commands make of it now, and none is left over."""
    done = subprocess.run([sys.executable, "docs/generate.py", "--check"], cwd=ROOT, capture_output=True, check=False)
    assert (done.returncode, done.stdout.decode()) == (0, ""), done.stderr.decode()


def test_check_json_is_documented(inputs: list[str]) -> None:
    """The keys of `check --output-format json` and those of its section in docs/json.md are the same."""
    keys, example = documented("check, json")
    assert set(keys_of(json.loads(output_of("check", "--output-format", "json", *inputs)))) == keys
    assert set(keys_of(json.loads(example))) <= keys


def test_check_jsonl_is_documented(inputs: list[str]) -> None:
    """The keys of `check --output-format jsonl` and those of its section in docs/json.md are the same."""
    keys, example = documented("check, jsonl")
    rows = [json.loads(line) for line in output_of("check", "--output-format", "jsonl", *inputs).splitlines()]
    assert {key for row in rows for key in keys_of(row)} == keys == set(keys_of(json.loads(example)))


def test_facts_are_documented(inputs: list[str]) -> None:
    """The keys of `facts --output-format jsonl` and those of its section in docs/json.md are the same."""
    keys, example = documented("facts, jsonl")
    rows = [json.loads(line) for line in output_of("facts", "--output-format", "jsonl", *inputs).splitlines()]
    assert {key for row in rows for key in keys_of(row)} == keys
    assert set(keys_of(json.loads(example))) <= keys


def test_rules_json_is_documented() -> None:
    """The keys of `rules --output-format json` and those of its section in docs/json.md are the same."""
    keys, example = documented("rules, json")
    rows = json.loads(CliRunner().invoke(cli, ["rules", "--output-format", "json"]).stdout)
    assert set(keys_of(rows)) == keys == set(keys_of(json.loads(example)))


def test_schema_accepts_plant_city() -> None:
    """Every key and value of the Plant City pack fits rules/schema.json, which is itself a schema."""
    jsonschema.Draft7Validator.check_schema(SCHEMA)
    assert problems_of(PLANT_CITY) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"packs": {}},
        {"pack": {"titel": "x"}},
        {"settings": {"organisation": "x"}},
        {"settings": {"date_order": "year-first"}},
        {"clauses": {"a": {"text": "x", "rule": ["absence.past"]}}},
        {"clauses": {"a": {"text": "x", "rules": ["absence.passed"]}}},
        {"clauses": {"a": {"text": "x"}}},
        {"rules": {"absence.mising-dates": "error"}},
        {"rules": {"absence.past": "eror"}},
        {"rules": {"contact.unnamed": {"severity": "error", "need": "team"}}},
        {"checks": {"a": {"do": "forbid", "message": "x", "word": ["y"]}}},
        {"checks": {"a": {"do": "forbid", "message": "x"}}},
        {"checks": {"a": {"do": "limit", "message": "x", "unit": "words"}}},
        {"checks": {"a": {"do": "forbid", "message": "x", "words": ["y"], "when": {"kinds": "absence"}}}},
    ],
)
def test_schema_refuses_what_the_loader_refuses(wrong: dict[str, Any]) -> None:
    """A misspelled key, rule or word, or a check without what it needs, does not fit rules/schema.json."""
    assert problems_of(wrong)


@pytest.mark.parametrize("pack", PACKS)
def test_examples_of_the_guide_hold(pack: str, tmp_path: Path) -> None:
    """Every example in rules/README.md loads, fits the schema, and its own examples are right."""
    assert problems_of(tomllib.loads(pack)) == []
    path = tmp_path / "example.toml"
    path.write_text(pack, encoding="utf-8")
    loaded = load_pack(str(path))
    assert failures_of_pack(loaded)[1] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_to_files(page: Path) -> None:
    """Every relative link of a page leads to a file or folder that is there."""
    missing = [link for link in links_of(page) if not (page.parent / link.partition("#")[0]).exists()]
    assert missing == []


def test_what_a_rule_finds_differs_on_its_page_from_what_it_is_content_with() -> None:
    """A reader sees why one example is right and the other wrong: where the text is the same, the settings are shown."""
    for rule in BUILT_IN:
        right, wrong = ({_example(one) for one in examples} for examples in (rule.valid, rule.invalid))
        assert not right & wrong, rule.id
        assert len(wrong) == len(rule.invalid), rule.id


def test_extras_are_installed_from_the_repository() -> None:
    """No page, template or message tells people to install a distribution from an index that does not have it."""
    named = re.compile(r"replylint\[\w+\]")
    texts = [*PAGES, *(ROOT / "templates").rglob("*.j2"), *(ROOT / "src").rglob("*.py")]
    assert [path for path in texts if named.search(path.read_text(encoding="utf-8"))] == []
    assert "pip install '.[audit]'" in needs_extra("audit")
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    said = re.compile(r"pip install '\.\[(\w+)\]'|needs_extra\(['\"](\w+)['\"]\)")
    found = {
        extra for path in texts for pair in said.findall(path.read_text(encoding="utf-8")) for extra in pair if extra
    }
    assert found <= extras.keys()
    assert {"audit", "cluster", "pst"} <= found
