"""The wheel has every rule and template, and works by itself."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
REPLY = "I will be out of the ofice from 12/14/26 to 12/18/26. Ask the help desk, 813-555-0161.\n"
_HATCHLING = "import sys; from hatchling.build import build_wheel; build_wheel(sys.argv[1])"
"""Builds in this environment, without network; `python -m build` would make one of its own and fetch what it needs."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel of this checkout, and return it."""
    folder = tmp_path_factory.mktemp("wheel")
    command = (
        ["-c", _HATCHLING, str(folder)]
        if importlib.util.find_spec("hatchling")
        else ["-m", "build", "--wheel", "--outdir", str(folder), "."]
    )
    done = subprocess.run([sys.executable, *command], cwd=ROOT, capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def unpacked(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Unpack the wheel, and return the folder."""
    folder = tmp_path_factory.mktemp("unpacked")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def names_below(folder: Path) -> set[str]:
    """Return the files below a folder, without what Python and editors leave."""
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")
    }


def run(folder: Path, cwd: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run replylint out of an unpacked wheel; it says first where it was found."""
    code = f"import sys; sys.path.insert(0, {str(folder)!r}); import replylint; print(replylint.__file__); from replylint.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False
    )


@pytest.mark.parametrize("name", ["rules", "templates"])
def test_wheel_has_every_rule_and_template(name: str, unpacked: Path) -> None:
    """Every file of rules/ and templates/ is in the wheel, byte for byte, and no other."""
    there, here = unpacked / "replylint" / "_data" / name, ROOT / name
    assert names_below(there) == names_below(here) != set()
    for file in names_below(here):
        assert (there / file).read_bytes() == (here / file).read_bytes(), file


def test_wheel_has_the_program_and_nothing_else(unpacked: Path) -> None:
    """The wheel has every file of src/replylint, its data and its metadata, and nothing beside them."""
    program = names_below(ROOT / "src" / "replylint")
    packed = names_below(unpacked / "replylint")
    assert {name for name in packed if not name.startswith("_data/")} == program
    assert "py.typed" in packed
    assert {path.name.partition("-")[0] for path in unpacked.iterdir()} == {"replylint"}
    (metadata,) = unpacked.glob("*.dist-info")
    assert (metadata / "entry_points.txt").read_text(encoding="utf-8").split() == [
        "[console_scripts]",
        "replylint",
        "=",
        "replylint.cli:run",
    ]
    assert names_below(metadata) >= {"METADATA", "WHEEL", "RECORD", "licenses/LICENSE"}


def test_wheel_checks_and_fixes(unpacked: Path, tmp_path: Path) -> None:
    """The program out of the wheel checks and corrects a reply with the wheel's own rules and templates."""
    (tmp_path / "reply.txt").write_text(REPLY, encoding="utf-8")
    checked = run(unpacked, tmp_path, "check", "--as-of", "2026-12-11", "reply.txt")
    place, _, findings = checked.stdout.partition("\n")
    assert Path(place).is_relative_to(unpacked)
    assert "spelling.misspelling" in findings
    assert checked.returncode == 1, checked.stderr
    fixed = run(unpacked, tmp_path, "fix", "--as-of", "2026-12-11", "--rewrite", "reply.txt")
    assert fixed.returncode == 1, fixed.stderr
    assert "City of Plant City, Florida" in (tmp_path / "reply.txt").read_text(encoding="utf-8")


def test_wheel_without_its_rules_says_so(wheel: Path, tmp_path: Path) -> None:
    """A broken installation, in which the rules are missing, is told in one line with exit 2, not by a traceback."""
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path, [name for name in archive.namelist() if "/_data/" not in name])
    (tmp_path / "reply.txt").write_text(REPLY, encoding="utf-8")
    done = run(tmp_path, tmp_path, "check", "reply.txt")
    assert "Traceback" not in done.stderr
    assert "install it again" in done.stderr
    assert "output cannot be written" not in done.stderr
    assert done.returncode == 2
