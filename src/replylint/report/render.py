"""A run's findings as text, JSON or JSON lines."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from replylint import __version__
from replylint.facts.languages import CODES, document_name, messages
from replylint.model import Diagnostic, Notice, Severity, Unchecked
from replylint.policy.pack import Pack
from replylint.report.folding import columns, folded, wrapped
from replylint.report.style import Style
from replylint.tables import harmless
from replylint.tally import Tally, counted

JSON_VERSION = 1
"""Raised when a key of the JSON output changes its meaning or goes."""

_COLORS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}
_WIDEST = 100
"""Columns of an excerpt where there is no terminal; a longer line goes on below."""
_INDENT = "    "
_BAR = "| "
MAX_ALIKE = 100
"""Findings of one rule in one text that are listed; the last of them says how many more there are."""


@dataclass(frozen=True)
class Report:
    """What a run found."""

    pack: Pack
    diagnostics: tuple[Diagnostic, ...]
    troubles: tuple[Unchecked, ...]
    notices: tuple[Notice, ...]
    tally: Tally
    summaries: Mapping[str, str] = field(default_factory=dict)
    """What each rule asks for, to be said in place of messages that quote the text; empty if these may be shown."""
    language: str = CODES[0]
    """The language of what is printed around the findings, whose messages are in it already."""

    def write(self, form: str, *, color: bool, width: int | None = None) -> str:
        """Return the report in a format: `text`, `json` or `jsonl`. Text is divided into lines of `width` columns.

        Without a width each sentence is one line, so that programs find it.
        """
        if form == "json":
            return json.dumps(self.data(), indent=2, ensure_ascii=False) + "\n"
        if form == "jsonl":
            rows = (self._row(item, more) for item, more in self.listed())
            return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        return "".join(_as_text(self, Style(color), width))

    def data(self) -> dict[str, Any]:
        """Return the report as plain data, as docs/json.md documents it."""
        counts = Counter(str(item.severity) for item in self.diagnostics)
        return {
            "version": JSON_VERSION,
            "replylint": __version__,
            "policy": self.pack.id,
            "diagnostics": [self._row(item, more) for item, more in self.listed()],
            "troubles": [{"path": item.path, "message": item.message} for item in self.troubles],
            "notices": [{"path": item.path, "message": item.message} for item in self.notices],
            "summary": {
                "checked": self.tally.checked,
                "checked_in_part": self.tally.in_part,
                "not_checked": self.tally.unchecked,
                "turned_off": self.tally.off,
                **{str(severity): counts[str(severity)] for severity in reversed(Severity)},
                "troubles": len(self.troubles),
            },
        }

    @property
    def redact(self) -> bool:
        """Whether the words of the messages are left out."""
        return bool(self.summaries)

    def message(self, item: Diagnostic) -> str:
        """Return a finding's message, or what its rule asks for if the words of the text are to be left out."""
        return self.summaries.get(item.rule, "") if self.redact else item.message

    def listed(self) -> Iterator[tuple[Diagnostic, int]]:
        """Yield each finding to list with the number of further ones that it stands for.

        At most MAX_ALIKE findings of one rule are listed for one text; only the last of them stands
        for more.
        """
        groups = [(item.path, item.mailbox, item.index, item.rule) for item in self.diagnostics]
        of_group, seen = Counter(groups), Counter[tuple[str, str, int, str]]()
        for item, group in zip(self.diagnostics, groups, strict=True):
            seen[group] += 1
            if seen[group] <= MAX_ALIKE:
                yield item, of_group[group] - MAX_ALIKE if seen[group] == MAX_ALIKE else 0

    def _row(self, item: Diagnostic, more: int) -> dict[str, Any]:
        place = item.position
        return {
            "rule": item.rule,
            "severity": str(item.severity),
            "message": self.message(item),
            "path": item.path,
            "mailbox": item.mailbox or None,
            "document": item.document,
            "position": {
                "line": place.line,
                "column": place.column,
                "end_line": place.end_line,
                "end_column": place.end_column,
                "within": place.within,
            }
            if place
            else None,
            "excerpt": None if self.redact else (item.excerpt or None),
            "clause": {"id": item.clause.id, "section": item.clause.section, "text": item.clause.text}
            if item.clause
            else None,
            "fixable": item.fixable,
            "safety": str(item.fix.safety) if item.fix else None,
            "more": more,
        }


