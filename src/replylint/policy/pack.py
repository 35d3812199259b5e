"""A policy pack as data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from replylint.model import Clause, Settings, Severity
from replylint.policy.checks import Check


class PackClause(NamedTuple):
    """A sentence of the standard, with the rules that hold it or the reason why none does."""

    clause: Clause
    rules: tuple[str, ...] = ()
    unchecked: str = ""


@dataclass(frozen=True, slots=True)
class RuleSetting:
    """How a pack uses a rule. `severity` None leaves the rule's own; `off` switches it off."""

    severity: Severity | None = None
    off: bool = False
    options: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Pack:
    """A policy pack, with what it extends already merged in."""

    id: str
    title: str
    path: Path
    files: tuple[Path, ...] = ()
    """Its file and those of the packs that it extends, which together say what it asks for."""
    version: str = ""
    source: str = ""
    """Where the standard itself is found."""
    settings: Settings = field(default_factory=Settings)
    given: frozenset[str] = frozenset()
    """The names of the settings that a pack gives, so that one may also be given back its default."""
    clauses: tuple[PackClause, ...] = ()
    rules: Mapping[str, RuleSetting] = field(default_factory=dict)
    checks: tuple[Check, ...] = ()
    templates: tuple[Path, ...] = ()
    """Folders of templates, the pack's own first. After them come the shared ones."""

    def clause_of(self, rule: str) -> Clause | None:
        """Return the first clause that a rule holds, or None."""
        return next((item.clause for item in self.clauses if rule in item.rules), None)
