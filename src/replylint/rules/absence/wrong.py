"""Dates that cannot be right. Only the author can settle them, so the text stays as it is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from replylint.facts.absence import Problem
from replylint.model import Finding
from replylint.rules.absence.shared import AUTO_REPLY, each_stated, shown, written
from replylint.rules.base import Example, Rule, Subject, at, by_hand


class WeekdayMismatch(Rule):
    """The weekday matches the date.

    > Include dates out and who to contact if immediate assistance is needed

    Readers cannot know whether the weekday or the number is right; only the author does.
    """

    id = "absence.weekday-mismatch"
    kinds = AUTO_REPLY
    valid = (Example("I am out Tuesday, February 29, 2028.", written_on=date(2028, 2, 25)),)
    invalid = (
        Example("I am out until Friday, June 21, 2025.", written_on=date(2025, 6, 2)),
        Example("Back in the office Tues. 5/11.", written_on=date(2026, 5, 5)),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find dates that fall on another weekday than the one named."""
        if not subject.is_absence:
            return
        for stated in each_stated(subject):
            if stated.mismatch and stated.day and stated.mention.weekday is not None:
                named = _WEEKDAYS[stated.mention.weekday]
                message = f"Check the date. {shown(stated.day)} is a {_WEEKDAYS[stated.day.weekday()]}, not a {named}."
                yield at(stated.span, message, by_hand("only you know whether the weekday or the date is right"))


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NOVEMBER, _FEBRUARY = 11, 2
_WHICH_DAY = by_hand("only you know which day is meant")


class EndBeforeStart(Rule):
    """The days are in order: first day, last day, day back.

    > Include dates out and who to contact if immediate assistance is needed

    Often only the year was forgotten at the turn of the year.
    """

    id = "absence.end-before-start"
    kinds = AUTO_REPLY
    valid = (Example("I am out from 12/21/26 to 01/04/27."),)
    invalid = (
        Example("I am out from 12/21/26 to 01/04/26."),
        Example("I am out from 12/14/26 to 12/18/26, back on 12/16/26."),
        Example("I am out 12/14/2026 to 12/18/2029."),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find an end before the beginning, a return before the end, and absences of years."""
        absence = subject.facts.absence
        if not subject.is_absence:
            return
        first, last, back = absence.first, absence.last or absence.until, absence.back
        if Problem.END_BEFORE_START in absence.problems and first and last and first.day and last.day:
            over_new_year = first.day.month >= _NOVEMBER and last.day.month <= _FEBRUARY
            check = "Check the year" if over_new_year else "Check the dates"
            message = f"{check}. The last day, {shown(last.day)}, is before the first day, {shown(first.day)}."
            yield at(last.span, message, _WHICH_DAY)
        implausible = Problem.IMPLAUSIBLE_SPAN in absence.problems
        if implausible and first and last and first.day and last.day and not _is_far(subject, last.day):
            years = (last.day - first.day).days // 365
            message = f"Check the year. From {shown(first.day)} to {shown(last.day)} is {years} years."
            yield at(last.span, message, _WHICH_DAY)
        if Problem.RETURN_BEFORE_END in absence.problems and back and back.day:
            message = f"Check the dates. You say that you are back on {shown(back.day)}, but you are still out then."
            yield at(back.span, message, _WHICH_DAY)


class ImpossibleDate(Rule):
    """The date exists, and in a year that can be meant.

    > Include dates out and who to contact if immediate assistance is needed
    """

    id = "absence.impossible-date"
    kinds = AUTO_REPLY
    valid = (Example("I am out on 02/29/2028.", written_on=date(2028, 2, 1)),)
    invalid = (
        Example("On annual leave 15 June to 31 June.", written_on=date(2026, 6, 12)),
        Example("I am out 02/30/27."),
        Example("I am out 12/14/2026 to 12/18/2206."),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find days that no calendar has."""
        if not subject.is_absence:
            return
        for stated in each_stated(subject):
            if stated.impossible or (stated.day and _is_far(subject, stated.day)):
                words = written(subject, stated.span)
                what = f'There is no "{words}"' if stated.day is None else f'"{words}" is years away'
                yield at(stated.span, f"Check the date. {what}.", _WHICH_DAY)


def _is_far(subject: Subject, day: date) -> bool:
    """Return True if a day is in a year that no absence reaches."""
    return day.year > subject.facts.written_on.year + _FURTHEST


_FURTHEST = 10
"""Years ahead beyond which a year is a slip: 2062 for 2026."""


class Past(Rule):
    """The absence has not passed.

    > Include dates out and who to contact if immediate assistance is needed

    An old reply that is still on sends people away from someone who is back.
    """

    id = "absence.past"
    kinds = AUTO_REPLY
    valid = (
        Example("I am out from 12/14/26 to 12/18/26."),
        Example("I am out 12/11/26."),
        Example("I have been on leave since October 19 and will return in mid-February 2027."),
    )
    invalid = (Example("I am out of the office until June 21, 2024."),)

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find absences of which every day lies before the day of judging."""
        absence = subject.facts.absence
        latest = absence.latest
        if (
            not subject.is_absence
            or latest is None
            or latest >= subject.today
            or Problem.END_BEFORE_START in absence.problems
        ):
            return
        if any(stated.mismatch or stated.impossible for stated in absence.stated):
            return  # another rule reports the wrong date
        if subject.stands_in("date"):
            return  # a day that is still to be filled in may well lie ahead
        if absence.vague_end:
            return  # "since October 19, until mid-February": the end is vague, not past
        message = f"Turn the reply off, or give the new dates. The last one, {shown(latest)}, has passed."
        last = max(each_stated(subject), key=lambda item: item.day or date.min)
        yield at(last.span, message, by_hand("only you know the new dates"))
