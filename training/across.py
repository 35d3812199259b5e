"""How well the learned second opinions do on texts that they have not learned from: each set is left out in turn.

usage: across.py [SET ...]

Prints, for each set of `messages.jsonl`, how many kinds, promises and days are read rightly without what was learned, and with models
that have learned from all other sets.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import date
from typing import Any

from train import ACCURACY, HERE, QUESTIONS, Labelled, facts_of, labels, learn, rows

from replylint.facts.learned import days, kinds, linear, promises


class _Unsure(linear.Linear):
    """A model that takes every answer for equally likely."""

    def __init__(self, answers: tuple[str, ...]) -> None:
        self.answers = answers

    def likelihoods(self, features: object) -> Mapping[str, float]:
        return dict.fromkeys(self.answers, 0.4)


def judge(messages: list[dict[str, Any]], models: Mapping[str, linear.Linear]) -> dict[str, tuple[int, int]]:
    """Return how many answers are right, and how many there are, by question."""
    for module in (days, kinds, promises):
        module.model = models.__getitem__  # type: ignore[attr-defined]
    right: dict[str, list[bool]] = {"kind": [], "promise": [], "days": []}
    for row in messages:
        facts = facts_of(row["text"], date.fromisoformat(row["written_on"]), automatic=row["kind"] != "none")
        if row["kind"] and "kind" not in row["open"]:
            right["kind"].append(facts.kind == row["kind"])
        if row["promise"] is not None:
            right["promise"].append((facts.promise is not None) == row["promise"])
        absence = facts.absence
        read = {"first": absence.first_day, "last": absence.last_day, "back": absence.return_day}
        for name, wanted in row["absence"].items():
            right["days"].append((read[name] and read[name].isoformat()) == wanted)
    return {name: (sum(answers), len(answers)) for name, answers in right.items()}


def main() -> None:
    """Print the table."""
    examples: dict[str, list[Labelled]] = {name: list(question.examples()) for name, question in QUESTIONS.items()}
    messages = rows(HERE / "messages.jsonl")
    known = labels()
    every = messages + [
        {"set": "accuracy", "text": row["text"], "written_on": row.get("written_on") or "2026-12-10"}
        | _labelled(known[row["id"]])
        for row in rows(ACCURACY / "messages.jsonl")
    ]
    unsure = {name: _Unsure(question.answers) for name, question in QUESTIONS.items()}
    for name in sys.argv[1:] or dict.fromkeys(row["set"] for row in every):
        chosen = [row for row in every if row["set"] == name]
        others = {
            asked: linear.Linear(learn(question, [one for one in examples[asked] if one.source != name]))
            for asked, question in QUESTIONS.items()
        }
        before, after = judge(chosen, unsure), judge(chosen, others)
        for asked in before:
            (had, count), (has, _) = before[asked], after[asked]
            print(f"{name:14} {asked:8} {count:5}  {had / count:.3f} -> {has / count:.3f}", flush=True)


def _labelled(label: dict[str, Any]) -> dict[str, Any]:
    """Return the labels of the accuracy benchmark as those of the messages here are written."""
    open_fields = label.get("ambiguous_fields") or []
    return {
        "kind": label.get("kind"),
        "open": open_fields,
        "promise": None if "promises_reply" in open_fields else label.get("promises_reply"),
        "absence": {
            name: label[field]
            for name, field in (("first", "absence_start"), ("last", "absence_end"), ("back", "return_on"))
            if field in label and field not in open_fields
        },
    }


if __name__ == "__main__":
    main()
