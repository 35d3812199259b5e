"""What templates are filled with: the facts of the message, the owner's profile, the staff list. Nothing else."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from replylint.directory import Directory, Entry
from replylint.facts import Contact, Facts, Phone
from replylint.facts.languages import Language
from replylint.facts.people import names_in
from replylint.facts.signature import Signature
from replylint.facts.signature_remarks import Remark
from replylint.facts.signature_words import signature_words
from replylint.model import Profile
from replylint.patterns import compiled
from replylint.rules.signature.parts import is_another
from replylint.tables import fold, name_key

_CALENDAR = ("date", "numeric", "holiday")
"""The ways to write a day that mean the same whenever they are read."""


def values(
    facts: Facts, profile: Profile, directory: Directory | None, days_set: tuple[date, date] | None = None
) -> dict[str, Any]:
    """Return the values for a template. What is unknown is empty, so that the template leaves a blank.

    `days_set` are the days of the reply's settings, which count where the message names no day at all.
    """
    language = facts.language
    absence = facts.absence
    # What is wrong with the days only the author can settle: then they are written as they are.
    doubtful = bool(absence.problems) or any(item.mismatch or item.impossible for item in absence.stated)

    as_written: list[str] = []

    def day(name: str) -> str:
        stated = getattr(absence, name)
        if stated is None or _is_vague(facts, stated.span):
            return ""
        if not stated.span.start <= stated.mention.start < stated.span.end:
            return ""  # worked out from a length of time: "from the 3rd, for six weeks"
        shape = stated.mention.shape
        known = shape in _CALENDAR or (
            facts.document.written_on is not None and shape != "day"
        )  # "the 3rd" of which month?
        if doubtful or stated.day is None or not known:
            if shape not in _CALENDAR:
                as_written.append(name)
            return " ".join(facts.text[stated.span.start : stated.span.end].split())
        return written(stated.day, facts)

    days = {name: day(name) for name in ("first", "last", "back", "until")}
    if days_set and not absence.stated and days_set[1] >= facts.today:
        days |= {"first": written(days_set[0], facts), "last": written(days_set[1], facts)}
    return {
        "absence": days | {"relative": as_written},
        "contacts": [_contact(contact, facts, directory) for contact in facts.contacts]
        or [
            {
                "name": profile.backup_name or language["written"]["name"],
                "topic": "",
                "reach": _backup(profile, language),
            }
        ],
        "own": own(facts, profile, directory),
        "profile": profile,
        "settings": facts.settings,
        "speaker": facts.speaker,
        "absent": facts.absent_person,
        "unread": facts.says_unread,
        "promised": facts.promise is not None,
        "closing": _closing(facts),
    }


def written(day: date | None, facts: Facts) -> str:
    """Return a day as a corrected message writes it: `12/31/26` as in the standard's example.

    Where readers put the day first that would be another day, so the month is a word, as it always is in Spanish.
    """
    if day is None:
        return ""
    return in_language(day, facts.language, day_first=facts.day_first)


def in_language(day: date, language: Language, *, day_first: bool) -> str:
    """Return a day as messages in a language write it, for readers who put the day first or not."""
    words = language["written"]
    shape: str = words["date_in_words"] if day_first else words["date"]
    name = language["dates"]["months"][day.month - 1][0]
    return shape.format(
        month=f"{day:%m}",
        day=f"{day:%d}",
        year=f"{day:%y}",
        number=day.day,
        name=name,
        Name=name.capitalize(),
        century=day.year,
    )


def _is_vague(facts: Facts, span: Any) -> bool:
    return any(item == span for item in facts.absence.vague)


def _backup(profile: Profile, language: Language) -> str:
    words: dict[str, str] = language["written"]
    return words["or"].join(filter(None, (profile.backup_phone, profile.backup_email))) or words["reach"]


def own(facts: Facts, profile: Profile, directory: Directory | None) -> dict[str, Any]:
    """Return what is known of the owner: from the signature, the profile, the staff list, the sender's name, in this order.

    `parts` are lines of the signature that name a department, `remarks` those that tell readers something else.
    """
    signature = facts.signature
    found = {"name": "", "title": "", "phone": "", "extension": ""}
    kept: dict[str, list[str]] = {"parts": [], "remarks": []}
    if signature is not None:
        kept = _kept(facts, signature)
        for key in ("name", "title", "phone"):
            part = signature.part(key)
            if part is not None and part.blank is None and not _is_format_word(part.text):
                found[key] = part.text
        if signature.mobile:
            found["phone"] = ""  # a mobile number is not the office's
        elif signature.number is not None and signature.phone is not None and signature.phone.blank is None:
            found["phone"] = re.sub(
                r"(?i)[\s,;(]*(?:ext(?:ension)?|x)\.?\s*:?\s*#?\s*\d+\)?\s*$", "", signature.number.text
            )
            found["extension"] = signature.number.extension
        if signature.extension is not None and not found["extension"] and signature.extension.blank is None:
            found["extension"] = "".join(re.findall(r"\d+", signature.extension.text)[-1:])
    begun = found["name"] if not _is_full(found["name"]) else ""
    if signature is not None and signature.name is not None and signature.name.blank is not None:
        begun = signature.name.text.replace(signature.name.blank.text, "")  # "Svetlana [Last name]"
    if begun.strip() and profile.name and not _may_begin(begun, profile.name):
        profile = Profile()  # a nickname, or somebody else
    if found["name"] == begun:
        found["name"] = ""
    signed = signature.name if signature is not None else None
    partial = signed.text if signed and signed.blank and signed.text != signed.blank.text else ""
    if found["name"] and profile.name and not _is_same(found["name"], profile.name):
        profile = Profile()  # somebody else signs
    entry = (
        directory.person(
            profile.name or found["name"] or facts.document.author.name, profile.email or facts.document.author.email
        )
        if directory
        else None
    )
    sender = facts.document.author.name if _is_full(facts.document.author.name) else ""
    return {
        "name": found["name"] or profile.name or (entry.name if entry else "") or partial or sender,
        "title": found["title"] or profile.title or (entry.title if entry else ""),
        "phone": found["phone"] or profile.phone or (entry.phone if entry else ""),
        "extension": found["extension"] or profile.extension or (entry.extension if entry else ""),
        **kept,
    }


def _kept(facts: Facts, signature: Signature) -> dict[str, list[str]]:
    """Return the lines of a signature that the standard has no place for and that are not deleted."""
    parts = [part for part in signature.extra if part.remark in (Remark.PART, Remark.PLACE)]
    remarks = [part for part in signature.extra if part.remark is Remark.STATEMENT]
    organization = signature.organization
    if organization is not None and organization.blank is None and is_another(organization, facts.settings):
        parts.append(organization)
    if signature.mobile and signature.phone is not None:
        remarks.append(signature.phone)
    return {
        "parts": [" ".join(part.text.split()) for part in sorted(parts, key=lambda part: part.span)],
        "remarks": [" ".join(part.text.split()) for part in sorted(remarks, key=lambda part: part.span)],
    }


def _closing(facts: Facts) -> str:
    """Return the author's own closing as written, or an empty string."""
    signature = facts.signature
    if signature and signature.closing:
        return facts.text[signature.closing.start : signature.closing.end].strip()
    last = facts.sentences[-1] if facts.sentences else None  # "Best wishes," on the line of the name
    closes = last is not None and signature_words().closes(last.lowered.strip())
    return facts.text[last.start : last.end].strip() if last and closes else ""


