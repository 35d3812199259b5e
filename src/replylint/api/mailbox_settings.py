"""What a mail system is asked to set for a reply, and where what it has set differs from that.

Microsoft Graph: `automaticRepliesSetting` of `PATCH /me/mailboxSettings` ("Update user mailbox settings", v1.0).
Gmail: `VacationSettings` of `PUT /users/me/settings/vacation` (users.settings.updateVacation, v1).

Both systems store their own HTML: Exchange wraps a text in `<html><body>`, Gmail sanitizes it. So texts are compared by what a
reader sees of them: words, pictures, link targets.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from difflib import SequenceMatcher
from html import escape
from typing import Any

from replylint.api.shapes import Mismatch, Part, Reply, Schedule, Text
from replylint.errors import InputError
from replylint.model import Document, Moment
from replylint.sources import gmail, graph
from replylint.sources.fields import reply as reply_of
from replylint.tables import clipped, fold, squeeze

OUTLOOK = "automaticRepliesSetting"
_GMAIL = "enableAutoReply"
_SUBJECT = {"en": "Out of office", "es": "Fuera de la oficina"}
_MESSAGES = {"internalReplyMessage": Part.INTERNAL, "externalReplyMessage": Part.EXTERNAL}
_AROUND = 2
"""Words that are shown before the first that differs."""
_LONGEST_EXCERPT = 120
_NOT_READ = "The mail system did not say what it has set."


def outlook_settings(inside: str, outside: str, schedule: Schedule | None) -> dict[str, Any]:
    """Return the body for Graph: both messages as HTML, for everyone. Without an end the reply is on until it is turned off."""
    scheduled = schedule is not None and schedule.start and schedule.end
    setting: dict[str, Any] = {
        "status": "scheduled" if scheduled else "alwaysEnabled",
        "externalAudience": "all",
        "internalReplyMessage": inside,
        "externalReplyMessage": outside,
    }
    if schedule is not None and scheduled:
        setting["scheduledStartDateTime"] = _graph_time(schedule.start)
        setting["scheduledEndDateTime"] = _graph_time(schedule.end)
    return {OUTLOOK: setting}


def gmail_settings(message: str, language: str, schedule: Schedule | None) -> dict[str, Any]:
    """Return the body for Gmail: one message as HTML, for everyone, with a subject in the message's language."""
    vacation: dict[str, Any] = {
        _GMAIL: True,
        "responseSubject": subject_in(language),
        "responseBodyHtml": message,
        "restrictToContacts": False,
        "restrictToDomain": False,
    }
    for name, moment in (("startTime", schedule.start), ("endTime", schedule.end)) if schedule else ():
        if moment:
            vacation[name] = str(int(in_utc(moment).timestamp() * 1000))
    return vacation


def settings_of(reply: Reply, language: str, schedule: Schedule | None) -> dict[str, Any]:
    """Return the body for the system of a reply. Raises InputError if the reply has no text, or two for a system that sends one."""
    texts = [one for one in reply.texts if one.part is not Part.SIGNATURE and one.content.strip()]
    if not texts:
        raise InputError("There is no message to set. Write your reply first.")
    if reply.system == "gmail":
        if len({one.content for one in texts}) > 1:
            raise InputError("Gmail sends one message to everyone. Make both messages the same.")
        return gmail_settings(_html(texts[0]), language, schedule)
    if len(texts) == 1 and texts[0].part is not Part.MESSAGE:
        raise InputError("Outlook sends one message inside and one outside. Write both.")
    return outlook_settings(_html(texts[0]), _html(texts[-1]), schedule)


def subject_in(language: str) -> str:
    """Return the subject of a reply in a language."""
    return _SUBJECT.get(language, _SUBJECT["en"])


def in_utc(moment: str) -> datetime:
    """Return a moment of a schedule in UTC; one without a time zone counts as UTC. Raises InputError if it is not one."""
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        raise InputError(f"“{moment[:40]}” is not a time. Write it as 2026-12-14T08:00:00-05:00.") from None
    return at.astimezone(UTC) if at.tzinfo else at.replace(tzinfo=UTC)


def _graph_time(moment: str) -> dict[str, str]:
    """Return a dateTimeTimeZone of Graph, in UTC."""
    return {"dateTime": f"{in_utc(moment):%Y-%m-%dT%H:%M:%S}.0000000", "timeZone": "UTC"}


