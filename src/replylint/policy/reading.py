"""The tables of one pack's file as data. Everything that is not understood is an error that names the nearest right key."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal, get_args, get_origin, get_type_hints

from replylint.errors import PolicyError, nearest
from replylint.model import Clause, Settings, Severity
from replylint.policy.checks import KINDS, UNITS, Check, When, compile_pattern, patterns_run
from replylint.policy.pack import PackClause, RuleSetting
from replylint.rules import families, rules_named

# rules/schema.json is made from these tables: docs/pack_schema.py.
TOP_KEYS = ("pack", "settings", "clauses", "rules", "checks")
PACK_KEYS = ("id", "title", "version", "source", "extends", "templates")
CLAUSE_KEYS = ("section", "text", "rules", "unchecked")
_EVERY_CHECK = ("do", "message", "severity", "when", "pass", "fail")
CHECK_KEYS: dict[str, tuple[str, ...]] = {
    "require": (*_EVERY_CHECK, "words", "pattern"),
    "forbid": (*_EVERY_CHECK, "words", "pattern"),
    "replace": (*_EVERY_CHECK, "replacements", "fixed"),
    "limit": (*_EVERY_CHECK, "unit", "at_least", "at_most"),
}
"""The keys of a check, by what it does."""
DATE_ORDERS = ("month-first", "day-first")
PLAIN_NAME = "^[A-Za-z0-9_-]+$"
"""The name of a folder of templates, as a pattern: it is no path, so it leads nowhere else."""
NOT_EMPTY = r"\S"
"""A text in which there is something to look for, as a pattern."""
MAX_CHECKS = 500
MAX_WORDS = 5_000
MAX_REPLACEMENTS = 500
"""The most checks of one pack, and words and replacements of one check."""
SEVERITIES = {"error": Severity.ERROR, "warning": Severity.WARNING, "note": Severity.NOTE}


@dataclass(frozen=True)
class Table:
    """A table of a pack's file, and where it is, for messages. Every getter raises PolicyError for a value of another type."""

    data: Mapping[str, Any]
    where: str

    def only(self, known: tuple[str, ...]) -> None:
        """Raise PolicyError if the table has a key that is not known."""
        for key in self.data:
            if key not in known:
                raise PolicyError(
                    f"{self.where}: unknown key {key!r}{nearest(key, known) or ' (known: ' + ', '.join(known) + ')'}"
                )

    def table(self, key: str, where: str = "") -> Table:
        """Return the table below `key`, which messages call `where`; empty if there is none."""
        value = self.data.get(key, {})
        where = where or f"{self.where} {key}"
        if not isinstance(value, Mapping):
            raise PolicyError(f"{where} must be a table")
        return Table(value, where)

    def text(self, key: str, default: str = "") -> str:
        """Return a text."""
        value = self.data.get(key, default)
        if not isinstance(value, str):
            raise PolicyError(f"{self.where}: {key} must be a text in quotes")
        return value

    def texts(self, key: str, *, one: bool = False) -> tuple[str, ...]:
        """Return a list of texts; with `one`, a text alone is a list of one."""
        value = self.data.get(key, [])
        if one and isinstance(value, str):
            return (value,)
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise PolicyError(f'{self.where}: {key} must be a list of texts, such as ["one", "two"]')
        return tuple(value)

    def filled(self, key: str) -> tuple[str, ...]:
        """Return a list of texts of which none is empty."""
        texts = self.texts(key)
        self.none_empty(key, texts)
        return texts

    def none_empty(self, key: str, texts: Iterable[str]) -> None:
        """Raise PolicyError if one of the texts to look for is empty."""
        if any(not text.strip() for text in texts):
            raise PolicyError(f"{self.where}: {key} has an empty text, which would be found everywhere; take it out")

    def at_most(self, key: str, values: Collection[str], most: int) -> None:
        """Raise PolicyError if there are too many values."""
        if len(values) > most:
            raise PolicyError(
                f"{self.where}: {key} has {len(values):,} entries; at most {most:,} are allowed. Divide them"
            )

    def number(self, key: str) -> int | None:
        """Return a whole number that is not negative, or None if there is none."""
        value = self.data.get(key)
        if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 0):
            raise PolicyError(f"{self.where}: {key} must be a whole number without quotes, such as 3")
        return value

    def choice(self, key: str, known: tuple[str, ...], default: str = "") -> str:
        """Return a text that is one of those known."""
        value = self.text(key, default)
        if value not in known:
            raise PolicyError(
                f"{self.where}: {key} must be one of {', '.join(known)}, not {value!r}{nearest(value, known)}"
            )
        return value


def read_settings(table: Table, *, own: bool = False) -> dict[str, Any]:
    """Return the settings that a pack gives, by name.

    Those of replylint's own packs (`own`) are checked by a test, so that a run need not load what that takes.
    """
    kinds = {item.name: item.type for item in fields(Settings)}
    table.only(tuple(kinds))
    values: dict[str, Any] = {key: table.text(key) if kinds[key] == "str" else table.filled(key) for key in table.data}
    if "words" in values:
        values["words"] = frozenset(word.lower() for word in values["words"])
    if "date_order" in values:
        table.choice("date_order", ("", *DATE_ORDERS))
    if "domains" in values:
        values["domains"] = tuple(domain.lower() for domain in values["domains"])
    if values and not own:
        from replylint.policy.settings import check_settings

        check_settings(values, table.where)
    return values


