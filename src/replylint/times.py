"""Time zones, and the calendar day of an instant in one."""

from __future__ import annotations

from datetime import date, tzinfo

from replylint.model import Moment, ReplySettings


def settled_zone(settings: ReplySettings, otherwise: tzinfo | None) -> tzinfo | None:
    """Return the zone in which the owner of a mailbox reads the clock: the mailbox's own, or else the one given."""
    return zone_named(settings.timezone) or otherwise


def zone_named(name: str) -> tzinfo | None:
    """Return a time zone by its IANA name or the name that Windows has for it (`Eastern Standard Time`), or None if there is none."""
    if not name:
        return None
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        try:
            from tzlocal.windows_tz import win_tz
        except ImportError:  # a page carries no more zones than it needs
            return None
        return ZoneInfo(win_tz[name]) if name in win_tz else None


def local_day(moment: Moment, zone: tzinfo | None) -> date:
    """Return the calendar day of an instant where its people are; that of the clock it is written by where no zone is known."""
    at = moment.at
    return (at.astimezone(zone) if zone and at.tzinfo else at).date()
