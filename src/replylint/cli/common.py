"""What the commands share: options, the configuration, the engine, and the words on standard error."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from replylint.config import SEVERITIES, Config, day, find_config, load_config
from replylint.engine import Engine
from replylint.errors import ConfigError, ReplylintError
from replylint.model import DocumentKind, Mailbox, Notice, Severity, Trouble

CLEAN, FOUND, UNTRUSTED = 0, 1, 2
"""Exit codes: nothing found, findings at or above --fail-on, or something that was not checked."""

_TOGETHER = 5
"""Files of which the same is said one by one; of more it is said once."""

_T = TypeVar("_T")
_Command = Callable[..., Any]


@dataclass(frozen=True)
class Inputs:
    """What is to be read."""

    paths: tuple[str, ...]
    internal: str
    external: str
    input_format: str
    kind: DocumentKind | None

    def load(self) -> Iterator[Mailbox | Trouble | Notice]:
        """Read everything named; raises SourceError for an unknown format."""
        from replylint import sources

        if self.internal or self.external:
            yield from sources.load_pair(self.internal, self.external, input_format=self.input_format)
        yield from sources.load(self.paths, input_format=self.input_format, kind=self.kind)


def input_options(command: _Command) -> _Command:
    """Add the arguments and options that say what to read."""
    for option in reversed(
        (
            click.argument("paths", nargs=-1, type=click.Path()),
            click.option(
                "--internal",
                metavar="FILE",
                default="",
                help="The message of the internal tab; with --external, two files as one mailbox.",
            ),
            click.option("--external", metavar="FILE", default="", help="The message of the external tab."),
            click.option(
                "--kind",
                type=click.Choice([str(kind) for kind in DocumentKind]),
                default=None,
                help="What the files are, where their text does not tell.",
            ),
            click.option(
                "--input-format",
                metavar="NAME",
                default="",
                help="Read the files in this format, whatever their names say (replylint formats lists them).",
            ),
        )
    ):
        command = option(command)
    return command


def policy_options(command: _Command) -> _Command:
    """Add the options that say what to judge by."""
    for option in reversed(
        (
            click.option(
                "--policy", metavar="PACK", default=None, help="The policy pack: a name, or the path of a .toml file."
            ),
            click.option("--select", metavar="RULE", multiple=True, help="Run only this rule or family (repeatable)."),
            click.option("--ignore", metavar="RULE", multiple=True, help="Leave out this rule or family (repeatable)."),
            click.option("--as-of", metavar="YYYY-MM-DD", default=None, help="Judge as of this day, not as of today."),
            click.option(
                "--directory",
                metavar="FILE",
                default=None,
                type=click.Path(),
                help="A staff list (CSV), to check contacts and to fill signatures.",
            ),
            click.option(
                "--config",
                "config_path",
                metavar="FILE",
                default=None,
                type=click.Path(),
                help="Use this configuration file.",
            ),
            click.option("--no-config", is_flag=True, help="Use no configuration file."),
        )
    ):
        command = option(command)
    return command


def inputs(paths: tuple[str, ...], internal: str, external: str, input_format: str, kind: str | None) -> Inputs:
    """Check what is to be read. Raises ConfigError if nothing is named, or only one tab."""
    if bool(internal) != bool(external):
        raise ConfigError("give both --internal and --external, one file each")
    if not paths and not internal:
        raise ConfigError("name a file or a folder to read, or - for standard input")
    return Inputs(paths, internal, external, input_format, DocumentKind(kind) if kind else None)


def configuration(paths: tuple[str, ...], config_path: str | None, no_config: bool) -> Config:
    """Return the configuration: the file given, or the one nearest to the first path. Raises ConfigError."""
    if no_config:
        return Config()
    if config_path:
        return load_config(Path(config_path))
    start = Path(paths[0]) if paths and paths[0] != "-" else Path.cwd()
    start = start if start.is_dir() else start.parent
    found = find_config(start.resolve()) or find_config(Path.cwd())
    return load_config(found) if found else Config()


def engine(
    config: Config,
    policy: str | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    as_of: str | None,
    directory: str | None,
) -> Engine:
    """Return the engine for a run. Raises a ReplylintError for a policy, selector, day or staff list that is wrong."""
    from replylint.directory import load_directory
    from replylint.policy import load_pack

    staff = Path(directory) if directory else config.directory
    built = Engine(
        load_pack(policy or config.policy),
        date.today(),
        day(as_of, "--as-of") if as_of else config.as_of,
        load_directory(staff) if staff else None,
        config.words,
        tuple(select) or config.select,
        (*config.ignore, *ignore),
    )
    _ = built.rules, built.checks  # a wrong selector is said before anything is read
    return built


def fail_on(chosen: str | None, config: Config) -> Severity:
    """Return the severity from which findings make the exit code 1."""
    return SEVERITIES[chosen] if chosen else config.fail_on


def guarded(run: Callable[[], int]) -> None:
    """Run a command and exit with its code; an error that a person can put right is one line and exit 2."""
    try:
        code = run()
        sys.stdout.flush()
    except ReplylintError as error:
        complain(str(error))
        code = UNTRUSTED
    except BrokenPipeError:
        # Whoever read our output has gone; what was not written was not shown, so the run is not to be trusted.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = UNTRUSTED
    sys.exit(code)


def complain(message: str) -> None:
    """Say on standard error what went wrong."""
    click.echo(f"{click.style('replylint:', fg='red', bold=True)} {message}", err=True)


def say(message: str) -> None:
    """Say something on standard error."""
    click.echo(message, err=True)


def tell(item: Trouble | Notice) -> None:
    """Say on standard error what was not checked, or what people should know."""
    if isinstance(item, Trouble):
        say(f"{click.style('not checked:', fg='red', bold=True)} {item.path}: {item.message}")
    else:
        say(f"{item.path}: {item.message}" if item.path else item.message)


def tell_together(notices: Iterable[Notice]) -> None:
    """Say notices on standard error; what is said of many files is said once, with their number."""
    paths: dict[str, list[str]] = {}
    for notice in notices:
        paths.setdefault(notice.message, []).append(notice.path)
    for message, where in paths.items():
        if len(where) > _TOGETHER:
            say(f"{len(where)} messages {message}")
        else:
            for path in where:
                tell(Notice(message, path))


def watched(items: Iterable[_T], what: str = "messages") -> Iterator[_T]:
    """Pass items on, counting them on a terminal once it takes long."""
    if not sys.stderr.isatty():
        yield from items
        return
    begun = shown = time.monotonic()
    for count, item in enumerate(items, 1):
        now = time.monotonic()
        if now - begun > 1 and now - shown > 0.2:
            shown = now
            click.echo(f"\r{count:,} {what} read, {count / (now - begun):,.0f} a second ", nl=False, err=True)
        yield item
    if shown != begun:
        click.echo("\r\033[K", nl=False, err=True)


def write_output(text: str, output: str | None) -> None:
    """Write a report to standard output, or to a file at once and whole. Raises ConfigError if the file cannot be written."""
    if not output:
        click.echo(text, nl=False)
        return
    from replylint.fix.files import replace_file

    try:
        replace_file(Path(output), text.encode("utf-8"))
    except OSError as error:
        raise ConfigError(
            f"{output}: the report cannot be written ({error.strerror or error}); choose another place"
        ) from None
