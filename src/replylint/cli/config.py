"""`replylint config`"""

from __future__ import annotations

from pathlib import Path

import click

from replylint.cli.common import CLEAN, configuration, guarded


@click.command("config")
@click.argument("path", default=".", type=click.Path())
def command(path: str) -> None:
    """Show the configuration that holds for a path, and where it comes from."""

    def run() -> int:
        found = configuration(path)
        click.echo(f"configuration  {found.path or 'none found; the defaults hold'}")
        click.echo(f"policy         {found.policy}")
        click.echo(f"select         {', '.join(found.select) or 'all rules of the policy'}")
        click.echo(f"ignore         {', '.join(found.ignore) or 'nothing'}")
        click.echo(f"fail-on        {found.fail_on}")
        click.echo(f"as-of          {found.as_of or 'today; copies of sent mail as of the day they were sent'}")
        click.echo(f"directory      {found.directory or 'none'}")
        click.echo(f"words          {', '.join(sorted(found.words)) or 'none'}")
        profile = found.profile
        shown = [
            value
            for value in (
                profile.name,
                profile.title,
                profile.phone and f"{profile.phone} ext. {profile.extension}",
                profile.email,
            )
            if value
        ]
        click.echo(f"profile        {', '.join(shown) or 'none'}")
        if not Path(path).exists():
            click.echo(f"({path} does not exist)", err=True)
        return CLEAN

    guarded(run)
