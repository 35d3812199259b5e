"""How fast an audit reads a mailbox, rules included, against a loop of `mailbox.mbox` and mail-parser that only parses; and how much room it takes.

usage: audit_mail.py [MEGABYTES ...]; the sizes of the mailboxes, 100 and 1000 if left out

A fifth of the messages are sent by the people of the office or automatic. Headers, pages and attachments are of the size that they have in an
office's mail: 4 kB of header lines, a page beside the text in two of three, a file in one of four.
"""

from __future__ import annotations

import base64
import compileall
import random
import re
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from datetime import datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import replylint
from organizations import person

_BEGUN = datetime(2026, 9, 1, 9, tzinfo=ZoneInfo("America/New_York"))
_LINES = (
    "Thank you for the form.", "The inspection is on Tuesday at ten.", "Could you send the second page again?", "The fee is paid at the counter.",
    "I have copied the plat below.", "We met about the fence on Monday.", "The meeting moved to room 2.", "Please bring the survey.",
)  # fmt: skip
_THEIRS = """
import mailbox, mailparser, sys
box = mailbox.mbox(sys.argv[1])
for key in box.keys(): mailparser.parse_from_bytes(box.get_bytes(key)).body
"""
_TURNS = 5
"""Audits by one process and by two, in turns; the best of each counts, for other programs of the machine take their time too."""
_EVERY = 0.1
"""Seconds between two looks at how much memory an audit takes."""
_STYLE = (
    "p.MsoNormal, li.MsoNormal, div.MsoNormal {margin: 0in; font-size: 11.0pt; font-family: 'Calibri', sans-serif;} "
    * 12
)


