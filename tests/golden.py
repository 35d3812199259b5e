"""The golden cases of tests/fixtures: a folder each, with the input, the findings expected, the correction expected, and what is said of it.

`python tests/golden.py` writes what is expected anew; look at the difference before you commit it.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import chdir
from pathlib import Path

from click.testing import CliRunner

from replylint.cli import cli

FIXTURES = Path(__file__).parent / "fixtures"
AS_OF = "2026-11-23"
_INPUTS = ("reply", "signature", "replies")


def cases() -> list[str]:
    """Return the names of the cases."""
    return sorted(path.name for path in FIXTURES.iterdir() if path.is_dir())


def arguments(case: str) -> list[str]:
    """Return the command-line arguments that name a case's input."""
    names = sorted(path.name for path in (FIXTURES / case).iterdir() if path.is_file())
    if "internal.txt" in names:
        return ["--internal", "internal.txt", "--external", "external.txt"]
    return [next(name for name in names if name.split(".")[0] in _INPUTS)]


def run(case: str) -> dict[str, bytes]:
    """Return what replylint makes of a case: `findings.txt`, `fix.txt`, and the corrected files as `corrected/<name>`."""
    runner = CliRunner()
    with tempfile.TemporaryDirectory() as folder, chdir(FIXTURES / case):
        checked = runner.invoke(cli, ["check", "--as-of", AS_OF, *arguments(case)])
        fix = ["fix", "--as-of", AS_OF, "--output-dir", folder, *arguments(case)]
        fixed = runner.invoke(cli, fix, catch_exceptions=False)
        said = fixed.output.replace(f"{folder}/", "corrected/")
        made = {
            "findings.txt": f"{checked.stdout}exit {checked.exit_code}\n".encode(),
            "fix.txt": f"{said}exit {fixed.exit_code}\n".encode(),
        }
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file():
                made[f"corrected/{path.relative_to(folder).as_posix()}"] = path.read_bytes()
    return made


def expected(case: str) -> dict[str, bytes]:
    """Return what the case's folder says is expected."""
    folder = FIXTURES / case
    wanted = {}
    for path in [folder / "findings.txt", folder / "fix.txt", *sorted((folder / "corrected").rglob("*"))]:
        if path.is_file():
            wanted[path.relative_to(folder).as_posix()] = path.read_bytes()
    return wanted


def main() -> None:
    """Write what is expected of every case anew."""
    for case in cases():
        shutil.rmtree(FIXTURES / case / "corrected", ignore_errors=True)
        for name, data in run(case).items():
            path = FIXTURES / case / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        print(f"written: {case}")


if __name__ == "__main__":
    main()
