"""Sieve scripts: the reply, when it is sent, and another reply put in its place."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from replylint.model import Document, Mailbox, Notice, State
from replylint.sources import Loaded, sieve_script

Read = Callable[..., list[Loaded]]
HEAD = 'require ["vacation", "date", "relational", "variables"];\n'


def box(found: list[Loaded]) -> Mailbox:
    """Return the one mailbox among what was loaded."""
    (one,) = (item for item in found if isinstance(item, Mailbox))
    return one


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('vacation "I am \\"out\\" \\\\o/.";', 'I am "out" \\o/.'),
        ("vacation text:\nI am out.\n..dots\n.\n;", "I am out.\n.dots\n"),
        ("vacation text: # why\r\nI am out.\r\n.\r\n;", "I am out.\n"),
        ('VACATION :Days 7 :addresses ["a@example.com", "b@example.com"] :handle "x" "I am out.";', "I am out."),
        ('/* vacation "no" */ # vacation "no"\nvacation :subject "Away" "I am out.";', "I am out."),
        ('if true { if allof (true, true) { vacation "I am out."; } }', "I am out."),
        ('vacation :mime "Content-Type: text/plain; charset=utf-8\n\nI am out.";', "I am out."),
    ],
)
def test_the_reply_is_read_in_every_way_of_writing_it(
    document: Callable[..., Document], written: str, said: str
) -> None:
    """Quoted strings, blocks with doubled dots, comments, nested tests and MIME entities give the text that people get."""
    assert document(HEAD + written + "\n", "x.sieve").text == said


@pytest.mark.parametrize(
    ("test", "state", "start", "end"),
    [
        ("true", State.ON, None, None),
        ("false", State.OFF, None, None),
        ('currentdate :value "ge" "date" "2026-12-14"', State.SCHEDULED, "2026-12-14T00:00:00", None),
        ('currentdate :value "le" "date" "2026-12-18"', State.SCHEDULED, None, "2026-12-19T00:00:00"),
        ('currentdate :value "lt" "date" "2026-12-18"', State.SCHEDULED, None, "2026-12-18T00:00:00"),
        (
            'allof(currentdate :zone "-0500" :value "ge" "iso8601" "2026-12-14T08:00:00-05:00", currentdate :zone "-0500" :value "le" "date" "2026-12-18")',
            State.SCHEDULED,
            "2026-12-14T08:00:00-05:00",
            "2026-12-19T00:00:00-05:00",
        ),
    ],
)
def test_simple_bounds_by_the_date_are_its_start_and_end(
    read: Read, test: str, state: State, start: str | None, end: str | None
) -> None:
    """A last day that is included ends at its midnight, one that is not ends when it begins, each in the zone it names."""
    found = box(read(f'{HEAD}if {test} {{ vacation "I am out."; }}\n', "x.sieve")).settings
    assert found is not None
    assert (found.state, found.start and found.start.at.isoformat(), found.end and found.end.at.isoformat()) == (
        state,
        start,
        end,
    )


@pytest.mark.parametrize(
    "test",
    [
        'header :contains "subject" "urgent"',
        'anyof (currentdate :value "ge" "date" "2026-12-14", true)',
        'not currentdate :value "ge" "date" "2026-12-14"',
    ],
)
def test_other_conditions_are_said_and_not_judged(read: Read, test: str) -> None:
    """What else decides whether a reply is sent is quoted with its line, and no dates are made of it."""
    found = read(f'{HEAD}if {test} {{ vacation "I am out."; }}\n', "x.sieve")
    settings = box(found).settings
    assert settings is not None
    assert (settings.start, settings.end, settings.tells_times) == (None, None, False)
    assert ["line 2: whether this reply is sent depends" in item.message for item in found if isinstance(item, Notice)] == [True]  # fmt: skip


def test_what_a_script_fills_in_is_a_variable(document: Callable[..., Document]) -> None:
    """With `variables`, `${subject}` is filled in when the script runs, and is no blank that somebody forgot."""
    assert document(f'{HEAD}vacation "About ${{subject}}: I am out.";\n', "x.sieve").template


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ('vacation "I am out."', "begins a command that does not end"),
        ('vacation "I am out.;\n', "cannot be read"),
        ("vacation text:\nI am out.\n;\n", "cannot be read|does not end"),
        ('if true { vacation "I am out.";\n', "opens a block that does not end"),
        ("vacation :days 7;\n", "without a text"),
        ("keep;\nif vacation {\n}\n", "has no vacation action"),
        ("{" * 500, "command is expected"),
        ("if true {" * 500 + "}" * 500, "nested more than"),
        ("if " + "(" * 500, "nested more than"),
        ("# DATA: {not json\nvacation 'x';", "damaged|cannot be read"),
    ],
)
def test_a_script_that_is_not_whole_is_refused_with_its_line(refusal: Callable[..., str], script: str, said: str) -> None:  # fmt: skip
    """A script that is cut off, nested without end or without a reply is one clear line."""
    import re

    assert re.search(said, refusal(HEAD + script, "x.sieve"))


REASONS = st.text(st.sampled_from('."\\\n;#:${} \té🌴') | st.characters(exclude_categories=["Cs"]), max_size=60).map(
    lambda text: text.replace("\r", "")
)


@given(REASONS, st.booleans(), st.booleans())
@example(".\n..\n.;\n", True, True)
@example('"\\"', False, False)
@example("", True, False)
def test_another_reply_is_read_back_exactly_and_the_rest_of_the_script_stays(
    text: str, block: bool, wide: bool
) -> None:
    """Whatever a reply holds, points, quotation marks and semicolons too, it is the reply of the script written, and nothing else changes."""
    before = HEAD + 'if true {\n  vacation :days 3 @;\n  keep; # "not this"\n}\n'
    script = before.replace("@", "text:\nold\n.\n" if block else '"old"')
    script = script.replace("\n", "\r\n") if wide else script
    reason = f"{text}\n" if block and text and not text.endswith("\n") else text  # a block ends its last line
    written = sieve_script.with_reasons(script, {0: reason})
    (found,) = sieve_script.script_of(written).vacations
    assert found.reason == reason
    (old,) = sieve_script.script_of(script).vacations
    assert written[: found.start] == script[: old.start]
    assert written[found.end :] == script[old.end :]
    assert sieve_script.with_reasons(written, {0: old.reason}) == script
