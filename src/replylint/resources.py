"""Where the policy packs and templates are: inside the wheel, or at the root of a checkout."""

from __future__ import annotations

from pathlib import Path


def folder(name: str) -> Path:
    """Return the folder `rules` or `templates`.

    Raises FileNotFoundError if the installation lacks it, which a broken wheel would.
    """
    package = Path(__file__).resolve().parent
    for candidate in (package / "_data" / name, package.parents[1] / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"this installation of replylint lacks its folder {name!r}; install it again")
