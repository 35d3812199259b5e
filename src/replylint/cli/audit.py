"""`replylint audit`"""

from __future__ import annotations

import itertools
import os
import shutil
import sys
import textwrap
import time
from datetime import date
from functools import partial
from importlib.util import find_spec
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

import click

from replylint.cli.common import (
    CLEAN,
    FOUND,
    UNTRUSTED,
    configuration,
    fail_on,
    guarded,
    policy_options,
    say,
    show_progress,
    tell,
    tell_together,
)
from replylint.config import SEVERITIES, Config, day
from replylint.errors import ConfigError, needs_extra
from replylint.tables import harmless

if TYPE_CHECKING:  # it brings in what an audit alone needs
    from replylint.audit.progress import Progress
    from replylint.audit.pseudonyms import Disguise
    from replylint.audit.result import Audit
    from replylint.audit.rows import Question


@click.command("audit")
@click.argument("paths", nargs=-1, type=click.Path())
@click.option(
    "--output",
    "folder",
    metavar="DIR",
    required=True,
    type=click.Path(file_okay=False),
    help="Write the dataset and the report here; run again with the same folder to resume.",
)
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    default=None,
    help="Number of processes that read at a time (default: one per processor).",
)
@click.option(
    "--scheduler",
    metavar="ADDRESS",
    default=None,
    help="Read on a Dask cluster, such as tcp://host:8786, or on one started here: local.",
)
@click.option(
    "--export-timezone",
    metavar="ZONE",
    default=None,
    help="Time zone of exports that do not name their own, such as America/New_York (default: the policy's).",
)
@click.option(
    "--date-order",
    type=click.Choice(["month-first", "day-first"]),
    default=None,
    help="Order of dates such as 6/1/2026 in exports and --leave, where they do not show it themselves.",
)
@click.option(
    "--leave",
    metavar="FILE",
    default=None,
    type=click.Path(dir_okay=False),
    help="Calendar (.ics) or table (CSV) of leave: names people who are away within a week without a valid reply.",
)
@click.option(
    "--since",
    "earlier",
    metavar="DIR",
    default=None,
    type=click.Path(file_okay=False),
    help="Compare with the audit in this folder: what is new, fixed, still open.",
)
@click.option(
    "--patch",
    is_flag=True,
    help="Write the corrected exports, and the programs that apply them, into the folder patch in --output.",
)
@click.option(
    "--pseudonyms",
    is_flag=True,
    help="Replace names in the report, the tables and the summary; a person's pseudonym stays the same.",
)
@click.option("--include-text", is_flag=True, help="Keep the text of the messages in the dataset.")
@policy_options
@click.option(
    "--fail-on",
    "threshold",
    type=click.Choice(list(SEVERITIES)),
    default=None,
    help="Exit with 1 if a finding is at least this severe (default: error).",
)
def command(
    paths: tuple[str, ...], folder: str, workers: int | None, scheduler: str | None, export_timezone: str | None, date_order: str | None, patch: bool, pseudonyms: bool, include_text: bool, earlier: str | None, leave: str | None, policy: str | None,
    select: tuple[str, ...], ignore: tuple[str, ...], as_of: str | None, directory: str | None, config_path: str | None, no_config: bool, threshold: str | None,
) -> None:  # fmt: skip
    """Audit a whole organization: who meets the standard, who covers for whom.

    PATHS are exports, mailboxes and folders of them (replylint formats), also remote ones: s3://bucket/exports and
    whatever fsspec knows. Results stay in --output; run the audit again to do only what is missing or has changed.

    Exit code: 0 nothing found, 1 findings at or above --fail-on, 2 something was not checked, or nothing was judged.
    """

    def run() -> int:
        for name in ("duckdb", "holidays", "pyarrow"):
            if find_spec(name) is None:
                raise ConfigError(f"an audit needs more than is installed ({name}); {needs_extra('audit')}")
        if scheduler is not None and find_spec("distributed") is None:
            raise ConfigError(f"--scheduler needs more than is installed; {needs_extra('cluster')}")
        from replylint.audit.dataset import Dataset
        from replylint.audit.pool import Pool
        from replylint.audit.rows import Question, engine_for
        from replylint.audit.run import audit
        from replylint.audit.supervisor import pool_for
        from replylint.audit.units import checked_paths
        from replylint.audit.work import load_ahead
        from replylint.report import auditing, since
        from replylint.times import zone_named

        if pseudonyms and include_text:
            raise ConfigError("--pseudonyms and --include-text cannot both be given: the words of messages name people")
        named = checked_paths(paths)
        config = configuration(named[0] if "://" not in named[0] else ".", config_path, no_config)
        if export_timezone is not None and zone_named(export_timezone) is None:
            raise ConfigError(
                f"--export-timezone: there is no time zone {export_timezone!r}; write its name as in America/New_York"
            )
        before = since.load(Path(earlier)) if earlier is not None else None
        if before is not None and before.pseudonyms and not pseudonyms:
            raise ConfigError(f"--since: the audit in {earlier} has pseudonyms; compare it with --pseudonyms")
        staff = directory or (str(config.directory) if config.directory else "")
        staff = str(Path(staff).absolute()) if staff else ""
        if staff and Path(staff).exists() and not Path(staff).is_file():
            # Each process of an audit reads it again, which a pipe or a device does not allow.
            raise ConfigError(f"--directory: {directory or staff} is not a regular file; save the staff list in one")
        pack = policy or config.policy
        question = Question(
            str(Path(pack).absolute()) if Path(pack).is_file() else pack, date.today(), day(as_of, "--as-of") if as_of is not None else config.as_of, staff, config.words,
            tuple(select) or config.select, (*config.ignore, *ignore), export_timezone or "", date_order or "", include_text,
        )  # fmt: skip
        target = Path(folder)
        standard = engine_for(question).pack
        count, ahead = workers or os.cpu_count() or 1, partial(load_ahead, question)
        with Pool(count) if scheduler else pool_for(count, ahead) as pool, Dataset(target) as dataset:
            with _Bar() as bar:
                found = audit(
                    named,
                    dataset,
                    question,
                    pool,
                    bar.told,
                    scheduler or "",
                    Path(leave) if leave is not None else None,
                )
            disguise = _disguise(found, target, earlier, question) if pseudonyms else None
            shown = disguise.audit(found) if disguise else found
            compared = since.compare(before, shown, disguise.row if disguise else None) if before is not None else None
            for trouble in shown.troubles:
                tell(trouble)
            tell_together(shown.notices)
            for line in auditing.summary(shown, question.day, compared):
                _print(line)
            for path in auditing.write(shown, target, question.day, standard, compared, pseudonyms=pseudonyms):
                say(f"written: {path}")
            whole = not patch or _patch(found, target / "patch", question, config, named=not pseudonyms)
        if found.troubles or not whole:
            return UNTRUSTED
        least = fail_on(threshold, config)
        return FOUND if any(SEVERITIES[row["severity"]] >= least for row in found.findings) else CLEAN

    guarded(run)


