"""How well messages, signatures and pairs are understood: precision, recall and F1 against the labels beside this file.

usage: score.py [FOLDER] [--misses FIELD]
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from replylint.engine import Engine
from replylint.facts.summary import summary
from replylint.model import Audience, Diagnostic, Document, DocumentKind, Mailbox, Person, ReplySettings, State
from replylint.policy import load_pack
from replylint.sources.again import with_content
from replylint.tables import digits
from replylint.visible import Visible

HERE = Path(__file__).parent
_DATES = {"first_day": "absence_start", "last_day": "absence_end", "return_day": "return_on"}
_SIGNATURE = {"name": "name", "title": "title", "organization": "org", "website": "website", "phone": "phone"}
_ELEMENTS = {
    "name": "name",
    "title": "title",
    "org": "organization",
    "phone": "phone",
    "website": "website",
    "seal": "seal",
}
_RANKS = re.compile(
    r"^(?:(?:mr|mrs|ms|mx|miss|dr|prof|sr|sra|srta|dra|ing|lic|fr|sgt|lt|cpt|capt|maj|col|officer|chief|deputy|yeoman)\b\.? *)+",
    re.I,
)


@dataclass
class Tally:
    """Right, invented and missed answers for one field."""

    right: int = 0
    invented: int = 0
    missed: int = 0
    misses: list[str] = field(default_factory=list)

    def add(self, ident: str, wanted: Iterable[str], got: Iterable[str]) -> None:
        """Compare two bags of answers."""
        left, lacking = list(got), []
        for item in wanted:
            if item in left:
                left.remove(item)
                self.right += 1
            else:
                lacking.append(item)
        self.missed += len(lacking)
        self.invented += len(left)
        if lacking or left:
            self.misses.append(f"{ident}: wanted {lacking}, got {left}")

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = 2 * self.right + self.invented + self.missed
        return 2 * self.right / total if total else 1.0

    def line(self, name: str) -> str:
        """Return the tally as a line of a table."""
        precision = self.right / (self.right + self.invented) if self.right + self.invented else 1.0
        recall = self.right / (self.right + self.missed) if self.right + self.missed else 1.0
        return f"{name:26} {precision:6.3f} {recall:6.3f} {self.f1:6.3f} {self.right + self.missed:5}"


def rows(path: Path) -> list[dict[str, Any]]:
    """Read a file of JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _fold(text: str | None) -> str:
    return re.sub(r"\W+", " ", (text or "").lower()).strip()


def name_of(text: str | None) -> str:
    """Return a name as it is compared: without title or rank, in small letters."""
    return _fold(_RANKS.sub("", text or ""))


def _phone(text: str | None) -> str:
    number = digits(re.split(r"(?i)\s*,?\s*(?:ext|x)", text or "")[0]).removeprefix("1")
    return number or digits(text or "")


def _bag(value: object) -> list[str]:
    return [] if value in (None, "", False) else [str(value)]


def document_of(message: dict[str, Any], *, automatic: bool = True) -> Document:
    """Return a labelled message as a sent automatic reply, or as mail without the mark of one."""
    text = message["text"]
    kind = DocumentKind.AUTO_REPLY if automatic else DocumentKind.MESSAGE
    return Document(
        "message", Visible.plain(text), text, kind=kind, automatic=automatic, sent=True,
        written_on=date.fromisoformat(message["written_on"]), author=Person("Somebody Away", "away@plantcity.example"),
    )  # fmt: skip


def facts_of(message: dict[str, Any], *, automatic: bool = True) -> dict[str, Any]:
    """Return what is understood of a labelled message, which is read once however often it is asked for."""
    key = json.dumps([message["text"], message["written_on"], automatic])
    if key not in _FACTS:
        _FACTS[key] = summary(_engine().facts(document_of(message, automatic=automatic)))
    return _FACTS[key]


_FACTS: dict[str, dict[str, Any]] = {}


@cache
def _engine() -> Engine:
    return Engine(load_pack("plant-city"), date(2026, 12, 11))


