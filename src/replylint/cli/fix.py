"""`replylint fix`"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

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
    reason_of,
    say,
    tell,
    watched,
)
from replylint.config import SEVERITIES
from replylint.errors import ConfigError
from replylint.facts.languages import CODES, messages
from replylint.model import Mailbox, Notice, Safety, Unchecked
from replylint.tables import harmless
from replylint.tally import Counting, counted

if TYPE_CHECKING:
    from replylint.engine import Engine
    from replylint.facts import Facts
    from replylint.fix.correcting import CorrectedMailbox


@click.command("fix")
@input_options
@policy_options
@click.option("--diff", is_flag=True, help="Show what would change, and write nothing.")
@click.option("--rewrite", is_flag=True, help="Write each message anew from the policy's template.")
@click.option("--safe", is_flag=True, help="Make only the corrections that need nobody's judgement.")
@click.option(
    "--output-dir",
    metavar="DIR",
    default=None,
    type=click.Path(file_okay=False),
    help="Write corrected copies here; needed for mail and exports, which are never changed in place. Next to an export's copy is the program that applies it.",
)
@click.option(
    "--apply",
    "put_back",
    is_flag=True,
    help="Put corrected scripts on the server they came from (sieve://USER@HOST), after a question.",
)
@click.option("--yes", is_flag=True, help="With --apply: ask no question.")
@language_option("The language in which you are told everything. The messages stay in their own.")
@click.option("--no-backup", is_flag=True, help="Keep no copy (.bak) of a file that is changed in place.")
@click.option(
    "--fail-on",
    "threshold",
    type=click.Choice(list(SEVERITIES)),
    default=None,
    help="The least severity left over that makes the exit code 1 (default: error).",
)
def command(
    paths: tuple[str, ...], internal: str | None, external: str | None, kind: str | None, input_format: str | None, export_timezone: str | None, date_order: str | None, policy: str | None, select: tuple[str, ...], ignore: tuple[str, ...], as_of: str | None,
    directory: str | None, config_path: str | None, no_config: bool, diff: bool, rewrite: bool, safe: bool, output_dir: str | None, put_back: bool, yes: bool, language: str, no_backup: bool, threshold: str | None,
) -> None:  # fmt: skip
    """Write the corrected version.

    Text, HTML, templates, Sieve scripts and the signatures of Outlook and Apple Mail are changed in place (the original stays as .bak). Mail and
    exports go to --output-dir, exports with a program that puts the texts back. Facts that only you know become marked blanks such as
    [last day out].

    Exit code: 0 all is right now, 1 blanks or findings are left, 2 something was not checked, or nothing was. With --diff, and for mailboxes of old messages, of which
    nothing is written: 1 if anything would change.
    """

    def run() -> int:
        from replylint.fix.correcting import Corrector
        from replylint.fix.writing import HISTORY, Writer

        given = inputs(paths, internal, external, input_format, kind, export_timezone, date_order, language)
        words = messages(language)
        if output_dir == "":
            raise ConfigError("--output-dir is empty; write the name of the folder, or leave the option out")
        judges = Judges(given, policy, select, ignore, as_of, directory, config_path, no_config)
        if yes and not put_back:
            raise ConfigError("--yes goes with --apply; leave it out, or add --apply")
        if put_back and (diff or output_dir):
            raise ConfigError("--apply puts scripts on their server; leave out --diff and --output-dir, or --apply")
        writer = Writer(
            Path(output_dir) if output_dir else None, given.paths, diff=diff, backup=not no_backup,
            upload=_uploader(sure=yes, language=language) if put_back else None,
            language=language, told=partial(error_in, language=language),
        )  # fmt: skip
        code = CLEAN
        counting = Counting()
        done: Counter[str] = Counter()
        damaged: set[str] = set()
        for loaded in watched(given.load(writer.output), language):
            if isinstance(loaded, Unchecked | Notice):
                tell(item_in(loaded, language), words["terminal"]["not-checked"])
                if isinstance(loaded, Unchecked):
                    code = UNTRUSTED
                    counting.lose(loaded.path)
                    damaged.add(loaded.path)
                continue
            assert isinstance(loaded, Mailbox)
            if loaded.path in damaged and loaded.format == "eml":
                continue  # a corrected copy would pass for the whole
            path = next((document.path for document in loaded.documents if document.path), loaded.path)
            is_counted = False
            try:
                judge, config = judges.of(path)
                corrector = Corrector(judge, config.profile, Safety.SAFE if safe else Safety.UNSAFE, rewrite)
                corrected = corrector.correct(loaded)
                facts = tuple(map(judge.facts, corrected.after.documents))
                counting.add(path, judge.tally(corrected.after, facts, corrected.troubles))
                is_counted = True
                changed = sum(one.changed for one in corrected.documents)
                done["changed"] += changed
                done["left"] += len(corrected.remaining)
                for trouble in corrected.troubles:
                    tell(item_in(trouble, language), words["terminal"]["not-checked"])
                    code = UNTRUSTED
                if any(trouble.failed or not trouble.partial for trouble in corrected.troubles):
                    damaged.add(loaded.path)
                    continue  # what could not be checked is not written
                outcome = writer.write(_in(corrected, facts, judge, language))
            except Exception as error:  # whatever a message does to us, the others are still corrected
                reason = error_in(reason_of(error), language)
                tell(Unchecked(loaded.path, reason), words["terminal"]["not-corrected"])
                code = UNTRUSTED
                damaged.add(loaded.path)
                if not is_counted:
                    counting.lose(path)
                continue
            least = fail_on(threshold, config)
            click.echo(_colored(outcome.shown) if diff else outcome.shown, nl=False)
            left = [item for item in corrected.remaining if item.severity >= least]
            for line in outcome.said:
                say(line)
            shown_only = diff or loaded.format in HISTORY
            done["would-change"] += changed if shown_only else 0
            done["corrected"] += outcome.written
            if code != UNTRUSTED and (left or (shown_only and corrected.changed)):
                code = FOUND
        finished = writer.finish(damaged)
        click.echo(finished.shown, nl=False)
        for line in finished.said:
            say(line)
        for trouble in finished.troubles:
            tell(item_in(trouble, language), words["terminal"]["not-corrected"])
            code = UNTRUSTED
        done["corrected"] += finished.written
        done["not-written"] = done["changed"] - done["would-change"] - done["corrected"]
        tally = counting.total()
        done_in_words = ", ".join(
            counted(forms, done[key]) for key, forms in words["fix"]["outcome"].items() if done[key]
        )
        say(tally.in_words(done_in_words, words["fix"]["nothing"], language))
        return UNTRUSTED if tally.is_nothing else code

    guarded(run, language=language)


def _in(corrected: CorrectedMailbox, facts: Sequence[Facts], engine: Engine, language: str) -> CorrectedMailbox:
    """Return what was corrected with the findings that are left, and the reasons, in a language."""
    if language == CODES[0]:
        return corrected
    from replylint.api import wording
    from replylint.fix.correcting import ByHand

    left = (
        ByHand(
            finding_in(one.diagnostic, corrected.after, facts, engine, language),
            wording.reason(one.reason, language, terminal=True),
        )
        for one in corrected.by_hand
    )
    return replace(corrected, by_hand=tuple(left))


def _uploader(*, sure: bool, language: str) -> Callable[[str, str, str], str]:
    from replylint.cli import servers

    return lambda url, before, after: servers.upload(url, before, after, _colored, sure=sure, language=language)


def _colored(diff: str) -> str:
    """Return a diff in the colours of diffs; click drops them where nobody sees them."""
    if sys.stdout.isatty():
        diff = "\n".join(map(harmless, diff.split("\n")))
    colors = {"+": "green", "-": "red", "@": "cyan"}
    lines = (
        click.style(line, fg=colors[line[0]]) if line[:1] in colors and not line.startswith(("+++", "---")) else line
        for line in diff.splitlines(keepends=True)
    )
    return "".join(lines)
