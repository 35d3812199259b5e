"""A second organization installs its pack: everything it reads is its own, and nothing names the first organization."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner, Result

from installing import install, with_installed
from replylint.cli import cli
from replylint.model import DocumentKind
from replylint.policy import load_pack
from replylint.report.adapted import adapted
from replylint.rules import BUILT_IN
from replylint.rules.base import Example

NOTICE = "Under Oregon law, email messages to and from this address may be public records."
PACK = f"""\
[pack]
id = "alder"
title = "Alder House College: how we write"
version = "3"
extends = "base"
source = "Alder House College, Staff Handbook, chapter 4"

[settings]
organization = "Alder House College, Oregon"
noun = "college"
website = "https://www.alderhouse.example/"
domains = ["alderhouse.example"]
regions = ["Oregon", "OR", "Ore"]
timezone = "America/Los_Angeles"
holidays = "US"
seal = "House Crest"
seal_alt = ["crest of alder house"]
seal_files = ["crest.png"]

[clauses.signature]
section = "Staff Handbook, 4.2"
text = "Sign with your name, your job title, Alder House College, Oregon, your telephone, our website and the House Crest."
rules = ["signature.missing-organization", "signature.wrong-organization", "signature.missing-seal", "signature.wrong-seal"]

[clauses.notice]
section = "Staff Handbook, 4.3"
text = "Every automatic reply ends with our records notice."
rules = ["alder.records-notice"]

[checks.records-notice]
do = "require"
message = "End with the records notice of the college."
severity = "note"
words = ["may be public records"]
when = {{ document = "auto-reply" }}
pass = ["I am out until 12/18/26. {NOTICE}"]
fail = ["I am out until 12/18/26."]
"""
MODULE = 'from pathlib import Path\n\nPACK = Path(__file__).parent / "alder.toml"\n'
FIRST = re.compile(r"(?i:plant.{0,2}city|florida|city.{0,3}seal|\bthe city\b|\bcity's)|\bFL\b")
"""What names the first organization, or takes every organization for a city."""
AS_OF = "2026-12-11"
SIGNATURE = f"""\
Dana Whitlock
Registrar
Alder House College, Oregon
541-555-0142 ext. 4211
Website: https://www.alderhouse.example/
[House Crest]

{NOTICE}
"""
BODY = "I will be out of the office from 12/14/26 to 12/18/26. I will reply to your message once I return. If you need help, please contact Terrence Boyd at 541-555-0161. Thank you,"
GOOD = f"{BODY}\n\n{SIGNATURE}"
TEXTS = {
    "good.txt": GOOD,
    "short.txt": GOOD.replace(", Oregon\n", "\n"),
    "state.txt": GOOD.replace(", Oregon\n", ", OR\n"),
    "blank.txt": "I will be out from [first day out] until MM/DD/YY. Call [Name] at XXX-XXXX.\n\n[First name Last name]\n",
    "nothing.txt": "I am out of the ofice.\n",
    "bare.txt": "On leave until 12/18/26.\n\nThanks,\n\nDana Whitlock\n",
    "badge.txt": GOOD.replace("[House Crest]", "[Athletics logo]"),
    "website.txt": GOOD.replace("www.alderhouse.example", "www.alderhouse.org"),
    "spanish.txt": "Estoy fuera de la oficina hasta el 18 de diciembre.\n",
    "spanish-signed.txt": f"Estaré fuera de la oficina del 14 al 18 de diciembre. Gracias,\n\n{SIGNATURE.replace('[House Crest]', '')}",
    "closed.txt": "The college is closed from 12/24/26 to 1/1/27.\n\nDana Whitlock\nRegistrar\n",
    "left.txt": "I have left the college.\n\nDana Whitlock\n",
    "receipt.txt": "Your message has been received.\n\nDana Whitlock\nRegistrar\nAlder House College\n",
    "both.txt": "I am out until 12/18/26.\n\nEstoy fuera de la oficina.\n",
    "good.html": f'<p>{BODY}</p><p>Dana Whitlock<br>Registrar<br>Alder House College, Oregon<br>541-555-0142 ext. 4211<br>Website: <a href="https://www.alderhouse.example/">https://www.alderhouse.example/</a><br><img src="cid:crest.png@1" alt="House Crest"></p><p>{NOTICE}</p>',
    "no-alt.html": f'<p>{BODY}</p><p>Dana Whitlock<br>Registrar<br>Alder House College, OR<br>541-555-0142 ext. 4211<br><img src="cid:crest.png@1"></p>',
    "no-crest.html": f"<p>{BODY}</p><p>Dana Whitlock<br>Registrar</p>",
    "logo.html": f'<p>{BODY}</p><p>Dana Whitlock<br>Registrar<br>Alder House College, Oregon<br><img src="https://www.alderhouse.example/owl.gif" alt="Owls logo"></p>',
    "drawn.html": '<body background="ivy.jpg"><p>I am out. 🎃</p><p>Dana</p></body>',
    "unnamed.txt": SIGNATURE.removeprefix("Dana Whitlock\n"),
    "blank.html": "<p>I am out from [first day out].</p><p>[signature]</p>",
}


class Organization(NamedTuple):
    """The second organization's computer: where its pack is installed, and where its texts are."""

    installed: Path
    folder: Path

    def run(self, *arguments: object) -> Result:
        """Run replylint with the installed pack."""
        words = [*map(str, arguments), "--policy", "alder"]
        words += [] if arguments[0] in ("explain", "rules") else ["--no-config", "--as-of", AS_OF]
        return CliRunner().invoke(cli, words, prog_name="replylint", catch_exceptions=False)