def message_tallies(folder: Path = HERE, parts: tuple[str, ...] = ()) -> tuple[dict[str, Tally], int, int]:
    """Score the messages of a folder, or those of some parts (what an id begins with: `r`, `h`).

    Returns the tallies by field, and how many messages are wholly right of how many.
    """
    labels = [label for label in rows(folder / "labels.jsonl") if not parts or label["id"].partition("-")[0] in parts]
    messages = {row["id"]: row for row in rows(folder / "messages.jsonl")}
    # What is labelled none carries no mark of an automatic reply: with one, it would be an absence that says no more.
    facts = (facts_of(messages[label["id"]], automatic=label.get("kind") != "none") for label in labels)
    return (*score(labels, facts), len(labels))


def score(labels: Iterable[dict[str, Any]], facts: Iterable[dict[str, Any]]) -> tuple[dict[str, Tally], int]:
    """Return the tallies by field of facts against their labels, and how many messages are wholly right."""
    tallies: dict[str, Tally] = {}
    wholly = 0
    for label, fact in zip(labels, facts, strict=True):
        before = sum(len(tally.misses) for tally in tallies.values())
        for name, wanted, got in _questions(label, fact):
            tallies.setdefault(name, Tally()).add(label["id"], wanted, got)
        wholly += before == sum(len(tally.misses) for tally in tallies.values())
    return tallies, wholly


def _questions(label: dict[str, Any], fact: dict[str, Any]) -> Iterable[tuple[str, list[str], list[str]]]:
    skip = set(label.get("ambiguous_fields") or [])
    absence = fact["absence"] or {}
    contacts = fact["contacts"]
    wanted_contacts = label.get("alt_contacts") or []
    if label.get("until_on"):
        stated = {absence.get(key) for key in ("until", "last_day", "return_day")}
        yield (
            "until",
            [label["until_on"]],
            [label["until_on"]] if label["until_on"] in stated else _bag(absence.get("until")),
        )
    for ours, theirs in _DATES.items():
        if theirs not in skip:
            yield ours, _bag(label[theirs]), _bag(absence.get(ours))
    for name, theirs, wanted, got in (
        ("kind", "kind", _bag(label.get("kind")), _bag(fact["kind"])),
        ("states_start", "states_start", _bag(label["states_start"]), _bag(absence.get("states_start"))),
        ("states_end", "states_end_or_return", _bag(label["states_end_or_return"]), _bag(absence.get("states_end"))),
        ("date_problems", "date_errors", label.get("date_errors") or [], absence.get("problems") or []),
        ("has_contact", "has_alt_contact", _bag(label["has_alt_contact"]), _bag(bool(contacts))),
        ("contact_complete", "alt_contact_full", _bag(label["alt_contact_full"]), _bag(any(c["complete"] for c in contacts))),
        ("contact_names", "alt_contacts", [name_of(c["name"]) for c in wanted_contacts if c["name"]], [name_of(c["name"]) for c in contacts if c["name"]]),
        ("contact_phones", "alt_contacts", [_phone(p) for c in wanted_contacts for p in c["phones"]], [_phone(p) for c in contacts for p in c["phones"]]),
        ("contact_emails", "alt_contacts", [_fold(e) for c in wanted_contacts for e in c["emails"]], [_fold(e) for c in contacts for e in c["emails"]]),
        ("placeholders", "placeholders", [_fold(p) for p in label.get("placeholders") or []], [_fold(p) for p in fact["placeholders"]]),
        ("misspellings", "misspellings", [_fold(w) for w in label.get("misspellings") or []], [_fold(w) for w in fact["misspellings"]]),
        ("promises_reply", "promises_reply", _bag(label["promises_reply"]), _bag(fact["promises_reply"])),
    ):  # fmt: skip
        if theirs not in skip:
            yield name, wanted, got
    if "signature" not in skip:
        wanted_signature, signature = label.get("signature") or {}, fact["signature"] or {}
        for ours, theirs in _SIGNATURE.items():
            plain = _phone if ours == "phone" else name_of if ours == "name" else _fold
            yield f"signature_{ours}", _bag(plain(wanted_signature.get(theirs))), _bag(plain(signature.get(ours)))


def _rules(engine: Engine, mailbox: Mailbox) -> set[str]:
    return {result.rule for result in engine.check(mailbox) if isinstance(result, Diagnostic)}


