"""What the commands share: options, the configuration, the engine, and the words on standard error."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO, TypeVar, cast

import click

from replylint.bounded import resolved
from replylint.cli import discard_output
from replylint.config import SEVERITIES, Config, day, find_config, load_config
from replylint.engine import Engine, engine_for
from replylint.errors import ConfigError, ReplylintError
from replylint.facts.languages import CODES, messages
from replylint.model import Diagnostic, DocumentKind, Mailbox, Notice, Severity, Unchecked
from replylint.tables import harmless
from replylint.times import zone_named

if TYPE_CHECKING:
    from replylint.facts import Facts

CLEAN, FOUND, UNTRUSTED, INTERRUPTED = 0, 1, 2, 130
"""Exit codes: nothing found, findings at or above --fail-on, something that was not checked, and the one that shells give for Ctrl-C."""

_WIDTH = 80
"""Columns of a terminal that does not tell."""
_KEYS = "keys-windows" if os.name == "nt" else "keys"
"""The keys that end a text that is typed or pasted on a terminal, in the tables of words."""
_TOGETHER = 5
"""Files of which the same is said one by one; of more it is said once."""

_T = TypeVar("_T")
_Item = TypeVar("_Item", bound=Unchecked | Notice)
_Command = Callable[..., Any]


@dataclass(frozen=True)
class Inputs:
    """What is to be read."""

    paths: tuple[str, ...]
    internal: str
    external: str
    input_format: str
    kind: DocumentKind | None
    timezone: str = ""
    date_order: str = ""
    language: str = CODES[0]
    """The language in which a person is asked for a password."""

    def load(self, without: Path | None = None) -> Iterator[Mailbox | Unchecked | Notice]:
        """Read everything named, but nothing in the folder `without`; raises SourceError for an unknown format."""
        from replylint import sources

        if self.internal or self.external:
            yield from sources.load_pair(self.internal, self.external, input_format=self.input_format)
        zone = zone_named(self.timezone)
        if self.timezone and zone is None:
            raise ConfigError(
                f"--export-timezone: there is no time zone {self.timezone!r}; write its name as in America/New_York"
            )
        told = sources.Told(zone, self.date_order)
        files = [path for path in self.paths if not sources.is_server(path)]
        yield from sources.load(files, input_format=self.input_format, kind=self.kind, told=told, without=without)
        for url in self.paths:
            if sources.is_server(url):
                from replylint.cli import servers

                yield from servers.load(url, told, self.language)


def input_options(command: _Command) -> _Command:
    """Add the arguments and options that say what to read."""
    for option in reversed(
        (
            click.argument("paths", nargs=-1, type=click.Path()),
            click.option(
                "--internal",
                metavar="FILE",
                default=None,
                help="The message of the internal tab; with --external, two files as one mailbox.",
            ),
            click.option("--external", metavar="FILE", default=None, help="The message of the external tab."),
            click.option(
                "--kind",
                type=click.Choice([str(kind) for kind in DocumentKind]),
                default=None,
                help="What the files are, where their text does not tell.",
            ),
            click.option(
                "--input-format",
                metavar="NAME",
                default=None,
                help="Read the files in this format, whatever their names say (replylint formats lists them).",
            ),
            click.option(
                "--export-timezone",
                metavar="ZONE",
                default=None,
                help="The time zone of an export that does not name its own, such as America/New_York.",
            ),
            click.option(
                "--date-order",
                type=click.Choice(["month-first", "day-first"]),
                default=None,
                help="How an export writes dates such as 6/1/2026, where it does not show it itself.",
            ),
        )
    ):
        command = option(command)
    return command


def language_option(what: str, name: str = "--language") -> Callable[[_Command], _Command]:
    """Return what adds the option that chooses the language in which people are told things. `what` is its help."""
    return click.option(name, "language", type=click.Choice(CODES), default=CODES[0], show_default=True, help=what)


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
                help="A staff list (CSV, vCard or LDIF), to check contacts and to fill signatures.",
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


def inputs(
    paths: tuple[str, ...], internal: str | None, external: str | None, input_format: str | None, kind: str | None,
    export_timezone: str | None = None, date_order: str | None = None, language: str = CODES[0],
) -> Inputs:  # fmt: skip
    """Check what is to be read. Raises ConfigError if nothing is named, an empty name, or only one tab."""
    if "" in (*paths, internal, external, input_format, export_timezone):
        raise ConfigError(
            "a name is empty; write the name of the file, and look whether a variable of your script is unset"
        )
    if (internal is None) != (external is None):
        raise ConfigError("give both --internal and --external, one file each")
    if not paths and internal is None:
        raise ConfigError("name a file or a folder to read, or - for standard input")
    if "-" in (*paths, internal, external) and sys.stdin is not None and not sys.stdin.closed and sys.stdin.isatty():
        words = messages(language)["terminal"]
        say(words["paste"].format(keys=words[_KEYS]))
    return Inputs(paths, internal or "", external or "", input_format or "", DocumentKind(kind) if kind else None,
                  export_timezone or "", date_order or "", language)  # fmt: skip


def configuration(path: str, config_path: str | None = None, no_config: bool = False) -> Config:
    """Return the configuration for a path: the file given, or the one nearest to it. Raises ConfigError."""
    if config_path is not None and no_config:
        raise ConfigError("give --config or --no-config, not both")
    if no_config:
        return Config()
    if config_path is not None:
        return load_config(Path(config_path))
    start = Path(path)
    start = start if start.is_dir() else start.parent
    found = find_config(start.resolve()) or find_config(Path.cwd())
    return load_config(found) if found else Config()


class Judges:
    """The engines of a run: files are judged by the configuration nearest to each, unless one is given for all."""

    def __init__(
        self, given: Inputs, policy: str | None, select: tuple[str, ...], ignore: tuple[str, ...], as_of: str | None,
        directory: str | None, config_path: str | None, no_config: bool,
    ) -> None:  # fmt: skip
        """Raises a ReplylintError for what is wrong with an option or the configuration of a path that is named."""
        for option, value in (("--policy", policy), ("--config", config_path), ("--directory", directory)):
            if value == "":
                raise ConfigError(f"{option} is empty; write the name of the file, or leave the option out")
        self._options = (policy, select, ignore, as_of, directory)
        self._chosen = (config_path, no_config)
        self._built: dict[Path | None, tuple[Engine, Config]] = {}
        self._configs: dict[Path, Config] = {}
        for path in given.paths or (given.internal,):
            self.of(path)

    @property
    def first(self) -> tuple[Engine, Config]:
        """The engine and the configuration for the first path that is named."""
        return next(iter(self._built.values()))

    def of(self, path: str) -> tuple[Engine, Config]:
        """Return the engine and the configuration for a file. Raises a ReplylintError."""
        try:
            folder = Path(path) if path == "-" or Path(path).is_dir() else Path(path).parent
            resolved(folder)
        except (OSError, ValueError):
            folder, path = Path(), "-"  # reading the file will say what is wrong with its name
        if folder not in self._configs:
            self._configs[folder] = configuration("." if path == "-" else path, *self._chosen)
        config = self._configs[folder]
        if config.path not in self._built:
            self._built[config.path] = (engine(config, *self._options), config)
        return self._built[config.path]


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
    return engine_for(
        load_pack(policy or config.policy),
        today=date.today(),
        as_of=day(as_of, "--as-of") if as_of is not None else config.as_of,
        staff=load_directory(staff) if staff else None,
        words=config.words,
        select=tuple(select) or config.select,
        ignore=(*config.ignore, *ignore),
    )


def fail_on(chosen: str | None, config: Config) -> Severity:
    """Return the severity from which findings make the exit code 1."""
    return SEVERITIES[chosen] if chosen else config.fail_on


class StoppedError(KeyboardInterrupt):
    """The system asked the program to end."""


def guarded(run: Callable[[], int], *, redact: bool = False, language: str = CODES[0]) -> None:
    """Run a command and exit with its code; an error that a person can put right is one line and exit 2.

    A signal to end is taken like Ctrl-C, so that files being written are cleaned up. With `redact` an error
    of the program does not quote a message.
    """
    try:
        with _told_to_stop():
            code = run()
            sys.stdout.flush()
    except ReplylintError as error:
        complain(error_in(str(error), language))
        code = UNTRUSTED
    except (KeyboardInterrupt, click.Abort) as stop:
        complain(messages(language)["terminal"]["stopped"])
        code = stop.args[0] if isinstance(stop, StoppedError) else INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone; what was not written was not shown, so the run is not to be trusted.
        discard_output()
        code = UNTRUSTED
    except OSError as error:
        if error.filename is None:
            discard_output()
            said = f"the output cannot be written ({error.strerror or error}); nothing after this was shown"
            complain(error_in(said, language))
        else:
            complain(error_in(reason_of(error), language))
        code = UNTRUSTED
    except (Exception, SystemExit) as error:  # exit 1 would say that there are findings
        what = type(error).__name__ if redact else f"{type(error).__name__}: {error}"
        complain(messages(language)["terminal"]["internal"].format(what=what))
        code = UNTRUSTED
    sys.exit(code)


def reason_of(error: BaseException) -> str:
    """Return what went wrong in words for people."""
    if isinstance(error, ReplylintError):
        return str(error)
    if isinstance(error, OSError) and error.filename is not None:
        name = os.fsdecode(error.filename) if isinstance(error.filename, str | bytes) else str(error.filename)
        return f"{name} cannot be used ({error.strerror}); check the name"
    return f"{type(error).__name__}: {error}"


def error_in(said: str, language: str) -> str:
    """Return what an error says in a language."""
    if language == CODES[0]:
        return said
    from replylint.api import wording

    return wording.error(said, language, terminal=True)


def item_in(item: _Item, language: str) -> _Item:
    """Return what was not checked, or what people should know, in a language."""
    if language == CODES[0]:
        return item
    from replylint.api import wording

    told = wording.unchecked if isinstance(item, Unchecked) else wording.notice
    return cast(_Item, item._replace(message=told(item.message, language, terminal=True)))


def finding_in(item: Diagnostic, mailbox: Mailbox, facts: Sequence[Facts], engine: Engine, language: str) -> Diagnostic:
    """Return a finding of a mailbox, whose documents have these facts, in a language."""
    if language == CODES[0]:
        return item
    from replylint.api.checking import in_words

    return replace(item, message=in_words(item, mailbox, facts, engine, language)[0])


_SIGNALS = ("SIGTERM", "SIGHUP")
"""Signals that ask a program to end, where the system has them."""
_SIGNALED = 128
"""What shells add to a signal's number in the exit code."""


