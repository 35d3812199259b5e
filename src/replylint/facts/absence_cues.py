"""What the words around a group of days make of it: an absence or something else, its start, its end, the day back."""

from __future__ import annotations

import re
from collections.abc import Mapping

from replylint.facts.date_groups import Cues, Group, Link, cues_of
from replylint.facts.matching import last_start
from replylint.facts.promise import said_in
from replylint.patterns import compiled


def accepts(group: Group, respelled: Mapping[int, str]) -> int:
    """Return 2 if the group speaks of the absence, 1 if it may, 0 if not."""
    cues = cues_of(group.sentence.language.code)
    lead, sentence = group.lead, group.sentence.lowered
    place = group.mentions[0].start - group.sentence.start
    for aside in cues.aside.finditer(sentence):
        if aside.start() < place < aside.end():
            return 0
        sentence = sentence[: aside.start()] + " " * len(aside.group()) + sentence[aside.end() :]
    tail = lead[-60:]
    if (cues.decoy.search(tail) and not cues.until_end.search(tail)) or _is_reason(group, cues, tail):
        return 0
    if _is_of_an_answer(lead, cues):
        return 0
    if cues.decoy_after.match(group.trail) or (group.link is Link.ALONE and cues.reply.match(group.trail.strip())):
        return 0
    acts = group.link is Link.ALONE and _AUTHOR_ACTS.match(group.trail) is not None
    if acts and not cues.absence.search(sentence) and said_in(group.sentence) is not None:
        return 0  # "On Monday I'll go through my mail and write you back"
    event = cues.event.search(tail)
    if event is not None and not cues.self.search(lead) and not cues.absence.search(lead):
        at = place - len(tail) + event.start()
        if not any(match.start() <= at < match.end() for match in cues.absence.finditer(sentence)):
            return 0  # "the hearing on Monday", not "in a hearing on Monday"
    event = cues.event_is.search(tail)
    if event is not None and not cues.self.search(lead) and not cues.absence.search(lead[: -len(event.group())]):
        return int(group.link is Link.RANGE)  # "the workshop is on Monday"
    if group.link is Link.ALONE and cues.present.search(lead[-50:]) and not cues.back.search(tail):
        return 0
    if group.mentions[0].shape == "weekday" and group.link is Link.ALONE and sentence[place:].startswith(_PLURAL, 3):
        return 0  # "closed Sundays" is no day
    if group.mentions[0].shape == "weekday" and lead.rstrip().endswith(_RECURRING):
        return 0  # "payments are made every Thursday"
    if group.mentions[0].shape in ("weekday", "day") and not cues.self.search(sentence):
        hours = cues.opening_hours.search(sentence)
        if hours is not None and hours.start() <= place:
            return 0  # "Sat 9-1, closed Sun"
    if group.listed:
        return 2
    about = cues.absence.search(sentence) is not None
    if not about and (right := respelled.get(group.sentence.start)):
        about = cues.absence.search(right) is not None
    back = cues.back.search(sentence) is not None or (group.headed and cues.back.search(lead) is not None)
    about = about or (group.headed and cues.absence.search(lead) is not None)
    if group.mentions[0].shape == "holiday" and group.link is Link.ALONE and not (about or back):
        return 0
    if about or back:
        return 2
    if cues.through_end.search(lead) or cues.until_end.search(lead):
        return 2 if cues.self.search(sentence) or len(lead.split()) <= 2 else 1
    if cues.self.search(sentence) and re.search(r"\bnot\s+$", lead):
        return 2
    if group.link in (Link.RANGE, Link.UNTIL) and (len(sentence) < 40 or cues.self.search(sentence)):
        return 2
    return 1 if cues.self.search(sentence) or len(sentence) < 40 else 0


_AUTHOR_ACTS = compiled(
    r"[\s,]*(?:(?:morning|afternoon|evening|at noon|first thing)[\s,]*)?(?:i|we)(?:'ll| will| shall| am| are|'m|'re)\b"
)


def _is_reason(group: Group, cues: Cues, tail: str) -> bool:
    """Say whether a holiday only tells why the other days of its sentence are off: "closed July 5 for Independence Day"."""
    if group.mentions[0].shape != "holiday" or group.link is not Link.ALONE or not cues.reason.search(tail):
        return False
    begin, end = group.mentions[0].start - group.sentence.start, group.mentions[-1].end - group.sentence.start
    return len(group.lead) < begin or len(group.trail) < len(group.sentence.lowered) - end


def _is_of_an_answer(lead: str, cues: Cues) -> bool:
    """Say whether the words before a day make it that of an answer, not of the absence; "reopen and return calls on" is of both."""
    reply = last_start(cues.reply, lead)
    if reply is None or cues.until_end.search(lead):
        return False
    back = last_start(cues.back, lead)
    if back is not None and (back > reply or _ONE_WORD_AND.fullmatch(lead, back, reply)):
        return False
    return reply > (last_start(cues.absence, lead) or -1)


_RECURRING = (" every", " each", " every other", " cada", " todos los")
"""Words before a weekday that say that it comes again and again."""
_PLURAL = ("days", "sdays", "nesdays", "rsdays", "urdays")
_CLAUSE = compiled(r"[,;]")
_ONE_WORD_AND = compiled(r"[\w-]+ (?:and|y) (?:will )?")


def direction_of(group: Group, cues: Cues) -> str:
    """Say what the words before a group make of its (first) day: start, end, until, back, or plain."""
    lead = group.lead
    back = last_start(cues.back, lead)
    until = cues.until_end.search(lead)
    if until and back is not None and cues.not_until.search(lead[: until.start()] + " "):
        return "back"
    if cues.back_after.match(group.trail):
        return "back"
    if (through := cues.through_end.search(lead)) and not (until and until.start() < through.start()):
        return "end"
    if until:
        if group.inclusive:
            return "end"
        if cues.times.search(lead[until.start() :]):
            return (
                "end"
                if re.search(cues.language.fill(cues.language["dates"]["end_of_day"]), lead[until.start() :])
                else "back"
            )
        return "until"
    away = last_start(cues.absence, lead)
    if back is not None and (away is None or back >= away):
        return "back"
    if cues.from_end.search(lead):
        return "start"
    if (
        cues.absence.search(_CLAUSE.split(lead)[-1]) is None
        and (match := cues.back.search(group.trail[:30]))
        and not re.search(r"[,;.-]|\b(?:and|but|y|pero)\b", group.trail[: match.start()])
    ):
        return "back"  # "on Monday I am back"
    return "plain"
