"""What each group of days is to the absence: what its words say, and where they cannot tell, what was learned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from replylint.facts.absence_cues import accepts, direction_of
from replylint.facts.date_groups import Group, Link, cues_of
from replylint.facts.learned.days import likely_roles

_SURELY_OTHER = 0.9
"""How likely a day must be something else for the patterns to be overruled that take it for one of the absence."""
_BEYOND_DOUBT = 2
_LIKELY_OWN = 0.6
"""How likely a day must be one of the absence to count as one beyond doubt, where the patterns say that it may be."""
_LIKELY_OWN_RANGE = 0.6
"""The same for a range of days, whatever they say."""
_LIKELY_WHOLE = 0.7
"""How likely a range must be the whole absence, of all it can be of it, where the patterns take its first day for the day back."""
_SURE_OF_DIRECTION = 0.85
"""How likely it must be, of all that a day of the absence can be, that it is another end of it than the patterns say."""
_LIKELY_DIRECTION = 0.6
"""The same for a day that the patterns did not count for one of the absence beyond doubt."""


class Meaning(NamedTuple):
    """What a group is to the absence."""

    role: int
    """2 if it speaks of the absence, 1 if it may, 0 if not."""
    direction: str
    """What its first day is: `start`, `end`, `until`, `back`, or `plain`."""
    own: float
    """How likely it is one of the absence, from 0 to 1."""


def meanings_of(groups: Sequence[Group], respelled: Mapping[int, str]) -> list[Meaning]:
    """Return what each group of a text means; `respelled` as in `read_absence`."""
    roles = [accepts(group, respelled) for group in groups]
    return [
        _meaning(group, number, roles, direction_of(group, cues_of(group.sentence.language.code)))
        for number, group in enumerate(groups)
    ]


def _meaning(group: Group, number: int, roles: Sequence[int], direction: str) -> Meaning:
    """Return what the `number`th group of a text means; `roles` and `direction` are what the patterns say."""
    role = roles[number]
    likely = likely_roles(group, number, len(roles), role=role, direction=direction)
    own = 1 - likely["other"]
    if group.headed or group.listed:  # its table or list says what it is
        return Meaning(role, direction, own)
    if group.link in (Link.RANGE, Link.UNTIL):  # its form says what its ends are
        if direction == "back" and likely["plain"] >= _LIKELY_WHOLE * own:
            direction = "plain"  # "following an operation from December 14 to January 8"
        weekdays = role == 0 and group.mentions[0].shape == "weekday"  # "open Tuesday to Saturday"
        return Meaning(_BEYOND_DOUBT if own >= _LIKELY_OWN_RANGE and not weekdays else role, direction, own)
    if likely["other"] >= _SURELY_OTHER:
        return Meaning(0, direction, own)
    best = max((one for one in likely if one != "other"), key=likely.__getitem__)
    promoted = role == 1 and group.mentions[0].shape != "vague" and own >= _LIKELY_OWN
    if likely[best] >= (_LIKELY_DIRECTION if promoted else _SURE_OF_DIRECTION) * own:
        direction = best
    if not promoted:
        return Meaning(role, direction, own)
    # Where nothing speaks of an absence beyond doubt, all days that may count alike.
    return Meaning(_BEYOND_DOUBT if _BEYOND_DOUBT in roles else 1, direction, own)
