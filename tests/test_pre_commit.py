"""The hooks as a repository of templates uses them: installed by pre-commit from git, run on real files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
_LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "dist", "build", "__pycache__", ".*_cache", ".hypothesis", "*.egg-info"
)

REPLY = """\
I will be out of the ofice from 12/14/26 to 12/18/26. I will reply to your message at my earliest opportunity once I return. If you need immediate assistance, please contact Terrence Boyd at 813-555-0161.

Thank you,

Dana Whitlock
Permit Technician II
City of Plant City, FL
813-555-0142 ext. 4211
Website: http://www.plantcitygov.com/
[City Seal]
"""


def test_hooks_fail_on_a_bad_reply_and_pass_once_it_is_corrected(tmp_path: Path) -> None:
    """`pre-commit try-repo` with both hooks fails on a bad reply, corrects it, and passes when run again."""
    hooks, templates = tmp_path / "hooks", tmp_path / "templates"
    shutil.copytree(ROOT, hooks, ignore=_LEFT_OUT)
    _commit(hooks)
    templates.mkdir()
    (templates / "replylint.toml").write_text('as-of = "2026-11-23"\n', encoding="utf-8")
    (templates / "requirements.txt").write_text("click\n", encoding="utf-8")
    reply = templates / "reply.txt"
    reply.write_text(REPLY, encoding="utf-8")
    _commit(templates)

    first = _try(hooks, templates)
    assert first.returncode != 0, first.stdout
    assert '"ofice" is misspelled. Write "office".' in first.stdout
    assert reply.read_text(encoding="utf-8") == REPLY.replace("ofice", "office").replace(", FL", ", Florida")

    _commit(templates)
    second = _try(hooks, templates)
    assert second.returncode == 0, second.stdout
    assert second.stdout.count("Passed") == 2


def _try(hooks: Path, templates: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pre_commit", "try-repo", str(hooks), "--all-files", "--color", "never"]
    return subprocess.run(
        command, cwd=templates, env=_environment(), capture_output=True, text=True, encoding="utf-8", check=False
    )


def _commit(folder: Path) -> None:
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "as it is"]):
        subprocess.run(["git", *arguments], cwd=folder, env=_environment(), check=True)


def _environment() -> dict[str, str]:
    """Return the environment without what an outer git or pre-commit left in it."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))}
    who = {"NAME": "Dana Whitlock", "EMAIL": "dana.whitlock@plantcity.example"}
    return clean | {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in who.items()}
