"""`check`, `fix` and `new` in Spanish: nothing that they say to a person is English."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import Result

from cli.given import BAD, GOOD, SIGNATURE, mail, run
from replylint.cli import main
from replylint.cli import new as command
from spanish import english_in

FIXTURES = Path(__file__).parents[1] / "fixtures"
FRENCH = "Je suis absent du bureau du 14 au 18 décembre. Veuillez contacter notre équipe. Merci de votre compréhension."
ANSWERS = (
    "--contact",
    "Dana Whitlock, 813-555-0142",
    "--name",
    "Bob Hall",
    "--title",
    "Clerk",
    "--phone",
    "813-555-0161",
)
QUOTED = re.compile(r"(?m)^    \| .*$|^    La norma, (?:.|\n {4})*?”$|^    Quit.*$|^[-+@ ].*$")
"""The author's line and the standard's clause below a finding, and the lines of a difference."""


@pytest.fixture(autouse=True)
def files(here: Path) -> None:
    """Write what is checked: replies that are bad, foreign, damaged, of a mail program, and of another kind."""
    for name, text in {
        "bad.txt": BAD, "good.txt": GOOD, "french.txt": FRENCH, "empty.txt": "", "reply.eml": mail(BAD), "letters.docx": "PK",
        "signature.html": f"<p>{SIGNATURE}</p>", "broken.json": "{", "replylint.xyz": "text", "loud.txt": f"CALL ME NOW!!! lol Friday 12/14/26.\n\n{BAD}",
        "template.j2": "I am out {{ first_day }} {% if %}", "wrong.toml": "polcy = 3", "staff.csv": "a,b\n1,2\n",
    }.items():  # fmt: skip
        (here / name).write_text(text, encoding="utf-8")
    shutil.copy(FIXTURES / "exchange" / "replies.json", here / "exchange.json")
    (here / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n1234")


def spoken(result: Result) -> str:
    """Return what a run said to a person, without what it quotes of others."""
    return f"{QUOTED.sub('', result.stdout)}\n{result.stderr}"


@pytest.mark.parametrize(
    "arguments",
    [
        "check bad.txt good.txt loud.txt reply.eml signature.html exchange.json template.j2",
        "check french.txt empty.txt letters.docx broken.json replylint.xyz picture.png none.txt",
        "check .",
        "check --redact bad.txt french.txt none.txt",
        "check --internal good.txt --external bad.txt",
        "check --kind signature good.txt",
        "check --select absnce good.txt",
        "check --policy plant-cty good.txt",
        "check --config wrong.toml good.txt",
        "check --directory staff.csv good.txt",
        "check --as-of today good.txt",
        "check",
        "fix --diff bad.txt loud.txt exchange.json",
        "fix bad.txt good.txt loud.txt french.txt signature.html none.txt",
        "fix --safe loud.txt",
        "fix --rewrite bad.txt",
        "fix --output-dir out exchange.json reply.eml letters.docx bad.txt",
        "fix exchange.json reply.eml",
        "fix --yes bad.txt",
        "fix sieve://dana:secret@mail.example",
    ],
)
def test_no_english_is_said(arguments: str) -> None:
    """Whatever goes well or wrong, every word that is said is Spanish."""
    name, *others = arguments.split()
    assert english_in(spoken(run(name, "--language", "es", *others))) == []


@pytest.mark.parametrize(
    "arguments", ["check good.txt", "check bad.txt none.txt", "fix --diff bad.txt", "fix good.txt"]
)
def test_the_exit_code_is_the_same(arguments: str) -> None:
    """The language changes what is said, and not how a run ends."""
    name, *others = arguments.split()
    assert run(name, "--language", "es", *others).exit_code == run(name, *others).exit_code


def test_the_detector_sees_english_runs() -> None:
    """The same runs in English are seen to be English, so that a sentence that stayed English would be."""
    for arguments in (("check", "bad.txt"), ("fix", "--diff", "bad.txt"), ("fix", "good.txt"), ("check", "none.txt")):
        assert len(english_in(spoken(run(*arguments)))) > 3, arguments


def test_what_a_correction_did_is_told() -> None:
    """What is to be filled in, left by hand and why, taken out and counted is told in Spanish."""
    said = run("fix", "--language", "es", "loud.txt").stderr
    for words in (
        "loud.txt: rellene [",
        "queda por hacer a mano: ",
        "Por qué: ",
        "loud.txt: corregido",
        "se quitó",
        "1 corregido, quedan ",
    ):
        assert words in said, words


def test_the_files_that_apply_corrections_explain_themselves() -> None:
    """The README beside an export's corrections is Spanish, and has the same commands."""
    readmes = []
    for language in ("en", "es"):
        run("fix", "--language", language, "--output-dir", language, "exchange.json")
        readmes += [
            (Path(language) / f"exchange.json.{end}" / "README.txt").read_text("utf-8")
            for end in ("apply", "to-fill-in")
        ]
    commands = [re.findall(r" {3,}(\S.*)$", readme, re.MULTILINE) for readme in readmes]
    assert commands[:2] == commands[2:]
    assert all(commands)
    assert [english_in(readme) for readme in readmes[2:]] == [[], []]


