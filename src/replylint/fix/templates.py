"""The templates of a pack, filled in Jinja's sandbox.

A pack may come from anybody, so a template is hostile until shown otherwise. It is read from the pack's own folders and
nowhere else, and filling it is paid for out of a budget (`WORK`), so that no template runs for ever or fills the memory.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, wraps
from heapq import nlargest
from math import prod
from pathlib import Path
from types import CodeType
from typing import Any

from jinja2 import (
    BaseLoader,
    BytecodeCache,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateNotFound,
    nodes,
    pass_context,
    select_autoescape,
)
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator
from jinja2.exceptions import SecurityError
from jinja2.exceptions import TemplateError as JinjaError
from jinja2.loaders import split_template_path
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from replylint.bounded import read_bounded
from replylint.errors import TemplateError
from replylint.policy.pack import Pack
from replylint.resources import folder

MAX_LENGTH = 200_000
"""Characters that a filled template may have; a message has about 500."""
MAX_SOURCE = 20_000
"""Characters that a pack's template itself may have; the shared ones have at most 4,000."""
SHARED = "base"
"""The folder of the templates that every pack falls back on."""
WORK = 10_000_000
"""What filling one template may cost: characters made, compared or printed, `ITEM` for each item of a list, and
`STEP` for each turn of a loop, call and included template."""
STEP = 1_000
ITEM = 10
_LARGEST = 1 << 256
"""The largest product of two numbers."""
_SQUARE = frozenset(("striptags", "sum", "urlize", "wordwrap"))
"""Filters whose time may grow with the square of what they get."""
_LONGEST_REASON = 300
"""Characters of what Jinja or Python says is wrong, which may quote a whole text."""


class _EndlessError(Exception):
    """The budget of a template is spent."""


_PAID = (nodes.For, nodes.Concat, nodes.Compare, nodes.Pair, nodes.Getitem)
"""What a template is charged for where it stands; filters, calls and operations pay when they are made."""


class _Counting(CodeGenerator):
    """Makes every turn of a loop count, and every value that is joined, compared, hashed or copied."""

    def visit_Template(self, node: nodes.Template, frame: Any = None) -> None:  # noqa: N802 - Jinja calls it by this name
        for one in list(node.find_all(_PAID)):
            if isinstance(one, nodes.For):
                if one.recursive:
                    self.fail("a loop may not be recursive", one.lineno)
                written = sum(len(item.data) for item in one.find_all(nodes.TemplateData))
                one.iter = _filtered(one.iter, "counted", nodes.Const(STEP + written))
            elif isinstance(one, nodes.Concat):
                one.nodes = [_filtered(item, "weighed") for item in one.nodes]
            elif isinstance(one, nodes.Compare):
                one.expr = _filtered(one.expr, "weighed")
                for operand in one.ops:
                    operand.expr = _filtered(operand.expr, "weighed")
            elif isinstance(one, nodes.Pair):
                one.key = _filtered(one.key, "weighed")  # a dictionary hashes it
            elif isinstance(one, nodes.Getitem) and isinstance(one.arg, nodes.Slice):
                one.node = _filtered(one.node, "weighed")
        super().visit_Template(node, frame)


def _filtered(node: Any, name: str, *arguments: nodes.Expr) -> nodes.Filter:
    return nodes.Filter(node, name, list(arguments), [], None, None, lineno=node.lineno)


