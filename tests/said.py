"""Every message for people that is written in the source, found by reading the source.

The program's own messages are English and stand where they arise. A message is an argument of what carries messages:
`Unchecked`, `Notice`, an error, a reason. Names in it that are constants, results of small functions or one of two
values are followed; for everything else stands a sample. A sentence that nothing carries directly, because it is
returned or kept in a table, is a message as it is.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from itertools import islice, product
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import replylint
from replylint.errors import ReplylintError

ROOT = Path(replylint.__file__).parent
ELSEWHERE = (
    "audit/", "web/", "report/", "rules/", "fix/apply/scripts/", "cli/audit.py", "cli/serve.py", "cli/page.py",
    "cli/__init__.py", "cli/explain.py", "cli/facts.py", "cli/policy.py", "cli/config.py", "api/plain.py", "api/door.py", "facts/",
)  # fmt: skip
"""What people who check, correct or write a reply do not meet, and findings, whose words are tested with the rules."""
BESIDE = ("audit/away.py", "rules/__init__.py")
"""What they meet nevertheless."""
_CARRIERS = {
    "Unchecked": (1, "{}"), "Notice": (0, "{}"), "Recognition": (1, "not judged: {}"), "_refuse": (0, "{}"),
    "broken": (0, "mail.example:4190 {}"), "_expect": (1, "mail.example:4190 {}; it says: no"),
    "_wrong": (0, "line 7 of the script {}; correct it, or copy the script again"),
    "wrong": (1, "line 7 of the script {}; correct it, or copy the script again"),
}  # fmt: skip
"""Which argument of a call is a message, and what people see of it. Errors carry their first one."""
_PASSED_ON = frozenset(
    (
        "str(error)", "str(item)", "str(message)", "error", "doubt", "doubt.message", "trouble", "found", "message", "said",
        "problem.message", "damage", "error_in(str(error), language)", "reason",
        "part",
    )
)  # fmt: skip
"""Messages that arise elsewhere."""
_SENTENCE = re.compile(r"\A[a-z“].*\w; .*\w \w", re.DOTALL)
_WORDS = 6
"""Words of a text that is a sentence, if it looks like one."""
_SAYING = re.compile(rf"(?:Error|{'|'.join(_CARRIERS)})\(|\"[^\"\n]*; ")
_OPEN = re.compile(r"(?:\A|[: ])7:? ?7?\s*\Z")
"""How a text ends that is put together of others, each of which is a message or a part of one by itself."""
_PARTS = {
    "bounded.py": "it cannot be read ({}); check the name",
    "fix/files.py": "it cannot be read ({}); check the name",
    "sources/damage.py": "the messages of 7 {}",
    "sources/fields.py": "its text {}",
}
"""What people see of the sentences of a module, where they are parts of messages."""
_MOST = 80
_DEEPEST = 6
_SAMPLES = {"%A": "Monday", "%B": "December"}


class Message(NamedTuple):
    """A message with samples for what changes, and where it is."""

    place: str
    text: str


class _UnknownError(Exception):
    """What an expression says cannot be told from the source."""


class _Module:
    """A module as it is written, and as it runs."""

    def __init__(self, path: Path) -> None:
        self.place = path.relative_to(ROOT).as_posix()
        name = ".".join(("replylint", *path.relative_to(ROOT).with_suffix("").parts)).removesuffix(".__init__")
        self.live: ModuleType = import_module(name)
        self.functions: dict[str, ast.FunctionDef] = {}
        self.calls: list[tuple[ast.Call, ast.FunctionDef | None]] = []
        """Each call, and the function that it is in."""
        self.sentences: list[tuple[ast.expr, ast.FunctionDef | None]] = []
        """Texts that look like sentences, comments and parts of others left out."""
        self._visit(ast.parse(path.read_text(encoding="utf-8")), None, None)

    def _visit(self, node: ast.AST, around: ast.AST | None, function: ast.FunctionDef | None) -> None:
        if isinstance(node, ast.FunctionDef):
            self.functions[node.name] = function = node
        elif isinstance(node, ast.Call):
            self.calls.append((node, function))
        elif _has_clauses(node) and not isinstance(around, ast.Expr | ast.JoinedStr | ast.FormattedValue):
            assert isinstance(node, ast.expr)
            self.sentences.append((node, function))
        for child in ast.iter_child_nodes(node):
            self._visit(child, node, function)


def _has_clauses(node: ast.AST) -> bool:
    """Return whether a text says what is wrong and what to do: these are divided by a semicolon."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    return any(isinstance(part, ast.Constant) and isinstance(part.value, str) and "; " in part.value for part in parts)


@cache
def _module(path: Path) -> _Module:
    return _Module(path)


@cache
def messages() -> tuple[Message, ...]:
    """Return every message that people who check, correct or write a reply can meet."""
    found: dict[Message, None] = {}
    reader = _Reader()
    modules = [_module(path) for path in sorted(ROOT.rglob("*.py")) if _may_say(path)]
    for module in modules:
        for call, function in module.calls:
            for text in reader.carried(module, call, function):
                found[Message(module.place, text)] = None
    for module in modules:
        if not module.place.startswith("cli/"):  # which has its help in its source, and nothing else
            for text in reader.others(module):
                found[Message(module.place, text)] = None
    _module.cache_clear()  # what was parsed takes much room
    return tuple(found)


