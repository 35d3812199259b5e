"""What became of an earlier audit: what is new, what was mended, and what was not read this time."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from replylint.errors import ConfigError
from replylint.tables import below, name_key

if TYPE_CHECKING:
    from replylint.report.auditing import Found

Row = dict[str, Any]
_NEEDED = ("rule", "mailbox", "path", "document", "message", "severity")
_MAIL = frozenset(("message", "eml", "emlx", "msg"))
"""Formats of single messages."""
_MOST_AUDITS = 200
"""Audits of a course that are kept."""


class Since(NamedTuple):
    """What became of the findings of an earlier audit."""

    new: list[bool]
    """Of each finding now, in their order, whether it was not there before."""
    fixed: list[Row]
    """Those that are there no more."""
    unread: list[Row]
    """Those of mailboxes that were not read or not checked this time: nobody knows."""
    history: list[Row]
    """The course of the audits up to the earlier one: the day, how many mailboxes were judged, and how many were without errors."""


class Earlier(NamedTuple):
    """What an earlier audit wrote."""

    findings: list[Row]
    mailboxes: list[Row]
    history: list[Row]
    paths: list[str]
    """The files and folders that it read."""
    pseudonyms: bool
    """Whether it names nobody."""


def load(folder: Path) -> Earlier:
    """Read the audit in a folder. Raises ConfigError if there is none, or it is damaged."""
    try:
        earlier = json.loads((folder / "audit.json").read_bytes())
        findings = [{name: row[name] for name in _NEEDED} for row in earlier["findings"]]
        mailboxes = [
            {name: str(row[name]) for name in ("path", "format", "name", "email")} for row in earlier["mailboxes"]
        ]
        if not all(isinstance(value, str) for row in findings for value in row.values()):
            raise ValueError
        course = [_audit(one) for one in earlier["history"]][-_MOST_AUDITS:]
        return Earlier(
            findings, mailboxes, course, [str(path) for path in earlier["paths"]], bool(earlier["pseudonyms"])
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
        raise ConfigError(
            f"--since: there is no audit in {folder}, or it is damaged; give the folder of an earlier --output"
        ) from None


def compare(earlier: Earlier, found: Found, disguise: Callable[[Row], Row] | None = None) -> Since:
    """Compare with an earlier audit: the same finding is that of the same rule, mailbox, message and words.

    `disguise` gives the rows of an audit that names people their pseudonyms.
    """
    before, roots = earlier.findings, earlier.paths
    addresses = {
        name_key(name): row["email"] for row in found.mailboxes for name in (row["name"], *row["names"]) if row["email"]
    }
    before = [
        row if "@" in row["mailbox"] else {**row, "mailbox": addresses.get(name_key(row["mailbox"]), row["mailbox"])}
        for row in before
    ]
    if disguise is not None and not earlier.pseudonyms:
        before = [disguise({**row, "path": _below(row["path"], roots)}) for row in before]
    had = Counter(_same(row, roots) for row in before)
    now = [place.name for place in found.places]
    new = []
    for row in found.findings:
        key = _same(row, now)
        new.append(not had[key])
        had[key] -= had[key] > 0
    left = +had
    people = {who.lower() for one in earlier.mailboxes if (who := one["email"] or one["name"])}
    known = _Read(found, now, people)
    formats = {_below(one["path"], roots): one["format"] for one in earlier.mailboxes}
    fixed: list[Row] = []
    unread: list[Row] = []
    for row in before:
        key = _same(row, roots)
        if left[key] > 0:
            left[key] -= 1
            (fixed if known.knows(row, key[1], _below(row["path"], roots), formats) else unread).append(row)
    return Since(new, fixed, unread, earlier.history)


class _Read:
    """What was read this time, by which it is told whether a finding that is there no more was mended."""

    def __init__(self, found: Found, roots: list[str], people: set[str]) -> None:
        self._rules = frozenset(found.rules)
        self._files = frozenset(_below(file, roots) for file in found.files)
        self._failed = {
            _below(path, roots).partition("#")[0] for path in (*found.failed, *(one.path for one in found.troubles))
        }
        self._formats: dict[str, set[str]] = {}
        for row in found.mailboxes:
            for who in {
                _whose({**row, "mailbox": row["email"] or row["name"]}, roots),
                _whose({**row, "mailbox": ""}, roots),
            }:
                self._formats.setdefault(who, set()).add(row["format"])
        self._mail = bool(found.exchanges)
        self._everybody = people <= self._formats.keys()

    def knows(self, row: Row, who: str, path: str, formats: dict[str, str]) -> bool:
        """Say whether a finding would be there again: its rule was asked, and its file was read, or settings or mail of the same person in the same format."""
        file = path.partition("#")[0]
        if row["rule"] not in self._rules or file in self._failed:
            return False
        own = self._formats.get(who, set())
        if row["rule"].startswith("response."):
            return self._mail and bool(own & _MAIL)
        if row["rule"].startswith("coverage."):
            return bool(own) and self._everybody
        if file in self._files:
            return bool(own) or not row["mailbox"]
        return not self._failed and (formats.get(path, "") in own if path in formats else bool(own))


def _audit(one: Any) -> Row:
    judged, right = int(one["judged"]), int(one["right"])
    if not 0 <= right <= judged:
        raise ValueError
    return {"as_of": str(one["as_of"]), "judged": judged, "right": right}


def _same(row: Row, roots: Iterable[str]) -> tuple[str, str, str, str]:
    return str(row["rule"]), _whose(row, roots), str(row["document"]), str(row["message"])


def _whose(row: Row, roots: Iterable[str]) -> str:
    return str(row.get("mailbox") or _below(row["path"], roots)).lower()


def _below(path: str, roots: Iterable[str]) -> str:
    """Return a path as it is below the file or folder that was named, which may be another one each time."""
    for root in roots:
        rest = below(path, root)
        if rest is not None:
            return path.replace("\\", "/").rpartition("/")[2] if not rest or rest[0] == "#" else rest.lstrip("/\\")
    return path
