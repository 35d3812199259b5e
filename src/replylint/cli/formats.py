"""`replylint formats`"""

from __future__ import annotations

import click

from replylint.cli.common import CLEAN, guarded


@click.command("formats")
def command() -> None:
    """List the input formats, with the endings of file names they are known by."""

    def run() -> int:
        from replylint.sources import FORMATS

        for form in FORMATS:
            click.echo(f"{form.name:<15} {form.title:<40} {' '.join(form.suffixes)}")
        return CLEAN

    guarded(run)
