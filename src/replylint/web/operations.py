"""What the server's programs can ask: check, fix and new, from JSON to JSON, through the door of the Python interface."""

from __future__ import annotations

import json
from typing import Any, NamedTuple, NoReturn

from replylint.api import Checker, call, to_json
from replylint.errors import InputError, nearest

NOT_JSON, NOT_POSSIBLE, FAULT = 400, 422, 500
OF_PERSON = ("today", "profile", "language")
"""What a request may set. Policy and staff list are the server's."""
LONGEST_PREFIX = 100
MOST_PEOPLE = 8


class Operation(NamedTuple):
    """The names that a request has."""

    required: tuple[str, ...]
    optional: tuple[str, ...]


OPERATIONS = {
    "check": Operation(("what",), ("settings",)),
    "fix": Operation(("what",), ("finding", "safe", "rewrite", "settings")),
    "new": Operation(("answers",), ("settings",)),
}


def answer(name: str, body: bytes, checker: Checker) -> tuple[int, bytes]:
    """Return the status and the JSON that answer a request: the result, or `{"detail": …}` with a plain sentence."""
    try:
        asked = _parsed(body)
    except (ValueError, RecursionError):
        return NOT_JSON, _detail("The body is not JSON.")
    try:
        done = call(_request(name, asked), checker)
    except InputError as error:
        return NOT_POSSIBLE, _detail(str(error))
    if done["ok"]:
        return 200, _json(done["result"])
    return NOT_POSSIBLE if done["kind"] == "input" else FAULT, _detail(done["error"])


def people(prefix: str, checker: Checker) -> bytes:
    """Return the people of the staff list whose names begin so, as JSON."""
    return _json({"people": to_json(checker.people(prefix[:LONGEST_PREFIX], MOST_PEOPLE))})


def failed(error: Exception) -> tuple[int, bytes]:
    """Return the answer for a fault of replylint, which never quotes a text."""
    return FAULT, _detail(f"Something went wrong inside replylint ({type(error).__name__}), so nothing was checked.")


def _parsed(body: bytes) -> Any:
    return json.loads(body.decode("utf-8"), parse_constant=_refuse)


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)


def _request(name: str, asked: Any) -> dict[str, Any]:
    """Return a request for the door. Raises InputError if it has names that it must not have, or lacks one."""
    operation = OPERATIONS[name]
    known = (*operation.required, *operation.optional)
    _only(asked, known, "The body")
    if missing := [one for one in operation.required if one not in asked]:
        raise InputError(f"The body lacks “{missing[0]}”.")
    _only(asked.get("settings", {}), OF_PERSON, "settings")
    if name != "fix":
        return {"op": "write" if name == "new" else name, **asked}
    if "finding" not in asked:
        return {"op": "fix_all", **asked}
    if asked.get("safe") or asked.get("rewrite"):
        raise InputError("Leave out safe and rewrite: with a finding, only that one is corrected.")
    return {"op": "fix_one", **asked}


def _only(value: Any, known: tuple[str, ...], where: str) -> None:
    if not isinstance(value, dict):
        raise InputError(f"{where} must be an object with {', '.join(known)}.")
    for name in value:
        if name not in known:
            shown = name[:LONGEST_PREFIX]
            raise InputError(f"{where} has no “{shown}”{nearest(shown, known) or '.'} It has {', '.join(known)}.")


def _detail(text: str) -> bytes:
    return _json({"detail": text})


def _json(value: Any) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode("ascii")