def _may_say(path: Path) -> bool:
    place = path.relative_to(ROOT).as_posix()
    return (place in BESIDE or not place.startswith(ELSEWHERE)) and _SAYING.search(
        path.read_text(encoding="utf-8")
    ) is not None


class _Reader:
    """Works out what expressions say, and remembers which texts were of use."""

    def __init__(self) -> None:
        self._used: set[str] = set()

    def carried(self, module: _Module, call: ast.Call, function: ast.FunctionDef | None) -> Iterator[str]:
        """Yield the messages of a call, if it carries any. Fails for one that cannot be worked out."""
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        index, form = _CARRIERS.get(name, (0, "{}"))
        error = getattr(module.live, name, None)
        is_error = isinstance(error, type) and issubclass(error, ReplylintError)
        if not (is_error or name in _CARRIERS) or len(call.args) <= index:
            return
        said = call.args[index]
        if ast.unparse(said) in _PASSED_ON or (function and function.name in _CARRIERS):
            return
        try:
            texts = self._texts(module, said, function, 0)
        except _UnknownError as unknown:
            raise AssertionError(f"{module.place}:{call.lineno}: what can {unknown} say?") from None
        yield from (form.format(text) for text in sorted(texts) if text and not _OPEN.search(text))

    def others(self, module: _Module) -> Iterator[str]:
        """Yield the sentences of a module that no call carries directly."""
        for node, function in module.sentences:
            if function and function.name in _CARRIERS:
                continue
            try:
                texts = self._texts(module, node, function, 0, use=False)
            except _UnknownError:
                continue
            for text in texts - self._used:
                if _SENTENCE.match(text) and len(text.split()) >= _WORDS and not set(text) & set("\\\n<|"):
                    yield _PARTS.get(module.place, "{}").format(text)

    def _texts(
        self, module: _Module, said: ast.expr, function: ast.AST | None, depth: int, *, use: bool = True
    ) -> set[str]:
        """Return all that an expression can say. Raises _UnknownError."""
        if depth > _DEEPEST:
            raise _UnknownError(ast.unparse(said))

        def inner(one: ast.expr) -> set[str]:
            return self._texts(module, one, function, depth + 1, use=use)

        match said:
            case ast.Constant(value=str(text)):
                found = {text}
            case ast.JoinedStr(values=parts):
                found = {
                    "".join(each)
                    for each in islice(product(*(sorted(self._part(inner, part)) for part in parts)), _MOST)
                }
            case ast.IfExp(body=one, orelse=other):
                found = inner(one) | inner(other)
            case ast.BoolOp(values=several):
                found = set().union(*map(inner, several))
            case ast.BinOp(left=one, op=ast.Add(), right=other):
                found = {first + second for first in inner(one) for second in inner(other)}
            case ast.Name(id=name):
                found = self._named(module, name, function, inner)
            case ast.Attribute(value=ast.Name(id=name), attr=attribute):
                value = getattr(getattr(module.live, name, None), attribute, None)
                found = {value} if isinstance(value, str) else set()
            case ast.Call(func=ast.Attribute(value=text, attr="format")):
                found = {re.sub(r"\{[^{}]*\}", "7", one) for one in inner(text)}
            case ast.Call(func=ast.Name(id="nearest")):
                found = {"", ", did you mean '7'?"}
            case ast.Call(func=called):
                found = self._returned(module, called, depth, use=use)
            case _:
                found = set()
        if not found:
            raise _UnknownError(ast.unparse(said))
        if use:
            self._used |= found
        return found

    @staticmethod
    def _part(inner: object, part: ast.expr) -> set[str]:
        """Return what a part of an f-string can say; a sample where that cannot be told."""
        assert callable(inner)
        if not isinstance(part, ast.FormattedValue):
            return set(inner(part))
        if part.format_spec is not None:
            (spec,) = inner(part.format_spec)
            return {_SAMPLES.get(spec, "7")}
        try:
            return set(inner(part.value))
        except _UnknownError:
            return {"'7'" if part.conversion == ord("r") else "7"}

    def _named(self, module: _Module, name: str, function: ast.AST | None, inner: object) -> set[str]:
        """Return what a name can stand for: what the function gives it, or a constant of the module."""
        assert callable(inner)
        values = [
            node.value
            for node in (ast.walk(function) if function else ())
            if (
                isinstance(node, ast.Assign)
                and any(isinstance(one, ast.Name) and one.id == name for one in node.targets)
            )
            or (isinstance(node, ast.NamedExpr) and node.target.id == name)
        ]
        if values:
            return set().union(*map(inner, values))
        value = getattr(module.live, name, None)
        return {value} if isinstance(value, str) else set()

    def _returned(self, module: _Module, called: ast.expr, depth: int, *, use: bool) -> set[str]:
        """Return what a function of the program can return; nothing for a function of others."""
        live: object = module.live
        for name in ast.unparse(called).split("."):
            live = module.live if name == "self" else getattr(live, name, None)
        name = ast.unparse(called).rpartition(".")[2]
        own = module.functions.get(name) if ast.unparse(called) in (name, f"self.{name}") else None
        if own is None:
            path = Path(getattr(sys.modules.get(getattr(live, "__module__", "")), "__file__", None) or "")
            if not path.is_relative_to(ROOT):
                return set()
            module = _module(path)
            own = module.functions.get(name)
        if own is None:
            return set()
        returned = (node.value for node in ast.walk(own) if isinstance(node, ast.Return) and node.value is not None)
        return set().union(*(self._texts(module, one, own, depth + 1, use=use) for one in returned))
