"""Corrections of installed plugin rules are held to the same promises: what does not keep them is undone and said."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cli.given import AS_OF, GOOD, fix
from installing import install, with_installed
from replylint.rules import all_rules

RULES = '''\
"""Rules whose corrections go wrong, each in its own way."""

import re

from replylint.model import Edit, Finding, Fix, Insertion, Safety
from replylint.rules.base import Rule, at
from replylint.visible import Span


class _Word(Rule):
    """Finds a word."""

    word = "immediate"

    def check(self, subject):
        """Find each place of the word."""
        for match in re.finditer(self.word, subject.facts.text):
            span = Span(match.start(), match.end())
            yield at(span, f'Do not write "{match.group()}".', self.fix(subject, span))

    def fix(self, subject, span):
        """Return the correction, which replaces the word."""
        return Fix(Safety.SAFE, (Edit(span.start, span.end, "prompt"),))


class Right(_Word):
    """Keeps its promise."""

    id = "plugin.right"


class Stays(_Word):
    """Writes something that it finds again."""

    id = "plugin.stays"
    word = "immediate(?:ly)*"

    def fix(self, subject, span):
        """Make the word longer."""
        return Fix(Safety.SAFE, (Edit(span.end, span.end, "ly"),))


class Flips(_Word):
    """Finds each of two words and replaces it with the other."""

    id = "plugin.flips"
    word = "immediate|prompt"

    def fix(self, subject, span):
        """Write the other word."""
        now = subject.facts.text[span.start : span.end]
        return Fix(Safety.SAFE, (Edit(span.start, span.end, "prompt" if now == "immediate" else "immediate"),))


class Nothing(_Word):
    """Changes nothing."""

    id = "plugin.nothing"

    def fix(self, subject, span):
        """Write the same word."""
        return Fix(Safety.SAFE, (Edit(span.start, span.end, subject.facts.text[span.start : span.end]),))


class Sentence(_Word):
    """Deletes the sentence around its word."""

    id = "plugin.sentence"

    def fix(self, subject, span):
        """Delete from the sentence's first word to its point."""
        start = subject.facts.text.index("If you need")
        return Fix(Safety.SAFE, (Edit(start, subject.facts.text.index("Thank you"), ""),))


class Everything(_Word):
    """Deletes all there is."""

    id = "plugin.everything"

    def fix(self, subject, span):
        """Delete the text."""
        return Fix(Safety.SAFE, (Edit(0, len(subject.facts.text), ""),))


class Number(_Word):
    """Writes another telephone number than the author's."""

    id = "plugin.number"

    def fix(self, subject, span):
        """Replace the word and the number."""
        at = subject.facts.text.index("813-555-0161")
        return Fix(Safety.SAFE, (Edit(span.start, span.end, "prompt"), Edit(at, at + 12, "813-555-0199")))


class Fault(_Word):
    """Writes a word that is misspelled."""

    id = "plugin.fault"

    def fix(self, subject, span):
        """Write it wrong."""
        return Fix(Safety.SAFE, (Edit(span.start, span.end, "emergancy"),))


class Outside(_Word):
    """Edits beyond the end of the text."""

    id = "plugin.outside"

    def fix(self, subject, span):
        """Return places that are not there."""
        return Fix(Safety.SAFE, (Edit(10_000, 10_005, "prompt"),))


class Backwards(_Word):
    """Edits from an end to a start."""

    id = "plugin.backwards"

    def fix(self, subject, span):
        """Return places in the wrong order."""
        return Fix(Safety.SAFE, (Edit(span.end, span.start, "prompt"),))


class Source(_Word):
    """Edits the source far from what it found."""

    id = "plugin.source"

    def fix(self, subject, span):
        """Delete the first ninety characters of the source."""
        return Fix(Safety.SAFE, (Edit(0, 90, "", in_source=True),))


class Snippet(_Word):
    """Asks for a part that no template has."""

    id = "plugin.snippet"

    def fix(self, subject, span):
        """Return an insertion without a template."""
        return Fix(Safety.SAFE, insertions=(Insertion("no-such-part", span.end, span.end),))


class Once(_Word):
    """Writes once a word that it takes away twice."""

    id = "plugin.once"

    def fix(self, subject, span):
        """Replace the word, and write a sentence with one "I" less."""
        start = subject.facts.text.index("I will reply")
        end = subject.facts.text.index("If you need")
        text = subject.facts.text[start:end].replace("once I return", "once back")
        return Fix(Safety.SAFE, (Edit(start, end, text), Edit(span.start, span.end, "prompt")))


