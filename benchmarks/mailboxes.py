"""How fast a mailbox in one file is taken apart, how much room that takes, and whether the number of its messages is right.

usage: mailboxes.py [MEGABYTES]; the largest file is that large, 100 if left out
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

WORDS = "city permit office answer water inspection Monday closed counter form budget meeting please call record fee street".split()
HOSTILE = (
    "From June 1 to June 5 I am away.\n",
    "From the desk of the clerk 2026\n",
    ">From here on it was quoted already.\n",
    "Subject: this is no header line\nFrom: neither is this\n\n",
    "From dana@example.com Mon Jun  1 2026\nis how a separator looks to those who do not look further.\n",
)
_OURS = """
import json, resource, sys, time
from pathlib import Path
from replylint.sources import files, mbox
begun = time.perf_counter()
count = sum(1 for one in mbox.messages(files.on_disk(Path(sys.argv[1])).open()))
print(json.dumps([count, time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]))
"""
_THEIRS = """
import json, mailbox, resource, sys, time
begun = time.perf_counter()
box = mailbox.mbox(sys.argv[1])
count = sum(1 for key in box.keys() if box.get_bytes(key) is not None)
print(json.dumps([count, time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss]))
"""


def generate(path: Path, size: int, *, quoted: bool = True) -> int:
    """Write a mailbox of about `size` bytes, and return the number of its messages. The same size gives the same file.

    It is mboxrd, or if not `quoted` mboxcl2, where the length of a message stands in its header.
    """
    chance = random.Random(size)  # noqa: S311  # no secret
    count = written = 0
    with path.open("wb") as stream:
        while written < size:
            lines = [" ".join(chance.choices(WORDS, k=10)) + ".\n" for _ in range(chance.randrange(3, 60))]
            if chance.random() < 0.3:
                lines.insert(chance.randrange(len(lines)), chance.choice(HOSTILE))
            if chance.random() < 0.05:
                lines += ["QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5\n"] * chance.randrange(
                    4000
                )
            body = "".join(lines)
            if quoted:
                body = "".join(f">{line}" if line.lstrip(">").startswith("From ") else line for line in body.splitlines(keepends=True))  # fmt: skip
            length = "" if quoted else f"Content-Length: {len(body)}\n"
            head = f"From sender@example.com Mon Jun  1 08:00:00 2026\nFrom: Dana <dana@example.com>\nTo: you@example.com\nSubject: {count}\nMessage-ID: <{count}@example.com>\n{length}\n"
            written += stream.write(f"{head}{body}\n".encode())
            count += 1
    return count


def measured(program: str, path: Path) -> tuple[int, float, float]:
    """Run a program on a file in a process of its own; return what it counted, its seconds and its megabytes."""
    done = subprocess.run([sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=True)
    count, seconds, kilobytes = json.loads(done.stdout)
    return count, seconds, kilobytes / 1000


def main() -> None:
    """Print the figures."""
    largest = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    for share, quoted in ((0.1, False), (0.1, True), (0.5, True), (1.0, True)):
        megabytes = largest * share
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "box.mbox")
            true = generate(path, int(megabytes * 1e6), quoted=quoted)
            count, seconds, room = measured(_OURS, path)
            line = f"{'mboxrd' if quoted else 'mboxcl2'} of {megabytes:5.0f} MB: {true} messages, {count} found, {megabytes / seconds:.0f} MB/s, at most {room:.0f} MB of memory"
            if megabytes <= 200:
                other, took, _ = measured(_THEIRS, path)
                line += f"; mailbox.mbox finds {other}, and takes {took / seconds:.1f} times as long"
            print(line)


if __name__ == "__main__":
    main()
