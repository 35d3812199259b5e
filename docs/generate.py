"""Writes the generated documentation: `make docs`. With --check it writes nothing and names what differs."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from command_page import command_line_page
from pack_schema import pack_schema
from terminal_picture import picture, printed_by, shortened

from replylint.cli import cli
from replylint.policy import Pack, load_pack, pack_using
from replylint.report.pages import check_page, coverage_markdown, rule_page
from replylint.rules import BUILT_IN

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
DEMO = ROOT / "tests" / "fixtures" / "demo"
OURS = (DOCS / "rules", DOCS / "packs", DOCS / "pictures")
"""Folders in which every file is generated, so that what is left over is removed. Folders in them belong to others."""


def main() -> None:
    """Write every generated file, or with --check say which differ and exit 1."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 and name each file that differs")
    check = parser.parse_args().check
    files = dict(generated())
    stale = [path for path, text in files.items() if not path.is_file() or path.read_bytes() != text.encode()]
    left = [path for folder in OURS for path in sorted(folder.glob("*")) if path.is_file() and path not in files]
    for path in stale:
        say(path, "differs; run make docs" if check else "written")
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(files[path].encode())
    for path in left:
        say(path, "is left over; run make docs" if check else "removed")
        if not check:
            path.unlink()
    sys.exit(1 if check and (stale or left) else 0)


def generated() -> Iterator[tuple[Path, str]]:
    """Yield the place and the text of every generated file."""
    pack = load_pack("plant-city")
    for rule in BUILT_IN:
        yield DOCS / "rules" / f"{rule.id}.md", marked(rule_page(rule, pack_using(rule.id, pack)))
    yield DOCS / "rules" / "README.md", marked(rules_index(pack))
    for path in sorted((ROOT / "rules").glob("*.toml")):
        yield DOCS / "packs" / f"{path.stem}.md", marked(pack_page(load_pack(str(path))))
    yield ROOT / "rules" / "schema.json", json.dumps(pack_schema(), indent=2, ensure_ascii=False) + "\n"
    yield DOCS / "cli.md", marked(command_line_page(cli, "replylint"))
    for name, arguments in (("check", ["check", "reply.eml"]), ("fix", ["fix", "--diff", "reply.eml"])):
        lines = shortened(printed_by(arguments, DEMO), 34)
        yield DOCS / "pictures" / f"{name}.svg", picture(" ".join(["replylint", *arguments]), lines)


def rules_index(pack: Pack) -> str:
    """Return the table of all rules, family by family."""
    lines = [
        "# The rules",
        "",
        f"Severity as in the pack [{pack.id}](../packs/{pack.id}.md). `replylint fix` corrects what is marked *yes*.",
    ]
    for family, rules in groupby(BUILT_IN, key=lambda rule: rule.id.partition(".")[0]):
        lines += ["", f"## {family}", "", "| rule | severity | corrected | what it asks for |", "|---|---|---|---|"]
        for rule in rules:
            used_by = pack_using(rule.id, pack)
            setting = used_by.rules.get(rule.id)
            severity = "off" if setting is None or setting.off else str(setting.severity or rule.severity)
            if used_by is not pack:
                severity += f" in [{used_by.id}](../packs/{used_by.id}.md)"
            fixed = "yes" if rule.fixable() else "by hand"
            lines.append(f"| [{rule.id}]({rule.id}.md) | {severity} | {fixed} | {rule.summary()} |")
    return "\n".join(lines) + "\n"


def pack_page(pack: Pack) -> str:
    """Return the page of a pack: its clauses with the rules that hold them, then its own checks."""
    page = coverage_markdown(pack)
    if not pack.clauses:
        page += "\nIt quotes no standard: packs that extend it do. [How to extend it](../../rules/README.md).\n"
    if pack.checks:
        page += "\n## Checks of its own\n"
    for check in pack.checks:
        page += "\n" + check_page(check, pack).replace("\n## ", "\n#### ").replace("# ", "### ", 1)
    return page


def marked(page: str) -> str:
    """Return a page that says where it comes from."""
    return f"<!-- Written by docs/generate.py; do not edit. -->\n\n{page}"


def say(path: Path, what: str) -> None:
    """Say what became of a file."""
    sys.stdout.write(f"{path.relative_to(ROOT).as_posix()} {what}\n")


if __name__ == "__main__":
    main()
