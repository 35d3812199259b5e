"""What files are called where they are read, and what people call them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

from replylint.tables import below


class Place(NamedTuple):
    """A file or folder that somebody named, and where it is read: at its absolute path, or in a copy of what lies elsewhere."""

    name: str
    path: str

    def named(self, path: str) -> str:
        """Return what a file below the place is called; any other path as it is."""
        rest = below(path, self.path)
        if rest is None:
            return path
        if "://" in self.name:
            rest = rest.replace(os.sep, "/")
        name = self.name.rstrip("/\\") if rest else self.name
        return rest.lstrip("/\\") if name in ("", ".") and rest else f"{name}{rest}"


def here(path: str) -> Place:
    """Return a place of this machine."""
    return Place(path, str(Path(path).absolute()))
