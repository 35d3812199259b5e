"""Reports as one page of HTML each, which needs no network: its styles, its drawings and its little script stand in it."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from replylint.resources import folder


def page(name: str, values: dict[str, Any]) -> str:
    """Return a page of `templates/report` with these values in it. Every text of them is escaped."""
    return _template(name).render(values)


def load(name: str) -> None:
    """Load a page ahead of its use, which takes a while."""
    _template(name)


def _template(name: str) -> Template:
    return _templates().get_template(f"{name}.html.j2")


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(folder("templates") / "report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
