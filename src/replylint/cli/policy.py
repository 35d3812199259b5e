"""`replylint policy`"""

from __future__ import annotations

import click

from replylint.cli.common import CLEAN, FOUND, complain, configuration, guarded, say


@click.group("policy")
def command() -> None:
    """Show what a policy covers, or test one."""


@command.command("coverage")
@click.argument("pack", default="")
@click.option(
    "--output-format",
    type=click.Choice(["text", "markdown"]),
    default="text",
    show_default=True,
    help="How to write the table.",
)
def coverage(pack: str, output_format: str) -> None:
    """List every clause of a standard with the rules that hold it, or the reason why none does."""

    def run() -> int:
        from replylint.policy import load_pack
        from replylint.report.pages import coverage_markdown, coverage_text

        loaded = load_pack(pack or configuration(".").policy)
        click.echo((coverage_markdown if output_format == "markdown" else coverage_text)(loaded), nl=False)
        return CLEAN

    guarded(run)


@command.command("test")
@click.argument("pack")
def test(pack: str) -> None:
    """Run the examples of a pack's own checks, and those of the rules it uses, under the pack."""

    def run() -> int:
        from replylint.examples import failures_of_pack
        from replylint.policy import load_pack

        loaded = load_pack(pack)
        count, failures = failures_of_pack(loaded)
        for failure in failures:
            complain(failure)
        say(
            f"{loaded.id}: {count} examples, {len(failures)} wrong"
            if failures
            else f"{loaded.id}: {count} examples, all right"
        )
        return FOUND if failures else CLEAN

    guarded(run)
