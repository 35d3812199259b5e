"""Pages about rules and packs: for `explain`, `policy coverage`, and the generated documentation."""

from __future__ import annotations

import ast
import inspect
import json
import textwrap
from collections.abc import Iterator
from itertools import pairwise, zip_longest

from replylint.config import DEFAULT_POLICY
from replylint.model import DocumentKind
from replylint.policy import load_pack
from replylint.policy.checks import Check
from replylint.policy.pack import Pack
from replylint.report.adapted import adapted
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
    if rule.needs == "headers":
        lines[-1] += " Needs a reply that was sent, as a mail message."
    clause = pack.clause_of(rule.id)
    if clause:
        lines += ["", f"Clause ({clause.section}):", "", f"> {clause.text}"]
    body = "\n".join(line for line in rest.strip().splitlines() if not line.startswith(">")).strip()
    if body:
        lines += ["", body]
    if rule.Options is not None:
        lines += ["", "Options:", ""]
        lines += [
            f"- `{name}`: {note} Left out, it is `{json.dumps(default)}`."
            for (name, default), note in zip(
                vars(rule.Options()).items(), attribute_notes(rule.Options).values(), strict=True
            )
        ]
    standard = load_pack(DEFAULT_POLICY).settings
    lines.append("")
    for heading, examples in (("## Finds", rule.invalid), ("## Is content with", rule.valid)):
        shown = [each for example in examples if (each := adapted(example, standard, pack.settings))]
        lines += [heading, "", *map(_example, shown)] if shown else []
    return "\n".join(lines).rstrip() + "\n"


def _example(example: Example) -> str:
    language = "html" if example.markup else "text"
    notes = []
    if example.kind is DocumentKind.SIGNATURE:
        notes.append("A signature:")
    if example.template:
        notes.append("A template:")
    if example.settings:
        notes.append(
            "With " + ", ".join(f"`{key} = {json.dumps(value)}`" for key, value in example.settings.items()) + ":"
        )
    if example.staff:
        notes.append(
            "With a staff list that has " + "; ".join(", ".join(filter(None, entry)) for entry in example.staff) + ":"
        )
    if example.arrived:
        answered = f"answered on {example.answered:%A, %B %d, %Y, %H:%M}" if example.answered else "never answered"
        notes.append(f"A message that came on {example.arrived:%A, %B %d, %Y, %H:%M}, {answered}:")
    if example.colleagues:
        notes.append("Dana Whitlock's message:")
    if not example.answers_outside:
        notes.append("Set to answer colleagues only:")
    if example.sent_from or example.sent_until:
        bounds = (("from", example.sent_from), ("to", example.sent_until))
        days = " ".join(f"{word} {day:%A, %B} {day.day}, {day.year}" for word, day in bounds if day)
        notes.append(f"Set to be sent {days}:")
    if example.switched_on:
        notes.append("Set to be sent until it is turned off:")
    parts = [" ".join(notes), ""] if notes else []
    headers = f"{example.headers}\n" if example.headers else ""
    parts += [f"```{language}", f"{headers}{example.text}", "```", ""]
    if example.external is not None:
        parts += ["External tab:", "", f"```{language}", example.external, "```", ""]
    for name, text in example.colleagues:
        parts += [f"{name}'s message:", "", "```text", text, "```", ""]
    if example.plain is not None:
        parts += ["Plain text beside it:", "", "```text", example.plain, "```", ""]
    if example.fixed is not None:
        parts += ["Corrected:", "", f"```{language}", example.fixed, "```", ""]
    return "\n".join(parts)


def attribute_notes(owner: type) -> dict[str, str]:
    """Return what the string below each attribute of a class says of it."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(owner))).body[0]
    assert isinstance(tree, ast.ClassDef)
    notes = {}
    for attribute, below in pairwise(tree.body):
        if (
            isinstance(attribute, ast.AnnAssign)
            and isinstance(attribute.target, ast.Name)
            and isinstance(below, ast.Expr)
            and isinstance(below.value, ast.Constant)
        ):
            notes[attribute.target.id] = " ".join(str(below.value.value).split())
    return notes


def check_page(check: Check, pack: Pack) -> str:
    """Return the page of a pack's own check, in Markdown."""
    lines = [
        f"# {check.id}",
        "",
        check.summary(),
        "",
        f"Severity: {check.severity}. {_DOES[check.do]} It is a check of the pack {pack.id}.",
    ]
    clause = pack.clause_of(check.id)
    if clause:
        lines += ["", f"Clause ({clause.section}):", "", f"> {clause.text}"]
    if check.fail_examples:
        lines += ["", "## Finds", ""]
        for text, fixed in zip_longest(check.fail_examples, check.fixed_examples):
            lines.append(_example(Example(text or "", fixed=fixed)))
    if check.pass_examples:
        lines += ["## Is content with" if check.fail_examples else "\n## Is content with", ""]
        lines += [_example(Example(text)) for text in check.pass_examples]
    return "\n".join(lines).rstrip() + "\n"


_DOES = {
    "require": "It asks for words.",
    "forbid": "It finds words that are not wanted.",
    "replace": "`replylint fix` puts the right words in their place.",
    "limit": "It counts.",
}


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
        lines.append(f"| “{item.clause.text}” | {held} |")
    return "\n".join(_spaced(lines)) + "\n"


def _link(rule: str, pack: Pack) -> str:
    return f"`{rule}`" if rule.startswith(f"{pack.id}.") else f"[{rule}](../rules/{rule}.md)"


def _spaced(lines: list[str]) -> Iterator[str]:
    """Put a blank line before each heading that follows a table."""
    for before, line in zip(["", *lines], lines, strict=False):
        if line.startswith("## ") and before:
            yield ""
        yield line