@pytest.fixture(scope="module")
def computer(tmp_path_factory: pytest.TempPathFactory) -> Organization:
    """Install the pack, and write the texts: each rule's own examples in the college's words, and more."""
    folder = tmp_path_factory.mktemp("alder")
    installed = folder / "installed"
    files = {"alder_pack/__init__.py": MODULE, "alder_pack/alder.toml": PACK}
    install("alder_pack", files, "[replylint.packs]\nalder = alder_pack:PACK\n", installed)
    own = load_pack(str(installed / "alder_pack" / "alder.toml")).settings
    examples = list(_examples(own))
    first = [(name, text) for name, text in examples if "-0-" in name]
    for below, texts in (("texts", TEXTS.items()), ("examples", examples), ("first", first)):
        (folder / below).mkdir()
        for name, text in texts:
            assert FIRST.search(text) is None, name
            if text.strip():
                (folder / below / name).write_text(text, encoding="utf-8")
    (folder / "replies.json").write_text(json.dumps(list(_mailboxes())), encoding="utf-8")
    return Organization(installed, folder)


@pytest.fixture
def alder(computer: Organization, monkeypatch: pytest.MonkeyPatch) -> Organization:
    """Work in the folder of the texts, where Python finds what is installed."""
    monkeypatch.syspath_prepend(str(computer.installed))
    monkeypatch.chdir(computer.folder)
    return computer


def _examples(own: Any) -> Iterator[tuple[str, str]]:
    """Yield the text of every rule's wrong examples as a file, as far as a single file can show it."""
    standard = load_pack("plant-city").settings
    for rule in BUILT_IN:
        for number, example in enumerate(rule.invalid):
            ours: Example | None = adapted(example, standard, own)
            if ours is None or ours.template or rule.examines == "organization":
                continue
            kind = "signature" if ours.kind is DocumentKind.SIGNATURE else "reply"
            yield f"{rule.id}-{number}-{kind}{'.html' if ours.markup else '.txt'}", ours.text


def _mailboxes() -> Iterator[dict[str, str]]:
    """Yield mailboxes of an Exchange export whose settings and tabs are wrong in every way."""
    whole = TEXTS["good.txt"]
    scheduled = {"AutoReplyState": "Scheduled", "StartTime": "2026-12-14T08:00:00", "EndTime": "2026-12-19T08:00:00"}
    for number, changes in enumerate(
        (
            {"ExternalMessage": ""},
            {"ExternalMessage": whole.replace("541-555-0161", "541-555-0199")},
            {"InternalMessage": ""},
            {"ExternalAudience": "None"},
            {"AutoReplyState": "Enabled", "StartTime": "", "EndTime": ""},
            {"EndTime": "2026-12-16T08:00:00"},
            {"EndTime": "2027-12-16T08:00:00"},
            {"StartTime": "2026-11-02T08:00:00", "EndTime": "2026-11-07T08:00:00"},
            {"AutoReplyState": "Disabled"},
        )
    ):
        row = {
            "Identity": f"person{number}@alderhouse.example",
            "PrimarySmtpAddress": f"person{number}@alderhouse.example",
            "ExternalAudience": "All",
            "InternalMessage": whole,
            "ExternalMessage": whole,
            **scheduled,
        }
        yield {**row, **changes}


