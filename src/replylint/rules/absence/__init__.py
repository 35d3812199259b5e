"""Dates out: when somebody is away, so that people know when to expect them."""

from replylint.rules.absence.missing import MissingDates, MissingFirstDay, MissingLastDay, MissingReplyPromise
from replylint.rules.absence.unclear import AmbiguousDate, VagueDate
from replylint.rules.absence.wrong import EndBeforeStart, ImpossibleDate, Past, WeekdayMismatch

RULES = (
    MissingDates,
    MissingFirstDay,
    MissingLastDay,
    VagueDate,
    WeekdayMismatch,
    EndBeforeStart,
    ImpossibleDate,
    Past,
    AmbiguousDate,
    MissingReplyPromise,
)
