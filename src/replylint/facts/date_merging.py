"""Mentions that belong to one day are joined: `Monday, December 14`, `this week (Mon-Thu)`, `the day after Thanksgiving`."""

from __future__ import annotations

import re

from replylint.facts.date_grammar import Grammar
from replylint.facts.mentions import Mention
from replylint.patterns import compiled


def of_that_week(mentions: list[Mention], lowered: str) -> list[Mention]:
    """Let weekdays in brackets after "this week" or "next week" be of that week, and stand for it: "this week (Mon-Thu)"."""
    found: list[Mention] = []
    which = ""
    for index, mention in enumerate(mentions):
        following = mentions[index + 1] if index + 1 < len(mentions) else None
        if (
            mention.shape in ("this-week", "next-week")
            and following is not None
            and following.shape == "weekday"
            and re.fullmatch(r"\s*\(\s*", lowered[mention.end : following.start])
        ):
            which = mention.shape
            continue
        found.append(
            mention._replace(which=which) if which and mention.shape == "weekday" and not mention.which else mention
        )
        if which and following is not None and ")" in lowered[mention.end : following.start]:
            which = ""
    return found


def of_that_month(mentions: list[Mention], lowered: str, grammar: Grammar) -> list[Mention]:
    """Let days be of the month named before them: "In December I am out the 3rd and 4th"."""
    if not any(mention.shape == "day" for mention in mentions) or not (named := grammar.month_before.search(lowered)):
        return mentions
    month = grammar.months[named.group(1)]
    return [
        mention._replace(shape="date", month=month)
        if mention.shape == "day" and mention.start >= named.end()
        else mention
        for mention in mentions
        if mention.shape != "vague" or mention.end != named.end()
    ]


def joined(raw: list[Mention], lowered: str, grammar: Grammar) -> list[Mention]:
    """Join mentions that stand for the same day: `Monday, December 14`, `MLK Day (Monday, Jan 18)`, `today, August 3`."""
    merged: list[Mention] = []
    for mention in _without_hours(sorted(raw, key=lambda item: (item.start, -item.end)), lowered):
        if merged and mention.start < merged[-1].end:
            if merged[-1].shape == "day" and mention.month is not None:
                merged[-1] = mention._replace(
                    weekday=merged[-1].weekday if mention.weekday is None else mention.weekday
                )
            continue
        if merged and merged[-1].which == "weekday" and mention.shape in _EXACT:
            gap = lowered[merged[-1].end : mention.start]
            if merged[-1].shape == "week-of" and _JOINT.fullmatch(gap):  # "w/c Mon 12 May"
                merged[-1] = mention._replace(start=merged[-1].start, shape="week-of", which=mention.shape)
                continue
        if merged:
            joined = _join(merged[-1], mention, lowered[merged[-1].end : mention.start])
            if joined:
                merged[-1] = joined
                continue
        merged.append(mention)
    return _without_double([mention for mention in merged if mention.shape != "week-of" or mention.which], lowered)


def _without_hours(mentions: list[Mention], lowered: str) -> list[Mention]:
    """Drop weekdays in brackets that say on which days dates or hours hold: `12/14/26 - 12/25/26 (Monday-Friday)`, `8-5 (Mon, Tue)`.

    A single weekday there is the one of the date before it.
    """
    kept: list[Mention] = []
    index = 0
    while index < len(mentions):
        stop = index
        while (
            stop < len(mentions)
            and mentions[stop].shape == "weekday"
            and (stop == index or _TO.fullmatch(lowered[mentions[stop - 1].end : mentions[stop].start]))
        ):
            stop += 1
        if stop - index > 1 and _NUMBER_AND_BRACKET.search(
            lowered, max(0, mentions[index].start - _NEAR), mentions[index].start
        ):
            index = stop
            continue
        kept.append(mentions[index])
        index += 1
    return kept


_NEAR = 24
"""Characters before a weekday in which a number and a bracket are looked for."""
_NUMBER_AND_BRACKET = compiled(r"(?:\d|\d ?[ap]\.?m\.?|noon|midnight|\d (?:de )?[a-záéíóú]{3,10})\s*\(\s*\Z")


_TO = compiled(r"\s*(?:-|to|through|thru|al?|and|&|y|,|/)\s*")


def _without_double(mentions: list[Mention], lowered: str) -> list[Mention]:
    """Drop the weekdays that dates repeat: `Mon.-Wed. 12/14-16`, `Thurs & Fri (12/10-11)`; the dates keep them to be checked."""
    kept = list(mentions)
    for index in range(len(kept) - 2):
        first, second, third = kept[index : index + 3]
        if (
            first.shape != "weekday"
            or second.weekday is None
            or second.shape not in ("date", "numeric")
            or third.shape != second.shape
        ):
            continue
        if _TO.fullmatch(lowered[first.end : second.start]) and _TO.fullmatch(lowered[second.end : third.start]):
            kept[index : index + 3] = [
                second._replace(start=first.start, weekday=first.weekday),
                third._replace(weekday=second.weekday),
            ]
            break
    return kept


_JOINT = compiled(
    r"[,.]?\s*(?:(?:morning|afternoon|evening|night|por\s+la\s+(?:mañana|tarde))[,.]?\s*)?[(-]?\s*(?:the\s+|(?:also\s+)?an?\s+|(?:tambi[ée]n\s+)?un\s+|el\s+(?:d[íi]a\s+)?|d[íi]a\s+)?"
)


_EXACT = frozenset(("date", "numeric", "day"))


def _join(first: Mention, second: Mention, gap: str) -> Mention | None:
    if first.shape == "week-of":
        if second.shape in (*_EXACT, "weekday") and not gap.strip(" ,theld"):
            return second._replace(start=first.start, shape="week-of", which=second.shape)
        return None
    if first.shape == "day-after":
        if second.shape in ("date", "numeric", "holiday") and not gap.strip():
            return second._replace(start=first.start, then=7 if first.weekday is None else first.weekday)
        return None
    if not _JOINT.fullmatch(gap):
        return None
    dash = "-" in gap
    if first.shape == "weekday" and second.shape in _EXACT and not dash and second.weekday is None:
        return second._replace(start=first.start, weekday=first.weekday)
    if first.shape in _EXACT and second.shape == "weekday" and first.weekday is None and ("(" in gap or gap == " "):
        return first._replace(end=second.end, weekday=second.weekday)
    if (
        first.shape in ("holiday", "today", "tomorrow")
        and second.shape in (*_EXACT, "weekday")
        and not dash
        and (gap.strip() or (first.shape != "holiday" and (second.shape == "weekday" or second.weekday is not None)))
    ):
        if second.shape == "weekday":
            return first._replace(end=second.end)
        return second._replace(start=first.start)
    if first.shape in ("date", "numeric", "weekday", "day") and second.shape == "holiday" and gap.strip() in (",", "("):
        return first._replace(end=second.end)
    if first.shape == "weekday" and second.shape in ("holiday",) and gap.strip() in (",", ""):
        return second._replace(start=first.start)
    return None
