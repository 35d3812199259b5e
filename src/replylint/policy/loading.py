"""Finding policy packs and merging them with what they extend."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

from replylint.bounded import resolved
from replylint.errors import PolicyError, nearest
from replylint.model import Settings
from replylint.policy.pack import Pack, RuleSetting
from replylint.policy.reading import (
    MAX_CHECKS,
    PACK_KEYS,
    PLAIN_NAME,
    TOP_KEYS,
    Table,
    read_check,
    read_clause,
    read_rule,
    read_settings,
)
from replylint.resources import folder
from replylint.rules import rules_named
from replylint.toml_file import load_toml

_DEEPEST = 5
"""Packs that may extend one another in a row."""


def packs_known() -> dict[str, Path]:
    """Return the packs that have a name: those that come with replylint, and those of the entry-point group `replylint.packs`.

    Raises PolicyError if a plugin cannot be loaded.
    """
    from importlib.metadata import entry_points

    found = _built_in()
    for point in entry_points(group="replylint.packs"):
        try:
            found[point.name] = Path(point.load())
        except (Exception, SystemExit) as error:  # a plugin may fail in any way, and none may fail silently
            raise PolicyError(f"the pack plugin {point.name!r} ({point.value}) cannot be loaded: {error}") from error
    return found


def pack_using(rule: str, pack: Pack) -> Pack:
    """Return a pack if it names a rule, or else the first built-in pack that does, which says why the rule is there."""
    if rule in pack.rules:
        return pack
    others = (load_pack(name) for name in _built_in())
    return next((other for other in others if rule in other.rules), pack)


def _built_in() -> dict[str, Path]:
    try:
        return {path.stem: path for path in sorted(folder("rules").glob("*.toml"))}
    except FileNotFoundError as error:
        raise PolicyError(str(error)) from None


def load_pack(name: str, base: Path | None = None) -> Pack:
    """Load a pack by name, or by the path of its TOML file (relative to `base`).

    Raises PolicyError, naming the file and the nearest right key, for anything that is not understood.
    """
    return _load(name, base, ())


def _load(name: str, base: Path | None, above: tuple[Path, ...]) -> Pack:
    path = _find(name, base)
    if path in above or len(above) >= _DEEPEST:
        raise PolicyError(f"{path}: packs extend each other in a circle or too deep; take an `extends` out")
    return _built_in_pack(path) if path.parent == folder("rules").resolve() else _read(path, above)


@cache
def _built_in_pack(path: Path) -> Pack:
    """Return a pack that comes with replylint. It does not change while a program runs, so it is read once."""
    return _read(path, ())


def _read(path: Path, above: tuple[Path, ...]) -> Pack:
    """Return the pack of a file with what it extends; `above` are the packs that extend it."""
    top = Table(load_toml(path, "the policy pack", PolicyError), str(path))
    top.only(TOP_KEYS)
    head = top.table("pack", f"{path}: [pack]")
    head.only(PACK_KEYS)
    below = Pack("", "", path)
    for parent in head.texts("extends", one=True):
        try:
            below = _merged(below, _load(parent, path.parent, (*above, path)))
        except PolicyError as error:
            raise error if str(path) in str(error) else PolicyError(f"{path}: [pack] extends: {error}") from None
    return _merged(below, _own(top, head, path, below))


def _find(name: str, base: Path | None) -> Path:
    if name.endswith(".toml") or "/" in name or "\\" in name:
        path = Path(name)
        path = base / path if base and not path.is_absolute() else path
        try:
            return resolved(path)
        except FileNotFoundError:
            raise PolicyError(f"{path}: there is no such policy pack; check the name") from None
        except (OSError, ValueError) as error:  # a name with a NUL in it is a ValueError
            reason = getattr(error, "strerror", None) or error
            raise PolicyError(f"{path}: the policy pack cannot be read ({reason}); check the name") from None
    known = _built_in()
    if name not in known:
        known = packs_known()
    if name not in known:
        raise PolicyError(
            f"there is no policy pack {name!r}{nearest(name, list(known))} (known: {', '.join(known)}; or give the path of a .toml file)"
        )
    return known[name].resolve()


def _own(top: Table, head: Table, path: Path, below: Pack) -> Pack:
    """Return what one file says; `below` is what it extends, whose checks it may name."""
    pack_id = head.text("id") or path.stem
    settings, rules_table, own_checks, own_clauses = (
        top.table(name, f"{path}: [{name}]") for name in ("settings", "rules", "checks", "clauses")
    )
    own_checks.at_most("checks", own_checks.data, MAX_CHECKS)
    checks = tuple(
        read_check(f"{pack_id}.{name}", own_checks.table(name, f"{path}: [checks.{name}]")) for name in own_checks.data
    )
    own_ids = {check.id for check in (*below.checks, *checks)}
    ids = {*rules_named(name for name in rules_table.data if name not in own_ids), *own_ids}
    clauses = tuple(
        read_clause(name, own_clauses.table(name, f"{path}: [clauses.{name}]"), ids) for name in own_clauses.data
    )
    rules = {name: read_rule(name, value, f"{path}: [rules] {name}", ids) for name, value in rules_table.data.items()}
    given = read_settings(settings, own=path.parent == folder("rules").resolve())
    templates = _template_folders(head.texts("templates", one=True), pack_id, path)
    return Pack(
        pack_id,
        head.text("title", pack_id),
        path,
        (path,),
        head.text("version"),
        head.text("source"),
        replace(below.settings, **given),
        frozenset(given),
        clauses,
        rules,
        checks,
        templates,
    )


def _template_folders(named: tuple[str, ...], pack_id: str, path: Path) -> tuple[Path, ...]:
    """Return the folders of templates of one file: those it names, or else the one with the pack's id if there is one.

    They are in templates/ beside the file or among replylint's own. Raises PolicyError for a name that has no folder; the
    name of a built-in pack needs none.
    """
    try:
        shared = folder("templates")
    except FileNotFoundError as error:
        raise PolicyError(str(error)) from None
    beside = path.parent / "templates"
    found: list[Path] = []
    for name in named or (pack_id,):
        if not re.fullmatch(PLAIN_NAME, name):
            raise PolicyError(
                f"{path}: [pack] templates: {name!r} must be the plain name of a folder in templates/ "
                "(letters from a to z, digits, - and _); give the pack an `id` or `templates` like that"
            )
        here = [root / name for root in (beside, shared) if (root / name).is_dir()]
        if named and not here and name not in _built_in():
            known = [each.name for root in (beside, shared) if root.is_dir() for each in sorted(root.iterdir())]
            raise PolicyError(f"{path}: [pack] templates: there is no folder {beside / name}{nearest(name, known)}")
        found += here
    return tuple(found)


_IDENTITY = (
    "organization",
    "noun",
    "website",
    "domains",
    "main_phone",
    "regions",
    "seal",
    "seal_url",
    "seal_alt",
    "seal_files",
    "seal_hashes",
    "outlook_app_id",
    "outlook_tenant",
    "google_client_id",
)
"""The settings that say who an organization is. A pack for another organization takes none of them over."""


def _without_identity(pack: Pack) -> Pack:
    """Return a pack without what says whose it is: its identity, and the clauses that name it."""
    own, blank = pack.settings, Settings()
    host = re.sub(r"^https?://(?:www\.)?|/$", "", own.website)
    names = [name.lower() for name in (own.organization, host, own.seal) if name]
    clauses = [item for item in pack.clauses if not any(name in item.clause.text.lower() for name in names)]
    return replace(
        pack,
        source="",
        settings=replace(own, **{name: getattr(blank, name) for name in _IDENTITY}),
        given=pack.given - {*_IDENTITY},
        clauses=tuple(clauses),
    )


def _merged(below: Pack, above: Pack) -> Pack:
    """Merge two packs. What `above` says wins, and words of both count.

    Where `above` names another organization, nothing that says who the one below is remains.
    """
    below_is_other = below.settings.organization not in ("", above.settings.organization)
    if "organization" in above.given and below_is_other:
        below = _without_identity(below)
    changed = {name: getattr(above.settings, name) for name in above.given}
    changed["words"] = below.settings.words | above.settings.words
    own = {item.clause.id for item in above.clauses}
    checks = {check.id: check for check in (*below.checks, *above.checks)}
    rules = dict(below.rules)
    for name, setting in above.rules.items():
        rules[name] = _over(rules[name], setting) if name in rules else setting
    return Pack(
        above.id or below.id,
        above.title or below.title,
        above.path,
        (*below.files, *above.files),
        above.version,
        above.source or below.source,
        replace(below.settings, **changed),
        below.given | above.given,
        (*(item for item in below.clauses if item.clause.id not in own), *above.clauses),
        rules,
        tuple(checks.values()),
        tuple(dict.fromkeys((*above.templates, *below.templates))),
    )


def _over(below: RuleSetting, above: RuleSetting) -> RuleSetting:
    """Return a rule's setting with what the pack above leaves open taken from the one below."""
    off = above.off or (below.off and above.severity is None)
    return RuleSetting(above.severity or below.severity, off, {**below.options, **above.options})