class _Office:
    """Writes the mail of an office: letters and their answers, newsletters, absence notices."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311  # no secret
        self.attached = base64.encodebytes(self.chance.randbytes(400_000)).decode("ascii")
        self.keys = base64.b64encode(self.chance.randbytes(30_000)).decode("ascii")
        self.open: list[tuple[int, str, str]] = []
        """Letters without an answer yet: number, sender, recipient."""

    def message(self, number: int) -> str:
        """Return the next message of the mailbox, with the line that begins it."""
        chance, at = self.chance, _BEGUN + timedelta(minutes=number)
        name, owner, phone = person(number % 5)
        kind = chance.choices(("letter", "reply", "answer", "sent", "away", "newsletter"), (20, 40, 14, 3, 3, 20))[0]
        answered = self.open.pop(chance.randrange(len(self.open))) if kind in ("answer", "away") and self.open else None
        body = " ".join(chance.choices(_LINES, k=chance.randrange(3, 40)))
        extra = "List-Unsubscribe: <https://news.example/stop>\n" if kind == "newsletter" else ""
        if kind == "reply":
            extra = f"In-Reply-To: <{max(number - 9, 0)}@example>\nReferences: <{max(number - 9, 0)}@example>\n"
        if kind in ("letter", "reply", "newsletter"):
            sender, to = f"visitor{chance.randrange(400)}@customer.example", owner
            if kind == "letter":
                self.open = [*self.open[-20:], (number, sender, to)]
        else:
            sender, to = owner, f"visitor{number}@customer.example"
            if answered:
                sender, to = answered[2], answered[1]
                name, _, phone = next(one for one in map(person, range(5)) if one[1] == sender)
                extra = f"In-Reply-To: <{answered[0]}@example>\nReferences: <{answered[0]}@example>\n"
            title = "Permit Technician" if number % 7 else "Permits"
            sign = f"{name}\n{title}\nCity of Plant City, Florida\n{phone} ext. 4211\nWebsite: http://www.plantcitygov.com/\n[City Seal]\n"
            if kind == "away":
                extra += "Auto-Submitted: auto-replied\n"
                body = f"I will be out of the office from 12/14/26 to 12/18/26. I will reply to your message at my earliest opportunity once I return. If you need immediate assistance, please contact {person(6)[0]} at 813-555-0106."
            body += f"\n\n{sign}" if kind == "away" or chance.random() < 0.9 else ""
            if kind == "answer" and answered:
                body += f"\nOn {at:%a, %b} {at.day}, {at:%Y at %H:%M}, <{to}> wrote:\n> Could you tell me when the permit is ready?\n> Thank you.\n"
        return f"From {sender} {at:%a %b %d %H:%M:%S %Y}\n{self._head(number, at, sender, to)}{extra}{self._content(number, body)}\n"

    def _head(self, number: int, at: datetime, sender: str, to: str) -> str:
        low = self.chance.randrange(len(self.keys) - 1500)
        key = self.keys[low : low + 1200]
        stamp = format_datetime(at)
        hops = "".join(
            f"Received: from mx{hop}.example (mx{hop}.example [192.0.2.{hop}])\n by mail{hop}.example (Postfix) with ESMTPS id {key[hop * 9 : hop * 9 + 9]}\n for <{to}>; {stamp}\n"
            for hop in range(4)
        )
        return (
            f"{hops}DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example; s=s1;\n h=From:Date:Subject:Message-ID; b={key[:344]}\n"
            f"ARC-Seal: i=1; a=rsa-sha256; d=example; cv=none; b={key[344:688]}\nARC-Message-Signature: i=1; a=rsa-sha256; d=example;\n b={key[688:1032]}\n"
            f"X-MS-Exchange-AntiSpam-MessageData: {key[:400]}\nAuthentication-Results: mx.example; spf=pass smtp.mailfrom={sender}; dkim=pass; dmarc=pass\n"
            f"From: {sender}\nTo: {to}\nSubject: permit {number}\nDate: {stamp}\nMessage-ID: <{number}@example>\nX-Mailer: Microsoft Outlook 16.0\nMIME-Version: 1.0\n"
        )

    def _content(self, number: int, body: str) -> str:
        plain = f"Content-Type: text/plain; charset=utf-8\n\n{body}\n"
        text = plain
        if self.chance.random() < 0.66:
            lines = "".join(
                f'<p class="MsoNormal"><span style="font-size:11.0pt">{line.replace("<", "&lt;")}</span></p>\n'
                for line in body.splitlines()
            )
            lines = lines.replace("[City Seal]", '<img src="cid:seal@example" alt="City Seal">')
            page = f"<html><head><style>{_STYLE}</style></head><body>\n{lines}</body></html>\n"
            text = f'Content-Type: multipart/alternative; boundary="_000_{number:030}_"\n\n--_000_{number:030}_\n{plain}\n--_000_{number:030}_\nContent-Type: text/html; charset=utf-8\n\n{page}\n--_000_{number:030}_--\n'
        if self.chance.random() < 0.25:
            file = self.attached[: self.chance.randrange(20_000, len(self.attached))]
            text = f'Content-Type: multipart/mixed; boundary="_004_{number:030}_"\n\n--_004_{number:030}_\n{text}\n--_004_{number:030}_\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\nContent-Disposition: attachment; filename="a.pdf"\n\n{file}\n--_004_{number:030}_--\n'
        return text


def generate(path: Path, size: int) -> int:
    """Write a mailbox of about `size` bytes, and return the number of its messages."""
    office = _Office(1)
    count = written = 0
    with path.open("w", encoding="utf-8", newline="\n") as stream:
        while written < size:
            written += stream.write(office.message(count))
            count += 1
    return count


def _audit(path: Path, folder: str, workers: int) -> subprocess.Popen[bytes]:
    """Begin an audit of a mailbox."""
    words = [sys.executable, "-m", "replylint", "audit", str(path), "--output", folder, "--as-of", "2026-12-07", "--no-config", "--workers", str(workers)]  # fmt: skip
    return subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _seconds(path: Path, folder: str, workers: int) -> float:
    """Return how long an audit of a mailbox takes."""
    begun = time.perf_counter()
    with _audit(path, folder, workers) as audit:
        code = audit.wait()
    took = time.perf_counter() - begun
    _expect(code)
    return took


def _most_room(path: Path, folder: str) -> int:
    """Return the most memory that all processes of an audit of a mailbox take together, in bytes. To look at it takes their time, so it is not measured with that."""
    most = 0
    with _audit(path, folder, 1) as audit:
        while (code := audit.poll()) is None:
            most = max(most, _room(audit.pid))
            time.sleep(_EVERY)
    _expect(code)
    return most


def _expect(code: int) -> None:
    if code not in (0, 1):
        raise SystemExit(f"the audit ended with {code}")


def _room(pid: int) -> int:
    """Return the memory that a process and those it started take, what they share counted once (Linux: PSS); 0 where nobody can tell."""
    own = 0
    with suppress(OSError, ValueError, IndexError):
        own = (
            int(re.findall(r"(?m)^Pss: +(\d+) kB", Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii"))[0])
            * 1024
        )
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
        return own + sum(_room(int(child)) for child in children)
    return own


def main() -> None:
    """Print the figures."""
    compileall.compile_dir(Path(replylint.__file__).parent, quiet=1)  # as pip does when it installs
    for megabytes in map(int, sys.argv[1:] or ("100", "1000")):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "box.mbox")
            count = generate(path, megabytes * 1_000_000)
            runs = [
                (_seconds(path, f"{folder}/one{turn}", 1), _seconds(path, f"{folder}/two{turn}", 2))
                for turn in range(_TURNS)
            ]
            one, two = map(min, zip(*runs, strict=True))
            room = _most_room(path, f"{folder}/room")
            begun = time.perf_counter()
            subprocess.run([sys.executable, "-c", _THEIRS, str(path)], check=True)
            theirs = time.perf_counter() - begun
            print(
                f"audit of a mailbox of {megabytes} MB, {count} messages: {megabytes / one:.0f} MB/s in one process, {theirs / one:.1f} times mailbox.mbox with mail-parser, which only parse; "
                f"two processes {one / two:.2f} times one; at most {room / 1e6:.0f} MB of memory in all processes of one",
                flush=True,
            )


if __name__ == "__main__":
    main()
