"""`replylint check`"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from contextlib import suppress

import click

from replylint.cli import wants_color
from replylint.cli.common import (
    CLEAN,
    FOUND,
    UNTRUSTED,
    Judges,
    error_in,
    fail_on,
    finding_in,
    guarded,
    input_options,
    inputs,
    item_in,
    language_option,
    policy_options,
    tell,
    tell_together,
    watched,
    width_of,
    write_output,
)
from replylint.config import SEVERITIES
from replylint.errors import ReplylintError
from replylint.facts.languages import CODES, messages
from replylint.model import Diagnostic, Mailbox, Notice, Unchecked
from replylint.tally import Counting


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
@language_option("The language in which you are told everything. The clauses stay as the standard has them.")
@click.option("--redact", is_flag=True, help="Leave the words of the messages out of the report.")
def command(
    paths: tuple[str, ...], internal: str | None, external: str | None, kind: str | None, input_format: str | None, export_timezone: str | None, date_order: str | None, policy: str | None, select: tuple[str, ...], ignore: tuple[str, ...], as_of: str | None,
    directory: str | None, config_path: str | None, no_config: bool, output_format: str, output: str | None, threshold: str | None, language: str, redact: bool,
) -> None:  # fmt: skip
    """Find what the standard asks for and a message lacks.

    PATHS are files, folders, archives, - for standard input, or sieve://USER@HOST for a script on its server. replylint formats lists what is read:
    messages, signatures, templates, settings of mail systems, mailboxes.

    Exit code: 0 nothing found, 1 findings at or above --fail-on, 2 something was not checked, or nothing was. The last
    line tells what was checked as a whole, in part, or not at all. Replies that are turned off are counted, with exit 0.
    """

    def run() -> int:
        from replylint.report import render
        from replylint.report.redaction import redacted
        from replylint.rules import rules_named

        given = inputs(paths, internal, external, input_format, kind, export_timezone, date_order, language)
        judges = Judges(given, policy, select, ignore, as_of, directory, config_path, no_config)
        judge, config = judges.first
        least = fail_on(threshold, config)
        failed = False
        read: list[str] = []
        diagnostics: list[Diagnostic] = []
        troubles: list[Unchecked] = []
        notices: list[Notice] = []
        counting = Counting()
        for loaded in watched(given.load(), language):
            results: Iterable[Diagnostic | Unchecked | Notice]
            if isinstance(loaded, Mailbox):
                read += [document.path or loaded.path for document in loaded.documents]
                try:
                    own, config = judges.of(read[-1] if read else loaded.path)
                except ReplylintError as error:
                    counting.lose(loaded.path)
                    troubles.append(Unchecked(loaded.path, error_in(str(error), language)))
                    continue
                facts = tuple(map(own.facts, loaded.documents))
                results = tuple(
                    finding_in(result, loaded, facts, own, language)
                    if isinstance(result, Diagnostic)
                    else item_in(result, language)
                    for result in own.check(loaded, facts)
                )
                with suppress(Exception):  # the results say that it failed
                    counting.add(read[-1] if read else loaded.path, own.tally(loaded, facts, results))
                least = fail_on(threshold, config)
                failed |= any(isinstance(result, Diagnostic) and result.severity >= least for result in results)
            else:
                results = (item_in(loaded, language),)
                if isinstance(loaded, Unchecked):
                    counting.lose(loaded.path)
            for result in results:
                (
                    diagnostics
                    if isinstance(result, Diagnostic)
                    else troubles
                    if isinstance(result, Unchecked)
                    else notices
                ).append(result)  # type: ignore[arg-type]  # each list takes its kind
        tally = counting.total()
        notices += [item_in(one, language) for one in judge.open_questions()] if tally.judged else []
        if redact:
            troubles = [trouble._replace(message=redacted(trouble.message)) for trouble in troubles]
            notices = [notice._replace(message=redacted(notice.message)) for notice in notices]
        summaries = (
            {rule: kind_of.summary() for rule, kind_of in rules_named(judge.pack.rules).items()} if redact else {}
        )
        if language != CODES[0]:
            from replylint.api.wording import why

            summaries = {rule: why(rule, language, judge.settings) for rule in summaries}
        summaries |= {check.id: check.summary() for check in judge.pack.checks} if redact else {}
        report = render.Report(
            judge.pack, tuple(diagnostics), tuple(troubles), tuple(notices), tally, summaries, language
        )
        width = width_of(sys.stdout) if output is None else None
        color = width is not None and wants_color()
        write_output(report.write(output_format, color=color, width=width), output, read)
        for trouble in troubles:
            tell(trouble, messages(language)["terminal"]["not-checked"])
        tell_together(notices, language)
        render.summarise(report, output_format, width_of(sys.stderr))
        if troubles or tally.is_nothing:
            return UNTRUSTED
        return FOUND if failed else CLEAN

    guarded(run, redact=redact, language=language)