def _as_text(report: Report, style: Style, width: int | None) -> Iterator[str]:
    words = messages(report.language)["terminal"]
    heading = None
    said: set[str] = set()
    for item, more in report.listed():
        title = (item.path, item.mailbox, item.document)
        if title != heading:
            if heading is not None:
                yield "\n"
            called = document_name(item.document, report.language)
            owner = (
                f" ({item.mailbox}, {called})"
                if item.mailbox
                else (f" ({called})" if item.document not in ("text", "message") else "")
            )
            yield style.bold(harmless(f"{item.path}{owner}")) + "\n"
            heading = title
        yield "\n"
        place = f"{item.position.line}:{item.position.column}" if item.position else ""
        where = words["at"].replace("{place}", place) if place else words["whole"]
        severity = style.paint(words[str(item.severity)], _COLORS[item.severity])
        yield f"  {severity}  {item.rule}  {style.dim(where)}\n"
        if item.excerpt and item.marked and item.marked.end > item.marked.start and not report.redact:
            yield from _underlined(item, style, width)
        yield f"{wrapped(harmless(report.message(item)), width, _INDENT)}\n"
        if item.clause:
            again = item.clause.id in said
            said.add(item.clause.id)
            quoted = item.clause.text if not again and len(item.clause.text) < 200 else _short(item.clause.text)
            cited = words["standard"].replace("{section}", item.clause.section).replace("{text}", quoted)
            cited = wrapped(cited, width, _INDENT)
            yield "".join(f"{_INDENT}{style.dim(line[len(_INDENT) :])}\n" for line in cited.split("\n"))
        if more:
            others = words["more"].replace("{count}", f"{more:,}").replace("{rule}", item.rule)
            yield f"{wrapped(others, width, _INDENT)}\n"


def _short(text: str) -> str:
    return text if len(text) <= 70 else text[:67].rsplit(" ", 1)[0] + " …"


def _underlined(item: Diagnostic, style: Style, width: int | None) -> Iterator[str]:
    """Yield the line that a finding is in, folded, each row of it with marks under the words meant."""
    assert item.marked is not None
    excerpt = harmless("".join(char if char.isprintable() else " " for char in item.excerpt))
    start, end = item.marked
    bar = f"{_INDENT}{style.dim(_BAR.strip())} "
    for row in folded(excerpt, (width or _WIDEST + len(_INDENT) + len(_BAR)) - len(_INDENT) - len(_BAR)):
        text = excerpt[row.start : row.end].rstrip()
        yield f"{bar}{text}\n"
        low, high = max(start, row.start), min(end, row.start + len(text))
        if low < high:
            marks = "^" * max(columns(excerpt[low:high]), 1)
            yield f"{bar}{' ' * columns(excerpt[row.start : low])}{style.paint(marks, _COLORS[item.severity])}\n"


def summarise(report: Report, form: str, width: int | None = None) -> None:
    """Say on standard error how it went, unless it is in the JSON; why nothing was checked is said there too."""
    if form == "json" and not report.tally.is_nothing:
        return
    words = messages(report.language)["terminal"]
    counts = Counter(item.severity for item in report.diagnostics)
    found = ", ".join(
        counted(words["counts"][str(severity)], counts[severity]) for severity in reversed(Severity) if counts[severity]
    )
    fixable = sum(item.fixable for item in report.diagnostics)
    hint = words["fixable"].replace("{count}", str(fixable)) if fixable else ""
    said = report.tally.in_words(found, language=report.language) + hint
    with suppress(OSError, ValueError):  # standard error may be full or closed
        sys.stderr.write(f"{wrapped(said, width)}\n")
