"""Is a name somebody to turn to, and what is written beside it?"""

from __future__ import annotations

import re

from replylint.facts.contact_things import Draft, Place
from replylint.facts.languages import CODES
from replylint.facts.layout import Sentence
from replylint.facts.matching import last_match
from replylint.facts.name_words import is_given, is_institution
from replylint.facts.people import Name
from replylint.facts.words import is_known
from replylint.patterns import compiled

_NEAR_CHANNEL = 60
"""Characters between a name and the number that is the person's."""
_NEAR_VERB = 45
"""Characters between "contact" and the name meant."""
_NEAR_COVER = 30
"""Characters between a name and "is covering for me"."""


_TASK = compiled(
    r"'?s?\s+(?:(?:direct|desk|office|work|cell|mobile|main|personal|rescue|booking|help)\s+)?(?:number|phone|cell|mobile|voicemail|inbox|e-?mail|address|problem|job|responsibility|task|area|turf|domain|department|world|baby|watch|show|territory|office|practice|team|desk|assistant|secretary|line|extension)\b(?!\s+(?:title|site))"
)
"""What belongs to somebody who sees to it."""


_SENTENCE_END = compiled(r"(?i)(?<!\btel)(?<!\bext)(?<!\bcel)(?<!\bph)(?<!\bext)[.!?]\s")


THANKS = compiled(r"\b(?:thanks?(?: you)?(?: so much| very much)? for|gra[cs]ias por|your|su|tu)\s*$")
"""Before "contacting the Parks Department" and "e-mail to the Registrar": these send nobody anywhere."""


_QUESTION = compiled(r"\?\s*$")
_US = compiled(r"\s+(?:me|us)\b")
_CRY = compiled(r"[!?]")
_POINTED = compiled(r"(?:[:→=]|->)\s*\(?$")
_JOINT = compiled(r"(?:\band|&|\bor|,|\b[oyeu](?:\s+al?)?)\s*$")
_TOPIC = compiled(r"(?:^|[.;\n•*-]\s*)([^:;.\n]{2,40}):\s*$")
_WHOSE = compiled(r"\b(?:my|our|the|mi|nuestr[oa])\s+[\w -]{2,30}$")
_DENIED = compiled(r"[.;!?]|\b(?:not|never|no)\b|n't\b")


_ROLE_BEHIND = compiled(r",\s*([A-Z][\w'-]*(?:[ ,-]+[A-Z][\w'-]*){0,4})(?=\s*(?:,|\(|at\b|on\b|\||-|$))")


def answers_a_question(folded: str, start: int) -> bool:
    """Say whether what begins at `start` answers a question before it: "Urgent? Lydia, x4119"."""
    return bool(_QUESTION.search(folded[max(0, start - 3) : start]))


def is_meant(place: Place, folded: str, last: Draft | None, *, announced: bool) -> bool:
    """Say whether a name is somebody to turn to: named by a verb, followed by a number, or said to cover.

    `last` is the contact before it; `announced` says that the sentence before announced a list.
    """
    name = place.thing.name
    assert name is not None
    lone = len(name.words) == 1 and not name.title and not is_given(name.text)
    if place.before.endswith(_BEFORE):
        return False  # "a hearing before Judge Ito"
    if place.sentence.language.pattern("contacts", "introduces").search(place.all_before):
        return False  # "this is Big Ed"
    if place.sentence.language.pattern("contacts", "left").match(place.after):
        return False  # "Robin has left the company"
    if _is_thanked(place) and not _has_channel(place, name, folded):
        return False
    if lone and _heads_topic(place, folded):
        return False
    if lone and (_heads_instruction(place, folded) or _is_its_mailbox(place)):
        return False
    if len(name.words) == 1 and not name.title and _is_of_a_thing(place, folded):
        return False
    if _has_channel(place, name, folded):
        return True
    if lone and folded[name.span.end : name.span.end + 1] in (":", ">"):
        return False
    verb = last_match(place.cues.verb, place.all_before)
    if verb is not None and THANKS.search(place.all_before[: verb.start()]):
        verb = None
    if verb is not None and _US.match(place.all_before[verb.end() :]):
        verb = None if name.complete else verb
        if verb is not None:
            return False
    return (
        _named_by(verb, place, name, lone=lone)
        or _covers(place)
        or _labelled(place)
        or (announced and _heads_line(place, name))
        or _pointed_at(place, name, last, announced=announced)
        or _listed_below(place, name, last)
        or _sent_to_by_pronoun(place, name)
        or _enumerated(place, last)
        or (answers_a_question(folded, place.sentence.start) and not place.before.strip() and not lone)
    )


