"""A user of a ManageSieve server whose reply is off is not an error: an audit of a whole server meets many of them."""

from __future__ import annotations

from typing import Self

import pytest

from cli.given import GOOD, check
from replylint.cli import servers


class _Session:
    """A logged-in session with a server that has one script or none; nothing goes over the network."""

    script: str | None = None

    def __init__(self, *_: object) -> None:
        pass

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def active(self) -> tuple[str, str] | None:
        """Return the active script with its name."""
        return None if self.script is None else ("main", self.script)


@pytest.fixture
def session(monkeypatch: pytest.MonkeyPatch) -> type[_Session]:
    """Return the class of sessions that a test can give a script."""
    kind = type("Session", (_Session,), {})
    monkeypatch.setattr(servers, "Session", kind)
    monkeypatch.setattr(servers, "_password", lambda server, language: "secret")
    return kind


OFF = {
    "no active script": None,
    "an empty script": "",
    "a script that sorts": 'require "fileinto"; if header :contains "subject" "spam" { fileinto "Junk"; }',
    "Nextcloud, off": '# DATA: {"version":1,"enabled":false,"message":"I am out."}\n',
    "Roundcube, off": 'require "vacation"; if false # if true\n{ vacation "I am out."; }',
    "the server's own script": 'require "include"; include :global "spam";',
}


@pytest.mark.parametrize("name", OFF)
def test_a_user_whose_reply_is_off_costs_no_exit_code(session: type[_Session], name: str) -> None:
    """Without a vacation action nobody is answered: the exit code is 0, and nothing is said not to be checked."""
    session.script = OFF[name]
    done = check("sieve://dana@mail.example")
    assert done.exit_code == 0, done.output
    assert "not checked: sieve" not in done.stderr


def test_a_user_whose_reply_is_on_is_checked(session: type[_Session]) -> None:
    """The reply beside those that are off is judged, and a script that cannot be read is exit 2."""
    session.script = f'require "vacation"; vacation "{GOOD}";'
    assert "1 message checked" in check("sieve://dana@mail.example").stderr
    session.script = 'require "vacation"; vacation "I am "out".";'
    assert check("sieve://dana@mail.example").exit_code == 2


def test_the_mailbox_says_whose_reply_is_off(session: type[_Session]) -> None:
    """Who it is stands in the mailbox, so that it can be counted."""
    from replylint.model import Mailbox, State
    from replylint.sources import Told

    (one,) = servers.load("sieve://dana%40example.com@mail.example", Told(None, ""))
    assert isinstance(one, Mailbox)
    assert (one.owner, one.settings and one.settings.state) == ("dana@example.com", State.OFF)
