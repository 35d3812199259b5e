"""Python packages as they are once installed: the files of a wheel, which an installer unpacks and leaves as they are."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def install(name: str, files: Mapping[str, str], entry_points: str, target: Path) -> None:
    """Install a package of these files, by name, with these entry points into a folder."""
    info = f"{name}-1.0.dist-info"
    whole = {
        **files,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: tests\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/entry_points.txt": entry_points,
    }
    record = "".join(f"{path},,\n" for path in (*whole, f"{info}/RECORD"))
    for path, text in {**whole, f"{info}/RECORD": record}.items():
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (target / path).write_text(text, encoding="utf-8")


def with_installed(target: Path, *arguments: object, cwd: Path, **options: Any) -> subprocess.CompletedProcess[str]:
    """Run replylint in a process that finds what is installed in a folder."""
    found = os.pathsep.join(filter(None, (str(target), os.environ.get("PYTHONPATH"))))
    env = {**os.environ, "PYTHONPATH": found, "PYTHONUTF8": "1"}
    words = [sys.executable, "-m", "replylint", *map(str, arguments)]
    return subprocess.run(
        words, cwd=cwd, env=env, capture_output=True, text=True, encoding="utf-8", check=False, **options
    )