def test_programs_read_the_same() -> None:
    """The language changes no key, no path and no rule of what programs read."""
    one, other = (
        json.loads(run("check", "--language", language, "--output-format", "json", "bad.txt", "none.txt").stdout)
        for language in ("en", "es")
    )
    for report in (one, other):
        for row in (*report["diagnostics"], *report["troubles"], *report["notices"]):
            row["message"] = ""
    assert one == other


def new(*arguments: str, **options: object) -> Result:
    """Run `replylint new` in Spanish."""
    return run("new", "--as-of", "2026-12-11", "--interface-language", "es", *arguments, **options)


def test_new_asks_in_spanish(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every question is Spanish, and so is what is said of an answer that is no day; the message is English all the same."""
    monkeypatch.setattr(command, "can_ask", lambda: True)
    answers = [
        "someday",
        "2026-12-14",
        "2026-12-18",
        "Dana Whitlock",
        "813-555-0142",
        "Bob Hall",
        "Clerk",
        "813-555-0161",
        "4212",
    ]
    result = new(input="\n".join(answers) + "\n")
    assert result.exit_code == 0, result.stderr
    assert english_in(re.sub(r"(?m)(?<=: )\S.*$", "", result.stderr)) == []
    assert "“someday” no es un día." in result.stderr
    assert "¿Quién puede ayudar mientras está fuera?" in result.stderr
    assert result.stdout.startswith("Mensaje, el mismo para la gente de dentro y de fuera:\n\nI will be out")
    assert "\nFirma:\n\nBob Hall" in result.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--first", "someday"),
        ("--first", "2026-12-18", "--last", "2026-12-14", *ANSWERS),
        ("--first", "2026-12-14", "--last", "2026-12-18", *ANSWERS, "--to", "pdf"),
        ("--first", "2026-12-14", "--last", "2026-12-18", *ANSWERS, "--phone", "555-0161"),
        (
            "--first",
            "2026-12-14",
            "--last",
            "2026-12-18",
            *ANSWERS,
            "--email",
            "bob@plantcity.example",
            "--to",
            "gmail-json",
        ),
        ("--ics", "none.ics"),
        ("--kind", "hours", "--first", "2026-12-14", "--hours", "later", *ANSWERS),
    ],
)
def test_new_says_in_spanish_what_is_wrong(arguments: tuple[str, ...]) -> None:
    """Answers that are missing, or cannot be right, are told in Spanish."""
    result = new(*arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith(("replylint: ", "La ayuda"))
    assert english_in(result.stderr.replace("replylint: ", "")) == []


def test_usage_is_told_in_the_language_of_the_interface(capsys: pytest.CaptureFixture[str]) -> None:
    """A mistake in a command is told in Spanish; the language of the message to write is not that of the interface."""
    said = []
    for arguments in (
        ["new", "--language", "es", "--nope"],
        ["new", "--interface-language=es", "--nope"],
        ["fix", "--language", "es", "--nope"],
        ["check", "--language", "es", "--nope"],
    ):
        with pytest.raises(SystemExit) as stop:
            main(arguments)
        assert stop.value.code == 2
        said.append(capsys.readouterr().err)
    assert "No such option" in said[0]
    assert all("No existe la opción '--nope'" in one and english_in(one) == [] for one in said[1:])
