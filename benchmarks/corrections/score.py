"""How well faulty messages are corrected: what a careful editor would keep, remove and say, against what `replylint fix` writes.

usage: score.py [FILE.jsonl ...] [--misses] [--twice] [--only REGEX]

A case is one JSON object a line: `id`, `theme`, `why`, `kind` (auto-reply or signature), `format` (text or html), `text`,
`written_on`, and optionally `profile` and `staff`. Each is written to a folder of its own and corrected there in place. Its checks,
all optional:

keep, want, gone, never     on the visible text with white space collapsed; `keep` are substrings, the others patterns
keep_source, want_source, gone_source, never_source    the same on the source
order                       patterns that match one after the other in the visible text
untouched, by_hand          the bytes must not change; what is left by hand must name the rules in `reported`, each with a reason
newline, bom, encoding      how the file is written, and must still be written after the correction
"""

from __future__ import annotations

import argparse
import csv
import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

from click.testing import CliRunner

from replylint.cli import cli

HERE = Path(__file__).parent
_BLOCKS = frozenset(
    "address article aside blockquote body br caption center dd div dl dt fieldset footer form h1 h2 h3 h4 h5 h6 "
    "header hr html li main nav ol p pre section table tbody td tfoot th thead title tr ul".split()
)
_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_UNSEEN = frozenset(("head", "style", "script", "title", "xml", "template"))
_BOMS = {"utf-8": b"\xef\xbb\xbf", "utf-16": b"\xff\xfe"}
_LEFT = re.compile(r"left by hand: .*? \[([\w.-]+)\] Why: \S")


class Result(NamedTuple):
    """What became of one case."""

    failures: list[str]
    """What is wrong with the correction, in words; empty if it is wholly right."""
    after: bytes
    messages: str
    """What was written to standard error."""


class _Seen(HTMLParser):
    """Collects what a reader sees of HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.out: list[str] = []
        self._stack: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        style = (dict(attrs).get("style") or "").replace(" ", "").lower()
        if tag in _BLOCKS:
            self.out.append("\n")
        if tag not in _VOID:
            self._stack.append((tag, tag in _UNSEEN or "display:none" in style or "mso-hide:all" in style))

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.out.append("\n")
        for number in range(len(self._stack) - 1, -1, -1):
            if self._stack[number][0] == tag:
                del self._stack[number:]
                break

    def handle_data(self, data: str) -> None:
        if not any(hidden for _, hidden in self._stack):
            self.out.append(data)


def collapsed(text: str) -> str:
    """Return text with each run of white space as one space."""
    return re.sub(r"\s+", " ", text.replace("\u00ad", "")).strip()


def visible(text: str, form: str) -> str:
    """Return what a reader sees of a source, with white space collapsed."""
    if form == "html":
        parser = _Seen()
        parser.feed(text)
        parser.close()
        text = "".join(parser.out)
    return collapsed(text)


def encoded(case: dict[str, Any]) -> bytes:
    """Return the text of a case as the bytes of its file."""
    text = case["text"].replace("\n", "\r\n") if case.get("newline") == "crlf" else case["text"]
    encoding = case.get("encoding", "utf-8")
    if encoding == "utf-16":
        return _BOMS["utf-16"] + text.encode("utf-16-le")
    return (_BOMS["utf-8"] if case.get("bom") else b"") + text.encode(encoding)


def _decoded(case: dict[str, Any], raw: bytes) -> tuple[str, list[str]]:
    """Return the text with plain newlines, and what is wrong with the bytes."""
    wrong, encoding = [], case.get("encoding", "utf-8")
    if encoding == "utf-16" or case.get("bom"):
        mark = _BOMS["utf-16" if encoding == "utf-16" else "utf-8"]
        if raw.startswith(mark):
            raw = raw[len(mark) :]
        else:
            wrong.append("the byte order mark is lost")
    try:
        text = raw.decode("utf-16-le" if encoding == "utf-16" else encoding)
    except UnicodeDecodeError as error:
        return raw.decode("latin-1"), [*wrong, f"it is no longer {encoding} ({error.reason})"]
    if case.get("newline") == "crlf" and re.search(r"(?<!\r)\n|\r(?!\n)", text):
        wrong.append("a line end is not CRLF")
    if case.get("newline") != "crlf" and "\r" in text:
        wrong.append("a carriage return appeared")
    return text.replace("\r\n", "\n"), wrong


def failures(case: dict[str, Any], before: bytes, after: bytes, messages: str) -> Iterator[str]:
    """Yield in words each expectation of a case that its correction does not meet."""
    text, wrong = _decoded(case, after)
    yield from wrong
    seen = visible(text, case["format"])
    for words in case.get("keep", ()):
        if collapsed(words) not in seen:
            yield f"lost {words!r}"
    for words in case.get("keep_source", ()):
        if words not in text:
            yield f"lost in the source {words!r}"
    for name, where in (("gone", seen), ("gone_source", text), ("never", seen), ("never_source", text)):
        for pattern in case.get(name, ()):
            if match := re.search(pattern, where):
                verb = "still there" if name.startswith("gone") else "must not appear"
                yield f"{verb} {pattern!r}: {match.group()[:80]!r}"
    for name, where in (("want", seen), ("want_source", text)):
        for pattern in case.get(name, ()):
            if not re.search(pattern, where):
                yield f"missing {pattern!r}"
    at = 0
    for pattern in case.get("order", ()):
        match = re.compile(pattern).search(seen, at)
        if match is None:
            yield f"{pattern!r} is missing or out of order"
            break
        at = match.end()
    if (case.get("untouched") or case.get("by_hand")) and before != after:
        yield "the file changed"
    reasons = set(_LEFT.findall(messages))
    for rule in case.get("reported", ()):
        if rule not in reasons:
            yield f"{rule} is not reported as left by hand with a reason"


def run(case: dict[str, Any], *, twice: bool = False) -> Result:
    """Correct one case as the command line does; with `twice`, a second correction must change nothing."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / f"message.{'html' if case['format'] == 'html' else 'txt'}"
        before = encoded(case)
        path.write_bytes(before)
        arguments = ["fix", "--no-backup", "--as-of", case["written_on"], *_options(case, folder), str(path)]
        outcome = CliRunner().invoke(cli, arguments)
        after = path.read_bytes()
        found = list(failures(case, before, after, outcome.stderr))
        if outcome.exit_code not in (0, 1, 2) or "internal error" in outcome.stderr:
            found.append(f"exit code {outcome.exit_code}: {outcome.stderr[-200:]}")
        if twice:
            CliRunner().invoke(cli, arguments)
            if path.read_bytes() != after:
                found.append("fixing again changes it")
        return Result(found, after, outcome.stderr)


