"""Lines of the signature that say something else than the format asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from replylint.facts.name_words import goes_before_last_name, is_given, is_title
from replylint.facts.people import names_in
from replylint.facts.signature import Part
from replylint.facts.signature_words import signature_words
from replylint.model import Edit, Finding, Fix, Form, Insertion, Safety, Severity
from replylint.patterns import compiled
from replylint.rules.base import Rule, Subject, at, replaced, whole_line, whole_picture
from replylint.rules.signature.parts import GOOD, good, has_seal, in_place_of_seal, is_another, signature_of, without
from replylint.seal import seal_html
from replylint.sources.links import target_of
from replylint.tables import fold
from replylint.visible import Span

_FORMAT_WORDS = compiled(
    r"(?i)\s*(?:first ?name last ?name|job title|office phone number(?: and extension)?|your (?:name|title|job title))\s*"
)


def _is_to_fill_in(subject: Subject, part: Part) -> bool:
    """Return True if a part is still to be filled in: `813-555-XXXX`."""
    return any(part.span.start <= blank.span.start < part.span.end for blank in subject.facts.blanks)


def _known_phone(span: Span) -> Fix:
    """Return the correction that writes the office phone in place of another number, if the profile or the staff list has it."""
    insertion = Insertion("phone", span.start, span.end, Form.WORDS, if_known=True)
    return Fix(Safety.UNSAFE, insertions=(insertion,), reason="only you know your office phone number")


def _with_label(subject: Subject, span: Span) -> Span:
    """Return the place of a number with the label before it on its line: `Cell: 813-555-0197`."""
    label = _LABEL_BEFORE.search(subject.facts.text, 0, span.start)
    return Span(label.start(1), span.end) if label else span


_LABEL_BEFORE = compiled(r"(?:\A|[\n|•·,])[ \t]*([^\W\d_][\w .]{0,15}:[ \t]*)\Z")


def _from_snippet(snippet: str, span: Span) -> Fix:
    return Fix(Safety.SAFE, insertions=(Insertion(snippet, span.start, span.end, Form.WORDS),))


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
        """Find initials, single names, and the the format's own words."""
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
        elif not all(_is_full_name(name, subject.facts.language.code) for name in _JOINED.split(part.text)):
            name = _untitled(part)
            words = _words_of(name.text)
            before = subject.facts.text[: name.span.start].split()[-1:]
            titled = bool(before) and is_title(before[0])
            titled = titled and (goes_before_last_name(before[0]) or not (words and is_given(words[0])))
            surname = bool(words) and (titled or not name.text.startswith(words[0]))
            snippet = "name" if len(words) != 1 else ("name-with-first" if surname else "name-with-last")
            fix = _from_snippet(snippet, name.span)
            if snippet == "name-with-last" and (initial := _LAST_INITIAL.search(name.text)):
                first = Span(name.span.start, name.span.start + initial.start())
                fix = _from_snippet(snippet, first)._replace(edits=(Edit(first.end, name.span.end, ""),))
            yield at(part.span, "Write your first name and your last name.", fix)


_JOINED = compiled(r"\s+(?:and|&|y|/)\s+")
"""What joins two people who sign together."""


def _untitled(part: Part) -> Part:
    """Return a name without the titles and ranks before it: `Lt Moody` is `Moody`."""
    start, text = part.span.start, part.text
    while (head := text.partition(" "))[2] and is_title(head[0]):
        start, text = start + len(text) - len(head[2].lstrip()), head[2].lstrip()
    return part._replace(text=text, span=Span(start, part.span.end))


def _is_full_name(text: str, code: str) -> bool:
    head, _, rest = text.partition(" ")
    while rest and is_title(head) and not (is_given(head) and len(rest.split()) == 1):  # "Dean Potter"
        text = rest
        head, _, rest = text.partition(" ")
    folded = fold(text)
    words = _words_of(folded)
    if code == "es" and _INITIAL.match(folded) and not any(map(is_given, words[:-1])):
        return False  # two last names: `R. Peñalver Soto`
    names = names_in(folded, 0, len(folded))
    if names and names[0].complete:
        return True
    return len(words) >= 2


_INITIAL = compiled(r"[^\W\d_]\. ")
_LAST_INITIAL = compiled(r" +[^\W\d_]\.?\Z")
"""An initial for the last name, which the whole last name takes the place of: `Dwayne P.`."""


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
        good(GOOD.replace("Permit Technician II", "Permit Division")),
        good(
            GOOD.replace("Permit Technician II", "Code Enforcement"),
            fixed=GOOD.replace("Permit Technician II", "[Job Title], Code Enforcement"),
        ),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find the format's own words, and a department where the title should be."""
        signature = signature_of(subject)
        part = signature.title if signature else None
        if part is not None and _FORMAT_WORDS.fullmatch(part.text):
            yield at(
                part.span,
                f'"{part.text}" is still the format\'s own words. Put your job title there.',
                _from_snippet("title", part.span),
            )
        elif part is not None and part.blank is None and signature_words().names_department(part.text):
            message = f'Give your job title. "{part.text}" names a part of the {subject.settings.noun}, not a job.'
            found = at(part.span, message, _from_snippet("title-there", part.span))
            yield found._replace(severity=Severity.WARNING)