class Part(_Word):
    """Finds a part of an address and replaces it."""

    id = "plugin.part"
    word = "tboyd"


class Closes(_Word):
    """Makes an absence of a person that of an office."""

    id = "plugin.closes"
    word = "I will be out of the office"

    def fix(self, subject, span):
        """Say that the office is closed."""
        return Fix(Safety.SAFE, (Edit(span.start, span.end, "City Hall will be closed"),))


class Early(_Word):
    """Settles its finding only once the text says something else; it comes before the rule that makes it say so."""

    id = "plugin.early"

    def fix(self, subject, span):
        """Replace the word if it can."""
        ready = "If you want" in subject.facts.text
        return Fix(Safety.SAFE, (Edit(span.start, span.end, "prompt" if ready else "immediate immediate"),))


class Later(_Word):
    """Makes the text say so."""

    id = "plugin.later"
    word = "need"

    def fix(self, subject, span):
        """Replace the word."""
        return Fix(Safety.SAFE, (Edit(span.start, span.end, "want"),))


class Hides(_Word):
    """Finds the words beside a picture and hides it, without an edit of the picture's own element."""

    id = "plugin.hides"
    word = "http://www.plantcitygov.com/"

    def fix(self, subject, span):
        """Open an element that nobody sees."""
        start = subject.document.content.index("<img")
        hidden = Edit(start, start, '<span style="display:none">', in_source=True)
        return Fix(Safety.SAFE, (Edit(span.start, span.end, "https://www.plantcitygov.com/"), hidden))


class Crashes(_Word):
    """Fails once its word is gone."""

    id = "plugin.crashes"

    def check(self, subject):
        """Find the word, or fail."""
        if "immediate" not in subject.facts.text:
            raise ValueError("no such word")
        yield from super().check(subject)
