"""What became of an earlier audit: what is new, what was mended, and what was not read this time."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from replylint.errors import ConfigError

if TYPE_CHECKING:
    from replylint.report.auditing import Found

Row = dict[str, Any]
_NEEDED = ("rule", "mailbox", "path", "document", "message", "severity")
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
        if not all(isinstance(value, str) for row in findings for value in row.values()):
            raise ValueError
        course = [_audit(one) for one in earlier["history"]][-_MOST_AUDITS:]
        return Earlier(findings, course, [str(path) for path in earlier["paths"]], bool(earlier["pseudonyms"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OverflowError):
        raise ConfigError(
            f"--since: there is no audit in {folder}, or it is damaged; give the folder of an earlier --output"
        ) from None


def compare(earlier: Earlier, found: Found, disguise: Callable[[Row], Row] | None = None) -> Since:
    """Compare with an earlier audit: the same finding is that of the same rule, mailbox, message and words.

    `disguise` gives the rows of an audit that names people their pseudonyms.
    """
    before, roots = earlier.findings, earlier.paths
    if disguise is not None and not earlier.pseudonyms:
        before = list(map(disguise, before))
    had = Counter(_same(row, roots) for row in before)
    now = [place.name for place in found.places]
    new = []
    for row in found.findings:
        key = _same(row, now)
        new.append(not had[key])
        had[key] -= had[key] > 0
    left = +had
    fixed: list[Row] = []
    unread: list[Row] = []
    read = {_whose(row, now) for row in found.mailboxes} | {
        _whose({**row, "mailbox": row["email"] or row["name"]}, now) for row in found.mailboxes
    }
    failed = {_below(one.path, now) for one in found.troubles}
    for row in before:
        key = _same(row, roots)
        if left[key] > 0:
            left[key] -= 1
            mail = row["rule"].startswith(("response.", "acknowledgement."))
            known = _whose(row, roots) in read and _below(row["path"], roots).partition("#")[0] not in failed
            (fixed if known and (found.exchanges or not mail) else unread).append(row)
    return Since(new, fixed, unread, earlier.history)


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
        if path.startswith(root) and not (rest := path[len(root) :])[:1].isalnum():
            return rest.lstrip("/\\") or path.replace("\\", "/").rpartition("/")[2]
    return path