def read_clause(name: str, table: Table, ids: set[str]) -> PackClause:
    """Return a clause with the rules that hold it; `ids` are the rules and checks there are."""
    table.only(CLAUSE_KEYS)
    rules, unchecked, text = table.texts("rules"), table.text("unchecked"), table.text("text")
    if not text:
        raise PolicyError(f"{table.where}: quote the sentence of the standard as `text`")
    if bool(rules) == bool(unchecked):
        raise PolicyError(f"{table.where}: give either `rules`, or `unchecked` with the reason why no rule can hold it")
    for rule in rules:
        if rule not in ids:
            raise PolicyError(f"{table.where}: there is no rule {rule!r}{nearest(rule, sorted(ids))}")
    return PackClause(Clause(name, table.text("section"), " ".join(text.split())), rules, unchecked)


def read_rule(name: str, value: object, where: str, ids: set[str]) -> RuleSetting:
    """Return how a pack uses a rule."""
    if name not in ids:
        if isinstance(value, Mapping) and any(f"{name}.{key}" in ids for key in value):
            raise PolicyError(
                f'{where}: write the name of the rule in quotes, such as "{name}.{next(iter(value))}" = "off"'
            )
        raise PolicyError(f"{where}: there is no such rule{nearest(name, sorted(ids))}")
    if isinstance(value, str):
        value = {"severity": value}
    if not isinstance(value, Mapping):
        raise PolicyError(f"{where} must be a severity, or a table")
    table = Table(value, where)
    rule = rules_named((name,)).get(name)
    hints = get_type_hints(rule.Options) if rule is not None and rule.Options else {}
    table.only(("severity", *hints))
    severity = table.choice("severity", (*SEVERITIES, "off")) if "severity" in value else ""
    for key, kind in hints.items():
        if key in value:
            _of_type(table, key, kind)
    options = {key: value[key] for key in hints if key in value}
    return RuleSetting(SEVERITIES.get(severity), severity == "off", options)


def _of_type(table: Table, key: str, kind: Any) -> None:
    """Raise PolicyError if the value of an option is not of its type."""
    if get_origin(kind) is Literal:
        table.choice(key, get_args(kind))
    elif kind is bool:
        if not isinstance(table.data[key], bool):
            raise PolicyError(f"{table.where}: {key} must be true or false, without quotes")
    elif kind is int:
        table.number(key)
    else:
        table.text(key)


def read_check(check_id: str, table: Table) -> Check:
    """Return a check of a pack's own."""
    if check_id.partition(".")[0] in families():
        raise PolicyError(
            f"{table.where}: the check would be called {check_id}, and {check_id.partition('.')[0]} is a family of replylint's own rules; give the pack another id"
        )
    do = table.choice("do", KINDS)
    table.only(CHECK_KEYS[do])
    if not table.text("message"):
        raise PolicyError(f"{table.where}: say in `message` what people are to do")
    words, pattern, replacements = table.filled("words"), table.text("pattern"), table.table("replacements")
    table.none_empty("replacements", replacements.data)
    table.at_most("words", words, MAX_WORDS)
    table.at_most("replacements", replacements.data, MAX_REPLACEMENTS)
    if "pattern" in table.data:
        table.none_empty("pattern", (pattern,))
    if len(table.texts("fixed")) > len(table.texts("fail")):
        raise PolicyError(f"{table.where}: fixed has more texts than fail; give one for each text under fail")
    least, most = table.number("at_least"), table.number("at_most")
    if do in ("require", "forbid") and not (words or pattern):
        raise PolicyError(f"{table.where}: give `words` or a `pattern` to look for")
    if do == "replace" and not replacements.data:
        raise PolicyError(f"{table.where}: give `replacements`, wrong = right")
    if do == "limit":
        table.choice("unit", UNITS)
        if least is None and most is None:
            raise PolicyError(f"{table.where}: give `at_least` or `at_most`")
        if least is not None and most is not None and least > most:
            raise PolicyError(f"{table.where}: at_least is more than at_most, so that no message could be right")
    if pattern and patterns_run():
        compile_pattern(pattern, table.where)
    return Check(
        check_id, do, table.text("message"), SEVERITIES[table.choice("severity", tuple(SEVERITIES), "warning")], words, pattern,
        {wrong: replacements.text(wrong) for wrong in replacements.data}, table.text("unit"), least, most, _when(table.table("when")), table.texts("pass"), table.texts("fail"), table.texts("fixed"),
    )  # fmt: skip


def _when(table: Table) -> When:
    table.only(tuple(When.ALLOWED))
    values: dict[str, tuple[str, ...]] = {}
    for key in table.data:
        values[key] = table.texts(key, one=True)
        for item in values[key]:
            if item not in When.ALLOWED[key]:
                known = nearest(item, When.ALLOWED[key]) or f" (known: {', '.join(When.ALLOWED[key])})"
                raise PolicyError(f"{table.where} {key}: {item!r} is not known{known}")
    return When(**values)