_LONE_NAME = compiled(r"[^\W\d_]{2,}")


def begun_name(facts: Facts) -> str:
    """Return a first name that signs a message with a blank for the last name, or an empty string: `Rick [Last name]`."""
    signature = facts.signature
    if signature is None or signature.name is None or not _LONE_NAME.fullmatch(signature.name.text):
        return ""
    if signature.title is not None and signature.title.line == signature.name.line:
        return ""  # "Sgt. Whitlock" is a last name
    return f"{signature.name.text} {facts.language['written']['signed_last_name']}"


def _may_begin(begun: str, name: str) -> bool:
    """Return True if a short form may be a person's: each of its words is one of the name, or the first letter of one."""
    words, whole = name_key(begun).split(), name_key(name).split()
    known = [word for word in words if word in whole]
    initials = [word for word in words if word not in whole]
    return bool(known) and all(len(word) == 1 and any(one.startswith(word) for one in whole) for word in initials)


def _is_same(one: str, other: str) -> bool:
    """Say whether two names may be one person's: the last words are the same."""
    return fold(one).lower().split()[-1:] == fold(other).lower().split()[-1:]


def _is_format_word(text: str) -> bool:
    return bool(
        re.fullmatch(
            r"(?i)\s*(?:first ?name last ?name|job title|office phone number(?: and extension)?|your (?:name|title|job title))\s*",
            text,
        )
    )


def _is_full(name: str) -> bool:
    folded = fold(name)
    names = names_in(folded, 0, len(folded))
    return bool(names and names[0].complete)


def _contact(contact: Contact, facts: Facts, directory: Directory | None) -> dict[str, str]:
    blank = facts.language["written"]
    entry = (
        directory.person(contact.name, contact.emails[0] if contact.emails else "")
        if directory and contact.name
        else None
    )
    written_name = contact.name.title() if contact.name.islower() else contact.name
    name = written_name if contact.full_name else (entry.name if entry else "")
    if not name and contact.name and not contact.name.startswith("@"):
        title = contact.role if contact.role.endswith(".") or contact.role.isupper() else ""
        name = (
            f"{title} {blank['first_name']} {written_name}".strip() if title else f"{written_name} {blank['last_name']}"
        )
    topic = contact.role if contact.role and not _is_filler(contact.role) else ""
    phones = [
        phone.text
        if phone.reaches_outside
        else f"{_outside(phone, entry) or facts.settings.main_phone or blank['main_phone']} {phone.text}"
        for phone in contact.phones
    ]
    reach = blank["or"].join([*phones, *contact.emails])
    if not reach and entry:
        reach = blank["or"].join(filter(None, (entry.phone, entry.email)))
    return {"name": name or blank["name"], "topic": topic, "reach": reach or blank["reach"]}


def _outside(phone: Phone, entry: Entry | None) -> str:
    """Return the number of the staff list that an extension belongs to, or an empty one."""
    return entry.phone if entry and entry.extension == phone.extension else ""


def _is_filler(role: str) -> bool:
    """Say whether a role is only the words around a contact, which the template has of its own."""
    return (
        len(role) < 3
        or len(role) > 40
        or bool(
            re.search(
                r"(?i)\b(?:need|please|assist|help|urgent|emergenc|question|anything|contact|call|if|you|me|my|for|in)\b",
                role,
            )
        )
        or role.endswith(".")
        or (role.isupper() and len(role) <= 4)
    )
