"""Lines of the signature that are not there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from replylint.facts.signature_words import signature_words
from replylint.model import Finding, Fix, Form, Insertion, Safety, Severity
from replylint.rules.base import Rule, Subject, at, whole_line
from replylint.rules.signature.parts import GOOD, good, has_seal, in_place_of_seal, line_for, signature_of, without


class _MissingLine(Rule):
    """A line that is not there. Subclasses say which."""

    element: ClassVar[str]
    message: ClassVar[str]
    """The words of the finding; `{noun}`, `{organization}` and `{emblem}` stand for the pack's."""

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find signatures without the element."""
        signature = signature_of(subject)
        if signature is None or signature.part(self.element) is not None or self.stands_otherwise(subject):
            return
        if subject.document.adds_signature or (subject.document.template and subject.stands_in(self.element)):
            return
        said = self.said(subject)
        yield Finding(said, signature.span.start, signature.span.end, line_for(signature, self.element, subject))

    def said(self, subject: Subject) -> str:
        """Return the message in the words of the pack."""
        own = subject.settings
        organization = own.organization or f"the {own.noun}'s name"
        return self.message.format(noun=own.noun, organization=organization, emblem=own.emblem)

    def stands_otherwise(self, subject: Subject) -> bool:
        """Say whether something else stands in the element's place, which another rule speaks of."""
        return False


class MissingName(_MissingLine):
    """The first line is your name.

    > First name Last name
    """

    id = "signature.missing-name"
    element = "name"
    message = "Your name is missing from your signature. It goes on line 1: first name and last name."
    valid = (good(),)
    invalid = (good(without(1), fixed="[First name Last name]\n" + without(1)),)


class MissingTitle(_MissingLine):
    """The second line is your job title.

    > Job Title
    """

    id = "signature.missing-title"
    element = "title"
    message = "Your job title is missing from your signature. It goes on line 2, under your name."
    valid = (good(), good("Dana Whitlock, Permit Technician II\n" + without(1, 2)))
    invalid = (good(without(2), fixed=GOOD.replace("Permit Technician II", "[Job Title]")),)


class MissingOrganization(_MissingLine):
    """The third line is the organization's name.

    > City of Plant City, Florida
    """

    id = "signature.missing-organization"
    element = "organization"
    message = "The {noun}'s name is missing from your signature. It goes on line 3, under your job title."
    valid = (good(),)
    invalid = (good(without(3), fixed=GOOD),)


class MissingPhone(_MissingLine):
    """The fourth line is your office phone number.

    > Office phone number and extension
    """

    id = "signature.missing-phone"
    element = "phone"
    message = "Your phone number is missing from your signature. It goes on line 4, under {organization}."
    valid = (good(), good(GOOD.replace("813-555-0142 ext. 4211", "+1 (813) 555-0142, ext. 4211")))
    invalid = (
        good(without(4), fixed=GOOD.replace("813-555-0142 ext. 4211", "[office phone number] ext. [extension]")),
        good(
            GOOD.replace("813-555-0142 ext. 4211", "x4211"),
            fixed=GOOD.replace("813-555-0142 ext. 4211", "[office phone number] ext. 4211"),
        ),
    )

    def stands_otherwise(self, subject: Subject) -> bool:
        """A malformed number is wrong, not missing."""
        return bool(subject.facts.signature and subject.facts.signature.malformed)


class MissingExtension(Rule):
    """The phone number has its extension.

    > Office phone number and extension

    A pack whose owner has no extensions sets `required = false`.
    """

    id = "signature.missing-extension"
    valid = (good(), good(GOOD.replace(" ext. 4211", "\next. 4211")))
    invalid = (good(GOOD.replace(" ext. 4211", ""), fixed=GOOD.replace("4211", "[extension]")),)

    @dataclass(frozen=True)
    class Options:
        """Whether people have extensions."""

        required: bool = True
        """Whether every phone number has an extension."""

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find phone numbers without extension."""
        signature = signature_of(subject)
        required: bool = self.options.required if self.options else True
        phone = (signature.phone or signature.malformed) if signature else None
        if signature is None or phone is None or not required or signature.mobile or subject.document.adds_signature:
            return
        if signature.extension is not None and signature.extension.span != phone.span:
            return
        unfilled = phone.blank is not None and not phone.blank.bracketed
        line = whole_line(subject.facts.folded, phone.span)
        named = signature_words().extension_word.search(subject.facts.folded, line.start, line.end)
        if named or (not unfilled and (phone.blank is not None or signature.extension is not None)):
            return
        fix = Fix(Safety.SAFE, insertions=(Insertion("extension", phone.span.end, phone.span.end, Form.WORDS),))
        yield at(phone.span, "Your extension is missing. It goes on line 4, after your phone number.", fix)


class MissingWebsite(_MissingLine):
    """The fifth line is the organization's website.

    > Website: <http://www.plantcitygov.com/>
    """

    id = "signature.missing-website"
    element = "website"
    message = "The {noun}'s website is missing from your signature. It goes on line 5, under your phone number."
    valid = (good(), good(GOOD.replace("http://www.plantcitygov.com/", "https://www.plantcitygov.com")))
    invalid = (good(without(5), fixed=GOOD),)


class MissingSeal(_MissingLine):
    """The last line is the seal.

    > City Seal

    Plain text cannot carry a picture: there its name in brackets, or what the mail program writes in its place, stands for it.
    """

    id = "signature.missing-seal"
    element = "seal"
    message = "The {emblem} is missing from your signature. It goes below the website."
    valid = (good(), good(GOOD.replace("[City Seal]", "[cid:image001.png@01DC6A11.5D0E7A20]")))
    invalid = (good(without(6), fixed=GOOD),)

    def check(self, subject: Subject) -> Iterator[Finding]:
        """Find signatures without the seal, or its stand-in in plain text."""
        signature = signature_of(subject)
        if signature is None or has_seal(subject.facts) or (subject.document.template and subject.stands_in("seal")):
            return
        if (
            subject.document.adds_signature
            or signature.emblem is not None
            or in_place_of_seal(subject.facts) is not None
        ):
            return  # signature.wrong-seal reports the emblem that is there
        severity = Severity.ERROR if subject.document.markup else Severity.WARNING
        yield Finding(
            self.said(subject),
            signature.span.start,
            signature.span.end,
            line_for(signature, "seal", subject),
            severity=severity,
        )
