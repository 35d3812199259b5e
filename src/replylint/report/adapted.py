"""The examples of rules in the words of another organization than the one they were written for."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import zip_longest
from typing import Any

from replylint.model import Settings
from replylint.rules.base import Example


def adapted(example: Example, standard: Settings, own: Settings) -> Example | None:
    """Return an example with an organization's `own` name, website and emblem, or None.

    None if it names something of the organization of `standard` for which `own` has nothing.
    """
    if own.organization == standard.organization:
        return example
    words = dict(zip(_names(standard), _names(own), strict=True))
    words |= zip_longest(_forms(standard), _forms(own)[: 1 + len(standard.regions)], fillvalue="")
    words = {word.lower(): other for word, other in words.items() if word}
    old = re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))), re.IGNORECASE)
    missing = False

    def new(match: re.Match[str]) -> str:
        nonlocal missing
        other = words[match.group().lower()]
        missing = missing or not other
        return other.upper() if match.group().isupper() else other

    texts: dict[str, Any] = {
        name: old.sub(new, text)
        for name in ("text", "external", "fixed", "plain")
        if (text := getattr(example, name)) is not None
    }
    colleagues = tuple((name, old.sub(new, text)) for name, text in example.colleagues)
    return None if missing else replace(example, **texts, colleagues=colleagues)


def _names(settings: Settings) -> list[str]:
    """Return what an organization, its website and its emblem are called, in this order."""
    host = re.sub(r"^https?://(?:www\.)?|/$", "", settings.website)
    domain = next(iter(settings.domains), host)
    return [settings.organization, settings.website, host, host.partition(".")[0], domain, settings.emblem_alt]


def _forms(settings: Settings) -> list[str]:
    """Return an organization's name without its region, and with each way to write the region.

    The only form is empty if the name has no region.
    """
    region = next((one for one in settings.regions if settings.organization.endswith(f", {one}")), "")
    if not region:
        return [""]
    stem = settings.organization.removesuffix(f", {region}")
    return [stem, *(f"{stem}, {one}" for one in settings.regions)]