def named_in(folder: Path) -> list[str]:
    """Return what in the files below a folder names the first organization."""
    found = []
    for path in folder.rglob("*"):
        if path.is_file() and path.suffix not in (".parquet", ".bak"):
            text = path.read_text(encoding="utf-8", errors="replace")
            found += [f"{path.name}: {match.group()}" for match in FIRST.finditer(text)]
    return found


def named(text: str) -> list[str]:
    """Return the lines of a text that name the first organization."""
    return [line for line in text.splitlines() if FIRST.search(line)]


def test_a_right_reply_passes(alder: Organization) -> None:
    """A reply with the college's own name, website, region, emblem and notice has no finding, as text and as HTML."""
    words = ("check", "texts/good.txt", "texts/good.html", "--policy", "alder", "--no-config", "--as-of", AS_OF)
    done = with_installed(alder.installed, *words, cwd=alder.folder)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr


@cache
def checked(alder: Organization, form: str) -> Result:
    """Return the check of all texts, once for each format."""
    return alder.run("check", "texts", "examples", "replies.json", "--export-timezone", "UTC", "--output-format", form)


@pytest.mark.parametrize("form", ["text", "json", "jsonl"])
def test_findings_name_nobody_else(form: str, alder: Organization) -> None:
    """Findings in every kind of fault speak of the college, its website and its crest alone."""
    done = checked(alder, form)
    assert done.exit_code in (1, 2), done.stderr
    assert named(done.stdout + done.stderr) == []
    for words in (
        "the college",
        "college's website",
        "House Crest",
        "Alder House College, Oregon",
        "alderhouse.example",
    ):
        assert words in done.stdout, words


def test_every_rule_is_tried(alder: Organization) -> None:
    """The texts are wrong in every way that a rule for messages and mailboxes finds."""
    done = checked(alder, "json")
    found = {item["rule"] for item in json.loads(done.stdout)["diagnostics"]}
    signature = alder.run("check", "texts/unnamed.txt", "--kind", "signature", "--output-format", "json")
    found |= {item["rule"] for item in json.loads(signature.stdout)["diagnostics"]}
    needed = {rule.id for rule in BUILT_IN if rule.examines != "organization" and not rule.needs}
    elsewhere = {"parity.plain-html-differ"}
    assert needed - found - elsewhere == set()


@pytest.mark.parametrize(("folder", "words"), [("edited", ("first",)), ("rewritten", ("--rewrite",))])
def test_corrections_name_nobody_else(folder: str, words: tuple[str, ...], alder: Organization) -> None:
    """Corrected texts, blanks, whole rewritten messages and what is said of them have the college's own words."""
    options = ("--export-timezone", "UTC", "--output-dir", folder)
    done = alder.run("fix", "texts", "replies.json", *words, *options)
    assert done.exit_code in (1, 2), done.output
    assert named(done.stdout + done.stderr) == []
    assert named_in(alder.folder / folder) == []
    written = alder.folder / folder
    assert "Alder House College, Oregon" in (written / "bare.txt").read_text(encoding="utf-8")
    for name in ("bare.txt", "spanish.txt", "badge.txt", "no-crest.html"):
        text = (written / name).read_text(encoding="utf-8")
        assert "[House Crest]" in text, name
        assert "https://www.alderhouse.example/" in text, name
    assert 'alt="House Crest"' in (written / "no-alt.html").read_text(encoding="utf-8")
    assert NOTICE in (written / "badge.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "emblem", ["[City Seal]", "[Town Seal]", "[Department crest]", "[College seal]", "[Police badge]"]
)
def test_another_emblem_is_replaced(emblem: str, alder: Organization) -> None:
    """The emblem of another organization, or another one of the college, is wrong, and the crest takes its place."""
    (alder.folder / "emblem.txt").write_text(GOOD.replace("[House Crest]", emblem), encoding="utf-8")
    checked = alder.run("check", "emblem.txt")
    assert f'Put the House Crest in place of "{emblem}".' in checked.stdout
    fixed = alder.run("fix", "emblem.txt", "--no-backup")
    assert fixed.exit_code == 0, fixed.stderr
    assert (alder.folder / "emblem.txt").read_text(encoding="utf-8") == GOOD


