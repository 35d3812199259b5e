"""Mentions of days that belong together, and the words around them that say what they mean."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import cache
from typing import NamedTuple

from replylint.facts.languages import Language, language
from replylint.facts.layout import Sentence
from replylint.facts.mentions import Mention
from replylint.patterns import compiled, late
from replylint.visible import Span


class Link(IntEnum):
    """How mentions of one group hang together."""

    ALONE = 0
    RANGE = 1
    UNTIL = 2
    LIST = 3


@dataclass(slots=True)
class Group:
    """Mentions that belong together, in their sentence."""

    sentence: Sentence
    mentions: list[Mention]
    link: Link
    lead: str
    """The sentence before the group, from the group before it on."""
    trail: str
    inclusive: bool = False
    timed_end: bool = False
    """Whether the end of a range has a clock time: "until 8 a.m. on Monday"."""
    evening: bool = False
    """Whether that time is in the late afternoon: "until 5 p.m. on Friday"."""
    to_blank: bool = False
    """Whether it begins a range that ends in a blank: "12/14 to MM/DD/YY"."""
    from_blank: bool = False
    headed: bool = False
    """Whether `lead` is the header of its column in a table."""
    listed: bool = False
    """Whether the line it begins belongs to a list of absences: "I am out on these days:"."""


class Cues(NamedTuple):
    """The compiled patterns of one language that give dates their meaning."""

    language: Language
    absence: re.Pattern[str]
    self: re.Pattern[str]
    reply: re.Pattern[str]
    back: re.Pattern[str]
    back_after: re.Pattern[str]
    not_until: re.Pattern[str]
    others: re.Pattern[str]
    decoy: re.Pattern[str]
    decoy_after: re.Pattern[str]
    reason: re.Pattern[str]
    event: re.Pattern[str]
    event_is: re.Pattern[str]
    present: re.Pattern[str]
    opening_hours: re.Pattern[str]
    from_time: re.Pattern[str]
    hours: re.Pattern[str]
    """Hours that follow a day, and are on that day: "from 1 pm to 5 pm", "after 2 pm"."""
    finish: re.Pattern[str]
    past: re.Pattern[str]
    range: re.Pattern[str]
    until_end: re.Pattern[str]
    through_end: re.Pattern[str]
    from_end: re.Pattern[str]
    conjunction: re.Pattern[str]
    inclusive: re.Pattern[str]
    times: re.Pattern[str]
    duration: re.Pattern[str]
    until_word: re.Pattern[str]
    aside: re.Pattern[str]
    between: re.Pattern[str]


@cache
def cues_of(code: str) -> Cues:
    """Return the patterns of a language, each compiled when it is first used."""
    lang = language(code)
    dates = lang["dates"]
    about = rf"(?:\s*{lang.fill(dates['about'])})?"
    # Never read anew once read (`(?>…)`, `{0,4}+`): a line of nothing but times would keep `re` busy for ever.
    times = rf"(?>\s*,?\s*(?:(?:at|on|el|a las)\s+)?{lang.fill(dates['times'])}){{0,4}}+"
    the = rf"(?:\s*(?:{lang.fill(dates['the'])}))?"
    tail = rf"{about}{times}(?:\s*,)?(?:\s*(?:on|el|of|del?)\b)?{about}{the}\s*\(?\s*"

    def ends(word: str) -> re.Pattern[str]:
        return late(rf"\b{lang.fill(dates[word])}{tail}$")

    return Cues(
        lang,
        lang.pattern("absence", "cue"),
        lang.pattern("absence", "self"),
        lang.pattern("absence", "reply"),
        lang.pattern("absence", "back"),
        lang.pattern("absence", "back_after"),
        lang.pattern("absence", "not_until"),
        lang.pattern("absence", "others"),
        lang.pattern("absence", "decoy_before"),
        lang.pattern("absence", "decoy_after"),
        lang.pattern("absence", "reason_before"),
        lang.pattern("absence", "event_before"),
        lang.pattern("absence", "event_is_before"),
        lang.pattern("absence", "present_before"),
        lang.pattern("absence", "opening_hours"),
        lang.pattern("absence", "from_time_after"),
        late(_hours_after(lang)),
        lang.pattern("absence", "finish_before"),
        lang.pattern("absence", "past_before"),
        late(rf"{times}\s*[,)]?\s*(-+>?|/|{lang.fill(dates['to'])}|{lang.fill(dates['and'])}|,|)\s*{tail}"),
        ends("until"),
        ends("through"),
        ends("from"),
        late(rf"(?:,|{lang.fill(dates['and'])}|)"),
        late(rf"^[\s,(]*{lang.fill(dates['inclusive'])}"),
        late(rf"(?:\b|~\s?){lang.fill(dates['times'])}\s*,?\s*(?:on|el|of)?\s*$"),
        late(rf"\b{lang.fill(dates['for_weeks'])}\b"),
        late(rf"\b{lang.fill(dates['until'])}\b"),
        lang.pattern("absence", "aside"),
        ends("between"),
    )


def _hours_after(lang: Language) -> str:
    time = lang.fill(lang["dates"]["times"])
    words = lang["absence"]
    span = rf"(?:{words['hours_from']})?\s*{time}\s*(?:-+|{words['hours_to']})\s*{time}"
    return rf"[ ,(]{{0,3}}(?:{span}|(?:{words['hours_after']})\s+{time})"


def group_mentions(sentence: Sentence, mentions: list[Mention]) -> list[Group]:
    """Join the mentions of a sentence into ranges and lists."""
    cues = cues_of(sentence.language.code)
    groups: list[Group] = []
    low = sentence.start
    index = 0
    while index < len(mentions):
        members, link, timed, evening = [mentions[index]], Link.ALONE, False, False
        while index + 1 < len(mentions):
            gap = sentence.lowered[members[-1].end - low : mentions[index + 1].start - low]
            joined = _link(gap, members[-1], mentions[index + 1], cues)
            if (
                joined is None
                or (link is not Link.ALONE and joined is not link)
                or (joined is not Link.LIST and len(members) > 1)
            ):
                break
            timed = bool(cues.times.search(gap))
            evening = _EVENING.search(gap) is not None
            link = joined
            index += 1
            members.append(mentions[index])
        before = groups[-1].mentions[-1].end if groups else low
        if groups and _is_aside(groups[-1], cues):
            before = groups[-1].mentions[0].start - len(groups[-1].lead)
        lead = sentence.lowered[before - low : members[0].start - low]
        if link is Link.LIST and len(members) == 2 and cues.between.search(lead):
            link = Link.RANGE
        group = Group(sentence, members, link, lead, "", timed_end=timed and not evening, evening=evening)
        groups.append(group)
        index += 1
    for number, group in enumerate(groups):
        stop = groups[number + 1].mentions[0].start if number + 1 < len(groups) else sentence.end
        group.trail = sentence.lowered[group.mentions[-1].end - low : stop - low]
        group.inclusive = group.evening or bool(cues.inclusive.match(group.trail))
    return groups


_EVENING = compiled(r"\b(?:[3-9]|1[01])(?:[:.]\d\d)? ?p\.?m\b|\b(?:1[5-9]|2[0-3])[:.h]\d\d")
"""A time in the late afternoon: who is away until then is away on that day."""


def _is_aside(group: Group, cues: Cues) -> bool:
    """Say whether a holiday only tells about what time of the year it is: "back after Christmas on January 4"."""
    holiday = group.link is Link.ALONE and group.mentions[0].shape == "holiday"
    return holiday and cues.decoy.search(group.lead) is not None


def note_blanks(group: Group, blanks: Sequence[Span]) -> None:
    """Note on a group that a blank stands for the other end of its range."""
    cues = cues_of(group.sentence.language.code)
    low = group.sentence.start
    for blank in blanks:
        if not low <= blank.start < group.sentence.end:
            continue
        after = group.sentence.lowered[group.mentions[-1].end - low : blank.start - low]
        before = group.sentence.lowered[blank.end - low : group.mentions[0].start - low]
        if blank.start >= group.mentions[-1].end and (match := cues.range.fullmatch(after)) and match.group(1):
            group.to_blank = True
        if blank.end <= group.mentions[0].start and (match := cues.range.fullmatch(before)) and match.group(1):
            group.from_blank = True


def note_headers(text: str, groups: list[Group]) -> None:
    """Let the header of a table's column lead the dates below it: `| Dates out | Back |`."""
    if "|" not in text and "\t" not in text:
        return
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    for group in groups:
        row = bisect_right(starts, group.mentions[0].start) - 1
        mark = "|" if "|" in lines[row] else "\t"
        column = lines[row][: group.mentions[0].start - starts[row]].count(mark)
        header = row
        while header > 0 and lines[header - 1].count(mark) == lines[row].count(mark) > 0:
            header -= 1
        if header < row:
            group.lead = f"{lines[header].split(mark)[column].lower()}: "
            group.headed = True


