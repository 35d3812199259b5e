"""The stories that matter most, in Firefox."""

from __future__ import annotations

from pathlib import Path

import stories
from driving import Page


def test_1_opens_without_anything(firefox: Page) -> None:
    """The page opens from a file, says that it is loading, gets ready, and asks the network for nothing."""
    stories.story_1(firefox)


def test_2_write_my_reply(firefox: Page, tmp_path: Path) -> None:
    """Six clicks and three letters write both messages for a person in the staff list, and both pass."""
    stories.story_2(firefox, tmp_path)


def test_4_copy_for_outlook(firefox: Page, tmp_path: Path) -> None:
    """What is copied is what the preview shows, has nothing dead or dangerous in it, and passes when it is read back."""
    stories.story_4(firefox, tmp_path)


def test_6_one_thing_to_do_at_a_time(firefox: Page) -> None:
    """A count, and one line for each thing to do, linked to its place; no rule, clause or line number until asked."""
    stories.story_6(firefox)


def test_10_blanks_are_questions(firefox: Page) -> None:
    """Each blank is a labelled field; when none is left, Copy is the main button."""
    stories.story_10(firefox)


def test_11_undo_and_my_own_words(firefox: Page) -> None:
    """Undo, pressed for each change, gives the exact text back with the person's own words in it."""
    stories.story_11(firefox)


def test_12_never_a_clean_bill_unchecked(firefox: Page) -> None:
    """Where something was not checked the page says so and what to do; the text before stays."""
    stories.story_12(firefox)


def test_18_phone(firefox: Page) -> None:
    """At 360 by 640 nothing scrolls sideways."""
    stories.story_18(firefox)


def test_19_screen_reader(firefox: Page) -> None:
    """axe-core finds no violation in any state; the outcome is announced; marks have numbers."""
    stories.story_19(firefox)


def test_22_hostile_paste(firefox: Page) -> None:
    """Hostile pastes run nothing, load nothing, and get an answer."""
    stories.story_22(firefox)
