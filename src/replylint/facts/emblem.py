"""The emblem of the pack's organization: the words by which a picture, or its stand-in in plain text, is known as it."""

from __future__ import annotations

from functools import cached_property, lru_cache

from replylint.facts.languages import everywhere
from replylint.model import Settings
from replylint.patterns import compiled, late
from replylint.tables import fold, lower

_REMEMBERED = 16
"""Organizations whose emblems are kept."""
_WORD = compiled(r"[^\W_]+")
_KINDS = late(
    lambda: rf"\b(?:{everywhere('signature', 'emblem')}|{everywhere('signature', 'seal')})\b",
)
_SEALS = late(lambda: rf"\b{everywhere('signature', 'seal')}\b")
_BARE_SEAL = late(lambda: rf"\W*{everywhere('signature', 'bare_seal')}\W*")
_BODIES = late(lambda: rf"\b{everywhere('signature', 'bodies')}\b")
"""Kinds of organizations and their parts, by which an emblem is known as another's: "County Seal"."""


class Emblem:
    """What one organization's emblem is called: `names`, by the organization that `owner` describes."""

    def __init__(self, names: tuple[str, ...], owner: str) -> None:
        self._names = tuple(map(_plain, names))
        self._own = frozenset(_WORD.findall(" ".join((*self._names, _plain(owner)))))

    @cached_property
    def _kinds(self) -> frozenset[str]:
        """What kind of emblem it is: `seal`, `crest`; empty if its names do not say."""
        return frozenset(match.group() for name in self._names for match in _KINDS.finditer(name))

    @cached_property
    def _is_seal(self) -> bool:
        return any(map(_SEALS.fullmatch, self._kinds))

    def _is_own_kind(self, kind: str) -> bool:
        return kind in self._kinds or (self._is_seal and _SEALS.fullmatch(kind) is not None)

    def is_named(self, text: str) -> bool:
        """Return True if a text names the emblem: by one of its names, or by its kind and not as another's.

        For an organization with a seal "the seal" is named, and "County Seal" is not.
        """
        folded = _plain(text)
        if any(name in folded for name in self._names):
            return True
        kinds = [match.group() for match in _KINDS.finditer(folded)]
        if not kinds or not all(map(self._is_own_kind, kinds)):
            return False
        return self._own.issuperset(match.group() for match in _BODIES.finditer(folded))

    def is_alone(self, line: str) -> bool:
        """Return True if a line is nothing but a name of the emblem, or "the seal" where the emblem is a seal."""
        folded = _plain(line).strip(" []()<>*_.,")
        return folded in self._names or (self._is_seal and _BARE_SEAL.fullmatch(folded) is not None)


def emblem_of(settings: Settings) -> Emblem:
    """Return the emblem of the organization that these settings describe."""
    return _emblem((settings.emblem, *settings.seal_alt), f"{settings.organization} {settings.noun}")


@lru_cache(maxsize=_REMEMBERED)
def _emblem(names: tuple[str, ...], owner: str) -> Emblem:
    return Emblem(names, owner)


def _plain(text: str) -> str:
    return " ".join(lower(fold(text)).split())
