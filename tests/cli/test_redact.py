"""`--redact`: a report that may be passed on, because it has no word of the message in it."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from cli.given import BAD, GOOD, check, mail, one_line
from replylint.examples import mailbox_of, organization_of
from replylint.model import Diagnostic
from replylint.policy import load_pack
from replylint.report.redaction import redacted
from replylint.report.render import Report
from replylint.rules import all_rules
from replylint.rules.base import Example
from replylint.tally import Tally

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
    report = Report(PACK, diagnostics, (), (), Tally(checked=1), {rule: all_rules()[rule].summary()})
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


QUOTED: dict[str, tuple[str, str]] = {
    "an unknown tag of a template": ("a.txt.j2", "I am out. {% Xochitl %}"),
    "a word too many in a template": ("b.txt.j2", "I am out. {{ 1 Xochitl }}"),
    "a token of a template": ("c.txt.j2", "I am out. {% if ) 'Xochitl' %}"),
    "brackets in a template": ("d.txt.j2", "I am out. {{ ('Xochitl') ) + ( }}"),
    "quotes in a template": ("e.txt.j2", "I am out. {{ 1 'it's Xochitl' }}"),
    "a name of a block": ("f.txt.j2", "{% block Xochitl %}{% endblock %}{% block Xochitl %}{% endblock %}"),
    "a character set": ("g.eml", mail("I am out.\n", "Content-Type: text/plain; charset=xochitl\n")),
    "a character set with quotes": ("h.eml", mail("I am out.\n", 'Content-Type: text/plain; charset="o\'xochitl"\n')),
    "a character set with brackets": (
        "i.eml",
        mail("I am out.\n", 'Content-Type: text/plain; charset="(xochitl"\n'),
    ),
    "a character set of a page": ("j.html", "<meta charset=xochitl><p>I am out of the office."),
    "a script": ("k.sieve", 'require "vacation"; vacation "Xochitl'),
}


@pytest.mark.parametrize("form", ["text", "json", "jsonl"])
@pytest.mark.parametrize("case", QUOTED)
def test_reasons_give_nothing_away(case: str, form: str, here: Path) -> None:
    """Why a file was not checked is said without a word of it."""
    name, text = QUOTED[case]
    (here / name).write_text(text, encoding="utf-8")
    result = check(name, "--redact", "--output-format", form)
    assert result.exit_code == 2
    assert name in result.output
    assert "xochitl" not in result.output.lower()


@pytest.mark.parametrize("case", QUOTED)
def test_reasons_still_say_what_to_do(case: str, here: Path) -> None:
    """A redacted reason is the same sentence, with something left out."""
    name, text = QUOTED[case]
    (here / name).write_text(text, encoding="utf-8")
    full, short = one_line(check(name)), one_line(check(name, "--redact"))
    assert len(short) > 20
    for part in short.split("…"):
        assert part in full


@pytest.mark.parametrize(
    ("reason", "shown"),
    [
        ("its character set 'x' is not known; save it again", "its character set … is not known; save it again"),
        ("the message doesn't end; copy it, and don't cut it", "the message doesn't end; copy it, and don't cut it"),
        ("line 3: Jinja cannot read it (unexpected ')' or 'x'); mend it", "line 3: Jinja cannot read it …; mend it"),
        ("it failed (KeyError: 'a (b'), so it stopped", "it failed …, so it stopped"),
        ("it is damaged (cut", "it is damaged …"),
        ("mail.example.org refused it; it says: no room for X", "mail.example.org refused it; it …"),
        ('it holds "a" and "b"; look', "it holds …; look"),
    ],
)
def test_what_is_left_out_of_a_reason(reason: str, shown: str) -> None:
    """What stands in quotes or parentheses is left out, and apostrophes of our own words are no quotes."""
    assert redacted(reason) == shown


def test_a_failing_rule_gives_nothing_away(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of a rule, or of the program, is named without what it quotes."""
    from replylint.rules.spelling import RULES

    def broken(self: object, subject: object) -> object:
        raise KeyError("Xochitl")

    (here / "reply.txt").write_text(BAD, encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(RULES[0], "check", broken)
        result = check("reply.txt", "--redact")
    assert RULES[0].id in result.stderr
    assert "Xochitl" not in result.output
    monkeypatch.setattr("replylint.cli.common.Inputs.load", lambda self: broken(self, self))
    result = check("reply.txt", "--redact")
    assert result.exit_code == 2
    assert "KeyError" in result.stderr
    assert "Xochitl" not in result.output
