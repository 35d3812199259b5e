"""`replylint explain`"""

from __future__ import annotations

import click

from replylint.cli.common import CLEAN, configuration, guarded
from replylint.errors import ConfigError, nearest
from replylint.policy.checks import Check
from replylint.rules import all_rules
from replylint.rules.base import Rule


@click.command("explain")
@click.argument("rule_id", metavar="RULE")
@click.option("--policy", metavar="PACK", default=None, help="The policy pack: a name, or the path of a .toml file.")
def command(rule_id: str, policy: str | None) -> None:
    """Explain a rule: the clause behind it, the reason, and examples; or list a family's rules."""

    def run() -> int:
        from replylint.policy import load_pack, pack_using
        from replylint.report.pages import check_page, rule_page

        pack = load_pack(configuration(".").policy if policy is None else policy)
        checks = {check.id: check for check in pack.checks}
        rule = all_rules().get(rule_id)
        every: list[type[Rule] | Check] = [*all_rules().values(), *pack.checks]
        family = [one for one in every if one.id.startswith(f"{rule_id}.")]
        if family:
            for one in family:
                click.echo(f"{one.id}: {one.summary()}")
            return CLEAN
        if rule is None and rule_id not in checks:
            known = [*all_rules(), *checks]
            raise ConfigError(
                f"there is no rule {rule_id!r}{nearest(rule_id, known) or '; `replylint rules` lists them'}"
            )
        click.echo(rule_page(rule, pack_using(rule_id, pack)) if rule else check_page(checks[rule_id], pack), nl=False)
        return CLEAN

    guarded(run)