def _is_thanked(place: Place) -> bool:
    """Return True if a name is only thanked or greeted: "Thanks to Skip for covering", not "Thanks to Skip, who is covering"."""
    thanked = place.sentence.language.pattern("contacts", "thanked").search(place.all_before)
    return (
        thanked is not None
        and not place.cues.verb.search(place.all_before[thanked.end(1) :])
        and not _WHO.search(place.after)
    )


_WHO = compiled(r"\b(?:who|is|are|will|has|can|quien|está|es|puede)\b")

_BULLETS = " \t•*-"
_LONGEST_TOPIC = 40
"""Characters of a topic before the last of its words that could be a name."""
_COUNTED = compiled(r"\(?[a-z0-9][.)](?:\s.{0,40})?")
"""How a line of a counted list begins: `(a) mooring data or`."""
_OF_TOPIC = compiled(r"([^\d@:\n]{0,60}):")


def _heads_topic(place: Place, folded: str) -> bool:
    """Say whether a word begins the topic of a list's line: "Streamflow data: the help desk", "Voluntariado: voluntarios@…"."""
    start, end = place.thing.span
    before = folded[max(folded.rfind("\n", 0, start), start - _LONGEST_TOPIC - 1) + 1 : start].strip(_BULLETS).lower()
    if before in ("for", "para") and folded[end:].startswith((" of ", " de ")):
        return True
    topic = _OF_TOPIC.match(folded, end, place.sentence.end)
    if topic is None or (before and not _COUNTED.fullmatch(before)):
        return False
    word = folded[start:end]
    return bool(topic.group(1)) or word[:-1].isupper() or any(is_known(word.lower(), code) for code in CODES)


_BEFORE = ("before ", "ante el ", "ante la ")


def _is_its_mailbox(place: Place) -> bool:
    """Say whether a word is a team that a mailbox is named after: "Crewing, crewing@…"."""
    following, word = place.following, place.thing.name.text.lower() if place.thing.name else ""
    return following is not None and following.email.lower().startswith(f"{word}@") and is_known(word, "en")


def _is_of_a_thing(place: Place, folded: str) -> bool:
    """Say whether a lone word names a thing or a topic: "the Bexley children's desk", "Timetabling: geog@…"."""
    if place.all_before.endswith("the "):
        return True
    headed = folded[place.thing.span.end : place.thing.span.end + 1] == ":"
    return headed and folded[place.thing.span.start : place.thing.span.end].endswith(_TOPIC_ENDINGS)


_TOPIC_ENDINGS = ("ing", "ings", "tion", "ology", "ance", "ity", "ness", "ción")


def _heads_instruction(place: Place, folded: str) -> bool:
    """Say whether a word is a topic, not a name: "Volunteers: write to …"."""
    following = place.following
    if following is None or folded[place.thing.span.end : place.thing.span.end + 1] != ":":
        return False
    return place.cues.verb.search(folded[place.thing.span.end : following.span.start].lower()) is not None


def _has_channel(place: Place, name: Name, folded: str) -> bool:
    following = place.following
    if following is None or not (
        following.phone or following.email or (following.blank and following.blank.fact in ("phone", "email"))
    ):
        return False
    gap = folded[name.span.end : following.span.start]
    gap = place.sentence.language.pattern("contacts", "relative").sub(",", gap)
    if len(gap) > _NEAR_CHANNEL or _SENTENCE_END.search(gap):
        return False
    return place.cues.own.search(gap.lower()) is None  # "about Hargrove, text me, 720-555-0147"


def _named_by(verb: re.Match[str] | None, place: Place, name: Name, *, lone: bool) -> bool:
    if verb is None:
        return False
    between = place.all_before[verb.end() :]
    if len(between) > _NEAR_VERB or _CRY.search(between):
        return False
    return name.complete or len(between.split()) <= (1 if lone else 5)


