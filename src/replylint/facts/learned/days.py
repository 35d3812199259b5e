"""What a day in a text is: one of the author's absence, or of something else; by the words around it and what the patterns make of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from replylint.facts.date_groups import Group
from replylint.facts.learned.linear import model
from replylint.facts.learned.words import pairs_of, words_in

_BEFORE = 12
_AFTER = 10
"""Words before and after a group that are looked at."""
_BEGINNINGS = (4, 6)
"""Letters of a longer word that its forms share."""
_FAR = 6
"""Words from which on the distance to an end of the sentence does not matter."""
_MANY = 4


def features_of(group: Group, number: int, count: int, *, role: int, direction: str) -> Iterator[str]:
    """Yield the features of a group of days, the `number`th of `count` in its text.

    `role` and `direction` are what the patterns say: `accepts` and `direction_of` of `absence_cues`.
    """
    sentence = group.sentence
    place = group.mentions[0].start - sentence.start
    stop = group.mentions[-1].end - sentence.start
    lead, trail = words_in(group.lead), words_in(group.trail)
    before, after = words_in(sentence.lowered[:place]), words_in(sentence.lowered[stop:])
    shapes = "+".join(mention.shape for mention in group.mentions[:2])
    yield f"shape={shapes}"
    yield f"link={group.link:d}"
    yield f"number={min(number, _MANY - 1)}"
    yield f"count={min(count, _MANY)}"
    yield f"before={min(len(before), _FAR)}"
    yield f"after={min(len(after), _FAR)}"
    ahead, behind = ["^"] * 4 + lead, [*trail, *["$"] * 3]
    for distance in range(1, 5):
        yield f"L{distance}={ahead[-distance]}"
    yield f"LL={' '.join(ahead[-2:])}"
    yield f"LLL={' '.join(ahead[-3:])}"
    for distance in range(3):
        yield f"R{distance}={behind[distance]}"
    yield f"RR={' '.join(behind[:2])}"
    near, next_to = lead[-_BEFORE:], trail[:_AFTER]
    yield from (f"l:{words}" for words in near + pairs_of(near))
    yield from (f"r:{words}" for words in next_to + pairs_of(next_to))
    yield from (f"b:{word}" for word in before)
    yield from (f"a:{word}" for word in after)
    yield from (f"m:{word}" for word in words_in(sentence.lowered[place:stop]))
    yield from (f"p:{word[:size]}" for word in near for size in _BEGINNINGS if len(word) >= size)
    yield f"role={role}"
    yield f"direction={direction}"
    yield f"role={role} {direction}"
    yield f"role={role} {direction} {group.link:d}"
    yield f"role={role} {direction} {shapes}"
    yield f"marks={group.timed_end:d}{group.inclusive:d}{group.headed:d}{group.listed:d}"


def likely_roles(group: Group, number: int, count: int, *, role: int, direction: str) -> Mapping[str, float]:
    """Return how likely a group is each of these, from 0 to 1.

    `other` (no day of the absence), `plain` (all of it, or both ends), `start`, `end`, `back`, `until`.
    """
    return model("day").likelihoods(features_of(group, number, count, role=role, direction=direction))
