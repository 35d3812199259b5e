"""The configuration file: the nearest `replylint.toml`, `.replylint.toml` or `[tool.replylint]` wins; parents only through `extend`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import Any

from replylint.bounded import resolved
from replylint.directory import is_number, parted
from replylint.errors import ConfigError, nearest
from replylint.model import Profile, Severity
from replylint.patterns import compiled
from replylint.tables import digits
from replylint.toml_file import load_toml

FILES = ("replylint.toml", ".replylint.toml")
DEFAULT_POLICY = "plant-city"
_DEEPEST = 5
_EXTENSION = compiled(r"(?i)(?:(?:extension|ext\.?|x)\s*)?\d{1,6}")
_ADDRESS = compiled(r"[^\s@]+@[^\s@]+\.[^\s@.]+")


@dataclass(frozen=True)
class Config:
    """What a run goes by."""

    path: Path | None = None
    policy: str = DEFAULT_POLICY
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    fail_on: Severity = Severity.ERROR
    as_of: date | None = None
    directory: Path | None = None
    words: frozenset[str] = frozenset()
    profile: Profile = Profile()

    @property
    def base(self) -> Path | None:
        """The folder that paths in the configuration count from."""
        return self.path.parent if self.path else None


_KEYS = ("extend", "policy", "select", "ignore", "fail-on", "as-of", "directory", "words", "profile")
SEVERITIES = {"error": Severity.ERROR, "warning": Severity.WARNING, "note": Severity.NOTE}


def find_config(start: Path) -> Path | None:
    """Return the configuration file nearest to a folder, looking upwards, or None."""
    for folder in (start, *start.parents):
        for name in FILES:
            if (folder / name).is_file():
                return folder / name
        project = folder / "pyproject.toml"
        if project.is_file() and _tool_table(project) is not None:
            return project
    return None


def load_config(path: Path) -> Config:
    """Read a configuration file with what it extends.

    Raises ConfigError, with the nearest right name, for anything that is not understood.
    """
    try:
        return _load(resolved(path), ())
    except (OSError, ValueError) as error:  # a name with a NUL in it is a ValueError
        reason = getattr(error, "strerror", None) or error
        raise ConfigError(f"{path}: the configuration cannot be read ({reason}); check the name") from None


def _load(path: Path, above: tuple[Path, ...]) -> Config:
    if path in above or len(above) >= _DEEPEST:
        raise ConfigError(f"{path}: configurations extend each other in a circle or too deep; take an `extend` out")
    data = _tool_table(path) if path.name == "pyproject.toml" else _read(path)
    if data is None:
        raise ConfigError(f"{path}: it has no table [tool.replylint]")
    _known(data, _KEYS, str(path))
    config = Config()
    if "extend" in data:
        parent = path.parent / _text(data, "extend", path)
        if not parent.is_file():
            raise ConfigError(f"{path}: `extend` names {parent}, which is not there; check the name")
        config = _load(parent.resolve(), (*above, path))
    return _over(config, data, path)


def _read(path: Path) -> Mapping[str, Any]:
    return load_toml(path, "the configuration", ConfigError)


def _tool_table(path: Path) -> Mapping[str, Any] | None:
    tools = _read(path).get("tool", {})
    table = tools.get("replylint") if isinstance(tools, Mapping) else tools
    if table is not None and not isinstance(table, Mapping):
        raise ConfigError(f"{path}: [tool.replylint] must be a table")
    return table


def _known(data: Mapping[str, Any], keys: tuple[str, ...], where: str) -> None:
    for key in data:
        if key not in keys:
            raise ConfigError(
                f"{where}: unknown key {key!r}{nearest(key, keys) or ' (known: ' + ', '.join(keys) + ')'}"
            )


def _text(data: Mapping[str, Any], key: str, path: Path) -> str:
    if not isinstance(data[key], str):
        raise ConfigError(f"{path}: {key} must be a text in quotes")
    return str(data[key])


def _texts(data: Mapping[str, Any], key: str, path: Path) -> tuple[str, ...]:
    value = data[key]
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ConfigError(f"{path}: {key} must be a list of texts")
    return tuple(value)


def _over(config: Config, data: Mapping[str, Any], path: Path) -> Config:
    changes: dict[str, Any] = {"path": path}
    if "policy" in data:
        policy = _text(data, "policy", path)
        changes["policy"] = str(path.parent / policy) if policy.endswith(".toml") else policy
    for key in ("select", "ignore"):
        if key in data:
            changes[key] = _texts(data, key, path)
    if "words" in data:
        changes["words"] = config.words | {word.lower() for word in _texts(data, "words", path)}
    if "fail-on" in data:
        changes["fail_on"] = severity(_text(data, "fail-on", path), f"{path}: fail-on")
    if "as-of" in data:
        value = data["as-of"]
        changes["as_of"] = value if type(value) is date else day(str(value), f"{path}: as-of")
    if "directory" in data:
        changes["directory"] = path.parent / _text(data, "directory", path)
    if "profile" in data:
        changes["profile"] = _profile(data["profile"], config.profile, path)
    return replace(config, **changes)


def _profile(table: Any, below: Profile, path: Path) -> Profile:
    if not isinstance(table, Mapping):
        raise ConfigError(f"{path}: [profile] must be a table")
    keys = {item.name.replace("_", "-"): item.name for item in fields(Profile)}
    _known(table, tuple(keys), f"{path}: [profile]")
    values: dict[str, str] = {}
    for key, value in table.items():
        where = f"{path}: [profile] {key}"
        if not isinstance(value, str) and not (key == "extension" and type(value) is int):
            raise ConfigError(f"{where} must be a text in quotes")
        values[keys[key]] = str(value).strip()
        if not values[keys[key]].isprintable():
            raise ConfigError(f"{where} must be on one line")
        _checked(key, values[keys[key]], where)
    phone, extension = parted(values.get("phone", ""))
    if extension:
        own = values.setdefault("extension", extension)
        values["phone"] = phone
        if digits(own) != extension:
            raise ConfigError(f"{path}: [profile] phone has extension {extension}, and extension is {own}; keep one")
    if "extension" in values:
        values["extension"] = digits(values["extension"])
    return replace(below, **values)


def _checked(key: str, value: str, where: str) -> None:
    """Raise ConfigError for a number or address that is none: it would be written into every message."""
    if not value:
        return
    if key.endswith("phone") and not is_number(parted(value)[0]):
        raise ConfigError(f'{where} must be a telephone number such as "813-555-0142", not "{value}"')
    if key == "extension" and not _EXTENSION.fullmatch(value):
        raise ConfigError(f'{where} must be a number of at most six digits such as "4211", not "{value}"')
    if key.endswith("email") and not _ADDRESS.fullmatch(value):
        raise ConfigError(f'{where} must be a mail address such as "name@example.org", not "{value}"')
    if key.endswith("name") and not any(map(str.isalpha, value)):
        raise ConfigError(f'{where} must be a name, not "{value}"')


def severity(value: str, where: str) -> Severity:
    """Return the severity with this name; raises ConfigError."""
    if value not in SEVERITIES:
        raise ConfigError(f"{where} must be error, warning or note, not {value!r}")
    return SEVERITIES[value]


def day(value: str, where: str) -> date:
    """Return the day written YYYY-MM-DD; raises ConfigError."""
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ConfigError(f"{where} must be a day such as 2026-12-31, not {value!r}") from None
