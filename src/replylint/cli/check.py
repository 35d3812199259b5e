"""`replylint check`"""

from __future__ import annotations

import click

from replylint.cli.common import (
    CLEAN,
    FOUND,
    UNTRUSTED,
    configuration,
    engine,
    fail_on,
    guarded,
    input_options,
    inputs,
    policy_options,
    tell,
    tell_together,
    watched,
    write_output,
)
from replylint.config import SEVERITIES
from replylint.model import Diagnostic, Mailbox, Notice, Trouble


@click.command("check")
@input_options
@policy_options
@click.option(
    "--output-format",
    type=click.Choice(["text", "json", "jsonl"]),
    default="text",
    show_default=True,
    help="How to write the findings.",
)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    default=None,
    type=click.Path(dir_okay=False),
    help="Write the findings to this file.",
)
@click.option(
    "--fail-on",
    "threshold",
    type=click.Choice(list(SEVERITIES)),
    default=None,
    help="The least severity that makes the exit code 1 (default: error).",
)
@click.option("--redact", is_flag=True, help="Leave the words of the messages out of the report.")
def command(
    paths: tuple[str, ...], internal: str, external: str, kind: str | None, input_format: str, policy: str | None, select: tuple[str, ...], ignore: tuple[str, ...], as_of: str | None,
    directory: str | None, config_path: str | None, no_config: bool, output_format: str, output: str | None, threshold: str | None, redact: bool,
) -> None:  # fmt: skip
    """Find what the standard asks for and a message lacks.

    PATHS are files (.eml, .txt, .html, .j2, Exchange JSON), folders, or - for standard input.

    Exit code: 0 nothing found, 1 findings at or above --fail-on, 2 something was not checked.
    """

    def run() -> int:
        from replylint.report import render

        given = inputs(paths, internal, external, input_format, kind)
        config = configuration(paths or (internal,), config_path, no_config)
        judge = engine(config, policy, select, ignore, as_of, directory)
        diagnostics: list[Diagnostic] = []
        troubles: list[Trouble] = []
        notices: list[Notice] = []
        checked = 0
        for loaded in watched(given.load()):
            results = judge.check(loaded) if isinstance(loaded, Mailbox) else (loaded,)
            if isinstance(loaded, Mailbox):
                checked += sum(not judge.not_judged(document) for document in loaded.documents)
            for result in results:
                (
                    diagnostics
                    if isinstance(result, Diagnostic)
                    else troubles
                    if isinstance(result, Trouble)
                    else notices
                ).append(result)  # type: ignore[arg-type]  # each list takes its kind
        notices += judge.open_questions() if checked else ()
        least = fail_on(threshold, config)
        report = render.Report(judge.pack, tuple(diagnostics), tuple(troubles), tuple(notices), checked, redact)
        write_output(report.write(output_format, color=render.wants_color(output)), output)
        for trouble in troubles:
            tell(trouble)
        tell_together(notices)
        render.summarise(report, output_format)
        if troubles:
            return UNTRUSTED
        return FOUND if any(item.severity >= least for item in diagnostics) else CLEAN

    guarded(run)