@pytest.mark.parametrize(
    "emblem",
    [
        "[House Crest]",
        "[house crest]",
        "[crest of Alder House]",
        "[College Crest]",
        "[crest]",
        "House Crest",
        "[cid:image001.png@1]",
    ],
)
def test_the_own_emblem_is_known(emblem: str, alder: Organization) -> None:
    """The crest is known by its name, the other names of the pack, its kind, or what a mail program writes for a picture."""
    (alder.folder / "crest.txt").write_text(GOOD.replace("[House Crest]", emblem), encoding="utf-8")
    done = alder.run("check", "crest.txt")
    assert (done.exit_code, done.stdout) == (0, "")


@pytest.mark.parametrize("name", ["bare.txt", "spanish.txt", "nothing.txt", "no-crest.html"])
def test_what_is_written_passes_once_filled_in(name: str, alder: Organization) -> None:
    """A corrected reply whose blanks are filled in has no finding of its signature left."""
    folder = f"filled-{name}"
    alder.run("fix", f"texts/{name}", "--output-dir", folder)
    path = alder.folder / folder / name
    text = path.read_text(encoding="utf-8")
    crest = '<img src="cid:crest.png@1" alt="House Crest">' if name.endswith("html") else "[House Crest]"
    for blank, value in (
        (r"\[House Crest\]", crest),
        (r"\[First name Last name\]|\[nombre y apellido\](?=\n)", "Dana Whitlock"),
        (r"\[Job Title\]|\[puesto\]", "Registrar"),
        (r"\[office phone number\]|\[teléfono de la oficina\]", "541-555-0142"),
        (r"\[extension\]|\[extensión\]", "4211"),
    ):
        text = re.sub(blank, value, text)
    path.write_text(text, encoding="utf-8")
    done = alder.run("check", path, "--select", "signature")
    assert "signature." not in done.stdout


def test_audit_names_nobody_else(alder: Organization) -> None:
    """The summary, the report, the tables and the corrected exports of an audit have the college's own words."""
    done = alder.run(
        "audit", "texts", "examples", "replies.json", "--output", "audit", "--patch", "--export-timezone", "UTC"
    )
    assert done.exit_code in (1, 2), done.stderr
    assert named(done.stdout + done.stderr) == []
    pages = alder.folder / "audit"
    assert "Alder House College: how we write" in (pages / "report.html").read_text(encoding="utf-8")
    assert named_in(pages) == []


@pytest.mark.parametrize(
    "command",
    [
        ("rules",),
        ("rules", "--output-format", "json"),
        ("facts", "texts"),
        ("facts", "texts", "--output-format", "jsonl"),
    ],
)
def test_other_commands_name_nobody_else(command: tuple[str, ...], alder: Organization) -> None:
    """What lists rules or facts has the college's own words."""
    done = alder.run(*command)
    assert done.exit_code == 0, done.stderr
    assert named(done.stdout + done.stderr) == []


@pytest.mark.parametrize("command", [("policy", "test"), ("policy", "coverage")])
def test_policy_commands_name_nobody_else(command: tuple[str, ...], alder: Organization) -> None:
    """The pack's own examples hold, and what it covers is quoted from its own standard."""
    done = CliRunner().invoke(cli, [*command, "alder"], catch_exceptions=False)
    assert "replylint: alder." not in done.stderr
    assert named(done.stdout + done.stderr) == []


