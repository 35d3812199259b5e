"""The hooks as a repository of templates uses them: installed by pre-commit from git, run on real files."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
_LEFT_OUT = shutil.ignore_patterns(
    *".git .venv .peers dist build built __pycache__ .*_cache .hypothesis *.egg-info node_modules".split()
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


CONFIGURATION = """\
repos:
  - repo: {hooks}
    rev: {revision}
    hooks:
      - id: replylint
      - id: replylint-fix
"""


def test_hooks_fail_on_a_bad_reply_and_pass_once_it_is_corrected(tmp_path: Path) -> None:
    """`pre-commit run` with both hooks fails on a bad reply, corrects it, and passes when run again."""
    hooks, templates = tmp_path / "hooks", tmp_path / "templates"
    shutil.copytree(ROOT, hooks, ignore=_LEFT_OUT)
    configuration = CONFIGURATION.format(hooks=hooks, revision=_commit(hooks))
    templates.mkdir()
    (templates / ".pre-commit-config.yaml").write_text(configuration, encoding="utf-8")
    (templates / "replylint.toml").write_text('as-of = "2026-11-23"\n', encoding="utf-8")
    (templates / "requirements.txt").write_text("click\n", encoding="utf-8")
    reply = templates / "reply.txt"
    reply.write_text(REPLY, encoding="utf-8")
    _commit(templates)

    first = _run(templates)
    assert first.returncode != 0, first.stdout
    assert '"ofice" is misspelled. Write "office".' in first.stdout
    assert reply.read_text(encoding="utf-8") == REPLY.replace("ofice", "office").replace(", FL", ", Florida")

    _commit(templates)
    second = _run(templates)
    assert second.returncode == 0, second.stdout
    assert second.stdout.count("Passed") == 2


def _run(templates: Path) -> subprocess.CompletedProcess[str]:
    """Run the hooks on all files. They are installed once, into a folder beside the templates."""
    command = [sys.executable, "-m", "pre_commit", "run", "--all-files", "--color", "never"]
    env = _environment() | {"PRE_COMMIT_HOME": str(templates.with_name("installed")), "PIP_NO_COMPILE": "1"}
    return subprocess.run(
        command, cwd=templates, env=env, capture_output=True, text=True, encoding="utf-8", check=False
    )


def _commit(folder: Path) -> str:
    """Commit all files of a folder, and return the commit."""
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "as it is"]):
        subprocess.run(["git", *arguments], cwd=folder, env=_environment(), check=True)
    words = ["git", "rev-parse", "HEAD"]
    return subprocess.run(words, cwd=folder, env=_environment(), check=True, capture_output=True, text=True).stdout


def _environment() -> dict[str, str]:
    """Return the environment without what an outer git or pre-commit left in it."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))}
    who = {"NAME": "Dana Whitlock", "EMAIL": "dana.whitlock@plantcity.example"}
    return clean | {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in who.items()}