def _covers(place: Place) -> bool:
    """Return True if a person is said to stand in: "Ann Lee is covering for me", "my backup is Ann Lee"."""
    name, before = place.thing.name, place.all_before.rstrip()
    by = last_match(place.sentence.language.pattern("contacts", "covered_by"), before)
    if by is not None and by.end() == len(before) and name and (name.complete or name.title or is_given(name.text)):
        return True
    covers = place.cues.covers.search(place.after)
    if covers is None or covers.start() > _NEAR_COVER:
        return False
    return not _DENIED.search(place.after[: covers.end()])


def _labelled(place: Place) -> bool:
    label = last_match(place.cues.label, place.all_before)
    return label is not None and len(place.all_before) - label.end() <= 30


def _heads_line(place: Place, name: Name) -> bool:
    if place.sentence.lowered.rstrip().endswith("!"):
        return False
    alone = len(place.things) == 1 and place.sentence.end - name.span.end <= 20
    return not place.before.strip(" •*-") and (name.complete or alone)


def _pointed_at(place: Place, name: Name, last: Draft | None, *, announced: bool) -> bool:
    pointed = _POINTED.search(place.before)
    if not pointed:
        return False
    listed = announced or (last is not None and place.sentence.block == last.block)
    return (
        name.complete
        or (last is not None and place.sentence.line == last.line)
        or (listed and (bool(name.title) or is_given(name.text)))
    )


def _listed_below(place: Place, name: Name, last: Draft | None) -> bool:
    """Say whether a line of a list goes on like the one before it, which names a contact: `* Dog licenses - Teddy in the annex`."""
    return (
        goes_on_listing(place.sentence, last)
        and (name.complete or is_given(name.words[0]))
        and _LISTED.fullmatch(place.all_before) is not None
    )


def goes_on_listing(sentence: Sentence, last: Draft | None) -> bool:
    """Say whether a line of a list is right below one that names a contact."""
    return (
        last is not None
        and last.block == sentence.block
        and sentence.line - last.line == 1
        and _LISTED.match(sentence.lowered) is not None
    )


_LISTED = compiled(r"\W*[^:;.\n]{2,40}?(?:\s[-–—]+|:)\s+")


def _sent_to_by_pronoun(place: Place, name: Name) -> bool:
    """Say whether a name is followed by words that send people to this person: "Jodie has the list so text her"."""
    if place.following is not None or not (name.complete or is_given(name.words[0])):
        return False
    return any(
        place.cues.pronoun.match(place.after, verb.end() + 1) is not None
        for verb in place.cues.verb.finditer(place.after)
    )


def _enumerated(place: Place, last: Draft | None) -> bool:
    """Say whether a name follows a contact with `and`, `or` or a comma."""
    return (
        last is not None
        and last.line == place.sentence.line
        and last.end >= place.sentence.start
        and bool(_JOINT.search(place.before))
    )


def is_their_job(place: Place) -> bool:
    """Say whether something is said to be a person's task, with a number or address behind: "are Doug Fox's problem now, …"."""
    following = place.following
    return following is not None and following.name is None and _TASK.match(place.after) is not None


def is_slipped_role(place: Place, folded: str) -> bool:
    """Say whether a lone name is a misspelled role before the name itself: `Administrative Assistent, Winston Bly`."""
    name = place.thing.name
    following = place.following.name if place.following else None
    return (
        name is not None
        and bool(name.title)
        and len(name.words) == 1
        and following is not None
        and is_institution(name.title.split()[0])
        and bool(re.fullmatch(r",\s+", folded[name.span.end : following.span.start]))
    )


def role_beside(place: Place, text: str, folded: str) -> str:
    """Return the role written beside a name: a list's topic before it, a title after a comma, "my colleague"."""
    name = place.thing.name
    assert name is not None
    start = place.sentence.start
    topic = _TOPIC.search(place.all_before)
    if topic and not place.cues.label.search(topic.group(0)):
        return text[start + topic.start(1) : start + topic.end(1)].strip(" \t•*-")
    end = name.span.end
    tail = _ROLE_BEHIND.match(folded[end : place.sentence.end])
    if tail:
        return text[end + tail.start(1) : end + tail.end(1)].strip()
    around = _WHOSE.search(place.all_before.rstrip(" ,:"))
    if around is None or around.group().endswith((" and", " or", " y")):
        return ""
    return text[start + around.start() : start + around.end()].strip()
