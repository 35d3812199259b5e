"""Both messages and the signature, written from the pack's templates and checked before they are returned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from replylint.api.shapes import Answers, Written
from replylint.errors import InputError

if TYPE_CHECKING:
    from replylint.api.checker import Checker


def write(answers: Answers, checker: Checker) -> Written:
    """Return both messages and the signature."""
    raise InputError("later")
