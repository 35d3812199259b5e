"""Mailboxes on ManageSieve servers: asking for the password, reading the active script, putting a corrected one back."""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Callable, Iterator
from functools import cache

import click

from replylint.errors import ConfigError, SourceError
from replylint.managesieve import Server, Session, server_of
from replylint.model import Mailbox, Notice, ReplySettings, State, Unchecked

VARIABLE = "REPLYLINT_SIEVE_PASSWORD"
"""The environment variable that holds the password where nobody can be asked."""

_CHANGED = "the script has changed meanwhile, so nothing was changed; run this again"


def load(url: str, told: object) -> Iterator[Mailbox | Unchecked | Notice]:
    """Read the active script of a mailbox; `told` is what was told of time zones and dates."""
    from replylint.sources import Told, load_script

    assert isinstance(told, Told)
    try:
        server = server_of(url)
        with Session(server, _password(server)) as session:
            active = session.active()
    except SourceError as error:
        yield Unchecked(url, str(error))
        return
    if active is None:
        yield Mailbox(url, (), server.user, "sieve", ReplySettings(State.OFF, tells_times=True))
    else:
        yield from load_script(active[1], url, server.user, told)


def upload(url: str, before: str, after: str, show: Callable[[str], str], *, sure: bool) -> str:
    """Put a corrected script in place of the active one, and return what was done, in words.

    The server compiles it first and a person agrees to it, unless `sure`. The script as it was is kept under another name. `show` colours a
    diff. Raises SourceError if the server refuses or the script is no longer the one that was read; nothing is changed then.
    """
    server = server_of(url)
    with Session(server, _password(server)) as session:
        active = session.active()
        if active is None or active[1] != before:
            raise SourceError(_CHANGED)
        name = active[0]
        session.check(after)
        if not sure:
            lines = difflib.unified_diff(_lines(before), _lines(after), name, f"{name}, corrected")
            click.echo(show("".join(lines)), nl=False)
            if not _agreed(f"Put this in place of the script {name!r} on {server.host}?"):
                return ""
            if session.active() != active:  # while the person was reading
                raise SourceError(_CHANGED)
        kept = _unused(f"{name} before replylint", [taken for taken, _ in session.scripts()])
        session.put(kept, before)
        session.put(name, after)
        if session.active() != (name, after):
            raise SourceError(f"the server did not keep the script as it was sent; the one before is there as {kept!r}")
    return f"the script {name!r} was corrected there; as it was before it is kept as {kept!r}"


@cache
def _password(server: Server) -> str:
    """Return the password of a mailbox: from the environment, or as it is typed. Raises SourceError if nobody can be asked."""
    given = os.environ.get(VARIABLE)
    if given:
        return given
    if not _is_terminal():
        raise SourceError(f"its password is needed; run this in a terminal, or set {VARIABLE}")
    typed: str = click.prompt(f"Password of {server.user} on {server.host}", hide_input=True, err=True)
    return typed


def _is_terminal() -> bool:
    """Say whether somebody can be asked."""
    return sys.stdin.isatty()


def _agreed(question: str) -> bool:
    if not _is_terminal():
        raise ConfigError("nobody can be asked whether to put the script on the server; add --yes if you are sure")
    return click.confirm(question, err=True)


def _lines(text: str) -> list[str]:
    return [f"{line}\n" for line in text.replace("\r\n", "\n").split("\n")]


def _unused(name: str, taken: list[str]) -> str:
    number, candidate = 2, name
    while candidate in taken:
        candidate, number = f"{name} {number}", number + 1
    return candidate