def test_explanations_name_nobody_else(alder: Organization) -> None:
    """Every rule is explained with examples in the words of the college."""
    pack = load_pack(str(alder.installed / "alder_pack" / "alder.toml"))
    from replylint.report.pages import rule_page

    pages = {rule.id: rule_page(rule, pack) for rule in BUILT_IN}
    assert {rule: named(page) for rule, page in pages.items() if named(page)} == {}
    shown = alder.run("explain", "signature.wrong-organization").stdout
    assert shown == pages["signature.wrong-organization"]
    assert "Alder House College, OR\n" in shown


def test_a_department_builds_on_the_installed_pack(
    alder: Organization, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A pack that extends the installed one takes over its name and emblem, and may have a template of its own."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "registrar.toml").write_text('[pack]\nid = "registrar"\nextends = "alder"\n', encoding="utf-8")
    template = tmp_path / "templates" / "registrar" / "en" / "absence.txt.j2"
    template.parent.mkdir(parents=True)
    template.write_text("The registrar is out to {{ absence.last }}.{{ settings.seal_stand_in }}\n", encoding="utf-8")
    (tmp_path / "reply.txt").write_text("I am out from 12/14/26 to 12/18/26.\n", encoding="utf-8")
    words = ["fix", "reply.txt", "--policy", "registrar.toml", "--no-config", "--as-of", AS_OF, "--diff"]
    edited = CliRunner().invoke(cli, words, catch_exceptions=False)
    assert "+Alder House College, Oregon\n" in edited.stdout, edited.output
    assert "+[House Crest]\n" in edited.stdout
    rewritten = CliRunner().invoke(cli, [*words, "--rewrite"], catch_exceptions=False)
    assert "+The registrar is out to 12/18/26.[House Crest]" in rewritten.stdout, rewritten.output


def test_a_department_uses_the_templates_of_the_installed_pack(tmp_path: Path) -> None:
    """Templates beside an installed pack are found for a pack elsewhere that extends it."""
    files = {
        "alder_pack/__init__.py": MODULE,
        "alder_pack/alder.toml": PACK,
        "alder_pack/templates/alder/en/absence.txt.j2": "The college office is closed to {{ absence.last }}.\n",
    }
    install("alder_pack", files, "[replylint.packs]\nalder = alder_pack:PACK\n", tmp_path / "installed")
    work = tmp_path / "work"
    work.mkdir()
    (work / "registrar.toml").write_text('[pack]\nid = "registrar"\nextends = "alder"\n', encoding="utf-8")
    (work / "reply.txt").write_text("I am out from 12/14/26 to 12/18/26.\n", encoding="utf-8")
    arguments = ("fix", "reply.txt", "--rewrite", "--diff", "--policy", "registrar.toml", "--no-config")
    done = with_installed(tmp_path / "installed", *arguments, "--as-of", AS_OF, cwd=work)
    assert "+The college office is closed to 12/18/26." in done.stdout, done.stdout + done.stderr


def test_a_pack_for_another_organization_inherits_no_identity(tmp_path: Path) -> None:
    """A pack that extends Plant City's and names another organization takes over its rules, and nothing that names it."""
    path = tmp_path / "harbor.toml"
    path.write_text(
        '[pack]\nid = "harbor"\nextends = "plant-city"\n[settings]\norganization = "Town of Harbor Falls"\n',
        encoding="utf-8",
    )
    pack, standard = load_pack(str(path)), load_pack("plant-city")
    assert pack.rules == standard.rules
    settings = pack.settings
    assert (settings.website, settings.domains, settings.regions, settings.seal, settings.noun) == (
        "", (), (), "", "organization",
    )  # fmt: skip
    assert pack.source == ""
    assert [item.clause.id for item in pack.clauses if FIRST.search(item.clause.text)] == []
    assert len(pack.clauses) == len(standard.clauses) - 3


def test_a_department_of_the_same_organization_inherits_all(tmp_path: Path) -> None:
    """A pack that extends Plant City's and does not name another organization takes over who it is."""
    path = tmp_path / "parks.toml"
    path.write_text('[pack]\nid = "parks"\nextends = "plant-city"\n', encoding="utf-8")
    standard = load_pack("plant-city")
    assert load_pack(str(path)).settings == standard.settings
    assert load_pack(str(path)).clauses == standard.clauses
