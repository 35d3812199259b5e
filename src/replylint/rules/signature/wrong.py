"""Lines of the signature that say something else than the format asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from replylint.facts.name_words import is_title
from replylint.facts.people import names_in
from replylint.model import Edit, Finding, Fix, Form, Insertion, Safety
from replylint.rules.base import Rule, Subject, at, replaced
from replylint.rules.signature.parts import GOOD, good, has_seal, signature_of, without
from replylint.sources.links import target_of
from replylint.tables import fold
from replylint.visible import Span

_FORMAT_WORDS = re.compile(
    r"(?i)\s*(?:first ?name last ?name|job title|office phone number(?: and extension)?|your (?:name|title|job title))\s*"
)


def _from_snippet(snippet: str, span: Span) -> Fix:
    return Fix(Safety.SAFE, insertion=Insertion(snippet, span.start, span.end, Form.WORDS))


class WrongName(Rule):
    """The name is first and last name.

    > First name Last name

    Initials and first names alone leave strangers guessing.
    """

    id = "signature.wrong-name"
    valid = (
        good(),
        good(GOOD.replace("Dana Whitlock", "Gwendolyn St. Clair")),
        good(GOOD.replace("Dana Whitlock", "DANA WHITLOCK")),
    )
    invalid = (
        good(
            GOOD.replace("Dana Whitlock", "D. Whitlock"), fixed=GOOD.replace("Dana Whitlock", "[First name] Whitlock")
        ),
        good(GOOD.replace("Dana Whitlock", "Dana"), fixed=GOOD.replace("Dana Whitlock", "Dana [Last name]")),
        good(
            GOOD.replace("Dana Whitlock", "Sgt. Whitlock"),
            fixed=GOOD.replace("Dana Whitlock", "Sgt. [First name] Whitlock"),
        ),
        good(GOOD.replace("Dana Whitlock", "D.W."), fixed=GOOD.replace("Dana Whitlock", "[First name Last name]")),
        good(GOOD.replace("Dana Whitlock", "First name Last name")),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find initials, single names, and the words of the format left standing."""
        signature = signature_of(subject)
        part = signature.name if signature else None
        if part is None or (part.blank is not None and part.blank.bracketed):
            return
        if _FORMAT_WORDS.fullmatch(part.text):
            yield at(
                part.span,
                f'"{part.text}" is still the format\'s own words. Put your name there.',
                _from_snippet("name", part.span),
            )
        elif not _is_full_name(part.text):
            words = _words_of(part.text)
            before = subject.facts.text[: part.span.start].split()[-1:]
            surname = not part.text.startswith(words[0]) or (before and is_title(before[0])) if words else False
            snippet = "name" if len(words) != 1 else ("name-with-first" if surname else "name-with-last")
            yield at(part.span, "Write your first name and your last name.", _from_snippet(snippet, part.span))


def _is_full_name(text: str) -> bool:
    folded = fold(text)
    names = names_in(folded, 0, len(folded))
    if names and names[0].complete:
        return True
    return len(_words_of(folded)) >= 2


def _words_of(name: str) -> list[str]:
    """Return the words of a name that are no initials."""
    return [word for word in re.findall(r"[^\W\d_][\w'’-]*\.?", name) if not word.endswith(".") and len(word) > 1]


