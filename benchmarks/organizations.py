"""Organisations made up for tests and benchmarks: Exchange exports with planted faults, and what an audit must find in them."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

AS_OF = "2026-12-07"
_FIRST = date(2026, 12, 14)
_GIVEN = (
    "Dana Terrence Maria Luis Priya Marcus Renata Samuel Teresa Victor Wendy Julian Keisha Graham Rivka Desmond".split()
)
_FAMILY = "Whitlock Boyd Lopez Ortega Raman Bell Castillo Pryor Hollis Kerr Sugden Fontaine Marsh Boggs Doyle Pike Zamora Quill".split()

Planted = set[tuple[str, str]]
"""Rules and the addresses of those in whose mailbox they find something."""


def person(number: int) -> tuple[str, str, str]:
    """Return the name, address and telephone number of somebody; no two are alike."""
    given, family = _GIVEN[number % len(_GIVEN)], _FAMILY[number // len(_GIVEN) % len(_FAMILY)]
    middle = number // (len(_GIVEN) * len(_FAMILY))
    name = f"{given} {chr(65 + middle % 26)}. {family}" if middle else f"{given} {family}"
    return name, f"{given}.{family}{middle or ''}@plantcitygov.com".lower(), f"813-555-01{number % 100:02}"


def _reply(number: int, first: date, last: date, contact: int, *, typo: bool = False) -> str:
    name, _, phone = person(number)
    stand_in, address, call = person(contact)
    office = "ofice" if typo else "office"
    return (
        f"<html><body><p>I will be out of the {office} from {first:%m/%d/%y} to {last:%m/%d/%y}. I will reply to your message at my earliest "
        f"opportunity once I return. If you need immediate assistance, please contact {stand_in} at {call} or {address}.</p><p>Thank you,</p>"
        f"<p>{name}<br>Permit Technician<br>City of Plant City, Florida<br>{phone} ext. {4000 + number % 1000}<br>"
        'Website: http://www.plantcitygov.com/<br><img src="city-seal.png" alt="City Seal"></p></body></html>'
    )


def organization(count: int, seed: int = 1) -> tuple[list[dict[str, Any]], Planted]:
    """Return the rows of an Exchange export of so many mailboxes, and the faults planted in them.

    People come in groups of ten: two are away and name a third who is there; in some groups a fault is planted.
    """
    chance = random.Random(seed)  # noqa: S311  # no secret
    rows: list[dict[str, Any]] = []
    planted: Planted = set()
    for start in range(0, count, 10):
        group = list(range(start, min(start + 10, count)))
        kind = (
            chance.choice(["", "", "typo", "gap", "circle", "chain", "load", "outside", "short"])
            if len(group) == 10
            else ""
        )
        away: dict[int, tuple[date, date, int]] = {}
        first, last = _FIRST, _FIRST + timedelta(days=4)
        if len(group) == 10:
            away = {group[0]: (first, last, group[8]), group[1]: (first, last, group[9])}
        if kind == "gap":  # group[2] names group[3], who is away at the end and names nobody
            away[group[2]] = (first, last, group[3])
            away[group[3]] = (last - timedelta(days=1), last + timedelta(days=3), -1)
            planted |= {("coverage.contact-away", person(group[2])[1]), ("contact.missing", person(group[3])[1])}
        elif kind == "circle":
            away[group[2]], away[group[3]] = (first, last, group[3]), (first, last, group[2])
            planted |= {("coverage.circular", person(one)[1]) for one in group[2:4]}
        elif kind == "chain":
            away[group[2]], away[group[3]] = (first, last, group[3]), (first, last, group[7])
            planted.add(("coverage.chain", person(group[2])[1]))
        elif kind == "load":
            away |= dict.fromkeys(group[2:5], (first, last, group[9]))
            planted.add(("coverage.overloaded", person(group[9])[1]))
        for one in group:
            name, address, _ = person(one)
            row = {"Identity": f"plantcitygov.com/Users/{name}", "PrimarySmtpAddress": address, "AutoReplyState": "Disabled", "ExternalAudience": "All",
                   "InternalMessage": "", "ExternalMessage": ""}  # fmt: skip
            if one in away:
                begins, ends, contact = away[one]
                typo = kind == "typo" and one == group[0]
                text = (
                    _reply(one, begins, ends, contact, typo=typo)
                    if contact >= 0
                    else _without_contact(one, begins, ends)
                )
                if typo:
                    planted.add(("spelling.misspelling", address))
                sent_until = ends + timedelta(days=-2 if kind == "short" and one == group[0] else 1)
                if kind == "short" and one == group[0]:
                    planted.add(("schedule.dates-differ", address))
                outside = kind == "outside" and one == group[0]
                if outside:
                    planted.add(("schedule.external-off", address))
                row |= {"AutoReplyState": "Scheduled", "StartTime": f"{begins}T05:00:00Z", "EndTime": f"{sent_until}T05:00:00Z", "InternalMessage": text,
                        "ExternalMessage": text, "ExternalAudience": "None" if outside else "All"}  # fmt: skip
            rows.append(row)
    return rows, planted


def _without_contact(number: int, first: date, last: date) -> str:
    reply = _reply(number, first, last, number)
    head, _, rest = reply.partition(" If you need")
    return f"{head}</p>{rest.partition('</p>')[2]}"


def write(folder: Path, count: int, files: int = 1, seed: int = 1) -> Planted:
    """Write an organisation as so many exports into a folder, and return the faults planted in it."""
    rows, planted = organization(count, seed)
    folder.mkdir(parents=True, exist_ok=True)
    size = -(-len(rows) // files)
    for number in range(files):
        text = json.dumps(rows[number * size : (number + 1) * size], indent=1)
        (folder / f"replies{number:03}.json").write_text(text, encoding="utf-8")
    return planted