def _options(case: dict[str, Any], folder: Path) -> list[str]:
    options = ["--kind", "signature"] if case["kind"] == "signature" else []
    if case.get("profile"):
        config = folder / "replylint.toml"
        lines = [f"{key} = {json.dumps(value, ensure_ascii=False)}" for key, value in case["profile"].items()]
        config.write_text("\n".join(["[profile]", *lines, ""]), encoding="utf-8")
        options += ["--config", str(config)]
    else:
        options.append("--no-config")
    if case.get("staff"):
        staff = folder / "staff.csv"
        with staff.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, ["name", "title", "phone", "extension", "email"])
            writer.writeheader()
            writer.writerows(case["staff"])
        options += ["--directory", str(staff)]
    return options


def cases_of(paths: Iterable[Path]) -> list[dict[str, Any]]:
    """Return the cases of some files, in order."""
    return [
        json.loads(line) for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line.strip()
    ]


def main() -> int:
    """Correct every case and print what is wrong with each, and the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--misses", action="store_true", help="print what is wrong, case by case")
    parser.add_argument("--twice", action="store_true", help="correct each case again: nothing may change")
    parser.add_argument("--only", help="only cases whose id or theme matches this pattern")
    options = parser.parse_args()
    for path in options.files or sorted(HERE.glob("*.jsonl")):
        cases = [
            case
            for case in cases_of([path])
            if not options.only or re.search(options.only, f"{case['id']} {case['theme']}")
        ]
        right: Counter[str] = Counter()
        total: Counter[str] = Counter()
        for case in cases:
            result = run(case, twice=options.twice)
            group = (
                "right as they are" if case.get("untouched") else "left by hand" if case.get("by_hand") else "faulty"
            )
            total[group] += 1
            right[group] += not result.failures
            if options.misses and result.failures:
                print(f"{case['id']} [{case['theme']}] {case['why']}")
                print("\n".join(f"    {each}" for each in result.failures))
        groups = ", ".join(f"{name} {right[name]} of {count}" for name, count in total.items())
        share = 100 * right.total() / max(len(cases), 1)
        print(f"{path.name}: {right.total()} of {len(cases)} wholly right ({share:.0f} %): {groups}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