class WrongOrganization(Rule):
    """The organization's name is written as the standard writes it.

    > City of Plant City, Florida
    """

    id = "signature.wrong-organization"
    valid = (good(), good(GOOD.upper()))
    invalid = (
        good(GOOD.replace("City of Plant City, Florida", "City of Plant City, FL"), fixed=GOOD),
        good(GOOD.replace("City of Plant City, Florida", "City of Plant City"), fixed=GOOD),
        good(
            GOOD.replace("City of Plant City, Florida", "Recreation and Parks"),
            fixed=GOOD.replace("City of Plant", "Recreation and Parks\nCity of Plant"),
        ),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find other ways to write the organisation."""
        signature = signature_of(subject)
        part = signature.organization if signature else None
        wanted = subject.settings.organization
        if part is None or not wanted or part.blank is not None:
            return
        if _plain(part.text) == _plain(wanted):
            return
        if is_another(part, subject.settings):
            end = whole_line(subject.facts.text, part.span).end
            end -= subject.facts.text[:end].endswith("\n")
            fix = Fix(Safety.SAFE, insertions=(Insertion("organization", end, end, Form.LINE_AFTER),))
            yield at(part.span, f'Add the line "{wanted}". Your signature says only "{part.text}".', fix)
            return
        behind = compiled(r"[ \t\u00a0]+(?=[^\W\d_])").match(subject.facts.text, part.span.end)
        span = part.span._replace(end=behind.end()) if behind else part.span  # a department goes on in the next line
        fix = replaced(span, f"{wanted}\n" if behind else wanted)
        yield at(part.span, f'Write "{wanted}". Your signature says "{part.text}".', fix)


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", fold(text)).strip(" .,|").lower()


class WrongPhone(Rule):
    """The phone number is complete, and the office's.

    > Office phone number and extension
    """

    id = "signature.wrong-phone"
    valid = (good(), good(GOOD.replace("813-555-0142", "(813) 555-0142")))
    invalid = (
        good(GOOD.replace("813-555-0142", "813-555-142")),
        good(
            GOOD.replace("813-555-0142 ext. 4211", "Cell: 813-555-0197"),
            fixed=GOOD.replace("813-555-0142 ext. 4211", "[office phone number] ext. [extension]"),
        ),
        good(
            GOOD.replace("813-555-0142 ext. 4211", "Office phone number and extension"),
            fixed=GOOD.replace("813-555-0142 ext. 4211", "[office phone number] ext. [extension]"),
        ),
    )

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find numbers with a digit too few or too many, mobile numbers alone, and the format's own words."""
        signature = signature_of(subject)
        if signature is None:
            return
        if signature.malformed is not None and not _is_to_fill_in(subject, signature.malformed):
            words = signature.malformed.text
            digits = sum(char.isdigit() for char in re.split(r"(?i)\s*(?:ext|x)", words)[0])
            why = f"it has {digits} digits, not ten" if digits != 10 else "there is a letter in it"
            message = f'"{words}" is not a complete phone number: {why}. Check it.'
            yield at(signature.malformed.span, message, _known_phone(signature.malformed.span))
        elif signature.mobile and signature.phone is not None:
            message = f'Give your office phone number and extension. "{signature.phone.text}" is a mobile number.'
            span = signature.phone.span
            whole = bool(signature.title and signature.title.blank is None and signature.organization)
            # Where the rest is there, the office's number is what belongs here; else this one may be all that readers have.
            fix = _from_snippet("phone", _with_label(subject, span)) if whole else _known_phone(span)
            yield at(span, message, fix)
        elif signature.phone is not None and signature.phone.blank is not None and not signature.phone.blank.bracketed:
            part = signature.phone
            if any(map(str.isdigit, part.text)):
                return  # 813-555-XXXX is a blank, and reported as one
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
        good(GOOD.replace("www.plantcitygov.com", "www.plantcitygov.org"), fixed=GOOD),
        good(GOOD.replace("http://www.plantcitygov.com/", "https://www.facebook.com/plantcitygov"), fixed=GOOD),
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
                _website_fix(subject, part, wanted),
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


def _website_fix(subject: Subject, part: Part, wanted: str) -> Fix:
    """Return the correction of the address that shows and of the link behind it."""
    edits = [Edit(part.span.start, part.span.end, wanted)]
    for link in subject.document.links:
        if link.start < part.span.end and part.span.start < link.end and _site(link.target) != _site(wanted):
            behind = _link_fix(subject, link.target, wanted)
            edits += behind.edits if behind else ()
    return Fix(Safety.SAFE, tuple(edits))


def _link_fix(subject: Subject, target: str, wanted: str) -> Fix | None:
    """Return the correction of a link's target, if its address is in one `href` of the source."""
    found = list(re.finditer(rf"href\s*=\s*[\"']?\s*{re.escape(target)}", subject.document.content, re.IGNORECASE))
    if len(found) != 1:
        return None
    place = found[0].end() - len(target)
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
        good(GOOD.replace("[City Seal]", "[Recreation Department logo]"), fixed=GOOD),
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
                f'Put the {subject.settings.emblem} in place of "{part.text}".',
                replaced(part.span, subject.settings.seal_stand_in, Safety.UNSAFE),
            )
            return
        picture = in_place_of_seal(subject.facts)
        if picture is not None:
            shown = f'"{picture.alt}"' if picture.alt else "this picture"
            seal = seal_html(subject.settings)
            whole = whole_picture(subject.document, picture)
            fix = Fix(Safety.UNSAFE, (Edit(whole.start, whole.end, seal, in_source=True),))
            yield Finding(
                f"Put the {subject.settings.emblem} in place of {shown}.",
                min(picture.at, len(subject.facts.text)),
                min(picture.at, len(subject.facts.text)),
                fix,
            )


RULES = (WrongName, WrongTitle, WrongOrganization, WrongPhone, WrongWebsite, WrongSeal)
