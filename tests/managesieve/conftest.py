"""The servers that the tests of this folder talk to."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from managesieve.dovecot import Dovecot, lacking, running


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """Run a Dovecot without encryption for all tests; each test has a mailbox of its own in it."""
    _need_dovecot()
    with running() as server:
        yield server


@pytest.fixture(scope="session")
def dovecot_tls() -> Iterator[Dovecot]:
    """Run a Dovecot that takes no password before STARTTLS."""
    _need_dovecot()
    with running(tls=True) as server:
        yield server


def _need_dovecot() -> None:
    """Skip the test where there is no Dovecot, but not on a machine that is there for testing."""
    if why := lacking():
        if os.environ.get("CI"):
            pytest.fail(why, pytrace=False)
        pytest.skip(why)
