"""What is read of a page."""

from __future__ import annotations

from typing import NamedTuple

from replylint.model import Background, Coloring, Link, Picture
from replylint.visible import Visible


class Page(NamedTuple):
    """What was read of an HTML text."""

    visible: Visible
    pictures: tuple[Picture, ...]
    backgrounds: tuple[Background, ...]
    colorings: tuple[Coloring, ...]
    links: tuple[Link, ...]
