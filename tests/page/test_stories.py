"""The page in Chromium, from a file: what a person about to leave can do with it."""

from __future__ import annotations

import json
from pathlib import Path

import stories
from driving import Page


def test_1_opens_without_anything(chromium: Page) -> None:
    """The page opens from a file, says that it is loading, gets ready, and asks the network for nothing."""
    stories.story_1(chromium)


def test_3_paste_what_i_have(chromium: Page) -> None:
    """What twelve programs put on the clipboard keeps its formatting and gets the command line's findings."""
    stories.story_3(chromium)


def test_4_copy_for_outlook(city: Page, tmp_path: Path) -> None:
    """What is copied is what the preview shows, has nothing dead or dangerous in it, and passes when it is read back."""
    stories.story_4(city, tmp_path)


def test_6_one_thing_to_do_at_a_time(chromium: Page) -> None:
    """A count, and one line for each thing to do, linked to its place; no rule, clause or line number until asked."""
    stories.story_6(chromium)


def test_10_blanks_are_questions(chromium: Page) -> None:
    """Each blank is a labelled field; when none is left, Copy is the main button."""
    stories.story_10(chromium)


def test_11_undo_and_my_own_words(chromium: Page) -> None:
    """Undo, pressed for each change, gives the exact text back with the person's own words in it."""
    stories.story_11(chromium)


def test_12_never_a_clean_bill_unchecked(chromium: Page) -> None:
    """Where something was not checked the page says so and what to do; the text before stays."""
    stories.story_12(chromium)


def test_22_hostile_paste(chromium: Page) -> None:
    """Hostile pastes run nothing, load nothing, and get an answer."""
    stories.story_22(chromium)


def test_nothing_went_wrong_meanwhile(chromium: Page, city: Page) -> None:
    """No story wrote an error to the console."""
    for page in (chromium, city):
        assert [line for line in page.do("log")["wrong"] if "Content Security Policy" not in line and "Content-Security-Policy" not in line] == []
    assert json