def _html(text: Text) -> str:
    return text.content if text.markup else f"<div>{escape(text.content.strip())}</div>".replace("\n", "<br>\n")


def mismatches(sent: Mapping[str, Any], found: Mapping[str, Any]) -> tuple[Mismatch, ...]:
    """Return where settings that were read differ from those that were sent; what was not sent may be anything.

    Raises InputError if what was read holds no settings of that system.
    """
    if OUTLOOK in sent:
        there = found.get(OUTLOOK)
        if not isinstance(there, Mapping) or "status" not in there:
            raise InputError(_NOT_READ)
        return tuple(_in_outlook(sent[OUTLOOK], there))
    if _GMAIL not in sent or not ({_GMAIL, "restrictToContacts"} & found.keys()):
        raise InputError(_NOT_READ)
    return tuple(_in_gmail(sent, found))


def _in_outlook(sent: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[Mismatch]:
    """Compare two `automaticRepliesSetting`. Microsoft's own pages have `scheduled` and `Scheduled`, so case does not count."""
    for name, what in (("status", "state"), ("externalAudience", "audience")):
        pair = [str(one.get(name, "")) for one in (sent, found)]
        if name in sent and pair[0].lower() != pair[1].lower():
            yield Mismatch(what, None, *pair)
    for name, what in (("scheduledStartDateTime", "start"), ("scheduledEndDateTime", "end")):
        if name in sent:
            yield from _moments(what, graph.instant(sent[name]), graph.instant(found.get(name)))
    for name, part in _MESSAGES.items():
        if name in sent:
            yield from _texts(part, *(reply_of(str(one.get(name) or ""), (), markup=True) for one in (sent, found)))


def _in_gmail(sent: Mapping[str, Any], found: Mapping[str, Any]) -> Iterator[Mismatch]:
    """Compare two `VacationSettings`, of which Gmail leaves out what is false or empty."""
    for name, what in ((_GMAIL, "state"), ("restrictToContacts", "audience"), ("restrictToDomain", "audience")):
        pair = [gmail.is_true(one.get(name)) for one in (sent, found)]
        if pair[0] != pair[1]:
            yield Mismatch(what, None, *(str(one).lower() for one in pair))
    for name, what in (("startTime", "start"), ("endTime", "end")):
        yield from _moments(what, gmail.instant(sent.get(name)), gmail.instant(found.get(name)))
    subjects = [squeeze(str(one.get("responseSubject") or "")) for one in (sent, found)]
    if subjects[0] != subjects[1]:
        yield Mismatch("subject", None, *subjects)
    yield from _texts(Part.MESSAGE, *(gmail.body(dict(one), ()) for one in (sent, found)))


def _moments(what: str, sent: Moment | None, found: Moment | None) -> Iterator[Mismatch]:
    """Compare two instants to the minute. One whose zone is not known here equals none."""
    pair = [_minute(one) for one in (sent, found)]
    if pair[0] != pair[1]:
        yield Mismatch(what, None, *pair)


def _minute(moment: Moment | None) -> str:
    if moment is None:
        return ""
    at = moment.at
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%MZ}" if at.tzinfo else f"{at:%Y-%m-%dT%H:%M}"


def _texts(part: Part, sent: Document, found: Document) -> Iterator[Mismatch]:
    ours, theirs = (squeeze(fold(one.text)).split() for one in (sent, found))
    if ours != theirs:
        yield Mismatch("text", part, *_excerpts(ours, theirs))
    for what, values in (("picture", _pictures), ("link", _links)):
        for gone in (Counter(values(sent)) - Counter(values(found))).elements():
            yield Mismatch(what, part, clipped(gone, _LONGEST_EXCERPT), "")


def _pictures(document: Document) -> list[str]:
    return [one.alt or one.source for one in document.pictures]


def _links(document: Document) -> list[str]:
    return [one.target for one in document.links]


def _excerpts(ours: list[str], theirs: list[str]) -> tuple[str, str]:
    """Return the first words that differ, of both, with a few words before them."""
    codes = SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes()
    _, i, j, k, m = next(code for code in codes if code[0] != "equal")
    before = ours[max(0, i - _AROUND) : i]
    return tuple(clipped(" ".join([*before, *words]), _LONGEST_EXCERPT) for words in (ours[i:j], theirs[k:m]))  # type: ignore[return-value]
