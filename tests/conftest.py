"""How properties are tried: the same examples every time, so that a commit that passed once goes on passing.

`make fuzz` looks further, with other examples on every run; what it finds becomes an example of a test.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import pytest
from hypothesis import settings

settings.register_profile("repeatable", max_examples=150, derandomize=True, deadline=None)
settings.register_profile("searching", max_examples=3000, deadline=None)
settings.load_profile(os.environ.get("REPLYLINT_EXAMPLES", "repeatable"))


@pytest.fixture(scope="session", autouse=True)
def compiled_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let programs that tests start share what Python compiles, also where it may not be kept beside the source."""
    with pytest.MonkeyPatch.context() as patch:
        if sys.dont_write_bytecode:
            patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
            patch.setenv("PYTHONPYCACHEPREFIX", str(tmp_path_factory.mktemp("compiled")))
        yield
