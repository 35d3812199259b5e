"""Colors that can be read: the nearest of the same hue."""

from __future__ import annotations

import colorsys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replylint.facts.graphics import LOW_CONTRAST, contrast, readable_color

CODES = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@given(CODES, CODES)
def test_a_readable_color_can_be_read(color: str, background: str) -> None:
    """Whatever the two colors are, the one returned has a contrast of at least 4.5 with the background."""
    assert contrast(readable_color(color, background), background) >= LOW_CONTRAST


@given(CODES, CODES)
def test_a_color_that_can_be_read_stays(color: str, background: str) -> None:
    """A color with enough contrast is returned as it is, and asking twice changes nothing more."""
    found = readable_color(color, background)
    assert readable_color(found, background) == found
    assert found == color or contrast(color, background) < LOW_CONTRAST


@pytest.mark.parametrize(
    ("color", "background", "expected"),
    [
        ("#bbbbbb", "#ffffff", "#767676"),
        ("#777777", "#ffffff", "#767676"),
        ("#ff0000", "#ffffff", "#ee0000"),
        ("#ffff00", "#ffffff", "#7a7a00"),
        ("#808080", "#000080", "#888888"),
        ("#000000", "#000080", "#888888"),
        ("#ffffff", "#ffffff", "#767676"),
        ("#1f497d", "#ffffff", "#1f497d"),
    ],
)
def test_the_nearest_readable_color(color: str, background: str, expected: str) -> None:
    """The color is made just dark enough, or on a dark background just light enough."""
    assert readable_color(color, background) == expected


@pytest.mark.parametrize("color", ["#87ceeb", "#ffa500", "#90ee90", "#ff69b4", "#c0c0ff"])
def test_the_hue_stays(color: str) -> None:
    """A light blue becomes a darker blue, not gray."""
    hues = [
        colorsys.rgb_to_hls(*(value / 255 for value in bytes.fromhex(code[1:])))[0]
        for code in (color, readable_color(color, "#ffffff"))
    ]
    assert hues[0] == pytest.approx(hues[1], abs=0.02)
