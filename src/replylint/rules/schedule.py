"""Settings against text: what will really be sent, to whom, and when."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from replylint.model import Finding, Moment, ReplySettings, Settings, Severity, State
from replylint.rules.base import Example, Rule, Subject
from replylint.times import local_day, settled_zone, zone_named

_EARLY = timedelta(days=5)
"""How long before the first day out a reply may begin: the last day at work, be it before a long weekend."""
_LATE = timedelta(days=5)
"""How long after the last day out a reply may go on, where no day back is stated: until after a long weekend."""


class Window(NamedTuple):
    """The first and the last calendar day on which a reply is sent; None where it has no such bound."""

    first: date | None
    last: date | None


def window_of(settings: ReplySettings | None, pack: Settings) -> Window | None:
    """Return the days of a scheduled reply where its people are, or None if it is not scheduled or they are not settled.

    Times that name no zone, as in CSV, are those of the pack's zone.
    """
    if settings is None or settings.state is not State.SCHEDULED:
        return None
    zone = settled_zone(settings, zone_named(pack.timezone))
    start, end = instant_of(settings.start, pack), instant_of(settings.end, pack)
    moments = [moment for moment in (start, end) if moment]
    if not moments or any(moment.day_first or not (moment.at.tzinfo and zone) for moment in moments):
        return None
    first = local_day(start, zone) if start else None
    # Nothing is sent from the end on, so at midnight the day before is the last.
    last = local_day(end._replace(at=end.at - timedelta(seconds=1)), zone) if end else None
    return Window(first, last)


def instant_of(moment: Moment | None, pack: Settings) -> Moment | None:
    """Return an instant with a zone: its own, or else the pack's, if that has one."""
    zone = zone_named(pack.timezone)
    if moment is None or moment.at.tzinfo is not None or zone is None:
        return moment
    return moment._replace(at=moment.at.replace(tzinfo=zone))


def unsettled(settings: ReplySettings | None, pack: Settings) -> str:
    """Return what has to be told before the days of a scheduled reply are known; empty if nothing has."""
    if settings is None or settings.state is not State.SCHEDULED or window_of(settings, pack) is not None:
        return ""
    moments = [moment for moment in (settings.start, settings.end) if moment]
    if any(moment.day_first for moment in moments):
        return "The export does not say whether 6/1 is in June or in January; say --date-order"
    return "The export does not say in which time zone its times are; give --export-timezone" if moments else ""


class _Scheduled(Rule):
    """A rule about the days on which a reply is sent."""

    examines = "mailbox"
    needs = "days"
    unchecked = "are the replies sent on the days that they name?"


class ExternalOff(Rule):
    """People outside get the reply as well.

    > Use both *internal* and *external* tabs with same message
    """

    id = "schedule.external-off"
    examines = "mailbox"
    valid = (Example("I am out 12/14/26.", external="I am out 12/14/26."),)
    invalid = (Example("I am out 12/14/26.", external="I am out 12/14/26.", answers_outside=False),)

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find mailboxes whose reply is on, but for people outside."""
        settings = subject.mailbox.settings if subject.mailbox else None
        if settings and settings.state in (State.ON, State.SCHEDULED) and settings.answers_outside is False:
            yield Finding(
                f"Switch on replies to people outside the {subject.settings.noun}. Right now only colleagues get one."
            )


class DatesDiffer(_Scheduled):
    """The reply is sent on the days that it names.

    > Include dates out and who to contact if immediate assistance is needed

    It may begin some days before the first day out, and go on until the day back.
    """

    id = "schedule.dates-differ"
    valid = (
        Example("I am out from 12/14/26 to 12/18/26.", sent_from=date(2026, 12, 14), sent_until=date(2026, 12, 18)),
        Example("I am out until Monday, 12/21/26.", sent_from=date(2026, 12, 12), sent_until=date(2026, 12, 20)),
    )
    invalid = (
        Example("I am out from 12/14/26 to 12/18/26.", sent_from=date(2026, 12, 14), sent_until=date(2026, 12, 16)),
        Example("I am back on 12/21/26.", sent_from=date(2026, 12, 14), sent_until=date(2027, 1, 8)),
        Example("I am out from 12/14/26 to 12/18/26.", sent_from=date(2026, 12, 16), sent_until=date(2026, 12, 18)),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find replies that begin or end on other days than they say."""
        window = window_of(subject.mailbox.settings, subject.settings) if subject.mailbox else None
        if window is None:
            return
        for index, facts in enumerate(subject.others):
            absence = facts.absence
            if not facts.text.strip() or len(absence.spans) > 1:
                continue
            said = _differences(window, absence.first_day, absence.last_day, absence.return_day, absence.until_day)
            for message in said:
                yield Finding(message, document=index)
            if said:
                return  # the other tab says the same, or parity speaks of it


