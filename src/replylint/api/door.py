"""One function from dictionaries to dictionaries: the door for a page's worker and for a server."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from replylint.api import wording
from replylint.api.changes import undo
from replylint.api.checker import Checker
from replylint.api.following import follow
from replylint.api.mailbox_settings import mismatches
from replylint.api.plain import from_json, to_json
from replylint.api.shapes import Answers, Change, File, Reply, Schedule
from replylint.errors import InputError, ReplylintError, nearest
from replylint.facts.languages import CODES
from replylint.model import Profile

_MOST_CHECKERS = 8
_LONGEST_NAME = 100


@dataclass(frozen=True)
class Settings:
    """What a request may say of the checker: all of it, or only day, person and language where the checker is given."""

    policy: str = "plant-city"
    today: date | None = None
    directory: bytes | None = None
    directory_name: str = "the staff list"
    profile: Profile = Profile()
    language: str = "en"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Request:
    """Everything that a request may have; which of it an operation takes stands in `_OPERATIONS`."""

    op: str
    settings: Settings = Settings()
    what: Reply | File | None = None
    finding: str = ""
    safe: bool = False
    rewrite: bool = False
    blanks: Any = None
    change: Change | None = None
    changes: tuple[Change, ...] = ()
    after: Reply | File | None = None
    answers: Answers | None = None
    prefix: str = ""
    limit: int = 8
    rule: str = ""
    schedule: Schedule | None = None
    sent: Any = None
    found: Any = None


_checkers: OrderedDict[str, Checker] = OrderedDict()


def call(request: Mapping[str, Any], checker: Checker | None = None) -> dict[str, Any]:
    """Do what a request asks and return `{"ok": True, "result": …}`, or `{"ok": False, "error": …, "kind": …}`.

    A request is `{"op": "check", "what": …, "settings": …}`; docs/api.md lists the operations. With a `checker` only day,
    profile and language of the settings count, so that no caller can choose which file a server reads. Never raises:
    `kind` is `input` for what the caller can put right, and `internal` for a fault of replylint.
    """
    try:
        asked = _request(request)
        return {"ok": True, "result": to_json(_OPERATIONS[asked.op](_checker(asked.settings, request, checker), asked))}
    except ReplylintError as error:
        said, kind = str(error), "input"
    except RecursionError:
        said, kind = "The text is nested too deep to be checked.", "input"
    except Exception as error:
        said, kind = (
            f"Something went wrong inside replylint ({type(error).__name__}), so nothing was checked.",
            "internal",
        )
    return {"ok": False, "error": _in_language(said, request, checker), "kind": kind}


def _in_language(said: str, request: Mapping[str, Any], checker: Checker | None) -> str:
    """Return an error in the language of the request, however wrong the rest of it is."""
    settings = request.get("settings") if isinstance(request, Mapping) else None
    language = settings.get("language") if isinstance(settings, Mapping) else None
    language = language or (checker.language if checker else CODES[0])
    return wording.error(said, language) if language in CODES[1:] else said


def _request(request: Mapping[str, Any]) -> _Request:
    op = request.get("op") if isinstance(request, Mapping) else None
    if not isinstance(op, str) or op not in _OPERATIONS:
        shown = op[:_LONGEST_NAME] if isinstance(op, str) else ""
        hint = nearest(shown, [*_OPERATIONS]) or f". There are {', '.join(_OPERATIONS)}."
        raise InputError(f"There is no operation “{shown}”{hint}")
    asked: _Request = from_json(_Request, request, "request")
    return asked


def _checker(settings: Settings, request: Mapping[str, Any], given: Checker | None) -> Checker:
    """Return the checker for a request: the one that is given, adapted, or one that is kept for the next request."""
    if given is not None:
        has_profile = "profile" in (request.get("settings") or {})
        return given.adapted(
            today=settings.today,
            profile=settings.profile if has_profile else None,
            language=settings.language if "language" in (request.get("settings") or {}) else None,
        )
    shared = {name: value for name, value in (request.get("settings") or {}).items() if name not in _OF_PERSON}
    today = settings.today or date.today()
    key = json.dumps(shared | {"today": today.isoformat()}, sort_keys=True, default=str)
    if key not in _checkers:
        _checkers[key] = Checker(
            settings.policy, today=today, directory=settings.directory, directory_name=settings.directory_name,
            select=settings.select, ignore=settings.ignore,
        )  # fmt: skip
        while len(_checkers) > _MOST_CHECKERS:
            _checkers.popitem(last=False)
    _checkers.move_to_end(key)
    return _checkers[key].adapted(profile=settings.profile, language=settings.language)


_OF_PERSON = frozenset(("profile", "language"))


def _what(asked: _Request) -> Reply | File:
    if asked.what is None:
        raise InputError("request lacks what: the reply or the file.")
    return asked.what


def _undo(_: Checker, asked: _Request) -> Any:
    if asked.change is None:
        raise InputError("request lacks change: the change to undo.")
    return undo(_what(asked), asked.change, asked.changes)


def _follow(_: Checker, asked: _Request) -> Any:
    if asked.after is None:
        raise InputError("request lacks after: the texts as they are now.")
    return follow(asked.changes, _what(asked), asked.after)


def _fill(checker: Checker, asked: _Request) -> Any:
    blanks = asked.blanks
    if not isinstance(blanks, Mapping) or not all(isinstance(one, str) for one in blanks.values()):
        raise InputError("request.blanks must be an object: an answer for each id of a blank.")
    return checker.fill(_what(asked), blanks)


def _answers(asked: _Request) -> Answers:
    if asked.answers is None:
        raise InputError("request lacks answers.")
    return asked.answers


def _settings_for(checker: Checker, asked: _Request) -> Any:
    what = _what(asked)
    if not isinstance(what, Reply):
        raise InputError("request.what must be a reply: texts and system.")
    return checker.settings_for(what, asked.schedule)


def _compare(_: Checker, asked: _Request) -> Any:
    if not isinstance(asked.sent, Mapping) or not isinstance(asked.found, Mapping):
        raise InputError(
            "request.sent and request.found must be objects: the settings that were sent and those that were read."
        )
    return mismatches(asked.sent, asked.found)


def _save(checker: Checker, asked: _Request) -> Any:
    what = _what(asked)
    if not isinstance(what, File):
        raise InputError("request.what must be a file: name, data and texts.")
    return checker.save(what)


_OPERATIONS: dict[str, Callable[[Checker, _Request], Any]] = {
    "about": lambda checker, _: checker.about(),
    "check": lambda checker, asked: checker.check(_what(asked)),
    "fix_one": lambda checker, asked: checker.fix_one(_what(asked), asked.finding),
    "fix_all": lambda checker, asked: checker.fix_all(_what(asked), safe=asked.safe, rewrite=asked.rewrite),
    "fill": _fill,
    "undo": _undo,
    "follow": _follow,
    "save": _save,
    "write": lambda checker, asked: checker.write(_answers(asked)),
    "schedule": lambda checker, asked: checker.schedule(_answers(asked)),
    "settings_for": _settings_for,
    "compare": _compare,
    "people": lambda checker, asked: checker.people(asked.prefix, asked.limit),
    "explain": lambda checker, asked: checker.explain(asked.rule),
}
