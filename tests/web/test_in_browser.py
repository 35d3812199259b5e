"""The page as the server gives it, in Chromium: it runs under the server's headers, and warns of contacts who are away."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from driving import Page, need
from serving import FIRST, LAST, Server, need_runtime


@pytest.fixture(scope="module")
def served(staff: Path, replies: Path) -> Iterator[Server]:
    """A server that builds the page, with staff list and replies."""
    need_runtime()
    server = Server("--directory", str(staff), "--replies", str(replies))
    yield server
    server.stop()


@pytest.fixture(scope="module")
def browser(served: Server) -> Iterator[Page]:
    """The served page in Chromium."""
    need("chromium")
    while not served.client.get("/api/away").json()["people"]:
        time.sleep(0.1)
    page = Page("chromium", f"{served.url}/")
    yield page
    page.close()


def test_page_runs_from_the_server(browser: Page, served: Server) -> None:
    """The page is ready, finds what is wrong, and asks the server for nothing but who is away."""
    browser.forget("check")
    browser.paste("I am out of the ofice.")
    assert browser.text("#panel")
    log = browser.do("log")
    assert log["wrong"] == []
    assert log["requests"] == [f"{served.url}/", f"{served.url}/api/away"]


def test_contact_who_is_away_too_is_told(browser: Page) -> None:
    """A contact whose own reply covers a day of the absence is named, with the days; without a shared day nothing is said."""
    browser.forget("write")
    browser.set("#date-first", str(LAST))
    browser.set("#date-last", str(LAST + timedelta(days=7)))
    browser.set("#contact-name", "Rosa Delgado")
    browser.wait("return document.getElementById('away').textContent.includes('Rosa Delgado is away too')")
    assert str(FIRST.day) in browser.text("#away")
    browser.set("#date-first", str(LAST + timedelta(days=1)))
    browser.wait("return document.getElementById('away').textContent === ''")
    browser.set("#contact-name", "Rose Okafor")
    browser.wait("return document.getElementById('away').textContent === ''")
