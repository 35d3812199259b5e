"""Organisations made up for tests and benchmarks: Exchange exports with planted faults, and what an audit must find in them."""

from __future__ import annotations

import json
import random
from datetime import date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

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


_NOON = datetime(2026, 11, 30, 12, tzinfo=ZoneInfo("America/New_York"))
"""A Monday: from here on mail comes and goes for a week."""


def _letter(number: str, sender: str, recipient: str, at: datetime, text: str, extra: str = "") -> str:
    return (
        f"From {sender} {at:%a %b %d %H:%M:%S %Y}\nFrom: {sender}\nTo: {recipient}\nSubject: permit\nDate: {format_datetime(at)}\n"
        f"Message-ID: <{number}@example>\n{extra}Content-Type: text/plain; charset=utf-8\n\n{text}\n\n"
    )


def _signature(number: int) -> str:
    name, _, phone = person(number)
    website = "" if number % 8 == 0 else "Website: http://www.plantcitygov.com/\n"
    return f"{name}\nPermit Technician\nCity of Plant City, Florida\n{phone} ext. {4000 + number % 1000}\n{website}[City Seal]\n"


def write_mail(folder: Path, count: int, seed: int = 1) -> Planted:
    """Write the inbox and the sent mail of so many people into a folder, and return who answers late or not at all.

    Everybody gets a letter a day from outside or from a colleague: most are answered in time, by themselves, a colleague or a full acknowledgement; some
    late, some never, some only by an absence notice, some by a letter that acknowledges and does not say when the answer comes. Newsletters, bounces and
    answers need no answer. Those whose number divides by 8 sign without the website.
    """
    chance = random.Random(seed)  # noqa: S311  # no secret
    planted: Planted = set()
    boxes: dict[tuple[str, str], list[str]] = {}
    """The letters of each mailbox, by its owner's address and its name."""
    for number in range(count):
        _, address, phone = person(number)
        colleague = person((number + 1) % count)[1]
        sign = _signature(number)
        if number % 8 == 0:
            planted.add(("signature.missing-website", address))
        inbox = boxes.setdefault((address, "Inbox"), [])
        sent = boxes.setdefault((address, "Sent"), [])
        sent.append(
            _letter(
                f"first{number}",
                address,
                "all@customer.example",
                _NOON - timedelta(days=9),
                f"The form is attached.\n\n{sign}",
            )
        )
        for day in range(5):
            at = _NOON + timedelta(days=day, minutes=number % 50)
            visitor = f"visitor{number}.{day}@customer.example" if chance.random() < 0.8 else colleague
            ident = f"q{number}.{day}"
            kind = chance.choice(
                [
                    "own",
                    "own",
                    "own",
                    "colleague",
                    "acknowledged",
                    "late",
                    "never",
                    "away",
                    "list",
                    "bounce",
                    "answer",
                    "brief",
                    "timed",
                ]
            )
            extra = {
                "list": "List-Id: <news.customer.example>\n",
                "answer": f"In-Reply-To: <first{number}@example>\n",
            }.get(kind, "")
            if kind == "bounce":
                extra, visitor = (
                    "Auto-Submitted: auto-replied\nX-Failed-Recipients: somebody@customer.example\n",
                    "mailer-daemon@customer.example",
                )
            asked = "When is my permit ready?" + (
                f"\n\n{_signature((number + 1) % count)}" if visitor == colleague else ""
            )
            inbox.append(_letter(ident, visitor, address, at, asked, extra))
            reply = f"In-Reply-To: <{ident}@example>\nReferences: <{ident}@example>\n"
            soon = at + timedelta(hours=3)
            if kind in ("own", "late"):
                later = soon if kind == "own" else at + timedelta(days=4)
                sent.append(
                    _letter(f"a{ident}", address, visitor, later, f"Your permit is ready on Friday.\n\n{sign}", reply)
                )
            elif kind in ("brief", "timed"):
                when = (
                    " I will answer by the end of the business day."
                    if kind == "timed"
                    else " I will look into it and get back to you."
                )
                text = f"Dear visitor,\n\nThank you for your message. I have received it.{when}\n\nThank you,\n\n{sign}"
                sent.append(_letter(f"a{ident}", address, visitor, soon, text, reply))
                if (
                    kind == "brief"
                ):  # the first answer lacks when the next one comes; a second such letter is no first answer
                    planted |= {(f"acknowledgement.missing-{what}", address) for what in ("response-time", "next-step")}
                    sent.append(_letter(f"b{ident}", address, visitor, soon + timedelta(hours=1), text, reply))
            elif kind == "colleague":
                boxes.setdefault((colleague, "Sent"), []).append(
                    _letter(
                        f"a{ident}",
                        colleague,
                        visitor if visitor != colleague else "other@customer.example",
                        soon,
                        f"It is ready on Friday.\n\n{_signature((number + 1) % count)}",
                        reply,
                    )
                )
            elif kind in ("acknowledged", "away"):
                text = (
                    f"This confirms that I have received your message. I answer within two business days. My direct line is {phone}."
                    if kind == "acknowledged" else f"I am out of the office from 11/30/26 to 12/04/26. Please contact {person(number + 1)[0]} at 813-555-0161."
                )  # fmt: skip
                sent.append(
                    _letter(
                        f"a{ident}",
                        address,
                        visitor,
                        soon,
                        f"{text}\n\n{sign}",
                        f"{reply}Auto-Submitted: auto-replied\n",
                    )
                )
            late = kind == "late" or (kind == "colleague" and visitor == colleague)
            if kind == "late":
                planted.add(("response.late", address))
            elif kind in ("never", "away") or (late and kind == "colleague"):
                planted.add(("response.unanswered", address))
    for (address, box), letters in boxes.items():
        path = folder / address / f"{box}.mbox"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join(letters), encoding="utf-8")
    return planted
