"""Sieve scripts: the reply, when it is sent, and another reply put in its place."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from replylint.errors import SourceError
from replylint.model import Document, Mailbox, Notice, State, Unchecked
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
        'not header :contains "subject" "urgent"',
        'allof (exists "x", address "from" "a@example.org")',
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
    """What a test has matched in the message is filled in when the script runs, and is not a blank that the author forgot."""
    matched = 'if header :matches "subject" "*" { set "subject" "${1}"; }\n'
    for before, name in ((matched, "subject"), ('set "subject" "";\n' + matched, "Subject"), ("", "1")):
        one = document(f'{HEAD}{before}vacation "About ${{{name}}}: I am out.";\n', "x.sieve")
        assert one.template
        assert one.text == f"About ${{{name if name == '1' else 'subject'}}}: I am out."


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ('vacation "I am out."', "begins a command that does not end"),
        ('vacation "I am out.;\n', "cannot be read"),
        ("vacation text:\nI am out.\n;\n", "cannot be read|does not end"),
        ('if true { vacation "I am out.";\n', "opens a block that does not end"),
        ("vacation :days 7;\n", "without a text"),
        ("keep;\nif vacation {\n}\n", "vacation action inside another command"),
        ("{" * 500, "command is expected"),
        ("if true {" * 500 + "}" * 500, "nested more than"),
        ("if " + "(" * 500, "nested more than"),
        ("# DATA: {not json\nvacation 'x';", "damaged|cannot be read"),
    ],
)
def test_a_script_that_is_not_whole_is_refused_with_its_line(refusal: Callable[..., str], script: str, said: str) -> None:  # fmt: skip
    """A script that is cut off or nested without end is one clear line."""
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
    before = 'require ["vacation"];\nif true {\n  vacation :days 3 @;\n  keep; # "not this"\n}\n'
    script = before.replace("@", "text:\nold\n.\n" if block else '"old"')
    script = script.replace("\n", "\r\n") if wide else script
    reason = f"{text}\n" if block and text and not text.endswith("\n") else text  # a block ends its last line
    written = sieve_script.with_reasons(script, {0: reason})
    (found,) = sieve_script.script_of(written).vacations
    assert found.reason == reason
    (old,) = sieve_script.script_of(script).vacations
    assert written[: found.place.start] == script[: old.place.start]
    assert written[found.place.end :] == script[old.place.end :]
    assert sieve_script.with_reasons(written, {0: old.reason}) == script


@pytest.mark.parametrize(
    ("script", "text"),
    [
        ('set "msg" "I am out."; vacation "${msg}";', "I am out."),
        ('set "MSG" text:\nI am out.\n..dots\n.\n; vacation "${msg}";', "I am out.\n.dots\n"),
        ('set "a" "out"; set "b" "I am ${a}."; vacation "${b} Bye.";', "I am out. Bye."),
        ('set :upperfirst :lower "a" "I AM OUT."; vacation "${a}";', "I am out."),
        ('set "a" "no"; if true { set "a" "I am out."; } vacation "${a}";', "I am out."),
        ('set "a" "I am out."; if false { set "a" "no"; } vacation "${a}";', "I am out."),
        (
            'set "a" "I am out."; if address "from" "x@example.org" { set "a" "no"; stop; } vacation "${a}";',
            "I am out.",
        ),
        ('if not exists "x" { set "a" "I am out."; vacation "${a}"; }', "I am out."),
        ('if exists "x" { set "a" "I am out."; } else { set "a" "I am out."; } vacation "${a}";', "I am out."),
        ('set "mail" "Content-Type: text/plain\n\nI am out."; vacation :mime "${mail}";', "I am out."),
    ],
)
def test_a_text_in_a_variable_is_read_where_the_script_settles_it(read: Read, script: str, text: str) -> None:
    """A reply may be kept in a variable; what `set` and its modifiers make of it is what people get (RFC 5229)."""
    (one,) = box(read(HEAD + script, "x.sieve")).documents
    assert one.text == text
    assert not one.template


@pytest.mark.parametrize(
    "script",
    [
        'set "a" "I am out."; if exists "x" { set "a" "I am here."; } vacation "${a}";',
        'if exists "x" { set "a" "I am out."; } vacation "${a}";',
        'if exists "x" { set "a" "One"; } elsif exists "y" { set "a" "Two"; } else { set "a" "Three"; } vacation "${a}";',
        'set "a" "I am ${b}."; vacation "${a}";',
        'vacation "I am out until ${day}.";',
        'global "text"; vacation "${text}";',
        'set :encodeurl "a" "I am out."; vacation "${a}";',
        'if header :matches "subject" "*" { set "a" "About ${1}: I am out."; } vacation "${a}";',
        'set "a" "One"; foreverypart { set "a" "Two"; } vacation "${a}";',
        'vacation "${1}";',
        'if header :matches "subject" "*" { set "subject" "${1}"; } vacation " ${subject} ";',
    ],
)
def test_a_text_that_the_script_does_not_settle_is_not_checked(read: Read, script: str) -> None:
    """A reply whose text depends on a test, on another script or on the message alone is named, and never passes."""
    (found,) = read('require ["vacation", "variables"];\n' + script, "x.sieve")
    assert isinstance(found, Unchecked), found
    assert "line 2" in found.message


@pytest.mark.parametrize(
    ("script", "corrected"),
    [
        ('set "m" "old"; vacation "${m}";', 'set "m" "new\n"; vacation "${m}";'),
        ('set "m" text:\nold\n.\n;\nvacation "${m}";', 'set "m" text:\nnew\n.\n;\nvacation "${m}";'),
        ('set "m" "old"; vacation "${m}!";', 'set "m" "old"; vacation "new\n";'),
        ('set :upper "m" "old"; vacation "${m}";', 'set :upper "m" "old"; vacation "new\n";'),
        (
            'set "m" "old"; if true { vacation "${m}"; } else { vacation "${m}"; }',
            'set "m" "new\n"; if true { vacation "${m}"; } else { vacation "${m}"; }',
        ),
    ],
)
def test_a_text_in_a_variable_is_corrected_where_it_is_kept(script: str, corrected: str) -> None:
    """The string that holds all of the reply is replaced; the reply itself where the text is put together."""
    count = len(sieve_script.script_of(HEAD + script).vacations)
    assert sieve_script.with_reasons(HEAD + script, dict.fromkeys(range(count), "new\n")) == HEAD + corrected


def test_a_corrected_text_that_the_server_would_read_otherwise_is_not_written() -> None:
    """A reply in which `${…}` stands by chance is not put into a script that fills variables in."""
    with pytest.raises(SourceError, match="correct it by hand"):
        sieve_script.with_reasons(HEAD + 'set "a" "b"; vacation "old";', {0: "new ${a}"})


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("I${unicode: 2019}ll be ${hex:54}here.", "I\u2019ll be There."),
        ("${HEX: 4a  6F}", "Jo"),
        ("${unicode:1F334 40}", "\U0001f334@"),
        ("${hex:c3 a9}t\u00e9", "\u00e9t\u00e9"),
        ("${hex:4}${unicode:}${hex:4a6f}", "${hex:4}${unicode:}${hex:4a6f}"),
        ("${hex:24}{name}", "${name}"),
    ],
)
def test_encoded_characters_are_decoded(document: Callable[..., Document], written: str, text: str) -> None:
    """`${hex:…}` and `${unicode:…}` are characters where the script requires that (RFC 5228), and text where it does not."""
    script = f'vacation "{written}";'
    assert document('require ["vacation", "encoded-character"];\n' + script, "x.sieve").text == text
    assert document('require "vacation";\n' + script, "y.sieve").text == written


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ('vacation :days 1 :subject "Out" "I am "out" until 12/18/26.";', 'quotation marks inside the text as .*"'),
        ('vacation "I am out." "Bye.";', "more after the text of the reply"),
        ('vacation "I am out." :days 7;', "more after the text of the reply"),
        ('vacation :days "7" "I am out.";', "has no number after :days"),
        ('vacation :subject "Out" of office "I am out.";', "vacation action does not take"),
        ('vacation :away "I am out.";', "vacation action does not take"),
        ('vacation ["I am out."];', "vacation action does not take"),
        ('vacation :subject ["a", "b"] "I am out.";', "has no string after :subject"),
        ('set "a"; vacation "I am out.";', "not set to one text"),
        ('vacation "${hex:ff}";', "encoded character that does not exist"),
        ('vacation "${unicode:110000}";', "encoded character that does not exist"),
    ],
)
def test_a_script_that_no_server_runs_is_not_checked(refusal: Callable[..., str], script: str, message: str) -> None:
    """A correction of an invalid script would hide that nobody is answered, so it is refused with its line."""
    import re

    said = refusal('require ["vacation", "variables", "encoded-character"];\n' + script, "x.sieve")
    assert re.search(message, said), said
    assert "line 2" in said


@pytest.mark.parametrize(
    "data",
    [
        HEAD.encode() + 'vacation "Estar\u00e9 fuera.";'.encode("latin-1"),
        HEAD.encode() + 'vacation "I\u2019m out.";'.encode("cp1252"),
        HEAD.encode() + b'vacation "I am out.";\n# \xff',
        (HEAD + 'vacation "I am out.";').encode("utf-16"),
        HEAD.encode() + b'vacation "\xc3";',
    ],
)
def test_a_script_in_another_character_set_is_not_checked(refusal: Callable[..., str], data: bytes) -> None:
    """Sieve is UTF-8 and nothing else; a script that is not cannot be on a server."""
    assert "is not UTF-8" in refusal(data, "x.sieve")


def test_a_script_that_requires_nothing_is_not_checked(refusal: Callable[..., str]) -> None:
    """Without `require "vacation"` the server refuses the script."""
    assert 'without require "vacation"' in refusal('require "fileinto";\nvacation "I am out.";', "x.sieve")
    assert isinstance(
        sieve_script.script_of('require "vacation-seconds"; vacation :seconds 0 "x";'), sieve_script.Script
    )


@pytest.mark.parametrize(
    ("test", "start", "end"),
    [
        ('currentdate :value "ge" "date" ["2027-02-14"]', "2027-02-14T00:00:00", None),
        (
            'allof (currentdate :zone "-0500" :value "ge" "date" ["2027-02-14"], currentdate :zone "-0500" :value "le" "date" ["2027-02-18"])',
            "2027-02-14T00:00:00-05:00",
            "2027-02-19T00:00:00-05:00",
        ),
        ('currentdate :value "ge" ["date"] ["2027-02-16", "2027-02-14"]', "2027-02-14T00:00:00", None),
        ('currentdate :is "date" "2027-02-14"', "2027-02-14T00:00:00", "2027-02-15T00:00:00"),
        ('currentdate "date" ["2027-02-14", "2027-02-15"]', "2027-02-14T00:00:00", "2027-02-16T00:00:00"),
        ('date :value "ge" "date" "date" ["2027-02-14"]', "2027-02-14T00:00:00", None),
        ('date :originalzone :value "lt" "received" "date" "2027-02-14"', None, "2027-02-14T00:00:00"),
        ('currentdate :value "ge" "date" "${first}"', "2027-02-14T00:00:00", None),
        ('not currentdate :value "lt" "date" "2027-02-14"', "2027-02-14T00:00:00", None),
        (
            'allof (not currentdate :value "lt" "date" "2027-02-14", not currentdate :value "gt" "date" ["2027-02-18"])',
            "2027-02-14T00:00:00",
            "2027-02-19T00:00:00",
        ),
        ('not currentdate :value "ge" "date" "2027-02-14"', None, "2027-02-14T00:00:00"),
        ('anyof (currentdate :value "ge" "date" "2027-02-14")', "2027-02-14T00:00:00", None),
        (
            'allof (not header :contains "list-id" "x", allof (currentdate :value "ge" "date" "2027-02-14", size :under 9K), true)',
            "2027-02-14T00:00:00",
            None,
        ),
    ],
)
def test_days_in_lists_and_other_tests_are_read(read: Read, test: str, start: str | None, end: str | None) -> None:
    """A list of days, a single day and the date of the message bound a reply as one day does."""
    settings = box(
        read(f'{HEAD}set "first" "2027-02-14";\nif {test} {{ vacation "I am out."; }}\n', "x.sieve")
    ).settings
    assert settings is not None
    assert settings.state is State.SCHEDULED
    assert (settings.start and settings.start.at.isoformat(), settings.end and settings.end.at.isoformat()) == (
        start,
        end,
    )


@pytest.mark.parametrize(
    "test",
    [
        'currentdate :value "ge" "date" "12/14/2026"',
        'currentdate :is "date" ["2027-02-14", "2027-02-18"]',
        'date :value "ge" "x-date" "date" "2027-02-14"',
        'currentdate :zone "EST" :value "ge" "date" "2027-02-14"',
        'anyof (currentdate :value "ge" "date" "2026-12-14", true)',
        'not allof (currentdate :value "ge" "date" "2026-12-14", exists "x")',
        'not currentdate :is "date" ["2027-02-14", "2027-02-15"]',
        'currentdate :value "ge" "month" "12"',
        'currentdate :value "ge" "date" "${unknown}"',
    ],
)
def test_days_that_cannot_be_read_are_not_checked(read: Read, test: str) -> None:
    """Scattered days, dates in another form and alternatives are quoted with their line, and no dates are made of them."""
    found = read(f'{HEAD}if {test} {{ vacation "I am out."; }}\n', "x.sieve")
    settings = box(found).settings
    assert settings is not None
    assert (settings.start, settings.end, settings.tells_times) == (None, None, False)
    assert ["line 2: the days" in item.message for item in found if isinstance(item, Unchecked)] == [True]


@pytest.mark.parametrize(
    "test",
    ['currentdate :value "ge" "hour" "17"', 'currentdate :is "weekday" ["0", "6"]', 'not currentdate "weekday" "3"'],
)
def test_hours_and_weekdays_are_said(read: Read, test: str) -> None:
    """Hours and weekdays come again and again, so they are no dates of an absence; they are quoted."""
    found = read(f'{HEAD}if {test} {{ vacation "I am out."; }}\n', "x.sieve")
    settings = box(found).settings
    assert settings is not None
    assert (settings.start, settings.end, settings.tells_times) == (None, None, False)
    assert [item for item in found if isinstance(item, Notice)]


NEXTCLOUD = "### Nextcloud Mail: Vacation Responder ### DON'T EDIT ###\n"


@pytest.mark.parametrize(
    "script",
    [
        f'require "fileinto";\n{NEXTCLOUD}# DATA: {{"version":1,"enabled":false,"message":"I am out."}}\n{NEXTCLOUD}',
        'require "fileinto";\nif header :contains "subject" "spam" { fileinto "Junk"; }\n',
        "keep;\n",
        "",
        "# nothing yet\n",
        'require "vacation";\nif false { vacation "I am out."; }\n',
        'require "include"; include :global "spam";\n',
    ],
)
def test_a_user_without_a_vacation_action_has_a_reply_that_is_off(read: Read, script: str) -> None:
    """A switched-off reply and a script that only sorts mail answer nobody: there is nothing to check, and nothing is wrong."""
    found = read(script, "dana@example.com.sieve")
    assert not [item for item in found if isinstance(item, Unchecked)]
    (one,) = [item for item in found if isinstance(item, Mailbox)]
    assert (one.documents, one.settings and one.settings.state, one.owner) == ((), State.OFF, "dana@example.com")


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ('require "include"; include "away";', "check that script as well"),
        ('require "include"; include :personal "away"; include :global "spam";', "check that script as well"),
        (f'{NEXTCLOUD}# DATA: {{"enabled":true,"message":"I am out."}}\n{NEXTCLOUD}', "save the reply there again"),
    ],
)
def test_a_reply_that_is_kept_elsewhere_is_not_checked(read: Read, script: str, message: str) -> None:
    """Where another script of the user may hold the reply, or a program says that it is on, it is not off."""
    found = read(script, "x.sieve")
    assert not [item for item in found if isinstance(item, Mailbox)]
    assert [message in item.message for item in found if isinstance(item, Unchecked)] == [True]
