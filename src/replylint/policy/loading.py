"""Reading policy packs: TOML files, checked key by key, merged with what they extend."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import fields, replace
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

from replylint.errors import PolicyError, nearest
from replylint.model import Clause, Settings, Severity
from replylint.policy.checks import KINDS, UNITS, Check, When, compile_pattern
from replylint.policy.pack import Pack, PackClause, RuleSetting
from replylint.resources import folder
from replylint.rules import all_rules

# rules/schema.json is made from these tables: docs/pack_schema.py.
TOP_KEYS = ("pack", "settings", "clauses", "rules", "checks")
PACK_KEYS = ("id", "title", "version", "language", "source", "extends", "templates")
CLAUSE_KEYS = ("section", "text", "rules", "unchecked")
CHECK_KEYS = (
    "do",
    "message",
    "severity",
    "words",
    "pattern",
    "replacements",
    "unit",
    "at_least",
    "at_most",
    "when",
    "pass",
    "fail",
    "fixed",
)
DATE_ORDERS = ("month-first", "day-first")
SEVERITIES = {"error": Severity.ERROR, "warning": Severity.WARNING, "note": Severity.NOTE}
_DEEPEST = 5
"""Packs that may extend one another in a row."""


def packs_known() -> dict[str, Path]:
    """Return the packs that have a name: those that come with replylint, and those of the entry-point group `replylint.packs`.

    Raises PolicyError if a plugin cannot be loaded.
    """
    found = {path.stem: path for path in sorted(folder("rules").glob("*.toml"))}
    for point in entry_points(group="replylint.packs"):
        try:
            found[point.name] = Path(point.load())
        except Exception as error:  # a plugin may fail in any way, and none may fail silently
            raise PolicyError(f"the pack plugin {point.name!r} ({point.value}) cannot be loaded: {error}") from error
    return found


def load_pack(name: str, base: Path | None = None) -> Pack:
    """Load a pack by name, or by the path of its TOML file (relative to `base`).

    Raises PolicyError, naming the file and the nearest right key, for anything that is not understood.
    """
    return _load(name, base, ())


def _load(name: str, base: Path | None, above: tuple[Path, ...]) -> Pack:
    path = _find(name, base)
    if path in above or len(above) >= _DEEPEST:
        raise PolicyError(f"{path}: packs extend each other in a circle or too deep; take an `extends` out")
    try:
        data = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise PolicyError(
            f"{path}: the policy pack cannot be read ({error.strerror or error}); check the name"
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PolicyError(f"{path}: the policy pack is no TOML: {error}") from None
    _known_keys(data, TOP_KEYS, str(path))
    head = _table(data, "pack", path)
    _known_keys(head, PACK_KEYS, f"{path}: [pack]")
    parents = head.get("extends", [])
    parents = [parents] if isinstance(parents, str) else parents
    pack = Pack("", "", path)
    for parent in parents:
        pack = _over(pack, _load(str(parent), path.parent, (*above, path)))
    return _over(pack, _own(data, head, path))


def _find(name: str, base: Path | None) -> Path:
    if name.endswith(".toml") or "/" in name or "\\" in name:
        path = Path(name)
        path = base / path if base and not path.is_absolute() else path
        if not path.is_file():
            raise PolicyError(f"{path}: there is no such policy pack; check the name")
        return path.resolve()
    known = packs_known()
    if name not in known:
        raise PolicyError(
            f"there is no policy pack {name!r}{nearest(name, list(known))} (known: {', '.join(known)}; or give the path of a .toml file)"
        )
    return known[name].resolve()


def _over(below: Pack, above: Pack) -> Pack:
    """Merge two packs; what `above` says wins."""
    settings = below.settings
    changed = {
        item.name: value for item in fields(Settings) if (value := getattr(above.settings, item.name)) != item.default
    }
    if "words" in changed:
        changed["words"] = settings.words | above.settings.words
    own = {item.clause.id for item in above.clauses}
    checks = {check.id: check for check in (*below.checks, *above.checks)}
    return Pack(
        above.id or below.id, above.title or below.title, above.path, above.language, above.version, above.source or below.source, replace(settings, **changed),
        (*(item for item in below.clauses if item.clause.id not in own), *above.clauses), {**below.rules, **above.rules}, tuple(checks.values()), tuple(dict.fromkeys((*above.templates, *below.templates))),
    )  # fmt: skip


def _own(data: Mapping[str, Any], head: Mapping[str, Any], path: Path) -> Pack:
    pack_id = str(head.get("id") or path.stem)
    checks = tuple(_check(f"{pack_id}.{name}", table, path) for name, table in _table(data, "checks", path).items())
    ids = {*all_rules(), *(check.id for check in checks)}
    clauses = tuple(_clause(name, table, path, ids) for name, table in _table(data, "clauses", path).items())
    rules = {name: _rule(name, value, path, ids) for name, value in _table(data, "rules", path).items()}
    templates = head.get("templates", pack_id)
    return Pack(
        pack_id, str(head.get("title", pack_id)), path, str(head.get("language", "en")), str(head.get("version", "")), str(head.get("source", "")), _settings(_table(data, "settings", path), path), clauses,
        rules, checks, tuple([templates] if isinstance(templates, str) else templates),
    )  # fmt: skip


def _table(data: Mapping[str, Any], name: str, path: Path) -> Mapping[str, Any]:
    table = data.get(name, {})
    if not isinstance(table, Mapping):
        raise PolicyError(f"{path}: [{name}] must be a table")
    return table


def _known_keys(table: Mapping[str, Any], known: tuple[str, ...], where: str) -> None:
    for key in table:
        if key not in known:
            raise PolicyError(
                f"{where}: unknown key {key!r}{nearest(key, known) or ' (known: ' + ', '.join(known) + ')'}"
            )


def _settings(table: Mapping[str, Any], path: Path) -> Settings:
    kinds = {item.name: item.type for item in fields(Settings)}
    _known_keys(table, tuple(kinds), f"{path}: [settings]")
    values: dict[str, Any] = {}
    for key, value in table.items():
        if kinds[key] == "str":
            if not isinstance(value, str):
                raise PolicyError(f"{path}: [settings] {key} must be a text in quotes")
            values[key] = value
        else:
            if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
                raise PolicyError(f"{path}: [settings] {key} must be a list of texts")
            values[key] = frozenset(item.lower() for item in value) if key == "words" else tuple(value)
    if values.get("date_order", "") not in ("", *DATE_ORDERS):
        raise PolicyError(f"{path}: [settings] date_order must be 'month-first' or 'day-first', or left out")
    return Settings(**values)


def _clause(name: str, table: Any, path: Path, ids: set[str]) -> PackClause:
    where = f"{path}: [clauses.{name}]"
    if not isinstance(table, Mapping):
        raise PolicyError(f"{where} must be a table")
    _known_keys(table, CLAUSE_KEYS, where)
    rules, unchecked = table.get("rules", []), table.get("unchecked", "")
    if not table.get("text"):
        raise PolicyError(f"{where}: quote the sentence of the standard as `text`")
    if bool(rules) == bool(unchecked):
        raise PolicyError(f"{where}: give either `rules`, or `unchecked` with the reason why no rule can hold it")
    for rule in rules:
        if rule not in ids:
            raise PolicyError(f"{where}: there is no rule {rule!r}{nearest(rule, sorted(ids))}")
    return PackClause(
        Clause(name, str(table.get("section", "")), " ".join(str(table["text"]).split())), tuple(rules), str(unchecked)
    )


def _rule(name: str, value: Any, path: Path, ids: set[str]) -> RuleSetting:
    where = f"{path}: [rules] {name}"
    if name not in ids:
        raise PolicyError(f"{where}: there is no such rule{nearest(name, sorted(ids))}")
    if isinstance(value, str):
        value = {"severity": value}
    if not isinstance(value, Mapping):
        raise PolicyError(f"{where} must be a severity, or a table")
    severity = value.get("severity")
    if severity is not None and severity not in (*SEVERITIES, "off"):
        raise PolicyError(f"{where}: severity must be error, warning, note or off, not {severity!r}")
    options = {key: item for key, item in value.items() if key != "severity"}
    rule = all_rules().get(name)
    if options:
        known = tuple(item.name for item in fields(rule.Options)) if rule is not None and rule.Options else ()
        _known_keys(options, known, where)
    return RuleSetting(SEVERITIES.get(str(severity)), severity == "off", options)


def _check(check_id: str, table: Any, path: Path) -> Check:
    where = f"{path}: [checks.{check_id.partition('.')[2]}]"
    if not isinstance(table, Mapping):
        raise PolicyError(f"{where} must be a table")
    _known_keys(table, CHECK_KEYS, where)
    do = table.get("do")
    if do not in KINDS:
        raise PolicyError(f"{where}: `do` must be one of {', '.join(KINDS)}, not {do!r}")
    if not table.get("message"):
        raise PolicyError(f"{where}: say in `message` what people are to do")
    if do in ("require", "forbid") and not (table.get("words") or table.get("pattern")):
        raise PolicyError(f"{where}: give `words` or a `pattern` to look for")
    if do == "replace" and not table.get("replacements"):
        raise PolicyError(f"{where}: give `replacements`, wrong = right")
    if do == "limit" and (table.get("unit") not in UNITS or not ({"at_least", "at_most"} & set(table))):
        raise PolicyError(f"{where}: give a `unit` ({', '.join(UNITS)}) with `at_least` or `at_most`")
    if table.get("pattern"):
        compile_pattern(str(table["pattern"]), where)
    severity = table.get("severity", "warning")
    if severity not in SEVERITIES:
        raise PolicyError(f"{where}: severity must be error, warning or note, not {severity!r}")
    return Check(
        check_id, do, str(table["message"]), SEVERITIES[severity], tuple(table.get("words", ())), str(table.get("pattern", "")), dict(table.get("replacements", {})), str(table.get("unit", "")),
        table.get("at_least"), table.get("at_most"), _when(table.get("when", {}), where), tuple(table.get("pass", ())), tuple(table.get("fail", ())), tuple(table.get("fixed", ())),
    )  # fmt: skip


def _when(table: Any, where: str) -> When:
    if not isinstance(table, Mapping):
        raise PolicyError(f"{where}: `when` must be a table")
    _known_keys(table, tuple(When.ALLOWED), f"{where} when")
    values: dict[str, tuple[str, ...]] = {}
    for key, value in table.items():
        chosen = (value,) if isinstance(value, str) else tuple(value)
        for item in chosen:
            if item not in When.ALLOWED[key]:
                raise PolicyError(
                    f"{where} when {key}: {item!r} is not known{nearest(item, When.ALLOWED[key]) or ' (known: ' + ', '.join(When.ALLOWED[key]) + ')'}"
                )
        values[key] = chosen
    return When(**values)
