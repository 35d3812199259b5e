"""A module imports only what stands below it: the layers of the program, read off the source.

The numbers are those of the layout the program was designed with. `visible` (the text a reader sees, and where it stands in the source)
belongs to the words at the bottom; `examples` runs the engine and the corrections, so it stands beside the reports.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[1] / "src" / "replylint"
MODULES = sorted(SOURCE.rglob("*.py"))

LEVELS = (
    ("__init__", "bounded", "errors", "model", "patterns", "resources", "tables", "times", "toml_file", "visible"),
    ("sources", "facts", "calendar", "directory", "managesieve", "seal"),
    ("rules",),
    ("policy",),
    ("config", "selection", "tally"),
    ("engine",),
    ("fix", "baseline"),
    ("api",),
    ("report", "examples"),
    ("audit",),
    ("web", "lsp"),
    ("cli",),
    ("__main__",),
)
LEVEL = {name: number for number, names in enumerate(LEVELS) for name in names}
WITHIN = {
    ("model", "visible"),
    ("visible", "tables"),
    ("tables", "patterns"),
    ("visible", "patterns"),
    ("toml_file", "patterns"),
    ("times", "model"),
    ("toml_file", "bounded"),
    ("toml_file", "errors"),
}
"""What may be imported at the same level: the words know the text, and the text knows its characters."""
ONLY = {
    "click": ("cli",),
    "jinja2": ("fix/templates.py", "report/html.py", "sources/jinja.py", "web"),
    "mailparser": ("sources",),
    "tinycss2": ("sources",),
    "re2": ("policy",),
    "PIL": ("facts",),
    "pyarrow": ("audit",),
    "duckdb": ("audit",),
    "fsspec": ("audit/remote.py",),
    "distributed": ("audit/cluster.py",),
    "starlette": ("web",),
    "uvicorn": ("web/server.py",),
    "nh3": ("web/sanitizing.py",),
}
"""The libraries, and where alone each may be imported."""


def imported(tree: ast.AST) -> Iterator[str]:
    """Yield the dotted names of the modules that are imported anywhere in a module, also inside functions."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports are absolute here"
            assert node.module
            if node.module == "replylint":
                yield from (f"replylint.{alias.name}" for alias in node.names)
            else:
                yield node.module
        elif isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "import_module":
            (name,) = node.args
            yield ast.unparse(name).strip("f'\"")


@cache
def names_in(path: Path) -> frozenset[str]:
    """Return the dotted names of the modules that a module of the program imports."""
    return frozenset(imported(ast.parse(path.read_text(encoding="utf-8"))))


def unit(path: Path) -> str:
    """Return the module or package at the top that a file belongs to."""
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def problems(own: str, names: Iterable[str]) -> Iterator[str]:
    """Yield in words every import that the layers forbid to a module of `own` that imports these names."""
    for name in names:
        first, _, rest = name.partition(".")
        other = rest.partition(".")[0]
        if first != "replylint" or other in ("", own, "__version__"):
            continue
        if other not in LEVEL:
            yield f"{name} is of no level"
        elif LEVEL[other] >= LEVEL[own] and (own, other) not in WITHIN:
            yield f"{own} (level {LEVEL[own]}) imports {name} (level {LEVEL[other]})"


def test_modules_import_only_what_is_below() -> None:
    """A module imports lower levels and its own package, and nothing else of the program."""
    assert {unit(path) for path in MODULES} - LEVEL.keys() == set(), "give them a level"
    assert {path: found for path in MODULES if (found := [*problems(unit(path), names_in(path))])} == {}


def test_sources_and_facts_do_not_know_each_other() -> None:
    """What reads bytes and what understands text are apart: neither imports the other."""
    for own, other in (("sources", "facts"), ("facts", "sources")):
        for path in (SOURCE / own).rglob("*.py"):
            assert [name for name in names_in(path) if name.startswith(f"replylint.{other}")] == [], path


@pytest.mark.parametrize("library", ONLY)
def test_library_is_imported_in_its_place_alone(library: str) -> None:
    """A library is imported only where it has its place, and it is imported there."""
    users = {
        path.relative_to(SOURCE).as_posix()
        for path in MODULES
        if library in {name.partition(".")[0] for name in names_in(path)}
    }
    assert users
    assert {user for user in users if not user.startswith(ONLY[library])} == set()


@pytest.mark.parametrize(
    ("own", "code", "caught"),
    [
        ("rules", "from replylint.engine import Engine", True),
        ("rules", "def f():\n    from replylint.cli import main", True),
        ("facts", "from replylint.sources import load", True),
        ("config", "from replylint.selection import select", True),
        ("rules", "from replylint import engine", True),
        ("rules", "import replylint.policy.pack", True),
        ("rules", "from replylint.rules.base import Rule", False),
        ("engine", "from replylint.facts import Facts", False),
        ("report", "from replylint import __version__", False),
    ],
)
def test_the_search_finds_what_is_forbidden(own: str, code: str, caught: bool) -> None:
    """The search itself finds imports that the layers forbid, wherever they stand, and no others."""
    assert bool(list(problems(own, imported(ast.parse(code))))) is caught