@contextmanager
def _told_to_stop() -> Iterator[None]:
    """Raise StoppedError in the block when the system asks the program to end, unless it is told to ignore that."""
    if threading.current_thread() is not threading.main_thread():
        yield  # signals are the main thread's
        return

    def stop(number: int, _frame: object) -> None:
        raise StoppedError(_SIGNALED + number)

    here = [getattr(signal, name) for name in _SIGNALS if hasattr(signal, name)]
    before = {one: signal.signal(one, stop) for one in here if signal.getsignal(one) is signal.SIG_DFL}
    try:
        yield
    finally:
        for one, handler in before.items():
            signal.signal(one, handler)


def complain(message: str) -> None:
    """Say on standard error what went wrong."""
    say(message, "replylint:")


def say(message: str, heading: str = "") -> None:
    """Write a line to standard error, after a heading in red, without what would steer a terminal.

    On a terminal a long one goes on in the next line, set in.
    """
    from replylint.report.folding import wrapped

    with suppress(OSError, ValueError):  # the exit code says the same, also where standard error is full or closed
        told = harmless(f"{heading} {message}" if heading else message)
        told = wrapped(told, width_of(sys.stderr), further="  ")
        red = click.style(heading, fg="red", bold=True)
        click.echo(red + told[len(heading) :] if heading and told.startswith(heading) else told, err=True)


