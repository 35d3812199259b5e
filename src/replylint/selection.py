"""Which rules run: selectors are rule ids, families, or `all`."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from replylint.errors import ConfigError, nearest


def select(ids: Collection[str], selected: Iterable[str], ignored: Iterable[str]) -> frozenset[str]:
    """Return the rule ids chosen: all, or those selected, without those ignored.

    Raises ConfigError, with the nearest right name, for a selector that fits no rule.
    """
    chosen = _expand(ids, selected) if (selected := tuple(selected)) else frozenset(ids)
    return chosen - _expand(ids, ignored)


def _expand(ids: Collection[str], selectors: Iterable[str]) -> frozenset[str]:
    found: set[str] = set()
    for selector in selectors:
        fitting = {rule for rule in ids if selector in ("all", rule) or rule.startswith(f"{selector}.")}
        if not fitting:
            known = sorted({*ids, *(rule.partition(".")[0] for rule in ids)})
            raise ConfigError(
                f"there is no rule or family {selector!r}{nearest(selector, known) or '; `replylint rules` lists them'}"
            )
        found |= fitting
    return frozenset(found)
