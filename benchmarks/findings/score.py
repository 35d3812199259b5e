"""How well texts are judged: the rules that a careful reader would report, against those that `replylint check` reports.

usage: score.py [FILE.jsonl ...] [--misses] [--only REGEX]

A case is one JSON object a line: `id`, `theme`, `kind` (auto-reply or signature), `format` (text or html), `language` (en, es or
bilingual), `written_on`, `text`, `compliant`, and the rules that `must` and `may` be reported; every other rule must not. Of each
group of `one_of` at least one must be reported, and each may be. `must_not` names the traps for people who read the case. `not_checked` is a language of which a part must be reported as not checked.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from replylint.engine import Engine
from replylint.model import Diagnostic, Document, DocumentKind, Mailbox, Severity, Unchecked
from replylint.policy import load_pack
from replylint.sources.again import with_content
from replylint.visible import Visible

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Outcome:
    """What was reported of one case."""

    missed: frozenset[str]
    """Rules that must be reported and are not."""
    invented: frozenset[str]
    """Rules that are reported and must not be."""
    false_errors: frozenset[str]
    """Those of severity error on a text that is compliant."""
    right: int
    """Rules that must be reported and are."""
    unchecked: bool
    """Whether what must be reported as not checked is not."""

    @property
    def wholly_right(self) -> bool:
        """Whether all that must be reported is, and nothing else."""
        return not (self.missed or self.invented or self.unchecked)


def judged(case: dict[str, Any]) -> Outcome:
    """Check one case by the standard pack, without staff list, as of the day it is written on."""
    engine = Engine(load_pack("plant-city"), date.fromisoformat(case["written_on"]))
    kind = DocumentKind.SIGNATURE if case["kind"] == "signature" else None
    blank = Document("text", Visible.plain(""), "", case["format"] == "html", kind)
    results = list(engine.check(Mailbox(case["id"], (with_content(blank, case["text"]),))))
    found = {item.rule: item.severity for item in results if isinstance(item, Diagnostic)}
    unchecked = " ".join(item.message for item in results if isinstance(item, Unchecked))
    groups = [set(group) for group in case.get("one_of", ())]
    must, may = set(case["must"]), set(case["may"]).union(*groups)
    lacking = {" or ".join(sorted(group)) for group in groups if not group & found.keys()}
    invented = frozenset(found.keys() - must - may)
    errors = frozenset(rule for rule in invented if found[rule] is Severity.ERROR)
    named = case.get("not_checked")
    silent = bool(named) and named not in unchecked
    return Outcome(
        frozenset((must - found.keys()) | lacking),
        invented,
        errors if case.get("compliant") else frozenset(),
        len(must & found.keys()) + len(groups) - len(lacking),
        silent,
    )


def cases_of(paths: Iterable[Path]) -> list[dict[str, Any]]:
    """Return the cases of some files, in order."""
    return [
        json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line.strip()
    ]


def main() -> int:
    """Check every case and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--misses", action="store_true", help="print what was missed and invented, case by case")
    parser.add_argument("--only", help="only cases whose id or theme matches this pattern")
    options = parser.parse_args()
    for path in options.files or sorted(HERE.glob("*.jsonl")):
        total: Counter[str] = Counter()
        for case in cases_of([path]):
            if options.only and not re.search(options.only, f"{case['id']} {case['theme']}"):
                continue
            outcome = judged(case)
            total["cases"] += 1
            total["wholly"] += outcome.wholly_right
            total["right"] += outcome.right
            total["missed"] += len(outcome.missed)
            total["invented"] += len(outcome.invented)
            total["compliant"] += bool(case.get("compliant"))
            total["false errors"] += len(outcome.false_errors)
            if options.misses and not outcome.wholly_right:
                silent = f" not reported as unread: {case['not_checked']}" if outcome.unchecked else ""
                print(
                    f"{case['id']} [{case['theme']}] missed {sorted(outcome.missed)} invented {sorted(outcome.invented)}{silent}"
                )
        precision = total["right"] / max(total["right"] + total["invented"], 1)
        recall = total["right"] / max(total["right"] + total["missed"], 1)
        print(
            f"{path.name}: {total['wholly']} of {total['cases']} wholly right "
            f"({100 * total['wholly'] / max(total['cases'], 1):.0f} %), precision {precision:.3f}, recall {recall:.3f}, "
            f"{total['false errors']} false errors on {total['compliant']} compliant texts"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
