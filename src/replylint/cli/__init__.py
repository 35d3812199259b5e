"""The command line. Each command is a module of its own, loaded only when it is called."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from importlib import import_module
from itertools import pairwise
from typing import Any

import click

from replylint import __version__, patterns

_UNTRUSTED, _INTERRUPTED = 2, 130
_SELDOM = 100_000
"""New objects after which those in circles are looked for."""
_COMMANDS = {
    "check": "find what the standard asks for and a message lacks",
    "fix": "write the corrected version",
    "new": "write both messages and the signature for an absence",
    "page": "write the page that checks replies in a browser",
    "serve": "serve that page, and checks for programs",
    "audit": "audit a whole organisation",
    "facts": "show what was understood of a message, and where it says so",
    "rules": "list the rules",
    "explain": "explain a rule, with its clause and examples",
    "policy": "show what a policy covers, test one",
    "config": "show the configuration that holds for a path",
    "formats": "list the input formats",
}


class _Commands(click.Group):
    """A group that imports a command when it is called, so that `check` starts without what `fix` needs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        command: click.Command = import_module(f"replylint.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in _COMMANDS and not args[0].startswith("-"):
            from replylint.errors import nearest

            ctx.fail(
                f"there is no command {args[0]!r}{nearest(args[0], list(_COMMANDS)) or '; replylint --help lists them'}"
            )
        return super().resolve_command(ctx, args)


_HELP = """Check out-of-office replies and email signatures against your organization's written standard.

\b
replylint new                     write my reply: it asks what it needs to know
replylint check reply.txt         what to change in the reply I have, and which clause asks for it
replylint fix reply.txt           the corrected version
replylint page -o replylint.html  a page that does all of this in a browser
"""
_START = """\
Leaving soon? Type one of these:

  replylint new                     write my reply: it asks what it needs to know
  replylint check reply.txt         check the reply I have, saved as reply.txt
  replylint check -                 check what I paste
  replylint page -o replylint.html  make a page that does both in a browser

Everything else: replylint --help
"""


@click.group(
    cls=_Commands,
    help=_HELP,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, "-V", "--version", prog_name="replylint", message="%(prog)s %(version)s")
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Check out-of-office replies and email signatures against your organization's written standard."""
    if ctx.invoked_subcommand is None:
        click.echo(_START, nl=False, err=True)
        ctx.exit(_UNTRUSTED)


def main(arguments: list[str] | None = None) -> Any:
    """Run the command line; exits 0, 1 or 2 as documented in each command, or 130 when it is interrupted."""
    if sys.stdout is None or sys.stderr is None:
        sys.exit(_UNTRUSTED)  # nobody can be told anything
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    color, output = None if wants_color() else False, sys.stdout
    try:
        sys.exit(cli.main(arguments, prog_name="replylint", color=color, standalone_mode=False))
    except click.ClickException as error:
        with suppress(OSError, ValueError):  # a full standard error changes nothing in the exit code
            _show(error, _language_in(sys.argv[1:] if arguments is None else arguments))
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        sys.exit(_INTERRUPTED)
    except SystemExit:
        if sys.stdout is not output:  # click met a closed pipe and put something in its place; it would exit 1
            discard_output()
            sys.exit(_UNTRUSTED)
        raise
    except OSError:  # help that cannot be written
        discard_output()
        sys.exit(_UNTRUSTED)


_LANGUAGE = ("--language", "--interface-language")
"""The options that choose the language of what is said. For `new` the first is that of the message."""


def _language_in(arguments: list[str]) -> str:
    """Return the language that the arguments of a command ask for, where a mistake keeps click from reading them."""
    from replylint.facts.languages import CODES

    name = _LANGUAGE[arguments[:1] == ["new"]]
    words = " ".join(arguments).replace(f"{name}=", f"{name} ").split(" ")
    chosen = next((after for word, after in pairwise(words) if word == name), CODES[0])
    return chosen if chosen in CODES else CODES[0]


def _show(error: click.ClickException, language: str) -> None:
    """Show how a command was used wrongly, in a language."""
    from replylint.facts.languages import CODES, messages

    context = getattr(error, "ctx", None)
    if language == CODES[0] or context is None:
        error.show()
        return
    from replylint.api import wording
    from replylint.cli.common import say

    words = messages(language)["terminal"]
    say(words["help"].format(command=f"{context.command_path} --help"))
    say(words["mistake"].format(message=wording.error(error.format_message(), language, terminal=True)))


def run() -> Any:
    """Be the program: as `main`, but end at once. To take the interpreter apart first would be a tenth of a short run.

    Objects that refer to each other in circles are looked for seldom: few are made, and to look is a twentieth of a short run.
    """
    gc.set_threshold(_SELDOM, 50, 50)
    try:
        return main()
    except SystemExit as end:
        if sys.stdout is not None and sys.stderr is not None:
            for stream in (sys.stdout, sys.stderr):
                with suppress(OSError, ValueError):  # what cannot be written was complained of, or cannot be
                    stream.flush()
            patterns.keep()
            os._exit(end.code if isinstance(end.code, int) else 0 if end.code is None else _UNTRUSTED)
        raise


def discard_output() -> None:
    """Send what is still to be written nowhere, so that ending the program does not fail on it again."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def wants_color() -> bool:
    """Say whether colours are welcome where there is a terminal: not with NO_COLOR, nor on one that has none."""
    return not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
