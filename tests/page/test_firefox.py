"""The stories in Firefox."""

from __future__ import annotations

from collections.abc import Callable

import check_stories
import pytest
import whole_stories
import write_stories
from driving import Page

STORIES = (*whole_stories.STORIES, *check_stories.STORIES, *write_stories.STORIES, *write_stories.FROM_A_FILE)


@pytest.mark.parametrize("story", STORIES, ids=lambda one: one.__name__)
def test_story(story: Callable[[Page], None], firefox: Page) -> None:
    """What the story says holds in Firefox too."""
    story(firefox)


def test_nothing_went_wrong_meanwhile(firefox: Page) -> None:
    """No story wrote an error to the console."""
    firefox.nothing_went_wrong()