def _print(line: str) -> None:
    """Print a line of the summary; on a terminal it is divided between words, and what it goes on with is set in."""
    line = harmless(line)
    if sys.stdout.isatty():
        indent = " " * (len(line) - len(line.lstrip()) + 2)
        line = textwrap.fill(line, shutil.get_terminal_size().columns, subsequent_indent=indent, drop_whitespace=False)
    click.echo(line)


def _disguise(found: Audit, target: Path, earlier: str | None, question: Question) -> Disguise:
    """Return what gives everybody who is named in an audit a pseudonym."""
    from replylint.audit.pseudonyms import Disguise, key_of
    from replylint.audit.rows import engine_for

    key = key_of(target, Path(earlier) if earlier is not None else None)
    return Disguise(found, key, engine_for(question).directory)


def _patch(found: Audit, folder: Path, question: Question, config: Config, *, named: bool) -> bool:
    """Correct the exports that have findings a program can settle, as `replylint fix --output-dir` does; what an earlier run wrote is kept beside it.

    What is said of each names its file only if that is wanted (`named`). Returns whether all of them could be corrected.
    """
    from replylint.audit.rows import engine_for
    from replylint.fix.correcting import Corrector
    from replylint.fix.exports import PUTTING
    from replylint.fix.writing import Writer
    from replylint.model import Mailbox, Unchecked
    from replylint.sources import Told, load
    from replylint.times import zone_named

    if folder.exists():
        older = next(
            one for number in itertools.count(1) if not (one := folder.with_name(f"patch.old-{number}")).exists()
        )
        folder.rename(older)
        say(f"what an earlier run corrected is now in {older}; apply what is in {folder}")
    wrong = {row["path"] for row in found.findings if row["fixable"]}
    holding = {
        str(one) for path in wrong for one in (PurePath(path), *PurePath(path).parents)
    }  # an export may lie in an archive
    files = [file for file in found.read if str(PurePath(found.named(file))) in holding]
    corrector = Corrector(engine_for(question), config.profile)
    writer = Writer(folder, tuple(place.path for place in found.places))
    damaged: set[str] = set()
    for loaded in load(
        files,
        told=Told(zone_named(question.timezone), question.date_order),
        without=folder,
    ):
        if isinstance(loaded, Unchecked):
            damaged.add(loaded.path)
        elif isinstance(loaded, Mailbox) and found.named(loaded.path) in wrong and loaded.format in PUTTING:
            corrected = corrector.correct(loaded)
            if corrected.troubles:
                damaged.add(loaded.path)
            else:
                writer.write(corrected)
    finished = writer.finish(damaged)
    if not named:
        left = len(finished.troubles)
        say(
            f"the corrected exports are in {folder}; they name people"
            + (f"; {left:,} could not be corrected" if left else "")
        )
        return not left
    for line in finished.said:
        say(found.named(line))  # it begins with the file
    for trouble in finished.troubles:
        tell(trouble._replace(path=found.named(trouble.path)), "not corrected:")
    return not finished.troubles


