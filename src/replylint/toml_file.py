"""Reading the TOML files that people write: configurations and policy packs."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from replylint.bounded import read_bounded
from replylint.errors import ReplylintError
from replylint.patterns import compiled

MAX_BYTES = 500_000
"""Bytes of one file. The longest pack that comes with replylint has about 20 kB."""
MAX_PARTS = 100
"""Parts of one dotted key. The time and memory that `tomllib` takes grow with their square. No text has
so many words in a row with nothing but periods between them, so texts need not be told from keys."""
_PART = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')"""
_LONG_KEY = compiled(rf"(?<![\w-]){_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{{MAX_PARTS}}}")


def load_toml(path: Path, what: str, error_class: type[ReplylintError]) -> Mapping[str, Any]:
    """Return a TOML file as data.

    Raises `error_class`, which names the file, if it cannot be read, is too large or is not TOML. `what`
    names the file for people: "the configuration".
    """
    try:
        text = read_bounded(path, MAX_BYTES).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise error_class(f"{path}: {what} is not UTF-8 and so no TOML; save it as UTF-8") from None
    except OSError as error:
        reason = error.strerror or error
        raise error_class(f"{path}: {what} cannot be read ({reason}); check the name") from None
    if long := _LONG_KEY.search(text):
        line = text.count("\n", 0, long.start()) + 1
        raise error_class(f"{path}: line {line} has a key of more than {MAX_PARTS} parts; write a shorter one")
    try:
        return tomllib.loads(text)
    except RecursionError:
        raise error_class(f"{path}: {what} is nested too deep to be TOML that a person wrote") from None
    except ValueError as error:  # also an integer of thousands of digits
        raise error_class(f"{path}: {what} is not valid TOML: {error}") from None
