"""`replylint facts`"""

from __future__ import annotations

import json
import shutil
import sys

import click

from replylint.cli import wants_color
from replylint.cli.common import (
    CLEAN,
    UNTRUSTED,
    Judges,
    guarded,
    input_options,
    inputs,
    policy_options,
    reason_of,
    tell,
    watched,
    write_output,
)
from replylint.model import Mailbox, Unchecked

_WIDTH = 100
"""Columns of what no terminal shows."""


@click.command("facts")
@input_options
@policy_options
@click.option(
    "--output-format",
    type=click.Choice(["text", "jsonl"]),
    default="text",
    show_default=True,
    help="How to write the facts.",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    default=None,
    type=click.Path(dir_okay=False),
    help="Write the facts to this file.",
)
def command(
    paths: tuple[str, ...], internal: str | None, external: str | None, kind: str | None, input_format: str | None, export_timezone: str | None, date_order: str | None, policy: str | None, select: tuple[str, ...], ignore: tuple[str, ...], as_of: str | None,
    directory: str | None, config_path: str | None, no_config: bool, output_format: str, output: str | None,
) -> None:  # fmt: skip
    """Show what was understood of a message, and where it says so.

    Exit code: 0, or 2 if something could not be read.
    """

    def run() -> int:
        from replylint.facts.summary import summary
        from replylint.report.marked import marked

        given = inputs(paths, internal, external, input_format, kind, export_timezone, date_order)
        judges = Judges(given, policy, select, ignore, as_of, directory, config_path, no_config)
        code = CLEAN
        lines: list[str] = []
        read: list[str] = []
        color = output is None and sys.stdout.isatty() and wants_color()
        width = _WIDTH if output is not None else shutil.get_terminal_size((_WIDTH, 24)).columns
        for loaded in watched(given.load()):
            if not isinstance(loaded, Mailbox):
                tell(loaded)
                code = UNTRUSTED if isinstance(loaded, Unchecked) else code
                continue
            for document in loaded.documents:
                path = document.path or loaded.path
                read.append(path)
                try:
                    facts = judges.of(path)[0].facts(document)
                    if output_format == "jsonl":
                        owner = {"mailbox": loaded.owner} if loaded.owner else {}
                        lines.append(json.dumps({"path": path, **owner, **summary(facts)}, ensure_ascii=False) + "\n")
                    else:
                        lines.append(marked(facts, path, color=color, width=width))
                except Exception as error:  # whatever a message does to us, the others are still read
                    tell(Unchecked(path, f"it could not be understood ({reason_of(error)})"))
                    code = UNTRUSTED
        write_output("".join(lines), output, read)
        return code

    guarded(run)