class WrongTitle(Rule):
    """The job title is filled in.

    > Job Title
    """

    id = "signature.wrong-title"
    valid = (good(),)
    invalid = (
        good(
            GOOD.replace("Permit Technician II", "Job Title"), fixed=GOOD.replace("Permit Technician II", "[Job Title]")
        ),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find the words of the format left standing."""
        signature = signature_of(subject)
        part = signature.title if signature else None
        if part is not None and _FORMAT_WORDS.fullmatch(part.text):
            yield at(
                part.span,
                f'"{part.text}" is still the format\'s own words. Put your job title there.',
                _from_snippet("title", part.span),
            )


class WrongOrganization(Rule):
    """The organization's name is written as the standard writes it.

    > City of Plant City, Florida
    """

    id = "signature.wrong-organization"
    valid = (good(), good(GOOD.upper()))
    invalid = (
        good(GOOD.replace("City of Plant City, Florida", "City of Plant City, FL"), fixed=GOOD),
        good(GOOD.replace("City of Plant City, Florida", "City of Plant City"), fixed=GOOD),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find other ways to write the organisation."""
        signature = signature_of(subject)
        part = signature.organization if signature else None
        wanted = subject.settings.organization
        if part is None or not wanted or part.blank is not None:
            return
        if _plain(part.text) != _plain(wanted):
            yield at(part.span, f'Write "{wanted}". Your signature says "{part.text}".', replaced(part.span, wanted))


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", fold(text)).strip(" .,|").lower()


class WrongPhone(Rule):
    """The phone number can be dialled.

    > Office phone number and extension
    """

    id = "signature.wrong-phone"
    valid = (good(), good(GOOD.replace("813-555-0142", "(813) 555-0142")))
    invalid = (
        good(GOOD.replace("813-555-0142", "813-555-142")),
        good(
            GOOD.replace("813-555-0142 ext. 4211", "Office phone number and extension"),
            fixed=GOOD.replace("813-555-0142 ext. 4211", "[office phone number] ext. [extension]"),
        ),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find numbers with a digit too few or too many, and the words of the format left standing."""
        signature = signature_of(subject)
        if signature is None:
            return
        if signature.malformed is not None:
            digits = sum(char.isdigit() for char in re.split(r"(?i)\s*(?:ext|x)", signature.malformed.text)[0])
            count = f"It has {digits} digits; ten are needed." if digits != 10 else "A letter stands in it."
            span = signature.malformed.span
            yield at(span, f'"{signature.malformed.text}" is no phone number. {count}', _from_snippet("phone", span))
        elif signature.phone is not None and signature.phone.blank is not None and not signature.phone.blank.bracketed:
            part = signature.phone
            yield at(
                part.span,
                f'"{part.text}" is still the format\'s own words. Put your number there.',
                _from_snippet("phone", part.span),
            )


class WrongWebsite(Rule):
    """The website is the organization's.

    > Website: <http://www.plantcitygov.com/>

    `http` and `https`, and a slash at the end, are the same site. A link that a mail gateway
    rewrote (Microsoft Safe Links, Proofpoint and the like) counts as the one inside it.
    """

    id = "signature.wrong-website"
    valid = (good(), good(GOOD.replace("http://www.plantcitygov.com/", "www.plantcitygov.com")))
    invalid = (
        good(GOOD.replace("www.plantcitygov.com", "www.plantctygov.com"), fixed=GOOD),
        good(GOOD.replace("http://www.plantcitygov.com/", "http://www.facebook.com/plantcity"), fixed=GOOD),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find addresses of other sites."""
        signature = signature_of(subject)
        part = signature.website if signature else None
        wanted = subject.settings.website
        if part is None or not wanted or part.blank is not None or "." not in part.text:
            return
        if not _leads_to(part.text, wanted):
            yield at(
                part.span,
                f"Your signature leads to {target_of(part.text).url}. The {subject.settings.noun}'s website is {wanted}.",
                replaced(part.span, wanted),
            )
            return
        for link in subject.document.links:
            behind = link.start < part.span.end and part.span.start < link.end
            if behind and not _leads_to(link.target, wanted):
                yield at(
                    part.span,
                    f"The link behind your website leads to {target_of(link.target).url}. It should lead to {wanted}.",
                    _link_fix(subject, link.target, wanted),
                )


def _link_fix(subject: Subject, target: str, wanted: str) -> Fix | None:
    place = subject.document.content.find(target)
    if place < 0 or subject.document.content.count(target) != 1:
        return None
    return Fix(Safety.SAFE, (Edit(place, place + len(target), wanted, in_source=True),))


def _leads_to(address: str, wanted: str) -> bool:
    """Return whether an address is the wanted site, or one that a gateway keeps to itself."""
    target = target_of(address)
    if target.host_only:
        return _site(target.url) == _site(wanted).partition("/")[0]
    return not target.url or _site(target.url) == _site(wanted)


def _site(address: str) -> str:
    return re.sub(r"^[a-z]+://", "", address.strip().lower()).removeprefix("www.").rstrip("/")


class WrongSeal(Rule):
    """The emblem is the seal.

    > City Seal
    """

    id = "signature.wrong-seal"
    valid = (good(),)
    invalid = (
        good(GOOD.replace("[City Seal]", "[Plant City Recreation logo]"), fixed=GOOD),
        good(
            "<div>"
            + without(6).replace("\n", "</div><div>")
            + '</div><div><img src="cid:image003.jpg@01DC6A11" alt="Strawberry Festival logo"></div>',
            markup=True,
        ),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find another emblem where the seal should be."""
        signature = signature_of(subject)
        if signature is None or has_seal(subject.facts):
            return
        if signature.emblem is not None:
            part = signature.emblem
            yield at(
                part.span,
                f'Put the {subject.settings.noun} seal in place of "{part.text}".',
                replaced(part.span, "[City Seal]"),
            )
            return
        others = [graphic.picture for graphic in subject.facts.graphics if not graphic.is_seal]
        if others and signature.name is not None:
            picture = others[-1]
            shown = f'"{picture.alt}"' if picture.alt else "this picture"
            fix = Fix(
                Safety.UNSAFE,
                (
                    Edit(
                        picture.start,
                        picture.end,
                        '<img src="cid:city-seal.png" alt="City Seal" width="96" height="96">',
                        in_source=True,
                    ),
                ),
            )
            yield Finding(
                f"Put the {subject.settings.noun} seal in place of {shown}.",
                min(picture.at, len(subject.facts.text)),
                min(picture.at, len(subject.facts.text)),
                fix,
            )


RULES = (WrongName, WrongTitle, WrongOrganization, WrongPhone, WrongWebsite, WrongSeal)
