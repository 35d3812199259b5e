"""`replylint facts`"""

from __future__ import annotations

import json

import click

from replylint.cli.common import (
    CLEAN,
    UNTRUSTED,
    configuration,
    engine,
    guarded,
    input_options,
    inputs,
    policy_options,
    tell,
    watched,
    write_output,
)
from replylint.model import Mailbox


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
    paths: tuple[str, ...], internal: str, external: str, kind: str | None, input_format: str, policy: str | None, select: tuple[str, ...], ignore: tuple[str, ...], as_of: str | None,
    directory: str | None, config_path: str | None, no_config: bool, output_format: str, output: str | None,
) -> None:  # fmt: skip
    """Show what was understood of a message, and where it says so.

    Exit code: 0, or 2 if something could not be read.
    """

    def run() -> int:
        from replylint.facts.summary import summary
        from replylint.report.marked import marked

        given = inputs(paths, internal, external, input_format, kind)
        judge = engine(
            configuration(paths or (internal,), config_path, no_config), policy, select, ignore, as_of, directory
        )
        code = CLEAN
        lines: list[str] = []
        for loaded in watched(given.load()):
            if not isinstance(loaded, Mailbox):
                tell(loaded)
                code = UNTRUSTED if type(loaded).__name__ == "Trouble" else code
                continue
            for document in loaded.documents:
                facts = judge.facts(document)
                if output_format == "jsonl":
                    row = {
                        "path": document.path or loaded.path,
                        **({"mailbox": loaded.owner} if loaded.owner else {}),
                        **summary(facts),
                    }
                    lines.append(json.dumps(row, ensure_ascii=False) + "\n")
                else:
                    lines.append(marked(facts, document.path or loaded.path, color=output is None))
        write_output("".join(lines), output)
        return code

    guarded(run)