def note_lists(sentences: Sequence[Sentence], groups: Sequence[Group]) -> None:
    """Note on the groups that begin a line that they belong to a list which a sentence before announces as absences."""
    by_sentence: dict[int, Group] = {}
    for group in groups:
        by_sentence.setdefault(group.sentence.start, group)
    announced = False
    for sentence in sentences:
        first = by_sentence.get(sentence.start)
        if first is not None and announced and not _LETTERS.search(first.lead):
            first.listed = True
        else:
            ends = sentence.lowered.endswith(":")
            announced = ends and cues_of(sentence.language.code).absence.search(sentence.lowered) is not None


_LETTERS = compiled(r"[^\W\d_]")
_SINGLE_DAYS = frozenset(
    (
        "date",
        "numeric",
        "day",
        "weekday",
        "holiday",
        "today",
        "tomorrow",
        "day-after",
        "end-of-month",
        "end-of-week",
        "that-day",
    )
)


def _link(gap: str, first: Mention, second: Mention, cues: Cues) -> Link | None:
    if second.shape == "vague" or first.shape == "vague":
        return None
    if gap.strip() == "," and first.shape in ("today", "tomorrow") and second.shape in ("date", "weekday", "numeric"):
        return Link.LIST  # "today, Thursday 18 December"
    match = cues.range.fullmatch(gap)
    if not match:
        return None
    word = match.group(1)
    if word in ("", "/", ","):
        if word == "" and gap.strip() and not cues.times.search(gap):
            return None
        same = first.shape == second.shape or {first.shape, second.shape} <= {"date", "day", "numeric"}
        return Link.LIST if same and first.shape in _SINGLE_DAYS else None
    if first.shape not in _SINGLE_DAYS or second.shape not in _SINGLE_DAYS:
        return None
    if cues.conjunction.fullmatch(word):
        return Link.LIST
    return Link.UNTIL if cues.until_word.fullmatch(word) and cues.language.code == "en" else Link.RANGE
