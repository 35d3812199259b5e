"""Mailboxes on ManageSieve servers: asking for the password, reading the active script, putting a corrected one back."""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

import click

from replylint.errors import ConfigError, SourceError
from replylint.facts.languages import CODES, messages
from replylint.managesieve import Server, Session, server_of
from replylint.model import Mailbox, Notice, ReplySettings, State, Unchecked

VARIABLE = "REPLYLINT_SIEVE_PASSWORD"
"""The environment variable that holds the password where nobody can be asked."""

_CHANGED = "the script has changed meanwhile, so nothing was changed; run this again"


def load(url: str, told: object, language: str = CODES[0]) -> Iterator[Mailbox | Unchecked | Notice]:
    """Read the active script of a mailbox; `told` is what was told of time zones and dates.

    `language` is that in which a person is asked for the password.
    """
    from replylint.sources import Told, load_script

    assert isinstance(told, Told)
    try:
        server = server_of(url)
        with Session(server, _password(server, language)) as session:
            active = session.active()
    except SourceError as error:
        yield Unchecked(url, str(error))
        return
    if active is None:
        yield Mailbox(url, (), server.user, "sieve", ReplySettings(State.OFF, tells_times=True))
    else:
        yield from load_script(active[1], url, server.user, told)


def upload(
    url: str, before: str, after: str, show: Callable[[str], str], *, sure: bool, language: str = CODES[0]
) -> str:
    """Put a corrected script in place of the active one, and return what was done, in words of the language.

    The server compiles it first and a person agrees to it, unless `sure`. The script as it was is kept under another name. `show` colours a
    diff. Raises SourceError if the server refuses or the script is no longer the one that was read; nothing is changed then.
    """
    server = server_of(url)
    words = messages(language)["terminal"]
    with Session(server, _password(server, language)) as session:
        active = session.active()
        if active is None or active[1] != before:
            raise SourceError(_CHANGED)
        name = active[0]
        session.check(after)
        if not sure:
            renamed = messages(language)["fix"]["corrected-name"].format(name=name)
            click.echo(show("".join(difflib.unified_diff(_lines(before), _lines(after), name, renamed))), nl=False)
            if not _agreed(words["place"].format(name=repr(name), host=server.host), words):
                return ""
            if session.active() != active:  # while the person was reading
                raise SourceError(_CHANGED)
        kept = _unused(f"{name} before replylint", [taken for taken, _ in session.scripts()])
        session.put(kept, before)
        session.put(name, after)
        if session.active() != (name, after):
            raise SourceError(f"the server did not keep the script as it was sent; the one before is there as {kept!r}")
    return str(words["placed"].format(name=repr(name), kept=repr(kept)))


@cache
def _password(server: Server, language: str) -> str:
    """Return the password of a mailbox: from the environment, or as it is typed. Raises SourceError if nobody can be asked."""
    given = os.environ.get(VARIABLE)
    if given:
        return given
    if not _is_terminal():
        raise SourceError(f"its password is needed; run this in a terminal, or set {VARIABLE}")
    question = messages(language)["terminal"]["password"].format(user=server.user, host=server.host)
    typed: str = click.prompt(question, hide_input=True, err=True)
    return typed


def _is_terminal() -> bool:
    """Say whether somebody can be asked."""
    return sys.stdin.isatty()


def _agreed(question: str, words: Mapping[str, Any]) -> bool:
    """Return whether a person answers yes in the language of the words; no answer is no."""
    if not _is_terminal():
        raise ConfigError("nobody can be asked whether to put the script on the server; add --yes if you are sure")
    asked = words["yes-or-no"].format(question=question)
    answer = click.prompt(asked, default="", show_default=False, err=True)
    return str(answer).strip().lower() in words["yes"]


def _lines(text: str) -> list[str]:
    return [f"{line}\n" for line in text.replace("\r\n", "\n").split("\n")]


def _unused(name: str, taken: list[str]) -> str:
    number, candidate = 2, name
    while candidate in taken:
        candidate, number = f"{name} {number}", number + 1
    return candidate
