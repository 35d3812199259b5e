"""The templates of a pack, filled in Jinja's sandbox."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, FileSystemLoader, StrictUndefined, TemplateNotFound, select_autoescape
from jinja2.exceptions import SecurityError
from jinja2.exceptions import TemplateError as JinjaError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from replylint.errors import TemplateError
from replylint.policy.pack import Pack
from replylint.resources import folder

MAX_LENGTH = 200_000
"""Characters that a filled template may have; a message has about 500."""


@dataclass(frozen=True)
class Templates:
    """The templates of one pack, its own first, then those it extends."""

    pack: Pack

    @cached_property
    def _environment(self) -> ImmutableSandboxedEnvironment:
        folders: list[Path] = []
        for name in self.pack.templates:
            folders += [self.pack.path.parent / "templates" / name, folder("templates") / name]
        existing = [FileSystemLoader(path, followlinks=False) for path in folders if path.is_dir()]
        if not existing:
            raise TemplateError(
                f"{self.pack.path}: there is no folder of templates {' or '.join(self.pack.templates)!r}; make one beside the pack in templates/"
            )
        return ImmutableSandboxedEnvironment(
            loader=ChoiceLoader(existing),
            undefined=StrictUndefined,
            trim_blocks=False,
            lstrip_blocks=False,
            keep_trailing_newline=False,
            autoescape=select_autoescape(("html", "html.j2", "htm.j2")),
        )

    def has(self, name: str) -> bool:
        """Say whether there is a template with this name."""
        try:
            self._environment.get_template(name)
        except TemplateNotFound:
            return False
        except JinjaError as error:
            raise TemplateError(f"template {name}: {error}") from None
        return True

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
    except (TypeError, ValueError, ArithmeticError, OverflowError, MemoryError, RecursionError) as error:
        raise TemplateError(f"template {name}: it fails with {type(error).__name__}: {error}") from None
    return "".join(parts)
