"""When somebody is away: first and last day, day back, or the day until which they are out.

Each mention of a day, or range of mentions, is read with the words around it in its sentence; what speaks of something
else (deadlines, festivals, case numbers) is left aside. What the text states is told apart: nothing is derived from anything else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import IntEnum
from functools import cache

from replylint.facts.dates import Mention, mentions_in
from replylint.facts.languages import Language, language
from replylint.facts.layout import Sentence
from replylint.facts.resolving import NO_DAYS, Days, day_first, resolve
from replylint.visible import Span

IMPLAUSIBLE_SPAN = 550
"""Days out that nobody means: a military leave of a year is real, ten are a slip of the year."""


class Problem(IntEnum):
    """What is wrong with the dates of an absence."""

    WEEKDAY_MISMATCH = 1
    END_BEFORE_START = 2
    RETURN_BEFORE_END = 3
    IMPOSSIBLE_DATE = 4
    STALE = 5
    IMPLAUSIBLE_SPAN = 6

    def __str__(self) -> str:
        return self.name.lower().replace("_", "-")


@dataclass(frozen=True, slots=True)
class Stated:
    """A day as the text states it, and where."""

    day: date | None
    span: Span
    mention: Mention
    mismatch: bool = False
    impossible: bool = False
    open_order: bool = False


@dataclass(frozen=True, slots=True)
class Absence:
    """What a text says of when its author is away. A date that is not stated is None."""

    first: Stated | None = None
    last: Stated | None = None
    back: Stated | None = None
    until: Stated | None = None
    vague: tuple[Span, ...] = ()
    """Words that name a time but no day: "next week", "mid-February"."""
    states_start: bool = False
    states_end: bool = False
    problems: tuple[Problem, ...] = ()
    stated: tuple[Stated, ...] = ()
    """Every day that belongs to the absence."""
    spans: tuple[tuple[date | None, date | None], ...] = ()
    """Each spell of days, where there are several."""

    @property
    def first_day(self) -> date | None:
        """First day out."""
        return self.first.day if self.first else None

    @property
    def last_day(self) -> date | None:
        """Last day out."""
        return self.last.day if self.last else None

    @property
    def return_day(self) -> date | None:
        """Day back."""
        return self.back.day if self.back else None

    @property
    def until_day(self) -> date | None:
        """The day of a bare "until", which may be the last day out or the day back."""
        return self.until.day if self.until else None

    @property
    def latest(self) -> date | None:
        """The latest day that is stated."""
        return max((stated.day for stated in self.stated if stated.day), default=None)


NO_ABSENCE = Absence()


class _Link(IntEnum):
    """How mentions of one group hang together."""

    ALONE = 0
    RANGE = 1
    UNTIL = 2
    LIST = 3


@dataclass(slots=True)
class _Group:
    """Mentions that belong together, in their sentence."""

    sentence: Sentence
    mentions: list[Mention]
    link: _Link
    lead: str
    """The sentence before the group, from the group before it on."""
    trail: str
    inclusive: bool = False
    timed_end: bool = False
    """Whether the end of a range has a clock time: "until 8 a.m. on Monday"."""
    to_blank: bool = False
    """Whether it begins a range that ends in a blank: "12/14 to MM/DD/YY"."""
    from_blank: bool = False
    headed: bool = False
    """Whether `lead` is the header of its column in a table."""


@dataclass(frozen=True, slots=True)
class _Cues:
    """The compiled patterns of one language that give dates their meaning."""

    language: Language
    absence: re.Pattern[str]
    self: re.Pattern[str]
    reply: re.Pattern[str]
    back: re.Pattern[str]
    back_after: re.Pattern[str]
    not_until: re.Pattern[str]
    decoy: re.Pattern[str]
    decoy_after: re.Pattern[str]
    event: re.Pattern[str]
    present: re.Pattern[str]
    from_time: re.Pattern[str]
    finish: re.Pattern[str]
    range: re.Pattern[str]
    until_end: re.Pattern[str]
    through_end: re.Pattern[str]
    from_end: re.Pattern[str]
    conjunction: re.Pattern[str]
    inclusive: re.Pattern[str]
    times: re.Pattern[str]
    duration: re.Pattern[str]
    until_word: re.Pattern[str]


@cache
def _cues(code: str) -> _Cues:
    lang = language(code)
    dates = lang["dates"]
    about = rf"(?:\s*{lang.fill(dates['about'])})?"
    times = rf"(?:\s*,?\s*(?:(?:at|on|el|a las)\s+)?{lang.fill(dates['times'])}\s*,?)*"
    the = rf"(?:\s*(?:{lang.fill(dates['the'])}))?"
    tail = rf"{about}{times}(?:\s*(?:on|el|of|del?)\b)?{about}{the}\s*\(?\s*"

    def ends(word: str) -> re.Pattern[str]:
        return re.compile(rf"\b{lang.fill(dates[word])}{tail}$")

    return _Cues(
        lang,
        lang.pattern("absence", "cue"),
        lang.pattern("absence", "self"),
        lang.pattern("absence", "reply"),
        lang.pattern("absence", "back"),
        lang.pattern("absence", "back_after"),
        lang.pattern("absence", "not_until"),
        lang.pattern("absence", "decoy_before"),
        lang.pattern("absence", "decoy_after"),
        lang.pattern("absence", "event_before"),
        lang.pattern("absence", "present_before"),
        lang.pattern("absence", "from_time_after"),
        lang.pattern("absence", "finish_before"),
        re.compile(rf"{times}\s*[,)]?\s*(-+>?|/|{lang.fill(dates['to'])}|{lang.fill(dates['and'])}|,|)\s*{tail}"),
        ends("until"),
        ends("through"),
        ends("from"),
        re.compile(rf"(?:,|{lang.fill(dates['and'])}|)"),
        re.compile(rf"^[\s,(]*{lang.fill(dates['inclusive'])}"),
        re.compile(rf"(?:\b|~\s?){lang.fill(dates['times'])}\s*,?\s*(?:on|el|of)?\s*$"),
        re.compile(rf"\b{lang.fill(dates['for_weeks'])}\b"),
        re.compile(rf"\b{lang.fill(dates['until'])}\b"),
    )


def read_absence(text: str, sentences: list[Sentence], written: date | None, *, default_day_first: bool, skip: Sequence[Span] = (), blanks: Sequence[Span] = (), respelled: Mapping[int, str] = {}) -> Absence:  # noqa: B006  (never changed)
    """Return what a text says of its author's absence.

    `written` is the day of writing; without it the years and weekdays that are not written out cannot be known and today is not guessed:
    the caller gives its own notion of today. `skip` are stretches that are no dates (phone numbers, addresses), `blanks` what still has to be filled in. `respelled` gives, by the start
    of a sentence, its lower-case form with misspelled words put right, so that "on vaccation" is understood.
    """
    today = written or date.today()
    groups: list[_Group] = []
    everything: list[Mention] = []
    for sentence in sentences:
        found = [m for m in mentions_in(text[sentence.start : sentence.end], sentence.lowered, sentence.language, sentence.start) if not _inside(m, skip)]
        everything += found
        if found:
            groups += _group(sentence, found)
    for group in groups:
        _note_blanks(group, blanks)
    _note_headers(text, groups)
    if not any(mention.dotted and mention.year for mention in everything):
        # "13.09." is a day beside "30.08.27", and the end of "version 3.11." elsewhere.
        for group in groups:
            group.mentions = [mention for mention in group.mentions if mention.year or not mention.dotted]
        groups = [group for group in groups if group.mentions]
        everything = [mention for mention in everything if mention.year or not mention.dotted]
    order = day_first(everything, today, default=default_day_first)
    return _Reading(today, order, sentences, respelled).read(groups)


def _inside(mention: Mention, skip: Sequence[Span]) -> bool:
    return any(span.start <= mention.start < span.end or span.start < mention.end <= span.end for span in skip)


def _group(sentence: Sentence, mentions: list[Mention]) -> list[_Group]:
    """Join the mentions of a sentence into ranges and lists."""
    cues = _cues(sentence.language.code)
    groups: list[_Group] = []
    low = sentence.start
    index = 0
    while index < len(mentions):
        members, link, timed = [mentions[index]], _Link.ALONE, False
        while index + 1 < len(mentions):
            gap = sentence.lowered[members[-1].end - low : mentions[index + 1].start - low]
            joined = _link(gap, members[-1], mentions[index + 1], cues)
            if joined is None or (link is not _Link.ALONE and joined is not link) or (joined is not _Link.LIST and len(members) > 1):
                break
            timed = bool(cues.times.search(gap))
            link = joined
            index += 1
            members.append(mentions[index])
        before = groups[-1].mentions[-1].end if groups else low
        lead = sentence.lowered[before - low : members[0].start - low]
        group = _Group(sentence, members, link, lead, "", timed_end=timed)
        groups.append(group)
        index += 1
    for number, group in enumerate(groups):
        stop = groups[number + 1].mentions[0].start if number + 1 < len(groups) else sentence.end
        group.trail = sentence.lowered[group.mentions[-1].end - low : stop - low]
        group.inclusive = bool(cues.inclusive.match(group.trail))
    return groups


def _note_blanks(group: _Group, blanks: Sequence[Span]) -> None:
    cues = _cues(group.sentence.language.code)
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


def _note_headers(text: str, groups: list[_Group]) -> None:
    """Let the header of a table's column lead the dates below it: `| Dates out | Back |`."""
    lines = text.split("\n")
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    for group in groups:
        row = next(number for number in range(len(lines)) if starts[number + 1] > group.mentions[0].start)
        mark = "|" if "|" in lines[row] else "\t"
        column = lines[row][: group.mentions[0].start - starts[row]].count(mark)
        header = row
        while header > 0 and lines[header - 1].count(mark) == lines[row].count(mark) > 0:
            header -= 1
        if header < row:
            group.lead = f"{lines[header].split(mark)[column].lower()}: "
            group.headed = True