def _has_unfilled_number(engine: Engine, mailbox: Mailbox) -> bool:
    """Return True if a number with places for digits is reported as a blank: `813-555-XXXX`."""
    blanks = (
        item for item in engine.check(mailbox) if isinstance(item, Diagnostic) and item.rule == "placeholder.unfilled"
    )
    text = mailbox.documents[0].text
    return any(item.span and any(map(str.isdigit, text[item.span.start : item.span.end])) for item in blanks)


def signature_tallies(folder: Path = HERE) -> dict[str, Tally]:
    """Score the signatures of a folder: is each element's defect found, and none invented?"""
    engine = Engine(load_pack("plant-city"), date(2026, 12, 11))
    tallies: dict[str, Tally] = {}

    def ask(name: str, ident: str, wanted: bool, got: bool) -> None:
        tallies.setdefault(name, Tally()).add(ident, _bag(wanted), _bag(got))

    for item in rows(folder / "signatures.jsonl"):
        labels, skip, ident = item["labels"], set(item.get("ambiguous_fields") or []), item["id"]
        if item.get("ambiguous") and not skip:
            continue
        blank = Document("text", Visible.plain(""), "", item["format"] == "html", DocumentKind.SIGNATURE)
        document = with_content(blank, item["content"])
        mailbox = Mailbox(ident, (document,))
        found = _rules(engine, mailbox)
        if _has_unfilled_number(engine, mailbox):
            found.add("signature.unfilled-phone")
        for element, name in _ELEMENTS.items():
            if element not in skip:
                ask(
                    f"signature {name}",
                    ident,
                    labels[element] != "ok",
                    any(rule.startswith("signature.") and rule.endswith(f"-{name}") for rule in found),
                )
        for key, rules in (
            ("background", {"appearance.background"}),
            ("misc_graphics", {"appearance.extra-graphic", "signature.wrong-seal"}),  # one picture, one finding
            ("extra_lines", {"signature.extra-line"}),
        ):
            if key not in skip:
                ask(f"signature {key}", ident, bool(labels[key]), bool(rules & found))
    return tallies


def pair_tallies(folder: Path = HERE) -> dict[str, Tally]:
    """Score the pairs of a folder: is a difference found, and none invented?"""
    engine = Engine(load_pack("plant-city"), date(2026, 12, 11))
    tally = Tally()
    for item in rows(folder / "pairs.jsonl"):
        if item.get("ambiguous"):
            continue
        documents = []
        for audience in (Audience.INTERNAL, Audience.EXTERNAL):
            content = item[str(audience)]
            blank = Document(
                str(audience),
                Visible.plain(""),
                "",
                "<" in content and ">" in content,
                DocumentKind.AUTO_REPLY,
                audience,
            )
            documents.append(with_content(blank, content))
        settings = ReplySettings(State.ON, item.get("external_enabled") is not False)
        found = _rules(engine, Mailbox(item["id"], tuple(documents), settings=settings))
        different = any(rule.startswith("parity.") or rule == "schedule.external-off" for rule in found)
        tally.add(item["id"], _bag(not item["same_message"]), _bag(different))
    return {"pairs different": tally}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=HERE)
    parser.add_argument(
        "--misses",
        action="append",
        default=[],
        metavar="FIELD",
        help="list what was missed or invented ('all' for every field)",
    )
    parser.add_argument(
        "--parts",
        default="",
        metavar="LETTERS",
        help="score these parts of the messages only: 'h,r,u', by what ids begin with",
    )
    options = parser.parse_args()
    parts = tuple(options.parts.replace(" ", "").split(",")) if options.parts else ()
    tallies, wholly, count = message_tallies(options.folder, parts)
    if not count:
        parser.error(f"no message has an id that begins with {options.parts}-")
    macro = sum(tally.f1 for tally in tallies.values()) / len(tallies)
    others: dict[str, Tally] = {}
    if not parts and (options.folder / "signatures.jsonl").exists():
        others = {**signature_tallies(options.folder), **pair_tallies(options.folder)}
    print(f"{'field':26} {'prec':>6} {'rec':>6} {'F1':>6} {'n':>5}")
    for name, tally in {**tallies, **others}.items():
        print(tally.line(name))
        if name in options.misses or "all" in options.misses:
            print("".join(f"    {miss}\n" for miss in tally.misses), end="")
    print(f"{count} messages: {wholly} wholly right ({wholly / count:.1%}), macro F1 {macro:.3f}")


if __name__ == "__main__":
    main()
