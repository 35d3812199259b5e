"""The built-in rules, and those of plugins."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from replylint.errors import PolicyError
from replylint.rules import (
    absence,
    acknowledgement,
    appearance,
    contact,
    coverage,
    delivery,
    parity,
    placeholder,
    privacy,
    response,
    schedule,
    signature,
    spelling,
    tone,
)
from replylint.rules.base import Rule

BUILT_IN: tuple[type[Rule], ...] = (
    *absence.RULES, *contact.RULES, *signature.RULES, *appearance.RULES, *spelling.RULES, *placeholder.RULES, *parity.RULES, *schedule.RULES,
    *acknowledgement.RULES, *tone.RULES, *privacy.RULES, *coverage.RULES, *response.RULES, *delivery.RULES,
)  # fmt: skip


def rules_named(names: Iterable[str]) -> dict[str, type[Rule]]:
    """Return the built-in rules by id, with those of plugins if a name is no built-in rule's.

    Looking for plugins takes as long as a third of a short run, so it is left out where nothing can be theirs. Raises PolicyError as `all_rules`.
    """
    built_in = {rule.id: rule for rule in BUILT_IN}
    return built_in if all(name in built_in for name in names) else all_rules()


@cache
def all_rules() -> dict[str, type[Rule]]:
    """Return every rule by its id, those of the entry-point group `replylint.rules` included.

    Raises PolicyError if a plugin cannot be loaded or takes an id that is taken.
    """
    from importlib.metadata import entry_points

    found = {rule.id: rule for rule in BUILT_IN}
    for point in entry_points(group="replylint.rules"):
        try:
            rule = point.load()
        except (Exception, SystemExit) as error:  # a plugin may fail in any way, and none may fail silently
            raise PolicyError(f"the plugin {point.name!r} ({point.value}) cannot be loaded: {error}") from error
        if not (isinstance(rule, type) and issubclass(rule, Rule)):
            raise PolicyError(
                f"the plugin {point.name!r} ({point.value}) is no rule; it must be a subclass of replylint.rules.base.Rule"
            )
        if rule.id in found:
            raise PolicyError(
                f"the plugin {point.name!r} takes the rule id {rule.id!r}, which is taken; give it another id"
            )
        found[rule.id] = rule
    return found


def families() -> tuple[str, ...]:
    """Return the first segments of the built-in rules' ids, in the order of the catalogue."""
    return tuple(dict.fromkeys(rule.id.partition(".")[0] for rule in BUILT_IN))
