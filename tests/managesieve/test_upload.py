"""Putting a corrected script back, against a server in memory: what was changed there meanwhile is never overwritten."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar, Self

import pytest

from cli.given import GOOD, MISSPELLED, fix
from managesieve.test_round_trip import script
from replylint.cli import servers
from replylint.errors import SourceError
from replylint.managesieve import Server

URL = "sieve://dana@mail.example.com"


class Memory:
    """A mailbox of scripts that behaves like a session."""

    scripts_kept: ClassVar[dict[str, str]] = {}
    active_name: ClassVar[str | None] = "mine"
    reads: ClassVar[int] = 0
    puts: ClassVar[list[str]] = []
    changes: ClassVar[dict[int, Callable[[], None]]] = {}
    """What somebody else does right before a read, by its number."""

    def __init__(self, server: Server, password: str, **_: Any) -> None:
        assert (server.host, password) == ("mail.example.com", "correct-horse")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """End the session."""

    def active(self) -> tuple[str, str] | None:
        """Return the active script."""
        Memory.reads += 1
        self.changes.get(Memory.reads, lambda: None)()
        name = Memory.active_name
        return None if name is None else (name, self.scripts_kept[name])

    def scripts(self) -> list[tuple[str, bool]]:
        """Return the names of the scripts."""
        return [(name, name == self.active_name) for name in self.scripts_kept]

    def check(self, _: str) -> None:
        """Compile a script."""

    def put(self, name: str, text: str) -> None:
        """Store a script."""
        self.puts.append(name)
        self.scripts_kept[name] = text


@pytest.fixture(autouse=True)
def mailbox(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> type[Memory]:
    """Serve a mailbox with one script that has an error."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(servers.VARIABLE, "correct-horse")
    monkeypatch.setattr(servers, "Session", Memory)
    servers._password.cache_clear()
    Memory.scripts_kept, Memory.active_name = {"mine": script(MISSPELLED)}, "mine"
    Memory.reads, Memory.puts, Memory.changes = 0, [], {}
    return Memory


def test_a_script_is_corrected(mailbox: type[Memory]) -> None:
    """Without a change meanwhile the corrected script is put there, and the one before is kept."""
    assert fix("--apply", "--yes", URL).exit_code == 0
    assert mailbox.scripts_kept == {"mine": script(GOOD), "mine before replylint": script(MISSPELLED)}


def edited() -> None:
    """Change the active script."""
    Memory.scripts_kept["mine"] = script("I am back.")


def replaced() -> None:
    """Make another script the active one."""
    Memory.scripts_kept["other"], Memory.active_name = script("I am back."), "other"


def switched_off() -> None:
    """Switch the reply off."""
    Memory.active_name = None


def one_blank_more() -> None:
    """Change nothing but a line end."""
    Memory.scripts_kept["mine"] = script(MISSPELLED) + "\n"


def emptied() -> None:
    """Leave nothing in the active script."""
    Memory.scripts_kept["mine"] = ""


@pytest.mark.parametrize("change", [edited, replaced, switched_off, one_blank_more, emptied])
def test_a_script_that_changed_since_it_was_read(change: Callable[[], None], mailbox: type[Memory]) -> None:
    """What somebody changed on the server after the script was read stays, and nothing is put there."""
    mailbox.changes = {2: change}
    done = fix("--apply", "--yes", URL)
    assert done.exit_code == 2
    assert "the script has changed meanwhile" in done.stderr
    assert mailbox.puts == []


@pytest.mark.parametrize("change", [edited, replaced, switched_off, one_blank_more, emptied])
def test_a_script_that_changed_while_a_person_was_asked(
    change: Callable[[], None], mailbox: type[Memory], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What somebody changed while the question stood there stays, though it was agreed to."""
    monkeypatch.setattr(servers, "_is_terminal", lambda: True)
    mailbox.changes = {3: change}
    done = fix("--apply", URL, input="y\n")
    assert done.exit_code == 2
    assert "the script has changed meanwhile" in done.stderr
    assert mailbox.puts == []


def test_a_person_who_agrees(mailbox: type[Memory], monkeypatch: pytest.MonkeyPatch) -> None:
    """A script that nobody changed meanwhile is put there once it is agreed to."""
    monkeypatch.setattr(servers, "_is_terminal", lambda: True)
    assert fix("--apply", URL, input="y\n").exit_code == 0
    assert mailbox.puts == ["mine before replylint", "mine"]


def test_a_server_that_keeps_something_else(mailbox: type[Memory], monkeypatch: pytest.MonkeyPatch) -> None:
    """If the server has another script than was sent, it is said where the one before is."""
    monkeypatch.setattr(Memory, "put", lambda self, name, text: self.scripts_kept.update({name: text + "#"}))
    with pytest.raises(SourceError, match="is there as 'mine before replylint'"):
        servers.upload(URL, script(MISSPELLED), script(GOOD), str, sure=True)
    assert mailbox.scripts_kept["mine before replylint"].startswith(script(MISSPELLED))