def width_of(stream: TextIO) -> int | None:
    """Return how many columns a stream's terminal has; None if it is none."""
    told = os.environ.get("COLUMNS", "")
    try:
        if not stream.isatty():
            return None
    except (OSError, ValueError):  # it is closed
        return None
    with suppress(OSError, ValueError):  # a terminal that is none of the system's
        return int(told) if told.isdecimal() and int(told) else os.get_terminal_size(stream.fileno()).columns or _WIDTH
    return _WIDTH


def tell(item: Unchecked | Notice, heading: str = "not checked:") -> None:
    """Say on standard error what was not checked, or what people should know."""
    if isinstance(item, Unchecked):
        say(f"{item.path}: {item.message}", heading)
    else:
        say(f"{item.path}: {item.message}" if item.path else item.message)


def tell_together(notices: Iterable[Notice], language: str = CODES[0]) -> None:
    """Say notices on standard error; what is said of many files is said once, with their number."""
    paths: dict[str, list[str]] = {}
    for notice in notices:
        paths.setdefault(notice.message, []).append(notice.path)
    for message, where in paths.items():
        if len(where) > _TOGETHER:
            say(messages(language)["terminal"]["together"].format(count=len(where), message=message))
        else:
            for path in where:
                tell(Notice(message, path))


def watched(items: Iterable[_T], language: str = CODES[0]) -> Iterator[_T]:
    """Pass items on, counting them on a terminal once it takes long."""
    if not sys.stderr.isatty():
        yield from items
        return
    begun = shown = time.monotonic()
    for count, item in enumerate(items, 1):
        now = time.monotonic()
        if now - begun > 1 and now - shown > 0.2:
            shown = now
            words = messages(language)["terminal"]["progress"]
            show_progress(f"\r{words.format(count=f'{count:,}', rate=f'{count / (now - begun):,.0f}')} ")
        yield item
    if shown != begun:
        show_progress("\r\033[K")


def show_progress(text: str) -> None:
    """Write to standard error, without a line end, how far a run is."""
    with suppress(OSError, ValueError):
        click.echo(text, nl=False, err=True)


def write_output(text: str, output: str | None, read: Iterable[str] = ()) -> None:
    """Write a report to standard output, or to a file, as `write_file` does.

    Raises ConfigError if the file cannot be written, or is one of those `read`.
    """
    if output is None or output == "-":
        click.echo(text, nl=False)
        return
    from replylint.fix.files import write_file

    target = Path(output)
    try:
        if target.exists() and any(Path(path).exists() and target.samefile(path) for path in read):
            raise ConfigError(f"{output}: this is a message that is checked; write the report to another file")
        write_file(target, text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise ConfigError(
            f"{output}: the report cannot be written ({error.strerror or error}); choose another place"
        ) from None
