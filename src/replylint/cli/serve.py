"""`replylint serve`"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from replylint.cli.common import CLEAN, configuration, engine, guarded, say

if TYPE_CHECKING:
    from replylint.web.sign_in import SignIn

_LARGEST_PAGE = 100_000_000


@click.command("serve")
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Listen on this address; by default only this computer can reach it."
)  # fmt: skip
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="Listen on this port.")
@click.option(
    "--allowed-host", "allowed_hosts", metavar="NAME", multiple=True, help="Answer to this name as well (repeatable): replies.example.gov."
)  # fmt: skip
@click.option(
    "--proxy", "proxies", metavar="ADDRESS", multiple=True, help="Believe this proxy's X-Forwarded-For (repeatable)."
)
@click.option(
    "--page", "page_path", metavar="FILE", default=None, type=click.Path(), help="Serve this file, which replylint page wrote, instead of building it."
)  # fmt: skip
@click.option("--policy", metavar="PACK", default=None, help="The policy pack: a name, or the path of a .toml file.")
@click.option(
    "--directory", metavar="FILE", default=None, type=click.Path(), help="A staff list (CSV, vCard or LDIF). Everyone who has the page can read it."
)  # fmt: skip
@click.option(
    "--replies", metavar="PATH", multiple=True, type=click.Path(), help="An export or folder of replies, for who is away when (repeatable)."
)  # fmt: skip
@click.option("--seal-url", metavar="URL", default="", help="Where the picture of the seal is, on the web: https://…")
@click.option("--title", metavar="TEXT", default="", help="The heading, in place of the organization's name.")
@click.option(
    "--help-contact", metavar="TEXT", default="", help="Who answers questions: a name, a phone number or both."
)
@click.option(
    "--workers", type=click.IntRange(2, 64), default=None, help="Processes that check (default: one for each processor, 2 to 4)."
)  # fmt: skip
@click.option(
    "--rate", type=click.IntRange(1), default=120, show_default=True, help="Requests of one client in a minute."
)
@click.option(
    "--seconds", type=click.FloatRange(0.01, 600), default=5, show_default=True, help="Stop a check that takes longer."
)
@click.option(
    "--megabytes", type=click.FloatRange(0.001, 100), default=8, show_default=True, help="Refuse larger requests."
)
@click.option(
    "--test-services",
    metavar="URL",
    default="",
    hidden=True,
    help="Stand-ins for Microsoft and Google, for tests on this computer alone.",
)
@click.option("--config", "config_path", metavar="FILE", default=None, type=click.Path(), help="Use this configuration file.")  # fmt: skip
@click.option("--no-config", is_flag=True, help="Use no configuration file.")
def command(**options: Any) -> None:
    """Serve the page, and checks for programs, on this computer or the intranet.

    The page is that of replylint page; texts that people check in it do not leave their browsers. Programs send texts to
    /api/check, /api/fix and /api/new; /openapi.json describes them. Nothing that is sent is kept or logged.
    Ctrl-C stops the server.
    """
    guarded(lambda: _run(options))


def _run(options: dict[str, Any]) -> int:
    from replylint.errors import ConfigError, needs_extra
    from replylint.times import zone_named
    from replylint.web.sign_in import sign_in_of

    try:
        from replylint.web.served_page import ServedPage
        from replylint.web.server import ServeOptions, log_to_standard_error, serve
        from replylint.web.work import Work
    except ImportError:
        raise ConfigError(f"the server needs more than is installed; {needs_extra('web')}") from None
    config = configuration(".", options["config_path"], options["no_config"])
    built = engine(
        config, options["policy"], (), (), None, options["directory"]
    )  # what is wrong with these is said now
    for path in options["replies"]:
        if not Path(path).exists():
            raise ConfigError(f"--replies {path}: there is no such file or folder; check the name")
    policy, staff = options["policy"] or str(config.policy), options["directory"] or config.directory
    sign_in = None if options["page_path"] else sign_in_of(built.settings, _stand_ins(options))
    page = ServedPage(_page(options, policy, Path(staff) if staff else None, sign_in))
    work = Work(
        policy, str(staff or ""), tuple(sorted(config.words)), config.select, config.ignore, options["replies"], options["seconds"]
    )  # fmt: skip
    log_to_standard_error()
    with suppress(KeyboardInterrupt):  # it was asked to stop, and has
        serve(
            ServeOptions(
                page, work, options["host"], options["port"], options["allowed_hosts"], options["proxies"],
                zone_named(built.settings.timezone), options["workers"] or 0, options["rate"], int(options["megabytes"] * 1_000_000),
                sign_in is not None,
            ),
            lambda address: say(f"Open {address} in a browser. Ctrl-C stops the server."),
        )  # fmt: skip
    return CLEAN


def _stand_ins(options: dict[str, Any]) -> str:
    """Return where the stand-ins for mail services are, in tests. Raises ConfigError if others could reach the server."""
    from replylint.errors import ConfigError

    address: str = options["test_services"]
    if address and (options["host"] != "127.0.0.1" or options["allowed_hosts"] or options["proxies"]):
        raise ConfigError(
            "--test-services: leave out --host, --allowed-host and --proxy; this is for tests on one computer"
        )
    return address


def _page(options: dict[str, Any], policy: str, staff: Path | None, sign_in: SignIn | None) -> bytes:
    """Return the page: the file that is named, or one built with the options. Raises a ReplylintError if there is none."""
    from replylint.bounded import read_bounded
    from replylint.errors import ConfigError
    from replylint.web.page import PageOptions, build_page

    if not options["page_path"]:
        away = "api/away" if options["replies"] else ""
        given = (options["seal_url"], options["title"], options["help_contact"])
        return build_page(PageOptions(policy, staff, *given, away=away, basic="basic", sign_in=sign_in))
    for name in ("seal_url", "title", "help_contact"):
        if options[name]:
            raise ConfigError(
                f"--{name.replace('_', '-')}: give this to replylint page, which wrote the file of --page"
            )
    try:
        return read_bounded(Path(options["page_path"]), _LARGEST_PAGE)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ConfigError(f"--page {options['page_path']}: it cannot be read ({reason}); check the name") from None