def _differences(
    window: Window, first: date | None, last: date | None, back: date | None, until: date | None
) -> list[str]:
    found = []
    if first and window.first:
        if window.first > first:
            found.append(
                f"Let the reply begin on {_day(first)}, the first day out in your message. It is set to begin on {_day(window.first)}."
            )
        elif window.first < first - _EARLY:
            found.append(
                f"Your message says you are out from {_day(first)}, but the reply is set to begin on {_day(window.first)}. Make them the same."
            )
    needed = last or (back - timedelta(days=1) if back else None) or (until - timedelta(days=1) if until else None)
    if window.last and needed:
        latest = back or (last or until or needed) + _LATE
        # A weekend before the day back needs no reply.
        if window.last < needed and not _only_weekend(window.last, needed):
            found.append(
                f"Let the reply go on until {_day(needed)}. It is set to stop after {_day(window.last)}, before your message says you are back."
            )
        elif window.last > latest:
            found.append(
                f"Let the reply stop when you are back. Your message says {_day(back or needed)}, but the reply is set to go on until {_day(window.last)}."
            )
    return found


def _only_weekend(last: date, needed: date) -> bool:
    """Say whether only a Saturday and a Sunday lie behind `last`, up to `needed`."""
    days = [last + timedelta(days=number) for number in range(1, min((needed - last).days, 3) + 1)]
    return (needed - last).days <= 2 and all(day.weekday() >= 5 for day in days)


def _day(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"


class NoEnd(Rule):
    """A reply that names its end is set to stop then.

    > Include dates out and who to contact if immediate assistance is needed
    """

    id = "schedule.no-end"
    examines = "mailbox"
    severity = Severity.WARNING
    valid = (
        Example("I am out from 12/14/26 to 12/18/26.", sent_from=date(2026, 12, 14), sent_until=date(2026, 12, 18)),
        Example("Thank you for your message. I will answer within one business day.", switched_on=True),
    )
    invalid = (Example("I am out from 12/14/26 to 12/18/26.", switched_on=True),)

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find replies that go on until somebody switches them off, though they name a last day."""
        settings = subject.mailbox.settings if subject.mailbox else None
        if settings is None or not settings.tells_times or settings.state in (None, State.OFF):
            return
        if settings.state is State.SCHEDULED and (settings.end is not None or settings.start is None):
            return
        for index, facts in enumerate(subject.others):
            last = facts.absence.last_day or facts.absence.return_day or facts.absence.until_day
            if last is not None:
                yield Finding(
                    f"Set the reply to stop by itself. Your message ends on {_day(last)}, but the reply goes on until somebody switches it off.",
                    document=index,
                )
                return


class Expired(_Scheduled):
    """A reply that is switched on is still sent.

    > Include dates out and who to contact if immediate assistance is needed
    """

    id = "schedule.expired"
    valid = (Example("I am out 12/14/26.", sent_from=date(2026, 12, 14), sent_until=date(2026, 12, 14)),)
    invalid = (Example("I am out 12/1/26.", sent_from=date(2026, 12, 1), sent_until=date(2026, 12, 1)),)

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find replies whose end has passed."""
        window = window_of(subject.mailbox.settings, subject.settings) if subject.mailbox else None
        if window and window.last and window.last < subject.now:
            yield Finding(
                f"Switch the reply off, or set new days. Its time ended on {_day(window.last)}, so nobody gets it any more."
            )


class TooLong(_Scheduled):
    """A reply is not set for longer than people are away.

    > Include dates out and who to contact if immediate assistance is needed
    """

    @dataclass(frozen=True)
    class Options:
        """Options of the rule."""

        days: int = 100
        """The most days that a reply may be set for; twelve weeks of family leave are 84."""

    id = "schedule.too-long"
    severity = Severity.WARNING
    valid = (Example("I am out until 12/18/26.", sent_from=date(2026, 12, 14), sent_until=date(2026, 12, 18)),)
    invalid = (Example("I am out until 12/18/26.", sent_from=date(2026, 12, 14), sent_until=date(2027, 12, 18)),)

    @property
    def _most(self) -> int:
        return self.options.days if isinstance(self.options, self.Options) else self.Options().days

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find replies that are set for longer than the option allows."""
        window = window_of(subject.mailbox.settings, subject.settings) if subject.mailbox else None
        if window and window.first and window.last and (window.last - window.first).days + 1 > self._most:
            yield Finding(
                f"Check how long the reply is set for: {(window.last - window.first).days + 1} days, from {_day(window.first)} to {_day(window.last)}."
            )


RULES = (ExternalOff, DatesDiffer, NoEnd, Expired, TooLong)
