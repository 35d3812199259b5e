"""What the signature rules share: the signature of a subject, its seal, and where a missing line goes."""

from __future__ import annotations

import re

from replylint.facts import Facts, Signature
from replylint.facts.graphics import SYMBOL
from replylint.facts.signature import ELEMENTS, Part
from replylint.facts.signature_words import signature_words
from replylint.facts.words import is_one_edit_away
from replylint.model import DocumentKind, Fix, Form, Insertion, Picture, Safety, Settings
from replylint.rules.base import Example, Subject
from replylint.tables import fold
from replylint.visible import Span

SIGNATURE = DocumentKind.SIGNATURE

GOOD = "Dana Whitlock\nPermit Technician II\nCity of Plant City, Florida\n813-555-0142 ext. 4211\nWebsite: http://www.plantcitygov.com/\n[City Seal]"
"""A signature as the standard shows it."""

LINES = {"name": 1, "title": 2, "organization": 3, "phone": 4, "website": 5, "seal": 6}
"""The line of each element."""


def without(*lines: int) -> str:
    """Return GOOD without some of its lines, counted from 1."""
    return "\n".join(line for number, line in enumerate(GOOD.split("\n"), 1) if number not in lines)


def good(text: str = GOOD, **more: object) -> Example:
    """Return an example that is a signature by itself."""
    return Example(text, kind=SIGNATURE, **more)  # type: ignore[arg-type]  # passed on to the dataclass


def signature_of(subject: Subject) -> Signature | None:
    """Return the signature to be judged: none if the whole of it is a blank or a template's variable.

    Where the system adds the signature below, a name is the end of the message.
    """
    found = subject.facts.signature
    if found is not None and subject.document.adds_signature and found.is_only_a_name:
        return None
    if found is not None and found.blank_signature:
        return None
    if found is None or subject.stands_in("signature"):
        return None
    return found


def is_another(part: Part, settings: Settings) -> bool:
    """Return True if an organization line names something besides the pack's organization, such as a department.

    It has a word that is not one of the organization's, of its region, or of those that say that it is a government, nor a
    misspelling of one. `City of Elsewhere` replaces the organization; it is not one of its departments.
    """
    words = [word.lower() for word in _words(part.text)]
    lists = signature_words()
    if words[:1] and words[0] in lists.government and words[1:2] == ["of"]:
        return not (lists.fields | lists.departments).isdisjoint(words)
    known = {
        word.lower() for text in (settings.organization, settings.noun, *settings.regions) for word in _words(text)
    }
    known |= lists.government | lists.field_joints
    return any(
        word not in known and not any(len(other) >= _SPELLED and is_one_edit_away(word, other) for other in known)
        for word in words
    )


def links_behind(part: Part, facts: Facts) -> bool:
    """Return True if a part of a signature is a link that leads elsewhere than to a social network or an address."""
    networks = signature_words().networks
    return any(
        link.start < part.span.end and part.span.start < link.end
        for link in facts.document.links
        if not networks.search(link.target) and not link.target.lower().startswith(("mailto:", "tel:"))
    )


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", fold(text))


_SPELLED = 4
"""Letters from which a word that is one edit away is a misspelling."""


def has_seal(facts: Facts) -> bool:
    """Return True if the seal is there: the picture or a blank for it in HTML, its stand-in in plain text."""
    if facts.document.markup:
        return any(graphic.is_seal for graphic in facts.graphics) or facts.has_blank("seal")
    return bool(facts.signature and facts.signature.seal)


def in_place_of_seal(facts: Facts) -> Picture | None:
    """Return the last picture of a signature that has no seal: it is taken for another emblem in the seal's place.

    Buttons of social networks are none, nor are pictures whose alternative text tells readers something else.
    """
    others = [one.picture for one in facts.graphics if not one.is_seal and one.picture.form != SYMBOL]
    others = [one for one in others if may_be_emblem(one) and facts.is_in_signature(one)]
    if not others or has_seal(facts) or facts.signature is None or facts.signature.name is None:
        return None
    return others[-1]


def may_be_emblem(picture: Picture) -> bool:
    """Return True if a picture may be an emblem: its alternative text names one, or says nothing."""
    words = signature_words()
    alt = (picture.alt or "").strip()
    if words.networks.search(f"{alt} {picture.source}"):
        return False
    return len(_words(alt)) < _TELLING or words.emblem.search(alt) is not None


def tells_readers(picture: Picture) -> bool:
    """Return True if a picture's alternative text says more than the name of an ornament: `Map of the detour`."""
    words = signature_words()
    alt = picture.alt or ""
    if words.networks.search(f"{alt} {picture.source}") or words.emblem.search(alt):
        return False
    return len(_words(alt)) > _TELLING


_TELLING = 2
"""Words of an alternative text that says what a picture shows."""


def seal_place(facts: Facts) -> int | None:
    """Return where the seal stands in the visible text, or None if there is none."""
    if facts.document.markup:
        return next((graphic.picture.at for graphic in facts.graphics if graphic.is_seal), None)
    return facts.signature.seal.span.start if facts.signature and facts.signature.seal else None


def line_for(signature: Signature, element: str, subject: Subject) -> Fix:
    """Return the correction that writes a missing element on its line: below the elements before it, or above those after it."""
    order = ELEMENTS.index(element)
    text = subject.facts.text
    if element == "phone" and signature.extension is not None:
        lone = signature.extension.span  # the number that its extension belongs to comes in its line
        return Fix(Safety.SAFE, insertions=(Insertion("phone", lone.start, lone.end),))
    before = [part for name in ELEMENTS[:order] if (part := signature.part(name))]
    if signature.extension is not None and order > ELEMENTS.index("phone"):
        before.append(signature.extension)
    if before:
        end = max(_line_end(text, part.span, signature) for part in before)
        return Fix(Safety.SAFE, insertions=(Insertion(element, end, end, Form.LINE_AFTER),))
    after = [part for name in ELEMENTS[order + 1 :] if (part := signature.part(name))]
    if after:
        start = min(_line_start(text, part.span, signature) for part in after)
        return Fix(Safety.SAFE, insertions=(Insertion(element, start, start, Form.LINE_BEFORE),))
    end = signature.span.end or len(text)
    return Fix(Safety.SAFE, insertions=(Insertion(element, end, end, Form.LINE_AFTER if end else Form.WORDS),))


def _line_end(text: str, span: Span, signature: Signature) -> int:
    if signature.inline:
        return signature.span.end
    end = text.find("\n", span.end)
    return len(text.rstrip()) if end < 0 else end


def _line_start(text: str, span: Span, signature: Signature) -> int:
    return max(text.rfind("\n", 0, span.start) + 1, signature.span.start)
