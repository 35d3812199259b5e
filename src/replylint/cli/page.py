"""`replylint page`"""

from __future__ import annotations

from pathlib import Path

import click

from replylint.cli.common import CLEAN, configuration, guarded, say


@click.command("page")
@click.option("--output", "-o", metavar="FILE", required=True, type=click.Path(), help="Write the page to this file.")
@click.option("--policy", metavar="PACK", default=None, help="The policy pack: a name, or the path of a .toml file.")
@click.option(
    "--directory",
    metavar="FILE",
    default=None,
    type=click.Path(),
    help="Put this staff list (CSV, vCard or LDIF) into the page. Everyone who has the page can read it.",
)
@click.option("--seal-url", metavar="URL", default="", help="Where the picture of the seal is, on the web: https://…")
@click.option("--title", metavar="TEXT", default="", help="The heading, in place of the organization's name.")
@click.option(
    "--help-contact", metavar="TEXT", default="", help="Who answers questions: a name, a phone number or both."
)
def command(
    output: str, policy: str | None, directory: str | None, seal_url: str, title: str, help_contact: str
) -> None:
    """Write the page: one HTML file that checks and writes replies in the browser.

    It needs no server, no Python and no network: put it on the intranet, or mail it around. Nothing that people type
    leaves their computer. The same options make the same file, byte for byte.
    """

    def run() -> int:
        from replylint.errors import ConfigError
        from replylint.fix.files import write_file
        from replylint.web.page import PageOptions, build_page

        config = configuration(".")
        staff = Path(directory) if directory else config.directory
        page = build_page(PageOptions(policy or str(config.policy), staff, seal_url, title, help_contact))
        target = Path(output)
        try:
            write_file(target, page)
        except OSError as error:
            reason = error.strerror or error
            raise ConfigError(f"{output}: the page cannot be written ({reason}); choose another place") from None
        say(f"{output}: {len(page) / 1e6:.1f} MB. Open it in a browser.")
        return CLEAN

    guarded(run)
