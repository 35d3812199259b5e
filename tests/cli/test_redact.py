"""`--redact`: a report that may be passed on, because it has no word of the message in it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from cli.given import BAD, GOOD, check, mail
from replylint.examples import mailbox_of, organization_of
from replylint.model import Diagnostic
from replylint.policy import load_pack
from replylint.report.render import Report
from replylint.rules import all_rules
from replylint.rules.base import Example

PACK = load_pack("plant-city")
INVALID = [(rule, number) for rule, kind in all_rules().items() for number in range(len(kind.invalid))]
_OWN = re.findall(r"\w+", " ".join([PACK.settings.organization, PACK.settings.website]))
"""Words of the standard itself, which the report may always say."""
_DATE_WORDS = re.compile(r"(?i)monday|tuesday|wednesday|thursday|friday|saturday|sunday")


def telling(example: Example) -> set[str]:
    """Return what would give a message away: its numbers, addresses and names."""
    text = re.sub(r"<[^>]*>", " ", " ".join(filter(None, (example.text, example.external, example.plain))))
    words = set(re.findall(r"[\w.-]+@[\w.-]+|\d[\d/.-]*\d|\b[A-Z][a-z]{3,}(?= [A-Z][a-z]{3,}\b)", text))
    return {word for word in words if len(word) > 2 and word not in _OWN}


def said_of(rule: str, example: Example) -> list[str]:
    """Return the redacted messages of a rule about an example."""
    from replylint.examples import _engine

    engine = _engine(PACK, example, rule)
    results = [*engine.check(mailbox_of(example)), *engine.check_organization(organization_of(example, engine))]
    diagnostics = tuple(item for item in results if isinstance(item, Diagnostic) and item.rule == rule)
    report = Report(PACK, diagnostics, (), (), 1, {rule: all_rules()[rule].summary()})
    return [report.message(item) for item in report.diagnostics]


@pytest.mark.parametrize(("rule", "number"), INVALID, ids=[f"{rule}-{number}" for rule, number in INVALID])
def test_redacted_findings_give_nothing_away(rule: str, number: int) -> None:
    """No rule's redacted message has a number, an address or a name of the text it is about."""
    example = all_rules()[rule].invalid[number]
    messages = said_of(rule, example)
    assert messages
    for message in messages:
        leaked = {word for word in telling(example) if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", message)}
        assert leaked == set(), message


@pytest.mark.parametrize("form", ["text", "json", "jsonl"])
@pytest.mark.parametrize("name", ["reply.txt", "reply.eml", "replies.json"])
def test_redacted_report_gives_nothing_away(form: str, name: str, here: Path) -> None:
    """In no format and for no kind of input does a redacted report have a name, number or line of the message."""
    text = BAD.replace("Maria", "Xochitl").replace("Dana Whitlock", "Zebulon Quackenbush") + "813-555-0199\n"
    written = {"reply.txt": text, "reply.eml": mail(text)}
    export = [{"Identity": "owner", "AutoReplyState": "Enabled", "InternalMessage": text, "ExternalMessage": GOOD}]
    (here / name).write_text(written.get(name, json.dumps(export)), encoding="utf-8")
    result = check(name, "--output-format", form, "--redact")
    assert result.exit_code == 1
    for word in ("Xochitl", "Zebulon", "Quackenbush", "0199", "ofice", "until further notice", "Terrence", "12/14"):
        assert word not in result.output
        assert word in text + GOOD


def test_redacting_keeps_what_was_found(here: Path) -> None:
    """A redacted report has the same rules and places as the full one."""
    (here / "reply.txt").write_text(BAD, encoding="utf-8")
    full, redacted = (
        json.loads(check("reply.txt", "--output-format", "json", *more).stdout)["diagnostics"]
        for more in ([], ["--redact"])
    )
    keep = ("rule", "severity", "path", "position", "clause", "fixable", "safety")
    assert [[item[key] for key in keep] for item in full] == [[item[key] for key in keep] for item in redacted]
    assert {item["excerpt"] for item in redacted} == {None}


def test_words_found_with_quotes_in_them_are_redacted(here: Path) -> None:
    """What a pack's check shows as found is left out even if it has quotes of its own."""
    pack = '[pack]\nid = "p"\n[checks.a]\ndo = "forbid"\nmessage = \'Leave out "{found}".\'\npattern = "call.*now"\n'
    (here / "p.toml").write_text(pack, encoding="utf-8")
    (here / "reply.txt").write_text('I am out. Call "the" hidden "number" now.\n', encoding="utf-8")
    result = check("reply.txt", "--policy", "p.toml", "--redact")
    assert "p.a" in result.stdout
    assert "hidden" not in result.stdout
