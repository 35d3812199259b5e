"""The browser of the tests: Debian's Chromium, driven by the packages of tests/browser."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

BROWSER = Path(__file__).parent / "browser"
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")


def need_browser() -> None:
    """Skip the test where there is no browser, but not in CI, which installs one."""
    there = {
        "Chromium": bool(CHROMIUM),
        "Node": shutil.which("node") is not None,
        "axe-core and puppeteer-core: npm install --prefix tests/browser": (BROWSER / "node_modules").is_dir(),
    }
    missing = ", ".join(what for what, found in there.items() if not found)
    if missing and os.environ.get("CI"):
        pytest.fail(f"missing: {missing}", pytrace=False)
    if missing:
        pytest.skip(f"missing: {missing}")
