"""Pages about rules and packs: for `explain`, `policy coverage`, and the generated documentation."""

from __future__ import annotations

import inspect
import textwrap
from collections.abc import Iterator

from replylint.model import DocumentKind
from replylint.policy.checks import Check
from replylint.policy.pack import Pack
from replylint.rules.base import Example, Rule


def rule_page(rule: type[Rule], pack: Pack) -> str:
    """Return the page of a rule, in Markdown."""
    setting = pack.rules.get(rule.id)
    severity = "off" if setting is None or setting.off else str(setting.severity or rule.severity)
    first, _, rest = inspect.cleandoc(rule.__doc__ or "").partition("\n")
    lines = [
        f"# {rule.id}",
        "",
        first,
        "",
        f"Severity in {pack.id}: {severity}. {'`replylint fix` corrects it.' if rule.fixable() else 'Corrected by hand.'}",
    ]
    if rule.needs == "directory":
        lines[-1] += " Needs a staff list (`--directory`)."
    clause = pack.clause_of(rule.id)
    if clause:
        lines += ["", f"Clause ({clause.section}):", "", f"> {clause.text}"]
    body = "\n".join(line for line in rest.strip().splitlines() if not line.startswith(">")).strip()
    if body:
        lines += ["", body]
    if rule.Options is not None:
        lines += ["", "Options:", ""]
        lines += [f"- `{name}` (default `{default!r}`)" for name, default in vars(rule.Options()).items()]
    lines += [
        "",
        "## Finds",
        "",
        *(_example(example) for example in rule.invalid),
        "## Is content with",
        "",
        *(_example(example) for example in rule.valid),
    ]
    return "\n".join(lines).rstrip() + "\n"


def _example(example: Example) -> str:
    language = "html" if example.markup else "text"
    notes = []
    if example.kind is DocumentKind.SIGNATURE:
        notes.append("A signature:")
    if example.template:
        notes.append("A template:")
    if example.settings:
        notes.append("With " + ", ".join(f"`{key} = {value!r}`" for key, value in example.settings.items()) + ":")
    if example.staff:
        notes.append(
            "With a staff list that has " + "; ".join(", ".join(filter(None, entry)) for entry in example.staff) + ":"
        )
    parts = [" ".join(notes), ""] if notes else []
    parts += [f"```{language}", example.text, "```", ""]
    if example.external is not None:
        parts += ["External tab:", "", f"```{language}", example.external, "```", ""]
    if example.plain is not None:
        parts += ["Plain text beside it:", "", "```text", example.plain, "```", ""]
    if example.fixed is not None:
        parts += ["Corrected:", "", f"```{language}", example.fixed, "```", ""]
    return "\n".join(parts)


def check_page(check: Check, pack: Pack) -> str:
    """Return the page of a pack's own check, in Markdown."""
    lines = [
        f"# {check.id}",
        "",
        check.message,
        "",
        f"Severity: {check.severity}. A check of the pack {pack.id}: {check.do}.",
    ]
    clause = pack.clause_of(check.id)
    if clause:
        lines += ["", f"Clause ({clause.section}):", "", f"> {clause.text}"]
    for title, texts in (("Finds", check.fail_examples), ("Is content with", check.pass_examples)):
        if texts:
            lines += ["", f"## {title}", ""]
            lines += [part for text in texts for part in ("```text", text, "```")]
    return "\n".join(lines) + "\n"


def coverage_text(pack: Pack) -> str:
    """Return the coverage of a pack as a table for the terminal."""
    lines = [pack.title, ""]
    section = ""
    for item in pack.clauses:
        if item.clause.section != section:
            section = item.clause.section
            lines += [section, "-" * len(section)]
        lines += textwrap.wrap(f"“{item.clause.text}”", 100, initial_indent="  ", subsequent_indent="  ")
        if item.rules:
            lines += textwrap.wrap(
                ", ".join(item.rules),
                100,
                initial_indent="    held by ",
                subsequent_indent="            ",
                break_on_hyphens=False,
            )
        else:
            lines += textwrap.wrap(
                item.unchecked, 100, initial_indent="    not checked: ", subsequent_indent="                 "
            )
        lines.append("")
    held = sum(bool(item.rules) for item in pack.clauses)
    lines.append(
        f"{len(pack.clauses)} clauses: {held} held by rules, {len(pack.clauses) - held} not checked, each with its reason"
    )
    return "\n".join(lines) + "\n"


def coverage_markdown(pack: Pack) -> str:
    """Return the coverage of a pack as a Markdown page."""
    lines = [
        f"# {pack.title}",
        "",
        f"Pack `{pack.id}`, version {pack.version or '-'}. Source: {pack.source or '-'}.",
        "",
    ]
    section = ""
    for item in pack.clauses:
        if item.clause.section != section:
            section = item.clause.section
            lines += [f"## {section}", "", "| clause | held by |", "|---|---|"]
        held = ", ".join(_link(rule, pack) for rule in item.rules) if item.rules else f"*not checked:* {item.unchecked}"
        lines.append(f"| {item.clause.text} | {held} |")
    return "\n".join(_spaced(lines)) + "\n"


def _link(rule: str, pack: Pack) -> str:
    return f"`{rule}`" if rule.startswith(f"{pack.id}.") else f"[{rule}](../rules/{rule}.md)"


def _spaced(lines: list[str]) -> Iterator[str]:
    """Put a blank line before each heading that follows a table."""
    for before, line in zip(["", *lines], lines, strict=False):
        if line.startswith("## ") and before:
            yield ""
        yield line
