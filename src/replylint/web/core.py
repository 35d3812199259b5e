"""Which modules of replylint the page runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import replylint
from replylint.resources import folder

_ELSEWHERE = frozenset({"audit", "cli", "report", "web", "examples.py", "managesieve.py", "__main__.py", "lsp.py"})
"""Modules and packages that need a terminal, a server, or processes."""
_SCRIPTS = "fix/apply/scripts"
"""Programs that others run."""
PATTERNS = "replylint/__pycache__/patterns.cpython-314.bin"
"""Where the page's Python looks for compiled patterns."""
ZONES = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
)
"""Time zones that every page knows."""


def sources() -> Iterator[tuple[str, bytes]]:
    """Yield the path and the source of each module of the core."""
    top = Path(replylint.__file__).parent
    for path in sorted(top.rglob("*.py")):
        inside = path.relative_to(top)
        if inside.parts[0] not in _ELSEWHERE and inside.parent.as_posix() != _SCRIPTS:
            yield f"replylint/{inside.as_posix()}", path.read_bytes()


def data() -> Iterator[tuple[str, bytes]]:
    """Yield the files that those modules read: word tables of the languages, learned models, quotations.

    What a language's people write is left out where what was made ready of it is there.
    """
    top = Path(replylint.__file__).parent
    for path in sorted(top.rglob("*")):
        inside = path.relative_to(top)
        if (
            path.is_file()
            and not (path.suffix == ".toml" and path.with_suffix(".json").is_file())
            and path.suffix in (".json", ".txt", ".toml", ".bin")
            and inside.parts[0] not in {*_ELSEWHERE, "_data", "__pycache__"}
        ):
            yield f"replylint/{inside.as_posix()}", path.read_bytes()


def shared() -> Iterator[tuple[str, bytes]]:
    """Yield the policy packs that have a name, and the templates of corrections."""
    for top, pattern in (("rules", "*.toml"), ("templates", "*/**/*")):
        root = folder(top)
        for path in sorted(root.glob(pattern)):
            if path.is_file() and "report" not in path.relative_to(root).parts:
                yield f"replylint/_data/{top}/{path.relative_to(root).as_posix()}", path.read_bytes()