_SINGLE_DAYS = frozenset(("date", "numeric", "day", "weekday", "holiday", "today", "tomorrow", "day-after", "end-of-month", "end-of-week", "that-day"))


def _link(gap: str, first: Mention, second: Mention, cues: _Cues) -> _Link | None:
    if second.shape == "vague" or first.shape == "vague":
        return None
    match = cues.range.fullmatch(gap)
    if not match:
        return None
    word = match.group(1)
    if word in ("", "/", ","):
        if word == "" and gap.strip() and not cues.times.search(gap):
            return None
        same = first.shape == second.shape or {first.shape, second.shape} <= {"date", "day", "numeric"}
        return _Link.LIST if same and first.shape in _SINGLE_DAYS else None
    if first.shape not in _SINGLE_DAYS or second.shape not in _SINGLE_DAYS:
        return None
    if cues.conjunction.fullmatch(word):
        return _Link.LIST
    return _Link.UNTIL if cues.until_word.fullmatch(word) and cues.language.code == "en" else _Link.RANGE


class _Reading:
    """Reads the groups of one text in order."""

    def __init__(self, written: date, first_is_day: bool, sentences: list[Sentence], respelled: Mapping[int, str]) -> None:
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

    def read(self, groups: list[_Group]) -> Absence:
        roles = [self._accepts(group) for group in groups]
        if not any(role >= 2 for role in roles):
            # Nothing speaks of an absence outright: a first-person sentence with a date is the next best.
            accepted = [group for group, role in zip(groups, roles, strict=True) if role == 1]
        else:
            accepted = [group for group, role in zip(groups, roles, strict=True) if role >= 2]
        for group in groups:
            if any(group is item for item in accepted):
                self._take(group)
            else:
                first = self._resolve(group.mentions[0])
                if first.first:
                    self.anchor = first
        self._durations()
        return self._result()

    def _accepts(self, group: _Group) -> int:
        """Return 2 if the group speaks of the absence, 1 if it may, 0 if not."""
        cues = _cues(group.sentence.language.code)
        lead, sentence = group.lead, group.sentence.lowered
        tail = lead[-60:]
        if cues.decoy.search(tail):
            return 0
        reply = _last(cues.reply, lead)
        if reply is not None and reply > max(_last(cues.back, lead) or -1, _last(cues.absence, lead) or -1) and not cues.until_end.search(lead):
            return 0  # the day of an answer, not of the absence
        if cues.decoy_after.match(group.trail) or (group.link is _Link.ALONE and cues.reply.match(group.trail.strip())):
            return 0
        if cues.event.search(tail) and not cues.absence.search(lead) and not cues.self.search(lead):
            return 0
        if cues.present.search(lead[-50:]) and group.link is _Link.ALONE and not cues.back.search(tail):
            return 0
        about = cues.absence.search(self.respelled.get(group.sentence.start, sentence)) is not None
        back = cues.back.search(sentence) is not None or (group.headed and cues.back.search(lead) is not None)
        about = about or (group.headed and cues.absence.search(lead) is not None)
        if group.mentions[0].shape == "holiday" and group.link is _Link.ALONE and not (about or back):
            return 0
        if about or back:
            return 2
        if cues.through_end.search(lead) or cues.until_end.search(lead):
            return 2 if cues.self.search(sentence) or len(lead.split()) <= 2 else 1
        if re.search(r"\bnot\s+$", lead):
            return 2
        if group.link in (_Link.RANGE, _Link.UNTIL) and (len(sentence) < 40 or cues.self.search(sentence)):
            return 2
        return 1 if cues.self.search(sentence) or len(sentence) < 40 else 0

    def _resolve(self, mention: Mention, after: date | None = None, before: date | None = None) -> Days:
        return resolve(mention, self.written, first_is_day=self.first_is_day, after=after, before=before, anchor=self.anchor)

    def _take(self, group: _Group) -> None:
        cues = _cues(group.sentence.language.code)
        vague = [mention for mention in group.mentions if mention.shape in ("vague", "this-week", "next-week", "rest-of-week", "end-of-month", "end-of-week")]
        self.vague += [Span(mention.start, mention.end) for mention in vague]
        if any(mention.shape == "vague" for mention in group.mentions):
            self._take_vague(group, cues)
            return
        direction = self._direction(group, cues)
        if group.link in (_Link.RANGE, _Link.UNTIL):
            self._take_range(group, direction)
        elif group.link is _Link.LIST and direction not in ("back", "until"):
            self._take_list(group)
        else:
            self._take_single(group, direction, cues)

    def _direction(self, group: _Group, cues: _Cues) -> str:
        """Say what the words before a group make of its (first) day: start, end, until, back, or plain."""
        lead = group.lead
        back = _last(cues.back, lead)
        until = cues.until_end.search(lead)
        if until and back is not None and cues.not_until.search(lead[: until.start()] + " "):
            return "back"
        if cues.back_after.match(group.trail):
            return "back"
        if cues.through_end.search(lead) and not (until and until.start() < cues.through_end.search(lead).start()):  # type: ignore[union-attr]
            return "end"
        if until:
            if group.inclusive:
                return "end"
            if cues.times.search(lead[until.start() :]):
                return "end" if re.search(cues.language.fill(cues.language["dates"]["end_of_day"]), lead[until.start() :]) else "back"
            return "until"
        away = _last(cues.absence, lead)
        if back is not None and (away is None or back >= away):
            return "back"
        if cues.from_end.search(lead):
            return "start"
        if away is None and (match := cues.back.search(group.trail[:30])) and not re.search(r"[,;.-]|\b(?:and|but|y|pero)\b", group.trail[: match.start()]):
            return "back"  # "on Monday I am back"
        return "plain"

    def _take_range(self, group: _Group, direction: str) -> None:
        first_mention, last_mention = group.mentions[0], group.mentions[-1]
        first = self._resolve(first_mention)
        if first_mention.year is None and last_mention.year is not None and first_mention.shape in ("date", "numeric"):
            end = self._resolve(last_mention)
            first = self._resolve(first_mention, before=end.first) if end.first else first
        last = self._resolve(last_mention, after=first.first)
        start_state = _stated(first_mention, first, first.first)
        end_state = _stated(last_mention, last, last.last)
        self.anchor = last if last.first else first
        if direction == "back":
            # "back Monday to Friday": the day back is the first.
            self.back = start_state
            return
        if group.link is _Link.UNTIL and not group.inclusive:
            self.spells.append((start_state, None))
            if group.timed_end:
                self.back = end_state
            else:
                self.until = end_state
        else:
            self.spells.append((start_state, end_state))
        self.start_of_last = first.first

    def _take_list(self, group: _Group) -> None:
        previous: Days = NO_DAYS
        stated: list[Stated] = []
        for mention in group.mentions:
            if mention.shape == "weekday" and mention.which == "" and any(m.which == "this-week" for m in group.mentions):
                mention = _with_which(mention, "this-week")
            days = self._resolve(mention, after=previous.last)
            stated.append(_stated(mention, days, days.first))
            previous = days if days.first else previous
            self.anchor = previous
        last = stated[-1]
        self.spells.append((stated[0], last))
        self.start_of_last = stated[0].day

    def _take_single(self, group: _Group, direction: str, cues: _Cues) -> None:
        mention = group.mentions[0]
        after = self.start_of_last if direction in ("back", "until", "end") and mention.shape in ("date", "numeric", "day", "weekday") else None
        if after is not None and mention.shape == "weekday" and self.spells and self.spells[-1][1] and self.spells[-1][1].day:
            after = self.spells[-1][1].day
        if after is not None and after < self.written and mention.shape == "weekday":
            after = None
        days = self._resolve(mention, after=after)
        if days.first:
            self.anchor = days
        whole = _stated(mention, days, days.first)
        if direction == "back":
            self.back = whole
        elif direction == "until":
            self.until = _stated(mention, days, days.last)
        elif direction == "end":
            self.spells.append((None, _stated(mention, days, days.last)))
        elif group.from_blank:
            self.spells.append((None, _stated(mention, days, days.last)))
        elif (direction == "start" or group.to_blank) and mention.shape not in ("week-of", "this-week", "next-week"):
            self.spells.append((whole, None))
            self.start_of_last = days.first
        elif cues.from_time.match(group.trail) or cues.finish.search(group.lead):
            self.spells.append((whole, None))
            self.start_of_last = days.first
        else:
            self.spells.append((whole, _stated(mention, days, days.last)))
            self.start_of_last = days.first

    def _take_vague(self, group: _Group, cues: _Cues) -> None:
        words = group.sentence.lowered[group.mentions[0].start - group.sentence.start : group.mentions[-1].end - group.sentence.start]
        if not re.search(rf"{cues.language.month}|\d|spring|summer|fall|autumn|winter|month|year|verano|invierno|otoño|primavera|mes|año", words):
            return
        if cues.back.search(group.lead) or cues.until_end.search(group.lead) or cues.until_word.search(words) or cues.through_end.search(group.lead):
            self.vague_end = True
        elif cues.from_end.search(group.lead):
            self.vague_start = True

    def _durations(self) -> None:
        """Give a start that has no end the length that its sentence states: "for two weeks"."""
        if not self.spells or self.until or self.back:
            return
        start, end = self.spells[-1]
        if start is None or start.day is None or end not in (None, start) and end is not None and end.day != start.day:
            return
        for sentence in self.sentences:
            if not sentence.start <= start.span.start <= sentence.end:
                continue
            cues = _cues(sentence.language.code)
            match = cues.duration.search(sentence.lowered)
            if match:
                day = _lasting(start.day, match.group(1), match.group(2), sentence.language)
                if day:
                    span = Span(sentence.start + match.start(), sentence.start + match.end())
                    self.spells[-1] = (start, Stated(day, span, start.mention))

    def _result(self) -> Absence:
        first = next((start for start, _ in self.spells if start), None)
        last_spell = self.spells[-1] if self.spells else (None, None)
        last = last_spell[1]
        if last and len(self.spells) > 1:
            last = max((end for _, end in self.spells if end and end.day), key=lambda end: end.day or date.min, default=last)
        stated = tuple(item for spell in self.spells for item in spell if item) + tuple(item for item in (self.back, self.until) if item)
        states_end = last is not None or self.back is not None or self.until is not None or self.vague_end
        spans = tuple((a.day if a else None, b.day if b else None) for a, b in self.spells)
        absence = Absence(
            first, last, self.back, self.until, tuple(self.vague), first is not None or self.vague_start, states_end, (), stated, spans
        )
        return _with_problems(absence, self.written)


