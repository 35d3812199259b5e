"""Facts as plain data, with the stable keys of `facts --output-format jsonl`."""

from __future__ import annotations

from datetime import date
from typing import Any

from replylint.facts import Facts
from replylint.facts.absence import Absence
from replylint.facts.graphics import difference_hash
from replylint.facts.kind import Kind
from replylint.facts.signature import Part
from replylint.tables import squeeze


def summary(facts: Facts) -> dict[str, Any]:
    """Return what was understood of a document; dates are `YYYY-MM-DD` or None."""
    kind = facts.kind
    return {
        "document": facts.document.name,
        "automatic": facts.document.automatic,
        "kind": str(kind),
        "language": facts.language.code,
        "absence": _absence(facts.absence) if kind in (Kind.ABSENCE, Kind.CLOSURE) else None,
        "contacts": [
            {
                "name": contact.name or None,
                "role": contact.role or None,
                "phones": [phone.text for phone in contact.phones],
                "emails": list(contact.emails),
                "complete": contact.complete,
            }
            for contact in facts.contacts
            if contact.name or contact.role or contact.phones or contact.emails
        ],
        "placeholders": list(
            dict.fromkeys(
                squeeze(facts.text[blank.span.start : blank.span.end])
                for blank in facts.blanks
                if not (blank.variable and facts.document.template)
            )
        ),
        "misspellings": [facts.text[item.span.start : item.span.end] for item in facts.misspellings],
        "confused_words": [item.word for item in facts.confused_words],
        "promises_reply": facts.promise is not None,
        "signature": _signature(facts),
        "graphics": [
            {
                "source": graphic.picture.source[:200],
                "alt": graphic.picture.alt,
                "seal": graphic.is_seal,
                "hash": graphic.hash or (difference_hash(graphic.picture.data) if graphic.picture.data else "") or None,
            }
            for graphic in facts.graphics
        ],
    }


def _absence(absence: Absence) -> dict[str, Any]:
    return {
        "first_day": _iso(absence.first_day),
        "last_day": _iso(absence.last_day),
        "return_day": _iso(absence.return_day),
        "until": _iso(absence.until_day),
        "states_start": absence.states_start,
        "states_end": absence.states_end,
        "problems": [str(problem) for problem in absence.problems],
    }


def _pictured_seal(facts: Facts) -> str | None:
    return next((graphic.picture.alt or "picture" for graphic in facts.graphics if graphic.is_seal), None)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _signature(facts: Facts) -> dict[str, Any] | None:
    signature = facts.signature
    if signature is None or not (_filled(signature.name) or _filled(signature.organization)):
        return None
    extension = signature.extension if signature.extension is not signature.phone else None
    return {
        "name": _filled(signature.name),
        "title": _filled(signature.title),
        "organization": _filled(signature.organization),
        "phone": _filled(signature.phone or signature.malformed or signature.extension),
        "extension": _filled(extension) or (signature.number.extension or None if signature.number else None),
        "website": _filled(signature.website),
        "seal": signature.seal.text if signature.seal else _pictured_seal(facts),
        "extra_lines": [part.text for part in signature.extra],
    }


def _filled(part: Part | None) -> str | None:
    """Return an element as written; nothing for one that is missing or still to be filled in."""
    return part.text if part is not None and part.blank is None else None
