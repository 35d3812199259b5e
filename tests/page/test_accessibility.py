"""Story 19: every state of the page, in every way that people look at it, by axe-core."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from driving import Page
from states import STATES
from stories import too_small

WIDE = {"width": 1200, "height": 900}
PHONE = {"width": 360, "height": 640}
ZOOMED = {"width": 600, "height": 450, "scale": 2}
"""The window at 200 %, which lays the page out in half the width."""
EVERYTHING: dict[str, Any] = {"rules": {"target-size": {"enabled": True}}}
COLORS: dict[str, Any] = {"runOnly": ["color-contrast"]}
SIZES: dict[str, Any] = {"runOnly": ["target-size", "scrollable-region-focusable"]}
WORDS: dict[str, Any] = {"rules": {"color-contrast": {"enabled": False}}}


@pytest.fixture
def page(chromium: Page) -> Iterator[Page]:
    """The page in Chromium; afterwards it looks as before."""
    yield chromium
    chromium.do("scheme", value="light")
    chromium.do("view", **WIDE)
    chromium.speak("en")


@pytest.mark.parametrize("state", STATES, ids=lambda one: one.__name__)
def test_19_no_state_keeps_anyone_out(state: Callable[[Page], None], page: Page) -> None:
    """axe-core finds no violation in light and dark, on a phone and at 200 %, where nothing scrolls sideways and buttons are large enough."""
    state(page)
    seen = page.axe(**EVERYTHING)
    assert seen["violations"] == []
    assert seen["passes"] > 15
    page.do("scheme", value="dark")
    assert page.axe(**COLORS)["violations"] == [], "dark"
    page.do("scheme", value="light")
    for view, options in ((PHONE, COLORS), (PHONE, SIZES), (ZOOMED, SIZES)):
        page.do("view", **view)
        assert page.run("return document.documentElement.scrollWidth") <= view["width"], view
        assert page.axe(**options)["violations"] == [], view
        assert view is ZOOMED or too_small(page) == []


@pytest.mark.parametrize("state", STATES, ids=lambda one: one.__name__)
def test_19_no_state_keeps_anyone_out_in_spanish(state: Callable[[Page], None], page: Page) -> None:
    """In Spanish axe-core finds no violation either, and the longer words fit a phone and 200 %."""
    page.speak("es")
    state(page)
    assert page.axe(**WORDS)["violations"] == []
    for view in (PHONE, ZOOMED):
        page.do("view", **view)
        assert page.run("return document.documentElement.scrollWidth") <= view["width"], view


def test_19_while_it_loads_and_where_it_cannot(page: Page, city_file: Path, tmp_path: Path) -> None:
    """axe-core finds no violation while the page gets ready, and none where the browser cannot run it."""
    broken = tmp_path / "broken.html"
    text = city_file.read_text(encoding="utf-8")
    broken.write_text(text.replace('id="data-wasm">', 'id="data-wasm">broken'), encoding="utf-8")
    for file, state in ((city_file, "loading"), (broken, "failed")):
        page.open(file, wait=False)
        page.wait("return document.documentElement.dataset.progress === args.state", state=state)
        for scheme, options in (("light", EVERYTHING), ("dark", COLORS)):
            page.do("scheme", value=scheme)
            assert page.axe(**options)["violations"] == [], (state, scheme)
        assert page.run("return document.documentElement.dataset.progress") == state
        assert page.text("#progress")
    page.open()