class _Bar:
    """A line on the terminal: how much is done, how fast, and how long the rest will take."""

    def __init__(self) -> None:
        self._what = ""
        self._begun = self._before = 0.0

    def told(self, progress: Progress) -> None:
        """Show how far it is."""
        if progress.what != self._what:
            self._what, self._begun, self._before = progress.what, time.monotonic(), progress.done
        if not sys.stderr.isatty():
            return
        took, new = time.monotonic() - self._begun, progress.done - self._before
        line = f"{progress.done:,} of {progress.of:,} {progress.what}" if progress.of else f"{progress.what} …"
        if new and took and progress.done < progress.of:
            share = progress.read / progress.size if progress.size else new / (progress.of - self._before)
            rate = f", {progress.read / took / 1e6:,.1f} MB/s" if progress.size else ""
            left = f", {_in_words(took / share - took)} left" if share else ""
            line += f"{rate}{left}"
        length = progress.done * _LENGTH // max(progress.of, 1)
        show_progress(f"\r\033[K[{'█' * length}{'░' * (_LENGTH - length)}] {line}")

    def __enter__(self) -> _Bar:
        return self

    def __exit__(self, *_: object) -> None:
        """Take the line away."""
        if self._what and sys.stderr.isatty():
            show_progress("\r\033[K")


_LENGTH = 30
"""Characters of the bar."""


def _in_words(seconds: float) -> str:
    minutes = round(seconds / 60)
    if minutes < 2:
        return f"{seconds:.0f} s"
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h {minutes % 60} min"
