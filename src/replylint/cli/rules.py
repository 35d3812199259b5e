"""`replylint rules`"""

from __future__ import annotations

import click

from replylint.cli.common import CLEAN, configuration, guarded
from replylint.policy import Pack
from replylint.policy.checks import Check
from replylint.rules import all_rules


def _severity_of(pack: Pack, check: Check) -> str:
    setting = pack.rules.get(check.id)
    if setting is not None and setting.off:
        return "off"
    return str((setting.severity if setting else None) or check.severity)


@click.command("rules")
@click.option("--policy", metavar="PACK", default=None, help="The policy pack: a name, or the path of a .toml file.")
@click.option(
    "--output-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How to write the list.",
)
def command(policy: str | None, output_format: str) -> None:
    """List the rules with their severity in a policy."""

    def run() -> int:
        import json

        from replylint.policy import load_pack

        pack = load_pack(configuration(".").policy if policy is None else policy)
        rows = []
        for rule_id, rule in all_rules().items():
            setting = pack.rules.get(rule_id)
            severity = "off" if setting is None or setting.off else str(setting.severity or rule.severity)
            rows.append({"id": rule_id, "severity": severity, "fixable": rule.fixable(), "summary": rule.summary()})
        rows += [
            {
                "id": check.id,
                "severity": _severity_of(pack, check),
                "fixable": check.do == "replace",
                "summary": check.summary(),
            }
            for check in pack.checks
        ]
        if output_format == "json":
            click.echo(json.dumps(rows, indent=2, ensure_ascii=False))
            return CLEAN
        width = max(len(str(row["id"])) for row in rows)
        for row in rows:
            color = {"error": "red", "warning": "yellow", "note": "cyan"}.get(str(row["severity"]))
            severity = click.style(f"{row['severity']:<8}", fg=color)
            click.echo(
                f"{row['id']:<{width}}  {severity} {'corrected' if row['fixable'] else '         '}  {row['summary']}"
            )
        return CLEAN

    guarded(run)
