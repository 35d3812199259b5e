"""When somebody is away: each group of days is read with its words, and what speaks of something else is left aside."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from replylint.facts.absence import Absence, Stated, with_problems
from replylint.facts.absence_meaning import meanings_of
from replylint.facts.date_groups import (
    Cues,
    Group,
    Link,
    cues_of,
    group_mentions,
    note_blanks,
    note_headers,
    note_lists,
)
from replylint.facts.dates import mentions_in
from replylint.facts.languages import Language
from replylint.facts.layout import Sentence
from replylint.facts.matching import Stretches
from replylint.facts.mentions import Mention
from replylint.facts.resolving import NO_DAYS, Days, day_first, resolve
from replylint.patterns import compiled
from replylint.visible import Span


def read_absence(
    text: str,
    sentences: Sequence[Sentence],
    written: date | None,
    *,
    default_day_first: bool,
    skip: Sequence[Span] = (),
    blanks: Sequence[Span] = (),
    respelled: Mapping[int, str] = {},
) -> Absence:
    """Return what a text says of its author's absence.

    `written` is the day of writing; without it the years and weekdays that are not written out cannot be known and today is not guessed:
    the caller gives its own notion of today. `skip` are stretches that are no dates (phone numbers, addresses), `blanks` what still has to be filled in. `respelled` gives, by the start
    of a sentence, its lower-case form with misspelled words put right, so that "on vaccation" is understood.
    """
    today = written or date.today()
    sentences = _put_right(sentences, respelled)
    groups = groups_in(text, sentences, skip=skip, blanks=blanks)
    order = day_first([mention for group in groups for mention in group.mentions], today, default=default_day_first)
    return _Reading(text, today, order, sentences, respelled).read(groups)


def _put_right(sentences: Sequence[Sentence], respelled: Mapping[int, str]) -> list[Sentence]:
    """Return sentences with those words put right that keep their length, and so can be read where they stand: "buelvo"."""
    return [
        sentence._replace(lowered=right)
        if len(right := respelled.get(sentence.start, sentence.lowered)) == len(sentence.lowered)
        else sentence
        for sentence in sentences
    ]


def groups_in(
    text: str, sentences: Sequence[Sentence], *, skip: Sequence[Span] = (), blanks: Sequence[Span] = ()
) -> list[Group]:
    """Return the days of a text, those that belong together as one group, in order; `skip` and `blanks` as in `read_absence`."""
    groups: list[Group] = []
    taken = Stretches(skip)
    for sentence in sentences:
        low, high = sentence.start, sentence.end
        found = [
            m
            for m in mentions_in(text[low:high], sentence.lowered, sentence.language, low)
            if not taken.touch(m.start, m.start + 1) and not taken.touch(m.end - 1, m.end)
        ]
        if found:
            groups += group_mentions(sentence, found)
    for group in groups:
        note_blanks(group, blanks)
    note_headers(text, groups)
    note_lists(sentences, groups)
    if not any(mention.dotted and mention.year for group in groups for mention in group.mentions):
        # "13.09." is a day beside "30.08.27", and the end of "version 3.11." elsewhere.
        for group in groups:
            group.mentions = [mention for mention in group.mentions if mention.year or not mention.dotted]
        groups = [group for group in groups if group.mentions]
    return groups


_POSSIBLE = 0.3
"""How likely a day must be one of the absence for nobody to say that the text names none."""
_TELLING = ("date", "numeric", "day", "weekday")
"""Shapes of days that are named."""
_WHOLE_WEEKS = ("week-of", "nth-week", "this-week", "next-week", "weekend")


_ZERO = timedelta()
_ALMOST_A_YEAR = 330
"""Days between two days without a year from which the second was meant to be before the first."""
_NEAR_START = timedelta(days=45)
"""From the day of writing to a first day that is meant rather than the same day a year before."""
_SOON = timedelta(days=14)
"""Within which people are back after the last day out, weekends and holidays included."""
_WEEK = timedelta(days=7)
_LONGEST_WEEKEND = timedelta(days=3)
"""From a Friday to the Monday after it."""


class _Reading:
    """Reads the groups of one text in order."""

    def __init__(
        self, text: str, written: date, first_is_day: bool, sentences: Sequence[Sentence], respelled: Mapping[int, str]
    ) -> None:
        self.text = text
        self.respelled = respelled
        self.written = written
        self.first_is_day = first_is_day
        self.sentences = sentences
        self.spells: list[tuple[Stated | None, Stated | None]] = []
        self.back: Stated | None = None
        self.until: Stated | None = None
        self.vague: list[Span] = []
        self.vague_end = False
        self.vague_start = False
        self.anchor = NO_DAYS
        self.start_of_last: date | None = None
        self.outright = False
        self.doubtful: list[Span] = []

    def read(self, groups: list[Group]) -> Absence:
        meanings = meanings_of(groups, self.respelled)
        roles = [said.role for said in meanings]
        self.outright = any(role >= 2 for role in roles)
        if not self.outright:
            # Nothing speaks of an absence outright: a first-person sentence with a date is the next best.
            accepted = [group for group, role in zip(groups, roles, strict=True) if role == 1]
        else:
            accepted = _of_the_author([group for group, role in zip(groups, roles, strict=True) if role >= 2])
        taken = set(map(id, accepted))
        closing = {
            id(group) for group, role in zip(groups, roles, strict=True) if role >= 2 and _is_of_a_closing(group)
        }
        for number, group in enumerate(groups):
            following = groups[number + 1] if number + 1 < len(groups) else None
            if following and id(following) in taken and _is_explained(group, following):
                continue
            if _is_a_reason(group) and any(one.mentions[0].shape in ("date", "numeric") for one in accepted):
                continue
            if id(group) in taken or (id(group) in closing and self._prolongs(group)):
                self._take(group, meanings[number].direction)
            else:
                first = self._resolve(group.mentions[0])
                if first.first:
                    self.anchor = first
                    if meanings[number].own >= _POSSIBLE and group.mentions[0].shape in _TELLING:
                        self.doubtful.append(Span(group.mentions[0].start, group.mentions[-1].end))
        self._durations()
        return self._result()

    def _prolongs(self, group: Group) -> bool:
        """Return True if a closing of the same sentence begins on the first working day after the last day out, and prolongs it."""
        end = self.spells[-1][1] if self.spells else None
        if end is None or end.day is None or end.span.start < group.sentence.start:
            return False
        first = self._resolve(group.mentions[0], after=end.day).first
        return first is not None and end.day < first <= end.day + _LONGEST_WEEKEND

    def _resolve(self, mention: Mention, after: date | None = None, before: date | None = None) -> Days:
        return resolve(
            mention, self.written, first_is_day=self.first_is_day, after=after, before=before, anchor=self.anchor
        )

    def _take(self, group: Group, direction: str) -> None:
        if self._is_said_again(group):
            return
        cues = cues_of(group.sentence.language.code)
        vague = [
            mention
            for mention in group.mentions
            if mention.shape
            in ("vague", "this-week", "next-week", "rest-of-week", "weekend", "end-of-month", "end-of-week")
        ]
        self.vague += [Span(mention.start, mention.end) for mention in vague]
        if any(mention.shape == "vague" for mention in group.mentions):
            self._take_vague(group, cues)
            return
        if group.link in (Link.RANGE, Link.UNTIL):
            self._take_range(group, direction)
        elif group.link is Link.LIST and direction not in ("back", "until") and not self._is_one_day(group):
            self._take_list(group)
        else:
            self._take_single(group, direction, cues)

    def _is_said_again(self, group: Group) -> bool:
        """Return True if a week without dates speaks of days that were named before: `sorry to miss you this week`."""
        named = any(
            first and first.day and last and last.day and first.mention.shape not in _WEEKS
            for first, last in self.spells
        )
        return named and all(mention.shape in _WEEKS for mention in group.mentions)

    def _take_range(self, group: Group, direction: str) -> None:
        first_mention, last_mention = group.mentions[0], group.mentions[-1]
        backwards = first_mention.month is not None and first_mention.month == last_mention.month
        backwards = backwards and (last_mention.day or 0) < (first_mention.day or 0)
        if backwards and first_mention.year is None:
            # "from the 22nd to the 18th of October" ends before it begins; it does not last a year.
            first_mention = first_mention._replace(year=last_mention.year)
        first = self._resolve(first_mention)
        if first_mention.year is None and last_mention.year is not None and first_mention.shape in ("date", "numeric"):
            end = self._resolve(last_mention)
            first = self._resolve(first_mention, before=end.first) if end.first else first
            same_year = self._resolve(first_mention._replace(year=last_mention.year))
            if (
                same_year.first
                and first.first != same_year.first
                and abs(same_year.first - self.written) <= _NEAR_START
            ):
                first = same_year  # "September 3 to August 30, 2027", written in August: not a year, but the wrong way round
        last = self._resolve(
            last_mention, after=first.first.replace(day=1) if backwards and first.first else first.first
        )
        if first.first and last.first and (last.first - first.first).days > _ALMOST_A_YEAR and not last_mention.year:
            # "12/21 to 12/14" ends before it begins; it does not last a year.
            last = self._resolve(last_mention._replace(year=first.first.year))
        start_state = self._stated(first_mention, first, first.first)
        end_state = self._stated(last_mention, last, last.last)
        self.anchor = last if last.first else first
        ends_back = cues_of(group.sentence.language.code).back_after.match(group.trail)
        if direction == "back" and ends_back and group.link is Link.UNTIL:
            # "from Monday until Friday, which is the day I am back"
            self.spells.append((start_state, None))
            self.back = end_state
            return
        if direction == "back":
            # "back Monday to Friday": the day back is the first.
            self.back = start_state
            return
        if group.link is Link.UNTIL and not group.inclusive:
            self.spells.append((start_state, None))
            if group.timed_end:
                self.back = end_state
            else:
                self.until = end_state
        else:
            self.spells.append((start_state, end_state))
        self.start_of_last = first.first

    def _is_one_day(self, group: Group) -> bool:
        """Say whether a list is one day said twice: "from COB today, Thurs 18 Dec"."""
        return len({self._resolve(mention).first for mention in group.mentions}) == 1

    def _take_list(self, group: Group) -> None:
        previous: Days = NO_DAYS
        stated: list[Stated] = []
        for mention in group.mentions:
            if (
                mention.shape == "weekday"
                and mention.which == ""
                and any(m.which == "this-week" for m in group.mentions)
            ):
                mention = _with_which(mention, "this-week")
            days = self._resolve(mention, after=previous.last)
            stated.append(self._stated(mention, days, days.first))
            previous = days if days.first else previous
            self.anchor = previous
        last = stated[-1]
        self.spells.append((stated[0], last))
        self.start_of_last = stated[0].day

    def _take_single(self, group: Group, direction: str, cues: Cues) -> None:
        mention = group.mentions[0]
        after = (
            self.start_of_last
            if direction in ("back", "until", "end") and mention.shape in ("date", "numeric", "day", "weekday")
            else None
        )
        if (
            after is not None
            and mention.shape == "weekday"
            and self.spells
            and self.spells[-1][1]
            and self.spells[-1][1].day
        ):
            after = self.spells[-1][1].day
        if after is not None and after < self.written and mention.shape == "weekday":
            after = None
        if after is None and mention.shape == "weekday" and not mention.which:
            if cues.past.search(group.lead):
                after = self.written - _WEEK
            elif self.spells and self.spells[-1][1] and _goes_on_with(group):
                after = self.spells[-1][1].day  # "closing early on December 24 and all day Friday"
        days = self._resolve(mention, after=after)
        if after and days.first and (days.first - after).days > _ALMOST_A_YEAR and not mention.year:
            days = self._resolve(mention._replace(year=after.year))  # "off from 12/14 back 12/11"
        if days.mismatch and direction == "back" and (later := self._behind_the_last(mention)):
            days = later
        if direction == "back" and cues.others.search(group.lead) and not self._may_be_own(days):
            return
        if mention.shape == "that-day" and self.back is not None and days.first == self.back.day:
            return  # "we reopen Saturday, with free admission that day"
        if days.first:
            self.anchor = days
        whole = self._stated(mention, days, days.first)
        if direction == "back":
            self.back = whole
        elif direction == "until":
            self.until = self._stated(mention, days, days.last)
            self.start_of_last = days.last or self.start_of_last
        elif direction == "end" or group.from_blank:
            self.spells.append((None, self._stated(mention, days, days.last)))
        elif (
            ((direction == "start" or group.to_blank) and mention.shape not in _WHOLE_WEEKS)
            or (cues.from_time.match(group.trail) and not cues.hours.match(group.trail))
            or cues.finish.search(group.lead)
        ):
            self.spells.append((whole, None))
            self.start_of_last = days.first
        else:
            self.spells.append((whole, self._stated(mention, days, days.last)))
            self.start_of_last = days.first

    def _may_be_own(self, days: Days) -> bool:
        """Return True if another's day back may be the author's: an assistant writes "she returns", soon after the last day out."""
        end = self.spells[-1][1] if self.spells else None
        if self.back is not None or days.mismatch:
            return False
        return end is None or end.day is None or days.first is None or _ZERO < days.first - end.day <= _SOON

    def _behind_the_last(self, mention: Mention) -> Days | None:
        """Return the day of a month, with its weekday, that follows the last day out: "until 22 January, back Monday 25"."""
        end = self.spells[-1][1] if self.spells else None
        if mention.shape != "day" or end is None or end.day is None:
            return None
        days = self._resolve(mention, after=end.day)
        return None if days.mismatch else days

    def _take_vague(self, group: Group, cues: Cues) -> None:
        words = group.sentence.lowered[
            group.mentions[0].start - group.sentence.start : group.mentions[-1].end - group.sentence.start
        ]
        if not re.search(
            rf"{cues.language.month}|\d|spring|summer|fall|autumn|winter|month|year|week(?= *$)|verano|invierno|otoño|primavera|mes|año",
            words,
        ):
            return
        if (
            cues.back.search(group.lead)
            or cues.until_end.search(group.lead)
            or cues.until_word.search(words)
            or cues.through_end.search(group.lead)
        ):
            self.vague_end = True
        elif cues.from_end.search(group.lead):
            self.vague_start = True

    def _stated(self, mention: Mention, days: Days, day: date | None) -> Stated:
        end = mention.end
        while end > mention.start and self.text[end - 1] == ".":
            end -= 1  # the point of an abbreviation may be the end of the sentence too
        return Stated(day, Span(mention.start, end), mention, days.mismatch, days.impossible, days.open_order)

    def _durations(self) -> None:
        """Give a start that has no end the length that its sentence states: "for two weeks"."""
        if not self.spells or self.until or self.back:
            return
        start, end = self.spells[-1]
        if (
            start is None
            or start.day is None
            or (end not in (None, start) and end is not None and end.day != start.day)
        ):
            return
        for sentence in self.sentences:
            if not sentence.start <= start.span.start <= sentence.end:
                continue
            cues = cues_of(sentence.language.code)
            match = cues.duration.search(sentence.lowered)
            if match and not _is_upper_end(sentence.lowered[: match.start(1)], cues):
                day = _lasting(start.day, match.group(1), match.group(2), sentence.language)
                if day:
                    span = Span(sentence.start + match.start(), sentence.start + match.end())
                    self.spells[-1] = (start, Stated(day, span, start.mention))

    def _result(self) -> Absence:
        starts = [start for start, _ in self.spells if start]
        first = min((start for start in starts if start.day), key=lambda start: start.day or date.max, default=None)
        first = first if first and len(self.spells) > 1 else next(iter(starts), None)
        last_spell = self.spells[-1] if self.spells else (None, None)
        last = last_spell[1]
        if last and len(self.spells) > 1:
            last = max(
                (end for _, end in self.spells if end and end.day), key=lambda end: end.day or date.min, default=last
            )
        stated = tuple(item for spell in self.spells for item in spell if item) + tuple(
            item for item in (self.back, self.until) if item
        )
        states_end = last is not None or self.back is not None or self.until is not None or self.vague_end
        spans = tuple((a.day if a else None, b.day if b else None) for a, b in self.spells)
        absence = Absence(
            first,
            last,
            self.back,
            self.until,
            tuple(self.vague),
            first is not None or self.vague_start,
            states_end,
            (),
            stated,
            self.vague_end,
            self.outright,
            spans,
            tuple(self.doubtful),
        )
        return with_problems(absence, self.written)


def _is_explained(group: Group, following: Group) -> bool:
    """Return True if the dates that follow say which days are meant: "this week, Dec 21-23", "next week (12/14 - 12/18)"."""
    loose = group.link is Link.ALONE and group.mentions[0].shape in _LOOSE
    dated = following.mentions[0].shape in ("date", "numeric")
    return loose and dated and group.trail.strip() in (",", "(", ":", "-", "")


def _is_a_reason(group: Group) -> bool:
    """Return True if a time without a day says why somebody is away: "from December 21 for the holidays"."""
    cues = cues_of(group.sentence.language.code)
    return (
        group.link is Link.ALONE
        and group.mentions[0].shape == "vague"
        and group.sentence.lowered[
            group.mentions[0].start - group.sentence.start : group.mentions[0].end - group.sentence.start
        ].endswith(("holidays", "holiday season", "fiestas"))
        and cues.reason.search(group.lead[-60:]) is not None
    )


def _is_upper_end(before: str, cues: Cues) -> bool:
    """Return True if a length is the longer of two: `two to three weeks`, `6-8 weeks`."""
    number = cues.language.fill("{number}")
    return re.search(rf"(?:\d|\b{number})\s?(?:to|or|a|o|-)\s?\Z", before) is not None


_WEEKS = frozenset(("this-week", "next-week", "rest-of-week"))
_LOOSE = frozenset(("vague", "this-week", "next-week", "rest-of-week", "weekend"))


def _of_the_author(groups: list[Group]) -> list[Group]:
    """Leave out the days on which only the office is closed, where the author says of themselves when they are away."""
    closing = [_is_of_a_closing(group) for group in groups]
    own = [_is_said_alone(group) and not closes for group, closes in zip(groups, closing, strict=True)]
    if not any(own):
        return groups
    return [
        group
        for group, is_own, closes in zip(groups, own, closing, strict=True)
        if is_own or not (closes or _of_the_office(group))
    ]


def _is_of_a_closing(group: Group) -> bool:
    """Return True if the words right before a group say that an office or its window closes: "and City Hall is closed on"."""
    lang = group.sentence.language
    clause = _CLAUSE.split(group.lead)[-1]
    closed = lang.pattern("absence", "closed").search(clause)
    return closed is not None and lang.pattern("absence", "alone").search(clause) is None


_CLAUSE = compiled(r"[,;:]|\b(?:and|but|y|pero)\b")


def _is_said_alone(group: Group) -> bool:
    lang, lowered = group.sentence.language, group.sentence.lowered
    said = lang.pattern("absence", "alone").search(lowered) and lang.pattern("absence", "cue").search(lowered)
    return said is not None


def _of_the_office(group: Group) -> bool:
    lang = group.sentence.language
    return lang.pattern("kinds", "closure").search(group.sentence.lowered) is not None


_GOING_ON = frozenset("and y & plus then again also all day on el todo día".split())


def _goes_on_with(group: Group) -> bool:
    """Say whether a group only goes on with the days before it: "December 24 and all day Friday"."""
    words = group.lead.split()
    return (
        bool(words) and group.sentence.start < group.mentions[0].start - len(group.lead) and _GOING_ON.issuperset(words)
    )


def _with_which(mention: Mention, which: str) -> Mention:

    return mention._replace(which=which)


def _lasting(start: date, count: str, unit: str, lang: Language) -> date | None:
    number = int(count) if count.isdigit() else lang["dates"]["numbers"].get(count)
    if not number:
        return None
    if unit.startswith(("week", "semana", "fortnight", "quincena")):
        days = number * (14 if unit.startswith(("fortnight", "quincena")) else 7)
        return start + timedelta(days=days - (3 if start.weekday() == 0 else 1))
    if unit.startswith(("day", "d")):
        return start + timedelta(days=number - 1)
    return None
