"""The signature as data: six elements, each with its place."""

from __future__ import annotations

from typing import NamedTuple

from replylint.facts.blanks import Blank
from replylint.facts.numbers import Phone
from replylint.facts.signature_remarks import Remark
from replylint.visible import Span

ELEMENTS = ("name", "title", "organization", "phone", "website", "seal")
"""The elements in the standard's order."""

MAX_LINES = 14
"""Lines a signature may have; what is longer is a text that happens to end in short lines."""


class Part(NamedTuple):
    """One element of a signature as written. `line` counts the lines of the signature from 0."""

    text: str
    span: Span
    line: int
    blank: Blank | None = None
    remark: Remark | None = None
    """What an extra line says; None for an element."""


class Signature(NamedTuple):
    """A signature as written."""

    span: Span
    """From the first line of the block to its last, without the closing."""
    name: Part | None = None
    title: Part | None = None
    organization: Part | None = None
    phone: Part | None = None
    number: Phone | None = None
    malformed: Part | None = None
    """What stands where the phone number should and is none."""
    mobile: bool = False
    """Whether the phone is a mobile number, for lack of another."""
    extension: Part | None = None
    website: Part | None = None
    emblem: Part | None = None
    """A picture's stand-in that is not the seal: `[Department logo]`."""
    seal: Part | None = None
    extra: tuple[Part, ...] = ()
    """Lines that are no element: addresses, quotations, mottos, fax numbers, pronouns, disclaimers."""
    emails: tuple[Part, ...] = ()
    closing: Span | None = None
    """The closing line before it: "Thank you,"."""
    inline: bool = False
    """Whether it follows its closing on the same line."""
    lines: tuple[Span, ...] = ()

    def part(self, element: str) -> Part | None:
        """Return the element with this name."""
        found: Part | None = getattr(self, element)
        return found

    @property
    def blank_signature(self) -> bool:
        """Whether the whole signature is one blank: `[your signature formatted correctly]`."""
        return self.name is not None and self.name.blank is not None and self.name.blank.fact == "signature"

    @property
    def is_only_a_name(self) -> bool:
        """Whether there is nothing but a name, as below "Thank you,"."""
        others = (*map(self.part, ELEMENTS[1:]), self.number, self.malformed, self.extension, self.emblem)
        return self.name is not None and not any((*others, *self.extra, *self.emails))
