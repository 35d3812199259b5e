"""How fast an audit reads a mailbox, rules included, against a loop of `mailbox.mbox` and mail-parser that only parses; and how much room it takes.

usage: audit_mail.py [MEGABYTES]; the larger mailbox, 200 if left out
"""

from __future__ import annotations

import base64
import json
import random
import subprocess
import sys
import tempfile
import time
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from organizations import person

_BEGUN = datetime(2026, 9, 1, 9, tzinfo=ZoneInfo("America/New_York"))
_LINES = (
    "Thank you for the form.", "The inspection is on Tuesday at ten.", "Could you send the second page again?", "The fee is paid at the counter.",
    "I have copied the plat below.", "We met about the fence on Monday.", "The meeting moved to room 2.", "Please bring the survey.",
)  # fmt: skip
_OURS = """
import json, resource, sys
from replylint.cli import main
try: main(["audit", sys.argv[1], "--output", sys.argv[2], "--as-of", "2026-12-07", "--no-config", "--workers", sys.argv[3]])
except SystemExit: pass
print(json.dumps(max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))))
"""
_THEIRS = """
import mailbox, mailparser, sys
box = mailbox.mbox(sys.argv[1])
for key in box.keys(): mailparser.parse_from_bytes(box.get_bytes(key)).body
"""


def generate(path: Path, size: int) -> int:
    """Write a mailbox of about `size` bytes, a fifth of its messages sent by its owner or automatic, and return their number."""
    chance = random.Random(size)  # noqa: S311  # no secret
    name, owner, phone = person(1)
    sign = f"{name}\nPermit Technician\nCity of Plant City, Florida\n{phone} ext. 4211\nWebsite: http://www.plantcitygov.com/\n[City Seal]\n"
    picture = base64.encodebytes(chance.randbytes(300_000)).decode("ascii")
    count = written = 0
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        while written < size:
            at = _BEGUN + timedelta(minutes=count)
            own = chance.random() < 0.2
            sender, to = (
                (owner, f"visitor{count}@customer.example") if own else (f"visitor{count}@customer.example", owner)
            )
            body = " ".join(chance.choices(_LINES, k=chance.randrange(3, 20))) + "\n" + (f"\n{sign}" if own else "")
            head = f"From {sender} {at:%a %b %d %H:%M:%S %Y}\nReceived: from mx.example by mail.example; {format_datetime(at)}\nFrom: {sender}\nTo: {to}\nSubject: {count}\nDate: {format_datetime(at)}\nMessage-ID: <{count}@example>\nMIME-Version: 1.0\n"
            if chance.random() < 0.4:
                attached = picture[: chance.randrange(len(picture))]
                text = f'{head}Content-Type: multipart/mixed; boundary="x{count}"\n\n--x{count}\nContent-Type: text/plain; charset=utf-8\n\n{body}\n--x{count}\nContent-Type: image/jpeg\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename="a.jpg"\n\n{attached}\n--x{count}--\n\n'
            else:
                text = f"{head}Content-Type: text/plain; charset=utf-8\n\n{body}\n\n"
            written += stream.write(text)
            count += 1
    return count


def main() -> None:
    """Print the figures."""
    largest = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    for megabytes in (largest // 10, largest):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "box.mbox")
            count = generate(path, megabytes * 1_000_000)
            begun = time.perf_counter()
            done = subprocess.run(
                [sys.executable, "-c", _OURS, str(path), f"{folder}/one", "1"],
                capture_output=True,
                text=True,
                check=True,
            )
            took, room = time.perf_counter() - begun, json.loads(done.stdout.splitlines()[-1]) / 1000
            begun = time.perf_counter()
            subprocess.run([sys.executable, "-c", _THEIRS, str(path)], check=True)
            theirs = time.perf_counter() - begun
            print(
                f"audit of a mailbox of {megabytes} MB, {count} messages: {megabytes / took:.0f} MB/s in one process, {theirs / took:.1f} times mailbox.mbox with mail-parser, which only parse; at most {room:.0f} MB of memory"
            )


if __name__ == "__main__":
    main()
