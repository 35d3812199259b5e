"""The templates of a pack, filled in Jinja's sandbox."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import (
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateNotFound,
    nodes,
    select_autoescape,
)
from jinja2.exceptions import SecurityError
from jinja2.exceptions import TemplateError as JinjaError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from replylint.errors import TemplateError
from replylint.policy.pack import Pack
from replylint.resources import folder

MAX_LENGTH = 200_000
"""Characters that a filled template may have; a message has about 500."""


_LONGEST_RANGE = 100
"""Steps of a loop over `range`; a message has a handful of contacts."""
_DEEPEST_LOOP = 2
"""Loops inside one another."""


def _short_range(*bounds: int) -> range:
    """Return a range of few steps, so that no template runs for ever. Raises OverflowError for a longer one."""
    steps = range(*bounds)
    if len(steps) > _LONGEST_RANGE:
        raise OverflowError(f"a loop may have {_LONGEST_RANGE} steps, not {len(steps)}")
    return steps


class _Below(FileSystemLoader):
    """Loads templates of one folder, and nothing that a link leads to outside it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self._folder = folder.resolve()

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        found = super().get_source(environment, template)
        if not Path(found[1]).resolve().is_relative_to(self._folder):
            raise SecurityError(f"{template} leads out of the pack's folder")
        return found


class _Bounded(ImmutableSandboxedEnvironment):
    """Jinja's sandbox, without what takes long: powers, repetition, and loops deep inside one another."""

    intercepted_binops = frozenset(("**", "*"))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Refuse powers and products of anything but small numbers."""
        if operator == "*" and all(isinstance(side, int | float) and abs(side) < MAX_LENGTH for side in (left, right)):
            return left * right
        raise SecurityError(f"{operator} is not for templates")

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = super()._parse(source, name, filename)
        if _depth(tree, 0) > _DEEPEST_LOOP:
            raise SecurityError(f"more than {_DEEPEST_LOOP} loops inside one another")
        return tree


def _depth(node: nodes.Node, above: int) -> int:
    """Return how many loops stand inside one another."""
    here = above + isinstance(node, nodes.For)
    return max((_depth(child, here) for child in node.iter_child_nodes()), default=here)


@dataclass(frozen=True)
class Templates:
    """The templates of one pack, its own first, then those it extends."""

    pack: Pack

    @cached_property
    def _environment(self) -> ImmutableSandboxedEnvironment:
        folders: list[Path] = []
        for name in self.pack.templates:
            folders += [self.pack.path.parent / "templates" / name, folder("templates") / name]
        existing = [_Below(path) for path in folders if path.is_dir()]
        if not existing:
            raise TemplateError(
                f"{self.pack.path}: there is no folder of templates {' or '.join(self.pack.templates)!r}; make one beside the pack in templates/"
            )
        environment = _Bounded(
            loader=ChoiceLoader(existing),
            undefined=StrictUndefined,
            trim_blocks=False,
            lstrip_blocks=False,
            keep_trailing_newline=False,
            autoescape=select_autoescape(("html", "html.j2", "htm.j2")),
        )
        environment.globals["range"] = _short_range
        return environment

    def has(self, name: str) -> bool:
        """Say whether there is a template with this name."""
        environment = self._environment

        def run() -> Iterable[str]:
            with suppress(TemplateNotFound):
                environment.get_template(name)
                return ["there"]
            return []

        return bool(_guarded(name, run))

    def render(self, name: str, values: dict[str, Any]) -> str:
        """Fill a template.

        Raises TemplateError if it is not there, is broken, names what is unknown, or reaches outside its sandbox.
        """
        return _guarded(name, lambda: self._environment.get_template(name).generate(**values))

    def snippet(self, language: str, name: str, values: dict[str, Any]) -> str:
        """Fill one macro of a language's snippets. Raises TemplateError as `render` does."""
        where = f"{language}/snippets.j2"
        macro = name.replace("-", "_")

        def run() -> Iterable[str]:
            module = self._environment.get_template(where).make_module(values)
            if not hasattr(module, macro):
                raise TemplateError(f"template {where}: it has no macro {macro!r}; add one")
            return [str(getattr(module, macro)())]

        return _guarded(where, run)


def _guarded(name: str, run: Any) -> str:
    parts: list[str] = []
    length = 0
    try:
        for part in run():
            length += len(part)
            if length > MAX_LENGTH:
                raise TemplateError(
                    f"template {name}: it makes more than {MAX_LENGTH} characters; look for a loop in it"
                )
            parts.append(part)
    except SecurityError as error:
        raise TemplateError(f"template {name}: it reaches outside its sandbox ({error}); take that out") from None
    except TemplateNotFound as error:
        raise TemplateError(f"template {name}: there is no template {error.name!r} in the pack's folders") from None
    except JinjaError as error:
        line = getattr(error, "lineno", None)
        where = f", line {line}" if line else ""
        raise TemplateError(f"template {name}{where}: {error}") from None
    except (TypeError, LookupError, ValueError, ArithmeticError, MemoryError, RecursionError) as error:
        raise TemplateError(f"template {name}: it fails with {type(error).__name__}: {error}") from None
    return "".join(parts)
