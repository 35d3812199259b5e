"""The stories on the page that a server gives, in Chromium.

All run but those that speak of the file itself: that it is the same each time (test_build), that it works where a part of it is missing
(test_stories), and that a page without a server says what it cannot know (story 14).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import check_stories
import pytest
import whole_stories
import write_stories
from driving import Page, need
from serving import FIRST, LAST, Server, export, written
from stories import SEAL

STORIES = (*whole_stories.STORIES, *check_stories.STORIES, *write_stories.STORIES)


@pytest.fixture(scope="module")
def served(staff: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server as IT starts it, with the staff list and the replies of one person, who will be away."""
    need("chromium")
    replies = tmp_path_factory.mktemp("replies") / "export.json"
    text = f"I am out of the office from {written(FIRST)} through {written(LAST)}."
    replies.write_text(export(("rdelgado@plantcitygov.example", "Enabled", text)), encoding="utf-8")
    options = ("--seal-url", SEAL, "--title", "Plant City", "--help-contact", "Help desk, 813-555-0100")
    server = Server("--directory", str(staff), "--replies", str(replies), *options)
    yield server
    server.stop()


@pytest.fixture(scope="module")
def page(served: Server) -> Iterator[Page]:
    """The served page in Chromium."""
    while not served.client.get("/api/away").json()["people"]:
        time.sleep(0.1)
    page = Page("chromium", f"{served.url}/", asks=(f"{served.url}/", f"{served.url}/api/away"))
    yield page
    page.close()


@pytest.mark.parametrize("story", STORIES, ids=lambda one: one.__name__)
def test_story(story: Callable[[Page], None], page: Page) -> None:
    """What the story says holds on the served page too."""
    story(page)


def test_14_contact_who_is_away_too_is_told(page: Page) -> None:
    """A contact whose own reply covers a day of the absence is named, with the days, in both doors; without a shared day nothing is said."""
    page.forget("write")
    page.set("#date-first", str(LAST))
    page.set("#date-last", str(LAST + timedelta(days=7)))
    page.set("#contact-name", "Rosa Delgado")
    page.wait("return document.getElementById('away').textContent.includes('Rosa Delgado is away too')")
    assert str(FIRST.day) in page.text("#away")
    page.set("#date-first", str(LAST + timedelta(days=1)))
    page.wait("return document.getElementById('away').textContent === ''")
    page.set("#contact-name", "Rose Okafor")
    page.wait(
        "return document.querySelector('#written .verdict') && document.getElementById('away').textContent === ''"
    )
    for shared, day in ((True, LAST), (False, LAST + timedelta(days=1))):
        page.forget("check")
        page.paste(f"I am out {written(day)} - {written(LAST + timedelta(days=7))}. Call Rosa Delgado at 813-555-0151.")
        assert ("Rosa Delgado is away too" in page.text("#panel .notice")) is shared
        assert "We could not check whether" not in page.text("#panel")


def test_nothing_went_wrong_meanwhile(page: Page) -> None:
    """No story wrote an error to the console."""
    page.nothing_went_wrong()
