"""Whether a reply is understood the same however it is exported: as a mail, in Exchange JSON, GAM CSV, a Sieve script and an Outlook message.

usage: wrapped.py [FOLDER]
"""

from __future__ import annotations

import csv
import html
import io
import json
import re
import sys
import tempfile
from collections.abc import Callable, Iterable
from datetime import date
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from accuracy.compound import message
from accuracy.score import HERE, rows, score
from replylint.engine import Engine
from replylint.facts.summary import summary
from replylint.model import Mailbox
from replylint.policy import load_pack
from replylint.sources import load
from replylint.sources.sieve_script import with_reasons

_FROM = "reply@plantcity.example"
_SPACES = re.compile(r"  +")
_ENGINE = Engine(load_pack("plant-city"), date(2026, 12, 11))
Row = dict[str, Any]
Write = Callable[[list[Row], Path], None]


def _mail(row: Row) -> str:
    day = date.fromisoformat(row["written_on"])
    return f"From: {_FROM}\nTo: you@customer.example\nSubject: Automatic reply\nDate: {day:%a, %d %b %Y} 12:00:00 +0000\nAuto-Submitted: auto-replied\n"


def write_eml(given: list[Row], folder: Path) -> None:
    """Write each reply as a plain mail."""
    for number, row in enumerate(given):
        mail = EmailMessage()
        mail.set_content(row["text"])
        head = _mail(row) + "".join(f"{name}: {value}\n" for name, value in mail.items())
        (folder / f"{number:05}.eml").write_bytes(head.encode() + b"\n" + bytes(mail).partition(b"\n\n")[2])


def write_exchange(given: list[Row], folder: Path) -> None:
    """Write all replies as one export of Exchange, in the HTML that Outlook on the web makes of them."""
    found = []
    for row in given:
        escaped = _SPACES.sub(lambda match: "&nbsp;" * (len(match[0]) - 1) + " ", html.escape(row["text"], quote=False))
        lines = (f"<div>{line or '<br>'}</div>\r\n" for line in escaped.split("\n"))
        page = f"<html>\r\n<body>\r\n{''.join(lines)}</body>\r\n</html>\r\n"
        found.append(
            {"Identity": f"plantcity.example/{row['id']}", "AutoReplyState": "Scheduled", "ExternalAudience": "All",
             "StartTime": f"{row['written_on']}T12:00:00Z", "EndTime": "2040-01-01T12:00:00Z", "InternalMessage": page}
        )  # fmt: skip
    (folder / "replies.json").write_text(json.dumps(found, indent=2), encoding="utf-8")


def write_gam(given: list[Row], folder: Path) -> None:
    """Write all replies as a table of GAM, its line breaks as a local file has them."""
    stream = io.StringIO()
    table = csv.writer(stream, lineterminator="\n")
    table.writerow("User,enabled,contactsonly,domainonly,startdate,enddate,subject,html,message".split(","))
    for row in given:
        text = row["text"].replace("\n", "\\\\r\\\\n")
        table.writerow([_FROM, "True", "False", "False", row["written_on"], "2040-01-01", "None", "False", text])
    (folder / "vacation.csv").write_text(stream.getvalue(), encoding="utf-8", newline="")


def write_sieve(given: list[Row], folder: Path) -> None:
    """Write each reply as a script: every other one as a quoted string, the others as a block with doubled points."""
    for number, row in enumerate(given):
        reason = '"x"' if number % 2 else "text:\nx\n.\n"
        script = f'require ["vacation", "date", "relational"];\nif currentdate :value "ge" "date" "{row["written_on"]}" {{\nvacation {reason};\n}}\n'
        text = row["text"] if number % 2 else row["text"].rstrip("\n") + "\n"
        (folder / f"{number:05}.sieve").write_text(with_reasons(script, {0: text}), encoding="utf-8", newline="")


def write_msg(given: list[Row], folder: Path) -> None:
    """Write each reply as a message of Outlook."""
    for number, row in enumerate(given):
        texts = {0x001A: "IPM.Note.Rules.OofTemplate.Microsoft", 0x0037: "Automatic reply", 0x007D: _mail(row), 0x1000: row["text"].replace("\n", "\r\n")}  # fmt: skip
        (folder / f"{number:05}.msg").write_bytes(message(texts))


WRAPPINGS: dict[str, Write] = {
    "plain mail": write_eml,
    "Exchange JSON": write_exchange,
    "GAM CSV": write_gam,
    "Sieve": write_sieve,
    "Outlook message": write_msg,
}
"""How replies are wrapped; the first is what the others are compared with."""
_ABOUT_THE_FILE = ("path", "document", "automatic", "mailbox")


def understood(given: list[Row], write: Write) -> list[Row]:
    """Return what is understood of each reply when it is wrapped so, in the order given."""
    with tempfile.TemporaryDirectory() as folder:
        write(given, Path(folder))
        documents = [one for box in load([folder]) if isinstance(box, Mailbox) for one in box.documents]
    assert len(documents) == len(given), f"{write.__name__}: {len(documents)} of {len(given)} were read"
    found = []
    for document in documents:
        said = summary(_ENGINE.facts(document))
        found.append({name: value for name, value in said.items() if name not in _ABOUT_THE_FILE})
    return found


def different(given: Iterable[Row], one: Iterable[Row], other: Iterable[Row]) -> list[str]:
    """Return, for each reply that is understood differently, its id and the fields that differ."""
    return [
        f"{row['id']}: " + "; ".join(f"{name}: {a[name]!r} / {b[name]!r}" for name in a if a[name] != b[name])
        for row, a, b in zip(given, one, other, strict=True)
        if a != b
    ]


def main() -> None:
    """Print the accuracy in each wrapping, and every reply that is understood differently."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    given = rows(folder / "messages.jsonl")
    labels = {row["id"]: row for row in rows(folder / "labels.jsonl")}
    baseline: list[Row] = []
    for name, write in WRAPPINGS.items():
        found = understood(given, write)
        tallies, _ = score([labels[row["id"]] for row in given], found)
        macro = sum(tally.f1 for tally in tallies.values()) / len(tallies)
        baseline = baseline or found
        apart = different(given, baseline, found)
        print(f"wrapped: {name:16} macro F1 {macro:.4f}, {len(apart)} of {len(given)} replies understood differently")
        for line in apart[:20]:
            print(f"    {line}")


if __name__ == "__main__":
    main()
