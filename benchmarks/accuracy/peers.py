"""How well other tools answer the same questions about the same messages, all in one run: `make peers`.

No other tool checks replies, so each is asked only for what it is made for: days (dateparser's search), who signs (talon's signature
heuristics), misspelled words (codespell, cspell). Each gets its best settings and the benefit of the doubt where our labels are finer than
its answers. With --write the table of docs/accuracy.md is written anew.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import datetime
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from accuracy.score import HERE, Tally, facts_of, name_of, rows

ROOT = HERE.parents[1]
PAGE = ROOT / "docs" / "accuracy.md"
_DAYS = ("absence_start", "absence_end", "return_on", "until_on")
_FAR = 800
"""Days from the day of writing beyond which a found date is a room or a telephone number, not held against the finder."""
_BEGIN, _END = "<!-- table: make peers -->", "<!-- end of table -->"

Message = dict[str, Any]
Answers = dict[str, list[str]]
"""What a tool answered, by the id of the message."""


class Question(NamedTuple):
    """What is asked of each message, and the right answer by its id; messages whose answer is open are left out."""

    name: str
    wanted: Answers


class Row(NamedTuple):
    """How one tool did on one question. `seconds` is the time for all messages; None where it is not measured."""

    question: str
    tool: str
    tally: Tally
    seconds: float | None = None


def questions(labels: dict[str, Message]) -> dict[str, Question]:
    """Return the three questions with the labelled answers."""

    def clear(label: Message, *fields: str) -> bool:
        return not set(fields) & set(label.get("ambiguous_fields") or [])

    days = {
        ident: sorted({label[key] for key in _DAYS if label.get(key)})
        for ident, label in labels.items()
        if clear(label, *_DAYS) and not label.get("absences")
    }
    signs = {
        ident: _name((label.get("signature") or {}).get("name"))
        for ident, label in labels.items()
        if clear(label, "signature")
    }
    words = {
        ident: sorted(word.lower() for word in label.get("misspellings") or [])
        for ident, label in labels.items()
        if clear(label, "misspellings")
    }
    return {
        "days": Question("the days of the absence", days),
        "signs": Question("who signs", signs),
        "words": Question("misspelled words", words),
    }


def _name(text: str | None) -> list[str]:
    """Return a name without title, rank or credentials, as a list of one or none."""
    name = name_of((text or "").split(",")[0])
    return [name] if name else []


def ours(messages: list[Message]) -> dict[str, Answers]:
    """Return what replylint answers."""
    found: dict[str, Answers] = {"days": {}, "signs": {}, "words": {}}
    for message in messages:
        fact = facts_of(message)
        absence, signature, ident = fact["absence"] or {}, fact["signature"] or {}, message["id"]
        stated = (absence.get(key) for key in ("first_day", "last_day", "return_day", "until"))
        found["days"][ident] = sorted({day for day in stated if day})
        found["signs"][ident] = _name(signature.get("name"))
        found["words"][ident] = sorted(word.lower() for word in fact["misspellings"])
    return found


def by_dateparser(messages: list[Message]) -> Answers:
    """Return every day that `dateparser.search.search_dates` finds; a tool that knows days, not whose they are."""
    from dateparser.search import search_dates

    found = {}
    for message in messages:
        base = datetime.fromisoformat(message["written_on"])
        settings = {
            "RELATIVE_BASE": base,
            "PREFER_DATES_FROM": "future",
            "DATE_ORDER": "DMY" if message["lang"] == "es" else "MDY",
            "RETURN_AS_TIMEZONE_AWARE": False,
        }
        hits = search_dates(message["text"], languages=[message["lang"]], settings=settings) or []
        near = (moment for _, moment in hits if abs(moment - base).days <= _FAR)
        found[message["id"]] = sorted({moment.date().isoformat() for moment in near})
    return found


def by_talon(messages: list[Message]) -> Answers:
    """Return the first line of the signature that talon's heuristics cut off, its closing line passed over."""
    package = ModuleType(
        "talon.signature"
    )  # its learned classifier needs a scikit-learn of 2018; the heuristics do not
    spec = find_spec("talon")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    package.__path__ = [str(Path(place) / "signature") for place in spec.submodule_search_locations]
    sys.modules["talon.signature"] = package
    from talon.signature.bruteforce import extract_signature

    found = {}
    for message in messages:
        _, signature = extract_signature(message["text"])
        lines = [line.strip() for line in (signature or "").splitlines() if line.strip(" -")]
        if len(lines) > 1 and (lines[0].endswith((",", "!", ".")) or len(lines[0].split()) < 2):
            lines = lines[1:]
        found[message["id"]] = _name(lines[0]) if lines else []
    return found


def by_codespell(messages: list[Message]) -> Answers:
    """Return the words that codespell would correct."""
    with tempfile.TemporaryDirectory() as folder:
        _write(messages, folder)
        printed = _run([str(Path(sys.executable).with_name("codespell")), "--builtin", "clear,rare", folder])
    found: Answers = {message["id"]: [] for message in messages}
    for place, word in re.findall(r"(?m)([^/\\\n]+)\.txt:\d+: (\S+) ==> ", printed):
        found[place].append(word.lower())
    return found