'''
NAMES = ("Right", "Stays", "Flips", "Nothing", "Sentence", "Everything", "Number", "Fault", "Outside", "Backwards", "Source", "Snippet", "Once", "Part", "Closes", "Early", "Later", "Hides", "Crashes")  # fmt: skip
BY_HAND = {
    "stays": "would not settle it",
    "flips": "would not settle it",
    "nothing": "would change nothing",
    "sentence": "would lose",
    "everything": "nothing of the message would be left",
    "number": "would lose",
    "fault": "would lead to another finding",
    "outside": "",
    "backwards": "",
    "source": "would lose",
    "once": 'would lose "I return"',
    "part": 'would lose "tboyd@plantcity.example"',
    "closes": "would no longer be understood the same way",
    "early": "would not settle it",
}
"""The reason why each correction is left by hand."""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the rules as a plugin, and return the folder."""
    folder = tmp_path_factory.mktemp("plugin") / "installed"
    points = "".join(f"{name.lower()} = odd_rules:{name}\n" for name in NAMES)
    install("odd_rules", {"odd_rules.py": RULES}, f"[replylint.rules]\n{points}", folder)
    return folder


@pytest.fixture
def plugin(installed: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let Python find what is installed."""
    monkeypatch.syspath_prepend(str(installed))
    all_rules.cache_clear()
    yield
    all_rules.cache_clear()


def prepared(here: Path, *rules: str, text: str = GOOD) -> tuple[str, ...]:
    """Write a reply in which only rules of a plugin find something, and return the arguments that correct it."""
    lines = "".join(f'"plugin.{rule}" = "error"\n' for rule in rules)
    (here / "mine.toml").write_text(f'[pack]\nid = "mine"\nextends = "plant-city"\n[rules]\n{lines}', encoding="utf-8")
    name = "reply.html" if text.startswith("<") else "reply.txt"
    (here / name).write_text(text, encoding="utf-8")
    return (name, "--policy", "mine.toml", "--no-config")


def test_a_correction_that_keeps_its_promise_is_made(installed: Path, here: Path) -> None:
    """The correction of a plugin whose finding goes, and which loses nothing, is written."""
    words = ("fix", *prepared(here, "right"), "--as-of", AS_OF)
    done = with_installed(installed, *words, cwd=here)
    assert done.returncode == 0, done.stderr
    assert (here / "reply.txt").read_text(encoding="utf-8") == GOOD.replace("immediate", "prompt")
    assert done.stderr.splitlines()[-1] == "1 message checked: 1 corrected"


@pytest.mark.usefixtures("plugin")
@pytest.mark.parametrize("rule", BY_HAND)
def test_a_correction_that_does_not_is_undone(rule: str, here: Path) -> None:
    """A correction that does not settle its finding, adds one, or loses a fact is undone; the finding is left by hand, with the reason."""
    done = fix(*prepared(here, rule))
    assert (here / "reply.txt").read_text(encoding="utf-8") == GOOD
    assert done.exit_code == 1, done.stderr
    (said,) = [line for line in done.stderr.splitlines() if "left by hand" in line]
    assert f"plugin.{rule}" in said
    assert BY_HAND[rule] in said
    assert done.stderr.splitlines()[-1] == "1 message checked: 1 finding left"


@pytest.mark.usefixtures("plugin")
@pytest.mark.parametrize("rule", ["stays", "sentence"])
def test_other_corrections_are_made_all_the_same(rule: str, here: Path) -> None:
    """A correction that is undone takes no other with it."""
    done = fix(*prepared(here, rule, text=GOOD.replace("office", "ofice")))
    assert done.exit_code == 1, done.stderr
    assert (here / "reply.txt").read_text(encoding="utf-8") == GOOD
    assert f"plugin.{rule}" in done.stderr


@pytest.mark.usefixtures("plugin")
def test_what_another_correction_makes_possible_is_corrected_in_the_same_run(here: Path) -> None:
    """A correction that fails at first is tried again once others were made, so that a second run would change nothing."""
    words = prepared(here, "early", "later")
    done = fix(*words)
    assert done.exit_code == 0, done.stderr
    corrected = GOOD.replace("If you need immediate", "If you want prompt")
    assert (here / "reply.txt").read_text(encoding="utf-8") == corrected
    assert "nothing to correct" in fix(*words).stderr


@pytest.mark.usefixtures("plugin")
@pytest.mark.parametrize("rule", ["stays", "sentence", "everything"])
def test_rewriting_keeps_the_promise_too(rule: str, here: Path) -> None:
    """Where every message is written again from the template, the finding is left by hand as well."""
    done = fix(*prepared(here, rule), "--rewrite")
    assert done.exit_code == 1, done.stderr
    assert "If you need immediate assistance" in (here / "reply.txt").read_text(encoding="utf-8")
    assert f"plugin.{rule}" in done.stderr


@pytest.mark.usefixtures("plugin")
def test_a_page_keeps_its_links(here: Path) -> None:
    """A correction of a page that takes a link or a sentence along is undone."""
    body, _, signature = GOOD.partition("\n\n")
    lines = "<br>".join(signature.strip().split("\n"))
    page = f'<p><a href="https://maps.example/">Map</a> {body}</p><p>{lines.replace("[City Seal]", "")}<img src="cid:seal.png" alt="City Seal"></p>'
    for rule in ("source", "sentence"):
        done = fix(*prepared(here, rule, text=page))
        assert (here / "reply.html").read_text(encoding="utf-8") == page
        assert f"plugin.{rule}" in done.stderr
        assert done.exit_code == 1, done.stderr


@pytest.mark.usefixtures("plugin")
def test_a_page_keeps_a_picture_beside_what_is_corrected(here: Path) -> None:
    """A picture that stands beside the words of a finding is not lost with them, unless the correction is about the picture."""
    body, _, signature = GOOD.partition("\n\n")
    lines = "<br>".join(signature.replace("[City Seal]", "").strip().split("\n"))
    page = f'<p>{body}</p><p>{lines}<img src="map.png" alt="Map"></p><p><img src="cid:seal.png" alt="City Seal"></p>'
    done = fix(*prepared(here, "hides", text=page), "--select", "plugin.hides")
    assert (here / "reply.html").read_text(encoding="utf-8") == page
    (said,) = [line for line in done.stderr.splitlines() if "plugin.hides" in line]
    assert "would lose a picture" in said


@pytest.mark.usefixtures("plugin")
@pytest.mark.parametrize(("rule", "reason"), [("snippet", "no macro"), ("crashes", "failed")])
def test_what_fails_is_said_and_nothing_is_written(rule: str, reason: str, here: Path) -> None:
    """A correction whose part is not in the templates, or after which its rule fails, is said, with exit 2, and nothing is written."""
    done = fix(*prepared(here, rule))
    assert (here / "reply.txt").read_text(encoding="utf-8") == GOOD
    assert done.exit_code == 2, done.stderr
    assert reason in done.stderr
