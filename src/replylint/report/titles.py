"""Rules in words: the sentence that says what is right, as it stands above each rule's page."""

from __future__ import annotations

import inspect
from functools import cache

from replylint.rules import all_rules


@cache
def title_of(rule: str) -> str:
    """Return what a rule asks for, such as `Says which days the sender is out.`; of a pack's own check its name."""
    found = all_rules().get(rule)
    first = inspect.cleandoc(found.__doc__ or "").partition("\n")[0] if found else ""
    return first or rule
