"""`replylint config`"""

from __future__ import annotations

from pathlib import Path

import click

from replylint.cli.common import CLEAN, configuration, guarded
from replylint.errors import ConfigError


@click.command("config")
@click.argument("path", default=".", type=click.Path())
def command(path: str) -> None:
    """Show the configuration that holds for a path, and where it comes from."""

    def run() -> int:
        if not Path(path).exists():
            raise ConfigError(f"{path}: there is no such file or folder; check the name")
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
        phone = f"{profile.phone} ext. {profile.extension}" if profile.phone and profile.extension else profile.phone
        shown = [value for value in (profile.name, profile.title, phone, profile.email) if value]
        backup = [value for value in (profile.backup_name, profile.backup_phone, profile.backup_email) if value]
        click.echo(f"profile        {', '.join(shown) or 'none'}")
        click.echo(f"backup         {', '.join(backup) or 'none'}")
        return CLEAN

    guarded(run)