class _Compiled(BytecodeCache):
    """Keeps what templates were compiled to, by their text: a run that corrects many files compiles each once."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Put the code of a template into a bucket, if there is any."""
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a bucket."""
        if bucket.code is not None:
            self._codes[bucket.key, bucket.checksum] = bucket.code


_COMPILED = _Compiled()


class _Sandbox(ImmutableSandboxedEnvironment):
    """Jinja's sandbox with a budget. Raises _EndlessError once it is spent."""

    code_generator_class = _Counting
    intercepted_binops = frozenset(("+", "-", "*", "/", "//", "**", "%"))

    def __init__(self, loader: BaseLoader) -> None:
        super().__init__(
            loader=loader,
            undefined=StrictUndefined,
            autoescape=select_autoescape(("html", "html.j2", "htm.j2")),
            finalize=self._weighed,
            bytecode_cache=_COMPILED,
        )
        self.left = WORK
        del self.globals["lipsum"]
        del self.filters["format"]  # a width in its pattern makes texts of any length
        self.filters = {name: self._paid(function, name) for name, function in self.filters.items()}
        self.tests = {name: self._paid(function) for name, function in self.tests.items()}
        self.filters["counted"] = self._counted
        self.filters["weighed"] = self._weighed

    def spend(self, cost: int) -> None:
        """Take a cost out of the budget."""
        self.left -= cost
        if self.left < 0:
            raise _EndlessError

    def weigh(self, value: Any) -> Any:
        """Pay for a value's size, and return it."""
        self.spend(_size(value, self.left))
        return value

    @pass_context  # keeps Jinja from working it out once, when it compiles
    def _weighed(self, _context: Context, value: Any) -> Any:
        return self.weigh(value)

    @pass_context
    def _counted(self, _context: Context, values: Iterable[Any], cost: int) -> Iterator[Any]:
        for value in values:
            self.spend(cost)
            yield value

    def _product(self, *values: Any) -> None:
        """Pay for what an operation may at most make of its values: a text as often as another has characters."""
        sizes = []
        for value in values:
            sizes.append(max(1, _size(value, self.left)))
            if sizes[-1] > self.left:
                break  # too much by itself
        self.spend(prod(nlargest(2, sizes)))

    def _paid(self, function: Any, name: str = "") -> Callable[..., Any]:
        @wraps(function)  # takes over what Jinja has noted on it
        def paid(*args: Any, **kwargs: Any) -> Any:
            values = (*args, *kwargs.values())
            self._product(*values, *(values if name in _SQUARE else ()))
            return function(*args, **kwargs)

        return paid

    def call(self, context: Context, called: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Pay for a call, by what it gets and what a method may make of its own text, and make it."""
        self.spend(STEP)
        self.weigh((args, kwargs))
        owner = getattr(called, "__self__", None)
        if isinstance(owner, str | bytes | list | tuple | int):
            self._product(owner, *args, *kwargs.values())
        return super().call(context, called, *args, **kwargs)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Pay for an operation between two values, and do it."""
        numbers = isinstance(left, int | float) and isinstance(right, int | float)
        if operator == "**" or (operator == "%" and not numbers):
            raise SecurityError(f"{operator} is not for templates")
        if numbers:
            if operator == "*" and abs(left * right) > _LARGEST:
                raise _EndlessError
        elif operator == "*":
            self._product(left, right)
        else:
            self.weigh((left, right))
        return super().call_binop(context, operator, left, right)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Pay for what a key takes to be hashed, and return what it leads to."""
        if not isinstance(argument, str | int):
            self.weigh(argument)
        return super().getitem(obj, argument)

    def wrap_str_format(self, value: Any) -> None:
        """Refuse `format` of texts: a width in the pattern makes texts of any length."""
        if super().wrap_str_format(value) is not None:
            raise SecurityError("format is not for templates; join texts with ~")

    def get_template(self, *args: Any, **kwargs: Any) -> Any:
        """Pay for a template that is included, and return it."""
        self.spend(STEP)
        return super().get_template(*args, **kwargs)

    def select_template(self, *args: Any, **kwargs: Any) -> Any:
        """Pay for a template that is included, and return it."""
        self.spend(STEP)
        return super().select_template(*args, **kwargs)


_NOTHING: dict[str, str] = {}
_VIEWS = (type(_NOTHING.keys()), type(_NOTHING.values()), type(_NOTHING.items()))
_ITEMS = (list, tuple, set, *_VIEWS)
"""Types of values that hold others."""


def _size(value: Any, enough: int) -> int:
    """Return how large a value is: its characters, `ITEM` for each item with what is in it, or a whole number itself.

    Stops counting soon after `enough`.
    """
    total, waiting = 0, [value]
    while waiting and total <= enough:
        one = waiting.pop()
        if isinstance(one, str | bytes | range):
            total += len(one)
        elif isinstance(one, int):
            total += abs(one)
        else:
            items = one.items() if isinstance(one, dict) else one
            if isinstance(items, _ITEMS):
                total += ITEM * len(items)
                if total <= enough:
                    waiting.extend(items)
            else:
                total += 1
    return total


class _Folder(BaseLoader):
    """The templates in one folder of a pack. Links that lead out of it are refused, and so is the folder if it is one."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Return a template's text; raises TemplateNotFound, or TemplateError for one that may not be read."""
        path = self._path.joinpath(*split_template_path(template))
        if not path.is_file():
            raise TemplateNotFound(template)
        if not path.resolve().is_relative_to(self._path):
            raise TemplateError(f"template {template}: it is a link to a file elsewhere; put the file itself there")
        try:
            text = read_bounded(path, 4 * MAX_SOURCE).decode("utf-8-sig")
        except UnicodeDecodeError:
            raise TemplateError(f"template {template}: it is not UTF-8; save it as UTF-8") from None
        if len(text) > MAX_SOURCE:
            raise TemplateError(f"template {template}: it has more than {MAX_SOURCE:,} characters; make it shorter")
        return text, str(path), lambda: True


@dataclass(frozen=True)
class Templates:
    """The templates of one pack: its own first, then those it extends, then the shared ones."""

    pack: Pack

    @cached_property
    def _environment(self) -> _Sandbox:
        ours = folder("templates")
        folders = dict.fromkeys((*self.pack.templates, ours / SHARED))
        loaders = [FileSystemLoader(path) if path.parent == ours else _Folder(path) for path in folders]
        return _Sandbox(ChoiceLoader(loaders))

    def has(self, name: str) -> bool:
        """Say whether there is a template with this name. Raises TemplateError if it is broken."""
        with _explained(name):
            try:
                self._begun().get_template(name)
            except TemplateNotFound:
                return False
        return True

    def render(self, name: str, values: dict[str, Any]) -> str:
        """Fill a template.

        Raises TemplateError if it is not there, is broken, names what is unknown, reaches outside its sandbox, or does not end.
        """
        with _explained(name):
            return _joined(name, self._begun().get_template(name).generate(**values))

    def snippet(self, language: str, name: str, values: dict[str, Any]) -> str:
        """Fill one macro of a language's snippets. Raises TemplateError as `render` does."""
        where = f"{language}/snippets.j2"
        macro = name.replace("-", "_")
        with _explained(where):
            module = self._begun().get_template(where).make_module(values)
            if not hasattr(module, macro):
                raise TemplateError(f"template {where}: it has no macro {macro!r}; add one")
            return _joined(where, [str(getattr(module, macro)())])

    def _begun(self) -> _Sandbox:
        """Return the sandbox with its budget full."""
        self._environment.left = WORK
        return self._environment


def _joined(name: str, parts: Iterable[str]) -> str:
    """Join what a template makes. Raises TemplateError if it is too long for a message."""
    made: list[str] = []
    length = 0
    for part in parts:
        length += len(part)
        if length > MAX_LENGTH:
            raise TemplateError(f"template {name}: it makes more than {MAX_LENGTH:,} characters; look for a loop in it")
        made.append(part)
    return "".join(made)


@contextmanager
def _explained(name: str) -> Iterator[None]:
    """Turn whatever goes wrong in a template into a TemplateError of one line."""
    try:
        yield
    except TemplateError:
        raise
    except _EndlessError:
        raise TemplateError(
            f"template {name}: it does not end, or makes too much on the way; look for a loop in it"
        ) from None
    except SecurityError as error:
        raise TemplateError(f"template {name}: it reaches outside its sandbox ({error}); take that out") from None
    except TemplateNotFound as error:
        raise TemplateError(f"template {name}: there is no template {error.name!r} in the pack's folders") from None
    except JinjaError as error:
        place = getattr(error, "name", None) or name
        number = getattr(error, "lineno", None)
        line = f", line {number}" if number else ""
        raise TemplateError(f"template {place}{line}: {_reason(error.message or '')}") from None
    except Exception as error:  # a template may fail in any way that Python can
        reason = f"{type(error).__name__}: {_reason(str(error))}"
        raise TemplateError(f"template {name}: it fails with {reason}") from None


def _reason(text: str) -> str:
    """Return what went wrong on one line of readable length."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_REASON else f"{line[:_LONGEST_REASON]}…"
