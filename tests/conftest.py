"""How tests are run: the same examples every time, so that a commit that passed once goes on passing, and the longest first.

`make fuzz` looks further, with other examples on every run; what it finds becomes an example of a test.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("repeatable", max_examples=100, derandomize=True, deadline=None)
settings.register_profile("searching", max_examples=3000, deadline=None)
settings.load_profile(os.environ.get("REPLYLINT_EXAMPLES", "repeatable"))


_LONGEST = (
    "page/test_undo.py", "page/test_accessibility.py",
    "page/test_stories.py", "test_pre_commit.py", "test_long_lists.py", "policy/test_second_organization.py",
    "faults/test_faults.py", "sources/test_hostile.py", "audit/test_audit_disturbed.py", "audit/test_answers.py",
    "sources/test_mbox.py", "page/test_build.py", "page/test_firefox.py", "browser/test_shown.py", "browser/test_demo.py",
    "web/test_in_browser.py", "test_promise.py", "test_signature_kept.py", "test_patterns.py", "cli/test_quoted_mail.py",
    "test_docs.py", "cli/test_fix_templates.py", "api/test_changes.py", "test_accuracy.py", "test_long_letters.py",
)  # fmt: skip
"""The files that take longest. They are begun first, so that no process is left alone with one of them at the end."""


def pytest_configure(config: pytest.Config) -> None:
    """Keep the order of the files where they are divided between processes, which goes by the number of tests otherwise."""
    config.option.loadscopereorder = False


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files that take longest first."""
    here = Path(__file__).parent
    places = {here / name: number for number, name in enumerate(_LONGEST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))


@pytest.fixture(scope="session", autouse=True)
def compiled_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let programs that tests start share what Python compiles, also where it may not be kept beside the source."""
    with pytest.MonkeyPatch.context() as patch:
        if paths := os.environ.get("PYTHONPATH"):  # they find the same source in every folder
            patch.setenv("PYTHONPATH", os.pathsep.join(str(Path(path).resolve()) for path in paths.split(os.pathsep)))
        if sys.dont_write_bytecode:
            patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
            patch.setenv("PYTHONPYCACHEPREFIX", str(tmp_path_factory.mktemp("compiled")))
        yield
