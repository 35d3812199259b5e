"""The whole way with a real server: the active script is checked and corrected, and what it then answers passes."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.given import AS_OF, GOOD, MISSPELLED, check, fix, found
from managesieve.dovecot import PASSWORD, Dovecot
from replylint.managesieve import Session, server_of

LETTER = """\
From: Visitor <visitor@customer.example>
To: dana.whitlock@example.com
Subject: My permit
Message-ID: <1@customer.example>
Date: Fri, 11 Dec 2026 10:00:00 -0500

Hello
"""


def script(text: str) -> str:
    """Return a script that answers with a text, among other commands."""
    block = "".join(f".{line}\n" if line.startswith(".") else f"{line}\n" for line in text.splitlines())
    return (
        'require ["vacation", "fileinto"];\n# rule:[mine]\nif header :contains "subject" "spam" { fileinto "Junk"; stop; }\n'
        f'vacation :days 1 :subject "Out of office"\n  :addresses ["dana.whitlock@example.com"] text:\n{block}.\n;\n'
    )


@pytest.fixture
def url(dovecot: Dovecot, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of a mailbox of the test's own, in an empty folder and with the password at hand."""
    monkeypatch.setenv("REPLYLINT_SIEVE_PASSWORD", PASSWORD)
    monkeypatch.chdir(tmp_path)
    name = "dana.whitlock" if "answers" in request.node.name else str(abs(hash(request.node.name)))
    return dovecot.url(f"{name}@example.com")


def put(url: str, text: str, name: str = "roundcube") -> None:
    """Store a script and make it the active one, as a mail program does."""
    with Session(server_of(url), PASSWORD) as session:
        session.put(name, text)
        assert session._wire.ask(b"SETACTIVE", f'"{name}"'.encode()).agreed


def stored(url: str) -> dict[str, str]:
    """Return all scripts of a mailbox by name, the active one marked with a star."""
    with Session(server_of(url), PASSWORD) as session:
        return {f"{name}{'*' if active else ''}": session.get(name) for name, active in session.scripts()}


def test_the_active_script_answers_what_passes_once_it_is_corrected(url: str, dovecot: Dovecot, tmp_path: Path) -> None:
    """The misspelling is found on the server and corrected there, and the reply that a visitor gets then passes the check."""
    put(url, script(MISSPELLED))
    assert found(check(url)) == ["spelling.misspelling", "schedule.no-end"]
    done = fix("--apply", "--yes", url)
    assert done.exit_code == 0, done.output
    assert stored(url) == {"roundcube*": script(GOOD), "roundcube before replylint": script(MISSPELLED)}
    dovecot.deliver("visitor@customer.example", "dana.whitlock@example.com", LETTER)
    caught = dovecot.answer()
    assert caught.sender == ""
    assert caught.recipients == ("visitor@customer.example",)
    (tmp_path / "reply.eml").write_bytes(bytes(caught.mail))
    passed = check("reply.eml")
    assert passed.exit_code == 0, passed.output
    assert "1 message checked" in passed.output


def test_nothing_is_put_there_before_blanks_are_filled_in(url: str) -> None:
    """A reply with a blank in it would go out to people, so the script on the server stays as it is."""
    put(url, script("I am out of the office from 12/14/26. Thank you."))
    done = fix("--apply", "--yes", url)
    assert done.exit_code == 1
    assert "fill in the blanks first" in done.output
    assert stored(url) == {"roundcube*": script("I am out of the office from 12/14/26. Thank you.")}


def test_nobody_to_ask_changes_nothing(url: str) -> None:
    """Without a terminal and without --yes nothing is changed, and it is said how to go on."""
    put(url, script(MISSPELLED))
    done = fix("--apply", url)
    assert done.exit_code == 2
    assert "add --yes" in done.output
    assert stored(url) == {"roundcube*": script(MISSPELLED)}


@pytest.mark.parametrize(("typed", "after"), [("n\n", MISSPELLED), ("y\n", GOOD)])
def test_a_person_sees_the_change_and_decides(
    url: str, typed: str, after: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a terminal the difference is shown and a question asked; no leaves the script as it is."""
    monkeypatch.setattr("replylint.cli.servers._is_terminal", lambda: True)
    put(url, script(MISSPELLED))
    done = fix("--apply", url, input=typed)
    assert "-I will be out of the ofice" in done.output
    assert "+I will be out of the office" in done.output
    assert stored(url)["roundcube*"] == script(after)
    with Session(server_of(url), PASSWORD) as session:
        for name, active in session.scripts():
            if not active:
                assert session._wire.ask(b"DELETESCRIPT", f'"{name}"'.encode()).agreed


def test_a_copy_can_be_looked_at_first(url: str, tmp_path: Path) -> None:
    """With --diff and --output-dir nothing changes on the server, and the copy is the corrected script."""
    put(url, script(MISSPELLED))
    assert "+I will be out of the office" in fix("--diff", url).output
    done = fix("--output-dir", "out", url)
    assert done.exit_code == 0, done.output
    (copy,) = (tmp_path / "out").iterdir()
    assert copy.suffix == ".sieve"
    assert copy.read_bytes().decode() == script(GOOD)
    assert stored(url) == {"roundcube*": script(MISSPELLED)}


def test_without_apply_it_is_said_what_can_be_done(url: str) -> None:
    """A script on a server is never changed by a plain fix."""
    put(url, script(MISSPELLED))
    done = fix(url)
    assert done.exit_code == 2
    assert "--apply" in done.output
    assert stored(url) == {"roundcube*": script(MISSPELLED)}


def test_a_script_that_is_right_is_left_alone(url: str) -> None:
    """Nothing is put on the server where nothing is to be corrected."""
    put(url, script(GOOD))
    done = fix("--apply", "--yes", url)
    assert done.exit_code == 0
    assert "nothing to correct" in done.output
    assert list(stored(url)) == ["roundcube*"]


def test_an_old_script_is_kept_again_under_another_name(url: str) -> None:
    """A second correction keeps the first one's original as well."""
    for _ in range(2):
        put(url, script(MISSPELLED))
        assert fix("--apply", "--yes", url).exit_code == 0
    assert sorted(stored(url)) == ["roundcube before replylint", "roundcube before replylint 2", "roundcube*"]


def test_what_cannot_be_read_from_a_server_is_not_checked(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong password and no password each are one line and exit 2."""
    monkeypatch.setenv("REPLYLINT_SIEVE_PASSWORD", "wrong")
    from replylint.cli import servers

    servers._password.cache_clear()
    assert "check the user and the password" in check(url).stderr
    monkeypatch.delenv("REPLYLINT_SIEVE_PASSWORD")
    servers._password.cache_clear()
    told = check(url)
    assert told.exit_code == 2
    assert "its password is needed" in told.stderr


def test_facts_are_read_from_a_server(url: str) -> None:
    """What is understood of a script's reply is shown as of a file's."""
    put(url, script(GOOD))
    from cli.given import run

    assert "Terrence Boyd" in run("facts", url, as_of=AS_OF).output
