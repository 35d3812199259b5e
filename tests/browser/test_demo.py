"""The second half of `make demo`: the page is used in a browser, and a picture of it is kept."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from chromium import BROWSER, CHROMIUM, need_browser
from replylint.web.page import PageOptions, build_page

ROOT = BROWSER.parents[1]
REPLY = ROOT / "tests" / "fixtures" / "demo" / "reply.eml"


def test_the_demo_uses_the_page_and_keeps_a_picture(tmp_path: Path) -> None:
    """The faulty reply of the demo has things to change; after one click questions are left, and nothing was asked of a network."""
    need_browser()
    if not (ROOT / "runtime" / "built" / "core.json").is_file():
        pytest.skip("missing: the runtime: make page")
    page, picture = tmp_path / "replylint.html", tmp_path / "demo.png"
    page.write_bytes(build_page(PageOptions()))
    words = ["node", str(BROWSER / "demo.mjs"), str(page), str(REPLY), str(picture)]
    done = subprocess.run(words, env={**os.environ, "CHROMIUM": CHROMIUM}, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr
    before, after, asked = done.stdout.splitlines()
    assert before.startswith("The page says: ")
    assert "to change" in before
    assert "to answer" in after
    assert asked == "Network requests: 0"
    assert picture.read_bytes().startswith(b"\x89PNG")
