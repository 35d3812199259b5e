"""Who owns a mailbox, and when its reply is set to be sent: what corrections may fill in besides the message itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

from replylint.directory import Directory, Entry
from replylint.model import Mailbox, Moment, Profile, Settings
from replylint.rules.schedule import instant_of, window_of
from replylint.tables import given_first, name_key
from replylint.times import settled_zone, zone_named

_NOON = time(12)


def profile_of(mailbox: Mailbox, profile: Profile, directory: Directory | None) -> Profile:
    """Return what is known of a mailbox's owner: from the staff list, and from the configuration if it is theirs.

    A loose file has no owner, so there the configured profile counts. Nobody's mailbox gets the details of another.
    """
    known_as = (mailbox.identity, mailbox.owner)
    name = given_first(mailbox.display)
    if not any((*known_as, name)):
        return profile
    entry = directory.owner(*known_as, name=name) if directory else None
    if entry is None:
        address = next((one for one in known_as if "@" in one), "")
        other = _differ(profile.email.lower(), address.lower()) or _differ(name_key(profile.name), name_key(name))
        return Profile() if other else profile
    if not _is_theirs(profile, entry):
        profile = Profile()
    return replace(
        profile,
        name=profile.name or entry.name,
        title=profile.title or entry.title,
        phone=profile.phone or entry.phone,
        extension=profile.extension or entry.extension,
        email=profile.email or entry.email,
    )


def _differ(one: str, other: str) -> bool:
    return bool(one and other and one != other)


def _is_theirs(profile: Profile, entry: Entry) -> bool:
    if profile.email:
        return profile.email.lower() in entry.addresses
    return bool(profile.name) and name_key(profile.name) == name_key(entry.name)


def days_set(mailbox: Mailbox, pack: Settings) -> tuple[date, date] | None:
    """Return the first and the last day out by the times between which a reply is set to be sent, or None.

    A reply that begins after noon is for the days from the next one on; one that ends before noon, for those before.
    """
    settings = mailbox.settings
    window = window_of(settings, pack)
    if settings is None or window is None or window.first is None or window.last is None:
        return None
    first = window.first + timedelta(days=_clock(mailbox, pack, settings.start) > _NOON)
    ends = _clock(mailbox, pack, settings.end)
    last = window.last - timedelta(days=time() < ends <= _NOON)
    return (first, last) if first <= last else (window.first, window.last)


def _clock(mailbox: Mailbox, pack: Settings, moment: Moment | None) -> time:
    """Return the time of day of a moment where the mailbox's people are."""
    zone = settled_zone(mailbox.settings, zone_named(pack.timezone)) if mailbox.settings else None
    instant = instant_of(moment, pack)
    return instant.at.astimezone(zone).time() if instant else time()
