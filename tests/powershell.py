"""Runs the part of PowerShell that apply.ps1 is written in, so that its logic is tested where there is no PowerShell.

What is run is the tree of the grammar; what this does not know is an error, never a guess. It holds to the language's
documents where they matter to the script: names without case, the scope of whoever calls, output that is unrolled,
`@()`, strict mode, errors that end a command, and .NET methods that return something or nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import tree_sitter
import tree_sitter_powershell

_PARSER = tree_sitter.Parser(tree_sitter.Language(tree_sitter_powershell.language()))
_VOID = object()
"""What a method returns that returns nothing, and the value of a pipeline without output."""
Command = Callable[..., Iterable[Any]]


class PSError(Exception):
    """An error that ends a command."""


class _Break(Exception):  # noqa: N818
    pass


class _Continue(Exception):  # noqa: N818
    pass


class _Return(Exception):  # noqa: N818
    def __init__(self, output: list[Any]) -> None:
        self.output = output


class _Exit(Exception):  # noqa: N818
    def __init__(self, code: int) -> None:
        self.code = code


class Table(dict[str, Any]):
    """A hashtable, or an object with properties: names without case, kept as they were first written."""

    def _key(self, name: str) -> str:
        return next((key for key in self if key.lower() == str(name).lower()), str(name))

    def __setitem__(self, name: str, value: Any) -> None:
        super().__setitem__(self._key(name), value)

    def find(self, name: str) -> Any:
        """Return a value; None if there is none."""
        return self.get(self._key(name))

    def has(self, name: str) -> bool:
        """Return whether there is such a name."""
        return self._key(name) in self


class Object(Table):
    """An object with properties; one that it lacks is an error in strict mode."""


def table_of(value: Any) -> Any:
    """Return JSON as ConvertFrom-Json does: objects with properties."""
    if isinstance(value, dict):
        return Object({name: table_of(one) for name, one in value.items()})
    return [table_of(one) for one in value] if isinstance(value, list) else value


def text_of(value: Any) -> str:
    """Return a value as PowerShell makes it a string."""
    if value is None or value is _VOID:
        return ""
    if isinstance(value, list):
        return " ".join(map(text_of, value))
    return str(value)


def _is_true(value: Any) -> bool:
    if isinstance(value, list):
        return bool(value) and (len(value) > 1 or _is_true(value[0]))
    return True if isinstance(value, Table) else value is not _VOID and bool(value)


def _unrolled(output: list[Any]) -> Any:
    return _VOID if not output else output[0] if len(output) == 1 else output


class Script:
    """A script, and the commands that it finds. `said` is what it writes for people."""

    def __init__(self, path: Path, commands: dict[str, Command]) -> None:
        self.path = path
        self.source = path.read_bytes().decode("utf-8-sig").encode()
        self.commands = {name.lower(): command for name, command in commands.items()}
        self.said: list[str] = []
        self.waited: list[float] = []
        self.functions: dict[str, Any] = {}
        self.scopes: list[dict[str, Any]] = []

    def run(self, **arguments: Any) -> int:
        """Run the script with its parameters, and return the exit code; an error nobody catches is 1."""
        root = _PARSER.parse(self.source).root_node
        assert not root.has_error
        self.scopes = [{"psscriptroot": str(self.path.parent), "true": True, "false": False, "null": None, "whatifpreference": bool(arguments.pop("WhatIf", False))}]  # fmt: skip
        block = next(one for one in root.children if one.type == "param_block")
        self._bind(next(one for one in block.children if one.type == "parameter_list"), [], arguments)
        try:
            for one in root.children:
                if one.type == "statement_list":
                    self._statements(one)
        except _Exit as end:
            return end.code
        except PSError as error:
            self.said.append(str(error))
            return 1
        return 0

    # Names
    def _get(self, name: str) -> Any:
        name = name.lstrip("$@").lower().removeprefix("script:")
        for scope in reversed(self.scopes):
            if name in scope:
                return scope[name]
        raise PSError(f"The variable '${name}' cannot be retrieved because it has not been set.")

    def _set(self, name: str, value: Any) -> None:
        name = name.lstrip("$").lower()
        scope = self.scopes[0] if name.startswith("script:") else self.scopes[-1]
        scope[name.removeprefix("script:")] = value

    def _bind(self, parameters: Any, values: list[Any], named: dict[str, Any]) -> None:
        values = list(values)
        named = {name.lower(): value for name, value in named.items()}
        for one in parameters.children if parameters else ():
            if one.type != "script_parameter":
                continue
            variable = next(part for part in one.children if part.type == "variable")
            name = self._words(variable).lstrip("$").lower()
            kind = self._words(one.children[0])[1:-1].lower() if one.children[0].type == "attribute_list" else ""
            default = next((part for part in one.children if part.type == "script_parameter_default"), None)
            if name in named:
                value = named.pop(name)
            elif values:
                value = values.pop(0)
            else:
                value = self._value(default.children[1]) if default else False if kind == "switch" else None
            self.scopes[-1][name] = self._cast(kind, value)
        if values or named:
            raise PSError(f"A parameter cannot be found that matches {values or [*named]}")

    def _cast(self, kind: str, value: Any) -> Any:
        value = None if value is _VOID else value
        if kind == "string":
            return text_of(value)
        if kind == "int":
            return 0 if value is None else int(value)
        if kind in ("bool", "switch"):
            return _is_true(value)
        if kind == "string[]":
            return [text_of(one) for one in (value if isinstance(value, list) else [value])]
        return value

    # Statements
    def _words(self, node: Any) -> str:
        return self.source[node.start_byte : node.end_byte].decode()

    def _statements(self, node: Any) -> list[Any]:
        output: list[Any] = []
        try:
            for one in node.children:
                output += self._statement(one)
        except _Return as end:
            end.output[:0] = output
            raise
        return output

    def _block(self, node: Any) -> list[Any]:
        return [item for one in node.children if one.type == "statement_list" for item in self._statements(one)]

    def _statement(self, node: Any) -> list[Any]:
        kind = node.type
        if kind in ("comment", "empty_statement", "{", "}", ";"):
            return []
        parts = [one for one in node.children if one.is_named]
        if kind == "function_statement":
            self.functions[self._words(parts[0]).lower()] = node
            return []
        if kind == "if_statement":
            return self._if(parts)
        if kind == "foreach_statement":
            items = self._pipeline(parts[1])
            return self._loop(({self._words(parts[0]).lstrip("$").lower(): one} for one in items), parts[2])
        if kind == "for_statement":
            self._pipeline(parts[0].children[0])
            return self._loop(self._turns(parts[1], parts[2]), parts[3])
        if kind == "try_statement":
            return self._try(parts)
        if kind == "flow_control_statement":
            self._flow(node, parts)
        if kind == "pipeline":
            return self._pipeline(node)
        raise NotImplementedError(f"{kind}: {self._words(node)}")

    def _if(self, parts: list[Any]) -> list[Any]:
        if _is_true(self._value(parts[0])):
            return self._block(parts[1])
        return self._block(parts[2].children[1]) if len(parts) > 2 else []

    def _turns(self, condition: Any, step: Any) -> Iterable[dict[str, Any]]:
        first = True
        while True:
            if not first:
                self._pipeline(step.children[0])
            first = False
            if not _is_true(self._value(condition.children[0])):
                return
            yield {}

    def _loop(self, turns: Iterable[dict[str, Any]], block: Any) -> list[Any]:
        output: list[Any] = []
        for variables in turns:
            self.scopes[-1].update(variables)
            try:
                output += self._block(block)
            except _Continue:
                continue
            except _Break:
                break
            except _Return as end:
                end.output[:0] = output
                raise
        return output

    def _try(self, parts: list[Any]) -> list[Any]:
        try:
            return self._block(parts[0])
        except PSError as error:
            before = self.scopes[-1].get("_")
            self.scopes[-1]["_"] = error
            try:
                return self._block(parts[1].children[0].children[-1])
            finally:
                self.scopes[-1]["_"] = before

    def _flow(self, node: Any, parts: list[Any]) -> None:
        word = node.children[0].type
        if word == "break":
            raise _Break
        if word == "continue":
            raise _Continue
        output = self._pipeline(parts[0]) if parts else []
        if word == "return":
            raise _Return(output)
        if word == "exit":
            raise _Exit(int(_unrolled(output)))
        error = _unrolled(output) if parts else self._get("_")
        raise error if isinstance(error, PSError) else PSError(text_of(error))

    # Pipelines and commands
    def _pipeline(self, node: Any) -> list[Any]:
        """Return what a pipeline writes; an array is unrolled, and an assignment writes nothing."""
        (one,) = [part for part in node.children if part.is_named] if node.type == "pipeline" else [node]
        if one.type == "assignment_expression":
            self._assign(one)
            return []
        stages = [part for part in one.children if part.is_named] if one.type == "pipeline_chain" else [one]
        output = self._stage(stages[0], None)
        for stage in stages[1:]:
            output = self._stage(stage, output)
        return output

    def _stage(self, node: Any, given: list[Any] | None) -> list[Any]:
        while node.type == "pipeline_chain" and len(node.children) == 1:
            node = node.children[0]
        if node.type == "command":
            return self._command(node, given)
        value = self._value(node)
        if (
            value is _VOID
            or node.type == "post_increment_expression"
            or self._single(node).type == "post_increment_expression"
        ):
            return []
        return list(value) if isinstance(value, list) else [value]

    def _single(self, node: Any) -> Any:
        while len(node.children) == 1:
            node = node.children[0]
        return node

    def _command(self, node: Any, given: list[Any] | None) -> list[Any]:
        called = next(one for one in node.children if one.type in ("command_name", "command_name_expr"))
        name = self._words(called) if called.type == "command_name" else self._value(called.children[0].children[0])
        values, named = self._arguments(node)
        if not isinstance(name, str):
            return self._run(name, [], {})  # & $Action
        low = name.lower()
        if low == "foreach-object":
            return [item for one in given or () for item in self._each(values[0], one)]
        if low in self.functions:
            return self._run(self.functions[low], values, named)
        own: dict[str, Command] = {"set-strictmode": lambda **_: (), "new-object": self._new, "get-date": lambda: [datetime.now(UTC)], "write-host": self._write, "write-warning": self._write, "start-sleep": self._sleep, "get-filehash": self._hash, "convertto-json": self._to_json, "get-command": self._find}  # fmt: skip
        if low == "convertfrom-json":
            return [table_of(json.loads(text_of(one))) for one in given or ()]
        command = self.commands.get(low) or own.get(low)
        if command is None:
            raise PSError(f"The term '{name}' is not recognized")
        return list(command(*values, **named))

    def _arguments(self, node: Any) -> tuple[list[Any], dict[str, Any]]:
        values: list[Any] = []
        named: dict[str, Any] = {}
        parameter = ""
        for group in (one for one in node.children if one.type == "command_elements"):
            for one in group.children:
                if one.type == "command_argument_sep":
                    continue
                if one.type == "argument_list":  # New-Object Type(value)
                    values += [self._value(part) for group in one.children for part in group.children if part.is_named]
                elif one.type == "command_parameter":
                    parameter = self._words(one).lstrip("-").rstrip(":")
                elif self._words(one).startswith("@") and self._single(one).type == "variable":
                    named |= self._get(self._words(one))
                else:
                    value = self._words(one) if one.type == "generic_token" else self._value(one)
                    if parameter:
                        named[parameter], parameter = value, ""
                    else:
                        values.append(value)
        assert not parameter
        return values, {name.lower(): value for name, value in named.items()}

    def _run(self, node: Any, values: list[Any], named: dict[str, Any]) -> list[Any]:
        """Run a function or a script block in a scope of its own."""
        self.scopes.append({})
        try:
            declared = next((one for one in node.children if one.type == "function_parameter_declaration"), None)
            listed = (
                next((one for one in declared.children if one.type == "parameter_list"), None) if declared else None
            )
            self._bind(listed, values, named)
            return self._body(node)
        except _Return as end:
            return end.output
        finally:
            self.scopes.pop()

    def _body(self, node: Any) -> list[Any]:
        block = next(one for one in node.children if one.type == "script_block")
        return [item for body in block.children for item in self._block(body)]

    def _each(self, block: Any, item: Any) -> list[Any]:
        self.scopes[-1]["_"] = item
        return self._body(block)

    # Commands of PowerShell's own
    def _new(self, name: str, mark: bool) -> list[str]:
        assert name == "System.Text.UTF8Encoding"
        return ["utf-8-sig" if mark else "utf-8"]

    def _write(self, text: Any) -> tuple[()]:
        self.said.append(text_of(text))
        return ()

    def _sleep(self, seconds: float = 0, milliseconds: float = 0) -> tuple[()]:
        self.waited.append(seconds + milliseconds / 1000)
        return ()

    def _hash(self, algorithm: str, literalpath: str) -> list[Object]:
        assert algorithm == "SHA256"
        try:
            return [Object({"Hash": sha256(Path(literalpath).read_bytes()).hexdigest().upper()})]
        except OSError as error:
            raise PSError(str(error)) from None

    def _to_json(self, value: Any, depth: int = 2) -> list[str]:
        assert depth >= 2
        return [json.dumps(value)]

    def _find(self, name: str, erroraction: str) -> list[str]:
        assert erroraction == "SilentlyContinue"
        return [name] if name.lower() in self.commands else []

    # Expressions
    def _assign(self, node: Any) -> None:
        left, operator, right = node.children
        assert self._words(operator) == "="
        if right.type == "if_statement":
            value = _unrolled(self._if([one for one in right.children if one.is_named]))
        elif self._writes(right):
            value = _unrolled(self._pipeline(right))
        else:
            value = self._value(next(one for one in right.children if one.is_named))
        value = None if value is _VOID else value
        target = left
        while len(target.children) == 1:
            target = target.children[0]
        if target.type == "element_access":
            table, key = (one for one in target.children if one.is_named)
            self._value(table)[text_of(self._value(key))] = value
        else:
            self._set(self._words(target), value)

    def _writes(self, node: Any) -> bool:
        """Return whether a pipeline runs a command, whose output is unrolled; an expression is its value."""
        while node.type in ("pipeline", "pipeline_chain") and len(node.children) == 1:
            node = node.children[0]
        return bool(node.type in ("command", "pipeline_chain"))

    def _value(self, node: Any) -> Any:
        kind = node.type
        parts = [one for one in node.children if one.is_named]
        simple = {"variable": lambda: self._get(self._words(node)), "integer_literal": lambda: int(self._words(node)), "simple_name": lambda: self._words(node), "verbatim_string_characters": lambda: self._words(node)[1:-1].replace("''", "'"), "expandable_string_literal": lambda: self._expanded(node), "hash_literal_expression": lambda: self._hash_of(node), "script_block_expression": lambda: node, "type_literal": lambda: self._words(node).strip("[]")}  # fmt: skip
        if kind in simple:
            return simple[kind]()
        if kind == "pipeline":
            return _unrolled(self._pipeline(node))
        if kind == "parenthesized_expression":
            return _unrolled(self._pipeline(parts[0]))
        if kind == "array_expression":
            return self._block(node)
        if kind in ("member_access", "invokation_expression", "element_access"):
            return self._member(node, parts)
        if kind == "post_increment_expression":
            self._set(self._words(parts[0]), self._value(parts[0]) + 1)
            return _VOID
        if kind == "expression_with_unary_operator" and len(parts) == 1 and node.children[0].type == "-not":
            return not _is_true(self._value(parts[0]))
        if kind == "cast_expression":
            value = self._value(parts[1])
            return _VOID if self._value(parts[0]) == "void" else self._cast(self._value(parts[0]).lower(), value)
        if len(node.children) == 1:
            return self._value(node.children[0])
        return self._operation(node)

    def _operation(self, node: Any) -> Any:
        if node.type.startswith("array_literal"):
            return [self._value(one) for one in node.children if one.is_named]
        left, operator, right = node.children
        word = self._words(operator).lower()
        if word == "-and":
            return _is_true(self._value(left)) and _is_true(self._value(right))
        if word == "-or":
            return _is_true(self._value(left)) or _is_true(self._value(right))
        one, other = self._value(left), self._value(right)
        if word == "+":
            return one + (text_of(other) if isinstance(one, str) else other)
        if word == "-f":
            return self._formatted(one, other if isinstance(other, list) else [other])
        if word == "-join":
            return text_of(other).join(map(text_of, one if isinstance(one, list) else [one]))
        if word in ("-match", "-notmatch"):
            return (re.search(other, text_of(one), re.IGNORECASE) is None) is (word == "-notmatch")
        if word in ("-contains", "-notcontains"):
            return any(self._equal(each, other) for each in one) is (word == "-contains")
        assert not isinstance(one, list), "a comparison with an array is a filter"
        compared: dict[str, Callable[[], bool]] = {"-eq": lambda: self._equal(one, other), "-ne": lambda: not self._equal(one, other), "-ge": lambda: one >= other, "-gt": lambda: one > other}  # fmt: skip
        return compared[word]()

    def _equal(self, one: Any, other: Any) -> bool:
        return one.lower() == text_of(other).lower() if isinstance(one, str) else bool(one == other)

    def _formatted(self, form: str, values: list[Any]) -> str:
        def put(match: re.Match[str]) -> str:
            value = values[int(match[1])]
            value = f"{value:0{match[3][1:]}}" if match[3] else text_of(value)
            return str(value).rjust(int(match[2] or 0))

        return re.sub(r"\{(\d)(?:,(\d+))?(?::(d\d))?\}", put, form)

    def _expanded(self, node: Any) -> str:
        written, at = "", node.start_byte + 1
        for one in (part for part in node.children if part.is_named):
            written += self.source[at : one.start_byte].decode()
            value = _unrolled(self._block(one)) if one.type == "sub_expression" else self._value(one)
            written += text_of(value)
            at = one.end_byte
        return written + self.source[at : node.end_byte - 1].decode().replace("`r", "\r").replace("`n", "\n")

    def _hash_of(self, node: Any) -> Table:
        found = Table()
        for body in (one for one in node.children if one.is_named):
            for entry in (one for one in body.children if one.type == "hash_entry"):
                key, value = (one for one in entry.children if one.is_named)
                found[text_of(self._value(key.children[0]))] = self._value(value)
        return found

    # .NET
    def _member(self, node: Any, parts: list[Any]) -> Any:
        if node.type == "element_access":
            owner, key = self._value(parts[0]), self._value(parts[1])
            return owner.find(text_of(key)) if isinstance(owner, Table) else owner[key]
        inner = parts[1].children[0]
        name = text_of(self._value(inner))
        static = any(one.type == "::" for one in node.children)
        owner = self._value(parts[0])
        if node.type == "member_access":
            return self._property(owner, name, static=static)
        arguments = [self._value(one) for group in parts[2].children for one in group.children if one.is_named]
        method = _STATIC.get((owner.lower(), name.lower())) if static else _METHODS.get((type(owner), name.lower()))
        if method is None:
            raise (
                PSError(f"You cannot call the method {name} on {owner!r}.")
                if owner is None
                else NotImplementedError(name)
            )
        try:
            return method(*arguments) if static else method(owner, *arguments)
        except OSError as error:
            raise PSError(str(error)) from None

    def _property(self, owner: Any, name: str, *, static: bool) -> Any:
        if static:
            return {"stringcomparison.ordinal": "Ordinal", "io.path.directoryseparatorchar": "/"}[
                f"{owner}.{name}".lower()
            ]
        if isinstance(owner, Object):
            if owner.has(name):
                return owner.find(name)
        elif isinstance(owner, Table):
            return owner.find(name) if owner.has(name) else {"keys": [*owner], "count": len(owner)}[name.lower()]
        elif isinstance(owner, list) and name.lower() == "count":
            return len(owner)
        raise PSError(f"The property '{name}' cannot be found on this object. Verify that the property exists.")


def _moved(source: str, target: str) -> object:
    if Path(target).exists():
        raise OSError("Cannot create a file when that file already exists.")
    Path(source).rename(target)
    return _VOID


def _written(path: str, text: str, encoding: str) -> object:
    Path(path).write_bytes(text.encode(encoding))
    return _VOID


def _appended(path: str, text: str, encoding: str) -> object:
    with Path(path).open("ab") as file:
        file.write(text.encode(encoding))
    return _VOID


def _deleted(path: str) -> object:
    Path(path).unlink(missing_ok=True)
    return _VOID


def _made(path: str) -> Object:
    Path(path).mkdir(exist_ok=True)
    return Object({"FullName": path})


_FORMATS = {
    "o": "%Y-%m-%dT%H:%M:%S.%f0Z",
    "yyyyMMddHHmmss": "%Y%m%d%H%M%S",
    "yyyy-MM-ddTHH:mm:ssZ": "%Y-%m-%dT%H:%M:%SZ",
}
_STATIC: dict[tuple[str, str], Callable[..., Any]] = {
    ("io.path", "combine"): lambda *parts: str(Path(*parts)),
    ("io.file", "readalltext"): lambda path, encoding: Path(path).read_bytes().decode(encoding).removeprefix("\ufeff"),
    ("io.file", "writealltext"): _written,
    ("io.file", "appendalltext"): _appended,
    ("io.file", "readlines"): lambda path: Path(path).read_text(encoding="utf-8").splitlines(),
    ("io.file", "exists"): lambda path: Path(path).is_file(),
    ("io.file", "move"): _moved,
    ("io.file", "delete"): _deleted,
    ("io.directory", "createdirectory"): _made,
    ("regex", "replace"): lambda text, pattern, new, *options: re.sub(f"(?i){pattern}" if options else pattern, new, text),
    ("string", "equals"): lambda one, other, how: how == "Ordinal" and one == other,
    ("string", "isnullorwhitespace"): lambda text: not text or not text.strip(),
}  # fmt: skip
_METHODS: dict[tuple[type, str], Callable[..., Any]] = {
    (str, "replace"): str.replace,
    (str, "contains"): lambda text, part: part in text,
    (str, "startswith"): str.startswith,
    (str, "trimend"): str.rstrip,
    (str, "trim"): str.strip,
    (str, "tostring"): str,
    (Table, "containskey"): Table.has,
    (datetime, "touniversaltime"): lambda at: at,
    (datetime, "tostring"): lambda at, form: at.strftime(_FORMATS[form]),
}  # fmt: skip
