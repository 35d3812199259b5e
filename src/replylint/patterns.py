"""Regular expressions, compiled once for all runs and kept beside this package's bytecode, as Python keeps that.

A program with several hundred patterns spends most of its start on compiling them. What `re` makes of a pattern is a list of
numbers, which is read back in a hundredth of the time. The numbers are good for one version of Python. Only patterns that a module
of this package spells out are kept, never one put together from a text, a policy or a list.
"""

from __future__ import annotations

import marshal
import os
import re
import sys
from array import array
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from importlib import import_module
from importlib.util import cache_from_source
from pathlib import Path
from typing import Any, AnyStr, cast

_Made = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
"""What `re` makes of a pattern: flags, numbers, count of groups, their indexes by name, their names by index."""

_MOST = 2_000
"""Patterns that are kept at most; with more, those of earlier versions are let go."""
_PLAIN = 2
"""The form of marshal in which the same patterns are the same bytes: it refers to nothing that was written before."""
_new: dict[bytes, _Made] = {}
"""Patterns compiled in this run, by their digests."""


def compiled(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what `re.compile` returns. Raises re.error for a pattern that is wrong."""
    if _engine() is None:
        return re.compile(pattern, flags)
    digest = _digest(pattern, flags)
    known = _kept().get(digest) or _new.get(digest)
    if known:
        with suppress(RuntimeError, TypeError, ValueError):  # numbers that are no program
            return _from(pattern, known)
    made = _new[digest] = _make(pattern, flags)
    return _from(pattern, made)


def to_bytes() -> bytes:
    """Return all patterns known by now, to be kept."""
    kept = _kept()
    every = _new if len(kept) + len(_new) > _MOST else {**kept, **_new}
    return marshal.dumps((_version(), dict(sorted(every.items()))), _PLAIN)


def keep() -> None:
    """Keep what was compiled in this run, where Python may keep bytecode; where it cannot be written, nothing happens."""
    if not _new or sys.dont_write_bytecode:
        return
    place = kept_at()
    scratch = place.with_name(f"{place.name}.{os.getpid()}")
    with suppress(OSError):
        place.parent.mkdir(exist_ok=True)
        scratch.write_bytes(to_bytes())
        scratch.replace(place)


def kept_at() -> Path:
    """Return where patterns are kept."""
    return Path(cache_from_source(__file__)).with_name(f"patterns.{sys.implementation.cache_tag}.bin")


class _Late:
    """Stands for a pattern until it is first used."""

    def __init__(self, pattern: str | Callable[[], str], flags: int) -> None:
        self._pattern, self._flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        found = compiled(self._pattern if isinstance(self._pattern, str) else self._pattern(), self._flags)
        self.__dict__.update({each: getattr(found, each) for each in _USES})
        return getattr(found, name)


_USES = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "pattern", "flags")


def late(pattern: str | Callable[[], str], flags: int = 0) -> re.Pattern[str]:
    """Return a pattern that is put together and compiled when it is first used, for those that most runs do not need."""
    return cast("re.Pattern[str]", _Late(pattern, flags))


def _digest(pattern: str | bytes, flags: int) -> bytes:
    data, kind = (pattern.encode("utf-8", "surrogatepass"), "t") if isinstance(pattern, str) else (pattern, "b")
    return blake2b(data, digest_size=12, salt=f"{int(flags)}{kind}".encode()).digest()


@cache
def _kept() -> dict[bytes, _Made]:
    try:
        version, kept = marshal.loads(kept_at().read_bytes())  # noqa: S302  # as trusted as the bytecode it lies beside
    except (OSError, EOFError, ValueError, TypeError):
        return {}
    return cast("dict[bytes, _Made]", kept) if version == _version() else {}


@cache
def _engine() -> Any:
    """Return the module that runs patterns, or None in a Python whose `re` is made otherwise."""
    try:
        engine, parts = import_module("_sre"), (import_module("re._parser").parse, import_module("re._compiler")._code)
    except (ImportError, AttributeError):
        return None
    return engine if array("I").itemsize == engine.CODESIZE and all(parts) else None


def _version() -> tuple[Any, ...]:
    return (_engine().MAGIC, sys.version, sys.byteorder)


def _make(pattern: str | bytes, flags: int) -> _Made:
    """Return what `re._compiler.compile` gives to its engine."""
    parsed = import_module("re._parser").parse(pattern, flags)
    code = import_module("re._compiler")._code(parsed, flags)
    state = parsed.state
    names: list[str | None] = [None] * state.groups
    for name, index in state.groupdict.items():
        names[index] = name
    return int(flags | state.flags), array("I", code).tobytes(), state.groups - 1, dict(state.groupdict), tuple(names)


def _from(pattern: AnyStr, made: _Made) -> re.Pattern[AnyStr]:
    flags, code, groups, index, names = made
    numbers = array("I")
    numbers.frombytes(code)
    return cast("re.Pattern[AnyStr]", _engine().compile(pattern, flags, numbers.tolist(), groups, index, names))
