"""Long pasted lists and long lines: read in time that grows with their length, and reported in few words.

A text four times as long may take at most seven times the processor time; a reader whose time grows
with the square would take sixteen times as long. Both sizes are measured in the same process.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from growth import assert_in_proportion
from replylint.engine import MAX_EXCERPT, MAX_MESSAGE, Engine, excerpt_around
from replylint.facts import Facts, spelling, vocabulary, words
from replylint.facts.summary import summary
from replylint.model import Diagnostic, Document, DocumentKind, Mailbox
from replylint.policy import load_pack
from replylint.report.marked import marked
from replylint.report.render import MAX_ALIKE, Report
from replylint.tally import Tally
from replylint.visible import Visible

ENGINE = Engine(load_pack("plant-city"), date(2026, 12, 10))
OPENING = "I am out of the office through December 14, 2026. Contact Terrence Boyd at 813-555-0161.\n"
SMALL = 4_000
SLOW = 0.03
"""Seconds that half of a short list may take, or else that half is the short list."""
MOST = 7.0


def word(chance: random.Random) -> str:
    """Return an invented name that is in no word list."""
    return "".join(chance.choice("bcdfglmnprst") + chance.choice("aeiou") for _ in range(3)).title()


def pair(chance: random.Random) -> str:
    """Return an invented first and last name."""
    return f"{word(chance)} {word(chance)}"


LISTS: dict[str, Callable[[random.Random], str]] = {
    "names": lambda chance: f"{pair(chance)}\n",
    "names with numbers": lambda chance: f"{pair(chance)}, 813-555-01{chance.randrange(10, 99)}\n",
    "names with addresses": lambda chance: f"{pair(chance)} <{word(chance).lower()}@example.org>\n",
    "a table of staff": lambda chance: f"{pair(chance)} | Clerk | 813-555-01{chance.randrange(10, 99)}\n",
    "names in one sentence": lambda chance: f"{pair(chance)} and ",
    "signatures": lambda chance: f"{pair(chance)}\nClerk\nCity of Plant City, Florida\n\n",
    "unknown words": lambda chance: f"{word(chance).lower()} ",
    "stars": lambda _: "*",
    "notes in stars": lambda _: "** ",
    "stars and waves": lambda _: "*~",
    "blanks": lambda _: "${a} ",
    "jokes": lambda _: "lol ",
    "words said twice": lambda _: "of of ",
    "misspelled words": lambda _: "teh ",
    "one long word": lambda _: "a",
    "a long cry": lambda _: "eeeeeeee",
    "numbers": lambda _: "813-555-0142 ",
    "names or names": lambda _: "Call Maria Lopez or ",
    "fractions": lambda _: "1/",
    "halves of addresses": lambda _: "a@",
    "addresses": lambda _: "me@example.org ",
    "brackets": lambda _: "[",
    "round brackets": lambda _: "(((( ",
    "weekdays": lambda _: "mondays, ",
    "hours": lambda _: "10am ",
    "weeks": lambda _: "out thurs-mon ",
    "leavers": lambda _: "Marcus has left. Write to orders@tidewater.example. ",
    "contacts": lambda chance: f"Contact Ann {word(chance)} at ann{chance.randrange(999)}@example.org. ",
    "closings": lambda _: "Cheers, Bo. ",
    "case numbers": lambda _: "case 1-2-3-4-5-6-7 ",
    "predecessors": lambda _: "I am out December 14. My predecessor no longer works here. ",
}
AROUND = (("I am out Monday ", " Tuesday."), ("", "\n\nAnn Lee"), ("Hi,\n-- \n", ""))
"""What is around a list, of which half is enough for this: words by which dates, contacts and signatures are known."""


def text_of(name: str, size: int) -> str:
    """Return a list of a kind with about so many characters."""
    chance, parts, length = random.Random(size), [OPENING], 0
    while length < size:
        parts.append(LISTS[name](chance))
        length += len(parts[-1])
    return "".join(parts)


def document(text: str) -> Document:
    """Return a text as a file of its own."""
    return Document("text", Visible.plain(text), text, kind=DocumentKind.AUTO_REPLY, whole_file=True)


def findings(text: str, facts: Facts | None = None) -> list[Diagnostic]:
    """Return what the Plant City pack finds in a text."""
    results = ENGINE.check(Mailbox("reply.txt", (document(text),)), (facts,) if facts else None)
    return [result for result in results if isinstance(result, Diagnostic)]


def seconds(run: Callable[[], object]) -> float:
    """Return the processor time of a call, with the answers about words forgotten first."""
    for cached in (
        spelling._meant, spelling._is_ordinary, spelling._suspects, spelling._edits, spelling._common, vocabulary.is_slip,
    ):  # fmt: skip
        cached.cache_clear()
    begun = time.thread_time()
    run()
    return time.thread_time() - begun


@pytest.mark.parametrize("name", LISTS)
def test_a_list_four_times_as_long_takes_about_four_times_as_long(name: str) -> None:
    """Checking a pasted list, and showing its facts, takes time in proportion to its length."""
    words.word_list("en")._parse() if words.word_list("en")._data else None
    half = text_of(name, SMALL // 2)
    findings(half[: len(half) // 4])  # what is loaded once is loaded
    size = SMALL // 2 if seconds(lambda: findings(half)) > SLOW else SMALL
    small, large = text_of(name, size), text_of(name, 4 * size)

    def read(text: str) -> None:
        facts = ENGINE.facts(document(text))
        findings(text, facts)
        marked(facts, "reply.txt", color=False, width=100)
        part = text[len(OPENING) : len(OPENING) + len(text) // 2]
        for before, after in AROUND:
            summary(ENGINE.facts(document(f"{before}{part}{after}")))

    assert_in_proportion(lambda: seconds(lambda: read(small)), lambda: seconds(lambda: read(large)), MOST)


def test_an_unknown_word_is_compared_with_the_word_list_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """However often an unknown word occurs, with or without a capital, its neighbors are made once."""
    made: list[str] = []
    real = spelling.edits_of
    monkeypatch.setattr(spelling, "edits_of", lambda word: made.append(word) or real(word))
    for cached in (spelling._meant, spelling._suspects, spelling._edits, spelling._common):
        cached.cache_clear()
    findings(OPENING + "Bexitor Bexitor bexitor.\n" * 300)
    assert made.count("bexitor") == 1


def test_a_word_list_is_parsed_once_it_is_asked_often() -> None:
    """A few words are searched for without parsing the list; after thousands it is parsed and no longer searched."""
    others = b"".join(b'    "y%06d": 7,\n' % number for number in range(2_000))
    data = b'{\n    "ab": 12,\n    "abc": 5,\n    "b": 900,\n' + others + b'    "z": 1\n}'
    known = words.WordList(data)
    assert [known.count(word) for word in ("ab", "b", "zz", "abc", "a")] == [12, 900, 0, 5, 0]
    assert known.common({"ab", "abc", "b", "x"}, 10) == {"ab": 12, "b": 900}
    assert known._data == data
    for number in range(words._PARSE_AFTER + 1):
        assert known.count(f"x{number}") == 0
    assert known._data == b""
    assert [known.count(word) for word in ("ab", "b", "zz", "abc", "a")] == [12, 900, 0, 5, 0]
    assert known.common({"ab", "abc", "b", "x"}, 10) == {"ab": 12, "b": 900}


def test_vocabulary_has_only_letters_that_edits_are_made_of() -> None:
    """Every word of the English vocabulary is found among the edits of a slip, which have the letters a to z."""
    assert all(word.isascii() and word.isalpha() and word.islower() for word in spelling.vocabulary_of("en"))


ALIKE = {
    "variables": ("${a} ", 10_000),
    "braces": ("{{x}} ", 4_000),
    "blanks in brackets": ("[your name] ", 2_000),
    "masks": ("XX/XX ", 3_000),
    "marks": ("?! ", 4_000),
    "misspelled words": ("teh ", 4_000),
}


@cache
def alike(name: str) -> tuple[Diagnostic, ...]:
    """Return what is found in a long line of the same again and again."""
    unit, count = ALIKE[name]
    return tuple(findings(OPENING + unit * count + "\n"))


@pytest.mark.parametrize("name", ALIKE)
@pytest.mark.parametrize("form", ["text", "json", "jsonl"])
def test_findings_in_one_long_line_do_not_copy_it(name: str, form: str) -> None:
    """Thousands of findings in one line are counted, a hundred of each rule are listed, and none repeats the line."""
    diagnostics = alike(name)
    assert len(diagnostics) >= ALIKE[name][1]
    assert all(len(item.excerpt) <= MAX_EXCERPT + 2 for item in diagnostics)
    report = Report(ENGINE.pack, diagnostics, (), (), Tally(checked=1))
    data = report.data()
    rules = [row["rule"] for row in data["diagnostics"]]
    assert max(rules.count(rule) for rule in rules) == MAX_ALIKE
    assert sum(1 + row["more"] for row in data["diagnostics"]) == len(diagnostics)
    assert data["summary"]["error"] + data["summary"]["warning"] + data["summary"]["note"] == len(diagnostics)
    written = report.write(form, color=False)
    assert len(written) < 400_000
    if form == "text":
        (row,) = [row for row in data["diagnostics"] if row["more"]]
        assert f"and {row['more']:,} more like this from {row['rule']}" in written


def test_few_findings_are_all_listed() -> None:
    """As many findings of one rule as are listed at most are listed without a count of more."""
    diagnostics = findings(OPENING + "teh " * MAX_ALIKE + "\n")
    report = Report(ENGINE.pack, tuple(diagnostics), (), (), Tally(checked=1))
    assert {row["more"] for row in report.data()["diagnostics"]} == {0}
    assert "more like this" not in report.write("text", color=False)


def test_a_long_message_is_cut() -> None:
    """A message that quotes a text of any length stays readable."""
    from replylint.model import Finding, Severity
    from replylint.rules.base import Subject

    one = document(OPENING)
    facts = ENGINE.facts(one)
    mailbox = Mailbox("reply.txt", (one,))
    subject = Subject(facts, ENGINE.settings, date(2026, 12, 10), None, mailbox, date(2026, 12, 10), (facts,))
    stamped = ENGINE._stamp("x", Severity.NOTE, Finding("y" * 50_000), subject, mailbox, 0)
    assert len(stamped.message) == MAX_MESSAGE + 1


LINES = st.lists(st.integers(0, 600).map(lambda length: ("abcdefghij" * 60)[:length]), min_size=1, max_size=3)


@given(LINES, st.integers(0, 1800), st.integers(0, 300))
def test_an_excerpt_shows_the_marked_words_in_their_line(lines: list[str], start: int, length: int) -> None:
    """An excerpt is one line, has at most 200 characters of it, and marks the same words as the text."""
    text = "\n".join(lines)
    start = min(start, len(text))
    end = min(start + length, len(text))
    excerpt, span = excerpt_around(text, start, end)
    line_end = text.find("\n", start)
    line_end = len(text) if line_end < 0 else line_end
    marked_words = text[start : min(end, line_end, start + MAX_EXCERPT)]
    assert "\n" not in excerpt
    assert len(excerpt) <= MAX_EXCERPT + 2
    assert excerpt[span.start : span.end] == marked_words
    line = text[text.rfind("\n", 0, start) + 1 : line_end]
    assert excerpt.strip("…") in line
    if len(line) <= MAX_EXCERPT:
        assert excerpt == line
    else:
        assert excerpt.startswith("…") or excerpt.endswith("…")