def _with_which(mention: Mention, which: str) -> Mention:
    from dataclasses import replace

    return replace(mention, which=which)


def _stated(mention: Mention, days: Days, day: date | None) -> Stated:
    return Stated(day, Span(mention.start, mention.end), mention, days.mismatch, days.impossible, days.open_order)


def _last(pattern: re.Pattern[str], text: str) -> int | None:
    """Return where the last match of a pattern begins, or None."""
    at = None
    for match in pattern.finditer(text):
        at = match.start()
    return at


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


def _with_problems(absence: Absence, written: date) -> Absence:
    from dataclasses import replace

    problems: set[Problem] = set()
    if any(item.mismatch for item in absence.stated):
        problems.add(Problem.WEEKDAY_MISMATCH)
    if any(item.impossible for item in absence.stated):
        problems.add(Problem.IMPOSSIBLE_DATE)
    first, last, back = absence.first_day, absence.last_day, absence.return_day
    if first and last and last < first:
        problems.add(Problem.END_BEFORE_START)
    elif first and last and (last - first).days > IMPLAUSIBLE_SPAN:
        problems.add(Problem.IMPLAUSIBLE_SPAN)
    start_or_last = last if last and not (first and last < first) else first
    if back and start_or_last and back < start_or_last:
        problems.add(Problem.RETURN_BEFORE_END)
    latest = absence.latest
    if latest and latest < written and Problem.END_BEFORE_START not in problems:
        problems.add(Problem.STALE)
    return replace(absence, problems=tuple(sorted(problems)))