def by_cspell(messages: list[Message]) -> Answers:
    """Return the words that cspell does not know, with its Spanish dictionary for the Spanish messages."""
    command = shutil.which("cspell", path=str(ROOT / ".peers" / "node_modules" / ".bin"))
    if command is None:
        raise SystemExit("cspell is not there; run make peers")
    found: Answers = {message["id"]: [] for message in messages}
    for lang in ("en", "es"):
        with tempfile.TemporaryDirectory() as folder:
            _write([message for message in messages if message["lang"] == lang], folder)
            config = {"version": "0.2", "language": "en,en-GB" if lang == "en" else "en,es"}
            if lang == "es":
                config["import"] = [
                    str(ROOT / ".peers" / "node_modules" / "@cspell" / "dict-es-es" / "cspell-ext.json")
                ]
            path = Path(folder) / "cspell.json"
            path.write_text(json.dumps(config), encoding="utf-8")
            printed = _run([command, *_QUIETLY, "--root", folder, "--config", str(path), "*.txt"], folder)
        for place, word in re.findall(r"(?m)([^/\\\n]+)\.txt:\d+:\d+ +- Unknown word \(([^)]+)\)", printed):
            found[place].append(word.lower())
    return found


def _write(messages: Iterable[Message], folder: str) -> None:
    for message in messages:
        (Path(folder) / f"{message['id']}.txt").write_text(message["text"] + "\n", encoding="utf-8")


_QUIETLY = ("lint", "--no-progress", "--no-summary", "--no-color")


def _run(command: list[str], folder: str | None = None) -> str:
    run = subprocess.run(
        command, cwd=folder, capture_output=True, check=False, encoding="utf-8"
    )  # installed by make peers
    return run.stdout


def tally_of(question: Question, answers: Answers) -> Tally:
    """Compare answers with the labels."""
    tally = Tally()
    for ident, wanted in question.wanted.items():
        tally.add(ident, wanted, answers[ident])
    return tally


def labelled() -> tuple[list[Message], dict[str, Question]]:
    """Return the messages and the questions about them."""
    messages = [{"lang": "es" if row["id"].startswith("es") else "en", **row} for row in rows(HERE / "messages.jsonl")]
    return messages, questions({label["id"]: label for label in rows(HERE / "labels.jsonl")})


def our_rows() -> list[Row]:
    """Return replylint's part of the table."""
    messages, asked = labelled()
    answers = ours(messages)
    return [Row(question.name, "replylint", tally_of(question, answers[key])) for key, question in asked.items()]


def their_rows() -> list[Row]:
    """Return the other tools' part of the table."""
    messages, asked = labelled()
    node = json.loads((ROOT / ".peers" / "node_modules" / "cspell" / "package.json").read_text(encoding="utf-8"))
    tools: list[tuple[str, str, Callable[[list[Message]], Answers]]] = [
        ("days", f"dateparser {version('dateparser')}, `search_dates`", by_dateparser),
        ("signs", f"talon {version('talon')}, its heuristics", by_talon),
        ("words", f"codespell {version('codespell')}", by_codespell),
        ("words", f"cspell {node['version']}", by_cspell),
    ]
    found = []
    for key, tool, answer in tools:
        begun = time.perf_counter()
        answers = answer(messages)
        found.append(Row(asked[key].name, tool, tally_of(asked[key], answers), time.perf_counter() - begun))
    return found


def table(found: Iterable[Row]) -> str:
    """Return rows as a Markdown table, grouped by question, best first."""
    lines = ["| asked | tool | precision | recall | F1 | invented in 100 messages |", "|---|---|---|---|---|---|"]
    messages = len(rows(HERE / "messages.jsonl"))
    for row in sorted(found, key=lambda row: (row.question, -row.tally.f1)):
        right, invented, missed = row.tally.right, row.tally.invented, row.tally.missed
        precision = right / (right + invented) if right + invented else 1.0
        lines.append(
            f"| {row.question} | {row.tool} | {precision:.3f} | {right / (right + missed):.3f} | {row.tally.f1:.3f} | {100 * invented / messages:.1f} |"
        )
    return "\n".join(lines)


def main() -> None:
    """Print the table, with how long each took as a multiple of our time for all three questions."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--write", action="store_true", help="write the table into docs/accuracy.md")
    options = parser.parse_args()
    begun = time.perf_counter()
    mine = our_rows()
    unit = time.perf_counter() - begun
    theirs = their_rows()
    text = table([*mine, *theirs])
    print(text)
    for row in theirs:
        assert row.seconds is not None
        print(f"{row.tool}: {row.seconds / unit:.1f} times the time of replylint for all three questions")
    if options.write:
        page = PAGE.read_text(encoding="utf-8")
        head, _, rest = page.partition(_BEGIN)
        _, _, tail = rest.partition(_END)
        PAGE.write_text(f"{head}{_BEGIN}\n{text}\n{_END}{tail}", encoding="utf-8")


if __name__ == "__main__":
    main()
