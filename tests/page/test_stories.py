"""The page in Chromium, from a file: what a person about to leave can do with it."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from pathlib import Path

import check_stories
import pytest
import states
import whole_stories
import write_stories
from driving import Page
from stories import GOOD

from replylint.web.encoding import encode
from replylint.web.packing import pack, unpack

STORIES = (*whole_stories.STORIES, *check_stories.STORIES, *write_stories.STORIES, *write_stories.FROM_A_FILE)


@pytest.mark.parametrize("story", STORIES, ids=lambda one: one.__name__)
def test_story(story: Callable[[Page], None], chromium: Page) -> None:
    """What the story says holds."""
    story(chromium)


def test_12_without_the_word_list(plain_file: Path, tmp_path: Path) -> None:
    """With the word list missing the page says that it could not check, and nothing looks good."""
    text = plain_file.read_text(encoding="utf-8")
    block = re.search(r'id="data-packages">(.*?)</script>', text)
    assert block
    files = unpack(base64.b85decode(block[1].translate(str.maketrans(",.", "<&"))))
    kept = {name: data for name, data in files.items() if "resources/en.json" not in name}
    assert len(kept) == len(files) - 2
    damaged = tmp_path / "damaged.html"
    damaged.write_text(text[: block.start(1)] + encode(pack(kept)) + text[block.end(1) :], encoding="utf-8")
    page = Page("chromium", damaged)
    try:
        page.forget("check")
        page.paste(GOOD)
        assert page.state() == "unchecked"
        assert "We could not check this." in page.text("#panel")
        assert page.count(".verdict.good, #check .copy.main") == 0
    finally:
        page.close()


def test_the_place_of_the_seal(plain_file: Path, chromium: Page) -> None:
    """What stands in place of the picture of the seal is explained below the text, where the page does not know the picture's address."""
    hint = "[City Seal] is the place for the picture. Put the picture of the City Seal there, if you have it."
    page = Page("chromium", plain_file)
    try:
        page.forget("check")
        for plain, html in ((GOOD, ""), ("", f"<p>{GOOD.replace(chr(10), '<br>')}</p>")):
            page.paste(plain, html)
            assert page.text("#copies .emblem") == hint
            page.press("Start over")
        page.paste(GOOD.replace("[City Seal]", ""))
        assert page.count(".emblem") == 0
        states.write_ready(page)
        assert page.text("#written .emblem") == hint
    finally:
        page.close()
    states.write_ready(chromium)
    assert chromium.count("#written .emblem") == 0


def test_nothing_went_wrong_meanwhile(chromium: Page) -> None:
    """No story wrote an error to the console."""
    chromium.nothing_went_wrong()
